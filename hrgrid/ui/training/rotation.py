"""轮训: who is due this year, done, booked or open per street, and the next classes from it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import CourseRow, courses
from hrgrid.training.queries.rotation import RotationWish, RotationYear, due_people, rotation_year
from hrgrid.training.rules.rotation import DuePerson, StreetProgress, share_words
from hrgrid.training.rules.words import CourseKind
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import panel, rule
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.class_papers import TrainingPapers
from hrgrid.ui.training.forms import Ground, read_ground
from hrgrid.ui.training.rotation_bar import ShareDelegate
from hrgrid.workforce.queries import RoleRow, roles

_SHARE_AT = 1
OPEN, BOOKED, DONE, EVERYBODY = "open", "booked", "done", "all"


def street_columns() -> tuple[Column[StreetProgress], ...]:
    """The columns of the streets."""
    return (
        Column("区域", lambda row: row.street, 130, grows=True, strong=True),
        Column("已训比例", lambda row: share_words(row.done, row.due), 190, grows=True),
        Column("应训", lambda row: f"{row.due:,}", 60, right=True),
        Column("已训", lambda row: f"{row.done:,}", 60, right=True),
        Column("已安排", lambda row: f"{row.booked:,}", 64, right=True),
        Column("没安排", lambda row: f"{row.open:,}", 64, right=True, strong=True),
    )


def standing(row: DuePerson) -> str:
    """What somebody has of the year's rotation."""
    if row.done_on is not None:
        return "已训"
    return "已安排" if row.booked else "没安排"


_CHIPS = {"已训": "ok", "已安排": "info", "没安排": "warn"}
PEOPLE: tuple[Column[DuePerson], ...] = (
    Column("姓名", lambda row: row.name, 80, strong=True, grows=True),
    Column("在岗起", lambda row: full_day(row.in_post_since), 96, quiet=True),
    Column("轮训", standing, 76, chip=lambda row: _CHIPS[standing(row)]),
)


@dataclass(frozen=True)
class _Read:
    year: RotationYear
    people: list[DuePerson]
    roles: list[RoleRow]
    courses: list[CourseRow]


def _read(work: UnitOfWork, wish: RotationWish) -> _Read:
    taught = [one for one in courses(work, active=True) if one.kind is CourseKind.ROTATION]
    people = due_people(work, wish, only_open=False)
    return _Read(rotation_year(work, wish), people, roles(work), taught)


class RotationLevel(Level):
    """Streets at the left, the people of the one under the cursor at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: _Read | None = None
        self._asked = 0
        self.role = Choice("岗位")
        self.papers = Button("文书", glyph="file-text")
        self.papers.setMenu(QMenu(self.papers))
        self.writing = TrainingPapers(session, self)
        self.plan = PrimaryButton("排下一期班", glyph="calendar-check", does=self.plan_classes)
        self.model: RowsModel[StreetProgress] = RowsModel(street_columns(), self)
        self.table = Table(self.model, "各区域轮训进度")
        self.table.setItemDelegate(ShareDelegate(self.table, _SHARE_AT, lambda row: row))
        self.total = label("", "strong")
        self.told = label("", "caption")
        self.export = LinkButton("导出 Excel", glyph="download-simple", does=self._export)
        self.show_people = LinkButton("看名单…", glyph="users", does=self._show_people)
        self.street = label("", "card")
        self.which = Choice(
            "看哪些人",
            [(OPEN, "没安排的"), (BOOKED, "已安排的"), (DONE, "已训的"), (EVERYBODY, "全部")],
        )
        self.people_model: RowsModel[DuePerson] = RowsModel(PEOPLE, self)
        self.people = Table(self.people_model, "应训人员")
        self.names = LinkButton("导出名单", glyph="download-simple", does=self._export_people)
        self._saving = Saving(session, self)
        self._frame, self._side = self._make_streets(), self._make_side()
        self._middle = QWidget()
        self._empty = QWidget()
        self._hole = QVBoxLayout(self._empty)
        self._hole.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _make_streets(self) -> QFrame:
        frame, column = panel()
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.setSpacing(12)
        foot.addWidget(self.total)
        foot.addWidget(self.told)
        foot.addStretch()
        foot.addWidget(self.show_people)
        foot.addWidget(self.export)
        column.addLayout(foot)
        return frame

    def _make_side(self) -> QFrame:
        frame, column = panel()
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.street, 1)
        head.addWidget(self.which)
        column.addLayout(head)
        column.addWidget(self.people, 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addStretch()
        foot.addWidget(self.names)
        column.addLayout(foot)
        frame.setFixedWidth(theme.length(360))
        return frame

    def _lay_out(self) -> None:
        self.tool_row.addWidget(self.role)
        self.tool_row.addStretch()
        self.tool_row.addWidget(self.papers)
        self.tool_row.addWidget(self.plan)
        self.role.setMinimumWidth(theme.length(130))
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(10)
        middle.addWidget(self._frame, 1)
        middle.addWidget(self._side)
        self.column.addWidget(self._middle, 1)
        self.column.addWidget(self._empty, 1)
        for part in (self._middle, self._empty, self.role, self.papers, self.plan):
            part.hide()

    def _connect(self) -> None:
        self.role.currentIndexChanged.connect(lambda _: self.refresh())
        self.which.currentIndexChanged.connect(lambda _: self._fill_people())
        self.table.chosen.connect(lambda _: self._fill_people())
        self.table.opened.connect(lambda _: self._go_in())
        self.people.opened.connect(self._open_person)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        shortcut = QShortcut(QKeySequence("Ctrl+N"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.plan_classes)
        self.session.look_changed.connect(self._renew_look)

    def _renew_look(self) -> None:
        self.table.fit()
        self.people.fit()
        self._side.setFixedWidth(theme.length(360))

    # --- reading ------------------------------------------------------------------------------

    @property
    def wish(self) -> RotationWish:
        """Whose rotation of which year is on show."""
        role = self.role.currentData()
        return RotationWish(self.session.year, roles=(role,) if role else ())

    def refresh(self) -> None:
        """Read the year."""
        self._asked += 1
        asked, wish = self._asked, self.wish

        def take(read: _Read) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(lambda work: _read(work, wish), take)

    def _take(self, read: _Read) -> None:
        self.read = read
        year = read.year
        due = "、".join(text for _, text in year.roles)
        if not self.role.currentData():
            self.role.fill(
                [(None, f"应训岗位（{due}）"), *((one.code, one.label) for one in read.roles)]
            )
        at = self.table.current
        rows = [row for row in year.streets if row.due]
        self.model.show_rows(rows)
        names = [row.street for row in rows]
        # Where one stood, else the first street that lacks somebody.
        waiting = next((row.street for row in rows if row.open), None)
        wanted = at.street if at is not None and at.street in names else waiting
        if wanted is not None:
            self.table.selectRow(names.index(wanted))
        anybody = year.whole.due > 0
        self._middle.setVisible(anybody)
        self._empty.setVisible(not anybody)
        self.role.setVisible(anybody or bool(self.role.currentData()))
        runs = self.session.may(Right.RUN_TRAINING)
        self.plan.setVisible(anybody and runs)
        self.papers.setVisible(anybody and self.writing.allowed)
        self.plan.setEnabled(year.whole.open > 0)
        self.plan.setToolTip("" if year.whole.open else "应训的都已训或已安排，没有要排的。")
        self.session.off_unless_today(self.plan)
        if anybody:
            self._show_total(year.whole)
        else:
            self._show_empty()
        self._fill_people()
        self.say_where(f"{year.year} 年轮训")
        self.hand_on_focus()

    def _show_total(self, whole: StreetProgress) -> None:
        share = share_words(whole.done, whole.due)
        self.total.setText(f"应训 {whole.due:,} 人，已训 {whole.done:,} 人（{share}）")
        self.told.setText(f"已安排 {whole.booked:,} 人，没安排 {whole.open:,} 人")
        text = f"排下一期班（{whole.open:,} 人没安排）" if whole.open else "排下一期班"
        self.plan.setText(text)
        self.plan.setAccessibleName(text)

    def _show_empty(self) -> None:
        clear(self._hole)
        frame, column = panel()
        actions: list[Button] = []
        if self.role.currentData():
            actions.append(Button("看应训岗位", does=lambda: self.role.setCurrentIndex(0)))
            title = "这个岗位没有人在岗"
            told = "换个岗位，或看应训的岗位。"
        else:
            title = f"{self.session.year} 年没有应训的人"
            told = (
                "轮训按岗位和在岗人员算：当年在岗的网格员每人每年至少一次。\n"
                "先把网格和人员导进来，这里就列出每个街道谁还没轮训。"
            )
            if self.session.may(Right.IMPORT):
                actions.append(
                    PrimaryButton(
                        "导入网格和人员",
                        glyph="upload-simple",
                        does=lambda: self.session.go("imports"),
                    )
                )
        column.addWidget(EmptyState("chalkboard-teacher", title, told, actions))
        self._hole.addWidget(frame)

    def _chosen(self) -> list[DuePerson]:
        street = self.table.current
        if self.read is None or street is None:
            return []
        return [one for one in self.read.people if one.street == street.street]

    def _fill_people(self) -> None:
        street, which = self.table.current, self.which.currentData()
        wanted = {OPEN: "没安排", BOOKED: "已安排", DONE: "已训"}.get(which)
        shown = [one for one in self._chosen() if wanted in {None, standing(one)}]
        self.people_model.show_rows(shown)
        self.street.setText(f"{street.street}　{len(shown):,} 人" if street else "")

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the people are in a dialog."""
        super().arrange(narrow=narrow)
        self._side.setVisible(not narrow)
        self.show_people.setVisible(narrow)
        self.told.setVisible(not narrow)

    def main_control(self) -> QWidget:
        """The streets."""
        if self._middle.isVisibleTo(self):
            return self.table
        buttons = [one for one in self._empty.findChildren(Button) if one.isEnabled()]
        return buttons[0] if buttons else self

    # --- deeds --------------------------------------------------------------------------------

    def _go_in(self) -> None:
        if self.narrow:
            self._show_people()
        else:
            self.people.setFocus()

    def _show_people(self) -> None:
        from hrgrid.ui.training.due_list import DueDialog

        street = self.table.current
        if isinstance(street, StreetProgress):
            DueDialog(street, self._chosen(), self.window()).exec()

    def _open_person(self, row: DuePerson) -> None:
        from hrgrid.ui.training.record import RecordDialog

        RecordDialog(self.session, row.person_id, row.name, self.window()).exec()

    def plan_classes(self) -> None:
        """The next classes from who is open."""
        from hrgrid.ui.training.planning import PlanClassesDialog

        read = self.read
        if read is None or not read.year.whole.open or not self.session.is_today():
            return
        if not self.session.may(Right.RUN_TRAINING):
            return

        def show(ground: Ground) -> None:
            taught = [one for one in ground.courses if one.kind is CourseKind.ROTATION]
            if not taught:
                from hrgrid.ui.training.courses import CoursesDialog

                self.session.say("先加一门轮训课程，再排班。")
                CoursesDialog(self.session, self.window()).exec()
                return
            box = PlanClassesDialog(self.session, ground, self.wish, read.year, self.window())
            if box.exec():
                self.wanted.emit("classes", None)

        self.session.tasks.read(read_ground, show)

    def _offer_papers(self) -> None:
        menu, year = self.papers.menu(), self.session.year
        menu.clear()
        for code in ("rotation", "year_hours"):
            self.writing.add(menu, code, year, f"{year} 年")

    def _export(self) -> None:
        if self.read is not None:
            name = f"{self.session.year} 年轮训进度"
            rows = [*self.model.rows, self.read.year.whole]
            save_table(self._saving, name, street_columns(), rows, "轮训进度")

    def _export_people(self) -> None:
        street = self.table.current
        if isinstance(street, StreetProgress):
            name = f"{street.street} {self.session.year} 年轮训名单"
            save_table(self._saving, name, PEOPLE, self.people_model.rows, "轮训名单")
