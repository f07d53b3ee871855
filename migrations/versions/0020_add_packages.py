"""Add packages: work that goes to another computer and comes back."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger

revision = "0020"
down_revision = "0019"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")

GUARDS = (
    Trigger("package_keeps_delete", "package", "DELETE"),
    Trigger(
        "package_stays_update",
        "package",
        "UPDATE",
        (
            "OLD.uid <> NEW.uid OR OLD.direction <> NEW.direction OR OLD.subject <> "
            "NEW.subject OR OLD.parts <> NEW.parts OR OLD.office_code <> "
            "NEW.office_code OR OLD.copy_uid <> NEW.copy_uid OR OLD.token <> NEW.token "
            "OR OLD.content_sha256 <> NEW.content_sha256 OR OLD.content <> NEW.content"
        ),
    ),
    Trigger("package_return_keeps_update", "package_return", "UPDATE"),
    Trigger("package_return_keeps_delete", "package_return", "DELETE"),
    Trigger("package_return_keeps_truncate", "package_return", "TRUNCATE"),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "package",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("direction", _code("direction", "out", "in"), nullable=False),
        sa.Column("state", _code("state", "away", "returned", "cancelled"), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("office_code", sa.String(length=36), nullable=False),
        sa.Column("office_name", sa.String(length=80), nullable=False),
        sa.Column("copy_uid", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''", name=op.f("ck_package_cancelled_why")
        ),
        sa.CheckConstraint(
            "(direction = 'in') = (copy_uid <> '')", name=op.f("ck_package_copy_named")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by = '')", name=op.f("ck_package_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'away') = (ended_at IS NULL)", name=op.f("ck_package_ended_some_day")
        ),
        sa.CheckConstraint("title <> '' AND subject <> ''", name=op.f("ck_package_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("uid", name=op.f("uq_package_uid")),
    )
    op.create_index("ix_package_subject", "package", ["subject"], unique=False)
    op.create_table(
        "package_return",
        sa.Column("package_id", ROW_ID, nullable=False),
        sa.Column("copy_uid", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("renamed", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packed_by", sa.String(length=80), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_package_return_edition_from_one")),
        _reference("package_return", "package_id", "package.id"),
        sa.PrimaryKeyConstraint(
            "package_id", "copy_uid", "edition", name=op.f("pk_package_return")
        ),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
