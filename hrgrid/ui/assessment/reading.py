"""What the board of a period shows, read at once: the period, and the part of it on show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.board import period_board
from hrgrid.assessment.queries.delivered import delivered_by_unit, reminders
from hrgrid.assessment.queries.result_decisions import (
    choices_of,
    lines_to_decide,
    moderations_of,
)
from hrgrid.assessment.queries.results import grade_heads, item_heads
from hrgrid.assessment.queries.reviews import review_parts
from hrgrid.assessment.queries.shown import shown_units
from hrgrid.assessment.rules.period_rows import (
    AppealRow,
    PeriodBoard,
    ReminderRow,
    ShownUnit,
    UnitDelivered,
)
from hrgrid.assessment.rules.result_rows import (
    ChoiceRow,
    Histogram,
    LineGroup,
    ModerationRow,
    UnitTable,
)
from hrgrid.assessment.rules.words import ReviewPart
from hrgrid.exchange.queries.collecting import rounds_of
from hrgrid.exchange.rules.collect_rows import RoundRow
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.storage.work import UnitOfWork

DELIVERED, RESULTS, DECISIONS, SHOWN, APPEALS, ANALYSIS = range(6)


@dataclass(frozen=True)
class Delivered:
    """Who delivered what: per unit and indicator, the workbooks that are out, reviews."""

    units: tuple[UnitDelivered, ...]
    reminders: tuple[ReminderRow, ...]
    rounds: tuple[RoundRow, ...]
    reviews: tuple[ReviewPart, ...]


@dataclass(frozen=True)
class Heads:
    """What the list of results has columns and choices of."""

    items: tuple[tuple[str, str, int], ...]
    grades: tuple[tuple[str, str], ...]
    units: tuple[tuple[int, str], ...]
    computed: bool


@dataclass(frozen=True)
class Decisions:
    """What people decide beside the reckoning."""

    lines: tuple[LineGroup, ...]
    moderations: tuple[ModerationRow, ...]
    choices: tuple[ChoiceRow, ...]


@dataclass(frozen=True)
class Analysis:
    """Tables and distributions of the units; the first is of all together."""

    tables: tuple[UnitTable, ...]
    histograms: tuple[Histogram, ...]


@dataclass(frozen=True)
class Read:
    """The board, and the data of one of its parts."""

    board: PeriodBoard
    part: int
    data: Any

    @property
    def id(self) -> int:
        """Which period."""
        return self.board.card.row.id


def collecting_subject(period_id: int) -> str:
    """What a collecting round is about."""
    return f"period:{period_id}"


def _delivered(work: UnitOfWork, board: PeriodBoard) -> Delivered:
    key = board.card.row.id
    return Delivered(
        tuple(delivered_by_unit(work, key)),
        tuple(reminders(work, key)),
        tuple(rounds_of(work, CollectKind.ASSESSMENT, collecting_subject(key))),
        review_parts(work, key),
    )


def _heads(work: UnitOfWork, board: PeriodBoard) -> Heads:
    key = board.card.row.id
    computed = board.counts.run_number is not None
    return Heads(
        tuple(item_heads(work, key)),
        tuple(grade_heads(work, key)),
        tuple((one.unit_id, one.unit) for one in shown_units(work, key)) if computed else (),
        computed,
    )


def _decisions(work: UnitOfWork, board: PeriodBoard) -> Decisions:
    key = board.card.row.id
    return Decisions(
        tuple(lines_to_decide(work, key)),
        tuple(moderations_of(work, key)),
        tuple(choices_of(work, key)),
    )


def _shown(work: UnitOfWork, board: PeriodBoard) -> tuple[ShownUnit, ...]:
    return tuple(shown_units(work, board.card.row.id))


def _appeals(work: UnitOfWork, board: PeriodBoard) -> tuple[AppealRow, ...]:
    return tuple(appeals_of(work, board.card.row.id))


def _analysis(work: UnitOfWork, board: PeriodBoard) -> Analysis:
    key = board.card.row.id
    if board.counts.run_number is None:
        return Analysis((), ())
    from hrgrid.assessment.queries.unit_tables import distributions, unit_tables

    return Analysis(tuple(unit_tables(work, key)), tuple(distributions(work, key)))


_READERS: dict[int, Callable[[UnitOfWork, PeriodBoard], Any]] = {
    DELIVERED: _delivered,
    RESULTS: _heads,
    DECISIONS: _decisions,
    SHOWN: _shown,
    APPEALS: _appeals,
    ANALYSIS: _analysis,
}


def read_board(work: UnitOfWork, period_id: int, part: int | None) -> Read:
    """The board and one part; None chooses the part by how far the period is."""
    board = period_board(work, period_id)
    at = part_of(board) if part is None else part
    return Read(board, at, _READERS[at](work, board))


def part_of(board: PeriodBoard) -> int:
    """Where one goes on in a period: with the figures until something is computed."""
    return DELIVERED if board.counts.run_number is None else RESULTS
