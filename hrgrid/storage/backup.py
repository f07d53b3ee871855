"""Verified backups: a data file, its keys, its attachments and a manifest.

A backup of either engine is a SQLite file that opens on any machine: `NAME-STAMP.hrg` with
`.hrg.keys`, `.hrg.json` (the manifest) and the shared folder `files/` of attachments by
content. It counts only when its content hash equals the source's in one snapshot; only then
do older ones go (2 days all, then 12 daily, 10 weekly, 9 monthly). A damaged source is not
backed up: it would push out the good ones.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, text

from hrgrid import __version__
from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name, user_folder
from hrgrid.core.progress import Progress
from hrgrid.storage import attachments, journal
from hrgrid.storage.anchors import anchor
from hrgrid.storage.checks import check
from hrgrid.storage.copying import content_hash, copy_rows, row_count, tables_of
from hrgrid.storage.database import Database, sqlite_engine
from hrgrid.storage.files import free_name, new_file, sha256_of, write_whole
from hrgrid.storage.keys import read_key_file
from hrgrid.storage.location import Location
from hrgrid.storage.sealed import Keyring, key_file_of
from hrgrid.storage.upgrade import data_version, migrate

_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `head` is the journal's newest hash at that moment."""

    program: str
    schema: str
    office: str
    made_at: str
    content: str
    tables: dict[str, int]
    journal_seq: int
    head: str
    sha256: str = ""
    missing_attachments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BackupRow:
    """One backup in a folder."""

    path: Path
    made_at: dt.datetime
    size: int
    head: str
    office: str = ""


def backup_folder(location: Location) -> Path:
    """Where backups go unless somebody chooses another folder."""
    if location.file is not None:
        return location.file.parent / "备份"
    return user_folder() / "备份" / safe_name(location.name)


def back_up(
    database: Database,
    folder: Path,
    progress: Progress | None = None,
    keyring: Keyring | None = None,
) -> BackupRow:
    """Check the data, copy it, prove the copy, then thin out older ones in `folder`.

    Raises UserError naming the damage where there is some; the older backups stay.
    """
    progress = progress or Progress()
    if findings := check(database, progress, keyring):
        raise UserError(
            f"数据有 {len(findings)} 处不对（{findings[0]}），没有备份，原有备份都保留。"
            "请用“恢复备份”打开最近一次完好的备份"
        )
    path = copy_out(database, folder, "", progress)
    name = safe_name(database.location.name)
    made = next(row for row in list_backups(folder, name) if row.path == path)
    thin_out(folder, name, made.office, database.clock())
    forget_erased(database, folder, made.office)
    anchor(database)
    return made


def copy_out(
    database: Database, folder: Path, label: str, progress: Progress | None = None
) -> Path:
    """A proved copy of the data in `folder`; the name carries `label` and the time."""
    progress = progress or Progress()
    now = database.clock()
    stamp = now.astimezone().strftime(_STAMP)
    parts = [safe_name(database.location.name), label, stamp]
    target = free_name(folder / ("-".join(part for part in parts if part) + ".hrg"))
    try:
        with new_file(target) as part:
            manifest = _copy(database, part, progress, now)
            _copy_keys(database, key_file_of(target))
            missing = _copy_attachments(database, folder / "files", progress)
            manifest = replace(manifest, sha256=sha256_of(part), missing_attachments=missing)
            write_whole(_manifest_of(target), json.dumps(asdict(manifest), indent=1).encode())
    except OSError as error:
        raise UserError(
            f"备份写不进“{folder}”：文件夹只读、磁盘已满或U盘已拔出。请换个文件夹再备份"
        ) from error
    finally:
        if not target.exists():
            for beside in (key_file_of(target), _manifest_of(target)):
                # There may be no such folder at all.
                with suppress(OSError):
                    beside.unlink()
    return target


def _copy(database: Database, part: Path, progress: Progress, now: dt.datetime) -> Manifest:
    with database.raw(writes=False) as source:
        version = str(data_version(source))
        if database.is_sqlite:
            # The backup API copies the snapshot that this transaction has begun to read.
            _copy_pages(_driver(source), part, progress)
        copy = Database(Location(file=part), sqlite_engine(part), clock=database.clock)
        with copy:
            if not database.is_sqlite:
                migrate(copy, version)
                _copy_rows(source, copy, progress)
            prove(copy)
            content, counts = _compare(source, copy, progress)
            with copy.engine.connect() as connection:
                # Without this a backup read on a stick would leave two more files there.
                _driver(connection).execute("PRAGMA journal_mode=DELETE")
        office = source.execute(text("SELECT code FROM office")).scalar()
        newest = source.execute(
            text("SELECT seq, hash FROM journal_entry ORDER BY seq DESC LIMIT 1")
        ).first()
    return Manifest(
        program=__version__,
        schema=version,
        office=office or "",
        made_at=now.isoformat(timespec="microseconds"),
        content=content,
        tables=counts,
        journal_seq=newest[0] if newest else 0,
        head=newest[1] if newest else journal.START,
    )


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - only called for SQLite
    return driver


def _copy_rows(source: Connection, copy: Database, progress: Progress) -> None:
    with copy.raw(writes=True) as target:
        tables = tables_of(target)
        progress.begin("复制数据", row_count(source, tables))
        copy_rows(source, target, tables, progress)


def _compare(source: Connection, copy: Database, progress: Progress) -> tuple[str, dict[str, int]]:
    with copy.raw(writes=False) as target:
        tables = tables_of(target)
        progress.begin("核对备份", 2 * row_count(source, tables))
        wanted, counts = content_hash(source, tables, progress)
        found, _ = content_hash(target, tables, progress)
    if wanted != found:
        raise UserError("备份与原数据核对不上，这份备份没有留下。请换个文件夹或磁盘再备份")
    return wanted, counts


def _copy_pages(source: sqlite3.Connection, part: Path, progress: Progress) -> None:
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    shown = False

    def step(_status: int, remaining: int, total: int) -> None:
        nonlocal shown
        if not shown:
            progress.begin("复制数据文件", total)
            shown = True
        progress.step(max(0, total - remaining - progress.stage.done))

    target = sqlite3.connect(part, isolation_level=None)
    try:
        source.backup(target, pages=1_000, progress=step)
    finally:
        target.close()


def prove(copy: Database) -> None:
    """Raise UserError unless the structure of a copy is whole."""
    with copy.raw(writes=False) as connection:
        told = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if told != "ok":
        raise UserError(f"备份“{copy.location.name}”的结构已损坏（{told}）。请换一份备份或换个磁盘")


def _copy_keys(database: Database, target: Path) -> None:
    with database.reading() as work:
        content = read_key_file(work.session, database.location.file)
    if content is not None:
        write_whole(target, content)


def _copy_attachments(database: Database, folder: Path, progress: Progress) -> list[str]:
    missing = []
    with database.reading() as work:
        hashes = list(attachments.all_hashes(work.session))
        progress.begin("复制附件", len(hashes))
        for sha256 in hashes:
            progress.step()
            path = attachments.path_in(folder, sha256)
            if path.exists() and sha256_of(path) == sha256:
                continue
            try:
                content = attachments.content_of(work, sha256)
            except UserError:
                missing.append(sha256)
            else:
                write_whole(path, content)
    return missing


def _manifest_of(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def read_manifest(path: Path) -> Manifest | None:
    """What a backup says of itself; None where there is no readable manifest."""
    try:
        return Manifest(**json.loads(_manifest_of(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def list_backups(folder: Path, name: str = "") -> list[BackupRow]:
    """The backups in a folder with a manifest, newest first; of one data file where named."""
    rows = []
    for path in folder.glob("*.hrg") if folder.is_dir() else ():
        manifest = read_manifest(path)
        if manifest is None or (name and not _is_of(path.stem, name)):
            continue
        made_at = dt.datetime.fromisoformat(manifest.made_at)
        size = path.stat().st_size
        rows.append(BackupRow(path, made_at, size, manifest.head, manifest.office))
    return sorted(rows, key=lambda row: (row.made_at, row.path.name), reverse=True)


def forget_erased(database: Database, folder: Path, office: str) -> int:
    """Remove contents that were erased before the oldest backup in a folder was made.

    Until then a backup still speaks of them, and restoring it must find them. A folder that
    another office shares is left alone: the same bytes may be its own. Returns how many went.
    """
    # A start loads this module and erases nothing.
    from hrgrid.storage import erasing

    rows = list_backups(folder)
    if any(row.office != office for row in rows) or not rows:
        return 0
    gone = 0
    with database.reading() as work:
        for sha256 in erasing.erased_before(work.session, rows[-1].made_at):
            path = attachments.path_in(folder / "files", sha256)
            with suppress(OSError):
                path.unlink()
                gone += 1
    return gone


def _is_of(stem: str, name: str) -> bool:
    # "机构-恢复-…" is another file's name, not a backup of "机构".
    stamped = re.escape(name) + r"-(?:升级前-[^-]+-)?\d{8}-\d{6}(?:-\d+)?"
    return re.fullmatch(stamped, stem) is not None


# --- thinning ------------------------------------------------------------------------------


def kept(stamps: Iterable[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """Which of `stamps` stay: all of 2 days, the newest of 12 days, 10 weeks, 9 months."""
    newest_first = sorted(set(stamps), reverse=True)
    keep = {stamp for stamp in newest_first if now - stamp < dt.timedelta(days=2)}
    for form, most in (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9)):
        periods: dict[str, dt.datetime] = {}
        for stamp in newest_first:
            periods.setdefault(stamp.astimezone().strftime(form), stamp)
        keep.update(list(periods.values())[:most])
    return keep


def thin_out(folder: Path, name: str, office: str, now: dt.datetime) -> list[Path]:
    """Remove the backups of one office's data file that no rule keeps; returns what went.

    Several files and offices may share a folder or a stick: each is thinned by its own rule.
    """
    rows = [
        row
        for row in list_backups(folder, name)
        if row.office == office and "升级前" not in row.path.stem
    ]
    keep = kept([row.made_at for row in rows], now)
    gone = [row.path for row in rows if row.made_at not in keep]
    for path in gone:
        for each in (path, key_file_of(path), _manifest_of(path)):
            each.unlink(missing_ok=True)
    return gone
