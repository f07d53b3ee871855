"""Pages by key: a page begins behind the last row of the page before, wherever it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Mark = tuple[Any, int]
"""A row's place in an order: what it is sorted by, and its id."""


@dataclass(frozen=True)
class Anchors:
    """How many rows there are, and the last row of every full page."""

    count: int
    after: tuple[Mark, ...] = ()

    def before(self, page: int) -> Mark | None:
        """The row behind which a page begins; None for the first page.

        Raises IndexError for a page that there is not.
        """
        return self.after[page - 1] if page else None


def anchors(rows: Sequence[Any], step: int) -> Anchors:
    """From rows (key, id, number from 1) of which every `step`-th is there, and the last."""
    full = tuple((row[0], row[1]) for row in rows if row[2] % step == 0)
    return Anchors(rows[-1][2] if rows else 0, full)
