"""改名称和期限: what of a period may still change, with its undo."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.period_rows import PeriodRow
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.assessment.service.periods import PeriodChange, change_period
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.assessment.undoing import Step, offer
from hrgrid.ui.forms import TextField, Tick
from hrgrid.ui.matters.forms import day_or_none, filled, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


def changing(change: PeriodChange) -> Step:
    """A change whose inverse is what stood before."""

    def step(work: UnitOfWork) -> Step:
        return changing(change_period(work, change))

    return step


class ChangePeriodDialog(AssessmentForm):
    """Name, day due, and whether part-timers are assessed."""

    WIDTH = 420

    def __init__(self, session: Session, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(session, "改考核期", "保存改动", parent)
        self._row = row
        self.title_field = TextField("名称", text=row.title)
        self.due = DateField("各单位报送截止")
        self.due.put(row.due_on)
        self.part_time = Tick("兼职人员也考核")
        self.part_time.setChecked(row.part_time)
        self.part_time.setEnabled(row.state in {PeriodState.OPEN, PeriodState.COLLECTING})
        self.form.addWidget(named(self.title_field))
        self.form.addWidget(named(self.due))
        self.form.addWidget(self.part_time)
        self.on_act(self._change)
        self.title_field.setFocus()

    def _change(self) -> None:
        row = self._row

        def read() -> PeriodChange:
            title, due = filled(self.title_field), day_or_none(self.due)
            return PeriodChange(row.id, row.version, title, due, self.part_time.isChecked())

        change = self.checked(read)
        if change is None:
            return

        def told(inverse: Step) -> str:
            offer(self.session, f"改考核期“{row.title}”", inverse)
            return "已改好。"

        self.send(changing(change), told)
