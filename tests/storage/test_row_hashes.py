"""A stored row that is not what was written is noticed when it is read, and by the check."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Integer, String, insert, select, text

from hrgrid import schema
from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.storage.backup import back_up
from hrgrid.storage.base import Base, Code, DamagedRow, row_hash
from hrgrid.storage.checks import check, damaged_rows, hashed_tables
from hrgrid.storage.database import Database
from tests.storage.deeds import only
from tests.storage.violating import rooms

UNHASHED = {"id", "version", "row_hash"}


def model_of(table):
    return next(m.class_ for m in Base.registry.mappers if m.local_table is table)


# What is of two rows of a table names another beside the usual one.
SECOND = {
    "told_apart": (
        "person",
        {"id": 901, "number": "G9000001", "id_mac": b"fedcba9876543210"},
    ),
    "district_honours": ("campaign", {"id": 899, "year": 2020}),
    "post_correction": ("post", {"id": 901, "employment": "part", "fills_grid": False}),
}


def filled(database):
    """One whole row in every table that is hashed, and in those that such rows refer to."""
    rows = {name: values for room in rooms() for name, values in room.rows.items()}
    parents = {name for room in rooms() for named in room.parents.values() for name in named}
    with database.raw(writes=True) as connection:
        without_triggers(connection)
        for table in schema.metadata.sorted_tables:
            is_empty = connection.execute(select(table).limit(1)).first() is None
            values = rows[table.name]
            if table.name in SECOND:
                name, own = SECOND[table.name]
                parent, other = schema.metadata.tables[name], rows[name] | own
                hashed = other | {"row_hash": row_hash(parent, other)}
                connection.execute(insert(parent).values(**hashed))
            if table in hashed_tables() and (is_empty or table.name == "operator"):
                hashed = values | {"row_hash": row_hash(table, values)}
                connection.execute(insert(table).values(**hashed))
            elif table.name in parents and (is_empty or table.name == "operation"):
                connection.execute(insert(table).values(**values))


def without_triggers(connection):
    """Rows that belong to different moments of a matter may stand side by side."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in found.scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


CHANGES = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    bytes: lambda value: bytes([value[0] ^ 1]) + value[1:],
    dt.datetime: lambda value: value + dt.timedelta(microseconds=1),
    dt.date: lambda value: value + dt.timedelta(days=1),
    str: lambda value: f"y{value[1:]}",
}


def another(column, value):
    """A value of the same kind that is not the same."""
    if isinstance(column.type, Code):
        # Each policy has its row already.
        codes = ["?"] if column.table.name == "policy" else column.type.enums
        return next((code for code in codes if code != value), "?")
    if value is None:
        if isinstance(column.type, Boolean):
            return True
        if isinstance(column.type, Integer):
            return 1
        return "x" if isinstance(column.type, String) else "2026-01-02 03:04:05.000006"
    # SQLite keeps a yes as the number 1.
    kind = bool if isinstance(column.type, Boolean) else type(value)
    return CHANGES[kind](value)


def in_clear(database):
    """A connection of somebody who knows his way about: nothing is checked for him."""
    if database.is_sqlite:
        connection = sqlite3.connect(database.location.file, isolation_level=None)
        connection.execute("PRAGMA ignore_check_constraints=ON")
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        return connection
    connection = database.engine.raw_connection().driver_connection
    connection.execute("SET session_replication_role = replica")
    checks = connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE contype IN ('c', 'x') AND connamespace = 'public'::regnamespace"
    ).fetchall()
    for table, name in checks:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    connection.commit()
    return connection


def set_column(connection, column, value, where):
    mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"
    if mark == "?" and isinstance(value, dt.date):
        value = str(value)
    statement = f'UPDATE {column.table.name} SET "{column.name}" = {mark} WHERE row_hash = {mark}'
    connection.execute(statement, (value, where))
    connection.commit()


def test_every_column_of_every_hashed_row_is_watched(database):
    filled(database)
    missing = check(database)
    assert ["附件" in each for each in missing] == [True]
    stranger = in_clear(database)
    watched = {
        table: [column for column in table.columns if column.name not in UNHASHED]
        for table in hashed_tables()
    }
    seen = 0
    # Looking reads every table, so one column of each is changed before it: the first of each,
    # then the second. Every change must be told in its own table's sentence.
    for columns in itertools.zip_longest(*watched.values()):
        changed = [(column, *row_of(stranger, column)) for column in columns if column is not None]
        for column, value, where in changed:
            set_column(stranger, column, another(column, value), where)
        assert check(database) != missing
        with database.reading() as work:
            found = list(damaged_rows(work, Progress()))
        for column, value, where in changed:
            name = column.table.name
            own = (f"数据表 {name} 第 ", f"数据表 {name}：")
            assert any(each.startswith(own) for each in found), column
            with pytest.raises(DamagedRow, match="数据可能已损坏。请停止录入"):
                database_reads(database, column.table)
            set_column(stranger, column, value, where)
            seen += 1
    assert seen > 40
    assert check(database) == missing
    stranger.close()


def row_of(connection, column):
    """What a row has in this column, and the hash by which it is found again."""
    raw = f'SELECT "{column.name}", row_hash FROM {column.table.name} LIMIT 1'
    return connection.execute(raw).fetchone()


def database_reads(database, table):
    with database.reading() as work:
        return list(work.session.scalars(select(model_of(table))))


def test_a_hash_that_was_changed_itself_is_noticed(database):
    with database.raw(writes=True) as connection:
        connection.execute(text("UPDATE office SET row_hash = row_hash + 1"))
    with pytest.raises(DamagedRow):
        database_reads(database, schema.metadata.tables["office"])
    assert check(database) == ["数据表 office 第 1 行与写入时不一致"]


def test_a_damaged_row_is_neither_changed_nor_backed_up(database, desk, tmp_path):
    with database.raw(writes=True) as connection:
        connection.execute(text("UPDATE policy SET value = 99 WHERE policy = 'idle_lock'"))
    with pytest.raises(DamagedRow):
        database_reads(database, schema.metadata.tables["policy"])
    with pytest.raises(UserError, match=r"数据有 1 处不对.*没有备份，原有备份都保留"):
        back_up(database, tmp_path / "备份")
    assert not list((tmp_path / "备份").glob("*"))


BROKEN_VALUES = [
    ("operator_role", "role", "ownes"),
    ("policy", "policy", "sign_jn"),
    ("office", "setting", ""),
    ("key_wrap", "method", None),
    ("office", "made_at", "2026-13-41 99:00:00.000000"),
    ("office", "made_at", "x"),
    ("office", "made_at", 7),
    ("office", "made_at", b"\xff\xfe"),
    ("operator", "name", b"\xe5\xbc"),
    ("operator", "name", 12),
    ("policy", "value", "viel"),
    ("policy", "value", b"\x01"),
    ("policy", "value", 1.5),
    ("key_wrap", "blob", "text"),
    ("key_wrap", "salt", None),
    ("office", "row_hash", "x"),
    ("office", "row_hash", None),
]


@only("sqlite")
@pytest.mark.parametrize(("table", "column", "value"), BROKEN_VALUES)
def test_a_value_that_cannot_even_be_read_is_damage_too(place, table, column, value):
    """A flipped bit does not stop at what the column's type can hold."""
    lax = f"UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = '{table}'"
    for statement, values in (
        (lax, ()),
        (f"UPDATE {table} SET {column} = ? WHERE rowid = 1", (value,)),
    ):
        # The schema is read at the opening.
        connection = sqlite3.connect(place, isolation_level=None)
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(statement, values)
        connection.close()
    with Database.open(place) as database:
        with pytest.raises(DamagedRow, match="数据可能已损坏。请停止录入"):
            database_reads(database, schema.metadata.tables[table])
        assert any(table in found for found in check(database))


@only("sqlite")
def test_a_reference_whose_columns_no_longer_fit_is_told(place):
    connection = sqlite3.connect(place, isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'PRIMARY KEY (campaign_id, tier)', "
        "'PRIMARY KEY (campaign_id, places)') WHERE name = 'campaign_tier'"
    )
    connection.close()
    with Database.open(place) as database:
        assert check(database) == ["数据文件结构损坏：有一处引用的列对不上"]


@only("sqlite")
def test_flipped_bits_in_a_file_are_noticed_or_touched_nothing(place, tmp_path):
    """Single bits anywhere in the file: told, or the data reads as it did before."""
    whole = Path(place).read_bytes()
    seed = random.SystemRandom().getrandbits(32)
    print("seed", seed)
    dice = random.Random(seed)
    with Database.open(place, read_only=True) as database:
        content, keyring = snapshot(database), sign_in(database, "经办人").keyring
    noticed = 0
    for _ in range(60):
        damaged = bytearray(whole)
        place_of_bit = dice.randrange(100, len(whole))
        damaged[place_of_bit] ^= 1 << dice.randrange(8)
        path = tmp_path / "bit.hrg"
        path.write_bytes(damaged)
        path.with_name("bit.hrg.keys").write_bytes(Path(f"{place}.keys").read_bytes())
        try:
            with Database.open(path, read_only=True) as database:
                found = check(database, keyring=keyring)
                if not found:
                    assert snapshot(database) == content, place_of_bit
                noticed += bool(found)
        except UserError:
            noticed += 1
    print("noticed", noticed, "of 60")


def snapshot(database):
    """Every row of every hashed table and of the journal, as a screen would read them."""
    with database.reading() as work:
        tables = [*hashed_tables(), schema.metadata.tables["journal_entry"]]
        return [sorted(map(repr, work.session.execute(select(table)))) for table in tables]
