"""What the board of a round shows, read at once: the round, and the part of it on show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hrgrid.assessment.queries.star_board import round_board, spread
from hrgrid.assessment.queries.star_groups import choices, groups_to_decide
from hrgrid.assessment.queries.star_rules import star_rules_version
from hrgrid.assessment.rules.star_rows import RoundBoard, Spread, StarChoiceRow, StarGroup
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.storage.work import UnitOfWork

SPREAD, LINES, DECISIONS = range(3)


@dataclass(frozen=True)
class Spreading:
    """The distribution with the rule that gave it; None before the first computation."""

    spread: Spread | None
    rules: StarRules


@dataclass(frozen=True)
class Units:
    """What the list may be narrowed to, and which computation it is of."""

    units: tuple[tuple[int, str], ...]
    run_number: int | None


@dataclass(frozen=True)
class Decided:
    """Lines to decide on, and what was decided."""

    groups: tuple[StarGroup, ...]
    choices: tuple[StarChoiceRow, ...]


@dataclass(frozen=True)
class Read:
    """The board, and the data of one of its parts."""

    board: RoundBoard
    part: int
    data: Any

    @property
    def id(self) -> int:
        """Which round."""
        return self.board.card.row.id


def _spread(work: UnitOfWork, board: RoundBoard) -> Spreading:
    row = board.card.row
    rules = star_rules_version(work, row.subject, board.card.rule_number).rules
    return Spreading(None if row.run_number is None else spread(work, row.id), rules)


def _lines(work: UnitOfWork, board: RoundBoard) -> Units:
    row = board.card.row
    found = spread(work, row.id).units if row.run_number is not None else ()
    return Units(tuple((one.unit_id, one.unit) for one in found), row.run_number)


def _decisions(work: UnitOfWork, board: RoundBoard) -> Decided:
    row = board.card.row
    if row.run_number is None:
        return Decided((), ())
    return Decided(tuple(groups_to_decide(work, row.id)), tuple(choices(work, row.id)))


_READERS: dict[int, Callable[[UnitOfWork, RoundBoard], Any]] = {
    SPREAD: _spread,
    LINES: _lines,
    DECISIONS: _decisions,
}


def read_board(work: UnitOfWork, round_id: int, part: int) -> Read:
    """The board and one part."""
    board = round_board(work, round_id)
    return Read(board, part, _READERS[part](work, board))
