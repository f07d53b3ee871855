"""Booking: a posting with all its rows at once, checked and frozen in one go."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.funding.model import (
    Allotment,
    Budget,
    FundItem,
    LedgerEntry,
    LedgerMonth,
    LedgerSum,
    Posting,
)
from hrgrid.funding.rules.posting_forms import PostingForm
from hrgrid.funding.rules.words import Account, Heading, MonthState, PostingState, Source
from hrgrid.storage.bulk import BLOCK, insert_rows, inserting
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on

Row = tuple[Account, int, int | None, int | None, int | None, Source | None, int]
_NAMES = ("account", "area_id", "item_id", "grid_id", "person_id", "payer", "fen")
_MANY = 200_000


def book_rows(work: UnitOfWork, form: PostingForm, rows: Iterable[Row]) -> int:
    """Draft and post at once what was approved elsewhere, many rows; the number of the voucher.

    Raises UserError where the month is locked, nothing is to be booked, the rows do not sum to
    zero, or more is spent than was set aside.
    """
    posting = _draft(work, form)
    sums, count, digest = _lay(work, posting.id, rows)
    if not count:
        raise UserError(f"“{form.memo}”没有一笔金额，没有记账。请核对")
    _spend(work, form, sums)
    month = posting.month
    insert_rows(
        work,
        LedgerSum,
        [
            {
                "posting_id": posting.id,
                "account": account,
                "area_id": area,
                "item_id": item,
                "month": month,
                "fen": fen,
            }
            for (account, area, item), fen in sums.items()
        ],
    )
    last = select(func.max(Posting.posting_no)).where(Posting.year == posting.year)
    posting.posting_no = 1 + (work.session.scalar(last) or 0)
    posting.entries, posting.entries_sha256 = count, digest
    posting.debit_fen = sum(fen for fen in sums.values() if fen > 0)
    posting.checker_id, posting.posted_by = work.actor.operator_id, work.actor.name
    posting.posted_at, posting.state = work.now, PostingState.POSTED
    work.session.flush()
    told = {"kind": form.kind.value, "entries": count, "debit_fen": posting.debit_fen}
    work.record("post_posting", f"记账凭证 {posting.year}-{posting.posting_no}", after=told)
    return posting.posting_no


def _draft(work: UnitOfWork, form: PostingForm) -> Posting:
    month = form.day.year * 100 + form.day.month
    if work.session.get(LedgerMonth, month) is None:
        work.session.add(
            LedgerMonth(month=month, state=MonthState.OPEN, locked_on=None, locked_by="")
        )
        work.session.flush()
    path = _paths(work, form, {form.area_id})[form.area_id]
    posting = Posting(
        year=form.day.year,
        posting_no=None,
        month=month,
        day=form.day,
        kind=form.kind,
        area_id=form.area_id,
        area_path=path,
        memo=form.memo[:200],
        document_no=form.document_no.strip(),
        award_document=form.award_document.strip(),
        scan_sha256=form.scan_sha256,
        state=PostingState.DRAFT,
        entries=0,
        debit_fen=0,
        entries_sha256="",
        source_key=form.source_key,
        reverses_id=None,
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
    return posting


Sums = dict[tuple[Account, int, int], int]


def _lay(work: UnitOfWork, posting_id: int, rows: Iterable[Row]) -> tuple[Sums, int, str]:
    """The rows into the ledger a block at a time; their sums, how many, and a hash of them."""
    sums: Sums = {}
    count, digest = 0, hashlib.sha256()
    with inserting(work, {LedgerEntry: _MANY}) as given:
        for block in _blocks(rows):
            columns: dict[str, Any] = dict(zip(_NAMES, zip(*block, strict=True), strict=True))
            seqs = range(count + 1, count + 1 + len(block))
            work.progress.step(
                given.insert(
                    LedgerEntry,
                    {"posting_id": [posting_id] * len(block), "seq": list(seqs)} | columns,
                )
            )
            count += len(block)
            digest.update(repr([(row[0].value, row[6]) for row in block]).encode())
            for account, area, item, _grid, _person, _payer, fen in block:
                key = account, area, item or 0
                sums[key] = sums.get(key, 0) + fen
    return {key: fen for key, fen in sums.items() if fen}, count, digest.hexdigest()


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    made = iter(rows)
    while block := list(itertools.islice(made, BLOCK)):
        yield block


def _paths(work: UnitOfWork, form: PostingForm, areas: set[int]) -> dict[int, str]:
    query = select(AreaStand.area_id, AreaStand.path).where(
        AreaStand.area_id.in_(areas), holds_on(AreaStand, form.day)
    )
    return dict(work.session.execute(query).tuples().all())


def _spend(work: UnitOfWork, form: PostingForm, sums: Sums) -> None:
    """What was spent of each heading, in the nearest budget at or above the unit."""
    spent = [
        (area, item, fen)
        for (account, area, item), fen in sums.items()
        if account is Account.EXPENSE
    ]
    paths = _paths(work, form, {area for area, _, _ in spent})
    budgets = {
        row.area_path: row.id
        for row in work.session.execute(
            select(Budget.id, Budget.area_path).where(Budget.year == form.day.year)
        )
    }
    headings = dict(work.session.execute(select(FundItem.id, FundItem.heading)).tuples().all())
    wanted: dict[tuple[str, Heading], int] = {}
    for area, item, fen in spent:
        path = paths.get(area, "")
        while path and path not in budgets:
            path = path[: path.rstrip("/").rfind("/") + 1]
        if path not in budgets:
            raise UserError(f"{form.day.year} 年还没有建这个单位的经费，不能列支。请先下达预算")
        key = path, headings[item]
        wanted[key] = wanted.get(key, 0) + fen
    for (path, heading), fen in sorted(
        wanted.items(), key=lambda one: (one[0][0], one[0][1].value)
    ):
        row = work.session.get(
            Allotment,
            (budgets[path], heading),
            with_for_update=True,
            populate_existing=True,
        )
        had, used = (row.fen, row.spent_fen) if row is not None else (0, 0)
        if row is None or used + fen > had:
            raise UserError(
                f"“{heading.label}”安排 {format_money(had)} 元，已支出 {format_money(used)} 元，"
                f"这次要支出 {format_money(fen)} 元，超出 {format_money(used + fen - had)} 元。"
                "请先调剂或调整预算"
            )
        row.spent_fen += fen
    work.session.flush()
