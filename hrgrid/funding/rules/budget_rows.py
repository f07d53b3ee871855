"""Budgets, their headings and their papers as they are read; money in fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.funding.rules.words import ActKind, ActState, Heading, Source


@dataclass(frozen=True)
class ItemRow:
    """An item of spending, held against its heading."""

    id: int
    code: str
    label: str
    heading: Heading
    awards: bool
    active: bool
    version: int


@dataclass(frozen=True)
class BudgetRow:
    """A unit's money of a year; `depth` is how far below the topmost on show it stands.

    `spent_fen` is what was spent of the unit's own headings.
    """

    id: int
    year: int
    area_id: int
    area: str
    area_path: str
    parent_id: int | None
    depth: int
    total_fen: int
    given_fen: int
    allotted_fen: int
    spent_fen: int

    @property
    def free_fen(self) -> int:
        """Neither given down nor set aside for a heading."""
        return self.total_fen - self.given_fen - self.allotted_fen

    @property
    def left_fen(self) -> int:
        """What the unit itself has not spent."""
        return self.total_fen - self.given_fen - self.spent_fen


@dataclass(frozen=True)
class HeadingRow:
    """What is set aside for a heading and what of it is spent."""

    heading: Heading
    fen: int
    spent_fen: int

    @property
    def left_fen(self) -> int:
        """What may still be spent."""
        return self.fen - self.spent_fen


@dataclass(frozen=True)
class MoveRow:
    """One line of a paper, as told on the card of a budget: `other` is the unit on the other side.

    `fen` is seen from the budget whose card is read, or from `area` on the card of a paper.
    """

    act_id: int
    area: str
    day: dt.date
    kind: ActKind
    state: ActState
    title: str
    document_no: str
    fen: int
    heading: Heading | None
    payer: Source | None
    other: str
    note: str


@dataclass(frozen=True)
class BudgetCard:
    """A budget with its headings, whose money it is, and what changed it, the newest first."""

    row: BudgetRow
    headings: tuple[HeadingRow, ...]
    sources: tuple[tuple[Source, int], ...]
    moves: tuple[MoveRow, ...]


@dataclass(frozen=True)
class ActRow:
    """A paper; `fen` is the sum of its lines above zero."""

    id: int
    year: int
    kind: ActKind
    state: ActState
    area: str
    area_path: str
    title: str
    document_no: str
    day: dt.date
    why: str
    fen: int
    lines: int
    made_by: str
    approval_words: str
    decided_on: dt.date | None
    void_reason: str
    version: int


@dataclass(frozen=True)
class ActCard:
    """A paper with its lines."""

    row: ActRow
    moves: tuple[MoveRow, ...]
