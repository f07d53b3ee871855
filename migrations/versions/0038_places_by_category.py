"""Keep the places of a district per role and kind of unit."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger, append_only

revision = "0038"
down_revision = "0037"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATE = "(SELECT state FROM campaign WHERE campaign.id = {}.campaign_id)"

GUARDS = (
    Trigger(
        "category_weight_frozen_insert",
        "category_weight",
        "INSERT",
        f"{STATE.format('NEW')} <> 'draft'",
    ),
    Trigger(
        "category_weight_frozen_delete",
        "category_weight",
        "DELETE",
        f"{STATE.format('OLD')} <> 'draft'",
    ),
    Trigger("category_weight_keeps_update", "category_weight", "UPDATE"),
    *append_only("category_quota"),
    Trigger(
        "category_quota_within_insert",
        "category_quota",
        "INSERT",
        "NEW.places + (SELECT coalesce(sum(category_quota.places), 0) FROM category_quota "
        "WHERE category_quota.run_id = NEW.run_id AND category_quota.area_id = NEW.area_id) > "
        "(SELECT district_quota.places FROM district_quota "
        "WHERE district_quota.run_id = NEW.run_id AND district_quota.area_id = NEW.area_id)",
    ),
)


def upgrade() -> None:
    op.create_table(
        "category_weight",
        sa.Column("campaign_id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("eligible >= 0", name=op.f("ck_category_weight_eligible_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_category_weight_area_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_category_weight_campaign_id")
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "area_id", "category", name=op.f("pk_category_weight")
        ),
    )
    op.create_table(
        "category_quota",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_category_quota_places_not_negative")),
        sa.ForeignKeyConstraint(
            ["run_id", "area_id"],
            ["district_quota.run_id", "district_quota.area_id"],
            name=op.f("fk_category_quota_run_id_area_id"),
        ),
        sa.PrimaryKeyConstraint("run_id", "area_id", "category", name=op.f("pk_category_quota")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
