"""Many rows at once stand as if the mapper had written them, and leave the tables as they were."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.storage import bulk
from hrgrid.storage.base import hash_of, hashed_columns, table_of
from hrgrid.storage.bulk import (
    blocks_of,
    hashes_of,
    insert_blocks,
    insert_rows,
    inserting,
    reserve_ids,
)
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.rules import Employment, PostState
from hrgrid.workforce.service.roles import ship_roles
from tests.bench.city import _person
from tests.workforce.build import plant_street

NAME = ("张三", "张三", "07.03", "zhangsan", "zs")


@pytest.fixture
def few(monkeypatch):
    """Three rows count as many."""
    monkeypatch.setattr(bulk, "BLOCK", 3)
    monkeypatch.setattr(bulk, "_WORTH_SORTING_CODES", 3)
    monkeypatch.setattr(bulk, "_WORTH_SORTING", 3)


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


NAMES = hashed_columns(table_of(Person))
SIGNS = st.characters(exclude_categories=("Cs",))
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(2, 2**62),
    st.binary(max_size=20),
    st.text(
        st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("%s'\"\\")), max_size=8
    ),
)


@given(
    st.integers(1, 6).flatmap(
        lambda count: st.lists(
            st.one_of(
                st.lists(VALUES, min_size=count, max_size=count),
                VALUES.map(lambda value: [value] * count),
            ),
            min_size=len(NAMES),
            max_size=len(NAMES),
        )
    )
)
def test_a_block_is_hashed_as_each_of_its_rows(columns):
    block, count = dict(zip(NAMES, columns, strict=True)), len(columns[0])
    same = {name: column[0] for name, column in block.items() if column.count(column[0]) == count}
    expected = [hash_of(table_of(Person), row) for row in zip(*columns, strict=True)]
    assert list(hashes_of(NAMES, same, block, count)) == expected
    assert list(hashes_of(NAMES, {}, block, count)) == expected


def test_two_tables_in_one_go_refer_to_each_other(desk, few):
    grids = desk.write(plant_street)

    def job(work):
        ship_roles(work)
        rows = people(work, 1, 7)
        posts = [post(row["id"], grids[0].id, 2000 + at) for at, row in enumerate(rows)]
        people_blocks = [(Person, block) for block in blocks_of(rows)]
        post_blocks = [(Post, block) for block in blocks_of(posts)]
        in_turn = itertools.chain.from_iterable(zip(people_blocks, post_blocks, strict=True))
        insert_blocks(work, {Person: len(rows), Post: len(posts)}, in_turn)

    desk.write(job)
    found = desk.read(lambda work: work.session.scalars(select(Post)).all())
    assert sorted(one.valid_from.year for one in found) == list(range(2000, 2007))


def post(person_id, area_id, year):
    """A full-time post on a grid for a year that is over."""
    return {
        "person_id": person_id,
        "area_id": area_id,
        "bureau_id": None,
        "role": "grid_worker",
        "employment": Employment.FULL,
        "fills_grid": True,
        "state": PostState.ENDED,
        "valid_from": dt.date(year, 1, 1),
        "valid_to": dt.date(year + 1, 1, 1),
        "start_document": "",
        "end_reason": "到期",
        "void_reason": "",
        "import_operation": None,
    }


def test_rows_of_one_statement_are_held_against_each_other(desk):
    grids = desk.write(plant_street)

    def job(work):
        ship_roles(work)
        rows = people(work, 1, 3)
        insert_rows(work, Person, rows)
        years = [2001, 2003, 2001]
        posts = [post(row["id"], grids[0].id, year) for row, year in zip(rows, years, strict=True)]
        insert_rows(work, Post, posts)

    with pytest.raises(UserError, match="这个网格在这段时间已有专职网格员"):
        desk.write(job)
    assert desk.read(how_many) == 0


def how_many(work):
    return work.session.scalar(select(func.count(Person.id)))


def test_a_fault_while_rows_are_made_leaves_nothing(desk, few):
    def job(work):
        rows = people(work, 1, 9)

        def made():
            yield from ((Person, block) for block in blocks_of(rows[:6]))
            raise ValueError("the third block cannot be made")

        insert_blocks(work, {Person: len(rows)}, made())

    with pytest.raises(ValueError, match="third block"):
        desk.write(job)
    assert desk.read(how_many) == 0


def test_a_cancel_between_blocks_leaves_nothing(desk, few):
    seen = []

    def shown(stage):
        seen.append(stage.done)
        if stage.done == 6:
            progress.cancel()

    progress = Progress(shown)
    with pytest.raises(Cancelled):
        desk.write(lambda work: enlist(work, 1, 12), progress=progress)
    assert max(seen) == 6
    assert desk.read(how_many) == 0


def hand_over(work, rows, into):
    for block in blocks_of(rows):
        into.insert(Person, block)


def test_who_asks_for_the_session_finds_every_row_handed_over(desk, few):
    def job(work):
        rows, counted = people(work, 1, 12), []
        with inserting(work, {Person: len(rows)}) as into:
            for block in blocks_of(rows):
                into.insert(Person, block)
                counted.append(how_many(work))
        return counted

    assert desk.write(job) == [3, 6, 9, 12]


def test_a_fault_of_the_other_thread_is_told_whenever_the_session_is_asked_for(desk, few):
    def job(work):
        rows = people(work, 1, 6)
        rows[1]["number"] = rows[0]["number"]
        with inserting(work, {Person: len(rows)}) as into:
            hand_over(work, rows, into)
            for _ in range(2):
                with pytest.raises(IntegrityError):
                    how_many(work)

    with pytest.raises((IntegrityError, UserError)):
        desk.write(job)
    assert desk.read(how_many) == 0


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
        with desk.database.raw(writes=True) as connection:
            names = {name for name, _ in bulk._lookups(connection, table_of(Post), 100_000)}
            some = {name for name, _ in bulk._lookups(connection, table_of(Person), 40_000)}
        assert "ix_post_bureau" in names
        # Of some ten thousand only what looks like chance is sorted at the end.
        assert some == {"ix_person_phone_mac", "ix_person_phone_tail_mac"}
        assert not names & {"ix_post_area", "ix_post_person", "ux_post_one_worker_a_grid"}
