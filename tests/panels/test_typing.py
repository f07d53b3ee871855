"""926 is 92.6, 100 is full, 085 is 8.5: marks as they are typed, key by key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.panels.rules.rows import ItemRow
from hrgrid.panels.rules.typing import Typed, decimals_of, folded, shown_mark
from hrgrid.panels.rules.values import refused
from hrgrid.panels.rules.words import NoMark


def item(full: int, step: int) -> ItemRow:
    return ItemRow(1, "a", "甲", full, step, 10_000)


HUNDRED = item(100_000, 100)


def typed(keys: str, of: ItemRow = HUNDRED) -> tuple[list[int | None], str]:
    """The marks that were complete by themselves, and what is left in the cell."""
    done, now = [], Typed(of)
    for key in keys:
        now = now.add(key)
        if now.whole:
            done.append(now.mark)
            now = Typed(of)
    return done, now.text


@pytest.mark.parametrize(
    ("keys", "mark"),
    [
        ("926", 92_600),
        ("100", 100_000),
        ("085", 8_500),
        ("92.6", 92_600),
        ("９２．６", 92_600),
        ("９２６", 92_600),
        ("92。6", 92_600),
        ("8.5", 8_500),
        (".5", 500),
        ("000", 0),
        ("101", 10_100),
    ],
)
def test_a_mark_of_a_hundred_by_tenths_jumps_on_by_itself(keys, mark):
    assert typed(keys) == ([mark], "")


@pytest.mark.parametrize(("keys", "mark"), [("90", 90_000), ("8", 8_000), ("92.", 92_000)])
def test_a_shorter_one_waits_for_enter(keys, mark):
    done, left = typed(keys)
    assert (done, Typed(HUNDRED, left).mark) == ([], mark)


@pytest.mark.parametrize(
    ("full", "step", "keys", "mark"),
    [
        (100_000, 1_000, "92", 92_000),
        (100_000, 1_000, "100", 100_000),
        (100_000, 1_000, "105", 105_000),
        (10_000, 10, "925", 9_250),
        (10_000, 10, "100", 10_000),
        (10_000, 10, "9.25", 9_250),
        (20_000, 500, "185", 18_500),
        (20_000, 500, "200", 20_000),
        (20_000, 1_000, "18", 18_000),
        (5_000, 1_000, "4", 4_000),
    ],
)
def test_other_scales_have_as_many_digits_as_their_marks(full, step, keys, mark):
    assert typed(keys, item(full, step)) == ([mark], "")


def test_ten_may_become_a_hundred_where_marks_are_whole():
    assert typed("10", item(100_000, 1_000)) == ([], "10")


def test_letters_and_a_second_point_are_not_typed():
    assert folded("a９b。-") == "9."
    assert Typed(HUNDRED, "9.").add(".").text == "9."
    assert Typed(HUNDRED).mark is None
    assert Typed(HUNDRED, ".").mark is None
    assert Typed(HUNDRED, "92").shorter().text == "9"


@given(st.integers(0, 999))
def test_what_is_shown_can_be_typed_again(tenths):
    shown = shown_mark(HUNDRED, tenths * 100)
    assert typed(shown)[0] == [tenths * 100]
    digits = f"{tenths:03d}"
    # 10.0 is the one mark whose three digits say something else: the full one.
    assert typed(digits)[0] == [100_000 if digits == "100" else tenths * 100]


def test_a_column_stands_in_line():
    assert shown_mark(HUNDRED, 90_000) == "90.0"
    assert shown_mark(item(10_000, 10), 9_200) == "9.20"
    assert shown_mark(item(20_000, 1_000), 18_000) == "18"
    assert [decimals_of(item(100_000, step)) for step in (1_000, 500, 250, 1)] == [0, 1, 2, 3]


def test_one_check_says_why_a_mark_cannot_stand():
    assert refused(HUNDRED, 105_000) == "105 超出 0–100，没有记下。"
    assert refused(HUNDRED, -100) == "-0.1 超出 0–100，没有记下。"
    assert refused(HUNDRED, 92_650) == "92.65 不是 0.1 的整数倍，没有记下。"
    assert refused(HUNDRED, 100_000) is None
    assert refused(HUNDRED, NoMark.ILLEGIBLE) is None
