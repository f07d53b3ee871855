"""Quotas, conditions and points as pure rules: by example and for whatever may come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.identity import Sex
from hrgrid.hiring.rules.conditions import (
    Known,
    Source,
    age,
    asked_conditions,
    capped,
    earned,
    education_place,
    is_party_member,
    propose,
    rule_text,
    seen,
)
from hrgrid.hiring.rules.quotas import (
    Count,
    Granted,
    arithmetic,
    is_computed,
    of_grid,
    quota_warnings,
    reserve_of,
    total,
)
from hrgrid.hiring.rules.scheme import (
    EDUCATIONS,
    Condition,
    ExtraPoint,
    Fact,
    Operator,
    Scheme,
)
from hrgrid.hiring.rules.words import BatchKind

few = st.integers(0, 50)
counts = st.builds(
    lambda in_post, proposed: of_grid(requires=True, in_post=in_post, proposed=proposed),
    st.integers(0, 2),
    st.integers(0, 2),
)


# --- quotas -----------------------------------------------------------------------------------


def test_the_sentence_of_the_brief():
    assert arithmetic(1, 1, 0) == "编制 1 − 在岗 1 − 拟录用 0 = 0"
    assert arithmetic(463, 195, 0) == "编制 463 − 在岗 195 − 拟录用 0 = 268"
    assert arithmetic(12_249, 0, 1) == "编制 12,249 − 在岗 0 − 拟录用 1 = 12,248"
    assert arithmetic(1, 2, 0) == "编制 1 − 在岗 2 − 拟录用 0 = −1"


@given(st.lists(counts))
def test_sums_hide_no_gap(grids):
    """Streets add up, and a doubled grid never fills the gap of another."""
    together = total(grids)
    assert together.vacant == sum(one.vacant for one in grids)
    assert together.vacant == sum(one.vacant > 0 for one in grids)
    assert 0 <= together.vacant <= together.seats
    assert together.seats == together.in_post + together.proposed + together.vacant


def test_a_grid_that_requires_nobody_has_no_seat():
    assert of_grid(requires=False, in_post=1, proposed=1) == Count()


@given(few, st.integers(0, 10_000))
def test_reserves_are_rounded_half_up_and_never_above_the_heads(heads, share):
    due = Fraction(heads * share, 10_000)
    found = reserve_of(heads, share)
    assert abs(found - due) <= Fraction(1, 2)
    assert found - due != Fraction(-1, 2)
    assert 0 <= found <= heads


@pytest.mark.parametrize(
    ("heads", "share", "reserve"),
    [(5, 1_000, 1), (4, 1_000, 0), (15, 1_000, 2), (268, 1_000, 27), (3, 0, 0), (1, 5_000, 1)],
)
def test_reserves_by_example(heads, share, reserve):
    assert reserve_of(heads, share) == reserve
    assert is_computed(heads, share, heads, reserve)
    assert not is_computed(heads, share, heads, reserve + 1)


def test_what_does_not_fit_is_told():
    fits = Granted(3, 1, 1, 3)
    assert fits.left == 1
    assert fits.arithmetic == "编制 3 − 在岗 1 − 拟录用 1 = 1"
    assert quota_warnings("东街道", fits, Count(3, 1, 1), fills_grid=True) == []
    short = Granted(2, 2, 1, 4)
    assert quota_warnings("东街道", short, Count(3, 2, 1), fills_grid=True) == [
        "东街道核定编制 2 名，在岗和拟录用已超出 1 名",
        "东街道核定编制 2 名，须配专职的网格 3 个，少 1 名",
        "东街道核定编制 2 名，下级合计 4 名，超出 2 名",
    ]
    # 坐席员 sit in no grid.
    assert len(quota_warnings("中心", short, Count(), fills_grid=False)) == 2


# --- conditions -------------------------------------------------------------------------------

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born", "years"),
    [
        (dt.date(2008, 11, 22), 18),
        (dt.date(2008, 11, 23), 17),
        (dt.date(1986, 11, 22), 40),
        (dt.date(1985, 11, 23), 40),
        (dt.date(1985, 11, 22), 41),
        (dt.date(2004, 2, 29), 22),
        (dt.date(2027, 1, 1), 0),
    ],
)
def test_full_years_change_on_the_birthday(born, years):
    assert age(born, DAY) == years


@given(
    st.dates(dt.date(1940, 1, 1), dt.date(2026, 1, 1)),
    st.dates(dt.date(2026, 1, 1), dt.date(2100, 1, 1)),
)
def test_nobody_grows_younger(born, on):
    assert age(born, on) <= age(born, on + dt.timedelta(days=1))


def test_somebody_born_on_29_february_is_older_on_the_28th():
    born = dt.date(2008, 2, 29)
    assert age(born, dt.date(2026, 2, 27)) == 17
    assert age(born, dt.date(2026, 2, 28)) == 18


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("大专", 2),
        ("大学本科", 3),
        ("中专", 1),
        (" 本 科 ", 3),
        ("博士", 4),
        ("", None),
        ("自学", None),
    ],
)
def test_educations_as_people_write_them(text, place):
    assert education_place(text) == place


@pytest.mark.parametrize(
    ("party", "is_member"),
    [
        ("中共党员", True),
        ("中共预备党员", True),
        ("党员", True),
        ("群众", False),
        ("共青团员", False),
        ("农工党党员", False),
        ("致公党党员", False),
    ],
)
def test_only_the_communist_party_counts_as_party(party, is_member):
    assert is_party_member(party) is is_member


def test_a_condition_reads_as_the_announcement_has_it():
    scheme = Scheme()
    texts = [rule_text(each) for each in asked_conditions(scheme, BatchKind.OPEN)]
    assert texts[:3] == ["年满 18 周岁", "不超过 40 周岁", "高中及以上学历"]
    assert "在岗满 12 个月" not in texts
    inside = [rule_text(each) for each in asked_conditions(scheme, BatchKind.INTERNAL)]
    assert "在岗满 12 个月" in inside


def test_what_is_off_is_never_asked():
    scheme = Scheme()
    off = {each.key for each in scheme.conditions if not each.on}
    assert {"residence", "registered"} <= off
    for kind in BatchKind:
        assert off.isdisjoint(each.key for each in asked_conditions(scheme, kind))


known = st.builds(
    Known,
    birth_date=st.none() | st.dates(dt.date(1940, 1, 1), dt.date(2015, 1, 1)),
    from_id=st.booleans(),
    sex=st.none() | st.sampled_from(Sex),
    education=st.sampled_from(["", *EDUCATIONS, "自学"]),
    party=st.sampled_from(["", "群众", "中共党员"]),
    veteran=st.none() | st.booleans(),
    social_worker=st.none() | st.booleans(),
    registered_here=st.none() | st.booleans(),
    residence_months=st.none() | st.integers(0, 600),
    volunteer_months=st.none() | st.integers(0, 600),
    service_months=st.none() | st.integers(0, 600),
)


@given(known)
def test_what_nobody_knows_is_asked_and_never_passed_or_failed(person):
    scheme = Scheme()
    every = tuple(replace(each, on=True) for each in scheme.conditions)
    for one in propose(every, person, DAY):
        value = seen(one.condition.fact, person, DAY)
        assert (one.passed is None) == (value.value is None) == (one.value == "")
        assert (one.source is Source.ASKED) == (value.value is None)
        if one.condition.fact is Fact.DECLARED:
            assert one.source is Source.ASKED


@given(known, st.integers(0, 60))
def test_thresholds_part_the_same_people_either_way(person, years):
    """Somebody of a known age is at least, at most, or both: never neither."""
    one = Condition("a", "", Fact.AGE, Operator.AT_LEAST, years)
    other = replace(one, operator=Operator.AT_MOST)
    least, most = (row.passed for row in propose([one, other], person, DAY))
    if person.birth_date is None:
        assert (least, most) == (None, None)
    else:
        assert least or most
        assert (least and most) == (age(person.birth_date, DAY) == years)


# --- points -----------------------------------------------------------------------------------


@given(known)
def test_education_counts_once_and_by_the_highest(person):
    points = {one.rule.key: one for one in earned(Scheme(), person, DAY)}
    assert len({"college", "bachelor"} & set(points)) <= 1
    place = education_place(person.education)
    assert ("bachelor" in points) == (place is not None and place >= 3)
    assert ("college" in points) == (place == 2)
    assert ("social" in points) == (person.social_worker is True)
    # Party membership and veterans ship off.
    assert {"party", "veteran"}.isdisjoint(points)


@given(st.lists(st.integers(1, 10_000)), st.integers(0, 20_000))
def test_points_never_go_above_the_cap(millis, cap):
    scheme = replace(Scheme(), extra_cap_milli=cap)
    assert capped(scheme, millis) == min(cap, sum(millis))


def test_groups_take_the_highest_and_of_equals_the_first():
    rules = (
        ExtraPoint("one", "一", Fact.EDUCATION, Operator.AT_LEAST, 1, 1_000, "g"),
        ExtraPoint("two", "二", Fact.EDUCATION, Operator.AT_LEAST, 2, 3_000, "g"),
        ExtraPoint("three", "三", Fact.EDUCATION, Operator.AT_LEAST, 3, 3_000, "g"),
    )
    scheme = replace(Scheme(), extra=rules)
    assert [one.rule.key for one in earned(scheme, Known(education="本科"), DAY)] == ["two"]
    assert [one.rule.key for one in earned(scheme, Known(education="高中"), DAY)] == ["one"]
    assert earned(scheme, Known(), DAY) == []
