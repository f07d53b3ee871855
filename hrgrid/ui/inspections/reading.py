"""What the board of an inspection shows, in one reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.assessment.rules.inspection_rows import (
    FindingFilter,
    FindingRow,
    PlanBoard,
    VisitFilter,
    VisitRow,
)
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Read:
    """An inspection with its visits in the order of teams, and what was found."""

    board: PlanBoard
    visits: Sequence[VisitRow]
    findings: Sequence[FindingRow]

    @property
    def id(self) -> int:
        """Which inspection."""
        return self.board.row.id

    @property
    def pending(self) -> list[VisitRow]:
        """Visits without a result."""
        return [row for row in self.visits if row.result is None]


def read_board(plan_id: int) -> Callable[[UnitOfWork], Read]:
    """Everything of one inspection; before the draw there are neither visits nor faults."""

    def read(work: UnitOfWork) -> Read:
        from hrgrid.assessment.queries.findings import findings
        from hrgrid.assessment.queries.inspection_board import plan_board
        from hrgrid.assessment.queries.visits import visits

        board = plan_board(work, plan_id)
        if board.row.state is InspectionState.DRAFT or not board.row.drawn:
            return Read(board, (), ())
        drawn = visits(work, plan_id, VisitFilter())
        return Read(board, drawn, findings(work, FindingFilter(plan_id=plan_id)))

    return read
