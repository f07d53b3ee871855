"""课次: the stretches of a class, added by the day with several in each, changed, taken away."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.class_card import ClassCard, class_card
from hrgrid.training.queries.classes import ClassRow, SessionRow
from hrgrid.training.rules.timetable import days_between
from hrgrid.training.service.sessions import (
    SessionChange,
    SessionForm,
    add_sessions,
    change_session,
    remove_session,
)
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.matters.forms import beside, day_of, named, today_field
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.forms import TimeField, TrainingForm
from hrgrid.ui.training.undoing import Step, offer
from hrgrid.ui.training.words import TOPIC, session_words, stretch

_WEEK = "一二三四五六日"
_MORNING, _AFTERNOON = (8 * 60 + 30, 11 * 60 + 30), (14 * 60, 17 * 60)
_SATURDAY = 5

COLUMNS: tuple[Column[SessionRow], ...] = (
    Column(
        "日期", lambda row: f"{row.day:%Y-%m-%d} 周{_WEEK[row.day.weekday()]}", 136, strong=True
    ),
    Column("时间", lambda row: stretch(row.begins, row.ends), 100),
    Column("地点", lambda row: row.place, 120, grows=True),
    Column("内容", lambda row: row.topic, 130, grows=True),
    Column("讲师", lambda row: row.trainer, 90, drops=True),
    Column("已登记", lambda row: f"{row.said:,}" if row.said else "", 64, right=True),
)


class SessionsDialog(Dialog):
    """The list; Enter changes one, Delete takes one away on which no attendance stands."""

    def __init__(
        self, session: Session, row: ClassRow, parent: QWidget, *, frozen: bool = False
    ) -> None:
        super().__init__(f"{row.title}的课次", parent)
        self.session, self.row = session, row
        self._runs = not frozen and session.may(Right.RUN_TRAINING) and session.day is None
        self.rows: tuple[SessionRow, ...] = ()
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(720), room.width() - 60))
        self.notices = Notices()
        self.model: RowsModel[SessionRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "课次")
        self.table.setMinimumHeight(min(theme.length(320), max(120, room.height() - 260)))
        self.none = label(
            "还没有课次。一次可以排好几天，每天上午、下午各一节。", "body2", wraps=True
        )
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setMinimumHeight(self.table.minimumHeight())
        self.none.hide()
        self.add = PrimaryButton("加课次…", glyph="plus", does=self._add)
        self.change = Button("改这一节…", glyph="pencil-simple", does=self._change)
        self.drop = Button("去掉这一节", glyph="trash", does=self._drop)
        self.away = Button("关闭", does=self.accept)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.change, self.drop):
            button.setAutoDefault(False)
            button.setVisible(self._runs)
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.away, self.add):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.add.setVisible(self._runs)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._change())
        session.tasks.changed.connect(lambda topic: self.read() if topic == TOPIC else None)
        self.read()

    def read(self) -> None:
        """Read the sessions."""
        class_id = self.row.id
        self.session.tasks.read(lambda work: class_card(work, class_id), self._show)

    def _show(self, card: ClassCard) -> None:
        self.row, self.rows = card.row, card.sessions
        current = self.table.current
        self.model.show_rows(card.sessions)
        ids = [one.id for one in card.sessions]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))
        (self.none if ids else self.table).hide()
        (self.table if ids else self.none).show()
        for button in (self.change, self.drop):
            button.setEnabled(bool(ids))
        (self.table if ids else self.add if self._runs else self.away).setFocus()

    def _add(self) -> None:
        AddSessionsDialog(self.session, self.row, self.rows, self).exec()

    def _change(self) -> None:
        if self._runs and isinstance(self.table.current, SessionRow):
            ChangeSessionDialog(self.session, self.table.current, self).exec()

    def _drop(self) -> None:
        one = self.table.current
        if not isinstance(one, SessionRow):
            return
        words = session_words(one.day, one.begins, one.ends)

        def done(inverse: Step) -> None:
            offer(self.session, f"去掉 {words} 的课次", inverse)
            self.notices.say(Message(f"已去掉 {words}。", Kind.OK))

        self.session.tasks.write(
            drop_step(one.id),
            topic=TOPIC,
            done=done,
            failed=lambda sentence: self.notices.say(Message(sentence, Kind.BAD)),
        )


def drop_step(session_id: int) -> Step:
    """A session away; taken back it is there again, with another id."""

    def step(work: UnitOfWork) -> Step:
        class_id, form = remove_session(work, session_id)
        return add_step(class_id, (form,))

    return step


def add_step(class_id: int, forms: tuple[SessionForm, ...]) -> Step:
    """Sessions, all or none."""

    def step(work: UnitOfWork) -> Step:
        return _drop_all(class_id, forms, add_sessions(work, class_id, forms))

    return step


def _drop_all(class_id: int, forms: tuple[SessionForm, ...], ids: list[int]) -> Step:
    def step(work: UnitOfWork) -> Step:
        for session_id in ids:
            remove_session(work, session_id)
        return add_step(class_id, forms)

    return step


def change_step(change: SessionChange) -> Step:
    """A session as it shall read."""
    return lambda work: change_step(change_session(work, change))


class DayFields(QWidget):
    """One stretch of a day that may be left out."""

    def __init__(self, name: str, times: tuple[int, int], *, on: bool) -> None:
        super().__init__()
        self.tick = Tick(name)
        self.tick.setChecked(on)
        self.begins = TimeField(f"{name}上课", times[0])
        self.ends = TimeField(f"{name}下课", times[1])
        self.topic = TextField(f"{name}内容", hint="内容，可不填")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.tick.setMinimumWidth(theme.length(64))
        for field in (self.begins, self.ends):
            field.setFixedWidth(theme.length(72))
        row.addWidget(self.tick)
        row.addWidget(self.begins)
        row.addWidget(label("到"))
        row.addWidget(self.ends)
        row.addWidget(self.topic, 1)
        self.tick.toggled.connect(self._fold)
        self._fold()

    def _fold(self) -> None:
        for field in (self.begins, self.ends, self.topic):
            field.setEnabled(self.tick.isChecked())

    def form(self, day: dt.date, place: str, trainer: str) -> SessionForm:
        """The stretch on a day. Raises UserError for a time that is none."""
        return SessionForm(
            day, self.begins.minutes, self.ends.minutes, place, self.topic.text().strip(), trainer
        )


class AddSessionsDialog(TrainingForm):
    """Several stretches on each of several days at once."""

    WIDTH = 520

    def __init__(
        self,
        session: Session,
        row: ClassRow,
        known: tuple[SessionRow, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(session, "加课次", "加课次", parent)
        self._row = row
        after = max((one.day for one in known), default=None)
        first = row.first_day if after is None else after + dt.timedelta(days=1)
        last = max(row.last_day, first)
        self.first_day = today_field("第一天", first)
        self.last_day = today_field("最后一天", last)
        self.weekends = Tick("周末也上课")
        self.place = TextField("地点", hint="例如：区委党校 301")
        self.trainer = TextField("讲师", text=row.trainer)
        self.parts = (
            DayFields("上午", _MORNING, on=True),
            DayFields("下午", _AFTERNOON, on=True),
            DayFields("晚上", (18 * 60 + 30, 20 * 60 + 30), on=False),
        )
        self.told = label("", "label", wraps=True)
        self.form.addLayout(beside(named(self.first_day), named(self.last_day)))
        self.form.addWidget(self.weekends)
        for part in self.parts:
            self.form.addWidget(part)
            part.tick.toggled.connect(lambda _: self._count())
            for field in (part.begins, part.ends):
                field.editingFinished.connect(self._count)
        self.form.addLayout(beside(named(self.place), named(self.trainer), shares=(3, 2)))
        self.form.addWidget(self.told)
        for day in (self.first_day, self.last_day):
            day.changed.connect(self._count)
        self.weekends.toggled.connect(lambda _: self._count())
        self.on_act(self._add)
        self._count()
        self.first_day.setFocus()

    def _days(self) -> list[dt.date]:
        first, last = day_of(self.first_day), day_of(self.last_day)
        if last < first:
            raise UserError("最后一天早于第一天。请核对日期")
        days = days_between(first, last)
        return [one for one in days if self.weekends.isChecked() or one.weekday() < _SATURDAY]

    def _forms(self) -> tuple[SessionForm, ...]:
        place, trainer = self.place.text().strip(), self.trainer.text().strip()
        forms = tuple(
            part.form(day, place, trainer)
            for day in self._days()
            for part in self.parts
            if part.tick.isChecked()
        )
        if not forms:
            raise UserError("没有一节课。请勾选上午、下午或晚上，并核对日期")
        return forms

    def _count(self) -> None:
        try:
            forms = self._forms()
        except UserError:
            self.told.setText("")
            return
        days = len({one.day for one in forms})
        minutes = sum(one.ends - one.begins for one in forms)
        self.told.setText(f"{days} 天，共 {len(forms)} 节，{minutes:,} 分钟。")
        self.act.setText(f"加 {len(forms)} 节课")
        self.act.setAccessibleName(self.act.text())

    def _add(self) -> None:
        forms = self.checked(self._forms)
        if forms is not None:
            text = f"加 {len(forms)} 节课"
            self.send_undoable(add_step(self._row.id, forms), f"已{text}。", text)


class ChangeSessionDialog(TrainingForm):
    """Another time, place or topic of one session."""

    WIDTH = 460

    def __init__(self, session: Session, row: SessionRow, parent: QWidget) -> None:
        super().__init__(session, "改课次", "保存改动", parent)
        self._row = row
        self.day = today_field("日期", row.day)
        self.begins = TimeField("上课", row.begins)
        self.ends = TimeField("下课", row.ends)
        self.place = TextField("地点", text=row.place)
        self.topic = TextField("内容", text=row.topic)
        self.trainer = TextField("讲师", text=row.trainer)
        self.form.addLayout(beside(named(self.day), named(self.begins), named(self.ends)))
        self.form.addWidget(named(self.place))
        self.form.addLayout(beside(named(self.topic), named(self.trainer), shares=(3, 2)))
        self.on_act(self._save)
        self.begins.setFocus()

    def _save(self) -> None:
        def read() -> SessionForm:
            return SessionForm(
                day_of(self.day),
                self.begins.minutes,
                self.ends.minutes,
                self.place.text().strip(),
                self.topic.text().strip(),
                self.trainer.text().strip(),
            )

        form = self.checked(read)
        if form is not None:
            change = SessionChange(self._row.id, self._row.version, form)
            words = session_words(form.day, form.begins, form.ends)
            self.send_undoable(change_step(change), f"课次已改为 {words}。", "改课次")
