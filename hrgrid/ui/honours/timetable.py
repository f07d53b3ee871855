"""日程安排: the stages of a campaign by working days, and by how much they slip."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers import Form
from hrgrid.honours.papers.timetable import standing_words, write_timetable
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.timetable import Timetable, planned, timetable
from hrgrid.honours.rules.timetable import Plan, Stage, TimetableForm
from hrgrid.honours.service.timetable import plan_timetable
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.forms import Field, TextField, label, restyle
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.pickers import DateField
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

_HEADS = ("步骤", "工作日", "计划完成", "实际或预计", "情况")


@dataclass(frozen=True)
class _Line:
    """The controls of a stage; `how` tells how it stands."""

    days: TextField
    ends: DateField
    came: QLabel
    how: QLabel


class TimetableDialog(DeedDialog):
    """Days give the dates; a date that is typed holds, an emptied one follows the days again."""

    WIDTH = 720
    TOPIC = TOPIC

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("日程安排", "保存日程", parent)
        self._session, self._campaign = session, board.campaign
        self.found: Timetable | None = None
        self._fixed: dict[Stage, dt.date] = {}
        self._asked, self._filling = 0, False
        self.told = label("正在读取…", "body2", wraps=True)
        self.starts = DateField("从哪天起算")
        self.lines: dict[Stage, _Line] = {}
        self.warning = label("", "crumb", wraps=True)
        self.reason = TextField("改动的事由", hint="例如：市里会议推迟一周")
        self._reason_field = Field("改动的事由", self.reason)
        self.sheet = Button("导出 Excel", glyph="download-simple", does=self._write_sheet)
        self.pages = Button("打印（PDF）", glyph="printer", does=self._write_pages)
        self._saving = Saving(session, self, self._tell)
        self._lay_out()
        self.on_act(self._save)
        self.act.setEnabled(False)
        self.starts.changed.connect(self._count)
        self._read()

    def _lay_out(self) -> None:
        self.form.addWidget(self.told)
        self.form.addWidget(Field("从哪天起算（当天计入）", self.starts))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(4, 1)
        for at, head in enumerate(_HEADS):
            grid.addWidget(label(head, "label"), 0, at)
        for at, stage in enumerate(Stage, start=1):
            line = self._line(stage)
            self.lines[stage] = line
            grid.addWidget(label(stage.label, "strong"), at, 0)
            for place, control in enumerate((line.days, line.ends, line.came, line.how), start=1):
                grid.addWidget(control, at, place)
        self.form.addLayout(grid)
        self.form.addWidget(self.warning)
        self.form.addWidget(self._reason_field)
        papers = QHBoxLayout()
        papers.setSpacing(8)
        for button in (self.sheet, self.pages):
            button.setAutoDefault(False)
            button.setEnabled(False)
            papers.addWidget(button)
            if not self._session.may(Right.PRINT_PAPERS):
                button.hide()
        papers.addStretch()
        self.form.addLayout(papers)
        self._reason_field.hide()
        self.warning.hide()

    def _line(self, stage: Stage) -> _Line:
        days = TextField(f"{stage.label}的工作日数")
        days.setFixedWidth(theme.length(64))
        days.setAlignment(Qt.AlignmentFlag.AlignRight)
        ends = DateField(f"{stage.label}的计划完成日期")
        ends.setToolTip("按工作日数自动算；改了就按改的日期，清空又按工作日数算")
        days.editingFinished.connect(self._count)
        ends.changed.connect(lambda: self._fix(stage))
        return _Line(days, ends, label("", "caption"), label("", "caption", wraps=True))

    # --- what came --------------------------------------------------------------------------

    def _read(self) -> None:
        campaign_id = self._campaign.id
        self._session.tasks.read(
            lambda work: timetable(work, campaign_id), self._take, failed=self.refuse
        )

    def _take(self, found: Timetable) -> None:
        self.found = found
        self._filling = True
        self._fixed = dict(found.form.fixed)
        self.starts.put(found.form.starts_on)
        for stage, line in self.lines.items():
            line.days.setText(str(found.form.days[stage]))
        self._filling = False
        version = found.version
        self._reason_field.setVisible(version is not None)
        for button in (self.sheet, self.pages):
            button.setEnabled(version is not None)
        self._show_standing(found)
        may = self._session.may(Right.RUN_HONOURS)
        self.act.setEnabled(may)
        if not may:
            self.act.hide()
        self.lines[Stage.NOMINATING].days.setFocus()
        self._count()

    def _show_standing(self, found: Timetable) -> None:
        title = titled(found.campaign)
        if found.version is None:
            self.told.setText(
                f"{title}还没有安排日程。工作日数先照上一次的填好，公示按方案的天数；"
                "保存后各步骤的期限进“待办”，逾期标红。"
            )
            return
        late = found.late
        slip = f"照现在的进度，颁证要晚 {late} 个工作日" if late > 0 else "照现在的进度能按期完成"
        self.told.setText(f"{title}，第 {found.version.number} 版日程。{slip}。")
        for one in found.stages:
            line = self.lines[one.stage]
            prefix = "" if one.done_on else "约 "
            line.came.setText(f"{prefix}{one.ends_on:%Y-%m-%d}")
            line.how.setText(standing_words(one, found))
            late = one.late > 0 and one.done_on is None
            role = (
                "captionBad" if one.overdue(found.today) else "captionWarn" if late else "caption"
            )
            restyle(line.how, "role", role)

    # --- dates follow days --------------------------------------------------------------------

    def _fix(self, stage: Stage) -> None:
        if self._filling:
            return
        value = self.lines[stage].ends.value
        if value is None:
            self._fixed.pop(stage, None)
        else:
            self._fixed[stage] = value
        self._count()

    def _wanted(self) -> TimetableForm | str:
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

    def _count(self) -> None:
        wanted = self._wanted()
        if self._filling or isinstance(wanted, str):
            return
        self._asked += 1
        asked = self._asked

        def take(made: Plan) -> None:
            if asked == self._asked:
                self._show_plan(made)

        def told(sentence: str) -> None:
            if asked == self._asked:
                self.refuse(sentence)

        self._session.tasks.read(lambda work: planned(work, wanted), take, failed=told)

    def _show_plan(self, made: Plan) -> None:
        self.refuse("")
        self._filling = True
        for one in made.stages:
            self.lines[one.stage].ends.put(one.ends_on)
        self._filling = False
        self.warning.setText("；".join(made.warnings))
        self.warning.setVisible(bool(made.warnings))
        self.fit_soon()

    # --- deeds --------------------------------------------------------------------------------

    def _save(self) -> None:
        wanted, campaign_id = self._wanted(), self._campaign.id
        if isinstance(wanted, str):
            self.refuse(wanted)
            return
        self.send(
            lambda work: plan_timetable(work, campaign_id, wanted),
            lambda: f"{titled(self._campaign)}的日程已保存，各步骤的期限进了“待办”。",
            "正在保存日程",
        )

    def _write_sheet(self) -> None:
        self._write(Form.XLSX, WORKBOOKS)

    def _write_pages(self) -> None:
        self._write(Form.PDF, PAGES)

    def _write(self, form: Form, kind: str) -> None:
        desk, campaign_id = self._session.desk, self._campaign.id

        def write(path: Path, progress: Progress) -> object:
            return write_timetable(desk, campaign_id, path, form, progress)

        name = f"{titled(self._campaign)} 日程安排"
        self._saving.save(Writing(name, write, "正在写出日程安排", topic="journal", kind=kind))

    def _tell(self, message: Message) -> None:
        if message.kind is Kind.BAD:
            self.refuse(message.sentence)
        else:
            self.form.addWidget(Banner(message))
            self.fit_soon()
