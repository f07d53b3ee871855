"""What the page of exits shows, in one reading each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.exits.rules.case_rows import CaseBoard, CaseFilter, CaseRow, TimelineRow
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Read:
    """A case with everything done in it, and what happened one after the other."""

    board: CaseBoard
    timeline: Sequence[TimelineRow]

    @property
    def row(self) -> CaseRow:
        """The case as the list tells it."""
        return self.board.card.row


def read_cases(wanted: CaseFilter) -> Callable[[UnitOfWork], list[CaseRow]]:
    """The cases that fit."""

    def read(work: UnitOfWork) -> list[CaseRow]:
        from hrgrid.exits.queries.cases import cases

        return cases(work, wanted)

    return read


def read_board(case_id: int) -> Callable[[UnitOfWork], Read]:
    """Everything of one case."""

    def read(work: UnitOfWork) -> Read:
        from hrgrid.exits.queries.board import case_board
        from hrgrid.exits.queries.timeline import timeline_of

        return Read(case_board(work, case_id), timeline_of(work, case_id))

    return read
