"""Everybody at least once a year: who was inspected, who waits for it, who is still to draw."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import and_, select

from hrgrid.assessment.queries.inspection_scope import require_look, require_look_somewhere
from hrgrid.assessment.queries.pools import OnDuty, Units, drawn_in_year, on_duty
from hrgrid.assessment.rules.drawing import months_left
from hrgrid.assessment.rules.inspection_rows import CoverageRow, CoverageYear, NotYetRow
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.roles import roles as all_roles

USUAL_ROLES = ("grid_worker",)
_CHUNK = 5_000


def coverage_year(
    work: UnitOfWork, year: int, area_path: str = "", roles: Sequence[str] = ()
) -> CoverageYear:
    """A year by street, of everybody in post now or at its end; statements do not grow.

    Without an area it is everything that the actor was given.
    """
    wanted = tuple(roles) or USUAL_ROLES
    on = _day_of(work, year)
    units = Units(work, on)
    people = _people(work, area_path, wanted, on)
    seen = drawn_in_year(work, year)
    counts: dict[int, Counter[str]] = {}
    for one in people:
        unit = counts.setdefault(units.of(one.path) or 0, Counter())
        unit["all"] += 1
        if one.person_id in seen:
            unit["seen" if seen[one.person_id] else "pending"] += 1
    last = len(units.order)
    rows = tuple(
        _row(unit_id, units.name(unit_id), counts[unit_id])
        for unit_id in sorted(counts, key=lambda one: units.order.get(one, last))
    )
    whole = _row(0, "合计", sum(counts.values(), Counter()))
    left = months_left(on.month) if year == work.today.year else 0
    labels = {row.code: row.label for row in all_roles(work)}
    return CoverageYear(
        year,
        on,
        tuple((code, labels.get(code, code)) for code in wanted),
        rows,
        whole,
        left,
        -(-whole.left // left) if left else 0,
    )


def not_yet(
    work: UnitOfWork,
    year: int,
    area_path: str = "",
    unit_id: int | None = None,
    roles: Sequence[str] = (),
) -> list[NotYetRow]:
    """Who was not inspected and not drawn in a year, by street and code of his grid."""
    on = _day_of(work, year)
    units = Units(work, on)
    seen = drawn_in_year(work, year)
    people = [
        one
        for one in _people(work, area_path, tuple(roles) or USUAL_ROLES, on)
        if one.person_id not in seen and unit_id in (None, units.of(one.path) or 0)
    ]
    last = len(units.order)
    people.sort(key=lambda one: (units.order.get(units.of(one.path) or 0, last), one.code))
    names = _names(work, [one.person_id for one in people])
    places = _places(work, people, on)
    labels = {row.code: row.label for row in all_roles(work)}
    return [
        NotYetRow(
            one.person_id,
            one.number,
            names[one.person_id],
            labels.get(one.role, one.role),
            places.get(one.area_id, ""),
            units.name(units.of(one.path)),
            units.of(one.path) or 0,
        )
        for one in people
    ]


def _row(unit_id: int, name: str, counts: Counter[str]) -> CoverageRow:
    left = counts["all"] - counts["seen"] - counts["pending"]
    return CoverageRow(unit_id, name, counts["all"], counts["seen"], counts["pending"], left)


def _day_of(work: UnitOfWork, year: int) -> dt.date:
    return min(work.day, dt.date(year, 12, 31))


def _people(work: UnitOfWork, area_path: str, roles: Sequence[str], on: dt.date) -> list[OnDuty]:
    if area_path:
        require_look(work, area_path)
        return on_duty(work, area_path, roles, on)
    require_look_somewhere(work)
    paths = {grant.area_path for grant in work.actor.grants if grant.right is Right.RUN_ASSESSMENT}
    found: dict[int, OnDuty] = {}
    for path in sorted("" if not path else f"{path.rstrip('/')}/" for path in paths):
        for one in on_duty(work, path, roles, on):
            found.setdefault(one.person_id, one)
    return list(found.values())


def _names(work: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(Person.id, Person.name).where(Person.id.in_(ids[start : start + _CHUNK]))
        found |= dict(work.session.execute(query).tuples().all())
    return found


def _places(work: UnitOfWork, people: Sequence[OnDuty], on: dt.date) -> dict[int, str]:
    ids = list({one.area_id for one in people})
    found: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(AreaStand.area_id, AreaStand.name).where(
            and_(AreaStand.area_id.in_(ids[start : start + _CHUNK]), holds_on(AreaStand, on))
        )
        found |= dict(work.session.execute(query).tuples().all())
    return found
