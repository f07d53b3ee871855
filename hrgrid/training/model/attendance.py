"""Who is in a class, who was there, and what it counted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.training.model.courses import class_settled
from hrgrid.training.rules.words import EnrolmentState, Presence, Source


class Enrolment(RowHashed, Versioned, Base):
    """Somebody's place in a class; `waiting_place` is his turn while there is none."""

    __tablename__ = "enrolment"
    __label__ = "参训人员"
    __table_args__ = (
        UniqueConstraint("class_id", "person_id"),
        CheckConstraint("state <> 'cancelled' OR state_reason <> ''", name="cancelled_why"),
        CheckConstraint("(state = 'waiting') = (waiting_place IS NOT NULL)", name="waits_in_turn"),
        CheckConstraint("waiting_place >= 1", name="turn_from_one"),
        Index("ix_enrolment_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source: Mapped[Source] = mapped_column(code_of(Source, "source"))
    state: Mapped[EnrolmentState] = mapped_column(code_of(EnrolmentState, "state"))
    state_reason: Mapped[str] = mapped_column(String(200))
    waiting_place: Mapped[int | None]
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Enrolment,
    AtMostOne(
        "ux_enrolment_one_a_turn", "enrolment", ("class_id", "waiting_place"), "state = 'waiting'"
    ),
    Trigger("enrolment_keeps_delete", "enrolment", "DELETE", "OLD.import_operation IS NULL"),
    *(
        Trigger(
            f"enrolment_settled_{event.lower()}",
            "enrolment",
            event,
            class_settled("NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("uq_enrolment_class_id_person_id", "这个人已经在这个班里。请刷新后查看")
says("ux_enrolment_one_a_turn", "候补次序刚被别人排过。请刷新后再办")
says("enrolment_keeps_delete", "参训记录不能删除。不参加的请取消，写明原因")
for _event in ("insert", "update", "delete"):
    says(f"enrolment_settled_{_event}", "这个班的结果已定，名单不能再改。要改请先退回，写明原因")


class Attendance(RowHashed, Versioned, Base):
    """What the sign-in sheet says of one person at one session; no row says nothing.

    `came` and `left` are minutes of the day; `makeup_session_id` is where it was made up.
    """

    __tablename__ = "attendance"
    __label__ = "签到"
    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        CheckConstraint(
            "came IS NULL OR presence IN ('late', 'left_early')", name="came_where_clocked"
        ),
        CheckConstraint(
            "departed IS NULL OR presence IN ('late', 'left_early')", name="departed_where_clocked"
        ),
        CheckConstraint("departed > came", name="times_in_order"),
        CheckConstraint(
            "makeup_session_id IS NULL OR presence IN ('leave', 'absent')", name="missed_made_up"
        ),
        CheckConstraint(
            "makeup_session_id IS NULL OR makeup_session_id <> session_id", name="made_up_elsewhere"
        ),
        Index("ix_attendance_enrolment", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    presence: Mapped[Presence] = mapped_column(code_of(Presence, "presence"))
    came: Mapped[int | None]
    departed: Mapped[int | None]
    makeup_session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"))
    note: Mapped[str] = mapped_column(String(200))
    keyed_by: Mapped[str] = mapped_column(String(80))
    keyed_at: Mapped[dt.datetime]
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    Attendance,
    AtMostOne(
        "ux_attendance_made_up_once",
        "attendance",
        ("enrolment_id", "makeup_session_id"),
        "makeup_session_id IS NOT NULL",
    ),
    *(
        Trigger(
            f"attendance_settled_{event.lower()}",
            "attendance",
            event,
            class_settled("NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("uq_attendance_session_id_enrolment_id", "这个人的这一节刚被别人登记过。请刷新后核对")
says("ux_attendance_made_up_once", "同一次补课只能补一节。请核对补的是哪一节")
for _event in ("insert", "update", "delete"):
    says(f"attendance_settled_{_event}", "这个班的结果已定，签到不能再改。要改请先退回，写明原因")


class TrainingTest(RowHashed, Versioned, Base):
    """The mark (thousandths) of the test of a class; a second try stands beside the first."""

    __tablename__ = "training_test"
    __label__ = "测试成绩"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "attempt"),
        CheckConstraint("attempt IN (1, 2, 3)", name="attempt_known"),
        CheckConstraint("value_milli >= 0", name="mark_not_negative"),
        CheckConstraint("(value_milli IS NULL) = absent", name="mark_or_absent"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    attempt: Mapped[int]
    value_milli: Mapped[int | None]
    absent: Mapped[bool]
    tested_on: Mapped[dt.date]
    keyed_by: Mapped[str] = mapped_column(String(80))
    keyed_at: Mapped[dt.datetime]


guard(
    TrainingTest,
    *(
        Trigger(
            f"training_test_settled_{event.lower()}",
            "training_test",
            event,
            class_settled("NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("uq_training_test_enrolment_id_attempt", "这次测试的成绩刚被别人录过。请刷新后核对")
for _event in ("insert", "update", "delete"):
    says(
        f"training_test_settled_{_event}", "这个班的结果已定，成绩不能再改。要改请先退回，写明原因"
    )


class TrainingResult(Base):
    """What a class counted for one person, as confirmed; a reopening adds the next version."""

    __tablename__ = "training_result"
    __label__ = "培训结果"
    __table_args__ = (
        CheckConstraint("result_version >= 1", name="version_from_one"),
        CheckConstraint(
            "0 <= credited AND credited <= attended AND attended <= whole", name="minutes_in_order"
        ),
        CheckConstraint("passed OR credited = 0", name="only_passed_counts"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    result_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attended: Mapped[int]
    whole: Mapped[int]
    credited: Mapped[int]
    exam_milli: Mapped[int | None]
    passed: Mapped[bool]
    valid_to: Mapped[dt.date | None]
    why: Mapped[str] = mapped_column(Text)
    rule_sha256: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[dt.datetime]
    confirmed_by: Mapped[str] = mapped_column(String(80))


guard(TrainingResult, *append_only("training_result"))


class EarlierTraining(RowHashed, Versioned, Base):
    """Training of years before the takeover, or elsewhere, believed for its evidence."""

    __tablename__ = "earlier_training"
    __label__ = "以前的培训"
    __table_args__ = (
        UniqueConstraint("person_id", "title", "ended_on"),
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(120))
    organiser: Mapped[str] = mapped_column(String(80))
    ended_on: Mapped[dt.date]
    minutes: Mapped[int]
    rotation: Mapped[bool]
    document_no: Mapped[str] = mapped_column(String(80))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


says("uq_earlier_training_person_id_title_ended_on", "这次培训已经登记过。请刷新后核对")
