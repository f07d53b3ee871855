"""Who has not delivered: of whom an indicator has figures, by unit and by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from hrgrid.assessment.model import (
    Assessee,
    AssessmentEntry,
    AssessmentFact,
    AssessmentPeriod,
    AssessmentReview,
    Indicator,
)
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period, span_of_period
from hrgrid.assessment.rules.parts import PERIOD_INDICATORS, REVIEW_INDICATORS
from hrgrid.assessment.rules.period_rows import (
    IndicatorDelivered,
    MissingRow,
    ReminderRow,
    UnitDelivered,
)
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.shipped import INDICATORS
from hrgrid.assessment.rules.words import Missing, ReviewPart, Source
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import PersonState

_FEW = 400


@dataclass(frozen=True)
class _Wanted:
    """An indicator that somebody delivers for every person; `needed` blocks without it."""

    code: str
    label: str
    source: Source
    needed: bool
    id: int | None


def wanted_indicators(work: UnitOfWork, scheme: Scheme) -> list[_Wanted]:
    """The indicators that people are expected to have figures of, in the scheme's order.

    Lists of what happened (praise, vetoes) expect nothing, results of shorter periods come by
    themselves.
    """
    needed: dict[str, bool] = {}
    for item in scheme.items:
        if item.on_top:
            continue
        for each in item.formula.inputs:
            if each.indicator not in PERIOD_INDICATORS:
                blocks = item.missing is Missing.BLOCK
                needed[each.indicator] = needed.get(each.indicator, False) or blocks
    known = {
        one.code: one
        for one in work.session.scalars(select(Indicator).where(Indicator.code.in_(list(needed))))
    }
    shipped = {one.code: one for one in INDICATORS}
    found = []
    for code, blocks in needed.items():
        held, ships = known.get(code), shipped.get(code)
        label = held.label if held is not None else ships.label if ships is not None else code
        source = (
            held.source
            if held is not None
            else ships.source
            if ships is not None
            else Source.IMPORTED
        )
        found.append(_Wanted(code, label, source, blocks, held.id if held is not None else None))
    return found


def delivered(work: UnitOfWork, period: AssessmentPeriod) -> list[IndicatorDelivered]:
    """Of how many of those assessed each indicator has figures."""
    wanted = wanted_indicators(work, scheme_of_period(work, period))
    whole = units_of(work, period.id)
    counted = _counted(work, period, wanted)
    return [
        IndicatorDelivered(
            one.code,
            one.label,
            one.source,
            one.needed,
            sum(counted[one.code].values()),
            sum(whole.values()),
        )
        for one in wanted
    ]


def units_of(work: UnitOfWork, period_id: int) -> Counter[int]:
    """How many of each unit are assessed."""
    query = (
        select(Assessee.unit_id, func.count())
        .where(Assessee.period_id == period_id, Assessee.left_out.is_(None))
        .group_by(Assessee.unit_id)
    )
    return Counter(dict(work.session.execute(query).tuples().all()))


def delivered_by_unit(work: UnitOfWork, period_id: int) -> list[UnitDelivered]:
    """Per unit and indicator how many of how many people have figures, in the scheme's order."""
    period = seen_period(work, period_id)
    wanted = wanted_indicators(work, scheme_of_period(work, period))
    whole = units_of(work, period_id)
    counted = _counted(work, period, wanted)
    chains = chains_of(work, whole)
    units = sorted(whole, key=lambda unit: chains[unit].steps[-1:])
    return [
        UnitDelivered(unit, chains[unit].own, one.code, one.label, counted[one.code][unit], of)
        for unit in units
        for of in (whole[unit],)
        for one in wanted
    ]


Seen = set[tuple[str, int]]
"""Indicator and assessee: there is a figure."""


def _counted(
    work: UnitOfWork, period: AssessmentPeriod, wanted: Sequence[_Wanted]
) -> Mapping[str, Counter[int]]:
    """By indicator: of how many of each unit there is a figure."""
    codes = {one.id: one.code for one in wanted if one.id is not None}
    found: dict[str, Counter[int]] = {one.code: Counter() for one in wanted}
    query = (
        select(AssessmentFact.indicator_id, Assessee.unit_id, func.count(Assessee.id.distinct()))
        .join_from(AssessmentFact, Assessee, Assessee.person_id == AssessmentFact.person_id)
        .where(*_current(period, codes), *_assessed(period))
        .group_by(AssessmentFact.indicator_id, Assessee.unit_id)
    )
    for indicator_id, unit_id, count in work.session.execute(query).tuples():
        found[codes[indicator_id]][unit_id] = count
    others = _by_other_ways(work, period, codes)
    if others:
        direct = _direct(work, period, codes, {assessee for _, assessee in others})
        units = _units_by_person(work, {assessee for _, assessee in others - direct})
        for code, assessee in others - direct:
            found[code][units[assessee]] += 1
    for code, part in _reviewed(found).items():
        query_of_part = (
            select(Assessee.unit_id, func.count(Assessee.id.distinct()))
            .join(AssessmentReview, AssessmentReview.assessee_id == Assessee.id)
            .where(AssessmentReview.part == part, *_assessed(period))
            .group_by(Assessee.unit_id)
        )
        found[code] = Counter(dict(work.session.execute(query_of_part).tuples().all()))
    return found


def _reviewed(codes: Iterable[str]) -> dict[str, ReviewPart]:
    return {code: part for code, part in REVIEW_INDICATORS.items() if code in set(codes)}


def _assessed(period: AssessmentPeriod) -> tuple[ColumnElement[bool], ...]:
    return Assessee.period_id == period.id, Assessee.left_out.is_(None)


def _current(period: AssessmentPeriod, codes: Mapping[int, str]) -> tuple[ColumnElement[bool], ...]:
    """Figures of the period that stand: nothing newer, and not taken out again."""
    fact, later = AssessmentFact, aliased(AssessmentFact)
    newer = select(later.seq).where(
        later.month == fact.month,
        later.indicator_id == fact.indicator_id,
        later.person_id == fact.person_id,
        later.seq > fact.seq,
    )
    return (
        fact.month.in_(span_of_period(period).months),
        fact.indicator_id.in_(codes),
        fact.amount_milli.is_not(None),
        ~newer.exists(),
    )


def _direct(
    work: UnitOfWork,
    period: AssessmentPeriod,
    codes: Mapping[int, str],
    assessees: Collection[int] | None = None,
    unit_id: int | None = None,
) -> Seen:
    """Figures delivered under the entry that is assessed."""
    query = (
        select(AssessmentFact.indicator_id, Assessee.id)
        .join_from(AssessmentFact, Assessee, Assessee.person_id == AssessmentFact.person_id)
        .where(*_current(period, codes), *_assessed(period))
    )
    if unit_id is not None:
        query = query.where(Assessee.unit_id == unit_id)
    if assessees is None:
        return {(codes[row[0]], row[1]) for row in work.session.execute(query)}
    ids, found = sorted(assessees), Seen()
    for begin in range(0, len(ids), _FEW):
        some = query.where(Assessee.id.in_(ids[begin : begin + _FEW]))
        found |= {(codes[row[0]], row[1]) for row in work.session.execute(some)}
    return found


def _by_other_ways(work: UnitOfWork, period: AssessmentPeriod, codes: Mapping[int, str]) -> Seen:
    """What was noted by hand, and what was delivered under an entry that was merged since."""
    entry = (
        select(AssessmentEntry.indicator_id, Assessee.id)
        .join_from(AssessmentEntry, Person, Person.id == AssessmentEntry.person_id)
        .join(Assessee, Assessee.person_id == the_kept())
        .where(
            AssessmentEntry.void_reason == "",
            AssessmentEntry.month.in_(span_of_period(period).months),
            AssessmentEntry.indicator_id.in_(codes),
            *_assessed(period),
        )
    )
    found = {(codes[row[0]], row[1]) for row in work.session.execute(entry)}
    merged = (
        select(AssessmentFact.indicator_id, Assessee.id)
        .join_from(Person, AssessmentFact, AssessmentFact.person_id == Person.id)
        .join(Assessee, Assessee.person_id == Person.merged_into_id)
        .where(Person.state == PersonState.MERGED, *_current(period, codes), *_assessed(period))
    )
    return found | {(codes[row[0]], row[1]) for row in work.session.execute(merged)}


def _units_by_person(work: UnitOfWork, assessees: Collection[int]) -> dict[int, int]:
    ids, found = sorted(assessees), dict[int, int]()
    for begin in range(0, len(ids), _FEW):
        query = select(Assessee.id, Assessee.unit_id).where(
            Assessee.id.in_(ids[begin : begin + _FEW])
        )
        found |= dict(work.session.execute(query).tuples().all())
    return found


def missing_people(
    work: UnitOfWork,
    period_id: int,
    *,
    unit_id: int | None = None,
    indicator: str | None = None,
    limit: int = 2_000,
) -> list[MissingRow]:
    """Who lacks figures of which indicators, by unit and strokes of the name; `limit` people.

    Of all indicators together those that results wait for count, as in what units owe.
    """
    period = seen_period(work, period_id)
    wanted = [
        one
        for one in wanted_indicators(work, scheme_of_period(work, period))
        if (one.needed if indicator is None else one.code == indicator)
    ]
    seen = _seen(work, period, wanted, unit_id)
    query = (
        select(
            Assessee.id,
            Assessee.person_id,
            Person.number,
            Person.name,
            Assessee.unit_id,
            Assessee.area_id,
        )
        .join(Person, Person.id == Assessee.person_id)
        .where(*_assessed(period))
        .order_by(Person.stroke_key, Person.id)
    )
    if unit_id is not None:
        query = query.where(Assessee.unit_id == unit_id)
    found = []
    for row in work.session.execute(query).tuples():
        lacks = tuple(one.label for one in wanted if (one.code, row[0]) not in seen)
        if lacks:
            found.append((row, lacks))
    units = chains_of(work, {row[4] for row, _ in found})
    found.sort(key=lambda each: units[each[0][4]].steps[-1:])
    found = found[:limit]
    areas = chains_of(work, {row[5] for row, _ in found})
    return [
        MissingRow(
            *row[:4], row[4], units[row[4]].own, areas[row[5]].within(units[row[4]].own), own
        )
        for row, own in found
    ]


def _seen(
    work: UnitOfWork,
    period: AssessmentPeriod,
    wanted: Sequence[_Wanted],
    unit_id: int | None,
) -> Seen:
    codes = {one.id: one.code for one in wanted if one.id is not None}
    found = _direct(work, period, codes, unit_id=unit_id) | _by_other_ways(work, period, codes)
    for code, part in _reviewed(one.code for one in wanted).items():
        query = (
            select(AssessmentReview.assessee_id)
            .join(Assessee, Assessee.id == AssessmentReview.assessee_id)
            .where(AssessmentReview.part == part, *_assessed(period))
        )
        found |= {(code, assessee) for assessee in work.session.scalars(query)}
    return found


def reminders(work: UnitOfWork, period_id: int) -> list[ReminderRow]:
    """The units that owe figures which results wait for, those that owe most people first."""
    period = seen_period(work, period_id)
    wanted = [one for one in wanted_indicators(work, scheme_of_period(work, period)) if one.needed]
    counted, whole = _counted(work, period, wanted), units_of(work, period_id)
    chains = chains_of(work, whole)
    days = 0 if period.due_on is None else (work.today - period.due_on).days
    rows = []
    for unit, of in whole.items():
        missing = tuple(
            (one.label, of - counted[one.code][unit])
            for one in wanted
            if counted[one.code][unit] < of
        )
        if missing:
            people = max(count for _, count in missing)
            rows.append(
                ReminderRow(unit, chains[unit].own, people, missing, period.due_on, max(0, days))
            )
    return sorted(rows, key=lambda row: (-row.people, row.unit))
