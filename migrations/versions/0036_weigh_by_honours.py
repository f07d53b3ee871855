"""Count the honours of the year before by district, beside the counts that share places."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger

revision = "0036"
down_revision = "0035"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATE = "(SELECT state FROM campaign WHERE campaign.id = {})"

GUARDS = (
    Trigger(
        "district_honours_frozen_insert",
        "district_honours",
        "INSERT",
        f"{STATE.format('NEW.campaign_id')} <> 'draft'",
    ),
    Trigger(
        "district_honours_frozen_delete",
        "district_honours",
        "DELETE",
        f"{STATE.format('OLD.campaign_id')} <> 'draft'",
    ),
    Trigger("district_honours_keeps_update", "district_honours", "UPDATE"),
    Trigger(
        "district_honours_of_decided",
        "district_honours",
        "INSERT",
        f"{STATE.format('NEW.from_campaign_id')} NOT IN ('decided', 'issued', 'archived')",
    ),
)


def upgrade() -> None:
    op.create_table(
        "district_honours",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("honoured", sa.BigInteger(), nullable=False),
        sa.Column("from_campaign_id", ROW_ID, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("honoured > 0", name=op.f("ck_district_honours_honoured_positive")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_district_honours_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_district_honours_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_campaign_id"], ["campaign.id"], name=op.f("fk_district_honours_from_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "area_id", name=op.f("pk_district_honours")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
