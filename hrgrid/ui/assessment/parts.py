"""One part of a period's board: a surface with a line of tools above what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.reading import Read
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import clear, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Table


class BoardPart(QWidget):
    """Subclasses lay themselves out and show what was read of them."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__()
        self.session, self.deeds = session, deeds
        self.narrow = True

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        raise NotImplementedError

    def main_control(self) -> QWidget | None:
        """Where the focus goes."""
        raise NotImplementedError

    def arrange(self, *, narrow: bool) -> None:
        """Fold what has no room."""
        self.narrow = narrow

    def fit(self) -> None:
        """Widths for another text size."""

    def escape(self) -> bool:
        """Esc: take conditions away; False where there are none."""
        return False


class ListedPart(BoardPart):
    """A sentence and deeds above a table in a panel; `say_empty` stands in place of the table."""

    table: Table

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.panel = QFrame()
        self.panel.setProperty("role", "panel")
        self.told = label("", "label", wraps=True)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(10, 8, 10, 8)
        self.row.setSpacing(8)
        self.row.addWidget(self.told, 1)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        self.none.hide()
        self.inside = QVBoxLayout(self.panel)
        self.inside.setContentsMargins(1, 1, 1, 1)
        self.inside.setSpacing(0)
        self.inside.addLayout(self.row)
        self.middle = QHBoxLayout(self)
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.middle.setSpacing(10)
        self.middle.addWidget(self.panel, 1)

    def put_table(self, table: Table) -> None:
        """What fills the panel; subclasses keep it as `table`."""
        self.inside.addWidget(table, 1)
        self.inside.addWidget(self.none, 1)

    def add_deeds(self, deeds: Sequence[QWidget]) -> None:
        """Buttons at the right of the sentence."""
        for deed in deeds:
            self.row.addWidget(deed)

    def say_empty(self, empty: EmptyState | None) -> None:
        """What stands in place of the table; None shows the table."""
        clear(self._none)
        if empty is not None:
            self._none.addWidget(empty)
        shown = {self.none: empty is not None, self.table: empty is None}
        # What goes is hidden before the rest comes: both together make a low window grow.
        for part in sorted(shown, key=lambda part: shown[part]):
            part.setVisible(shown[part])

    def main_control(self) -> QWidget | None:
        """The table, or a button where there is none."""
        if self.table.isVisibleTo(self):
            return self.table
        return None

    def fit(self) -> None:
        """Widths for another text size."""
        self.table.fit()
