"""The journal's words for exits."""

from __future__ import annotations

from hrgrid.exits.rules.words import (
    ConsentLevel,
    Delivered,
    ExitAppealState,
    ExitPaper,
    ExitPath,
    ExitState,
    FaultItem,
    Ground,
    Opinion,
    OpinionKind,
    RemedyKind,
    Trigger,
)
from hrgrid.ui.journal.words.table import Words

_CASES = {
    "open_exit": "退出事项立案",
    "step_exit": "办理退出事项",
    "amend_exit": "修改拟退出",
    "talk_exit": "又登记约谈",
    "add_remedy": "另安排补训或调岗",
    "finish_remedy": "登记补训结果",
    "answer_protections": "核对保护情形",
    "seal_protection": "存入保护情形材料",
    "open_protection": "查看保护情形材料",
    "purge_protections": "清除到期的保护情形材料",
    "tell_exit": "告知拟退出",
    "ask_opinion": "征求意见",
    "record_opinion": "登记征求的意见",
    "answer_objection": "答复异议",
    "consent_exit": "登记各级意见",
    "void_consent_exit": "作废各级意见",
    "deliver_exit_paper": "登记送达回证",
    "decide_exit_appeal": "处理退出申诉",
    "reckon_severance": "计算经济补偿",
    "add_settlement": "加一项结算",
    "settle_exit": "办理结算",
    "waive_settlement": "登记不办的结算",
    "hand_over_exit": "移交退出事项",
    "end_engagement": "终止聘用关系",
    "write_exit_paper": "生成退出文书",
}
"""What is done in a case."""

_WARNINGS = {
    "keep_exit_look": "存预警筛查",
    "void_exit_look": "作废预警筛查",
    "put_exit_flag_aside": "预警名单不立案",
    "bring_exit_flag_back": "预警名单恢复待处理",
    "add_regulation": "登记考核管理办法",
    "correct_regulation": "更正考核管理办法",
    "sign_regulation": "登记办法签收",
}
"""What is done before one: looks at results, regulations and who signed for them."""

_WARNING_FIELDS = {
    "look_named": "列入人数",
    "look_left_out": "月数不够的人数",
    "regulation_title": "办法名称",
    "regulation_document_no": "办法文号",
    "regulation_area": "办法适用区域",
    "regulation_procedure": "制定程序",
    "regulation_adopted_on": "通过日期",
    "regulation_announced_on": "公布日期",
    "regulation_signers": "签收人数",
    "regulation_signed_on": "签收日期",
}

WORDS = Words(
    actions=_CASES | _WARNINGS,
    fields=_WARNING_FIELDS
    | {
        "exit_state": "办到",
        "exit_cause": "线索",
        "exit_path": "路径",
        "exit_ground": "依据",
        "exit_item": "第三十九条",
        "exit_remedy": "补训或调岗",
        "reassess_milli": "再考核（千分之一分）",
        "reassess_passed": "再考核合格",
        "watch_until": "观察到",
        "answered_items": "答复的项数",
        "scan_size": "材料大小（字节）",
        "cleared_scans": "清除的材料",
        "speak_until": "申辩到",
        "opinion_of": "向谁征求",
        "opinion": "意见",
        "answer_by": "答复期限",
        "consent_level": "哪一级",
        "agrees": "同意",
        "exit_paper": "文书",
        "delivered_how": "送达方式",
        "exit_appeal": "第几号申诉",
        "exit_appeal_state": "申诉",
        "in_lieu_fen": "代通知金（分）",
        "ended_posts": "结束的任职",
        "vacated_grids": "空出的网格",
        "settlement_line": "结算事项",
        "settled_fen": "金额（分）",
        "reckoned": "计算结果",
        "exit_handler": "经办人",
    },
    codes_of={
        "exit_state": ExitState,
        "exit_cause": Trigger,
        "exit_path": ExitPath,
        "exit_ground": Ground,
        "exit_item": FaultItem,
        "exit_remedy": RemedyKind,
        "opinion_of": OpinionKind,
        "opinion": Opinion,
        "consent_level": ConsentLevel,
        "exit_paper": ExitPaper,
        "delivered_how": Delivered,
        "exit_appeal_state": ExitAppealState,
    },
)
