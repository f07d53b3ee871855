"""Money as typed, written and split."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.money import (
    LARGEST,
    Place,
    format_money,
    parse_money,
    proportion,
    split,
    split_by_weights,
)

amounts = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("１２３４．５元", 123450),
        ("１，２３４．５０", 123450),
        ("¥30000", 3000000),
        ("￥ 30000.00", 3000000),
        ("人民币30000元整", 3000000),
        ("3万", 3000000),
        ("3.5万元", 3500000),
        ("1.234567万", 1234567),
        ("2,200万元", 2200000000),
        ("1.2亿", 12000000000),
        ("5百万", 500000000),
        ("0", 0),
        ("0.05", 5),
        (" 5 元 ", 500),
    ],
)
def test_amounts_as_people_type_them(text: str, fen: int) -> None:
    assert parse_money(text) == fen


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有填写金额"),
        ("12.345", "有3位小数"),
        ("12.500", "有3位小数"),
        ("1.2345678万", "不足一分"),
        ("1,23", "看不懂"),
        ("1.234,50", "看不懂"),
        ("12,34,567", "看不懂"),
        (".5", "看不懂"),
        ("叁万", "看不懂"),
        ("3万5", "看不懂"),
        ("5美元", "看不懂"),
        ("=1+1", "看不懂"),
        ("1e5", "看不懂"),
        ("-5", "是负数"),
        ("99999999999999", "大得不合理"),
        ("9" * 5000, "看不懂"),
        ("1." + "0" * 5000, "看不懂"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_money(text)


@pytest.mark.parametrize("text", ["-1,234.50", "−1234.5", "￥-1234.50", "-¥1234.50"])
def test_a_reversal_may_be_negative(text: str) -> None:
    assert parse_money(text, negative=True) == -123450


def test_a_number_from_the_wrong_column_is_not_quoted() -> None:
    with pytest.raises(UserError) as refusal:
        parse_money("11010519491231002X")
    assert "19491231" not in refusal.value.sentence


@given(amounts)
def test_what_is_written_is_read_back(fen: int) -> None:
    assert parse_money(format_money(fen), negative=True) == fen


def test_amounts_are_written_with_separators() -> None:
    assert format_money(123450) == "1,234.50"
    assert format_money(-5) == "-0.05"
    assert format_money(2200000000) == "22,000,000.00"


def test_the_last_month_takes_the_remainder() -> None:
    assert split(3000000, 12) == (250000,) * 12
    assert split(10000, 12) == (833,) * 11 + (837,)
    assert split(-10000, 12) == (-833,) * 11 + (-837,)
    assert split(1, 3) == (0, 0, 1)
    with pytest.raises(ValueError, match="0 parts"):
        split(1, 0)


@given(amounts, st.integers(1, 400))
def test_equal_parts_add_up(total: int, parts: int) -> None:
    shares = split(total, parts)
    assert len(shares) == parts
    assert sum(shares) == total
    assert len(set(shares[:-1])) <= 1
    assert 0 <= abs(shares[-1]) - abs(shares[0]) < parts


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_weighted_parts_add_up_within_a_fen(total: int, weights: list[int]) -> None:
    shares = split_by_weights(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or not share


def test_weights_give_the_largest_remainders_first() -> None:
    assert split_by_weights(20, [222, 16, 66, 107, 52]) == (9, 1, 3, 5, 2)
    assert split_by_weights(10, [222, 16, 66, 107, 52]) == (5, 0, 2, 2, 1)
    assert split_by_weights(100, [1, 1, 1]) == (33, 33, 34)
    assert split_by_weights(-100, [1, 1, 1]) == (-33, -33, -34)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_senseless_weights_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights must not be negative"):
        split_by_weights(100, weights)


@given(amounts, st.integers(-1000, 1000), st.integers(1, 1000), st.sampled_from(Place))
def test_a_share_is_never_further_than_half_a_place(
    fen: int, numerator: int, denominator: int, place: Place
) -> None:
    share = proportion(fen, numerator, denominator, place)
    exact = Fraction(fen * numerator, denominator)
    assert share % place == 0
    assert abs(share - exact) * 2 <= place
    if abs(share - exact) * 2 == place:
        assert abs(share) > abs(exact), "a half goes away from zero"


def test_a_share_is_rounded_once_at_its_place() -> None:
    assert proportion(3000000, 7, 12) == 1750000
    assert proportion(3000000, 1, 7) == 428571
    assert proportion(100, 1, 8) == 13
    assert proportion(3000000, 1, 7, Place.JIAO) == 428570
    assert proportion(3000000, 1, 7, Place.YUAN) == 428600
    assert proportion(-100, 1, 8) == -13


@given(st.one_of(st.text(max_size=30), st.text("0129.,-¥万亿元 ", max_size=14)))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        fen = parse_money(text)
    except UserError:
        return
    assert 0 <= fen <= LARGEST
