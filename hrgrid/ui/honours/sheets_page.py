"""评审打分 for whoever keys the judges' marks and has no other part in the selection."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.honours.queries import ReviewPanel, panels_to_mark
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.honours.judging import keyed
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_COLUMNS: tuple[Column[ReviewPanel], ...] = (
    Column("评审", lambda row: row.title, 280, grows=True, strong=True),
    Column("对象", lambda row: f"{row.entrants:,}", 64, right=True),
    Column("评委", lambda row: f"{len(row.judges)}", 64, right=True),
    Column("已录", lambda row: f"{row.progress.done:,} / {row.progress.whole:,}", 120, right=True),
)
_TOLD = "回车或双击打开评分表。别人录的分，在自己对这名对象的分录定以前看不到。"
_NONE = "评选办到评审、设好评委组以后，这里列出要录的评分表。"


class SheetsPage(Page):
    """The open panels of every selection, to be keyed; nothing of who is nominated for what."""

    TOPICS = frozenset({TOPIC})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.model: RowsModel[ReviewPanel] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "要录的评分表")
        self.score = PrimaryButton("录入评分", glyph="pencil-simple", does=self._score)
        self.empty = QFrame()
        self.empty.setProperty("role", "panel")
        column = QVBoxLayout(self.empty)
        column.addWidget(EmptyState("medal", "现在没有要录的评分", _NONE))
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label(_TOLD, "body2", wraps=True), 1)
        head.addWidget(self.score)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self.empty, 1)
        # Until they are read neither would be true.
        self._body.hide()
        self.empty.hide()
        self.table.opened.connect(lambda _: self._score())

    def main_control(self) -> QWidget:
        """The list, where there is one."""
        return self.table if self.table.isVisibleTo(self) else self

    def refresh(self) -> None:
        """Read which panels are open."""
        self.session.tasks.read(
            panels_to_mark, self._show, failed=lambda told: self.session.say(told, Kind.BAD)
        )

    def _show(self, rows: list[ReviewPanel]) -> None:
        kept = self.table.current
        self.model.show_rows(rows)
        self._body.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        ids = [row.id for row in rows]
        if rows:
            self.table.selectRow(ids.index(kept.id) if kept and kept.id in ids else 0)

    def _score(self) -> None:
        row = self.table.current
        if row is not None:
            keyed(self.session, row.id, self)
            self.refresh()
