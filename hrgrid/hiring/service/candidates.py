"""Applications entered by hand: read by the columns of the import, told apart by the ID number.

What is typed is kept as it is; nobody becomes a person on file by applying (decision 0027).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.service import require_recovery_confirmed
from hrgrid.core.errors import UserError
from hrgrid.hiring.columns import CANDIDATES
from hrgrid.hiring.model import (
    Candidate,
    CandidateCheck,
    CandidatePoint,
    CandidateStep,
    HiringBatch,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.rules.conditions import asked_conditions, rule_text
from hrgrid.hiring.rules.scheme import Fact
from hrgrid.hiring.rules.words import BatchKind, BatchState, CandidateState
from hrgrid.hiring.service.announcing import open_if_due
from hrgrid.hiring.service.newcomers import CandidateForm, newcomer
from hrgrid.hiring.service.places import require_version
from hrgrid.hiring.service.steps import (
    batch_of,
    candidate_of,
    go_candidate,
    scheme_for,
    subject_of,
    told,
)
from hrgrid.hiring.service.typed import columns_of, read_texts
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.listing import PHONE

__all__ = [
    "CandidateChange",
    "CandidateForm",
    "Entered",
    "add_candidate",
    "change_candidate",
    "withdraw_candidate",
]

# Which facts go by which column: a check that looked at another value is asked again.
_FACTS = {
    "birth_date": {Fact.AGE},
    "sex": {Fact.SEX},
    "education": {Fact.EDUCATION},
    "party": {Fact.PARTY_MEMBER},
    "veteran": {Fact.VETERAN},
    "social_worker": {Fact.SOCIAL_WORKER},
    "registered_here": {Fact.REGISTERED_HERE},
    "residence_months": {Fact.RESIDENCE_MONTHS},
    "volunteer_months": {Fact.VOLUNTEER_MONTHS},
}
_LEAVES = (
    CandidateState.SUBMITTED,
    CandidateState.QUALIFIED,
    CandidateState.EXAMINED,
    CandidateState.INTERVIEW,
    CandidateState.RANKED,
)


@dataclass(frozen=True)
class Entered:
    """What came of an entry: the candidate, and what whoever entered it should know."""

    candidate_id: int
    number: str
    hints: tuple[str, ...] = ()


def add_candidate(work: UnitOfWork, batch_id: int, form: CandidateForm) -> Entered:
    """Enter one application; raises UserError naming the field, or who applied with that ID."""
    require_recovery_confirmed(work)
    # Nobody has to open the batch on its morning.
    open_if_due(work, batch_of(work, batch_id))
    batch = batch_of(work, batch_id, BatchState.APPLYING)
    position = _position(work, batch, form.position_id, form.wish_area_id)
    values, hints = newcomer(work, batch, form)
    applied_on = _applied_on(work, batch, form.applied_on)
    number = _number(work, batch, form.number.strip())
    _refuse_twice(work, batch, values)
    added = Candidate(
        batch_id=batch.id,
        position_id=position.id,
        number=number,
        wish_area_id=form.wish_area_id,
        photo_sha256=None,
        applied_on=applied_on,
        admission_no=None,
        exam_room=None,
        exam_seat=None,
        state=CandidateState.SUBMITTED,
        state_reason="",
        reject_code=None,
        purged_on=None,
        import_operation=None,
        **values,
    )
    try:
        with work.session.begin_nested():
            work.session.add(added)
            work.session.flush()
    except IntegrityError:
        # Another window was faster with the same person.
        _refuse_twice(work, batch, values)
        raise
    work.session.add(
        CandidateStep(
            candidate_id=added.id,
            seq=1,
            state=CandidateState.SUBMITTED,
            at=work.now,
            made_by=work.actor.name,
            reason=work.reason,
            document_no="",
        )
    )
    work.session.flush()
    work.record("add_candidate", subject_of(batch, added), after={"code": position.code})
    return Entered(added.id, added.number, tuple(hints))


@dataclass(frozen=True)
class CandidateChange:
    """What is typed anew: only the keys that change; positions and wishes beside them."""

    candidate_id: int
    version: int
    texts: Mapping[str, str]
    position_id: int | None = None
    wish_area_id: int | None = None
    applied_on: dt.date | None = None


def change_candidate(work: UnitOfWork, change: CandidateChange) -> list[str]:
    """Change an application before its check is closed.

    Checks and points that looked at a value which is another now are taken back; returns what
    has to be looked at again. An empty text clears a field; the name and, in an open batch, the
    ID number stay given.
    """
    found = candidate_of(
        work, change.candidate_id, CandidateState.SUBMITTED, during=(BatchState.APPLYING,)
    )
    require_version(found, change.version, f"{told(found)}的资料")
    batch = batch_of(work, found.batch_id)
    values = read_texts(change.texts, work.today)
    news = columns_of(work, values, found.name)
    if "id_mac" in news and news["id_mac"] is None and batch.kind is BatchKind.OPEN:
        raise UserError(f"{told(found)}的身份证号不能空着。请按证件填写")
    if news.get("id_mac") not in {None, found.id_mac}:
        _refuse_twice(work, batch, {"id_mac": news["id_mac"], "person_id": None})
    if change.position_id is not None:
        position = _position(work, batch, change.position_id, change.wish_area_id)
        news |= {"position_id": position.id, "wish_area_id": change.wish_area_id}
    if change.applied_on is not None:
        news["applied_on"] = _applied_on(work, batch, change.applied_on)
    _drop_sealed_alike(work, found, news)
    changed = [key for key, value in news.items() if getattr(found, key) != value]
    for key in changed:
        setattr(found, key, news[key])
    work.session.flush()
    again = _look_again(work, batch, found, changed)
    shown = sorted({_shown(key) for key in changed})
    if shown:
        work.record("change_candidate", subject_of(batch, found), after={"fields": shown})
    return again


def withdraw_candidate(work: UnitOfWork, candidate_id: int, reason: str) -> None:
    """Somebody gives up his application before he was called; later ones decline."""
    found = candidate_of(work, candidate_id, *_LEAVES)
    go_candidate(work, found, CandidateState.WITHDRAWN, reason)


def _drop_sealed_alike(work: UnitOfWork, found: Candidate, news: dict[str, Any]) -> None:
    """A number sealed anew looks like another one: the same number is no change."""
    if "id_mac" in news and news["id_mac"] == found.id_mac:
        news.pop("id_number")
    if news.get("phone") is not None and found.phone is not None:
        opened = (work.keyring.open(PHONE, sealed) for sealed in (news["phone"], found.phone))
        if len(set(opened)) == 1:
            news.pop("phone")


# --- what stands in the way ---------------------------------------------------------------------


def _refuse_twice(work: UnitOfWork, batch: HiringBatch, values: Mapping[str, Any]) -> None:
    same = [
        column == values[key]
        for key, column in (("id_mac", Candidate.id_mac), ("person_id", Candidate.person_id))
        if values.get(key) is not None
    ]
    for one in same:
        earlier = work.session.scalar(
            select(Candidate).where(Candidate.batch_id == batch.id, one).limit(1)
        )
        if earlier is not None:
            raise UserError(
                f"这个证件号在这个批次已由{told(earlier)}报名（{earlier.state.label}），"
                "一人一批只能报一次。请核对证件号"
            )


def _position(
    work: UnitOfWork, batch: HiringBatch, position_id: int, wish_area_id: int | None
) -> HiringPosition:
    found = work.session.get(HiringPosition, position_id)
    if found is None or found.batch_id != batch.id:
        raise UserError("所选岗位不在这个批次里。请刷新后重新选岗位")
    if wish_area_id is not None:
        offered = select(HiringSeat.id).where(
            HiringSeat.position_id == found.id, HiringSeat.area_id == wish_area_id, HiringSeat.open
        )
        if work.session.scalar(offered) is None:
            raise UserError(f"意向网格不在岗位“{found.title}”招录的网格里。请重新选，或留空")
    return found


def _applied_on(work: UnitOfWork, batch: HiringBatch, given: dt.date | None) -> dt.date:
    """A form that came in time may be keyed later; one that came too late is not taken."""
    on = given or work.today
    assert batch.apply_from is not None and batch.apply_to is not None  # noqa: S101, PT018
    if on > work.today:
        raise UserError(f"报名日期 {on:%Y-%m-%d} 在今天之后。请核对日期")
    if on < batch.apply_from:
        raise UserError(f"报名从 {batch.apply_from:%Y-%m-%d} 开始，不收 {on:%Y-%m-%d} 的报名")
    if on > batch.apply_to:
        raise UserError(
            f"报名已在 {batch.apply_to:%Y-%m-%d} 截止。期内收到的请填收到的日期；"
            "要再收请先延长报名，写明原因"
        )
    return on


def _number(work: UnitOfWork, batch: HiringBatch, typed: str) -> str:
    ours = Candidate.batch_id == batch.id
    if typed:
        taken = work.session.scalar(select(Candidate).where(ours, Candidate.number == typed))
        if taken is not None:
            raise UserError(f"报名号 {typed} 已经是{taken.name}的。请换一个，或留空由程序编号")
        return typed
    plain = Candidate.number.regexp_match("^[0-9]{4,9}$")
    longest = func.length(Candidate.number).desc()
    last = work.session.scalar(
        select(Candidate.number)
        .where(ours, plain)
        .order_by(longest, Candidate.number.desc())
        .limit(1)
    )
    return f"{int(last or 0) + 1:04d}"


# --- what has to be looked at again -------------------------------------------------------------


def _look_again(
    work: UnitOfWork, batch: HiringBatch, found: Candidate, changed: list[str]
) -> list[str]:
    facts = {fact for key in changed for fact in _FACTS.get(key, ())}
    if not facts:
        return []
    scheme = scheme_for(work, batch)
    asked = [each for each in asked_conditions(scheme, batch.kind) if each.fact in facts]
    bonus = [each for each in scheme.extra if each.fact in facts]
    labels = {each.key: rule_text(each) for each in asked}
    labels |= {each.key: rule_text(each) for each in bonus}
    checks = select(CandidateCheck).where(
        CandidateCheck.candidate_id == found.id,
        CandidateCheck.rule_key.in_([each.key for each in asked]),
    )
    points = select(CandidatePoint).where(
        CandidatePoint.candidate_id == found.id,
        CandidatePoint.rule_key.in_([each.key for each in bonus]),
    )
    again = []
    for check in work.session.scalars(checks):
        again.append(labels[check.rule_key])
        work.session.delete(check)
    for point in work.session.scalars(points):
        again.append(labels[point.rule_key])
        work.session.delete(point)
    work.session.flush()
    return again


_NAMES = {
    "match_key": "name",
    "stroke_key": "name",
    "id_mac": "id_number",
    "id_masked": "id_number",
    "birth_date": "id_number",
    "phone_masked": "phone",
    "position_id": "position",
    "wish_area_id": "wish",
}


def _shown(key: str) -> str:
    """A changed column in words; values of a candidate never stand in the journal."""
    return CANDIDATES.column(_NAMES.get(key, key)).heading
