"""An objection comes in, is taken or not, and goes to whoever investigates."""

from __future__ import annotations

from pathlib import PurePath

from sqlalchemy import func, select

from hrgrid.accounts.queries import operators
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy
from hrgrid.publicity.model import Notice, NoticeEntry, Objection
from hrgrid.publicity.queries.notices import counted_reply
from hrgrid.publicity.queries.objections import CONTACT, OBJECTOR
from hrgrid.publicity.rules import (
    ANONYMOUS_REASON,
    NoticeState,
    ObjectionHow,
    ObjectionState,
    check_silence,
    check_window,
)
from hrgrid.publicity.service.forms import EvidenceFile, ObjectionForm, ObjectorRow
from hrgrid.publicity.service.steps import (
    named,
    note_objection,
    notice_to_handle,
    objection_to_handle,
    refuse_future,
    turn,
)
from hrgrid.storage.attachments import Attachment, attach, content_of
from hrgrid.storage.work import UnitOfWork


def file_objection(work: UnitOfWork, notice_id: int, form: ObjectionForm) -> int:
    """Register an objection; returns its id. From now on the named person waits.

    Anonymous without a clue is registered as not taken (rules.md 7). Raises UserError for
    somebody who is not on the list, a day outside the notice, and a text that tells who objected.
    """
    notice = notice_to_handle(work, notice_id, is_open=False)
    if notice.state is NoticeState.WITHDRAWN:
        raise UserError(f"“{notice.title}”已撤回，不再登记异议。请到新的公示里登记")
    _check(work, notice, form)
    entry = work.session.scalar(
        select(NoticeEntry).where(
            NoticeEntry.notice_id == notice_id, NoticeEntry.target == form.target
        )
    )
    if entry is None:
        raise UserError("这个人不在这份公示名单里。请从名单上选人")
    number = 1 + (
        work.session.scalar(
            select(func.max(Objection.number)).where(Objection.notice_id == notice_id)
        )
        or 0
    )
    refused = form.how is ObjectionHow.ANONYMOUS and not form.clue
    added = Objection(
        notice_id=notice_id,
        entry_id=entry.id,
        number=number,
        filed_on=form.filed_on,
        postmark=form.postmark,
        late_reason=form.late_reason.strip() if form.filed_on > notice.last_day else "",
        how=form.how,
        objector=_sealed(work, OBJECTOR, form.objector),
        contact=_sealed(work, CONTACT, form.contact),
        content=form.content.strip(),
        clue=form.clue,
        evidence_sha256=_kept(work, number, form),
        state=ObjectionState.NOT_ACCEPTED if refused else ObjectionState.FILED,
        refusal_reason=ANONYMOUS_REASON if refused else "",
        investigator_id=None,
        upheld=None,
        finding="",
        decided_by_id=None,
        decided_by="",
        decided_post="",
        decided_on=None,
        document_no="",
        replied_on=None,
        due_on=counted_reply(work, form.filed_on, notice.reply_workdays),
        made_by=work.actor.name,
        made_at=work.now,
    )
    work.session.add(added)
    work.session.flush()
    told = ANONYMOUS_REASON if refused else f"{form.how.label}反映"
    note_objection(work, added, told, form.filed_on)
    work.record(
        "file_objection",
        named(work, added),
        after={
            "how": form.how,
            "clue": form.clue,
            "answer_due": added.due_on,
            "state": added.state,
        },
    )
    return added.id


def _check(work: UnitOfWork, notice: Notice, form: ObjectionForm) -> None:
    refuse_future(work, form.filed_on, "收到日期")
    check_window(form.filed_on, form.postmark, notice.first_day, notice.last_day, form.late_reason)
    if not form.content.strip():
        raise UserError("没有写反映的内容。请填上再登记")
    given = form.objector.strip()
    if form.how is ObjectionHow.ANONYMOUS:
        if given or form.contact.strip():
            raise UserError("匿名反映不写反映人和联系方式；知道是谁的请选“实名”。请改正再登记")
        return
    if not given:
        whose = "单位名称" if form.how is ObjectionHow.UNIT else "姓名"
        raise UserError(f"{form.how.label}反映要写反映人的{whose}（加密存放）。请填上再登记")
    if form.how is ObjectionHow.NAMED and not form.contact.strip():
        raise UserError("实名反映要写联系方式（加密存放），否则没法答复。请填上再登记")
    check_silence(given, (form.content, form.late_reason, work.reason))


def _sealed(work: UnitOfWork, context: str, text: str) -> bytes | None:
    return work.keyring.seal(context, text.strip()) if text.strip() else None


def _kept(work: UnitOfWork, number: int, form: ObjectionForm) -> str | None:
    if form.evidence is None:
        return None
    return _attached(work, number, form.evidence)


def _attached(work: UnitOfWork, number: int, given: EvidenceFile) -> str:
    # Under a name of its own and past the journal: the file's name may tell who sent it.
    name = f"异议 {number} 号材料{given.suffix}"
    return attach(work, name, given.content, given.mime, on_record=False).sha256


def accept_objection(work: UnitOfWork, objection_id: int) -> None:
    """Take an objection: it will be investigated."""
    found, _ = objection_to_handle(work, objection_id)
    turn(work, found, ObjectionState.ACCEPTED, "受理")
    note_objection(work, found, "受理")
    work.record("accept_objection", named(work, found))


def refuse_objection(work: UnitOfWork, objection_id: int) -> None:
    """Do not take an objection, with a reason: the person is free again, the reason is told."""
    found, _ = objection_to_handle(work, objection_id)
    reason = work.require_reason().strip()
    _check_silent(work, found, reason)
    turn(work, found, ObjectionState.NOT_ACCEPTED, "作不予受理")
    found.refusal_reason = reason
    note_objection(work, found, reason)
    work.record("refuse_objection", named(work, found))


def assign_investigator(work: UnitOfWork, objection_id: int, operator_id: int) -> None:
    """Name who investigates; he alone may read who objected. Another may take it over.

    Under the policy neither who made the list nor who published it.
    """
    found, notice = objection_to_handle(work, objection_id)
    chosen = next((each for each in operators(work) if each.id == operator_id), None)
    if chosen is None or not chosen.active:
        raise UserError("没有这名操作员，或已停用。请另选核查人")
    if work.policy(Policy.OTHER_APPROVER) == 1 and operator_id in {
        notice.maker_id,
        notice.list_maker_id,
    }:
        raise Refused(f"{chosen.name}拟定或发布了这份名单，不能核查对它的异议。请另选核查人")
    if found.state is not ObjectionState.INVESTIGATING:
        turn(work, found, ObjectionState.INVESTIGATING, "指定核查人")
    found.investigator_id = operator_id
    note_objection(work, found, f"由{chosen.name}核查")
    work.record("assign_investigator", named(work, found), after={"investigator": chosen.name})


def reveal_objector(work: UnitOfWork, objection_id: int) -> ObjectorRow:
    """Who objected, for the investigator alone; that he looked is put on record."""
    found = _investigated_by_me(work, objection_id, "反映人")
    work.record("reveal_objector", named(work, found))
    return _opened(work, found)


def add_evidence(work: UnitOfWork, objection_id: int, evidence: EvidenceFile) -> None:
    """The scan of what came with an objection follows, once."""
    found, _ = objection_to_handle(work, objection_id)
    if found.evidence_sha256 is not None:
        raise UserError(f"{named(work, found)}已有材料，不能再换。请刷新后查看")
    found.evidence_sha256 = _attached(work, found.number, evidence)
    work.session.flush()
    work.record("add_evidence", named(work, found))


def open_evidence(work: UnitOfWork, objection_id: int) -> EvidenceFile:
    """The scan, for the investigator alone: a letter tells who wrote it. That he looked is put
    on record.
    """
    found = _investigated_by_me(work, objection_id, "材料")
    if found.evidence_sha256 is None:
        raise UserError(f"{named(work, found)}没有材料。请先补存扫描件")
    kept = work.session.scalars(
        select(Attachment).where(Attachment.sha256 == found.evidence_sha256)
    ).one()
    work.record("open_evidence", named(work, found))
    suffix = PurePath(kept.name).suffix
    return EvidenceFile(suffix, content_of(work, kept.sha256), kept.mime)


def _investigated_by_me(work: UnitOfWork, objection_id: int, what: str) -> Objection:
    found = work.session.get(Objection, objection_id)
    if found is None:
        raise UserError("没有这件异议。请刷新后再选")
    if found.investigator_id != work.actor.operator_id:
        raise Refused(f"{what}只有这件异议的核查人能看。请由核查人登录查看")
    return found


def _opened(work: UnitOfWork, found: Objection) -> ObjectorRow:
    objector = work.keyring.open(OBJECTOR, found.objector) if found.objector else "匿名"
    return ObjectorRow(objector, work.keyring.open(CONTACT, found.contact) if found.contact else "")


def _check_silent(work: UnitOfWork, found: Objection, *texts: str) -> None:
    if found.objector is not None:
        check_silence(work.keyring.open(OBJECTOR, found.objector), texts)
