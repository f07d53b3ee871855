"""Sessions of a class: no two at once of the class, of a room, or of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Attendance, TrainingClass, TrainingSession
from hrgrid.training.queries.clashing import clashing_people, class_stretches, room_in_use
from hrgrid.training.queries.places import holders
from hrgrid.training.rules.timetable import Stretch, check_times, place_key
from hrgrid.training.service.classes import UNSETTLED
from hrgrid.training.service.places import hold_people
from hrgrid.training.service.steps import class_of, named, require_version


@dataclass(frozen=True)
class SessionForm:
    """One stretch on a day, [begins, ends) in minutes of the day; several a day."""

    day: dt.date
    begins: int
    ends: int
    place: str = ""
    topic: str = ""
    trainer: str = ""


@dataclass(frozen=True)
class SessionChange:
    """A session as it shall read, for a change and for its undo."""

    session_id: int
    version: int
    form: SessionForm


def add_sessions(work: UnitOfWork, class_id: int, forms: Sequence[SessionForm]) -> list[int]:
    """Add sessions, all or none; the class's days widen to hold them.

    Raises UserError naming the class, room or person that has another session at that time.
    """
    found = class_of(work, class_id, *UNSETTLED)
    if not forms:
        raise UserError(f"没有给{named(found)}排任何课次。请先填上课的日期和时间")
    _require_free(work, found, forms)
    added = [
        TrainingSession(
            class_id=class_id,
            day=form.day,
            begins=form.begins,
            ends=form.ends,
            place=form.place.strip(),
            place_key=place_key(form.place),
            topic=form.topic.strip(),
            trainer=form.trainer.strip(),
        )
        for form in forms
    ]
    work.session.add_all(added)
    _widen(found, forms)
    work.session.flush()
    work.record(
        "add_sessions", named(found), after={"sessions": [_stretch(form).words for form in forms]}
    )
    return [one.id for one in added]


def change_session(work: UnitOfWork, change: SessionChange) -> SessionChange:
    """Another time, place or topic; gives what takes it back.

    Times on the sheet that no longer fit are refused: they are put right first.
    """
    found = _session(work, change.session_id)
    ours = class_of(work, found.class_id, *UNSETTLED)
    require_version(found, change.version, f"{named(ours)}的课次")
    form = change.form
    before = _form(found)
    _require_free(work, ours, [form], but=found.id)
    if (before.day, before.begins, before.ends) != (form.day, form.begins, form.ends):
        _require_times_fit(work, found, form)
    found.day, found.begins, found.ends = form.day, form.begins, form.ends
    found.place, found.place_key = form.place.strip(), place_key(form.place)
    found.topic, found.trainer = form.topic.strip(), form.trainer.strip()
    _widen(ours, [form])
    work.session.flush()
    work.record("change_session", named(ours), before=_told(before), after=_told(form))
    return SessionChange(found.id, found.version, before)


def remove_session(work: UnitOfWork, session_id: int) -> tuple[int, SessionForm]:
    """Take a session away on which no attendance stands; (class, form) to add it again."""
    found = _session(work, session_id)
    ours = class_of(work, found.class_id, *UNSETTLED)
    form = _form(found)
    said = select(Attendance.id).where(
        (Attendance.session_id == session_id) | (Attendance.makeup_session_id == session_id)
    )
    if work.session.scalar(said.limit(1)) is not None:
        raise UserError(
            f"{named(ours)} {_stretch(form).words} 已有签到记录，不能删去。请先清空这一节的签到"
        )
    work.session.delete(found)
    work.session.flush()
    work.record("remove_session", named(ours), before=_told(form))
    return ours.id, form


def _session(work: UnitOfWork, session_id: int) -> TrainingSession:
    found = work.session.get(TrainingSession, session_id)
    if found is None:
        raise UserError("没有这个课次，可能刚被删去。请刷新后再选")
    return found


def _require_free(
    work: UnitOfWork, ours: TrainingClass, forms: Sequence[SessionForm], but: int | None = None
) -> None:
    """The class, the rooms and everybody in the class are free at these times."""
    for form in forms:
        check_times(form.begins, form.ends, f"{form.day:%Y-%m-%d} 这一节")
    mine = [_stretch(form) for form in forms]
    taken = class_stretches(work, ours.id, but)
    for at, one in enumerate(mine):
        for other in (*taken, *mine[:at]):
            if one.meets(other):
                raise UserError(
                    f"{named(ours)}的 {one.words} 和 {other.words} 两节课冲突。请核对上下课时间"
                )
    _require_rooms(work, forms, but)
    people = holders(work, ours.id)
    hold_people(work, list(people))
    clash = next(iter(clashing_people(work, list(people), ours.id, mine).values()), None)
    if clash is not None:
        raise UserError(f"{clash.sentence(named(ours))}。请换时间，或先把他转到别的班")


def _require_rooms(work: UnitOfWork, forms: Sequence[SessionForm], but: int | None) -> None:
    by_place: dict[str, list[SessionForm]] = {}
    for form in forms:
        key = place_key(form.place)
        if key:
            by_place.setdefault(key, []).append(form)
    for key, own in by_place.items():
        for held in room_in_use(work, key, [form.day for form in own], but):
            for form in own:
                if _stretch(form).meets(held.stretch):
                    raise UserError(
                        f"“{form.place.strip()}”{held.stretch.words} 已排给培训班“{held.number} "
                        f"{held.title}”。请换地点或换时间；若是另一处，请写全称"
                    )


def _require_times_fit(work: UnitOfWork, found: TrainingSession, form: SessionForm) -> None:
    clocked = select(Attendance.id).where(
        Attendance.session_id == found.id,
        (Attendance.came < form.begins)
        | (Attendance.came > form.ends)
        | (Attendance.departed < form.begins)
        | (Attendance.departed > form.ends),
    )
    if work.session.scalar(clocked.limit(1)) is not None:
        raise UserError(
            f"{_stretch(_form(found)).words} 的签到里有迟到、早退时间超出新的上下课时间。"
            "请先改签到，再改课次"
        )


def _widen(found: TrainingClass, forms: Sequence[SessionForm]) -> None:
    found.first_day = min(found.first_day, *(form.day for form in forms))
    found.last_day = max(found.last_day, *(form.day for form in forms))


def _stretch(form: SessionForm) -> Stretch:
    return Stretch(form.day, form.begins, form.ends)


def _form(found: TrainingSession) -> SessionForm:
    return SessionForm(found.day, found.begins, found.ends, found.place, found.topic, found.trainer)


def _told(form: SessionForm) -> dict[str, object]:
    return {
        "session": _stretch(form).words,
        "room": form.place.strip(),
        "topic": form.topic.strip(),
        "trainer": form.trainer.strip(),
    }
