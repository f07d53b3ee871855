"""What the database refuses of a case of exit: every short cut, and every change afterwards.

The conditions look at the rows of the other tables (talk, remedy, reassessment, protections,
hearing, opinions, consents, approvals) and are one place, here. Each names the arrow that it
guards; a condition that is NULL refuses nothing, so what may be NULL is asked for it.
"""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

from hrgrid.exits.model.cases import PROPOSED, ExitCase
from hrgrid.exits.rules.words import (
    DECIDED,
    DIRECT,
    ENDED,
    EXIT_ARROWS,
    NOTICED,
    PROTECTED,
    TERMED,
    ExitState,
)
from hrgrid.storage.base import guard, table_of
from hrgrid.storage.triggers import AtMostOne, Trigger, listed, off_the_arrows
from hrgrid.storage.violations import says


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
        f"NEW.ground = 'incompetent' AND NEW.state IN ({listed(*PROPOSED)}) "
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
        f"AND NEW.state IN ({listed(*PROPOSED[1:])}) AND OLD.state <> NEW.state "
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
