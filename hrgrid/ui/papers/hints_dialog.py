"""What the clerk may want to see to before boards are printed: no photo, no telephone, nobody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.papers.consent_dialog import ConsentDialog
from hrgrid.ui.papers.due import short_title
from hrgrid.ui.papers.words_dialog import WordsDialog
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries.boards import BoardRow

COLUMNS: tuple[Column[BoardRow], ...] = (
    Column("公示牌", lambda row: short_title(row.says.title, row.place), 170, strong=True),
    Column("网格员", lambda row: row.says.name, 84),
    Column("电话", lambda row: row.source.label, 150, drops=True),
    Column("要核对的", lambda row: "；".join(row.hints), 240, grows=True),
)


class HintsDialog(Dialog):
    """The boards with something to see to, and what can be done about each."""

    def __init__(self, session: Session, rows: Sequence[BoardRow], parent: QWidget) -> None:
        super().__init__(f"印之前请核对 {len(rows):,} 块公示牌", parent)
        self._session = session
        self.model: RowsModel[BoardRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "要核对的公示牌")
        self.words = Button("填工作手机和区域…", glyph="pencil-simple", does=self._words)
        self.consent = Button("登记本人同意…", glyph="check", does=self._consent)
        self.person = Button("看这个人", glyph="user", does=self._look)
        self._lay_out(parent.window().size())
        self.table.chosen.connect(self._offer)
        self.table.opened.connect(lambda _: self._words())
        self.model.show_rows(rows)
        self.table.setFocus()

    def _lay_out(self, room: QSize) -> None:
        self.setMinimumWidth(min(theme.length(820), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(380), room.height() - 260))
        told = "有这些情况也能印：没有的照片留框，没有的电话空着。"
        self.body.addWidget(label(told, "caption", wraps=True))
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        close = Button("关闭", does=self.accept)
        for button in (close, self.person, self.consent, self.words):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)

    def _offer(self, row: BoardRow | None) -> None:
        somebody = row is not None and row.person_id is not None
        self.words.setEnabled(row is not None)
        self.consent.setEnabled(somebody)
        self.person.setEnabled(somebody)

    def _words(self) -> None:
        row: BoardRow | None = self.table.current
        if row is not None:
            dialog = WordsDialog(
                self._session, row.area_id, row.says.title, is_grid=True, parent=self
            )
            dialog.exec()

    def _consent(self) -> None:
        row: BoardRow | None = self.table.current
        if row is not None and row.person_id is not None:
            ConsentDialog(self._session, row.person_id, row.says.name, self).exec()

    def _look(self) -> None:
        row: BoardRow | None = self.table.current
        if row is not None and row.person_id is not None:
            self.accept()
            self._session.go("workforce", f"person/{row.person_id}")
