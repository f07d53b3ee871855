"""A backup restored to a server: to a database of its own, whole, and back again the same."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.storage.attachments import attach
from hrgrid.storage.backup import back_up
from hrgrid.storage.checks import check
from hrgrid.storage.copying import content_hash, tables_of
from hrgrid.storage.database import Database
from hrgrid.storage.location import Location
from hrgrid.storage.restore import restore
from tests.offices import fresh_name
from tests.storage.deeds import beside, column, everything, journal_findings, only, run_of


def same_content(one, other):
    """Whether two databases hold the same rows in all tables but the notes."""
    with one.raw(writes=False) as left, other.raw(writes=False) as right:
        sqlite = left if one.is_sqlite else right
        there = tables_of(sqlite)
        tables = [each for each in there if each.name not in {"unsigned_note", "operation"}]
        hashes = [content_hash(side, tables, Progress())[0] for side in (left, right)]
    return hashes[0] == hashes[1]


@pytest.fixture
def empty_database(postgres):
    """A database without tables."""
    name = fresh_name()
    postgres.create_database(name)
    yield postgres.url(name)
    postgres.drop(name)


@only("postgresql")
def test_a_server_s_data_is_restored_to_a_database_of_its_own(
    postgres, database, desk, made, clock
):
    before = everything(database)
    location = restore(made, database.location)
    try:
        assert location.url.database.startswith(f"{database.location.url.database}_restored_")
        assert everything(database) == before
        with Database.open(location, clock=clock) as restored:
            assert check(restored) == []
            assert sign_in(restored, "经办人").write(run_of("二")) == 3
    finally:
        postgres.drop(location.url.database)


@only("postgresql")
def test_without_the_right_to_make_a_database_it_is_told_whom_to_ask(postgres, place, made):
    postgres.execute("DROP ROLE IF EXISTS clerk")
    postgres.execute("CREATE ROLE clerk LOGIN")
    address = make_url(place).set(username="clerk")
    with pytest.raises(UserError, match=r"建不了数据库.*请管理服务器的同事建一个空数据库"):
        restore(made, Location(address=address))
    postgres.execute("DROP ROLE clerk")


def test_either_engine_s_backup_goes_to_a_server_and_back_with_the_same_content(
    made, empty_database, tmp_path, clock
):
    there = restore(made, Location.of(empty_database))
    assert there == Location.of(empty_database)
    with Database.open(there, clock=clock) as server:
        assert same_content_as_backup(server, made)
        assert check(server) == []
        again = back_up(server, tmp_path / "回来").path
    back = restore(again, Location.of(tmp_path / "回来" / "机构.hrg"))
    with Database.open(back, clock=clock) as returned:
        assert same_content_as_backup(returned, made)
        assert sign_in(returned, "经办人").write(run_of("回来")) == 3


def same_content_as_backup(database, made):
    with Database.open(made, read_only=True) as copy:
        return same_content(copy, database)


def test_on_a_server_the_numbers_go_on_counting(database, desk, made, empty_database, clock):
    there = restore(made, Location.of(empty_database))
    with Database.open(there, clock=clock) as server:
        clerk = sign_in(server, "经办人")
        form = OperatorForm("li", "李四", "", "", (RoleRow(Role.CLERK, ""),))
        highest = max(column(server, "SELECT id FROM operator"))
        assert clerk.write(lambda work: add_operator(work, form)) == highest + 1
        wraps = column(server, "SELECT id FROM key_wrap ORDER BY id")
        assert wraps == sorted(set(wraps))
        added = clerk.write(lambda work: attach(work, "新", b"x", "text/plain"))
        assert added.id == 2
        numbers = column(server, "SELECT seq FROM journal_entry ORDER BY seq")
        assert numbers == list(range(1, len(numbers) + 1))
        assert journal_findings(server, clerk) == ()


def test_a_database_that_restoring_left_half_way_is_not_taken_for_whole(
    database, desk, made, empty_database, clock
):
    """The attachments' folder breaks the restore: nothing may look like an office afterwards."""
    shutil.rmtree(made.parent / "files")
    (made.parent / "files").mkdir()
    sha256 = column(database, "SELECT sha256 FROM attachment")[0]
    (made.parent / "files" / sha256[:2] / sha256).mkdir(parents=True)
    with pytest.raises(UserError, match="读不出来，没有恢复"):
        restore(made, Location.of(empty_database))
    with Database.attach(empty_database) as half, half.raw(writes=False) as connection:
        tables = connection.execute(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        ).scalar()
    assert tables == 0
    (made.parent / "files" / sha256[:2] / sha256).rmdir()
    assert restore(made, Location.of(empty_database)) == Location.of(empty_database)


def test_what_lies_beside_a_backup_is_not_changed_by_restoring_it(made, empty_database):
    def looked():
        return {each: each.stat().st_mtime_ns for each in made.parent.rglob("*")}, beside(made)

    before = looked()
    restore(made, Location.of(empty_database))
    assert looked() == before
