"""What a paper of a period cannot know: of which unit, of which appeal, or whether blank."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.papers.declaring import AssessmentPaper
from hrgrid.assessment.papers.options import PaperOptions
from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.rules.period_rows import PeriodBoard
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.matters.forms import named
from hrgrid.ui.session import Session

_UNIT = ("reminders", "person_sheets", "sign_list", "period_table")
APPEAL = "appeals"
ASKED = frozenset((*_UNIT, APPEAL))
_BLANK = PaperOptions(appeal_id=0, blank=True)
_ALL_UNITS, _ALL_APPEALS = (PaperOptions(), "全部单位"), (PaperOptions(), "全部申诉，每件一页")


class PaperChoices(FormDialog):
    """Asks only what there is a choice of."""

    WIDTH = 440

    def __init__(
        self, session: Session, paper: AssessmentPaper, board: PeriodBoard, parent: QWidget
    ) -> None:
        super().__init__(paper.label, f"生成{paper.label}", parent)
        self._away.setText("不生成")
        self._code = paper.code
        self.about = Choice("申诉" if paper.code == APPEAL else "单位")
        self.form.addWidget(label(f"{paper.hint.rstrip('。')}。", "body2", wraps=True))
        self.form.addWidget(named(self.about))
        self.about.fill([_ALL_APPEALS if paper.code == APPEAL else _ALL_UNITS])
        self.on_act(self.accept)
        self.act.setFocus()
        key, appeals = board.card.row.id, paper.code == APPEAL

        def read(work: UnitOfWork) -> list[tuple[PaperOptions, str]]:
            if appeals:
                return [
                    (PaperOptions(appeal_id=one.id), f"{one.number}　{one.name}：{one.content}")
                    for one in appeals_of(work, key)
                ]
            found = {one.unit_id: one.unit for one in assessees_of(work, key)}
            return [(PaperOptions(unit_id=unit), name) for unit, name in found.items()]

        session.tasks.read(read, self._take, failed=self.refuse)

    def _take(self, found: list[tuple[PaperOptions, str]]) -> None:
        if self._code != APPEAL:
            self.about.fill([_ALL_UNITS, *found])
            return
        blank = (_BLANK, "空白的处理单")
        self.about.fill([_ALL_APPEALS, *found, blank] if found else [blank])

    @property
    def chosen(self) -> PaperOptions:
        """What was chosen."""
        found: PaperOptions = self.about.currentData()
        return found
