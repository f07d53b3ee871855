"""New data is whole or not there; older data is backed up before it is brought up to date."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from hrgrid.accounts.service import OfficeForm, set_up_office, sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.paths import migrations
from hrgrid.core.policies import Setting
from hrgrid.storage import upgrade
from hrgrid.storage.backup import backup_folder, list_backups, read_manifest
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.upgrade import create, open_upgraded
from tests.offices import OFFICE
from tests.storage.deeds import column, counted, everything, only, run_of, wait_for_lock

OTHER = OfficeForm("另一机构", "另一区", Setting.SINGLE)


class Broken(Exception):
    """The creation breaks off."""


def left_at(place):
    """What lies where the data should be, or which tables hold rows."""
    if "://" not in place:
        return sorted(each.name for each in Path(place).parent.iterdir())
    with Database.attach(place) as database, database.raw(writes=False) as connection:
        tables = [
            name for name in inspect(connection).get_table_names() if name != "alembic_version"
        ]
        return [n for n in tables if connection.execute(text(f"SELECT count(*) FROM {n}")).scalar()]


def test_a_creation_that_breaks_off_leaves_nothing_and_may_be_tried_again(empty_place):
    def fill(database):
        with database.writing() as work:
            work.session.execute(text("SELECT 1"))
            raise Broken

    with pytest.raises(Broken):
        create(empty_place, fill)
    assert left_at(empty_place) == []
    set_up_office(empty_place, OFFICE)
    with Database.open(empty_place) as database:
        assert check(database) == []
        assert sign_in(database, "经办人").write(run_of("一")) == 3


def test_a_form_that_will_not_do_leaves_nothing(empty_place):
    with pytest.raises(UserError, match="机构名称还没有填"):
        set_up_office(empty_place, OfficeForm("  ", "", Setting.SINGLE))
    assert left_at(empty_place) == []


ALREADY = r"已经存在|已经有数据"


def is_the_other(place):
    with Database.open(place) as database:
        assert column(database, "SELECT name FROM office") == ["另一机构"]
        assert check(database) == []
        assert sign_in(database, "经办人").write(run_of("一")) == 3


@only("sqlite")
def test_of_two_creations_of_one_file_the_first_to_finish_stays(empty_place):
    """Two windows, or a window and a command: the slower one must not overwrite."""
    with pytest.raises(UserError, match=ALREADY):
        set_up_office(empty_place, OFFICE, keep=lambda _: overtake(empty_place))
    assert not [name for name in left_at(empty_place) if "part" in name]
    is_the_other(empty_place)


def overtake(place):
    set_up_office(place, OTHER)


@only("postgresql")
def test_of_two_creations_in_one_database_the_first_to_finish_stays(empty_place):
    told = []

    def slower():
        try:
            set_up_office(empty_place, OFFICE)
        except UserError as error:
            told.append(error.sentence)

    thread = threading.Thread(target=slower)

    def keep(_keys):
        with Database.attach(empty_place) as beside:
            thread.start()
            assert wait_for_lock(beside, thread)

    set_up_office(empty_place, OTHER, keep=keep)
    thread.join()
    assert len(told) == 1
    assert "已经有数据" in told[0]
    is_the_other(empty_place)


def test_what_is_there_is_not_overwritten(place, database):
    before = everything(database)
    database.close()
    with pytest.raises(UserError, match=ALREADY):
        set_up_office(place, OTHER)
    with Database.open(place) as again:
        assert everything(again) == before


@only("postgresql")
def test_a_database_with_something_else_in_it_is_refused(postgres, empty_place):
    with Database.attach(empty_place) as database, database.raw(writes=True) as connection:
        connection.execute(text("CREATE TABLE t (n int)"))
    with pytest.raises(UserError, match="已经有数据，没有覆盖"):
        set_up_office(empty_place, OFFICE)


@only("sqlite")
def test_new_data_is_for_this_account_alone(empty_place):
    set_up_office(empty_place, OFFICE)
    for name in (empty_place, f"{empty_place}.keys"):
        assert Path(name).stat().st_mode & 0o077 == 0


# --- older data ---------------------------------------------------------------------------------

NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9990"
down_revision = "{before}"
def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE fact_use_copy SET n = 1" if {broken} else "INSERT INTO later VALUES (7)")
"""


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """A program that is one migration newer: `next_version(broken=…)`."""

    def make(*, broken):
        before = upgrade.program_version()
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        for name in ("env.py", *(f"versions/{p.name}" for p in _versions())):
            (folder / name).write_bytes((migrations() / name).read_bytes())
        path = folder / "versions" / "9990_next.py"
        path.write_text(NEXT.format(before=before, broken=broken), encoding="utf-8")
        monkeypatch.setattr("hrgrid.storage.upgrade.migrations", lambda: folder)
        upgrade.program_version.cache_clear()

    yield make
    monkeypatch.undo()
    upgrade.program_version.cache_clear()


def _versions():
    return (migrations() / "versions").glob("*.py")


def test_older_data_is_backed_up_and_brought_up_to_date(place, desk, database, clock, next_version):
    desk.write(run_of("一", 50))
    database.close()
    next_version(broken=False)
    with pytest.raises(UserError, match=r"旧版本的数据.*请先用窗口打开一次"):
        Database.open(place)
    with open_upgraded(place, clock) as upgraded:
        assert column(upgraded, "SELECT version_num FROM alembic_version") == ["9990"]
        assert column(upgraded, "SELECT id FROM later") == [7]
        assert counted(upgraded, "fact_use") == 50
        kept = list_backups(backup_folder(upgraded.location))
        assert len(kept) == 1
        assert "升级前-" in kept[0].path.stem
        assert read_manifest(kept[0].path).tables["fact_use"] == 50
        sign_in(upgraded, "经办人")
        actions = column(upgraded, "SELECT action FROM journal_entry ORDER BY seq DESC")
        assert actions[:2] == ["sign_in", "upgrade"]
    with open_upgraded(place, clock) as again:
        assert len(list_backups(backup_folder(again.location))) == 1


def test_an_upgrade_that_breaks_off_leaves_the_data_as_it_was(
    place, desk, database, clock, next_version
):
    desk.write(run_of("一", 50))
    before = everything(database)
    database.close()
    next_version(broken=True)
    with pytest.raises(Exception, match="fact_use_copy"):
        open_upgraded(place, clock)
    upgrade.program_version.cache_clear()
    with Database.attach(place, clock=clock) as untouched:
        assert everything(untouched) == before
        with untouched.raw(writes=False) as connection:
            assert not inspect(connection).has_table("later")
        assert len(list_backups(backup_folder(untouched.location))) == 1
