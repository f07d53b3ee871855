"""One entry of the journal: its facts, and what it changed."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from hrgrid.core.policies import Setting
from hrgrid.storage.journal import JournalRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.cards import Card
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.journal.offer import ImportOffer
from hrgrid.ui.journal.words import FIELDS, action_label, field_label, moment, value_text
from hrgrid.ui.page import Scroll


def entry_facts(row: JournalRow) -> list[tuple[str, str]]:
    """An entry's fields in reading order; empty ones are left out."""
    setting = next((one.label for one in Setting if one.value == row.setting), row.setting)
    who = " · ".join(part for part in (row.actor_name, row.actor_role, row.actor_unit) if part)
    facts = [
        ("时间", moment(row)),
        ("人员", who or "程序"),
        ("对象", row.subject),
        ("事由", row.reason),
        ("电脑", row.station),
        ("办公模式", setting),
        ("校验值", row.hash),
    ]
    return [(name, text) for name, text in facts if text]


def entry_changes(row: JournalRow) -> list[tuple[str, str]]:
    """Field and what became of it; fields that stayed are left out."""
    before, after = _fields(row.before), _fields(row.after)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    order = list(FIELDS)
    changed.sort(key=lambda name: order.index(name) if name in order else len(order))
    return [(field_label(name), _became(before, after.get(name, ""), name)) for name in changed]


def _became(before: dict[str, str], after: str, name: str) -> str:
    if not before:
        return after or "（空）"
    return f"{before.get(name) or '（空）'} → {after or '（空）'}"


def _fields(text: str) -> dict[str, str]:
    if not text:
        return {}
    value = json.loads(text)
    if isinstance(value, dict):
        return {str(name): value_text(item, str(name)) for name, item in value.items()}
    return {"内容": value_text(value)}


class EntryView(Scroll):
    """Facts of an entry, then what changed."""

    def __init__(self) -> None:
        super().__init__(inside=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.column.setContentsMargins(0, 0, 6, 0)
        self.column.addLayout(self._grid)
        self.column.addStretch()

    def show_row(self, row: JournalRow) -> None:
        """Show another entry."""
        clear(self._grid)
        for name, text in entry_facts(row):
            self._add(name, text)
        for name, text in entry_changes(row):
            self._add(name, text, strong=True)

    def _add(self, name: str, text: str, *, strong: bool = False) -> None:
        at = self._grid.rowCount()
        words = label(name, "label")
        value = _breakable(text, "strong" if strong else "")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, at, 1)


def _breakable(text: str, role: str) -> QLabel:
    # A hash has no blank to break at; a zero-width space after every eight characters is one.
    words = [
        "\u200b".join(word[at : at + 8] for at in range(0, len(word), 8))
        for word in text.split(" ")
    ]
    made = label(" ".join(words), role, wraps=True)
    made.setAccessibleName(text)
    return made


class EntryPanel(Card):
    """The entry under the cursor, beside the list."""

    def __init__(self, offer: ImportOffer) -> None:
        super().__init__()
        self.offer = offer
        self.setFixedWidth(theme.length(320))
        self._what = label("", "card", wraps=True)
        self._view = EntryView()
        self.column.addWidget(self._what)
        self.column.addWidget(self._view, 1)
        self.column.addWidget(offer)
        self.show_row(None)

    def show_row(self, row: JournalRow | None) -> None:
        """Show an entry, or what the panel is for."""
        self._view.setVisible(row is not None)
        self.offer.show_row(row)
        if row is None:
            self._what.setText("选中一条，看是谁、为什么、改了什么")
            return
        self._what.setText(f"第 {row.seq:,} 条：{action_label(row.action)}")
        self._view.show_row(row)


class EntryDialog(Dialog):
    """The same in a dialog, where the window is narrow or Enter was pressed."""

    def __init__(self, row: JournalRow, parent: QWidget, offer: ImportOffer | None = None) -> None:
        super().__init__(f"第 {row.seq:,} 条：{action_label(row.action)}", parent)
        view = EntryView()
        view.show_row(row)
        view.setMinimumSize(theme.length(480), theme.length(280))
        self.body.addWidget(view, 1)
        close = PrimaryButton("关闭", does=self.accept)
        foot = QHBoxLayout()
        if offer is not None:
            foot.addWidget(offer)
            offer.show_row(row)
        foot.addStretch()
        foot.addWidget(close)
        self.body.addLayout(foot)
        close.setFocus()
