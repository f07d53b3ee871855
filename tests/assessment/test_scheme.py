"""Totals and grades of a scheme, beside a second computation by the standard library."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest

from hrgrid.assessment.rules.formulas import Figure, Formula, Input
from hrgrid.assessment.rules.parts import MEANS
from hrgrid.assessment.rules.scheme import (
    Scheme,
    SchemeItem,
    check_scheme,
    indicators_of,
    parameters,
    scheme_of,
    score,
)
from hrgrid.assessment.rules.shipped import INDICATORS, MONTHLY, SCHEMES
from hrgrid.assessment.rules.words import (
    FormulaKind,
    ItemState,
    Missing,
    NotApplicable,
    PeriodKind,
    Source,
)
from hrgrid.core.errors import UserError
from tests.assessment import exact

BASED = {one.code for one in INDICATORS if one.based}


def known(of: random.Random) -> dict[str, object]:
    """A month of somebody, now and then with nothing to measure, a gap, a bonus or a veto."""
    found: dict[str, object] = {}
    good = of.random() < 0.4
    for one in INDICATORS:
        if one.code in MEANS or one.code == "prizes":
            continue
        listed = one.code in indicators_of(MONTHLY.items[10:])
        if listed and of.random() < 0.8:
            continue
        if one.code == "training" and of.random() < 0.3:
            continue
        if of.random() < 0.01:
            continue
        if one.based:
            base = of.choice((0, 1, 7, 20, 33, 64, 97, 113))
            least = base if good else of.choice((0, base // 2, base * 9 // 10))
            found[one.code] = (of.randint(least, base), base)
        else:
            faulty = one.code not in {"hazards", "praise_street", "praise_city", "reports_used"}
            counts = (0,) if good and faulty else (0, 0, 1, 2, 3, 9)
            found[one.code] = of.choice(counts)
    return found


def figures(found: dict[str, object]) -> dict[str, Figure]:
    return {
        code: Figure(one[0] * 1_000, one[1] * 1_000) if code in BASED else Figure(one * 1_000)
        for code, one in found.items()
    }


def test_five_hundred_months_agree_with_a_second_computation():
    of = random.Random("考核")
    grades = set()
    for _ in range(500):
        month = known(of)
        found = score(MONTHLY, figures(month))
        total = None if found.total_milli is None else found.total_milli // 10
        assert (total, found.grade) == exact.month(month), month
        grades.add(found.grade)
    assert grades == {"excellent", "qualified", "basic", "unqualified", None}


def given(of: random.Random, most: int) -> list[int]:
    """Results or reviews in hundredths, of somebody good or not; some months have a bonus."""
    low, high = of.choice(((5_000, 6_500), (5_900, 7_600), (7_400, 9_100), (8_900, 10_500)))
    return [of.randint(low, high) for _ in range(of.randint(0, most))]


def mean_of(values: list[int]) -> Figure:
    """As results of shorter periods and reviews are read."""
    return Figure(sum(values) * 10, len(values) * 100_000)


def agree(scheme: Scheme, parts: dict[str, list[int]], wanted: tuple[int | None, str | None]):
    """The grade that was reckoned by both."""
    found = score(scheme, {code: mean_of(values) for code, values in parts.items() if values})
    total = None if found.total_milli is None else found.total_milli // 10
    assert (total, found.grade) == wanted, parts
    return found.grade


def test_five_hundred_quarters_and_years_agree_with_a_second_computation():
    of = random.Random("季度和年度")
    quarters, years = set(), set()
    for _ in range(500):
        months = given(of, 3)
        quarters.add(agree(SCHEMES["quarterly"], {"months": months}, exact.quarter(months)))
        months, served = given(of, 12), given(of, 20)
        street, community = ([min(one, 10_000) for one in given(of, 3)] for _ in range(2))
        served = [min(one, 10_000) for one in served]
        parts = {
            "months": months,
            "review_office": street,
            "review_community": community,
            "review_served": served,
        }
        years.add(agree(SCHEMES["yearly"], parts, exact.year(months, street, community, served)))
    assert quarters == {"excellent", "qualified", "basic", "unqualified", None}
    assert years >= {"qualified", "basic", None}


@pytest.mark.parametrize(
    ("months", "wanted"),
    [
        ([9_000, 8_999], (9_000, "excellent")),  # 89.995 is shown as 90.00
        ([9_000, 8_998], (8_999, "qualified")),
        ([7_500, 7_500, 7_499], (7_500, "qualified")),  # 74.996…
        ([7_500, 7_499, 7_499], (7_499, "basic")),
        ([6_000, 5_999], (6_000, "basic")),
        ([10_400, 10_500], (10_450, "excellent")),
        ([10_000], (None, None)),
    ],
)
def test_a_quarter_at_a_line_is_rounded_half_up(months, wanted):
    assert exact.quarter(months) == wanted
    agree(SCHEMES["quarterly"], {"months": months}, wanted)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_the_shipped_schemes_are_whole_and_go_through_the_rule_book_unchanged(scheme):
    assert check_scheme(scheme) == scheme
    assert scheme_of(json.loads(json.dumps(parameters(scheme)))) == scheme


def test_every_shipped_indicator_is_read_or_may_be():
    read = {code for scheme in SCHEMES.values() for code in indicators_of(scheme.items)}
    assert {one.code for one in INDICATORS} - read == {"prizes", "quarters", "half_years"}
    assert {
        one.code for one in INDICATORS if one.source in {Source.PERIODS, Source.REVIEW}
    } == MEANS


def small(**changes: object) -> Scheme:
    a = SchemeItem("a", "甲", Formula(FormulaKind.LINEAR, 60_000, (Input("x"),)))
    b = SchemeItem("b", "乙", Formula(FormulaKind.DEDUCT, 40_000, (Input("y", 10_000),)))
    return Scheme("小", "grid_worker", PeriodKind.MONTH, (a, dataclasses.replace(b, **changes)))


NOTHING = Figure(0, 0)


@pytest.mark.parametrize(
    ("policy", "total"),
    [
        (NotApplicable.RENORMALISE, 75_000),
        (NotApplicable.FULL, 90_000),
        (NotApplicable.ZERO, 30_000),
    ],
)
def test_what_does_not_apply_goes_by_its_policy(policy, total):
    scheme = small()
    first = dataclasses.replace(scheme.items[0], not_applicable=policy)
    scheme = dataclasses.replace(scheme, items=(first, scheme.items[1]))
    found = score(scheme, {"x": NOTHING, "y": Figure(1_000)})
    assert found.items[0].points.state is ItemState.NOT_APPLICABLE
    assert found.total_milli == total


@pytest.mark.parametrize(
    ("policy", "total", "blocked"),
    [
        (Missing.BLOCK, None, ("b",)),
        (Missing.ZERO, 60_000, ()),
        (Missing.NOT_APPLICABLE, 100_000, ()),
    ],
)
def test_what_is_missing_goes_by_its_policy(policy, total, blocked):
    found = score(small(missing=policy), {"x": Figure(5_000, 5_000)})
    assert (found.total_milli, found.blocked_by) == (total, blocked)


def test_nobody_to_whom_nothing_applies_has_a_total():
    found = score(small(missing=Missing.NOT_APPLICABLE), {"x": NOTHING})
    assert (found.total_milli, found.grade, found.blocked_by) == (None, None, ())


def test_a_veto_leaves_the_total_and_takes_the_grade():
    of = random.Random(7)
    month = known(of) | {"fraud": 1}
    while exact.month(month)[0] is None:
        month = known(of) | {"fraud": 1}
    found = score(MONTHLY, figures(month))
    assert found.vetoed
    assert found.grade == "unqualified"
    assert found.total_milli is not None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"formula": Formula(FormulaKind.DEDUCT, 39_000, (Input("y", 1),))}, "合计 99 分.*少 1 分"),
        (
            {"formula": Formula(FormulaKind.DEDUCT, 50_000, (Input("y", 1),))},
            "合计 110 分.*多 10 分",
        ),
        ({"code": "a"}, "“a”写了两次"),
        ({"formula": Formula(FormulaKind.DEDUCT, 40_000, (Input("y"),))}, "“乙”里有一个指标没有填"),
    ],
)
def test_what_does_not_add_up_is_refused(changed, words):
    with pytest.raises(UserError, match=words):
        check_scheme(small(**changed))
