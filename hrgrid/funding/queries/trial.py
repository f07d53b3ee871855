"""The trial balance: every account over a time, from the entries or from their sums."""

from __future__ import annotations

from sqlalchemy import case, func, select

from hrgrid.funding.model import LedgerEntry, LedgerSum, Posting
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.ledger_rows import TrialRow
from hrgrid.funding.rules.words import Account, PostingState
from hrgrid.storage.work import UnitOfWork


def trial_balance(
    work: UnitOfWork, year: int, month: int | None = None, path: str = ""
) -> list[TrialRow]:
    """What every account had before, what moved and what is left; the lefts sum to zero.

    Without a month the whole year, with one that month. Reads every entry: what reports show
    comes from the sums, and must agree with this.
    """
    require_view(work)
    first = year * 100 + 1 if month is None else month
    last = year * 100 + 12 if month is None else month
    here = Posting.month >= first
    fen = LedgerEntry.fen
    query = (
        select(
            LedgerEntry.account,
            func.sum(case((here, 0), else_=fen)),
            func.sum(case((here & (fen > 0), fen), else_=0)),
            func.sum(case((here & (fen < 0), -fen), else_=0)),
        )
        .join(Posting, Posting.id == LedgerEntry.posting_id)
        .where(Posting.state == PostingState.POSTED, Posting.month <= last)
        .where(within(work, Posting.area_path), Posting.area_path.startswith(path, autoescape=True))
        .group_by(LedgerEntry.account)
    )
    found = {row[0]: row for row in work.session.execute(query)}
    return [
        TrialRow(account, *(int(part) for part in found[account][1:]))
        for account in Account
        if account in found
    ]


def sums_agree(work: UnitOfWork) -> bool:
    """Whether the sums beside the entries are those of the entries, everywhere."""
    require_view(work)
    item_id = case((LedgerEntry.item_id.is_(None), 0), else_=LedgerEntry.item_id).label("item")
    rows = select(
        LedgerEntry.posting_id,
        LedgerEntry.account,
        LedgerEntry.area_id,
        item_id,
        LedgerEntry.fen,
    ).subquery()
    keys = (rows.c.posting_id, rows.c.account, rows.c.area_id, rows.c.item)
    entries = select(*keys, func.sum(rows.c.fen)).group_by(*keys)
    kept = select(
        LedgerSum.posting_id, LedgerSum.account, LedgerSum.area_id, LedgerSum.item_id, LedgerSum.fen
    )
    told = {tuple(row) for row in work.session.execute(entries)}
    return told == {tuple(row) for row in work.session.execute(kept)}
