"""Date kind and households of grids, and add what stands behind them.

A grid gets one row for the time of its area: what it had before nobody dated. A row whose hash
does not fit keeps the wrong one, so that damage of before is still seen.
"""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.base import row_hash
from hrgrid.storage.triggers import NoOverlap, append_only

revision = "0009"
down_revision = "0008"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_ORDER = "valid_to IS NULL OR valid_to > valid_from"
OR_TAKEN_BACK = "valid_to IS NULL OR valid_to >= valid_from"
# What was taken back holds on no day: its time is empty and runs into no other.
LASTS = "({row}.valid_to IS NULL OR {row}.valid_to > {row}.valid_from)"
BODIES = ("party_branch", "police_grid", "station")
TERMS = ("grid", "person", "posts", "hours", "duties", "demands", "standard", "rewards")
KINDS = ("general", "dedicated")

GUARDS = {
    "grid": (NoOverlap("ex_grid_one_at_a_time", "grid", ("area_id",), LASTS),),
    "grid_term": (
        NoOverlap("ex_grid_term_one_at_a_time", "grid_term", ("area_id", "kind"), LASTS),
    ),
    "grid_body_stand": (
        NoOverlap("ex_grid_body_stand_one_at_a_time", "grid_body_stand", ("body_id",)),
    ),
    "grid_body_reach": (
        NoOverlap(
            "ex_grid_body_reach_one_of_a_kind", "grid_body_reach", ("area_id", "kind"), LASTS
        ),
    ),
    "station_check": append_only("station_check"),
}

# The table as it was, to see whether its rows are what was written.
BEFORE = sa.table(
    "grid",
    sa.column("area_id", sa.BigInteger()),
    sa.column("kind", sa.String()),
    sa.column("households", sa.BigInteger()),
    sa.column("requires_full_time", sa.Boolean()),
    sa.column("row_hash", sa.BigInteger()),
    sa.column("version", sa.BigInteger()),
)
AREA = sa.table(
    "area",
    sa.column("id", sa.BigInteger()),
    sa.column("valid_from", sa.Date()),
    sa.column("valid_to", sa.Date()),
)


def upgrade() -> None:
    _date_grids()
    _terms()
    _bodies()
    _volunteers()
    dialect = op.get_bind().dialect.name
    for guards in GUARDS.values():
        for each in guards:
            for statement in each.statements(dialect):
                op.get_bind().exec_driver_sql(statement)


def _id() -> sa.Column:
    return sa.Column("id", ROW_ID, nullable=False)


def _span() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
    )


def _kept() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )


def _code(name: str, codes: tuple[str, ...]) -> sa.Column:
    kind = sa.Enum(*codes, name=name, native_enum=False, create_constraint=True)
    return sa.Column(name, kind, nullable=False)


def _area(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f(f"fk_{table}_area_id"))


def _in_order(table: str) -> sa.CheckConstraint:
    order = OR_TAKEN_BACK if table in {"grid", "grid_term", "grid_body_reach"} else IN_ORDER
    return sa.CheckConstraint(order, name=op.f(f"ck_{table}_dates_in_order"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _date_grids() -> None:
    rows = _dated_rows()
    op.drop_table("grid")
    made = op.create_table(
        "grid",
        _id(),
        sa.Column("area_id", ROW_ID, nullable=False),
        _code("kind", KINDS),
        sa.Column("households", sa.BigInteger(), nullable=True),
        sa.Column("requires_full_time", sa.Boolean(), nullable=False),
        *_span(),
        *_kept(),
        sa.CheckConstraint("households >= 0", name=op.f("ck_grid_households_not_negative")),
        _in_order("grid"),
        _area("grid"),
        _primary("grid"),
    )
    op.create_index("ix_grid_area", "grid", ["area_id", "valid_from"], unique=False)
    if rows:
        op.bulk_insert(made, rows)


def _dated_rows() -> list[dict[str, object]]:
    """Every grid with the days of its area, hashed as the program hashes it."""
    metadata = sa.MetaData()
    hashed = ("area_id", "kind", "households", "requires_full_time")
    before = sa.Table("before", metadata, *map(sa.Column, (*hashed, "row_hash")))
    dates = ("valid_from", "valid_to")
    after = sa.Table("after", metadata, *map(sa.Column, (*hashed, *dates, "row_hash")))
    query = sa.select(BEFORE, AREA.c.valid_from, AREA.c.valid_to).join(
        AREA, AREA.c.id == BEFORE.c.area_id
    )
    found = []
    for kept in op.get_bind().execute(query.order_by(BEFORE.c.area_id)).mappings():
        row = dict(kept)
        is_whole = row_hash(before, row) == row["row_hash"]
        if is_whole:
            row["row_hash"] = row_hash(after, row)
        found.append(row)
    return found


def _terms() -> None:
    op.create_table(
        "grid_term",
        _id(),
        sa.Column("area_id", ROW_ID, nullable=False),
        _code("kind", TERMS),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        *_span(),
        *_kept(),
        sa.CheckConstraint("text <> ''", name=op.f("ck_grid_term_text_given")),
        sa.CheckConstraint(
            "kind NOT IN ('person', 'posts')", name=op.f("ck_grid_term_not_derived")
        ),
        _in_order("grid_term"),
        _area("grid_term"),
        _primary("grid_term"),
    )
    columns = ["area_id", "kind", "valid_from"]
    op.create_index("ix_grid_term_area", "grid_term", columns, unique=False)


def _bodies() -> None:
    op.create_table(
        "grid_body",
        _id(),
        _code("kind", BODIES),
        sa.Column("area_id", ROW_ID, nullable=False),
        *_span(),
        *_kept(),
        sa.UniqueConstraint("id", "kind", name=op.f("uq_grid_body_id_kind")),
        _in_order("grid_body"),
        _area("grid_body"),
        _primary("grid_body"),
    )
    op.create_index("ix_grid_body_area", "grid_body", ["area_id"], unique=False)
    name = "grid_body_stand"
    op.create_table(
        name,
        _id(),
        sa.Column("body_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("leader_id", ROW_ID, nullable=True),
        sa.Column("leader", sa.String(length=40), nullable=False),
        sa.Column("bureau_id", ROW_ID, nullable=True),
        sa.Column("place_words", sa.String(length=120), nullable=False),
        sa.Column("duty_telephone", sa.String(length=40), nullable=False),
        *_span(),
        *_kept(),
        sa.CheckConstraint("name <> ''", name=op.f("ck_grid_body_stand_name_given")),
        sa.CheckConstraint(
            "leader_id IS NULL OR leader = ''", name=op.f("ck_grid_body_stand_one_leader")
        ),
        _in_order(name),
        *(
            sa.ForeignKeyConstraint([column], [there], name=op.f(f"fk_{name}_{column}"))
            for column, there in (
                ("body_id", "grid_body.id"),
                ("leader_id", "person.id"),
                ("bureau_id", "bureau.id"),
            )
        ),
        _primary(name),
    )
    op.create_index("ix_grid_body_stand_body", name, ["body_id", "valid_from"], unique=False)
    name = "grid_body_reach"
    op.create_table(
        name,
        _id(),
        sa.Column("body_id", ROW_ID, nullable=False),
        _code("kind", BODIES),
        sa.Column("area_id", ROW_ID, nullable=False),
        *_span(),
        *_kept(),
        _in_order(name),
        sa.ForeignKeyConstraint(
            ["body_id", "kind"],
            ["grid_body.id", "grid_body.kind"],
            name=op.f(f"fk_{name}_body_id_kind"),
        ),
        _area(name),
        _primary(name),
    )
    op.create_index("ix_grid_body_reach_area", name, ["area_id", "valid_from"], unique=False)
    op.create_index("ix_grid_body_reach_body", name, ["body_id"], unique=False)
    name = "station_check"
    op.create_table(
        name,
        _id(),
        sa.Column("body_id", ROW_ID, nullable=False),
        sa.Column("item", sa.String(length=30), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("item <> ''", name=op.f("ck_station_check_item_given")),
        sa.CheckConstraint("checked_by <> ''", name=op.f("ck_station_check_checker_given")),
        sa.ForeignKeyConstraint(["body_id"], ["grid_body.id"], name=op.f(f"fk_{name}_body_id")),
        _primary(name),
    )
    op.create_index("ix_station_check_body", name, ["body_id", "checked_on"], unique=False)


def _volunteers() -> None:
    op.create_table(
        "volunteer_kind",
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("sort", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["role"], ["post_role.code"], name=op.f("fk_volunteer_kind_role")),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_volunteer_kind")),
    )
    op.create_table(
        "volunteer_count",
        _id(),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        *_kept(),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_volunteer_count_heads_not_negative")),
        _area("volunteer_count"),
        sa.ForeignKeyConstraint(
            ["role"], ["volunteer_kind.role"], name=op.f("fk_volunteer_count_role")
        ),
        _primary("volunteer_count"),
        sa.UniqueConstraint(
            "area_id",
            "role",
            "counted_on",
            name=op.f("uq_volunteer_count_area_id_role_counted_on"),
        ),
    )
