"""Months of the ledger: opened by their first posting, locked once and for all."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import LedgerMonth, Posting
from hrgrid.funding.rules.posting_forms import month_text
from hrgrid.funding.rules.words import MonthState, PostingState
from hrgrid.storage.work import UnitOfWork


def hold_ledger(work: UnitOfWork) -> None:
    """Let one client at a time write the ledger, until its unit of work ends.

    Numbers follow each other and headings are spent together, so two that only held their own
    month would still collide. Only the very first posting has no row to hold.
    """
    work.session.execute(select(LedgerMonth.month).order_by(LedgerMonth.month).with_for_update())


def open_month(work: UnitOfWork, month: int) -> None:
    """Make sure that `month` takes rows. Raises UserError where it is locked."""
    locked = _last_locked(work)
    if locked >= month:
        raise UserError(
            f"{month_text(locked)}及以前已经结账，{month_text(month)}不能再记账。请记在之后的月份"
        )
    if work.session.get(LedgerMonth, month) is None:
        work.session.add(
            LedgerMonth(month=month, state=MonthState.OPEN, locked_on=None, locked_by="")
        )
        work.session.flush()


def takes_rows(work: UnitOfWork, month: int) -> bool:
    """Whether a month of the ledger is not locked, nor one after it."""
    return _last_locked(work) < month


def _last_locked(work: UnitOfWork) -> int:
    locked = select(func.max(LedgerMonth.month)).where(LedgerMonth.state == MonthState.LOCKED)
    return work.session.scalar(locked) or 0


def lock_month(work: UnitOfWork, month: int) -> None:
    """结账: no row goes into the month any more, nor into one before it.

    Raises UserError for a month to come, and while a posting of it waits to be checked.
    """
    work.require(Right.RUN_FUNDING)
    hold_ledger(work)
    if month > work.today.year * 100 + work.today.month:
        raise UserError(f"{month_text(month)}还没有到，不能结账。请核对月份")
    waiting = work.session.scalar(
        select(func.count())
        .select_from(Posting)
        .where(Posting.month <= month, Posting.state == PostingState.DRAFT)
    )
    if waiting:
        raise UserError(
            f"{month_text(month)}及以前还有 {waiting} 张凭证没有复核记账，不能结账。"
            "请先复核记账或作废"
        )
    found = work.session.get(LedgerMonth, month)
    if found is not None and found.state is MonthState.LOCKED:
        raise UserError(f"{month_text(month)}已经结账。请刷新后查看")
    if found is None:
        found = LedgerMonth(month=month, state=MonthState.OPEN, locked_on=None, locked_by="")
        work.session.add(found)
        work.session.flush()
    earlier = select(LedgerMonth).where(
        LedgerMonth.month <= month, LedgerMonth.state == MonthState.OPEN
    )
    for row in work.session.scalars(earlier.order_by(LedgerMonth.month)):
        row.state, row.locked_on, row.locked_by = MonthState.LOCKED, work.today, work.actor.name
    work.session.flush()
    work.record("lock_ledger_month", month_text(month))
