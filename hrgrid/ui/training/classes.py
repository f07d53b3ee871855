"""培训班: all of a year in a list by how far they are, and the board of the one that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.classes import ClassFilter, ClassRow, classes
from hrgrid.training.queries.courses import HoursRow, hours_in_force
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.words import ClassState, CourseKind
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.hiring.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.hiring.level import Level
from hrgrid.ui.hiring.parts import panel
from hrgrid.ui.hiring.words import span
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column
from hrgrid.ui.training.board import ClassBoard
from hrgrid.ui.training.class_form import NewClassDialog
from hrgrid.ui.training.forms import Ground, read_ground
from hrgrid.ui.training.words import class_chip, hours

_S = ClassState
_ORDER = (_S.RUNNING, _S.ENDED, _S.OPEN, _S.PLANNED, _S.CONFIRMED, _S.ARCHIVED, _S.CANCELLED)
GOING_ON = (_S.RUNNING, _S.ENDED, _S.OPEN, _S.PLANNED)
# A search is asked for when the typing rests; ms.
_REST_MS = 200


class ClassHeading(Heading):
    """The heading of a state: its classes are counted, not people."""

    @property
    def told(self) -> str:
        """上课中　3 个班."""
        return self.label if self.count is None else f"{self.label}　{self.count:,} 个班"


def outcome(row: ClassRow) -> str:
    """合格 38，不合格 2."""
    if not row.completed and not row.failed:
        return ""
    failed = f"，不合格 {row.failed:,}" if row.failed else ""
    return f"合格 {row.completed:,}{failed}"


def places(row: ClassRow) -> str:
    """38 / 40, and who waits."""
    waiting = f"，候补 {row.waiting:,}" if row.waiting else ""
    return f"{row.held:,} / {row.capacity:,}{waiting}"


def columns(rules: Callable[[], HourRules]) -> tuple[Column[ClassRow], ...]:
    """The columns of the list; hours are told by the rule in force."""
    return (
        Column("编号", lambda row: row.number, 100),
        Column("班名", lambda row: row.title, 170, grows=True, strong=True),
        Column("状态", lambda row: row.state.label, 84, chip=lambda row: class_chip(row.state)),
        Column("日期", lambda row: span(row.first_day, row.last_day), 176),
        Column("人数", places, 136, right=True),
        Column("课次", lambda row: f"{row.sessions:,}", 56, right=True),
        Column("学时", lambda row: hours(row.minutes, rules()), 60, right=True),
        Column("类别", lambda row: row.kind.label, 84, drops=True),
        Column("结果", outcome, 140, drops=True, quiet=True),
        Column("范围", lambda row: row.area, 130, drops=True, quiet=True),
        Column("办班", lambda row: row.mode.label, 64, drops=True, quiet=True),
        Column("讲师", lambda row: row.trainer, 110, drops=True, quiet=True),
    )


@dataclass(frozen=True)
class _Read:
    rows: list[ClassRow]
    rule: HoursRow


def _read(work: UnitOfWork, wanted: ClassFilter) -> _Read:
    return _Read(classes(work, wanted), hours_in_force(work, work.today))


class ClassLevel(Level):
    """The list, or one class; Esc and 全部培训班 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: list[ClassRow] = []
        self._rules = HourRules()
        self._asked = 0
        self.search = TextField("找培训班", hint="班名、编号、讲师")
        self.search.setClearButtonEnabled(True)
        self.state = Choice(
            "状态", [("", "全部状态"), ("going", "没办完的"), *((one, one.label) for one in _ORDER)]
        )
        self.kind = Choice("类别", [(None, "全部类别"), *((one, one.label) for one in CourseKind)])
        self.count = label("", "label")
        self.courses = Button("课程和学时", glyph="sliders-horizontal")
        self.courses.setMenu(QMenu(self.courses))
        self.new = PrimaryButton("新建培训班", glyph="plus", does=self.open_new, parent=self)
        self.model: GroupedModel[ClassRow] = GroupedModel(
            columns(lambda: self._rules), self._heading, self
        )
        self.table = GroupedTable(self.model, "培训班")
        self.table.key_rows_by(lambda row: row.id)
        self.board = ClassBoard(session)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self.list = self._make_list()
        self._lay_out()
        self._connect()

    def _make_list(self) -> QFrame:
        frame, column = panel()
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 3)
        bar.addWidget(self.state)
        bar.addWidget(self.kind)
        bar.addWidget(self.count)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)
        self.none.hide()
        return frame

    def _lay_out(self) -> None:
        self._space = QWidget()
        self.tool_row.addWidget(self.board.tools, 1)
        self.tool_row.addWidget(self._space, 1)
        self.tool_row.addWidget(self.courses)
        self.tool_row.addWidget(self.new)
        for part in (self.list, self.board):
            self.column.addWidget(part, 1)
            part.hide()
        for tool in (self.board.tools, self.courses, self.new):
            tool.hide()

    def _connect(self) -> None:
        self._rest.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.search.returnPressed.connect(self._go_in)
        self.state.currentIndexChanged.connect(lambda _: self.refresh())
        self.kind.currentIndexChanged.connect(lambda _: self.refresh())
        self.courses.menu().aboutToShow.connect(self._offer_courses)
        self.table.opened.connect(lambda row: self.show_class(row.id))
        self.table.left.connect(self.search.setFocus)
        self.board.left.connect(self.show_list)
        self.board.where_changed.connect(self.say_where)
        self.board.wanted.connect(self.wanted)
        for keys, does in (("Ctrl+N", self._new_by_key), ("Ctrl+F", self._search_by_key)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)
        self.session.look_changed.connect(self.table.fit)

    # --- reading ------------------------------------------------------------------------------

    @property
    def _wanted(self) -> ClassFilter:
        chosen, kind = self.state.currentData(), self.kind.currentData()
        states = GOING_ON if chosen == "going" else (chosen,) if chosen else ()
        # What was not finished last year is still to be done.
        year = None if chosen == "going" else self.session.year
        kinds = (kind,) if kind else ()
        return ClassFilter(year, states, kinds, text=self.search.text().strip())

    @property
    def narrowed(self) -> bool:
        """Whether conditions hide some of the year."""
        return bool(
            self.search.text().strip() or self.state.currentData() or self.kind.currentData()
        )

    def refresh(self) -> None:
        """Read the list, and the board where one is open."""
        self._asked += 1
        asked, wanted = self._asked, self._wanted

        def take(read: _Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: _read(work, wanted), take)
        if not self.board.isHidden():
            self.board.refresh()

    def _take(self, read: _Read) -> None:
        self.rows = sorted(read.rows, key=lambda row: _ORDER.index(row.state))
        self._rules = read.rule.rules
        self.table.keep()
        self.model.show_people(self.rows)
        self.count.setText(f"{self.session.year} 年，共 {len(self.rows):,} 个班")
        self._show_empty()
        if self.board.isHidden():
            self.show_list()
        self.hand_on_focus()

    def _heading(self, row: ClassRow) -> Heading:
        count = sum(one.state is row.state for one in self.rows)
        return ClassHeading(row.state.value, row.state.label, count)

    def _show_empty(self) -> None:
        clear(self._none)
        empty = not self.rows
        if empty:
            self._none.addWidget(self._found_nothing() if self.narrowed else self._nothing())
        self.none.setVisible(empty)
        self.table.setVisible(not empty)
        self._bar.setVisible(not empty or self.narrowed)

    def _found_nothing(self) -> EmptyState:
        actions = [Button("看全部", does=self.clear_conditions)]
        told = "换个条件，或看全部。"
        return EmptyState("chalkboard-teacher", "没有这样的培训班", told, actions)

    def _nothing(self) -> EmptyState:
        told = (
            "培训班从排课次、收人、登记签到、录测试成绩一直办到核定结果，学时由签到算出来。\n"
            "轮训的班可以在“轮训”里按应训名单一次排好。"
        )
        actions: list[Button] = []
        if self.session.may(Right.RUN_TRAINING):
            self.first = PrimaryButton("新建培训班", glyph="plus", does=self.open_new)
            self.session.off_unless_today(self.first)
            actions.append(self.first)
        actions.append(Button("看轮训", does=lambda: self.wanted.emit("rotation", None)))
        title = f"{self.session.year} 年还没有培训班"
        return EmptyState("chalkboard-teacher", title, told, actions)

    def clear_conditions(self) -> None:
        """All classes of the year."""
        self.search.clear()
        self.state.setCurrentIndex(0)
        self.kind.setCurrentIndex(0)

    # --- list and board -----------------------------------------------------------------------

    def choose(self, class_id: int) -> None:
        """Show the board of a class."""
        self.show_class(class_id)

    def show_class(self, class_id: int) -> None:
        """The board of one class."""
        self._show(self.board)
        self.board.choose(class_id)

    def show_list(self) -> None:
        """All classes."""
        self._show(self.list)
        self.say_where(f"{self.session.year} 年培训班")

    def _show(self, wanted: QWidget) -> None:
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        for part in (self.list, self.board):
            if part is not wanted:
                part.hide()
        wanted.show()
        on_board, runs = wanted is self.board, self.session.may(Right.RUN_TRAINING)
        if on_board:
            # Hidden before the board's come: both together make a small window grow.
            for tool in (self.courses, self.new):
                tool.hide()
        self.board.tools.setVisible(on_board)
        self._space.setVisible(not on_board)
        self.courses.setVisible(not on_board)
        # Where nothing stands in the list the button is in the middle of it.
        self.new.setVisible(not on_board and runs and bool(self.rows or self.narrowed))
        self.session.off_unless_today(self.new)
        if had_focus:
            self.main_control().setFocus()

    def arrange(self, *, narrow: bool) -> None:
        """Fold the card of the board."""
        super().arrange(narrow=narrow)
        self.board.arrange(narrow=narrow)

    def main_control(self) -> QWidget:
        """The people of the class, or the classes."""
        if not self.board.isHidden():
            return self.board.main_control()
        if self.rows:
            return self.table
        buttons = [one for one in self.none.findChildren(Button) if one.isEnabled()]
        return buttons[0] if buttons else self

    def _go_in(self) -> None:
        self._rest.stop()
        self.refresh()
        self.table.setFocus()

    def _search_by_key(self) -> None:
        if self.board.isHidden():
            self.search.setFocus()
        else:
            self.board.people.search.setFocus()

    # --- deeds --------------------------------------------------------------------------------

    def _new_by_key(self) -> None:
        if self.board.isHidden():
            self.open_new()
        else:
            self.board.deeds.enrol()

    def open_new(self, competition_id: int | None = None) -> None:
        """A new class; of a competition it is the closed training of its team."""
        if not (self.session.is_today() and self.session.may(Right.RUN_TRAINING)):
            return

        def show(ground: Ground) -> None:
            if not ground.courses:
                self.show_courses()
                return
            box = NewClassDialog(self.session, ground, self.window(), competition_id=competition_id)
            if box.exec() and isinstance(box.result_value, int):
                self.choose(box.result_value)

        self.session.tasks.read(read_ground, show)

    def _offer_courses(self) -> None:
        menu = self.courses.menu()
        menu.clear()
        entries: Sequence[tuple[str, object]] = (
            ("课程…", self.show_courses),
            ("学时规则…", self.show_hours),
            ("全年学时…", self.show_year),
            ("登记以前的培训…", self.add_earlier),
        )
        for text, does in entries:
            menu.addAction(text).triggered.connect(lambda *_, does=does: does())
        if self.session.may(Right.IMPORT):
            menu.addSeparator()
            menu.addAction("导入以前的培训").triggered.connect(
                lambda *_: self.session.go("imports", "training-records")
            )

    def show_courses(self) -> None:
        """The courses of the office."""
        from hrgrid.ui.training.courses import CoursesDialog

        CoursesDialog(self.session, self.window()).exec()

    def show_hours(self) -> None:
        """The rule by which hours count."""
        from hrgrid.ui.training.hours_form import HoursDialog

        HoursDialog(self.session, self.window()).exec()

    def show_year(self) -> None:
        """Everybody's hours of the year."""
        from hrgrid.ui.training.hours_year import HoursOfYearDialog

        HoursOfYearDialog(self.session, self.window()).exec()

    def add_earlier(self) -> None:
        """Training of before, of one person."""
        from hrgrid.ui.training.earlier_form import EarlierDialog

        if self.session.is_today():
            EarlierDialog(self.session, self.window()).exec()
