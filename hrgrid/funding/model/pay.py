"""The pay of a month: its state, every person's lines, entries by hand, accounts, bank files."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.funding.model import ledger  # noqa: F401 - foreign keys
from hrgrid.funding.rules.words import (
    BY_HAND,
    COMPUTED_IN,
    PAY_ARROWS,
    BankFileState,
    PayItem,
    PayKind,
    PayState,
)
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, Withheld, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, listed, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys

MONTH = "month BETWEEN 199001 AND 299912 AND month % 100 BETWEEN 1 AND 12"


class PayPeriod(RowHashed, Versioned, Base):
    """One month of pay for the people below one area; 202611 is November 2026. Sums in fen."""

    __tablename__ = "pay_period"
    __label__ = "月度薪酬"
    __table_args__ = (
        UniqueConstraint("month", "area_id"),
        CheckConstraint(MONTH, name="month_written"),
        CheckConstraint("computed >= 0 AND people_count >= 0", name="counts_not_negative"),
        CheckConstraint(
            "state = 'open' OR (computed >= 1 AND output_hash <> '')", name="computed_before"
        ),
        CheckConstraint(
            "state NOT IN ('reviewed', 'approved', 'paid', 'locked') OR "
            "(reviewed_by <> '' AND reviewed_on IS NOT NULL)",
            name="reviewed_by_whom",
        ),
        CheckConstraint(
            "state NOT IN ('approved', 'paid', 'locked') OR "
            "(approval_words <> '' AND approved_on IS NOT NULL)",
            name="approved_how",
        ),
        CheckConstraint("state NOT IN ('paid', 'locked') OR paid_on IS NOT NULL", name="paid_when"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    month: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(String(400))
    state: Mapped[PayState] = mapped_column(code_of(PayState, "state"))
    # The how-manieth computation stands here, by which version of the rules.
    computed: Mapped[int]
    rule_number: Mapped[int | None]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    people_count: Mapped[int]
    gross_fen: Mapped[int] = mapped_column(BigInteger)
    net_fen: Mapped[int] = mapped_column(BigInteger)
    employer_fen: Mapped[int] = mapped_column(BigInteger)
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    reviewed_by: Mapped[str] = mapped_column(String(80))
    reviewed_on: Mapped[dt.date | None]
    returned_why: Mapped[str] = mapped_column(String(200))
    approval_words: Mapped[str] = mapped_column(Text)
    approved_on: Mapped[dt.date | None]
    paid_on: Mapped[dt.date | None]


guard(
    PayPeriod,
    Trigger("pay_period_keeps_delete", "pay_period", "DELETE"),
    Trigger("pay_period_goes_forward", "pay_period", "UPDATE", off_the_arrows(PAY_ARROWS)),
    Trigger(
        "pay_period_stays",
        "pay_period",
        "UPDATE",
        "OLD.month <> NEW.month OR OLD.area_id <> NEW.area_id OR "
        f"(OLD.state NOT IN ({listed(*COMPUTED_IN)}) AND NEW.state <> 'open' AND "
        "(OLD.output_hash <> NEW.output_hash OR OLD.gross_fen <> NEW.gross_fen "
        "OR OLD.net_fen <> NEW.net_fen OR OLD.people_count <> NEW.people_count))",
    ),
)
says("uq_pay_period_month_area_id", "这个月的薪酬已经建过。请打开原来的")
says("pay_period_keeps_delete", "月度薪酬不能删除。请退回后重新计算")
says("pay_period_goes_forward", "这个月的薪酬不能从现在的状态走这一步。请刷新后查看")
says("pay_period_stays", "送审以后月份、单位和金额不能改。请先退回，再重新计算")

_STATE = "(SELECT state FROM pay_period WHERE pay_period.id = {row}.period_id)"


def _settled(table: str) -> tuple[Trigger, ...]:
    """Rows come and go while the month is computed, and stay afterwards."""
    may = listed(*COMPUTED_IN)
    return (
        Trigger(f"{table}_keeps_update", table, "UPDATE"),
        Trigger(
            f"{table}_settled_insert", table, "INSERT", f"{_STATE.format(row='NEW')} NOT IN ({may})"
        ),
        Trigger(
            f"{table}_settled_delete", table, "DELETE", f"{_STATE.format(row='OLD')} NOT IN ({may})"
        ),
    )


class PayPerson(Base):
    """What somebody is paid in a month, in fen, and how it came about (`reckoning`, JSON).

    `days` are the days in post. Who is held back is told why and stands on no bank file.
    """

    __tablename__ = "pay_person"
    __label__ = "个人月薪"
    __table_args__ = (
        CheckConstraint("days BETWEEN 0 AND 31", name="days_of_month"),
        CheckConstraint("net_fen >= 0", name="net_not_negative"),
        {"sqlite_with_rowid": False},
    )

    period_id: Mapped[int] = mapped_column(ForeignKey("pay_period.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # The street or whatever unit pays him, and his grid if he has one.
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    days: Mapped[int]
    gross_fen: Mapped[int] = mapped_column(BigInteger)
    deducted_fen: Mapped[int] = mapped_column(BigInteger)
    net_fen: Mapped[int] = mapped_column(BigInteger)
    employer_fen: Mapped[int] = mapped_column(BigInteger)
    held_back: Mapped[str] = mapped_column(String(200))
    reckoning: Mapped[str] = mapped_column(Text)


guard(PayPerson, *_settled("pay_person"))


class PayLine(Base):
    """One item of somebody's pay, in fen; deductions are below zero.

    `for_month` is the month it belongs to, `month` the one in which it is paid. The key makes an
    item unique for a person and month; a reversal names the month whose line it takes back.
    """

    __tablename__ = "pay_line"
    __label__ = "薪酬明细"
    __table_args__ = (
        CheckConstraint("fen <> 0", name="says_something"),
        CheckConstraint("(kind = 'reversal') = (reverses_month IS NOT NULL)", name="reverses_what"),
        CheckConstraint("kind <> 'pay' OR for_month = month", name="paid_in_its_month"),
        CheckConstraint("kind = 'pay' OR for_month < month", name="back_for_before"),
        CheckConstraint("reverses_month IS NULL OR reverses_month < month", name="reverses_before"),
        Index("ix_pay_line_period", "period_id"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    for_month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pay_item: Mapped[PayItem] = mapped_column(code_of(PayItem, "pay_item"), primary_key=True)
    kind: Mapped[PayKind] = mapped_column(code_of(PayKind, "kind"), primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("pay_period.id"))
    reverses_month: Mapped[int | None]
    fen: Mapped[int] = mapped_column(BigInteger)


guard(
    PayLine,
    AtMostOne(
        "ux_pay_line_reversed_once",
        "pay_line",
        ("person_id", "for_month", "pay_item", "reverses_month"),
        "kind = 'reversal'",
    ),
    *_settled("pay_line"),
)
for _table, _what in (("pay_person", "个人月薪"), ("pay_line", "薪酬明细")):
    says(f"{_table}_keeps_update", f"{_what}不能改。请重新计算")
    for _event in ("insert", "delete"):
        says(
            f"{_table}_settled_{_event}",
            "这个月的薪酬已经送审或发放，明细不能再动。要更正请在之后的月份补发或冲回",
        )
says("pk_pay_line", "同一个人同一个月的这一项已经计过。请核对是否在两个单位各算了一次")
says("pk_pay_person", "这个人这个月已经计过。请刷新后查看")
says("ux_pay_line_reversed_once", "这一笔已经冲回过。请打开原来的冲回查看")


class PayEntry(RowHashed, Versioned, Base):
    """Somebody's bonus or deduction of a month by hand, in fen, with reason and document."""

    __tablename__ = "pay_entry"
    __label__ = "手工增减"
    __table_args__ = (
        CheckConstraint("fen <> 0", name="says_something"),
        CheckConstraint(MONTH, name="month_written"),
        CheckConstraint(f"pay_item IN ({listed(*BY_HAND)})", name="by_hand"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_pay_entry_person", "month", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    month: Mapped[int]
    pay_item: Mapped[PayItem] = mapped_column(code_of(PayItem, "pay_item"))
    fen: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(80))
    withdrawn_why: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    PayEntry,
    Trigger("pay_entry_keeps_delete", "pay_entry", "DELETE"),
    Trigger(
        "pay_entry_stays",
        "pay_entry",
        "UPDATE",
        "OLD.person_id <> NEW.person_id OR OLD.month <> NEW.month OR OLD.pay_item <> NEW.pay_item "
        "OR OLD.fen <> NEW.fen OR OLD.reason <> NEW.reason OR OLD.withdrawn_why <> ''",
    ),
)
says("pay_entry_keeps_delete", "手工增减不能删除。登记错了请撤回，写明原因")
says("pay_entry_stays", "手工增减登记后不能改。请撤回，再登记一笔")


class PayAccount(RowHashed, Versioned, Base):
    """Somebody's bank account; its number is opened for a bank file alone."""

    __tablename__ = "pay_account"
    __label__ = "工资卡"
    __table_args__ = (
        CheckConstraint("bank <> '' AND holder <> '' AND masked <> ''", name="named"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    bank: Mapped[str] = mapped_column(String(80))
    holder: Mapped[str] = mapped_column(String(40))
    number: Mapped[bytes] = mapped_column(Withheld)
    number_mac: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    masked: Mapped[str] = mapped_column(String(40))


class BankFile(RowHashed, Versioned, Base):
    """A workbook for the bank, made once for a month; `sha256` is of what it pays to whom."""

    __tablename__ = "bank_file"
    __label__ = "银行代发文件"
    __table_args__ = (
        UniqueConstraint("period_id", "number"),
        CheckConstraint("people_count >= 1 AND total_fen > 0", name="pays_somebody"),
        CheckConstraint("(state = 'void') = (void_reason <> '')", name="void_why"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("pay_period.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    people_count: Mapped[int]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[BankFileState] = mapped_column(code_of(BankFileState, "state"))
    void_reason: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    BankFile,
    AtMostOne("ux_bank_file_one", "bank_file", ("period_id",), "state = 'made'"),
    Trigger("bank_file_keeps_delete", "bank_file", "DELETE"),
    Trigger(
        "bank_file_stays",
        "bank_file",
        "UPDATE",
        "OLD.state = 'void' OR OLD.sha256 <> NEW.sha256 OR OLD.total_fen <> NEW.total_fen "
        "OR OLD.people_count <> NEW.people_count OR OLD.period_id <> NEW.period_id",
    ),
)
says(
    "ux_bank_file_one", "这个月的银行代发文件已经生成过。重复送银行会重复发放，要重做请先作废原来的"
)
says("uq_bank_file_period_id_number", "有人刚生成过代发文件。请刷新后查看")
says("bank_file_keeps_delete", "银行代发文件的登记不能删除。请作废，写明原因")
says("bank_file_stays", "银行代发文件登记后不能改。请作废后重做")
