"""Attendance cell by cell: person × session, with what stood before for the undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.pasting import PasteProblem
from hrgrid.training.rules.presence import CellValue

Cell = tuple[int, int]
"""(session_id, enrolment_id)."""


@dataclass(frozen=True)
class KeyedCell:
    """What one key did: what stood in the cell before and what stands now."""

    cell: Cell
    before: CellValue | None
    after: CellValue | None


def key_cells(
    work: UnitOfWork,
    class_id: int,
    cells: Mapping[Cell, CellValue | None],
    *,
    seen: Mapping[Cell, CellValue | None] | None = None,
) -> list[KeyedCell]:
    """Write cells, all or none; None empties one. Undo: key `before` with `seen` = `after`.

    `seen` is what the screen showed: a cell that says something else by now is refused.
    """
    raise NotImplementedError


def mark_rest_present(work: UnitOfWork, class_id: int, session_id: int) -> list[KeyedCell]:
    """到 for everybody of whom the sheet says nothing yet at a session."""
    raise NotImplementedError


def make_up(
    work: UnitOfWork, enrolment_id: int, session_id: int, makeup_session_id: int | None
) -> KeyedCell:
    """Say in which session of another class a missed one was made up; None takes it back."""
    raise NotImplementedError


class PasteRefused(UserError):
    """Nothing was keyed; `problems` say why, line by line."""

    def __init__(self, problems: Sequence[PasteProblem]) -> None:
        first = problems[0]
        more = f"（共 {len(problems)} 行有问题）" if len(problems) > 1 else ""
        super().__init__(f"第 {first.line} 行：{first.sentence}{more}")
        self.problems = tuple(problems)


def paste_attendance(
    work: UnitOfWork, class_id: int, session_id: int, text: str, *, partial: bool = False
) -> list[KeyedCell]:
    """Key a pasted list (queries.pasting.read_pasted); with problems only if `partial`."""
    raise NotImplementedError
