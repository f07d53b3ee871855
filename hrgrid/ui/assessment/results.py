"""结果: everybody's result in one list, and beside it why it is so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.assessment.rules.result_rows import Problem, ResultOrder, ResultRow, ResultState
from hrgrid.ui import icons, theme
from hrgrid.ui.assessment.conditions import ResultConditions
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.explaining import Explaining
from hrgrid.ui.assessment.exporting import export_results
from hrgrid.ui.assessment.menus import fill_person
from hrgrid.ui.assessment.parts import BoardPart
from hrgrid.ui.assessment.reading import Heads, Read
from hrgrid.ui.assessment.result_list import result_model, result_spec
from hrgrid.ui.assessment.why import WhyCard
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.lists.columns_menu import fill_columns, filled
from hrgrid.ui.lists.parts import ListParts
from hrgrid.ui.session import Session

TYPING_PAUSE_MS = 150


class ResultsPart(BoardPart):
    """The list is built for the items of the scheme, anew where another period has others."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.heads: Heads | None = None
        self.parts: ListParts | None = None
        self._period = 0
        self._open_problem: Problem | None = None
        self.search = TextField("找人", hint="姓名、拼音首字母、工号")
        self.search.setClearButtonEnabled(True)
        self._lens = self.search.addAction(
            icons.icon("magnifying-glass", theme.colour("text3")),
            TextField.ActionPosition.LeadingPosition,
        )
        self.unit = Choice("单位", [(None, "全部单位")])
        self.grade = Choice("等次", [(None, "全部等次")])
        self.problem = Choice("问题", _problems())
        self.columns = Button("列", glyph="columns", name="选择列和排序")
        self.export = Button("导出", glyph="download-simple", name="把结果导出到 Excel")
        self.adjust = Button("办理…", name="办理这个人的结果")
        self.adjust.setMenu(QMenu(self.adjust))
        self.ask = Button("为什么", glyph="info", does=self._open_why)
        self.why = WhyCard(self.adjust)
        self.why.setFixedWidth(theme.length(330))
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        self.bar = QWidget()
        self._lay_out()
        self.explaining = Explaining(session, self)
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1_000)
        for control in (self.unit, self.grade, self.problem):
            row.addWidget(control)
        row.addStretch(1)
        for button in (self.ask, self.columns, self.export):
            row.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.bar)
        left.addLayout(self._list, 1)
        left.addWidget(self.none, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(left, 1)
        whole.addWidget(self.why)
        for hidden in (self.bar, self.none, self.why, self.ask):
            hidden.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._go_in)
        self._pause.timeout.connect(self._search)
        self.unit.currentIndexChanged.connect(lambda _: self._narrow())
        self.grade.currentIndexChanged.connect(lambda _: self._narrow())
        self.problem.currentIndexChanged.connect(lambda _: self._narrow())
        self.export.clicked.connect(lambda *_: self._export())
        menu = self.adjust.menu()
        menu.aboutToShow.connect(lambda: fill_person(self.deeds, menu, self.current))
        self.columns.setMenu(
            filled(self, lambda menu: self._fill_columns(menu) if self.parts else None)
        )

    # --- what is shown ------------------------------------------------------------------------

    @property
    def conditions(self) -> ResultConditions:
        """What is in force."""
        found: ResultConditions = (
            self.parts.conditions if self.parts else ResultConditions(period_id=self._period)
        )
        return found

    @property
    def current(self) -> ResultRow | None:
        """Who stands under the cursor."""
        row = self.parts.table.current if self.parts else None
        return row if isinstance(row, ResultRow) else None

    def forget(self) -> None:
        """Another period: nothing is narrowed."""
        self._open_problem = None

    def show_read(self, read: Read) -> None:
        """Show the list of a period; the same one stays where it is."""
        heads: Heads = read.data
        if self.parts is None or heads != self.heads or read.id != self._period:
            self._build(read.id, heads)
        elif self.parts is not None:
            self.parts.saved.read()
            self.parts.renew()
        self._show_state(heads)
        self._take_open_problem()
        self.explaining.forget()

    def _build(self, period_id: int, heads: Heads) -> None:
        same = period_id == self._period
        kept = self.conditions if same else None
        self._period, self.heads = period_id, heads
        self._take_down()
        model = result_model(heads)
        model.setParent(self)
        self.parts = parts = ListParts(self.session, result_spec(period_id), model)
        none = EmptyState(
            "users-three",
            "没有符合条件的人",
            "去掉上面的一个条件，或换个词再找。",
            [Button("清除条件", does=self.clear_conditions)],
        )
        empty = EmptyState("clipboard-text", "这一期还没有考核对象", "先看考核对象。")
        parts.frame.offer(empty, none)
        self._list.addWidget(parts.strip)
        self._list.addWidget(parts.frame, 1)
        parts.wanted.connect(self.want)
        parts.table.opened.connect(lambda _: self._open_why())
        parts.table.chosen.connect(self.explaining.follow)
        parts.state_changed.connect(lambda: self.export.setEnabled(model.rowCount() > 0))
        self.unit.fill([(None, "全部单位"), *heads.units])
        self.grade.fill([(None, "全部等次"), *heads.grades])
        parts.saved.read()
        parts.strip.arrange(narrow=self.narrow)
        if kept is not None:
            parts.show(kept)
        else:
            self._show_controls(parts.conditions)
        parts.read()

    def _take_down(self) -> None:
        if self.parts is not None:
            for widget in (self.parts.strip, self.parts.frame):
                self._list.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
            self.parts.model.deleteLater()
            self.parts = None

    def _show_state(self, heads: Heads) -> None:
        from hrgrid.ui.forms import clear

        clear(self._none)
        shown = heads.computed and self.parts is not None
        if not shown:
            self._none.addWidget(self._not_yet())
        if self.parts is not None:
            self.parts.strip.setVisible(shown)
            self.parts.frame.setVisible(shown)
        if not shown:
            self.why.hide()
        self.bar.setVisible(shown)
        self.none.setVisible(not shown)
        self.arrange(narrow=self.narrow)

    def _not_yet(self) -> EmptyState:
        board = self.deeds.board
        step = board.next if board else None
        actions: list[QWidget] = []
        told = "数据报齐以后开始计分，再计算。每个人的得分、名次和来历都列在这里。"
        if step is not None and step.code == "compute" and self.deeds.runs:
            act = PrimaryButton(step.label, does=self.deeds.compute)
            act.setEnabled(step.enabled)
            actions = [act]
        return EmptyState("clipboard-text", "还没有计算", told, actions)

    # --- conditions ---------------------------------------------------------------------------

    def want(self, conditions: ResultConditions) -> None:
        """Show what these conditions find."""
        if self.parts is None:
            return
        conditions = replace(conditions, period_id=self._period)
        if conditions != self.conditions:
            self.parts.show(conditions)
            self._show_controls(conditions)
            self.parts.read()

    def narrow_to(self, problem: Problem) -> None:
        """Show those with a problem, now or when the list is there."""
        self._open_problem = problem
        if self.isVisible():
            self._take_open_problem()

    def _take_open_problem(self) -> None:
        if self._open_problem is not None and self.parts is not None:
            problem, self._open_problem = self._open_problem, None
            self.want(ResultConditions(problem=problem))

    def clear_conditions(self) -> None:
        """Everybody again."""
        self.want(ResultConditions())

    def _show_controls(self, conditions: ResultConditions) -> None:
        wanted: Any = conditions.problem or conditions.state
        if conditions.problems:
            wanted = "any"
        values = (
            (self.unit, conditions.unit[0] if conditions.unit else None),
            (self.grade, conditions.grade[0] if conditions.grade else None),
            (self.problem, wanted),
        )
        for control, value in values:
            control.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            control.choose(value)
            control.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if self.search.text().strip() != conditions.text:
            self.search.setText(conditions.text)
            self._pause.stop()

    def _narrow(self) -> None:
        unit, grade, problem = (one.currentData() for one in (self.unit, self.grade, self.problem))
        self.want(
            replace(
                self.conditions,
                unit=(unit, self.unit.currentText()) if unit is not None else None,
                grade=(grade, self.grade.currentText()) if grade is not None else None,
                problem=problem if isinstance(problem, Problem) else None,
                state=problem if isinstance(problem, ResultState) else None,
                problems=problem == "any",
            )
        )

    def _search(self) -> None:
        self._pause.stop()
        self.want(replace(self.conditions, text=self.search.text().strip()))

    def _go_in(self) -> None:
        self._search()
        if self.parts is not None:
            self.parts.table.setFocus()

    def seek(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()

    def escape(self) -> bool:
        """Conditions first."""
        if self.conditions == ResultConditions(period_id=self._period):
            return False
        self.clear_conditions()
        return True

    # --- deeds --------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done about the one under the cursor."""
        if self.current is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            fill_person(self.deeds, menu, self.current)
            menu.popup(event.globalPos())

    def _open_why(self) -> None:
        row = self.current
        if row is not None:
            self.explaining.open(row)

    def _export(self) -> None:
        if self.parts is not None and self.heads is not None and self.deeds.row is not None:
            export_results(self.parts, self.heads, self.deeds.row.title, self)

    def _fill_columns(self, menu: Any) -> None:
        if self.parts is not None:
            fill_columns(menu, self.parts, ResultOrder, self)

    # --- fitting the window -------------------------------------------------------------------

    def main_control(self) -> QWidget | None:
        """The list, or the button where there is none."""
        if self.parts is not None and self.parts.frame.isVisibleTo(self):
            return self.parts.frame.main_control()
        buttons = [one for one in self.none.findChildren(Button) if one.isEnabled()]
        return buttons[0] if buttons else None

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window why is a dialog."""
        super().arrange(narrow=narrow)
        shown = self.parts is not None and bool(self.heads and self.heads.computed)
        self.why.setVisible(shown and not narrow)
        self.ask.setVisible(shown and narrow)
        self.columns.setText("" if narrow else "列")
        self.export.setText("" if narrow else "导出")
        if self.parts is not None:
            self.parts.strip.arrange(narrow=narrow)

    def fit(self) -> None:
        """Widths for another text size."""
        self.search.setMinimumWidth(theme.length(110))
        self.why.setFixedWidth(theme.length(330))
        self._lens.setIcon(icons.icon("magnifying-glass", theme.colour("text3")))
        if self.parts is not None:
            self.parts.table.fit()


def _problems() -> list[tuple[object, str]]:
    made: list[tuple[object, str]] = [(None, "全部情况"), ("any", "要处理的")]
    made += [(one, one.label) for one in Problem]
    made += [
        (one, one.label) for one in (ResultState.SCORED, ResultState.UNSCORED, ResultState.LEFT_OUT)
    ]
    return made
