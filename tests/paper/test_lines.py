"""Chinese lines: nothing is lost, and nothing stands where it may not (GB/T 15834)."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.paper.lines import set_solid, wrapped
from tests.tree import ROOT

TEXTS = st.text(st.sampled_from("网格员在，。“”《》（）、：2018ab·"), max_size=60)


def ems(text):
    return len(text)


@given(TEXTS, st.integers(1, 20), st.integers(1, 20))
def test_nothing_is_lost_and_no_line_is_too_long(text, room, first):
    lines = wrapped(text, ems, room, first)
    assert "".join(lines) == text
    assert all(lines)
    assert all(len(line) <= (room if at else first) for at, line in enumerate(lines))


@given(TEXTS, st.integers(12, 20))
def test_signs_stand_where_they_may(text, room):
    end = 0
    for line in wrapped(text, ems, room)[:-1]:
        begin, end = end, end + len(line)
        if bad(text, end):
            # Only where the whole line holds no better place.
            assert all(bad(text, at) for at in range(begin + 1, min(begin + room, len(text) - 1)))


def bad(text, at):
    """Whether a line must not end before this place."""
    before, after = text[at - 1], text[at]
    both = before.isascii() and after.isascii()
    return after in "，。、：”》）·" or before in "“《（" or both


@pytest.mark.parametrize(
    ("text", "room", "kept", "lines"),
    [
        ("在2018年度", 3, (), ["在", "201", "8年度"]),
        ("在2018年度", 5, (), ["在2018", "年度"]),
        ("评为苏州市先锋", 4, ("苏州市",), ["评为", "苏州市先", "锋"]),
        ("评为苏州市先锋", 2, ("苏州市",), ["评为", "苏州", "市先", "锋"]),
        ("成绩突出，被命名", 4, (), ["成绩突", "出，被命", "名"]),
        ("称为“先锋”的", 3, (), ["称为", "“先", "锋”的"]),
        ("。。。。", 2, (), ["。。", "。。"]),
        ("", 5, (), []),
    ],
)
def test_lines_are_broken_where_they_should(text, room, kept, lines):
    assert wrapped(text, ems, room, kept=kept) == lines


@pytest.mark.parametrize(
    "module",
    ["certificate", "roster", "rosterbook", "decision", "seal", "codes", "preview", "fonts"],
)
def test_a_paper_loads_what_it_draws_with_only_when_it_draws(module):
    heavy = ("reportlab", "openpyxl", "cryptography", "zxingcpp", "pypdfium2", "PIL")
    program = f"import sys, hrgrid.paper.{module}; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8", cwd=ROOT
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "solid"),
    [
        ("2026 年专职网格员公开招录公告", "2026年专职网格员公开招录公告"),
        ("第 3 批 12 人", "第3批12人"),
        ("3 4 幢 A 座", "3 4幢 A 座"),
        ("", ""),
    ],
)
def test_official_titles_have_no_air_between_figures_and_chinese(text, solid):
    assert set_solid(text) == solid
