"""What is shown of a month of pay: sheet, card, sums; and by how few statements."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.funding.queries.pay import pay_count, pay_list, pay_period, pay_periods, unit_sums
from hrgrid.funding.queries.pay_of_person import paid_months
from hrgrid.funding.queries.pay_reading import entries_of_month, pay_of
from hrgrid.funding.queries.slips import slips
from hrgrid.funding.rules.pay_forms import PayEntryForm, PayFilter
from hrgrid.funding.rules.words import PayItem, PayState
from hrgrid.funding.service.pay_computing import compute_pay
from hrgrid.funding.service.pay_entries import add_entry
from hrgrid.funding.service.pay_periods import hold_person
from hrgrid.overview.queries.file.paid import pay_part
from hrgrid.storage.desk import Desk
from hrgrid.workforce.queries import person_card
from tests.funding import pay_office as town
from tests.funding.pay_office import MARCH, payroll, template

__all__ = ["payroll", "template"]


def test_months_tell_how_far_they_have_come(payroll):
    period = town.approved(payroll)
    town.carded(payroll, "赵一")
    (row,) = payroll.read(lambda work: pay_periods(work, 2026))
    assert (row.id, row.title, row.state) == (period, "2026 年 3 月 示例区", PayState.APPROVED)
    assert row.people == 5
    assert row.reviewed_by
    assert row.approval_words
    assert payroll.read(lambda work: pay_periods(work, 2025)) == []


def test_the_sheet_pages_by_key(payroll):
    period, _ = town.computed(payroll)
    whole = payroll.read(lambda work: pay_list(work, period))
    assert {row.name for row in whole} == set(town.PEOPLE)
    first = payroll.read(lambda work: pay_list(work, period, limit=2))
    mark = first[-1].stroke_key, first[-1].person_id
    rest = payroll.read(lambda work: pay_list(work, period, after=mark))
    assert first + rest == whole


def test_the_sheet_shows_whom_a_filter_asks_for(payroll):
    period, _ = town.computed(payroll)
    one = town.id_of(payroll, "赵一")
    payroll.write(lambda work: hold_person(work, period, one, "工资卡有误"))
    form = PayEntryForm(town.id_of(payroll, "钱二"), MARCH, PayItem.BONUS, 100, "补贴")
    payroll.write(lambda work: add_entry(work, form))
    payroll.write(lambda work: compute_pay(work, period))

    def names(wanted):
        return [row.name for row in payroll.read(lambda work: pay_list(work, period, wanted))]

    assert names(PayFilter(held=True)) == ["赵一"]
    assert names(PayFilter(changed=True)) == ["钱二"]
    assert names(PayFilter("李四")) == ["李四"]
    assert payroll.read(lambda work: pay_count(work, period, PayFilter())) == 5
    assert payroll.read(lambda work: pay_period(work, period)).held == 1


def test_a_card_tells_each_line(payroll):
    town.carded(payroll, "李四")
    form = PayEntryForm(town.id_of(payroll, "李四"), MARCH, PayItem.DEDUCTION, 500, "损坏胸牌")
    payroll.write(lambda work: add_entry(work, form))
    period, _ = town.computed(payroll)
    card = payroll.read(lambda work: pay_of(work, period, town.person_of(work, "李四")))
    told = {line.item: line.words for line in card.lines}
    assert told[PayItem.BASE].startswith("月标准 1,750.00 元 × 22 ÷ 31 天（10—31 日 ")
    assert told[PayItem.DEDUCTION].startswith("损坏胸牌 5.00 元。上限为当月工资 1,774.20 元的 20%")
    assert sum(line.fen for line in card.lines) == card.row.net_fen
    assert card.account == "**** 0000"
    assert [entry.reason for entry in card.entries] == ["损坏胸牌"]
    assert payroll.read(lambda work: entries_of_month(work, period)) == list(card.entries)


def test_who_is_not_in_the_month_has_no_card(payroll):
    period = town.opened(payroll, MARCH, "西街道")
    payroll.write(lambda work: compute_pay(work, period))
    with pytest.raises(UserError, match="没有这个人"):
        payroll.read(lambda work: pay_of(work, period, town.person_of(work, "赵一")))


def test_sums_of_units_are_those_of_the_sheet(payroll):
    period, done = town.computed(payroll)
    sums = payroll.read(lambda work: unit_sums(work, period))
    assert [(row.area, row.people) for row in sums] == [("东街道", 3), ("西街道", 2)]
    assert sum(row.net_fen for row in sums) == done.net_fen
    assert sum(sum(row.items.values()) for row in sums) == done.net_fen


def test_slips_stand_by_unit(payroll):
    period, _ = town.computed(payroll)
    found = payroll.read(lambda work: slips(work, period))
    assert [card.row.area for card in found] == ["东街道"] * 3 + ["西街道"] * 2


def test_a_person_has_his_months_without_the_account(payroll):
    period, _ = town.computed(payroll)
    town.carded(payroll, "赵一")
    zhao = town.id_of(payroll, "赵一")
    card = payroll.read(lambda work: pay_of(work, period, zhao))
    (mine,) = payroll.read(lambda work: paid_months(work, zhao))
    assert (mine.period_id, mine.month, mine.unit) == (period, MARCH, "东街道")
    sums = mine.gross_fen, mine.deducted_fen, mine.net_fen
    assert sums == (card.row.gross_fen, card.row.deducted_fen, card.row.net_fen)
    part = payroll.read(lambda work: pay_part(work, person_card(work, zhao)))
    (line,) = part.lines
    assert (line.when, line.page, line.part) == ("2026 年 3 月", "funding", f"pay/{period}")
    assert line.what == f"实发 {format_money(card.row.net_fen)} 元"
    told = f"{line.what}{line.beside}"
    assert card.account
    assert card.account not in told
    assert card.bank not in told


def test_who_sees_no_money_sees_no_pay_in_a_file(payroll):
    town.computed(payroll)
    zhao = town.id_of(payroll, "赵一")
    grants = frozenset({Grant(Right.VIEW_WORKFORCE, "")})
    others = Actor(payroll.actor.operator_id, "旁人", "经办人", "", grants)
    seen = Desk(payroll.database, others, payroll.keyring)
    assert seen.read(lambda work: pay_part(work, person_card(work, zhao))) is None
