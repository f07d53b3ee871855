"""文书: every paper of a period; what is not due yet says from when on it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.assessment.papers.declaring import AssessmentPaper
from hrgrid.assessment.papers.options import PaperOptions, Subject
from hrgrid.assessment.rules.period_rows import PeriodBoard
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

_FOR_THE_CHIEF = "leniency"
_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class PeriodPapers(QObject):
    """Fills the menu; asks what a paper cannot know, where to, and writes it beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def fill(self, menu: QMenu, board: PeriodBoard) -> None:
        """An entry for each paper and each kind of file it comes as."""
        from hrgrid.assessment.papers import papers_of

        menu.clear()
        menu.setToolTipsVisible(True)
        for paper in papers_of(Subject.PERIOD):
            if paper.code == _FOR_THE_CHIEF and not self._session.may(Right.APPROVE):
                continue
            ready = paper.ready(board.card.row.state)
            for form in paper.forms:
                entry = menu.addAction(f"{paper.label}（{form.label}）…")
                entry.setEnabled(ready)
                due = paper.waits
                entry.setToolTip(paper.hint if ready else due)
                entry.triggered.connect(
                    lambda *_, paper=paper, form=form: self.write(board, paper, form)
                )

    def write_code(self, board: PeriodBoard, code: str, about: object = None) -> None:
        """One paper as pages, by its code, of a unit or an appeal."""
        from hrgrid.assessment.papers import paper_by_code
        from hrgrid.ui.assessment.paper_choices import APPEAL

        paper = paper_by_code(code)
        form = Form.PDF if Form.PDF in paper.forms else paper.forms[0]
        options = None
        if isinstance(about, int):
            options = (
                PaperOptions(appeal_id=about) if code == APPEAL else PaperOptions(unit_id=about)
            )
        self.write(board, paper, form, options)

    def write(
        self,
        board: PeriodBoard,
        paper: AssessmentPaper,
        form: Form,
        given: PaperOptions | None = None,
    ) -> None:
        """Ask and write one."""
        from hrgrid.assessment.papers import write_paper

        options = given or PaperOptions()
        from hrgrid.ui.assessment.paper_choices import ASKED, PaperChoices

        if given is None and paper.code in ASKED:
            box = PaperChoices(self._session, paper, board, self._over.window())
            if not box.exec():
                return
            options = box.chosen
        desk, row, code = self._session.desk, board.card.row, paper.code

        def job(path: Path, progress: Progress) -> object:
            return write_paper(desk, code, row.id, path, form, options=options, progress=progress)

        self._saving.save(
            Writing(
                f"{row.title}{paper.label}",
                job,
                f"正在生成{paper.label}",
                topic="journal",
                kind=_KINDS[form],
            )
        )
