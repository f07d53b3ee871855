"""Marks of grids in the themes of a month: what differs becomes a new mark, the old one stays."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from hrgrid.assessment.model import GridMark
from hrgrid.assessment.queries.themes import newest_marks
from hrgrid.assessment.rules.months import first_of, last_of, month_words
from hrgrid.assessment.rules.themes import Cell, Marked, Typed
from hrgrid.assessment.service.themes import theme_of
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Level

_NOTHING = Marked(None)


def mark_grids(
    work: UnitOfWork,
    month: int,
    cells: Mapping[Cell, Typed],
    seen: Mapping[Cell, int] | None = None,
) -> dict[Cell, int]:
    """Type marks of a month by grid and theme; returns the numbers of those that were new.

    `seen` are the numbers that the typist saw, 0 for an empty cell. Raises UserError for a month
    that has not begun, a grid that was not there, a broken theme without a note, and where
    somebody typed meanwhile; Refused where the actor may not run assessment.
    """
    if first_of(month) > work.today:
        raise UserError(f"{month_words(month)}还没有到，不能填写主题。请核对月份")
    names = _grids(work, month, {grid_id for grid_id, _ in cells})
    codes = {code: theme_of(work, code) for code in sorted({code for _, code in cells})}
    held = newest_marks(work, month, names)
    new: dict[Cell, int] = {}
    for (grid_id, code), typed in cells.items():
        theme = codes[code]
        who = f"{names[grid_id]}“{theme.label}”"
        if not theme.active:
            raise UserError(f"{who}不能填写：这个主题已经停用。请刷新后再填")
        checked = typed.checked(who)
        before = held.get((grid_id, theme.id), _NOTHING)
        if seen is not None and seen.get((grid_id, code), 0) != before.seq:
            raise UserError(f"{who}刚被{before.made_by}填过，这次没有存。请刷新后核对再填")
        if (checked.mark, checked.note) == (before.mark, before.note):
            continue
        new[grid_id, code] = before.seq + 1
        work.session.add(
            GridMark(
                month=month,
                theme_id=theme.id,
                grid_id=grid_id,
                seq=before.seq + 1,
                mark=checked.mark,
                note=checked.note,
                made_at=work.now,
                made_by=work.actor.name,
            )
        )
    if new:
        work.session.flush()
        grids = len({grid_id for grid_id, _ in new})
        work.record(
            "mark_grids", month_words(month), after={"theme_cells": len(new), "theme_grids": grids}
        )
    return new


def _grids(work: UnitOfWork, month: int, ids: set[int]) -> dict[int, str]:
    """The names of grids that stood in a month, each where the actor may run assessment."""
    on = min(last_of(month), work.today)
    query = (
        select(Area.id, AreaStand.name, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.id.in_(ids), Area.level == Level.GRID)
        .where(holds_on(Area, on), holds_on(AreaStand, on))
    )
    found: dict[int, str] = {}
    for area_id, name, path in work.session.execute(query).tuples():
        work.require(Right.RUN_ASSESSMENT, path)
        found[area_id] = name
    if missing := sorted(ids - found.keys()):
        raise UserError(f"{month_words(month)}没有第 {missing[0]} 号网格。请刷新后再填")
    return found
