"""Add training: courses, classes, sessions, who was there and what it counted."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, OneAtATime, Trigger

revision = "0019"
down_revision = "0018"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("training_course_keeps_delete", "training_course", "DELETE"),
    Trigger("training_class_keeps_delete", "training_class", "DELETE"),
    Trigger(
        "training_class_goes_forward",
        "training_class",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'planned' AND NEW.state IN "
            "('open', 'cancelled')) OR (OLD.state = 'open' AND NEW.state IN "
            "('planned', 'running', 'cancelled')) OR (OLD.state = 'running' AND "
            "NEW.state IN ('ended', 'cancelled')) OR (OLD.state = 'ended' AND "
            "NEW.state IN ('running', 'confirmed')) OR (OLD.state = 'confirmed' AND "
            "NEW.state IN ('ended', 'archived')))"
        ),
    ),
    Trigger("class_step_keeps_update", "class_step", "UPDATE"),
    Trigger("class_step_keeps_delete", "class_step", "DELETE"),
    Trigger("class_step_keeps_truncate", "class_step", "TRUNCATE"),
    AtMostOne(
        "ux_enrolment_one_a_turn", "enrolment", ("class_id", "waiting_place"), "state = 'waiting'"
    ),
    Trigger("enrolment_keeps_delete", "enrolment", "DELETE", "OLD.import_operation IS NULL"),
    Trigger(
        "enrolment_settled_insert",
        "enrolment",
        "INSERT",
        (
            "(SELECT state FROM training_class WHERE training_class.id = NEW.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "enrolment_settled_update",
        "enrolment",
        "UPDATE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "enrolment_settled_delete",
        "enrolment",
        "DELETE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    OneAtATime(
        "ex_training_session_room", "training_session", ("place_key",), "{row}.place_key <> ''"
    ),
    OneAtATime("ex_training_session_class", "training_session", ("class_id",)),
    Trigger(
        "training_session_settled_insert",
        "training_session",
        "INSERT",
        (
            "(SELECT state FROM training_class WHERE training_class.id = NEW.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "training_session_settled_update",
        "training_session",
        "UPDATE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "training_session_settled_delete",
        "training_session",
        "DELETE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    AtMostOne(
        "ux_attendance_made_up_once",
        "attendance",
        ("enrolment_id", "makeup_session_id"),
        "makeup_session_id IS NOT NULL",
    ),
    Trigger(
        "attendance_settled_insert",
        "attendance",
        "INSERT",
        (
            "(SELECT state FROM training_class WHERE training_class.id = NEW.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "attendance_settled_update",
        "attendance",
        "UPDATE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "attendance_settled_delete",
        "attendance",
        "DELETE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger("training_result_keeps_update", "training_result", "UPDATE"),
    Trigger("training_result_keeps_delete", "training_result", "DELETE"),
    Trigger("training_result_keeps_truncate", "training_result", "TRUNCATE"),
    Trigger(
        "training_test_settled_insert",
        "training_test",
        "INSERT",
        (
            "(SELECT state FROM training_class WHERE training_class.id = NEW.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "training_test_settled_update",
        "training_test",
        "UPDATE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
    Trigger(
        "training_test_settled_delete",
        "training_test",
        "DELETE",
        (
            "(SELECT state FROM training_class WHERE training_class.id = OLD.class_id) "
            "IN ('confirmed', 'archived')"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "training_course",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column(
            "kind", _code("kind", "pre_service", "rotation", "special", "closed"), nullable=False
        ),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("validity_months", sa.BigInteger(), nullable=True),
        sa.Column("tested", sa.Boolean(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_training_course_minutes_positive")),
        sa.CheckConstraint("code <> '' AND title <> ''", name=op.f("ck_training_course_named")),
        sa.CheckConstraint(
            "validity_months > 0", name=op.f("ck_training_course_validity_positive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_course")),
        sa.UniqueConstraint("code", name=op.f("uq_training_course_code")),
    )
    op.create_table(
        "course_role",
        sa.Column("course_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        _reference("course_role", "course_id", "training_course.id"),
        _reference("course_role", "role", "post_role.code"),
        sa.PrimaryKeyConstraint("course_id", "role", name=op.f("pk_course_role")),
    )
    op.create_table(
        "earlier_training",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("rotation", sa.Boolean(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_earlier_training_minutes_positive")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_earlier_training_title_given")),
        _reference("earlier_training", "person_id", "person.id"),
        _reference("earlier_training", "evidence_sha256", "attachment.sha256"),
        _reference("earlier_training", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_training")),
        sa.UniqueConstraint(
            "person_id",
            "title",
            "ended_on",
            name=op.f("uq_earlier_training_person_id_title_ended_on"),
        ),
    )
    op.create_index(
        "ix_earlier_training_import_operation",
        "earlier_training",
        ["import_operation"],
        unique=False,
    )
    op.create_table(
        "training_class",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("course_id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("mode", _code("mode", "own", "joint", "external"), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("trainer", sa.String(length=80), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            _code(
                "state", "planned", "open", "running", "ended", "confirmed", "archived", "cancelled"
            ),
            nullable=False,
        ),
        sa.Column("result_version", sa.BigInteger(), nullable=False),
        sa.Column("competition_id", ROW_ID, nullable=True),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''",
            name=op.f("ck_training_class_cancelled_why"),
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_training_class_capacity_positive")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_training_class_days_in_order")),
        sa.CheckConstraint(
            ("mode <> 'external' OR state NOT IN ('confirmed', 'archived') OR document_no <> ''"),
            name=op.f("ck_training_class_external_has_document"),
        ),
        sa.CheckConstraint("number <> '' AND title <> ''", name=op.f("ck_training_class_named")),
        sa.CheckConstraint(
            "result_version >= 0", name=op.f("ck_training_class_version_not_negative")
        ),
        _reference("training_class", "course_id", "training_course.id"),
        _reference("training_class", "scan_sha256", "attachment.sha256"),
        _reference("training_class", "competition_id", "competition.id"),
        _reference("training_class", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
        sa.UniqueConstraint("number", name=op.f("uq_training_class_number")),
    )
    op.create_index(
        "ix_training_class_course", "training_class", ["course_id", "first_day"], unique=False
    )
    op.create_table(
        "class_step",
        sa.Column("class_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            _code(
                "state", "planned", "open", "running", "ended", "confirmed", "archived", "cancelled"
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_class_step_seq_from_one")),
        _reference("class_step", "class_id", "training_class.id"),
        sa.PrimaryKeyConstraint("class_id", "seq", name=op.f("pk_class_step")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("class_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("source", _code("source", "assigned", "due", "self"), nullable=False),
        sa.Column(
            "state",
            _code("state", "invited", "enrolled", "waiting", "cancelled", "completed", "failed"),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(length=200), nullable=False),
        sa.Column("waiting_place", sa.BigInteger(), nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR state_reason <> ''", name=op.f("ck_enrolment_cancelled_why")
        ),
        sa.CheckConstraint("waiting_place >= 1", name=op.f("ck_enrolment_turn_from_one")),
        sa.CheckConstraint(
            "(state = 'waiting') = (waiting_place IS NOT NULL)",
            name=op.f("ck_enrolment_waits_in_turn"),
        ),
        _reference("enrolment", "class_id", "training_class.id"),
        _reference("enrolment", "person_id", "person.id"),
        _reference("enrolment", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("class_id", "person_id", name=op.f("uq_enrolment_class_id_person_id")),
    )
    op.create_index(
        "ix_enrolment_import_operation", "enrolment", ["import_operation"], unique=False
    )
    op.create_index("ix_enrolment_person", "enrolment", ["person_id"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("class_id", ROW_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("place_key", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("trainer", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "begins >= 0 AND ends > begins AND ends <= 1440",
            name=op.f("ck_training_session_times_in_order"),
        ),
        _reference("training_session", "class_id", "training_class.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    op.create_index(
        "ix_training_session_class", "training_session", ["class_id", "day", "begins"], unique=False
    )
    op.create_index(
        "ix_training_session_place", "training_session", ["place_key", "day"], unique=False
    )
    op.create_table(
        "attendance",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("class_id", ROW_ID, nullable=False),
        sa.Column("session_id", ROW_ID, nullable=False),
        sa.Column("enrolment_id", ROW_ID, nullable=False),
        sa.Column(
            "presence",
            _code("presence", "present", "late", "left_early", "leave", "absent", "excused"),
            nullable=False,
        ),
        sa.Column("came", sa.BigInteger(), nullable=True),
        sa.Column("departed", sa.BigInteger(), nullable=True),
        sa.Column("makeup_session_id", ROW_ID, nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("keyed_by", sa.String(length=80), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "came IS NULL OR presence IN ('late', 'left_early')",
            name=op.f("ck_attendance_came_where_clocked"),
        ),
        sa.CheckConstraint(
            "departed IS NULL OR presence IN ('late', 'left_early')",
            name=op.f("ck_attendance_departed_where_clocked"),
        ),
        sa.CheckConstraint(
            "makeup_session_id IS NULL OR makeup_session_id <> session_id",
            name=op.f("ck_attendance_made_up_elsewhere"),
        ),
        sa.CheckConstraint(
            "makeup_session_id IS NULL OR presence IN ('leave', 'absent')",
            name=op.f("ck_attendance_missed_made_up"),
        ),
        sa.CheckConstraint("departed > came", name=op.f("ck_attendance_times_in_order")),
        _reference("attendance", "class_id", "training_class.id"),
        _reference("attendance", "session_id", "training_session.id"),
        _reference("attendance", "enrolment_id", "enrolment.id"),
        _reference("attendance", "makeup_session_id", "training_session.id"),
        _reference("attendance", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "session_id", "enrolment_id", name=op.f("uq_attendance_session_id_enrolment_id")
        ),
    )
    op.create_index("ix_attendance_enrolment", "attendance", ["enrolment_id"], unique=False)
    op.create_index(
        "ix_attendance_import_operation", "attendance", ["import_operation"], unique=False
    )
    op.create_table(
        "training_result",
        sa.Column("enrolment_id", ROW_ID, nullable=False),
        sa.Column("result_version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attended", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("exam_milli", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "0 <= credited AND credited <= attended AND attended <= whole",
            name=op.f("ck_training_result_minutes_in_order"),
        ),
        sa.CheckConstraint(
            "passed OR credited = 0", name=op.f("ck_training_result_only_passed_counts")
        ),
        sa.CheckConstraint("result_version >= 1", name=op.f("ck_training_result_version_from_one")),
        _reference("training_result", "enrolment_id", "enrolment.id"),
        sa.PrimaryKeyConstraint("enrolment_id", "result_version", name=op.f("pk_training_result")),
    )
    op.create_table(
        "training_test",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("class_id", ROW_ID, nullable=False),
        sa.Column("enrolment_id", ROW_ID, nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=True),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("keyed_by", sa.String(length=80), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("attempt IN (1, 2, 3)", name=op.f("ck_training_test_attempt_known")),
        sa.CheckConstraint("value_milli >= 0", name=op.f("ck_training_test_mark_not_negative")),
        sa.CheckConstraint(
            "(value_milli IS NULL) = absent", name=op.f("ck_training_test_mark_or_absent")
        ),
        _reference("training_test", "class_id", "training_class.id"),
        _reference("training_test", "enrolment_id", "enrolment.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_test")),
        sa.UniqueConstraint(
            "enrolment_id", "attempt", name=op.f("uq_training_test_enrolment_id_attempt")
        ),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
