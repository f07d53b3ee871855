"""Add issued papers: number series, signing keys, certificates."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, Trigger

revision = "0005"
down_revision = "0004"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

GUARDS = (
    AtMostOne(
        "ux_certificate_one_in_force",
        "certificate",
        ("source",),
        "state = 'issued' AND copy_no = 0",
    ),
    Trigger("certificate_keeps_delete", "certificate", "DELETE"),
    Trigger(
        "certificate_issued",
        "certificate",
        "UPDATE",
        (
            "OLD.state <> 'issued' OR OLD.replaces_id IS DISTINCT FROM NEW.replaces_id OR "
            "OLD.series_id <> NEW.series_id OR OLD.serial <> NEW.serial OR OLD.number <> "
            "NEW.number OR OLD.copy_no <> NEW.copy_no OR OLD.batch <> NEW.batch OR "
            "OLD.source <> NEW.source OR OLD.person_name <> NEW.person_name OR OLD.unit <> "
            "NEW.unit OR OLD.with_unit <> NEW.with_unit OR OLD.honour <> NEW.honour OR "
            "OLD.body_text <> NEW.body_text OR OLD.document_no <> NEW.document_no OR "
            "OLD.granted_on <> NEW.granted_on OR OLD.code_text <> NEW.code_text OR "
            "OLD.code_sha256 <> NEW.code_sha256 OR OLD.key_id <> NEW.key_id OR OLD.made_at "
            "<> NEW.made_at OR OLD.made_by <> NEW.made_by"
        ),
    ),
    Trigger("number_series_keeps_delete", "number_series", "DELETE"),
    Trigger(
        "number_series_only_grows",
        "number_series",
        "UPDATE",
        (
            "NEW.next_serial < OLD.next_serial OR OLD.prefix <> NEW.prefix OR OLD.code <> "
            "NEW.code OR OLD.year <> NEW.year OR OLD.width <> NEW.width"
        ),
    ),
    AtMostOne("ux_signing_key_one_in_use", "signing_key", ("algorithm",), "valid_to IS NULL"),
    Trigger("signing_key_keeps_delete", "signing_key", "DELETE"),
    Trigger(
        "signing_key_stays",
        "signing_key",
        "UPDATE",
        (
            "OLD.valid_to IS NOT NULL OR OLD.key_id <> NEW.key_id OR OLD.algorithm <> "
            "NEW.algorithm OR OLD.public_key <> NEW.public_key OR OLD.valid_from <> "
            "NEW.valid_from"
        ),
    ),
)


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("prefix", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("next_serial", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("next_serial >= 1", name=op.f("ck_number_series_next_from_one")),
        sa.CheckConstraint("width BETWEEN 1 AND 9", name=op.f("ck_number_series_width_known")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2100", name=op.f("ck_number_series_year_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "prefix", "code", "year", name=op.f("uq_number_series_prefix_code_year")
        ),
    )
    op.create_table(
        "signing_key",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column(
            "algorithm",
            sa.Enum("ed25519", name="algorithm", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_signing_key_days_in_order")
        ),
        sa.CheckConstraint("key_id <> ''", name=op.f("ck_signing_key_named")),
        sa.CheckConstraint("length(public_key) = 32", name=op.f("ck_signing_key_whole")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("series_id", ROW_ID, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("copy_no", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("person_name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("with_unit", sa.Boolean(), nullable=False),
        sa.Column("honour", sa.String(length=80), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("code_text", sa.Text(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "issued",
                "revoked",
                "replaced",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("replaces_id", ROW_ID, nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("copy_no >= 0", name=op.f("ck_certificate_copy_not_negative")),
        sa.CheckConstraint("document_no <> ''", name=op.f("ck_certificate_has_document")),
        sa.CheckConstraint("person_name <> ''", name=op.f("ck_certificate_has_name")),
        sa.CheckConstraint("source <> '' AND batch <> ''", name=op.f("ck_certificate_has_source")),
        sa.CheckConstraint("number <> '' AND serial >= 1", name=op.f("ck_certificate_numbered")),
        sa.CheckConstraint(
            "revoke_reason IS NULL OR revoke_reason <> ''", name=op.f("ck_certificate_reason_given")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id <> id", name=op.f("ck_certificate_replaces_another")
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoke_reason IS NOT NULL)",
            name=op.f("ck_certificate_revoked_why"),
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["signing_key.key_id"], name=op.f("fk_certificate_key_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["certificate.id"], name=op.f("fk_certificate_replaces_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_certificate_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", "copy_no", name=op.f("uq_certificate_number_copy_no")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_certificate_replaces_id")),
    )
    op.create_index(op.f("ix_certificate_batch"), "certificate", ["batch"], unique=False)
    dialect = op.get_bind().dialect.name
    for each in GUARDS:
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
