"""Forbidden writes to the ledger: out of balance, into a locked month, over what stands."""

from __future__ import annotations

from typing import Any

from tests.funding.forbidden import ROWS as BUDGETS
from tests.storage.violating import DAY, Forbidden, T, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

SHA = "a" * 64
ROWS: dict[str, dict[str, Any]] = {
    "ledger_month": {
        "month": 202605,
        "state": "open",
        "locked_on": None,
        "locked_by": "",
        "version": 1,
    },
    "posting": {
        "id": 900,
        "year": 2026,
        "posting_no": None,
        "month": 202605,
        "day": DAY,
        "kind": "expense",
        "area_id": 900,
        "area_path": "320508001/",
        "memo": "支付培训费",
        "document_no": "付〔2026〕1号",
        "award_document": "",
        "scan_sha256": None,
        "state": "draft",
        "entries": 2,
        "debit_fen": 100,
        "entries_sha256": SHA,
        "source_key": None,
        "reverses_id": None,
        "void_reason": "",
        "proposer_id": 1,
        "made_by": "经办人",
        "made_at": T,
        "checker_id": None,
        "posted_by": "",
        "posted_at": None,
        "version": 1,
    },
    "ledger_entry": {
        "posting_id": 900,
        "seq": 1,
        "account": "quota",
        "area_id": 900,
        "item_id": None,
        "grid_id": None,
        "person_id": None,
        "payer": None,
        "fen": -100,
    },
    "ledger_sum": {
        "posting_id": 900,
        "account": "quota",
        "area_id": 900,
        "item_id": 0,
        "month": 202605,
        "fen": -100,
    },
}
PARENTS = {
    "posting": ("area", "ledger_month"),
    "ledger_entry": ("posting",),
    "ledger_sum": ("posting",),
}


def of(table: str, **changes: Any):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


AREA = row(WORKFORCE, "area")
ITEM = row(BUDGETS, "fund_item")
MONTH = of("ledger_month")
LOCKED = of("ledger_month", state="locked", locked_on=DAY)
DRAFT = (AREA, ITEM, MONTH, of("posting"))
ENTRIES = (
    of("ledger_entry"),
    of("ledger_entry", seq=2, account="expense", item_id=900, fen=100),
)
BALANCED = (*DRAFT, *ENTRIES)
VOID = (*DRAFT, sql("UPDATE posting SET state = 'void', void_reason = '填错'"))
_AS_POSTED = f"posting_no = 1, posted_by = '经办人', posted_at = '{T}'"
POST = f"UPDATE posting SET state = 'posted', {_AS_POSTED}"
POSTED = (*BALANCED, sql(POST))


def reversal(**changes: Any):
    """A posting that takes the first one back."""
    return of("posting", **{"id": 901, "kind": "reversal", "reverses_id": 900} | changes)


NEVER = {
    # Every posting begins as a draft, and goes on along the arrows.
    "ck_posting_state": "posting_begins_as_draft",
}

FORBIDDEN = [
    # --- months
    Forbidden("ck_ledger_month_month_written", of("ledger_month", month=202613)),
    Forbidden("ck_ledger_month_locked_when", of("ledger_month", state="locked")),
    Forbidden("ck_ledger_month_locked_when", of("ledger_month", locked_on=DAY)),
    Forbidden(
        "ledger_month_stays",
        sql("UPDATE ledger_month SET state = 'open', locked_on = NULL"),
        (LOCKED,),
    ),
    Forbidden(
        "ledger_month_unposted",
        sql(f"UPDATE ledger_month SET state = 'locked', locked_on = '{DAY}'"),
        DRAFT,
    ),
    # --- a posting by itself
    Forbidden("ck_posting_month_written", sql("UPDATE posting SET month = 202613"), DRAFT),
    Forbidden("fk_posting_month", sql("UPDATE posting SET month = 202701, year = 2027"), DRAFT),
    Forbidden("ck_posting_year_of_month", of("posting", year=2025), DRAFT[:3]),
    Forbidden("ck_posting_memo_given", of("posting", memo=""), DRAFT[:3]),
    Forbidden("ck_posting_reverses_what", of("posting", kind="reversal"), DRAFT[:3]),
    Forbidden("ck_posting_reverses_what", reversal(kind="pay"), POSTED),
    Forbidden("ck_posting_void_why", sql("UPDATE posting SET state = 'void'"), DRAFT),
    Forbidden("ck_posting_debit_not_negative", of("posting", debit_fen=-1), DRAFT[:3]),
    Forbidden(
        "uq_posting_year_posting_no",
        of("posting", id=901, posting_no=1),
        (*DRAFT[:3], of("posting", posting_no=1)),
    ),
    Forbidden(
        "uq_posting_source_key",
        of("posting", id=901, source_key="pay:1"),
        (*DRAFT[:3], of("posting", source_key="pay:1")),
    ),
    Forbidden("uq_posting_reverses_id", reversal(id=902), (*POSTED, reversal())),
    Forbidden(
        "fk_posting_reverses_id",
        sql("UPDATE posting SET kind = 'reversal', reverses_id = 987654"),
        DRAFT,
    ),
    Forbidden("posting_reverses_posted", reversal(), DRAFT),
    Forbidden("posting_reverses_posted", reversal(), VOID),
    # --- from draft to posted, and no further
    Forbidden("posting_begins_as_draft", of("posting", state="void", void_reason="x"), DRAFT[:3]),
    Forbidden("posting_begins_as_draft", of("posting", state="posted"), DRAFT[:3]),
    Forbidden("posting_goes_forward", sql("UPDATE posting SET state = '?'"), BALANCED),
    *(
        Forbidden("posting_stays", sql(f"UPDATE posting SET {to}"), before)
        for before in (POSTED, VOID)
        for to in ("memo = '另'", "debit_fen = 1", "entries_sha256 = 'b'", "row_hash = 1")
    ),
    *(
        Forbidden(
            "ck_posting_posted_whole", sql(f"UPDATE posting SET state = 'posted', {some}"), BALANCED
        )
        for some in (
            f"posting_no = NULL, posted_by = '经办人', posted_at = '{T}'",
            f"posting_no = 1, posted_by = '', posted_at = '{T}'",
            "posting_no = 1, posted_by = '经办人'",
            f"{_AS_POSTED}, entries_sha256 = ''",
        )
    ),
    *(
        Forbidden("posting_unbalanced", sql(POST), (*DRAFT, *entries))
        for entries in (
            (),
            ENTRIES[:1],
            (ENTRIES[0], of("ledger_entry", seq=2, account="expense", item_id=900, fen=99)),
            (*ENTRIES, of("ledger_entry", seq=3), of("ledger_entry", seq=4, fen=100)),
        )
    ),
    Forbidden(
        "posting_award_unapproved",
        sql(POST),
        (
            AREA,
            row(BUDGETS, "fund_item", awards=True),
            MONTH,
            of("posting"),
            *ENTRIES,
        ),
    ),
    Forbidden("posting_month_locked_insert", of("posting"), (AREA, LOCKED)),
    Forbidden("posting_month_locked_insert", of("posting"), (AREA,)),
    Forbidden(
        "posting_month_locked_update",
        sql(f"{POST}, month = 202604"),
        (*BALANCED, of("ledger_month", month=202604, state="locked", locked_on=DAY)),
    ),
    # --- entries and their sums
    Forbidden("ck_ledger_entry_says_something", of("ledger_entry", fen=0), DRAFT),
    Forbidden("ck_ledger_entry_expense_of_what", of("ledger_entry", account="expense"), DRAFT),
    Forbidden("ck_ledger_entry_payable_to_whom", of("ledger_entry", account="payable"), DRAFT),
    *(
        Forbidden("ledger_entry_settled", of("ledger_entry", seq=3), before)
        for before in (POSTED, VOID)
    ),
    *(Forbidden("ledger_sum_settled", of("ledger_sum"), before) for before in (POSTED, VOID)),
]
