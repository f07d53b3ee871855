"""What assessors give at a review, out of a hundred, each for himself until all of his are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import Assessee, AssessmentPeriod, AssessmentReview
from hrgrid.assessment.queries.people import names_of
from hrgrid.assessment.rules.words import PeriodState, ReviewPart
from hrgrid.assessment.service.steps import named, period_of, require_version
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork

_S = PeriodState
REVIEWED = (_S.COLLECTING, _S.SCORING)
"""While marks may be given; what changes later asks for scoring first."""
MOST_MILLI = 100_000
_FEW = 400


def put_review(
    work: UnitOfWork,
    period_id: int,
    part: ReviewPart,
    assessee_id: int,
    value_milli: int | None,
    *,
    note: str = "",
    assessor_id: int | None = None,
    version: int | None = None,
) -> None:
    """Give one person a mark (thousandths of a point), change it, or take it out (None).

    `assessor_id` is who gave it on paper where somebody else types it.
    """
    period = period_of(work, period_id, *REVIEWED)
    who = _assessor(work, assessor_id)
    column = _Column(period, part, who)
    held = _held(work, column, [assessee_id])
    if assessee_id in held:
        require_version(held[assessee_id], version, "这一格")
    _put(work, column, {assessee_id: value_milli}, {assessee_id: note})


def put_reviews(
    work: UnitOfWork,
    period_id: int,
    part: ReviewPart,
    values: Mapping[int, int | None],
    *,
    assessor_id: int | None = None,
    seen: Mapping[int, int | None] | None = None,
) -> int:
    """A column of marks at once, by assessee; how many changed. None takes a mark out.

    `seen` are the marks that the person saw there: UserError where one is another by now.
    """
    period = period_of(work, period_id, *REVIEWED)
    column = _Column(period, part, _assessor(work, assessor_id))
    if seen is not None:
        _require_seen(work, column, seen)
    return _put(work, column, values, {})


@dataclass(frozen=True)
class _Column:
    """What one assessor gives in a part."""

    period: AssessmentPeriod
    part: ReviewPart
    assessor: Operator


def _assessor(work: UnitOfWork, assessor_id: int | None) -> Operator:
    found = work.session.get(
        Operator, work.actor.operator_id if assessor_id is None else assessor_id
    )
    if found is None or not found.active:
        raise UserError("这名评议人不是在用的操作员。请先到“设置”里登记")
    return found


def _require_seen(work: UnitOfWork, column: _Column, seen: Mapping[int, int | None]) -> None:
    held = _held(work, column, list(seen))
    for assessee_id, value in seen.items():
        found = held.get(assessee_id)
        if (None if found is None else found.value_milli) != value:
            name = _people(work, column.period, [assessee_id])[assessee_id]
            now = "空的" if found is None else f" {mark_text(found.value_milli)} 分"
            raise UserError(f"{name}的评议分刚被改过，现在是{now}，没有记下。请核对后再改")


def _put(
    work: UnitOfWork,
    column: _Column,
    values: Mapping[int, int | None],
    notes: Mapping[int, str],
) -> int:
    period = column.period
    people = _people(work, period, list(values))
    held = _held(work, column, list(values))
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for assessee_id, value in values.items():
        name = people[assessee_id]
        if value is not None and not 0 <= value <= MOST_MILLI:
            raise UserError(f"{name}的 {mark_text(value)} 分超出 0–100，没有记下。请核对")
        found, note = held.get(assessee_id), notes.get(assessee_id, "").strip()
        given = None if found is None else found.value_milli
        if given == value and (found is None or not notes or found.note == note):
            continue
        before[name] = "" if given is None else mark_text(given)
        after[name] = "" if value is None else mark_text(value)
        if found is not None and value is None:
            work.session.delete(found)
        elif found is not None and value is not None:
            found.value_milli, found.made_at = value, work.now
            found.note = note if notes else found.note
        elif value is not None:
            work.session.add(
                AssessmentReview(
                    period_id=period.id,
                    assessee_id=assessee_id,
                    part=column.part,
                    assessor_id=column.assessor.id,
                    value_milli=value,
                    note=note,
                    made_at=work.now,
                )
            )
    if after:
        work.session.flush()
        work.record(
            "put_reviews",
            f"{named(period)} {column.part.label}",
            before={"marks": before},
            after={"marks": after, "assessor": column.assessor.name},
        )
    return len(after)


def _people(work: UnitOfWork, period: AssessmentPeriod, ids: list[int]) -> dict[int, str]:
    """The names of those asked about; UserError for somebody who gets no result."""
    found: dict[int, Assessee] = {}
    for begin in range(0, len(ids), _FEW):
        query = select(Assessee).where(
            Assessee.period_id == period.id, Assessee.id.in_(ids[begin : begin + _FEW])
        )
        found |= {one.id: one for one in work.session.scalars(query)}
    names = names_of(work, {one.person_id for one in found.values()})
    for assessee_id in ids:
        one = found.get(assessee_id)
        if one is None:
            raise UserError("评议的人有的不在这个考核期里。请刷新后再评")
        if one.left_out is not None:
            raise UserError(
                f"{names[one.person_id]}本期不参加考核（{one.left_out.label}），不用评议"
            )
    return {one.id: names[one.person_id] for one in found.values()}


def _held(work: UnitOfWork, column: _Column, ids: Sequence[int]) -> dict[int, AssessmentReview]:
    found: dict[int, AssessmentReview] = {}
    for begin in range(0, len(ids), _FEW):
        query = select(AssessmentReview).where(
            AssessmentReview.period_id == column.period.id,
            AssessmentReview.part == column.part,
            AssessmentReview.assessor_id == column.assessor.id,
            AssessmentReview.assessee_id.in_(ids[begin : begin + _FEW]),
        )
        found |= {one.assessee_id: one for one in work.session.scalars(query)}
    return found
