"""What people type into a field, read as it was meant."""

from __future__ import annotations

import unicodedata

_BETWEEN = "、，,;； \t\n"


def plain_digits(text: str) -> str:
    """Digits as they were meant: full width ones and blanks are let pass."""
    narrow = unicodedata.normalize("NFKC", text).replace("。", ".")
    return "".join(narrow.split()).replace(",", "")


def with_point(text: str, full_milli: int) -> str:
    """865 means 86.5: digits beyond the full mark are read with one decimal; 100 stays 100."""
    typed = plain_digits(text)
    if len(typed) > 2 and typed.isdecimal() and int(typed) * 1_000 > full_milli:
        return f"{typed[:-1]}.{typed[-1]}"
    return text.strip()


def names_in(text: str) -> list[str]:
    """Names typed in a row, parted by anything that people put between them."""
    for sign in _BETWEEN:
        text = text.replace(sign, "、")
    return [name for name in text.split("、") if name]
