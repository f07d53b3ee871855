"""What to do next while an office is new, and what was done last: cards of the dashboard."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.storage.journal import JournalRow
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card, Glyph
from hrgrid.ui.forms import clear, label
from hrgrid.ui.journal.words import action_label
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided, when


class StepCard(QFrame):
    """One next step: what it is good for, how it stands, and the button that does it."""

    def __init__(self, glyph: str, title: str, why: str, button: Button) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self._state = label("", "caption")
        self._tick = Glyph(glyph, "accent", 24)
        self._glyph = glyph
        self.button = button
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._tick)
        head.addWidget(label(title, "card"), 1)
        foot = QHBoxLayout()
        foot.addWidget(self._state, 1)
        foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(label(why, "label", wraps=True))
        column.addStretch()
        column.addLayout(foot)

    def show_state(self, text: str, *, done: bool) -> None:
        """Say how the step stands."""
        self._state.setText(text)
        self._state.setProperty("role", "captionOk" if done else "caption")
        self._state.style().polish(self._state)


class LastDeeds(Card):
    """The newest entries of the journal."""

    def __init__(self, session: Session) -> None:
        more = LinkButton("全部操作留痕", does=lambda: session.go("journal"))
        super().__init__("最近办的事", "", [more])
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._most = 0
        self.column.addLayout(self._rows)
        self.column.addStretch()

    def show_rows(self, rows: tuple[JournalRow, ...]) -> None:
        """Show these entries."""
        clear(self._rows)
        for row in rows:
            self._rows.addWidget(_deed(row))
        self.show_most(self._most)

    def show_most(self, most: int) -> None:
        """Show no more than this many."""
        self._most = most
        for at in range(self._rows.count()):
            item = self._rows.itemAt(at)
            if item is not None and (line := item.widget()) is not None:
                line.setVisible(at < most)


def _deed(row: JournalRow) -> QWidget:
    line = QWidget()
    inside = QHBoxLayout(line)
    inside.setContentsMargins(0, 6, 0, 6)
    inside.setSpacing(12)
    moment = label(when(row.at), "caption")
    moment.setMinimumWidth(moment.fontMetrics().horizontalAdvance("00 月 00 日 00:00"))
    inside.addWidget(moment)
    inside.addWidget(label(row.actor_name or "程序", "strong"))
    inside.addWidget(label(action_label(row.action)))
    inside.addWidget(Elided("，".join(part for part in (row.subject, row.reason) if part)), 1)
    return line
