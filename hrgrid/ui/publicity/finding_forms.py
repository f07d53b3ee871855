"""What was found of an objection, the answer, and who objected, for the investigator alone."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.publicity.queries import ObjectionRow
from hrgrid.publicity.service import (
    Finding,
    ObjectorRow,
    decide_objection,
    record_reply,
    reveal_objector,
)
from hrgrid.ui.buttons import Button
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.dialogs import Dialog, confirmed
from hrgrid.ui.forms import Choice, Field, TextBox, TextField, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.session import Session

_SIGNED, _PAPER = "signed", "paper"


class DecideDialog(DeedDialog):
    """Upheld or not, with what was found; signed in or from paper."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(
        self, session: Session, row: ObjectionRow, deciding: Right, parent: QWidget
    ) -> None:
        super().__init__(f"异议 {row.number} 号（{row.name}）的结论", "作出结论", parent)
        self._session, self._row = session, row
        self.reason = TextField("")
        self.upheld = Choice("结论", [(False, "不成立"), (True, "成立")])
        self.finding = TextBox("核查情况和结论", "查了什么、结论是什么；不写反映人", lines=4)
        self.on = DateField("结论日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        ways = [(_PAPER, "登记纸质批件")]
        if session.may(deciding):
            ways.insert(0, (_SIGNED, "我本人作结论"))
        self.way = Choice("怎样作的结论", ways)
        self.by = TextField("批准人姓名")
        self.post = TextField("职务")
        self.paper = TextField("文号或会议号", hint="例如：书记办公会纪要〔2026〕6号")
        self._effect = label("", "caption", wraps=True)
        self._fill()
        self.upheld.currentIndexChanged.connect(lambda *_: self._fold())
        self.way.currentIndexChanged.connect(lambda *_: self._fold())
        self._fold()
        self.on_act(self._decide)
        self.upheld.setFocus()

    def _fill(self) -> None:
        self.form.addWidget(label(f"反映内容：{self._row.content}", "body2", wraps=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field("结论", self.upheld), 1)
        row.addWidget(Field("结论日期", self.on))
        self.form.addLayout(row)
        self.form.addWidget(self._effect)
        self.form.addWidget(Field("核查情况和结论", self.finding))
        self.form.addWidget(Field("怎样作的结论", self.way))
        self._on_paper = QWidget()
        column = QVBoxLayout(self._on_paper)
        column.setContentsMargins(0, 0, 0, 0)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(Field("批准人姓名", self.by), 1)
        pair.addWidget(Field("职务", self.post), 1)
        column.addLayout(pair)
        column.addWidget(Field("文号或会议号", self.paper))
        self.form.addWidget(self._on_paper)

    def _fold(self) -> None:
        name = self._row.name
        upheld = bool(self.upheld.currentData())
        self._effect.setText(
            f"成立：{name}不再列入名单，由下一名递补的须另行公示。"
            if upheld
            else f"不成立：{name}继续办理。"
        )
        self._on_paper.setVisible(self.way.currentData() == _PAPER)
        self.fit_soon()

    def _decide(self) -> None:
        on = self.on.value
        if on is None:
            self.refuse("没有写结论日期，或日期读不出来。请写成 2026-11-30")
            return
        paper = self.way.currentData() == _PAPER
        if paper and not self.by.text().strip():
            self.refuse("纸质批件要写明批准人、职务和文号（或会议号）。请补上再登记")
            return
        finding = Finding(
            bool(self.upheld.currentData()),
            self.finding.toPlainText(),
            on,
            self.by.text() if paper else "",
            self.post.text() if paper else "",
            self.paper.text() if paper else "",
        )
        objection_id, number = self._row.id, self._row.number
        word = "成立" if finding.upheld else "不成立"
        self.send(
            lambda work: decide_objection(work, objection_id, finding),
            lambda: f"异议 {number} 号{word}，请答复反映人。",
        )


class ReplyDialog(DeedDialog):
    """When and how the objector was answered."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: ObjectionRow, parent: QWidget) -> None:
        super().__init__(f"答复异议 {row.number} 号", "登记答复", parent)
        self._session, self._row = session, row
        self.reason = TextField("")
        self.on = DateField("答复日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.told = TextBox("怎样答复的", "方式和内容；不写反映人", lines=3)
        hint = f"答复期限 {row.due_on:%Y-%m-%d}。"
        self.form.addWidget(Field("答复日期", self.on, hint=hint))
        self.form.addWidget(Field("怎样答复的", self.told))
        self.on_act(self._reply)
        self.told.setFocus()

    def _reply(self) -> None:
        on, told = self.on.value, self.told.toPlainText()
        if on is None:
            self.refuse("没有写答复日期，或日期读不出来。请写成 2026-11-30")
            return
        objection_id, number = self._row.id, self._row.number
        self.send(
            lambda work: record_reply(work, objection_id, on, told),
            lambda: f"异议 {number} 号已登记答复。",
        )


class ObjectorDialog(Dialog):
    """Who objected, as long as the box stands open."""

    def __init__(self, row: ObjectionRow, found: ObjectorRow, parent: QWidget) -> None:
        super().__init__(f"异议 {row.number} 号的反映人", parent)
        self.who = label(found.objector, "card", wraps=True)
        self.contact = label(found.contact or "没有留联系方式", "body2", wraps=True)
        told = "只供核查和答复使用，不得告诉他人。这次查看已留痕。"
        for part in (self.who, self.contact, label(told, "caption", wraps=True)):
            self.body.addWidget(part)
        close = Button("看好了", does=self.accept)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(close)
        self.body.addLayout(line)
        close.setFocus()


def reveal(session: Session, row: ObjectionRow, over: QWidget) -> None:
    """Ask, put it on record, show it."""
    sentence = "反映人加密存放，只有核查人能看。查看会留痕，请确认身边没有别人。"
    if not confirmed(over, sentence, "查看反映人", title="查看反映人"):
        return
    objection_id = row.id
    session.tasks.write(
        lambda work: reveal_objector(work, objection_id),
        topic=TOPIC,
        done=lambda found: ObjectorDialog(row, found, over).exec(),
        title="正在查看反映人",
    )
