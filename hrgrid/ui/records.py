"""A page that lists what a room holds, and says what the room is for while it holds nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hrgrid.honours.queries import CampaignRow, campaigns
from hrgrid.honours.rules.words import CampaignState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class Records:
    """What a list shows: a sentence on how much there is, and the rows."""

    told: str
    rows: Sequence[Any]


@dataclass(frozen=True)
class RecordsSpec:
    """A list: its name, columns, how it is read, and the empty state of its room."""

    name: str
    columns: tuple[Column[Any], ...]
    read: Callable[[UnitOfWork], Records]
    glyph: str
    title: str
    explanation: str


class RecordsPage(Page):
    """The empty state or the list, as there is something."""

    TOPICS = frozenset({"honours"})

    def __init__(self, session: Session, spec: RecordsSpec) -> None:
        super().__init__(session)
        self._spec = spec
        self.told = label("", "strong")
        self.model = RowsModel(spec.columns, self)
        self.table = Table(self.model, spec.name)
        self.empty = EmptyState(spec.glyph, spec.title, spec.explanation)
        self._list = QWidget(self)
        listed = QVBoxLayout(self._list)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(10)
        listed.addWidget(self.told)
        listed.addWidget(_framed(self.table), 1)
        self._room = _framed(self.empty)
        self.column.addWidget(self._list, 1)
        self.column.addWidget(self._room, 1)
        self._list.hide()

    def main_control(self) -> QWidget:
        """The list, or the page itself while there is none."""
        return self if self._list.isHidden() else self.table

    def refresh(self) -> None:
        """Read the list."""
        self.session.tasks.read(self._spec.read, self._show)

    def _show(self, found: Records) -> None:
        going, coming = (self._room, self._list) if found.rows else (self._list, self._room)
        going.hide()
        coming.show()
        self.told.setText(found.told)
        self.model.show_rows(found.rows)


def _framed(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(inside)
    return frame


# --- 十百千评选 ------------------------------------------------------------------------------


def _places(tier: Tier) -> Callable[[CampaignRow], str]:
    return lambda row: f"{row.places[tier]:,}" if tier in row.places else "—"


def _campaign_chip(row: CampaignRow) -> str:
    done = {CampaignState.DECIDED, CampaignState.ISSUED, CampaignState.ARCHIVED}
    return "ok" if row.state in done else "info"


def _read_campaigns(work: UnitOfWork) -> Records:
    rows = campaigns(work)
    return Records(f"共 {len(rows)} 次评选", rows)


HONOURS = RecordsSpec(
    "历年评选",
    (
        Column("年度", lambda row: str(row.year), 72, strong=True),
        Column("名称", lambda row: row.title, 220, grows=True),
        *(Column(f"{tier.label}名额", _places(tier), 132, right=True) for tier in Tier),
        Column("决定文号", lambda row: row.document_no, 168, quiet=True, drops=True),
        Column("状态", lambda row: row.state.label, 110, chip=_campaign_chip),
    ),
    _read_campaigns,
    "medal",
    "还没有年度评选",
    "这里办十百千评选：分名额、收推荐、审资格、算排名、公示、定名单，"
    "每个人为什么选上或没选上都有依据。\n先要有人员、考核和星级。",
)
