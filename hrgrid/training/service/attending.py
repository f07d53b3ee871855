"""Attendance cell by cell: person × session, with what stood before for the undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Attendance, Enrolment, TrainingClass, TrainingSession
from hrgrid.training.queries.pasting import PasteProblem, read_pasted
from hrgrid.training.queries.sheets import make_up_sessions
from hrgrid.training.rules.presence import CellValue, check_cell
from hrgrid.training.rules.timetable import Stretch
from hrgrid.training.rules.words import HOLDS_PLACE, MAY_BE_MADE_UP, ClassState, Presence
from hrgrid.training.service.steps import KEYING, class_of, named
from hrgrid.workforce.model import Person

Cell = tuple[int, int]
"""(session_id, enrolment_id)."""


@dataclass(frozen=True)
class KeyedCell:
    """What one key did: what stood in the cell before and what stands now."""

    cell: Cell
    before: CellValue | None
    after: CellValue | None


_TOLD_CELLS = 40
_KNOWN_AHEAD = (Presence.LEAVE, Presence.EXCUSED)
"""What may be put down before the day: nobody was there, or late, tomorrow."""


def key_cells(
    work: UnitOfWork,
    class_id: int,
    cells: Mapping[Cell, CellValue | None],
    *,
    seen: Mapping[Cell, CellValue | None] | None = None,
    import_operation: str | None = None,
) -> list[KeyedCell]:
    """Write cells, all or none; None empties one. Undo: key `before` with `seen` = `after`.

    `seen` is what the screen showed: a cell that says something else by now is refused. An
    import notes itself in the rows that it brings.
    """
    found = class_of(work, class_id, ClassState.RUNNING, ClassState.ENDED, rights=KEYING)
    sheet = _Sheet(work, found, [enrolment_id for _, enrolment_id in cells])
    changed = []
    for cell, value in cells.items():
        where = sheet.where(cell)
        before = sheet.value(cell)
        if seen is not None and cell in seen and before != seen[cell]:
            shown = before.words if before is not None else "空"
            raise UserError(f"{where}刚被别人登记为“{shown}”。请刷新后核对")
        if before == value:
            continue
        sheet.check(cell, value)
        sheet.write(cell, value, import_operation)
        changed.append(KeyedCell(cell, before, value))
    work.session.flush()
    if changed:
        _record(work, found, sheet, changed)
    return changed


class _Sheet:
    """The rows of some members of one class."""

    def __init__(
        self, work: UnitOfWork, found: TrainingClass, enrolment_ids: Sequence[int]
    ) -> None:
        self._work = work
        self._class = found
        sessions = select(TrainingSession).where(TrainingSession.class_id == found.id)
        self._sessions = {one.id: one for one in work.session.scalars(sessions)}
        people = (
            select(Enrolment.id, Person.name)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Enrolment.class_id == found.id, Enrolment.state.in_(HOLDS_PLACE))
        )
        self._names = dict(work.session.execute(people).tuples().all())
        rows = select(Attendance).where(Attendance.class_id == found.id)
        if len(enrolment_ids) < _TOLD_CELLS:
            rows = rows.where(Attendance.enrolment_id.in_(enrolment_ids))
        self._rows = {(one.session_id, one.enrolment_id): one for one in work.session.scalars(rows)}

    def where(self, cell: Cell) -> str:
        """The person and the session of a cell; UserError where it is none of this class."""
        session, name = self._sessions.get(cell[0]), self._names.get(cell[1])
        if session is None or name is None:
            raise UserError(f"{named(self._class)}的课次或名单刚被改过。请刷新后再登记")
        return f"{name} {Stretch(session.day, session.begins, session.ends).words} "

    def value(self, cell: Cell) -> CellValue | None:
        """What a cell says."""
        row = self._rows.get(cell)
        if row is None:
            return None
        return CellValue(row.presence, row.came, row.departed, row.makeup_session_id, row.note)

    def check(self, cell: Cell, value: CellValue | None) -> None:
        """Raise UserError for a value that cannot be."""
        if value is None:
            return
        session, where = self._sessions[cell[0]], self.where(cell)
        check_cell(value, session.begins, session.ends, where)
        if session.day > self._work.today and value.presence not in _KNOWN_AHEAD:
            raise UserError(f"{where}还没有上课，只能先登记请假或免修")
        row = self._rows.get(cell)
        held = row.makeup_session_id if row is not None else None
        if value.makeup_session_id is not None and value.makeup_session_id != held:
            offered = make_up_sessions(self._work, cell[1], cell[0])
            if value.makeup_session_id not in {one.session.id for one in offered}:
                raise UserError(
                    f"{where}不能在选的那一节补课：要是同一课程别的班已上过的课，"
                    "当时没有别的课，也没有补过别的课"
                )

    def write(self, cell: Cell, value: CellValue | None, import_operation: str | None) -> None:
        """Make a cell say this."""
        row = self._rows.get(cell)
        if value is None:
            if row is not None:
                self._work.session.delete(row)
                del self._rows[cell]
            return
        told: dict[str, Any] = {
            "presence": value.presence,
            "came": value.came,
            "departed": value.departed,
            "makeup_session_id": value.makeup_session_id,
            "note": value.note.strip(),
            "keyed_by": self._work.actor.name,
            "keyed_at": self._work.now,
        }
        if row is None:
            row = Attendance(
                class_id=self._class.id,
                session_id=cell[0],
                enrolment_id=cell[1],
                import_operation=import_operation,
                **told,
            )
            self._work.session.add(row)
            self._rows[cell] = row
            return
        for name, each in told.items():
            setattr(row, name, each)
        row.import_operation = None


def _record(
    work: UnitOfWork, found: TrainingClass, sheet: _Sheet, changed: Sequence[KeyedCell]
) -> None:
    """A few cells one by one, many by how many of each."""
    if len(changed) <= _TOLD_CELLS:
        before: dict[str, Any] = {
            sheet.where(one.cell).strip(): one.before.words for one in changed if one.before
        }
        after: dict[str, Any] = {
            sheet.where(one.cell).strip(): one.after.words if one.after else "" for one in changed
        }
        work.record("key_attendance", named(found), before=before or None, after=after)
        return
    counts: dict[str, Any] = {"cells": len(changed)}
    for presence in Presence:
        count = sum(one.after is not None and one.after.presence is presence for one in changed)
        if count:
            counts[presence.label] = count
    work.record("key_attendance", named(found), after=counts)


def mark_rest_present(work: UnitOfWork, class_id: int, session_id: int) -> list[KeyedCell]:
    """到 for everybody of whom the sheet says nothing yet at a session."""
    class_of(work, class_id, ClassState.RUNNING, ClassState.ENDED, rights=KEYING)
    said = select(Attendance.enrolment_id).where(Attendance.session_id == session_id)
    silent = select(Enrolment.id).where(
        Enrolment.class_id == class_id,
        Enrolment.state.in_(HOLDS_PLACE),
        Enrolment.id.not_in(said),
    )
    present = CellValue(Presence.PRESENT)
    cells = {(session_id, one): present for one in work.session.scalars(silent)}
    return key_cells(work, class_id, cells, seen=dict.fromkeys(cells))


def make_up(
    work: UnitOfWork, enrolment_id: int, session_id: int, makeup_session_id: int | None
) -> KeyedCell:
    """Say in which session of another class a missed one was made up; None takes it back."""
    row = work.session.scalar(
        select(Attendance).where(
            Attendance.enrolment_id == enrolment_id, Attendance.session_id == session_id
        )
    )
    if row is None or row.presence not in MAY_BE_MADE_UP:
        raise UserError("只有登记为请假或缺勤的一节可以补课。请先登记签到")
    value = CellValue(row.presence, None, None, makeup_session_id, row.note)
    done = key_cells(work, row.class_id, {(session_id, enrolment_id): value})
    if done:
        return done[0]
    return KeyedCell((session_id, enrolment_id), value, value)


class PasteRefused(UserError):
    """Nothing was keyed; `problems` say why, line by line."""

    def __init__(self, problems: Sequence[PasteProblem]) -> None:
        first = problems[0]
        more = f"（共 {len(problems)} 行有问题）" if len(problems) > 1 else ""
        super().__init__(f"第 {first.line} 行：{first.sentence}{more}")
        self.problems = tuple(problems)


def paste_attendance(
    work: UnitOfWork, class_id: int, session_id: int, text: str, *, partial: bool = False
) -> list[KeyedCell]:
    """Key a pasted list (queries.pasting.read_pasted); with problems only if `partial`."""
    class_of(work, class_id, ClassState.RUNNING, ClassState.ENDED, rights=KEYING)
    pasted = read_pasted(work, class_id, session_id, text)
    if pasted.problems and not partial:
        raise PasteRefused(pasted.problems)
    if not pasted.rows:
        raise UserError("粘贴的内容里没有可以登记的人。请核对后再粘贴")
    cells = {(session_id, one.member.enrolment_id): one.value for one in pasted.rows}
    return key_cells(work, class_id, dict(cells))
