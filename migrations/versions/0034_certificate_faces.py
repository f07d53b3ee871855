"""Templates and faces of certificates, revocation lists, seals used, hand-overs."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import Trigger

revision = "0034"
down_revision = "0033"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLES = (
    "certificate_template",
    "certificate_face",
    "certificate_faced",
    "revocation_list",
    "seal_use",
    "certificate_handover",
)
GUARDS = (
    *(
        Trigger(f"{table}_keeps_{event.lower()}", table, event)
        for table in TABLES
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
    Trigger(
        "certificate_template_in_turn",
        "certificate_template",
        "INSERT",
        "NEW.edition <> 1 + COALESCE((SELECT MAX(before.edition) FROM certificate_template before "
        "WHERE before.purpose = NEW.purpose), 0)",
    ),
    Trigger(
        "revocation_list_in_turn",
        "revocation_list",
        "INSERT",
        "NEW.edition <> 1 + COALESCE((SELECT MAX(before.edition) FROM revocation_list before), 0)",
    ),
    Trigger(
        "certificate_handover_printed",
        "certificate_handover",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM certificate WHERE certificate.id = NEW.certificate_id "
        "AND certificate.state = 'issued') OR NOT EXISTS (SELECT 1 FROM print_sheet "
        "WHERE print_sheet.certificate_id = NEW.certificate_id AND print_sheet.state = "
        "'confirmed')",
    ),
)


def upgrade() -> None:
    op.create_table(
        "certificate_template",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "name <> '' AND purpose <> '' AND content <> ''",
            name=op.f("ck_certificate_template_told"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_template")),
        sa.UniqueConstraint(
            "purpose", "edition", name=op.f("uq_certificate_template_purpose_edition")
        ),
    )
    op.create_table(
        "seal_use",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("copy_count", sa.BigInteger(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("approver_name", sa.String(length=80), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("approver_name <> ''", name=op.f("ck_seal_use_has_approver")),
        sa.CheckConstraint("document_no <> ''", name=op.f("ck_seal_use_has_document")),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_seal_use_has_paper")),
        sa.CheckConstraint("copy_count >= 1", name=op.f("ck_seal_use_copies_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_use")),
    )
    op.create_index("ix_seal_use_used_on", "seal_use", ["used_on"], unique=False)
    op.create_table(
        "certificate_face",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("template_id", ROW_ID, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("content <> ''", name=op.f("ck_certificate_face_told")),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["certificate_template.id"],
            name=op.f("fk_certificate_face_template_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_face")),
        sa.UniqueConstraint("sha256", name=op.f("uq_certificate_face_sha256")),
    )
    op.create_table(
        "revocation_list",
        sa.Column("edition", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("content <> ''", name=op.f("ck_revocation_list_told")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["signing_key.key_id"], name=op.f("fk_revocation_list_key_id")
        ),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_revocation_list")),
    )
    op.create_table(
        "certificate_faced",
        sa.Column("certificate_id", ROW_ID, nullable=False),
        sa.Column("face_id", ROW_ID, nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_faced_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["face_id"], ["certificate_face.id"], name=op.f("fk_certificate_faced_face_id")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_faced")),
    )
    op.create_index("ix_certificate_faced_face_id", "certificate_faced", ["face_id"], unique=False)
    op.create_table(
        "certificate_handover",
        sa.Column("certificate_id", ROW_ID, nullable=False),
        sa.Column("receiver", sa.String(length=80), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("receiver <> ''", name=op.f("ck_certificate_handover_has_receiver")),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_handover_certificate_id"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_handover")),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
