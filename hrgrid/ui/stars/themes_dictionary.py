"""三无三零主题: what grids are asked every month; added, renamed, stopped, and which ones veto."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.themes import themes
from hrgrid.assessment.rules.star_words import ThemeKind
from hrgrid.assessment.rules.themes import ThemeChange, ThemeForm, ThemeRow
from hrgrid.assessment.service.themes import (
    add_theme,
    change_theme,
    resume_theme,
    ship_themes,
    stop_theme,
)
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarForm
from hrgrid.ui.stars.words import TOPIC
from hrgrid.ui.tables import Column, RowsModel, Table

_COLUMNS: tuple[Column[ThemeRow], ...] = (
    Column("主题", lambda row: row.label, 180, grows=True, strong=True),
    Column("类别", lambda row: row.kind.label, 64),
    Column("未达标时", lambda row: "星级有上限" if row.vetoes else "", 110),
    Column("有填报", lambda row: "是" if row.used else "", 64, drops=True),
    Column("状态", lambda row: "在用" if row.active else "停用", 64,
           chip=lambda row: "ok" if row.active else "mute"),
)  # fmt: skip


def all_themes(work: UnitOfWork) -> list[ThemeRow]:
    """Those in use first, then those that are stopped."""
    return sorted(themes(work, stopped=True), key=lambda row: not row.active)


class ThemesDictionary(Dialog):
    """The list; Enter changes one, Ctrl+N adds one."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("三无三零主题", parent)
        self.session = session
        self._keeps = session.may(Right.KEEP_RULES) and session.day is None
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(640), room.width() - 60))
        self.notices = Notices()
        self.model: RowsModel[ThemeRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "三无三零主题")
        self.table.setMinimumHeight(min(theme.length(320), max(120, room.height() - 280)))
        self.add = PrimaryButton("加主题…", glyph="plus", does=self._add)
        self.add.setToolTip("Ctrl+N")
        self.change = Button("改主题…", glyph="pencil-simple", does=self._change)
        self.veto = Button("设为否决主题", does=self._turn_veto)
        self.stop = Button("停用", does=self._stop)
        self.away = Button("关闭", does=self.accept)
        self._lay_out()
        self.table.opened.connect(lambda _: self._change())
        self.table.chosen.connect(self._look)
        keys = QShortcut(QKeySequence("Ctrl+N"), self)
        keys.activated.connect(self._add)
        session.tasks.changed.connect(self._heard)
        self.read()
        self.table.setFocus()

    def _lay_out(self) -> None:
        told = "停用的不再填，以前填的还在。否决主题未达标的网格，星级不能高过星级办法里的上限。"
        if not self._keeps:
            told = f"{told}改主题要有“{Right.KEEP_RULES.label}”的权限，这里只能看。"
        self.body.addWidget(label(told, "body2", wraps=True))
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.change, self.veto, self.stop):
            button.setAutoDefault(False)
            button.setVisible(self._keeps)
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.away, self.add):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.add.setVisible(self._keeps)
        self.body.addLayout(foot)

    # --- reading ------------------------------------------------------------------------------

    def _heard(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.read()

    def read(self) -> None:
        """Read them."""
        self.session.tasks.read(all_themes, self._show, failed=self._fail)

    def _show(self, rows: list[ThemeRow]) -> None:
        current = self.table.current
        self.model.show_rows(rows)
        codes = [row.code for row in rows]
        found = current.code if isinstance(current, ThemeRow) else None
        if rows:
            self.table.selectRow(codes.index(found) if found in codes else 0)
        self._look(self.table.current)

    def _look(self, row: ThemeRow | None) -> None:
        for button in (self.change, self.veto, self.stop):
            button.setEnabled(row is not None)
        if row is not None:
            self.stop.setText("停用" if row.active else "恢复使用")
            self.veto.setText("取消否决" if row.vetoes else "设为否决主题")

    def _fail(self, sentence: str) -> None:
        if sentence:
            self.notices.say(Message(sentence, Kind.BAD))

    # --- deeds --------------------------------------------------------------------------------

    def _add(self) -> None:
        if self._keeps:
            ThemeDialog(self.session, None, self).exec()

    def _change(self) -> None:
        row = self.table.current
        if self._keeps and isinstance(row, ThemeRow):
            ThemeDialog(self.session, row, self).exec()

    def _turn_veto(self) -> None:
        row = self.table.current
        if not isinstance(row, ThemeRow):
            return
        form = ThemeForm(row.label, row.kind, not row.vetoes)
        change = ThemeChange(row.code, row.version, form)
        told = f"“{row.label}”{'已设为否决主题' if form.vetoes else '不再是否决主题'}。"

        def done(back: ThemeChange) -> None:
            offer_change_back(self.session, f"改主题“{row.label}”", back)
            self.notices.say(Message(told, Kind.OK))

        self.session.tasks.write(
            lambda work: changed(work, change),
            topic=TOPIC,
            done=done,
            failed=self._fail,
            title="正在保存",
        )

    def _stop(self) -> None:
        row = self.table.current
        if not isinstance(row, ThemeRow):
            return
        code, resumes = row.code, not row.active
        verb = "恢复使用" if resumes else "停用"

        def done(_: object) -> None:
            offer_undo(
                self.session,
                f"{verb}主题“{row.label}”",
                _switched(code, active=not resumes),
                topic=TOPIC,
                came=lambda active: _switched(code, active=not active),
            )
            self.notices.say(Message(f"“{row.label}”已{verb}。", Kind.OK))

        self.session.tasks.write(
            _switched(code, active=resumes),
            topic=TOPIC,
            done=done,
            failed=self._fail,
            title="正在保存",
        )


class ThemeDialog(StarForm):
    """One theme, new or by another name."""

    def __init__(self, session: Session, row: ThemeRow | None, parent: QWidget) -> None:
        told = "加主题" if row is None else f"改“{row.label}”"
        super().__init__(session, told, "加主题" if row is None else "保存改动", parent)
        self._row = row
        self.label = TextField("名称", hint="例如：无火灾", text=row.label if row else "")
        self.kind = Choice("类别", [(one, one.label) for one in ThemeKind])
        self.vetoes = Tick("否决主题：未达标的网格星级有上限")
        if row is not None:
            self.kind.choose(row.kind)
            self.vetoes.setChecked(row.vetoes)
        self.form.addWidget(named(self.label))
        self.form.addWidget(named(self.kind))
        self.form.addWidget(self.vetoes)
        self.on_act(self._save)
        self.label.setFocus()
        self.label.selectAll()

    def _read(self) -> ThemeForm:
        kind: ThemeKind = self.kind.currentData()
        return ThemeForm(filled(self.label, "无火灾"), kind, self.vetoes.isChecked())

    def _save(self) -> None:
        form, row = self.checked(self._read), self._row
        if form is None:
            return
        if row is None:
            self.send(lambda work: add_theme(work, form), f"已加主题“{form.label}”。")
            return
        change = ThemeChange(row.code, row.version, form)

        def said(back: ThemeChange) -> str:
            offer_change_back(self.session, f"改主题“{form.label}”", back)
            return f"主题“{form.label}”已改好。"

        self.send(lambda work: changed(work, change), said)


def changed(work: UnitOfWork, change: ThemeChange) -> ThemeChange:
    """Change a theme, a shipped one that nobody needed yet too; gives what takes it back."""
    ship_themes(work)
    return change_theme(work, change)


def offer_change_back(session: Session, text: str, back: ThemeChange) -> None:
    """撤销 reads the theme as it was."""
    offer_undo(
        session,
        text,
        lambda work: change_theme(work, back),
        topic=TOPIC,
        came=lambda again: lambda work: change_theme(work, again),
    )


def _switched(code: str, *, active: bool) -> Callable[[UnitOfWork], bool]:
    """Put a theme in use or out of it; hands back which of both."""

    def job(work: UnitOfWork) -> bool:
        (resume_theme if active else stop_theme)(work, code)
        return active

    return job
