"""Results shown to their people: signed, sent, or refused before a witness; a unit in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import aliased

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentShowing,
)
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.shown import showings
from hrgrid.assessment.rules.words import PeriodState, Shown
from hrgrid.assessment.service.steps import named, period_of
from hrgrid.core.errors import UserError
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

_S = PeriodState
_FEW = 400


@dataclass(frozen=True)
class ShowForm:
    """How results were shown; today without a day, a refusal names its witness."""

    how: Shown
    shown_on: dt.date | None = None
    witness: str = ""
    scan_sha256: str | None = None


def show_to(work: UnitOfWork, period_id: int, assessee_ids: Collection[int], form: ShowForm) -> int:
    """Note that people were shown their results of this revision; how many.

    Who was noted before is noted anew: a signature follows what was only sent. Undo: `unshow`.
    Raises UserError for somebody without a result.
    """
    period = period_of(work, period_id, _S.SHOWN, _S.APPEALS)
    held = {one.assessee_id for one in showings(work, period)}
    wanted = set(assessee_ids)
    if wanted - held:
        raise UserError("选的人有的没有结果，或已不在这个考核期里。请刷新后再选")
    return _note(work, period, wanted, form)


def show_unit(work: UnitOfWork, period_id: int, unit_id: int | None, form: ShowForm) -> int:
    """Note it of everybody of a unit (None: of all) who was not shown his result yet; how many."""
    period = period_of(work, period_id, _S.SHOWN, _S.APPEALS)
    if form.how is Shown.REFUSED:
        raise UserError("拒签要一人一人登记，写明见证人。请选好人再办")
    wanted = {one.assessee_id for one in showings(work, period, unit_id=unit_id) if one.how is None}
    return _note(work, period, wanted, form)


def _note(
    work: UnitOfWork, period: AssessmentPeriod, wanted: Collection[int], form: ShowForm
) -> int:
    on = form.shown_on or work.today
    if on > work.today:
        raise UserError(f"告知日期 {on:%Y-%m-%d} 在今天之后。请核对日期")
    witness = " ".join(form.witness.split())
    if form.how is Shown.REFUSED and not witness:
        raise UserError("拒签要写明见证人。请填上见证人再登记")
    run = run_of_period(work, period.id, period.revision)
    if not wanted or run is None:
        return 0
    _forget(work, period, wanted)
    insert_rows(
        work,
        AssessmentShowing,
        [
            {
                "assessee_id": one,
                "revision": period.revision,
                "run_id": run.id,
                "shown_on": on,
                "how": form.how,
                "witness": witness,
                "scan_sha256": form.scan_sha256,
                "made_at": work.now,
                "made_by": work.actor.name,
            }
            for one in sorted(wanted)
        ],
    )
    work.record(
        "show_results",
        named(period),
        after={
            "count": len(wanted),
            "shown_how": form.how.value,
            "on": on,
            "witnesses": witness,
            "revision": period.revision,
        },
    )
    return len(wanted)


def unshow(work: UnitOfWork, period_id: int, assessee_ids: Collection[int]) -> int:
    """Take back what was noted wrongly, before the result is confirmed; how many."""
    period = period_of(work, period_id, _S.SHOWN)
    gone = _forget(work, period, assessee_ids)
    if gone:
        work.record(
            "unshow_results", named(period), after={"count": gone, "revision": period.revision}
        )
    return gone


def forget_changed(work: UnitOfWork, period: AssessmentPeriod) -> int:
    """Let those be shown their results again to whom another total or grade was shown; how many."""
    run = run_of_period(work, period.id, period.revision)
    if run is None:
        return 0
    seen: dict[int, set[int]] = {}
    query = (
        select(AssessmentShowing.assessee_id, AssessmentShowing.run_id)
        .join(Assessee, Assessee.id == AssessmentShowing.assessee_id)
        .where(
            Assessee.period_id == period.id,
            AssessmentShowing.revision == period.revision,
            AssessmentShowing.run_id != run.id,
        )
    )
    for assessee_id, run_id in work.session.execute(query).tuples():
        seen.setdefault(run_id, set()).add(assessee_id)
    changed: set[int] = set()
    for earlier, people in seen.items():
        changed |= people & _changed(work, earlier, run.id)
    return _forget(work, period, changed)


def _changed(work: UnitOfWork, before: int, now: int) -> set[int]:
    """Whose total or grade differs between two computations."""
    old, new = aliased(AssessmentLine), aliased(AssessmentLine)
    query = (
        select(old.assessee_id)
        .outerjoin(new, and_(new.assessee_id == old.assessee_id, new.run_id == now))
        .where(
            old.run_id == before,
            or_(
                new.total_milli.is_(None),
                old.total_milli.is_(None),
                new.total_milli != old.total_milli,
                new.grade != old.grade,
            ),
        )
    )
    return set(work.session.scalars(query))


def _forget(work: UnitOfWork, period: AssessmentPeriod, assessee_ids: Collection[int]) -> int:
    """Remove what stands of these people in this revision; how many."""
    mine = AssessmentShowing.revision == period.revision
    ids, gone = sorted(set(assessee_ids)), 0
    for begin in range(0, len(ids), _FEW):
        block = AssessmentShowing.assessee_id.in_(ids[begin : begin + _FEW])
        found = list(work.session.scalars(select(AssessmentShowing.assessee_id).where(mine, block)))
        if found:
            work.session.execute(delete(AssessmentShowing).where(mine, block))
        gone += len(found)
    work.session.expire_all()
    return gone
