"""Marks of themes as people write them into a cell, and as they stand there."""

from __future__ import annotations

import re
import unicodedata

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.themes import Typed
from hrgrid.core.errors import UserError

KEYS = {"1": ThemeMark.MET, "2": ThemeMark.BROKEN, "3": ThemeMark.NOT_APPLICABLE}
"""The key that types each mark."""
_WRITTEN = {
    **KEYS,
    **{mark.label: mark for mark in ThemeMark},
    "√": ThemeMark.MET,
    "✓": ThemeMark.MET,
    "×": ThemeMark.BROKEN,
    "不达标": ThemeMark.BROKEN,
    "/": ThemeMark.NOT_APPLICABLE,
}
# 未达标 with what happened behind it, however the two are parted.
_NOTED = re.compile(
    r"(?P<mark>未达标|不达标|×|2)\s*(?:[:：,，;；]\s*|\(|（|\s)(?P<note>.+)", re.DOTALL
)


def is_mark(text: str) -> bool:
    """Whether a text says how a grid stood, with a note or without."""
    told = _folded(text)
    return told in _WRITTEN or _NOTED.fullmatch(told) is not None


def read_mark(text: str, who: str) -> Typed:
    """What a written cell says: 达标, 1, √, 不适用, 未达标：9 月 3 日发生盗窃.

    Raises UserError, beginning with `who`, for what is no mark, and for a broken theme of which
    nobody says what happened.
    """
    told = _folded(text)
    mark = _WRITTEN.get(told)
    if mark is None and (noted := _NOTED.fullmatch(told)) is not None:
        return Typed(ThemeMark.BROKEN, _note(noted)).checked(who)
    if mark is None:
        raise UserError(f"{who}“{told[:20]}”看不出达标没有。请写成达标、未达标：情况，或不适用")
    if mark is ThemeMark.BROKEN:
        raise UserError(f"{who}未达标，要写明是什么情况。请写成“未达标：9 月 3 日发生盗窃”")
    return Typed(mark)


def mark_words(typed: Typed) -> str:
    """As it stands in the cell; `read_mark` reads it again."""
    if typed.mark is None:
        return ""
    return f"{typed.mark.label}：{typed.note}" if typed.note else typed.mark.label


def _folded(text: str) -> str:
    told = text.strip()
    # Full-width digits are digits; the words of a note stay as they were written.
    return unicodedata.normalize("NFKC", told) if len(told) == 1 else told


def _note(found: re.Match[str]) -> str:
    note = found["note"].strip()
    opened = found[0][len(found["mark"]) :].lstrip()[:1]
    closing = {"(": ")", "（": "）"}.get(opened)
    return note.removesuffix(closing).strip() if closing else note
