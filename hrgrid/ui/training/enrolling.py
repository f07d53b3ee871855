"""加参训人员: by area and role with the count in sight, from the due list, or one alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.choosing import Choice as Wish
from hrgrid.training.queries.choosing import ChoiceRow, people_for
from hrgrid.training.queries.classes import ClassRow
from hrgrid.training.queries.rotation import RotationWish, due_people
from hrgrid.training.rules.words import EnrolmentState, Source
from hrgrid.training.service.enrolling import (
    Enrolled,
    cancel_enrolments,
    enrol,
    restore_enrolments,
)
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import some_names
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.forms import Ground
from hrgrid.ui.training.undoing import Step, offer
from hrgrid.ui.training.words import TOPIC

ALL_DUE = "due"
_REST_MS = 200


def standing(row: ChoiceRow) -> str:
    """Why somebody cannot be taken, or that he can."""
    if row.clash:
        return row.clash
    if row.state is not None and row.state is not EnrolmentState.CANCELLED:
        return f"已在班里（{row.state.label}）"
    return ""


COLUMNS: tuple[Column[ChoiceRow], ...] = (
    Column("姓名", lambda row: row.name, 84, strong=True),
    Column("单位", lambda row: row.place or row.street, 170, grows=True),
    Column("岗位", lambda row: row.role, 90),
    Column("工号", lambda row: row.number, 92, quiet=True, drops=True),
    Column("不能加的原因", standing, 190, grows=True, quiet=True),
)


class EnrolDialog(Dialog):
    """Conditions, who they mean, and one button with the count; Enter on a row takes him alone."""

    def __init__(self, session: Session, row: ClassRow, ground: Ground, parent: QWidget) -> None:
        super().__init__(f"给“{row.title}”加参训人员", parent)
        self.session, self.row = session, row
        self._asked = 0
        self._held = row.held
        self.rows: list[ChoiceRow] = []
        self.area = Choice("区域", [(None, "全部区域"), *((i, n) for i, n, _ in ground.areas)])
        self.role = Choice(
            "岗位", [(None, "全部岗位"), *((one.code, one.label) for one in ground.roles)]
        )
        self.due = Tick(f"只看 {row.first_day.year} 年轮训没安排的")
        self.search = TextField("找人", hint="姓名或工号")
        self.search.setClearButtonEnabled(True)
        self.counted = label("", "strong", wraps=True)
        self.notices = Notices()
        self.model: RowsModel[ChoiceRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "可以加的人")
        self.none = label("没有这样的人。换个区域、岗位，或去掉条件。", "body2", wraps=True)
        self.one = Button("只加选中的", does=self._add_one)
        self.act = PrimaryButton("", name="加参训人员", does=self._add_all)
        self.away = Button("关闭", does=self.accept)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._rest.timeout.connect(self.read)
        self.search.textChanged.connect(lambda _: self._rest.start())
        for choice in (self.area, self.role):
            choice.currentIndexChanged.connect(lambda _: self.read())
        self.due.toggled.connect(lambda _: self.read())
        self.table.opened.connect(lambda _: self._add_one())
        if row.kind.value == "rotation":
            self.due.setChecked(True)
        else:
            self.read()
        self.search.setFocus()

    def _lay_out(self) -> None:
        room = (self.parentWidget() or self).window().size()
        self.setMinimumWidth(min(theme.length(760), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(330), max(110, room.height() - 320)))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 2)
        line.addWidget(self.area, 3)
        line.addWidget(self.role, 2)
        self.area.setMinimumWidth(theme.length(120))
        self.area.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.body.addLayout(line)
        self.body.addWidget(self.due)
        self.body.addWidget(self.counted)
        self.body.addWidget(self.notices)
        frame, column = panel()
        column.addWidget(self.table, 1)
        column.addWidget(self.none)
        self.none.setContentsMargins(16, 16, 16, 16)
        self.body.addWidget(frame, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.one)
        foot.addStretch()
        foot.addWidget(self.away)
        foot.addWidget(self.act)
        for button in (self.one, self.away, self.act):
            button.setAutoDefault(False)
        self.body.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the search goes into the list; it adds nobody."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.search.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    # --- reading ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read whom the conditions mean."""
        self._asked += 1
        asked, due = self._asked, self.due.isChecked()
        area, role = self.area.currentData(), self.role.currentData()
        areas, roles = (area,) if area else (), (role,) if role else ()
        wish = Wish(self.row.id, areas, roles, self.search.text().strip())
        year = self.row.first_day.year

        def job(work: UnitOfWork) -> list[ChoiceRow]:
            found = people_for(work, wish)
            if not due:
                return found
            rotation = RotationWish(year, areas, roles)
            order = {one.person_id: at for at, one in enumerate(due_people(work, rotation))}
            there = [one for one in found if one.person_id in order]
            return sorted(there, key=lambda one: order[one.person_id])

        def take(rows: list[ChoiceRow]) -> None:
            if asked == self._asked:
                self._show(rows)

        self.session.tasks.read(job, take, failed=self._refuse)

    def _show(self, rows: list[ChoiceRow]) -> None:
        # Who cannot be taken stands below.
        self.rows = sorted(rows, key=lambda one: not one.free)
        self.model.show_rows(self.rows)
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self._count()

    def _count(self) -> None:
        free = len(self.free)
        places = max(0, self.row.capacity - self._held)
        barred = len(self.rows) - free
        told = [f"能加 {free:,} 人" if free else "没有能加的人"]
        if barred:
            told.append(f"另有 {barred:,} 人不能加")
        waits = max(0, free - places)
        told.append(f"空名额 {places:,} 个" + (f"，{waits:,} 人要候补" if waits and free else ""))
        self.counted.setText("，".join(told))
        self.act.setText(f"加这 {free:,} 人" if free else "加参训人员")
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(bool(free))
        self.one.setEnabled(bool(free))

    @property
    def free(self) -> list[ChoiceRow]:
        """Those who can be taken."""
        return [one for one in self.rows if one.free]

    # --- adding -------------------------------------------------------------------------------

    def _add_one(self) -> None:
        row = self.table.current
        if not isinstance(row, ChoiceRow):
            return
        if not row.free:
            self._refuse(f"{row.name}不能加：{standing(row).rstrip('。')}。")
            return
        self._add([row])

    def _add_all(self) -> None:
        self._add(self.free)

    def _add(self, people: Sequence[ChoiceRow]) -> None:
        ids = [one.person_id for one in people]
        if not ids:
            return
        source = Source.DUE if self.due.isChecked() else Source.ASSIGNED
        class_id, self._adding = self.row.id, [one.name for one in people]
        self.act.setEnabled(False)
        came: list[Enrolled] = []

        def job(work: UnitOfWork) -> Step:
            made = enrol(work, class_id, ids, source)
            came[:] = [made]
            return out_step([*made.placed, *made.waiting])

        self.session.tasks.write(
            job,
            topic=TOPIC,
            done=lambda inverse: self._added(came[0], inverse),
            failed=self._refuse,
            title="正在加参训人员",
        )

    def _added(self, came: Enrolled, inverse: Step) -> None:
        names = some_names(self._adding)
        offer(self.session, f"加参训人员（{names}）", inverse)
        self._held += len(came.placed)
        told = [f"已加 {len(came.placed) + len(came.waiting):,} 人"]
        if came.waiting:
            told.append(f"其中 {len(came.waiting):,} 人排在候补")
        if came.refused:
            first = came.refused[0].sentence.rstrip("。")
            told.append(f"{len(came.refused):,} 人没有加：{first}")
        kind = Kind.WARN if came.refused else Kind.OK
        self.notices.say(Message("，".join(told) + "。", kind))
        self.read()

    def _refuse(self, sentence: str) -> None:
        self._count()
        if sentence:
            self.notices.say(Message(sentence, Kind.BAD))


def out_step(enrolment_ids: Sequence[int]) -> Step:
    """Take people out again; taken back they are put in again."""
    ids = list(enrolment_ids)

    def step(work: UnitOfWork) -> Step:
        cancel_enrolments(work, ids)

        def again(work: UnitOfWork) -> Step:
            restore_enrolments(work, ids)
            return out_step(ids)

        return again

    return step
