"""The journal's words for public notices and objections."""

from __future__ import annotations

from hrgrid.publicity.rules import ObjectionHow, ObjectionState
from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        "publish_list": "发布公示",
        "extend_notice": "延长公示",
        "withdraw_notice": "撤回公示",
        "add_notice_scan": "补存公示扫描件",
        "vouch_for_time": "核实公示时间",
        "close_notice": "结束公示",
        "file_objection": "登记异议",
        "accept_objection": "受理异议",
        "refuse_objection": "不予受理异议",
        "assign_investigator": "指定异议核查人",
        "reveal_objector": "查看反映人",
        "add_evidence": "补存异议材料",
        "open_evidence": "查看异议材料",
        "decide_objection": "作出异议结论",
        "reply_objection": "答复异议",
        "write_notice": "生成公示",
        "write_notice_report": "生成公示情况报告",
    },
    fields={
        "workdays": "工作日",
        "clue": "有具体线索",
        "due": "应为",
        "now": "改为",
        "answer_due": "答复期限",
        "upheld": "成立",
        "investigator": "核查人",
        "clear": "无异议（人）",
        "waiting": "等候（人）",
        "removed": "异议成立（人）",
        "time": "时间核实",
    },
    codes=(
        ObjectionHow,
        ObjectionState,
    ),
)
