"""The score of grids: the results of their workers, and the themes of 三无三零 they met."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.model import GridMark, GridTheme
from hrgrid.assessment.queries.standings import tree_of
from hrgrid.assessment.rules.grid_points import grid_points
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Level


@dataclass(frozen=True)
class GridScore:
    """One grid: its points in thousandths (None without any result), and what caps its star.

    `area_id` is its community, `facts` what the score is made of, as a run keeps it.
    """

    grid_id: int
    code: str
    area_id: int
    unit_id: int
    total_milli: int | None
    ceiling: int | None = None
    broken: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


def grid_scores(
    work: UnitOfWork,
    area_path: str,
    span: Span,
    means: Mapping[int, int],
    rules: StarRules,
) -> list[GridScore]:
    """Every grid of an area at the end of a span, by code; `means` are of its workers' results.

    A grid without a worker's result has no score: what nobody was there for is nobody's merit.
    """
    on = span.last_day
    query = (
        select(Area.id, Area.code, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.level == Level.GRID, holds_on(Area, on), holds_on(AreaStand, on))
        .where(AreaStand.path.startswith(area_path, autoescape=True))
        .order_by(Area.code)
    )
    tree = tree_of(work)
    above = _communities(work, on)
    themes = _marked(work, span.months)
    found = []
    for grid_id, code, path in work.session.execute(query).tuples():
        unit_id = tree.unit_on(path, on)
        if unit_id is None:
            continue
        community = above.get(path[: path.rstrip("/").rfind("/") + 1], unit_id)
        own = themes.get(grid_id, _Marked())
        total, facts = _total(means.get(grid_id), own, rules)
        ceiling = rules.theme_ceiling if own.vetoed else None
        broken = tuple(dict.fromkeys(own.broken))
        found.append(GridScore(grid_id, code, community, unit_id, total, ceiling, broken, facts))
    return found


@dataclass
class _Marked:
    met: int = 0
    broken: list[str] = field(default_factory=list)
    vetoed: bool = False


def _total(mean: int | None, own: _Marked, rules: StarRules) -> tuple[int | None, dict[str, Any]]:
    """The points of a grid, and what they are made of."""
    asked = own.met + len(own.broken)
    if mean is None:
        return None, {"met": own.met, "asked": asked}
    total = grid_points(mean, own.met, asked, rules.results_bp)
    return total, {"results_milli": mean, "met": own.met, "asked": asked}


def _communities(work: UnitOfWork, on: dt.date) -> dict[str, int]:
    query = (
        select(AreaStand.path, AreaStand.area_id)
        .join(Area, Area.id == AreaStand.area_id)
        .where(Area.level != Level.GRID, holds_on(AreaStand, on))
    )
    return dict(work.session.execute(query).tuples().all())


def _marked(work: UnitOfWork, months: Sequence[int]) -> dict[int, _Marked]:
    """How each grid stood in the themes of the months; of each the mark that counts, the newest."""
    newest: dict[tuple[int, int, int], tuple[ThemeMark | None, str, bool]] = {}
    query = (
        select(
            GridMark.month,
            GridMark.theme_id,
            GridMark.grid_id,
            GridMark.mark,
            GridTheme.label,
            GridTheme.vetoes,
        )
        .join(GridTheme, GridTheme.id == GridMark.theme_id)
        .where(GridMark.month.in_(months))
        .order_by(GridMark.month, GridMark.theme_id, GridMark.grid_id, GridMark.seq)
    )
    for month, theme, grid, mark, label, vetoes in work.session.execute(query).tuples():
        newest[month, theme, grid] = mark, label, vetoes
    found: dict[int, _Marked] = defaultdict(_Marked)
    for (_, _, grid), (mark, label, vetoes) in newest.items():
        if mark is ThemeMark.MET:
            found[grid].met += 1
        elif mark is ThemeMark.BROKEN:
            found[grid].broken.append(label)
            found[grid].vetoed |= vetoes
    return found


def themes_mark(work: UnitOfWork, area_path: str, months: Sequence[int]) -> list[Any]:  # noqa: ARG001
    """By what a change of the marks of these months is noticed; none is ever overwritten."""
    query = select(func.count(), func.max(GridMark.made_at)).where(GridMark.month.in_(months))
    count, last = work.session.execute(query).one()
    return [count, last.isoformat() if last is not None else ""]
