"""手工填数: the figures of a month typed in a grid, everything by keyboard.

It reads once; from then on each cell is shown at once and written beside the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.facts import fact_history
from hrgrid.assessment.queries.figure_sheet import figure_sheet, paste_block, paste_named
from hrgrid.assessment.queries.schemes import scheme_then, schemes
from hrgrid.assessment.rules.fact_rows import Cell, FactRow, FigureSheet
from hrgrid.assessment.rules.months import last_of
from hrgrid.assessment.rules.scheme import indicators_of
from hrgrid.assessment.rules.scheme_rows import SchemeRow
from hrgrid.assessment.rules.typed import figure_text
from hrgrid.assessment.rules.words import PeriodKind, Source
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.forms import Choice, Tick, clear, label
from hrgrid.ui.matters.parts import entry
from hrgrid.ui.matters.words import NARROW_BELOW
from hrgrid.ui.schemes.figures_grid import FiguresGrid, folded
from hrgrid.ui.schemes.figures_model import FiguresModel, Values
from hrgrid.ui.schemes.figures_writing import FiguresWriter
from hrgrid.ui.schemes.months import month_choice
from hrgrid.ui.schemes.sources import SourcesDialog
from hrgrid.ui.schemes.words import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.typing.foot import Foot
from hrgrid.ui.typing.window import Says, TypingWindow, card_of, tied

_CALM_MS = 150
_SAFE = "每填一格立即存盘，断电断网不丢"
_HINT = (
    "按比率的填 57/60 · Enter 往下，Tab 往右 · F2 改 · Delete 清空 · Ctrl+D 往下填 · Ctrl+Z 撤销"
)
_TYPED = frozenset({Source.IMPORTED, Source.BY_HAND})


class FiguresDialog(TypingWindow):
    """As large as the window below it; the page is told once, when it is left.

    With a `period_id` its people and the indicators of its scheme, else everybody of the month.
    """

    def __init__(
        self,
        session: Session,
        month: int | None,
        parent: QWidget,
        *,
        period_id: int | None = None,
    ) -> None:
        super().__init__("手工填考核数据", parent)
        self._session, self._period_id = session, period_id
        self._begun = self._left = False
        self._asked = 0
        may = session.may(Right.RUN_ASSESSMENT) and session.day is None
        self.model = FiguresModel(self, may_enter=may)
        self.grid = FiguresGrid(self.model)
        self.writer = FiguresWriter(session, self.model, self)
        self.foot = Foot("已填", "格", _SAFE)
        self.title = label("手工填考核数据", "section")
        self.month = month_choice(session, month)
        self.month.setEnabled(period_id is None)
        self.scheme = Choice("方案", [("", "全部手工指标")])
        self.scheme.setVisible(period_id is None)
        self.street = Choice("单位", [("", "全部单位")])
        self.open_only = Tick("只看没填完的人")
        self.says = Says()
        self.sources = Button("数据来源…", glyph="database", does=self._show_sources)
        self.leave = PrimaryButton("填完了", does=self.accept)
        self.history = Card("这一格", "")
        self.history.setMinimumWidth(theme.length(250))
        self.history.setMaximumWidth(theme.length(300))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(6)
        self.history.column.addLayout(self._facts)
        self.history.column.addStretch()
        self.empty = EmptyState(
            "clipboard-text", "这个月没有要填的人", "当月有人在岗，或考核期里有人，这里就能填数。"
        )
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._lay_out()
        self._connect()
        self.grid.setFocus()
        if period_id is None:
            session.tasks.read(schemes, self._offer_schemes)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.month)
        head.addWidget(self.scheme, 1)
        head.addStretch()
        for button in (self.sources, self.leave):
            # Enter ends a cell; it presses nothing.
            button.setAutoDefault(False)
            head.addWidget(button)
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(12)
        bar.addWidget(self.street)
        bar.addWidget(self.open_only)
        bar.addWidget(self.says, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(card_of(self.bar, self.grid, self.empty), 1)
        body.addWidget(self.history)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        self._calm.timeout.connect(self._show_beside)
        self.grid.entered.connect(self._enter)
        self.grid.pasted.connect(self._paste)
        self.grid.moved.connect(lambda _: self._moved())
        tied(self.grid, self.writer, self.says)
        self.writer.stale.connect(self.reload)
        self.writer.changed.connect(self._look_soon)
        self.month.currentIndexChanged.connect(lambda _: self._other())
        self.scheme.currentIndexChanged.connect(lambda _: self._other())
        self.street.currentIndexChanged.connect(lambda _: self._narrow())
        self.open_only.toggled.connect(lambda _: self._narrow())
        self._session.tasks.changed.connect(self._heard)
        self._session.look_changed.connect(self.grid.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The history has no room in a narrow window; its first line stands above the grid."""
        super().resizeEvent(event)
        self.history.setVisible(self.width() >= NARROW_BELOW)

    def accept(self) -> None:
        """What is typed goes in first; where it cannot, one stays."""
        if self.grid.finish():
            super().accept()

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

    def _offer_schemes(self, rows: list[SchemeRow]) -> None:
        offered = [
            (row.code, row.title)
            for row in rows
            if row.kind is PeriodKind.MONTH and not row.stopped
        ]
        self.scheme.fill([("", "全部手工指标"), *offered])

    def _other(self) -> None:
        self._begun = False
        self.writer.stack.clear()
        self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        self._asked += 1
        asked = self._asked
        month, period_id = int(self.month.currentData()), self._period_id
        scheme = str(self.scheme.currentData() or "")

        def job(work: UnitOfWork) -> FigureSheet:
            if scheme:
                return figure_sheet(work, month, codes=_codes_of(work, scheme, month))
            return figure_sheet(work, month, period_id=period_id)

        def show(sheet: FigureSheet) -> None:
            if asked == self._asked:
                self._show(sheet)

        self._session.tasks.read(job, show, failed=self.says.refuse)

    def _heard(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self.reload()

    def _show(self, sheet: FigureSheet) -> None:
        if self.model.pending:
            # A cell is on its way: what was read is older than what is shown.
            QTimer.singleShot(_CALM_MS, self, self.reload)
            return
        cell = self.grid.cell if self._begun else None
        self.writer.begin(sheet)
        streets = list(dict.fromkeys(one.street for one in sheet.people if one.street))
        self.street.fill([("", "全部单位"), *((one, one) for one in streets)])
        self.model.show(sheet)
        there = bool(sheet.people and sheet.indicators)
        for part in (self.grid, self.foot):
            part.setVisible(there)
        self.empty.setVisible(not there)
        self.grid.fit()
        if cell is not None:
            self.grid.go(cell)
        elif there:
            self._begun = True
            self.grid.begin_where_left()
        self._moved()

    def _narrow(self) -> None:
        self.model.narrow(
            str(self.street.currentData() or ""), open_only=self.open_only.isChecked()
        )
        self.grid.begin_where_left()
        self.grid.setFocus()

    # --- what stands beside -------------------------------------------------------------------

    def _moved(self) -> None:
        if not self.says.refused or self.grid.painter.typing is None:
            self._say_hint()
        self._look_soon()

    def _look_soon(self) -> None:
        self._tell_page()
        self.foot.show_progress(*self.model.progress(), self.model.pending)
        self._calm.start()

    def _show_beside(self) -> None:
        cell = self.grid.cell
        if cell is None or self.history.isHidden():
            return
        month = int(self.month.currentData())
        self.history.title.setText(self.model.named(cell))
        self.history.title.setWordWrap(True)

        def job(work: UnitOfWork) -> list[FactRow]:
            return fact_history(work, cell[0], month, cell[1])

        def show(rows: list[FactRow]) -> None:
            if self.grid.cell == cell:
                self._show_history(cell, rows)

        self._session.tasks.read(job, show, failed=lambda _: None)

    def _show_history(self, cell: Cell, rows: list[FactRow]) -> None:
        clear(self._facts)
        if not rows:
            self._facts.addWidget(label("还没有数据。", "caption"))
        for at, row in enumerate(rows[:8]):
            told = figure_text(row.amount_milli, row.base_milli) or "取消了"
            counts = "（计分用这个）" if not at and row.amount_milli is not None else ""
            below = f"{row.made_by} {row.made_at:%m-%d %H:%M}"
            self._facts.addWidget(entry(f"{told}{counts}", below, row.title))
        noted = self.model.sheet.noted.get(cell, 0) if self.model.sheet else 0
        if noted:
            unit = self.model.indicator_of(cell).unit
            told = f"另有记事 {figure_text(noted)} {unit}，一并计算"
            self._facts.addWidget(label(told, "captionWarn", wraps=True))

    def _say_hint(self) -> None:
        cell = self.grid.cell
        told = ""
        if cell is not None:
            barred = self.model.barred(cell)
            told = f"{barred}。" if barred else ""
            if not told and self.history.isHidden():
                told = self.model.told(cell)
        self.says.hint(told or _HINT)

    # --- what happens -------------------------------------------------------------------------

    def _enter(self, values: Values) -> None:
        self._say_hint()
        self.writer.enter(values)

    def _paste(self, text: str) -> None:
        """A block of figures as it stands in Excel, or names with a figure behind."""
        cell, sheet = self.grid.cell, self.model.shown_sheet
        if cell is None or sheet is None:
            return
        first = text.split("\t", maxsplit=1)[0].split("\n", maxsplit=1)[0].strip()
        try:
            if first and not folded(first[:1]):
                values, problems = paste_named(sheet, cell[1], text)
            else:
                values, problems = paste_block(sheet, cell[0], cell[1], text)
        except UserError as error:
            self.says.refuse(error.sentence)
            return
        refused = [
            RefusedCell(f"第 {one.line} 行", "贴来的", one.text, one.sentence) for one in problems
        ]
        good: dict[Cell, object] = {}
        for key, figure in values.items():
            if barred := self.model.barred(key):
                who, what = self.model.person_of(key).name, self.model.indicator_of(key).label
                refused.append(RefusedCell(who, what, "", f"{barred}。"))
            else:
                good[key] = figure
        if refused and not PreviewDialog("粘贴", refused, len(good), 0, self).exec():
            return
        if good:
            self._enter(good)  # type: ignore[arg-type]
            self.grid.select_block(list(good))
        self.grid.setFocus()

    def _show_sources(self) -> None:
        SourcesDialog(self._session, int(self.month.currentData()), self).exec()
        self.grid.setFocus()


def _codes_of(work: UnitOfWork, scheme: str, month: int) -> list[str]:
    """The indicators of a scheme that people type."""
    from hrgrid.assessment.queries.indicators import known_indicators

    known = known_indicators(work)
    wanted = indicators_of(scheme_then(work, scheme, last_of(month)).scheme.items)
    return [code for code in wanted if code in known and known[code].row.source in _TYPED]
