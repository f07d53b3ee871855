"""Keep who recommends a nominee, and whether he may be shown in a booklet."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger

revision = "0033"
down_revision = "0032"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _state(row: str) -> str:
    return (
        "(SELECT campaign.state FROM campaign JOIN nomination "  # noqa: S608 - our own names
        f"ON nomination.campaign_id = campaign.id WHERE nomination.id = {row}.nomination_id)"
    )


GUARDS = (
    Trigger(
        "nomination_form_in_time_insert",
        "nomination_form",
        "INSERT",
        f"{_state('NEW')} <> 'nominating' AND (NEW.nominated_by <> 'unit' "
        "OR NEW.recommenders <> '' OR NEW.unit_opinion <> '')",
    ),
    Trigger(
        "nomination_form_in_time_delete",
        "nomination_form",
        "DELETE",
        f"{_state('OLD')} <> 'nominating'",
    ),
    Trigger(
        "nomination_form_in_time_update",
        "nomination_form",
        "UPDATE",
        f"{_state('OLD')} <> 'nominating' AND (OLD.nomination_id <> NEW.nomination_id "
        "OR OLD.nominated_by <> NEW.nominated_by OR OLD.recommenders <> NEW.recommenders "
        "OR OLD.unit_opinion <> NEW.unit_opinion)",
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "nomination_form",
        sa.Column("nomination_id", ROW_ID, nullable=False),
        sa.Column(
            "nominated_by",
            _code("nominated_by", "unit", "self", "group", "citizens"),
            nullable=False,
        ),
        sa.Column("recommenders", sa.Text(), nullable=False),
        sa.Column("unit_opinion", sa.Text(), nullable=False),
        sa.Column(
            "booklet_consent",
            _code("booklet_consent", "unasked", "given", "refused"),
            nullable=False,
        ),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "nominated_by <> 'self' OR unit_opinion <> ''",
            name=op.f("ck_nomination_form_self_has_opinion"),
        ),
        sa.CheckConstraint(
            "nominated_by NOT IN ('group', 'citizens') OR recommenders <> ''",
            name=op.f("ck_nomination_form_recommenders_named"),
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_form_nomination_id")
        ),
        sa.PrimaryKeyConstraint("nomination_id", name=op.f("pk_nomination_form")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
