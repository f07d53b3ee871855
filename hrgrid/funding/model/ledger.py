"""台账: postings whose entries sum to zero, months that lock, all of it written once."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.funding.model import budgets  # noqa: F401 - foreign keys
from hrgrid.funding.rules.words import (
    POSTING_ARROWS,
    Account,
    MonthState,
    PostingKind,
    PostingState,
    Source,
)
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys

_MONTH = "month BETWEEN 199001 AND 299912 AND month % 100 BETWEEN 1 AND 12"


class LedgerMonth(RowHashed, Versioned, Base):
    """One month of the ledger; once it is locked it stays so, and takes no row."""

    __tablename__ = "ledger_month"
    __label__ = "台账月份"
    __table_args__ = (
        CheckConstraint(_MONTH, name="month_written"),
        CheckConstraint("(state = 'locked') = (locked_on IS NOT NULL)", name="locked_when"),
    )

    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[MonthState] = mapped_column(code_of(MonthState, "state"))
    locked_on: Mapped[dt.date | None]
    locked_by: Mapped[str] = mapped_column(String(80))


guard(
    LedgerMonth,
    Trigger("ledger_month_keeps_delete", "ledger_month", "DELETE"),
    Trigger("ledger_month_stays", "ledger_month", "UPDATE", "OLD.state = 'locked'"),
    Trigger(
        "ledger_month_unposted",
        "ledger_month",
        "UPDATE",
        "NEW.state = 'locked' AND EXISTS (SELECT 1 FROM posting "
        "WHERE posting.month = NEW.month AND posting.state = 'draft')",
    ),
)
says("ledger_month_keeps_delete", "台账月份不能删除")
says("ledger_month_stays", "这个月已经结账，不能再改。请记在之后的月份")
says("ledger_month_unposted", "这个月还有没复核的凭证，不能结账。请先复核记账或作废")


class Posting(RowHashed, Versioned, Base):
    """记账凭证: entries that sum to zero, checked when it is posted and frozen from then on.

    `source_key` names what it came from, so that nothing is posted twice. A reversal is a posting
    of its own that names the one it takes back, once.
    """

    __tablename__ = "posting"
    __label__ = "记账凭证"
    __table_args__ = (
        UniqueConstraint("year", "posting_no"),
        UniqueConstraint("source_key"),
        UniqueConstraint("reverses_id"),
        CheckConstraint(_MONTH, name="month_written"),
        CheckConstraint("year = month / 100", name="year_of_month"),
        CheckConstraint("memo <> ''", name="memo_given"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reverses_what"),
        CheckConstraint(
            "state <> 'posted' OR (posting_no IS NOT NULL AND posted_at IS NOT NULL "
            "AND posted_by <> '' AND entries >= 2 AND length(entries_sha256) = 64)",
            name="posted_whole",
        ),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_why"),
        CheckConstraint("debit_fen >= 0", name="debit_not_negative"),
        Index("ix_posting_month", "month", "state"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    # Given when it is posted, in a row within the year, never used again.
    posting_no: Mapped[int | None]
    month: Mapped[int] = mapped_column(ForeignKey("ledger_month.month"))
    day: Mapped[dt.date]
    kind: Mapped[PostingKind] = mapped_column(code_of(PostingKind, "kind"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    memo: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(80))
    # The document that approved an honour, where honour money is paid.
    award_document: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[PostingState] = mapped_column(code_of(PostingState, "state"))
    entries: Mapped[int]
    debit_fen: Mapped[int] = mapped_column(BigInteger)
    entries_sha256: Mapped[str] = mapped_column(String(64))
    source_key: Mapped[str | None] = mapped_column(String(80))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"))
    void_reason: Mapped[str] = mapped_column(String(200))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[dt.datetime]
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    posted_by: Mapped[str] = mapped_column(String(80))
    posted_at: Mapped[dt.datetime | None]


def _month_locked(row: str) -> str:
    return (
        f"COALESCE((SELECT state FROM ledger_month WHERE ledger_month.month = {row}.month), "
        "'locked') = 'locked'"
    )


_ENTRIES = "FROM ledger_entry WHERE ledger_entry.posting_id = NEW.id"
guard(
    Posting,
    Trigger("posting_keeps_delete", "posting", "DELETE"),
    Trigger("posting_goes_forward", "posting", "UPDATE", off_the_arrows(POSTING_ARROWS)),
    Trigger("posting_stays", "posting", "UPDATE", "OLD.state <> 'draft'"),
    # A draft is where every posting begins: entries are laid in before it is checked.
    Trigger("posting_begins_as_draft", "posting", "INSERT", "NEW.state <> 'draft'"),
    Trigger("posting_month_locked_insert", "posting", "INSERT", _month_locked("NEW")),
    Trigger(
        "posting_month_locked_update",
        "posting",
        "UPDATE",
        f"NEW.state = 'posted' AND {_month_locked('NEW')}",
    ),
    Trigger(
        "posting_unbalanced",
        "posting",
        "UPDATE",
        f"NEW.state = 'posted' AND (COALESCE((SELECT SUM(fen) {_ENTRIES}), 1) <> 0 "
        f"OR (SELECT COUNT(*) {_ENTRIES}) <> NEW.entries)",
    ),
    Trigger(
        "posting_award_unapproved",
        "posting",
        "UPDATE",
        "NEW.state = 'posted' AND NEW.award_document = '' AND EXISTS "
        "(SELECT 1 FROM ledger_entry JOIN fund_item ON fund_item.id = ledger_entry.item_id "
        "WHERE ledger_entry.posting_id = NEW.id AND fund_item.awards)",
    ),
    Trigger(
        "posting_reverses_posted",
        "posting",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posting AS first "
        "WHERE first.id = NEW.reverses_id AND first.state = 'posted')",
    ),
)
says("uq_posting_year_posting_no", "有人刚记过一张凭证，这次没有记上。请再记一次")
says("uq_posting_source_key", "这件事已经记过账，不能再记一次。请打开原来的凭证查看")
says("uq_posting_reverses_id", "这张凭证已经冲正过，不能再冲一次。请打开原来的红字凭证")
says("posting_keeps_delete", "凭证不能删除。没记账的请作废，记过账的请红字冲正")
says("posting_goes_forward", "凭证不能从现在的状态走这一步。请刷新后查看")
says("posting_stays", "已经记账或作废的凭证不能再改。记错了请红字冲正")
says("posting_begins_as_draft", "凭证要先填制，再复核记账。请再办一次")
for _event in ("insert", "update"):
    says(f"posting_month_locked_{_event}", "这个月已经结账，不能再记账。请记在之后的月份")
says("posting_unbalanced", "这张凭证借贷不平，或明细不全，不能记账。请核对各行金额")
says(
    "posting_award_unapproved",
    "表彰奖励经费没有写明批准表彰的文号，不能记账。请先填上批准文号",
)
says("posting_reverses_posted", "只有记过账的凭证才能冲正。请核对凭证号")


class LedgerEntry(Base):
    """One row of a posting, in fen: a debit above zero, a credit below."""

    __tablename__ = "ledger_entry"
    __label__ = "台账分录"
    __table_args__ = (
        CheckConstraint("fen <> 0", name="says_something"),
        CheckConstraint("account <> 'expense' OR item_id IS NOT NULL", name="expense_of_what"),
        CheckConstraint("account <> 'payable' OR person_id IS NOT NULL", name="payable_to_whom"),
        {"sqlite_with_rowid": False},
    )

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[Account] = mapped_column(code_of(Account, "account"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("fund_item.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    payer: Mapped[Source | None] = mapped_column(code_of(Source, "payer"))
    fen: Mapped[int] = mapped_column(BigInteger)


guard(
    LedgerEntry,
    *append_only("ledger_entry"),
    Trigger(
        "ledger_entry_settled",
        "ledger_entry",
        "INSERT",
        "(SELECT state FROM posting WHERE posting.id = NEW.posting_id) <> 'draft'",
    ),
)
for _event in ("update", "delete"):
    says(f"ledger_entry_keeps_{_event}", "台账分录写下就不能改。记错了请红字冲正")
says("ledger_entry_settled", "这张凭证已经记账或作废，不能再加分录。请另填一张")


class LedgerSum(Base):
    """The sums of a posted posting by account, unit and item: what reports add up.

    Written in the same transaction as the entries, so that a year's report reads some thousand
    rows and not a million and a half. `item_id` is 0 where there is none.
    """

    __tablename__ = "ledger_sum"
    __label__ = "台账汇总"
    __table_args__ = (
        Index("ix_ledger_sum_area", "area_id", "month"),
        {"sqlite_with_rowid": False},
    )

    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    account: Mapped[Account] = mapped_column(code_of(Account, "account"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int]
    fen: Mapped[int] = mapped_column(BigInteger)


guard(
    LedgerSum,
    *append_only("ledger_sum"),
    Trigger(
        "ledger_sum_settled",
        "ledger_sum",
        "INSERT",
        "(SELECT state FROM posting WHERE posting.id = NEW.posting_id) <> 'draft'",
    ),
)
for _event in ("update", "delete"):
    says(f"ledger_sum_keeps_{_event}", "台账汇总写下就不能改")
says("ledger_sum_settled", "这张凭证已经记账或作废，汇总不能再加。请另填一张")
