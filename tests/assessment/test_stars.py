"""Stars reckoned: the examples of the rules, properties, a second reckoning."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.shares import Unit
from hrgrid.assessment.rules.star_rules import StarLevel, StarRules, problems
from hrgrid.assessment.rules.star_words import HIGHEST, HeldBack, NoStar, change_words
from hrgrid.assessment.rules.stars import Candidate, reckon_stars
from hrgrid.core.errors import UserError

RULES = StarRules()
UNITS = [Unit("A", "甲", "", "", 0), Unit("B", "乙", "", "", 0), Unit("C", "丙", "", "", 0)]


def levels(people, rules=RULES, choices=None):
    found = reckon_stars(rules, UNITS, people, choices or {})
    return {one.key: one.level for one in found.stars}


def hundred(*totals, **given):
    """A unit of a hundred; whoever is not said has no star."""
    return [
        Candidate(at, "A", total, **given)
        for at, total in enumerate([*totals, *[50_000] * (100 - len(totals))])
    ]


@pytest.mark.parametrize(
    ("total", "level"),
    [
        *((95_000, 5), (94_990, 4), (90_000, 4), (89_990, 3), (80_000, 3), (79_990, 2)),
        *((70_000, 2), (69_990, 1), (60_000, 1), (59_990, 0), (0, 0)),
    ],
)
def test_score_lines(total, level):
    assert levels(hundred(total))[0] == level


def test_shares_are_cumulative():
    got = levels(hundred(*(100_000 - at * 10 for at in range(50))))
    assert [sum(level >= star for level in got.values()) for star in (5, 4, 3)] == [5, 15, 40]


def test_whoever_is_held_back_takes_no_place():
    totals = [100_000 - at * 10 for at in range(6)]
    people = hundred(*totals)
    people[0] = people[0]._replace(bad_months=1)
    people[1] = people[1]._replace(vetoed=True)
    people[2] = people[2]._replace(served_months=11)
    people[3] = people[3]._replace(rated=True, before_level=1)
    got = reckon_stars(RULES, UNITS, people, {}).stars
    assert [one.level for one in got[:6]] == [3, 0, 3, 2, 5, 5]
    assert [one.held for one in got[:6]] == [
        (HeldBack.BAD_MONTH,),
        (HeldBack.VETO,),
        (HeldBack.NEWCOMER,),
        (HeldBack.STEP,),
        (),
        (),
    ]


def test_who_takes_no_part():
    people = hundred(95_000)
    people[1] = people[1]._replace(total_milli=None)
    people[2] = people[2]._replace(total_milli=99_000, served_months=5)
    got = reckon_stars(RULES, UNITS, people, {}).stars
    assert [one.left_out for one in got[:3]] == [None, NoStar.NO_RESULT, NoStar.TOO_FEW_MONTHS]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"first_ceiling": 0}, "谁也评不上"),
        ({"newcomer_months": 3}, "上限就用不上"),
        ({"valid_months": 0}, "有效期的月数要在 1 到 120 之间"),
        ({"most_up": 0}, "一次最多升的星数"),
        ({"results_bp": 10_001}, "比重"),
        ({"levels": RULES.levels[:4]}, "五星到一星五档"),
        ({"levels": (StarLevel(5, 90_000, 500), *RULES.levels[1:])}, "要高于"),
        ({"levels": (StarLevel(5, 95_000, 2_000), *RULES.levels[1:])}, "不能大于"),
        ({"levels": (StarLevel(5, 95_000), *RULES.levels[1:])}, "也填上"),
        ({"levels": (StarLevel(5, 95_000, 500, -1), *RULES.levels[1:])}, "奖励"),
    ],
)
def test_senseless_rules_are_refused(change, told):
    wrong = dataclasses.replace(RULES, **change)
    assert told in "".join(one.sentence for one in problems(wrong))
    with pytest.raises(UserError):
        StarRules.read(wrong.parameters())


def test_rules_come_back_as_they_were_kept():
    assert StarRules.read(RULES.parameters()) == RULES
    assert problems(RULES) == []
    assert RULES.monthly_fen(5) == 0
    assert dataclasses.replace(RULES, pays=True).monthly_fen(5) == 30_000


# --- properties ---------------------------------------------------------------------------------

PEOPLE = st.lists(
    st.builds(
        Candidate,
        key=st.integers(0, 10_000),
        unit=st.sampled_from("ABC"),
        # Few totals: many are equal.
        total_milli=st.none() | st.integers(110, 200).map(lambda half: half * 500),
        before_level=st.integers(0, 5),
        rated=st.booleans(),
        vetoed=st.booleans(),
        bad_months=st.integers(0, 1),
        served_months=st.sampled_from([3, 8, 60]),
        theme_ceiling=st.just(HIGHEST),
    ),
    max_size=60,
    unique_by=lambda one: one.key,
)


@given(PEOPLE)
def test_never_more_than_the_share(people):
    found = reckon_stars(RULES, UNITS, people, {})
    star = {one.key: one for one in found.stars}
    unit = {one.key: one.unit for one in people}
    for step in found.steps:
        got = [
            key
            for key, one in star.items()
            if unit[key] in step.units and one.level >= int(step.grade)
        ]
        assert len(got) <= step.places == step.people * step.share_bp // 10_000


@given(PEOPLE)
def test_more_points_never_a_lower_star(people):
    plain = [
        one._replace(rated=False, vetoed=False, bad_months=0, served_months=60) for one in people
    ]
    got = levels(plain, dataclasses.replace(RULES, pooled_under=0))
    for one in plain:
        for other in plain:
            same = one.unit == other.unit and None not in (one.total_milli, other.total_milli)
            if same and one.total_milli > other.total_milli:
                assert got[one.key] >= got[other.key]


@given(PEOPLE)
def test_at_most_one_step_up_and_never_above_the_line(people):
    found = reckon_stars(RULES, UNITS, people, {})
    for one, star in zip(people, found.stars, strict=True):
        assert star.level <= star.share_level <= star.line_level
        if one.rated:
            assert star.level <= one.before_level + 1
        assert (star.level < star.line_level) == bool(star.held)


@given(PEOPLE, st.randoms())
def test_the_order_of_the_people_says_nothing(people, chance):
    mixed = list(people)
    chance.shuffle(mixed)
    assert levels(people) == levels(mixed)


@given(PEOPLE)
def test_a_second_reckoning(people):
    rules = dataclasses.replace(RULES, pooled_under=0)
    assert levels(people, rules) == _again(people)


def _again(people):
    """From the words of the rules alone: fractions and sorted lists, one unit after the other."""
    lines = {5: 95, 4: 90, 3: 80, 2: 70, 1: 60}
    shares = {5: Fraction(5, 100), 4: Fraction(15, 100), 3: Fraction(40, 100)}
    found, units = {}, defaultdict(list)
    for one in people:
        found[one.key] = 0
        if one.total_milli is not None and one.served_months >= 6:
            units[one.unit].append(one)
    for own in units.values():
        most = {}
        for one in own:
            points = Fraction(one.total_milli, 1000)
            may = max((star for star, line in lines.items() if points >= line), default=0)
            may = 0 if one.vetoed else may
            may = min(may, 3) if one.bad_months or one.served_months < 12 else may
            most[one.key] = min(may, one.before_level + 1) if one.rated else may
        for star in (5, 4, 3, 2, 1):
            wanting = [one for one in own if not found[one.key] and most[one.key] >= star]
            if star not in shares:
                chosen = wanting
            else:
                places = int(shares[star] * len(own)) - sum(found[one.key] > 0 for one in own)
                # Who is equal to somebody for whom there is no place waits.
                chosen = [
                    one
                    for one in wanting
                    if sum(other.total_milli >= one.total_milli for other in wanting) <= places
                ]
            for one in chosen:
                found[one.key] = star
    return found


@pytest.mark.parametrize(
    ("before", "level", "told"),
    [(0, 5, "评为五星"), (3, 5, "升 2 星"), (4, 3, "降 1 星"), (2, 0, "降 2 星"), (3, 3, "")],
)
def test_who_had_no_star_is_given_one_and_not_raised(before, level, told):
    assert change_words(before, level) == told
