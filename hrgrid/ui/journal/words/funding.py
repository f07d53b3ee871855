"""The journal's words for funding."""

from __future__ import annotations

from hrgrid.ui.journal.words.table import Words

_BUDGETS = {
    "open_budget": "建立年度经费",
    "draft_budget_act": "拟经费文件",
    "approve_budget_act": "经费文件审批通过",
    "void_budget_act": "作废经费文件",
    "add_fund_item": "增加经费科目",
    "write_funding_paper": "输出经费文书",
    "change_fund_item": "修改经费科目",
    "retire_fund_item": "停用或恢复经费科目",
}
_GRANTS = {
    "compute_grants": "测算按格经费",
    "apply_grants": "采用按格经费测算",
}
_LEDGER = {
    "draft_posting": "填制凭证",
    "post_posting": "复核记账",
    "void_posting": "作废凭证",
    "lock_ledger_month": "台账结账",
}

WORDS = Words(
    actions=_BUDGETS | _GRANTS | _LEDGER,
    fields={
        "grid_count": "网格数",
        "total_fen": "合计（分）",
        "debit_fen": "借方合计（分）",
        "entries_sha256": "分录摘要",
    },
)
