"""The demonstration's year of money: an assumption that says so, and tables that agree with it."""

from __future__ import annotations

from contextlib import closing

from hrgrid.accounts.service import sign_in
from hrgrid.core.money import proportion
from hrgrid.demo.funding import ASSUMED, FOLDER, YEAR
from hrgrid.demo.office import OPERATOR
from hrgrid.funding.queries.acts import acts
from hrgrid.funding.queries.execution import bridge
from hrgrid.funding.queries.ledger import months
from hrgrid.funding.queries.pay import pay_periods
from hrgrid.funding.queries.trial import sums_agree, trial_balance
from hrgrid.funding.rules.words import ActKind, MonthState, PayState
from hrgrid.storage.database import Database
from tests.funding.paper_reading import agree


def asked(done, job):
    with closing(sign_in(Database.open(done.data), OPERATOR)) as desk:
        return desk.read(job)


def test_the_whole_is_scaled_and_thirty_thousand_a_grid_leave_the_rest(made):
    found = asked(made[0], lambda work: bridge(work, YEAR))
    assert found.total_fen == proportion(2_200_000_000, found.grids, 615)
    assert found.granted_fen == found.grids * 3_000_000
    assert found.after_grants_fen == found.total_fen - found.grids * 3_000_000
    assert 0 < found.paid_fen < found.allotted_fen


def test_the_paper_of_the_year_says_that_it_is_assumed(made):
    rows = asked(made[0], lambda work: acts(work, YEAR))
    assert ActKind.ISSUE in {row.kind for row in rows}
    assert "不是实际经费" in ASSUMED


def test_three_months_are_paid_one_is_closed_and_the_ledger_balances(made):
    periods = asked(made[0], lambda work: pay_periods(work, YEAR))
    assert [row.state for row in periods] == [PayState.PAID] * 3
    closed = [
        row.month
        for row in asked(made[0], lambda work: months(work, YEAR))
        if row.state is MonthState.LOCKED
    ]
    assert closed == [202601]
    assert sum(row.balance_fen for row in asked(made[0], lambda w: trial_balance(w, YEAR))) == 0
    assert asked(made[0], sums_agree)


def test_the_workbooks_agree_with_what_is_stored(made):
    folder = made[0].data.parent / "文书" / FOLDER
    books = sorted(folder.glob("*.xlsx"))
    assert len(books) == 6
    for path in books:
        assert agree(path) > 0, path.name
