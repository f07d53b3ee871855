"""The journal's words for random inspections."""

from __future__ import annotations

from hrgrid.assessment.rules.words import FindingState, InspectionState, VisitResult
from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        "open_inspection": "新建双随机检查",
        "change_inspection": "更改双随机检查",
        "seal_inspection": "封存抽查名册",
        "unseal_inspection": "重开抽查名册",
        "draw_inspection": "抽取检查对象",
        "publish_inspection": "登记双随机通报",
        "close_inspection": "办结双随机检查",
        "cancel_inspection": "取消双随机检查",
        "add_inspectors": "加入检查人员",
        "remove_inspectors": "删去检查人员",
        "record_visit": "录入检查结果",
        "correct_visit": "更正检查结果",
        "clear_visit": "撤销检查结果",
        "sign_visit": "登记检查签字",
        "add_inspection_photo": "加入检查照片",
        "remove_inspection_photo": "删去检查照片",
        "add_finding": "登记检查问题",
        "change_finding": "更改检查问题",
        "rectify_finding": "登记整改",
        "close_finding": "复查销号",
        "send_back_finding": "退回整改",
        "void_finding": "作废检查问题",
    },
    fields={
        "sample": "抽查人数",
        "office_sample": "抽查单位数",
        "team_size": "每组人数",
        "team_count": "组数",
        "on_duty": "在岗人数",
        "not_seen": "今年未查人数",
        "offices": "联动单位数",
        "inspectors": "检查人员",
        "times": "第几次封存",
        "drawn": "抽中",
        "carried": "转入继续整改",
        "inspection_state": "状态",
        "visited_on": "检查日期",
        "visit_result": "检查结果",
        "deducted": "扣分（千分之一分）",
        "signed_on": "签字日期",
        "finding_state": "状态",
        "rectified_on": "整改日期",
        "rectified_by": "整改人",
        "rectification": "整改情况",
        "closed_by": "复查人",
    },
    codes_of={
        "inspection_state": InspectionState,
        "visit_result": VisitResult,
        "finding_state": FindingState,
    },
)
