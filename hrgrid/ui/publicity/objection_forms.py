"""An objection comes in, and goes to somebody: who objected is typed here and not seen again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.publicity.queries import (
    EntryRow,
    InvestigatorChoice,
    NoticeRow,
    ObjectionRow,
    investigator_choices,
)
from hrgrid.publicity.rules import ObjectionHow
from hrgrid.publicity.service import (
    ObjectionForm,
    assign_investigator,
    file_objection,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.forms import Choice, Field, TextBox, TextField, Tick, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.publicity.evidence import chosen_scan, read_evidence
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.session import Session

_WHOSE = {ObjectionHow.NAMED: "反映人姓名", ObjectionHow.UNIT: "反映单位名称"}


class FileObjectionDialog(DeedDialog):
    """Registers an objection; named or under a unit's seal the objector is sealed at once."""

    TOPIC = TOPIC
    WIDTH = 560

    def __init__(
        self,
        session: Session,
        notice: NoticeRow,
        entries: Sequence[EntryRow],
        parent: QWidget,
    ) -> None:
        super().__init__("登记异议", "登记异议", parent)
        self._session, self._notice = session, notice
        self._path: Path | None = None
        self.reason = TextField("")
        people = [(each.target, f"{each.name}（{each.unit_post}）") for each in entries]
        self.target = Choice("被反映人", people)
        self.how = Choice("反映方式", [(each, each.label) for each in ObjectionHow])
        self.objector = TextField("反映人")
        self.contact = TextField("联系方式", hint="电话、邮箱或地址，用来答复")
        self.clue = Tick("有具体线索，可以核查")
        self.filed_on = DateField("收到日期")
        self.postmark = DateField("邮戳日期")
        self.late = TextField("晚到原因", hint="例如：外地信函，邮路耽搁")
        self.content = TextBox("反映内容", "写反映的事，不写是谁反映的", lines=3)
        self.pick = Button("选材料扫描件…", glyph="folder-open", does=self._pick)
        self.picked = label("没有选文件", "caption")
        self._fill()
        self._away.setText("不登记")
        self.how.currentIndexChanged.connect(lambda *_: self._fold())
        self.filed_on.changed.connect(self._fold)
        self.filed_on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.on_act(self._file)
        self.target.setFocus()

    def _fill(self) -> None:
        self.form.addWidget(Field("被反映人", self.target))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field("反映方式", self.how), 1)
        row.addWidget(Field("收到日期", self.filed_on))
        self.form.addLayout(row)
        hint = "加密存放，登记后只有核查人能看，名单、文书和留痕里都不出现。"
        self._objector = Field("反映人", self.objector, hint=hint)
        self._contact = Field("联系方式", self.contact)
        self.form.addWidget(self._objector)
        self.form.addWidget(self._contact)
        self.form.addWidget(self.clue)
        self._no_clue = label(
            "匿名又没有具体线索的，登记后直接作“不予受理”。", "caption", wraps=True
        )
        self.form.addWidget(self._no_clue)
        self._letter = QWidget()
        letter = QHBoxLayout(self._letter)
        letter.setContentsMargins(0, 0, 0, 0)
        letter.setSpacing(12)
        letter.addWidget(Field("邮戳日期", self.postmark))
        letter.addWidget(Field("晚到原因", self.late), 1)
        self.form.addWidget(self._letter)
        self.form.addWidget(Field("反映内容", self.content))
        scan = QHBoxLayout()
        scan.addWidget(self.pick)
        scan.addWidget(self.picked, 1)
        self.form.addLayout(scan)

    def _fold(self) -> None:
        how, filed = self.how.currentData(), self.filed_on.value
        anonymous = how is ObjectionHow.ANONYMOUS
        for part in (self._objector, self._contact):
            part.setVisible(not anonymous)
        self.clue.setVisible(anonymous)
        self._no_clue.setVisible(anonymous)
        self.objector.setPlaceholderText(_WHOSE.get(how, ""))
        self._letter.setVisible(filed is not None and filed > self._notice.last_day)
        self.fit_soon()

    def _pick(self) -> None:
        chosen = chosen_scan(self)
        if chosen is not None:
            self._path = chosen
            self.picked.setText(self._path.name)

    def _file(self) -> None:
        filed, how = self.filed_on.value, self.how.currentData()
        if filed is None:
            self.refuse("没有写收到日期，或日期读不出来。请写成 2026-11-23")
            return
        anonymous = how is ObjectionHow.ANONYMOUS
        late = self._letter.isVisibleTo(self)
        form = ObjectionForm(
            target=str(self.target.currentData()),
            how=how,
            content=self.content.toPlainText(),
            filed_on=filed,
            objector="" if anonymous else self.objector.text(),
            contact="" if anonymous else self.contact.text(),
            clue=self.clue.isChecked() if anonymous else True,
            postmark=self.postmark.value if late else None,
            late_reason=self.late.text() if late else "",
        )
        notice_id, path, name = self._notice.id, self._path, self.target.currentText()

        def job(work: UnitOfWork) -> int:
            whole = replace(form, evidence=read_evidence(path)) if path is not None else form
            return file_objection(work, notice_id, whole)

        self.send(job, lambda: f"已登记对{name}的异议。", "正在登记异议")


class InvestigatorDialog(DeedDialog):
    """Who investigates: he alone can see who objected."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: ObjectionRow, parent: QWidget) -> None:
        super().__init__(f"指定异议 {row.number} 号的核查人", "指定核查人", parent)
        self._session, self._row = session, row
        self.reason = TextField("")
        self.who = Choice("核查人")
        told = "反映人是谁，只有核查人登录后能看，每次查看都留痕。拟定、发布名单的人不能核查。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("核查人", self.who))
        self.act.setEnabled(False)
        self.on_act(self._assign)
        notice_id = row.notice_id
        session.tasks.read(lambda work: investigator_choices(work, notice_id), self._show)

    def _show(self, found: list[InvestigatorChoice]) -> None:
        self.who.fill([(each.operator_id, f"{each.name}（{each.post}）") for each in found])
        if self._row.investigator_id is not None:
            self.who.choose(self._row.investigator_id)
        self.act.setEnabled(bool(found))
        self.who.setFocus()
        if not found:
            self.refuse("没有可以核查的操作员。请先登记一名没有经手这份名单的操作员")
            self.act.setEnabled(False)

    def _assign(self) -> None:
        objection_id, operator_id = self._row.id, self.who.currentData()
        name = self.who.currentText()
        self.send(
            lambda work: assign_investigator(work, objection_id, operator_id),
            lambda: f"异议 {self._row.number} 号由{name}核查。",
        )
