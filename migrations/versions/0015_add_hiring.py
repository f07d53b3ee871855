"""Add hiring: quotas, plans, batches, candidates, marks, rankings, and who gets which grid."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger

revision = "0015"
down_revision = "0014"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("hiring_plan_keeps_delete", "hiring_plan", "DELETE"),
    Trigger(
        "hiring_plan_goes_forward",
        "hiring_plan",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT (OLD.state = 'draft' OR (OLD.state = "
            "'approved' AND NEW.state = 'void'))"
        ),
    ),
    Trigger("hiring_batch_keeps_delete", "hiring_batch", "DELETE"),
    Trigger(
        "hiring_batch_goes_forward",
        "hiring_batch",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('published', 'cancelled')) OR (OLD.state = 'published' AND NEW.state IN "
            "('applying', 'cancelled')) OR (OLD.state = 'applying' AND NEW.state IN "
            "('examining', 'cancelled')) OR (OLD.state = 'examining' AND NEW.state IN "
            "('vetting', 'cancelled')) OR (OLD.state = 'vetting' AND NEW.state IN "
            "('publicising', 'cancelled')) OR (OLD.state = 'publicising' AND NEW.state "
            "IN ('vetting', 'deciding', 'cancelled')) OR (OLD.state = 'deciding' AND "
            "NEW.state IN ('vetting', 'closed', 'cancelled')))"
        ),
    ),
    Trigger(
        "hiring_batch_ended",
        "hiring_batch",
        "UPDATE",
        (
            "OLD.state IN ('closed', 'cancelled') AND (OLD.number IS DISTINCT FROM "
            "NEW.number OR OLD.title IS DISTINCT FROM NEW.title OR OLD.kind IS "
            "DISTINCT FROM NEW.kind OR OLD.plan_id IS DISTINCT FROM NEW.plan_id OR "
            "OLD.area_path IS DISTINCT FROM NEW.area_path OR OLD.rule_number IS "
            "DISTINCT FROM NEW.rule_number OR OLD.announced_on IS DISTINCT FROM "
            "NEW.announced_on OR OLD.apply_from IS DISTINCT FROM NEW.apply_from OR "
            "OLD.apply_to IS DISTINCT FROM NEW.apply_to OR OLD.written IS DISTINCT "
            "FROM NEW.written OR OLD.document_no IS DISTINCT FROM NEW.document_no OR "
            "OLD.decided_on IS DISTINCT FROM NEW.decided_on OR OLD.approval_words IS "
            "DISTINCT FROM NEW.approval_words)"
        ),
    ),
    Trigger(
        "hiring_plan_line_frozen_insert",
        "hiring_plan_line",
        "INSERT",
        "(SELECT state FROM hiring_plan WHERE hiring_plan.id = NEW.plan_id) <> 'draft'",
    ),
    Trigger(
        "hiring_plan_line_frozen_update",
        "hiring_plan_line",
        "UPDATE",
        "(SELECT state FROM hiring_plan WHERE hiring_plan.id = OLD.plan_id) <> 'draft'",
    ),
    Trigger(
        "hiring_plan_line_frozen_delete",
        "hiring_plan_line",
        "DELETE",
        "(SELECT state FROM hiring_plan WHERE hiring_plan.id = OLD.plan_id) <> 'draft'",
    ),
    NoOverlap("ex_hiring_quota_one_a_time", "hiring_quota", ("area_id", "role", "employment")),
    Trigger("hiring_quota_keeps_delete", "hiring_quota", "DELETE"),
    AtMostOne(
        "ux_hiring_run_one_applied", "hiring_run", ("batch_id", "stage"), "state = 'applied'"
    ),
    Trigger("hiring_run_keeps_delete", "hiring_run", "DELETE"),
    Trigger("hiring_run_void_stays", "hiring_run", "UPDATE", "OLD.state = 'void'"),
    Trigger("hiring_step_keeps_update", "hiring_step", "UPDATE"),
    Trigger("hiring_step_keeps_delete", "hiring_step", "DELETE"),
    Trigger("hiring_step_keeps_truncate", "hiring_step", "TRUNCATE"),
    Trigger("candidate_keeps_delete", "candidate", "DELETE", "OLD.import_operation IS NULL"),
    Trigger(
        "candidate_goes_forward",
        "candidate",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'submitted' AND NEW.state IN "
            "('qualified', 'rejected', 'withdrawn', 'disqualified')) OR (OLD.state = "
            "'rejected' AND NEW.state IN ('submitted')) OR (OLD.state = 'qualified' "
            "AND NEW.state IN ('submitted', 'exam_absent', 'examined', 'interview', "
            "'withdrawn', 'disqualified')) OR (OLD.state = 'exam_absent' AND NEW.state "
            "IN ('qualified', 'examined')) OR (OLD.state = 'examined' AND NEW.state IN "
            "('qualified', 'exam_absent', 'interview', 'withdrawn', 'disqualified')) "
            "OR (OLD.state = 'interview' AND NEW.state IN ('qualified', 'examined', "
            "'ranked', 'withdrawn', 'disqualified')) OR (OLD.state = 'ranked' AND "
            "NEW.state IN ('interview', 'medical', 'withdrawn', 'disqualified')) OR "
            "(OLD.state = 'medical' AND NEW.state IN ('vetted', 'vetting_failed', "
            "'declined', 'withdrawn', 'disqualified')) OR (OLD.state = 'vetted' AND "
            "NEW.state IN ('publicised', 'vetting_failed', 'declined', 'withdrawn', "
            "'disqualified')) OR (OLD.state = 'publicised' AND NEW.state IN ('vetted', "
            "'hired', 'declined', 'withdrawn', 'disqualified')))"
        ),
    ),
    Trigger(
        "candidate_purged_stays",
        "candidate",
        "UPDATE",
        ("OLD.purged_on IS NOT NULL AND (NEW.purged_on IS NULL OR NEW.state <> OLD.state)"),
    ),
    Trigger(
        "candidate_after_recovery_code",
        "candidate",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM office WHERE recovery_confirmed_at IS NOT NULL)",
    ),
    Trigger("hiring_lot_keeps_update", "hiring_lot", "UPDATE"),
    Trigger("hiring_lot_keeps_delete", "hiring_lot", "DELETE"),
    Trigger("hiring_lot_keeps_truncate", "hiring_lot", "TRUNCATE"),
    AtMostOne("ux_hiring_seat_one_batch", "hiring_seat", ("area_id",), "open"),
    Trigger(
        "candidate_check_frozen_insert",
        "candidate_check",
        "INSERT",
        ("(SELECT state FROM candidate WHERE candidate.id = NEW.candidate_id) <> 'submitted'"),
    ),
    Trigger(
        "candidate_check_frozen_update",
        "candidate_check",
        "UPDATE",
        (
            "(SELECT state FROM candidate WHERE candidate.id = OLD.candidate_id AND "
            "candidate.purged_on IS NULL) <> 'submitted'"
        ),
    ),
    Trigger(
        "candidate_check_frozen_delete",
        "candidate_check",
        "DELETE",
        (
            "(SELECT state FROM candidate WHERE candidate.id = OLD.candidate_id AND "
            "candidate.purged_on IS NULL) <> 'submitted'"
        ),
    ),
    Trigger("candidate_paper_keeps_update", "candidate_paper", "UPDATE"),
    Trigger(
        "candidate_paper_keeps_delete",
        "candidate_paper",
        "DELETE",
        ("(SELECT purged_on FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL"),
    ),
    Trigger("candidate_paper_keeps_truncate", "candidate_paper", "TRUNCATE"),
    Trigger(
        "candidate_step_keeps_update",
        "candidate_step",
        "UPDATE",
        ("(SELECT purged_on FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL"),
    ),
    Trigger(
        "candidate_step_keeps_delete",
        "candidate_step",
        "DELETE",
        ("(SELECT import_operation FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL"),
    ),
    Trigger("candidate_step_keeps_truncate", "candidate_step", "TRUNCATE"),
    Trigger(
        "candidate_vetting_keeps_update",
        "candidate_vetting",
        "UPDATE",
        ("(SELECT purged_on FROM candidate WHERE candidate.id = OLD.candidate_id) IS NULL"),
    ),
    Trigger("candidate_vetting_keeps_delete", "candidate_vetting", "DELETE"),
    Trigger("candidate_vetting_keeps_truncate", "candidate_vetting", "TRUNCATE"),
    AtMostOne(
        "ux_hiring_allotment_one_a_seat", "hiring_allotment", ("seat_id",), "state = 'proposed'"
    ),
    AtMostOne(
        "ux_hiring_allotment_one_a_candidate",
        "hiring_allotment",
        ("candidate_id",),
        "state <> 'released'",
    ),
    Trigger("hiring_allotment_keeps_delete", "hiring_allotment", "DELETE"),
    Trigger(
        "hiring_allotment_stays",
        "hiring_allotment",
        "UPDATE",
        (
            "OLD.state <> 'proposed' OR OLD.seat_id <> NEW.seat_id OR OLD.candidate_id "
            "<> NEW.candidate_id"
        ),
    ),
    Trigger("hiring_line_keeps_update", "hiring_line", "UPDATE"),
    Trigger("hiring_line_keeps_delete", "hiring_line", "DELETE"),
    Trigger("hiring_line_keeps_truncate", "hiring_line", "TRUNCATE"),
    Trigger("hiring_reserve_keeps_delete", "hiring_reserve", "DELETE"),
    Trigger("hiring_substitution_keeps_update", "hiring_substitution", "UPDATE"),
    Trigger("hiring_substitution_keeps_delete", "hiring_substitution", "DELETE"),
    Trigger("hiring_substitution_keeps_truncate", "hiring_substitution", "TRUNCATE"),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "hiring_plan",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reserve_bp", sa.BigInteger(), nullable=False),
        sa.Column("state", _code("state", "draft", "approved", "void"), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "state <> 'approved' OR (document_no <> '' AND decided_on IS NOT NULL AND "
                "approval_words <> '')"
            ),
            name=op.f("ck_hiring_plan_approval_has_document"),
        ),
        sa.CheckConstraint(
            "reserve_bp BETWEEN 0 AND 10000", name=op.f("ck_hiring_plan_reserve_share")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_hiring_plan_title_given")),
        sa.CheckConstraint(
            "state <> 'void' OR void_reason <> ''", name=op.f("ck_hiring_plan_void_has_reason")
        ),
        sa.CheckConstraint("year BETWEEN 1949 AND 2100", name=op.f("ck_hiring_plan_year_known")),
        _reference("hiring_plan", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_plan")),
        sa.UniqueConstraint("year", "title", name=op.f("uq_hiring_plan_year_title")),
    )
    op.create_table(
        "hiring_batch",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", _code("kind", "open", "internal"), nullable=False),
        sa.Column("plan_id", ROW_ID, nullable=True),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "draft",
                "published",
                "applying",
                "examining",
                "vetting",
                "publicising",
                "deciding",
                "closed",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("apply_from", sa.Date(), nullable=True),
        sa.Column("apply_to", sa.Date(), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=True),
        sa.Column("exam_on", sa.Date(), nullable=True),
        sa.Column("exam_time", sa.String(length=40), nullable=False),
        sa.Column("exam_place", sa.String(length=120), nullable=False),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "announced_on <= apply_from", name=op.f("ck_hiring_batch_announced_before")
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('published', 'applying') OR (announced_on IS NOT NULL AND "
                "apply_from IS NOT NULL AND apply_to IS NOT NULL)"
            ),
            name=op.f("ck_hiring_batch_announcement_dated"),
        ),
        sa.CheckConstraint(
            "apply_to IS NULL OR apply_from IS NOT NULL",
            name=op.f("ck_hiring_batch_applying_begins"),
        ),
        sa.CheckConstraint(
            "apply_to >= apply_from", name=op.f("ck_hiring_batch_applying_in_order")
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR (cancel_reason <> '' AND retain_until IS NOT NULL)",
            name=op.f("ck_hiring_batch_cancelled_why"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('deciding', 'closed') OR proposer_id IS NOT NULL",
            name=op.f("ck_hiring_batch_deciding_has_proposer"),
        ),
        sa.CheckConstraint(
            (
                "state <> 'closed' OR (document_no <> '' AND decided_on IS NOT NULL AND "
                "approval_words <> '' AND retain_until IS NOT NULL)"
            ),
            name=op.f("ck_hiring_batch_decision_has_document"),
        ),
        sa.CheckConstraint("exam_on >= apply_to", name=op.f("ck_hiring_batch_exam_afterwards")),
        sa.CheckConstraint(
            "interview_on >= exam_on", name=op.f("ck_hiring_batch_interview_afterwards")
        ),
        sa.CheckConstraint("number <> '' AND title <> ''", name=op.f("ck_hiring_batch_named")),
        _reference("hiring_batch", "plan_id", "hiring_plan.id"),
        _reference("hiring_batch", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_hiring_batch_number")),
    )
    op.create_table(
        "hiring_plan_line",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("plan_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("in_post", sa.BigInteger(), nullable=False),
        sa.Column("proposed", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("reserve", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "seats >= 0 AND in_post >= 0 AND proposed >= 0", name=op.f("ck_hiring_plan_line_counts")
        ),
        sa.CheckConstraint(
            "heads >= 0 AND reserve >= 0", name=op.f("ck_hiring_plan_line_heads_not_negative")
        ),
        _reference("hiring_plan_line", "plan_id", "hiring_plan.id"),
        _reference("hiring_plan_line", "area_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_plan_line")),
        sa.UniqueConstraint("plan_id", "area_id", name=op.f("uq_hiring_plan_line_plan_id_area_id")),
    )
    op.create_table(
        "hiring_quota",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("employment", _code("employment", "full", "part"), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("granted_by", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_hiring_quota_dates_in_order")
        ),
        sa.CheckConstraint("document_no <> ''", name=op.f("ck_hiring_quota_document_given")),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_hiring_quota_heads_not_negative")),
        _reference("hiring_quota", "area_id", "area.id"),
        _reference("hiring_quota", "role", "post_role.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_quota")),
    )
    op.create_index("ix_hiring_quota_area", "hiring_quota", ["area_id", "valid_from"], unique=False)
    op.create_table(
        "hiring_position",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("reserve", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("code <> '' AND title <> ''", name=op.f("ck_hiring_position_named")),
        sa.CheckConstraint("reserve >= 0", name=op.f("ck_hiring_position_reserve_not_negative")),
        _reference("hiring_position", "batch_id", "hiring_batch.id"),
        _reference("hiring_position", "area_id", "area.id"),
        _reference("hiring_position", "role", "post_role.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_position")),
        sa.UniqueConstraint("batch_id", "code", name=op.f("uq_hiring_position_batch_id_code")),
    )
    op.create_index("ix_hiring_position_batch", "hiring_position", ["batch_id"], unique=False)
    op.create_table(
        "hiring_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("stage", _code("stage", "interview_list", "total"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("state", _code("state", "applied", "void"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR reason <> ''", name=op.f("ck_hiring_run_again_has_reason")
        ),
        _reference("hiring_run", "batch_id", "hiring_batch.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_run")),
        sa.UniqueConstraint(
            "batch_id", "stage", "number", name=op.f("uq_hiring_run_batch_id_stage_number")
        ),
    )
    op.create_table(
        "hiring_step",
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "draft",
                "published",
                "applying",
                "examining",
                "vetting",
                "publicising",
                "deciding",
                "closed",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_hiring_step_seq_from_one")),
        _reference("hiring_step", "batch_id", "hiring_batch.id"),
        _reference("hiring_step", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("batch_id", "seq", name=op.f("pk_hiring_step")),
    )
    op.create_table(
        "interview_group",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("starts", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_interview_group_number_from_one")),
        _reference("interview_group", "batch_id", "hiring_batch.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_group")),
        sa.UniqueConstraint("subject", name=op.f("uq_interview_group_subject")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_interview_group_batch_id_number")),
    )
    op.create_table(
        "candidate",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("position_id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("match_key", sa.String(length=60), nullable=False),
        sa.Column("stroke_key", PLAIN, nullable=False),
        sa.Column("sex", _code("sex", "male", "female"), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("id_number", sa.LargeBinary(), nullable=True),
        sa.Column("id_mac", sa.LargeBinary(), nullable=True),
        sa.Column("id_masked", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("veteran", sa.Boolean(), nullable=True),
        sa.Column("social_worker", sa.Boolean(), nullable=True),
        sa.Column("registered_here", sa.Boolean(), nullable=True),
        sa.Column("residence_months", sa.BigInteger(), nullable=True),
        sa.Column("volunteer_months", sa.BigInteger(), nullable=True),
        sa.Column("wish_area_id", ROW_ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photo_sha256", sa.String(length=64), nullable=True),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("admission_no", sa.String(length=20), nullable=True),
        sa.Column("exam_room", sa.BigInteger(), nullable=True),
        sa.Column("exam_seat", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            _code(
                "state",
                "submitted",
                "rejected",
                "qualified",
                "exam_absent",
                "examined",
                "interview",
                "ranked",
                "medical",
                "vetted",
                "vetting_failed",
                "publicised",
                "hired",
                "declined",
                "withdrawn",
                "disqualified",
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(length=200), nullable=False),
        sa.Column(
            "reject_code",
            _code("reject_code", "condition", "barred", "papers", "late", "twice"),
            nullable=True,
        ),
        sa.Column("purged_on", sa.Date(), nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            (
                "state NOT IN ('declined', 'withdrawn', 'disqualified', 'vetting_failed') "
                "OR state_reason <> ''"
            ),
            name=op.f("ck_candidate_ended_why"),
        ),
        sa.CheckConstraint(
            "state <> 'hired' OR person_id IS NOT NULL", name=op.f("ck_candidate_hired_is_person")
        ),
        sa.CheckConstraint(
            "(id_number IS NULL) = (id_mac IS NULL)", name=op.f("ck_candidate_id_number_findable")
        ),
        sa.CheckConstraint(
            "residence_months >= 0 AND volunteer_months >= 0",
            name=op.f("ck_candidate_months_not_negative"),
        ),
        sa.CheckConstraint(
            "name <> '' OR purged_on IS NOT NULL", name=op.f("ck_candidate_name_given")
        ),
        sa.CheckConstraint(
            (
                "purged_on IS NULL OR (id_number IS NULL AND phone IS NULL AND name = '' "
                "AND match_key = '' AND stroke_key = '' AND id_masked = '' AND "
                "phone_masked = '' AND note = '' AND birth_date IS NULL AND photo_sha256 "
                "IS NULL AND person_id IS NULL)"
            ),
            name=op.f("ck_candidate_purged_is_empty"),
        ),
        sa.CheckConstraint(
            "(state = 'rejected') = (reject_code IS NOT NULL)",
            name=op.f("ck_candidate_rejected_why"),
        ),
        _reference("candidate", "batch_id", "hiring_batch.id"),
        _reference("candidate", "position_id", "hiring_position.id"),
        _reference("candidate", "wish_area_id", "area.id"),
        _reference("candidate", "photo_sha256", "attachment.sha256"),
        _reference("candidate", "person_id", "person.id"),
        _reference("candidate", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("batch_id", "person_id", name=op.f("uq_candidate_batch_id_person_id")),
        sa.UniqueConstraint("batch_id", "id_mac", name=op.f("uq_candidate_batch_id_id_mac")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_candidate_batch_id_number")),
        sa.UniqueConstraint(
            "batch_id", "admission_no", name=op.f("uq_candidate_batch_id_admission_no")
        ),
    )
    op.create_index("ix_candidate_batch", "candidate", ["batch_id", "state"], unique=False)
    op.create_index("ix_candidate_id_mac", "candidate", ["id_mac"], unique=False)
    op.create_index(
        "ix_candidate_import_operation", "candidate", ["import_operation"], unique=False
    )
    op.create_index("ix_candidate_match_key", "candidate", ["match_key"], unique=False)
    op.create_index("ix_candidate_person_id", "candidate", ["person_id"], unique=False)
    op.create_index("ix_candidate_position", "candidate", ["position_id"], unique=False)
    op.create_index(
        "ix_candidate_stroke", "candidate", ["batch_id", "stroke_key", "id"], unique=False
    )
    op.create_table(
        "hiring_lot",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("position_id", ROW_ID, nullable=False),
        sa.Column("tied", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("witnesses", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "method IN ('physical', 'seed')", name=op.f("ck_hiring_lot_method_known")
        ),
        sa.CheckConstraint("method <> 'seed' OR seed <> ''", name=op.f("ck_hiring_lot_seed_given")),
        sa.CheckConstraint("witnesses <> ''", name=op.f("ck_hiring_lot_witnessed")),
        _reference("hiring_lot", "batch_id", "hiring_batch.id"),
        _reference("hiring_lot", "position_id", "hiring_position.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_lot")),
    )
    op.create_index("ix_hiring_lot_batch", "hiring_lot", ["batch_id"], unique=False)
    op.create_table(
        "hiring_seat",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("position_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _reference("hiring_seat", "batch_id", "hiring_batch.id"),
        _reference("hiring_seat", "position_id", "hiring_position.id"),
        _reference("hiring_seat", "area_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_seat")),
        sa.UniqueConstraint("batch_id", "area_id", name=op.f("uq_hiring_seat_batch_id_area_id")),
    )
    op.create_index("ix_hiring_seat_area", "hiring_seat", ["area_id"], unique=False)
    op.create_index("ix_hiring_seat_position", "hiring_seat", ["position_id"], unique=False)
    op.create_table(
        "candidate_check",
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("rule_key", sa.String(length=40), nullable=False),
        sa.Column("seen_value", sa.String(length=80), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("seen_value <> ''", name=op.f("ck_candidate_check_value_seen")),
        _reference("candidate_check", "candidate_id", "candidate.id"),
        _reference("candidate_check", "evidence_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("candidate_id", "rule_key", name=op.f("pk_candidate_check")),
    )
    op.create_table(
        "candidate_paper",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column(
            "step",
            _code(
                "step",
                "submitted",
                "rejected",
                "qualified",
                "exam_absent",
                "examined",
                "interview",
                "ranked",
                "medical",
                "vetted",
                "vetting_failed",
                "publicised",
                "hired",
                "declined",
                "withdrawn",
                "disqualified",
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_candidate_paper_title_given")),
        _reference("candidate_paper", "candidate_id", "candidate.id"),
        _reference("candidate_paper", "sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_paper")),
    )
    op.create_index(
        "ix_candidate_paper_candidate_id", "candidate_paper", ["candidate_id"], unique=False
    )
    op.create_table(
        "candidate_point",
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("rule_key", sa.String(length=40), nullable=False),
        sa.Column("milli", sa.BigInteger(), nullable=False),
        sa.Column("seen_value", sa.String(length=80), nullable=False),
        sa.Column("granted_by", sa.String(length=80), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("milli > 0", name=op.f("ck_candidate_point_points_positive")),
        sa.CheckConstraint("seen_value <> ''", name=op.f("ck_candidate_point_value_seen")),
        _reference("candidate_point", "candidate_id", "candidate.id"),
        _reference("candidate_point", "evidence_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("candidate_id", "rule_key", name=op.f("pk_candidate_point")),
    )
    op.create_table(
        "candidate_step",
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            _code(
                "state",
                "submitted",
                "rejected",
                "qualified",
                "exam_absent",
                "examined",
                "interview",
                "ranked",
                "medical",
                "vetted",
                "vetting_failed",
                "publicised",
                "hired",
                "declined",
                "withdrawn",
                "disqualified",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            (
                "state NOT IN ('declined', 'withdrawn', 'disqualified', 'vetting_failed') "
                "OR reason <> ''"
            ),
            name=op.f("ck_candidate_step_ended_why"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_candidate_step_seq_from_one")),
        _reference("candidate_step", "candidate_id", "candidate.id"),
        sa.PrimaryKeyConstraint("candidate_id", "seq", name=op.f("pk_candidate_step")),
    )
    op.create_table(
        "candidate_vetting",
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("kind", _code("kind", "medical", "vetting"), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("result", _code("result", "pass", "fail"), nullable=False),
        sa.Column("examined_by", sa.String(length=80), nullable=False),
        sa.Column("examined_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "seq = 1 OR reason <> ''", name=op.f("ck_candidate_vetting_again_has_reason")
        ),
        sa.CheckConstraint(
            "document_no <> '' AND examined_by <> ''",
            name=op.f("ck_candidate_vetting_result_has_reference"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_candidate_vetting_seq_from_one")),
        _reference("candidate_vetting", "candidate_id", "candidate.id"),
        _reference("candidate_vetting", "evidence_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("candidate_id", "kind", "seq", name=op.f("pk_candidate_vetting")),
    )
    op.create_table(
        "exam_mark",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("pass_no", sa.BigInteger(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=True),
        sa.Column("no_mark", _code("no_mark", "absent", "cheating", "void"), nullable=True),
        sa.Column("keyed_by_id", ROW_ID, nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("value_milli >= 0", name=op.f("ck_exam_mark_mark_not_negative")),
        sa.CheckConstraint(
            "(value_milli IS NULL) <> (no_mark IS NULL)", name=op.f("ck_exam_mark_mark_or_reason")
        ),
        sa.CheckConstraint("pass_no IN (1, 2)", name=op.f("ck_exam_mark_pass_known")),
        _reference("exam_mark", "candidate_id", "candidate.id"),
        _reference("exam_mark", "keyed_by_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_mark")),
        sa.UniqueConstraint(
            "candidate_id", "keyed_by_id", name=op.f("uq_exam_mark_candidate_id_keyed_by_id")
        ),
        sa.UniqueConstraint(
            "candidate_id", "pass_no", name=op.f("uq_exam_mark_candidate_id_pass_no")
        ),
    )
    op.create_table(
        "hiring_allotment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("seat_id", ROW_ID, nullable=False),
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("state", _code("state", "proposed", "hired", "released"), nullable=False),
        sa.Column("post_id", ROW_ID, nullable=True),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("release_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'hired' OR (document_no <> '' AND hired_on IS NOT NULL)",
            name=op.f("ck_hiring_allotment_hired_has_document"),
        ),
        sa.CheckConstraint(
            "(state = 'hired') = (post_id IS NOT NULL)",
            name=op.f("ck_hiring_allotment_hired_has_post"),
        ),
        sa.CheckConstraint(
            "state <> 'released' OR release_reason <> ''",
            name=op.f("ck_hiring_allotment_released_why"),
        ),
        _reference("hiring_allotment", "seat_id", "hiring_seat.id"),
        _reference("hiring_allotment", "candidate_id", "candidate.id"),
        _reference("hiring_allotment", "post_id", "post.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_allotment")),
        sa.UniqueConstraint("post_id", name=op.f("uq_hiring_allotment_post_id")),
    )
    op.create_index(
        "ix_hiring_allotment_candidate", "hiring_allotment", ["candidate_id"], unique=False
    )
    op.create_index("ix_hiring_allotment_seat", "hiring_allotment", ["seat_id"], unique=False)
    op.create_table(
        "hiring_line",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("position_id", ROW_ID, nullable=False),
        sa.Column("exam_milli", sa.BigInteger(), nullable=True),
        sa.Column("extra_milli", sa.BigInteger(), nullable=False),
        sa.Column("interview_milli", sa.BigInteger(), nullable=True),
        sa.Column("total_num", sa.BigInteger(), nullable=True),
        sa.Column("total_den", sa.BigInteger(), nullable=True),
        sa.Column("shown_milli", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            _code("outcome", "in", "reserve", "out", "below", "no_result"),
            nullable=False,
        ),
        sa.Column("explain", sa.Text(), nullable=False),
        sa.CheckConstraint("total_den > 0", name=op.f("ck_hiring_line_fraction_whole")),
        sa.CheckConstraint(
            "(rank IS NULL) = (shown_milli IS NULL)", name=op.f("ck_hiring_line_rank_has_total")
        ),
        _reference("hiring_line", "run_id", "hiring_run.id"),
        _reference("hiring_line", "candidate_id", "candidate.id"),
        _reference("hiring_line", "position_id", "hiring_position.id"),
        sa.PrimaryKeyConstraint("run_id", "candidate_id", name=op.f("pk_hiring_line")),
    )
    op.create_index("ix_hiring_line_candidate", "hiring_line", ["candidate_id"], unique=False)
    op.create_table(
        "hiring_reserve",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("position_id", ROW_ID, nullable=False),
        sa.Column("candidate_id", ROW_ID, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("state", _code("state", "waiting", "called", "lapsed"), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_hiring_reserve_place_from_one")),
        _reference("hiring_reserve", "batch_id", "hiring_batch.id"),
        _reference("hiring_reserve", "position_id", "hiring_position.id"),
        _reference("hiring_reserve", "candidate_id", "candidate.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_reserve")),
        sa.UniqueConstraint(
            "position_id", "place", name=op.f("uq_hiring_reserve_position_id_place")
        ),
        sa.UniqueConstraint("candidate_id", name=op.f("uq_hiring_reserve_candidate_id")),
    )
    op.create_index("ix_hiring_reserve_batch_id", "hiring_reserve", ["batch_id"], unique=False)
    op.create_table(
        "hiring_substitution",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("position_id", ROW_ID, nullable=False),
        sa.Column("fallen_id", ROW_ID, nullable=False),
        sa.Column("next_id", ROW_ID, nullable=True),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "next_id <> fallen_id", name=op.f("ck_hiring_substitution_somebody_else")
        ),
        sa.CheckConstraint("turn >= 0", name=op.f("ck_hiring_substitution_turn_not_negative")),
        sa.CheckConstraint("why <> ''", name=op.f("ck_hiring_substitution_why_given")),
        _reference("hiring_substitution", "batch_id", "hiring_batch.id"),
        _reference("hiring_substitution", "position_id", "hiring_position.id"),
        _reference("hiring_substitution", "fallen_id", "candidate.id"),
        _reference("hiring_substitution", "next_id", "candidate.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_substitution")),
        sa.UniqueConstraint("next_id", name=op.f("uq_hiring_substitution_next_id")),
        sa.UniqueConstraint("fallen_id", name=op.f("uq_hiring_substitution_fallen_id")),
    )
    op.create_index(
        "ix_hiring_substitution_batch", "hiring_substitution", ["batch_id"], unique=False
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
