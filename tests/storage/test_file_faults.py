"""What can happen to a data file is told in one sentence, and the data stays as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.upgrade import create
from tests.patience import SECONDS
from tests.storage.deeds import (
    beside,
    everything,
    impatient,
    only,
    ordinary_person,
    run_of,
)

pytestmark = only("sqlite")


@pytest.fixture(autouse=True)
def _one_engine(engine_name):
    """Every test here is about files."""


def findings(path, *, read_only=False):
    """Open and check as an office would, and be told of the first fault."""
    with Database.open(path, read_only=read_only) as database:
        if found := check(database):
            raise UserError(found[0])


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split(";"):
    connection.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held():
    """Another program that holds the file until the test ends: `held(path, "BEGIN IMMEDIATE")`."""
    holders = []

    def hold(path, statement):
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path), statement],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        holders.append(holder)
        assert holder.stdout.readline() == "held\n"
        return holder

    yield hold
    for holder in holders:
        holder.communicate("", timeout=SECONDS)


def test_a_busy_file_is_told_and_the_next_try_goes_through(place, database, desk, held):
    holder = held(place, "BEGIN IMMEDIATE")
    impatient(database)
    before = everything(database)
    with pytest.raises(UserError, match=r"数据文件正忙.*这一步没有存"):
        desk.write(run_of("一"))
    assert everything(database) == before
    holder.communicate("", timeout=SECONDS)
    assert desk.write(run_of("一")) == 3


def test_a_file_that_somebody_holds_alone_is_told_at_opening(place, held, monkeypatch):
    monkeypatch.setattr("hrgrid.storage.database._BUSY_SECONDS", 0.1)
    held(place, "PRAGMA locking_mode=EXCLUSIVE;BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="数据文件正忙"):
        Database.open(place)


def test_a_full_disk_is_told_and_nothing_changes(database, desk):
    before = everything(database)

    def too_much(work):
        pages = work.session.scalar(text("PRAGMA page_count"))
        work.session.execute(text(f"PRAGMA max_page_count = {pages + 5}"))
        run_of("多", 12_000)(work)

    with pytest.raises(UserError, match=r"磁盘已满，这一步没有存，原来的数据没有变"):
        desk.write(too_much)
    assert everything(database) == before
    database.engine.dispose()
    assert desk.write(run_of("一")) == 3


def test_a_file_that_became_read_only_is_told(place, clock):
    path = Path(place)
    path.chmod(0o444)
    with ordinary_person(), pytest.raises(UserError, match=r"只读的|没有读取权限"):
        open_and_write(path, clock)
    path.chmod(0o644)
    with Database.open(path, clock=clock) as database:
        assert sign_in(database, "经办人").write(run_of("一")) == 3


def open_and_write(path, clock):
    with Database.open(path, clock=clock) as database:
        sign_in(database, "经办人").write(run_of("一"))


def test_a_folder_that_cannot_be_written_is_told(place, tmp_path):
    folder = tmp_path / "只读"
    folder.mkdir()
    shutil.copyfile(place, folder / "机构.hrg")
    folder.chmod(0o555)
    try:
        with ordinary_person(), pytest.raises(UserError, match="这个文件夹不能写"):
            Database.open(folder / "机构.hrg")
        with ordinary_person(), pytest.raises(UserError, match=r"建不了数据文件.*只读"):
            create(folder / "新.hrg", lambda database: None)
    finally:
        folder.chmod(0o755)


def test_a_file_without_permission_to_read_is_told(place):
    path = Path(place)
    path.chmod(0)
    try:
        with ordinary_person(), pytest.raises(UserError, match="没有读取权限"):
            Database.open(path)
    finally:
        path.chmod(0o600)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("start", "length"), [(16, 84), (100, 400), (100, 3_996), (0x1000, 0x4000)]
)
def test_overwritten_bytes_are_told_in_a_sentence(place, start, length, read_only):
    path = Path(place)
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xa5" * length
    path.write_bytes(content)
    with pytest.raises(UserError) as told:
        findings(path, read_only=read_only)
    assert any(word in told.value.sentence for word in ("损坏", "不一致", "没有网格员"))


def test_a_file_cut_short_is_told_in_a_sentence(place):
    path = Path(place)
    whole = path.read_bytes()
    for size in (0, 10, 16, 99, 100, 512, 4_096, len(whole) // 2, len(whole) - 4_096):
        path.write_bytes(whole[:size])
        with pytest.raises(UserError):
            findings(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" * 100, b"SQLite format 3\x00"])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "名单.hrg"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"不是网格员队伍管理的数据|没有网格员|请选对文件"):
        Database.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path):
    path = tmp_path / "别的.hrg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (n)")
    connection.close()
    before = beside(path)
    with pytest.raises(UserError, match=r"没有网格员队伍管理的数据"):
        Database.open(path, read_only=True)
    assert beside(path) == before


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match=r"没有找到数据文件.*不在\.hrg"):
        Database.open(tmp_path / "不在.hrg")
    assert not list(tmp_path.iterdir())


def test_a_folder_in_place_of_a_file_is_told(tmp_path):
    with pytest.raises(UserError, match="打不开"):
        Database.open(tmp_path)


# --- replaced underneath ------------------------------------------------------------------------


def test_a_file_replaced_underneath_is_written_no_more(place, database, desk, tmp_path):
    other = tmp_path / "旧.hrg"
    shutil.copyfile(place, other)
    desk.write(run_of("一"))
    Path(place).rename(tmp_path / "移走.hrg")
    with pytest.raises(UserError, match="被移走或换过，这一步没有存"):
        desk.write(run_of("二"))
    other.rename(place)
    before = Path(place).read_bytes()
    with pytest.raises(UserError, match="被移走或换过，这一步没有存"):
        desk.write(run_of("三"))
    with pytest.raises(UserError, match="被移走或换过，这一步没有存"):
        desk.rehearse(run_of("三"))
    assert Path(place).read_bytes() == before
