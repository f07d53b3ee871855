"""Keep what units were asked for and what came back."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0022"
down_revision = "0021"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    AtMostOne("ux_collection_one_open", "collection", ("kind", "subject"), "state = 'open'"),
    Trigger("collection_keeps_delete", "collection", "DELETE"),
    Trigger("collection_ended_stays", "collection", "UPDATE", "OLD.state <> 'open'"),
    AtMostOne(
        "ux_collection_sheet_one_current",
        "collection_sheet",
        ("collection_id", "unit_path"),
        "state <> 'replaced'",
    ),
    Trigger("collection_sheet_keeps_delete", "collection_sheet", "DELETE"),
    Trigger(
        "collection_sheet_stays_update",
        "collection_sheet",
        "UPDATE",
        (
            "OLD.uid <> NEW.uid OR OLD.content <> NEW.content OR OLD.edition <> "
            "NEW.edition OR OLD.unit_path <> NEW.unit_path OR OLD.collection_id <> "
            "NEW.collection_id"
        ),
    ),
    Trigger("collection_return_keeps_delete", "collection_return", "DELETE"),
    Trigger(
        "collection_return_stays_update",
        "collection_return",
        "UPDATE",
        (
            "OLD.content <> NEW.content OR OLD.file_sha256 <> NEW.file_sha256 OR "
            "OLD.sheet_id <> NEW.sheet_id OR OLD.number <> NEW.number"
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "kind", _code("kind", "assessment", "roster", "enrolment", "nomination"), nullable=False
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("area_path", sa.String(length=400), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _code("state", "open", "closed", "cancelled"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR end_reason <> ''", name=op.f("ck_collection_cancelled_why")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by = '')", name=op.f("ck_collection_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL)", name=op.f("ck_collection_ended_some_day")
        ),
        sa.CheckConstraint("title <> '' AND subject <> ''", name=op.f("ck_collection_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    op.create_index("ix_collection_subject", "collection", ["subject"], unique=False)
    op.create_table(
        "collection_sheet",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("collection_id", ROW_ID, nullable=False),
        sa.Column("unit_path", sa.String(length=400), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            _code("state", "out", "returned", "merged", "excused", "replaced"),
            nullable=False,
        ),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "edition >= 1 AND row_count >= 0", name=op.f("ck_collection_sheet_counts_sound")
        ),
        sa.CheckConstraint(
            "state <> 'excused' OR note <> ''", name=op.f("ck_collection_sheet_excused_why")
        ),
        _reference("collection_sheet", "collection_id", "collection.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_sheet")),
        sa.UniqueConstraint("uid", name=op.f("uq_collection_sheet_uid")),
        sa.UniqueConstraint(
            "collection_id",
            "unit_path",
            "edition",
            name=op.f("uq_collection_sheet_collection_id_unit_path_edition"),
        ),
    )
    op.create_table(
        "collection_return",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_by", sa.String(length=80), nullable=False),
        sa.Column("import_operation", sa.String(length=64), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(merged_at IS NULL) = (merged_by = '')",
            name=op.f("ck_collection_return_merged_by_somebody"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_collection_return_number_from_one")),
        _reference("collection_return", "sheet_id", "collection_sheet.id"),
        _reference("collection_return", "import_operation", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_return")),
        sa.UniqueConstraint(
            "sheet_id", "number", name=op.f("uq_collection_return_sheet_id_number")
        ),
    )
    op.create_index(
        "ix_collection_return_file_sha256", "collection_return", ["file_sha256"], unique=False
    )
    op.create_index(
        "ix_collection_return_import_operation",
        "collection_return",
        ["import_operation"],
        unique=False,
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
