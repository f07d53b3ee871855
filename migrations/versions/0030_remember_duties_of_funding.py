"""Let duties of funding be put away like the others."""

from alembic import op

revision = "0030"
down_revision = "0029"

BEFORE = "'assessment', 'exits', 'honours', 'office'"
AFTER = "'assessment', 'exits', 'funding', 'honours', 'office'"
_OTHERS = "'contract', 'second_term', 'probation', 'retirement', 'stand_in', 'return', 'hiring'"
KINDS = f"{_OTHERS}, 'training', {AFTER}"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild()
        return
    op.drop_constraint(op.f("ck_duty_mark_kind"), "duty_mark")
    op.create_check_constraint(op.f("ck_duty_mark_kind"), "duty_mark", f"kind IN ({KINDS})")


def _rebuild() -> None:
    """SQLite changes no constraint of a table: it is made anew, with all that hung on it."""
    bind = op.get_bind()
    query = "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'duty_mark' AND sql IS NOT NULL"
    rows = bind.exec_driver_sql(query).all()
    made = next(row.sql for row in rows if row.type == "table")
    new = made.replace("duty_mark", "duty_mark_new", 1).replace(BEFORE, AFTER)
    if BEFORE not in made:
        raise RuntimeError("duty_mark is not as the migrations made it")
    bind.exec_driver_sql(new)
    bind.exec_driver_sql("INSERT INTO duty_mark_new SELECT * FROM duty_mark")
    bind.exec_driver_sql("DROP TABLE duty_mark")
    bind.exec_driver_sql("ALTER TABLE duty_mark_new RENAME TO duty_mark")
    for row in rows:
        if row.type != "table":
            bind.exec_driver_sql(row.sql)
