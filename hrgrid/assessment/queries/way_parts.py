"""What a figure comes from: what was delivered and noted, shorter periods, reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import (
    Assessee,
    AssessmentEntry,
    AssessmentFact,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentReview,
    FactSource,
)
from hrgrid.assessment.queries.people import left_out_words
from hrgrid.assessment.queries.reading import part_periods
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.parts import PartTotal, parts_within
from hrgrid.assessment.rules.result_rows import SourceEntry, SourceFact, SourcePart, SourceReview
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.words import SETTLED, PeriodKind, ReviewPart
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

Part = tuple[SourcePart, PartTotal | None]


def parts_of_person(
    work: UnitOfWork,
    period: AssessmentPeriod,
    scheme: Scheme,
    part: PeriodKind,
    persons: Sequence[int],
) -> list[Part]:
    """Each shorter period with the total that counts in the mean, or why there is none.

    A period of which two were held (of this area and another) counts once, as it is computed.
    """
    found: dict[int, Part] = {}
    for one in part_periods(work, period, scheme, part):
        if one.number in found and found[one.number][1] is not None:
            continue
        told = _part(work, one, persons)
        if one.number not in found or told[1] is not None:
            found[one.number] = told
    unit = part.label
    for number in parts_within(period.kind, period.number, part):
        title = f"{period.year} 年第 {number} {'个' if part is PeriodKind.MONTH else ''}{unit}"
        found.setdefault(number, (SourcePart(0, title, number, None, "", "没有考核"), None))
    return [found[number] for number in sorted(found)]


def _part(work: UnitOfWork, period: AssessmentPeriod, persons: Sequence[int]) -> Part:
    def told(why: str) -> Part:
        return SourcePart(period.id, period.title, period.number, None, "", why), None

    run = run_of_period(work, period.id, period.revision)
    if period.state not in SETTLED or run is None:
        return told("还没有确认")
    query = (
        select(Assessee, AssessmentLine)
        .outerjoin(
            AssessmentLine,
            and_(AssessmentLine.assessee_id == Assessee.id, AssessmentLine.run_id == run.id),
        )
        .where(Assessee.period_id == period.id, Assessee.person_id.in_(persons))
        .order_by(AssessmentLine.total_milli.is_(None), Assessee.id)
    )
    row = work.session.execute(query).first()
    if row is None:
        return told("不在考核名单里")
    person, line = row[0], row[1]
    if person.left_out is not None:
        return told(f"{left_out_words(person.left_out, person.left_out_note)}，不计入平均")
    if line is None or line.total_milli is None:
        return told("没有得分，不计入平均")
    scheme = scheme_of_period(work, period)
    labels = {grade.code: grade.label for grade in scheme.grades}
    return (
        SourcePart(
            period.id, period.title, period.number, line.total_milli, labels[line.grade], ""
        ),
        PartTotal(line.total_milli, scheme.full_milli),
    )


def reviews_of_person(
    work: UnitOfWork, period: AssessmentPeriod, assessee_id: int, part: ReviewPart
) -> tuple[SourceReview, ...]:
    """What was given at a review; who gave it only for somebody who approves."""
    query = (
        select(AssessmentReview, Operator.name)
        .join(Operator, Operator.id == AssessmentReview.assessor_id)
        .where(AssessmentReview.assessee_id == assessee_id, AssessmentReview.part == part)
        .order_by(AssessmentReview.value_milli.desc(), AssessmentReview.id)
    )
    named = work.actor.may(Right.APPROVE, period.area_path)
    return tuple(
        SourceReview(part, name if named else "", one.value_milli, one.made_at)
        for one, name in work.session.execute(query).tuples()
    )


def delivered_to(
    work: UnitOfWork,
    months: Sequence[int],
    ids: Mapping[str, int],
    persons: Sequence[int],
    upto: int,
) -> dict[str, list[SourceFact]]:
    """What was delivered of somebody up to a source, by indicator; that which counts first."""
    fact = AssessmentFact
    query = (
        select(fact, FactSource)
        .join(FactSource, FactSource.id == fact.source_id)
        .where(
            fact.month.in_(list(months)),
            fact.indicator_id.in_(sorted(ids.values())),
            fact.person_id.in_(persons),
            fact.source_id <= upto,
        )
        .order_by(fact.month, fact.seq.desc(), fact.source_id.desc())
    )
    codes = {number: code for code, number in ids.items()}
    found: dict[str, list[SourceFact]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for one, source in work.session.execute(query).tuples():
        cell = (one.indicator_id, one.month)
        found[codes[one.indicator_id]].append(
            SourceFact(
                one.month,
                one.amount_milli,
                one.base_milli,
                source.title,
                source.kind,
                source.made_at,
                source.made_by,
                cell not in seen,
            )
        )
        seen.add(cell)
    return {code: sorted(rows, key=lambda row: not row.counts) for code, rows in found.items()}


def noted_of(
    work: UnitOfWork, months: Sequence[int], ids: Mapping[str, int], persons: Sequence[int]
) -> dict[str, list[SourceEntry]]:
    """What was noted of somebody and still counts, by indicator."""
    entry = AssessmentEntry
    query = (
        select(entry)
        .where(
            entry.month.in_(list(months)),
            entry.indicator_id.in_(sorted(ids.values())),
            entry.person_id.in_(persons),
            entry.void_reason == "",
        )
        .order_by(entry.happened_on, entry.id)
    )
    codes = {number: code for code, number in ids.items()}
    found: dict[str, list[SourceEntry]] = defaultdict(list)
    for one in work.session.scalars(query):
        found[codes[one.indicator_id]].append(
            SourceEntry(
                one.id,
                one.month,
                one.happened_on,
                one.amount_milli,
                one.note,
                one.document_no,
                one.evidence_sha256,
                one.made_by,
                one.made_at,
            )
        )
    return found


def figure_of(facts: Sequence[SourceFact], entries: Sequence[SourceEntry]) -> Figure | None:
    """What the sources of an indicator come to now, as a computation adds them up."""
    counted = [one for one in facts if one.counts and one.amount_milli is not None]
    if not counted and not entries:
        return None
    amount = sum(one.amount_milli or 0 for one in counted)
    bases = [one.base_milli for one in counted if one.base_milli is not None]
    base = sum(bases) if counted and len(bases) == len(counted) else None
    return Figure(amount + sum(one.amount_milli for one in entries), base)
