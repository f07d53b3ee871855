"""Classes: opened, changed, taken along their arrows, cancelled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Attendance,
    Competition,
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingSession,
)
from hrgrid.training.rules.words import (
    CLASS_ARROWS,
    HOLDS_PLACE,
    SETTLED,
    ClassMode,
    ClassState,
    CourseKind,
    EnrolmentState,
)
from hrgrid.training.service.places import promote
from hrgrid.training.service.steps import (
    class_of,
    go_class,
    named,
    note_class,
    require_version,
)
from hrgrid.workforce.queries.areas import area_on

_S = ClassState
UNSETTLED = tuple(state for state in ClassState if CLASS_ARROWS[state] and state not in SETTLED)
"""While the results of a class are not confirmed, and it was not cancelled."""
MOST_PLACES = 20_000


@dataclass(frozen=True)
class ClassForm:
    """What is typed about a class; without a number the next of the year (2026-P001).

    External, joint and closed training is confirmed only with `document_no`.
    """

    course_id: int
    title: str
    area_id: int
    first_day: dt.date
    last_day: dt.date
    capacity: int
    mode: ClassMode = ClassMode.OWN
    number: str = ""
    trainer: str = ""
    organiser: str = ""
    document_no: str = ""
    scan_sha256: str | None = None
    competition_id: int | None = None


@dataclass(frozen=True)
class ClassChange:
    """A class as it shall read (course and area stay), for a change and for its undo."""

    class_id: int
    version: int
    number: str
    title: str
    first_day: dt.date
    last_day: dt.date
    capacity: int
    mode: ClassMode
    trainer: str = ""
    organiser: str = ""
    document_no: str = ""
    scan_sha256: str | None = None
    competition_id: int | None = None


def open_class(work: UnitOfWork, form: ClassForm) -> int:
    """A class in planning; returns its id. Raises UserError for a course that is stopped."""
    work.require_somewhere(Right.RUN_TRAINING)
    area = area_on(work, form.area_id, work.today)
    work.require(Right.RUN_TRAINING, area.path)
    course = work.session.get(TrainingCourse, form.course_id)
    if course is None:
        raise UserError(f"没有第 {form.course_id} 号课程。请刷新列表后再选")
    if not course.active:
        raise UserError(f"课程“{course.code} {course.title}”已停用，不再开班。请选别的课程或恢复它")
    added = TrainingClass(
        course_id=course.id,
        number=form.number.strip() or _next_number(work, form.first_day.year),
        title=form.title.strip() or course.title,
        mode=form.mode,
        area_path=area.path,
        first_day=form.first_day,
        last_day=form.last_day,
        capacity=form.capacity,
        trainer=form.trainer.strip(),
        organiser=form.organiser.strip(),
        document_no=form.document_no.strip(),
        scan_sha256=form.scan_sha256,
        state=_S.PLANNED,
        result_version=0,
        competition_id=form.competition_id,
        proposer_id=None,
        cancel_reason="",
    )
    _check(work, added, course)
    work.session.add(added)
    work.session.flush()
    note_class(work, added)
    work.record("open_class", named(added), after=_told(added) | {"course": course.title})
    return added.id


def change_class(work: UnitOfWork, change: ClassChange) -> ClassChange:
    """Change a class before its results are confirmed; more places let the waiting move up.

    Raises UserError where its sessions lie outside of the days, or more people have a place.
    """
    found = class_of(work, change.class_id, *UNSETTLED)
    require_version(found, change.version, named(found))
    if not (change.number.strip() and change.title.strip()):
        raise UserError("培训班的编号和名称不能空着。请填上再存")
    held = _held(work, found.id)
    if change.capacity < held:
        raise UserError(
            f"{named(found)}已有 {held} 人，名额不能改成 {change.capacity}。请先取消几个人的报名"
        )
    inverse = _as_change(found)
    before = _told(found)
    found.number, found.title = change.number.strip(), change.title.strip()
    found.first_day, found.last_day = change.first_day, change.last_day
    found.capacity, found.mode = change.capacity, change.mode
    found.trainer, found.organiser = change.trainer.strip(), change.organiser.strip()
    found.document_no, found.scan_sha256 = change.document_no.strip(), change.scan_sha256
    found.competition_id = change.competition_id
    with work.session.no_autoflush:
        _check(work, found, work.session.get_one(TrainingCourse, found.course_id))
        _require_sessions_inside(work, found)
    work.session.flush()
    work.record("change_class", named(found), before=before, after=_told(found))
    promote(work, found)
    return ClassChange(found.id, found.version, *inverse)


def open_enrolment(work: UnitOfWork, class_id: int) -> None:
    """筹备中 → 报名中; needs a session. Undo: `back_to_planning`."""
    found = class_of(work, class_id, _S.PLANNED)
    _require_sessions(work, found)
    go_class(work, found, _S.OPEN)


def back_to_planning(work: UnitOfWork, class_id: int) -> None:
    """报名中 → 筹备中."""
    go_class(work, class_of(work, class_id, _S.OPEN), _S.PLANNED)


def start_class(work: UnitOfWork, class_id: int) -> None:
    """报名中 → 上课中; needs somebody with a place."""
    found = class_of(work, class_id, _S.OPEN)
    _require_sessions(work, found)
    if not _held(work, class_id):
        raise UserError(f"{named(found)}还没有参训人员，不能开班。请先报名，或取消这个班")
    go_class(work, found, _S.RUNNING)


def end_class(work: UnitOfWork, class_id: int) -> None:
    """上课中 → 已结课, once the day of the last session has come. Undo: `resume_class`."""
    found = class_of(work, class_id, _S.RUNNING)
    last = work.session.scalar(
        select(func.max(TrainingSession.day)).where(TrainingSession.class_id == class_id)
    )
    if last is not None and last > work.today:
        raise UserError(
            f"{named(found)}在 {last:%Y-%m-%d} 还有课，不能结课。不上了请先删去没上的课次"
        )
    go_class(work, found, _S.ENDED)


def resume_class(work: UnitOfWork, class_id: int) -> None:
    """已结课 → 上课中, with a reason."""
    found = class_of(work, class_id, _S.ENDED)
    work.require_reason()
    found.proposer_id = None
    go_class(work, found, _S.RUNNING)


def cancel_class(work: UnitOfWork, class_id: int) -> int:
    """Give a class up with the reason; everybody's place goes. How many had one.

    Raises UserError once the sheet says of somebody that he was there.
    """
    found = class_of(work, class_id, _S.PLANNED, _S.OPEN, _S.RUNNING)
    reason = work.require_reason().strip()[:200]
    said = select(Attendance.id).where(Attendance.class_id == class_id).limit(1)
    if work.session.scalar(said) is not None:
        raise UserError(f"{named(found)}已经有签到记录，不能取消。请结课后按签到定结果")
    return give_up(work, found, reason)


def give_up(work: UnitOfWork, found: TrainingClass, reason: str) -> int:
    """Cancel a class that nobody attended yet; how many had a place."""
    gone = 0
    query = select(Enrolment).where(
        Enrolment.class_id == found.id,
        Enrolment.state.in_((*HOLDS_PLACE, EnrolmentState.WAITING)),
    )
    for one in work.session.scalars(query):
        gone += one.state in HOLDS_PLACE
        one.state, one.state_reason, one.waiting_place = EnrolmentState.CANCELLED, reason, None
    found.cancel_reason = reason
    # Its rooms are free again; what was planned stands in the journal.
    work.session.execute(delete(TrainingSession).where(TrainingSession.class_id == found.id))
    go_class(work, found, _S.CANCELLED, reason)
    return gone


def archive_class(work: UnitOfWork, class_id: int) -> None:
    """结果已定 → 已归档: it is not reopened any more."""
    go_class(work, class_of(work, class_id, _S.CONFIRMED), _S.ARCHIVED)


def _check(work: UnitOfWork, found: TrainingClass, course: TrainingCourse) -> None:
    if found.last_day < found.first_day:
        raise UserError(
            f"培训班“{found.title}”的结束日期 {found.last_day:%Y-%m-%d} 早于开始日期 "
            f"{found.first_day:%Y-%m-%d}。请核对"
        )
    if not 1 <= found.capacity <= MOST_PLACES:
        raise UserError(f"培训班“{found.title}”的名额要在 1 到 {MOST_PLACES:,} 之间。请核对")
    if found.mode is not ClassMode.OWN and not found.organiser:
        raise UserError(
            f"{found.mode.label}班“{found.title}”没有写举办单位。请填写，例如“市委党校”"
        )
    if found.competition_id is not None:
        if course.kind is not CourseKind.CLOSED:
            raise UserError(
                f"课程“{course.title}”是{course.kind.label}，只有封闭集训对应一场比武。"
                "请换课程，或不选比武"
            )
        if work.session.get(Competition, found.competition_id) is None:
            raise UserError(f"没有第 {found.competition_id} 号比武。请刷新列表后再选")


def _require_sessions(work: UnitOfWork, found: TrainingClass) -> None:
    query = select(TrainingSession.id).where(TrainingSession.class_id == found.id).limit(1)
    if work.session.scalar(query) is None:
        raise UserError(f"{named(found)}还没有排课次。请先排上课的时间和地点")


def _require_sessions_inside(work: UnitOfWork, found: TrainingClass) -> None:
    query = select(func.min(TrainingSession.day), func.max(TrainingSession.day)).where(
        TrainingSession.class_id == found.id
    )
    first, last = work.session.execute(query).one()
    if first is not None and (first < found.first_day or last > found.last_day):
        raise UserError(
            f"{named(found)}的课次在 {first:%Y-%m-%d} 到 {last:%Y-%m-%d}，"
            "超出了培训起止日期。请先改课次，或放宽日期"
        )


def _held(work: UnitOfWork, class_id: int) -> int:
    query = select(func.count()).where(
        Enrolment.class_id == class_id, Enrolment.state.in_(HOLDS_PLACE)
    )
    return work.session.scalar(query) or 0


def _next_number(work: UnitOfWork, year: int) -> str:
    head = f"{year}-P"
    numbers = work.session.scalars(
        select(TrainingClass.number).where(TrainingClass.number.startswith(head, autoescape=True))
    )
    tails = (number.removeprefix(head) for number in numbers)
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{head}{last + 1:03d}"


_CHANGED = (
    *("number", "title", "first_day", "last_day", "capacity", "mode", "trainer", "organiser"),
    *("document_no", "scan_sha256", "competition_id"),
)


def _as_change(found: TrainingClass) -> tuple[Any, ...]:
    return tuple(getattr(found, name) for name in _CHANGED)


def _told(found: TrainingClass) -> dict[str, object]:
    return {
        "number": found.number,
        "title": found.title,
        "class_mode": found.mode.value,
        "from": found.first_day,
        "last_day": found.last_day,
        "capacity": found.capacity,
        "trainer": found.trainer,
        "organiser": found.organiser,
        "document": found.document_no,
        "scan": found.scan_sha256 or "",
    }
