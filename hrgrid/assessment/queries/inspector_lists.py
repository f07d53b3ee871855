"""Who may be taken as an inspector: a pasted list read against people, streets and offices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from hrgrid.assessment.queries.inspection_scope import plan_seen
from hrgrid.assessment.queries.pools import Units
from hrgrid.assessment.rules.inspection_rows import ReadInspector
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.names import match_key, normalise_name
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.rules import Employment, PersonState

_BETWEEN = re.compile(r"[\s、,;，；|]+")
_LEADING = re.compile(r"^\d{1,3}[.、)）\s]\s*")


@dataclass(frozen=True)
class Stationed:
    """Where somebody on file works: what to write as his unit, and where he inspects nobody."""

    person_id: int
    name: str
    unit: str
    unit_id: int | None


def stationed(work: UnitOfWork, person_ids: Iterable[int]) -> dict[int, Stationed]:
    """By person, his post that counts most today; whoever is in none has no unit."""
    ids = list(person_ids)
    units = Units(work, work.today)
    place = func.coalesce(Post.area_id, Bureau.area_id)
    query = (
        select(
            Person.id,
            Person.name,
            func.coalesce(Bureau.name, AreaStand.name, ""),
            AreaStand.path,
        )
        .outerjoin(Post, and_(Post.person_id == Person.id, in_post(work.today)))
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(AreaStand, and_(AreaStand.area_id == place, holds_on(AreaStand, work.today)))
        .where(Person.id.in_(ids))
        .order_by(case((Post.employment == Employment.FULL, 0), else_=1), Post.valid_from, Post.id)
    )
    found: dict[int, Stationed] = {}
    for person_id, name, unit, path in work.session.execute(query):
        unit_id = units.of(path) if path else None
        street = units.name(unit_id)
        told = unit if street in unit else f"{street}{unit}"
        found.setdefault(person_id, Stationed(person_id, name, told, unit_id))
    return found


def own_unit_of(work: UnitOfWork, area_id: int) -> int | None:
    """The street or district in which somebody of an area inspects nobody."""
    query = select(AreaStand.path).where(
        AreaStand.area_id == area_id, holds_on(AreaStand, work.today)
    )
    path = work.session.scalar(query)
    if path is None:
        raise UserError("检查人员的单位已经不在用。请刷新后重新选单位")
    return Units(work, work.today).of(path)


def read_inspectors(work: UnitOfWork, plan_id: int, text: str) -> list[ReadInspector]:
    """Lines of a name and a unit, or a staff number (工号): who is meant, and what he recuses.

    A unit is a street, an office, or begins with the name of a street; one that is none of them
    is from outside and recuses nothing. A line that cannot be taken says why.
    """
    plan_seen(work, plan_id)
    known = _Known(work)
    rows: list[ReadInspector] = []
    taken: dict[tuple[str, str], int] = {}
    for line, raw in enumerate(text.splitlines(), start=1):
        plain = _LEADING.sub("", unicodedata.normalize("NFKC", raw).strip())
        if not plain:
            continue
        try:
            row = known.read(line, plain)
            earlier = taken.setdefault((row.name, row.unit), line)
            if earlier != line:
                raise UserError(f"{row.name}在第 {earlier} 行已经写过。请删去一行")
        except UserError as error:
            row = ReadInspector(line, mask_all(plain)[:40], "", None, "", None, error.sentence)
        rows.append(row)
    return rows


class _Known:
    """Streets, offices and staff numbers by what a list may call them."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._units = Units(work, work.today)
        self._areas: dict[str, set[int | None]] = {}
        for unit_id, (name, above, _) in self._units.told.items():
            for called in (name, f"{above}{name}"):
                self._areas.setdefault(called, set()).add(unit_id)
        query = (
            select(Bureau.name, AreaStand.path)
            .join(
                AreaStand,
                and_(AreaStand.area_id == Bureau.area_id, holds_on(AreaStand, work.today)),
            )
            .join(Area, Area.id == AreaStand.area_id)
        )
        self._offices: dict[str, set[int | None]] = {}
        for name, path in work.session.execute(query):
            self._offices.setdefault(name, set()).add(self._units.of(path))

    def read(self, line: int, plain: str) -> ReadInspector:
        """One line that is not empty."""
        words = [word for word in _BETWEEN.split(plain) if word]
        person = self._numbered(words)
        if person is not None:
            held = stationed(self._work, [person])[person]
            own = self._units.name(held.unit_id)
            return ReadInspector(line, held.name, held.unit, held.unit_id, own, person)
        if len(words) == 1:
            raise UserError(
                f"“{mask_all(plain)[:20]}”没有写单位，不知道要回避哪里。请在姓名后写单位"
            )
        name, unit = normalise_name(words[0]), "".join(words[1:])
        unit_id = self._unit(unit)
        return ReadInspector(line, name, unit, unit_id, self._units.name(unit_id), None)

    def _numbered(self, words: list[str]) -> int | None:
        query = select(Person.id, Person.name).where(
            Person.number.in_(words), Person.state != PersonState.MERGED
        )
        found = self._work.session.execute(query).first()
        if found is None:
            return None
        others = [word for word in words if match_key(word) == match_key(found.name)]
        if len(words) > 1 and not others:
            raise UserError("这一行的姓名和工号不是同一个人。请核对是否串行")
        return int(found.id)

    def _unit(self, text: str) -> int | None:
        found = self._areas.get(text) or self._offices.get(text)
        if found is None:
            begins = [name for name in self._areas if text.startswith(name)]
            found = self._areas[max(begins, key=len)] if begins else {None}
        if len(found) > 1:
            raise UserError(f"叫“{text}”的单位不止一个。请在前面写上区县，例如 示例区{text}")
        return next(iter(found))
