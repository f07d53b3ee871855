"""Register the public boards of grids: their texts, consents to numbers on them, each board."""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger

revision = "0011"
down_revision = "0010"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _differ(*names: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


GUARDS = (
    AtMostOne(
        "ux_phone_consent_one_open",
        "phone_consent",
        ("person_id", "purpose"),
        "withdrawn_on IS NULL",
    ),
    Trigger("phone_consent_keeps_delete", "phone_consent", "DELETE"),
    Trigger(
        "phone_consent_stays",
        "phone_consent",
        "UPDATE",
        _differ("person_id", "purpose", "given_on", "document", "made_at", "made_by")
        + " OR (OLD.scan_sha256 IS NOT NULL AND ("
        + _differ("scan_sha256")
        + ")) OR (OLD.withdrawn_on IS NOT NULL AND ("
        + _differ("withdrawn_on")
        + "))",
    ),
    NoOverlap("ex_board_words_one_at_a_time", "board_words", ("area_id", "kind")),
    Trigger("grid_board_keeps_delete", "grid_board", "DELETE"),
    Trigger(
        "grid_board_stays",
        "grid_board",
        "UPDATE",
        _differ(
            "area_id",
            "board_size",
            "edition",
            "copies",
            "as_of",
            "says",
            "sha256",
            "issued_at",
            "issued_by",
        ),
    ),
)


def _code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "phone_consent",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("purpose", _code("purpose", "board"), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("document <> ''", name=op.f("ck_phone_consent_document_given")),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on",
            name=op.f("ck_phone_consent_withdrawn_afterwards"),
        ),
        _reference("phone_consent", "person_id", "person.id"),
        _reference("phone_consent", "scan_sha256", "attachment.sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_consent")),
    )
    op.create_index(
        "ix_phone_consent_person", "phone_consent", ["person_id", "given_on"], unique=False
    )
    op.create_table(
        "board_words",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            _code("kind", "scope", "duty_phone", "station_phone", "oversight", "duties", "promise"),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_board_words_dates_in_order")
        ),
        sa.CheckConstraint("value <> ''", name=op.f("ck_board_words_value_given")),
        _reference("board_words", "area_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_words")),
    )
    op.create_index("ix_board_words_area", "board_words", ["area_id", "valid_from"], unique=False)
    op.create_table(
        "grid_board",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("board_size", _code("board_size", "a4", "a3", "poster"), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("copies", sa.BigInteger(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=80), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.String(length=80), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(removed_on IS NULL) = (removed_by IS NULL)",
            name=op.f("ck_grid_board_removed_by_whom"),
        ),
        sa.CheckConstraint(
            "edition >= 1 AND copies >= 1", name=op.f("ck_grid_board_counted_from_one")
        ),
        _reference("grid_board", "area_id", "area.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_board")),
        sa.UniqueConstraint(
            "area_id",
            "board_size",
            "edition",
            name=op.f("uq_grid_board_area_id_board_size_edition"),
        ),
    )
    for each in GUARDS:
        for statement in each.statements(op.get_bind().dialect.name):
            op.get_bind().exec_driver_sql(statement)
