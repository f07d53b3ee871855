"""Keep the timetable of a campaign, each version whole."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger

revision = "0035"
down_revision = "0034"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

GUARDS = (
    *(
        Trigger(f"{table}_keeps_{event.lower()}", table, event)
        for table in ("campaign_timetable", "campaign_timetable_stage")
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
    Trigger(
        "campaign_timetable_in_time",
        "campaign_timetable",
        "INSERT",
        "(SELECT state FROM campaign WHERE campaign.id = NEW.campaign_id) = 'archived'",
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "campaign_timetable",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR reason <> ''", name=op.f("ck_campaign_timetable_later_has_reason")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_campaign_timetable_number_from_one")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_timetable_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_campaign_timetable")),
    )
    op.create_table(
        "campaign_timetable_stage",
        sa.Column("campaign_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "stage",
            _code(
                "stage",
                "nominating",
                "eligibility",
                "review",
                "meeting",
                "publicity",
                "decision",
                "certificates",
            ),
            nullable=False,
        ),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_by_hand", sa.Boolean(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "days BETWEEN 1 AND 250", name=op.f("ck_campaign_timetable_stage_days_known")
        ),
        sa.CheckConstraint(
            "ends_on >= begins_on", name=op.f("ck_campaign_timetable_stage_ends_after_begin")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id", "number"],
            ["campaign_timetable.campaign_id", "campaign_timetable.number"],
            name=op.f("fk_campaign_timetable_stage_campaign_id_number"),
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "number", "stage", name=op.f("pk_campaign_timetable_stage")
        ),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
