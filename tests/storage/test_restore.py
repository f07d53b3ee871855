"""A backup brought back lies beside what is there, opens anywhere, and can be undone."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import (
    OperatorForm,
    add_operator,
    recover,
    renew_recovery_code,
    sign_in,
)
from hrgrid.core.errors import UserError
from hrgrid.storage import journal
from hrgrid.storage.attachments import attach, content_of, folder_of
from hrgrid.storage.backup import back_up
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.journal import JournalFilter
from hrgrid.storage.location import Location
from hrgrid.storage.restore import restore
from hrgrid.storage.sealed import key_file_of
from tests.storage.deeds import (
    SEALED,
    column,
    counted,
    everything,
    journal_findings,
    only,
    ordinary_person,
    run_of,
)

ID, NUMBER = SEALED
SECRET = "红旗渠水长又长流"


def files_in(folder):
    return {each.name for each in folder.iterdir()}


# --- on a file ----------------------------------------------------------------------------------


@only("sqlite")
def test_a_restored_copy_lies_beside_the_data_which_stays_as_it_is(database, desk, made):
    desk.write(run_of("之后"))
    before = everything(database)
    location = restore(made, database.location)
    assert location.file.parent == database.location.file.parent
    assert location.file.name.startswith("机构-恢复-")
    assert everything(database) == before
    with Database.open(location, clock=database.clock) as restored:
        assert counted(restored, "fact_use") == 300
        assert check(restored) == []
        again = sign_in(restored, "经办人")
        notes = again.read(lambda work: journal.entries(work.session, JournalFilter(), limit=2))
        assert [each.action for each in notes] == ["sign_in", "restore"]
        assert notes[1].subject == made.name
        assert journal_findings(restored, again) == ()
    # Undone by simply opening the other one.
    assert desk.write(run_of("再后")) == 3


@only("sqlite")
def test_a_backup_is_restored_to_where_nothing_is_left(place, database, desk, made, clock):
    before = everything(database)
    database.close()
    for path in Path(place).parent.glob("机构.hrg*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    location = restore(made, Location.of(place))
    assert location == Location.of(place)
    with Database.open(place, clock=clock) as restored:
        after = everything(restored)
        changed = {table for table in after if after[table] != before[table]}
        assert changed == {"unsigned_note", "operation"}
        assert check(restored) == []
        assert sign_in(restored, "经办人").write(run_of("二")) == 3


@only("sqlite")
def test_a_stray_log_of_the_lost_file_is_not_played_into_the_restored_one(
    place, database, desk, made, clock
):
    database.close()
    subprocess.run([sys.executable, "-c", LEAVES_A_LOG, place], check=False)
    assert Path(f"{place}-wal").stat().st_size
    Path(place).unlink()
    location = restore(made, Location.of(place))
    assert location.file != Path(place)
    with Database.open(location, clock=clock) as restored:
        assert counted(restored, "fact_use") == 300
        assert check(restored) == []


LEAVES_A_LOG = """
import os, signal, sys
from hrgrid.accounts.service import sign_in
from hrgrid.storage.database import Database
from tests.storage.deeds import SEALED, journal_findings, run_of
sign_in(Database.open(sys.argv[1]), "经办人").write(run_of("丢失", 500))
os.kill(os.getpid(), signal.SIGKILL)
"""


@only("sqlite")
def test_restoring_twice_gives_two_copies(database, made):
    assert len({restore(made, database.location) for _ in range(2)}) == 2


@only("sqlite")
def test_a_backup_without_its_attachments_is_restored_and_they_are_missed(database, made, clock):
    shutil.rmtree(made.parent / "files")
    location = restore(made, database.location)
    with Database.open(location, clock=clock) as restored:
        assert ["不见了" in found for found in check(restored)] == [True]


@only("sqlite")
def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(database, made, tmp_path):
    folder = tmp_path / "只读"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        with ordinary_person(), pytest.raises(UserError, match=r"恢复不到.*只读或磁盘已满"):
            restore(made, Location.of(folder / "机构.hrg"))
    finally:
        folder.chmod(0o755)
    assert files_in(folder) == set()


@only("sqlite")
def test_a_restore_that_fails_takes_no_keys_away(database, made, tmp_path):
    """The data file is gone, its key file is not: a failed try must leave it there."""
    target = tmp_path / "别处" / "机构.hrg"
    target.parent.mkdir()
    shutil.copyfile(key_file_of(database.location.file), key_file_of(target))
    shutil.copyfile(made, made.with_name("坏.hrg"))
    folder_of(target).write_bytes(b"in the way")
    with pytest.raises(UserError, match="恢复不到"):
        restore(made, Location.of(target))
    assert key_file_of(target).exists()


# --- damaged and foreign ones -------------------------------------------------------------------


def unchanged_by(database, backup, match):
    before = everything(database)
    with pytest.raises(UserError, match=match):
        restore(backup, database.location)
    assert everything(database) == before
    if database.is_sqlite:
        assert not list(database.location.file.parent.glob("机构-恢复-*"))


def test_a_backup_that_is_not_there_is_told(database, tmp_path):
    unchanged_by(database, tmp_path / "没有.hrg", "没有找到备份")


def test_a_changed_backup_is_refused(database, made):
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    unchanged_by(database, made, "与备份时不一致，可能已损坏。请换一份备份")


@only("sqlite")
@pytest.mark.parametrize("size", [0, 100, 4_096, 20_000])
def test_a_backup_cut_short_is_refused_without_its_manifest_too(database, made, size):
    Path(f"{made}.json").unlink()
    made.write_bytes(made.read_bytes()[:size])
    unchanged_by(database, made, r"损坏|不是网格员队伍管理|没有网格员")


@only("sqlite")
def test_a_backup_with_a_damaged_row_is_refused_without_its_manifest_too(database, made):
    Path(f"{made}.json").unlink()
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE office SET name = '别的机构'")
    connection.close()
    unchanged_by(database, made, r"与写入时不一致")


@only("sqlite")
def test_a_backup_of_a_newer_program_is_refused(database, made):
    Path(f"{made}.json").unlink()
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    unchanged_by(database, made, r"更新版本的程序（9999）.*请安装新版本")


# --- on a bare machine --------------------------------------------------------------------------


def read_sealed(restored, desk):
    sha256 = column(restored, "SELECT sha256 FROM attachment")[0]
    with restored.reading() as work:
        sealed = content_of(work, sha256)
    return desk.keyring.open(ID, sealed)


def test_a_bare_machine_opens_a_backup_by_the_printed_code(
    database, desk, tmp_path, monkeypatch, clock
):
    code = desk.write(renew_recovery_code)
    sealed = desk.keyring.seal(ID, NUMBER)
    desk.write(lambda work: attach(work, "密.bin", sealed, "application/x"))
    made = back_up(database, tmp_path / "备份").path
    stick = tmp_path / "U盘"
    shutil.copytree(made.parent, stick)
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "bare"))
    location = restore(stick / made.name, Location.of(tmp_path / "新电脑" / "机构.hrg"))
    with Database.open(location, clock=clock) as restored:
        with pytest.raises(UserError, match="请输入打印保存的恢复码"):
            sign_in(restored, "经办人")
        found = recover(restored, "经办人", code.lower().replace("-", " "), None)
        assert read_sealed(restored, found) == NUMBER
        assert found.write(run_of("新电脑")) == 3
        assert journal_findings(restored, found) == ()
    with Database.open(location, clock=clock) as restored:
        assert read_sealed(restored, sign_in(restored, "经办人")) == NUMBER


@pytest.mark.usefixtures("made")
def test_a_bare_machine_opens_a_backup_by_a_second_operator_s_password(
    database, desk, tmp_path, monkeypatch, clock
):
    form = OperatorForm("li", "李四", "", "", (RoleRow(Role.CLERK, ""),), SECRET)
    desk.write(lambda work: add_operator(work, form))
    clock.move(dt.timedelta(seconds=2))
    later = back_up(database, tmp_path / "备份").path
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "bare"))
    location = restore(later, Location.of(tmp_path / "新电脑" / "机构.hrg"))
    with Database.open(location, clock=clock) as restored:
        with pytest.raises(UserError, match="密码不对"):
            sign_in(restored, "li", "红旗渠水长又")
        found = sign_in(restored, "li", SECRET)
        assert read_sealed(restored, found) == NUMBER
        assert found.write(run_of("新电脑")) == 3
