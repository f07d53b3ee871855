"""What belongs to a grid of before is shared among those that came of it, to the unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.workforce.rules import shared_out

SHARES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.fractions(min_value=0, max_value=1, max_denominator=10_000),
    min_size=1,
    max_size=6,
).filter(lambda shares: sum(shares.values()) > 0)


def bp(**shares: int) -> dict[str, Fraction]:
    return {key: Fraction(share, 10_000) for key, share in shares.items()}


def test_by_hand():
    assert shared_out(100, bp(a=6_000, b=4_000)) == {"a": 60, "b": 40}
    assert shared_out(1_001, bp(a=3_333, b=3_333, c=3_334)) == {"a": 334, "b": 333, "c": 334}
    # Even remainders: the larger share first, then the smaller key.
    assert shared_out(1, bp(b=5_000, a=5_000)) == {"a": 1, "b": 0}
    assert shared_out(2, bp(a=2_500, b=7_500)) == {"a": 0, "b": 2}
    assert shared_out(0, bp(a=1)) == {"a": 0}


@given(st.integers(-(10**12), 10**12), SHARES)
def test_nothing_is_lost_and_everybody_is_within_a_unit_of_the_due(total, shares):
    given_out = shared_out(total, shares)
    whole = sum(shares.values())
    assert sum(given_out.values()) == total
    assert all(abs(part - total * shares[key] / whole) < 1 for key, part in given_out.items())


@given(st.integers(0, 10**12), SHARES)
def test_what_is_taken_back_is_what_was_given(total, shares):
    back = shared_out(-total, shares)
    assert back == {key: -part for key, part in shared_out(total, shares).items()}


@given(st.integers(0, 10**6), SHARES, st.randoms())
def test_the_order_decides_nothing(total, shares, random):
    mixed = list(shares.items())
    random.shuffle(mixed)
    assert shared_out(total, dict(mixed)) == shared_out(total, shares)


@pytest.mark.parametrize("shares", [{}, {"a": Fraction(0)}, {"a": Fraction(2), "b": Fraction(-1)}])
def test_shares_that_are_none_are_a_fault(shares):
    with pytest.raises(ValueError, match="nobody"):
        shared_out(1, shares)
