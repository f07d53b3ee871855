"""Many rows at once stand as if the mapper had written them, and leave the tables as they were."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from hrgrid.storage import bulk
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.workforce.model import Person
from tests.bench.city import _person

NAME = ("张三", "张三", "07.03", "zhangsan", "zs")


@pytest.fixture
def few(monkeypatch):
    """Three rows count as many."""
    monkeypatch.setattr(bulk, "BLOCK", 3)


def people(work, first, count):
    numbers = range(first, first + count)
    ids = reserve_ids(work, Person, count)
    return [
        {"id": id_} | _person(work.keyring, number, NAME)
        for id_, number in zip(ids, numbers, strict=True)
    ]


def enlist(work, first, count):
    insert_rows(work, Person, people(work, first, count))


def catalogue(desk):
    query = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
    with desk.database.raw(writes=False) as connection:
        return sorted(connection.exec_driver_sql(query).all(), key=str)


def test_what_was_inserted_is_read_back_whole(desk):
    desk.write(lambda work: enlist(work, 1, 2))
    first, second = desk.read(lambda work: work.session.scalars(select(Person)).all())
    assert (first.number, first.version) == ("G0000001", 1)
    assert first.sex is not second.sex
    assert first.birth_date.year == 1980


def test_no_rows_are_no_work(desk):
    desk.write(lambda work: insert_rows(work, Person, []))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
class TestManyRowsOnSqlite:
    def test_lookups_are_built_anew_as_they_were(self, desk, few):
        before, dropped = catalogue(desk), []

        def note(_connection, _cursor, statement, *_):
            if statement.startswith("DROP INDEX"):
                dropped.append(statement.split()[-1])

        event.listen(desk.database.engine, "before_cursor_execute", note)
        desk.write(lambda work: enlist(work, 1, 7))
        assert {"ix_person_stroke", "ix_person_match_key"} <= set(dropped)
        assert catalogue(desk) == before
        with desk.database.raw(writes=False) as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        dropped.clear()
        desk.write(lambda work: enlist(work, 8, 3))
        assert dropped == []

    def test_a_fault_in_the_middle_leaves_every_index(self, desk, few):
        before = catalogue(desk)

        def fail(work):
            enlist(work, 1, 7)
            raise ValueError("the work after it fails")

        with pytest.raises(ValueError, match="after it"):
            desk.write(fail)
        assert catalogue(desk) == before

    def test_what_the_triggers_look_by_stays(self, desk):
        from hrgrid.storage.base import table_of
        from hrgrid.workforce.model import Post

        with desk.database.raw(writes=True) as connection:
            names = {name for name, _ in bulk._lookups(connection, table_of(Post), 100_000)}
        assert "ix_post_bureau" in names
        assert not names & {"ix_post_area", "ix_post_person", "ux_post_one_worker_a_grid"}
