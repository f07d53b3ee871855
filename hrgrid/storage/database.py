"""One database: a SQLite file (*.hrg) or a PostgreSQL server, through the same code.

SQLite: write-ahead log, synchronous=FULL, foreign keys on; writers begin with BEGIN IMMEDIATE,
readers with BEGIN; one process writes to a file at a time (a lock that the system frees when
its owner dies). PostgreSQL: readers see one snapshot (repeatable read), writers meet in the
constraints.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

import filelock
from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, QueuePool

from hrgrid.core.errors import UserError
from hrgrid.core.paths import is_remote
from hrgrid.storage.base import Damaged
from hrgrid.storage.location import Location
from hrgrid.storage.office import Operation
from hrgrid.storage.pace import Pace, Steady, steady_seconds
from hrgrid.storage.work import Circumstances, UnitOfWork, told

T = TypeVar("T")
Clock = Callable[[], dt.datetime]
_BUSY_SECONDS = 10
# The 2 MB of SQLite's own choice are written out again and again in the middle of an import.
_CACHE_KB = 8 << 10
_HEADER_BYTES = 100


def utc_now() -> dt.datetime:
    """The clock of this machine."""
    return dt.datetime.now(dt.UTC)


class Database:
    """An open database; `close` it, or use it as a context manager."""

    def __init__(
        self,
        location: Location,
        engine: Engine,
        *,
        read_only: bool = False,
        lock: filelock.BaseFileLock | None = None,
        clock: Clock = utc_now,
        steady: Steady | None = None,
    ) -> None:
        self.location = location
        self.engine = engine
        self.read_only = read_only
        self.clock = clock
        # Only the machine's own clock has another one beside it, unless a test brings both.
        self.pace = Pace(clock, steady or (steady_seconds if clock is utc_now else None))
        self.station = platform.node()
        self._lock = lock
        self._writer = engine.execution_options(hrgrid_writes=True)
        self._reader = _reading_engine(engine)
        self._identity = _identity(location.file)

    @classmethod
    def open(
        cls,
        where: str | Path | Location,
        *,
        read_only: bool = False,
        clock: Clock = utc_now,
        steady: Steady | None = None,
    ) -> Self:
        """Open existing data of exactly this program's version; storage/upgrade.py upgrades.

        Raises UserError for what is missing, not ours, newer, remote, damaged or in use.
        """
        from hrgrid.storage.upgrade import check_version

        database = cls.attach(where, read_only=read_only, clock=clock, steady=steady)
        try:
            check_version(database)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def attach(
        cls,
        where: str | Path | Location,
        *,
        read_only: bool = False,
        clock: Clock = utc_now,
        steady: Steady | None = None,
    ) -> Self:
        """Connect without asking for the version of the tables."""
        location = where if isinstance(where, Location) else Location.of(where)
        if location.file is None:
            engine = _postgresql_engine(location)
            return cls(location, engine, read_only=read_only, clock=clock, steady=steady)
        _check_file(location.file)
        lock = None if read_only else _lock(location.file)
        try:
            engine = sqlite_engine(location.file, read_only=read_only)
            if not read_only:
                with _plain_faults():
                    use_write_ahead_log(engine)
            return cls(location, engine, read_only=read_only, lock=lock, clock=clock, steady=steady)
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    def close(self) -> None:
        """Let go of every connection and of the lock."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded default."""
        return self.location.file is not None

    @contextmanager
    def reading(self, circumstances: Circumstances | None = None) -> Iterator[UnitOfWork]:
        """A unit of work on one snapshot; whatever it did is rolled back."""
        with _plain_faults(), Session(self._reader, expire_on_commit=False) as session:
            session.connection()
            yield UnitOfWork(
                session, self.location, self.clock(), self._here(circumstances), writes=False
            )

    @contextmanager
    def writing(self, circumstances: Circumstances | None = None) -> Iterator[UnitOfWork]:
        """A unit of work that commits at the end of the block and rolls back on any exception."""
        if self.read_only:
            raise UserError("数据是以只读方式打开的，不能改。请关掉其他窗口后重新打开")
        self._refuse_replaced_file()
        given = self._here(circumstances)
        with _plain_faults(), Session(self._writer, expire_on_commit=False) as session:
            session.connection()
            work = UnitOfWork(session, self.location, self.clock(), given, writes=True)
            committing = False
            try:
                work.begin()
                self.pace.note_jump(work)
                yield work
                work.finish()
                committing = True
                session.commit()
                self.pace.settle(work)
            except BaseException as error:
                session.rollback()
                if not (committing and self._was_committed(error, given.operation_id)):
                    work.undo_outside()
                    raise
            work.do_outside()

    def run(self, job: Callable[[UnitOfWork], T], circumstances: Circumstances | None = None) -> T:
        """`job` in one writing unit of work."""
        with self.writing(circumstances) as work:
            return job(work)

    def rehearse(
        self, job: Callable[[UnitOfWork], T], circumstances: Circumstances | None = None
    ) -> T:
        """`job` exactly as `run` would do it, under the write lock, then rolled back."""
        self._refuse_replaced_file()
        given = self._here(circumstances)
        with _plain_faults(), Session(self._writer, expire_on_commit=False) as session:
            session.connection()
            work = UnitOfWork(session, self.location, self.clock(), given, writes=True)
            try:
                work.begin()
                result = job(work)
                work.finish()
            finally:
                session.rollback()
                work.undo_outside()
        return result

    @contextmanager
    def raw(self, *, writes: bool) -> Iterator[Connection]:
        """A bare connection inside one transaction, for checks, backups and exports."""
        engine = self._writer if writes else self._reader
        with _plain_faults(), engine.connect() as connection, connection.begin() as begun:
            yield connection
            if not writes:
                begun.rollback()

    def _here(self, circumstances: Circumstances | None) -> Circumstances:
        given = circumstances or Circumstances()
        return replace(given, station=given.station or self.station)

    def _was_committed(self, error: BaseException, operation_id: str) -> bool:
        # A cut connection may hide a commit that the server did make: ask before saying no.
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        if not lost or self.is_sqlite:
            return False
        again = insert(Operation).values(id=operation_id, at=self.clock(), operator_id=None)
        try:
            # Looking would miss a server that is still at the COMMIT; inserting waits for it.
            with self._writer.connect() as connection:
                connection.execute(again)
                connection.rollback()
        except IntegrityError:
            return True
        except DBAPIError as unknown:
            raise UserError(
                "与 PostgreSQL 的连接断了，这一步存没存上还不知道。"
                "请等网络恢复后先刷新查看，再决定要不要重做"
            ) from unknown
        return False

    def _refuse_replaced_file(self) -> None:
        if self._identity != _identity(self.location.file):
            raise UserError(
                f"数据文件“{self.location.shown}”在打开后被移走或换过，这一步没有存。"
                "请关掉程序，把原来的文件放回去再打开"
            )


def _identity(file: Path | None) -> tuple[int, int] | None:
    if file is None:
        return None
    try:
        found = file.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


# --- SQLite --------------------------------------------------------------------------------


def sqlite_engine(file: Path, *, read_only: bool = False) -> Engine:
    """An engine whose transactions begin when ours do, not when the driver thinks so."""
    # A reader beside an open window must not keep the file open between two readings.
    pool: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": -1}
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(file, read_only=read_only),
        # What a statement carried may be personal; it has no place in a fault.
        hide_parameters=True,
        **({"poolclass": NullPool} if read_only else pool),
    )
    event.listen(engine, "begin", _begin)
    return engine


def use_write_ahead_log(engine: Engine) -> None:
    """Readers then never wait for the writer; a backup comes back without it."""
    with engine.connect() as connection:
        # The pragma waits for nobody inside a transaction, so it runs before one begins.
        connection.connection.execute("PRAGMA journal_mode=WAL")


def has_stray_log(file: Path) -> bool:
    """Whether a killed program left a log beside `file`: it is played into whatever lies there."""
    log = file.with_name(f"{file.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _connect(file: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    address = f"{file.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
    except UnicodeDecodeError as error:
        # Even the complaint about a malformed schema can be unreadable.
        raise Damaged(_SQLITE_FAULTS[sqlite3.SQLITE_CORRUPT]) from error
    return connection


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("hrgrid_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_file(file: Path) -> None:
    if is_remote(file):
        raise UserError(
            f"“{file}”在网络盘上，多台电脑同时写会损坏数据。"
            "请拷到本机硬盘；多人共用请改用 PostgreSQL"
        )
    if not file.exists():
        raise UserError(f"没有找到数据文件“{file}”。请检查路径，或用 hrgrid init 新建")
    if not os.access(file, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        raise UserError(f"打不开“{file.name}”：没有读取权限。请检查文件属性，或换个系统账号")
    # Looking into the file is left to SQLite: closing it here would let go of every lock that
    # this process holds on it. Only what it would take for a new database is told apart.
    if file.is_file() and file.stat().st_size < _HEADER_BYTES:
        raise UserError(f"“{file.name}”不是网格员队伍管理的数据文件（.hrg）。请选对文件")


def _lock(file: Path) -> filelock.BaseFileLock:
    lock = filelock.FileLock(f"{file.resolve()}.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise UserError(
            f"“{file.name}”正在另一个窗口或命令中打开，不能同时写。请先关掉那一个再办"
        ) from error
    except OSError as error:
        raise UserError(
            f"“{file.parent}”这个文件夹不能写，数据打不开。请把数据文件放到可以写的文件夹"
        ) from error
    return lock


# --- PostgreSQL ----------------------------------------------------------------------------


# A client that fell silent in the middle of a deed holds locks, the journal's among them: the
# others are told after a while, as on a busy file, and the server ends it when it stays silent.
_PATIENCE = {
    "lock_timeout": f"{_BUSY_SECONDS}s",
    "idle_in_transaction_session_timeout": "5min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


def _set_patience(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in _PATIENCE.items()))
    connection.autocommit = False


def _postgresql_engine(location: Location) -> Engine:
    engine = create_engine(
        location.url,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": _BUSY_SECONDS},
    )
    event.listen(engine, "connect", _set_patience)
    try:
        with engine.connect():
            pass
    except OperationalError as error:
        raise UserError(
            f"连不上 PostgreSQL（{location.shown}）。"
            "请检查网络和服务器是否开着、用户名和密码是否正确，再重试"
        ) from error
    return engine


def _reading_engine(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


# --- faults of the storage itself -------------------------------------------------------------

_SQLITE_FAULTS = {
    sqlite3.SQLITE_BUSY: "数据文件正忙（可能有杀毒或同步软件占用），这一步没有存。请稍等片刻再试",
    sqlite3.SQLITE_LOCKED: "数据文件正忙，这一步没有存。请稍等片刻再试",
    sqlite3.SQLITE_FULL: "磁盘已满，这一步没有存，原来的数据没有变。请清出一些空间再试",
    sqlite3.SQLITE_READONLY: "数据文件是只读的，这一步没有存。请检查文件属性或换到可以写的文件夹",
    sqlite3.SQLITE_IOERR: "读写数据文件时磁盘出错，这一步没有存。请检查磁盘，必要时恢复最近的备份",
    sqlite3.SQLITE_CANTOPEN: "打不开数据文件，这一步没有存。请检查文件是否还在、文件夹能否写",
    sqlite3.SQLITE_CORRUPT: "数据文件已损坏。请停止录入，用“恢复备份”打开最近一次完好的备份",
    sqlite3.SQLITE_NOTADB: "这个文件不是网格员队伍管理的数据文件，或已损坏。请选对文件或恢复备份",
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY_CODE = 0xFF


@contextmanager
def _plain_faults() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        sentence = told(error) or _storage_fault(error)
        if sentence is None:
            raise
        raise sentence from error


def _storage_fault(error: Exception) -> UserError | None:
    # Pragmas and the backup API are called at the driver itself.
    origin: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        code = _sqlite_code(origin)
        sentence = _SQLITE_FAULTS.get(code)
        kind = Damaged if code in _DAMAGED else UserError
        return kind(sentence) if sentence else None
    return _server_fault(error) if isinstance(error, DBAPIError) else None


def _sqlite_code(origin: sqlite3.Error) -> int:
    # A fault of the driver itself, without a code: the bytes are no text.
    if "Could not decode to UTF-8" in str(origin):
        return sqlite3.SQLITE_CORRUPT
    return getattr(origin, "sqlite_errorcode", sqlite3.SQLITE_OK) & _PRIMARY_CODE


def _server_fault(error: DBAPIError) -> UserError | None:
    state = getattr(error.orig, "sqlstate", None)
    # A connection that was never made has no state.
    unreachable = isinstance(error, OperationalError) and state is None
    if error.connection_invalidated or unreachable or state in {"57P01", "57P03"}:
        return UserError("与 PostgreSQL 的连接断了，这一步没有存。请检查网络后再试")
    if state in {"53100", "53300"}:
        return UserError(
            "PostgreSQL 服务器磁盘已满或连接过多，这一步没有存。请联系管理服务器的同事"
        )
    if state in {"40001", "40P01", "55P03"}:
        return UserError("别人正在改同样的数据，这一步没有存。请刷新后再试")
    return None
