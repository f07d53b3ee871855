"""The points of grids: examples, properties, a second reckoning in fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.grid_points import grid_points, mean_points

RESULTS = st.integers(0, 10_000).map(lambda cents: cents * 10)
SHARES = st.integers(0, 100).map(lambda percent: percent * 100)
ASKED = st.integers(1, 36)


def half_up(value: Fraction) -> int:
    return int((2 * value.numerator + value.denominator) // (2 * value.denominator))


@pytest.mark.parametrize(
    ("mean", "met", "asked", "share", "points"),
    [
        (90_000, 6, 6, 7_000, 93_000),
        (90_000, 5, 6, 7_000, 88_000),
        (90_000, 0, 6, 7_000, 63_000),
        (90_000, 0, 0, 7_000, 90_000),
        (90_000, 1, 6, 10_000, 90_000),
        # 25 thousandths are half a hundredth and a half: up.
        (90_010, 6, 6, 5_000, 95_010),
    ],
)
def test_results_and_themes_by_their_shares(mean, met, asked, share, points):
    assert grid_points(mean, met, asked, share) == points


@given(mean=RESULTS, share=SHARES, asked=ASKED, data=st.data())
def test_a_second_reckoning(mean, share, asked, data):
    met = data.draw(st.integers(0, asked))
    part = Fraction(share, 10_000)
    exact = mean * part + Fraction(100_000 * met, asked) * (1 - part)
    assert grid_points(mean, met, asked, share) == 10 * half_up(exact / 10)


@given(mean=RESULTS, share=SHARES, asked=ASKED, data=st.data())
def test_a_theme_more_never_lowers_it_and_it_stays_within_a_hundred(mean, share, asked, data):
    met = data.draw(st.integers(0, asked))
    points = grid_points(mean, met, asked, share)
    assert 0 <= points <= 100_000
    assert points % 10 == 0
    if met < asked:
        assert grid_points(mean, met + 1, asked, share) >= points


@given(mean=RESULTS, better=RESULTS, share=SHARES, asked=ASKED, data=st.data())
def test_better_results_never_lower_it(mean, better, share, asked, data):
    met = data.draw(st.integers(0, asked))
    low, high = sorted((mean, better))
    assert grid_points(low, met, asked, share) <= grid_points(high, met, asked, share)


@given(st.lists(RESULTS, min_size=1, max_size=12))
def test_the_mean_lies_between_the_lowest_and_the_highest(totals):
    mean = mean_points(totals)
    assert min(totals) <= mean <= max(totals)
    assert mean == 10 * half_up(Fraction(sum(totals), 10 * len(totals)))
