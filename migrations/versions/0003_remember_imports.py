"""Remember imports: what was read, what it did, and which columns headings meant."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger, append_only

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

TRIGGERS = (
    Trigger("import_job_keeps_delete", "import_job", "DELETE"),
    Trigger("import_job_undone_once", "import_job", "UPDATE", "OLD.undone_at IS NOT NULL"),
    *append_only("import_file"),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table(
        "heading_memory",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("used_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_heading_memory")),
    )
    op.create_table(
        "import_job",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("new_count", sa.BigInteger(), nullable=False),
        sa.Column("changed_count", sa.BigInteger(), nullable=False),
        sa.Column("unchanged_count", sa.BigInteger(), nullable=False),
        sa.Column("refused_count", sa.BigInteger(), nullable=False),
        sa.Column("undo_data", sa.Text(), nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "row_count >= 0 AND new_count >= 0 AND changed_count >= 0 AND unchanged_count >= 0 "
            "AND refused_count >= 0",
            name=op.f("ck_import_job_counts_not_negative"),
        ),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by = '')", name=op.f("ck_import_job_undone_by_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
        sa.UniqueConstraint("operation_id", name=op.f("uq_import_job_operation_id")),
    )
    op.create_index("ix_import_job_at", "import_job", ["at"], unique=False)
    op.create_table(
        "import_file",
        sa.Column("job_id", ROW_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["import_job.id"], name=op.f("fk_import_file_job_id")),
        sa.PrimaryKeyConstraint("job_id", "sha256", name=op.f("pk_import_file")),
    )
    op.create_index(op.f("ix_import_file_sha256"), "import_file", ["sha256"], unique=False)
    for trigger in TRIGGERS:
        for statement in trigger.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
