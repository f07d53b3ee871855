"""What one does about a duty: done, later, or back on the list."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.periods import add_months
from hrgrid.overview.queries.duties import DutyRow
from hrgrid.overview.service.duties import put_off_duty, reopen_duty, settle_duty
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

TOPIC = "duties"


def duty_words(row: DutyRow) -> str:
    """Who and what, as a message names it."""
    return f"{row.name}：{row.due.told}" if row.name else row.due.told


class SettleDialog(FormDialog):
    """Done, with a word on how."""

    def __init__(self, session: Session, row: DutyRow, parent: QWidget) -> None:
        super().__init__("这一件已经办好", "记为已办", parent)
        self._session, self._row = session, row
        self._away.setText("再等等")
        self.note = TextField("怎么办的", hint="例如：已续签两年，可以不写")
        self.form.addWidget(label(duty_words(row), "body2", wraps=True))
        hint = "记下是谁、什么时候办的；从待办里收起，在“已处理”里还看得到。"
        self.form.addWidget(Field("怎么办的", self.note, hint=hint))
        self.on_act(self._settle)
        self.note.setFocus()

    def _settle(self) -> None:
        subject, note = self._row.due.subject, self.note.text()
        self._session.tasks.write(
            lambda work: settle_duty(work, subject, note),
            topic=TOPIC,
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, _: object) -> None:
        self.accept()
        told = f"已办：{duty_words(self._row)}。"
        self._session.say(told)


class PutOffDialog(FormDialog):
    """Until when it shall not be told."""

    def __init__(self, session: Session, row: DutyRow, today: dt.date, parent: QWidget) -> None:
        super().__init__("稍后提醒", "稍后提醒", parent)
        self._session, self._row = session, row
        self._away.setText("现在就办")
        self.until = DateField("到哪天再提醒")
        self.until.put(today + dt.timedelta(days=7))
        self.note = TextField("说明", hint="例如：等街道答复，可以不写")
        days = (
            ("明天", today + dt.timedelta(days=1)),
            ("一周后", today + dt.timedelta(days=7)),
            ("半个月后", today + dt.timedelta(days=15)),
            ("一个月后", add_months(today, 1)),
        )
        usual = QHBoxLayout()
        usual.setSpacing(12)
        for name, day in days:
            button = LinkButton(name, does=partial(self.until.put, day))
            button.setAutoDefault(False)
            usual.addWidget(button)
        usual.addStretch()
        self.form.addWidget(label(duty_words(row), "body2", wraps=True))
        self.form.addWidget(Field("到哪天再提醒", self.until))
        self.form.addLayout(usual)
        self.form.addWidget(Field("说明", self.note))
        self.on_act(self._put_off)
        self.until.setFocus()
        self.until.selectAll()

    def _put_off(self) -> None:
        subject, until, note = self._row.due.subject, self.until.value, self.note.text()
        if until is None:
            self.refuse("没有写日期，或日期读不出来。请写成 2026-06-30")
            return
        self._session.tasks.write(
            lambda work: put_off_duty(work, subject, until, note),
            topic=TOPIC,
            done=lambda _: self._done(until),
            failed=self.refuse,
        )

    def _done(self, until: dt.date) -> None:
        self.accept()
        self._session.say(f"{until:%Y-%m-%d} 再提醒：{duty_words(self._row)}。")


def put_back(session: Session, row: DutyRow) -> None:
    """Put a duty back on the list."""
    subject = row.due.subject
    session.tasks.write(
        lambda work: reopen_duty(work, subject),
        topic=TOPIC,
        done=lambda _: session.say(f"已恢复提醒：{duty_words(row)}。"),
    )
