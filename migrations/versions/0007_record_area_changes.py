"""Record what happens to areas: changes by day and paper, and what of an area went where.

Names and parents that changed before have no such row; their dates stand in area_stand. Stand-ins
get what they earn; those of before are left open.
"""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.triggers import NoOverlap, Trigger, append_only

revision = "0007"
down_revision = "0006"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ITEMS = "SELECT 1 FROM area_change_item AS item WHERE item.change_id = NEW.id"

GUARDS = (
    *append_only("area_change"),
    Trigger("area_change_has_items", "area_change", "INSERT", f"NOT EXISTS ({ITEMS})"),
    Trigger(
        "area_change_shares_whole",
        "area_change",
        "INSERT",
        f"EXISTS ({ITEMS} AND item.from_area_id IS NOT NULL "
        "GROUP BY item.from_area_id HAVING SUM(item.share_bp) <> 10000)",
    ),
    *append_only("area_change_item"),
    Trigger(
        "area_change_item_in_time",
        "area_change_item",
        "INSERT",
        "EXISTS (SELECT 1 FROM area_change AS done WHERE done.id = NEW.change_id)",
    ),
)

STAND_IN = NoOverlap("ex_stand_in_one_a_grid", "stand_in", ("area_id",))
PAY = (
    sa.Column(
        "pay_effect",
        sa.Enum("none", "allowance", name="pay_effect", native_enum=False, create_constraint=False),
        nullable=True,
    ),
    sa.Column("allowance_fen", sa.BigInteger(), nullable=True),
)
CHECKS = {
    "ck_stand_in_pay_effect": "pay_effect IN ('none', 'allowance')",
    "ck_stand_in_allowance_given": (
        "(pay_effect IS NOT NULL AND pay_effect = 'allowance') = (allowance_fen IS NOT NULL)"
    ),
    "ck_stand_in_allowance_positive": "allowance_fen > 0",
}


def upgrade() -> None:
    op.create_table(
        "area_change",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "create",
                "split",
                "merge",
                "rename",
                "move",
                "close",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reason <> '' OR kind IN ('create', 'rename', 'move')",
            name=op.f("ck_area_change_reason_given"),
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_area_change_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_change")),
    )
    op.create_index(
        op.f("ix_area_change_effective_on"), "area_change", ["effective_on"], unique=False
    )
    op.create_table(
        "area_change_item",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("change_id", ROW_ID, nullable=False),
        sa.Column("from_area_id", ROW_ID, nullable=True),
        sa.Column("to_area_id", ROW_ID, nullable=True),
        sa.Column("share_bp", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "from_area_id IS NOT NULL OR to_area_id IS NOT NULL",
            name=op.f("ck_area_change_item_from_or_to"),
        ),
        sa.CheckConstraint(
            "from_area_id IS NOT NULL OR share_bp = 10000",
            name=op.f("ck_area_change_item_new_is_whole"),
        ),
        sa.CheckConstraint(
            "share_bp BETWEEN 1 AND 10000", name=op.f("ck_area_change_item_share_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["area_change.id"],
            name=op.f("fk_area_change_item_change_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["from_area_id"], ["area.id"], name=op.f("fk_area_change_item_from_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_area_id"], ["area.id"], name=op.f("fk_area_change_item_to_area_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_change_item")),
        sa.UniqueConstraint(
            "change_id",
            "from_area_id",
            "to_area_id",
            name=op.f("uq_area_change_item_change_id_from_area_id_to_area_id"),
        ),
    )
    for column in ("from", "to"):
        op.create_index(
            f"ix_area_change_item_{column}", "area_change_item", [f"{column}_area_id"], unique=False
        )
    dialect = op.get_bind().dialect.name
    for each in GUARDS:
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
    _pay_stand_ins(dialect)


def _pay_stand_ins(dialect: str) -> None:
    if dialect == "postgresql":
        for column in PAY:
            op.add_column("stand_in", column)
        for name, condition in CHECKS.items():
            op.create_check_constraint(op.f(name), "stand_in", condition)
        return
    # SQLite adds no constraint to a table: it is made anew, and its triggers with it.
    kept = (
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("area_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )
    names = ", ".join(column.name for column in kept)
    op.create_table(
        "stand_in_new",
        *kept,
        *PAY,
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_stand_in_dates_in_order")
        ),
        *(sa.CheckConstraint(rule, name=op.f(name)) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_stand_in_area_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.execute(f"INSERT INTO stand_in_new ({names}) SELECT {names} FROM stand_in")  # noqa: S608 - our names
    op.drop_table("stand_in")
    op.rename_table("stand_in_new", "stand_in")
    op.create_index("ix_stand_in_area", "stand_in", ["area_id", "valid_from"], unique=False)
    for statement in STAND_IN.statements(dialect):
        op.get_bind().exec_driver_sql(statement)
