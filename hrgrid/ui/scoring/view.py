"""The score grid with everything around it, for a dialog or for a page.

It reads once; from then on each mark is shown at once and written beside the screen, and totals,
places and the list of what is left follow from the rules without asking the database.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import parse_mark
from hrgrid.panels.rules.checks import blockers
from hrgrid.panels.rules.rows import Cell, MarkValue, PanelView
from hrgrid.panels.rules.values import refused
from hrgrid.panels.rules.words import NoMark, PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Chip, EmptyState
from hrgrid.ui.cells.clipboard import block_of
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import clear, label
from hrgrid.ui.scoring.grid import ScoreGrid
from hrgrid.ui.scoring.menus import CellMenus
from hrgrid.ui.scoring.model import NAMED, Headings, ScoreModel
from hrgrid.ui.scoring.side import Side, todos_of
from hrgrid.ui.scoring.writing import TOPIC, MarkWriter
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided, when
from hrgrid.ui.typing.cursor import Walk
from hrgrid.ui.typing.foot import Foot
from hrgrid.ui.typing.window import Says, card_of, tied

# What stands beside the grid is shown anew when no key came for so long, at the latest after; ms.
_CALM_MS, _LATEST_MS = 150, 500
_NARROW = 1080
_SAFE = "每录一个分立即存盘，断电断网不丢"
_HINT = "输 926 自动记作 92.6 并跳到下一格 · Delete 清空 · R 记没有分的原因 · Ctrl+Z 撤销"
_HINT_PLAIN = "输满一个分自动跳到下一格 · Delete 清空 · R 记没有分的原因 · Ctrl+Z 撤销"


class ScoringView(QWidget):
    """One panel; `finish_wanted` when Ctrl+Enter finds nothing left, `read` after each reading.

    `looked` comes whenever what stands beside the grid was shown anew, after marks too.

    Whoever shows it puts the page's buttons into `deeds`.
    """

    finish_wanted = Signal()
    read = Signal(object)
    looked = Signal(object)

    def __init__(
        self,
        session: Session,
        panel_id: int,
        parent: QWidget | None = None,
        headings: Headings = NAMED,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel_id = session, panel_id
        self._pass_no = 1
        self._begun = False
        self._side_wanted = False
        self.model = ScoreModel(self, headings)
        self.grid = ScoreGrid(self.model)
        self.writer = MarkWriter(session, self.model, self)
        self.side = Side(headings)
        self.foot = Foot("已录", "个分", _SAFE)
        self.title = label("", "section")
        self.chips = QHBoxLayout()
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.words = Elided("", role="label", px=theme.LABEL)
        self.more = Button("实时排名与待办", glyph="list-checks", does=self._turn_side)
        self.says = Says("crumb")
        self.empty = EmptyState(
            "clipboard-text",
            "这场评分还没有选手或评委",
            "选手和评委在办理的页面里安排好，这里就能录分。",
        )
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._waiting = QElapsedTimer()
        self._walks = self._walk_buttons()
        self._lay_out()
        self._menus = CellMenus(session, self.model, self.writer, self)
        self._calm.timeout.connect(self.show_beside)
        self.grid.entered.connect(self._enter)
        self.grid.pasted.connect(self._paste)
        self.grid.reason_wanted.connect(self._menus.ask_reason)
        self.grid.moved.connect(self._moved)
        self.grid.finish_wanted.connect(self._finish)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._offer)
        tied(self.grid, self.writer, self.says)
        self.writer.stale.connect(self.reload)
        self.writer.changed.connect(self._changed)
        self.side.todo.go.connect(self.grid.go)
        session.tasks.changed.connect(self._heard)
        self.reload()

    # --- laying out ---------------------------------------------------------------------------

    def _walk_buttons(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label("录入方向", "label"))
        self.by_entrant = QRadioButton("一名选手连录各评委")
        self.by_judge = QRadioButton("一个评委连录各选手")
        self.by_entrant.setChecked(True)
        group = QButtonGroup(box)
        for button in (self.by_entrant, self.by_judge):
            group.addButton(button)
            row.addWidget(button)
        self.by_judge.toggled.connect(self._turn_walk)
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addLayout(self.chips)
        head.addWidget(self.words, 1)
        head.addWidget(self.more)
        head.addLayout(self.deeds)
        tools = QWidget()
        flow = Flow(tools, 12)
        flow.setContentsMargins(14, 8, 14, 8)
        flow.addWidget(self._walks)
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 14, 0)
        self.bar.setMinimumHeight(theme.length(45))
        bar.addWidget(tools)
        bar.addWidget(self.says, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(card_of(self.bar, self.grid, self.empty), 1)
        left.addWidget(self.foot)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(left, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)
        self.setFocusProxy(self.grid)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the cards beside the grid wait behind a button."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < theme.length(_NARROW)
        self.more.setVisible(narrow)
        self.side.setVisible(not narrow or self._side_wanted)

    def _turn_side(self) -> None:
        self._side_wanted = not self._side_wanted
        self._arrange()
        self.grid.setFocus()

    def _turn_walk(self) -> None:
        self.grid.walk = Walk.DOWN if self.by_judge.isChecked() else Walk.ALONG
        self.grid.setFocus()

    # --- reading ------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        panel_id, pass_no = self._panel_id, self._pass_no

        def job(work: UnitOfWork) -> PanelView:
            from hrgrid.panels.queries import panel_view

            return panel_view(work, panel_id, pass_no)

        self._session.tasks.read(job, self._show, failed=self.says.refuse)

    def show_pass(self, number: int) -> None:
        """Show the first typing, or begin the second; who types it sees nothing of the first."""
        self._pass_no = number
        self._begun = False
        self.writer.stack.clear()
        self.reload()

    def _heard(self, topic: str) -> None:
        if topic != TOPIC:
            return
        # A mark of our own stands here already.
        if self.writer.own:
            self.writer.own -= 1
        else:
            self.reload()

    def _show(self, view: PanelView) -> None:
        if self.model.pending:
            # A mark is on its way: what was read is older than what is shown.
            QTimer.singleShot(_CALM_MS, self, self.reload)
            return
        self.model.show(view)
        self.title.setText(view.title)
        self._show_head(view)
        there = bool(view.columns and view.entrants)
        self.grid.setVisible(there)
        self.empty.setVisible(not there)
        self.bar.setVisible(there)
        self.foot.setVisible(there)
        self.grid.fit()
        if there and not self._begun:
            self._begun = True
            self.grid.begin_where_left()
        self.show_beside()
        self.read.emit(view)

    def _show_head(self, view: PanelView) -> None:
        clear(self.chips)
        self._walks.setVisible(view.state is PanelState.OPEN)
        if view.state is PanelState.CLOSED:
            self.chips.addWidget(Chip("已截止", "ok"))
        elif view.pass_no == 2:
            self.chips.addWidget(Chip("第二遍录入", "warn"))
        else:
            self.chips.addWidget(Chip("正在录入", "info"))
        counts = f"{len(view.entrants)} 人 × {len(view.columns)} 名评委"
        self.words.show_text(f"{counts} · {view.rule.words}")
        of_items = f"连录 {len(view.columns)} 个评委" if view.columns else "连录各评委"
        self.by_entrant.setText(f"一名选手{of_items}")
        self.by_judge.setText(f"一个评委连录 {len(view.entrants)} 名选手")
        if not self.says.refused:
            self._say_hint()

    def show_beside(self) -> None:
        """Who stands where, the cards beside the grid and the line below it."""
        view = self.model.view
        if view is None:
            return
        self.model.place()
        cell = self.grid.cell
        found = blockers(view, self.model.rows)
        todos = todos_of(found, self.model.suspects(), cell[0] if cell else None)
        closed = view.state is PanelState.CLOSED
        self.side.show_rows(self.model.rows, view.rule.order, closed=closed)
        rest = "没有要处理的。" if closed else "都录齐了，没有要处理的，可以截止评分。"
        if found and not todos:
            # Nobody to mark, or nobody who marks.
            rest = found[0].sentence
        self.side.todo.show_todos([] if closed else todos, rest)
        self.foot.show_progress(*self.model.progress(), self.model.pending)
        self.looked.emit(view)

    # --- what happens -------------------------------------------------------------------------

    def _enter(self, values: dict[Cell, MarkValue | None]) -> None:
        self._say_hint()
        self.writer.enter(values)

    def _changed(self) -> None:
        self._look_soon()

    def _moved(self, _cell: object) -> None:
        self._look_soon()

    def _look_soon(self) -> None:
        """What stands beside the grid follows when the hand rests, else twice a second."""
        if not self._calm.isActive():
            self._waiting.start()
        if self._waiting.elapsed() < _LATEST_MS - _CALM_MS:
            self._calm.start()

    def _say_hint(self) -> None:
        view = self.model.view
        if view is not None and view.closed_at is not None:
            self.says.hint(f"{view.closed_by} {when(view.closed_at)} 截止，分数只能看。")
            return
        usual = view is not None and all(item.max_milli == 100_000 for item in view.items)
        self.says.hint(_HINT if usual else _HINT_PLAIN)

    def _finish(self) -> None:
        """To the first thing that is left; where nothing is, the caller goes on."""
        self.show_beside()
        view = self.model.view
        if view is None:
            return
        found = blockers(view, self.model.rows)
        if not found:
            self.finish_wanted.emit()
            return
        more = f"，共 {len(found)} 处" if len(found) > 1 else ""
        self.says.refuse(f"还不能截止：{found[0].sentence}{more}。")
        if found[0].cell is not None:
            self.grid.go(found[0].cell)

    def _paste(self, text: str) -> None:
        """A block from Excel: all of it, or nothing and the first thing that is wrong."""
        values: dict[Cell, MarkValue | None] = {}
        problems = []
        for cell, words in self.grid.cells_below(block_of(text)):
            try:
                if cell is None:
                    raise UserError(f"“{words}”超出了评分的范围")
                values[cell] = self._value(cell, words)
            except UserError as error:
                problems.append(error.sentence)
        if problems:
            more = f"共 {len(problems)} 格有问题，" if len(problems) > 1 else ""
            self.says.refuse(f"没有粘贴：{more}{problems[0]}")
            return
        self._enter(values)
        self.grid.select_block(list(values))

    def _value(self, cell: Cell, words: str) -> MarkValue:
        if (barred := self.model.barred(cell)) is not None:
            raise UserError(barred)
        named = self.model.named(cell)
        for reason in NoMark:
            if words == reason.label:
                return reason
        mark = parse_mark(words, named)
        said = None if mark is None else refused(self.model.item_of(cell), mark)
        if mark is None or said is not None:
            raise UserError(f"{named}：{said or '没有分数'}")
        return mark

    def _offer(self, at: QPoint) -> None:
        self._menus.offer(self.grid.indexAt(at), self.grid.viewport().mapToGlobal(at))


def scoring_view(session: Session, panel_id: int, parent: QWidget | None = None) -> ScoringView:
    """The score grid of a panel, to be put into a page or a dialog."""
    return ScoringView(session, panel_id, parent)
