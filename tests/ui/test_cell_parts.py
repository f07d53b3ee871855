"""The pure parts of tables: blocks of cells and figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.ui.cells.clipboard import block_of, tab_separated
from hrgrid.ui.cells.figures import Figures, figures_of, figures_told, number_in

BLOCKS = [
    ("甲", (("甲",),)),
    ("", (("",),)),
    ("甲\t乙\r\n丙\t丁\r\n", (("甲", "乙"), ("丙", "丁"))),
    ("甲\n\n乙\n", (("甲",), ("",), ("乙",))),
    ("甲\t\t\r\n", (("甲", "", ""),)),
    ("甲\t乙\n丙\n", (("甲", "乙"), ("丙", ""))),
    ('"甲\r\n乙"\t丙\n', (("甲\n乙", "丙"),)),
    ('"甲\n""乙"""\n', (('甲\n"乙"',),)),
    ('"甲"\t他说"好"\n', (('"甲"', '他说"好"'),)),
    ('"甲\t乙', (('"甲', "乙"),)),
]


@pytest.mark.parametrize(("text", "block"), BLOCKS)
def test_a_block_is_read_as_excel_wrote_it(text, block):
    assert block_of(text) == block


CELLS = st.text(st.characters(exclude_characters='\t\r\n"', exclude_categories=["Cs"]), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_is_copied_is_pasted_again(lines):
    # Without the line end that Excel adds, a last row of empty cells is told by its tabs.
    assert block_of(tab_separated(lines) + "\r\n") == tuple(map(tuple, lines))


def test_a_break_inside_a_cell_is_copied_as_a_blank():
    assert tab_separated([["甲\n乙", "丙\t丁"]]) == "甲 乙\t丙 丁"


NUMBERS = [
    ("1,234", "1234"), ("92.60", "92.60"), ("-3", "-3"), ("９２．６", "92.6"), ("0", "0"),
    ("0.5", "0.5"), ("12,34", None), ("007", None), ("138****1234", None), ("四星", None),
    ("1e3", None), ("", None), ("2026-01", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_told_from_what_only_looks_like_one(text, value):
    assert number_in(text) == (None if value is None else Decimal(value))


def test_figures_add_numbers_and_count_what_is_there():
    assert figures_of(["1", "2.5", "", "甲", "1,000"]) == Figures(4, 3, Decimal("1003.5"))


TOLD = [
    (Figures(3, 3, Decimal(1003)), "和 1,003 · 平均 334.33"),
    (Figures(2, 2, Decimal("0.01")), "和 0.01 · 平均 0.01"),
    (Figures(2, 2, Decimal(200)), "和 200 · 平均 100"),
    (Figures(2), ""),
]


@pytest.mark.parametrize(("figures", "words"), TOLD)
def test_figures_are_told_with_the_average_rounded_half_up(figures, words):
    assert figures_told(figures) == words
