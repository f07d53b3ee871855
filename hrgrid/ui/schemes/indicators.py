"""指标: what is counted, where its figures come from, which schemes read it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.indicators import indicators
from hrgrid.assessment.rules.fact_rows import IndicatorChange, IndicatorForm, IndicatorRow
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.indicators import (
    OWN_SOURCES,
    add_indicator,
    change_indicator,
    resume_indicator,
    ship_indicators,
    stop_indicator,
)
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.forms import MatterForm, beside, filled, named
from hrgrid.ui.notices import Notices
from hrgrid.ui.schemes.words import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_COLUMNS: tuple[Column[IndicatorRow], ...] = (
    Column("指标", lambda row: row.label, 150, grows=True, strong=True),
    Column("单位", lambda row: row.unit, 56),
    Column("数据从哪里来", lambda row: row.source.label, 112),
    Column("有总数", lambda row: "是" if row.based else "", 64),
    Column("有数据", lambda row: "是" if row.used else "", 64, drops=True),
    Column("用它的方案", lambda row: "、".join(row.schemes), 150, grows=True, quiet=True),
    Column("状态", lambda row: "在用" if row.active else "停用", 64,
           chip=lambda row: "ok" if row.active else "mute"),
)  # fmt: skip


class IndicatorsDialog(Dialog):
    """The list; Enter changes one, stopped ones stand at the end."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("考核指标", parent)
        self.session = session
        self._keeps = session.may(Right.KEEP_RULES) and session.day is None
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(820), room.width() - 60))
        self.notices = Notices()
        self.model: RowsModel[IndicatorRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "考核指标")
        self.table.setMinimumHeight(min(theme.length(400), max(120, room.height() - 260)))
        self.add = PrimaryButton("加指标…", glyph="plus", does=self._add)
        self.change = Button("改指标…", glyph="pencil-simple", does=self._change)
        self.stop = Button("停用", does=self._stop)
        self.away = Button("关闭", does=self.accept)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.change, self.stop):
            button.setAutoDefault(False)
            button.setVisible(self._keeps)
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.away, self.add):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.add.setVisible(self._keeps)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._change())
        self.table.chosen.connect(self._look)
        session.tasks.changed.connect(self._heard)
        self.read()
        self.table.setFocus()

    def _heard(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.read()

    def read(self) -> None:
        """Read them."""
        self.session.tasks.read(indicators, self._show, failed=self._fail)

    def _show(self, rows: list[IndicatorRow]) -> None:
        current = self.table.current
        self.model.show_rows(rows)
        codes = [row.code for row in rows]
        if current is not None and current.code in codes:
            self.table.selectRow(codes.index(current.code))

    def _look(self, row: IndicatorRow | None) -> None:
        if row is not None:
            self.stop.setText("停用" if row.active else "恢复使用")

    def _fail(self, sentence: str) -> None:
        if sentence:
            self.notices.say(Message(sentence, Kind.BAD))

    def _add(self) -> None:
        IndicatorDialog(self.session, None, self).exec()

    def _change(self) -> None:
        row = self.table.current
        if self._keeps and isinstance(row, IndicatorRow):
            IndicatorDialog(self.session, row, self).exec()

    def _stop(self) -> None:
        row = self.table.current
        if not isinstance(row, IndicatorRow):
            return
        code, deed = row.code, stop_indicator if row.active else resume_indicator
        told = f"“{row.label}”已{'停用' if row.active else '恢复使用'}。"

        def job(work: UnitOfWork) -> None:
            ship_indicators(work)
            deed(work, code)

        self.session.tasks.write(
            job,
            topic=TOPIC,
            done=lambda _: self.notices.say(Message(told, Kind.OK)),
            failed=self._fail,
            title="正在保存",
        )


class IndicatorDialog(MatterForm):
    """One indicator, new or by another name."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: IndicatorRow | None, parent: QWidget) -> None:
        told = "加指标" if row is None else f"改“{row.label}”"
        super().__init__(session, told, "加指标" if row is None else "保存改动", parent)
        self._row = row
        self.label = TextField("名称", hint="例如：入户走访", text=row.label if row else "")
        self.unit = TextField("单位", hint="例如：户", text=row.unit if row else "")
        self.source = Choice("数据从哪里来", [(one, one.label) for one in OWN_SOURCES])
        self.based = Tick("有总数，按比率计分时用（填成 57/60）")
        if row is not None:
            if row.source not in OWN_SOURCES:
                self.source.fill([(row.source, row.source.label)])
            self.source.choose(row.source)
            self.based.setChecked(row.based)
            fixed = row.used or row.shipped
            self.source.setEnabled(not fixed)
            self.based.setEnabled(not fixed)
        self.form.addLayout(beside(named(self.label), named(self.unit), shares=(3, 1)))
        self.form.addWidget(named(self.source))
        self.form.addWidget(self.based)
        if row is not None and (row.used or row.shipped):
            why = "随程序提供" if row.shipped else "已经有数据"
            self.form.addWidget(
                label(f"这个指标{why}，来源和总数不能再改。", "caption", wraps=True)
            )
        self.on_act(self._save)
        self.label.setFocus()

    def _save(self) -> None:
        def read() -> IndicatorForm:
            source: Source = self.source.currentData()
            return IndicatorForm(
                filled(self.label, "入户走访"),
                filled(self.unit, "户"),
                self.based.isChecked(),
                source,
            )

        form, row = self.checked(read), self._row
        if form is None:
            return
        if row is None:
            self.send(lambda work: add_indicator(work, form), f"已加指标“{form.label}”。")
            return
        change = IndicatorChange(row.code, row.version, form)

        def job(work: UnitOfWork) -> object:
            ship_indicators(work)
            return change_indicator(work, change)

        self.send(job, f"指标“{form.label}”已改好。")
