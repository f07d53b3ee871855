"""Remember what was done about duties, and find what falls due by its day."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import append_only

revision = "0012"
down_revision = "0011"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    "contract",
    "second_term",
    "probation",
    "retirement",
    "stand_in",
    "return",
    "honours",
    "office",
)


def upgrade() -> None:
    op.create_table(
        "duty_mark",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "done", "put_off", "open", name="state", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_duty_mark_subject_given")),
        sa.CheckConstraint(
            "(state = 'put_off') = (until IS NOT NULL)", name=op.f("ck_duty_mark_until_given")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_mark")),
    )
    op.create_index("ix_duty_mark_subject", "duty_mark", ["subject", "id"], unique=False)
    op.create_index("ix_engagement_valid_to", "engagement", ["valid_to"], unique=False)
    op.create_index("ix_engagement_probation_to", "engagement", ["probation_to"], unique=False)
    op.create_index("ix_person_birth_date", "person", ["birth_date"], unique=False)
    dialect = op.get_bind().dialect.name
    for each in append_only("duty_mark"):
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
