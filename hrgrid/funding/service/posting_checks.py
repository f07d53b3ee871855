"""What a person may type for the ledger, and take back: the rest is booked by its own papers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.funding.model import FundItem, Posting
from hrgrid.funding.rules.posting_forms import EntryValues, PostingForm
from hrgrid.funding.rules.words import Account, PostingKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_BY_ITS_PAPER = {
    PostingKind.BUDGET: "经费文件",
    PostingKind.TRANSFER: "经费文件",
    PostingKind.RETURN: "经费文件",
    PostingKind.PAY: "工资表",
    PostingKind.PAYMENT: "工资表",
}
"""Reversed alone, these would leave the ledger beside the sums of the paper they came from."""

_TYPED = (PostingKind.EXPENSE, PostingKind.OPENING)


def check_typed(work: UnitOfWork, form: PostingForm) -> None:
    """Refuse what is typed unless it spends, above zero, from units that are in one's hands.

    Raises Refused for a unit outside the right to run the money, UserError for an amount below
    zero and for what only papers on budgets or pay may book.
    """
    memo = form.memo.strip()
    for area_id in sorted({form.area_id, *(entry.area_id for entry in form.entries)}):
        work.require(Right.RUN_FUNDING, area_on(work, area_id, form.day).path)
    if form.kind not in _TYPED:
        paper = _BY_ITS_PAPER.get(form.kind, "原凭证或离岗结算")
        raise UserError(f"“{form.kind.label}”由{paper}自动记账，不能手工填制。请到那里办理")
    for entry in form.entries:
        if entry.account is Account.EXPENSE and entry.fen < 0:
            raise UserError(
                f"“{memo}”的支出是 {format_money(entry.fen)} 元，不能是负数。"
                "要退回已记的支出，请对原凭证红字冲正"
            )


def check_items(work: UnitOfWork, memo: str, rows: Iterable[EntryValues]) -> None:
    """Refuse an expense on no item, or on one that is not known."""
    items = {row[2] for row in rows if row[0] is Account.EXPENSE}
    known = set(work.session.scalars(select(FundItem.id))) if items else set()
    if items - known:
        raise UserError(f"“{memo}”有一行支出没有经费项目，或项目不在目录里。请选择经费项目")


def check_reversible(work: UnitOfWork, first: Posting, year: int, rows: list[EntryValues]) -> None:
    """Refuse to take back what a paper booked, in another year, or of others' units."""
    if (paper := _BY_ITS_PAPER.get(first.kind)) is not None:
        raise UserError(
            f"凭证“{first.memo}”是{paper}自动记的，单独冲正会和{paper}对不上。请到{paper}里更正"
        )
    if year != first.year:
        raise UserError(
            f"凭证“{first.memo}”是 {first.year} 年度的，冲正要记在同一年度，不能记在 {year} 年。"
            "请改日期；年度已经结账的，退回的钱请作为新年度的经费下达"
        )
    for area_id in sorted({row[1] for row in rows}):
        work.require(Right.RUN_FUNDING, area_on(work, area_id, first.day).path)
