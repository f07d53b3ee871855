"""Who may do what with pay: maker, checker and approver, and two at once."""

from __future__ import annotations

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.funding.queries.pay import pay_periods
from hrgrid.funding.rules.budget_forms import ApproveForm
from hrgrid.funding.rules.pay_rows import BankFileRows
from hrgrid.funding.rules.words import PayState
from hrgrid.funding.service.bank_files import make_bank_file
from hrgrid.funding.service.pay_computing import compute_pay
from hrgrid.funding.service.pay_periods import approve_pay, open_pay, review_pay
from hrgrid.funding.service.paying import pay_out
from hrgrid.workforce.queries import tree_index
from tests.funding import pay_office as town
from tests.funding.pay_office import MARCH, PAPER, payroll, template
from tests.publicity.test_races import together

__all__ = ["payroll", "template"]
CLERKS = 5


@pytest.fixture
def staffed(double):
    """双人复核 with the people and money of the small office; its computed March."""
    clerk = double.desk(Role.CLERK)
    clerk.write(town.settle, reason="如实登记")
    district = clerk.read(lambda work: tree_index(work, work.today).named("示例区")[0].id)
    period = clerk.write(lambda work: open_pay(work, MARCH, district))
    clerk.write(lambda work: compute_pay(work, period))
    return double, period


def test_who_computed_neither_checks_nor_approves(staffed):
    house, period = staffed
    clerk, chief = house.desk(Role.CLERK), house.desk(Role.CHIEF)
    with pytest.raises(Refused, match="不能自己复核"):
        clerk.write(lambda work: review_pay(work, period))
    chief.write(lambda work: review_pay(work, period))
    own = ApproveForm("政法〔2026〕5号", "钱经办", "经办人")
    with pytest.raises(Refused, match="经办人不能审批自己经办的事项"):
        clerk.write(lambda work: approve_pay(work, period, own))
    # Whoever approves needs not run the funding: the booking goes with his approval.
    assert chief.write(lambda work: approve_pay(work, period, ApproveForm())).complete
    with pytest.raises(Refused):
        chief.write(lambda work: pay_out(work, period, work.today))
    clerk.write(lambda work: pay_out(work, period, work.today))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRAINER, Role.AUDITOR])
def test_others_see_no_pay(staffed, role):
    house, period = staffed
    desk = house.desk(role)
    with pytest.raises(Refused, match="办理经费"):
        desk.read(lambda work: pay_periods(work, 2026))
    with pytest.raises(Refused, match="办理经费"):
        desk.write(lambda work: compute_pay(work, period))


def told(each: object) -> bool:
    words = ("现在是", "刚被别人改过", "已经", "重复", "已有", "同一个人", "一起在改")
    return isinstance(each, UserError) and any(word in str(each) for word in words)


def test_one_of_many_opens_a_month(payroll):
    came = together([lambda: town.opened(payroll)] * CLERKS)
    assert sum(isinstance(each, int) for each in came) == 1, came
    assert all(told(each) for each in came if not isinstance(each, int)), came


def test_a_month_computed_by_many_at_once_is_whole(payroll):
    period = town.opened(payroll)
    deed = lambda: payroll.write(lambda work: compute_pay(work, period))  # noqa: E731
    came = together([deed] * CLERKS)
    done = [each for each in came if not isinstance(each, UserError)]
    assert done, came
    assert len({each.output_hash for each in done}) == 1
    assert all(told(each) for each in came if isinstance(each, UserError)), came
    assert len(town_lines(payroll, period)) == 10


def town_lines(desk, period):
    from sqlalchemy import select

    from hrgrid.funding.model import PayLine

    return desk.read(
        lambda work: work.session.execute(
            select(PayLine.person_id, PayLine.pay_item).where(PayLine.period_id == period)
        ).all()
    )


def test_a_month_is_approved_and_paid_once(payroll):
    period, _ = town.computed(payroll)
    payroll.write(lambda work: review_pay(work, period))
    came = together([lambda: payroll.write(lambda work: approve_pay(work, period, PAPER))] * CLERKS)
    assert sum(not isinstance(each, UserError) for each in came) == 1, came
    assert all(told(each) for each in came if isinstance(each, UserError)), came
    came = together(
        [lambda: payroll.write(lambda work: pay_out(work, period, work.today))] * CLERKS
    )
    assert sum(isinstance(each, int) for each in came) == 1, came
    assert all(told(each) for each in came if not isinstance(each, int)), came
    row = payroll.read(lambda work: pay_periods(work, 2026))[0]
    assert row.state is PayState.PAID


def test_one_bank_file_comes_of_many_clicks(payroll):
    period = town.approved(payroll)
    town.carded(payroll, *town.PEOPLE)
    came = together([lambda: payroll.write(lambda work: make_bank_file(work, period))] * CLERKS)
    assert sum(isinstance(each, BankFileRows) for each in came) == 1, came
    assert all(told(each) for each in came if not isinstance(each, BankFileRows)), came
