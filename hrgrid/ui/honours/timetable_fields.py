"""The stages of a timetable as fields: days give the dates, a date that is typed holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.honours.queries.timetable import planned
from hrgrid.honours.rules.timetable import Plan, Stage, TimetableForm
from hrgrid.ui import theme
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

HEADS = ("步骤", "工作日", "计划完成")


@dataclass(frozen=True)
class StageLine:
    """The controls of a stage."""

    days: TextField
    ends: DateField


class TimetableFields(QWidget):
    """A plan to be typed; an emptied date follows the days again.

    `refused` tells what is wrong with it, "" once nothing is; `shown` that dates came. With
    `blocks` the stages stand in so many columns beside each other.
    """

    refused = Signal(str)
    shown = Signal()

    def __init__(self, session: Session, blocks: int = 1) -> None:
        super().__init__()
        self._session = session
        self._fixed: dict[Stage, dt.date] = {}
        self._asked, self._filling = 0, False
        self.starts = DateField("从哪天起算")
        self.lines = {stage: self._line(stage) for stage in Stage}
        self.warning = label("", "crumb", wraps=True)
        self.warning.hide()
        self.grid = QGridLayout()
        self._lay_out(blocks)
        self.starts.changed.connect(self._count)

    def _lay_out(self, blocks: int) -> None:
        grid = self.grid
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        rows = -(-len(Stage) // blocks)
        for at, (stage, line) in enumerate(self.lines.items()):
            block, row = divmod(at, rows)
            first = block * len(HEADS)
            if row == 0:
                for beside, head in enumerate(HEADS):
                    grid.addWidget(label(head, "label"), 0, first + beside)
            grid.addWidget(label(stage.label, "strong"), row + 1, first)
            grid.addWidget(line.days, row + 1, first + 1)
            grid.addWidget(line.ends, row + 1, first + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field("从哪天起算（当天计入）", self.starts))
        column.addLayout(grid)
        column.addWidget(self.warning)

    def _line(self, stage: Stage) -> StageLine:
        days = TextField(f"{stage.label}的工作日数")
        days.setFixedWidth(theme.length(64))
        days.setAlignment(Qt.AlignmentFlag.AlignRight)
        ends = DateField(f"{stage.label}的计划完成日期")
        ends.setToolTip("按工作日数自动算；改了就按改的日期，清空又按工作日数算")
        days.editingFinished.connect(self._count)
        ends.changed.connect(lambda: self._fix(stage))
        return StageLine(days, ends)

    def put(self, form: TimetableForm) -> None:
        """Show a plan; its dates are reckoned at once."""
        self._filling = True
        self._fixed = dict(form.fixed)
        self.starts.put(form.starts_on)
        for stage, line in self.lines.items():
            line.days.setText(str(form.days[stage]))
        self._filling = False
        self._count()

    def wanted(self) -> TimetableForm | str:
        """What is typed, or the sentence about what cannot be read."""
        starts = self.starts.value
        if starts is None:
            return "没有写从哪天起算，或日期读不出来。请写成 2026-03-02。"
        days = {}
        for stage, line in self.lines.items():
            text = line.days.text().strip()
            if not (text.isascii() and text.isdecimal() and len(text) < 6):
                return f"“{stage.label}”的工作日数“{text}”不是整数。请填 1 到 250。"
            days[stage] = int(text)
        return TimetableForm(starts, days, dict(self._fixed))

    def _fix(self, stage: Stage) -> None:
        if self._filling:
            return
        value = self.lines[stage].ends.value
        if value is None:
            self._fixed.pop(stage, None)
        else:
            self._fixed[stage] = value
        self._count()

    def _count(self) -> None:
        wanted = self.wanted()
        if self._filling or isinstance(wanted, str):
            return
        self._asked += 1
        asked = self._asked

        def take(made: Plan) -> None:
            if asked == self._asked:
                self._show_plan(made)

        def told(sentence: str) -> None:
            if asked == self._asked:
                self.refused.emit(sentence)

        self._session.tasks.read(lambda work: planned(work, wanted), take, failed=told)

    def _show_plan(self, made: Plan) -> None:
        self.refused.emit("")
        self._filling = True
        for one in made.stages:
            self.lines[one.stage].ends.put(one.ends_on)
        self._filling = False
        self.warning.setText("；".join(made.warnings))
        self.warning.setVisible(bool(made.warnings))
        self.shown.emit()
