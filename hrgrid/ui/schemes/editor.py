"""The editor of a scheme: lines at the left, the one under the cursor in fields, an example beside.

Every step is a draft of its own; nothing is stored until 保存为新版本.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.forms import Choice, TextField, label, restyle
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.page import Scroll, Turning
from hrgrid.ui.schemes.draft import Draft, DraftItem, Read, draft_of, new_item, read_draft
from hrgrid.ui.schemes.example import ExamplePanel
from hrgrid.ui.schemes.item_form import ItemForm
from hrgrid.ui.schemes.item_table import ItemTable
from hrgrid.ui.schemes.save_form import SaveDialog
from hrgrid.ui.schemes.whole_form import WholeForm
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import RoleRow

ITEM, WHOLE, EXAMPLE = range(3)
_NARROW = 1100


class SchemeEditor(QDialog):
    """As large as the window below it; `code` None makes a new scheme, `version` is what was read.

    `saved_code` is that of the scheme after it was saved.
    """

    def __init__(
        self,
        session: Session,
        scheme: Scheme,
        known: Sequence[IndicatorRow],
        roles: Sequence[RoleRow],
        parent: QWidget,
        *,
        code: str | None = None,
        version: int = 0,
        valid_from: dt.date | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.code, self.version = session, code, version
        self.base, self.valid_from = scheme, valid_from
        self.known: Mapping[str, IndicatorRow] = {one.code: one for one in known}
        self.saved_code = ""
        self.draft = draft_of(scheme)
        self._first = self.draft
        self.history: list[tuple[Draft, str, int]] = [(self.draft, "", 0)]
        self.at = 0
        self.read: Read = read_draft(self.draft, self.known)
        self._wide: bool | None = None
        self.setObjectName("page")
        told = "改考核方案" if code else "新建考核方案"
        self.setWindowTitle(told)
        self.setAccessibleName(told)
        flags = Qt.WindowType.WindowMaximizeButtonHint | Qt.WindowType.WindowCloseButtonHint
        self.setWindowFlags(self.windowFlags() | flags)
        self.title = TextField("方案名称", text=scheme.title)
        # A long name shows how it begins.
        self.title.setCursorPosition(0)
        self.role = Choice("岗位", [(one.code, one.label) for one in roles])
        self.role.choose(scheme.role)
        self.kind = Choice("考核期", [(one, one.label) for one in PeriodKind])
        self.kind.choose(scheme.kind)
        self.table = ItemTable(self._fault_of)
        self.form, self.whole, self.example = ItemForm(), WholeForm(), ExamplePanel()
        self.sum = label("", "strong")
        self.trouble = label("", "captionBad", wraps=True)
        self.undo_button = Button("撤销", glyph="arrow-u-up-left", does=self.undo)
        self.redo_button = Button("恢复", glyph="arrow-u-up-right", does=self.redo)
        self.leave = Button("关闭", does=self.reject)
        self.save = PrimaryButton("保存为新版本…", glyph="floppy-disk", does=self._save)
        self.add = Button("加一项", glyph="plus", does=self._add)
        self.drop = Button("去掉", glyph="trash", does=self._drop)
        self.tabs = QTabBar()
        self._turning = Turning()
        self._lay_out()
        self._connect()
        self.resize(parent.window().size())
        self._show(0)
        self.table.setFocus()

    # --- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 3)
        for one in (self.role, self.kind):
            one.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            one.setMinimumContentsLength(4)
            head.addWidget(one, 1)
        for button in (self.undo_button, self.redo_button, self.leave, self.save):
            button.setAutoDefault(False)
            head.addWidget(button)
        left, inside = panel()
        inside.addWidget(self.table, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(6)
        foot.addWidget(self.sum)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for button in (self.add, self.drop):
            button.setAutoDefault(False)
            tools.addWidget(button)
        tools.addStretch()
        tools.addWidget(label("Alt+↑↓ 或拖动换次序", "caption"))
        foot.addLayout(tools)
        inside.addLayout(foot)
        middle = self._middle()
        self._body = QHBoxLayout()
        self._body.setSpacing(12)
        self._body.addWidget(left, 4)
        self._body.addWidget(middle, 4)
        self._body.addWidget(self.example, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        column.addWidget(self.trouble)

    def _middle(self) -> QFrame:
        middle = QFrame()
        middle.setProperty("role", "panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(8)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("这一项、等次和天数")
        self.tabs.addTab("这一项")
        self.tabs.addTab("等次和天数")
        self.tabs.addTab("示例")
        column.addWidget(self.tabs)
        for form in (self.form, self.whole):
            scroll = Scroll(inside=True)
            scroll.column.addWidget(form)
            self._turning.addWidget(scroll)
        self._seat = QWidget()
        self._seat_column = QVBoxLayout(self._seat)
        self._seat_column.setContentsMargins(0, 0, 0, 0)
        self._turning.addWidget(self._seat)
        column.addWidget(self._turning, 1)
        return middle

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turning.setCurrentIndex)
        self.title.textEdited.connect(lambda text: self._take(replace(self.draft, title=text), "t"))
        self.role.currentIndexChanged.connect(
            lambda _: self._take(replace(self.draft, role=self.role.currentData()), "role")
        )
        self.kind.currentIndexChanged.connect(lambda _: self._turn_kind())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self._into_fields())
        self.table.moved.connect(self._move)
        self.table.add_wanted.connect(self._add)
        self.table.drop_wanted.connect(self._drop)
        self.form.changed.connect(
            lambda item, what: self._take(self.draft.with_item(item), f"{item.key}{what}")
        )
        self.whole.changed.connect(self._take)
        keys = QKeySequence.StandardKey
        for key, does in ((keys.Undo, self.undo), (keys.Redo, self.redo), (keys.Save, self._save)):
            QShortcut(QKeySequence(key), self).activated.connect(does)
        for at, shortcut in enumerate(("Ctrl+1", "Ctrl+2", "Ctrl+3")):
            made = QShortcut(QKeySequence(shortcut), self)
            made.activated.connect(lambda at=at: self._to_tab(at))
            self.tabs.setTabToolTip(at, shortcut)

    def _to_tab(self, at: int) -> None:
        if self.tabs.isTabVisible(at):
            self.tabs.setCurrentIndex(at)
            if at == WHOLE:
                self.whole.fields["grade0label"].setFocus()
            elif at == ITEM:
                self._into_fields()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the example is a tab of its own."""
        super().resizeEvent(event)
        wide = self.width() >= theme.length(_NARROW)
        if wide is self._wide:
            return
        self._wide = wide
        self.tabs.setTabVisible(EXAMPLE, not wide)
        self._body.setStretch(0, 4 if wide else 3)
        if wide:
            self._body.addWidget(self.example, 4)
            if self.tabs.currentIndex() == EXAMPLE:
                self.tabs.setCurrentIndex(ITEM)
        else:
            self._seat_column.addWidget(self.example)
        self.example.show()

    # --- steps --------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self.draft != self._first

    def _take(self, draft: Draft, what: str) -> None:
        """A step: typing on in one field is one step."""
        if draft == self.draft:
            return
        del self.history[self.at + 1 :]
        _, before, _ = self.history[self.at]
        mine = (draft, what, self.table.currentIndex().row())
        if before == what and what and self.at and not what.endswith(("inputs", "bands")):
            self.history[self.at] = mine
        else:
            self.history.append(mine)
            self.at += 1
        self.draft = draft
        self._look()

    def undo(self) -> None:
        """The step before."""
        if self.at:
            row = self.history[self.at][2]
            self.at -= 1
            self._back_to(row)

    def redo(self) -> None:
        """The step that was taken back."""
        if self.at + 1 < len(self.history):
            self.at += 1
            self._back_to(self.history[self.at][2])

    def _back_to(self, row: int) -> None:
        self.draft = self.history[self.at][0]
        self.title.setText(self.draft.title)
        self.title.setCursorPosition(0)
        for choice, value in ((self.role, self.draft.role), (self.kind, self.draft.kind)):
            choice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            choice.choose(value)
            choice.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        kept = self.focusWidget() in {self.title, self.role, self.kind}
        self._show(row)
        if not kept:
            self.table.setFocus()

    def _show(self, row: int) -> None:
        """Everything anew, the cursor on this line."""
        self.table.rows.show_rows(self.draft.items)
        if self.draft.items:
            self.table.selectRow(max(0, min(row, len(self.draft.items) - 1)))
        self._choose(self.table.current)
        self.whole.show_draft(self.draft)
        self._look()

    def _look(self) -> None:
        """What is wrong, the sum, the example: after every key."""
        self.read = read_draft(self.draft, self.known)
        rows = self.table.rows
        if [one.key for one in rows.rows] == [one.key for one in self.draft.items]:
            rows.renew_rows(self.draft.items)
        self.whole.draft = self.draft
        current = self.form.item
        self.form.fault.say(self.read.faults.get(current.key, "") if current else "")
        self.whole.fault.say(self.read.grades_fault)
        self.whole.wider.say(
            self.read.wider if self.read.sum_milli == self.read.whole_milli else ""
        )
        whole = self.read.sum_milli == self.read.whole_milli
        self.sum.setText(self.read.sum_words)
        restyle(self.sum, "role", "strong" if whole else "problem")
        problems = self.read.problems
        self.trouble.setText(self._trouble(problems))
        self.trouble.setVisible(bool(problems))
        self.save.setEnabled(not problems and (self.changed or self.code is None))
        self.drop.setEnabled(bool(self.draft.items))
        self.undo_button.setEnabled(self.at > 0)
        self.redo_button.setEnabled(self.at + 1 < len(self.history))
        self.example.show_draft(self.draft, self.read, self.known)
        self._listen()

    @staticmethod
    def _trouble(problems: Sequence[str]) -> str:
        if not problems:
            return ""
        more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
        return f"改好才能保存：{problems[0]}{more}"

    def _fault_of(self, item: DraftItem) -> str:
        return self.read.faults.get(item.key, "")

    # --- lines --------------------------------------------------------------------------------

    def _choose(self, row: DraftItem | None) -> None:
        item = None if row is None else self.draft.item(row.key)
        if item is None and self.draft.items:
            return
        self.form.show_item(item, self.known)
        self.form.fault.say(self.read.faults.get(item.key, "") if item else "")
        self._listen()

    def _into_fields(self) -> None:
        self.tabs.setCurrentIndex(ITEM)
        if "label" in self.form.fields:
            self.form.fields["label"].setFocus()
            self.form.fields["label"].selectAll()

    def _move(self, start: int, to: int) -> None:
        key = self.draft.items[start].key
        self._take(self.draft.moved(key, to), "")
        self._show(to)

    def _add(self) -> None:
        made = new_item(self.draft)
        at = self.table.currentIndex().row() + 1
        self._take(replace(self.draft, items=(*self.draft.items, made)).moved(made.key, at), "")
        self._show(at)
        self._into_fields()

    def _drop(self) -> None:
        row = self.table.current
        if isinstance(row, DraftItem):
            at = self.table.currentIndex().row()
            self._take(self.draft.without_item(row.key), "")
            self._show(at)

    def _turn_kind(self) -> None:
        self._take(replace(self.draft, kind=self.kind.currentData()), "kind")
        self.whole.show_draft(self.draft)
        self._listen()

    # --- keys ---------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Undo is the editor's own, in every field."""
        for field in self.findChildren(QLineEdit):
            field.removeEventFilter(self)
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Y in a field go back and forth in the scheme, not in the letters."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            for key, does in ((keys.Undo, self.undo), (keys.Redo, self.redo)):
                if event.matches(key):
                    # The field may be gone afterwards.
                    QTimer.singleShot(0, self, does)
                    return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses nothing; Esc asks before typed things go."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            return
        super().keyPressEvent(event)

    # --- saving and leaving -------------------------------------------------------------------

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        box = SaveDialog(self)
        if box.exec():
            self.saved_code = box.saved_code
            self._first = self.draft
            self.accept()

    def reject(self) -> None:
        """Ask first where something was typed."""
        if self.changed and not confirmed(
            self,
            "改过的还没有保存。不保存就关闭，这些改动都没有了。",
            "不保存，关闭",
            title="改动还没有保存",
            stay="继续编辑",
            takes_away=True,
        ):
            return
        super().reject()
