"""Places shared by weight: sums, bounds and ties, against definitions written another way."""

from __future__ import annotations

import random
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from hrgrid.core.apportionment import (
    Apportionment,
    DrawRequired,
    StepKind,
    StepRow,
    Unit,
    apportion,
)
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from tests.core import exact_rules

DISTRICTS = {"盐都": 222, "伍佑": 16, "盐南": 66, "新河": 107, "科城": 52}
HAMILTON, SAINTE_LAGUE, DHONDT = Method.LARGEST_REMAINDER, Method.SAINTE_LAGUE, Method.DHONDT
DIVISORS = [SAINTE_LAGUE, DHONDT]

weights = st.lists(st.integers(0, 60), min_size=1, max_size=7)
methods = st.sampled_from(Method)


def units(**weights: int) -> list[Unit]:
    return [Unit(name, weight) for name, weight in weights.items()]


def numbered(weights: list[int], bounds: list[tuple[int, int]] | None = None) -> list[Unit]:
    """Units called 0, 1, 2 …, with a floor and a cap each."""
    if bounds is None:
        return [Unit(str(at), weight) for at, weight in enumerate(weights)]
    pairs = zip(weights, bounds, strict=True)
    return [Unit(str(at), weight, *pair) for at, (weight, pair) in enumerate(pairs)]


def seats(result: Apportionment) -> list[int]:
    return [row.seats for row in result.result]


def shared(pool: list[Unit], places: int, method: Method) -> list[int]:
    """Seats by unit; skips the example where a draw is needed or the places do not fit."""
    try:
        return seats(apportion(pool, places, method))
    except UserError:
        reject()


def drawn(pool: list[Unit], places: int, method: Method) -> Apportionment:
    """The result, with a lot for the first of the tied where one is needed."""
    try:
        return apportion(pool, places, method)
    except DrawRequired as tie:
        return apportion(pool, places, method, lot=tie.names[: tie.places])
    except UserError:
        reject()


@pytest.mark.parametrize("method", [HAMILTON, SAINTE_LAGUE])
def test_twenty_places_for_five_districts(method: Method) -> None:
    assert seats(apportion(units(**DISTRICTS), 20, method)) == [9, 1, 3, 5, 2]


def test_ten_places_tell_the_methods_apart() -> None:
    districts = units(**DISTRICTS)
    assert seats(apportion(districts, 10, HAMILTON)) == [5, 0, 2, 2, 1]
    assert seats(apportion(districts, 10, SAINTE_LAGUE, floor=1)) == [5, 1, 1, 2, 1]
    assert seats(apportion(districts, 10, DHONDT)) == [6, 0, 1, 2, 1]
    assert seats(apportion(districts, 10, Method.EQUAL)) == [2, 2, 2, 2, 2]


def test_the_result_keeps_names_weights_and_the_order_of_input() -> None:
    result = apportion(units(**DISTRICTS), 20, HAMILTON).result
    assert [(row.name, row.weight) for row in result] == list(DISTRICTS.items())
    assert apportion(units(a=7, b=0), 4, Method.EQUAL).result[1].weight == 0


def test_largest_remainders_are_derived_line_by_line() -> None:
    steps = apportion(units(a=5, b=3, c=1), 4, HAMILTON).steps
    assert steps == (
        StepRow(StepKind.WHOLE, "a", "20/9", 2),
        StepRow(StepKind.WHOLE, "b", "12/9", 1),
        StepRow(StepKind.WHOLE, "c", "4/9", 0),
        StepRow(StepKind.REMAINDER, "c", "4/9", 1),
        StepRow(StepKind.REMAINDER, "b", "3/9", 0),
        StepRow(StepKind.REMAINDER, "a", "2/9", 0),
    )


def test_quotients_are_derived_place_by_place() -> None:
    result = apportion(units(a=7, b=3, c=1), 5, SAINTE_LAGUE, floor=1)
    assert seats(result) == [3, 1, 1]
    assert result.steps == (
        StepRow(StepKind.FLOOR, "a", "", 1),
        StepRow(StepKind.FLOOR, "b", "", 1),
        StepRow(StepKind.FLOOR, "c", "", 1),
        StepRow(StepKind.QUOTIENT, "a", "7/3", 1),
        StepRow(StepKind.QUOTIENT, "a", "7/5", 1),
    )


def test_a_binding_floor_is_paid_by_the_others_in_proportion() -> None:
    result = apportion(units(**DISTRICTS), 10, HAMILTON, floor=1)
    assert seats(result) == [5, 1, 1, 2, 1]
    assert result.steps[0] == StepRow(StepKind.CLAMP, "伍佑", "160/463", 1)
    assert result.steps[1] == StepRow(StepKind.WHOLE, "盐都", f"{222 * 9}/447", 4)


def test_fixing_one_floor_may_make_another_bind() -> None:
    # b's quota is 4 × 12/48 = 1 at first, and 3 × 12/45 < 1 once c has its floor.
    result = apportion(units(a=33, b=12, c=3), 4, HAMILTON, floor=1)
    assert [(s.kind, s.unit, s.fraction) for s in result.steps[:2]] == [
        (StepKind.CLAMP, "c", "12/48"),
        (StepKind.CLAMP, "b", "36/45"),
    ]
    assert seats(result) == [2, 1, 1]


def test_a_cap_and_a_floor_that_bind_together_are_weighed_against_each_other() -> None:
    # Quotas of 9: a 9 × 60/100 = 5.4 is 3.4 over its cap, d 0.9 is 0.1 under its floor, so only
    # a is fixed; d's quota of the 7 others is then 1.75 and needs no floor.
    pool = [Unit("a", 60, cap=2), Unit("b", 17), Unit("c", 13), Unit("d", 10, floor=1)]
    result = apportion(pool, 9, HAMILTON)
    assert [step.unit for step in result.steps if step.kind is StepKind.CLAMP] == ["a"]
    assert seats(result) == [2, 3, 2, 2]


def test_a_unit_s_own_bounds_and_the_common_ones_both_bind() -> None:
    pool = [Unit("a", 90, floor=0, cap=9), Unit("b", 5, floor=3), Unit("c", 5, cap=1)]
    for method in (HAMILTON, *DIVISORS):
        assert seats(apportion(pool, 10, method, floor=1, cap=6)) == [6, 3, 1]


def test_a_unit_of_no_weight_gets_its_floor_and_no_more() -> None:
    for method in (HAMILTON, *DIVISORS):
        assert seats(apportion(units(a=5, b=0, c=5), 4, method)) == [2, 0, 2]
        pool = [Unit("a", 5), Unit("b", 0, floor=1), Unit("c", 3)]
        assert seats(apportion(pool, 9, method)) == [5, 1, 3]


def test_equal_looks_at_no_weight() -> None:
    assert seats(apportion(units(a=0, b=900), 6, Method.EQUAL)) == [3, 3]


def test_equal_fills_the_lowest_first() -> None:
    pool = [Unit("a", 1, floor=5), Unit("b", 1, cap=1), Unit("c", 1), Unit("d", 1)]
    assert seats(apportion(pool, 12, Method.EQUAL)) == [5, 1, 3, 3]
    assert seats(apportion(pool, 16, Method.EQUAL)) == [5, 1, 5, 5]
    assert seats(apportion(pool, 19, Method.EQUAL)) == [6, 1, 6, 6]


def test_no_places_at_all_are_shared_as_none() -> None:
    for method in Method:
        assert seats(apportion(units(a=1, b=2), 0, method)) == [0, 0]


@pytest.mark.parametrize(
    ("method", "weights", "places", "tied", "left"),
    [
        (Method.EQUAL, {"a": 1, "b": 2, "c": 3}, 5, ("a", "b", "c"), 2),
        (HAMILTON, {"a": 1, "b": 1, "c": 2}, 2, ("a", "b"), 1),
        (SAINTE_LAGUE, {"a": 9, "b": 3, "c": 1}, 2, ("a", "b"), 1),
        (DHONDT, {"a": 4, "b": 2, "c": 1}, 2, ("a", "b"), 1),
    ],
)
def test_a_tie_wider_than_the_places_left_is_reported(
    method: Method, weights: dict[str, int], places: int, tied: tuple[str, ...], left: int
) -> None:
    with pytest.raises(DrawRequired) as stopped:
        apportion(units(**weights), places, method)
    assert (stopped.value.names, stopped.value.places) == (tied, left)
    assert f"并列，只剩 {left} 个名额，请抽签后录入中签单位" in stopped.value.sentence


def test_a_typed_lot_becomes_an_input_and_a_step() -> None:
    pool = units(a=1, b=1, c=2)
    result = apportion(pool, 2, HAMILTON, lot=["b"])
    assert seats(result) == [0, 1, 1]
    drawn = [step for step in result.steps if step.kind is StepKind.DRAW]
    assert [(step.unit, step.seats) for step in drawn] == [("a", 0), ("b", 1)]
    assert seats(apportion(pool, 2, HAMILTON, lot=["a"])) == [1, 0, 1]


def test_tied_quotients_keep_their_own_fractions_in_the_draw() -> None:
    result = apportion(units(a=9, b=3, c=1), 2, SAINTE_LAGUE, lot=["b"])
    assert seats(result) == [1, 1, 0]
    assert result.steps[1:] == (
        StepRow(StepKind.DRAW, "a", "9/3", 0),
        StepRow(StepKind.DRAW, "b", "3/1", 1),
    )


@pytest.mark.parametrize("lot", [["a"], ["a", "b", "c"], ["a", "a"], ["a", "d"], ["a", "谁"]])
def test_a_lot_that_does_not_fit_the_tie_is_refused(lot: list[str]) -> None:
    pool = [*units(a=1, b=1, c=1), Unit("d", 1, cap=0)]
    with pytest.raises(UserError, match="从并列的“a”、“b”、“c”中选出 2 个"):
        apportion(pool, 2, Method.EQUAL, lot=lot)


def test_a_lot_without_a_tie_is_refused() -> None:
    for method, places in ((HAMILTON, 20), (SAINTE_LAGUE, 20), (DHONDT, 0)):
        with pytest.raises(UserError, match="没有需要抽签的并列"):
            apportion(units(**DISTRICTS), places, method, lot=["盐都"])


@pytest.mark.parametrize(
    ("pool", "places", "bounds", "sentence"),
    [
        ([], 5, {}, "没有可分配名额的单位"),
        ([Unit("a", 1), Unit("a", 2)], 5, {}, "单位“a”出现了不止一次"),
        ([Unit("a", 0), Unit("b", 0)], 5, {}, "各单位的权数都是 0"),
        ([Unit("a", -1)], 5, {}, "“a”的权数是 -1"),
        ([Unit("a", 1, floor=-1)], 5, {}, "“a”的保底是 -1"),
        ([Unit("a", 1, cap=-1)], 5, {}, "“a”的上限是 -1"),
        ([Unit("a", 1)], -5, {}, "名额是 -5"),
        ([Unit("a", 1)], 5, {"floor": -1}, "共同保底是 -1"),
        ([Unit("a", 1)], 5, {"cap": -2}, "共同上限是 -2"),
        ([Unit("a", 1, 3, 2)], 5, {}, "“a”的保底 3 个高于上限 2 个"),
        ([Unit("a", 1, cap=1)], 5, {"floor": 2}, "“a”的保底 2 个高于上限 1 个"),
        ([Unit("a", 1), Unit("b", 1)], 3, {"floor": 2}, "名额 3 个少于各单位保底之和 4 个"),
        ([Unit("a", 1), Unit("b", 1)], 5, {"cap": 2}, "名额 5 个多于各单位上限之和 4 个"),
        (
            [Unit("a", 1, cap=2), Unit("b", 0)],
            5,
            {},
            "“b”的权数是 0，其余单位到上限为止只能分出 2 个",
        ),
    ],
)
def test_input_that_cannot_be_met_is_refused(
    pool: list[Unit], places: int, bounds: dict[str, int], sentence: str
) -> None:
    for method in (HAMILTON, *DIVISORS):
        with pytest.raises(UserError, match=sentence) as refused:
            apportion(pool, places, method, **bounds)  # type: ignore[arg-type]
        assert not isinstance(refused.value, DrawRequired)


def test_methods_are_stored_by_the_codes_of_the_command_line() -> None:
    assert [method.value for method in Method] == [
        "equal",
        "largest-remainder",
        "sainte-lague",
        "dhondt",
    ]
    assert HAMILTON.label == "最大余数法"


@given(weights, st.integers(0, 40))
def test_largest_remainders_stay_within_one_of_the_quota(wanted: list[int], places: int) -> None:
    got = shared(numbered(wanted), places, HAMILTON)
    for weight, own in zip(wanted, got, strict=True):
        quota = Fraction(weight * places, sum(wanted))
        assert floor(quota) <= own <= ceil(quota)


@st.composite
def bounded_pools(draw: st.DrawFn) -> list[Unit]:
    wanted = draw(weights)
    bounds = [
        (low, low + draw(st.integers(0, 8))) for low in (draw(st.integers(0, 3)) for _ in wanted)
    ]
    return numbered(wanted, bounds)


@given(bounded_pools(), st.integers(0, 40), methods)
def test_sums_and_bounds_hold_and_the_steps_add_up(
    pool: list[Unit], places: int, method: Method
) -> None:
    result = drawn(pool, places, method)
    assert sum(seats(result)) == places
    for unit, row in zip(pool, result.result, strict=True):
        assert unit.floor is not None
        assert unit.cap is not None
        assert unit.floor <= row.seats <= unit.cap
        assert row.seats == sum(s.seats for s in result.steps if s.unit == unit.name)
        assert all(step.seats >= 0 for step in result.steps)


@given(bounded_pools(), st.integers(0, 40), methods, st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(
    pool: list[Unit], places: int, method: Method, source: random.Random
) -> None:
    def outcome(order: list[Unit]) -> object:
        try:
            return {row.name: row.seats for row in apportion(order, places, method).result}
        except DrawRequired as tie:
            return frozenset(tie.names), tie.places
        except UserError:
            return None

    expected = outcome(pool)
    shuffled = list(pool)
    source.shuffle(shuffled)
    assert outcome(shuffled) == expected


@given(bounded_pools(), st.integers(0, 40), st.sampled_from(DIVISORS))
@settings(max_examples=200)
def test_another_place_never_takes_one_from_a_unit(
    pool: list[Unit], places: int, method: Method
) -> None:
    fewer = shared(pool, places, method)
    more = shared(pool, places + 1, method)
    assert all(before <= after for before, after in zip(fewer, more, strict=True))


@given(bounded_pools(), st.integers(0, 40), st.integers(0, 6), st.sampled_from(DIVISORS))
def test_more_weight_never_costs_a_place(
    pool: list[Unit], places: int, more: int, method: Method
) -> None:
    before = shared(pool, places, method)
    first = pool[0]
    heavier = [Unit(first.name, first.weight + more, first.floor, first.cap), *pool[1:]]
    assert shared(heavier, places, method)[0] >= before[0]


def random_case(
    source: random.Random, largest: int, most: int
) -> tuple[list[int], list[tuple[int, int]], int]:
    """Weights (often equal or zero), bounds that bind at times, and places that may not fit."""
    count = source.randint(1, most)
    wanted = [source.randint(0, source.choice([3, largest])) for _ in range(count)]
    tight = source.random() < 0.7
    bounds = []
    for _ in wanted:
        low = source.choice([0, 0, 1, 2]) if tight else 0
        bounds.append((low, low + (source.choice([0, 1, 2, 5, 50]) if tight else 200)))
    return wanted, bounds, source.randint(0, 8 if most < 5 else 60)


def outcome(
    wanted: list[int], bounds: list[tuple[int, int]], places: int, method: Method
) -> object:
    """What the program says, in the words of the exact rules."""
    try:
        return seats(apportion(numbered(wanted, bounds), places, method))
    except DrawRequired as tie:
        return exact_rules.Tie(frozenset(map(int, tie.names)), tie.places)
    except UserError:
        return None


def test_thousands_of_random_apportionments_agree_with_the_exact_rules() -> None:
    source = random.Random(1110)
    kinds = {list: 0, exact_rules.Tie: 0, type(None): 0}
    for _ in range(1000):
        wanted, bounds, places = random_case(source, 500, 9)
        for method in Method:
            expected = exact_rules.apportioned(wanted, bounds, places, method.value)
            case = (wanted, bounds, places, method)
            assert outcome(*case) == expected, case
            kinds[type(expected)] += 1
    assert min(kinds.values()) > 200, kinds


def test_small_apportionments_are_the_best_of_all_distributions() -> None:
    source = random.Random(39946)
    for _ in range(400):
        wanted, bounds, places = random_case(source, 12, 4)
        for method in Method:
            expected = exact_rules.by_definition(wanted, bounds, places, method.value)
            case = (wanted, bounds, places, method)
            assert outcome(*case) == expected, case
