"""The rooms of the interview: how far their marks have come, and the way into each score grid."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.hiring.queries.inputs import subject_of_rooms
from hrgrid.hiring.service.interviews import close_interviews, seat_examiner
from hrgrid.panels.queries import PanelRow, panels_like, progress
from hrgrid.panels.rules.checks import ProgressRow
from hrgrid.panels.rules.words import PanelState
from hrgrid.panels.service import SeatForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import TextField, Tick, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class Room:
    """One room with the progress of its marks."""

    panel: PanelRow
    progress: ProgressRow

    @property
    def number(self) -> int:
        """Counted from 1."""
        return int(self.panel.subject.rpartition(":")[2])


_COLUMNS: tuple[Column[Room], ...] = (
    Column("考场", lambda one: f"第 {one.number} 考场", 90, strong=True),
    Column("名称", lambda one: one.panel.title, 220, grows=True, drops=True),
    Column("考生", lambda one: f"{one.progress.entrants:,}", 60, right=True),
    Column("录完", lambda one: f"{one.progress.entrants_done:,}", 60, right=True),
    Column("评分", lambda one: f"{one.progress.done:,} / {one.progress.whole:,}", 100, right=True),
    Column(
        "状况",
        lambda one: one.panel.state.label,
        90,
        chip=lambda one: "ok" if one.panel.state is PanelState.CLOSED else "info",
    ),
)


def read_rooms(work: UnitOfWork, batch_id: int) -> list[Room]:
    """The rooms of a batch in the order of their numbers."""
    rooms = [
        Room(row, progress(work, row.id)) for row in panels_like(work, subject_of_rooms(batch_id))
    ]
    return sorted(rooms, key=lambda room: room.number)


class RoomsDialog(Dialog):
    """Enter opens a score grid; marks that are all there are closed for every room at once."""

    def __init__(self, session: Session, batch_id: int, parent: QWidget) -> None:
        super().__init__("面试考场", parent)
        self.session, self._batch_id = session, batch_id
        self.model: RowsModel[Room] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "面试考场")
        self._notice = QVBoxLayout()
        self.score = Button("录入评分", glyph="pencil-simple", does=self._score)
        self.seat = Button("增加考官…", does=self._seat)
        self.close_all = PrimaryButton("截止全部考场的评分", does=self._close)
        self.away = Button("关闭", does=self.reject)
        self._lay_out(parent)
        self.table.opened.connect(lambda _: self._score())
        self._read()
        self.table.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(680), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(220), max(110, room.height() - 240)))
        told = "每个考场一张评分表：选中后按 Enter 录入。各考场都录齐，截止评分后才能排总成绩。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.seat)
        foot.addStretch()
        for button in (self.seat, self.away, self.score, self.close_all):
            button.setAutoDefault(False)
        for button in (self.away, self.score, self.close_all):
            foot.addWidget(button)
        self.body.addLayout(foot)

    def _read(self) -> None:
        batch_id = self._batch_id
        self.session.tasks.read(lambda work: read_rooms(work, batch_id), self._show)

    def _show(self, rooms: list[Room]) -> None:
        current = self.table.current
        self.model.show_rows(rooms)
        if current is not None:
            numbers = [room.number for room in rooms]
            self.table.selectRow(max(0, numbers.index(current.number)))
        running = [room for room in rooms if room.panel.state is PanelState.OPEN]
        whole = all(room.progress.done == room.progress.whole for room in running)
        self.close_all.setVisible(bool(running))
        self.close_all.setEnabled(whole)
        self.close_all.setToolTip("" if whole else "还有没录的分，录齐后才能截止")
        self.seat.setEnabled(bool(running))

    def _score(self) -> None:
        from hrgrid.ui.scoring.dialog import ScoringDialog
        from hrgrid.ui.scoring.model import Headings

        if (room := self.table.current) is not None:
            box = ScoringDialog(
                self.session, room.panel.id, self, headings=Headings("报名号", "岗位")
            )
            box.closed.connect(box.accept)
            box.exec()
            self._read()

    def _seat(self) -> None:
        room = self.table.current
        if room is not None and SeatDialog(self.session, self._batch_id, room, self).exec():
            self._read()

    def _close(self) -> None:
        batch_id = self._batch_id
        self.close_all.setEnabled(False)
        self.session.tasks.write(
            lambda work: close_interviews(work, batch_id),
            topic=TOPIC,
            done=self._closed,
            failed=self._refused,
            title="正在截止评分",
        )

    def _closed(self, count: int) -> None:
        self.session.say(f"已截止 {count} 个考场的评分，可以排总成绩。")
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.close_all.setEnabled(True)
        clear(self._notice)
        if sentence:
            self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))


class SeatDialog(HiringForm):
    """One more examiner."""

    def __init__(self, session: Session, batch_id: int, room: Room, parent: QWidget) -> None:
        super().__init__(session, f"给第 {room.number} 考场增加考官", "增加考官", parent)
        self._batch_id, self._room = batch_id, room
        self.name = TextField("姓名")
        self.unit = TextField("单位", hint="用来判断回避，可不填")
        self.chief = Tick("主考官")
        self.form.addWidget(named(self.name))
        self.form.addWidget(named(self.unit))
        self.form.addWidget(self.chief)
        self.on_act(self._add)
        self.name.setFocus()

    def _add(self) -> None:
        name, batch_id = self.checked(lambda: filled(self.name)), self._batch_id
        if name is None:
            return
        form = SeatForm(name, self.unit.text().strip(), chief=self.chief.isChecked())
        number = self._room.number
        self.send(lambda work: seat_examiner(work, batch_id, number, form), f"已增加考官{name}。")
