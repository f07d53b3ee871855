"""文书: the papers of a round; what is not due yet says from when on it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.assessment.papers import AssessmentPaper, papers_of, write_paper
from hrgrid.assessment.papers.options import Subject
from hrgrid.assessment.rules.star_rows import RoundBoard
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.ui.assessment.menus import add
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.stars.deeds import StarDeeds

_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class StarPapers(QObject):
    """Fills the menu, asks where to, and writes beside the screen."""

    def __init__(self, session: Session, deeds: StarDeeds, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._deeds = session, deeds
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS) and self._session.may(Right.RUN_ASSESSMENT)

    def fill(self, menu: QMenu, board: RoundBoard) -> None:
        """Issuing first, then an entry for each paper and each kind of file it comes as."""
        menu.clear()
        menu.setToolTipsVisible(True)
        row = board.card.row
        if row.state is RoundState.CONFIRMED and self._deeds.runs:
            add(menu, "签发星级证书…", self._deeds.issue)
            menu.addSeparator()
        for paper in papers_of(Subject.STARS):
            ready = paper.ready(row.state) and row.run_number is not None
            for form in paper.forms:
                entry = menu.addAction(f"{paper.label}（{form.label}）…")
                entry.setEnabled(ready)
                due = f"办到“{paper.since.label}”以后才有" if paper.since is not None else ""
                entry.setToolTip(paper.hint if ready else due)
                entry.triggered.connect(
                    lambda *_, paper=paper, form=form: self.write(board, paper, form)
                )

    def write(self, board: RoundBoard, paper: AssessmentPaper, form: Form) -> None:
        """Ask where to, and write one."""
        desk, row, code = self._session.desk, board.card.row, paper.code

        def job(path: Path, progress: Progress) -> object:
            return write_paper(desk, code, row.id, path, form, progress=progress)

        self._saving.save(
            Writing(
                f"{row.title}{paper.label}",
                job,
                f"正在生成{paper.label}",
                topic="journal",
                kind=_KINDS[form],
            )
        )
