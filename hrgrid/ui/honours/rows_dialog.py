"""A list in a box with what may be done about its rows; read anew when something was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

Row = TypeVar("Row")


class RowsDialog(Dialog, Generic[Row]):
    """Shows rows; `offer` is called whenever another row is under the cursor."""

    WIDTH = 860

    def __init__(
        self,
        session: Session,
        title: str,
        told: str,
        columns: Sequence[Column[Row]],
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self.session = session
        self.model = self.make_model(tuple(columns))
        self.table = self.make_table(title)
        self.told = label(told, "body2", wraps=True)
        self._outcome = QVBoxLayout()
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        away = Button("关闭", does=self.reject)
        away.setAutoDefault(False)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(self.WIDTH), room.width() - 40))
        self.table.setMinimumHeight(min(theme.length(320), room.height() - theme.length(260)))
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._outcome)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(self._foot)
        foot.addStretch()
        foot.addWidget(away)
        self.body.addLayout(foot)
        self.table.chosen.connect(lambda _: self.offer(self.current))

    def make_model(self, columns: tuple[Column[Row], ...]) -> RowsModel[Row]:
        """What holds the rows; a list that is typed into has its own."""
        return RowsModel(columns, self)

    def make_table(self, title: str) -> Table:
        """What shows them."""
        return Table(self.model, title)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        found: Row | None = self.table.current
        return found

    def button(
        self, text: str, does: Callable[[], object], *, main: bool = False
    ) -> Button | PrimaryButton:
        """A button at the foot."""
        made = (PrimaryButton if main else Button)(text, does=does)
        made.setAutoDefault(False)
        self._foot.addWidget(made)
        return made

    def read(self, work: UnitOfWork) -> Sequence[Row]:
        """The rows."""
        raise NotImplementedError

    def offer(self, row: Row | None) -> None:
        """Offer what may be done about a row."""

    def refresh(self) -> None:
        """Read the rows."""
        self.session.tasks.read(self.read, self._take, failed=self.refuse)

    def do(self, box: Any) -> None:
        """Let a form be filled in, and read the rows anew when it did something."""
        if box.exec():
            clear(self._outcome)
            self.refresh()

    def refuse(self, sentence: str) -> None:
        """Show why something was refused."""
        if sentence:
            self.tell(Message(sentence, Kind.BAD))

    def tell(self, message: Message) -> None:
        """Show a sentence below the rows."""
        clear(self._outcome)
        self._outcome.addWidget(Banner(message))

    def _take(self, rows: Sequence[Row]) -> None:
        self.model.show_rows(rows)
        self.offer(self.current)
