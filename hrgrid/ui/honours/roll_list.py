"""What the honour roll says of itself: what narrows it, its columns, its orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.core.corrections import CellChange, Corrected
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.queries.roll import (
    anchors_of_roll,
    count_roll,
    place_on_roll,
    roll,
    roll_of,
)
from hrgrid.honours.rules.roll import RollFilter, RollKind, RollOrder, RollRow
from hrgrid.honours.rules.words import GrantState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.lists.conditions import Narrowable
from hrgrid.ui.lists.editing import Sheet
from hrgrid.ui.lists.heading_filters import Headings
from hrgrid.ui.lists.parts import ListSpec
from hrgrid.ui.lists.saved import Usual
from hrgrid.ui.lists.source import Source
from hrgrid.ui.settings import Entry
from hrgrid.ui.workforce.conditions import Place

_SIGNS = {RollOrder.NEWEST: "↓", RollOrder.OLDEST: "↑", RollOrder.TIER: "↑"}


@dataclass(frozen=True)
class RollConditions(Narrowable):
    """Empty fields do not narrow; `district` is an id with its label."""

    year: int | None = None
    tier: Tier | None = None
    district: tuple[int, str] | None = None
    state: GrantState | None = None
    text: str = ""
    kind: RollKind | None = None

    # Districts of the roll are those of its campaigns, not of today's tree.
    places: tuple[Place, ...] = ()

    def wanted(self, _on: dt.date) -> RollFilter:
        """As the query takes it; what was decided does not depend on the day."""
        return self.filter

    @property
    def filter(self) -> RollFilter:
        """As the query takes it."""
        return RollFilter(
            (self.year,) if self.year is not None else (),
            (self.tier,) if self.tier else (),
            (self.district[0],) if self.district else (),
            self.state,
            self.text,
            self.kind,
        )

    def parts(self) -> Iterator[tuple[str, RollConditions]]:
        """Each condition in words, with what is left when it is taken away."""
        if self.text:
            yield f"搜索：{self.text}", replace(self, text="")
        if self.year is not None:
            yield f"{self.year} 年度", replace(self, year=None)
        if self.kind:
            yield self.kind.label, replace(self, kind=None)
        if self.tier:
            yield self.tier.label, replace(self, tier=None)
        if self.district:
            yield self.district[1], replace(self, district=None)
        if self.state:
            yield self.state.label, replace(self, state=None)

    def plain(self) -> dict[str, Any]:
        """As plain values, for a saved filter."""
        found: dict[str, Any] = {
            "year": self.year,
            "tier": self.tier.value if self.tier else None,
            "district": list(self.district) if self.district else None,
            "state": self.state.value if self.state else None,
            "text": self.text or None,
            "kind": self.kind.value if self.kind else None,
        }
        return {key: value for key, value in found.items() if value is not None}

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> RollConditions:
        """From plain values; ValueError, KeyError or TypeError where they are no such."""
        year, district = kept.get("year"), kept.get("district")
        return cls(
            year=None if year is None else int(year),
            tier=Tier(kept["tier"]) if "tier" in kept else None,
            district=None if district is None else (int(district[0]), str(district[1])),
            state=GrantState(kept["state"]) if "state" in kept else None,
            text=str(kept.get("text", "")),
            kind=RollKind(kept["kind"]) if "kind" in kept else None,
        )


def lapsed(_work: UnitOfWork, conditions: Any) -> tuple[Any, tuple[str, ...]]:
    """What a campaign once had as a district stays one for the roll."""
    return conditions, ()


def _nothing(_key: str, _text: str, _on: dt.date) -> str:
    return ""


def _no_rows(_work: UnitOfWork, _ids: Sequence[int]) -> list[RollRow]:
    return []


def _correct(_work: UnitOfWork, _changes: Sequence[CellChange]) -> Corrected:
    raise UserError("决定过的荣誉不在名单里改。有问题请到那一年的评选里办理撤销")


def _shut(_work: UnitOfWork, _ids: Sequence[int]) -> dict[int, str]:
    return {}


_SHEET: Sheet[RollRow] = Sheet(
    (), "honours", Right.RUN_HONOURS, _nothing, _correct, _no_rows, _shut, lambda _r, _k: ""
)


def _state_words(row: RollRow) -> str:
    return "" if row.state is GrantState.DECIDED else row.state.label


def _columns() -> tuple[ListColumn[RollRow], ...]:
    year, tier = (RollOrder.NEWEST, RollOrder.OLDEST), (RollOrder.TIER,)
    return (
        ListColumn("姓名或集体", lambda row: row.name, 132, strong=True, key="name"),
        ListColumn("年度", lambda row: str(row.year), 76, key="year", orders=year),
        ListColumn("称号", lambda row: row.honour, 108, key="tier", orders=tier),
        ListColumn("单位或成员", lambda row: row.unit, 160, grows=True, key="unit"),
        ListColumn("职务", lambda row: row.post, 100, key="post", leaves=3),
        ListColumn("推荐单位", lambda row: row.district, 110, key="district", leaves=2),
        ListColumn("决定文号", lambda row: row.document_no, 150, key="document", leaves=4),
        ListColumn(
            "决定日期",
            lambda row: f"{row.granted_on:%Y-%m-%d}" if row.granted_on else "",
            100,
            key="day",
            leaves=5,
        ),
        ListColumn(
            "情况", _state_words, 84, key="state", leaves=1,
            chip=lambda row: "" if row.state is GrantState.DECIDED else "mute",
        ),
        ListColumn("撤销文号", lambda row: row.revoke_document, 130, key="revoked", spare=True),
        ListColumn("工号", lambda row: row.number, 96, key="number", spare=True),
        ListColumn("来源", lambda row: row.origin, 110, key="origin", quiet=True, spare=True),
    )  # fmt: skip


def roll_model() -> ListModel[RollRow]:
    """An empty roll, the newest year first."""
    return ListModel(_columns(), RollOrder.NEWEST, _SIGNS)


ROLL = ListSpec(
    "honour_roll",
    "光荣册",
    Source(roll, anchors_of_roll, count_roll, place_on_roll, roll_of, "项"),
    Headings({}, lambda _work, _wanted, _heading: []),
    _SHEET,
    RollConditions(),
    lapsed,
    (
        Usual("已撤销的", RollConditions(state=GrantState.REVOKED), "决定以后又撤销的荣誉"),
        Usual("集体荣誉", RollConditions(kind=RollKind.COLLECTIVE), "优秀街道、网格团队等集体"),
    ),
    Entry("lists/roll_order", RollOrder.NEWEST, RollOrder, lambda order: str(order.value)),
)
