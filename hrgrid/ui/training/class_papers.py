"""文书: every paper of a class, a year or a person; what is not due yet says from when on it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.training.papers import (
    PaperOptions,
    Subject,
    TrainingPaper,
    paper_by_code,
    papers_of,
    write_paper,
)
from hrgrid.training.queries.classes import ClassRow
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import beside, named, today_field
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

NOTICE = "class_notice"
_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class TrainingPapers(QObject):
    """Asks what a paper cannot know and where to, and writes beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def add(self, menu: QMenu, code: str, subject_id: int, title: str) -> None:
        """An entry for each kind of file that a paper comes as."""
        paper = paper_by_code(code)
        for form in paper.forms:
            entry = menu.addAction(f"{paper.label}（{form.label}）…")
            entry.setToolTip(paper.hint)
            entry.triggered.connect(
                lambda *_, form=form: self.write(paper, subject_id, title, form)
            )

    def write(
        self,
        paper: TrainingPaper,
        subject_id: int,
        title: str,
        form: Form,
        options: PaperOptions | None = None,
    ) -> None:
        """Write one; `title` begins the name of the file."""
        desk, code = self._session.desk, paper.code

        def job(path: Path, progress: Progress) -> object:
            return write_paper(
                desk, code, subject_id, path, form, options=options, progress=progress
            )

        self._saving.save(
            Writing(
                f"{title}{paper.label}",
                job,
                f"正在生成{paper.label}",
                topic="journal",
                kind=_KINDS[form],
            )
        )


class ClassPapers(TrainingPapers):
    """Those of one class; the notice asks for its number and where to report."""

    def fill(self, menu: QMenu, row: ClassRow) -> None:
        """An entry for each paper and each kind of file it comes as."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for paper in papers_of(Subject.TRAINING_CLASS):
            ready = paper.ready(row.state)
            for form in paper.forms:
                entry = menu.addAction(f"{paper.label}（{form.label}）…")
                entry.setEnabled(ready)
                entry.setToolTip(paper.hint if ready else paper.waits)
                entry.triggered.connect(
                    lambda *_, paper=paper, form=form: self.ask(row, paper, form)
                )

    def ask(self, row: ClassRow, paper: TrainingPaper, form: Form) -> None:
        """Ask what it needs, then write it."""
        options = None
        if paper.code == NOTICE:
            box = NoticeForm(row, paper, self._over.window())
            if not box.exec():
                return
            options = box.options
        self.write(paper, row.id, row.title, form, options)


class NoticeForm(FormDialog):
    """Number, day and addressee of a notice, and where one reports."""

    WIDTH = 440

    def __init__(self, row: ClassRow, paper: TrainingPaper, parent: QWidget) -> None:
        super().__init__(paper.label, f"生成{paper.label}", parent)
        self.number = TextField("文号", hint="例如：盐南政法〔2026〕21号", text=row.document_no)
        self.on = today_field("成文日期")
        self.addressee = TextField("主送", hint="例如：各街道政法办")
        self.report_to = TextField("报到地点", hint="不填用第一节课的地点")
        self.form.addWidget(label(f"{paper.hint}。", "body2", wraps=True))
        self.form.addLayout(beside(named(self.number), named(self.on), shares=(3, 2)))
        self.form.addLayout(beside(named(self.addressee), named(self.report_to)))
        self.on_act(self.accept)
        self.addressee.setFocus()

    @property
    def options(self) -> PaperOptions:
        """What was chosen."""
        return PaperOptions(
            number=self.number.text().strip(),
            day=self.on.value,
            addressee=self.addressee.text().strip(),
            report_to=self.report_to.text().strip(),
        )
