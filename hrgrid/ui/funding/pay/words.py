"""Words of the level of pay, and what is read for it."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.money import format_money
from hrgrid.funding.queries.pay import pay_count, pay_list, pay_periods
from hrgrid.funding.rules.pay_forms import PayFilter
from hrgrid.funding.rules.pay_rows import PayRow, PeriodRow
from hrgrid.funding.rules.words import PayState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.tables import Column

PAGE = 200
EVERYBODY, HELD, CHANGED = "", "held", "changed"
PRIMARY = {
    PayState.OPEN: "计算薪酬",
    PayState.CALCULATED: "复核通过",
    PayState.REVIEWED: "审批",
    PayState.APPROVED: "登记发放",
    PayState.PAID: "锁定",
}
"""The one next step of each state."""


def money(fen: int) -> str:
    """Yuan, or nothing for nought."""
    return format_money(fen) if fen else ""


def changed(row: PayRow) -> str:
    """By how much the pay is other than in the computation before."""
    if row.was_fen is None:
        return ""
    by = row.net_fen - row.was_fen
    return f"+{format_money(by)}" if by > 0 else format_money(by)


# The last that may drop goes first.
COLUMNS: tuple[Column[PayRow], ...] = (
    Column("姓名", lambda row: row.name, 84, strong=True),
    Column("工号", lambda row: row.number, 96, quiet=True, drops=True),
    Column("单位", lambda row: row.area, 80, grows=True),
    Column("网格", lambda row: row.grid, 110, quiet=True, drops=True, grows=True),
    Column("天数", lambda row: str(row.days), 50, right=True, drops=True),
    Column("应发", lambda row: format_money(row.gross_fen), 96, right=True),
    Column("扣减", lambda row: money(row.deducted_fen), 84, right=True),
    Column("实发", lambda row: format_money(row.net_fen), 96, right=True, strong=True),
    Column("与上次", changed, 88, right=True, drops=True),
    Column(
        "发放",
        lambda row: "暂缓" if row.held_back else "",
        60,
        chip=lambda row: "warn" if row.held_back else "",
    ),
)


def facts(row: PeriodRow) -> str:
    """The month in a line: people, sums, who made, checked and approved it."""
    if not row.computed:
        return row.returned_why and f"已退回：{row.returned_why}"
    parts = [
        f"{row.people:,} 人",
        f"应发 {format_money(row.gross_fen)} 元",
        f"实发 {format_money(row.net_fen)} 元",
        f"单位负担 {format_money(row.employer_fen)} 元" if row.employer_fen else "",
        f"暂缓 {row.held} 人" if row.held else "",
        f"第 {row.computed} 次计算（{row.made_by}）",
        f"复核 {row.reviewed_by}" if row.reviewed_by else "",
        row.approval_words,
        f"{row.paid_on:%Y-%m-%d} 发放" if row.paid_on else "",
        f"代发文件第 {row.bank_file.number} 份" if row.bank_file else "",
        f"已退回：{row.returned_why}" if row.returned_why else "",
    ]
    return "　".join(filter(None, parts))


@dataclass(frozen=True)
class Sheet:
    """The first page of a sheet, and how many there are."""

    rows: list[PayRow]
    count: int


def read_months(year: int, work: UnitOfWork) -> list[PeriodRow]:
    """The months of a year."""
    return pay_periods(work, year)


def read_sheet(period_id: int, wanted: PayFilter, work: UnitOfWork) -> Sheet:
    """The beginning of the sheet."""
    return Sheet(pay_list(work, period_id, wanted, limit=PAGE), pay_count(work, period_id, wanted))
