"""面试: rooms with their examiners, dealt in a drawn order; then the marks of each room."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.hiring.service.interviews import RoomForm, plan_interviews
from hrgrid.panels.service import SeatForm
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.matters.typed import names_in
from hrgrid.ui.session import Session


# What parts names in a list, however it was typed.
@dataclass
class _RoomRow:
    place: TextField
    starts: TextField
    examiners: TextField


class PlanInterviewsDialog(HiringForm):
    """Day, rooms, examiners; everybody on the list is dealt to the rooms in a drawn order."""

    WIDTH = 620

    def __init__(
        self, session: Session, batch_id: int, people: int, examiners: int, parent: QWidget
    ) -> None:
        super().__init__(session, "安排面试", f"安排 {people:,} 人面试", parent)
        self._batch_id, self._people, self._examiners = batch_id, people, examiners
        self.on = today_field("面试日期")
        self.seed = TextField("抽签种子", text=secrets.token_hex(4))
        self.rooms: list[_RoomRow] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self.more = LinkButton("再加一个考场", glyph="plus", does=self.add_room)
        self.more.setAutoDefault(False)
        self._told = label("", "caption", wraps=True)
        self._lay_out()
        rooms = max(1, -(-people // 40))
        for _ in range(rooms):
            self._rows_add()
        self._show_rooms()
        self.on_act(self._plan)
        self.rooms[0].place.setFocus()

    def _lay_out(self) -> None:
        told = (
            f"每个考场 {self._examiners} 名考官（姓名之间用顿号隔开），可以先空着、开考前补。"
            "出场次序用种子抽签，谁都能照种子重算；与考官同单位的自动回避。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.on), named(self.seed)))
        self.form.addLayout(self._grid)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addWidget(self._told, 1)
        self.form.addLayout(row)

    def add_room(self) -> None:
        """One more room, empty."""
        self._rows_add()
        self._show_rooms()
        self.rooms[-1].place.setFocus()
        self.fit_soon()

    def _rows_add(self) -> None:
        at = len(self.rooms) + 1
        last = self.rooms[-1] if self.rooms else None
        row = _RoomRow(
            TextField(f"第 {at} 考场地点", hint="例如：301 室"),
            TextField(f"第 {at} 考场时间", text=last.starts.text() if last else "8:30"),
            TextField(f"第 {at} 考场考官", hint="例如：王兰、李强、周敏"),
        )
        self.rooms.append(row)

    def _away_button(self, row: _RoomRow, at: int) -> BareButton:
        return BareButton("x", f"去掉第 {at} 考场", lambda: self._drop(row))

    def _drop(self, row: _RoomRow) -> None:
        self.rooms.remove(row)
        for field in (row.place, row.starts, row.examiners):
            field.hide()
            field.deleteLater()
        self._show_rooms()
        self.fit_soon()

    def _show_rooms(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and not isinstance(widget, TextField):
                widget.hide()
                widget.deleteLater()
        for at, title in enumerate(("", "地点", "时间", "考官")):
            self._grid.addWidget(label(title, "label"), 0, at)
        for down, row in enumerate(self.rooms, start=1):
            self._grid.addWidget(label(f"第 {down} 考场"), down, 0)
            for right, field in enumerate((row.place, row.starts, row.examiners), start=1):
                self._grid.addWidget(field, down, right)
                field.show()
            if len(self.rooms) > 1:
                self._grid.addWidget(self._away_button(row, down), down, 4)
        for at, share in enumerate((0, 3, 2, 5)):
            self._grid.setColumnStretch(at, share)
        each = -(-self._people // len(self.rooms))
        self._told.setText(f"共 {self._people:,} 人，每个考场约 {each} 人。")

    def _read(self) -> tuple[dt.date, list[RoomForm], str]:
        rooms = []
        for at, row in enumerate(self.rooms, start=1):
            examiners = names_in(row.examiners.text())
            if len(set(examiners)) != len(examiners):
                raise UserError(
                    f"第 {at} 考场有两名考官同名。同名的请加单位区分，如“王兰（司法所）”"
                )
            seats = tuple(SeatForm(name, chief=not place) for place, name in enumerate(examiners))
            rooms.append(RoomForm(filled(row.place, "301 室"), filled(row.starts, "8:30"), seats))
        return day_of(self.on), rooms, filled(self.seed, "一串数字")

    def _plan(self) -> None:
        read, batch_id = self.checked(self._read), self._batch_id
        if read is None:
            return
        day, rooms, seed = read
        self.send(
            lambda work: plan_interviews(work, batch_id, day, rooms, seed),
            f"已把 {self._people:,} 人排进 {len(rooms)} 个面试考场。",
            title="正在安排面试",
        )
