"""文书: the papers of a case by its path; what is not due yet says from when on it is.

The papers are loaded when they are offered: drawing pages takes long to load, and boards none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.exits.rules.case_rows import CaseBoard, CaseRow
from hrgrid.exits.rules.words import ExitPath, ExitState
from hrgrid.paper.forms import Form
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.exits.papers import ExitPaperKind

_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}
_OF_SHORT = {"proposal", "approval", "release", "proof"}


def is_due(paper: ExitPaperKind, board: CaseBoard) -> bool:
    """Whether the case came to what the paper tells of, also where it went on since."""
    row = board.card.row
    if paper.since is row.state:
        return True
    if paper.since is ExitState.IMPROVED:
        return False
    reached = {stage.code for stage in board.stages if stage.done}
    return paper.since is None or paper.since.value in reached


class ExitPapers(QObject):
    """Fills the menu, asks where to, and writes beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session = session
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def fill(self, menu: QMenu, board: CaseBoard) -> None:
        """An entry for each paper of this path."""
        from hrgrid.exits.papers import papers_of
        from hrgrid.exits.papers.options import Subject

        menu.clear()
        menu.setToolTipsVisible(True)
        short = board.card.row.path is ExitPath.SHORT
        for paper in papers_of(Subject.CASE):
            if paper.code not in _OF_SHORT if short else paper.code == "release":
                continue
            entry = menu.addAction(f"{paper.label}…")
            due = is_due(paper, board)
            entry.setEnabled(due)
            entry.setToolTip(paper.hint if due else paper.waits)
            entry.triggered.connect(lambda *_, paper=paper: self.write(board.card.row, paper))

    def write(self, row: CaseRow, paper: ExitPaperKind) -> None:
        """Ask where to, and write one."""
        desk, code, form = self._session.desk, paper.code, paper.forms[0]

        def job(path: Path, progress: Progress) -> object:
            from hrgrid.exits.papers import write_paper

            return write_paper(desk, code, row.id, path, form, progress=progress)

        self._saving.save(
            Writing(
                f"{row.number}{paper.label}",
                job,
                f"正在生成{paper.label}",
                topic="journal",
                kind=_KINDS[form],
            )
        )
