"""Let contents of attachments go where the law wants it, with a row that says so."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger, append_only

revision = "0016"
down_revision = "0015"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LOOSENED = {
    "attachment": (
        "NOT EXISTS (SELECT 1 FROM attachment_erasure "
        "WHERE sha256 = OLD.sha256 AND erased_at >= OLD.added_at)"
    ),
    "attachment_content": (
        "NOT EXISTS (SELECT 1 FROM attachment_erasure WHERE sha256 = OLD.sha256)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "attachment_erasure",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_attachment_erasure_reason_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_erasure")),
    )
    op.create_index("ix_attachment_erasure_sha256", "attachment_erasure", ["sha256"], unique=False)
    dialect = op.get_bind().dialect.name
    for each in append_only("attachment_erasure"):
        _run(each, dialect)
    for table, unknown in LOOSENED.items():
        name = f"{table}_keeps_delete"
        if dialect == "postgresql":
            op.get_bind().exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
            op.get_bind().exec_driver_sql(f"DROP FUNCTION {name}()")
        else:
            op.get_bind().exec_driver_sql(f"DROP TRIGGER {name}")
        _run(Trigger(name, table, "DELETE", unknown), dialect)


def _run(each: Trigger, dialect: str) -> None:
    for statement in each.statements(dialect):
        op.get_bind().exec_driver_sql(statement)
