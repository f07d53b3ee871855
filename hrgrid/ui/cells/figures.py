"""Sum, average and count of selected cells, as the status bar tells them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MOST_CELLS = 50_000
"""With more cells selected no figures are told: the screen would wait for them."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Figures:
    """How many cells are not empty, how many of them are numbers, and their sum."""

    filled: int = 0
    numbers: int = 0
    total: Decimal = Decimal(0)


def figures_of(texts: Iterable[str]) -> Figures:
    """Count and add; what is not a number is counted and not added."""
    filled = numbers = 0
    total = Decimal(0)
    for text in texts:
        if text:
            filled += 1
            value = number_in(text)
            if value is not None:
                numbers += 1
                total += value
    return Figures(filled, numbers, total)


def number_in(text: str) -> Decimal | None:
    """The number that a cell shows; a code that begins with 0 is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _NUMBER.fullmatch(plain) or re.match(r"[+-]?0[0-9]", plain):
        return None
    return Decimal(plain.replace(",", ""))


def figures_told(figures: Figures) -> str:
    """和 1,234.5 · 平均 92.61, or an empty text where there is no number."""
    if not figures.numbers:
        return ""
    average = (figures.total / figures.numbers).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return f"和 {figures.total:,} · 平均 {_short(average)}"


def _short(value: Decimal) -> str:
    return f"{value:,f}".rstrip("0").rstrip(".")
