"""Whether there is a written exam, and who sits where."""

from __future__ import annotations

import secrets

from PySide6.QtWidgets import QWidget

from hrgrid.hiring.service.exam import ExamForm, Opening, exam_opening, plan_exam, start_examining
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session

_WRITTEN: tuple[tuple[object, str], ...] = (
    (None, "按方案"),
    (True, "组织笔试"),
    (False, "不组织笔试，直接面试"),
)
_ORDERS: tuple[tuple[object, str], ...] = (("number", "按报名号"), ("drawn", "抽签"))


class StartExamDialog(HiringForm):
    """Closes the applications; the scheme decides whether there is a written exam."""

    def __init__(self, session: Session, batch_id: int, parent: QWidget) -> None:
        super().__init__(session, "截止报名，进入笔试面试", "进入笔试面试", parent)
        self._batch_id = batch_id
        self.told = label("正在核对报名人数……", "body2", wraps=True)
        self.written = Choice("是否组织笔试", _WRITTEN)
        self.reason = TextField("改变的理由", hint="例如：报名人数接近开考比例，领导小组决定开考")
        self._why = named(self.reason)
        self.form.addWidget(self.told)
        self.form.addWidget(named(self.written))
        self.form.addWidget(self._why)
        self._why.hide()
        self.written.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._start)
        session.tasks.read(
            lambda work: exam_opening(work, batch_id), self._show, failed=self._refused
        )

    def _show(self, opening: Opening) -> None:
        self.told.setText(f"{opening.why}。进入后不再接收报名，资格审查的结论不再改动。")
        self.fit()

    def _refused(self, sentence: str) -> None:
        self.told.setText("")
        self.refuse(sentence)

    def _fold(self) -> None:
        self._why.setVisible(self.written.currentData() is not None)
        self.fit()

    def _start(self) -> None:
        batch_id, written = self._batch_id, self.written.currentData()
        self.send(
            lambda work: start_examining(work, batch_id, written=written),
            lambda came: f"{came.why}。",
            reason=self.reason.text() if written is not None else "",
        )


class ExamPlanDialog(HiringForm):
    """Day, place, rooms; everybody gets an admission number and a seat."""

    WIDTH = 460

    def __init__(self, session: Session, batch_id: int, people: int, parent: QWidget) -> None:
        super().__init__(session, "排笔试考场", f"排 {people:,} 人的考场", parent)
        self._batch_id, self._people = batch_id, people
        self.on = today_field("笔试日期")
        self.time = TextField("时间", text="9:00 – 11:00")
        self.place = TextField("地点", hint="例如：盐南高新区实验学校")
        self.seats = NumberField("每场座位", value=30)
        self.rooms = NumberField("考场数", value=max(1, -(-people // 30)))
        self.order = Choice("座位次序", _ORDERS)
        self.order.choose("drawn")
        self._notice = label("", "caption", wraps=True)
        self.form.addLayout(beside(named(self.on), named(self.time)))
        self.form.addWidget(named(self.place))
        self.form.addLayout(beside(named(self.rooms), named(self.seats), named(self.order)))
        self.form.addWidget(self._notice)
        for field in (self.rooms, self.seats):
            field.textChanged.connect(lambda _: self._count())
        self.on_act(self._plan)
        self._count()
        self.place.setFocus()

    def _count(self) -> None:
        rooms, seats = self.rooms.text().strip(), self.seats.text().strip()
        if not (rooms.isdecimal() and seats.isdecimal()):
            self._notice.setText("考场数和每场座位要填整数。")
            return
        whole = int(rooms) * int(seats)
        left = whole - self._people
        told = f"余 {left:,} 座" if left >= 0 else f"还差 {-left:,} 座"
        self._notice.setText(f"共 {whole:,} 座，{self._people:,} 人参加，{told}。")

    def _read(self) -> ExamForm:
        return ExamForm(
            day_of(self.on),
            filled(self.time, "9:00 – 11:00"),
            filled(self.place, "实验学校"),
            self.rooms.value,
            self.seats.value,
            secrets.token_hex(4) if self.order.currentData() == "drawn" else "",
        )

    def _plan(self) -> None:
        form, batch_id = self.checked(self._read), self._batch_id
        if form is None:
            return
        self.send(
            lambda work: plan_exam(work, batch_id, form),
            lambda count: f"已给 {count:,} 人排好考场和准考证号。",
            title="正在排考场",
        )
