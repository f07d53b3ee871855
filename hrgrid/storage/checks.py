"""Is the data still what was written? Each finding is one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table, inspect, select, text
from sqlalchemy.exc import OperationalError

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.storage import attachments, journal
from hrgrid.storage.base import Base, Damaged, DamagedRow, RowHashed, row_hash
from hrgrid.storage.database import Database
from hrgrid.storage.keys import read_key_file
from hrgrid.storage.sealed import Keyring
from hrgrid.storage.work import UnitOfWork


def check(
    database: Database, progress: Progress | None = None, keyring: Keyring | None = None
) -> list[str]:
    """Structure, references, row hashes, attachments, key file and journal."""
    progress = progress or Progress()
    findings: list[str] = []
    if database.is_sqlite:
        findings += _structure(database, progress)
    if findings:
        # Rows of a broken structure cannot be read reliably.
        return findings
    try:
        with database.reading() as work:
            findings += damaged_rows(work, progress)
            findings += _attachments(work, progress)
            if read_key_file(work.session, database.location.file) is None:
                findings.append(
                    "找不到钥匙文件（数据文件旁的 .keys）。请从备份中把它拷回数据文件旁边"
                )
            key = keyring.journal_key if keyring else None
            findings += journal.verify(work.session, key, progress).findings
    except Damaged as error:
        findings.append(error.sentence)
    except OperationalError as error:
        # A damaged name in the schema; anything else is no finding.
        if "no such column" not in str(error.orig):
            raise
        findings.append("数据文件结构损坏：有一列的名字不对")
    return findings


def _structure(database: Database, progress: Progress) -> list[str]:
    progress.begin("检查数据文件")
    try:
        with database.raw(writes=False) as connection:
            told = connection.execute(text("PRAGMA integrity_check(20)")).scalars().all()
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    except Damaged as error:
        return [error.sentence]
    except OperationalError as error:
        # A damaged name in the key of a table that others refer to.
        if "foreign key mismatch" not in str(error.orig):
            raise
        return ["数据文件结构损坏：有一处引用的列对不上"]
    findings = [f"数据文件结构损坏：{each}" for each in told if each != "ok"]
    return findings + [f"数据表 {row[0]} 第 {row[1]} 行指向不存在的 {row[2]}" for row in broken]


def hashed_tables() -> list[Table]:
    """Every table whose rows carry a hash."""
    found = [
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, RowHashed) and isinstance(mapper.local_table, Table)
    ]
    return sorted(found, key=lambda table: table.name)


def damaged_rows(work: UnitOfWork, progress: Progress) -> Iterator[str]:
    """One sentence a row that is not what was written.

    Raises RuntimeError where rows would be passed over: `hrgrid.schema` was not imported.
    """
    if unknown := _unknown_tables(work):
        raise RuntimeError(f"checked without the models of {unknown}")
    for table in hashed_tables():
        progress.begin(f"检查数据表 {table.name}")
        try:
            yield from _damaged_in(work, table, progress)
        except DamagedRow as error:
            yield f"数据表 {table.name}：{error.sentence}"


def _unknown_tables(work: UnitOfWork) -> list[str]:
    """Tables with hashed rows that nobody has mapped."""
    found = inspect(work.session.connection())
    names = sorted(set(found.get_table_names()) - Base.metadata.tables.keys())
    return [
        name for name in names if "row_hash" in {one["name"] for one in found.get_columns(name)}
    ]


def _damaged_in(work: UnitOfWork, table: Table, progress: Progress) -> Iterator[str]:
    query = select(table).execution_options(yield_per=2_000)
    with work.session.execute(query) as rows:
        for row in rows.mappings():
            progress.step()
            if row_hash(table, dict(row)) != row["row_hash"]:
                key = "、".join(str(row[column.name]) for column in table.primary_key)
                yield f"数据表 {table.name} 第 {key} 行与写入时不一致"


def _attachments(work: UnitOfWork, progress: Progress) -> Iterator[str]:
    hashes = list(attachments.all_hashes(work.session))
    progress.begin("检查附件", len(hashes))
    for sha256 in hashes:
        progress.step()
        try:
            attachments.content_of(work, sha256)
        except UserError as error:
            yield error.sentence
