"""Forbidden writes to the pay of a month: behind its approval, twice, to the bank twice."""

from __future__ import annotations

from typing import Any

from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

SHA = "a" * 64
ROWS: dict[str, dict[str, Any]] = {
    "pay_period": {
        "id": 900,
        "month": 202605,
        "area_id": 900,
        "area_path": "320508001/",
        "state": "open",
        "computed": 1,
        "rule_number": 1,
        "rule_sha256": SHA,
        "input_hash": SHA,
        "output_hash": SHA,
        "people_count": 1,
        "gross_fen": 250_000,
        "net_fen": 250_000,
        "employer_fen": 0,
        "proposer_id": 1,
        "reviewer_id": None,
        "reviewed_by": "",
        "reviewed_on": None,
        "returned_why": "",
        "approval_words": "",
        "approved_on": None,
        "paid_on": None,
        "version": 1,
    },
    "pay_person": {
        "period_id": 900,
        "person_id": 900,
        "area_id": 900,
        "grid_id": 900,
        "post_id": None,
        "days": 31,
        "gross_fen": 250_000,
        "deducted_fen": 0,
        "net_fen": 250_000,
        "employer_fen": 0,
        "held_back": "",
        "reckoning": "{}",
    },
    # Of the month before, so that what is wrong with its kind is wrong with nothing else.
    "pay_line": {
        "person_id": 900,
        "month": 202605,
        "for_month": 202604,
        "pay_item": "base",
        "kind": "back",
        "period_id": 900,
        "reverses_month": None,
        "fen": 100,
    },
    "pay_entry": {
        "id": 900,
        "person_id": 900,
        "month": 202605,
        "pay_item": "bonus",
        "fen": 100,
        "reason": "防汛值守",
        "document_no": "",
        "withdrawn_why": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "pay_account": {
        "person_id": 900,
        "bank": "示例银行",
        "holder": "张三",
        "number": b"sealed",
        "number_mac": b"0123456789abcdef",
        "masked": "**** 0011",
        "version": 1,
    },
    "bank_file": {
        "id": 900,
        "period_id": 900,
        "number": 1,
        "sha256": SHA,
        "people_count": 1,
        "total_fen": 250_000,
        "state": "made",
        "void_reason": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
}
PARENTS = {
    "pay_period": ("area",),
    "pay_person": ("person", "pay_period"),
    "pay_line": ("person", "pay_period"),
    "pay_entry": ("person",),
    "pay_account": ("person",),
    "bank_file": ("pay_period",),
}


def of(table: str, **changes: Any):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


AREA, PERSON = row(WORKFORCE, "area"), row(WORKFORCE, "person")
OPEN = (AREA, PERSON, of("pay_period"))
REVIEWED = {"state": "reviewed", "reviewed_by": "复核人", "reviewed_on": DAY}
APPROVED = REVIEWED | {"state": "approved", "approval_words": "批准", "approved_on": DAY}
SENT = (
    sql("UPDATE pay_period SET state = 'calculated'"),
    sql(f"UPDATE pay_period SET state = 'reviewed', reviewed_by = '复核人', reviewed_on = '{DAY}'"),
)
BACK = {"kind": "reversal", "reverses_month": 202604}
LATER = of("pay_period", id=901, month=202606)
NEVER = {
    # Only some items come by hand.
    "ck_pay_entry_pay_item": "ck_pay_entry_by_hand",
}

FORBIDDEN = [
    # --- a month
    Forbidden("uq_pay_period_month_area_id", of("pay_period", id=901), OPEN),
    Forbidden("ck_pay_period_month_written", of("pay_period", month=202613), OPEN[:1]),
    Forbidden("ck_pay_period_counts_not_negative", of("pay_period", computed=-1), OPEN[:1]),
    Forbidden("ck_pay_period_counts_not_negative", of("pay_period", people_count=-1), OPEN[:1]),
    Forbidden(
        "ck_pay_period_computed_before", of("pay_period", state="calculated", computed=0), OPEN[:1]
    ),
    Forbidden(
        "ck_pay_period_computed_before",
        of("pay_period", state="calculated", output_hash=""),
        OPEN[:1],
    ),
    *(
        Forbidden("ck_pay_period_reviewed_by_whom", of("pay_period", **REVIEWED | lacking), (AREA,))
        for lacking in ({"reviewed_by": ""}, {"reviewed_on": None})
    ),
    *(
        Forbidden("ck_pay_period_approved_how", of("pay_period", **APPROVED | lacking), (AREA,))
        for lacking in ({"approval_words": ""}, {"approved_on": None})
    ),
    Forbidden(
        "ck_pay_period_paid_when", of("pay_period", **APPROVED | {"state": "paid"}), OPEN[:1]
    ),
    *(
        Forbidden(
            "pay_period_goes_forward", sql(f"UPDATE pay_period SET state = '{state}'"), before
        )
        for before, states in (
            (OPEN, ("reviewed", "approved", "paid", "locked")),
            ((*OPEN, *SENT), ("calculated", "paid", "locked")),
        )
        for state in states
    ),
    *(
        Forbidden("pay_period_stays", sql(f"UPDATE pay_period SET {to}"), before)
        for before, changes in (
            (OPEN, ("month = 202606", "area_id = 1")),
            (
                (*OPEN, *SENT),
                ("net_fen = 1", "gross_fen = 1", "people_count = 2", "output_hash = 'b'"),
            ),
        )
        for to in changes
    ),
    # --- whom it pays, and for what
    Forbidden("ck_pay_person_days_of_month", of("pay_person", days=32), OPEN),
    Forbidden("ck_pay_person_net_not_negative", of("pay_person", net_fen=-1), OPEN),
    Forbidden("ck_pay_line_says_something", of("pay_line", fen=0), OPEN),
    Forbidden("ck_pay_line_reverses_what", of("pay_line", kind="reversal"), OPEN),
    Forbidden("ck_pay_line_reverses_what", of("pay_line", reverses_month=202604), OPEN),
    Forbidden("ck_pay_line_paid_in_its_month", of("pay_line", kind="pay"), OPEN),
    Forbidden("ck_pay_line_back_for_before", of("pay_line", for_month=202605), OPEN),
    Forbidden(
        "ck_pay_line_reverses_before", of("pay_line", **BACK | {"reverses_month": 202605}), OPEN
    ),
    Forbidden(
        "ux_pay_line_reversed_once",
        of("pay_line", **BACK, month=202606, period_id=901),
        (*OPEN, LATER, of("pay_line", **BACK)),
    ),
    *(
        forbidden
        for table in ("pay_person", "pay_line")
        for forbidden in (
            Forbidden(f"{table}_settled_insert", of(table), (*OPEN, *SENT)),
            Forbidden(
                f"{table}_settled_delete",
                sql(f"DELETE FROM {table}"),
                (*OPEN, of(table), *SENT),
            ),
        )
    ),
    # --- by hand
    Forbidden("ck_pay_entry_says_something", of("pay_entry", fen=0), OPEN),
    Forbidden("ck_pay_entry_month_written", of("pay_entry", month=202613), OPEN),
    Forbidden("ck_pay_entry_by_hand", of("pay_entry", pay_item="base"), OPEN),
    Forbidden("ck_pay_entry_reason_given", of("pay_entry", reason=""), OPEN),
    *(
        Forbidden("pay_entry_stays", sql(f"UPDATE pay_entry SET {to}"), (*OPEN, of("pay_entry")))
        for to in ("fen = 1", "month = 202606", "pay_item = 'deduction'", "reason = '另'")
    ),
    Forbidden(
        "pay_entry_stays",
        sql("UPDATE pay_entry SET withdrawn_why = ''"),
        (*OPEN, of("pay_entry", withdrawn_why="填错")),
    ),
    # --- to the bank
    *(
        Forbidden("ck_pay_account_named", of("pay_account", **lacking), OPEN)
        for lacking in ({"bank": ""}, {"holder": ""}, {"masked": ""})
    ),
    Forbidden("ck_bank_file_pays_somebody", of("bank_file", people_count=0), OPEN),
    Forbidden("ck_bank_file_pays_somebody", of("bank_file", total_fen=0), OPEN),
    Forbidden("ck_bank_file_void_why", of("bank_file", state="void"), OPEN),
    Forbidden("ck_bank_file_void_why", of("bank_file", void_reason="x"), OPEN),
    Forbidden("ux_bank_file_one", of("bank_file", id=901, number=2), (*OPEN, of("bank_file"))),
    Forbidden(
        "uq_bank_file_period_id_number",
        of("bank_file", id=901),
        (*OPEN, of("bank_file", state="void", void_reason="重做")),
    ),
    *(
        Forbidden("bank_file_stays", sql(f"UPDATE bank_file SET {to}"), (*OPEN, of("bank_file")))
        for to in ("sha256 = 'b'", "total_fen = 1", "people_count = 2")
    ),
    Forbidden(
        "bank_file_stays",
        sql("UPDATE bank_file SET state = 'made', void_reason = ''"),
        (*OPEN, of("bank_file", state="void", void_reason="重做")),
    ),
]
