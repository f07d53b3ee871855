"""What belongs to a grid of before is shared among those that came of it, to the unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.workforce.rules import (
    percent,
    shared_out,
    shares_by_households,
    typed_households,
    typed_share,
)

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


@pytest.mark.parametrize(
    ("text", "share"),
    [("60", 6_000), ("62.5 %", 6_250), ("６２。５", 6_250), ("0.01", 1), ("", 0), ("100%", 10_000)],
)
def test_a_share_is_read_as_people_type_it(text, share):
    assert typed_share(text) == share
    assert not share or typed_share(percent(share)) == share


@pytest.mark.parametrize("text", ["一半", "-1", "62.555", "1e3"])
def test_what_is_no_share_is_said(text):
    with pytest.raises(UserError, match=f"份额“{text}”读不出来"):
        typed_share(text)


def test_households_are_whole_numbers():
    assert [typed_households(text) for text in ("", "３２０", "1,200 户")] == [None, 320, 1_200]
    with pytest.raises(UserError, match=r"户数“3\.5”读不出来"):
        typed_households("3.5")


def test_shares_follow_households():
    assert shares_by_households([300, 100]) == [7_500, 2_500]
    assert shares_by_households([0, 0]) == [5_000, 5_000]
    assert sum(shares_by_households([1, 1, 1])) == 10_000
