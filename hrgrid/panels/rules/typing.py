"""Marks as they are typed: 926 is 92.6, 100 is full, 085 is 8.5 (look.md 7 b).

An item's full mark and step say how many digits a mark has; so many and it is done. Nothing is
guessed beyond the place of the point: what is off the scale is refused by rules/values.py.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from hrgrid.core.tabulation import MARK_PLACES, fixed_text
from hrgrid.panels.rules.rows import ItemRow

_POINT: int = 10**MARK_PLACES
_POINTS = frozenset(".。｡．·")


def decimals_of(item: ItemRow) -> int:
    """How many decimals a mark of this step has: a step of 0.1 has 1, of 0.25 has 2."""
    step = fixed_text(item.step_milli, MARK_PLACES)
    return len(step.split(".")[1].rstrip("0"))


def shown_mark(item: ItemRow, mark: int) -> str:
    """A mark with the decimals of its step, so that a column stands in line: 90.0."""
    places = decimals_of(item)
    return fixed_text(mark // 10 ** (MARK_PLACES - places), places)


def folded(text: str) -> str:
    """What a key typed as a digit or a point, whatever its width; empty for anything else."""
    kept = ""
    for letter in text:
        if letter in _POINTS:
            kept += "."
        elif (plain := unicodedata.normalize("NFKC", letter)).isdecimal() and plain.isascii():
            kept += plain
    return kept


@dataclass(frozen=True)
class Typed:
    """Digits typed into a cell so far; `whole` says that no further one is waited for."""

    item: ItemRow
    text: str = ""

    def add(self, letters: str) -> Typed:
        """With these keys behind; a second point and what is no digit change nothing."""
        text = self.text
        for letter in folded(letters):
            if letter == "." and "." in text:
                continue
            text += letter
        return Typed(self.item, text)

    def shorter(self) -> Typed:
        """Without the last key."""
        return Typed(self.item, self.text[:-1])

    @property
    def whole(self) -> bool:
        """Whether the mark is complete without Enter."""
        places = decimals_of(self.item)
        if "." in self.text:
            return places > 0 and len(self.text.split(".")[1]) >= places
        full = str(self.item.max_milli // 10**MARK_PLACES)
        # 10 may yet become 100 where marks have no decimals.
        waits = len(self.text) < len(full) and full.startswith(self.text)
        return len(self.text) >= self._digits and not waits

    @property
    def _digits(self) -> int:
        """How many digits a mark has that is below the full one: 3 for 99.9, 2 for 19."""
        below = (self.item.max_milli - self.item.step_milli) // 10**MARK_PLACES
        return len(str(below)) + decimals_of(self.item)

    @property
    def mark(self) -> int | None:
        """Thousandths; None for nothing typed, or a point alone."""
        if not self.text.strip("."):
            return None
        if "." in self.text:
            whole, decimals = self.text.split(".")
            # More decimals than a mark has are off its step, which is said.
            decimals = decimals[:MARK_PLACES].ljust(MARK_PLACES, "0")
            return int(whole or "0") * _POINT + int(decimals)
        return self._without_point()

    def _without_point(self) -> int:
        full = str(self.item.max_milli // 10**MARK_PLACES)
        number = int(self.text)
        if len(self.text) < self._digits or not decimals_of(self.item):
            return number * _POINT
        if self.text.startswith(full) and not self.text[len(full) :].strip("0"):
            return self.item.max_milli
        share: int = 10 ** decimals_of(self.item)
        return number * _POINT // share
