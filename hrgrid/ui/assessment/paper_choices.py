"""What a paper of a period cannot know: of which unit or appeal, its number, to whom."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.papers.declaring import AssessmentPaper
from hrgrid.assessment.papers.options import PaperOptions
from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.rules.period_rows import PeriodBoard
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, named, today_field
from hrgrid.ui.session import Session

_UNIT = ("person_sheets", "period_table", "grades", "undelivered")
_APPEAL = ("appeal_reply",)
_OFFICIAL = ("undelivered",)
ASKED = frozenset((*_UNIT, *_APPEAL, *_OFFICIAL))


class PaperChoices(FormDialog):
    """Asks only what there is a choice of."""

    WIDTH = 440

    def __init__(
        self, session: Session, paper: AssessmentPaper, board: PeriodBoard, parent: QWidget
    ) -> None:
        super().__init__(paper.label, f"生成{paper.label}", parent)
        self._away.setText("不生成")
        self._code = paper.code
        self.unit = Choice("单位", [(None, "全部单位")])
        self.appeal = Choice("申诉")
        self.number = TextField("文号", hint="可不填，例如：盐南政法〔2026〕21号")
        self.on = today_field("成文日期")
        self.form.addWidget(label(f"{paper.hint.rstrip('。')}。", "body2", wraps=True))
        if paper.code in _UNIT:
            self.form.addWidget(named(self.unit))
        if paper.code in _APPEAL:
            self.form.addWidget(named(self.appeal))
        if paper.code in _OFFICIAL:
            self.form.addLayout(beside(named(self.number), named(self.on), shares=(3, 2)))
        self.on_act(self.accept)
        self.act.setFocus()
        key, appeals = board.card.row.id, paper.code in _APPEAL

        def read(work: UnitOfWork) -> list[tuple[object, str]]:
            if appeals:
                return [
                    (one.id, f"{one.number}　{one.name}：{one.content}")
                    for one in appeals_of(work, key)
                    if one.decided_on is not None
                ]
            found = {one.unit_id: one.unit for one in assessees_of(work, key)}
            return [*found.items()]

        session.tasks.read(read, self._take)

    def _take(self, found: list[tuple[object, str]]) -> None:
        if self._code in _APPEAL:
            self.appeal.fill(found or [(None, "还没有答复过的申诉")])
            self.act.setEnabled(bool(found))
        else:
            self.unit.fill([(None, "全部单位"), *found])

    @property
    def chosen(self) -> PaperOptions:
        """What was chosen."""
        unit = self.unit.currentData() if self._code in _UNIT else None
        appeal = self.appeal.currentData() if self._code in _APPEAL else None
        if self._code not in _OFFICIAL:
            return PaperOptions(unit_id=unit, appeal_id=appeal)
        return PaperOptions(unit_id=unit, number=self.number.text().strip(), day=self.on.value)
