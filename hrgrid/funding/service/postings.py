"""Postings: laid in as a draft, checked when they are posted, frozen from then on, reversed once.

A debit is above zero, a credit below; the entries of a posting sum to zero. What was approved
elsewhere (papers on budgets, pay) is booked at once, what somebody types waits to be checked.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from sqlalchemy import func, select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.money import format_money
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.funding.model import LedgerEntry, LedgerSum, Posting
from hrgrid.funding.rules.posting_forms import EntryValues, PostingForm, month_of
from hrgrid.funding.rules.words import Account, PostingKind, PostingState
from hrgrid.funding.service.months import hold_ledger, open_month
from hrgrid.funding.service.posting_checks import check_items, check_reversible, check_typed
from hrgrid.funding.service.spending import spend
from hrgrid.storage.base import Base
from hrgrid.storage.bulk import BLOCK, Columns, insert_blocks
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_COLUMNS = ("account", "area_id", "item_id", "grid_id", "person_id", "payer", "fen")


def draft_posting(work: UnitOfWork, form: PostingForm) -> int:
    """Lay a posting in for another to check; returns its id.

    Raises UserError unless it has two entries that sum to zero and spends above zero, and in a
    locked month; Refused where a row is of a unit whose money one does not run.
    """
    check_typed(work, form)
    posting = _laid(work, form, [entry.values for entry in form.entries])
    work.record("draft_posting", _named(posting), after={"debit_fen": posting.debit_fen})
    return posting.id


def post(work: UnitOfWork, posting_id: int) -> int:
    """复核记账: check a draft and freeze it; returns its number in the year.

    Raises Refused for the maker where the policy asks for another, UserError where the money of a
    heading does not reach.
    """
    posting = _draft(work, posting_id)
    work.require(Right.RUN_FUNDING, posting.area_path)
    if work.policy(Policy.OTHER_APPROVER) == 1 and work.actor.operator_id == posting.proposer_id:
        raise Refused(f"填制人不能复核自己的{_named(posting)}。请由另一人登录复核记账")
    return _posted(work, posting)


def book(work: UnitOfWork, form: PostingForm) -> int:
    """Lay in and post at once, for what was approved elsewhere; returns the posting's id.

    Asks no right: who approves need not run the funding. The caller asked for his.
    """
    return book_rows(work, form, [entry.values for entry in form.entries])


def book_rows(work: UnitOfWork, form: PostingForm, rows: Iterable[EntryValues]) -> int:
    """The same with many rows: account, area, item, grid, person, payer, fen."""
    posting = _laid(work, form, list(rows))
    _posted(work, posting)
    return posting.id


def void_posting(work: UnitOfWork, posting_id: int, why: str) -> None:
    """A draft is not posted, with the reason; it stays to be read."""
    posting = _draft(work, posting_id)
    work.require(Right.RUN_FUNDING, posting.area_path)
    if not why.strip():
        raise UserError(f"作废{_named(posting)}要写明原因。请填上")
    posting.state, posting.void_reason = PostingState.VOID, why.strip()[:200]
    # What it came from may be posted by another.
    posting.source_key = None
    work.session.flush()
    work.record("void_posting", _named(posting), why.strip())


def reverse_posting(work: UnitOfWork, posting_id: int, day: dt.date, memo: str) -> int:
    """红字冲正: the same entries the other way round as a posting of its own; returns its id.

    Raises UserError for one that is not posted, was reversed before or came from a paper that
    must be mended itself, and for a day of another year.
    """
    first = _found(work, posting_id)
    work.require(Right.RUN_FUNDING, first.area_path)
    if first.state is not PostingState.POSTED:
        raise UserError(f"{_named(first)}是“{first.state.label}”，不能冲正。没记账的请作废")
    if first.kind is PostingKind.REVERSAL:
        raise UserError(f"{_named(first)}本身是红字冲正，不能再冲。要恢复请另记一张")
    if not memo.strip():
        raise UserError(f"冲正{_named(first)}要写明原因。请填上")
    before = work.session.scalar(select(Posting).where(Posting.reverses_id == first.id))
    if before is not None:
        raise UserError(f"{_named(first)}已经由{_named(before)}冲正过，不能再冲一次")
    if day < first.day:
        raise UserError(f"冲正的日期 {day:%Y-%m-%d} 早于原凭证的 {first.day:%Y-%m-%d}。请核对日期")
    rows = [(*row[:-1], -row[-1]) for row in entries_of(work, first.id)]
    check_reversible(work, first, day.year, rows)
    form = PostingForm(
        PostingKind.REVERSAL,
        day,
        first.area_id,
        memo.strip()[:200],
        document_no=first.document_no,
        award_document=first.award_document,
    )
    posting = _laid(work, form, rows, reverses=first)
    _posted(work, posting)
    return posting.id


def entries_of(work: UnitOfWork, posting_id: int) -> list[EntryValues]:
    """The rows of a posting in their order."""
    columns = [getattr(LedgerEntry, name) for name in _COLUMNS]
    query = select(*columns).where(LedgerEntry.posting_id == posting_id).order_by(LedgerEntry.seq)
    return [tuple(row) for row in work.session.execute(query)]


def _laid(
    work: UnitOfWork, form: PostingForm, rows: list[EntryValues], reverses: Posting | None = None
) -> Posting:
    area = area_on(work, form.area_id, form.day)
    memo = form.memo.strip()
    if not memo:
        raise UserError("凭证没有写摘要。请写明是什么事")
    if form.day > work.today:
        raise UserError(f"“{memo}”的日期 {form.day:%Y-%m-%d} 在今天之后。请核对日期")
    debit = sum(row[-1] for row in rows if row[-1] > 0)
    total = sum(row[-1] for row in rows)
    if total or len(rows) < 2 or any(row[-1] == 0 for row in rows):
        raise UserError(
            f"“{memo}”借方 {format_money(debit)} 元，贷方 {format_money(debit - total)} 元，"
            f"差 {format_money(abs(total))} 元，不能记账。每张凭证至少两行，借贷要相等，"
            "没有 0 元的行。请核对各行金额"
        )
    check_items(work, memo, rows)
    hold_ledger(work)
    month = month_of(form.day)
    open_month(work, month)
    posting = Posting(
        year=form.day.year,
        posting_no=None,
        month=month,
        day=form.day,
        kind=form.kind,
        area_id=area.id,
        area_path=area.path,
        memo=memo[:200],
        document_no=form.document_no.strip(),
        award_document=form.award_document.strip(),
        scan_sha256=form.scan_sha256,
        state=PostingState.DRAFT,
        entries=len(rows),
        debit_fen=debit,
        entries_sha256=_digest(rows),
        source_key=form.source_key,
        reverses_id=reverses.id if reverses else None,
        void_reason="",
        proposer_id=work.actor.operator_id,
        made_by=work.actor.name,
        made_at=work.now,
        checker_id=None,
        posted_by="",
        posted_at=None,
    )
    work.session.add(posting)
    work.session.flush()
    sums = _sums(rows)
    blocks: list[tuple[type[Base], Columns]] = [
        *((LedgerEntry, block) for block in _entry_blocks(posting.id, rows)),
        (LedgerSum, _sum_block(posting, sums)),
    ]
    insert_blocks(work, {LedgerEntry: len(rows), LedgerSum: len(sums)}, blocks)
    return posting


def _posted(work: UnitOfWork, posting: Posting) -> int:
    query = select(LedgerSum.area_id, LedgerSum.item_id, LedgerSum.fen).where(
        LedgerSum.posting_id == posting.id, LedgerSum.account == Account.EXPENSE
    )
    spent = {(row.area_id, row.item_id): row.fen for row in work.session.execute(query)}
    if spent:
        spend(work, posting.year, spent)
    last = select(func.max(Posting.posting_no)).where(Posting.year == posting.year)
    posting.posting_no = 1 + (work.session.scalar(last) or 0)
    posting.state = PostingState.POSTED
    posting.checker_id = work.actor.operator_id
    posting.posted_by, posting.posted_at = work.actor.name, work.now
    work.session.flush()
    work.record(
        "post_posting",
        _named(posting),
        after={
            "kind": posting.kind.value,
            "debit_fen": posting.debit_fen,
            "entries": posting.entries,
            "entries_sha256": posting.entries_sha256,
        },
    )
    return posting.posting_no


def _entry_blocks(posting_id: int, rows: list[EntryValues]) -> Iterator[Columns]:
    left, seq = iter(rows), 1
    while block := list(islice(left, BLOCK)):
        columns: dict[str, list[object]] = {
            name: list(column)
            for name, column in zip(_COLUMNS, zip(*block, strict=True), strict=True)
        }
        columns["posting_id"] = [posting_id] * len(block)
        columns["seq"] = list(range(seq, seq + len(block)))
        seq += len(block)
        yield columns


def _sums(rows: Iterable[EntryValues]) -> dict[tuple[Account, int, int], int]:
    sums: dict[tuple[Account, int, int], int] = defaultdict(int)
    for account, area_id, item_id, _grid, _person, _payer, fen in rows:
        sums[account, area_id, item_id or 0] += fen
    return sums


def _sum_block(posting: Posting, sums: dict[tuple[Account, int, int], int]) -> Columns:
    keys = sorted(sums, key=lambda key: (key[0].value, *key[1:]))
    return {
        "posting_id": [posting.id] * len(keys),
        "account": [key[0] for key in keys],
        "area_id": [key[1] for key in keys],
        "item_id": [key[2] for key in keys],
        "month": [posting.month] * len(keys),
        "fen": [sums[key] for key in keys],
    }


def _digest(rows: Iterable[EntryValues]) -> str:
    told = sha256()
    for account, area_id, item_id, grid_id, person_id, payer, fen in rows:
        of = payer.value if payer else ""
        told.update(
            f"{account.value}|{area_id}|{item_id}|{grid_id}|{person_id}|{of}|{fen}\n".encode()
        )
    return told.hexdigest()


def _found(work: UnitOfWork, posting_id: int) -> Posting:
    hold_ledger(work)
    found = work.session.get(Posting, posting_id, populate_existing=True)
    if found is None:
        raise UserError("没有这张凭证。请刷新后再选")
    return found


def _draft(work: UnitOfWork, posting_id: int) -> Posting:
    found = _found(work, posting_id)
    if found.state is not PostingState.DRAFT:
        raise UserError(f"{_named(found)}已是“{found.state.label}”。请刷新后查看")
    return found


def _named(posting: Posting) -> str:
    """How sentences and the journal call a posting."""
    number = f" {posting.year}-{posting.posting_no:06d}" if posting.posting_no else ""
    return f"凭证{number}“{posting.memo}”"
