"""The numbers of the rules: defaults of rules.md 6, kept and read again, refused beyond limits."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.exit_limits import LIMITS, number_text
from hrgrid.exits.rules.exit_rules import ExitRules, LocalWage, problems
from hrgrid.exits.rules.rule_lines import changes, rule_lines
from hrgrid.exits.rules.words import ConsentLevel
from hrgrid.workforce.rules import Engagement

USUAL = ExitRules()
OLD, NEW = LocalWage(dt.date(2025, 7, 1), 700_000), LocalWage(dt.date(2026, 7, 1), 750_000, 226_000)


def test_the_defaults_are_those_of_the_design():
    assert USUAL.pass_milli == 60_000
    assert (USUAL.bottom_bp, USUAL.bottom_below_milli) == (500, 75_000)
    assert (USUAL.bottom_running, USUAL.bottom_months, USUAL.bottom_window) == (2, 3, 12)
    assert (USUAL.remedy_days, USUAL.remedy_minutes) == (30, 16 * 45)
    assert (USUAL.watch_months, USUAL.hearing_days, USUAL.notice_days) == (3, 5, 30)
    assert len(USUAL.levels_of(Engagement.CONTRACT)) == 3
    assert not problems(USUAL)


def test_every_number_has_a_name_and_a_line():
    numbers = {one.name for one in fields(ExitRules) if one.type == "int"}
    assert numbers == set(LIMITS)
    codes = [line.code for line in rule_lines(USUAL)]
    assert set(LIMITS) <= set(codes)
    assert len(codes) == len(set(codes))


@given(st.data())
def test_what_is_kept_is_read_again(data):
    numbers = {
        name: data.draw(st.integers(limit.least * limit.each, limit.most * limit.each))
        for name, limit in LIMITS.items()
    }
    numbers["bottom_window"] = max(
        numbers["bottom_running"], numbers["bottom_months"], numbers["bottom_window"]
    )
    rules = ExitRules(**numbers, wages=(OLD, NEW))
    kept = json.loads(json.dumps(rules.parameters()))
    assert ExitRules.read(kept) == rules


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"remedy_days": 29}, "“补训或调岗不少于”要在 30 到 365 天之间，现在是 29 天"),
        ({"notice_days": 29}, "“提前书面通知”要在 30 到 180 天之间"),
        ({"hearing_days": 2}, "“陈述申辩”要在 3 到 60 个工作日之间"),
        ({"bottom_months": 13}, "靠后的月数不能多于累计的期间"),
        ({"grade_kinds": ("week",)}, "没有“week”这种考核期"),
        ({"wages": (OLD, OLD)}, "2025-07-01 起的工资标准写了两次"),
        ({"wages": (LocalWage(dt.date(2026, 1, 1), 0),)}, "要大于零"),
        ({"wages": (LocalWage(dt.date(2026, 1, 1), 100, 200),)}, "最低工资高于平均工资"),
    ],
)
def test_what_does_not_hold_is_told(change, sentence):
    rules = replace(USUAL, **change)
    assert any(sentence in one for one in problems(rules))
    with pytest.raises(UserError):
        ExitRules.read(rules.parameters())


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ((), "没有设审批层级"),
        ((ConsentLevel.STREET, ConsentLevel.STREET), "有重复"),
        ((ConsentLevel.DISTRICT, ConsentLevel.STREET), "要从社区到区委政法委排列"),
    ],
)
def test_levels_go_from_below(levels, sentence):
    given_ = dict(USUAL.consent_levels) | {Engagement.CONTRACT: levels}
    assert any(sentence in one for one in problems(replace(USUAL, consent_levels=given_)))


def test_what_is_no_rule_is_refused():
    for broken in ({}, USUAL.parameters() | {"talk_days": "?"}, USUAL.parameters() | {"wages": 1}):
        with pytest.raises(UserError, match="读不出来"):
            ExitRules.read(broken)


def test_the_wages_of_a_day_are_those_announced_last():
    rules = replace(USUAL, wages=(NEW, OLD))
    assert rules.wage_on(dt.date(2025, 6, 30)) is None
    assert rules.wage_on(dt.date(2026, 6, 30)) == OLD
    assert rules.wage_on(dt.date(2026, 7, 1)) == NEW


def test_numbers_are_told_in_the_unit_of_people():
    assert number_text("pass_milli", 60_500) == "60.5 分"
    assert number_text("bottom_bp", 550) == "5.5%"
    assert number_text("remedy_minutes", 720) == "16 学时"


def test_a_version_tells_what_it_changes():
    after = replace(USUAL, pass_milli=65_000, wages=(NEW,))
    assert changes(USUAL, after) == (
        "合格线：60 分 改为 65 分",
        "本地工资：增加“2026-07-01 起”月平均 7,500.00 元，最低 2,260.00 元",
    )
    assert changes(after, after) == ()
