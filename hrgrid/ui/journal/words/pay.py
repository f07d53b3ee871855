"""The journal's words for the monthly pay."""

from __future__ import annotations

from hrgrid.funding.rules.words import PayItem, PayState
from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        "open_pay": "建立月度薪酬",
        "compute_pay": "计算薪酬",
        "review_pay": "复核薪酬",
        "return_pay": "退回薪酬",
        "approve_pay": "薪酬审批通过",
        "pay_out": "发放薪酬",
        "pay_held": "补发暂缓的薪酬",
        "lock_pay": "锁定薪酬",
        "hold_pay": "暂缓或恢复发放",
        "add_pay_entry": "登记手工增减",
        "withdraw_pay_entry": "撤回手工增减",
        "settle_pay": "补发或冲回之前的月份",
        "set_pay_account": "登记工资卡",
        "make_bank_file": "生成银行代发文件",
        "void_bank_file": "作废银行代发文件",
    },
    fields={
        "pay_state": "薪酬办到",
        "pay_computed": "第几次计算",
        "pay_people": "发放人数",
        "pay_net_fen": "实发合计（分）",
        "pay_changed": "与上次不同的人数",
        "pay_output": "结果摘要",
        "pay_month": "薪酬月份",
        "pay_for_month": "补哪个月",
        "pay_back_fen": "补发（分）",
        "pay_reversed_fen": "冲回（分）",
        "pay_item": "薪酬项目",
        "pay_fen": "薪酬金额（分）",
        "pay_bank": "开户银行",
        "pay_account": "工资卡号",
        "bank_file_number": "第几份代发文件",
        "bank_file_sha256": "代发文件摘要",
        "bank_file_left_out": "没有列入代发的人数",
    },
    codes_of={"pay_state": PayState, "pay_item": PayItem},
)
