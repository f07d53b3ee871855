"""Where the money of a year stands, as it is read; money in fen."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.funding.rules.words import Heading, Source


@dataclass(frozen=True)
class ExecutionRow:
    """What a unit set aside for a heading and spent of it, in all or (with `item_id`) by item."""

    area_id: int
    area: str
    heading: Heading
    item_id: int | None
    item: str
    allotted_fen: int
    spent_fen: int


@dataclass(frozen=True)
class Bridge:
    """From the budget of a year to what is left.

    `granted_fen` is what is set aside for pay, of which `grids` x rate is the computation in
    force (`grids` 0 where none was applied); `other` are the other headings; `paid_fen` is what
    was spent of all headings.
    """

    year: int
    total_fen: int
    sources: tuple[tuple[Source, int], ...]
    grids: int
    rate_fen: int
    granted_fen: int
    other: tuple[tuple[Heading, int], ...]
    paid_fen: int

    @property
    def allotted_fen(self) -> int:
        """Set aside for any heading."""
        return self.granted_fen + sum(fen for _, fen in self.other)

    @property
    def after_grants_fen(self) -> int:
        """What the grants for pay leave of the whole: 22,000,000 less 18,450,000 is 3,550,000."""
        return self.total_fen - self.granted_fen

    @property
    def left_fen(self) -> int:
        """What of the whole was not paid."""
        return self.total_fen - self.paid_fen
