"""编辑: corrections typed, pasted, cleared or filled into the list, each action one transaction.

A reason is asked once and kept in the strip above the list until the person changes it.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.plan import At, Plan, filled_down, filled_right, pasted
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.cells.undo import Deed
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.people import COLUMNS, PeopleModel
from hrgrid.ui.workforce.people_table import PeopleTable
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.queries import PeopleFilter, PersonRow
from hrgrid.workforce.queries.picking import people_of
from hrgrid.workforce.service.sheet import (
    EDITABLE,
    CellChange,
    Corrected,
    correct_cells,
    refusal_of,
)

EDITABLE_AT = {at: column.key for at, column in enumerate(COLUMNS) if column.key in EDITABLE}
_NOT_HERE = "这一列不在名单里改，请打开档案更正或办理。"


@dataclass(frozen=True)
class _Cell:
    person_id: int
    key: str
    text: str


class EditStrip(QFrame):
    """Says that one is editing, for which reason, and ends it."""

    def __init__(self, end: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        titles = "、".join(COLUMNS[at].title for at in EDITABLE_AT)
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


class WhyDialog(FormDialog):
    """The reason of the corrections; kept for those that follow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("为什么更正", "记下事由并更正", parent)
        self.reason = TextField("事由", hint="例如：核对 7 月花名册")
        hint = "写进操作留痕。这次编辑里后面的更正都用这个事由，可以在名单上方改。"
        self._field = Field("事由", self.reason, hint=hint)
        self.form.addWidget(self._field)
        self.on_act(self._check)
        self.reason.setFocus()

    def _check(self) -> None:
        if self.reason.text().strip():
            self.accept()
            return
        self._field.complain("请写明为什么更正，写一句就行。")
        self.refuse("")
        self.reason.setFocus()


class Editing(QObject):
    """Turns what the table tells into corrections, one after the other, and keeps the steps."""

    turned = Signal(bool)

    def __init__(self, session: Session, table: PeopleTable, model: PeopleModel) -> None:
        super().__init__(table)
        self._session, self._table, self._model = session, table, model
        self._waiting: deque[Callable[[], None]] = deque()
        self._busy = False
        # Which version of a person each of our own writes made of which.
        self._own: dict[tuple[int, int], int] = {}
        self.strip = EditStrip(self.end)
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

    def begin(self) -> None:
        """Let cells be typed into."""
        self._model.editable = frozenset(EDITABLE_AT)
        self._table.show_cells(EDITABLE_AT)
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
        return _refusal(EDITABLE_AT.get(index.column(), ""), text)

    def _type(self, index: QModelIndex, text: str) -> None:
        place = self._table.places.index(index.column())
        self._ask("改", "改", Plan({(index.row(), place): text}))

    def _paste(self, block: Block) -> None:
        table = self._table
        size = self._model.rowCount(), len(table.places)
        plan = pasted(block, table.corner(), table.selected_cells(), size)
        self._ask("粘贴", "批量改" if len(plan.texts) > 1 else "改", plan)

    def _clear(self) -> None:
        cells = [at for at in self._table.selected_cells() if self._key(at)]
        self._ask("清空", "清空", Plan(dict.fromkeys(cells, "")))

    def _fill(self, along: int) -> None:
        table = self._table
        cells = table.selected_cells()
        if any(self._key(at) == "phone" for at in cells):
            self._session.say("手机号各人不同，不能填充。请逐个输入或整列粘贴。", Kind.BAD)
            return
        texts = {at: table.text_at(at) for at in cells}
        plan = (filled_right if along else filled_down)(cells, texts)
        self._ask("填充", "批量改", plan)

    def _key(self, at: At) -> str:
        return EDITABLE_AT.get(self._table.places[at[1]], "")

    def _ask(self, verb: str, deed: str, plan: Plan) -> None:
        """Check every cell; where one is refused, the person decides about the others."""
        good: list[_Cell] = []
        refused: list[RefusedCell] = []
        names: dict[int, str] = {}
        for at, text in plan.texts.items():
            row, key = self._model.rows[at[0]], self._key(at)
            why = _refusal(key, text)
            if why:
                title = COLUMNS[self._table.places[at[1]]].title
                refused.append(RefusedCell(row.name, title, text, why))
            elif key == "phone" or getattr(row, key) != text.strip():
                good.append(_Cell(row.id, key, text))
                names[row.id] = row.name
        if refused or plan.beyond:
            box = PreviewDialog(verb, refused, len(good), plan.beyond, self._table)
            if box.exec() != QDialog.DialogCode.Accepted:
                return
        reason = self._reason() if good else ""
        if reason:
            text = _deed_told(deed, good, names)
            self._queue(lambda: self._write(text, good, reason))

    def _reason(self) -> str:
        given = self.strip.reason.text().strip()
        if not given:
            dialog = WhyDialog(self._table.window())
            if dialog.exec() == QDialog.DialogCode.Accepted:
                given = dialog.reason.text().strip()
                self.strip.reason.setText(given)
        return given

    # --- writing, one after the other -----------------------------------------------------------

    def _queue(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._busy:
            self._busy = True
            self._waiting.popleft()()

    def _write(self, text: str, cells: Sequence[_Cell], reason: str) -> None:
        versions = {row.id: row.version for row in self._model.rows}
        changes = [
            CellChange(cell.person_id, versions[cell.person_id], cell.key, cell.text)
            for cell in cells
            if cell.person_id in versions
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
                replace(one, version=self._latest(one.person_id, one.version))
                for one in deed.inverse
            ]

            def done(corrected: Corrected) -> None:
                deed.inverse = corrected.inverse
                self._told(changes, corrected)

            def failed(sentence: str) -> None:
                deed.forget(self._session.undo)
                self._failed(f"没有撤销：{sentence}" if sentence else "", changes)

            self._send(changes, f"撤销或恢复：{deed.text()}", done, failed)

        self._queue(write)

    def _latest(self, person_id: int, version: int) -> int:
        while (person_id, version) in self._own:
            version = self._own[person_id, version]
        return version

    def _send(
        self,
        changes: Sequence[CellChange],
        reason: str,
        done: Callable[[Corrected], object],
        failed: Callable[[str], object],
    ) -> None:
        self._session.tasks.write(
            lambda work: correct_cells(work, changes),
            topic="workforce",
            done=done,
            failed=failed,
            title="正在更正",
            reason=reason,
        )

    def _told(self, changes: Sequence[CellChange], corrected: Corrected) -> None:
        for change in changes:
            new = corrected.versions[change.person_id]
            if new != change.version:
                self._own[change.person_id, change.version] = new
        self._read_anew(list(corrected.versions))

    def _read_anew(self, ids: Sequence[int]) -> None:
        def read(work: UnitOfWork) -> list[PersonRow]:
            return people_of(work, ids, PeopleFilter(work.today))

        self._session.tasks.read(read, self._show, failed=lambda _: self._free())

    def _show(self, rows: list[PersonRow]) -> None:
        self._model.replace_rows({row.id: row for row in rows})
        self._free()

    def _failed(self, sentence: str, changes: Sequence[CellChange]) -> None:
        """Say why, and show what stands there now: somebody may have changed it."""
        if sentence:
            self._session.say(sentence, Kind.BAD)
        self._read_anew([change.person_id for change in changes])

    def _free(self) -> None:
        self._busy = False
        self._next()


def _refusal(key: str, text: str) -> str:
    if not key:
        return _NOT_HERE
    return refusal_of(key, text, dt.date.today())  # noqa: DTZ011 - the desk's day


def _deed_told(deed: str, cells: Sequence[_Cell], names: Mapping[int, str]) -> str:
    headings = "、".join(dict.fromkeys(WORKERS.column(cell.key).heading for cell in cells))
    if len(names) == 1:
        return f"{deed.removeprefix('批量')}{next(iter(names.values()))}的{headings}"
    return f"{deed}{headings}（{len(names):,} 人）"
