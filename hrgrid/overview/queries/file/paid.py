"""What the person was paid, month by month, for who may see the money of the unit that pays."""

from __future__ import annotations

from hrgrid.core.money import format_money
from hrgrid.funding.queries.pay_of_person import PaidMonthRow, paid_months
from hrgrid.funding.rules.pay import month_words
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard


def pay_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Every month that the actor may see; never the account."""
    lines = tuple(_line(row) for row in paid_months(work, card.id))
    return FilePart("薪酬", lines, "") if lines else None


def _line(row: PaidMonthRow) -> FileLine:
    return FileLine(
        month_words(row.month),
        f"实发 {format_money(row.net_fen)} 元",
        joined(
            f"应发 {format_money(row.gross_fen)}",
            f"扣减 {format_money(row.deducted_fen)}" if row.deducted_fen else "",
            row.unit,
            row.state.label,
            f"缓发：{row.held_back}" if row.held_back else "",
        ),
        "funding",
        f"pay/{row.period_id}",
        quiet=bool(row.held_back),
    )
