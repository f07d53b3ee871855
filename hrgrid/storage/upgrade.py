"""New databases, and old ones brought to this program's version.

A newer database is refused, an older one is backed up first and then migrated in one real
transaction: on SQLite begun by hand with foreign keys off (a batch rebuild of a parent table
would otherwise delete its children) and ended with a check of every reference. The version is
read without importing Alembic, which costs a third of a second at start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from hrgrid.core.errors import UserError
from hrgrid.core.paths import is_remote, migrations
from hrgrid.storage.database import (
    Clock,
    Database,
    has_stray_log,
    sqlite_engine,
    use_write_ahead_log,
    utc_now,
)
from hrgrid.storage.files import Taken, move_beside, new_file
from hrgrid.storage.location import Location
from hrgrid.storage.office import UnsignedNote

_UPGRADE_LOCK = 7_041_777


@cache
def program_version() -> str:
    """The newest migration that this program brings ("0001")."""
    names = [path.name for path in (migrations() / "versions").glob("*.py")]
    return max(found[1] for name in names if (found := re.match(r"(\d{4})_", name)))


def data_version(connection: Connection) -> str | None:
    """The migration that the data stands at, None where it is no data of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_version(database: Database) -> None:
    """Raise UserError unless the data is of exactly this program's version."""
    with database.raw(writes=False) as connection:
        found = data_version(connection)
    refuse_foreign(database.location, found)
    if found != program_version():
        raise UserError(
            f"“{database.location.shown}”是旧版本的数据（{found}），只读方式打不开。"
            "请先用窗口打开一次，程序会先备份再升级"
        )


def refuse_foreign(location: Location, found: str | None) -> None:
    """Raise UserError for what is no data of ours, or a newer program's."""
    if found is None:
        raise UserError(
            f"“{location.shown}”里没有网格员队伍管理的数据。"
            "请选对文件或数据库，或用 hrgrid init 新建"
        )
    if found > program_version():
        raise UserError(
            f"“{location.shown}”是更新版本的程序（{found}）建的，这个程序（{program_version()}）打不开。"
            "请安装新版本再打开，数据没有动过"
        )


def open_upgraded(where: str | Path | Location, clock: Clock = utc_now) -> Database:
    """Open data for writing; older data is backed up and upgraded first."""
    database = Database.attach(where, clock=clock)
    try:
        with database.raw(writes=False) as connection:
            found = data_version(connection)
        refuse_foreign(database.location, found)
        if found is not None and found < program_version():
            upgrade(database, found)
    except BaseException:
        database.close()
        raise
    return database


def upgrade(database: Database, found: str) -> Path:
    """Back up, then migrate from `found`; returns the backup's path."""
    from hrgrid.storage.backup import backup_folder, copy_out

    kept = copy_out(database, backup_folder(database.location), f"升级前-{found}")
    migrate(database)
    note(database, "upgrade", f"{found} → {program_version()}", f"升级前的备份：{kept}")
    return kept


def migrate(database: Database, target: str = "head") -> None:
    """Run the missing migrations in one transaction; anything else leaves the data as it was."""
    engine = database.engine
    with engine.connect().execution_options(hrgrid_writes=True) as connection:
        if database.is_sqlite:
            # The pragma does nothing inside a transaction.
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                run_migrations(connection, target, sqlite=database.is_sqlite)
        finally:
            if database.is_sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


def run_migrations(connection: Connection, target: str, *, sqlite: bool) -> None:
    """Run the missing migrations inside the transaction that `connection` has begun."""
    from alembic import command
    from alembic.config import Config

    if not sqlite:
        # Another client may be at the same upgrade, which takes as long as it takes.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
    if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"migration left {len(broken)} broken references: {broken[:3]}")


def note(database: Database, action: str, subject: str, sentence: str) -> None:
    """Leave a note that the next person to sign in brings into the journal."""
    with database.writing() as work:
        work.session.add(UnsignedNote(at=work.now, action=action, subject=subject, text=sentence))


# --- new ones ---------------------------------------------------------------------------------


def create(
    where: str | Path | Location, fill: Callable[[Database], None], clock: Clock = utc_now
) -> Location:
    """Make a new database and let `fill` write its first rows: whole, or nothing is left.

    On SQLite everything happens under a temporary name that is moved at the end. Raises
    UserError where something is there already.
    """
    location = where if isinstance(where, Location) else Location.of(where)
    if location.file is None:
        _create_on_server(location, fill, clock)
    else:
        _create_file(location.file, fill, clock)
    return location


def _create_file(file: Path, fill: Callable[[Database], None], clock: Clock) -> None:
    from hrgrid.storage.sealed import key_file_of

    if is_remote(file.parent):
        raise UserError(f"“{file}”在网络盘上，请建在本机硬盘；多人共用请改用 PostgreSQL")
    there = UserError(
        f"“{file}”或它的钥匙文件（.keys）、日志（-wal）已经存在，没有覆盖。请换个名字，或直接打开它"
    )
    if file.exists() or key_file_of(file).exists() or has_stray_log(file):
        raise there
    keys_are_ours = False
    try:
        with new_file(file, fresh=True) as part:
            _fill_file(part, fill, clock)
            # The keys go first: data without its keys would be worse than keys without data.
            keys_are_ours = _place_keys(key_file_of(part), key_file_of(file))
    except Taken as error:
        raise there from error
    except OSError as error:
        raise UserError(
            f"在“{file.parent}”建不了数据文件：文件夹不存在、只读或磁盘已满。请换个文件夹"
        ) from error
    finally:
        if keys_are_ours and not file.exists():
            key_file_of(file).unlink(missing_ok=True)


def _place_keys(part: Path, keys: Path) -> bool:
    if not part.exists():
        return False
    try:
        move_beside(part, keys)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return True


def _fill_file(part: Path, fill: Callable[[Database], None], clock: Clock) -> None:
    from hrgrid.storage.sealed import key_file_of

    database = Database(Location(file=part), sqlite_engine(part), clock=clock)
    try:
        use_write_ahead_log(database.engine)
        migrate(database)
        fill(database)
    except BaseException:
        database.close()
        key_file_of(part).unlink(missing_ok=True)
        raise
    database.close()


def _create_on_server(location: Location, fill: Callable[[Database], None], clock: Clock) -> None:
    database = Database.attach(location, clock=clock)
    try:
        with database.raw(writes=False) as connection:
            if not _is_unused(connection):
                raise UserError(
                    f"“{location.shown}”里已经有数据，没有覆盖。请换一个空的数据库，或直接打开它"
                )
        migrate(database)
        fill(database)
    finally:
        database.close()


def _is_unused(connection: Connection) -> bool:
    # Tables without an office are what a creation left that was cut off: it may be finished.
    if not inspect(connection).get_table_names():
        return True
    if data_version(connection) != program_version():
        return False
    return connection.execute(text("SELECT count(*) FROM office")).scalar() == 0
