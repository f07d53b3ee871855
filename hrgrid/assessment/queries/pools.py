"""Who may be drawn: people in post, told apart by whether somebody inspected them this year."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from hrgrid.assessment.model import InspectionPlan, InspectionPool, InspectionVisit, Inspector
from hrgrid.assessment.queries.inspection_scope import plan_seen
from hrgrid.assessment.rules.drawing import (
    Assessor,
    Candidate,
    Hashes,
    Lists,
    Sizes,
    coded,
    lists_of,
    told_apart,
)
from hrgrid.assessment.rules.inspection_rows import SealRow
from hrgrid.assessment.rules.words import InspectionState, VisitResult
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import Employment, Level, PersonState

_UNITS = (Level.CITY, Level.DISTRICT, Level.STREET)
_HELD = (VisitResult.PASSED, VisitResult.FAILED)
OFFICE_MARK = "D"
"""What tells the code of an office from that of a person."""


class Units:
    """Of every path, the street at or above it; the district or city where there is no street."""

    def __init__(self, work: UnitOfWork, on: dt.date) -> None:
        above = aliased(AreaStand)
        query = (
            select(
                AreaStand.path,
                AreaStand.area_id,
                AreaStand.name,
                Area.code,
                Area.level,
                func.coalesce(above.name, "").label("above"),
            )
            .join(Area, Area.id == AreaStand.area_id)
            .outerjoin(above, and_(above.area_id == AreaStand.parent_id, holds_on(above, on)))
            .where(Area.level.in_(_UNITS), holds_on(AreaStand, on))
            .order_by(Area.sort, Area.id)
        )
        rows = work.session.execute(query).all()
        self._by_path = {row.path: row.area_id for row in rows}
        self._found: dict[str, int | None] = {}
        self.told = {row.area_id: (row.name, row.above, row.code) for row in rows}
        self.order = {row.area_id: at for at, row in enumerate(rows)}
        self.streets = frozenset(row.area_id for row in rows if row.level is Level.STREET)

    def of(self, path: str) -> int | None:
        """The id of the unit of a path; None where nothing above it is one."""
        if path not in self._found:
            above = path.rstrip("/").rpartition("/")[0]
            # Neighbours share what lies above them, which is asked once.
            self._found[path] = self._by_path.get(path) or (self.of(f"{above}/") if above else None)
        return self._found[path]

    def name(self, unit_id: int | None) -> str:
        """What a unit is called."""
        return self.told[unit_id][0] if unit_id in self.told else ""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody in post with the post that counts most: full-time before part-time, the older."""

    person_id: int
    number: str
    area_id: int
    code: str
    path: str
    role: str


def on_duty(work: UnitOfWork, area_path: str, roles: Sequence[str], on: dt.date) -> list[OnDuty]:
    """Everybody in post in an area on a day; one statement, whoever is in it."""
    place = func.coalesce(Post.area_id, Bureau.area_id)
    query = (
        select(
            Post.person_id, Person.number, AreaStand.area_id, Area.code, AreaStand.path, Post.role
        )
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .join(AreaStand, and_(AreaStand.area_id == place, holds_on(AreaStand, on)))
        .join(Area, Area.id == AreaStand.area_id)
        .where(
            in_post(on),
            Person.state == PersonState.PRESENT,
            AreaStand.path.startswith(area_path, autoescape=True),
            Post.role.in_(list(roles)),
        )
        .order_by(case((Post.employment == Employment.FULL, 0), else_=1), Post.valid_from, Post.id)
    )
    best: dict[int, OnDuty] = {}
    for row in work.session.execute(query):
        best.setdefault(row[0], OnDuty(*row))
    return list(best.values())


def drawn_in_year(work: UnitOfWork, year: int, but_plan: int | None = None) -> dict[int, bool]:
    """Kept people drawn in a year: True who was visited, False whose visit is still to come.

    Whoever was drawn and could not be visited has not had his turn; a visit that was held has,
    also where its inspection was given up afterwards.
    """
    query = (
        select(the_kept(), InspectionVisit.result)
        .select_from(InspectionVisit)
        .join(InspectionPlan, InspectionPlan.id == InspectionVisit.plan_id)
        .join(Person, Person.id == InspectionVisit.person_id)
        .where(
            InspectionPlan.first_day.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
            or_(
                InspectionVisit.result.in_(_HELD),
                and_(
                    InspectionVisit.result.is_(None),
                    InspectionPlan.state == InspectionState.DRAWN,
                ),
            ),
        )
    )
    if but_plan is not None:
        query = query.where(InspectionPlan.id != but_plan)
    found: dict[int, bool] = {}
    for person_id, result in work.session.execute(query):
        found[person_id] = found.get(person_id, False) or result is not None
    return found


def offices_below(work: UnitOfWork, area_path: str, on: dt.date) -> list[Any]:
    """The offices of an area: id, name, area, code, path."""
    query = (
        select(
            Bureau.id,
            Bureau.name,
            AreaStand.area_id,
            Area.code,
            AreaStand.path,
        )
        .join(AreaStand, and_(AreaStand.area_id == Bureau.area_id, holds_on(AreaStand, on)))
        .join(Area, Area.id == AreaStand.area_id)
        .where(AreaStand.path.startswith(area_path, autoescape=True))
        .order_by(Bureau.id)
    )
    return list(work.session.execute(query).all())


def lists_now(work: UnitOfWork, plan: InspectionPlan, on: dt.date) -> Lists:
    """The lists of a plan as they stand on a day; statements do not grow with the people.

    Raises UserError where somebody's place lies below no street, district or city.
    """
    units = Units(work, on)
    people = on_duty(work, plan.area_path, plan.roles.split(","), on)
    offices = offices_below(work, plan.area_path, on)
    inspectors = inspectors_of(work, plan.id)
    used = {_unit(units, row.path) for row in (*people, *offices)}
    used |= {one.unit_id for one in inspectors if one.unit_id is not None}
    names = told_apart({unit: told for unit, told in units.told.items() if unit in used})
    seen = drawn_in_year(work, plan.first_day.year, plan.id)
    keys = coded([(one.code, one.number) for one in people])
    first: list[Candidate] = []
    others: list[Candidate] = []
    for key, one in zip(keys, people, strict=True):
        unit = _unit(units, one.path)
        row = Candidate(key, names[unit], one.person_id, None, one.area_id, unit)
        (others if one.person_id in seen else first).append(row)
    marks = coded([(row.code, row.name) for row in offices], OFFICE_MARK)
    told = [
        Candidate(key, names[unit], None, row.id, row.area_id, unit)
        for key, row in zip(marks, offices, strict=True)
        for unit in (_unit(units, row.path),)
    ]
    assessors = tuple(
        Assessor(number_of(at), one.name, one.unit, names.get(one.unit_id or 0, ""))
        for at, one in enumerate(inspectors, start=1)
    )
    return Lists(_by_key(first), _by_key(others), _by_key(told), assessors)


def _by_key(rows: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(rows, key=lambda one: one.key))


def _unit(units: Units, path: str) -> int:
    found = units.of(path)
    if found is None:
        raise UserError(f"区域 {path.rstrip('/')} 不在任何街道、区县或市之下。请先在区域树上理顺")
    return found


def inspectors_of(work: UnitOfWork, plan_id: int) -> list[Inspector]:
    """The inspectors of a plan in the order of their numbers."""
    query = select(Inspector).where(Inspector.plan_id == plan_id).order_by(Inspector.id)
    return list(work.session.scalars(query))


def number_of(place: int) -> str:
    """The number of an inspector by his place on the list."""
    return f"J{place:02d}"


def sealed_lists(work: UnitOfWork, plan_id: int) -> Lists:
    """The lists of a plan as they were sealed; UserError while they are not."""
    plan = plan_seen(work, plan_id)
    if not plan.pool_hash:
        raise UserError(f"检查“{plan.number} {plan.title}”的名册还没有封存。请先封存名册")
    return kept_lists(work, plan)


def kept_lists(work: UnitOfWork, plan: InspectionPlan) -> Lists:
    """The sealed lists of a plan that is at hand."""
    return lists_of(work.session.get_one(InspectionPool, plan.id).lists)


def sizes_of(plan: InspectionPlan, lists: Lists) -> Sizes:
    """The numbers that are fixed with the lists; no number of teams: as many as they give."""
    teams = plan.team_count or max(1, len(lists.inspectors) // plan.team_size)
    return Sizes(plan.sample, plan.office_sample, plan.team_size, teams)


def seal_row(plan: InspectionPlan, lists: Lists, hashes: Hashes) -> SealRow:
    """What is shown of sealed lists."""
    if plan.sealed_at is None:
        raise ValueError("the lists are not sealed")
    return SealRow(
        hashes.whole,
        plan.sealed_at,
        plan.seals,
        len(lists.first),
        len(lists.others),
        len(lists.offices),
        hashes.first,
        hashes.others,
        hashes.offices,
        hashes.inspectors,
    )


LISTS = {"first": "未查人员", "others": "已查人员", "offices": "联动单位"}
"""The lists that are drawn from, and what they are called."""


def pool_csv(work: UnitOfWork, plan_id: int, which: str) -> bytes:
    """A sealed list as `hrgrid draw FILE --by 街道` reads it: a code and the street, no names."""
    if which not in LISTS:
        raise UserError(f"没有名册“{which}”。可用的有：{'、'.join(LISTS)}")
    rows: Sequence[Candidate] = getattr(sealed_lists(work, plan_id), which)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("编码", "街道"))
    writer.writerows((one.key, one.unit) for one in rows)
    return text.getvalue().encode("utf-8-sig")
