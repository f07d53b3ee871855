"""What a figure comes from: what was delivered and noted, shorter periods, reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import (
    Assessee,
    AssessmentEntry,
    AssessmentFact,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentReview,
    AssessmentRun,
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


@dataclass(frozen=True)
class Same:
    """Entries of the staff that are one person: each id with the kept one it belongs to."""

    kept: Mapping[int, int]

    @classmethod
    def of(cls, merged: Mapping[int, int], persons: Iterable[int]) -> Same:
        """These persons with all that were merged into them; `merged` are all of the office."""
        kept = {merged.get(person, person) for person in persons}
        return cls(
            {one: one for one in kept} | {old: one for old, one in merged.items() if one in kept}
        )


class PartsOfPeople:
    """The shorter periods that a mean is taken of, read once for any number of people."""

    def __init__(
        self, work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme, part: PeriodKind
    ) -> None:
        self._work = work
        self._period = period
        self._part = part
        self._periods = [
            (one, run_of_period(work, one.id, one.revision), scheme_of_period(work, one))
            for one in part_periods(work, period, scheme, part)
        ]

    def of(self, same: Same) -> dict[int, list[Part]]:
        """By kept person, each shorter period with the total that counts in the mean, or why there
        is none. Of two of the same days (of this area and another) one counts, as it is computed.
        """
        told = [
            (one.number, self._told(one, run, scheme, same)) for one, run, scheme in self._periods
        ]
        return {kept: self._of_person(kept, told) for kept in dict.fromkeys(same.kept.values())}

    def _of_person(self, kept: int, told: Sequence[tuple[int, dict[int, Part]]]) -> list[Part]:
        found: dict[int, Part] = {}
        for number, of_people in told:
            if number in found and found[number][1] is not None:
                continue
            one = of_people[kept]
            if number not in found or one[1] is not None:
                found[number] = one
        unit, year = self._part.label, self._period.year
        between = "个" if self._part is PeriodKind.MONTH else ""
        for number in parts_within(self._period.kind, self._period.number, self._part):
            title = f"{year} 年第 {number} {between}{unit}"
            found.setdefault(number, (SourcePart(0, title, number, None, "", "没有考核"), None))
        return [found[number] for number in sorted(found)]

    def _told(
        self, period: AssessmentPeriod, run: AssessmentRun | None, scheme: Scheme, same: Same
    ) -> dict[int, Part]:
        def why(said: str) -> Part:
            return SourcePart(period.id, period.title, period.number, None, "", said), None

        if period.state not in SETTLED or run is None:
            return dict.fromkeys(same.kept.values(), why("还没有确认"))
        line = AssessmentLine
        query = (
            select(
                Assessee.person_id,
                Assessee.left_out,
                Assessee.left_out_note,
                line.total_milli,
                line.grade,
            )
            .outerjoin(line, and_(line.assessee_id == Assessee.id, line.run_id == run.id))
            .where(Assessee.period_id == period.id, Assessee.person_id.in_(list(same.kept)))
            .order_by(line.total_milli.is_(None), Assessee.id)
        )
        labels = {grade.code: grade.label for grade in scheme.grades}
        found: dict[int, Part] = {}
        for person, left_out, note, total, grade in self._work.session.execute(query):
            kept = same.kept[person]
            if kept in found:
                continue
            if left_out is not None:
                found[kept] = why(f"{left_out_words(left_out, note)}，不计入平均")
            elif total is None:
                found[kept] = why("没有得分，不计入平均")
            else:
                part = SourcePart(period.id, period.title, period.number, total, labels[grade], "")
                found[kept] = part, PartTotal(total, scheme.full_milli)
        return dict.fromkeys(same.kept.values(), why("不在考核名单里")) | found


def reviews_of_people(
    work: UnitOfWork, period: AssessmentPeriod, assessee_ids: Sequence[int]
) -> dict[tuple[int, ReviewPart], list[SourceReview]]:
    """By person of the period and part what was given at reviews; who gave it only for somebody
    who approves."""
    query = (
        select(AssessmentReview, Operator.name)
        .join(Operator, Operator.id == AssessmentReview.assessor_id)
        .where(AssessmentReview.assessee_id.in_(assessee_ids))
        .order_by(AssessmentReview.value_milli.desc(), AssessmentReview.id)
    )
    named = work.actor.may(Right.APPROVE, period.area_path)
    found: dict[tuple[int, ReviewPart], list[SourceReview]] = defaultdict(list)
    for one, name in work.session.execute(query).tuples():
        found[one.assessee_id, one.part].append(
            SourceReview(one.part, name if named else "", one.value_milli, one.made_at)
        )
    return found


def delivered_to(
    work: UnitOfWork, months: Sequence[int], ids: Mapping[str, int], same: Same, upto: int
) -> dict[tuple[int, str], list[SourceFact]]:
    """What was delivered up to a source, by kept person and indicator; that which counts first."""
    fact = AssessmentFact
    query = (
        select(
            fact.person_id,
            fact.indicator_id,
            fact.month,
            fact.amount_milli,
            fact.base_milli,
            FactSource,
        )
        .join(FactSource, FactSource.id == fact.source_id)
        .where(
            fact.month.in_(list(months)),
            fact.indicator_id.in_(sorted(ids.values())),
            fact.person_id.in_(list(same.kept)),
            fact.source_id <= upto,
        )
        .order_by(fact.month, fact.seq.desc(), fact.source_id.desc())
    )
    codes = {number: code for code, number in ids.items()}
    found: dict[tuple[int, str], list[SourceFact]] = defaultdict(list)
    seen: set[tuple[int, int, int]] = set()
    for person, indicator, month, amount, base, source in work.session.execute(query).tuples():
        cell = (same.kept[person], indicator, month)
        found[same.kept[person], codes[indicator]].append(
            SourceFact(
                month,
                amount,
                base,
                source.title,
                source.kind,
                source.made_at,
                source.made_by,
                cell not in seen,
            )
        )
        seen.add(cell)
    return {key: sorted(rows, key=lambda row: not row.counts) for key, rows in found.items()}


def noted_of(
    work: UnitOfWork, months: Sequence[int], ids: Mapping[str, int], same: Same
) -> dict[tuple[int, str], list[SourceEntry]]:
    """What was noted and still counts, by kept person and indicator."""
    entry = AssessmentEntry
    query = (
        select(entry)
        .where(
            entry.month.in_(list(months)),
            entry.indicator_id.in_(sorted(ids.values())),
            entry.person_id.in_(list(same.kept)),
            entry.void_reason == "",
        )
        .order_by(entry.happened_on, entry.id)
    )
    codes = {number: code for code, number in ids.items()}
    found: dict[tuple[int, str], list[SourceEntry]] = defaultdict(list)
    for one in work.session.scalars(query):
        found[same.kept[one.person_id], codes[one.indicator_id]].append(
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
