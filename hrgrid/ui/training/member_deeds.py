"""What can be done with one person of a class: answer, leave, another turn, another class."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.classes import ClassFilter, ClassRow, classes
from hrgrid.training.rules.words import ClassState, EnrolmentState
from hrgrid.training.service.enrolling import (
    Enrolled,
    accept,
    cancel_enrolments,
    move_in_turn,
    restore_enrolments,
    transfer,
)
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import NumberField, filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.training.forms import TrainingForm
from hrgrid.ui.training.reading import PersonRow
from hrgrid.ui.training.undoing import Step, offer, two_ways

if TYPE_CHECKING:
    from hrgrid.ui.training.board import ClassBoard

_E = EnrolmentState


def fill_member(board: ClassBoard, menu: QMenu, row: PersonRow | None) -> None:
    """The entries for somebody; his file is always there to look at."""
    menu.clear()
    if row is None:
        return
    runs = board.session.may(Right.RUN_TRAINING) and board.session.day is None
    if runs and board.deeds.open_now:
        if row.state is _E.INVITED:
            _add(menu, "确认报名", lambda: _accept(board, row))
        if row.state is _E.WAITING:
            _add(menu, "改候补次序…", lambda: _turn(board, row))
        if row.state is _E.CANCELLED:
            _add(menu, "恢复参训", lambda: _restore(board, row))
        else:
            _add(menu, "转到别的班…", lambda: _transfer(board, row))
            _add(menu, "取消参训…", lambda: _cancel(board, row))
        menu.addSeparator()
    _add(menu, "他的培训记录…", lambda: _record(board, row))
    if board.session.may(Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE):
        person_id = row.member.person_id
        _add(menu, "看人员档案", lambda: board.session.go("workforce", f"person/{person_id}"))


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())


def _accept(board: ClassBoard, row: PersonRow) -> None:
    own = [row.id]
    board.deeds.write(lambda work: accept(work, own), lambda _: f"{row.member.name}已确认报名。")


def _restore(board: ClassBoard, row: PersonRow) -> None:
    own, name = [row.id], row.member.name

    def said(came: Enrolled) -> str:
        return f"{name}已恢复参训{'，排在候补' if came.waiting else ''}。"

    board.deeds.write(lambda work: restore_enrolments(work, own), said)


def _cancel(board: ClassBoard, row: PersonRow) -> None:
    name, own = row.member.name, [row.id]
    box = ReasonDialog(
        f"取消{name}的参训",
        "取消参训",
        board.window(),
        example="例如：临时抽调到防汛值守",
        told="空出的名额给候补的第一位。轮训的人回到应训名单。",
        missing="请写明为什么取消，写一句就行。",
        away="不取消",
    )
    if not box.exec():
        return
    moved: list[int] = []

    def step(work: UnitOfWork) -> Step:
        moved[:] = cancel_enrolments(work, own).moved_up
        return two_ways(
            lambda again: restore_enrolments(again, own),
            lambda again: cancel_enrolments(again, own),
        )

    def said(inverse: Step) -> str:
        offer(board.session, f"取消{name}的参训", inverse)
        return f"{name}已取消参训{f'，候补 {len(moved)} 人递补' if moved else ''}。"

    board.deeds.write(step, said, reason=box.reason.text().strip())


def _turn(board: ClassBoard, row: PersonRow) -> None:
    TurnDialog(board.session, row, board.window()).exec()


def _transfer(board: ClassBoard, row: PersonRow) -> None:
    shown = board.shown
    if shown is None:
        return
    course_id, own = shown.row.course_id, shown.row.id
    open_states = (ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING)

    def show(rows: list[ClassRow]) -> None:
        others = [one for one in rows if one.id != own]
        TransferDialog(board.session, row, others, board.window()).exec()

    wanted = ClassFilter(states=open_states, course_id=course_id)
    board.session.tasks.read(lambda work: classes(work, wanted), show)


def _record(board: ClassBoard, row: PersonRow) -> None:
    from hrgrid.ui.training.record import RecordDialog

    RecordDialog(board.session, row.member.person_id, row.member.name, board.window()).exec()


class TurnDialog(TrainingForm):
    """Another turn on the waiting list."""

    def __init__(self, session: Session, row: PersonRow, parent: QWidget) -> None:
        super().__init__(session, f"改{row.member.name}的候补次序", "改次序", parent)
        self._row = row
        self.place = NumberField("候补第几位", value=row.member.waiting_place)
        self.reason = TextField("事由", hint="例如：证书下月到期，先安排")
        self.form.addWidget(named(self.place))
        self.form.addWidget(named(self.reason))
        self.on_act(self._move)
        self.place.setFocus()

    def _move(self) -> None:
        given = self.checked(lambda: (self.place.value, filled(self.reason)))
        if given is None:
            return
        (place, reason), own, name = given, self._row.id, self._row.member.name
        self.send(
            lambda work: move_in_turn(work, own, place),
            f"{name}改为候补第 {place} 位。",
            reason=reason,
        )


class TransferDialog(TrainingForm):
    """Into another class of the same course in one deed."""

    WIDTH = 440

    def __init__(
        self, session: Session, row: PersonRow, others: list[ClassRow], parent: QWidget
    ) -> None:
        super().__init__(session, f"把{row.member.name}转到别的班", "转班", parent)
        self._row = row
        self.target = Choice("转到", [(one.id, _entry(one)) for one in others])
        told = (
            "同一课程还没有别的班可转。"
            if not others
            else "原来的班空出的名额给候补的第一位；那边满了就排在候补。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        field = named(self.target)
        field.setVisible(bool(others))
        self.form.addWidget(field)
        self.act.setVisible(bool(others))
        if not others:
            self._away.setText("关闭")
        self.on_act(self._go)

    def _go(self) -> None:
        own, target = self._row.id, int(self.target.currentData())
        name = self._row.member.name

        def said(came: Enrolled) -> str:
            return f"{name}已转班{'，排在候补' if came.waiting else ''}。"

        self.send(lambda work: transfer(work, own, target), said)


def _entry(row: ClassRow) -> str:
    return f"{row.number} {row.title}（{row.held:,} / {row.capacity:,}）"
