"""The selection against a plain exact computation, and what no order of input may change."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.honours.rules.documents import input_hash, output_hash
from hrgrid.honours.rules.rows import Entrant, Inputs, Nominee, TieDecision
from hrgrid.honours.rules.scheme import Scheme, check_scheme, scheme_of
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.words import Basis, Outcome, OutcomeCode, Removal, Tier

TIERS = (Tier.PIONEER, Tier.EXCELLENT)
DISTRICTS = ("D1", "D2")
GOOD = {"in_post": 1, "present": 1, "may_be_honoured": 1, "service_months": 24}

marks = st.one_of(st.none(), st.sampled_from([0, 80_000, 80_001, 80_004, 90_000]))
fact_sets = st.sampled_from(
    [
        GOOD,
        GOOD,
        GOOD,
        GOOD | {"service_months": 11},
        GOOD | {"years_since_pioneer": 2},
        GOOD | {"years_since_excellent": 3},
        {"in_post": 0, "present": 0, "may_be_honoured": 0, "service_months": 0, "deceased": 1},
    ]
)


@st.composite
def inputs(draw):
    numbers = [f"P{at:02d}" for at in range(draw(st.integers(1, 12)))]
    entrants = {
        number: Entrant(number, f"甲{number}", draw(st.sampled_from(DISTRICTS)), draw(fact_sets))
        for number in numbers
    }
    nominees = [
        Nominee(
            number,
            tier,
            entrants[number].district,
            merit=draw(marks),
            review=draw(marks),
            removal=draw(st.sampled_from([None, None, None, Removal.WITHDRAWN])),
        )
        for tier in TIERS
        for number in numbers
        if draw(st.booleans())
    ]
    places = {(tier, at): draw(st.integers(0, 3)) for tier in TIERS for at in DISTRICTS}
    chain = draw(st.sampled_from([(), ("unrounded",), ("unrounded", "merit")]))
    scheme = Scheme(places=dict.fromkeys(TIERS, 6), tie_breaks=chain, reserve_bp=5_000)
    return Inputs(scheme, places, entrants, nominees)


def exact(scheme, nominee):
    """Published score and the tie-breaks of a nominee, None where a mark is missing."""
    if nominee.merit is None or nominee.review is None:
        return None
    score = Fraction(nominee.merit, 1000) * Fraction(4, 10) + Fraction(
        nominee.review, 1000
    ) * Fraction(6, 10)
    shown = int(score * 100 + Fraction(1, 2))
    chain = {"unrounded": score, "merit": nominee.merit}
    return (shown, *(chain[name] for name in scheme.tie_breaks))


def stands(facts, tier):
    since = facts.get(f"years_since_{tier.value}")
    ready = facts["in_post"] and facts["present"] and facts["may_be_honoured"]
    return bool(ready and facts["service_months"] >= 12 and (since is None or since > 2))


def expected(given_inputs):
    """Who is selected with rank, distance in hundredths; or the ties that are open."""
    taken, chosen = set(), {}
    for tier in TIERS:
        ties = []
        found = {}
        for district in DISTRICTS:
            ranked = {
                n.number: key
                for n in given_inputs.nominees
                if n.tier is tier
                and n.district == district
                and n.removal is None
                and n.number not in taken
                and stands(given_inputs.entrants[n.number].facts, tier)
                and (key := exact(given_inputs.scheme, n)) is not None
            }
            places = given_inputs.places[tier, district]
            keys = sorted(ranked.values(), reverse=True)
            if places and len(keys) > places and keys[places - 1] == keys[places]:
                tied = tuple(sorted(n for n, key in ranked.items() if key == keys[places]))
                ties.append((tier, district, tied, places - sum(k > keys[places] for k in keys)))
                continue
            for number, key in ranked.items():
                rank = 1 + sum(other > key for other in keys)
                if rank <= places:
                    found[number] = (rank, key[0] - keys[min(places, len(keys)) - 1][0])
        if ties:
            return None, ties
        chosen |= {(tier, number): told for number, told in found.items()}
        taken |= set(found)
    return chosen, []


@given(inputs())
def test_the_selection_is_the_plain_one(given_inputs):
    chosen, ties = expected(given_inputs)
    result = select_all(given_inputs)
    if ties:
        assert [(t.tier, t.district, t.tied, t.places) for t in result.open_ties] == ties
        assert result.lines == ()
        return
    selected = {
        (line.tier, line.number): (line.rank, line.distance // 10)
        for line in result.lines
        if line.outcome is Outcome.SELECTED
    }
    assert selected == chosen


@given(inputs(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(given_inputs, chance):
    nominees = list(given_inputs.nominees)
    chance.shuffle(nominees)
    numbers = list(given_inputs.entrants)
    chance.shuffle(numbers)
    entrants = {number: given_inputs.entrants[number] for number in numbers}
    shuffled = replace(given_inputs, nominees=nominees, entrants=entrants)
    facts = dict.fromkeys(numbers, "{}")
    assert input_hash(shuffled, 2025, facts) == input_hash(given_inputs, 2025, facts)
    assert select_all(shuffled) == select_all(given_inputs)


@given(inputs())
def test_everybody_has_a_line_and_nobody_two_honours(given_inputs):
    result = select_all(given_inputs)
    if result.open_ties:
        return
    keys = Counter((line.tier, line.number) for line in result.lines)
    assert set(keys.values()) <= {1}
    named = {(n.tier, n.number) for n in given_inputs.nominees}
    silent = set(given_inputs.entrants) - {number for _, number in named}
    assert set(keys) == named | {(TIERS[-1], number) for number in silent}
    selected = Counter(line.number for line in result.lines if line.outcome is Outcome.SELECTED)
    assert set(selected.values()) <= {1}
    taken = Counter(
        (line.tier, line.district) for line in result.lines if line.outcome is Outcome.SELECTED
    )
    assert all(taken[key] <= places for key, places in given_inputs.places.items())
    for line in result.lines:
        assert (line.code is None) == (line.outcome is Outcome.SELECTED)


@given(inputs())
def test_a_tie_that_people_decided_is_closed_as_they_said(given_inputs):
    decisions = []
    for _ in range(6):
        result = select_all(replace(given_inputs, decisions=decisions))
        if not result.open_ties:
            break
        decisions += [
            TieDecision(tie.tier, tie.district, tie.tied, tie.tied[-tie.places :])
            for tie in result.open_ties
        ]
    assert not result.open_ties
    for decision in decisions:
        for line in result.lines:
            if (line.tier, line.district) != (decision.tier, decision.district):
                continue
            if line.number in decision.chosen:
                assert line.outcome is Outcome.SELECTED
            elif line.number in decision.tied:
                assert line.code is OutcomeCode.LOST_LOT


def one(number, tier=Tier.EXCELLENT, **changes):
    return Nominee(number, tier, "D1", **changes)


def small(nominees, places=1, **changes):
    entrants = {n.number: Entrant(n.number, n.number, "D1", GOOD) for n in nominees}
    scheme = Scheme(places={Tier.EXCELLENT: places}, **changes)
    return Inputs(scheme, {(Tier.EXCELLENT, "D1"): places}, entrants, nominees)


def test_the_tie_breaks_tell_equals_apart_and_say_so():
    pair = [one("A", merit=90_000, review=90_001), one("B", merit=90_004, review=90_000)]
    lines = {line.number: line for line in select_all(small(pair)).lines}
    assert lines["A"].shown == lines["B"].shown == 90_000
    assert (lines["B"].outcome, lines["A"].code) == (Outcome.SELECTED, OutcomeCode.BELOW_CUT)
    (step,) = lines["A"].compared
    assert (step.by, step.own, step.other_number, step.other) == (
        "未取整的总分",
        "450003/5",
        "B",
        "450008/5",
    )
    assert lines["A"].distance == 0


def test_under_the_units_order_the_first_wins():
    names = [one(letter, unit_rank=at) for at, letter in enumerate("CAB", start=1)]
    lines = {
        x.number: x for x in select_all(small(names, basis=Basis.UNIT_RANK, tie_breaks=())).lines
    }
    assert (lines["C"].outcome, lines["C"].rank, lines["C"].cut) == (Outcome.SELECTED, 1, 1000)
    assert (lines["A"].outcome, lines["A"].distance) == (Outcome.RESERVE, -1000)
    assert (lines["B"].outcome, lines["B"].code) == (Outcome.NOT_SELECTED, OutcomeCode.BELOW_CUT)


def test_without_places_or_a_score_nobody_is_cut_by_a_line():
    nominees = [one("A", merit=90_000, review=90_000), one("B", merit=90_000)]
    lines = {line.number: line for line in select_all(replace(small(nominees), places={})).lines}
    assert (lines["A"].code, lines["A"].cut) == (OutcomeCode.QUOTA_FULL, None)
    assert (lines["B"].code, lines["B"].rank) == (OutcomeCode.NO_SCORE, None)


def test_a_scheme_comes_back_whole_and_a_senseless_one_is_refused():
    scheme = Scheme()
    assert scheme_of(scheme.parameters()) == scheme
    for wrong, told in (
        ({"places": {}}, "名额都要至少 1 个"),
        ({"merit_bp": 5_000}, "合计要是 100%"),
        ({"weights": {}}, "权重合计要是 100%"),
        ({"decimals": 4}, "“公布的小数位数”只能填 0 到 3"),
        ({"tie_breaks": ("age",)}, "没有“age”这一项"),
        ({"floor": -1}, "不能是负数"),
        ({"rules": scheme.rules * 2}, "用了同一个代号"),
    ):
        with pytest.raises(UserError, match=told):
            check_scheme(replace(scheme, **wrong))


def test_the_hash_of_the_output_sees_every_part_of_a_line():
    chance = random.Random(3)
    nominees = [one(f"N{at}", merit=chance.randrange(10**5), review=90_000) for at in range(5)]
    lines = select_all(small(nominees, 2)).lines
    whole = output_hash(lines)
    for changed in (
        replace(lines[0], rank=9),
        replace(lines[0], distance=9),
        replace(lines[0], outcome=Outcome.RESERVE),
        replace(lines[0], number="N9"),
    ):
        assert output_hash([changed, *lines[1:]]) != whole
