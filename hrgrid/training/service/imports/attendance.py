"""Rows of sign-in lists: one cell of the sheet each, of any class that is being held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from hrgrid.core.columns import heading_key, quoted
from hrgrid.core.errors import UserError
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Attendance, TrainingClass
from hrgrid.training.queries.classes import SessionRow, sessions_of
from hrgrid.training.queries.places import holders
from hrgrid.training.queries.sheets import cells_of
from hrgrid.training.rules.presence import CellValue, check_cell, typed_cell
from hrgrid.training.rules.timetable import time_words
from hrgrid.training.rules.words import CLOCKED, ClassState, Presence
from hrgrid.training.service.attending import Cell, key_cells
from hrgrid.training.service.imports.meaning import Everybody, Misfit
from hrgrid.training.service.steps import KEYING, class_of
from hrgrid.workforce.queries.known import known_people, merged_keys

_STEP = 100
_KEYED = (ClassState.RUNNING, ClassState.ENDED)
_AHEAD = (Presence.LEAVE, Presence.EXCUSED)


def apply_attendance(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Key every cell that says nothing yet; each bad row says what to mend.

    Nothing that stands is overwritten. Raises UserError where no class is being held, or several
    are and rows name none.
    """
    if not any(work.actor.may_somewhere(right) for right in KEYING):
        work.require_somewhere(KEYING[-1])
    work.progress.begin("核对签到", len(rows))
    sweep = _Sweep(work, rows)
    for at, row in enumerate(rows):
        sweep.take(row)
        if at % _STEP == _STEP - 1:
            work.progress.step(_STEP)
    return sweep.key()


class _Held:
    """One class: its sessions, its members by person, what its sheet says."""

    def __init__(self, work: UnitOfWork, found: TrainingClass) -> None:
        self.found = found
        self.sessions = sessions_of(work, found.id)
        self.members = holders(work, found.id)
        self.cells = cells_of(work, found.id)
        self.new: dict[Cell, CellValue | None] = {}
        self.rows: dict[Cell, int] = {}


class _Sweep:
    def __init__(self, work: UnitOfWork, rows: Sequence[InRow]) -> None:
        self._work = work
        self._problems: list[Problem] = []
        self._unchanged = 0
        query = (
            select(TrainingClass)
            .where(TrainingClass.state.in_(_KEYED))
            .order_by(TrainingClass.number)
        )
        self._open = [
            one
            for one in work.session.scalars(query)
            if any(work.actor.may(right, one.area_path) for right in KEYING)
        ]
        if not self._open:
            raise UserError("现在没有正在上课的培训班，签到导不进去。请先在培训页开班")
        if len(self._open) > 1 and any(row.values["class"] is None for row in rows):
            shown = "、".join(f"“{one.number} {one.title}”" for one in self._open[:4])
            raise UserError(f"正在上课的班有{shown}。请在“培训班”一列写明是哪个班")
        self._held: dict[int, _Held] = {}
        self._everybody = Everybody(work, known_people(work), merged_keys(work))

    # --- one row ------------------------------------------------------------------------------

    def take(self, row: InRow) -> None:
        """Take one row; where it cannot stand, say why."""
        try:
            held = self._class(row)
            session = _session(held, row)
            person = self._everybody.find(row, "档案")
            enrolment_id = held.members.get(person.id)
            if enrolment_id is None:
                raise Misfit(
                    "not_in_class",
                    "name",
                    f"“{person.name}”不在培训班“{held.found.title}”的名单里。请先报名",
                )
            self._hold(held, row, (session, enrolment_id, person.name))
        except Misfit as misfit:
            self._problems.append(row.problem(misfit.column, misfit.code, f"{misfit.sentence}。"))

    def _class(self, row: InRow) -> _Held:
        typed = row.values["class"]
        found = self._open[0]
        if typed is not None:
            key = heading_key(typed)
            named = [one for one in self._open if heading_key(one.number) == key] or [
                one for one in self._open if heading_key(one.title) == key
            ]
            if len(named) != 1:
                count = f"有 {len(named)} 个" if named else "没有正在上课的"
                raise Misfit(
                    "unknown_class", "class", f"{count}培训班{quoted(typed)}。请写培训班编号"
                )
            found = named[0]
        if found.id not in self._held:
            locked = class_of(self._work, found.id, *_KEYED, rights=KEYING)
            self._held[found.id] = _Held(self._work, locked)
        return self._held[found.id]

    def _hold(self, held: _Held, row: InRow, place: tuple[SessionRow, int, str]) -> None:
        session, enrolment_id, name = place
        cell = (session.id, enrolment_id)
        value = _value(row, session, name)
        if session.day > self._work.today and value.presence not in _AHEAD:
            raise Misfit("in_future", "day", f"{name}这一节还没有上，只能先登记请假或免修")
        if cell in held.rows:
            raise Misfit(
                "written_twice",
                "name",
                f"{name}这一节在第 {held.rows[cell]} 行已经写过。请删去一行",
            )
        held.rows[cell] = row.number
        before = held.cells.get(cell)
        if before is None:
            held.new[cell] = value
            return
        if (before.presence, before.came, before.departed) != (
            value.presence,
            value.came,
            value.departed,
        ):
            raise Misfit(
                "attendance_differs",
                "presence",
                f"{name}这一节已登记为“{before.words}”，与这里的“{value.words}”不同。"
                "登记错了请在签到表里改",
            )
        self._unchanged += 1

    # --- all rows -----------------------------------------------------------------------------

    def key(self) -> Applied:
        """Key what can stand, class by class."""
        operation = self._work.circumstances.operation_id
        new = 0
        for class_id, held in self._held.items():
            if held.new:
                keyed = key_cells(self._work, class_id, held.new, import_operation=operation)
                new += len(keyed)
        return Applied(
            new=new,
            unchanged=self._unchanged,
            problems=self._problems,
            journal={"attendance": new},
            undo={"operation": operation, "count": new},
        )


def _session(held: _Held, row: InRow) -> SessionRow:
    day, begins = row.values["day"], row.values["begins"]
    fitting = [
        one
        for one in held.sessions
        if (day is None or one.day == day) and (begins is None or one.begins == begins)
    ]
    if len(fitting) == 1:
        return fitting[0]
    title = held.found.title
    if not fitting:
        when = f"{day:%Y-%m-%d} " if day is not None else ""
        when += time_words(begins) if begins is not None else ""
        column = "begins" if begins is not None else "day"
        raise Misfit("no_session", column, f"“{title}”在 {when.strip()} 没有课。请核对日期和时间")
    shown = "、".join(f"{one.day:%m-%d} {time_words(one.begins)}" for one in fitting[:4])
    column = "day" if day is None else "begins"
    raise Misfit("which_session", column, f"“{title}”有几节课（{shown}）。请写明日期和上课时间")


def _value(row: InRow, session: SessionRow, name: str) -> CellValue:
    came, departed = row.values["came"], row.values["departed"]
    try:
        typed = typed_cell(row.values["presence"] or Presence.PRESENT.label, name)
    except UserError as error:
        raise Misfit("presence_wrong", "presence", error.sentence.rstrip("。")) from error
    assert typed is not None  # noqa: S101 - there is a word
    if typed.presence in CLOCKED:
        came = typed.came if came is None else came
        departed = typed.departed if departed is None else departed
    else:
        # A list of a machine tells times of everybody; they count for who was late or left.
        came = departed = None
    value = CellValue(typed.presence, came, departed, None, row.values["note"] or "")
    try:
        check_cell(value, session.begins, session.ends, name)
    except UserError as error:
        raise Misfit("time_wrong", "came", error.sentence.rstrip("。")) from error
    return value


def undo_attendance(work: UnitOfWork, undo: Any) -> None:
    """Take back the cells of an import; refused once one was changed or its class settled."""
    ours = Attendance.import_operation == undo["operation"]
    class_ids = list(work.session.scalars(select(Attendance.class_id).where(ours).distinct()))
    for class_id in sorted(class_ids):
        class_of(work, class_id, *_KEYED, rights=KEYING)
    left = work.session.scalar(select(func.count()).select_from(Attendance).where(ours))
    if left != undo["count"]:
        raise UserError("这次导入的签到里有的已经改过，不能整批撤销。请在签到表里逐格改")
    work.session.execute(delete(Attendance).where(ours))
