"""From `--data` and `--user` to an open database and a signed-in person."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hrgrid.schema  # noqa: F401 - export and check must know every table
from hrgrid.accounts import queries
from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.location import Location
from hrgrid.storage.recent import last_opened
from hrgrid.storage.upgrade import open_upgraded


def location_of(options: argparse.Namespace) -> Location:
    """What `--data` names, else the data that the window last opened, which is said aloud."""
    if options.data is not None:
        return Location.of(options.data)
    found = last_opened()
    if found is None:
        raise UserError("没有指明数据。请用 --data 写出数据文件（.hrg）或 PostgreSQL 地址")
    sys.stderr.write(f"使用窗口上次打开的数据：{found.shown}\n")
    return found


@contextmanager
def reading(options: argparse.Namespace) -> Iterator[Database]:
    """The data, read-only, beside a window that may have it open."""
    with Database.open(location_of(options), read_only=True) as database:
        yield database


@contextmanager
def reading_desk(options: argparse.Namespace) -> Iterator[Desk]:
    """A signed-in person who only reads."""
    with reading(options) as database:
        yield sit_down(database, options)


@contextmanager
def writing_desk(options: argparse.Namespace, *, on_record: bool = True) -> Iterator[Desk]:
    """A signed-in person who may write; refused while a window has the file open.

    Without `on_record` the sign-in leaves no trace: for a dry run, which is rolled back.
    """
    database = open_upgraded(location_of(options))
    try:
        desk = sit_down(database, options, on_record=on_record)
    except BaseException:
        database.close()
        raise
    try:
        yield desk
    finally:
        desk.close()


def sit_down(database: Database, options: argparse.Namespace, *, on_record: bool = True) -> Desk:
    """Sign in `--user`, or the only person of an office that asks for no password."""
    login = options.user
    if login is None:
        login = queries.sign_in_choices(database).automatic
    if login is None:
        raise UserError(
            "这份数据要登录才能办。请用 --user 写出登录名，并把密码放进环境变量 "
            "HRGRID_SECRET_FILE 所指的文件"
        )
    return sign_in(database, login, secret(), on_record=on_record)


def secret(variable: str = "HRGRID_SECRET_FILE") -> str | None:
    """The first line of the file that an environment variable names, None where none is named."""
    named = os.environ.get(variable)
    if not named:
        return None
    try:
        lines = Path(named).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise UserError(
            f"读不了密码文件“{named}”（{variable}）。请检查路径和权限，文件须是 UTF-8 文本"
        ) from error
    return lines[0] if lines else ""
