"""The ledger under several hands at once, and in the hands of who should not have it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Grant, Right
from hrgrid.funding.model import Posting
from hrgrid.funding.queries.trial import sums_agree, trial_balance
from hrgrid.funding.rules.posting_forms import EntryForm
from hrgrid.funding.rules.words import Account, PostingKind, PostingState
from hrgrid.funding.service.postings import book, draft_posting, post, reverse_posting
from tests.funding.office import DAY, EAST, WEST, YEAR, area, expense, furnish, spent
from tests.funding.test_budget_rights import with_rights
from tests.publicity.test_races import together


def numbers(desk):
    query = select(Posting.posting_no).where(Posting.state == PostingState.POSTED)
    return sorted(desk.read(lambda work: list(work.session.scalars(query))))


def drafted(desk, fen, **changes):
    form = expense(desk, fen, **changes)
    return desk.write(lambda work: draft_posting(work, form))


def test_postings_booked_at_once_have_numbers_without_a_gap(office):
    furnish(office)
    before = len(numbers(office))
    form = expense(office, 100)
    came = together([lambda: office.write(lambda work: book(work, form))] * 6)
    assert len(set(came)) == 6
    assert numbers(office) == list(range(1, before + 7))


def test_of_two_that_together_overspend_a_heading_one_is_refused(office):
    """9,000,000 fen are set aside; each of the two alone would fit."""
    ids = furnish(office)
    drafts = [drafted(office, 5_000_000, memo=f"第 {at} 笔") for at in (1, 2)]
    came = together(
        [lambda at=at: office.write(lambda work: post(work, at)) for at in drafts],
    )
    refused = [one for one in came if isinstance(one, UserError)]
    assert len(refused) == 1, came
    assert "已支出 50,000.00 元，这一笔 50,000.00 元，超出 10,000.00 元" in str(refused[0])
    assert spent(office, ids[EAST]) == (9_000_000, 5_000_000)


def test_a_posting_reversed_by_several_at_once_is_reversed_once(office):
    ids = furnish(office)
    form = expense(office, 100_000)
    first = office.write(lambda work: book(work, form))
    came = together(
        [lambda: office.write(lambda work: reverse_posting(work, first, DAY, "记错了"))] * 4
    )
    assert sum(isinstance(one, int) for one in came) == 1, came
    assert all("冲正过" in str(one) for one in came if not isinstance(one, int)), came
    assert spent(office, ids[EAST]) == (9_000_000, 0)
    assert sum(row.balance_fen for row in office.read(lambda w: trial_balance(w, YEAR))) == 0
    assert office.read(sums_agree)


def test_nobody_spends_the_money_of_a_unit_he_does_not_run(office):
    furnish(office)
    west = area(office, WEST).id
    form = expense(office, 100)
    hidden = replace(form, entries=[replace(row, area_id=west) for row in form.entries])
    runs = with_rights(office, Grant(Right.RUN_FUNDING, area(office, EAST).path))
    runs.write(lambda work: draft_posting(work, form))
    with pytest.raises(Refused):
        runs.write(lambda work: draft_posting(work, hidden))
    kept = office.write(lambda work: book(work, hidden))
    with pytest.raises(Refused):
        runs.write(lambda work: reverse_posting(work, kept, DAY, "记错了"))


def test_a_typed_amount_below_zero_is_refused_with_what_to_do(office):
    furnish(office)
    with pytest.raises(UserError, match=r"支出是 -1\.00 元，不能是负数.*红字冲正"):
        drafted(office, -100)


@pytest.mark.parametrize("kind", [PostingKind.BUDGET, PostingKind.PAY, PostingKind.SETTLEMENT])
def test_what_papers_book_is_not_typed(office, kind):
    furnish(office)
    with pytest.raises(UserError, match="不能手工填制"):
        drafted(office, 100, kind=kind)


@pytest.mark.parametrize("item_id", [None, 999_999])
def test_an_expense_on_an_unknown_item_is_refused(office, item_id):
    furnish(office)
    at = area(office, EAST).id
    rows = (
        EntryForm(Account.EXPENSE, at, 100, item_id=item_id),
        EntryForm(Account.QUOTA, at, -100),
    )
    form = expense(office, 100, entries=rows)
    with pytest.raises(UserError, match="没有经费项目"):
        office.write(lambda work: book(work, form))


def test_what_a_paper_booked_is_mended_by_a_paper(office):
    furnish(office)
    query = select(Posting.id).where(Posting.kind == PostingKind.BUDGET).limit(1)
    first = office.read(lambda work: work.session.scalars(query).one())
    with pytest.raises(UserError, match="请到经费文件里更正"):
        office.write(lambda work: reverse_posting(work, first, DAY, "记错了"))


def test_a_reversal_stays_within_the_year_of_the_first(office, clock):
    furnish(office)
    form = expense(office, 100)
    first = office.write(lambda work: book(work, form))
    clock.now = dt.datetime(2027, 1, 8, 10).astimezone()
    with pytest.raises(UserError, match="是 2026 年度的，冲正要记在同一年度，不能记在 2027 年"):
        office.write(lambda work: reverse_posting(work, first, dt.date(2027, 1, 8), "记错了"))
