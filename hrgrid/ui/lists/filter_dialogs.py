"""The names of saved filters, and all of them in one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.accounts.queries import FilterRow
from hrgrid.accounts.service.filters import LONGEST_LABEL
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog, FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

if TYPE_CHECKING:
    from hrgrid.ui.lists.saved import SavedFilters


class NameDialog(FormDialog):
    """Asks for a name; `told` are the conditions that get it."""

    def __init__(self, title: str, act: str, told: str, parent: QWidget, name: str = "") -> None:
        super().__init__(title, act, parent)
        if told:
            self.form.addWidget(label(told, "body2", wraps=True))
        self.name = TextField("名称", hint="例如：城东缺照片", text=name)
        self.name.setMaxLength(LONGEST_LABEL)
        self.name.selectAll()
        self._field = Field("名称", self.name, hint=f"最多 {LONGEST_LABEL} 个字")
        self.form.addWidget(self._field)
        self.on_act(self._check)
        self.name.setFocus()

    def _check(self) -> None:
        if self.name.text().strip():
            self.accept()
            return
        self._field.complain("请写一个名称。")
        self.refuse("")
        self.name.setFocus()


class FiltersDialog(Dialog):
    """All filters of a list; what is done to one is undone by 撤销 (Ctrl+Z) here as well."""

    def __init__(self, session: Session, saved: SavedFilters, parent: QWidget) -> None:
        super().__init__("整理常用筛选", parent)
        self._saved, self._deeds = saved, saved.deeds
        columns: tuple[Column[FilterRow], ...] = (
            Column("名称", lambda row: row.label, 150, strong=True),
            Column("谁的", lambda row: "自己的" if row.own else row.owner, 90),
            Column("共用", lambda row: "全机构" if row.shared else "", 80),
            Column("条件", self._told, 240, grows=True),
        )
        self.model = RowsModel(columns, self)
        self.table = Table(self.model, "常用筛选")
        self.table.setMinimumHeight(min(theme.length(260), self.highest() - 200))
        self.setMinimumWidth(min(theme.length(680), parent.window().width() - 60))
        self.body.addWidget(self.table, 1)
        self.rename = Button("改名…", does=lambda: self._do(self._deeds.rename))
        self.share = Button("共用给全机构", does=lambda: self._do(self._deeds.share))
        self.remove = Button("删去", does=lambda: self._do(self._deeds.remove))
        self.use = PrimaryButton("按它筛选", does=self._use)
        close = Button("关闭", does=self.reject)
        foot = QHBoxLayout()
        for button in (self.rename, self.share, self.remove):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self.use)
        for button in (self.rename, self.share, self.remove, close):
            button.setAutoDefault(False)
        self.body.addLayout(foot)
        self._on_keys("F2", self.rename)
        self._on_keys("Delete", self.remove)
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.activated.connect(session.undo.undo)
        redo = QShortcut(QKeySequence.StandardKey.Redo, self)
        redo.activated.connect(session.undo.redo)
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(lambda _: self._use())
        saved.shown.connect(self._show)
        self._show()
        self.table.setFocus()

    def _on_keys(self, keys: str, button: Button) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(button.click)

    def _show(self) -> None:
        current = self.table.currentIndex().row()
        self.model.show_rows(self._saved.rows)
        if self._saved.rows:
            self.table.selectRow(min(max(0, current), len(self._saved.rows) - 1))
        self._offer()

    def _offer(self) -> None:
        row = self.table.current
        self.use.setEnabled(row is not None)
        able = row is not None and self._deeds.may_change(row)
        for button in (self.rename, self.remove):
            button.setEnabled(able)
        self.share.setEnabled(row is not None and self._deeds.may_share)
        self.share.setText("不再共用" if row is not None and row.shared else "共用给全机构")

    def _do(self, deed: Callable[[Any], object]) -> None:
        if (row := self.table.current) is not None:
            deed(row)

    def _use(self) -> None:
        if (row := self.table.current) is not None:
            self.accept()
            self._saved.use(row)

    def _told(self, row: FilterRow) -> str:
        try:
            kept = self._saved.kept(row)
        except (ValueError, KeyError, TypeError):
            return "读不出来"
        return "；".join(text for text, _ in kept.parts())
