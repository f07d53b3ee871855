"""Figures that this program knows itself: training, competitions, random inspections.

Each month's figures are facts like all others, with their source; only what changed gets a new
number, so that gathering twice is harmless.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hrgrid.assessment.queries.deductions import deductions_of_month
from hrgrid.assessment.queries.facts import held_facts
from hrgrid.assessment.queries.indicators import KnownIndicator, known_indicators
from hrgrid.assessment.queries.posts import stood_in
from hrgrid.assessment.queries.settled import Settled
from hrgrid.assessment.rules.fact_rows import Delivered, Gathered
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.months import behind, first_of, last_of, month_words
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.indicators import ship_indicators
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.must_have import had_of_must
from hrgrid.training.queries.prizes_held import prizes_held


class _Own(NamedTuple):
    code: str
    source: Source


_OWN = (
    _Own("training", Source.TRAINING),
    _Own("prizes", Source.COMPETITION),
    _Own("inspected", Source.INSPECTION),
)


def gather_figures(work: UnitOfWork, month: int, area_path: str = "") -> list[Gathered]:
    """Take the month's figures of training, competitions and inspections as facts.

    Of whoever held a post at or below `area_path` in the month and may be assessed by the actor;
    "" is wherever he runs assessment. What no longer holds is taken out. People whose result is
    confirmed keep what they had. Raises UserError for a month that has not begun.
    """
    if area_path:
        work.require(Right.RUN_ASSESSMENT, area_path)
    else:
        work.require_somewhere(Right.RUN_ASSESSMENT)
    if first_of(month) > work.today:
        raise UserError(f"{month_words(month)}还没有到，没有数据可取。请选已经开始的月份")
    ship_indicators(work)
    known = known_indicators(work)
    people = _people(work, month, area_path)
    settled = Settled(work, month, people)
    found = []
    for own in _OWN:
        indicator = known.get(own.code)
        if indicator is None or not indicator.row.active:
            continue
        figures = _figures(work, month, own.source, area_path)
        wanted = _wanted(work, month, indicator, figures, people)
        ours = {
            (month, person_id, own.code): figure
            for person_id, figure in wanted.items()
            if not settled.title(person_id, own.code)
        }
        title = f"{own.source.label} {month_words(month)}"
        delivered = deliver(work, FigureSource(own.source, title), ours)
        found.append(Gathered(own.source, (own.code,), delivered))
    return found


def changed_by_gathering(found: list[Gathered]) -> Delivered:
    """All of it together."""
    each = [one.delivered for one in found]
    return Delivered(
        sum(one.new for one in each),
        sum(one.changed for one in each),
        sum(one.unchanged for one in each),
    )


def _people(work: UnitOfWork, month: int, area_path: str) -> set[int]:
    """Whoever held a post there in the month, as far as the actor runs assessment there."""
    right = Right.RUN_ASSESSMENT
    return {
        person_id
        for person_id, stood in stood_in(work, month).items()
        if stood.in_post
        and any(path.startswith(area_path) and work.actor.may(right, path) for path in stood.paths)
    }


def _wanted(
    work: UnitOfWork,
    month: int,
    indicator: KnownIndicator,
    figures: Mapping[int, Figure],
    people: set[int],
) -> dict[int, Figure | None]:
    """The figures of these people; None for whoever had one that no longer holds."""
    held = held_facts(work, month, indicator.id, people)
    gone: dict[int, Figure | None] = {
        person_id: None
        for person_id, one in held.items()
        if one.amount_milli is not None and person_id in people and person_id not in figures
    }
    return gone | {
        person_id: figure for person_id, figure in figures.items() if person_id in people
    }


def _figures(work: UnitOfWork, month: int, source: Source, area_path: str) -> dict[int, Figure]:
    if source is Source.TRAINING:
        on = min(last_of(month), work.today)
        return {
            person_id: Figure(had * 1_000, must * 1_000)
            for person_id, (had, must) in had_of_must(work, on).items()
        }
    if source is Source.COMPETITION:
        held = prizes_held(work, first_of(month), behind(month))
        return {person_id: Figure(count * 1_000) for person_id, count in held.items()}
    points: dict[int, int] = {}
    for row in deductions_of_month(work, month, area_path):
        points[row.person_id] = points.get(row.person_id, 0) + row.deducted_milli
    return {person_id: Figure(milli) for person_id, milli in points.items()}
