"""One writer a file, readers beside it that change nothing, and names of every kind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.paths import is_remote
from hrgrid.storage.attachments import folder_of
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.sealed import key_file_of
from hrgrid.storage.upgrade import create
from tests.storage.deeds import beside, counted, only, run_of

pytestmark = only("sqlite")


@pytest.fixture(autouse=True)
def _one_engine(engine_name):
    """Every test here is about files."""


# --- one writer ---------------------------------------------------------------------------------

OWNER = """
import sys
from hrgrid.storage.database import Database
with Database.open(sys.argv[1]) as database:
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_second_opener_is_refused_and_the_lock_is_free_once_its_owner_was_killed(place):
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as owner:
        assert owner.stdout.readline() == "open\n"
        with pytest.raises(UserError, match=r"机构\.hrg”正在另一个窗口或命令中打开"):
            Database.open(place)
        with Database.open(place, read_only=True) as reader:
            assert counted(reader, "office") == 1
        owner.kill()
    with Database.open(place) as database:
        assert sign_in(database, "经办人").write(run_of("一")) == 3


def test_the_lock_is_free_after_an_opening_that_failed(place):
    with Database.open(place) as database, database.raw(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    for _ in range(2):
        with pytest.raises(UserError, match="旧版本的数据"):
            Database.open(place)


def test_a_link_to_the_same_file_is_the_same_file(place, tmp_path):
    link = tmp_path / "快捷.hrg"
    link.symlink_to(place)
    with Database.open(place), pytest.raises(UserError, match="正在另一个窗口"):
        Database.open(link)


PROBE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        # The range of SQLite's shared lock.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
    except OSError:
        print("held", end="")
"""


def test_opening_the_same_file_again_takes_no_lock_away(place, database, desk):
    """Closing any handle of a file lets go of every lock that the process has on it."""
    desk.write(run_of("一"))
    with Database.open(place, read_only=True) as reader:
        assert counted(reader, "fact_use") == 3
    with pytest.raises(UserError, match="正在另一个窗口"):
        Database.open(place)
    probe = [sys.executable, "-c", PROBE, place]
    assert subprocess.run(probe, check=True, capture_output=True).stdout == b"held"


# --- beside an open writer ----------------------------------------------------------------------


def test_reading_beside_an_open_writer_changes_no_byte(place, database, desk):
    desk.write(run_of("一", 500))
    path = Path(place)
    before = beside(path)
    assert before[f"{path.name}-wal"]
    with Database.open(place, read_only=True) as reader:
        assert counted(reader, "fact_use") == 500
        assert check(reader) == []
        assert sign_in(reader, "经办人").read(lambda work: work.setting.value) == "single"
    assert beside(path) == before
    assert desk.write(run_of("二")) == 3


def test_reading_what_a_killed_writer_left_changes_no_byte_of_it(place):
    killed = subprocess.run(
        [sys.executable, "-c", LEAVES_A_LOG, place],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert killed.returncode == -9, killed.stderr
    path = Path(place)
    before = beside(path)
    assert before[f"{path.name}-wal"]
    with Database.open(place, read_only=True) as reader:
        assert counted(reader, "fact_use") == 500
        assert check(reader) == []
    assert beside(path) == before


LEAVES_A_LOG = """
import os, signal, sys
from hrgrid.accounts.service import sign_in
from hrgrid.storage.database import Database
from tests.storage.deeds import run_of
sign_in(Database.open(sys.argv[1]), "经办人").write(run_of("一", 500))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_stray_log_of_lost_data_is_not_played_into_new_data(place, tmp_path):
    """A killed program left a log; somebody removed the data file alone."""
    subprocess.run([sys.executable, "-c", LEAVES_A_LOG, place], check=False)
    path = Path(place)
    assert path.with_name(path.name + "-wal").stat().st_size
    path.unlink()
    key_file_of(path).unlink()
    with pytest.raises(UserError, match="已经存在，没有覆盖"):
        create(path, lambda database: None)


# --- paths --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "机 构 100%.hrg",
        "a#b.hrg",
        "有?吗.hrg",
        "%41%2e.hrg",
        "a&mode=ro.hrg",
        "'引号\".hrg",
        "名;.hrg",
    ],
)
def test_any_name_that_the_system_takes_will_do(place, tmp_path, name, clock):
    path = tmp_path / "政法委 #1?%20" / name
    path.parent.mkdir()
    shutil.copyfile(place, path)
    shutil.copyfile(key_file_of(Path(place)), key_file_of(path))
    with Database.open(path, read_only=True) as database:
        assert counted(database, "journal_entry") == 2
    for _ in range(2):
        with Database.open(str(path), clock=clock) as database:
            sign_in(database, "经办人").write(lambda work: work.record("look", name))
            assert check(database) == []
    assert {each.name for each in path.parent.iterdir()} <= {
        name,
        f"{name}.keys",
        f"{name}.lock",
        folder_of(path).name,
    }


@pytest.mark.parametrize("where", ["//server/share/机构.hrg", "\\\\server\\share\\机构.hrg"])
def test_a_network_share_is_refused(where):
    assert is_remote(Path(where))
    if where.startswith("//"):
        with pytest.raises(UserError, match=r"在网络盘上.*请改用 PostgreSQL"):
            Database.open(where)
        with pytest.raises(
            UserError, match=r"在网络盘上.*请改用 PostgreSQL|多人共用请改用 PostgreSQL"
        ):
            create(where, lambda database: None)
