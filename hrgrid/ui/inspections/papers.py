"""文书: every paper of an inspection by its stage; what is not due yet says from when on it is.

The papers are loaded when they are offered: drawing pages takes long to load, and boards none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.assessment.rules.inspection_rows import PlanBoard
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, named, today_field
from hrgrid.ui.pickers import DateField
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.assessment.papers.declaring import AssessmentPaper
    from hrgrid.assessment.papers.options import PaperOptions

BULLETIN, SHEETS = "inspection_bulletin", "visit_sheets"
_KINDS = {Form.PDF: PAGES, Form.XLSX: WORKBOOKS}


class InspectionPapers(QObject):
    """Fills the menu; asks what a paper cannot know, where to, and writes it beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def fill(self, menu: QMenu, board: PlanBoard) -> None:
        """An entry for each kind of file that a paper comes as."""
        from hrgrid.assessment.papers import papers_of
        from hrgrid.assessment.papers.options import Subject

        menu.clear()
        menu.setToolTipsVisible(True)
        for paper in papers_of(Subject.INSPECTION):
            for form in paper.forms:
                self._add(menu, board, paper, form)

    def _add(self, menu: QMenu, board: PlanBoard, paper: AssessmentPaper, form: Form) -> None:
        entry = menu.addAction(f"{paper.label}（{form.label}）…")
        ready = paper.ready(board.row.state)
        entry.setEnabled(ready)
        due = paper.waits
        entry.setToolTip(paper.hint if ready else due)
        entry.triggered.connect(lambda *_: self.write(board, paper, form))

    def write_code(self, board: PlanBoard, code: str, options: PaperOptions | None = None) -> None:
        """One paper as pages, by its code; what it needs is given or asked."""
        from hrgrid.assessment.papers import paper_by_code

        paper = paper_by_code(code)
        form = Form.PDF if Form.PDF in paper.forms else paper.forms[0]
        if not paper.ready(board.row.state):
            since = paper.since.label if paper.since is not None else ""
            self._session.say(f"办到“{since}”以后才有{paper.label}。")
            return
        self.write(board, paper, form, options)

    def write(
        self,
        board: PlanBoard,
        paper: AssessmentPaper,
        form: Form,
        given: PaperOptions | None = None,
    ) -> None:
        """Ask and write one."""
        from hrgrid.assessment.papers.options import PaperOptions

        options = given or PaperOptions()
        if given is None and paper.code in {BULLETIN, SHEETS}:
            box = PaperChoices(paper, board, self._over.window())
            if not box.exec():
                return
            options = box.chosen
        desk, row, code = self._session.desk, board.row, paper.code

        def job(path: Path, progress: Progress) -> object:
            from hrgrid.assessment.papers import write_paper

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


class PaperChoices(FormDialog):
    """What a paper cannot know: of a bulletin its number and words, of sheets which team's."""

    WIDTH = 480

    def __init__(self, paper: AssessmentPaper, board: PlanBoard, parent: QWidget) -> None:
        super().__init__(paper.label, f"生成{paper.label}", parent)
        self._code = paper.code
        self._away.setText("再看看")
        row = board.row
        self.team = Choice(
            "检查组",
            [
                (None, "全部组"),
                *(
                    (one.number, f"第 {one.number} 组 {'、'.join(one.inspectors)}")
                    for one in board.teams
                ),
            ],
        )
        self.number = TextField("文号", hint="例如：苏政法网格〔2026〕31号", text=row.document_no)
        self.addressee = TextField("主送", hint="例如：各街道政法办、各联动单位")
        self.on = today_field("成文日期", row.published_on)
        self.reply_by = DateField("反馈期限")
        self.praised = TextField("表扬", hint="按街道列，例如：盘门街道、平江街道。可不填")
        self.reminded = TextField("提醒", hint="按街道列，不写个人。可不填")
        self.form.addWidget(label(paper.hint, "body2", wraps=True))
        if paper.code == SHEETS:
            self.form.addWidget(named(self.team))
        else:
            self.form.addLayout(beside(named(self.number), named(self.on), shares=(2, 1)))
            self.form.addLayout(beside(named(self.addressee), named(self.reply_by), shares=(2, 1)))
            self.form.addWidget(named(self.praised))
            self.form.addWidget(named(self.reminded))
        self.on_act(self.accept)
        self.act.setFocus()

    @property
    def chosen(self) -> PaperOptions:
        """What was chosen."""
        from hrgrid.assessment.papers.options import PaperOptions

        if self._code == SHEETS:
            return PaperOptions(team_no=self.team.currentData())
        return PaperOptions(
            number=self.number.text().strip(),
            day=self.on.value,
            addressee=self.addressee.text().strip(),
            reply_by=self.reply_by.value,
            praised=self.praised.text().strip(),
            reminded=self.reminded.text().strip(),
        )
