"""Add absences, former values, rules of roles, and notes of deeds that may be taken back.

An area, its name or a stand-in that was taken back holds on no day: its time may be empty.
Offices that have their dictionary of roles get the rules that ship with it.
"""

import sqlalchemy as sa
from alembic import op

from hrgrid.storage.base import row_hash
from hrgrid.storage.triggers import AtMostOne, NoOverlap, Trigger, append_only

revision = "0010"
down_revision = "0009"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LASTS = "({row}.valid_to IS NULL OR {row}.valid_to > {row}.valid_from)"
NOTED = ("kind", "subject_id", "inverse", "operation_id", "noted_at", "noted_by")

GUARDS = (
    NoOverlap("ex_absence_one_at_a_time", "absence", ("person_id",), LASTS),
    Trigger("absence_keeps_delete", "absence", "DELETE"),
    *append_only("former_value"),
    *append_only("post_correction"),
    *append_only("told_apart"),
    AtMostOne("ux_undo_note_standing", "undo_note", ("kind", "subject_id"), "undone_at IS NULL"),
    Trigger("undo_note_keeps_delete", "undo_note", "DELETE"),
    Trigger(
        "undo_note_once",
        "undo_note",
        "UPDATE",
        "OLD.undone_at IS NOT NULL OR "
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in NOTED),
    ),
    AtMostOne("ux_role_rule_pair", "role_rule", ("role", "other_role"), "kind = 'exclusive'"),
    AtMostOne("ux_role_rule_single", "role_rule", ("role",), "kind = 'single'"),
    AtMostOne(
        "ux_role_rule_engagement", "role_rule", ("role", "engagement"), "kind = 'engagement'"
    ),
)
# Tables whose times may be empty, each with the guard that an empty time no longer touches.
RELAXED = {
    "area": None,
    "area_stand": NoOverlap("ex_area_stand_one_at_a_time", "area_stand", ("area_id",), LASTS),
    "stand_in": NoOverlap("ex_stand_in_one_a_grid", "stand_in", ("area_id",), LASTS),
}
BEFORE, AFTER = "valid_to > valid_from", "valid_to >= valid_from"
SHIPPED = (
    ("exclusive", "grid_worker", "supervisor"),
    ("exclusive", "patroller", "supervisor"),
    ("single", "grid_leader", None),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _create()
    for each in GUARDS:
        for statement in each.statements(dialect):
            op.get_bind().exec_driver_sql(statement)
    for table, guard in RELAXED.items():
        (_relax_postgresql if dialect == "postgresql" else _rebuild_sqlite)(table, guard)
    _ship_rules()


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def _reference(table: str, column: str, goal: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [goal], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _create() -> None:
    op.create_table(
        "absence",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column(
            "kind", _code("kind", "leave", "training", "secondment", "suspension"), nullable=False
        ),
        sa.Column("leave_kind", sa.LargeBinary(), nullable=True),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column(
            "pay_during", _code("pay_during", "full", "reduced", "host", "stopped"), nullable=False
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("planned_to", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _check("absence", "dates_in_order", "valid_to IS NULL OR valid_to >= valid_from"),
        _check("absence", "plan_in_order", "planned_to > valid_from"),
        _check(
            "absence",
            "taken_back_why",
            "(valid_to IS NOT NULL AND valid_to = valid_from) = (void_reason <> '')",
        ),
        _check("absence", "host_given", "(kind = 'secondment') = (host <> '')"),
        _check("absence", "only_leave_has_kind", "kind = 'leave' OR leave_kind IS NULL"),
        _reference("absence", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "valid_from"], unique=False)
    op.create_table(
        "former_value",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("field", _code("field", "name", "phone", "party", "education"), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("held_until", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("former_value", "name_given", "field <> 'name' OR text <> ''"),
        _check("former_value", "only_phone_sealed", "field = 'phone' OR sealed IS NULL"),
        _reference("former_value", "operation_id", "operation.id"),
        _reference("former_value", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_value")),
        sa.UniqueConstraint(
            "person_id",
            "field",
            "held_until",
            name=op.f("uq_former_value_person_id_field_held_until"),
        ),
    )
    op.create_table(
        "post_correction",
        sa.Column("wrong_id", ROW_ID, nullable=False),
        sa.Column("right_id", ROW_ID, nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("post_correction", "another", "wrong_id <> right_id"),
        _reference("post_correction", "operation_id", "operation.id"),
        _reference("post_correction", "right_id", "post.id"),
        _reference("post_correction", "wrong_id", "post.id"),
        sa.PrimaryKeyConstraint("wrong_id", name=op.f("pk_post_correction")),
        sa.UniqueConstraint("right_id", name=op.f("uq_post_correction_right_id")),
    )
    op.create_table(
        "told_apart",
        sa.Column("one_id", ROW_ID, nullable=False),
        sa.Column("other_id", ROW_ID, nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("told_apart", "in_order", "one_id < other_id"),
        _reference("told_apart", "one_id", "person.id"),
        _reference("told_apart", "operation_id", "operation.id"),
        _reference("told_apart", "other_id", "person.id"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_told_apart")),
    )
    op.create_table(
        "undo_note",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column(
            "kind", _code("kind", "merge_people", "split_grid", "merge_grids"), nullable=False
        ),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("inverse", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check("undo_note", "undone_by_whom", "(undone_at IS NULL) = (undone_by = '')"),
        _reference("undo_note", "operation_id", "operation.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_note")),
    )
    op.create_table(
        "role_rule",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", _code("kind", "exclusive", "single", "engagement"), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("other_role", sa.String(length=30), nullable=True),
        sa.Column(
            "engagement",
            _code("engagement", "contract", "dispatch", "part_time", "volunteer"),
            nullable=True,
        ),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        _check(
            "role_rule", "exclusive_has_other", "(kind = 'exclusive') = (other_role IS NOT NULL)"
        ),
        _check("role_rule", "pair_in_order", "other_role IS NULL OR role < other_role"),
        _check("role_rule", "engagement_given", "(kind = 'engagement') = (engagement IS NOT NULL)"),
        _reference("role_rule", "other_role", "post_role.code"),
        _reference("role_rule", "role", "post_role.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_rule")),
    )


def _relax_postgresql(table: str, guard: NoOverlap | None) -> None:
    check = f"ck_{table}_dates_in_order"
    op.drop_constraint(op.f(check), table)
    op.create_check_constraint(op.f(check), table, f"valid_to IS NULL OR {AFTER}")
    if guard is not None:
        op.drop_constraint(op.f(guard.name), table)
        for statement in guard.statements("postgresql"):
            op.get_bind().exec_driver_sql(statement)


def _rebuild_sqlite(table: str, guard: NoOverlap | None) -> None:
    """SQLite changes no constraint of a table: it is made anew, with all that hung on it."""
    bind = op.get_bind()
    query = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
    rows = bind.exec_driver_sql(query, (table,)).all()
    made = next(row.sql for row in rows if row.type == "table")
    new = made.replace(f"CREATE TABLE {table}", f"CREATE TABLE {table}_new", 1)
    new = new.replace(f'CREATE TABLE "{table}"', f"CREATE TABLE {table}_new", 1)
    if new == made or BEFORE not in new:
        raise RuntimeError(f"{table} is not as the migrations made it")
    bind.exec_driver_sql(new.replace(BEFORE, AFTER))
    bind.exec_driver_sql(f"INSERT INTO {table}_new SELECT * FROM {table}")  # noqa: S608 - our names
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    replaced = [] if guard is None else [f"{guard.name}_insert", f"{guard.name}_update"]
    for row in rows:
        if row.type != "table" and row.name not in replaced:
            bind.exec_driver_sql(row.sql)
    for statement in guard.statements("sqlite") if guard is not None else ():
        bind.exec_driver_sql(statement)


def _ship_rules() -> None:
    bind = op.get_bind()
    known = {row.code for row in bind.exec_driver_sql("SELECT code FROM post_role")}
    names = ("kind", "role", "other_role", "engagement", "row_hash")
    table = sa.Table("role_rule", sa.MetaData(), *(sa.Column(name) for name in names))
    for kind, role, other in SHIPPED:
        if role in known and (other is None or other in known):
            row = {"kind": kind, "role": role, "other_role": other, "engagement": None}
            bind.execute(table.insert().values(row | {"row_hash": row_hash(table, row)}))
