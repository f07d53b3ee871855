"""The journal of a time and single vouchers, from the postings and their sums."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hrgrid.core.errors import UserError
from hrgrid.funding.model import FundItem, LedgerSum, Posting
from hrgrid.funding.queries.ledger import entry_rows, posting_card
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.report_rows import Journal, JournalRow, Voucher, VoucherLine
from hrgrid.funding.rules.words import Account, PostingState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on

MOST_LINES = 60
"""A voucher with more entries shows their sums."""


def journal(work: UnitOfWork, first: int, last: int, path: str = "") -> Journal:
    """可用经费 from month `first` to `last` (202601) below a path: before, what moved it, left.

    What units give each other below the path moves nothing and is left out.
    """
    require_view(work)
    here = (
        Posting.state == PostingState.POSTED,
        within(work, Posting.area_path),
        Posting.area_path.startswith(path, autoescape=True),
        LedgerSum.account == Account.QUOTA,
    )
    # Only within the year: what is left of a year is carried by a posting of the next.
    begin = first // 100 * 100 + 1
    sums = select(func.coalesce(func.sum(LedgerSum.fen), 0)).join(
        Posting, Posting.id == LedgerSum.posting_id
    )
    opening = int(
        work.session.scalar(sums.where(*here, Posting.month >= begin, Posting.month < first)) or 0
    )
    closing = int(
        work.session.scalar(sums.where(*here, Posting.month >= begin, Posting.month <= last)) or 0
    )
    unit = aliased(AreaStand)
    query = (
        select(
            Posting.day,
            Posting.year,
            Posting.posting_no,
            Posting.kind,
            func.coalesce(unit.name, ""),
            Posting.memo,
            Posting.document_no,
            func.sum(LedgerSum.fen),
        )
        .join(LedgerSum, LedgerSum.posting_id == Posting.id)
        .outerjoin(unit, (unit.area_id == Posting.area_id) & holds_on(unit, work.day))
        .where(*here, Posting.month >= first, Posting.month <= last)
        .group_by(
            Posting.id,
            Posting.day,
            Posting.year,
            Posting.posting_no,
            Posting.kind,
            unit.name,
            Posting.memo,
            Posting.document_no,
        )
        .order_by(Posting.year, Posting.posting_no)
    )
    rows, left = [], opening
    for day, year, number, kind, area, memo, document, moved in work.session.execute(query):
        fen = int(moved)
        if not fen:
            continue
        left += fen
        # A reversal stands in red on the side that it takes back.
        taken = fen < 0
        rows.append(
            JournalRow(
                day,
                f"{year}-{number:06d}",
                kind,
                area,
                memo,
                document,
                0 if taken else fen,
                -fen if taken else 0,
                left,
            )
        )
    return Journal(first, last, path, opening, tuple(rows), closing)


def voucher(work: UnitOfWork, posting_id: int) -> Voucher:
    """A posting as a voucher. Raises UserError where it is not there or was given up."""
    card = posting_card(work, posting_id)
    found = work.session.get_one(Posting, posting_id)
    if found.state is PostingState.VOID:
        raise UserError("这张凭证已经作废，没有凭证可输出。请选别的凭证")
    summed = card.row.entries > MOST_LINES and found.state is PostingState.POSTED
    lines = _sums(work, posting_id) if summed else _entries(work, posting_id)
    reverses = f"{card.row.year}-{card.row.reverses_no:06d}" if card.row.reverses_no else ""
    return Voucher(
        posting_id,
        card.row.shown,
        found.day,
        found.kind,
        found.state,
        card.row.area,
        found.area_path,
        found.memo,
        found.document_no,
        found.award_document,
        found.scan_sha256 is not None,
        reverses,
        found.made_by,
        found.posted_by,
        sum(line.fen for line in lines if line.fen > 0),
        card.row.entries,
        summed,
        tuple(lines),
    )


def _entries(work: UnitOfWork, posting_id: int) -> list[VoucherLine]:
    return [
        VoucherLine(
            row.account,
            row.area,
            row.item,
            row.person or row.grid or (row.payer.label if row.payer else ""),
            row.fen,
        )
        for row in entry_rows(work, posting_id)
    ]


def _sums(work: UnitOfWork, posting_id: int) -> list[VoucherLine]:
    """By account, unit and item, debits first; a sum of nothing says nothing."""
    unit = aliased(AreaStand)
    query = (
        select(LedgerSum.account, func.coalesce(unit.name, ""), FundItem.label, LedgerSum.fen)
        .outerjoin(unit, (unit.area_id == LedgerSum.area_id) & holds_on(unit, work.day))
        .outerjoin(FundItem, FundItem.id == LedgerSum.item_id)
        .where(LedgerSum.posting_id == posting_id, LedgerSum.fen != 0)
        .order_by(LedgerSum.fen < 0, LedgerSum.account, LedgerSum.area_id, LedgerSum.item_id)
    )
    return [
        VoucherLine(account, area, item or "", "", int(fen))
        for account, area, item, fen in work.session.execute(query)
    ]
