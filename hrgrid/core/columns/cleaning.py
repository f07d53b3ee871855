"""Dirt that comes with pasted cells, and the signs that people put where there is nothing."""

from __future__ import annotations

import unicodedata

from hrgrid.core.columns.declaring import NOTHING, Reading, Remark, Severity, quoted

# Excel's mark for "this is text" becomes part of it when a cell is copied elsewhere.
_APOSTROPHES = "'‘’`´′＇"
_STROKES = frozenset(["/", "／", "\\", "-", "--", "－", "—", "——", "―"])
_NONE = _STROKES | frozenset(("无", "暂无", "空", "没有", "n/a", "na", "null", "none", "nan"))


def cleaned(text: str) -> str:
    """Without invisible signs and blanks around; line breaks inside stay."""
    # Printable text holds none of them, and nearly every cell is printable.
    if text.isprintable():
        return text.strip()
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"})
    return "".join(kept).strip()


def without_apostrophe(text: str) -> str:
    """Cleaned, and without apostrophes around."""
    if text.isalnum():
        return text
    return cleaned(text).strip(_APOSTROPHES).strip()


def is_stroke(text: str) -> bool:
    """Whether it is a stroke for "nothing"."""
    return text in _STROKES


def blank_mark(text: str) -> Reading | None:
    """The reading of 无, / and their like, None for anything else."""
    if text.casefold() not in _NONE:
        return None
    message = f"{quoted(text)}按没有填写处理。"
    return Reading(None, (Remark("blank_mark", Severity.INFO, message),))


def refusal(code: str, message: str, suggestion: str | None = None) -> Reading:
    """Nothing read, and why."""
    sentence = message if message.endswith("。") else f"{message}。"
    return Reading(None, (Remark(code, Severity.ERROR, sentence, suggestion),))


__all__ = ["NOTHING", "blank_mark", "cleaned", "is_stroke", "refusal", "without_apostrophe"]
