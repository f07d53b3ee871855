"""待换牌: hanging boards that say something else than what is true, and what is done about them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.papers.kinds import Asked
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries.board_register import DueRow, boards_due, issued_boards
from hrgrid.workforce.service.boards import mark_hanging, mark_removed

TOPIC = "boards"


def _state(row: DueRow) -> str:
    return "warn" if row.now is None else "ok" if row.renewed else "info"


def short_title(title: str, place: str) -> str:
    """What a board is called among those of its place."""
    return title.removeprefix(place) or title


def _called(row: DueRow) -> str:
    return short_title(row.board.says.title, row.now.place if row.now else "")


COLUMNS: tuple[Column[DueRow], ...] = (
    Column("公示牌", _called, 190, grows=True, strong=True),
    Column("所在", lambda row: row.now.place if row.now else "", 120, quiet=True, drops=True),
    Column("规格", lambda row: row.board.size.label, 76, drops=True),
    Column("块数", lambda row: str(row.board.copies), 52, right=True, drops=True),
    Column("变了什么", lambda row: "、".join(row.reasons), 130, grows=True),
    Column("牌上的人", lambda row: row.board.says.name, 80, drops=True),
    Column("现在的人", lambda row: row.now.says.name if row.now else "", 80, drops=True),
    Column("要做什么", lambda row: row.told, 130, chip=_state),
    Column("印制日期", lambda row: f"{row.board.issued_at.astimezone():%Y-%m-%d}", 100, drops=True),
)


class DueCard(QFrame):
    """The list with its marks; `counted` tells how many are on it."""

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._session = session
        self._asked = 0
        self.model: RowsModel[DueRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "待换牌清单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.count = label("", "label")
        self.done = Button("标记已换", glyph="check", does=self._mark)
        self.none_due = EmptyState(
            "clipboard-text", "没有要换的公示牌", "登记在用的公示牌，牌上写的都与这一天一致。"
        )
        self.none_yet = EmptyState(
            "clipboard-text",
            "还没有登记的公示牌",
            "印公示牌时自动登记。以后人员、电话、区域或名称变了，要换的牌就列在这里。",
        )
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self._show([], 0)

    @property
    def selected(self) -> list[DueRow]:
        """The selected boards, from the top."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[at] for at in places]

    @property
    def to_print(self) -> list[DueRow]:
        """Of those selected the ones of which no new board was printed yet."""
        return [row for row in self.selected if row.now is not None and not row.renewed]

    def read(self, asked: Asked) -> None:
        """Read the list of an area and day."""
        self._asked += 1
        number = self._asked

        def read(work: UnitOfWork) -> tuple[list[DueRow], int]:
            due = boards_due(work, asked.on, asked.area_id)
            return due, len(issued_boards(work, asked.area_id))

        def take(found: tuple[list[DueRow], int]) -> None:
            if number == self._asked:
                self._show(*found)

        self._session.tasks.read(read, take)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.done)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.none_due, 1)
        column.addWidget(self.none_yet, 1)

    def _show(self, rows: Sequence[DueRow], hanging: int) -> None:
        self.model.show_rows(rows)
        if rows:
            self.table.selectAll()
        boards = sum(row.board.copies for row in rows)
        self.count.setText(f"{len(rows):,} 种、{boards:,} 块要换，登记在用的共 {hanging:,} 种")
        for part in (self.table, self.done, self.count):
            part.setVisible(bool(rows))
        self.none_due.setVisible(not rows and hanging > 0)
        self.none_yet.setVisible(not rows and not hanging)
        self._offer()
        self.counted.emit(len(rows))

    def _offer(self) -> None:
        count = len(self.selected)
        self.done.setText(f"标记已换 {count:,} 种" if count else "标记已换")
        self.done.setEnabled(bool(count))

    def _mark(self) -> None:
        ids = [row.board.id for row in self.selected]

        def told(count: int) -> None:
            back = ("撤销", lambda: self._unmark(ids))
            self._session.say(f"已标记换下 {count:,} 种公示牌。", Kind.OK, back)

        self._session.tasks.write(
            lambda work: mark_removed(work, ids, work.today),
            topic=TOPIC,
            done=told,
            failed=self._refuse,
        )

    def _unmark(self, ids: list[int]) -> None:
        self._session.tasks.write(
            lambda work: mark_hanging(work, ids),
            topic=TOPIC,
            done=lambda count: self._session.say(f"{count:,} 种公示牌仍在用。"),
            failed=self._refuse,
        )

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self._session.say(sentence, Kind.BAD)
