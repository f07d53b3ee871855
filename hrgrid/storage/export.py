"""Every table and attachment in open formats, with a data dictionary: nobody is locked in.

One CSV a table (UTF-8 with BOM, so that Excel reads it), attachments by content, `数据字典.csv`
and `导出说明.txt`. Encrypted columns come out in clear only for who may see them. A text that a
spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets do themselves.
"""

from __future__ import annotations

import csv
import datetime as dt
import enum
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Enum, Table, TypeDecorator, func, select

from hrgrid import __version__
from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.storage import attachments
from hrgrid.storage.base import Base, Sealed, Withheld
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import free_name
from hrgrid.storage.labels import column_label, table_label
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HIDDEN = "（加密）"


@dataclass(frozen=True)
class ExportRow:
    """Where the export lies and how much it holds."""

    path: Path
    tables: int
    rows: int


@dataclass(frozen=True)
class _Written:
    """What lies under a hidden name until it is on record."""

    part: Path
    name: str
    tables: int
    rows: int


def export_all(
    desk: Desk, folder: Path, reason: str = "", progress: Progress | None = None
) -> ExportRow:
    """Write everything of one moment into a new folder under `folder`; whole, or nothing is left.

    It gets its name only when the journal tells of it: nothing goes out behind anybody's back.
    """
    written = desk.read(lambda work: _export(work, folder), progress)
    target = free_name(folder / written.name)
    counts = {"tables": written.tables, "rows": written.rows}
    try:
        desk.write(
            lambda work: work.record("export_all", target.name, after=counts),
            reason=reason or "导出全部数据",
        )
        written.part.replace(target)
    except OSError as error:
        raise _unwritable(folder) from error
    finally:
        shutil.rmtree(written.part, ignore_errors=True)
    return ExportRow(target, written.tables, written.rows)


def _unwritable(folder: Path) -> UserError:
    return UserError(f"导出写不进“{folder}”：文件夹只读或磁盘已满。请换个文件夹再导出")


def _export(work: UnitOfWork, folder: Path) -> _Written:
    work.require(Right.EXPORT_ALL)
    stamp = work.now.astimezone().strftime("%Y%m%d-%H%M%S")
    office = work.session.get_one(Office, 1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".导出-", dir=folder))
    except OSError as error:
        raise _unwritable(folder) from error
    try:
        tables = [table for table in Base.metadata.sorted_tables if _goes_out(table)]
        rows = sum(_write_table(work, table, part) for table in tables)
        _write_dictionary(tables, part)
        _write_attachments(work, part / "附件")
        _write_note(office, part, stamp)
        part.chmod(0o755)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            raise _unwritable(folder) from error
        raise
    return _Written(part, f"{safe_name(office.name)}-全部数据-{stamp}", len(tables), rows)


def _goes_out(table: Table) -> bool:
    # Their bytes go out as files; the key file opens nothing outside the program.
    return table.name not in {"attachment_content", "key_file"}


def _write_table(work: UnitOfWork, table: Table, folder: Path) -> int:
    total = work.session.scalar(select(func.count()).select_from(table)) or 0
    work.progress.begin(f"导出{table_label(table)}", total)
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.name for column in table.columns])
        query = select(table).order_by(*table.primary_key.columns)
        with work.session.execute(query.execution_options(yield_per=2_000)) as rows:
            for row in rows:
                pairs = zip(table.columns, row, strict=True)
                writer.writerow([_cell(work, column, value) for column, value in pairs])
                work.progress.step()
    return total


def _cell(work: UnitOfWork, column: Any, value: Any) -> str:
    if isinstance(column.type, Sealed):
        value = _opened(work, column, value)
    elif column.table.name == "key_wrap" and column.name in {"salt", "blob"}:
        # Whoever holds these can guess passwords at leisure.
        value = _HIDDEN
    if value is None:
        return ""
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    text = str(value)
    risky = isinstance(value, str) and text.startswith(_FORMULA)
    return f"'{text}" if risky else text


def _opened(work: UnitOfWork, column: Any, value: bytes | None) -> str | None:
    if value is None:
        return None
    if isinstance(column.type, Withheld) or not work.actor.may(Right.SHOW_SENSITIVE):
        return _HIDDEN
    # A number that goes from one table to another keeps the context under which it was sealed.
    context = column.info.get("sealed_as", f"{column.table.name}.{column.name}")
    return work.keyring.open(context, value)


def _write_dictionary(tables: list[Table], folder: Path) -> None:
    with (folder / "数据字典.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["表", "表名", "列", "列名", "类型", "可空", "主键", "指向"])
        for table in tables:
            for column in table.columns:
                goal = "、".join(key.target_fullname for key in column.foreign_keys)
                writer.writerow(
                    [
                        table.name,
                        table_label(table),
                        column.name,
                        column_label(column),
                        _type_of(column),
                        "是" if column.nullable else "否",
                        "是" if column.primary_key else "否",
                        goal,
                    ]
                )


def _type_of(column: Any) -> str:
    if isinstance(column.type, Sealed):
        return "加密文本"
    plain = column.type
    while isinstance(plain, TypeDecorator):
        plain = plain.impl_instance
    if isinstance(plain, Enum):
        codes = (f"{each.value}={_label(each)}" for each in plain.enum_class or ())
        return f"代码：{'、'.join(codes)}"
    names = {
        bool: "是否",
        int: "整数",
        str: "文本",
        bytes: "字节（十六进制）",
        dt.date: "日期",
        dt.datetime: "时间（UTC）",
    }
    return names[plain.python_type]


def _label(member: enum.Enum) -> str:
    return str(getattr(member, "label", member.name))


def _write_attachments(work: UnitOfWork, folder: Path) -> None:
    hashes = list(attachments.all_hashes(work.session))
    work.progress.begin("导出附件", len(hashes))
    for sha256 in hashes:
        folder.mkdir(exist_ok=True)
        content = attachments.content_of(work, sha256)
        (folder / sha256).write_bytes(content)
        work.progress.step()


def _write_note(office: Office, folder: Path, stamp: str) -> None:
    (folder / "导出说明.txt").write_text(
        f"{office.name} 全部数据，导出于 {stamp}，程序版本 {__version__}。\n"
        "每个 .csv 是一张表（UTF-8），列的含义见 数据字典.csv；"
        "附件文件夹中的文件以内容的 SHA-256 命名，与 attachment.csv 对应。\n"
        "金额单位为分，分数为千分之一分，权重为万分之一；时间为 UTC。\n"
        "以 = + - @ 开头的文本前加了一个撇号，以免表格软件当作公式。\n",
        encoding="utf-8",
    )
