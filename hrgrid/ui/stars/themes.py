"""三无三零: the themes of a month typed in a grid, everything by keyboard.

It reads once; from then on each cell is shown at once and written beside the screen.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.themes import reported
from hrgrid.assessment.rules.months import month_words
from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.theme_words import KEYS
from hrgrid.assessment.rules.themes import Cell, ReportedRow, Typed
from hrgrid.core.rights import Right
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.cells.clipboard import block_of
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.forms import Tick, label
from hrgrid.ui.matters.words import NARROW_BELOW
from hrgrid.ui.schemes.months import month_choice
from hrgrid.ui.session import Session
from hrgrid.ui.stars.themes_dictionary import ThemesDictionary
from hrgrid.ui.stars.themes_focus import FocusDialog, focus_words
from hrgrid.ui.stars.themes_grid import ThemesGrid
from hrgrid.ui.stars.themes_model import ThemesModel, Values
from hrgrid.ui.stars.themes_note import NoteDialog
from hrgrid.ui.stars.themes_pasting import begins_with_names, read_cells, read_named
from hrgrid.ui.stars.themes_places import PlaceChoices
from hrgrid.ui.stars.themes_reading import Reading, Wanted, read_sheet
from hrgrid.ui.stars.themes_waiting import WaitingDialog, WaitingLine, now_rows
from hrgrid.ui.stars.themes_writing import ThemesWriter
from hrgrid.ui.stars.words import TOPIC
from hrgrid.ui.status import Elided
from hrgrid.ui.typing.cursor import Walk
from hrgrid.ui.typing.foot import Foot
from hrgrid.ui.typing.window import Says, TypingWindow, card_of, tied

_CALM_MS = 150
_SAFE = "每填一格立即存盘，断电断网不丢"
_KEYS = " ".join(f"{key} {mark.label}" for key, mark in KEYS.items())
_HINT = f"{_KEYS} · A 其余都达标 · F2 改说明 · Delete 清空 · Ctrl+D 往下填 · Ctrl+Z 撤销"


class ThemesDialog(TypingWindow):
    """As large as the window below it; the page is told once, when it is left.

    It begins with the community `area_id`, else with the first street.
    """

    def __init__(
        self, session: Session, month: int | None, parent: QWidget, *, area_id: int | None = None
    ) -> None:
        super().__init__("填三无三零", parent)
        self._session, self._area_id = session, area_id
        self._begun = self._left = self._renewing = False
        self._asked = 0
        self.read: Reading | None = None
        may = session.may(Right.RUN_ASSESSMENT) and session.day is None
        self.model = ThemesModel(self, may_enter=may)
        self.grid = ThemesGrid(self.model)
        self.writer = ThemesWriter(session, self.model, self)
        self.foot = Foot("已填", "格", _SAFE)
        self.waiting = WaitingLine()
        self.title = label("三无三零", "section")
        self.month = month_choice(session, month)
        self.month.setToolTip("Ctrl+PgUp 上一个月，Ctrl+PgDn 下一个月")
        self.places = PlaceChoices()
        self.focus = Elided("", role="label")
        self.set_focus = Button("定每月主题…", glyph="flag", does=self._ask_focus)
        self.dictionary = Button("主题…", glyph="sliders-horizontal", does=self._show_dictionary)
        self.dictionary.setToolTip("三无三零主题：加、改名、否决、停用")
        self.leave = PrimaryButton("填完了", does=self.accept)
        self.along = Tick("一个网格一个网格填")
        self.says = Says()
        self.empty = EmptyState(
            "clipboard-text", "这个月没有要填的网格", "当月有在用的网格，又有考核权限，这里就能填。"
        )
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._lay_out()
        self._connect()
        self._on_keys()
        session.off_unless_today(self.set_focus)
        self.grid.setFocus()
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.month)
        head.addWidget(self.places)
        head.addStretch(1)
        for button in (self.set_focus, self.dictionary, self.leave):
            # Enter ends a cell; it presses nothing.
            button.setAutoDefault(False)
            head.addWidget(button)
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(12)
        bar.addWidget(self.along)
        bar.addWidget(self.says, 3)
        bar.addWidget(self.focus, 2)
        self.focus.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(card_of(self.bar, self.grid, self.empty), 1)
        column.addWidget(self.waiting)
        column.addWidget(self.foot)
        self.setFocusProxy(self.grid)
        # Before it is shown: a window never becomes smaller than its parts were then.
        self._arrange()

    def _connect(self) -> None:
        self._calm.timeout.connect(self._show_beside)
        self.along.toggled.connect(self._turn_walk)
        self.grid.entered.connect(self._enter)
        self.grid.pasted.connect(self._paste)
        self.grid.note_wanted.connect(self._ask_note)
        self.grid.rest_wanted.connect(self.fill_rest)
        self.grid.moved.connect(lambda _: self._moved())
        tied(self.grid, self.writer, self.says)
        self.writer.stale.connect(self.reload)
        self.writer.changed.connect(self._look_soon)
        self.month.currentIndexChanged.connect(lambda _: self._other())
        self.places.changed.connect(self._other)
        self.waiting.wanted.connect(self.go_to)
        self.waiting.all_wanted.connect(self._show_all)
        self._session.tasks.changed.connect(self._heard)
        self._session.look_changed.connect(self.grid.fit)

    def _on_keys(self) -> None:
        for keys, does in (
            ("Ctrl+PgUp", lambda: self._step_month(1)),
            ("Ctrl+PgDown", lambda: self._step_month(-1)),
            ("Alt+PgUp", lambda: self.places.step(-1)),
            ("Alt+PgDown", lambda: self.places.step(1)),
            ("Ctrl+L", self._show_all),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what has no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room the column's heading alone tells the theme of the month."""
        wide = self.width() >= NARROW_BELOW
        self.focus.setVisible(wide)
        self.title.setVisible(wide)
        self.dictionary.setText("主题…" if wide else "")
        self.places.arrange(narrow=not wide)

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

    def _step_month(self, down: int) -> None:
        at = self.month.currentIndex() + down
        if 0 <= at < self.month.count():
            self.month.setCurrentIndex(at)

    def _other(self) -> None:
        self._begun = False
        self.writer.stack.clear()
        self.reload()

    def go_to(self, area_id: int) -> None:
        """The sheet of a community, wherever it lies."""
        self.places.go_to(area_id)
        self.grid.setFocus()

    def reload(self) -> None:
        """Read everything anew."""
        self._asked += 1
        asked = self._asked
        place, part = self.places.place_id, self.places.part_id
        wanted = Wanted(
            int(self.month.currentData()), place, self._area_id if place is None else part
        )

        def show(read: Reading) -> None:
            if asked == self._asked:
                self._show(read)

        self._session.tasks.read(
            lambda work: read_sheet(work, wanted), show, failed=self.says.refuse
        )

    def _heard(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.reload()

    def _show(self, read: Reading) -> None:
        if self.model.pending:
            # A cell is on its way: what was read is older than what is shown.
            QTimer.singleShot(_CALM_MS, self, self.reload)
            return
        cell = self.grid.cell if self._begun else None
        self.read = read
        self._renewing = True
        self.places.show_places(read.places, read.place, read.part)
        there = read.sheet is not None and bool(read.sheet.grids)
        for part in (self.bar, self.grid, self.foot, self.waiting):
            part.setVisible(there)
        self.empty.setVisible(not there)
        self.set_focus.setVisible(there)
        if read.sheet is not None:
            self.writer.begin(read.sheet)
            self.model.show(read.sheet)
            self.focus.show_text(focus_words(read.sheet.focus))
        self.grid.fit()
        if cell is not None and self.model.index_of(cell).isValid():
            self.grid.go(cell)
        elif there:
            self._begun = True
            self.grid.begin_where_left()
        self._renewing = False
        if not self.says.refused:
            self._say_hint()
        self._show_beside()

    # --- what stands beside -------------------------------------------------------------------

    def _look_soon(self) -> None:
        """What stands below the grid follows several times a second, not with every key."""
        self._tell_page()
        if not self._calm.isActive():
            self._calm.start()

    def _show_beside(self) -> None:
        self.foot.show_progress(*self.model.progress(), self.model.pending)
        if self.read is not None and self.read.place is not None:
            rows = now_rows(self.read.reported, *self.model.typed_in())
            self.waiting.show_rows(self.read.place.name, rows)

    def _turn_walk(self) -> None:
        self.grid.walk = Walk.ALONG if self.along.isChecked() else Walk.DOWN
        self.grid.setFocus()

    def _moved(self) -> None:
        """What was refused stands until somebody moves; a new reading moves nothing."""
        if not self._renewing:
            self._say_hint()

    def _say_hint(self) -> None:
        cell = self.grid.cell
        barred = None if cell is None else self.model.barred(cell)
        told = f"{barred}。" if barred else ""
        if cell is not None and not told:
            typed = self.model.values.get(cell)
            if typed is not None and typed.mark is ThemeMark.BROKEN:
                told = f"{self.model.named(cell)}{self.model.text(cell)}"
        self.says.hint(told or _HINT)

    # --- what happens -------------------------------------------------------------------------

    def _enter(self, values: Values) -> None:
        """Marks as they are; where 未达标 has no note, it is asked once for all of them."""
        bare = [
            cell
            for cell, typed in values.items()
            if typed is not None and typed.mark is ThemeMark.BROKEN and not typed.note
        ]
        if not bare:
            self._say_hint()
            self.writer.enter(values)
        elif (note := self._note_for(bare)) is not None:
            noted = Typed(ThemeMark.BROKEN, note)
            self.writer.enter({**values, **dict.fromkeys(bare, noted)})

    def _ask_note(self, cells: list[Cell]) -> None:
        note = self._note_for(cells)
        if note is not None:
            self._enter(dict.fromkeys(cells, Typed(ThemeMark.BROKEN, note)))
            self.grid.go_on(cells)

    def _note_for(self, cells: list[Cell]) -> str | None:
        """What happened, None where nothing shall be typed."""
        stood = self.model.values.get(cells[0])
        named = [self.model.named(cell) for cell in cells]
        box = NoteDialog(named, stood.note if stood is not None else "", self)
        taken = box.exec()
        self.grid.setFocus()
        return box.note if taken else None

    def fill_rest(self, code: str) -> None:
        """达标 for every grid of which a theme says nothing yet, as one step."""
        cells = [cell for cell in self.model.empty_of(code) if not self.model.barred(cell)]
        if not cells:
            self.says.refuse("这个主题没有空格，或这里只能看。")
            return
        self._enter(dict.fromkeys(cells, Typed(ThemeMark.MET)))
        self.grid.select_block(cells)

    def _paste(self, text: str) -> None:
        """A block of marks as it stands in Excel, or lines that begin with a grid."""
        cell, block = self.grid.cell, block_of(text)
        if cell is None:
            return
        if (barred := self.model.barred(cell)) is not None:
            self.says.refuse(f"{barred}。")
            return
        if begins_with_names(block):
            pasted = read_named(self.model, block, cell[1])
        else:
            pasted = read_cells(self.model, self.grid.cells_below(block))
        good, refused = pasted.values, pasted.refused
        whole = not refused and not pasted.beyond
        if whole or PreviewDialog("粘贴", refused, len(good), pasted.beyond, self).exec():
            self._enter(good)
            self.grid.select_block(list(good))
        self.grid.setFocus()

    # --- windows over this one ----------------------------------------------------------------

    def _ask_focus(self) -> None:
        read = self.read
        if read is None or read.sheet is None or read.area is None:
            return
        FocusDialog(self._session, read.sheet, read.area, self).exec()
        self.grid.setFocus()

    def _show_dictionary(self) -> None:
        ThemesDictionary(self._session, self).exec()
        self.grid.setFocus()

    def _show_all(self) -> None:
        read = self.read
        if read is None or not read.places:
            return
        month = read.month

        def show(rows: list[ReportedRow]) -> None:
            box = WaitingDialog(month_words(month), rows, read.places, self)
            if box.exec() and box.chosen is not None:
                self.go_to(box.chosen)
            self.grid.setFocus()

        self._session.tasks.read(lambda work: reported(work, month), show, failed=self.says.refuse)
