"""The ledger: whole, balanced, frozen, reversed once, and never above a heading."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import case, func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import LedgerEntry, LedgerSum, Posting
from hrgrid.funding.rules.posting_forms import EntryForm
from hrgrid.funding.rules.words import Account, PostingState
from hrgrid.funding.service.months import lock_month
from hrgrid.funding.service.postings import (
    book,
    draft_posting,
    post,
    reverse_posting,
    void_posting,
)
from tests.funding.office import DAY, EAST, area_id, expense, furnish, item, spent


def booked(desk, fen=100_000, **changes):
    return desk.write(lambda work: book(work, expense(desk, fen, **changes)))


def posting(desk, posting_id):
    def read(work):
        row = work.session.get_one(Posting, posting_id)
        return row.state, row.posting_no, row.debit_fen

    return desk.read(read)


def test_a_posting_waits_and_is_then_frozen_under_a_number(office):
    ids = furnish(office)
    before = office.read(lambda work: work.session.scalar(select(func.max(Posting.posting_no))))
    at = office.write(lambda work: draft_posting(work, expense(office, 100_000)))
    assert posting(office, at) == (PostingState.DRAFT, None, 100_000)
    assert spent(office, ids[EAST]) == (9_000_000, 0)
    number = office.write(lambda work: post(work, at))
    assert number == before + 1
    assert spent(office, ids[EAST]) == (9_000_000, 100_000)
    with pytest.raises(UserError, match="已是“已记账”"):
        office.write(lambda work: post(work, at))


def test_what_a_heading_lacks_is_told_with_the_arithmetic(office):
    furnish(office)
    booked(office, 8_950_000)
    with pytest.raises(UserError) as told:
        booked(office, 60_000)
    assert str(told.value) == (
        "东街道 2026 年度“薪酬保障”安排 90,000.00 元，已支出 89,500.00 元，这一笔 600.00 元，"
        "超出 100.00 元。请先调剂或调整预算"
    )


def test_a_reversal_gives_back_and_happens_once(office):
    ids = furnish(office)
    first = booked(office)
    back = office.write(lambda work: reverse_posting(work, first, DAY, "记错了单位"))
    assert spent(office, ids[EAST]) == (9_000_000, 0)
    for again in (first, back):
        with pytest.raises(UserError, match="冲正"):
            office.write(lambda work, at=again: reverse_posting(work, at, DAY, "再冲一次"))
    total = office.read(lambda work: work.session.scalar(select(func.sum(LedgerEntry.fen))))
    assert total == 0


def test_the_sums_are_those_of_the_entries(office):
    furnish(office)
    booked(office)

    def read(work):
        # NULL and 0 are one here: a sum without an item is kept under 0.
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
            LedgerSum.posting_id,
            LedgerSum.account,
            LedgerSum.area_id,
            LedgerSum.item_id,
            LedgerSum.fen,
        )
        return {tuple(row) for row in work.session.execute(entries)}, {
            tuple(row) for row in work.session.execute(kept)
        }

    entries, kept = office.read(read)
    assert entries == kept


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"memo": " "}, "没有写摘要"),
        ({"day": dt.date(2027, 1, 1)}, "在今天之后"),
        ({"entries": ()}, "至少两行"),
    ],
)
def test_what_does_not_fit_is_refused(office, changes, told):
    furnish(office)
    with pytest.raises(UserError, match=told):
        booked(office, **changes)


def test_a_posting_that_does_not_balance_says_by_how_much(office):
    furnish(office)
    form = expense(office, 100_000)
    crooked = replace(form, entries=(form.entries[0], replace(form.entries[1], fen=-99_900)))
    with pytest.raises(UserError, match=r"借方 1,000\.00 元，贷方 999\.00 元，差 1\.00 元"):
        office.write(lambda work: book(work, crooked))


def test_nothing_is_posted_twice(office):
    furnish(office)
    booked(office, source_key="test:1")
    with pytest.raises(UserError, match="已经记过账"):
        booked(office, source_key="test:1")


def test_honour_money_needs_the_document_that_approved_the_honour(office):
    from hrgrid.funding.rules.budget_forms import MoveForm
    from hrgrid.funding.rules.words import ActKind, Heading
    from tests.funding.office import approved

    ids = furnish(office)
    approved(office, ActKind.ALLOT, [MoveForm(ids[EAST], 100_000, heading=Heading.HONOUR)])
    with pytest.raises(UserError, match="没有写明批准表彰的文号"):
        booked(office, 100_000, code="honour")
    booked(office, 100_000, code="honour", award_document="示例委〔2026〕3号")


def test_a_locked_month_takes_no_row_nor_does_one_before_it(office):
    furnish(office)
    at = office.write(lambda work: draft_posting(work, expense(office, 100)))
    with pytest.raises(UserError, match="还有 1 张凭证没有复核记账"):
        office.write(lambda work: lock_month(work, 202601))
    office.write(lambda work: void_posting(work, at, "不要了"))
    office.write(lambda work: lock_month(work, 202602))
    for day in (DAY, dt.date(2026, 2, 3)):
        with pytest.raises(UserError, match="2026 年 2 月及以前已经结账"):
            booked(office, day=day)
    booked(office, day=dt.date(2026, 3, 2))
    with pytest.raises(UserError, match="已经结账"):
        office.write(lambda work: lock_month(work, 202601))


def test_entries_of_a_person_and_a_grid_are_kept(office):
    furnish(office)
    at = area_id(office, EAST)
    form = expense(office, 500)
    person = EntryForm(Account.PAYABLE, at, -500, person_id=1)
    kept = office.write(
        lambda work: book(
            work,
            replace(
                form,
                entries=(EntryForm(Account.EXPENSE, at, 500, item_id=item(office, "base")), person),
            ),
        )
    )
    rows = office.read(
        lambda work: work.session.scalars(
            select(LedgerEntry.person_id).where(LedgerEntry.posting_id == kept)
        ).all()
    )
    assert sorted(rows, key=str) == [1, None]
