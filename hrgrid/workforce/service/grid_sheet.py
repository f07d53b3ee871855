"""Corrections typed, pasted or filled into the list of grids: names and households (更正).

What was typed wrong is corrected where it stands; a grid that is called something else from a
day on is renamed (更名) by its own form, with day and paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from hrgrid.core.columns import Cell, Reading, ReadingContext, Severity
from hrgrid.core.corrections import MOST_CELLS, CellChange, Corrected
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import AREAS
from hrgrid.workforce.model import Area, AreaStand, Grid
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.touches import last_touch
from hrgrid.workforce.service.reshaping import refuse_same_name

EDITABLE = ("name", "households")
"""What a clerk corrects in the list of grids, by the keys of its columns."""

_COLUMN = {"name": "grid_name", "households": "households"}
_AT_ONCE = 500


def grid_refusal(key: str, text: str, today: dt.date) -> str:
    """Why a text cannot stand in a column, as a sentence; "" where it can."""
    if key == "name" and not text.strip():
        return "网格名称不能空着。请写上名称"
    remarks = _read(key, text, today).remarks
    return next((one.message for one in remarks if one.severity is Severity.ERROR), "")


def correct_grids(work: UnitOfWork, changes: Sequence[CellChange]) -> Corrected:
    """Write these cells of grids; an empty text clears households. Each stands in the journal.

    Raises UserError naming the grid where a text is refused, a sister is called so, or somebody
    changed the grid meanwhile; Refused for one outside the parts that the actor edits. Then
    nothing is written.
    """
    work.require_somewhere(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    if len(changes) > MOST_CELLS:
        raise UserError(
            f"一次改了 {len(changes):,} 格，最多 {MOST_CELLS:,} 格。请分几次改，或用导入数据"
        )
    wanted: dict[int, list[CellChange]] = {}
    for change in changes:
        wanted.setdefault(change.row_id, []).append(change)
    for sentence in shut_grids(work, list(wanted)).values():
        raise Refused(sentence)
    work.progress.begin("正在更正", len(wanted))
    versions: dict[int, int] = {}
    inverse: list[tuple[CellChange, str]] = []
    for grid, stand in _grids(work, list(wanted)):
        given = wanted[grid.area_id]
        before = {change.key: _told(grid, stand, change.key) for change in given}
        _refuse_changed(work, grid, stand, given)
        for change in given:
            _set(work, grid, stand, change)
        work.session.flush()
        after = {change.key: _told(grid, stand, change.key) for change in given}
        changed = [key for key in before if before[key] != after[key]]
        if changed:
            work.record(
                "correct_grid",
                stand.name,
                reason,
                {key: before[key] for key in changed},
                {key: after[key] for key in changed},
            )
        versions[grid.area_id] = grid.version
        inverse += [(CellChange(grid.area_id, 0, key, before[key]), after[key]) for key in before]
        work.progress.step()
    if len(versions) != len(wanted):
        raise UserError("有网格已经停用，这次没有改。请刷新后再改")
    return Corrected(
        versions,
        tuple(
            CellChange(one.row_id, versions[one.row_id], one.key, one.text, expected=now)
            for one, now in inverse
        ),
    )


def shut_grids(work: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    """Of these grids, by id, those that the actor may not correct, each with the sentence."""
    if work.actor.may(Right.EDIT_WORKFORCE):
        return {}
    return {
        stand.area_id: f"{stand.name}不在你能维护的区域里，不能改。请找管这个区域的同事"
        for _, stand in _grids(work, ids)
        if not work.actor.may(Right.EDIT_WORKFORCE, stand.path)
    }


def _grids(work: UnitOfWork, ids: Sequence[int]) -> Iterable[tuple[Grid, AreaStand]]:
    for first in range(0, len(ids), _AT_ONCE):
        query = (
            select(Grid, AreaStand)
            .join(AreaStand, AreaStand.area_id == Grid.area_id)
            .join(Area, Area.id == Grid.area_id)
            .where(Grid.area_id.in_(list(ids[first : first + _AT_ONCE])))
            .where(
                holds_on(AreaStand, work.today),
                holds_on(Area, work.today),
                holds_on(Grid, work.today),
            )
            .order_by(Grid.area_id)
        )
        yield from [(row.Grid, row.AreaStand) for row in work.session.execute(query)]


def _told(grid: Grid, stand: AreaStand, key: str) -> str:
    if key == "name":
        return stand.name
    if key == "households":
        return "" if grid.households is None else str(grid.households)
    raise UserError("这一列不在名单里改。请打开网格档案办理")


def _refuse_changed(
    work: UnitOfWork, grid: Grid, stand: AreaStand, changes: Sequence[CellChange]
) -> None:
    """The version tells of the grid; a name changes with its stand, which has none."""
    stale = any(
        change.version != grid.version
        or (change.expected is not None and change.expected != _told(grid, stand, change.key))
        for change in changes
    )
    if stale:
        called = select(func.count(AreaStand.id)).where(
            AreaStand.name == stand.name, holds_on(AreaStand, work.today)
        )
        who = last_touch(work, stand.name, alone=work.session.scalar(called) == 1)
        raise UserError(f"{stand.name}刚被{who}改过，这次没有改。请刷新后再改")


def _set(work: UnitOfWork, grid: Grid, stand: AreaStand, change: CellChange) -> None:
    if refused := grid_refusal(change.key, change.text, work.today):
        heading = AREAS.column(_COLUMN[change.key]).heading
        raise UserError(f"{stand.name}的{heading}：{refused.rstrip('。')}")
    value = _read(change.key, change.text, work.today).value
    if change.key == "households":
        grid.households = value
    elif value != stand.name:
        refuse_same_name(work, stand.parent_id, value, work.today, [grid.area_id])
        wrong = stand.name
        # It was wrong on every day on which it was called so.
        stands = select(AreaStand).where(AreaStand.area_id == grid.area_id, AreaStand.name == wrong)
        for each in work.session.scalars(stands).all():
            each.name = value
        # The stand counts no versions: the grid's tells that something was changed.
        flag_modified(grid, "households")


def _read(key: str, text: str, today: dt.date) -> Reading:
    given: Any = text.replace(",", "").replace("，", "") if key == "households" else text
    return AREAS.column(_COLUMN[key]).read(Cell(given), ReadingContext(today))
