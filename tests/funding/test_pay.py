"""A month of pay from opening to locking, on both engines."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import (
    Allotment,
    BankFile,
    LedgerEntry,
    PayLine,
    PayPeriod,
    PayPerson,
    Posting,
)
from hrgrid.funding.rules.funding_rules import FundingRules, MinimumWage
from hrgrid.funding.rules.pay_forms import PayEntryForm
from hrgrid.funding.rules.words import Account, Heading, PayItem, PayKind, PayState
from hrgrid.funding.service.bank_files import make_bank_file, void_bank_file
from hrgrid.funding.service.pay_computing import compute_pay
from hrgrid.funding.service.pay_entries import add_entry, settle_difference, withdraw_entry
from hrgrid.funding.service.pay_periods import (
    approve_pay,
    hold_person,
    lock_pay,
    return_pay,
    review_pay,
)
from hrgrid.funding.service.paying import pay_held, pay_out
from hrgrid.workforce.rules import AbsenceKind, AbsencePay
from hrgrid.workforce.service.absences import AbsenceForm, Cover, begin_absence, end_absence
from hrgrid.workforce.service.posting import end_post
from tests.funding import pay_office as town
from tests.funding.pay_office import APRIL, MARCH, MAY, PAPER, on, payroll, template

__all__ = ["payroll", "template"]
P = PayItem


def lines(desk, period, name):
    def read(work):
        query = select(PayLine.pay_item, PayLine.fen).where(
            PayLine.period_id == period, PayLine.person_id == town.person_of(work, name)
        )
        return dict(work.session.execute(query).tuples().all())

    return desk.read(read)


def state(desk, period):
    return desk.read(lambda work: work.session.get_one(PayPeriod, period).state)


def balances(desk):
    """By account the sum of all entries."""

    def read(work):
        query = select(LedgerEntry.account, func.sum(LedgerEntry.fen)).group_by(LedgerEntry.account)
        return {account: int(fen) for account, fen in work.session.execute(query)}

    return desk.read(read)


def test_everybody_in_post_is_paid(payroll):
    period, done = town.computed(payroll)
    assert done.people == 5
    assert lines(payroll, period, "赵一") == {P.BASE: 175_000, P.PERFORMANCE: 75_000}
    # 李四 came on 10 March: 22 of 31 days.
    assert lines(payroll, period, "李四") == {P.BASE: 124_194, P.PERFORMANCE: 53_226}
    assert done.net_fen == 4 * 250_000 + 177_420
    assert state(payroll, period) is PayState.CALCULATED


def test_a_street_pays_its_own_people_only(payroll):
    period = town.opened(payroll, MARCH, "西街道")
    assert payroll.write(lambda work: compute_pay(work, period)).people == 2


def test_nobody_is_in_two_months_of_pay(payroll):
    town.opened(payroll, MARCH, "西街道")
    with pytest.raises(UserError, match=r"西街道的薪酬已经建过.*同一个人一个月只在一处发"):
        town.opened(payroll, MARCH)


def test_computing_again_changes_nothing(payroll):
    period, first = town.computed(payroll)
    again = payroll.write(lambda work: compute_pay(work, period))
    assert again.output_hash == first.output_hash
    assert not again.differences
    kept = payroll.read(lambda work: work.session.get_one(PayPeriod, period).computed)
    assert kept == 2


def test_differences_to_the_computation_before_are_told(payroll):
    period, _ = town.computed(payroll)
    form = PayEntryForm(town.id_of(payroll, "钱二"), MARCH, P.BONUS, 30_000, "防汛值守")
    payroll.write(lambda work: add_entry(work, form))
    done = payroll.write(lambda work: compute_pay(work, period))
    assert [(one.name, one.before_fen, one.after_fen) for one in done.differences] == [
        ("钱二", 250_000, 280_000)
    ]
    told = payroll.read(
        lambda work: work.session.scalars(
            select(PayPerson.reckoning).where(PayPerson.person_id == town.person_of(work, "钱二"))
        ).one()
    )
    assert json.loads(told)["was"] == 250_000


def test_leave_star_and_cover_are_paid_by_their_days(payroll):
    away = AbsenceForm(AbsenceKind.LEAVE, on(3, 2), on(3, 6), pay=AbsencePay.STOPPED)

    def happen(work):
        one, other = town.person_of(work, "赵一"), town.person_of(work, "钱二")
        grid = work.session.get_one(town.Post, town.post_of(work, "赵一")).area_id
        absence = begin_absence(work, one, away, {grid: Cover(other, 31_000)})
        end_absence(work, absence, on(3, 7))
        town.award(work, "钱二", 20_000, on(1, 1), dt.date(2027, 1, 1))

    payroll.write(happen, reason="事假")
    period, _ = town.computed(payroll)
    # Five working days of a 21.75th of 2,500.00 each.
    assert lines(payroll, period, "赵一")[P.LEAVE] == -57_471
    assert lines(payroll, period, "钱二")[P.COVER] == 5_000
    assert lines(payroll, period, "钱二")[P.STAR] == 20_000


def test_nobody_is_paid_after_leaving(payroll):
    payroll.write(lambda work: end_post(work, town.post_of(work, "周五"), on(3, 20)), reason="辞职")
    april, done = town.computed(payroll, APRIL)
    assert done.people == 4
    assert not lines(payroll, april, "周五")
    form = PayEntryForm(town.id_of(payroll, "周五"), APRIL, P.BONUS, 10_000, "值班补贴")
    with pytest.raises(UserError, match=r"周五已于 2026-03-21 离岗，2026 年 4 月的“值班补贴”"):
        payroll.write(lambda work: add_entry(work, form))


def test_an_entry_of_before_somebody_left_stops_the_computation(payroll):
    form = PayEntryForm(town.id_of(payroll, "周五"), APRIL, P.BONUS, 10_000, "值班补贴")
    payroll.write(lambda work: add_entry(work, form))
    payroll.write(lambda work: end_post(work, town.post_of(work, "周五"), on(3, 20)), reason="辞职")
    period = town.opened(payroll, APRIL)
    with pytest.raises(UserError, match=r"周五已于 2026-03-21 离岗.*请先撤回"):
        payroll.write(lambda work: compute_pay(work, period))


@pytest.mark.parametrize(
    ("item", "fen", "sentence"),
    [
        (P.BONUS, 0, "金额 0.00 元要大于 0"),
        (P.DEDUCTION, -500, "金额 -5.00 元要大于 0"),
        (P.BASE, 500, "“基本报酬”由系统计算"),
    ],
)
def test_an_entry_that_means_nothing_is_refused(payroll, item, fen, sentence):
    form = PayEntryForm(town.id_of(payroll, "赵一"), MARCH, item, fen, "原因")
    with pytest.raises(UserError, match=sentence):
        payroll.write(lambda work: add_entry(work, form))


def test_a_withdrawn_entry_counts_no_more(payroll):
    form = PayEntryForm(town.id_of(payroll, "赵一"), MARCH, P.DEDUCTION, 10_000, "损坏终端")
    entry = payroll.write(lambda work: add_entry(work, form))
    period, _ = town.computed(payroll)
    assert lines(payroll, period, "赵一")[P.DEDUCTION] == -10_000
    payroll.write(lambda work: withdraw_entry(work, entry, "已由保险赔付"))
    payroll.write(lambda work: compute_pay(work, period))
    assert P.DEDUCTION not in lines(payroll, period, "赵一")
    with pytest.raises(UserError, match="已经撤回过"):
        payroll.write(lambda work: withdraw_entry(work, entry, "再撤"))


def test_cap_and_floor_hold_in_the_office_too(payroll):
    floor = MinimumWage(on(1, 1), 226_000, "", "浙政发")
    payroll.write(
        lambda work: town.keep_rules(work, FundingRules(minimum_wages=(floor,))), reason="调整"
    )
    form = PayEntryForm(town.id_of(payroll, "赵一"), MARCH, P.DEDUCTION, 90_000, "损坏终端")
    payroll.write(lambda work: add_entry(work, form))
    period, done = town.computed(payroll)
    assert done.capped == 1
    assert lines(payroll, period, "赵一")[P.DEDUCTION] == -24_000


def test_approving_books_what_is_owed_and_paying_clears_it(payroll):
    form = PayEntryForm(town.id_of(payroll, "赵一"), MARCH, P.EMPLOYER_SHARE, 70_000, "三月社保")
    own = PayEntryForm(town.id_of(payroll, "赵一"), MARCH, P.OWN_SHARE, 26_000, "三月社保")
    payroll.write(lambda work: add_entry(work, form))
    payroll.write(lambda work: add_entry(work, own))
    payroll.write(lambda work: town.award(work, "钱二", 20_000, on(1, 1), dt.date(2027, 1, 1)))
    period = town.approved(payroll)
    expense = 4 * 250_000 + 177_420 + 20_000 + 70_000
    assert balances(payroll) == {
        Account.EXPENSE: expense,
        Account.PAYABLE: -(expense - 96_000),
        Account.WITHHELD: -96_000,
    }
    spent = payroll.read(
        lambda work: {
            row.heading: row.spent_fen
            for row in work.session.scalars(select(Allotment))
            if row.spent_fen
        }
    )
    assert spent == {Heading.PAY: expense - 20_000, Heading.STAR: 20_000}
    payroll.write(lambda work: pay_out(work, period, work.today))
    after = {account: fen for account, fen in balances(payroll).items() if fen}
    assert after == {Account.EXPENSE: expense, Account.QUOTA: -expense}
    assert state(payroll, period) is PayState.PAID
    payroll.write(lambda work: lock_pay(work, period))
    assert state(payroll, period) is PayState.LOCKED


def test_every_unit_balances_by_itself(payroll):
    def move(work):
        end_post(work, town.post_of(work, "赵一"), on(3, 11))
        index = town.tree_index(work, work.today)
        roles = town.Enlisting(work, index).roles
        grid = index.by_code["W002"]
        post = town.PostForm(grid, roles["网格员"], town.Employment.FULL, on(3, 12))
        town.engage(work, [town.Engaging(town.PersonForm("赵一", town.id_number(0)), post, None)])

    payroll.write(move, reason="调动")
    period = town.approved(payroll)
    assert sum(lines(payroll, period, "赵一").values()) == 250_000

    def read(work):
        query = select(LedgerEntry.area_id, func.sum(LedgerEntry.fen)).group_by(LedgerEntry.area_id)
        mine = (
            select(func.sum(LedgerEntry.fen))
            .where(
                LedgerEntry.account == Account.EXPENSE,
                LedgerEntry.person_id == town.person_of(work, "赵一"),
            )
            .group_by(LedgerEntry.area_id)
        )
        sums = {int(fen) for _, fen in work.session.execute(query)}
        return sums, sorted(int(fen) for fen in work.session.scalars(mine))

    sums, borne = payroll.read(read)
    assert sums == {0}
    assert sum(borne) == 250_000
    # 11 and 20 of 31 days, each item split to the fen.
    assert borne == [88_710, 161_290]


def test_over_what_was_set_aside_is_refused_with_the_arithmetic(payroll):
    def shrink(work):
        for row in work.session.scalars(select(Allotment)):
            if row.heading is Heading.PAY:
                row.fen = 100_000

    payroll.write(shrink)
    period, _ = town.computed(payroll)
    payroll.write(lambda work: review_pay(work, period))
    with pytest.raises(UserError, match=r"安排 1,000.00 元.*超出 10,774.20 元"):
        payroll.write(lambda work: approve_pay(work, period, PAPER))
    assert state(payroll, period) is PayState.REVIEWED


def test_what_was_checked_changes_no_more(payroll):
    period, _ = town.computed(payroll)
    payroll.write(lambda work: review_pay(work, period))
    with pytest.raises(UserError, match="现在是“待审批”"):
        payroll.write(lambda work: compute_pay(work, period))
    form = PayEntryForm(town.id_of(payroll, "赵一"), MARCH, P.BONUS, 500, "补贴")
    with pytest.raises(UserError, match="不能再登记或撤回赵一的手工增减"):
        payroll.write(lambda work: add_entry(work, form))
    payroll.write(lambda work: return_pay(work, period, "少算了值班补贴"))
    payroll.write(lambda work: add_entry(work, form))
    payroll.write(lambda work: compute_pay(work, period))
    assert lines(payroll, period, "赵一")[P.BONUS] == 500


def test_who_is_held_back_is_owed_and_paid_later_once(payroll):
    period, _ = town.computed(payroll)
    one = town.id_of(payroll, "赵一")
    payroll.write(lambda work: hold_person(work, period, one, "工资卡有误"))
    again = payroll.write(lambda work: compute_pay(work, period))
    assert again.held == 1
    payroll.write(lambda work: review_pay(work, period))
    payroll.write(lambda work: approve_pay(work, period, PAPER))
    payroll.write(lambda work: pay_out(work, period, work.today))
    assert balances(payroll)[Account.PAYABLE] == -250_000
    payroll.write(lambda work: pay_held(work, period, one, work.today))
    assert balances(payroll)[Account.PAYABLE] == 0
    with pytest.raises(UserError, match="已经记过账"):
        payroll.write(lambda work: pay_held(work, period, one, work.today))


def test_a_bank_file_is_made_once(payroll):
    period = town.approved(payroll)
    with pytest.raises(UserError, match="没有登记工资卡"):
        payroll.write(lambda work: make_bank_file(work, period))
    town.carded(payroll, "赵一", "钱二")
    file = payroll.write(lambda work: make_bank_file(work, period, leave_out=True))
    assert [(row.holder, row.account[-3:], row.fen) for row in file.rows] == [
        ("赵一", "000", 250_000),
        ("钱二", "001", 250_000),
    ]
    assert file.left_out == ("孙三", "李四", "周五")
    with pytest.raises(UserError, match=r"重复送银行会重复发放"):
        payroll.write(lambda work: make_bank_file(work, period, leave_out=True))
    payroll.write(lambda work: void_bank_file(work, file.file_id, "银行退回"))
    other = payroll.write(lambda work: make_bank_file(work, period, leave_out=True))
    assert other.number == 2
    assert other.sha256 == file.sha256


def test_account_numbers_lie_sealed_and_stay_out_of_the_journal(payroll):
    town.carded(payroll, "赵一")
    number = "6228480000000000000"

    def read(work):
        from hrgrid.funding.model import PayAccount
        from hrgrid.storage.journal import JournalEntry

        row = work.session.scalars(select(PayAccount)).one()
        told = [repr(vars(entry)) for entry in work.session.scalars(select(JournalEntry))]
        return row.number, row.masked, told

    sealed, masked, told = payroll.read(read)
    assert number.encode() not in sealed
    assert masked == "**** 0000"
    assert not any(number in each for each in told)


def test_a_month_before_is_settled_in_an_open_one(payroll):
    town.paid(payroll, MARCH)
    floor = MinimumWage(on(1, 1), 0, "", "")
    rules = FundingRules(no_grade=1_200, minimum_wages=(floor,))
    payroll.write(lambda work: town.keep_rules(work, rules), reason="系数更正")
    april, _ = town.computed(payroll, APRIL)
    done = payroll.write(lambda work: settle_difference(work, april, MARCH))
    assert (done.people, done.reversed_fen) == (5, -(4 * 75_000 + 53_226))
    assert done.back_fen == 4 * 90_000 + 63_871
    assert state(payroll, april) is PayState.OPEN
    again = payroll.write(lambda work: settle_difference(work, april, MARCH))
    assert again.people == 0
    payroll.write(lambda work: compute_pay(work, april))

    def read(work):
        query = select(PayLine.kind, PayLine.for_month, PayLine.fen).where(
            PayLine.period_id == april, PayLine.person_id == town.person_of(work, "赵一")
        )
        return sorted((kind.value, month, fen) for kind, month, fen in work.session.execute(query))

    assert payroll.read(read) == [
        (PayKind.BACK.value, MARCH, 90_000),
        (PayKind.PAY.value, APRIL, 90_000),
        (PayKind.PAY.value, APRIL, 175_000),
        (PayKind.REVERSAL.value, MARCH, -75_000),
    ]
    net = payroll.read(
        lambda work: work.session.get_one(PayPerson, (april, town.person_of(work, "赵一"))).net_fen
    )
    assert net == 280_000


def test_taking_back_leaves_the_minimum_wage_of_the_open_month(payroll):
    town.paid(payroll, MARCH)

    def settled(minimum: int):
        floor = MinimumWage(on(1, 1), minimum, "", "浙政发")
        rules = FundingRules(no_grade=800, minimum_wages=(floor,))
        payroll.write(lambda work: town.keep_rules(work, rules), reason="系数更正")
        return payroll.write(lambda work: settle_difference(work, april, MARCH))

    april, _ = town.computed(payroll, APRIL)
    # 75,000 for March were 60,000; April is 235,000, of which no more than 9,000 may go.
    done = settled(226_000)
    assert done.people == 0
    told = next(one for one in done.left if one.startswith("赵一"))
    assert "应冲回 150.00 元，本月不低于最低工资只有 90.00 元可冲，没有列入" in told
    assert settled(220_000).people == 5


def test_only_a_paid_month_before_is_settled(payroll):
    april, _ = town.computed(payroll, APRIL)
    with pytest.raises(UserError, match="2026 年 3 月的薪酬还没有建"):
        payroll.write(lambda work: settle_difference(work, april, MARCH))
    with pytest.raises(UserError, match="只能补之前的月份"):
        payroll.write(lambda work: settle_difference(work, april, MAY))


def test_postings_name_what_they_come_from(payroll):
    period = town.paid(payroll)
    keys = payroll.read(
        lambda work: list(work.session.scalars(select(Posting.source_key).order_by(Posting.id)))
    )
    assert keys == [f"pay:{period}", f"payment:{period}"]
    assert payroll.read(lambda work: work.session.scalar(select(func.count(BankFile.id)))) == 0
