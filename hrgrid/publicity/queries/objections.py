"""The register of objections; who objected is read by the investigator alone, and not here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, select

from hrgrid.accounts.queries import operators
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy
from hrgrid.publicity.model import Notice, NoticeEntry, Objection, ObjectionStep
from hrgrid.publicity.queries.notices import notice_of, sees
from hrgrid.publicity.rules import OPEN_STATES, ObjectionHow, ObjectionState
from hrgrid.storage.work import UnitOfWork

HIDDEN = "已登记，不显示"
OBJECTOR = "objection.objector"
CONTACT = "objection.contact"
"""What the sealed columns are sealed for."""


@dataclass(frozen=True)
class ObjectionRow:
    """One objection; `objector` never names anybody, `may_reveal` says who may open it.

    `due_on` is when the answer is due, `overdue` whether it is late today.
    """

    id: int
    notice_id: int
    notice_title: str
    entry_id: int
    target: str
    name: str
    unit_post: str
    number: int
    filed_on: dt.date
    postmark: dt.date | None
    late_reason: str
    how: ObjectionHow
    objector: str
    may_reveal: bool
    may_open_evidence: bool
    content: str
    clue: bool
    evidence_sha256: str | None
    state: ObjectionState
    refusal_reason: str
    investigator: str
    investigator_id: int | None
    upheld: bool | None
    finding: str
    decided_by: str
    decided_on: dt.date | None
    document_no: str
    replied_on: dt.date | None
    due_on: dt.date
    overdue: bool
    made_by: str
    made_at: dt.datetime
    version: int

    @property
    def is_open(self) -> bool:
        """The named person waits for it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class ObjectionStepRow:
    """One deed about an objection."""

    state: ObjectionState
    told: str
    happened_on: dt.date
    made_by: str
    at: dt.datetime


@dataclass(frozen=True)
class DueReplyRow:
    """An answer that is owed: for the list of duties."""

    objection_id: int
    notice_id: int
    subject: str
    title: str
    number: int
    state: ObjectionState
    due_on: dt.date
    overdue: bool


@dataclass(frozen=True)
class InvestigatorChoice:
    """Somebody who may be told to investigate."""

    operator_id: int
    name: str
    post: str


def objections_of_notice(work: UnitOfWork, notice_id: int) -> list[ObjectionRow]:
    """The register of one notice by number."""
    found = notice_of(work, notice_id)
    whole = sees(work.actor, found)
    query = _listed().where(Objection.notice_id == notice_id).order_by(Objection.number)
    return [row for row in _rows(work, query) if whole or row.may_reveal]


def objections_of_subject(work: UnitOfWork, subject: str) -> list[ObjectionRow]:
    """The register of every notice of a subject, the newest notice first."""
    query = (
        _listed().where(Notice.subject == subject).order_by(Notice.round.desc(), Objection.number)
    )
    return _rows(work, query, only_seen=True)


def objection_by_id(work: UnitOfWork, objection_id: int) -> ObjectionRow:
    """One objection; UserError where there is none, Refused for whoever may not see it."""
    found = objection_of(work, objection_id)
    return _rows(work, _listed().where(Objection.id == found.id))[0]


def objection_of(work: UnitOfWork, objection_id: int) -> Objection:
    """The objection, for whoever sees its notice or investigates it."""
    found = work.session.get(Objection, objection_id)
    if found is None:
        raise UserError("没有这件异议。请刷新后再选")
    if found.investigator_id != work.actor.operator_id:
        notice = work.session.get_one(Notice, found.notice_id)
        if not sees(work.actor, notice):
            notice_of(work, found.notice_id)
            raise UserError("没有这件异议。请刷新后再选")
    return found


def objection_steps(work: UnitOfWork, objection_id: int) -> list[ObjectionStepRow]:
    """What happened to an objection, the oldest first."""
    found = objection_of(work, objection_id)
    query = (
        select(ObjectionStep)
        .where(ObjectionStep.objection_id == found.id)
        .order_by(ObjectionStep.id)
    )
    return [
        ObjectionStepRow(each.state, each.told, each.happened_on, each.made_by, each.at)
        for each in work.session.scalars(query)
    ]


def due_replies(work: UnitOfWork, until: dt.date | None = None) -> list[DueReplyRow]:
    """Answers that are owed and seen by the actor, the most urgent first; `until` narrows.

    What was not accepted is owed an answer too, unless nobody left a name.
    """
    query = (
        select(Objection, Notice)
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Objection.replied_on.is_(None))
        .order_by(Objection.due_on, Objection.id)
    )
    if until is not None:
        query = query.where(Objection.due_on <= until)
    return [
        DueReplyRow(
            found.id,
            notice.id,
            notice.subject,
            notice.title,
            found.number,
            found.state,
            found.due_on,
            work.today > found.due_on,
        )
        for found, notice in work.session.execute(query)
        if _owed(found) and (sees(work.actor, notice) or _is_mine(work, found))
    ]


def _owed(found: Objection) -> bool:
    nobody = found.how is ObjectionHow.ANONYMOUS
    return not (nobody and found.state is ObjectionState.NOT_ACCEPTED)


def investigator_choices(work: UnitOfWork, notice_id: int) -> list[InvestigatorChoice]:
    """Active operators who may investigate: under the policy not who made or published the list."""
    found = notice_of(work, notice_id)
    kept_out = (
        {found.list_maker_id, found.maker_id} if work.policy(Policy.OTHER_APPROVER) == 1 else set()
    )
    return [
        InvestigatorChoice(each.id, each.name, each.post or each.role)
        for each in operators(work)
        if each.active and each.id not in kept_out
    ]


def _listed() -> Select[tuple[Objection, Notice, NoticeEntry]]:
    return (
        select(Objection, Notice, NoticeEntry)
        .join(Notice, Notice.id == Objection.notice_id)
        .join(NoticeEntry, NoticeEntry.id == Objection.entry_id)
    )


def _is_mine(work: UnitOfWork, found: Objection) -> bool:
    return found.investigator_id == work.actor.operator_id


_SAME = (
    "id",
    "notice_id",
    "entry_id",
    "number",
    "filed_on",
    "postmark",
    "late_reason",
    "how",
    "content",
    "clue",
    "evidence_sha256",
    "state",
    "refusal_reason",
    "investigator_id",
    "upheld",
    "finding",
    "decided_on",
    "document_no",
    "replied_on",
    "due_on",
    "made_by",
    "made_at",
    "version",
)


def _rows(
    work: UnitOfWork,
    query: Select[tuple[Objection, Notice, NoticeEntry]],
    *,
    only_seen: bool = False,
) -> list[ObjectionRow]:
    found = list(work.session.execute(query))
    if only_seen:
        found = [row for row in found if sees(work.actor, row[1]) or _is_mine(work, row[0])]
    names = {each.id: each.name for each in operators(work)} if found else {}
    return [_row(work, one, notice, entry, names) for one, notice, entry in found]


def _row(
    work: UnitOfWork, one: Objection, notice: Notice, entry: NoticeEntry, names: dict[int, str]
) -> ObjectionRow:
    anonymous = one.how is ObjectionHow.ANONYMOUS
    return ObjectionRow(
        notice_title=notice.title,
        target=entry.target,
        name=entry.name,
        unit_post=entry.unit_post,
        objector="匿名" if anonymous else HIDDEN,
        may_reveal=not anonymous and _is_mine(work, one),
        may_open_evidence=one.evidence_sha256 is not None and _is_mine(work, one),
        investigator=names.get(one.investigator_id or 0, ""),
        decided_by=f"{one.decided_post}{one.decided_by}",
        overdue=one.replied_on is None and _owed(one) and work.today > one.due_on,
        **{name: getattr(one, name) for name in _SAME},
    )
