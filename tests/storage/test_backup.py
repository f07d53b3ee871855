"""A backup is proved before it counts, opens anywhere, and no damage pushes out a good one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.storage import journal
from hrgrid.storage.anchors import anchored
from hrgrid.storage.attachments import attach, folder_of, path_in
from hrgrid.storage.backup import back_up, backup_folder, copy_out, list_backups, read_manifest
from hrgrid.storage.checks import check
from hrgrid.storage.copying import content_hash, tables_of
from hrgrid.storage.database import Database
from hrgrid.storage.files import sha256_of
from hrgrid.storage.sealed import key_file_of
from tests.patience import SECONDS
from tests.storage.deeds import by_hand, column, counted, only, ordinary_person, run_of

SCAN = b"%PDF scan"
SHA256 = hashlib.sha256(SCAN).hexdigest()


@pytest.fixture
def busy_desk(database, desk):
    """A desk with some deeds and a scan behind it."""
    for number in range(2):
        desk.write(run_of(str(number), 200))
    desk.write(lambda work: attach(work, "批件.pdf", SCAN, "application/pdf"))
    return desk


@pytest.fixture
def folder(tmp_path):
    """Where backups go."""
    return tmp_path / "备份 #1%"


def test_a_backup_holds_everything_and_says_so(database, busy_desk, folder):
    made = back_up(database, folder, keyring=busy_desk.keyring)
    manifest = read_manifest(made.path)
    with database.reading() as work:
        newest = journal.head(work.session)
    assert (manifest.journal_seq, manifest.head) == (newest.seq, newest.hash)
    assert manifest.office == column(database, "SELECT code FROM office")[0]
    assert manifest.sha256 == sha256_of(made.path)
    assert manifest.missing_attachments == []
    assert manifest.tables["fact_use"] == 400
    assert manifest.tables["journal_entry"] == newest.seq
    assert dt.datetime.fromisoformat(manifest.made_at) == made.made_at == database.clock()
    with Database.open(made.path, read_only=True) as copy:
        with copy.raw(writes=False) as connection, database.raw(writes=False) as source:
            tables = tables_of(connection)
            assert content_hash(source, tables, Progress()) == (manifest.content, manifest.tables)
            assert content_hash(connection, tables, Progress())[0] == manifest.content
        assert key_file_of(made.path).exists()
        report = copy_report(copy, busy_desk)
    assert report.ok
    assert path_in(folder / "files", SHA256).read_bytes() == SCAN
    assert anchored(manifest.office) == [newest]


def copy_report(copy, desk):
    with copy.reading() as work:
        return journal.verify(work.session, desk.keyring.journal_key, Progress())


def test_reading_a_backup_writes_nothing_beside_it(database, busy_desk, folder):
    made = back_up(database, folder)
    before = {each: each.stat().st_mtime_ns for each in folder.rglob("*")}
    with Database.open(made.path, read_only=True) as copy:
        assert counted(copy, "fact_use") == 400
    assert {each: each.stat().st_mtime_ns for each in folder.rglob("*")} == before


def test_a_backup_beside_a_folder_of_attachments_opens_for_work(database, busy_desk, folder):
    made = back_up(database, folder)
    shutil.copytree(folder / "files", folder_of(made.path))
    with Database.open(made.path, clock=database.clock) as copy:
        assert check(copy) == []
        assert sign_in(copy, "经办人").write(run_of("之后")) == 3


def test_backups_under_writes_are_each_one_moment(place, database, busy_desk, folder):
    stop, written, counts = threading.Event(), threading.Semaphore(0), []

    def write():
        number = 0
        while not stop.is_set():
            busy_desk.write(run_of(f"并行{number}", 100))
            number += 1
            written.release()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            made = back_up(database, folder)
            with Database.open(made.path, read_only=True) as copy:
                assert copy_report(copy, busy_desk).ok
                runs = column(copy, "SELECT count(*) FROM fact_use GROUP BY run_key")
                counts.append(len(runs))
                assert set(runs) <= {100, 200}
                entries = column(copy, "SELECT count(*) FROM journal_entry WHERE action = 'run'")
                assert entries == [len(runs)]
            # Something is written between two backups, however little time the writer was given.
            while written.acquire(blocking=False):
                pass
            assert written.acquire(timeout=SECONDS)
    finally:
        stop.set()
        writer.join()
    assert counts == sorted(set(counts))


def test_two_backups_of_one_second_both_stay(database, busy_desk, folder):
    names = {back_up(database, folder).path.name for _ in range(3)}
    assert len(names) == 3
    assert {row.path.name for row in list_backups(folder)} == names


def test_backups_are_listed_newest_first_and_only_whole_ones(database, busy_desk, folder, clock):
    for _ in range(3):
        back_up(database, folder)
        clock.move(dt.timedelta(hours=1))
    rows = list_backups(folder)
    assert [row.made_at for row in rows] == sorted((row.made_at for row in rows), reverse=True)
    (folder / "别的.hrg").write_bytes(b"x")
    rows[0].path.with_name(rows[0].path.name + ".json").write_text("{", encoding="utf-8")
    rows[1].path.with_name(rows[1].path.name + ".json").unlink()
    assert [row.path for row in list_backups(folder)] == [rows[2].path]
    assert list_backups(folder / "没有") == []


def test_a_cancelled_backup_leaves_nothing(database, busy_desk, folder):
    stages = []

    def shown(stage):
        stages.append(stage.text)
        if stage.text == "核对备份" and stage.done:
            progress.cancel()

    progress = Progress(shown)
    with pytest.raises(Cancelled):
        back_up(database, folder, progress)
    assert "核对备份" in stages
    assert left_in(folder) == []


def left_in(folder):
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


# --- damage -------------------------------------------------------------------------------------


def test_a_damaged_source_is_not_backed_up_and_pushes_nothing_out(
    database, busy_desk, folder, clock
):
    for _ in range(4):
        back_up(database, folder)
        clock.move(dt.timedelta(days=3))
    before = left_in(folder)
    by_hand(database, "UPDATE operator SET name = '别人'")
    clock.move(dt.timedelta(days=700))
    with pytest.raises(
        UserError, match=r"数据有 1 处不对（数据表 operator.*没有备份，原有备份都保留"
    ):
        back_up(database, folder)
    assert left_in(folder) == before


def test_a_changed_journal_is_not_backed_up(database, busy_desk, folder):
    by_hand(database, "UPDATE journal_entry SET reason = '改过' WHERE seq = 3")
    with pytest.raises(UserError, match=r"第 3 条的内容被改动过.*没有备份"):
        back_up(database, folder)
    assert left_in(folder) == []


def test_a_lost_key_file_is_not_passed_over(database, busy_desk, folder):
    if database.is_sqlite:
        key_file_of(database.location.file).unlink()
    else:
        by_hand(database, "DELETE FROM key_file")
    with pytest.raises(UserError, match="找不到钥匙文件"):
        back_up(database, folder)


def test_a_copy_tells_which_attachments_were_missing(database, busy_desk, folder):
    if database.is_sqlite:
        path_in(folder_of(database.location.file), SHA256).unlink()
    else:
        by_hand(database, "DELETE FROM attachment_content")
    path = copy_out(database, folder, "升级前-0001")
    assert read_manifest(path).missing_attachments == [SHA256]
    with pytest.raises(UserError, match=rf"附件 {SHA256[:12]}… 不见了"):
        back_up(database, folder)


def test_an_attachment_damaged_in_the_backup_folder_is_written_anew(database, busy_desk, folder):
    back_up(database, folder)
    path_in(folder / "files", SHA256).write_bytes(b"x")
    back_up(database, folder)
    assert path_in(folder / "files", SHA256).read_bytes() == SCAN


# --- where it cannot be written -----------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(database, busy_desk, folder):
    folder.mkdir()
    folder.chmod(0o555)
    try:
        with ordinary_person(), pytest.raises(UserError, match=r"备份写不进.*请换个文件夹再备份"):
            back_up(database, folder)
    finally:
        folder.chmod(0o755)
    assert left_in(folder) == []


def test_a_file_in_place_of_the_folder_is_told(database, busy_desk, folder):
    folder.write_bytes(b"")
    with pytest.raises(UserError, match=r"备份写不进"):
        back_up(database, folder)


@only("sqlite")
def test_a_disk_that_fills_up_is_told_and_nothing_is_left(place, folder):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, place, str(folder)],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.startswith(("磁盘已满", "读写数据文件时磁盘出错", "备份写不进")), done.stderr
    assert left_in(folder) == []


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import hrgrid.schema
from hrgrid.core.errors import UserError
from hrgrid.storage.backup import back_up
from hrgrid.storage.database import Database
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Database.open(sys.argv[1]) as database:
    size = Path(sys.argv[1]).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
    try:
        back_up(database, Path(sys.argv[2]))
    except UserError as error:
        print(error.sentence)
"""


def test_the_folder_for_backups_lies_beside_a_file_or_at_home(database):
    folder = backup_folder(database.location)
    if database.is_sqlite:
        assert folder == database.location.file.parent / "备份"
    else:
        assert folder.name == database.location.name


def test_a_manifest_is_plain_json(database, busy_desk, folder):
    made = back_up(database, folder)
    read = json.loads(Path(f"{made.path}.json").read_bytes())
    assert read["tables"]["office"] == 1
    assert read["schema"] == column(database, "SELECT version_num FROM alembic_version")[0]
    with Database.open(made.path, read_only=True) as copy, copy.raw(writes=False) as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "delete"


def test_an_account_s_folder_that_cannot_be_written_costs_no_backup(
    database, busy_desk, folder, tmp_path, monkeypatch
):
    """The head is remembered there; remembering is worth less than the backup."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "heads").write_bytes(b"in the way")
    monkeypatch.setenv("HRGRID_HOME", str(home))
    made = back_up(database, folder)
    assert list_backups(folder)[0].path == made.path
    busy_desk.close()


@only("sqlite")
def test_an_attachment_that_cannot_be_read_is_a_finding(database, busy_desk):
    path = path_in(folder_of(database.location.file), SHA256)
    path.unlink()
    path.mkdir()
    assert ["不见了" in found for found in check(database)] == [True]


@only("sqlite")
def test_a_key_file_that_cannot_be_read_is_told(database, busy_desk, folder):
    keys = key_file_of(database.location.file)
    keys.unlink()
    keys.mkdir()
    with pytest.raises(UserError, match=r"钥匙文件.*读不出来"):
        sign_in(database, "经办人")
    with pytest.raises(UserError, match=r"钥匙文件.*读不出来"):
        back_up(database, folder)
