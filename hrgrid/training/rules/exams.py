"""A mark of the test of a class: the best of the attempts counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from hrgrid.core.tabulation import mark_text

ATTEMPTS = (1, 2, 3)
FULL_MILLI = 100_000


@dataclass(frozen=True)
class ExamValue:
    """A mark in thousandths, None for somebody who was absent."""

    value_milli: int | None
    tested_on: dt.date

    @property
    def words(self) -> str:
        """82.5, or 缺考."""
        return "缺考" if self.value_milli is None else mark_text(self.value_milli)


def best_mark(attempts: Mapping[int, ExamValue]) -> int | None:
    """The mark that counts: the best of all attempts; None where none was sat."""
    marks = [one.value_milli for one in attempts.values() if one.value_milli is not None]
    return max(marks, default=None)
