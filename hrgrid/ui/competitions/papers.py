"""文书: every paper of a competition by its stage; what is not due yet says from when on it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.training.papers import (
    PaperOptions,
    TrainingPaper,
    paper_by_code,
    write_paper,
)
from hrgrid.training.rules.competition_rows import CompetitionBoard
from hrgrid.ui.competitions.paper_choices import ASKED, PaperChoices
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("赛前", ("entry_list", "draw_list", "sign_in", "judge_sheets", "entrant_sheets")),
    (
        "评分和成绩",
        ("mark_table", "point_sheets", "person_scores", "team_scores", "ranking", "lots"),
    ),
    ("通报和颁奖", ("bulletin", "prizes", "certificates")),
    ("申诉、复核和评委", ("protests", "correction", "judges_report")),
)
_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class CompetitionPapers(QObject):
    """Fills the menu; asks what a paper cannot know, where to, and writes it beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def fill(self, menu: QMenu, board: CompetitionBoard) -> None:
        """A menu a stage, in it an entry for each kind of file a paper comes as."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for title, codes in STAGES:
            part = menu.addMenu(title)
            part.setToolTipsVisible(True)
            for code in codes:
                paper = paper_by_code(code)
                for form in paper.forms:
                    self._add(part, board, paper, form)

    def _add(self, menu: QMenu, board: CompetitionBoard, paper: TrainingPaper, form: Form) -> None:
        entry = menu.addAction(f"{paper.label}（{form.label}）…")
        ready = paper.ready(board.card.row.state)
        entry.setEnabled(ready)
        due = paper.waits
        entry.setToolTip(paper.hint if ready else due)
        entry.triggered.connect(lambda *_: self.write(board, paper, form))

    def write_code(
        self, board: CompetitionBoard, code: str, options: PaperOptions | None = None
    ) -> None:
        """One paper as pages, by its code; what it needs is given or asked."""
        paper = paper_by_code(code)
        form = Form.PDF if Form.PDF in paper.forms else paper.forms[0]
        self.write(board, paper, form, options)

    def write(
        self,
        board: CompetitionBoard,
        paper: TrainingPaper,
        form: Form,
        given: PaperOptions | None = None,
    ) -> None:
        """Ask and write one."""
        options = given or PaperOptions()
        if given is None and paper.code in ASKED:
            box = PaperChoices(self._session, paper, board, self._over.window())
            if box.needed and not box.exec():
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
