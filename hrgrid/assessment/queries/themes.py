"""三无三零 of grids: the themes, the sheet of a month, who has not reported."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, func, select

from hrgrid.assessment.model import GridMark, GridTheme, ThemeFocus
from hrgrid.assessment.rules.months import last_of
from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.themes import (
    SHIPPED,
    FocusRow,
    GridRow,
    Marked,
    ReportedRow,
    ThemeRow,
    ThemeSheet,
)
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Level

_UNMARKED = Marked(None)


def themes(work: UnitOfWork, *, stopped: bool = False) -> list[ThemeRow]:
    """The themes in their order, shipped ones that nobody needed yet among them."""
    used = set(work.session.scalars(select(GridMark.theme_id).distinct()))
    rows = [
        ThemeRow(
            *(one.id, one.code, one.label, one.kind, one.vetoes),
            *(one.active, one.version, one.id in used),
        )
        for one in work.session.scalars(select(GridTheme).order_by(GridTheme.sort, GridTheme.id))
        if one.active or stopped
    ]
    if work.session.scalar(select(func.count()).select_from(GridTheme)):
        return rows
    return [
        ThemeRow(0, code, spec.label, spec.kind, spec.vetoes, active=True, version=0)
        for code, spec in SHIPPED.items()
    ]


def theme_sheet(work: UnitOfWork, month: int, area_id: int) -> ThemeSheet:
    """All grids below an area (or the grid itself) as they stood at the month's end.

    Raises Refused for who may not run assessment there, UserError where there is no such area.
    """
    on = _day_of(work, month)
    stand = work.session.scalars(
        select(AreaStand).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    ).first()
    if stand is None:
        raise UserError(f"{on:%Y-%m-%d} 没有第 {area_id} 号区域。请刷新后再选")
    work.require(Right.RUN_ASSESSMENT, stand.path)
    asked = themes(work)
    found = _grids(work, on, AreaStand.path.startswith(stand.path, autoescape=True))
    marks = newest_marks(work, month, (grid_id for grid_id, *_ in found))
    grids = tuple(
        GridRow(
            *(grid_id, code, name, community_id, community),
            {one.code: marks.get((grid_id, one.id), _UNMARKED) for one in asked},
        )
        for grid_id, code, name, community_id, community in found
    )
    focus = focus_of(work, month, stand.path)
    return ThemeSheet(month, area_id, stand.name, tuple(asked), grids, focus)


def newest_marks(
    work: UnitOfWork, month: int, grid_ids: Iterable[int]
) -> dict[tuple[int, int], Marked]:
    """The mark that counts by grid and theme; asks no right."""
    ids = list(grid_ids)
    found: dict[tuple[int, int], Marked] = {}
    for start in range(0, len(ids), 5_000):
        query = (
            select(GridMark)
            .where(GridMark.month == month, GridMark.grid_id.in_(ids[start : start + 5_000]))
            .order_by(GridMark.seq)
        )
        for one in work.session.scalars(query):
            found[one.grid_id, one.theme_id] = Marked(
                one.mark, one.note, one.seq, one.made_by, one.made_at
            )
    return found


def reported(work: UnitOfWork, month: int, area_path: str = "") -> list[ReportedRow]:
    """How far each community is with a month, those that lack most first; statements do not grow.

    Without an area it is everything that the actor was given.
    """
    if area_path:
        work.require(Right.RUN_ASSESSMENT, area_path)
    work.require_somewhere(Right.RUN_ASSESSMENT)
    on = _day_of(work, month)
    # Themes that ship and were never needed have no id yet, but they are asked.
    asked = themes(work)
    ids = {one.id for one in asked}
    inside = AreaStand.path.startswith(area_path, autoescape=True)
    names: dict[int, str] = {}
    grids: Counter[int] = Counter()
    home: dict[int, int] = {}
    for grid_id, _, _, community_id, community in _grids(work, on, inside, own=True):
        home[grid_id] = community_id
        names[community_id] = community
        grids[community_id] += 1
    typed: Counter[int] = Counter()
    broken: Counter[int] = Counter()
    for (grid_id, theme_id), one in newest_marks(work, month, home).items():
        if theme_id in ids and one.mark is not None:
            typed[home[grid_id]] += 1
            broken[home[grid_id]] += one.mark is ThemeMark.BROKEN
    rows = [
        ReportedRow(
            *(area_id, names[area_id], count, count * len(asked)),
            *(typed[area_id], broken[area_id]),
        )
        for area_id, count in grids.items()
    ]
    return sorted(rows, key=lambda row: (row.typed - row.asked, row.name))


def focus_of(work: UnitOfWork, month: int, area_path: str) -> FocusRow | None:
    """The theme of a month where an area lies: its own, else the nearest above; None for none."""
    on = _day_of(work, month)
    query = (
        select(ThemeFocus, GridTheme, AreaStand.path, AreaStand.name)
        .join(GridTheme, GridTheme.id == ThemeFocus.theme_id)
        .join(AreaStand, and_(AreaStand.area_id == ThemeFocus.area_id, holds_on(AreaStand, on)))
        .where(ThemeFocus.month == month)
    )
    held = [row for row in work.session.execute(query) if area_path.startswith(row.path)]
    if not held:
        return None
    row = max(held, key=lambda row: len(row.path))
    focus, theme = row.ThemeFocus, row.GridTheme
    return FocusRow(
        *(month, focus.area_id, row.name, theme.code, theme.label, focus.title),
        row.path != area_path,
        focus.version,
    )


def _day_of(work: UnitOfWork, month: int) -> dt.date:
    """The day on which the grids of a month are asked: its last, or today while it runs."""
    return min(last_of(month), work.today)


def _grids(
    work: UnitOfWork, on: dt.date, inside: ColumnElement[bool], *, own: bool = False
) -> Sequence[tuple[int, str, str, int, str]]:
    """Grids by code with the area above them; `own` leaves out what the actor was not given."""
    query = (
        select(Area.id, Area.code, AreaStand.name, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.level == Level.GRID, holds_on(Area, on), holds_on(AreaStand, on), inside)
        .order_by(Area.code)
    )
    above = _above(work, on)
    found = []
    for grid_id, code, name, path in work.session.execute(query).tuples():
        if own and not work.actor.may(Right.RUN_ASSESSMENT, path):
            continue
        upper = path[: path.rstrip("/").rfind("/") + 1]
        community_id, community = above.get(upper, (grid_id, name))
        found.append((grid_id, code, name, community_id, community))
    return found


def _above(work: UnitOfWork, on: dt.date) -> Mapping[str, tuple[int, str]]:
    query = (
        select(AreaStand.path, AreaStand.area_id, AreaStand.name)
        .join(Area, Area.id == AreaStand.area_id)
        .where(Area.level.notin_((Level.GRID, Level.MICRO)), holds_on(AreaStand, on))
    )
    return {path: (area_id, name) for path, area_id, name in work.session.execute(query).tuples()}
