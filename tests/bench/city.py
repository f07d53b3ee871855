"""Offices of any size for the rows that read: the city's tree, and as many people as asked for.

People are inserted past the use cases, with true hashes and sealed numbers; names repeat.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

SINCE = dt.date(2020, 1, 1)
_BLOCK = 20_000
_NAMES = 5_000


def build(folder: Path, n: int) -> None:
    """An office with n people in `folder`: 3 in 10 fill a grid, the others help there."""
    grids = _plant(folder, n)
    with closing(desk_of(folder)) as desk:
        names = list(_names(min(n, _NAMES)))
        desk.write(lambda work: _fill(work, n, names, grids))


def _fill(work: Any, n: int, names: list[tuple[str, ...]], grids: list[int]) -> None:
    from hrgrid.storage.base import table_of
    from hrgrid.storage.bulk import build_lookups, drop_lookups
    from hrgrid.workforce.model import Person, Post
    from hrgrid.workforce.service.roles import ship_roles

    ship_roles(work)
    connection = work.session.connection()
    lookups = [
        statement
        for model in (Person, Post)
        for statement in drop_lookups(connection, table_of(model), n)
    ]
    for first in range(1, n + 1, _BLOCK):
        _enlist(work, range(first, min(first + _BLOCK, n + 1)), names, grids)
    build_lookups(connection, lookups)


def desk_of(folder: Path):
    """The office's only person, signed in."""
    from hrgrid.accounts import queries
    from hrgrid.accounts.service import sign_in
    from hrgrid.storage.database import Database

    database = Database.open(folder / "office.hrg")
    return sign_in(database, queries.sign_in_choices(database).automatic)


def grid_rows(n: int) -> list[dict[str, str]]:
    """The grids of the demonstration's city, fewer where there are few people for them."""
    from hrgrid.demo.places import city_rows

    rows = list(city_rows())
    return rows[: max(1, min(len(rows), n * 3 // 10))]


def set_up(folder: Path) -> None:
    """An empty office in `folder`."""
    from hrgrid.accounts.service import OfficeForm, set_up_office
    from hrgrid.core.policies import Setting

    office = OfficeForm("示例机构", "示例市", Setting.SINGLE)
    set_up_office(folder / "office.hrg", office, keep=lambda _keys: None)


def plant(folder: Path, rows: list[dict[str, str]]) -> None:
    """Import the grids as an office would."""
    from hrgrid.core.progress import Progress
    from hrgrid.demo.furnishing import import_files, write_books

    books = write_books(folder, rows, ())
    with closing(desk_of(folder)) as desk:
        import_files(desk, "areas", [books.areas], Progress())


def _plant(folder: Path, n: int) -> list[int]:
    from hrgrid.workforce.queries import tree_index
    from hrgrid.workforce.rules import Level

    set_up(folder)
    plant(folder, grid_rows(n))
    with closing(desk_of(folder)) as desk:
        index = desk.read(lambda work: tree_index(work, work.today))
    return [row.id for row in index.by_code.values() if row.level is Level.GRID]


def _names(count: int) -> Iterator[tuple[str, ...]]:
    """Name, match key, stroke key, pinyin and initials."""
    from hrgrid.core.names import match_key, pinyin_of, stroke_sort_key
    from hrgrid.demo.people import Crowd

    crowd = Crowd("bench")
    for _ in range(count):
        name = crowd.next().name
        reading = pinyin_of(name)
        yield name, match_key(name), stroke_sort_key(name), reading.full, reading.initials


def _enlist(work: Any, numbers: range, names: list[tuple[str, ...]], grids: list[int]) -> None:
    from hrgrid.storage.bulk import insert_rows, reserve_ids
    from hrgrid.workforce.model import Person, Post

    chance = random.Random(numbers[0])
    ids = reserve_ids(work, Person, len(numbers))
    people = [
        {"id": person_id} | _person(work.keyring, number, chance.choice(names))
        for person_id, number in zip(ids, numbers, strict=True)
    ]
    posts = [_post(row["id"], number, grids) for row, number in zip(people, numbers, strict=True)]
    insert_rows(work, Person, people)
    insert_rows(work, Post, posts)


def _person(keyring: Any, number: int, name: tuple[str, ...]) -> dict[str, Any]:
    from hrgrid.core.identity import Sex
    from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE, PHONE_TAIL
    from hrgrid.workforce.rules import PersonState

    id_number, phone = f"99999919800101{number:07d}", f"19{number:09d}"
    return {
        "number": f"G{number:07d}",
        **dict(zip(("name", "match_key", "stroke_key", "pinyin", "initials"), name, strict=True)),
        "sex": Sex.FEMALE if number % 2 else Sex.MALE,
        "birth_date": dt.date(1980, 1, 1),
        "id_number": keyring.seal(ID_NUMBER, id_number),
        "id_mac": keyring.mac(ID_NUMBER, id_number),
        "id_masked": "999999********0000",
        "phone": keyring.seal(PHONE, phone),
        "phone_mac": keyring.mac(PHONE, phone),
        "phone_tail_mac": keyring.mac(PHONE_TAIL, phone[-4:]),
        "phone_masked": f"190****{phone[-4:]}",
        "party": "群众",
        "education": "大专",
        "note": "",
        "photo_sha256": None,
        "state": PersonState.PRESENT,
        "merged_into_id": None,
        "import_operation": None,
    }


def _post(person_id: int, number: int, grids: list[int]) -> dict[str, Any]:
    from hrgrid.workforce.rules import Employment, PostState

    full = number <= len(grids)
    return {
        "person_id": person_id,
        "area_id": grids[number % len(grids)],
        "bureau_id": None,
        "role": "grid_worker" if full else "reporter",
        "employment": Employment.FULL if full else Employment.PART,
        "fills_grid": full,
        "state": PostState.ACTIVE,
        "valid_from": SINCE,
        "valid_to": None,
        "start_document": "",
        "end_reason": "",
        "void_reason": "",
        "import_operation": None,
    }
