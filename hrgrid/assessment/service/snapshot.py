"""The people of a period: taken from the posts, taken anew, left out with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from hrgrid.assessment.model import (
    Assessee,
    AssessmentAppeal,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentReview,
    AssessmentShowing,
    GradeChoice,
    Moderation,
)
from hrgrid.assessment.queries.people import GONE, Difference, by_hand, difference, names_of, told
from hrgrid.assessment.queries.standings import Standing
from hrgrid.assessment.rules.period_rows import SnapshotDiff
from hrgrid.assessment.rules.words import LeftOut, PeriodState
from hrgrid.assessment.service.steps import named, period_of
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork

_S = PeriodState
BEFORE_SHOWN = (_S.OPEN, _S.COLLECTING, _S.SCORING)
"""While people may still come or be left out; once results are shown, scoring comes first."""
_BLOCK = 5_000
_FEW = 400
_POINTING = (
    AssessmentLine,
    AssessmentShowing,
    AssessmentReview,
    AssessmentAppeal,
    GradeChoice,
    Moderation,
)


def take_people(work: UnitOfWork, period_id: int) -> SnapshotDiff:
    """Take the people of a period from the posts as they are now; what that changed.

    Whoever was left out by hand stays left out. Whom a computation knows already is not removed
    but left out, so that the earlier result stays readable.
    """
    return refresh(work, period_of(work, period_id, *BEFORE_SHOWN))


def refresh(work: UnitOfWork, period: AssessmentPeriod) -> SnapshotDiff:
    """The same, for a period that is in hand already."""
    found = difference(work, period)
    said = told(work, found)
    if said.nothing:
        return said
    _add(work, period, found.came)
    _move(work, found)
    _remove(work, found.went.values())
    work.record(
        "take_assessees",
        named(period),
        after={
            "came": len(found.came),
            "went": len(found.went),
            "changed": len(found.changed),
            "same": found.kept,
        },
    )
    return said


def _add(work: UnitOfWork, period: AssessmentPeriod, came: dict[int, Standing]) -> None:
    rows = [
        {"period_id": period.id, **_values(one), "person_id": one.person_id}
        for _, one in sorted(came.items())
    ]
    work.progress.begin("登记考核对象", len(rows))
    for begin in range(0, len(rows), _BLOCK):
        block = rows[begin : begin + _BLOCK]
        work.session.execute(insert(Assessee), block)
        work.progress.step(len(block))


def _values(one: Standing) -> dict[str, Any]:
    return {
        "area_id": one.area_id,
        "unit_id": one.unit_id,
        "served_days": one.served_days,
        "left_out": one.left_out,
        "left_out_note": one.note,
    }


def _move(work: UnitOfWork, found: Difference) -> None:
    rows = []
    for before, now in found.changed.values():
        values = _values(now)
        if by_hand(before):
            values |= {"left_out": before.left_out, "left_out_note": before.left_out_note}
        rows.append({"id": before.id, **values})
    if rows:
        work.session.execute(update(Assessee), rows)
        work.session.expire_all()


def _remove(work: UnitOfWork, went: Iterable[Assessee]) -> None:
    ids = sorted(one.id for one in went)
    if not ids:
        return
    known = _pointed_at(work, ids)
    free = [one for one in ids if one not in known]
    for begin in range(0, len(free), _FEW):
        block = free[begin : begin + _FEW]
        work.session.execute(delete(Assessee).where(Assessee.id.in_(block)))
    if known:
        gone = {"left_out": LeftOut.OTHER, "left_out_note": GONE}
        work.session.execute(update(Assessee), [{"id": one, **gone} for one in sorted(known)])
    work.session.expire_all()


def _pointed_at(work: UnitOfWork, ids: Sequence[int]) -> set[int]:
    """Those of whom a computation, a mark or an appeal tells."""
    found: set[int] = set()
    for begin in range(0, len(ids), _FEW):
        block = ids[begin : begin + _FEW]
        for table in _POINTING:
            query = select(table.assessee_id).where(table.assessee_id.in_(block))
            found |= set(work.session.scalars(query))
    return found


def leave_out(work: UnitOfWork, assessee_ids: Collection[int], note: str) -> int:
    """Give somebody no result, with the reason that lists say; how many that changed.

    Undo: `take_in`.
    """
    reason = " ".join(note.split())
    if not reason:
        raise UserError("没有写不参加考核的原因。请填上，例如“抽调参加专班”")
    if len(reason) > 200:
        raise UserError("不参加考核的原因写得太长，最多 200 个字。请写短些")
    period, chosen = _chosen(work, assessee_ids)
    fresh = [one for one in chosen if one.left_out is None]
    for one in fresh:
        one.left_out, one.left_out_note = LeftOut.OTHER, reason
    work.session.flush()
    _told(work, period, "leave_out_assessees", fresh, reason)
    return len(fresh)


def take_in(work: UnitOfWork, assessee_ids: Collection[int]) -> int:
    """Let those assess again who were left out by hand; how many that changed.

    Raises UserError for somebody with too few days or on leave: that his posts say.
    """
    period, chosen = _chosen(work, assessee_ids)
    for one in chosen:
        if one.left_out is not None and not by_hand(one):
            name = names_of(work, [one.person_id]).get(one.person_id, "")
            raise UserError(
                f"{name}不参加考核是按任职和离岗登记推算的（{one.left_out.label}），不能直接改。"
                "登记有错请更正后重新提取名单"
            )
    back = [one for one in chosen if by_hand(one)]
    for one in back:
        one.left_out, one.left_out_note = None, ""
    work.session.flush()
    _told(work, period, "take_in_assessees", back, "")
    if back:
        # Who came back may be one whom his posts leave out.
        refresh(work, period)
    return len(back)


def _chosen(
    work: UnitOfWork, assessee_ids: Collection[int]
) -> tuple[AssessmentPeriod, list[Assessee]]:
    ids = sorted(set(assessee_ids))
    found: list[Assessee] = []
    for begin in range(0, len(ids), _FEW):
        query = select(Assessee).where(Assessee.id.in_(ids[begin : begin + _FEW]))
        found += work.session.scalars(query)
    periods = {one.period_id for one in found}
    if len(found) != len(ids) or len(periods) != 1:
        raise UserError("选的人有的已不在这个考核期里。请刷新后再选")
    return period_of(work, periods.pop(), *BEFORE_SHOWN), found


def _told(
    work: UnitOfWork, period: AssessmentPeriod, action: str, chosen: Sequence[Assessee], why: str
) -> None:
    if not chosen:
        return
    names = names_of(work, [one.person_id for one in chosen[:_NAMED]])
    after: dict[str, object] = {"count": len(chosen), "names": sorted(names.values())}
    if why:
        after["why"] = why
    work.record(action, named(period), after=after)


_NAMED = 20
