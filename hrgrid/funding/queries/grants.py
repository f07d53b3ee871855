"""Computations of grants, their units and grids, and what two of them tell differently."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, case, func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import GrantLine, GrantRun
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.grant_rows import (
    GrantDifference,
    GrantLineRow,
    GrantRunRow,
    GrantUnitRow,
)
from hrgrid.funding.rules.grants import Granted, difference_words
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand


def grant_runs(work: UnitOfWork, year: int) -> list[GrantRunRow]:
    """The computations of a year that the actor may see, the newest first."""
    require_view(work)
    query = (
        select(GrantRun)
        .where(GrantRun.year == year, within(work, GrantRun.area_path))
        .order_by(GrantRun.id.desc())
    )
    rows = list(work.session.scalars(query))
    names = _names(work, select(GrantRun.area_id).where(GrantRun.year == year), work.today)
    return [
        GrantRunRow(
            row.id, row.year, row.area_id, names.get(row.area_id, ""), row.number,
            row.rule_number, row.day, row.state, row.grid_count, row.total_fen, row.act_id,
            row.made_at, row.made_by,
        )
        for row in rows
    ]  # fmt: skip


def grant_units(work: UnitOfWork, run_id: int) -> list[GrantUnitRow]:
    """What each unit's grids bring, in the office's order; they sum to the run's total."""
    run = seen_run(work, run_id)
    query = (
        select(
            Area.id,
            func.count().label("grids"),
            func.sum(case((GrantLine.days > 0, 1), else_=0)).label("staffed"),
            func.sum(GrantLine.fen).label("fen"),
        )
        .join(GrantLine, GrantLine.area_id == Area.id)
        .where(GrantLine.run_id == run_id)
        .group_by(Area.id, Area.sort)
        .order_by(Area.sort, Area.id)
    )
    lines = select(GrantLine.area_id).where(GrantLine.run_id == run_id)
    names = _names(work, lines, run.day)
    return [
        GrantUnitRow(row.id, names.get(row.id, ""), int(row.grids), int(row.staffed), int(row.fen))
        for row in work.session.execute(query)
    ]


def grant_lines(
    work: UnitOfWork, run_id: int, unit: int | None = None, after: int = 0, limit: int = 500
) -> list[GrantLineRow]:
    """The grids of a run (of one unit), by id behind `after`, at most `limit`."""
    run = seen_run(work, run_id)
    query = (
        select(GrantLine, Area.code)
        .join(Area, Area.id == GrantLine.grid_id)
        .where(GrantLine.run_id == run_id, GrantLine.grid_id > after)
        .order_by(GrantLine.grid_id)
        .limit(limit)
    )
    if unit is not None:
        query = query.where(GrantLine.area_id == unit)
    found = [(line, code) for line, code in work.session.execute(query)]
    if not found:
        return []
    ids = select(GrantLine.grid_id).where(
        GrantLine.run_id == run_id,
        GrantLine.grid_id.between(found[0][0].grid_id, found[-1][0].grid_id),
    )
    names = _names(work, ids, run.day)
    return [
        GrantLineRow(
            line.grid_id, code, names.get(line.grid_id, ""), line.kind, line.rate_fen,
            line.months, line.days, line.fen,
        )
        for line, code in found
    ]  # fmt: skip


def grant_differences(work: UnitOfWork, run_id: int, other_id: int) -> list[GrantDifference]:
    """The grids whose money `run_id` tells otherwise than the earlier `other_id`, with why."""
    run, other = seen_run(work, run_id), seen_run(work, other_id)
    before, after = _granted(work, other_id), _granted(work, run_id)
    differing = [
        grid_id
        for grid_id in sorted(before.keys() | after.keys())
        if _money(before.get(grid_id)) != _money(after.get(grid_id))
    ]
    if not differing:
        return []
    lines = GrantLine.run_id.in_([run_id, other_id])
    day = max(run.day, other.day)
    names = _names(work, select(GrantLine.grid_id).where(lines), day)
    names |= _names(work, select(GrantLine.area_id).where(lines), day)
    found = []
    for grid_id in differing:
        was, now = before.get(grid_id), after.get(grid_id)
        unit = (now or was or (0, None))[0]
        why = difference_words(was and was[1], now and now[1])
        if was and now and was[0] != now[0]:
            moved = f"由{names.get(was[0], '')}改到{names.get(now[0], '')}"
            why = f"{moved}，{why}" if why else moved
        found.append(
            GrantDifference(
                grid_id,
                names.get(grid_id, ""),
                names.get(unit, ""),
                was[1].fen if was else None,
                now[1].fen if now else None,
                why,
            )
        )
    return found


def seen_run(work: UnitOfWork, run_id: int) -> GrantRun:
    """A run that the actor may see; UserError where it is not there."""
    require_view(work)
    found = work.session.get(GrantRun, run_id)
    if found is None:
        raise UserError("没有这次测算。请刷新后再选")
    require_view(work, found.area_path)
    return found


def _granted(work: UnitOfWork, run_id: int) -> dict[int, tuple[int, Granted]]:
    table = GrantLine
    query = select(
        table.grid_id, table.area_id, table.kind, table.rate_fen, table.months, table.days,
        table.fen,
    ).where(table.run_id == run_id)  # fmt: skip
    return {
        row.grid_id: (
            row.area_id,
            Granted(row.kind, row.rate_fen, row.months, row.days, row.fen),
        )
        for row in work.session.execute(query)
    }


def _money(found: tuple[int, Granted] | None) -> tuple[int, int] | None:
    """Where the money goes and how much: days in post that change neither make no difference."""
    return None if found is None else (found[0], found[1].fen)


def _names(work: UnitOfWork, ids: Select[Any], day: dt.date) -> dict[int, str]:
    """What areas were called on a day, of those that were gone by then their last name."""
    query = (
        select(AreaStand.area_id, AreaStand.name)
        .where(AreaStand.area_id.in_(ids), AreaStand.valid_from <= day)
        .order_by(AreaStand.valid_from, AreaStand.id)
    )
    return {row.area_id: row.name for row in work.session.execute(query)}
