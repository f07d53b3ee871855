"""Facts of a grid changed on a day (变更) or put right (更正): kind, households, 八定.

Each deed asks for the right on the area, stands in the journal with what was before, and gives
back what takes it back (service/dated.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Grid, GridTerm
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.rules.eight import EightKind, typed_term
from hrgrid.workforce.service.dated import Dating, Done


@dataclass(frozen=True)
class GridFacts:
    """What a grid is drawn around and how many households it has (None: not counted)."""

    kind: GridKind
    households: int | None

    @property
    def values(self) -> dict[str, Any]:
        """As its row has them; who is asked for a full-time worker follows from the kind."""
        return {
            "kind": self.kind,
            "households": self.households,
            "requires_full_time": self.kind is GridKind.GENERAL,
        }


def put_grid_facts(
    dating: Dating, area_id: int, facts: GridFacts, on: dt.date, name: str
) -> Mapping[str, Any] | None:
    """Let them hold from a day on, without asking anybody: part of a larger deed."""
    return dating.put(Grid, {"area_id": area_id}, facts.values, on, f"“{name}”的类型或户数")


def change_grid(
    work: UnitOfWork, area_id: int, facts: GridFacts, on: dt.date, document: str = ""
) -> Done:
    """Another kind or number of households from a day on; another kind needs a reason.

    Raises UserError for what is no grid on that day, or where something changes later already.
    """
    stand = _grid_stand(work, area_id, on)
    dating = Dating(work)
    before = put_grid_facts(dating, area_id, facts, on, stand.name)
    if before is not None and before["kind"] is not facts.kind:
        work.require_reason()
    if dating.steps:
        told = _told(facts) | {"on": on.isoformat(), "document": document}
        work.record("change_grid", stand.name, before=_told_before(before), after=told)
    return Done(stand.name, stand.path, tuple(dating.steps))


def correct_grid(work: UnitOfWork, area_id: int, facts: GridFacts, on: dt.date) -> Done:
    """What should have stood there all along on a day; needs a reason."""
    stand = _grid_stand(work, area_id, on)
    reason = work.require_reason()
    dating = Dating(work)
    what = f"“{stand.name}”的类型或户数"
    before = dating.correct(Grid, {"area_id": area_id}, facts.values, on, what)
    if dating.steps:
        work.record("correct_grid", stand.name, reason, _told_before(before), _told(facts))
    return Done(stand.name, stand.path, tuple(dating.steps))


def change_terms(
    work: UnitOfWork,
    area_id: int,
    texts: Mapping[EightKind, str],
    on: dt.date,
    document: str = "",
) -> Done:
    """Write some of 八定 for a grid, or for an area whose grids inherit it, from a day on.

    An empty text takes the area's own away: what is written above holds again. Raises UserError
    for what nobody writes, and for the extent of what is no grid.
    """
    stand = _stand(work, area_id, on)
    dating = Dating(work)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for kind, text in _typed(work, area_id, texts).items():
        values = {"text": text, "document_no": document} if text else None
        steps = len(dating.steps)
        keys = {"area_id": area_id, "kind": kind}
        was = dating.put(GridTerm, keys, values, on, f"“{stand.name}”的{kind.label}")
        if len(dating.steps) > steps:
            before[kind.label] = was["text"] if was is not None else ""
            after[kind.label] = text
    if after:
        told: dict[str, Any] = after | {"on": on.isoformat(), "document": document}
        work.record("change_terms", stand.name, before=before, after=told)
    return Done(stand.name, stand.path, tuple(dating.steps))


def correct_terms(
    work: UnitOfWork, area_id: int, texts: Mapping[EightKind, str], on: dt.date
) -> Done:
    """What should have been written and held on a day; needs a reason."""
    stand = _stand(work, area_id, on)
    reason = work.require_reason()
    dating = Dating(work)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for kind, text in _typed(work, area_id, texts).items():
        what = f"“{stand.name}”的{kind.label}"
        if not text:
            raise UserError(f"{what}没有写内容。不再需要的请用变更，写明从哪天起")
        keys = {"area_id": area_id, "kind": kind}
        was = dating.correct(GridTerm, keys, {"text": text}, on, what)
        if was["text"] != text:
            before[kind.label], after[kind.label] = was["text"], text
    if after:
        work.record("correct_terms", stand.name, reason, before, after)
    return Done(stand.name, stand.path, tuple(dating.steps))


def _typed(work: UnitOfWork, area_id: int, texts: Mapping[EightKind, str]) -> dict[EightKind, str]:
    derived = next((kind for kind in texts if kind.is_derived), None)
    if derived is not None:
        raise UserError(f"“{derived.label}”由任职得出，不用填写。请到人员里办理任职")
    level = work.session.get_one(Area, area_id).level
    if EightKind.GRID in texts and level is not Level.GRID:
        raise UserError(f"管辖范围只写在网格上，{level.label}不写。请打开网格档案再写")
    return {kind: typed_term(kind, text) for kind, text in texts.items()}


def _stand(work: UnitOfWork, area_id: int, on: dt.date) -> AreaStand:
    """The area as it is called on a day, which the actor may edit."""
    query = select(AreaStand).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    stand = work.session.scalar(query)
    if stand is None:
        raise UserError(f"{on} 没有这个区域，可能还没有设立或已经停用。请核对日期")
    work.require(Right.EDIT_WORKFORCE, stand.path)
    return stand


def _grid_stand(work: UnitOfWork, area_id: int, on: dt.date) -> AreaStand:
    stand = _stand(work, area_id, on)
    if work.session.get_one(Area, area_id).level is not Level.GRID:
        raise UserError(f"“{stand.name}”不是网格，没有类型和户数。请选网格")
    return stand


def _told(facts: GridFacts) -> dict[str, Any]:
    return {"kind": facts.kind.label, "households": facts.households}


def _told_before(before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if before is None:
        return None
    return {"kind": before["kind"].label, "households": before["households"]}
