"""测试成绩: typed down a column, pasted, each stored at once; a second attempt beside the first."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.training.queries.pasting import PastedMarks, read_pasted_marks
from hrgrid.training.queries.sheets import MemberRow, Sheet, sheet
from hrgrid.training.rules.exams import ATTEMPTS, FULL_MILLI, ExamValue
from hrgrid.training.rules.words import SETTLED
from hrgrid.training.service.testing import ExamCell, KeyedExam, key_tests
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.cells.cell_table import CellTable
from hrgrid.ui.cells.clipboard import Block, tab_separated
from hrgrid.ui.cells.list_model import PAGE_SIZE, ListColumn, ListModel
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.matters.forms import named, today_field
from hrgrid.ui.matters.typed import with_point
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.training.words import SHEET_TOPIC, TOPIC

MARK_AT = 3
ABSENT = "缺考"
Values = dict[ExamCell, ExamValue | None]


class _Order(Labelled):
    SHEET = "sheet", "按名单"


@dataclass(frozen=True)
class MarkLine:
    """A row of the table; `text` stands in the cell, typed and not stored yet too."""

    member: MemberRow
    others: str
    text: str
    verdict: str
    version: int = 0
    key: str = ""

    @property
    def id(self) -> int:
        """Of the enrolment."""
        return self.member.enrolment_id


_CHIPS = {"合格": "ok", "不合格": "bad", ABSENT: "mute"}
COLUMNS: tuple[ListColumn[MarkLine], ...] = (
    ListColumn("姓名", lambda one: one.member.name, 90, strong=True, key="name"),
    ListColumn(
        "单位",
        lambda one: one.member.place or one.member.street,
        150,
        grows=True,
        quiet=True,
        key="place",
    ),
    ListColumn("其他几次", lambda one: one.others, 110, quiet=True, key="others"),
    ListColumn("成绩", lambda one: one.text, 90, right=True, key="mark"),
    ListColumn(
        "", lambda one: one.verdict, 84, chip=lambda one: _CHIPS.get(one.verdict, ""), key="verdict"
    ),
)


class TestsDialog(Dialog):
    """Type, Enter, type; a block of one column, or names with marks, may be pasted from Excel."""

    __test__ = False  # not a test, whatever its name

    def __init__(self, session: Session, class_id: int, parent: QWidget) -> None:
        super().__init__("录测试成绩", parent)
        self.session, self._class_id = session, class_id
        self.sheet: Sheet | None = None
        self._waiting: deque[Values] = deque()
        self._busy = self._left = False
        self._undo: list[list[KeyedExam]] = []
        self.written = 0
        self.model: ListModel[MarkLine] = ListModel(COLUMNS, _Order.SHEET, {_Order.SHEET: ""})
        self.model.setParent(self)
        self.table = CellTable(self.model, "测试成绩")
        self.attempt = Choice("第几次", [(one, f"第 {one} 次测试") for one in ATTEMPTS])
        self.day = today_field("测试日期")
        self.count = label("", "strong")
        self.away = PrimaryButton("录完了", does=self.accept)
        self._notice = QVBoxLayout()
        self._lay_out()
        self.table.refuses = lambda _index, text: self.refusal(text)
        self.table.typed.connect(self._type)
        self.table.refused.connect(lambda sentence: self._tell(f"{sentence}。没有记下。"))
        self.table.pasted.connect(self._paste)
        self.table.cleared.connect(self._clear)
        self.attempt.currentIndexChanged.connect(lambda _: self._show())
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self.undo)
        self._read()

    def _lay_out(self) -> None:
        room = (self.parentWidget() or self).window().size()
        self.setMinimumWidth(min(theme.length(680), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(400), max(130, room.height() - 300)))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(named(self.attempt))
        head.addWidget(named(self.day))
        told = (
            "满分 100。输入后按 Enter 到下一人，865 记作 86.5，缺考写“缺考”，"
            "Delete 清空，Ctrl+Z 撤销。可从 Excel 粘贴成绩一列，或姓名（工号）、成绩两列"
        )
        words = label(told, "caption", wraps=True)
        head.addWidget(words, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addWidget(Elided("每录一个分立即存盘，断电断网不丢", role="caption"), 1)
        self.away.setAutoDefault(False)
        foot.addWidget(self.away)
        self.body.addLayout(foot)

    def done(self, result: int) -> None:
        """Tell the page what changed here."""
        super().done(result)
        self._left = True
        self._tell_page()

    def _tell_page(self) -> None:
        """Once everything is on the disk: the last marks may still be on their way."""
        if self._left and self.written and not (self._busy or self._waiting):
            self._left = False
            self.session.tasks.changed.emit(TOPIC)

    # --- what is there ------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """Which attempt is keyed."""
        return int(self.attempt.currentData())

    def _read(self) -> None:
        class_id = self._class_id
        self.session.tasks.read(lambda work: sheet(work, class_id), self._take, failed=self._tell)

    def _take(self, read: Sheet) -> None:
        first = self.sheet is None
        self.sheet = read
        settled = read.row.state in SETTLED
        may = self.session.may(Right.RUN_TRAINING, Right.ENTER_MARKS)
        self._may = may and not settled and self.session.day is None
        if first:
            self.day.put(max(min(self._today(), read.row.last_day), read.row.first_day))
        self._show()

    @staticmethod
    def _today() -> dt.date:
        return dt.date.today()  # noqa: DTZ011 - the desk's day

    def _line(self, read: Sheet, member: MemberRow) -> MarkLine:
        own = {
            attempt: value
            for (owner, attempt), value in read.tests.items()
            if owner == member.enrolment_id
        }
        value = own.get(self.number)
        others = "，".join(own[one].words for one in sorted(own) if one != self.number)
        verdict = ""
        if value is not None:
            reached = (value.value_milli or 0) >= read.rules.pass_milli
            verdict = ABSENT if value.value_milli is None else "合格" if reached else "不合格"
        return MarkLine(member, others, "" if value is None else value.words, verdict)

    def _show(self) -> None:
        read = self.sheet
        if read is None:
            return
        lines = [self._line(read, member) for member in read.members]
        if [line.id for line in self.model.rows] == [line.id for line in lines] and lines:
            for number in range(-(-len(lines) // PAGE_SIZE)):
                page = lines[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
                self.model.show_page(number, page)
        else:
            self._show_anew(lines)
        done = sum(bool(line.text) for line in lines)
        self.count.setText(f"已录 {done:,} / {len(lines):,}")

    def _show_anew(self, lines: Sequence[MarkLine]) -> None:
        self.model.editable = frozenset({MARK_AT}) if self._may else frozenset()
        self.model.show_first(lines[:PAGE_SIZE])
        self.model.show_count(len(lines))
        for number in range(1, -(-len(lines) // PAGE_SIZE)):
            self.model.show_page(number, lines[number * PAGE_SIZE : (number + 1) * PAGE_SIZE])
        self.table.show_cells([MARK_AT])
        first = next((at for at, one in enumerate(lines) if not one.text), 0)
        if lines:
            self.table.setCurrentIndex(self.model.index(first, MARK_AT))
            self.table.scrollTo(self.table.currentIndex())
        self.table.setFocus()

    # --- typing and pasting -------------------------------------------------------------------

    @staticmethod
    def mark_of(text: str) -> int | None:
        """Thousandths, None for 缺考. Raises UserError."""
        if text.strip() in {ABSENT, "缺"}:
            return None
        milli = parse_mark(with_point(text, FULL_MILLI), "成绩")
        if milli is None:
            raise UserError("没有填成绩，缺考请写“缺考”")
        if not 0 <= milli <= FULL_MILLI:
            raise UserError(f"{mark_text(milli)} 超出 0–100")
        return milli

    def refusal(self, text: str) -> str:
        """Why a text is no mark; the same for typing and paste."""
        try:
            self.mark_of(text)
        except UserError as error:
            return error.sentence.rstrip("。")
        return ""

    def _value(self, milli: int | None) -> ExamValue | None:
        if self.day.value is None:
            self._tell("没有写测试日期，或日期读不出来。请写成 2026-11-25。")
            return None
        return ExamValue(milli, self.day.value)

    def _type(self, index: QModelIndex, text: str) -> None:
        line = self.model.row(index)
        value = self._value(self.mark_of(text))
        if line is not None and value is not None:
            self._key({(line.id, self.number): value})

    def _clear(self) -> None:
        read = self.sheet
        cells: Values = {}
        for index in self.table.selectionModel().selectedIndexes():
            line = self.model.row(index)
            if line is not None and index.column() == MARK_AT and read is not None:
                cell = (line.id, self.number)
                if cell in read.tests:
                    cells[cell] = None
        if cells:
            self._key(cells)

    def _paste(self, block: Block) -> None:
        if len(block[0]) > 1:
            text, class_id = tab_separated(block), self._class_id
            self.session.tasks.read(
                lambda work: read_pasted_marks(work, class_id, text),
                self._take_list,
                failed=self._tell,
            )
            return
        start = self.table.corner()[0]
        cells: Values = {}
        refused: list[RefusedCell] = []
        beyond = 0
        for down, line_of in enumerate(block):
            words = line_of[0].strip()
            line = self.model.row_at(start + down)
            if line is None:
                beyond += 1
            elif why := self.refusal(words):
                refused.append(RefusedCell(line.member.name, "成绩", words, why))
            else:
                value = self._value(self.mark_of(words))
                if value is None:
                    return
                cells[line.id, self.number] = value
        self._take_block(cells, refused, beyond)

    def _take_list(self, pasted: PastedMarks) -> None:
        cells: Values = {}
        for row in pasted.rows:
            value = self._value(row.value_milli)
            if value is None:
                return
            cells[row.member.enrolment_id, self.number] = value
        refused = [
            RefusedCell(f"第 {one.line} 行", "成绩", one.text, one.sentence)
            for one in pasted.problems
        ]
        self._take_block(cells, refused, 0)

    def _take_block(self, cells: Values, refused: list[RefusedCell], beyond: int) -> None:
        if (refused or beyond) and not PreviewDialog(
            "粘贴", refused, len(cells), beyond, self
        ).exec():
            return
        if cells:
            self._key(cells)

    # --- storing ------------------------------------------------------------------------------

    def _key(self, cells: Values) -> None:
        typed = {cell[0]: value for cell, value in cells.items()}
        shown = {
            line.id: replace(line, text=value.words if value else "")
            for line in self.model.rows
            if line.id in typed
            for value in (typed[line.id],)
        }
        self.model.replace_rows(shown)
        self._waiting.append(cells)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        cells, class_id = self._waiting.popleft(), self._class_id
        self.session.tasks.write(
            lambda work: key_tests(work, class_id, cells),
            topic=SHEET_TOPIC,
            done=self._keyed,
            failed=self._refused,
            title="正在录入成绩",
        )

    def _keyed(self, keyed: list[KeyedExam]) -> None:
        self._busy = False
        self.written += 1
        self._undo.append(keyed)
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
        self._tell_page()

    def undo(self) -> None:
        """Take the last mark or block back."""
        if self._busy or self._waiting or not self._undo:
            return
        keyed, class_id = self._undo.pop(), self._class_id
        before = {one.cell: one.before for one in keyed}
        seen = {one.cell: one.after for one in keyed}
        self.session.tasks.write(
            lambda work: key_tests(work, class_id, before, seen=seen),
            topic=SHEET_TOPIC,
            done=lambda _: self._read(),
            failed=self._refused,
            title="正在撤销",
        )

    def _tell(self, sentence: str) -> None:
        if sentence:
            clear(self._notice)
            self._notice.addWidget(Banner(Message(sentence, Kind.BAD)))
