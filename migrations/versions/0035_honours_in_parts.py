"""Corrections of honours; who was objected to is not decided, who was decided stays on the list."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger, append_only

revision = "0035"
down_revision = "0034"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

GUARDS = (
    *append_only("honour_correction"),
    Trigger(
        "honour_correction_of_decided",
        "honour_correction",
        "INSERT",
        "EXISTS (SELECT 1 FROM honour_grant WHERE honour_grant.id = NEW.grant_id "
        "AND honour_grant.state <> 'decided')",
    ),
    Trigger(
        "honour_grant_unopposed",
        "honour_grant",
        "UPDATE",
        "OLD.state = 'proposed' AND NEW.state = 'decided' AND EXISTS ("
        "SELECT 1 FROM objection JOIN notice_entry ON notice_entry.id = objection.entry_id "
        "JOIN notice ON notice.id = objection.notice_id "
        "JOIN nomination ON notice_entry.target = 'nomination:' || nomination.id "
        "WHERE notice.subject = 'honours:' || NEW.campaign_id "
        "AND nomination.campaign_id = NEW.campaign_id AND nomination.tier = NEW.tier "
        "AND nomination.person_id = NEW.person_id "
        "AND (objection.state IN ('filed', 'accepted', 'investigating') "
        "OR objection.upheld = TRUE))",
    ),
    Trigger(
        "nomination_honoured",
        "nomination",
        "UPDATE",
        "OLD.removal IS NULL AND NEW.removal IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM honour_grant WHERE honour_grant.campaign_id = NEW.campaign_id "
        "AND honour_grant.person_id = NEW.person_id AND honour_grant.tier = NEW.tier "
        "AND honour_grant.state = 'decided')",
    ),
)


def upgrade() -> None:
    op.create_table(
        "honour_correction",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("grant_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name_before", sa.String(length=40), nullable=False),
        sa.Column("name_after", sa.String(length=40), nullable=False),
        sa.Column("unit_before", sa.String(length=120), nullable=False),
        sa.Column("unit_after", sa.String(length=120), nullable=False),
        sa.Column("post_before", sa.String(length=80), nullable=False),
        sa.Column("post_after", sa.String(length=80), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "document_no <> '' AND reason <> ''",
            name=op.f("ck_honour_correction_document_with_reason"),
        ),
        sa.CheckConstraint("name_after <> ''", name=op.f("ck_honour_correction_name_given")),
        sa.CheckConstraint(
            "name_before <> name_after OR unit_before <> unit_after OR post_before <> post_after",
            name=op.f("ck_honour_correction_differs"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_honour_correction_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["honour_grant.id"], name=op.f("fk_honour_correction_grant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_correction")),
        sa.UniqueConstraint("grant_id", "seq", name=op.f("uq_honour_correction_grant_id_seq")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
