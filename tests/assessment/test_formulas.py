"""Points from figures: the shipped scheme by example, and what holds of every formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.formulas import (
    Band,
    Figure,
    Formula,
    Input,
    check_formula,
    points_of,
)
from hrgrid.assessment.rules.words import FormulaKind, ItemState
from hrgrid.core.errors import UserError

UPDATED = Formula(FormulaKind.DEDUCT, 15_000, (Input("stale", 2_000), Input("wrong", 1_000)))
PATROLS = Formula(
    FormulaKind.BANDS,
    15_000,
    (Input("patrols"),),
    bands=(Band(9_500, 10_000), Band(9_000, 8_000), Band(8_500, 6_000)),
)
HAZARDS = Formula(FormulaKind.COUNT, 10_000, (Input("hazards", 2_000),))
EVENTS = Formula(FormulaKind.LINEAR, 15_000, (Input("events"),), low_bp=9_000, high_bp=9_900)
TRAINED = Formula(FormulaKind.PASS, 5_000, (Input("hours"),), pass_milli=40_000)
PRAISE = Formula(FormulaKind.BONUS, 5_000, (Input("street", 1_000), Input("city", 2_000)))
VETO = Formula(FormulaKind.VETO, 0, (Input("veto"),))


def figures(**counts: int | tuple[int, int]) -> dict[str, Figure]:
    return {
        name: Figure(one * 1_000) if isinstance(one, int) else Figure(*(n * 1_000 for n in one))
        for name, one in counts.items()
    }


@pytest.mark.parametrize(
    ("formula", "given_", "milli"),
    [
        (UPDATED, figures(stale=0, wrong=0), 15_000),
        (UPDATED, figures(stale=2, wrong=3), 8_000),
        (UPDATED, figures(stale=9, wrong=0), 0),
        (PATROLS, figures(patrols=(95, 100)), 15_000),
        (PATROLS, figures(patrols=(949, 1000)), 12_000),
        (PATROLS, figures(patrols=(85, 100)), 9_000),
        (PATROLS, figures(patrols=(84, 100)), 0),
        (HAZARDS, figures(hazards=3), 6_000),
        (HAZARDS, figures(hazards=40), 10_000),
        (EVENTS, figures(events=(99, 100)), 15_000),
        (EVENTS, figures(events=(90, 100)), 0),
        (EVENTS, figures(events=(95, 100)), 8_330),
        (EVENTS, figures(events=(1, 1)), 15_000),
        (TRAINED, figures(hours=40), 5_000),
        (TRAINED, figures(hours=39), 0),
        (PRAISE, figures(street=1, city=1), 3_000),
        (PRAISE, figures(street=9), 5_000),
        (PRAISE, {}, 0),
    ],
)
def test_points_follow_the_scheme(formula, given_, milli):
    found = points_of(formula, given_)
    assert (found.state, found.milli) == (ItemState.VALUE, milli)


def test_half_a_hundredth_goes_up():
    third = Formula(FormulaKind.LINEAR, 1_000, (Input("x"),), low_bp=0, high_bp=10_000)
    assert points_of(third, {"x": Figure(125, 100_000)}).milli == 0
    assert points_of(third, {"x": Figure(500, 100_000)}).milli == 10
    assert points_of(third, {"x": Figure(499, 100_000)}).milli == 0


def test_nothing_to_measure_missing_and_nothing_are_three_things():
    assert points_of(EVENTS, figures(events=(0, 0))).state is ItemState.NOT_APPLICABLE
    assert points_of(EVENTS, {}).state is ItemState.MISSING
    nothing = points_of(EVENTS, figures(events=(0, 7)))
    assert (nothing.state, nothing.milli) == (ItemState.VALUE, 0)


def test_one_of_two_inputs_says_nothing_alone():
    assert points_of(UPDATED, figures(stale=2)).state is ItemState.MISSING


def test_the_way_to_the_points_is_told():
    told = points_of(UPDATED, figures(stale=2, wrong=3)).how
    assert told == "扣 2 × 2 + 3 × 1 = 7.00"
    told = points_of(EVENTS, figures(events=(95, 100))).how
    assert told == "95 ÷ 100 = 95%，90% 得零分，99% 得满分"


def test_one_veto_is_enough():
    assert points_of(VETO, figures(veto=1)).vetoed
    assert not points_of(VETO, {}).vetoed


def test_a_ratio_without_its_base_is_missing():
    found = points_of(EVENTS, {"events": Figure(5_000)})
    assert (found.state, found.milli, found.how) == (ItemState.MISSING, None, "只有件数，没有总数")


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (Formula(FormulaKind.DEDUCT, 0, (Input("x", 1),)), "满分是 0"),
        (Formula(FormulaKind.DEDUCT, 5, ()), "没有选指标"),
        (Formula(FormulaKind.DEDUCT, 5, (Input("x"),)), "每件几分"),
        (Formula(FormulaKind.LINEAR, 5, (Input("x"), Input("y"))), "只能用一个指标"),
        (Formula(FormulaKind.LINEAR, 5, (Input("x"),), low_bp=9, high_bp=9), "零分线"),
        (Formula(FormulaKind.BANDS, 5, (Input("x"),)), "没有分档"),
        (
            Formula(FormulaKind.BANDS, 5, (Input("x"),), (Band(80, 9), Band(90, 8))),
            "从高到低",
        ),
        (
            Formula(FormulaKind.BANDS, 5, (Input("x"),), (Band(90, 8), Band(80, 9))),
            "得分更高",
        ),
    ],
)
def test_what_a_formula_leaves_open_is_refused_by_name(formula, words):
    with pytest.raises(UserError, match="“巡查”") as refused:
        check_formula("巡查", formula)
    assert words in str(refused.value)


KINDS = st.sampled_from([UPDATED, PATROLS, HAZARDS, EVENTS, TRAINED, PRAISE])


@given(KINDS, st.integers(0, 200_000), st.integers(1, 200_000))
def test_points_stay_between_nothing_and_full_on_two_decimals(formula, amount, base):
    known = {each.indicator: Figure(amount, base) for each in formula.inputs}
    found = points_of(formula, known)
    assert found.milli is not None
    assert 0 <= found.milli <= formula.full_milli
    assert found.milli % 10 == 0


@given(st.sampled_from([PATROLS, EVENTS]), st.integers(0, 999), st.integers(1, 1_000))
def test_more_done_never_gives_less(formula, amount, base):
    (one,) = formula.inputs
    less = points_of(formula, {one.indicator: Figure(amount, base)}).milli
    more = points_of(formula, {one.indicator: Figure(amount + 1, base)}).milli
    assert less <= more
