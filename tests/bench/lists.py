"""Reads that a screen waits for: a page deep in the list, finds, and 一格一员 of every area."""

from __future__ import annotations

import datetime as dt
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench import city

_TIMES = 15
_PAGE = 100


def prepare(folder: Path, n: int) -> None:
    """An office with n people."""
    city.build(folder, n)


def _median(job: Callable[[], object]) -> float:
    """Seconds of one call; the first, which compiles and warms up, does not count."""
    job()
    took = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        job()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _middle(folder: Path) -> tuple[str, int]:
    """The key of the row in the middle of the list."""
    with closing(sqlite3.connect(folder / "office.hrg")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM person").fetchone()
        query = "SELECT stroke_key, id FROM person ORDER BY stroke_key, id LIMIT 1 OFFSET ?"
        return connection.execute(query, (count // 2,)).fetchone()


# --- a page -------------------------------------------------------------------------------------


def ours_page(folder: Path, n: int) -> float:
    """Seconds of one page of people with their posts and places, checked."""
    from hrgrid.workforce.queries import PeopleFilter, people

    after = _middle(folder)
    with closing(city.desk_of(folder)) as desk:

        def page() -> None:
            rows = desk.read(lambda work: people(work, PeopleFilter(work.today), after=after))
            if len(rows) != min(_PAGE, n - n // 2 - 1):
                raise SystemExit(f"a page of {len(rows)}")

        return _median(page)


def limit_page(folder: Path, n: int) -> float:
    """Seconds of the same rows by key through SQLAlchemy Core, its tables read from the file."""
    from sqlalchemy import MetaData, create_engine

    key, last = _middle(folder)
    engine = create_engine(f"sqlite:///{folder / 'office.hrg'}")
    metadata = MetaData()
    metadata.reflect(engine)
    tables, today = metadata.tables, dt.date.today()  # noqa: DTZ011 - the desk's day

    def page() -> None:
        with engine.connect() as connection:
            found = connection.execute(_people_behind(tables, key, last, today)).all()
            posts = connection.execute(_posts_of(tables, [row.id for row in found], today)).all()
        if not len(found) == len(posts) == min(_PAGE, n - n // 2 - 1):
            raise SystemExit(f"a page of {len(found)} with {len(posts)} posts")

    return _median(page)


def _holds_on(table: Any, today: dt.date) -> Any:
    from sqlalchemy import and_, or_

    return and_(
        table.c.valid_from <= today, or_(table.c.valid_to.is_(None), table.c.valid_to > today)
    )


def _people_behind(tables: Any, key: str, last: int, today: dt.date) -> Any:
    from sqlalchemy import literal, select, tuple_

    person, post = tables["person"].c, tables["post"]
    held = select(post.c.id).where(
        post.c.person_id == person.id, post.c.state != "voided", _holds_on(post, today)
    )
    return (
        select(tables["person"])
        .where(
            person.state != "merged",
            held.exists(),
            tuple_(person.stroke_key, person.id) > tuple_(literal(key), literal(last)),
        )
        .order_by(person.stroke_key, person.id)
        .limit(_PAGE)
    )


def _posts_of(tables: Any, ids: list[int], today: dt.date) -> Any:
    from sqlalchemy import and_, select

    post, place, closure = tables["post"], tables["area_stand"], tables["area_closure"]
    street = place.alias()
    return (
        select(post, place.c.name, street.c.name)
        .join(place, and_(place.c.area_id == post.c.area_id, _holds_on(place, today)))
        .join(
            closure,
            and_(
                closure.c.descendant_id == post.c.area_id,
                closure.c.depth == 2,
                _holds_on(closure, today),
            ),
        )
        .join(street, and_(street.c.area_id == closure.c.ancestor_id, _holds_on(street, today)))
        .where(post.c.person_id.in_(ids), post.c.state != "voided", _holds_on(post, today))
    )


# --- finds --------------------------------------------------------------------------------------


def _texts(folder: Path) -> list[str]:
    """A surname, a name, initials, a syllable, a number's tail and a grid's code."""
    with closing(sqlite3.connect(folder / "office.hrg")) as connection:
        (code,) = connection.execute("SELECT max(code) FROM area WHERE level = 'grid'").fetchone()
        query = "SELECT name, initials, number FROM person ORDER BY id LIMIT 1 OFFSET 2"
        name, initials, number = connection.execute(query).fetchone()
    return ["王", name, initials, "zhang", number[-4:], code, code[:6], "姑苏"]


def ours_search(folder: Path, n: int) -> float:
    """Seconds of the slowest of these searches, down to the rows of the field's list."""
    from hrgrid.ui.finder import read_hits

    with closing(city.desk_of(folder)) as desk:
        return max(
            _median(lambda text=text: desk.read(lambda work: read_hits(work, text)))
            for text in _texts(folder)
        )


def limit_search(folder: Path, n: int) -> float:
    """Seconds of one SELECT by prefix along an index, through bare sqlite3."""
    with closing(sqlite3.connect(folder / "office.hrg")) as connection:
        query = (
            "SELECT id, name FROM person WHERE match_key >= ? AND match_key < ? "
            "ORDER BY match_key LIMIT 12"
        )
        return _median(lambda: connection.execute(query, ("王", "王\U0010ffff")).fetchall())


# --- 一格一员 -------------------------------------------------------------------------------------


def ours_coverage(folder: Path, n: int) -> float:
    """Seconds of every level's coverage on a past day."""
    from hrgrid.workforce.queries import coverage

    on = city.SINCE + dt.timedelta(days=400)
    with closing(city.desk_of(folder)) as desk:
        return _median(lambda: desk.read(lambda work: coverage(work, on)))


_COVERED = """
    SELECT closure.ancestor_id, count(*), count(post.id) FROM area_closure closure
    JOIN grid ON grid.area_id = closure.descendant_id AND grid.kind = 'general'
    LEFT JOIN post ON post.area_id = grid.area_id AND post.fills_grid
    AND post.employment = 'full' AND post.state <> 'voided'
    AND post.valid_from <= :on AND (post.valid_to IS NULL OR post.valid_to > :on)
    WHERE closure.depth > 0
    AND closure.valid_from <= :on AND (closure.valid_to IS NULL OR closure.valid_to > :on)
    GROUP BY closure.ancestor_id"""


def limit_coverage(folder: Path, n: int) -> float:
    """Seconds of one grouped SELECT through bare sqlite3."""
    on = (city.SINCE + dt.timedelta(days=400)).isoformat()
    with closing(sqlite3.connect(folder / "office.hrg")) as connection:
        return _median(lambda: connection.execute(_COVERED, {"on": on}).fetchall())
