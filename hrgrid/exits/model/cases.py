"""Cases of exit: whom, on what ground, how far; what was done when, what was delivered.

The database itself refuses every short cut: the conditions look at the rows of the other tables
(talk, remedy, reassessment, protections, hearing, opinions, consents) and are one place, here.
"""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.exits.rules.words import (
    DECIDED,
    DIRECT,
    ENDED,
    EXIT_ARROWS,
    NOTICED,
    OF_DISPATCH,
    OF_SHORT,
    PROTECTED,
    TERMED,
    Delivered,
    ExitPaper,
    ExitPath,
    ExitState,
    FaultItem,
    Ground,
)
from hrgrid.exits.rules.words import Trigger as Cause
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard, table_of
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import Engagement

_PROPOSED = (
    *(ExitState.PROPOSED, ExitState.CHECKED, ExitState.HEARD),
    *(ExitState.UNION_ASKED, ExitState.LEGAL_REVIEWED, *DECIDED),
)


class ExitCase(RowHashed, Versioned, Base):
    """One case of one person; `trigger_words` say what made somebody look, never the ground.

    Money is fen. `notice_days` is what the rules asked for when the notice went out; with
    `in_lieu_fen` a month's pay stands for it. `severance` is JSON of how it was reckoned.
    `first_assessor` judged what led here; somebody else reassesses.
    """

    __tablename__ = "exit_case"
    __label__ = "退出事项"
    __table_args__ = (
        CheckConstraint("number <> '' AND trigger_words <> ''", name="named"),
        CheckConstraint(
            "path <> 'short' OR engagement NOT IN ('contract', 'dispatch')", name="short_for_whom"
        ),
        CheckConstraint(
            "path <> 'full' OR engagement NOT IN ('part_time', 'volunteer')", name="full_for_whom"
        ),
        # What is proposed, and all the more what is decided, stands on a ground of the law.
        CheckConstraint(
            f"state NOT IN ({listed(*_PROPOSED)}) OR ground IS NOT NULL", name="ground_given"
        ),
        CheckConstraint(
            f"state NOT IN ({listed(*_PROPOSED)}) OR (ground_words <> '' "
            "AND proposer_id IS NOT NULL)",
            name="proposed_by_whom",
        ),
        CheckConstraint(
            f"ground IS NULL OR path <> 'short' OR ground IN ({listed(*OF_SHORT)})",
            name="ground_of_short",
        ),
        CheckConstraint(
            "ground IS NULL OR path <> 'full' OR ground <> 'role_ended'", name="ground_of_full"
        ),
        CheckConstraint(
            f"ground IS NULL OR engagement <> 'dispatch' OR ground IN ({listed(*OF_DISPATCH)})",
            name="ground_of_dispatch",
        ),
        CheckConstraint(
            "(ground IS NOT NULL AND ground = 'fault') = (fault_item IS NOT NULL)",
            name="fault_which",
        ),
        CheckConstraint(
            f"state NOT IN ({listed(*DECIDED)}) OR approval_words <> ''",
            name="decided_with_approval",
        ),
        CheckConstraint(
            f"state NOT IN ({listed(*DECIDED)}) OR document_no <> ''", name="decided_with_document"
        ),
        CheckConstraint(
            "state NOT IN ('notified', 'appealed') OR (notice_on IS NOT NULL "
            "AND effective_on IS NOT NULL)",
            name="notified_when",
        ),
        CheckConstraint(
            "state NOT IN ('executed', 'closed') OR (effective_on IS NOT NULL "
            "AND (path = 'short' OR notice_on IS NOT NULL))",
            name="executed_when",
        ),
        CheckConstraint("effective_on >= notice_on", name="notice_first"),
        CheckConstraint("notice_days >= 0 AND in_lieu_fen >= 0", name="not_negative"),
        CheckConstraint(
            "state NOT IN ('dismissed', 'cancelled', 'improved') OR end_reason <> ''",
            name="ended_why",
        ),
        CheckConstraint("state <> 'improved' OR watch_until IS NOT NULL", name="watched_until"),
        CheckConstraint(
            f"purged_on IS NULL OR state IN ({listed(*ENDED)})", name="purged_afterwards"
        ),
        Index("ix_exit_case_person", "person_id"),
        Index("ix_exit_case_state", "state"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # His post when the case began; a volunteer may have none.
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    engagement: Mapped[Engagement] = mapped_column(code_of(Engagement, "engagement"))
    path: Mapped[ExitPath] = mapped_column(code_of(ExitPath, "path"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    cause: Mapped[Cause] = mapped_column(code_of(Cause, "cause"))
    trigger_words: Mapped[str] = mapped_column(Text)
    regulation_id: Mapped[int | None] = mapped_column(ForeignKey("regulation.id"))
    rule_number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[ExitState] = mapped_column(code_of(ExitState, "state"))
    # The day from which the next step waits, and until when it is to be done.
    state_since: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    ground: Mapped[Ground | None] = mapped_column(code_of(Ground, "ground"))
    fault_item: Mapped[FaultItem | None] = mapped_column(code_of(FaultItem, "fault_item"))
    # The facts on which the ground stands, in sentences.
    ground_words: Mapped[str] = mapped_column(Text)
    handler_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    first_assessor: Mapped[str] = mapped_column(String(80))
    first_assessor_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    approval_words: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    opened_on: Mapped[dt.date]
    notice_on: Mapped[dt.date | None]
    notice_days: Mapped[int | None]
    in_lieu_fen: Mapped[int | None]
    # The last day in the post.
    effective_on: Mapped[dt.date | None]
    severance: Mapped[str] = mapped_column(Text)
    end_reason: Mapped[str] = mapped_column(Text)
    # Until when somebody whose warning was lifted is watched.
    watch_until: Mapped[dt.date | None]
    # The sealed scans of protections were let go.
    purged_on: Mapped[dt.date | None]


def _has(table: str, condition: str = "") -> str:
    more = f" AND {condition}" if condition else ""
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.case_id = NEW.id{more})"


# Talk, then a remedy of at least a month that is over, then a reassessment by somebody else that
# was not passed, and no later one that was.
_REMEDIED = (
    f"NEW.first_assessor <> '' AND {_has('exit_talk')} "
    "AND EXISTS (SELECT 1 FROM exit_reassessment JOIN exit_remedy "
    "ON exit_remedy.id = exit_reassessment.remedy_id "
    "WHERE exit_reassessment.case_id = NEW.id AND exit_remedy.case_id = NEW.id "
    "AND exit_remedy.kind IN ('training', 'transfer') AND exit_remedy.done_on IS NOT NULL "
    "AND exit_reassessment.passed = false AND NOT EXISTS (SELECT 1 FROM exit_reassessment AS later "
    "WHERE later.case_id = NEW.id AND later.id > exit_reassessment.id AND later.passed = true))"
)
_UNANSWERED = (
    "(SELECT COUNT(*) FROM exit_protection WHERE exit_protection.case_id = NEW.id "
    "AND exit_protection.blocks IS NOT NULL) < 6"
)
_VALID = "exit_consent.void_reason = ''"
# The columns of a case that has ended: all but the day on which its scans were let go.
_ENDED_COLUMNS = tuple(
    column.name
    for column in table_of(ExitCase).columns
    if column.name not in {"id", "purged_on", "version", "row_hash"}
)


def _step(to: ExitState, *start: ExitState) -> str:
    """A case goes along an arrow; what goes along none is refused by another guard."""
    return f"NEW.state = '{to.value}' AND OLD.state IN ({listed(*start)})"


_S = ExitState
_BEGUN = tuple(each for each in ExitState if each is not _S.REVIEWING)
_TO_APPROVED = _step(_S.APPROVED, _S.PROPOSED, _S.CHECKED, _S.LEGAL_REVIEWED)
_TO_EXECUTED = _step(_S.EXECUTED, _S.APPROVED, _S.NOTIFIED)
_FULL = "NEW.path = 'full'"
guard(
    ExitCase,
    AtMostOne(
        "ux_exit_case_one_open", "exit_case", ("person_id",), f"state NOT IN ({listed(*ENDED)})"
    ),
    Trigger("exit_case_keeps_delete", "exit_case", "DELETE"),
    Trigger(
        "exit_case_begins",
        "exit_case",
        "INSERT",
        f"NEW.state IN ({listed(*_BEGUN)})",
    ),
    Trigger("exit_case_goes_forward", "exit_case", "UPDATE", off_the_arrows(EXIT_ARROWS)),
    Trigger(
        "exit_case_stays",
        "exit_case",
        "UPDATE",
        "OLD.person_id <> NEW.person_id OR OLD.path <> NEW.path "
        "OR OLD.engagement <> NEW.engagement OR OLD.number <> NEW.number "
        "OR OLD.area_path <> NEW.area_path OR OLD.opened_on <> NEW.opened_on "
        "OR OLD.rule_number <> NEW.rule_number "
        f"OR (OLD.state IN ({listed(*DECIDED)}) AND ((OLD.ground IS NULL) <> (NEW.ground IS NULL) "
        "OR OLD.ground <> NEW.ground OR OLD.fault_item <> NEW.fault_item "
        "OR OLD.ground_words <> NEW.ground_words OR OLD.proposer_id <> NEW.proposer_id "
        "OR OLD.approval_words <> NEW.approval_words OR OLD.document_no <> NEW.document_no)) "
        "OR (OLD.state = 'executed' AND (OLD.effective_on <> NEW.effective_on "
        "OR OLD.notice_on <> NEW.notice_on))",
    ),
    Trigger(
        "exit_case_ended_stays",
        "exit_case",
        "UPDATE",
        f"OLD.state IN ({listed(*ENDED)})",
        _ENDED_COLUMNS,
    ),
    Trigger("exit_case_purged_once", "exit_case", "UPDATE", "OLD.purged_on IS NOT NULL"),
    # Who reassessed stays another than who judged first, whatever is corrected afterwards.
    Trigger(
        "exit_case_another_assessor",
        "exit_case",
        "UPDATE",
        _has(
            "exit_reassessment",
            "(exit_reassessment.assessor = NEW.first_assessor "
            "OR exit_reassessment.assessor_id = NEW.first_assessor_id)",
        ),
    ),
    # Who is said to be unfit was talked to, helped, and seen again by somebody else.
    Trigger(
        "exit_case_remedied_first",
        "exit_case",
        "UPDATE",
        f"NEW.ground = 'incompetent' AND NEW.state IN ({listed(*_PROPOSED)}) "
        "AND NOT (" + _REMEDIED + ")",
    ),
    Trigger(
        "exit_case_straight_to_proposal",
        "exit_case",
        "UPDATE",
        f"{_step(_S.PROPOSED, _S.REVIEWING)} "
        "AND (NEW.ground IS NULL OR NEW.ground = 'incompetent')",
    ),
    Trigger(
        "exit_case_all_asked",
        "exit_case",
        "UPDATE",
        f"(({_step(_S.CHECKED, _S.PROPOSED)}) OR ({_FULL} "
        f"AND {_step(_S.APPROVED, _S.CHECKED, _S.LEGAL_REVIEWED)})) AND {_UNANSWERED}",
    ),
    Trigger(
        "exit_case_protected",
        "exit_case",
        "UPDATE",
        f"NEW.ground IN ({listed(*PROTECTED)}) "
        f"AND NEW.state IN ({listed(*_PROPOSED[1:])}) AND OLD.state <> NEW.state "
        f"AND {_has('exit_protection', 'exit_protection.blocks = true')}",
    ),
    Trigger(
        "exit_case_heard_first",
        "exit_case",
        "UPDATE",
        f"{_step(_S.HEARD, _S.CHECKED)} AND NOT "
        + _has(
            "exit_hearing",
            "(exit_hearing.heard_on IS NOT NULL OR exit_hearing.waived_on "
            "IS NOT NULL OR exit_hearing.lapsed_on IS NOT NULL)",
        ),
    ),
    Trigger(
        "exit_case_union_first",
        "exit_case",
        "UPDATE",
        f"{_step(_S.UNION_ASKED, _S.HEARD)} AND NOT "
        + _has(
            "exit_opinion",
            "exit_opinion.kind = 'union' AND exit_opinion.opinion IS NOT NULL "
            "AND (exit_opinion.opinion <> 'objects' OR exit_opinion.answered_with <> '')",
        ),
    ),
    Trigger(
        "exit_case_legal_first",
        "exit_case",
        "UPDATE",
        f"{_step(_S.LEGAL_REVIEWED, _S.UNION_ASKED)} AND NOT "
        + _has(
            "exit_opinion",
            "exit_opinion.kind = 'legal' AND exit_opinion.opinion IS NOT NULL "
            "AND (exit_opinion.opinion <> 'objects' OR exit_opinion.answered_with <> '')",
        ),
    ),
    # Only who wishes it, agrees, or has no employment goes without being heard.
    Trigger(
        "exit_case_short_cut",
        "exit_case",
        "UPDATE",
        f"{_TO_APPROVED} AND {_FULL} AND ((OLD.state = 'proposed' "
        f"AND NEW.ground NOT IN ({listed(*DIRECT)})) OR (OLD.state = 'checked' "
        f"AND NEW.ground NOT IN ({listed(*TERMED)})))",
    ),
    Trigger(
        "exit_case_consented_first",
        "exit_case",
        "UPDATE",
        f"{_TO_APPROVED} AND ("
        f"{_has('exit_consent', 'exit_consent.agrees = false AND ' + _VALID)} "
        f"OR ({_FULL} AND NEW.ground <> 'resign' "
        f"AND NOT {_has('exit_consent', 'exit_consent.agrees = true AND ' + _VALID)}))",
    ),
    # As many people as the office's policy asks for; each is another (accounts/model/approvals).
    Trigger(
        "exit_case_approved_by",
        "exit_case",
        "UPDATE",
        f"{_TO_APPROVED} AND (SELECT COUNT(*) FROM approval WHERE approval.deed = 'exit' "
        "AND approval.subject = 'exit:' || NEW.id) < COALESCE((SELECT policy.value FROM policy "
        "WHERE policy.policy = 'approvers_of_awards'), 1)",
    ),
    Trigger(
        "exit_case_notice_first",
        "exit_case",
        "UPDATE",
        f"{_step(_S.EXECUTED, _S.APPROVED)} AND {_FULL}",
    ),
    # Thirty days lie between the notice and the last day, or a month's pay stands for them.
    Trigger(
        "exit_case_notice_runs",
        "exit_case",
        "UPDATE",
        f"NEW.ground IN ({listed(*NOTICED)}) AND NEW.path = 'full' "
        "AND NEW.state IN ('notified', 'appealed', 'executed', 'closed') "
        "AND OLD.state IN ('approved', 'notified', 'appealed', 'executed') "
        "AND COALESCE(NEW.in_lieu_fen, 0) = 0 AND (NEW.notice_on IS NULL "
        "OR NEW.effective_on IS NULL OR NEW.effective_on < DAYS_AFTER(NEW.notice_on, 30))",
    ),
    # Whoever has left holds his post no more: both or neither.
    Trigger(
        "exit_case_post_ended",
        "exit_case",
        "UPDATE",
        f"{_TO_EXECUTED} AND EXISTS (SELECT 1 FROM post WHERE post.id = NEW.post_id "
        "AND post.state = 'active')",
    ),
    Trigger(
        "exit_case_unsettled",
        "exit_case",
        "UPDATE",
        f"{_step(_S.CLOSED, _S.EXECUTED)} AND (NOT {_has('exit_settlement')} OR "
        + _has("exit_settlement", "exit_settlement.done_on IS NULL AND exit_settlement.waived = ''")
        + ")",
    ),
    Trigger(
        "exit_case_appeal_open",
        "exit_case",
        "UPDATE",
        f"(({_step(_S.NOTIFIED, _S.APPEALED)}) OR ({_TO_EXECUTED}) "
        f"OR ({_step(_S.CANCELLED, _S.NOTIFIED, _S.APPEALED)})) AND "
        + _has("exit_appeal", "exit_appeal.state = 'filed'"),
    ),
)

says("uq_exit_case_number", "已有这个编号的退出事项。请换一个编号")
says("ux_exit_case_one_open", "这个人已有一件没有办结的退出事项。请打开原来的")
says("exit_case_keeps_delete", "退出事项不能删除。不办了请写明原因")
says("exit_case_begins", "退出事项要从核实开始。请先立案")
says("exit_case_goes_forward", "不能从现在的一步走到这一步。请刷新后查看办到了哪一步")
says("exit_case_stays", "办到这一步，人员、依据、批准和文号不能再改。有错请撤销后重新立案")
says("exit_case_ended_stays", "这件事已经办结，不能再改")
says("exit_case_purged_once", "保护情形的材料已经清除过。请刷新后查看")
says("exit_case_another_assessor", "原来的考核人和再考核人不能是同一个人。请核对")
says("exit_case_approved_by", "审批的人数还不够，或没有登记审批。请先办审批")
says("exit_case_post_ended", "他的任职还没有结束，不能登记离岗。请刷新后再办一次")
says(
    "exit_case_remedied_first",
    "以不能胜任工作为由，要先约谈，再培训或调岗满一个月，由另一人再考核仍不合格。请先办完这几步",
)
says(
    "exit_case_straight_to_proposal",
    "核实后直接拟退出，要写明不需要培训或调岗的依据。排名靠后不是依据",
)
says("exit_case_all_asked", "保护情形还没有逐项核完。请每一项都答是或否")
says("exit_case_protected", "这个人有受保护的情形，不能以这个依据退出。请撤销，或等情形消失后再办")
says("exit_case_heard_first", "还没有听取本人的陈述和申辩。请先办这一步")
says("exit_case_union_first", "还没有征求工会意见，或工会有异议还没有答复。请先办这一步")
says("exit_case_legal_first", "还没有合法性审查，或审查有异议还没有答复。请先办这一步")
says("exit_case_short_cut", "这个依据不能跳过中间的步骤直接批准。请按步骤办")
says("exit_case_consented_first", "还没有社区或街道的意见，或有一级不同意。请先办各级意见")
says("exit_case_notice_first", "批准后要先送达通知，才能办离岗。请先登记送达")
says(
    "exit_case_notice_runs",
    "从送达通知到最后在岗日不足三十日，又没有代通知金。请推后最后在岗日，或登记代通知金",
)
says("exit_case_unsettled", "结算清单里还有没办的事项，不能办结。请先办完，或写明不办的原因")
says("exit_case_appeal_open", "申诉还没有处理，不能往下办。请先登记申诉的处理结果")


class ExitStep(Base):
    """One arrow that a case went: who, when, why, on which paper."""

    __tablename__ = "exit_step"
    __label__ = "退出办理过程"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[ExitState] = mapped_column(code_of(ExitState, "state"))
    happened_on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(ExitStep, *append_only("exit_step"))


class ExitReceipt(RowHashed, Base):
    """送达回证: a paper of a case reached somebody, or he refused it before a witness."""

    __tablename__ = "exit_receipt"
    __label__ = "送达回证"
    __table_args__ = (
        CheckConstraint("how <> 'refused' OR witness <> ''", name="refused_before_witness"),
        Index("ix_exit_receipt_case", "case_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    paper: Mapped[ExitPaper] = mapped_column(code_of(ExitPaper, "paper"))
    number: Mapped[str] = mapped_column(String(80))
    delivered_on: Mapped[dt.date]
    how: Mapped[Delivered] = mapped_column(code_of(Delivered, "how"))
    witness: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(ExitReceipt, *append_only("exit_receipt"))
for _event in ("update", "delete"):
    says(f"exit_receipt_keeps_{_event}", "送达回证不能改，也不能删除。登记错了请另登记一份")
