"""Register printing: runs and their sheets; list certificates in the order of their numbers."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger, append_only

revision = "0006"
down_revision = "0005"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
REASONS = ("jam", "stained", "misaligned", "lost", "not_printed", "other")

GUARDS = (
    *append_only("print_run"),
    AtMostOne("ux_print_sheet_one_counts", "print_sheet", ("certificate_id",), "state <> 'void'"),
    Trigger("print_sheet_keeps_delete", "print_sheet", "DELETE"),
    Trigger(
        "print_sheet_in_turn",
        "print_sheet",
        "INSERT",
        "NEW.turn > 1 AND NOT EXISTS (SELECT 1 FROM print_sheet AS earlier WHERE "
        "earlier.certificate_id = NEW.certificate_id AND earlier.turn = NEW.turn - 1)",
    ),
    Trigger(
        "print_sheet_in_force",
        "print_sheet",
        "INSERT",
        "EXISTS (SELECT 1 FROM certificate WHERE certificate.id = NEW.certificate_id "
        "AND certificate.state <> 'issued')",
    ),
    Trigger(
        "print_sheet_stays",
        "print_sheet",
        "UPDATE",
        "OLD.run_id IS DISTINCT FROM NEW.run_id OR OLD.pack IS DISTINCT FROM NEW.pack OR "
        "OLD.certificate_id IS DISTINCT FROM NEW.certificate_id OR OLD.turn IS DISTINCT FROM "
        "NEW.turn OR OLD.reason IS DISTINCT FROM NEW.reason OR OLD.note IS DISTINCT FROM "
        "NEW.note OR OLD.sent_at IS DISTINCT FROM NEW.sent_at OR OLD.sent_by IS DISTINCT FROM "
        "NEW.sent_by OR (OLD.state = 'void' AND (OLD.state IS DISTINCT FROM NEW.state OR "
        "OLD.void_reason IS DISTINCT FROM NEW.void_reason OR OLD.void_at IS DISTINCT FROM "
        "NEW.void_at OR OLD.void_by IS DISTINCT FROM NEW.void_by)) OR (OLD.state = 'confirmed' "
        "AND NEW.state = 'sent') OR (OLD.taken_back_at IS NOT NULL AND (OLD.taken_back_at IS "
        "DISTINCT FROM NEW.taken_back_at OR OLD.taken_back_by IS DISTINCT FROM "
        "NEW.taken_back_by))",
    ),
)


def upgrade() -> None:
    op.drop_index("ix_certificate_batch", table_name="certificate")
    op.create_index(
        "ix_certificate_in_order", "certificate", ["batch", "series_id", "serial", "copy_no"]
    )
    op.create_table(
        "print_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("printer", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("shift_x", sa.BigInteger(), nullable=False),
        sa.Column("shift_y", sa.BigInteger(), nullable=False),
        sa.Column("scale", sa.BigInteger(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("printer <> '' AND batch <> ''", name=op.f("ck_print_run_named")),
        sa.CheckConstraint("scale BETWEEN 500 AND 2000", name=op.f("ck_print_run_scale_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
    )
    op.create_table(
        "print_sheet",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("pack", sa.BigInteger(), nullable=False),
        sa.Column("certificate_id", ROW_ID, nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("reason", _codes("reason", REASONS), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", _codes("state", ("sent", "confirmed", "void")), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("sent_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("void_reason", _codes("void_reason", REASONS), nullable=True),
        sa.Column("void_at", TIME, nullable=True),
        sa.Column("void_by", sa.String(length=80), nullable=True),
        sa.Column("taken_back_at", TIME, nullable=True),
        sa.Column("taken_back_by", sa.String(length=80), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("turn >= 1 AND pack >= 1", name=op.f("ck_print_sheet_counted_from_one")),
        sa.CheckConstraint(
            "turn = 1 OR reason IS NOT NULL", name=op.f("ck_print_sheet_again_with_reason")
        ),
        sa.CheckConstraint(
            "reason IS NULL OR reason <> 'other' OR (note IS NOT NULL AND note <> '')",
            name=op.f("ck_print_sheet_other_told"),
        ),
        sa.CheckConstraint(
            "(state = 'void') = (void_reason IS NOT NULL)", name=op.f("ck_print_sheet_void_why")
        ),
        sa.CheckConstraint(
            "(state = 'void') = (void_at IS NOT NULL)", name=op.f("ck_print_sheet_void_when")
        ),
        sa.CheckConstraint(
            "(void_at IS NULL) = (void_by IS NULL)", name=op.f("ck_print_sheet_void_by_whom")
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR confirmed_at IS NOT NULL",
            name=op.f("ck_print_sheet_confirmed_when"),
        ),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR (taken_back_by IS NOT NULL AND void_reason IS NOT NULL "
            "AND void_reason NOT IN ('lost', 'not_printed'))",
            name=op.f("ck_print_sheet_taken_back_paper"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_print_sheet_certificate_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["print_run.id"], name=op.f("fk_print_sheet_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_sheet")),
        sa.UniqueConstraint(
            "certificate_id", "turn", name=op.f("uq_print_sheet_certificate_id_turn")
        ),
    )
    op.create_index("ix_print_sheet_run_id_pack", "print_sheet", ["run_id", "pack"])
    dialect = op.get_bind().dialect.name
    for each in GUARDS:
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)


def _codes(name: str, codes: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)
