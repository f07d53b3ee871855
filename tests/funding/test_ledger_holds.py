"""Whatever is posted, reversed, refused or cut off: the ledger sums to zero and agrees."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import Allotment, LedgerSum, Posting
from hrgrid.funding.queries.trial import sums_agree, trial_balance
from hrgrid.funding.rules.words import Account, PostingState
from hrgrid.funding.service.months import lock_month
from hrgrid.funding.service.postings import (
    book,
    draft_posting,
    post,
    reverse_posting,
    void_posting,
)
from tests.funding.office import EAST, WEST, YEAR, expense, furnish


class Broken(Exception):
    """The machine goes down in the middle."""


steps = st.lists(
    st.tuples(
        st.sampled_from(["book", "draft", "post", "void", "reverse", "crash", "lock"]),
        st.integers(1, 6_000_000),
        st.sampled_from([EAST, WEST]),
        st.integers(1, 12),
    ),
    max_size=12,
)


def chosen(desk, at, state):
    query = select(Posting.id).where(Posting.state == state).order_by(Posting.id)
    ids = desk.read(lambda work: list(work.session.scalars(query)))
    return ids[at % len(ids)] if ids else 0


def take(desk, kind, fen, unit, month):
    day = dt.date(YEAR, month, 3)
    form = expense(desk, fen, unit=unit, day=day)
    if kind == "book":
        desk.write(lambda work: book(work, form))
    elif kind == "draft":
        desk.write(lambda work: draft_posting(work, form))
    elif kind == "post":
        at = chosen(desk, fen, PostingState.DRAFT)
        desk.write(lambda work: post(work, at))
    elif kind == "void":
        at = chosen(desk, fen, PostingState.DRAFT)
        desk.write(lambda work: void_posting(work, at, "不要了"))
    elif kind == "reverse":
        at = chosen(desk, fen, PostingState.POSTED)
        desk.write(lambda work: reverse_posting(work, at, day, "记错了"))
    elif kind == "lock":
        desk.write(lambda work: lock_month(work, YEAR * 100 + month))
    else:

        def cut_off(work):
            book(work, form)
            raise Broken

        with suppress(Broken):
            desk.write(cut_off)


def holds(desk):
    rows = desk.read(lambda work: trial_balance(work, YEAR))
    assert sum(row.balance_fen for row in rows) == 0
    assert desk.read(sums_agree)

    def spent(work):
        kept = work.session.scalar(select(func.coalesce(func.sum(Allotment.spent_fen), 0)))
        posted = work.session.scalar(
            select(func.coalesce(func.sum(LedgerSum.fen), 0))
            .join(Posting, Posting.id == LedgerSum.posting_id)
            .where(Posting.state == PostingState.POSTED, LedgerSum.account == Account.EXPENSE)
        )
        numbers = select(Posting.posting_no).where(Posting.state == PostingState.POSTED)
        return int(kept), int(posted), sorted(work.session.scalars(numbers))

    kept, posted, numbers = desk.read(spent)
    assert kept == posted >= 0
    assert numbers == list(range(1, len(numbers) + 1))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
def test_the_ledger_holds_whatever_is_done_to_it(office, steps):
    # One office for all examples: what one left is where the next begins.
    if office.read(lambda work: work.session.scalar(select(func.count(Posting.id)))) == 0:
        furnish(office)
    for kind, fen, unit, month in steps:
        with suppress(UserError):
            take(office, kind, fen, unit, month)
    holds(office)
