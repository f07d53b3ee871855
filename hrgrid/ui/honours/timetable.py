"""日程安排: the stages of a campaign by working days, and by how much they slip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers import Form
from hrgrid.honours.papers.timetable import standing_words, write_timetable
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.timetable import Timetable, timetable
from hrgrid.honours.rules.timetable import Stage
from hrgrid.honours.service.timetable import plan_timetable
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.forms import Field, TextField, label, restyle
from hrgrid.ui.honours.timetable_fields import HEADS, TimetableFields
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session

_HEADS = ("实际或预计", "情况")


@dataclass(frozen=True)
class _Standing:
    """How a stage stands."""

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
        self.told = label("正在读取…", "body2", wraps=True)
        self.fields = TimetableFields(session)
        self.standing = {
            stage: _Standing(label("", "caption"), label("", "caption", wraps=True))
            for stage in Stage
        }
        self.reason = TextField("改动的事由", hint="例如：市里会议推迟一周")
        self._reason_field = Field("改动的事由", self.reason)
        self.sheet = Button("导出 Excel", glyph="download-simple", does=self._write_sheet)
        self.pages = Button("打印（PDF）", glyph="printer", does=self._write_pages)
        self._saving = Saving(session, self, self._tell)
        self._lay_out()
        self.on_act(self._save)
        self.act.setEnabled(False)
        self.fields.refused.connect(self.refuse)
        self.fields.shown.connect(self.fit_soon)
        self._read()

    def _lay_out(self) -> None:
        self.form.addWidget(self.told)
        grid, beside = self.fields.grid, len(HEADS)
        grid.setColumnStretch(beside + 1, 1)
        for at, head in enumerate(_HEADS, start=beside):
            grid.addWidget(label(head, "label"), 0, at)
        for at, one in enumerate(self.standing.values(), start=1):
            grid.addWidget(one.came, at, beside)
            grid.addWidget(one.how, at, beside + 1)
        self.form.addWidget(self.fields)
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

    # --- what came --------------------------------------------------------------------------

    def _read(self) -> None:
        campaign_id = self._campaign.id
        self._session.tasks.read(
            lambda work: timetable(work, campaign_id), self._take, failed=self.refuse
        )

    def _take(self, found: Timetable) -> None:
        self.found = found
        self.fields.put(found.form)
        version = found.version
        self._reason_field.setVisible(version is not None)
        for button in (self.sheet, self.pages):
            button.setEnabled(version is not None)
        self._show_standing(found)
        may = self._session.may(Right.RUN_HONOURS)
        self.act.setEnabled(may)
        if not may:
            self.act.hide()
        self.fields.lines[Stage.NOMINATING].days.setFocus()

    def _show_standing(self, found: Timetable) -> None:
        title = titled(found.campaign)
        if found.version is None:
            self.told.setText(
                f"{title}还没有安排日程。先照上一次的日程按工作日顺延填好，公示按方案的天数；"
                "保存后各步骤的期限进“待办”，逾期标红。"
            )
            return
        late = found.late
        slip = f"照现在的进度，颁证要晚 {late} 个工作日" if late > 0 else "照现在的进度能按期完成"
        self.told.setText(f"{title}，第 {found.version.number} 版日程。{slip}。")
        for one in found.stages:
            line = self.standing[one.stage]
            prefix = "" if one.done_on else "约 "
            line.came.setText(f"{prefix}{one.ends_on:%Y-%m-%d}")
            line.how.setText(standing_words(one, found))
            late = one.late > 0 and one.done_on is None
            role = (
                "captionBad" if one.overdue(found.today) else "captionWarn" if late else "caption"
            )
            restyle(line.how, "role", role)

    # --- deeds --------------------------------------------------------------------------------

    def _save(self) -> None:
        wanted, campaign_id = self.fields.wanted(), self._campaign.id
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
