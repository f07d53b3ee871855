"""Courses, the classes that teach them, and the sessions of a class."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import OneAtATime, Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.training.model import competitions  # noqa: F401 - foreign keys
from hrgrid.training.rules.words import CLASS_ARROWS, SETTLED, ClassMode, ClassState, CourseKind
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys

_DAY_MINUTES = 24 * 60


class TrainingCourse(RowHashed, Versioned, Base):
    """What is taught: minutes it counts at most, how long it stays valid, whether it is tested."""

    __tablename__ = "training_course"
    __label__ = "课程"
    __table_args__ = (
        CheckConstraint("code <> '' AND title <> ''", name="named"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("validity_months > 0", name="validity_positive"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[CourseKind] = mapped_column(code_of(CourseKind, "kind"))
    minutes: Mapped[int]
    validity_months: Mapped[int | None]
    tested: Mapped[bool]
    together: Mapped[bool]
    active: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)


guard(TrainingCourse, Trigger("training_course_keeps_delete", "training_course", "DELETE"))
says("uq_training_course_code", "已有这个代码的课程。请换一个代码")
says("training_course_keeps_delete", "课程不能删除，办过的班还要用到。不再开的请停用")


class CourseRole(Base):
    """A course that everybody in a role must have taken."""

    __tablename__ = "course_role"
    __label__ = "必修岗位"

    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), ForeignKey("post_role.code"), primary_key=True)


class TrainingClass(RowHashed, Versioned, Base):
    """One run of a course; `result_version` counts how often its results were confirmed."""

    __tablename__ = "training_class"
    __label__ = "培训班"
    __table_args__ = (
        CheckConstraint("number <> '' AND title <> ''", name="named"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("result_version >= 0", name="version_not_negative"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_why"),
        # What others held is believed for its paper.
        CheckConstraint(
            "mode <> 'external' OR state NOT IN ('confirmed', 'archived') OR document_no <> ''",
            name="external_has_document",
        ),
        Index("ix_training_class_course", "course_id", "first_day"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    mode: Mapped[ClassMode] = mapped_column(code_of(ClassMode, "mode"))
    area_path: Mapped[str] = mapped_column(String(400))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    capacity: Mapped[int]
    trainer: Mapped[str] = mapped_column(String(80))
    organiser: Mapped[str] = mapped_column(String(80))
    document_no: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[ClassState] = mapped_column(code_of(ClassState, "state"))
    result_version: Mapped[int]
    # The competition whose team a closed training prepares.
    competition_id: Mapped[int | None] = mapped_column(ForeignKey("competition.id"))
    # Who put the results up for approval, where the office asks for one.
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    cancel_reason: Mapped[str] = mapped_column(String(200))


def _listed(*states: ClassState) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


_STEPS = " OR ".join(
    f"(OLD.state = '{start.value}' AND NEW.state IN ({_listed(*ends)}))"
    for start, ends in CLASS_ARROWS.items()
    if ends
)
guard(
    TrainingClass,
    Trigger("training_class_keeps_delete", "training_class", "DELETE"),
    Trigger(
        "training_class_goes_forward",
        "training_class",
        "UPDATE",
        f"OLD.state <> NEW.state AND NOT ({_STEPS})",
    ),
)
says("uq_training_class_number", "已有这个编号的培训班。请换一个编号")
says("training_class_keeps_delete", "培训班不能删除。不办了请取消，写明原因")
says("training_class_goes_forward", "培训班不能从现在的状态走这一步。请刷新后查看办到了哪一步")


class ClassStep(Base):
    """One arrow that a class went: who, when, why."""

    __tablename__ = "class_step"
    __label__ = "培训班办理过程"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[ClassState] = mapped_column(code_of(ClassState, "state"))
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)


guard(ClassStep, *append_only("class_step"))


def class_settled(row: str) -> str:
    """The class of NEW or OLD is settled, for a trigger."""
    ours = f"training_class.id = {row}.class_id"
    state = f"(SELECT state FROM training_class WHERE {ours})"  # noqa: S608 - our own names
    return f"{state} IN ({_listed(*SETTLED)})"


class TrainingSession(RowHashed, Versioned, Base):
    """One stretch of a class on a day, [begins, ends) in minutes of the day; several a day.

    `place_key` is the place folded for comparison; a room holds one session at a time.
    """

    __tablename__ = "training_session"
    __label__ = "课次"
    __table_args__ = (
        CheckConstraint(
            f"begins >= 0 AND ends > begins AND ends <= {_DAY_MINUTES}", name="times_in_order"
        ),
        Index("ix_training_session_class", "class_id", "day", "begins"),
        Index("ix_training_session_place", "place_key", "day"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    day: Mapped[dt.date]
    begins: Mapped[int]
    ends: Mapped[int]
    place: Mapped[str] = mapped_column(String(80))
    place_key: Mapped[str] = mapped_column(String(80))
    topic: Mapped[str] = mapped_column(String(120))
    trainer: Mapped[str] = mapped_column(String(80))


guard(
    TrainingSession,
    OneAtATime(
        "ex_training_session_room", "training_session", ("place_key",), "{row}.place_key <> ''"
    ),
    OneAtATime("ex_training_session_class", "training_session", ("class_id",)),
    *(
        Trigger(
            f"training_session_settled_{event.lower()}",
            "training_session",
            event,
            class_settled("NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("ex_training_session_room", "这个地点在这段时间已有别的课。请换地点或换时间")
says("ex_training_session_class", "这个班在这段时间已有别的课次。请核对上下课时间")
for _event in ("insert", "update", "delete"):
    says(
        f"training_session_settled_{_event}",
        "这个班的结果已定，课次不能再改。要改请先退回，写明原因",
    )
