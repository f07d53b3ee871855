"""What is read of the ledger: lists, cards, months, trial balance, execution and the bridge."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.core.errors import Refused, UserError
from hrgrid.funding.queries.execution import bridge, execution
from hrgrid.funding.queries.ledger import count_postings, mark_of, months, posting_card, postings
from hrgrid.funding.queries.trial import sums_agree, trial_balance
from hrgrid.funding.rules.ledger_rows import LedgerFilter
from hrgrid.funding.rules.words import (
    Account,
    Heading,
    MonthState,
    PostingKind,
    PostingState,
    Source,
)
from hrgrid.funding.service.postings import book, draft_posting, reverse_posting
from tests.funding.office import DAY, EAST, WEST, YEAR, area, expense, furnish, item


@pytest.fixture
def spending(office):
    """Money given and set aside, three expenses of which one was taken back, and a draft."""
    furnish(office)
    at = [
        office.write(
            lambda work, fen=fen, unit=unit, day=day: book(
                work, expense(office, fen, unit=unit, day=day, memo=f"付{unit} {fen}")
            )
        )
        for fen, unit, day in (
            (100_000, EAST, DAY),
            (200_000, EAST, dt.date(2026, 3, 2)),
            (300_000, WEST, dt.date(2026, 3, 3)),
        )
    ]
    office.write(lambda work: reverse_posting(work, at[1], dt.date(2026, 3, 9), "重复支付"))
    office.write(lambda work: draft_posting(work, expense(office, 50_000, memo="还没复核的一笔")))
    return office


def listed(desk, **changes):
    wanted = LedgerFilter(YEAR, **changes)
    return desk.read(lambda work: postings(work, wanted))


def test_the_list_has_drafts_first_and_then_the_newest(spending):
    rows = listed(spending)
    assert rows[0].state is PostingState.DRAFT
    numbers = [row.number for row in rows[1:]]
    assert numbers == list(range(len(numbers), 0, -1))
    back, first = rows[1], rows[3]
    assert (back.kind, back.reverses_no) == (PostingKind.REVERSAL, first.number)
    assert first.reversed_no == back.number
    assert back.shown == f"2026-{back.number:06d}"


def test_pages_follow_each_other_without_a_gap(spending):
    rows, after, pages = listed(spending), None, []
    while page := spending.read(
        lambda work, mark=after: postings(work, LedgerFilter(YEAR), mark, limit=2)
    ):
        pages += page
        after = mark_of(page[-1])
    assert pages == rows


@pytest.mark.parametrize(
    ("changes", "memos"),
    [
        ({"month": 202603, "kind": PostingKind.EXPENSE}, ["付西街道 300000", "付东街道 200000"]),
        ({"text": "西街道"}, ["付西街道 300000"]),
        ({"state": PostingState.DRAFT}, ["还没复核的一笔"]),
        ({"kind": PostingKind.REVERSAL}, ["重复支付"]),
    ],
)
def test_filters_narrow_and_the_count_agrees(spending, changes, memos):
    rows = listed(spending, **changes)
    assert [row.memo for row in rows] == memos
    wanted = LedgerFilter(YEAR, **changes)
    assert spending.read(lambda work: count_postings(work, wanted)) == (
        len(rows),
        sum(row.debit_fen for row in rows),
    )


def test_a_filter_by_unit_and_item(spending):
    west = area(spending, WEST).path
    kinds = {PostingKind.EXPENSE}
    assert {row.kind for row in listed(spending, area_path=west)} == kinds
    rows = listed(spending, item_id=item(spending, "base"))
    assert len(rows) == 5


def test_a_card_has_the_rows_with_their_names(spending):
    row = listed(spending, text="西街道")[0]
    card = spending.read(lambda work: posting_card(work, row.id))
    assert [
        (one.account, one.area, one.item, one.debit_fen, one.credit_fen) for one in card.entries
    ] == [
        (Account.EXPENSE, WEST, "基本报酬", 300_000, 0),
        (Account.QUOTA, WEST, "", 0, 300_000),
    ]
    assert card.more == 0
    with pytest.raises(UserError, match="没有这张凭证"):
        spending.read(lambda work: posting_card(work, 999))


def test_the_trial_balance_is_zero_and_the_sums_agree(spending):
    rows = spending.read(lambda work: trial_balance(work, YEAR))
    assert sum(row.balance_fen for row in rows) == 0
    left = {row.account: row.balance_fen for row in rows}
    assert left == {
        Account.APPROPRIATION: -30_000_000,
        Account.QUOTA: 29_600_000,
        Account.EXPENSE: 400_000,
    }
    march = spending.read(lambda work: trial_balance(work, YEAR, 202603))
    assert {row.account: (row.before_fen, row.balance_fen) for row in march}[Account.EXPENSE] == (
        100_000,
        400_000,
    )
    assert spending.read(sums_agree)


def test_execution_tells_headings_and_their_items(spending):
    rows = spending.read(lambda work: execution(work, YEAR))
    assert [(row.area, row.heading, row.item, row.allotted_fen, row.spent_fen) for row in rows] == [
        (EAST, Heading.PAY, "", 9_000_000, 100_000),
        (EAST, Heading.PAY, "基本报酬", 0, 100_000),
        (WEST, Heading.PAY, "", 9_000_000, 300_000),
        (WEST, Heading.PAY, "基本报酬", 0, 300_000),
    ]


def test_the_bridge_goes_from_the_budget_to_what_is_left(spending):
    found = spending.read(lambda work: bridge(work, YEAR))
    assert (found.total_fen, found.sources) == (30_000_000, ((Source.DISTRICT, 30_000_000),))
    assert (found.granted_fen, found.paid_fen, found.left_fen) == (18_000_000, 400_000, 29_600_000)


def test_months_tell_what_waits_and_what_is_locked(spending):
    rows = spending.read(lambda work: months(work, YEAR))
    assert [(row.month, row.state, row.waiting) for row in rows] == [
        (202601, MonthState.OPEN, 1),
        (202603, MonthState.OPEN, 0),
    ]


def test_who_has_to_do_with_no_money_sees_none(office, houses):
    from hrgrid.core.policies import Setting

    with houses.open(Setting.DOUBLE) as house:
        for login in ("viewer", "trainer"):
            desk = house.desk(login)
            with pytest.raises(Refused):
                desk.read(lambda work: postings(work, LedgerFilter(YEAR)))
