"""Forbidden writes to budgets, their papers and grants, as plain SQL."""

from __future__ import annotations

from typing import Any

from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

SHA = "a" * 64
ROWS: dict[str, dict[str, Any]] = {
    "fund_item": {
        "id": 900,
        "code": "base",
        "label": "基本报酬",
        "heading": "pay",
        "awards": False,
        "active": True,
        "sort": 1,
        "version": 1,
    },
    "fund_budget": {
        "id": 900,
        "year": 2026,
        "area_id": 900,
        "area_path": "320508001/",
        "parent_id": None,
        "total_fen": 1_000,
        "given_fen": 300,
        "allotted_fen": 700,
        "version": 1,
    },
    "fund_allotment": {
        "budget_id": 900,
        "heading": "pay",
        "fen": 700,
        "spent_fen": 100,
        "version": 1,
    },
    "budget_act": {
        "id": 900,
        "year": 2026,
        "kind": "give",
        "area_path": "320508001/",
        "title": "2026 年分给下级",
        "document_no": "财〔2026〕1号",
        "day": DAY,
        "why": "按年度计划",
        "scan_sha256": None,
        "state": "draft",
        "proposer_id": 1,
        "approval_words": "",
        "decided_on": None,
        "void_reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "budget_move": {
        "act_id": 900,
        "seq": 1,
        "budget_id": 900,
        "heading": None,
        "payer": None,
        "other_budget_id": 901,
        "fen": 300,
        "note": "按网格数",
    },
    "grant_run": {
        "id": 900,
        "year": 2026,
        "area_id": 900,
        "area_path": "320508001/",
        "number": 1,
        "rule_number": 1,
        "rule_sha256": SHA,
        "day": DAY,
        "state": "draft",
        "input_hash": SHA,
        "output_hash": SHA,
        "grid_count": 1,
        "total_fen": 3_000_000,
        "act_id": None,
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "grant_line": {
        "run_id": 900,
        "grid_id": 900,
        "area_id": 900,
        "kind": "general",
        "rate_fen": 3_000_000,
        "months": 12,
        "days": 365,
        "fen": 3_000_000,
    },
}
PARENTS = {
    "fund_budget": ("area",),
    "fund_allotment": ("fund_budget",),
    "budget_move": ("fund_budget", "budget_act"),
    "grant_run": ("area",),
    "grant_line": ("grant_run",),
}


def of(table: str, **changes: Any):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


AREA = row(WORKFORCE, "area")
BUDGET = (AREA, of("fund_budget"))
OTHER_YEAR = of("fund_budget", id=901, year=2025)
STEPS = {"budget_move": (OTHER_YEAR,)}
ACT = (*BUDGET, OTHER_YEAR, of("budget_act"))
MOVED = (*ACT, of("budget_move"))
VOID = (*ACT, sql("UPDATE budget_act SET state = 'void', void_reason = '不用了'"))
RUN = (AREA, of("grant_run"))
APPLIED = (*RUN, sql("UPDATE grant_run SET state = 'applied'"))
NEVER = {
    # A budget never changes what it hangs below, and before it is there nothing hangs below it.
    "ck_fund_budget_not_its_own_parent": "fund_budget_stays",
    "fk_fund_budget_parent_id": "fund_budget_parent_same_year",
    # Parts are not negative and lie within the whole.
    "ck_fund_budget_total_not_negative": "ck_fund_budget_parts_within_total",
}

FORBIDDEN = [
    # --- items
    Forbidden("ck_fund_item_named", of("fund_item", code="")),
    Forbidden("ck_fund_item_named", of("fund_item", label="")),
    Forbidden("uq_fund_item_code", of("fund_item", id=901, label="另"), (of("fund_item"),)),
    Forbidden("uq_fund_item_label", of("fund_item", id=901, code="x"), (of("fund_item"),)),
    *(
        Forbidden("fund_item_stays", sql(f"UPDATE fund_item SET {to}"), (of("fund_item"),))
        for to in ("code = 'x'", "heading = 'star'")
    ),
    # --- what a unit has
    Forbidden("ck_fund_budget_year_written", of("fund_budget", year=26), (AREA,)),
    Forbidden("uq_fund_budget_year_area_id", of("fund_budget", id=901), BUDGET),
    Forbidden("ck_fund_budget_parts_not_negative", of("fund_budget", given_fen=-1), (AREA,)),
    Forbidden("ck_fund_budget_parts_not_negative", of("fund_budget", allotted_fen=-1), (AREA,)),
    *(
        Forbidden("ck_fund_budget_parts_within_total", sql(f"UPDATE fund_budget SET {to}"), BUDGET)
        for to in ("total_fen = 999", "given_fen = 301", "allotted_fen = 701")
    ),
    *(
        Forbidden("fund_budget_stays", sql(f"UPDATE fund_budget SET {to}"), BUDGET)
        for to in ("year = 2027", "area_id = 1", "parent_id = 900")
    ),
    Forbidden(
        "fund_budget_parent_same_year", of("fund_budget", id=901, year=2027, parent_id=900), BUDGET
    ),
    # --- what is set aside, and what is spent of it
    Forbidden("ck_fund_allotment_not_negative", of("fund_allotment", fen=-1), BUDGET),
    Forbidden("ck_fund_allotment_spent_not_negative", of("fund_allotment", spent_fen=-1), BUDGET),
    Forbidden("ck_fund_allotment_spent_within", of("fund_allotment", spent_fen=701), BUDGET),
    # --- papers
    Forbidden("ck_budget_act_titled", of("budget_act", title="")),
    Forbidden("ck_budget_act_year_written", of("budget_act", year=26)),
    *(
        Forbidden(
            "ck_budget_act_approved_how",
            of(
                "budget_act",
                **{"state": "approved", "approval_words": "书记批准", "decided_on": DAY} | lacking,
            ),
        )
        for lacking in ({"approval_words": ""}, {"decided_on": None}, {"document_no": ""})
    ),
    Forbidden("ck_budget_act_void_why", of("budget_act", state="void")),
    Forbidden("budget_act_goes_forward", sql("UPDATE budget_act SET state = '?'"), ACT),
    *(
        Forbidden("budget_act_stays", sql(f"UPDATE budget_act SET {to}"), VOID)
        for to in ("title = '另一份'", "void_reason = '又一个'", "row_hash = 1")
    ),
    Forbidden(
        "budget_act_empty",
        sql(
            f"UPDATE budget_act SET state = 'approved', approval_words = '批', decided_on = '{DAY}'"
        ),
        ACT,
    ),
    # --- their lines
    Forbidden("ck_budget_move_moves_something", of("budget_move", fen=0), ACT),
    Forbidden("ck_budget_move_seq_from_one", of("budget_move", seq=0), ACT),
    Forbidden("ck_budget_move_other_side", of("budget_move", other_budget_id=900), ACT),
    *(
        Forbidden("ck_budget_move_one_meaning", of("budget_move", **meant), ACT)
        for meant in (
            {"other_budget_id": None},
            {"payer": "city"},
            {"heading": "pay"},
            {"other_budget_id": None, "heading": "pay", "payer": "city"},
        )
    ),
    Forbidden("ck_budget_move_heading", of("budget_move", other_budget_id=None, heading="?"), ACT),
    Forbidden("ck_budget_move_payer", of("budget_move", other_budget_id=None, payer="?"), ACT),
    Forbidden("budget_move_settled", of("budget_move"), VOID),
    # --- grants
    Forbidden("uq_grant_run_year_area_id_number", of("grant_run", id=901), RUN),
    Forbidden("ck_grant_run_number_from_one", of("grant_run", number=0), (AREA,)),
    Forbidden("ck_grant_run_sums_not_negative", of("grant_run", grid_count=-1), (AREA,)),
    Forbidden("ck_grant_run_sums_not_negative", of("grant_run", total_fen=-1), (AREA,)),
    Forbidden("ux_grant_run_applied", of("grant_run", id=901, number=2, state="applied"), APPLIED),
    Forbidden("grant_run_goes_forward", sql("UPDATE grant_run SET state = 'draft'"), APPLIED),
    *(
        Forbidden("grant_run_stays", sql(f"UPDATE grant_run SET {to}"), RUN)
        for to in (
            "year = 2027",
            "number = 2",
            "rule_sha256 = 'b'",
            "day = '2026-06-01'",
            "output_hash = 'b'",
            "total_fen = 1",
            "grid_count = 2",
        )
    ),
    Forbidden("ck_grant_line_not_negative", of("grant_line", rate_fen=0, fen=-1), RUN),
    Forbidden("ck_grant_line_within_rate", of("grant_line", fen=3_000_001), RUN),
    *(
        Forbidden("ck_grant_line_covered", of("grant_line", **held), RUN)
        for held in ({"months": 13}, {"months": -1}, {"days": 367}, {"days": -1})
    ),
    Forbidden("grant_line_settled", of("grant_line"), APPLIED),
]
