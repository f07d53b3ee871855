"""编辑: corrections typed, pasted, cleared or filled into the list, each action one transaction.

A reason is asked once and kept in the strip above the list until the person changes it.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout

from hrgrid.core.corrections import MOST_CELLS, CellChange, Corrected
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.list_model import ListModel
from hrgrid.ui.cells.list_table import ListTable
from hrgrid.ui.cells.plan import At, Plan, filled_down, filled_right, pasted
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.cells.undo import Deed
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.lists.reader import ListReader
from hrgrid.ui.session import Session

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """Which cells of a list are corrected in it, by which checks and which use case.

    `refusal` says why a text cannot stand in a column, "" where it can: the same for typing,
    paste, fill and import. `shut` gives the rows, by id, that this person may not correct, each
    with its sentence. `told` is what stands in a cell. `apart` has columns that are never filled,
    each with its sentence.
    """

    editable: tuple[str, ...]
    topic: str
    right: Right
    refusal: Callable[[str, str, dt.date], str]
    correct: Callable[[UnitOfWork, Sequence[CellChange]], Corrected]
    rows_of: Callable[[UnitOfWork, Sequence[int]], list[Row]]
    shut: Callable[[UnitOfWork, Sequence[int]], dict[int, str]]
    told: Callable[[Row, str], str]
    apart: Mapping[str, str] = field(default_factory=dict)
    elsewhere: str = "这一列不在名单里改，请打开档案更正或办理。"
    measure: str = "人"


@dataclass(frozen=True)
class _Cell:
    row_id: int
    key: str
    text: str
    expected: str


class EditStrip(QFrame):
    """Says that one is editing, for which reason, and ends it."""

    def __init__(self, titles: str, end: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.reason = TextField("更正的事由", hint="更正的事由，例如：核对 7 月花名册")
        self.done = Button("结束编辑", glyph="check", does=end)
        self.done.setToolTip("结束编辑（Ctrl+E）")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(label("正在编辑", "strong"))
        row.addWidget(label(f"白格可以改：{titles}", "label"))
        row.addWidget(self.reason, 1)
        row.addWidget(self.done)


class Editing(QObject):
    """Turns what the table tells into corrections, one after the other, and keeps the steps."""

    turned = Signal(bool)

    def __init__(
        self,
        session: Session,
        table: ListTable,
        model: ListModel[Any],
        reader: ListReader,
        sheet: Sheet[Any],
    ) -> None:
        super().__init__(table)
        self._session, self._table, self._model = session, table, model
        self._reader, self._sheet = reader, sheet
        self._waiting: deque[Callable[[], None]] = deque()
        self._busy = False
        # Which version of a row each of our own writes made of which.
        self._own: dict[tuple[int, int], int] = {}
        columns = model.list_columns
        self._key_at = {
            at: column.key for at, column in enumerate(columns) if column.key in sheet.editable
        }
        titles = "、".join(columns[at].title for at in self._key_at)
        self.strip = EditStrip(titles, self.end)
        self.strip.hide()
        table.refuses = self._refuses
        table.typed.connect(self._type)
        table.refused.connect(lambda sentence: session.say(f"{sentence}没有记下。", Kind.BAD))
        table.pasted.connect(self._paste)
        table.cleared.connect(self._clear)
        table.filled.connect(self._fill)

    @property
    def on(self) -> bool:
        """Whether the list is being edited."""
        return self._table.cells

    @property
    def busy(self) -> bool:
        """Whether a correction is under way."""
        return self._busy

    @property
    def able(self) -> bool:
        """Whether the person may correct anything at all; use cases ask again, row by row."""
        return self._session.may(self._sheet.right)

    def begin(self) -> None:
        """Let cells be typed into."""
        self._model.editable = frozenset(self._key_at)
        self._table.show_cells(self._key_at)
        self.strip.show()
        self._table.fit()
        self._table.setFocus()
        self.turned.emit(True)  # noqa: FBT003 - a signal

    def end(self) -> None:
        """Rows again."""
        self._model.editable = frozenset()
        self._table.show_cells(None)
        self.strip.hide()
        self._table.fit()
        self._table.setFocus()
        self.turned.emit(False)  # noqa: FBT003 - a signal

    # --- what is asked for ----------------------------------------------------------------------

    def _refuses(self, index: QModelIndex, text: str) -> str:
        return self._refusal(self._key_at.get(index.column(), ""), text)

    def _refusal(self, key: str, text: str) -> str:
        if not key:
            return self._sheet.elsewhere
        return self._sheet.refusal(key, text, dt.date.today())  # noqa: DTZ011 - the desk's day

    def _type(self, index: QModelIndex, text: str) -> None:
        place = self._table.places.index(index.column())
        self._ask("改", "改", Plan({(index.row(), place): text}))

    def _paste(self, block: Block) -> None:
        table = self._table
        if len(block) * len(block[0]) == 1 and self._too_many():
            return
        size = self._model.rowCount(), len(table.places)
        corner = table.corner()
        selected = table.selected_cells() if len(block) * len(block[0]) == 1 else ()
        plan = pasted(block, corner, selected, size)
        if len(plan.texts) > MOST_CELLS:
            self._refuse_many(len(plan.texts))
            return
        self._ask("粘贴", "批量改" if len(plan.texts) > 1 else "改", plan)

    def _clear(self) -> None:
        if not self._too_many():
            cells = [at for at in self._table.selected_cells() if self._key(at)]
            self._ask("清空", "清空", Plan(dict.fromkeys(cells, "")))

    def _fill(self, along: int) -> None:
        table = self._table
        if self._too_many():
            return
        cells = table.selected_cells()
        for at in cells:
            if sentence := self._sheet.apart.get(self._key(at)):
                self._session.say(sentence, Kind.BAD)
                return

        def fill() -> None:
            plan = (filled_right if along else filled_down)(cells, table.texts_of(cells))
            self._ask("填充", "批量改", plan)

        self._reader.load({row for row, _ in cells}, fill)

    def _too_many(self) -> bool:
        count = self._table.selected_cell_count
        if count > MOST_CELLS:
            self._refuse_many(count)
        return count > MOST_CELLS

    def _refuse_many(self, count: int) -> None:
        self._session.say(
            f"选了 {count:,} 格，一次最多改 {MOST_CELLS:,} 格，没有改。请分几次改，或用导入数据。",
            Kind.BAD,
        )

    def _key(self, at: At) -> str:
        return self._key_at.get(self._table.places[at[1]], "")

    def _ask(self, verb: str, deed: str, plan: Plan) -> None:
        """Have the rows here, learn which of them are shut, then check every cell."""
        rows = {at[0] for at in plan.texts}

        def go_on() -> None:
            found = [row for row in map(self._model.row_at, rows) if row is not None]
            ids = [row.id for row in found]
            if self._session.desk.actor.may(self._sheet.right):
                self._check(verb, deed, plan, {})
            else:
                self._session.tasks.read(
                    lambda work: self._sheet.shut(work, ids),
                    lambda shut: self._check(verb, deed, plan, shut),
                )

        self._reader.load(rows, go_on)

    def _check(self, verb: str, deed: str, plan: Plan, shut: Mapping[int, str]) -> None:
        """Check every cell; where one is refused, the person decides about the others."""
        good: list[_Cell] = []
        refused: list[RefusedCell] = []
        names: dict[int, str] = {}
        columns, places = self._model.list_columns, self._table.places
        versions: dict[int, int] = {}
        for at, text in plan.texts.items():
            row = self._model.row_at(at[0])
            if row is None:
                continue
            column = columns[places[at[1]]]
            key = self._key_at.get(places[at[1]], "")
            why = shut.get(row.id) or self._refusal(key, text)
            name = columns[0].text(row)
            told = self._sheet.told(row, key) if key else ""
            if why:
                refused.append(RefusedCell(name, column.title, text, why))
            elif column.masked or told != text.strip():
                good.append(_Cell(row.id, key, text, told))
                names[row.id], versions[row.id] = name, row.version
        if len(plan.texts) == 1 and refused:
            self._session.say(f"{refused[0].why.rstrip('。')}。没有记下。", Kind.BAD)
            return
        if refused or plan.beyond:
            box = PreviewDialog(verb, refused, len(good), plan.beyond, self._table)
            if box.exec() != QDialog.DialogCode.Accepted:
                return
        reason = self._reason() if good else ""
        if reason:
            text = self._deed_told(deed, good, names)
            self._queue(lambda: self._write(text, good, versions, reason))

    def _reason(self) -> str:
        given = self.strip.reason.text().strip()
        if not given:
            dialog = ReasonDialog(
                "为什么更正",
                "记下事由并更正",
                self._table.window(),
                example="例如：核对 7 月花名册",
                told="写进操作留痕。这次编辑里后面的更正都用这个事由，可以在名单上方改。",
                missing="请写明为什么更正，写一句就行。",
            )
            if dialog.exec() == QDialog.DialogCode.Accepted:
                given = dialog.reason.text().strip()
                self.strip.reason.setText(given)
        return given

    def _deed_told(self, deed: str, cells: Sequence[_Cell], names: Mapping[int, str]) -> str:
        titles = {column.key: column.title for column in self._model.list_columns}
        headings = "、".join(dict.fromkeys(titles[cell.key] for cell in cells))
        if len(names) == 1:
            return f"{deed.removeprefix('批量')}{next(iter(names.values()))}的{headings}"
        return f"{deed}{headings}（{len(names):,} {self._sheet.measure}）"

    # --- writing, one after the other -----------------------------------------------------------

    def _queue(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._busy:
            self._busy = True
            self._waiting.popleft()()

    def _write(
        self, text: str, cells: Sequence[_Cell], versions: Mapping[int, int], reason: str
    ) -> None:
        # What was typed while an earlier step was under way stands on what that step made.
        changes = [
            CellChange(
                cell.row_id,
                self._latest(cell.row_id, versions[cell.row_id]),
                cell.key,
                cell.text,
                expected=cell.expected,
            )
            for cell in cells
        ]

        def done(corrected: Corrected) -> None:
            self._session.undo.push(Deed(text, corrected.inverse, self._revert))
            self._told(changes, corrected)

        def failed(sentence: str) -> None:
            self._failed(sentence, changes)

        self._send(changes, reason, done, failed)

    def _revert(self, deed: Deed) -> None:
        """Take a step back or do it again: the inverse of its inverse is kept."""

        def write() -> None:
            changes = [
                replace(one, version=self._latest(one.row_id, one.version)) for one in deed.inverse
            ]

            def done(corrected: Corrected) -> None:
                deed.inverse = corrected.inverse
                self._told(changes, corrected)

            def failed(sentence: str) -> None:
                deed.forget(self._session.undo)
                self._failed(f"没有撤销：{sentence}" if sentence else "", changes)

            self._send(changes, f"撤销或恢复：{deed.text()}", done, failed)

        self._queue(write)

    def _latest(self, row_id: int, version: int) -> int:
        while (row_id, version) in self._own:
            version = self._own[row_id, version]
        return version

    def _send(
        self,
        changes: Sequence[CellChange],
        reason: str,
        done: Callable[[Corrected], object],
        failed: Callable[[str], object],
    ) -> None:
        self._session.tasks.write(
            lambda work: self._sheet.correct(work, changes),
            topic=self._sheet.topic,
            done=done,
            failed=failed,
            title="正在更正",
            reason=reason,
        )

    def _told(self, changes: Sequence[CellChange], corrected: Corrected) -> None:
        for change in changes:
            new = corrected.versions[change.row_id]
            if new != change.version:
                self._own[change.row_id, change.version] = new
        self._read_anew(list(corrected.versions))

    def _read_anew(self, ids: Sequence[int]) -> None:
        self._session.tasks.read(
            lambda work: self._sheet.rows_of(work, ids),
            self._show,
            failed=lambda _: self._free(),
        )

    def _show(self, rows: list[Any]) -> None:
        self._model.replace_rows({row.id: row for row in rows})
        self._free()

    def _failed(self, sentence: str, changes: Sequence[CellChange]) -> None:
        """Say why, and show what stands there now: somebody may have changed it."""
        if sentence:
            self._session.say(sentence, Kind.BAD)
        self._read_anew([change.row_id for change in changes])

    def _free(self) -> None:
        self._busy = False
        self._next()
