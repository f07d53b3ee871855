"""Capitals, ordinals and Chinese dates, read back by a parser that knows nothing of the writer."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.numerals import (
    capital_amount,
    chinese_date,
    chinese_digits,
    chinese_number,
    chinese_year,
    ordinal,
    read_digits,
    read_small_number,
)

VALUES = {sign: at for at, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
VALUES |= {sign: at for at, sign in enumerate("零一二三四五六七八九")}
UNITS = dict.fromkeys("十拾", 10) | dict.fromkeys("百佰", 100) | dict.fromkeys("千仟", 1000)


def read_number(words: str) -> int:
    """Add up sign by sign: a unit takes the digit before it, 万 and 亿 take all before them."""
    total = group = digit = 0
    for sign in words:
        if sign in VALUES:
            digit = VALUES[sign]
        elif sign in UNITS:
            group += (digit or (1 if not group else 0)) * UNITS[sign]
            digit = 0
        elif sign == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        else:
            assert sign == "亿"
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    return total + group + digit


def read_amount(words: str) -> int:
    found = re.fullmatch(r"(负?)(?:(.+)元)?(?:零?(.)角)?(?:零?(.)分)?(整?)", words)
    assert found, words
    fen = (
        read_number(found[2] or "") * 100 + VALUES[found[3] or "零"] * 10 + VALUES[found[4] or "零"]
    )
    assert bool(found[5]) != bool(found[4]), "整 stands where no 分 stands"
    return -fen if found[1] else fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (100550, "壹仟零伍元伍角整"),
        (1000005, "壹万元零伍分"),
        (1845000000, "壹仟捌佰肆拾伍万元整"),
        (2200000000, "贰仟贰佰万元整"),
        # The examples of the rule on bills, written without the 零 that it leaves free.
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (5, "伍分"),
        (50, "伍角整"),
        (10, "壹角整"),
        (1000, "壹拾元整"),
        (100_000_000_00, "壹亿元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (1_200_000_000_000_00, "壹万贰仟亿元整"),
        (-100, "负壹元整"),
    ],
)
def test_amounts_in_capitals(fen: int, words: str) -> None:
    assert capital_amount(fen) == words


@given(st.one_of(st.integers(-(10**6), 10**6), st.integers(0, 10**15)))
def test_capitals_read_back_as_the_amount(fen: int) -> None:
    words = capital_amount(fen)
    assert read_amount(words) == fen
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿元角分]", words.replace("零元整", ""))


@given(st.integers(-(10**6), 10**13))
def test_numbers_read_back(number: int) -> None:
    words = chinese_number(number)
    assert read_number(words.removeprefix("负")) == abs(number)
    assert words.startswith("负") is (number < 0)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1110, "一千一百一十"),
        (1001, "一千零一"),
        (10086, "一万零八十六"),
        (110_000, "十一万"),
        (100_010, "十万零一十"),
        (39_946, "三万九千九百四十六"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert chinese_number(number) == words


def test_ordinals_stand_in_brackets() -> None:
    assert [ordinal(number) for number in (1, 10, 20, 99, 110)] == [
        "（一）", "（十）", "（二十）", "（九十九）", "（一百一十）",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="begins with one"):
        ordinal(0)


def test_years_and_dates_are_written_with_a_round_zero() -> None:
    assert chinese_date(dt.date(2026, 11, 21)) == "二〇二六年十一月二十一日"
    assert chinese_date(dt.date(2020, 10, 30)) == "二〇二〇年十月三十日"
    assert chinese_year(2018) == "二〇一八年"
    assert chinese_digits("〔2019〕第10号") == "〔二〇一九〕第一〇号"


@given(st.integers(0, 39))
def test_small_numbers_read_back(number: int) -> None:
    assert read_small_number(chinese_number(number)) == number


@pytest.mark.parametrize(("text", "number"), [("廿一", 21), ("卅", 30), ("一十", 10), ("〇", 0)])
def test_other_ways_to_write_a_day(text: str, number: int) -> None:
    assert read_small_number(text) == number


@pytest.mark.parametrize("text", ["", "百", "十十", "十〇", "二廿", "一一", "〇十", "x", "二十x"])
def test_what_is_no_small_number(text: str) -> None:
    assert read_small_number(text) is None


@pytest.mark.parametrize("text", ["二〇二六", "二零二六", "二○二六", "二O二六"])
def test_every_zero_of_a_year_is_read(text: str) -> None:
    assert read_digits(text) == "2026"


@pytest.mark.parametrize("text", ["", "二十", "2026", "二〇x"])
def test_what_is_not_digit_by_digit(text: str) -> None:
    assert read_digits(text) is None
