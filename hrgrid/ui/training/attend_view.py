"""签到登记: the sign-in sheet of a class over its page, everything by keyboard.

It reads once; from then on each cell is shown at once and written beside the screen, and the
hours follow from the rules without asking the database.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.training.queries.pasting import Pasted, read_pasted
from hrgrid.training.queries.sheets import MakeUpRow, Sheet, make_up_sessions, sheet
from hrgrid.training.rules.presence import CellValue, check_cell, typed_cell
from hrgrid.training.rules.words import MAY_BE_MADE_UP, Presence
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.cells.clipboard import block_of, tab_separated
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.forms import label
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided
from hrgrid.ui.training.attend_grid import SheetGrid
from hrgrid.ui.training.attend_model import Cell, SheetModel
from hrgrid.ui.training.attend_typing import CHOICES
from hrgrid.ui.training.attend_writing import SheetWriter
from hrgrid.ui.training.makeup_form import MakeUpDialog
from hrgrid.ui.training.words import SHEET_TOPIC, TOPIC, session_words
from hrgrid.ui.typing.cursor import Walk
from hrgrid.ui.typing.foot import Foot
from hrgrid.ui.typing.window import Says, TypingWindow, card_of, tied

_CALM_MS = 150
_SAFE = "每登记一格立即存盘，断电断网不丢"
_KEYS = " ".join(f"{one.key} {one.label}" for one in CHOICES)
_HINT = f"{_KEYS} 8 补课 · 迟到早退接着输时间，915 是 09:15 · A 其余都到 · Delete 清空"


class AttendanceDialog(TypingWindow):
    """As large as the window below it; the page is told once, when it is left."""

    def __init__(self, session: Session, class_id: int, parent: QWidget | None = None) -> None:
        super().__init__("登记签到", parent)
        self._session, self._class_id = session, class_id
        self._begun = self._left = False
        may = session.may(Right.RUN_TRAINING, Right.ENTER_MARKS) and session.day is None
        self.model = SheetModel(self, may_enter=may)
        self.grid = SheetGrid(self.model)
        self.writer = SheetWriter(session, self.model, self)
        self.foot = Foot("已登记", "格", _SAFE)
        self.title = label("", "section")
        self.counts = Elided("", role="label", px=theme.LABEL)
        self.says = Says()
        self.rest = Button("这一节其余都到", glyph="check", does=self._rest_by_button)
        self.leave = PrimaryButton("登记完了", does=self.accept)
        self.by_session = QRadioButton("一节一节登记")
        self.by_person = QRadioButton("一个人一个人登记")
        self.empty = EmptyState(
            "calendar-blank", "还没有可登记的签到", "先排课次、加参训人员，这里就能登记签到。"
        )
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._lay_out()
        self._connect()
        self.grid.setFocus()
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.counts, 1)
        for button in (self.rest, self.leave):
            # Enter ends a cell; it presses nothing.
            button.setAutoDefault(False)
            head.addWidget(button)
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(12)
        group = QButtonGroup(self.bar)
        self.by_session.setChecked(True)
        for one in (self.by_session, self.by_person):
            group.addButton(one)
            bar.addWidget(one)
        bar.addWidget(self.says, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(card_of(self.bar, self.grid, self.empty), 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        self.by_person.toggled.connect(self._turn_walk)
        self._calm.timeout.connect(self._show_beside)
        self.grid.entered.connect(self._enter)
        self.grid.pasted.connect(self._paste)
        self.grid.rest_wanted.connect(self.fill_rest)
        self.grid.makeup_wanted.connect(self._ask_makeup)
        self.grid.moved.connect(lambda _: self._look_soon())
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._offer)
        tied(self.grid, self.writer, self.says)
        self.writer.stale.connect(self.reload)
        self.writer.changed.connect(self._look_soon)
        self._session.tasks.changed.connect(self._heard)
        self._session.look_changed.connect(self.grid.fit)

    def done(self, result: int) -> None:
        """Tell the page what changed here."""
        super().done(result)
        self._left = True
        self._tell_page()

    def _tell_page(self) -> None:
        """Once everything is on the disk: the last cells may still be on their way."""
        if self._left and self.writer.written and not self.model.pending:
            self._left = False
            self._session.tasks.changed.emit(TOPIC)

    # --- reading ------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        class_id = self._class_id
        self._session.tasks.read(
            lambda work: sheet(work, class_id), self._show, failed=self.says.refuse
        )

    def _heard(self, topic: str) -> None:
        if topic not in {SHEET_TOPIC, TOPIC} or not self.isVisible():
            return
        # A cell of our own stands here already.
        if topic == SHEET_TOPIC and self.writer.own:
            self.writer.own -= 1
        else:
            self.reload()

    def _show(self, read: Sheet) -> None:
        if self.model.pending:
            # A cell is on its way: what was read is older than what is shown.
            QTimer.singleShot(_CALM_MS, self, self.reload)
            return
        self.model.show(read)
        self.title.setText(read.row.title)
        there = bool(read.sessions and read.members)
        for part in (self.grid, self.bar, self.foot):
            part.setVisible(there)
        self.empty.setVisible(not there)
        first = read.sessions[0].id if read.sessions else 0
        cells = [(first, one.enrolment_id) for one in read.members[:1]]
        self.rest.setVisible(bool(cells) and self.model.barred(cells[0]) is None)
        self.grid.fit()
        if there and not self._begun:
            self._begun = True
            self.grid.begin_where_left()
        if not self.says.refused:
            self._say_hint()
        self._show_beside()

    def _look_soon(self) -> None:
        """What stands beside the grid follows several times a second, not with every key."""
        self._tell_page()
        if not self._calm.isActive():
            self._calm.start()

    def _show_beside(self) -> None:
        cell = self.grid.cell
        session = None if cell is None else self.model.session(cell[0])
        told = ""
        if session is not None:
            words = session_words(session.day, session.begins, session.ends)
            told = f"{words}：{self.model.counts_of(session.id)}"
        self.counts.show_text(told)
        self.foot.show_progress(*self.model.progress(), self.model.pending)

    def _turn_walk(self) -> None:
        self.grid.walk = Walk.ALONG if self.by_person.isChecked() else Walk.DOWN
        self.grid.setFocus()

    def _say_hint(self) -> None:
        barred = None
        if self.grid.cell is not None:
            barred = self.model.barred(self.grid.cell)
        self.says.hint(f"{barred}。" if barred else _HINT)

    # --- what happens -------------------------------------------------------------------------

    def _enter(self, values: dict[Cell, CellValue | None]) -> None:
        self._say_hint()
        self.writer.enter(values)

    def _rest_by_button(self) -> None:
        if (cell := self.grid.cell) is not None:
            self.fill_rest(cell[0])
        self.grid.setFocus()

    def fill_rest(self, session_id: int) -> None:
        """到 for everybody of whom the sheet says nothing yet at a session, as one step."""
        cells = [cell for cell in self.model.empty_at(session_id) if not self.model.barred(cell)]
        if not cells:
            self.says.refuse("这一节都登记过了，没有空格。")
            return
        self._enter(dict.fromkeys(cells, CellValue(Presence.PRESENT)))
        self.grid.select_block(cells)

    def _paste(self, text: str) -> None:
        """A block of statuses as it stands in Excel; a list of names goes to its session."""
        cell, block = self.grid.cell, block_of(text)
        if cell is None:
            return
        if (barred := self.model.barred(cell)) is not None:
            self.says.refuse(f"{barred}。")
            return
        first = next((words.strip() for line in block for words in line if words.strip()), "")
        if self._is_status(first):
            self._paste_cells(self.grid.cells_below(block))
            return
        names, class_id = tab_separated(block), self._class_id
        self._session.tasks.read(
            lambda work: read_pasted(work, class_id, cell[0], names),
            lambda pasted: self._take_list(cell[0], pasted),
            failed=self.says.refuse,
        )

    @staticmethod
    def _is_status(text: str) -> bool:
        try:
            return typed_cell(text, "") is not None
        except UserError:
            return False

    def _paste_cells(self, found: list[tuple[Cell | None, str]]) -> None:
        values: dict[Cell, CellValue | None] = {}
        refused: list[RefusedCell] = []
        beyond = 0
        for cell, words in found:
            if cell is None:
                beyond += 1
                continue
            session = self.model.session_of(cell)
            try:
                value = typed_cell(words, self.model.named(cell))
                if value is not None:
                    check_cell(value, session.begins, session.ends, self.model.named(cell))
            except UserError as error:
                when = session_words(session.day, session.begins, session.ends)
                who = self.model.member_of(cell).name
                refused.append(RefusedCell(who, when, words, error.sentence))
            else:
                values[cell] = value
        self._take_values(values, refused, beyond)

    def _take_list(self, session_id: int, pasted: Pasted) -> None:
        values: dict[Cell, CellValue | None] = {
            (session_id, row.member.enrolment_id): row.value for row in pasted.rows
        }
        refused = [
            RefusedCell(f"第 {one.line} 行", "名单", one.text, one.sentence)
            for one in pasted.problems
        ]
        self._take_values(values, refused, 0)

    def _take_values(
        self, values: dict[Cell, CellValue | None], refused: list[RefusedCell], beyond: int
    ) -> None:
        if refused or beyond:
            box = PreviewDialog("粘贴", refused, len(values), beyond, self)
            if not box.exec():
                return
        if values:
            self._enter(values)
            self.grid.select_block(list(values))

    def _ask_makeup(self, cell: Cell) -> None:
        value = self.model.values.get(cell)
        if value is None or value.presence not in MAY_BE_MADE_UP:
            self.says.refuse("请假或缺勤的才能补课。先登记请假或缺勤，再按 8。")
            return

        def show(rows: list[MakeUpRow]) -> None:
            box = MakeUpDialog(self.model.named(cell), value, rows, self)
            if box.exec():
                self.writer.make_up(cell, box.chosen)
            self.grid.setFocus()

        self._session.tasks.read(
            lambda work: make_up_sessions(work, cell[1], cell[0]), show, failed=self.says.refuse
        )

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        for choice in CHOICES:
            entry = menu.addAction(f"{choice.label}\t{choice.key}")
            entry.triggered.connect(lambda _=False, one=choice: self.grid.choose(one))
        menu.addSeparator()
        cell = self.grid.cell
        if cell is not None:
            menu.addAction("补课…\t8").triggered.connect(lambda *_: self._ask_makeup(cell))
            menu.addAction("这一节其余都到\tA").triggered.connect(
                lambda *_: self.fill_rest(cell[0])
            )
        menu.exec(self.grid.viewport().mapToGlobal(at))
        menu.deleteLater()
