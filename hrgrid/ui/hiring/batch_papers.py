"""文书: every paper of a batch by its stage; what is not due yet says from when on it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.hiring.papers import HiringPaper, PaperOptions, paper_by_code, write_paper
from hrgrid.hiring.queries.batches import BatchRow
from hrgrid.hiring.rules.words import BatchState
from hrgrid.paper.forms import Form
from hrgrid.ui.days import paper_day_words
from hrgrid.ui.hiring.paper_choices import ASKED, PaperChoices
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("公告和报名", ("posts", "announcement", "blank_form", "registrations", "checks")),
    ("笔试", ("exam_list", "slips", "seating", "doors", "absences")),
    (
        "面试和总成绩",
        (
            "interview_list", "interview_draw", "examiner_sheets", "examiner_slips",
            "interview_marks", "scores",
        ),
    ),
    ("体检和政审", ("vetting", "vetting_results", "substitutes")),
    ("公示和录用", ("public_list", "hired", "decision", "letters", "reserves")),
    ("统计", ("statistics",)),
)  # fmt: skip
_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class BatchPapers(QObject):
    """Fills the menu; asks what a paper cannot know, where to, and writes it beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def fill(self, menu: QMenu, row: BatchRow) -> None:
        """A menu a stage, in it an entry for each kind of file a paper comes as."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for title, codes in STAGES:
            part = menu.addMenu(title)
            part.setToolTipsVisible(True)
            papers = [paper_by_code(code) for code in codes]
            for paper in papers:
                for form in paper.forms:
                    self._add(part, row, paper, form)
            if not any(paper.ready(row.state) for paper in papers):
                way = list[Labelled | None](BatchState)
                first = min(papers, key=lambda paper: way.index(paper.since))
                part.menuAction().setToolTip(first.waits)

    def _add(self, menu: QMenu, row: BatchRow, paper: HiringPaper, form: Form) -> None:
        entry = menu.addAction(f"{paper.label}（{form.label}）…")
        withheld = self._withheld(row, paper)
        entry.setEnabled(not withheld)
        entry.setToolTip(withheld or paper.hint)
        entry.triggered.connect(lambda *_: self.write(row, paper, form))

    def _withheld(self, row: BatchRow, paper: HiringPaper) -> str:
        """Why a paper is not to be had now, empty where it is."""
        if self._session.day is not None:
            return paper_day_words(self._session.day)
        if not paper.ready(row.state):
            return paper.waits
        if not paper.public and not self._session.may(Right.RUN_HIRING):
            return f"上面有报名人的情况，要有“{Right.RUN_HIRING.label}”的权限"
        return ""

    def write(self, row: BatchRow, paper: HiringPaper, form: Form) -> None:
        """Ask and write one."""
        options = PaperOptions()
        if paper.code in ASKED:
            box = PaperChoices(self._session, paper, self._over.window())
            if not box.exec() or box.chosen is None:
                return
            options = box.chosen
        desk, batch_id, code = self._session.desk, row.id, paper.code

        def job(path: Path, progress: Progress) -> object:
            return write_paper(desk, code, batch_id, path, form, options=options, progress=progress)

        self._saving.save(
            Writing(
                f"{row.title}{paper.label}",
                job,
                f"正在生成{paper.label}",
                topic="journal",
                kind=_KINDS[form],
            )
        )
