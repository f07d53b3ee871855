"""Add stars of people and of grids, with the themes of grids."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger

revision = "0026"
down_revision = "0025"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("grid_theme_keeps_delete", "grid_theme", "DELETE"),
    Trigger("star_round_keeps_delete", "star_round", "DELETE"),
    Trigger(
        "star_round_goes_forward",
        "star_round",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NOT ((OLD.state = 'draft' AND NEW.state IN "
            "('confirmed', 'cancelled')) OR (OLD.state = 'confirmed' AND NEW.state IN "
            "('draft')))"
        ),
    ),
    Trigger(
        "star_round_reopened",
        "star_round",
        "UPDATE",
        ("OLD.state = 'confirmed' AND NEW.state = 'draft' AND NEW.revision <> OLD.revision + 1"),
    ),
    Trigger(
        "star_round_unsettled",
        "star_round",
        "UPDATE",
        (
            "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (NOT EXISTS "
            "(SELECT 1 FROM star_run WHERE star_run.round_id = NEW.id AND "
            "star_run.state = 'applied' AND star_run.revision = NEW.revision) OR "
            "EXISTS (SELECT 1 FROM star_line JOIN star_run ON star_run.id = "
            "star_line.run_id WHERE star_run.round_id = NEW.id AND star_run.state = "
            "'applied' AND star_line.at_line))"
        ),
    ),
    Trigger(
        "star_round_stays",
        "star_round",
        "UPDATE",
        (
            "OLD.subject <> NEW.subject OR OLD.scheme <> NEW.scheme OR OLD.kind <> "
            "NEW.kind OR OLD.year <> NEW.year OR OLD.number <> NEW.number OR "
            "OLD.area_path <> NEW.area_path OR (OLD.state = 'confirmed' AND "
            "(OLD.rule_number <> NEW.rule_number OR OLD.rule_sha256 <> NEW.rule_sha256 "
            "OR OLD.valid_from <> NEW.valid_from OR OLD.valid_to <> NEW.valid_to))"
        ),
    ),
    Trigger("grid_mark_keeps_update", "grid_mark", "UPDATE"),
    Trigger("grid_mark_keeps_delete", "grid_mark", "DELETE"),
    Trigger("grid_mark_keeps_truncate", "grid_mark", "TRUNCATE"),
    AtMostOne(
        "ux_star_award_one_person",
        "star_award",
        ("round_id", "person_id"),
        "void_reason = '' AND round_id IS NOT NULL AND person_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_star_award_one_grid",
        "star_award",
        ("round_id", "grid_id"),
        "void_reason = '' AND round_id IS NOT NULL AND grid_id IS NOT NULL",
    ),
    NoOverlap(
        "ex_star_award_one_person",
        "star_award",
        ("person_id",),
        "{row}.valid_to > {row}.valid_from",
    ),
    NoOverlap(
        "ex_star_award_one_grid", "star_award", ("grid_id",), "{row}.valid_to > {row}.valid_from"
    ),
    Trigger(
        "star_award_unconfirmed",
        "star_award",
        "INSERT",
        (
            "NEW.round_id IS NOT NULL AND (SELECT state FROM star_round WHERE "
            "star_round.id = NEW.round_id) <> 'confirmed'"
        ),
    ),
    Trigger("star_award_keeps_delete", "star_award", "DELETE", "OLD.import_operation IS NULL"),
    Trigger(
        "star_award_stays",
        "star_award",
        "UPDATE",
        (
            "OLD.void_reason <> '' OR OLD.level <> NEW.level OR OLD.monthly_fen <> "
            "NEW.monthly_fen OR OLD.valid_from <> NEW.valid_from OR OLD.lasts_to <> "
            "NEW.lasts_to OR OLD.round_id <> NEW.round_id OR OLD.person_id <> "
            "NEW.person_id OR OLD.grid_id <> NEW.grid_id"
        ),
    ),
    AtMostOne(
        "ux_star_choice_one_person",
        "star_choice",
        ("round_id", "person_id"),
        "void_reason = '' AND person_id IS NOT NULL",
    ),
    AtMostOne(
        "ux_star_choice_one_grid",
        "star_choice",
        ("round_id", "grid_id"),
        "void_reason = '' AND grid_id IS NOT NULL",
    ),
    Trigger(
        "star_choice_settled_insert",
        "star_choice",
        "INSERT",
        "(SELECT state FROM star_round WHERE star_round.id = NEW.round_id) <> 'draft'",
    ),
    Trigger(
        "star_choice_settled_update",
        "star_choice",
        "UPDATE",
        "(SELECT state FROM star_round WHERE star_round.id = OLD.round_id) <> 'draft'",
    ),
    Trigger("star_choice_keeps_delete", "star_choice", "DELETE"),
    Trigger("star_choice_void_stays", "star_choice", "UPDATE", "OLD.void_reason <> ''"),
    AtMostOne("ux_star_run_one_applied", "star_run", ("round_id",), "state = 'applied'"),
    Trigger(
        "star_run_settled_insert",
        "star_run",
        "INSERT",
        "(SELECT state FROM star_round WHERE star_round.id = NEW.round_id) <> 'draft'",
    ),
    Trigger(
        "star_run_settled_update",
        "star_run",
        "UPDATE",
        "(SELECT state FROM star_round WHERE star_round.id = OLD.round_id) <> 'draft'",
    ),
    Trigger("star_run_keeps_delete", "star_run", "DELETE"),
    Trigger("star_run_void_stays", "star_run", "UPDATE", "OLD.state = 'void'"),
    Trigger("star_line_keeps_update", "star_line", "UPDATE"),
    Trigger("star_line_keeps_delete", "star_line", "DELETE"),
    Trigger("star_line_keeps_truncate", "star_line", "TRUNCATE"),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "grid_theme",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("kind", _code("kind", "without", "zero"), nullable=False),
        sa.Column("vetoes", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("code <> '' AND label <> ''", name=op.f("ck_grid_theme_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_grid_theme_code")),
        sa.UniqueConstraint("label", name=op.f("uq_grid_theme_label")),
    )
    op.create_table(
        "star_round",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subject", _code("subject", "person", "grid"), nullable=False),
        sa.Column("rule_number", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("scheme", sa.String(length=30), nullable=False),
        sa.Column("kind", _code("kind", "month", "quarter", "half_year", "year"), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("state", _code("state", "draft", "confirmed", "cancelled"), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("proposer_id", ROW_ID, nullable=True),
        sa.Column("approval_words", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''", name=op.f("ck_star_round_cancelled_why")
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (approval_words <> '' AND confirmed_on IS NOT NULL)",
            name=op.f("ck_star_round_confirmed_with_approval"),
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_star_round_dates_in_order")),
        sa.CheckConstraint(
            "number >= 1 AND number <= 12", name=op.f("ck_star_round_number_in_year")
        ),
        sa.CheckConstraint(
            "revision = 1 OR reopen_reason <> ''", name=op.f("ck_star_round_reopening_has_reason")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_star_round_revision_from_one")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_star_round_titled")),
        _reference("star_round", "proposer_id", "operator.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_round")),
        sa.UniqueConstraint(
            "subject",
            "scheme",
            "kind",
            "year",
            "number",
            "area_path",
            name=op.f("uq_star_round_subject_scheme_kind_year_number_area_path"),
        ),
    )
    op.create_table(
        "grid_mark",
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theme_id", ROW_ID, nullable=False),
        sa.Column("grid_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", _code("mark", "met", "broken", "not_applicable"), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "mark IS NULL OR mark <> 'broken' OR note <> ''", name=op.f("ck_grid_mark_broken_how")
        ),
        sa.CheckConstraint(
            "month BETWEEN 190001 AND 299912", name=op.f("ck_grid_mark_month_written")
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_grid_mark_seq_from_one")),
        _reference("grid_mark", "theme_id", "grid_theme.id"),
        _reference("grid_mark", "grid_id", "area.id"),
        sa.PrimaryKeyConstraint("month", "theme_id", "grid_id", "seq", name=op.f("pk_grid_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "star_award",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("round_id", ROW_ID, nullable=True),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("grid_id", ROW_ID, nullable=True),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("monthly_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("lasts_to", sa.Date(), nullable=False),
        sa.Column("ended_by_id", ROW_ID, nullable=True),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_to >= valid_from AND lasts_to >= valid_to",
            name=op.f("ck_star_award_dates_in_order"),
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_star_award_levels")),
        sa.CheckConstraint("monthly_fen >= 0", name=op.f("ck_star_award_money_not_negative")),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (grid_id IS NULL)", name=op.f("ck_star_award_one_subject")
        ),
        sa.CheckConstraint(
            "round_id IS NOT NULL OR document_no <> ''", name=op.f("ck_star_award_taken_over_from")
        ),
        sa.CheckConstraint(
            "void_reason = '' OR valid_to = valid_from", name=op.f("ck_star_award_void_holds_never")
        ),
        _reference("star_award", "round_id", "star_round.id"),
        _reference("star_award", "person_id", "person.id"),
        _reference("star_award", "grid_id", "area.id"),
        _reference("star_award", "ended_by_id", "star_round.id"),
        _reference("star_award", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_award")),
    )
    op.create_index("ix_star_award_grid", "star_award", ["grid_id", "valid_from"], unique=False)
    op.create_index(
        "ix_star_award_import_operation", "star_award", ["import_operation"], unique=False
    )
    op.create_index("ix_star_award_person", "star_award", ["person_id", "valid_from"], unique=False)
    op.create_index("ix_star_award_round", "star_award", ["round_id"], unique=False)
    op.create_table(
        "star_choice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("round_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("grid_id", ROW_ID, nullable=True),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reason <> '' AND decided_by <> ''", name=op.f("ck_star_choice_decided_with_reason")
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 5", name=op.f("ck_star_choice_levels")),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (grid_id IS NULL)", name=op.f("ck_star_choice_one_subject")
        ),
        sa.CheckConstraint(
            "(void_reason <> '') = (voided_at IS NOT NULL)",
            name=op.f("ck_star_choice_void_some_day"),
        ),
        _reference("star_choice", "round_id", "star_round.id"),
        _reference("star_choice", "person_id", "person.id"),
        _reference("star_choice", "grid_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_choice")),
    )
    op.create_index("ix_star_choice_round", "star_choice", ["round_id"], unique=False)
    op.create_table(
        "star_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("round_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("rule_sha256", sa.String(length=64), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("state", _code("state", "applied", "void"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number >= 1 AND revision >= 1", name=op.f("ck_star_run_numbers_from_one")
        ),
        _reference("star_run", "round_id", "star_round.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_run")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_star_run_round_id_number")),
    )
    op.create_table(
        "theme_focus",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("theme_id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "month BETWEEN 190001 AND 299912", name=op.f("ck_theme_focus_month_written")
        ),
        _reference("theme_focus", "area_id", "area.id"),
        _reference("theme_focus", "theme_id", "grid_theme.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_focus")),
        sa.UniqueConstraint("month", "area_id", name=op.f("uq_theme_focus_month_area_id")),
    )
    op.create_table(
        "star_line",
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=True),
        sa.Column("grid_id", ROW_ID, nullable=True),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("unit_id", ROW_ID, nullable=False),
        sa.Column("total_milli", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("line_level", sa.BigInteger(), nullable=False),
        sa.Column("share_level", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("before_level", sa.BigInteger(), nullable=False),
        sa.Column("at_line", sa.Boolean(), nullable=False),
        sa.Column("held", sa.String(length=80), nullable=False),
        sa.Column(
            "left_out", _code("left_out", "no_result", "too_few_months", "other"), nullable=True
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "left_out IS NULL OR level = 0", name=op.f("ck_star_line_left_out_without")
        ),
        sa.CheckConstraint(
            (
                "line_level BETWEEN 0 AND 5 AND share_level BETWEEN 0 AND 5 AND level "
                "BETWEEN 0 AND 5 AND before_level BETWEEN 0 AND 5"
            ),
            name=op.f("ck_star_line_levels"),
        ),
        sa.CheckConstraint(
            "level <= line_level AND share_level <= line_level",
            name=op.f("ck_star_line_never_above"),
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (grid_id IS NULL)", name=op.f("ck_star_line_one_subject")
        ),
        sa.CheckConstraint(
            "left_out IS NOT NULL OR total_milli IS NOT NULL",
            name=op.f("ck_star_line_total_or_why"),
        ),
        _reference("star_line", "run_id", "star_run.id"),
        _reference("star_line", "person_id", "person.id"),
        _reference("star_line", "grid_id", "area.id"),
        _reference("star_line", "area_id", "area.id"),
        _reference("star_line", "unit_id", "area.id"),
        sa.PrimaryKeyConstraint("run_id", "seq", name=op.f("pk_star_line")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_star_line_grid", "star_line", ["grid_id"], unique=False)
    op.create_index("ix_star_line_person", "star_line", ["person_id"], unique=False)
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
