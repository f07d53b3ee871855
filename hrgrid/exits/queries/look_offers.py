"""Which confirmed results somebody may look at, with the look that was kept of each."""

from __future__ import annotations

import os.path
from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.assessment.queries.confirmed import ConfirmedPeriod, confirmed_periods
from hrgrid.assessment.rules.period_days import Span
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitLook
from hrgrid.exits.queries.scope import held_paths, is_inside
from hrgrid.exits.rules.rows import LookOffer
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on, names_of_paths


def look_offer(work: UnitOfWork) -> list[LookOffer]:
    """Confirmed results of one's own part, the newest first, with the look kept of each."""
    work.require_somewhere(Right.RUN_EXITS)
    groups: dict[tuple[str, Span], list[ConfirmedPeriod]] = {}
    for period in confirmed_periods(work):
        groups.setdefault((period.scheme, period.span), []).append(period)
    places = {
        key: _places(work, [one.area_path for one in periods]) for key, periods in groups.items()
    }
    paths = {path for held in places.values() for path in held}
    names = names_of_paths(work, paths, work.today)
    stands = select(AreaStand.path, AreaStand.area_id).where(
        AreaStand.path.in_(sorted(paths)), holds_on(AreaStand, work.today)
    )
    ids = dict(work.session.execute(stands).tuples().all())
    kept = _kept(work)
    return [
        LookOffer(
            scheme,
            periods[0].scheme_title,
            span.kind.value,
            span.year,
            span.number,
            ids[path],
            names.get(path, ""),
            path,
            span.title,
            kept.get((scheme, span.kind.value, span.year, span.number, path)),
        )
        for (scheme, span), periods in groups.items()
        for path in places[scheme, span]
        if path in ids
    ]


def _places(work: UnitOfWork, paths: Sequence[str]) -> list[str]:
    """The parts that somebody may look at results of these areas for."""
    whole = f"{os.path.commonpath(paths)}/" if len(set(paths)) > 1 else paths[0]
    held = held_paths(work, Right.RUN_EXITS)
    if is_inside(whole, held):
        return [whole]
    return [path for path in held or () if path.startswith(whole)]


def _kept(work: UnitOfWork) -> dict[tuple[str, str, int, int, str], int]:
    query = select(
        ExitLook.id,
        ExitLook.scheme,
        ExitLook.kind,
        ExitLook.year,
        ExitLook.number,
        ExitLook.area_path,
    ).where(ExitLook.void_reason == "")
    return {tuple(row[1:]): row.id for row in work.session.execute(query)}
