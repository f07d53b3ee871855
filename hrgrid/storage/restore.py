"""A backup brought back beside the data it came from, which stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.storage import attachments
from hrgrid.storage.attachments import AttachmentContent
from hrgrid.storage.backup import prove, read_manifest
from hrgrid.storage.checks import damaged_rows
from hrgrid.storage.copying import copy_rows, row_count, tables_of
from hrgrid.storage.database import Database, has_stray_log, utc_now
from hrgrid.storage.files import free_name, new_file, sha256_of, write_whole
from hrgrid.storage.keys import write_key_file
from hrgrid.storage.location import Location
from hrgrid.storage.sealed import key_file_of
from hrgrid.storage.upgrade import (
    data_version,
    note,
    open_upgraded,
    program_version,
    refuse_foreign,
    run_migrations,
)

_STAMP = "%Y%m%d-%H%M%S"


def restore(backup: Path, beside: Location, progress: Progress | None = None) -> Location:
    """Restore `backup` to `beside` where nothing is there yet, else to a new name next to it.

    Returns where the restored data is. Raises UserError where the backup is missing, damaged
    or from a newer program. The next person to sign in finds a note of it in the journal.
    """
    progress = progress or Progress()
    _check_backup(backup, progress)
    stamp = utc_now().astimezone().strftime(_STAMP)
    if beside.file is None:
        restored = _restore_to_server(backup, beside, stamp, progress)
    else:
        target = beside.file
        if target.exists() or has_stray_log(target):
            target = free_name(target.with_name(f"{target.stem}-恢复-{stamp}.hrg"))
        _restore_file(backup, target, progress)
        restored = Location(file=target)
    with open_upgraded(restored) as database:
        note(database, "restore", backup.name, f"从备份恢复：{backup}")
    return restored


def _check_backup(backup: Path, progress: Progress) -> None:
    progress.begin("核对备份")
    if not backup.exists():
        raise UserError(f"没有找到备份“{backup}”。请检查路径或U盘")
    manifest = read_manifest(backup)
    if manifest is not None and sha256_of(backup) != manifest.sha256:
        raise UserError(f"备份“{backup.name}”与备份时不一致，可能已损坏。请换一份备份")
    with Database.attach(backup, read_only=True) as database:
        with database.raw(writes=False) as connection:
            found = data_version(connection)
            refuse_foreign(database.location, found)
        prove(database)
        if manifest is None and found == program_version():
            _check_rows(database, progress)


def _check_rows(database: Database, progress: Progress) -> None:
    # Nothing vouches for the file as a whole; the hashes of its rows do for them.
    with database.reading() as work:
        for finding in damaged_rows(work, progress):
            raise UserError(f"备份“{database.location.name}”已损坏（{finding}）。请换一份备份")


# --- to a file ---------------------------------------------------------------------------------


def _restore_file(backup: Path, target: Path, progress: Progress) -> None:
    keys, target_keys = key_file_of(backup), key_file_of(target)
    before = target_keys.read_bytes() if target_keys.exists() else None
    try:
        with new_file(target) as part:
            shutil.copyfile(backup, part)
            if keys.exists():
                write_whole(target_keys, keys.read_bytes())
            _restore_attachments(backup, attachments.folder_of(target), progress)
    except OSError as error:
        raise UserError(
            f"恢复不到“{target.parent}”：文件夹只读或磁盘已满。请清出空间或换个文件夹再恢复"
        ) from error
    finally:
        if not target.exists():
            _put_back(target_keys, before)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != content:
        write_whole(path, content)


def _restore_attachments(backup: Path, folder: Path, progress: Progress) -> None:
    hashes = _attachment_hashes(backup)
    progress.begin("恢复附件", len(hashes))
    for sha256 in hashes:
        progress.step()
        source = attachments.path_in(backup.parent / "files", sha256)
        goal = attachments.path_in(folder, sha256)
        if source.exists() and not goal.exists():
            write_whole(goal, source.read_bytes())


def _attachment_hashes(backup: Path) -> list[str]:
    with Database.attach(backup, read_only=True) as database, database.reading() as work:
        return list(attachments.all_hashes(work.session))


# --- to a server ---------------------------------------------------------------------------


def _restore_to_server(backup: Path, beside: Location, stamp: str, progress: Progress) -> Location:
    target = beside if _is_empty(beside) else _new_database(beside, stamp)
    with (
        Database.attach(target) as database,
        Database.attach(backup, read_only=True) as source,
        source.raw(writes=False) as rows,
        database.raw(writes=True) as connection,
    ):
        # One transaction: what was cut off half way must not look like an office.
        run_migrations(connection, str(data_version(rows)), sqlite=False)
        tables = tables_of(rows)
        progress.begin("恢复数据", row_count(rows, tables))
        copy_rows(rows, connection, tables, progress)
        run_migrations(connection, "head", sqlite=False)
        _restore_outside(backup, connection, progress)
    return target


def _restore_outside(backup: Path, connection: Connection, progress: Progress) -> None:
    if key_file_of(backup).exists():
        with Session(connection) as session:
            write_key_file(session, None, key_file_of(backup).read_bytes())
            session.flush()
    hashes = _attachment_hashes(backup)
    progress.begin("恢复附件", len(hashes))
    for sha256 in hashes:
        progress.step()
        source = attachments.path_in(backup.parent / "files", sha256)
        if source.exists():
            content = _read(source)
            connection.execute(insert(AttachmentContent).values(sha256=sha256, content=content))


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise UserError(
            f"备份文件夹里的附件“{source.name[:12]}…”读不出来，没有恢复。请检查磁盘或U盘再恢复"
        ) from error


def _is_empty(location: Location) -> bool:
    with Database.attach(location) as database, database.raw(writes=False) as connection:
        return not inspect(connection).get_table_names()


def _new_database(beside: Location, stamp: str) -> Location:
    name = f"{beside.url.database}_restored_{stamp.replace('-', '_')}"
    # A database cannot be made inside a transaction.
    engine = create_engine(beside.url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            quoted = connection.dialect.identifier_preparer.quote(name)
            connection.execute(text(f"CREATE DATABASE {quoted}"))
    except DBAPIError as error:
        raise UserError(
            f"在服务器上建不了数据库“{name}”：没有权限或空间不够。"
            "请管理服务器的同事建一个空数据库，再恢复到那里"
        ) from error
    finally:
        engine.dispose()
    return Location(address=beside.url.set(database=name))
