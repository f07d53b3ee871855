"""The list of people: its columns, its model, and the pages that come as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel
from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.workforce.queries.listing import (
    PeopleFilter,
    PeopleOrder,
    PersonRow,
    count_people,
    people,
)
from hrgrid.workforce.rules import Employment

PAGE_SIZE = 100


@dataclass(frozen=True)
class ListColumn(Column[PersonRow]):
    """A column with its key; `orders` are those that its heading sorts by.

    Where there is no room for all, the one that `leaves` first has the highest number; 0 stays.
    A `wide` one is shown from 1,600 px on, a `spare` one only where the person chose it.
    """

    key: str = ""
    orders: tuple[PeopleOrder, ...] = ()
    leaves: int = 0
    wide: bool = False
    spare: bool = False


_CHIPS = {Employment.FULL: "info", Employment.PART: "mute"}


def _employment(row: PersonRow) -> str:
    return row.employment.label if row.employment else ""


def _employment_chip(row: PersonRow) -> str:
    return _CHIPS[row.employment] if row.employment else ""


def _role(row: PersonRow) -> str:
    """With 请假 or 借调 beside it while somebody is away."""
    return f"{row.role} · {row.away}" if row.away else row.role


def _since(row: PersonRow) -> str:
    return f"{row.since:%Y-%m}" if row.since else ""


def _sex(row: PersonRow) -> str:
    return row.sex.label if row.sex else ""


def _photo(row: PersonRow) -> str:
    return "有" if row.has_photo else "缺"


_BY_NAME = (PeopleOrder.STROKES, PeopleOrder.PINYIN)
_BY_NUMBER = (PeopleOrder.NUMBER,)
COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("姓名", lambda row: row.name, 104, strong=True, key="name", orders=_BY_NAME),
    ListColumn("证件号", lambda row: row.id_masked, 164, key="id_number", leaves=3),
    ListColumn("街道", lambda row: row.street, 104, grows=True, key="street", leaves=4),
    ListColumn("网格", lambda row: row.place, 160, grows=True, key="place"),
    ListColumn("类别", _employment, 68, chip=_employment_chip, key="employment", leaves=1),
    ListColumn("岗位", _role, 108, key="role", leaves=2),
    ListColumn("任职", _since, 84, key="since", leaves=5),
    ListColumn("手机号", lambda row: row.phone_masked, 116, key="phone", leaves=6, wide=True),
    ListColumn(
        "工号", lambda row: row.number, 96, key="number", orders=_BY_NUMBER, leaves=7, wide=True
    ),
    ListColumn("性别", _sex, 56, key="sex", leaves=8, wide=True),
    ListColumn("证件照", _photo, 68, quiet=True, key="photo", leaves=9, wide=True),
    ListColumn("任职数", lambda row: f"{row.posts:,}", 72, right=True, key="posts", spare=True),
    ListColumn("政治面貌", lambda row: row.party, 92, key="party", spare=True),
    ListColumn("学历", lambda row: row.education, 80, key="education", spare=True),
    ListColumn("备注", lambda row: row.note, 160, key="note", spare=True),
)

_ORDER_SIGNS = {
    PeopleOrder.STROKES: "笔画 ↑",
    PeopleOrder.PINYIN: "拼音 ↑",
    PeopleOrder.NUMBER: "↑",
}


class PeopleModel(RowsModel[PersonRow]):
    """People as they came; the heading of the column that sorts says by what."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.order = PeopleOrder.STROKES
        self.editable: frozenset[int] = frozenset()

    def replace_rows(self, rows: Mapping[int, PersonRow]) -> None:
        """Show these people, by id, as they are now; each keeps its place in the order."""
        for at, row in enumerate(self._rows):
            if row.id in rows:
                # The key is that of the order in which the list was read.
                self._rows[at] = replace(rows[row.id], key=row.key)
                last = len(COLUMNS) - 1
                self.dataChanged.emit(self.index(at, 0), self.index(at, last))

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Cells of columns that are being edited may be typed into."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in self.editable else flags

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What an editor begins with: a masked number is not begun with."""
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            masked = COLUMNS[index.column()].key == "phone"
            return "" if masked else super().data(index)
        return super().data(index, role)

    def show_order(self, order: PeopleOrder) -> None:
        """Say by what the rows are sorted."""
        self.order = order
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def next_order(self, column: int) -> PeopleOrder | None:
        """By what a click on a heading sorts; None where it does not."""
        orders = COLUMNS[column].orders
        if not orders:
            return None
        at = orders.index(self.order) + 1 if self.order in orders else 0
        return orders[at % len(orders)]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles; the one that sorts with its order."""
        told = super().headerData(section, orientation, role)
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return told
        orders = COLUMNS[section].orders
        if role == Qt.ItemDataRole.DisplayRole and self.order in orders:
            return f"{told} {_ORDER_SIGNS[self.order]}"
        if role == Qt.ItemDataRole.ToolTipRole and orders:
            wanted = self.next_order(section)
            return f"点一下{wanted.label}排" if wanted not in {None, self.order} else told
        return told

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Rows are sorted where they are read; a click on a heading asks for them anew."""


class PeopleReader(QObject):
    """Reads what the conditions find: the first page, then its count, then page after page."""

    arrived = Signal()
    counted = Signal()

    def __init__(self, session: Session, model: PeopleModel) -> None:
        super().__init__(model)
        self._tasks = session.tasks
        self._model = model
        self._asked = 0
        self._conditions = Conditions()
        self.found: int | None = None
        self.every: int | None = None

    def read(self, conditions: Conditions) -> None:
        """Read the first page, in the model's order."""
        self._asked += 1
        self._conditions = conditions
        self._read_page(None, self._show_first)

    def forget_count(self) -> None:
        """The data changed: count everybody again."""
        self.every = None

    def read_all(self, done: Callable[[list[PersonRow]], object]) -> None:
        """Everything that the conditions find, page by page with progress and cancel."""
        conditions, order, found = self._conditions, self._model.order, self.found

        def job(work: UnitOfWork) -> list[PersonRow]:
            wanted = conditions.wanted(work.day)
            work.progress.begin("正在读取名单", found or 0)
            return _all_pages(work, wanted, order)

        self._tasks.read(job, done, title="正在读取名单")

    def _read_page(
        self, after: tuple[str, int] | None, show: Callable[[list[PersonRow]], None]
    ) -> None:
        asked, conditions, order = self._asked, self._conditions, self._model.order

        def take(rows: list[PersonRow]) -> None:
            # An answer to what was asked before the last change of the conditions is let go.
            if asked == self._asked:
                show(rows)

        self._tasks.read(
            lambda work: people(work, conditions.wanted(work.day), order, after, PAGE_SIZE), take
        )

    def _show_first(self, rows: list[PersonRow]) -> None:
        self.found = len(rows) if len(rows) < PAGE_SIZE else None
        self._model.show_rows(rows, self._next(rows))
        self.arrived.emit()
        self._count()

    def _next(self, rows: list[PersonRow]) -> Callable[[], None] | None:
        if len(rows) < PAGE_SIZE:
            return None
        after = rows[-1].key, rows[-1].id
        return lambda: self._read_page(after, self._show_more)

    def _show_more(self, rows: list[PersonRow]) -> None:
        self._model.add_rows(rows, self._next(rows))

    def _count(self) -> None:
        asked, conditions = self._asked, self._conditions
        found, every = self.found, self.every

        def job(work: UnitOfWork) -> tuple[int, int]:
            matching = found
            if matching is None:
                matching = count_people(work, conditions.wanted(work.day))
            if conditions == Conditions():
                return matching, matching
            everybody = count_people(work, PeopleFilter(work.day)) if every is None else every
            return matching, everybody

        self._tasks.read(job, lambda counts: self._show_counts(asked, *counts))

    def _show_counts(self, asked: int, found: int, every: int) -> None:
        if asked == self._asked:
            self.found, self.every = found, every
            self.counted.emit()


def _all_pages(work: UnitOfWork, wanted: PeopleFilter, order: PeopleOrder) -> list[PersonRow]:
    rows: list[PersonRow] = []
    after: tuple[str, int] | None = None
    while True:
        page = people(work, wanted, order, after, 1_000)
        rows += page
        work.progress.step(len(page))
        if len(page) < 1_000:
            return rows
        after = page[-1].key, page[-1].id
