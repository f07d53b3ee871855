"""征求意见: a letter to another office over the nominees, and its answer for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.honours.model import (
    Nomination,
    OpinionAnswer,
    OpinionAsked,
    OpinionRequest,
)
from hrgrid.honours.rules.findings import Answer, AskedOffice, FindingForm, FindingKind
from hrgrid.honours.rules.words import RUNNABLE, CampaignState
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.honours.service.findings import record_finding
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_OPEN = (CampaignState.NOMINATING, *RUNNABLE)


@dataclass(frozen=True)
class RequestForm:
    """A letter: to which office, its number, sent and due on which day."""

    office: AskedOffice
    name: str
    letter_no: str
    sent_on: dt.date
    due_on: dt.date


@dataclass(frozen=True)
class AnswerForm:
    """What an office says of these people.

    An adverse answer either puts them out as a finding of `kind` (with `detail`, kept sealed) or,
    with `kind` None, does not, for the reason in `note`.
    """

    person_ids: Sequence[int]
    answer: Answer
    answered_on: dt.date
    document_no: str
    kind: FindingKind | None = None
    until: dt.date | None = None
    detail: str = ""
    note: str = ""


def ask_opinion(work: UnitOfWork, campaign_id: int, form: RequestForm) -> int:
    """A letter over everybody who is nominated now and not out; returns its id."""
    found = campaign_of(work, campaign_id, *_OPEN)
    if not form.name.strip():
        raise UserError("没有写明征求哪个单位的意见。请填单位名称")
    if form.sent_on > work.today:
        raise UserError(f"发函日期 {form.sent_on:%Y-%m-%d} 在今天之后。请核对日期")
    if form.due_on < form.sent_on:
        raise UserError("要求答复的日期在发函之前。请核对日期")
    query = (
        select(Person.id, Person.number)
        .join(Nomination, Nomination.person_id == Person.id)
        .where(Nomination.campaign_id == found.id, Nomination.removal.is_(None))
        .distinct()
        .order_by(Person.number)
    )
    people = work.session.execute(query).tuples().all()
    if not people:
        raise UserError(f"{named(found)}还没有一个推荐对象。请先导入推荐表，再征求意见")
    request = OpinionRequest(
        campaign_id=found.id,
        asked_office=form.office,
        asked_name=form.name.strip(),
        letter_no=form.letter_no.strip(),
        sent_on=form.sent_on,
        due_on=form.due_on,
        list_sha256=canonical_hash([number for _, number in people]),
        recorded_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(request)
    work.session.flush()
    work.session.add_all(
        OpinionAsked(request_id=request.id, person_id=person_id) for person_id, _ in people
    )
    work.session.flush()
    work.record(
        "ask_of_offices",
        f"{named(found)}：{request.asked_name}",
        after={"people": len(people), "to": form.due_on},
    )
    return request.id


def record_answer(
    work: UnitOfWork, request_id: int, form: AnswerForm, scan: tuple[str, bytes] | None = None
) -> int:
    """What the office answered of these people; a later answer takes the place of an earlier.

    Returns of how many. Raises UserError where an adverse answer is not settled.
    """
    request = work.session.get(OpinionRequest, request_id)
    if request is None:
        raise UserError("没有这次征求意见。请刷新后再选")
    found = campaign_of(work, request.campaign_id, *_OPEN)
    _check(work, request, form)
    asked = set(
        work.session.scalars(
            select(OpinionAsked.person_id).where(OpinionAsked.request_id == request_id)
        )
    )
    for person_id in form.person_ids:
        if person_id not in asked:
            raise UserError("选的人不在这次征求意见的名单里。请刷新后再选")
        work.session.add(_answer(work, request_id, person_id, form, scan))
    work.session.flush()
    # Whom an answer speaks against stays out of the journal.
    work.record(
        "answer_opinion",
        f"{named(found)}：{request.asked_name}",
        after={"people": len(form.person_ids)},
    )
    return len(form.person_ids)


def _check(work: UnitOfWork, request: OpinionRequest, form: AnswerForm) -> None:
    if not form.person_ids:
        raise UserError("没有选人。请先勾选答复了的人")
    if not request.sent_on <= form.answered_on <= work.today:
        raise UserError(
            f"答复日期 {form.answered_on:%Y-%m-%d} 不在发函（{request.sent_on:%Y-%m-%d}）到今天"
            "之间。请核对日期"
        )
    if form.answer is Answer.NONE:
        return
    if not form.document_no.strip():
        raise UserError("有意见的答复要有书面依据。请填复函的文号或材料名称")
    if form.kind is None and not form.note.strip():
        raise UserError("有意见但不影响评选的，要写明理由。请填写，或选择所属的情形")


def _answer(
    work: UnitOfWork,
    request_id: int,
    person_id: int,
    form: AnswerForm,
    scan: tuple[str, bytes] | None,
) -> OpinionAnswer:
    finding_id = None
    if form.answer is Answer.ADVERSE and form.kind is not None:
        finding = FindingForm(
            person_id, form.kind, form.answered_on, form.document_no, form.until, form.detail
        )
        finding_id = record_finding(work, finding, scan)
    last = select(func.max(OpinionAnswer.seq)).where(
        OpinionAnswer.request_id == request_id, OpinionAnswer.person_id == person_id
    )
    adverse = form.answer is Answer.ADVERSE
    return OpinionAnswer(
        request_id=request_id,
        person_id=person_id,
        seq=1 + (work.session.scalar(last) or 0),
        answer=form.answer,
        answered_on=form.answered_on,
        document_no=form.document_no.strip(),
        honour_finding_id=finding_id,
        note=form.note.strip() if adverse and finding_id is None else "",
        recorded_at=work.now,
        made_by=work.actor.name,
    )
