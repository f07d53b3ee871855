"""People as the office's roster holds them: a row each, with every name above the place.

The order, the narrowing and the check that each row is what was written are those of the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import areas_on, holds_on
from hrgrid.workforce.queries.listing import (
    ID_NUMBER,
    PHONE,
    PeopleFilter,
    PeopleOrder,
    count_people,
    people,
)
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Level, PostState

_AT_ONCE = 1_000
_PLAIN = ("number", "name", "party", "education", "note")


@dataclass(frozen=True)
class RosterRow:
    """One person with the post that counts most: texts by the keys of columns.WORKERS."""

    person_id: int
    cells: Mapping[str, str]


def roster(
    work: UnitOfWork, wanted: PeopleFilter, order: PeopleOrder, *, full: bool = False
) -> Iterator[RosterRow]:
    """Everybody who matches; numbers masked, or in full for who may see them."""
    if full:
        work.require(Right.SHOW_SENSITIVE)
    work.progress.begin("导出名单", count_people(work, wanted))
    above, after = _Above(work, wanted.on), None
    while True:
        page = people(work, wanted, order, after, _AT_ONCE)
        ids = [row.id for row in page]
        persons, posts = _persons(work, ids, full=full), _posts(work, ids, wanted, above)
        for person_id in ids:
            yield RosterRow(person_id, persons[person_id] | posts.get(person_id, {}))
        work.progress.step(len(page))
        if len(page) < _AT_ONCE:
            return
        after = page[-1].key, page[-1].id


def _persons(work: UnitOfWork, ids: Sequence[int], *, full: bool) -> dict[int, dict[str, str]]:
    table = Person.__table__.c
    columns = [table[name] for name in ("id", "sex", *_PLAIN)]
    hidden = (table.id_masked, table.phone_masked)
    columns += (table.id_number, table.phone) if full else hidden
    found = {}
    for row in work.session.execute(select(*columns).where(table.id.in_(ids))):
        person_id, sex, *texts, id_number, phone = row
        cells = dict(zip(_PLAIN, texts, strict=True))
        cells["sex"] = sex.label if sex else ""
        cells["id_number"] = _opened(work, ID_NUMBER, id_number) if full else id_number
        cells["phone"] = _opened(work, PHONE, phone) if full else phone
        found[person_id] = cells
    return found


def _opened(work: UnitOfWork, what: str, value: bytes | None) -> str:
    return work.keyring.open(what, value) if value else ""


class _Above:
    """Names by level for each area down to the communities, by path."""

    def __init__(self, work: UnitOfWork, on: dt.date) -> None:
        self._names: dict[str, dict[str, str]] = {"": {}}
        for row in areas_on(work, on, Level.COMMUNITY):
            names = self.names(_parent(row.path)) | {row.level.value: row.name}
            self._names[row.path] = names

    def names(self, path: str) -> dict[str, str]:
        """The names of an area and of what lies above it."""
        while path not in self._names:
            path = _parent(path)
        return self._names[path]


def _parent(path: str) -> str:
    head, _, _ = path.rstrip("/").rpartition("/")
    return f"{head}/" if head else ""


def _posts(
    work: UnitOfWork, ids: Sequence[int], wanted: PeopleFilter, above: _Above
) -> dict[int, dict[str, str]]:
    labels = {row.code: row.label for row in roles(work)}
    found: dict[int, dict[str, str]] = {}
    for row in sorted(work.session.execute(_held(ids, wanted)), key=_weight):
        if row.person_id not in found:
            found[row.person_id] = _place(row, above) | {
                "role": labels.get(row.role, row.role),
                "employment": row.employment.label,
                "since": row.valid_from.isoformat(),
            }
    return found


def _weight(row: Any) -> tuple[bool, dt.date, int]:
    """Full-time before part-time, the older first: the post that the list shows."""
    return row.employment is not Employment.FULL, row.valid_from, row.id


def _held(ids: Sequence[int], wanted: PeopleFilter) -> Any:
    area_id = func.coalesce(Post.area_id, Bureau.area_id)
    query = (
        select(
            Post.id,
            Post.person_id,
            Post.role,
            Post.employment,
            Post.valid_from,
            Area.code,
            Area.level,
            AreaStand.name,
            AreaStand.path,
            Bureau.name.label("bureau"),
        )
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(Area, Area.id == area_id)
        .outerjoin(AreaStand, and_(AreaStand.area_id == area_id, holds_on(AreaStand, wanted.on)))
        .where(Post.person_id.in_(ids), Post.state != PostState.VOIDED)
    )
    return query if wanted.past else query.where(holds_on(Post, wanted.on))


def _place(row: Any, above: _Above) -> dict[str, str]:
    names = dict(above.names(row.path or ""))
    if row.bureau is not None:
        names["bureau"] = row.bureau
    elif row.level in {Level.GRID, Level.MICRO}:
        names |= {"grid_code": row.code, "grid_name": row.name or ""}
    return names
