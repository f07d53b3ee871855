"""What an entry about an import offers: to take the whole import back, while that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.journal import JournalRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import label
from hrgrid.ui.session import Session
from hrgrid.ui.status import when

if TYPE_CHECKING:
    # What imports is loaded when the first entry about one is shown.
    from hrgrid.exchange.queries import ImportRow

_IMPORTS = ("import", "merge_collection")


class ImportOffer(QWidget):
    """Hidden unless the entry is about an import; says when it was taken back already."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asked = 0
        self._found: ImportRow | None = None
        self.undo = Button("撤销这次导入", glyph="arrow-u-up-left", does=self._ask)
        self.told = label("", "caption", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.undo)
        row.addWidget(self.told, 1)
        self.hide()

    def show_row(self, row: JournalRow | None) -> None:
        """Look whether the import of this entry may be taken back."""
        self._asked += 1
        asked = self._asked
        self.hide()
        if row is None or row.action not in _IMPORTS or not self._session.may(Right.IMPORT):
            return
        operation_id = row.operation_id

        def read(work: UnitOfWork) -> ImportRow | None:
            from hrgrid.exchange.queries import import_of

            return import_of(work, operation_id)

        def take(found: ImportRow | None) -> None:
            # An answer about another entry comes too late.
            if asked == self._asked:
                self._show(found)

        self._session.tasks.read(read, take)

    def _show(self, found: ImportRow | None) -> None:
        self._found = found
        if found is None:
            return
        undone = found.undone_at
        self.told.setText("" if undone is None else f"{when(undone)} 已撤销。")
        self.undo.setVisible(found.can_undo)
        self.setVisible(found.can_undo or undone is not None)

    def _ask(self) -> None:
        from hrgrid.ui.imports.recent import UndoDialog, counts_text, kind_label

        if self._found is not None:
            told = f"{kind_label(self._found.kind)}：{counts_text(self._found)}"
            UndoDialog(self._session, self._found.id, told, self).exec()
            self.hide()
