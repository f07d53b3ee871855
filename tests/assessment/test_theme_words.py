"""Marks of themes as people write them: every way, and what is asked back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.theme_words import is_mark, mark_words, read_mark
from hrgrid.assessment.rules.themes import LONGEST_NOTE, Typed
from hrgrid.core.errors import UserError

MET, BROKEN, NOT_APPLICABLE = ThemeMark.MET, ThemeMark.BROKEN, ThemeMark.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("text", "mark", "note"),
    [
        ("达标", MET, ""),
        (" 1 ", MET, ""),
        ("１", MET, ""),
        ("√", MET, ""),
        ("3", NOT_APPLICABLE, ""),
        ("不适用", NOT_APPLICABLE, ""),
        ("/", NOT_APPLICABLE, ""),
        ("未达标：9 月 3 日盗窃", BROKEN, "9 月 3 日盗窃"),
        ("未达标 电诈 2 起", BROKEN, "电诈 2 起"),
        ("未达标（电诈（网络）一起）", BROKEN, "电诈（网络）一起"),
        ("不达标，电诈", BROKEN, "电诈"),
        ("2:电诈", BROKEN, "电诈"),
        ("× 电诈）", BROKEN, "电诈）"),
    ],
)
def test_every_way_of_writing_is_read(text, mark, note):
    assert is_mark(text)
    assert read_mark(text, "第1网格“无诈”") == Typed(mark, note)


@pytest.mark.parametrize("text", ["未达标", "2", "×", "不达标"])
def test_a_broken_theme_without_a_note_asks_for_it(text):
    assert is_mark(text)
    with pytest.raises(UserError, match=r"^第1网格“无诈”未达标，要写明"):
        read_mark(text, "第1网格“无诈”")


@pytest.mark.parametrize("text", ["优秀", "12", "达标率 90%", "东社区第1网格", "2026"])
def test_what_is_no_mark_is_said(text):
    assert not is_mark(text)
    with pytest.raises(UserError, match="看不出达标没有"):
        read_mark(text, "第1网格“无诈”")


def test_a_note_that_is_too_long_is_refused():
    with pytest.raises(UserError, match=f"最多 {LONGEST_NOTE} 个"):
        read_mark("未达标：" + "字" * (LONGEST_NOTE + 1), "第1网格“无诈”")


@given(st.sampled_from([MET, NOT_APPLICABLE]) | st.text("电诈（）：:,，一 2", min_size=1))
def test_what_stands_in_a_cell_is_read_again(said):
    """What is copied out of the sheet goes in again as it was."""
    if isinstance(said, ThemeMark):
        typed = Typed(said)
    elif not said.strip():
        return
    else:
        typed = Typed(BROKEN, said.strip())
    assert read_mark(mark_words(typed), "格") == typed
