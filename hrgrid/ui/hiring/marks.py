"""笔试成绩: typed down a column, pasted, checked; each mark is stored at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.tabulation import mark_text
from hrgrid.hiring.queries.marks import Keyed, MarkRow, mark_rows
from hrgrid.hiring.rules.marks import typed_mark
from hrgrid.hiring.service.marking import KeyedMarks, key_exam_marks, settle_exam_mark
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cells.cell_table import CellTable
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.list_model import PAGE_SIZE, ListColumn, ListModel
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import TextField, Tick, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.words import MARKS_TOPIC
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.matters.typed import with_point
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

MARK_AT = 3
_CHIPS = {Keyed.NONE: "mute", Keyed.FIRST: "info", Keyed.DIFFERENT: "bad", Keyed.DONE: "ok"}


class _Order(Labelled):
    ADMISSION = "admission", "按准考证号"


@dataclass(frozen=True)
class MarkLine:
    """A row of the table; `text` is what stands in the cell, typed and not stored yet too."""

    row: MarkRow
    text: str
    version: int = 0
    key: str = ""

    @property
    def id(self) -> int:
        """Of the candidate."""
        return self.row.candidate_id


def shown_mark(row: MarkRow) -> str:
    """The mark that counts, else the pass that one may see; both where they differ."""
    passes = [one.shown for one in (row.first, row.second) if one is not None]
    if row.keyed is Keyed.DIFFERENT:
        return " / ".join(passes)
    return passes[0] if passes else ""


COLUMNS: tuple[ListColumn[MarkLine], ...] = (
    ListColumn("姓名", lambda one: one.row.name, 90, strong=True, key="name"),
    ListColumn("准考证号", lambda one: one.row.admission_no or one.row.number, 120, key="number"),
    ListColumn("岗位", lambda one: one.row.position, 110, grows=True, quiet=True, key="position"),
    ListColumn("成绩", lambda one: one.text, 90, right=True, key="mark"),
    ListColumn(
        "状况",
        lambda one: one.row.keyed.label,
        110,
        chip=lambda one: _CHIPS[one.row.keyed],
        key="keyed",
    ),
)


class MarksDialog(Dialog):
    """Type, Enter, type; a block of one or two columns may be pasted from Excel."""

    def __init__(self, session: Session, batch_id: int, full_milli: int, parent: QWidget) -> None:
        super().__init__("录入笔试成绩", parent)
        self.session, self._batch_id, self._full = session, batch_id, full_milli
        self.rows: list[MarkRow] = []
        self._waiting: deque[list[tuple[str, str]]] = deque()
        self._busy = False
        self.changed = False
        self.model: ListModel[MarkLine] = ListModel(
            COLUMNS, _Order.ADMISSION, {_Order.ADMISSION: ""}
        )
        self.model.setParent(self)
        self.table = CellTable(self.model, "笔试成绩")
        self.count = label("", "strong")
        self.only = Tick("只看没有录完的")
        self.settle = Button("核定…", does=self._settle)
        self.settle.setToolTip("成绩已定、或两遍不一致的，对照试卷写明事由核定")
        self.away = PrimaryButton("录完了", does=self.accept)
        self._notice = QVBoxLayout()
        self._lay_out()
        self.table.refuses = lambda _index, text: self.refusal(text)
        self.table.typed.connect(self._type)
        self.table.refused.connect(lambda sentence: self._tell(f"{sentence}。没有记下。"))
        self.table.pasted.connect(self._paste)
        self.table.cleared.connect(lambda: self._tell("成绩不能清空。录错了请核定，写明事由。"))
        self.only.toggled.connect(lambda _: self._show())
        self._read()

    def _lay_out(self) -> None:
        room = (self.parentWidget() or self).window().size()
        self.setMinimumWidth(min(theme.length(680), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(420), max(140, room.height() - 250)))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.count)
        told = (
            f"满分 {mark_text(self._full)} 分。输入后按 Enter 到下一人，865 记作 86.5，"
            "缺考写“缺考”。可从 Excel 粘贴成绩一列，或准考证号、成绩两列"
        )
        head.addWidget(Elided(told, role="crumb", px=theme.LABEL), 1)
        head.addWidget(self.only)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label("每录一个分立即存盘，断电断网不丢", "caption"))
        foot.addStretch()
        for button in (self.settle, self.away):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)

    # --- what is there ------------------------------------------------------------------------

    def _read(self) -> None:
        batch_id = self._batch_id
        self.session.tasks.read(
            lambda work: mark_rows(work, batch_id), self._take, failed=self._tell
        )

    def _take(self, rows: list[MarkRow]) -> None:
        self.rows = rows
        self._show()

    def _show(self) -> None:
        shown = [
            row for row in self.rows if not self.only.isChecked() or row.keyed is not Keyed.DONE
        ]
        lines = [MarkLine(row, shown_mark(row)) for row in shown]
        same = [line.id for line in self.model.rows] == [line.id for line in lines]
        if same and lines:
            for number in range(-(-len(lines) // PAGE_SIZE)):
                page = lines[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
                self.model.show_page(number, page)
        else:
            self._show_anew(lines)
        done = sum(row.keyed is Keyed.DONE for row in self.rows)
        apart = sum(row.keyed is Keyed.DIFFERENT for row in self.rows)
        more = f"，{apart} 人两遍不一致" if apart else ""
        self.count.setText(f"已录 {done:,} / {len(self.rows):,}{more}")

    def _show_anew(self, lines: Sequence[MarkLine]) -> None:
        self.model.editable = frozenset({MARK_AT})
        self.model.show_first(lines[:PAGE_SIZE])
        self.model.show_count(len(lines))
        for number in range(1, -(-len(lines) // PAGE_SIZE)):
            self.model.show_page(number, lines[number * PAGE_SIZE : (number + 1) * PAGE_SIZE])
        self.table.show_cells([MARK_AT])
        first = next((at for at, one in enumerate(lines) if one.row.keyed is Keyed.NONE), 0)
        if lines:
            self.table.setCurrentIndex(self.model.index(first, MARK_AT))
            self.table.scrollTo(self.table.currentIndex())
        self.table.setFocus()

    # --- typing and pasting -------------------------------------------------------------------

    def refusal(self, text: str) -> str:
        """Why a text is no mark; the same for typing and paste."""
        try:
            mark = typed_mark(with_point(text, self._full), self._full, "成绩")
        except UserError as error:
            return error.sentence.rstrip("。")
        return "没有填成绩，缺考请写“缺考”" if mark is None else ""

    def _type(self, index: QModelIndex, text: str) -> None:
        line = self.model.row(index)
        if line is None:
            return
        if line.row.keyed in {Keyed.DONE, Keyed.DIFFERENT}:
            self._settle(text)
            return
        self._key([(line, text)])

    def _paste(self, block: Block) -> None:
        width = len(block[0])
        if width > 1:
            pairs = [(cells[0].strip(), cells[width - 1].strip()) for cells in block]
            lines = {line.row.number: line for line in self.model.rows} | {
                line.row.admission_no: line for line in self.model.rows if line.row.admission_no
            }
            given = [(lines.get(number), number, text) for number, text in pairs]
        else:
            start = self.table.corner()[0]
            given = [
                (self.model.row_at(start + down), "", cells[0].strip())
                for down, cells in enumerate(block)
            ]
        self._take_block(given)

    def _take_block(self, given: Sequence[tuple[Any, str, str]]) -> None:
        good: list[tuple[MarkLine, str]] = []
        refused: list[RefusedCell] = []
        beyond = 0
        for line, number, text in given:
            if line is None and not number:
                beyond += 1
                continue
            who = number if line is None else line.row.name
            why = "没有这个准考证号或报名号" if line is None else self._why_not(line, text)
            if why:
                refused.append(RefusedCell(who, "成绩", text, why))
            elif line is not None and line.text != with_point(text, self._full):
                good.append((line, text))
        if refused or beyond:
            box = PreviewDialog("粘贴", refused, len(good), beyond, self)
            if not box.exec():
                return
        if good:
            self._key(good)

    def _why_not(self, line: MarkLine, text: str) -> str:
        same = line.text == with_point(text, self._full)
        if line.row.keyed is Keyed.DONE and not same:
            return f"成绩已定为 {line.text}，要改请核定"
        if line.row.keyed is Keyed.DIFFERENT:
            return "两遍不一致，请对照试卷核定"
        return self.refusal(text)

    def _key(self, given: Sequence[tuple[MarkLine, str]]) -> None:
        rows = [
            (line.row.admission_no or line.row.number, with_point(text, self._full))
            for line, text in given
        ]
        typed = {line.id: text for (line, _), (_, text) in zip(given, rows, strict=True)}
        self.model.replace_rows({line.id: MarkLine(line.row, typed[line.id]) for line, _ in given})
        self._waiting.append(rows)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        rows, batch_id = self._waiting.popleft(), self._batch_id
        self.session.tasks.write(
            lambda work: key_exam_marks(work, batch_id, rows),
            topic=MARKS_TOPIC,
            done=self._keyed,
            failed=self._refused,
            title="正在录入成绩",
        )

    def _keyed(self, _: KeyedMarks) -> None:
        self._busy, self.changed = False, True
        clear(self._notice)
        self._go_on()

    def _refused(self, sentence: str) -> None:
        self._busy = False
        if sentence:
            self._tell(sentence)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            self._next()
        else:
            self._read()

    def _settle(self, text: str = "") -> None:
        line = self.model.row(self.table.currentIndex())
        if line is None:
            return
        if line.row.keyed not in {Keyed.DONE, Keyed.DIFFERENT}:
            self._tell(f"{line.row.name}的成绩还没有定，直接录入即可，不用核定。")
            return
        box = SettleDialog(self.session, line.row, with_point(text, self._full), self)
        if box.exec():
            self.changed = True
        self._read()

    def _tell(self, sentence: str) -> None:
        clear(self._notice)
        self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))


class SettleDialog(HiringForm):
    """The mark that stands on the paper, with the reason; both passes become it."""

    TOPIC = MARKS_TOPIC

    def __init__(self, session: Session, row: MarkRow, text: str, parent: QWidget) -> None:
        super().__init__(session, f"核定{row.name}的笔试成绩", "核定成绩", parent)
        self._row = row
        self.mark = TextField("试卷上的成绩", text=text)
        self.reason = TextField("事由", hint="例如：核对答题卡，小分漏加")
        told = f"现在记的是 {shown_mark(row)}。核定后按新成绩，原来的留在操作留痕里。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.mark))
        self.form.addWidget(named(self.reason))
        self.on_act(self._settle)
        (self.reason if text else self.mark).setFocus()

    def _settle(self) -> None:
        texts = self.checked(lambda: (filled(self.mark, "86.5"), filled(self.reason)))
        if texts is None:
            return
        (mark, reason), candidate_id = texts, self._row.candidate_id
        self.send(
            lambda work: settle_exam_mark(work, candidate_id, mark),
            f"{self._row.name}的笔试成绩已核定为 {mark}。",
            reason=reason,
        )
