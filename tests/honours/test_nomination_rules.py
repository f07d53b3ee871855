"""What is counted and found in nomination forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.honours.rules.nominating import (
    Bounds,
    Counted,
    NominatedBy,
    deeds_length,
    deeds_problem,
    order_gaps,
    people_named,
    shares,
    way_problem,
)
from hrgrid.honours.rules.scheme import Scheme, check_scheme, scheme_of


def test_deeds_are_counted_without_blanks_and_ends_of_lines():
    assert deeds_length("走访 群众\n　三百户\r\n") == 7


def test_deeds_of_the_least_and_of_the_most_length_stand():
    assert deeds_problem("字" * 10, 10, 20) == ""
    assert deeds_problem("字" * 20, 10, 20) == ""
    assert deeds_problem("", 10, 20) == ""


def test_deeds_too_short_and_too_long_say_by_how_much():
    assert deeds_problem("字" * 8, 10, 20) == "主要事迹只有 8 字，至少 10 字。请补写 2 字"
    assert deeds_problem("字" * 23, 10, 20) == "主要事迹有 23 字，最多 20 字。请删减 3 字"


@pytest.mark.parametrize(
    ("way", "recommenders", "opinion", "missing"),
    [
        (NominatedBy.UNIT, "", "", ""),
        (NominatedBy.SELF, "", "同意", ""),
        (NominatedBy.SELF, "", " ", "单位意见"),
        (NominatedBy.GROUP, "张三、李四", "", ""),
        (NominatedBy.GROUP, "", "", "推荐人"),
        (NominatedBy.CITIZENS, "", "同意", "推荐人"),
    ],
)
def test_each_way_of_recommending_asks_for_its_own(way, recommenders, opinion, missing):
    told = way_problem(way, recommenders, opinion)
    assert (missing in told) if missing else told == ""


@given(st.permutations(range(1, 8)))
def test_a_whole_order_has_no_gap_however_it_comes(ranks):
    assert order_gaps(ranks) == []


@given(st.sets(st.integers(1, 30), min_size=1))
def test_gaps_and_places_together_are_the_order_up_to_the_last(ranks):
    assert set(order_gaps([*ranks, None])) | ranks == set(range(1, max(ranks) + 1))
    assert not set(order_gaps(ranks)) & ranks


def test_people_named_in_deeds_are_found_but_not_the_nominee():
    text = "李小明和王芳一起走访，王芳带伤坚持，欧阳修文帮助。李小明记录。"
    names = {"李小明", "王芳", "欧阳修文", "欧阳修", "赵一"}
    assert people_named(text, names, "李小明") == ["王芳", "欧阳修文"]
    assert people_named("", names, "李小明") == []


def test_shares_warn_below_and_above_their_bounds_and_not_at_them():
    bounds = Bounds(front_line_bp=6_000, women_bp=1_800, leading_bp=2_000)
    people = [
        *[Counted(front_line=True, leading=False, woman=True)] * 3,
        *[Counted(front_line=False, leading=True, woman=False)] * 1,
        Counted(front_line=False, leading=False, woman=None),
    ]
    found = shares(people)
    assert (found.people, found.front_line, found.leading) == (5, 3, 1)
    assert (found.women, found.unknown) == (3, 1)
    assert found.shown == (("一线", "60%"), ("领导职务", "20%"), ("女性", "75%"))
    assert found.warnings(bounds) == ()
    worse = shares([*people, Counted(front_line=False, leading=True, woman=False)])
    assert worse.warnings(bounds) == (
        "一线 3 人（50%），不到 60%",
        "领导职务 2 人（33%），超过 20%",
    )
    none = shares(people[3:])
    assert none.warnings(Bounds(0, 1_850, 10_000)) == ("女性 0 人（0%），不到 18.5%",)


def test_nobody_has_no_shares_and_warns_of_nothing():
    assert shares([]).shown == ()
    assert shares([]).warnings(Bounds(6_000, 1_800, 2_000)) == ()


def test_a_scheme_kept_before_means_what_it_did():
    plain = Scheme().parameters()
    assert not {"women_bp", "leading_bp", "deeds_least", "deeds_most", "nominate_binds"} & set(
        plain
    )
    assert scheme_of(plain) == Scheme()
    told = Scheme(deeds_least=300, women_bp=1_800, nominate_binds=1)
    assert scheme_of(told.parameters()) == told


def test_a_scheme_whose_least_deeds_are_more_than_its_most_is_refused():
    with pytest.raises(UserError, match="最少字数比最多字数还多"):
        check_scheme(Scheme(deeds_least=300, deeds_most=200))
