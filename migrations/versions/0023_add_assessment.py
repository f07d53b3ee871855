"""Assess the workforce: figures, periods, results, appeals."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0023"
down_revision = "0022"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("indicator_keeps_delete", "indicator", "DELETE"),
    Trigger("assessment_period_keeps_delete", "assessment_period", "DELETE"),
    Trigger(
        "assessment_period_goes_forward",
        "assessment_period",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'open' AND NEW.state IN "
            "('collecting')) OR (OLD.state = 'collecting' AND NEW.state IN "
            "('scoring')) OR (OLD.state = 'scoring' AND NEW.state IN ('collecting', "
            "'shown')) OR (OLD.state = 'shown' AND NEW.state IN ('scoring', "
            "'appeals')) OR (OLD.state = 'appeals' AND NEW.state IN ('scoring', "
            "'confirmed')) OR (OLD.state = 'confirmed' AND NEW.state IN ('scoring', "
            "'locked')) OR (OLD.state = 'locked' AND NEW.state IN ('scoring')))"
        ),
    ),
    Trigger(
        "assessment_period_reopened",
        "assessment_period",
        "UPDATE",
        (
            "OLD.state IN ('confirmed', 'locked') AND NEW.state = 'scoring' AND "
            "NEW.revision <> OLD.revision + 1"
        ),
    ),
    Trigger(
        "assessment_period_stays",
        "assessment_period",
        "UPDATE",
        (
            "(OLD.state <> 'open' AND (OLD.scheme <> NEW.scheme OR OLD.kind <> "
            "NEW.kind OR OLD.year <> NEW.year OR OLD.number <> NEW.number OR "
            "OLD.area_path <> NEW.area_path)) OR (OLD.state IN ('confirmed', "
            "'locked') AND (OLD.rule_number <> NEW.rule_number OR OLD.rule_sha256 <> "
            "NEW.rule_sha256 OR OLD.part_time <> NEW.part_time))"
        ),
    ),
    Trigger(
        "assessment_period_unsettled",
        "assessment_period",
        "UPDATE",
        (
            "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (EXISTS (SELECT "
            "1 FROM assessment_appeal WHERE assessment_appeal.period_id = NEW.id AND "
            "assessment_appeal.state IN ('filed', 'reviewing')) OR NOT EXISTS (SELECT "
            "1 FROM assessment_run WHERE assessment_run.period_id = NEW.id AND "
            "assessment_run.state = 'applied' AND assessment_run.revision = "
            "NEW.revision))"
        ),
    ),
    Trigger("fact_source_keeps_update", "fact_source", "UPDATE"),
    Trigger("fact_source_keeps_delete", "fact_source", "DELETE"),
    Trigger("fact_source_keeps_truncate", "fact_source", "TRUNCATE"),
    Trigger(
        "assessee_settled_insert",
        "assessee",
        "INSERT",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "NEW.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "assessee_settled_update",
        "assessee",
        "UPDATE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "assessee_settled_delete",
        "assessee",
        "DELETE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger("assessment_entry_keeps_delete", "assessment_entry", "DELETE"),
    Trigger(
        "assessment_entry_stays_update",
        "assessment_entry",
        "UPDATE",
        (
            "OLD.void_reason <> '' OR OLD.person_id <> NEW.person_id OR "
            "OLD.indicator_id <> NEW.indicator_id OR OLD.month <> NEW.month OR "
            "OLD.amount_milli <> NEW.amount_milli"
        ),
    ),
    Trigger("assessment_fact_keeps_update", "assessment_fact", "UPDATE"),
    Trigger(
        "assessment_fact_keeps_delete",
        "assessment_fact",
        "DELETE",
        ("(SELECT import_operation FROM fact_source WHERE fact_source.id = OLD.source_id) IS NULL"),
    ),
    Trigger("assessment_fact_keeps_truncate", "assessment_fact", "TRUNCATE"),
    AtMostOne(
        "ux_assessment_run_one_applied", "assessment_run", ("period_id",), "state = 'applied'"
    ),
    Trigger(
        "assessment_run_settled_insert",
        "assessment_run",
        "INSERT",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "NEW.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "assessment_run_settled_update",
        "assessment_run",
        "UPDATE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger("assessment_run_keeps_delete", "assessment_run", "DELETE"),
    Trigger("assessment_run_void_stays", "assessment_run", "UPDATE", "OLD.state = 'void'"),
    Trigger("period_step_keeps_update", "period_step", "UPDATE"),
    Trigger("period_step_keeps_delete", "period_step", "DELETE"),
    Trigger("period_step_keeps_truncate", "period_step", "TRUNCATE"),
    Trigger("assessment_appeal_keeps_delete", "assessment_appeal", "DELETE"),
    Trigger(
        "assessment_appeal_goes_forward",
        "assessment_appeal",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'filed' AND NEW.state IN "
            "('reviewing', 'withdrawn')) OR (OLD.state = 'reviewing' AND NEW.state IN "
            "('upheld', 'denied', 'withdrawn')))"
        ),
    ),
    Trigger(
        "assessment_appeal_settled_insert",
        "assessment_appeal",
        "INSERT",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "NEW.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "assessment_appeal_settled_update",
        "assessment_appeal",
        "UPDATE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger("assessment_line_keeps_update", "assessment_line", "UPDATE"),
    Trigger("assessment_line_keeps_delete", "assessment_line", "DELETE"),
    Trigger("assessment_line_keeps_truncate", "assessment_line", "TRUNCATE"),
    Trigger(
        "assessment_review_settled_insert",
        "assessment_review",
        "INSERT",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "NEW.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "assessment_review_settled_update",
        "assessment_review",
        "UPDATE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "assessment_review_settled_delete",
        "assessment_review",
        "DELETE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    AtMostOne("ux_grade_choice_one_each", "grade_choice", ("assessee_id",), "void_reason = ''"),
    Trigger(
        "grade_choice_settled_insert",
        "grade_choice",
        "INSERT",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "NEW.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "grade_choice_settled_update",
        "grade_choice",
        "UPDATE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger("grade_choice_keeps_delete", "grade_choice", "DELETE"),
    Trigger("grade_choice_void_stays", "grade_choice", "UPDATE", "OLD.void_reason <> ''"),
    AtMostOne(
        "ux_moderation_one_each",
        "moderation",
        ("assessee_id",),
        "state IN ('proposed', 'approved')",
    ),
    Trigger(
        "moderation_settled_insert",
        "moderation",
        "INSERT",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "NEW.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger(
        "moderation_settled_update",
        "moderation",
        "UPDATE",
        (
            "(SELECT state FROM assessment_period WHERE assessment_period.id = "
            "OLD.period_id) IN ('confirmed', 'locked')"
        ),
    ),
    Trigger("moderation_keeps_delete", "moderation", "DELETE"),
    Trigger(
        "moderation_stays_update",
        "moderation",
        "UPDATE",
        (
            "OLD.state IN ('rejected', 'withdrawn') OR OLD.assessee_id <> "
            "NEW.assessee_id OR OLD.delta_milli <> NEW.delta_milli OR OLD.reason <> "
            "NEW.reason"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column(
            "source",
            _code(
                "source",
                "imported",
                "by_hand",
                "training",
                "competition",
                "inspection",
                "periods",
                "review",
            ),
            nullable=False,
        ),
        sa.Column("based", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("code <> '' AND label <> ''", name=op.f("ck_indicator_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_table(
        "assessment_period",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("scheme", sa.String(length=30), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", _code("kind", "month", "quarter", "half_year", "year"), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            _code(
                "state", "open", "collecting", "scoring", "shown", "appeals", "confirmed", "locked"
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=True),
        sa.Column("appeals_until", sa.Date(), nullable=True),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number >= 1 AND number <= 12", name=op.f("ck_assessment_period_number_in_year")
        ),
        sa.CheckConstraint(
            "revision = 1 OR reopen_reason <> ''",
            name=op.f("ck_assessment_period_reopening_has_reason"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_assessment_period_revision_from_one")),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'locked') OR approval_words <> ''",
            name=op.f("ck_assessment_period_settled_with_approval"),
        ),
        sa.CheckConstraint(
            (
                "state NOT IN ('appeals', 'confirmed', 'locked') OR (shown_on IS NOT NULL "
                "AND appeals_until IS NOT NULL)"
            ),
            name=op.f("ck_assessment_period_shown_before_appeals"),
        ),
        _reference("assessment_period", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_period")),
        sa.UniqueConstraint(
            "scheme",
            "kind",
            "year",
            "number",
            "area_path",
            name=op.f("uq_assessment_period_scheme_kind_year_number_area_path"),
        ),
    )
    op.create_table(
        "fact_source",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            _code(
                "kind",
                "imported",
                "by_hand",
                "training",
                "competition",
                "inspection",
                "periods",
                "review",
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("assessor_id", ROW_ID, nullable=True),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_fact_source_titled")),
        _reference("fact_source", "assessor_id", "operator.id"),
        _reference("fact_source", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_source")),
    )
    op.create_index(
        "ix_fact_source_import_operation", "fact_source", ["import_operation"], unique=False
    )
    op.create_table(
        "assessee",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("unit_id", ROW_ID, nullable=False),
        sa.Column("served_days", sa.BigInteger(), nullable=False),
        sa.Column(
            "left_out", _code("left_out", "too_few_days", "on_leave", "other"), nullable=True
        ),
        sa.Column("left_out_note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("served_days >= 0", name=op.f("ck_assessee_days_not_negative")),
        sa.CheckConstraint(
            "left_out <> 'other' OR left_out_note <> ''", name=op.f("ck_assessee_left_out_why")
        ),
        _reference("assessee", "period_id", "assessment_period.id"),
        _reference("assessee", "person_id", "person.id"),
        _reference("assessee", "area_id", "area.id"),
        _reference("assessee", "unit_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessee")),
        sa.UniqueConstraint("period_id", "person_id", name=op.f("uq_assessee_period_id_person_id")),
    )
    op.create_index("ix_assessee_person", "assessee", ["person_id"], unique=False)
    op.create_table(
        "assessment_entry",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("indicator_id", ROW_ID, nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount_milli", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("assessor_id", ROW_ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_milli > 0", name=op.f("ck_assessment_entry_amount_positive")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_assessment_entry_note_given")),
        _reference("assessment_entry", "person_id", "person.id"),
        _reference("assessment_entry", "indicator_id", "indicator.id"),
        _reference("assessment_entry", "evidence_sha256", "attachment.sha256"),
        _reference("assessment_entry", "assessor_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_entry")),
    )
    op.create_index(
        "ix_assessment_entry_month", "assessment_entry", ["month", "person_id"], unique=False
    )
    op.create_table(
        "assessment_fact",
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("indicator_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount_milli", sa.BigInteger(), nullable=True),
        sa.Column("base_milli", sa.BigInteger(), nullable=True),
        sa.Column("source_id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "month BETWEEN 190001 AND 299912", name=op.f("ck_assessment_fact_month_written")
        ),
        sa.CheckConstraint(
            "amount_milli >= 0", name=op.f("ck_assessment_fact_amount_not_negative")
        ),
        sa.CheckConstraint("base_milli >= 0", name=op.f("ck_assessment_fact_base_not_negative")),
        sa.CheckConstraint(
            "amount_milli IS NOT NULL OR base_milli IS NULL",
            name=op.f("ck_assessment_fact_taken_out_whole"),
        ),
        _reference("assessment_fact", "indicator_id", "indicator.id"),
        _reference("assessment_fact", "person_id", "person.id"),
        _reference("assessment_fact", "source_id", "fact_source.id"),
        sa.PrimaryKeyConstraint(
            "month", "indicator_id", "person_id", "seq", name=op.f("pk_assessment_fact")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "assessment_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("sources_upto", sa.BigInteger(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("state", _code("state", "applied", "void"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number >= 1 AND revision >= 1", name=op.f("ck_assessment_run_numbers_from_one")
        ),
        _reference("assessment_run", "period_id", "assessment_period.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_run")),
        sa.UniqueConstraint("period_id", "number", name=op.f("uq_assessment_run_period_id_number")),
    )
    op.create_table(
        "period_step",
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            _code(
                "state", "open", "collecting", "scoring", "shown", "appeals", "confirmed", "locked"
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_period_step_seq_from_one")),
        _reference("period_step", "period_id", "assessment_period.id"),
        sa.PrimaryKeyConstraint("period_id", "seq", name=op.f("pk_period_step")),
    )
    op.create_table(
        "assessment_appeal",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("assessee_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "state",
            _code("state", "filed", "reviewing", "upheld", "denied", "withdrawn"),
            nullable=False,
        ),
        sa.Column("answer_due", sa.Date(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("content <> ''", name=op.f("ck_assessment_appeal_content_given")),
        sa.CheckConstraint(
            (
                "state NOT IN ('upheld', 'denied') OR (finding <> '' AND decided_by <> '' "
                "AND decided_on IS NOT NULL)"
            ),
            name=op.f("ck_assessment_appeal_decided_with_finding"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_assessment_appeal_number_from_one")),
        _reference("assessment_appeal", "period_id", "assessment_period.id"),
        _reference("assessment_appeal", "assessee_id", "assessee.id"),
        _reference("assessment_appeal", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_appeal")),
        sa.UniqueConstraint(
            "period_id", "number", name=op.f("uq_assessment_appeal_period_id_number")
        ),
    )
    op.create_index(
        "ix_assessment_appeal_assessee", "assessment_appeal", ["assessee_id"], unique=False
    )
    op.create_table(
        "assessment_line",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("assessee_id", ROW_ID, nullable=False),
        sa.Column("reckoned_milli", sa.BigInteger(), nullable=True),
        sa.Column("total_milli", sa.BigInteger(), nullable=True),
        sa.Column("score_grade", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("at_line", sa.Boolean(), nullable=False),
        sa.Column("vetoed", sa.Boolean(), nullable=False),
        sa.Column("blocked", sa.String(length=200), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "rank IS NULL OR total_milli IS NOT NULL",
            name=op.f("ck_assessment_line_rank_has_total"),
        ),
        sa.CheckConstraint(
            "(total_milli IS NULL) = (grade = '')", name=op.f("ck_assessment_line_grade_has_total")
        ),
        _reference("assessment_line", "run_id", "assessment_run.id"),
        _reference("assessment_line", "assessee_id", "assessee.id"),
        sa.PrimaryKeyConstraint("run_id", "assessee_id", name=op.f("pk_assessment_line")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assessment_line_assessee", "assessment_line", ["assessee_id"], unique=False)
    op.create_table(
        "assessment_review",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("assessee_id", ROW_ID, nullable=False),
        sa.Column("part", _code("part", "office", "community", "served"), nullable=False),
        sa.Column("assessor_id", ROW_ID, nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "value_milli BETWEEN 0 AND 100000", name=op.f("ck_assessment_review_value_in_hundred")
        ),
        _reference("assessment_review", "period_id", "assessment_period.id"),
        _reference("assessment_review", "assessee_id", "assessee.id"),
        _reference("assessment_review", "assessor_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_review")),
        sa.UniqueConstraint(
            "assessee_id",
            "part",
            "assessor_id",
            name=op.f("uq_assessment_review_assessee_id_part_assessor_id"),
        ),
    )
    op.create_index("ix_assessment_review_period", "assessment_review", ["period_id"], unique=False)
    op.create_table(
        "assessment_showing",
        sa.Column("assessee_id", ROW_ID, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("how", _code("how", "signed", "sent", "refused"), nullable=False),
        sa.Column("witness", sa.String(length=80), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "how <> 'refused' OR witness <> ''",
            name=op.f("ck_assessment_showing_refused_before_witness"),
        ),
        _reference("assessment_showing", "assessee_id", "assessee.id"),
        _reference("assessment_showing", "run_id", "assessment_run.id"),
        _reference("assessment_showing", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("assessee_id", "revision", name=op.f("pk_assessment_showing")),
    )
    op.create_table(
        "grade_choice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("assessee_id", ROW_ID, nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reason <> '' AND decided_by <> ''", name=op.f("ck_grade_choice_decided_with_reason")
        ),
        sa.CheckConstraint(
            "(void_reason <> '') = (voided_at IS NOT NULL)",
            name=op.f("ck_grade_choice_void_some_day"),
        ),
        _reference("grade_choice", "period_id", "assessment_period.id"),
        _reference("grade_choice", "assessee_id", "assessee.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_choice")),
    )
    op.create_index("ix_grade_choice_period_id", "grade_choice", ["period_id"], unique=False)
    op.create_table(
        "moderation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("period_id", ROW_ID, nullable=False),
        sa.Column("assessee_id", ROW_ID, nullable=False),
        sa.Column("delta_milli", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=False),
        sa.Column(
            "state", _code("state", "proposed", "approved", "rejected", "withdrawn"), nullable=False
        ),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (approval_words = '')",
            name=op.f("ck_moderation_decided_by_somebody"),
        ),
        sa.CheckConstraint("delta_milli <> 0", name=op.f("ck_moderation_delta_not_zero")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_moderation_reason_given")),
        _reference("moderation", "period_id", "assessment_period.id"),
        _reference("moderation", "assessee_id", "assessee.id"),
        _reference("moderation", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
    )
    op.create_index("ix_moderation_assessee", "moderation", ["assessee_id"], unique=False)
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
