"""The pay of a month by example and by property: to the fen, capped, never below the floor."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hrgrid.funding
from hrgrid.funding.rules.funding_rules import FundingRules, MinimumWage
from hrgrid.funding.rules.pay import MonthRules, borne_by, days_of, reckon, split_between
from hrgrid.funding.rules.pay_facts import (
    Away,
    ByHand,
    Carried,
    Monthly,
    PersonMonth,
    Span,
    Stay,
)
from hrgrid.funding.rules.pay_words import derivation, percent, remarks, times
from hrgrid.funding.rules.words import PayItem, PayKind
from hrgrid.workforce.rules import AbsencePay

P = PayItem
NOVEMBER = 202611
WEEKDAYS = [day for day in range(1, 31) if dt.date(2026, 11, day).weekday() < 5]
RULES = FundingRules()
FLOOR = (MinimumWage(dt.date(2026, 1, 1), 220_000, "", "省政府公布"),)


def month(rules: FundingRules = RULES) -> MonthRules:
    return MonthRules(rules, NOVEMBER, WEEKDAYS)


def person(*stays: tuple[int, int], **given: object) -> PersonMonth:
    """Somebody in the street 1, in its grid 11; in a second stay in 2 and 21."""
    made = tuple(
        Stay(at, f"D/{at}/", at * 10 + 1, at, first, behind)
        for at, (first, behind) in enumerate(stays, start=1)
    )
    last = made[-1] if made else Stay(1, "D/1/", 11, 1, 1, 31)
    one = PersonMonth(
        7,
        last.unit_id,
        last.unit_path,
        last.grid_id,
        last.post_id,
        0,
        "",
        made,
        tuple(Span(first, behind) for first, behind in stays) or (Span(1, 31),),
    )
    return one._replace(**given)


def lines(one: PersonMonth, rules: FundingRules = RULES) -> dict[PayItem, int]:
    return dict(reckon(one, month(rules)).lines)


def test_a_whole_month_is_the_monthly_sum():
    assert lines(person((1, 31))) == {P.BASE: 175_000, P.PERFORMANCE: 75_000}


@pytest.mark.parametrize(
    ("grade", "fen"), [("优秀", 90_000), ("合格", 75_000), ("基本合格", 60_000), ("不合格", 37_500)]
)
def test_performance_goes_by_the_grade(grade, fen):
    assert lines(person((1, 31), grade=grade))[P.PERFORMANCE] == fen


def test_a_part_of_a_month_is_paid_by_days():
    # 1,750.00 × 13 ÷ 30 = 758.33, 750.00 × 1.2 × 13 ÷ 30 = 390.00.
    found = lines(person((18, 31), grade="优秀"))
    assert found == {P.BASE: 75_833, P.PERFORMANCE: 39_000}


def test_two_posts_in_a_month_are_one_wage_and_two_who_bear_it():
    one = person((1, 11), (11, 31))
    assert lines(one) == lines(person((1, 31)))
    parts = borne_by(one)
    assert parts == [(1, 11, 10), (2, 21, 20)]
    assert split_between(175_000, parts) == (58_333, 116_667)


def test_seniority_is_by_full_years_up_to_the_most():
    rules = replace(RULES, seniority_fen=1_000, seniority_years=20)
    assert lines(person((1, 31), years=3), rules)[P.SENIORITY] == 3_000
    assert lines(person((1, 31), years=35), rules)[P.SENIORITY] == 20_000
    assert P.SENIORITY not in lines(person((1, 31)), rules)


def test_leave_is_taken_off_by_working_days():
    # 9–11 November are three working days of 21 in the month: 2,500.00 ÷ 21.75 × 3.
    away = Away(AbsencePay.STOPPED, 9, 12)
    assert lines(person((1, 31), away=(away,)))[P.LEAVE] == -34_483


def test_leave_on_free_days_costs_nothing():
    assert P.LEAVE not in lines(person((1, 31), away=(Away(AbsencePay.STOPPED, 7, 9),)))


def test_reduced_leave_is_cut_by_the_share():
    rules = replace(RULES, leave_bp=4_000)
    away = Away(AbsencePay.REDUCED, 9, 12)
    assert lines(person((1, 31), away=(away,)), rules)[P.LEAVE] == -13_793


@pytest.mark.parametrize("pay", [AbsencePay.HOST, AbsencePay.STOPPED])
def test_a_whole_month_away_earns_nothing(pay):
    done = reckon(
        person((1, 31), away=(Away(pay, 1, 31),)), month(replace(RULES, minimum_wages=FLOOR))
    )
    assert done.net == 0
    assert dict(done.lines)[P.LEAVE] == -250_000


def test_full_pay_during_leave_changes_nothing():
    away = Away(AbsencePay.FULL, 1, 31)
    assert lines(person((1, 31), away=(away,))) == lines(person((1, 31)))


def test_star_and_cover_go_by_their_days():
    one = person((1, 31), stars=(Monthly(20_000, 1, 31),), covers=(Monthly(30_000, 11, 31),))
    found = lines(one)
    assert (found[P.STAR], found[P.COVER]) == (20_000, 20_000)
    assert P.STAR not in lines(one, replace(RULES, star_money=False))


def test_a_cover_is_not_paid_after_leaving():
    one = person((1, 16), covers=(Monthly(30_000, 1, 31),))
    assert lines(one)[P.COVER] == 15_000


def test_a_deduction_keeps_to_a_fifth_of_the_wage():
    done = reckon(person((1, 31), by_hand=(ByHand(P.DEDUCTION, -80_000, "损坏终端"),)), month())
    assert dict(done.lines)[P.DEDUCTION] == -50_000
    assert done.not_deducted == 30_000
    assert done.net == 200_000
    assert "还有 300.00 元没有扣" in remarks(done.facts)[0]


def test_a_deduction_leaves_the_minimum_wage():
    rules = replace(RULES, minimum_wages=FLOOR)
    done = reckon(
        person((1, 31), by_hand=(ByHand(P.DEDUCTION, -45_000, "损坏终端"),)), month(rules)
    )
    assert done.net == 220_000
    assert done.not_deducted == 15_000


def test_a_low_month_is_topped_up():
    rules = replace(RULES, minimum_wages=FLOOR)
    done = reckon(person((1, 31), grade="不合格"), month(rules))
    assert dict(done.lines)[P.TOP_UP] == 7_500
    assert done.net == 220_000
    half = reckon(person((1, 16), grade="不合格"), month(rules))
    assert half.net == 110_000


def test_the_nearest_minimum_wage_counts():
    own = MinimumWage(dt.date(2026, 7, 1), 249_000, "D/1/")
    later = MinimumWage(dt.date(2026, 12, 1), 300_000, "D/1/")
    rules = replace(RULES, minimum_wages=(*FLOOR, own, later))
    assert reckon(person((1, 31), grade="不合格"), month(rules)).net == 249_000


def test_shares_are_taken_beside_the_floor():
    rules = replace(RULES, minimum_wages=FLOOR, own_share_bp=1_050, employer_share_bp=2_500)
    done = reckon(person((1, 31)), month(rules))
    assert dict(done.lines)[P.OWN_SHARE] == -26_250
    assert done.employer == 62_500
    assert done.net == 223_750


def test_a_share_by_hand_takes_no_more_than_there_is():
    one = person((30, 31), by_hand=(ByHand(P.OWN_SHARE, -50_000, "十一月核定"),))
    done = reckon(one, month())
    assert done.net == 0
    assert done.not_shared == 50_000 - 8_333


def test_a_month_before_is_paid_beside():
    carried = (
        Carried(202610, P.PERFORMANCE, PayKind.REVERSAL, -75_000),
        Carried(202610, P.PERFORMANCE, PayKind.BACK, 90_000),
    )
    done = reckon(person((1, 31), carried=carried), month())
    assert done.net == 265_000
    assert done.gross - done.deducted == done.net


def test_words_tell_the_arithmetic():
    rules = replace(RULES, minimum_wages=FLOOR, seniority_fen=1_000, own_share_bp=1_050)
    one = person(
        (1, 11),
        (18, 31),
        grade="优秀",
        years=3,
        away=(Away(AbsencePay.REDUCED, 2, 4),),
        stars=(Monthly(20_000, 1, 31),),
        by_hand=(ByHand(P.DEDUCTION, -1_000, "损坏终端"), ByHand(P.BONUS, 500, "高温津贴")),
    )
    done = reckon(one, month(rules))
    told = {row.label: row.words for row in derivation(done.facts, done.lines, "区域{}".format)}
    assert told["基本报酬"] == "月标准 1,750.00 元 × 23 ÷ 30 天（1—10 日 区域11；18—30 日 区域21）"
    assert told["绩效报酬"] == "绩效标准 750.00 元 × 系数 1.2（考核优秀） × 23 ÷ 30 天"
    assert told["工龄"] == "每年 10.00 元 × 工龄 3 年 × 23 ÷ 30 天"
    assert told["星级奖励"] == "每月 200.00 元 × 23 ÷ 30 天"
    assert told["其他应发"] == "高温津贴 5.00 元"
    assert "2—3 日按规定扣减，2 个工作日" in told["请假扣减"]
    assert told["个人社保公积金"].endswith("× 10.5%")
    assert "损坏终端 10.00 元。上限为当月工资" in told["其他扣减"]
    assert percent(2_000) == "20%"
    assert times(21_750) == "21.75"


# ---- properties

spans = st.tuples(st.integers(1, 30), st.integers(1, 30)).map(
    lambda pair: (min(pair), max(pair) + 1)
)
hands = st.builds(
    lambda item, fen: ByHand(item, fen if item in (P.BONUS, P.EMPLOYER_SHARE) else -fen, "原因"),
    st.sampled_from([P.BONUS, P.DEDUCTION, P.OWN_SHARE, P.EMPLOYER_SHARE]),
    st.integers(1, 400_000),
)


@st.composite
def people(draw) -> PersonMonth:
    cuts = sorted(draw(st.lists(st.integers(1, 31), min_size=2, max_size=4, unique=True)))
    stays = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    marks = sorted(draw(st.lists(st.integers(1, 31), max_size=4, unique=True)))
    away = tuple(
        Away(draw(st.sampled_from(AbsencePay)), a, b)
        for a, b in zip(marks[::2], marks[1::2], strict=False)
    )
    return person(
        *stays,
        years=draw(st.integers(0, 45)),
        grade=draw(st.sampled_from(["", "优秀", "合格", "基本合格", "不合格", "别的"])),
        away=away,
        stars=tuple(
            Monthly(draw(st.integers(0, 50_000)), *draw(spans))
            for _ in range(draw(st.integers(0, 1)))
        ),
        covers=tuple(
            Monthly(draw(st.integers(1, 50_000)), *draw(spans))
            for _ in range(draw(st.integers(0, 2)))
        ),
        by_hand=tuple(draw(st.lists(hands, max_size=4))),
    )


rule_sets = st.builds(
    lambda fen, bp, own, employer, minimum, cap, leave, years: FundingRules(
        monthly_fen=fen,
        performance_bp=bp,
        own_share_bp=own,
        employer_share_bp=employer,
        leave_bp=leave,
        deduction_cap_bp=cap,
        seniority_fen=years,
        minimum_wages=(MinimumWage(dt.date(2026, 1, 1), minimum),) if minimum else (),
    ),
    st.integers(0, 900_000),
    st.integers(0, 10_000),
    st.integers(0, 3_000),
    st.integers(0, 5_000),
    st.integers(0, 400_000),
    st.integers(0, 2_000),
    st.integers(0, 10_000),
    st.integers(0, 5_000),
)


@given(people(), rule_sets)
@settings(max_examples=300, deadline=None)
def test_lines_add_up_and_cap_and_floor_hold(one, rules):
    done = reckon(one, month(rules))
    found = dict(done.lines)
    employer = found.pop(P.EMPLOYER_SHARE, 0)
    assert sum(found.values()) == done.net >= 0
    assert done.gross - done.deducted == done.net
    assert employer == done.employer
    own = -found.pop(P.OWN_SHARE, 0)
    deducted = -found.pop(P.DEDUCTION, 0)
    wage = sum(found.values())
    assert deducted * 10_000 <= wage * rules.deduction_cap_bp
    floor = done.facts.get("floor", [0, 0, 0])[2]
    assert done.net + own >= floor
    assert own >= 0
    assert all(isinstance(fen, int) for fen in found.values())


@given(people(), rule_sets, st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_what_is_known_makes_no_difference(one, rules, chance):
    def shuffled(values):
        mixed = list(values)
        chance.shuffle(mixed)
        return tuple(mixed)

    other = one._replace(
        away=shuffled(one.away),
        covers=shuffled(one.covers),
        by_hand=shuffled(one.by_hand),
        held=shuffled(one.held),
    )
    assert reckon(one, month(rules)) == reckon(other, month(rules))


@given(people(), st.integers(-(10**9), 10**9))
@settings(max_examples=100, deadline=None)
def test_what_units_bear_adds_up_to_the_fen(one, fen):
    assert sum(split_between(fen, borne_by(one))) == fen


def test_months_have_their_days():
    assert [days_of(month) for month in (202602, 202611, 202612, 202802)] == [28, 30, 31, 29]


def test_money_meets_no_float():
    """No float and no true division in the whole room: a fen lost is a fen too many."""
    found = []
    for path in Path(hrgrid.funding.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            divides = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
            named = isinstance(node, ast.Name) and node.id in ("float", "round")
            if is_float or divides or named:
                found.append(f"{path.name}:{node.lineno}")
    assert not found
