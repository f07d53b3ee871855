"""Keep filters of lists under a name: own ones, and those shared with the office."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("owner_id", ROW_ID, nullable=False),
        sa.Column("list_name", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_saved_filter_label_given")),
        sa.CheckConstraint("conditions <> ''", name=op.f("ck_saved_filter_conditions_given")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["operator.id"], name=op.f("fk_saved_filter_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint(
            "owner_id",
            "list_name",
            "label",
            name=op.f("uq_saved_filter_owner_id_list_name_label"),
        ),
    )
    op.create_index("ix_saved_filter_list", "saved_filter", ["list_name", "shared"], unique=False)
