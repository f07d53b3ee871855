"""A level that lists matters and opens one of them on a board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.focus import holds_focus
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


class Numbered(Protocol):
    """A row that is known by its id."""

    @property
    def id(self) -> int:
        """The key of the matter."""


RowT = TypeVar("RowT", bound=Numbered)
BoardT = TypeVar("BoardT", bound="MatterBoard")


class MatterBoard(QWidget):
    """One matter with all that can be done about it; `left` goes back to the list of all.

    `tools` stand in the page's head while it is on show.
    """

    left = Signal()
    where_changed = Signal(str)
    # Another level is wanted, and what it shall show.
    wanted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.narrow = True
        self.tools = QWidget()

    def choose(self, matter_id: int, /) -> None:
        """Show this one."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read again what is shown."""
        raise NotImplementedError

    def arrange(self, *, narrow: bool) -> None:
        """Fold what has no room."""
        raise NotImplementedError

    def main_control(self) -> QWidget:
        """Where the focus goes."""
        raise NotImplementedError


class OpeningLevel(Level, Generic[BoardT]):
    """A list, or the board of one of its matters; Esc on the board leads back to the list.

    Subclasses give what stands in place of the board, and the tools of the list, to `put_parts`.
    """

    def __init__(self, session: Session, board: BoardT) -> None:
        super().__init__(session)
        self.board = board
        self._space = QWidget()
        self._parts: tuple[QWidget, ...] = ()
        self._list_tools: tuple[QWidget, ...] = ()

    def put_parts(self, lists: Sequence[QWidget], tools: Sequence[QWidget]) -> None:
        """Lay everything out; nothing is on show until the first reading."""
        self._parts = (*lists, self.board)
        self._list_tools = tuple(tools)
        self.tool_row.addWidget(self.board.tools, 1)
        self.tool_row.addWidget(self._space, 1)
        for tool in tools:
            self.tool_row.addWidget(tool)
        for part in self._parts:
            self.column.addWidget(part, 1)
        for hidden in (*self._parts, self.board.tools, *tools):
            hidden.hide()
        self.board.left.connect(self.show_list)
        self.board.where_changed.connect(self.say_where)
        self.board.wanted.connect(self.wanted)

    def on_keys(self, keys: str, does: Callable[[], object]) -> None:
        """Keys that work wherever one is on the level."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(does)

    def show_list(self) -> None:
        """All of them."""
        raise NotImplementedError

    def show_board(self, matter_id: int) -> None:
        """The board of one."""
        self.turn_to(self.board)
        self.board.choose(matter_id)

    def show_tools(self, shown: QWidget) -> None:
        """Show those tools that belong to what is on show."""
        raise NotImplementedError

    def turn_to(self, wanted: QWidget) -> None:
        """Show this one of the parts, and take the focus along."""
        # The tools stand in the page's head: whoever is at one of them is on the level.
        had_focus = holds_focus(self) or holds_focus(self.tools)
        for part in self._parts:
            if part is not wanted:
                part.hide()
        wanted.show()
        if wanted is self.board:
            # Before the board's own come: both together would make a small window grow.
            for tool in self._list_tools:
                tool.hide()
        self.board.tools.setVisible(wanted is self.board)
        self._space.setVisible(wanted is not self.board)
        self.show_tools(wanted)
        if had_focus:
            self.main_control().setFocus()

    def arrange(self, *, narrow: bool) -> None:
        """Fold what stands beside the board."""
        super().arrange(narrow=narrow)
        self.board.arrange(narrow=narrow)


class TableLevel(OpeningLevel[BoardT], Generic[RowT, BoardT]):
    """A plain table of all matters; where only one is running, the page begins with its board."""

    def __init__(
        self,
        session: Session,
        board: BoardT,
        columns: Sequence[Column[RowT]],
        name: str,
        read: Callable[[UnitOfWork], list[RowT]],
    ) -> None:
        super().__init__(session, board)
        self.rows: list[RowT] = []
        # A function and no method: it runs in another thread, which must not hold a widget.
        self._read = read
        self._asked = 0
        self._open_wanted: int | None = None
        self._first = True
        self.model: RowsModel[RowT] = RowsModel(columns, self)
        self.table = Table(self.model, name)
        self.list, column = panel()
        column.addWidget(self.table)
        self.empty = self.make_empty()
        self.table.opened.connect(lambda row: self.show_board(row.id))
        session.look_changed.connect(self.table.fit)

    # --- what subclasses say ------------------------------------------------------------------

    def make_empty(self) -> QFrame:
        """What stands there as long as there is none."""
        raise NotImplementedError

    def is_running(self, row: RowT) -> bool:
        """Whether there is something left to do about one."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Put rows into the table; the cursor stays where it was."""
        current = self.table.current
        self.model.show_rows(rows)
        ids = [row.id for row in rows]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list, and the board where one is open."""
        self._asked += 1
        asked = self._asked

        def take(rows: list[RowT]) -> None:
            if asked == self._asked:
                self._take(rows)

        self.session.tasks.read(self._read, take)
        if not self.board.isHidden():
            self.board.refresh()

    def _take(self, rows: list[RowT]) -> None:
        self.rows = rows
        self.show_rows(rows)
        running = [row for row in rows if self.is_running(row)]
        wanted, self._open_wanted = self._open_wanted, None
        if wanted is not None and wanted in [row.id for row in rows]:
            self.show_board(wanted)
        elif self._first and len(running) == 1:
            self.show_board(running[0].id)
        elif self.board.isHidden():
            self.show_list()
        self._first = False
        self.hand_on_focus()

    def choose(self, matter_id: int) -> None:
        """Show one, now or when the list has come."""
        if matter_id in [row.id for row in self.rows]:
            self.show_board(matter_id)
        else:
            self._open_wanted = matter_id
            self.refresh()

    def main_control(self) -> QWidget:
        """What the board is about, or the list."""
        if not self.board.isHidden():
            return self.board.main_control()
        return self.table if self.rows else self
