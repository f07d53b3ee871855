"""Regulations, who signed for them and who did not, by unit and by person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.exits.model import Regulation, RegulationSigned
from hrgrid.exits.queries.scope import held_paths, is_inside, require_view
from hrgrid.exits.rules.rows import (
    RegulationChoice,
    RegulationRow,
    SignerFilter,
    SignerRow,
    UnitSigned,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on, names_of_paths
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.queries.chains import area_names
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.queries.persons import same_person_ids, the_kept
from hrgrid.workforce.queries.units import units_of
from hrgrid.workforce.rules import PersonState

_BLOCK = 500


def regulations(work: UnitOfWork) -> list[RegulationRow]:
    """Every regulation that concerns one's own part, the newest first."""
    require_view(work)
    paths = held_paths(work)
    query = select(Regulation).order_by(Regulation.announced_on.desc(), Regulation.id.desc())
    found = [one for one in work.session.scalars(query) if _concerns(one, paths)]
    return _rows(work, found)


def _concerns(one: Regulation, paths: tuple[str, ...] | None) -> bool:
    """Whether it holds in one of the parts; one of an area above does."""
    above = any(path.startswith(one.area_path) for path in paths or ())
    return above or is_inside(one.area_path, paths)


def regulation_row(work: UnitOfWork, regulation_id: int) -> RegulationRow:
    """One of them; UserError where it is not there."""
    return _rows(work, [_seen(work, regulation_id)])[0]


def regulation_for(work: UnitOfWork, area_path: str, on: dt.date) -> RegulationRow | None:
    """The newest regulation announced by a day that holds at an area; asks no right.

    The office's nearest counts first: of a street, then of the district.
    """
    held = _held_at(work, area_path, on)
    return _rows(work, held[:1])[0] if held else None


def _held_at(work: UnitOfWork, area_path: str, on: dt.date) -> list[Regulation]:
    """What was announced by a day and holds at an area, the nearest and newest first."""
    query = select(Regulation).where(Regulation.announced_on <= on)
    held = [one for one in work.session.scalars(query) if area_path.startswith(one.area_path)]
    return sorted(
        held, key=lambda one: (len(one.area_path), one.announced_on, one.id), reverse=True
    )


def regulation_choices(
    work: UnitOfWork, area_path: str, on: dt.date, person_id: int
) -> list[RegulationChoice]:
    """What a case of somebody may go by, the one that fits best first, and whether he signed.

    Raises Refused for who handles no exits there.
    """
    work.require(Right.RUN_EXITS, area_path)
    held = _held_at(work, area_path, on)
    names = names_of_paths(work, {one.area_path for one in held}, work.today)
    return [
        RegulationChoice(
            one.id,
            one.title,
            one.document_no,
            names.get(one.area_path, ""),
            signed_day(work, one.id, person_id),
        )
        for one in held
    ]


def signed_day(work: UnitOfWork, regulation_id: int, person_id: int) -> dt.date | None:
    """When somebody signed, through merges; None where he did not. Asks no right."""
    query = select(func.min(RegulationSigned.signed_on)).where(
        RegulationSigned.regulation_id == regulation_id,
        RegulationSigned.person_id.in_(same_person_ids(work, person_id)),
    )
    return work.session.scalar(query)


def signed_by_unit(work: UnitOfWork, regulation_id: int) -> list[UnitSigned]:
    """How many of each street (of a street each community) signed, in the office's order."""
    found = _seen(work, regulation_id)
    units = units_of(work, found.area_path, work.today)
    ids = _ids_of_paths(work, [unit.path for unit in units])
    people: Counter[str] = Counter()
    signed: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for row in work.session.execute(_posted(work, found)):
        unit = next((path for path in _above(row.path) if path in ids), "")
        if not unit or (unit, row.id) in seen:
            continue
        seen.add((unit, row.id))
        people[unit] += 1
        signed[unit] += row.signed_on is not None
    paths = held_paths(work)
    return [
        UnitSigned(ids[unit.path], unit.name, people[unit.path], signed[unit.path])
        for unit in units
        if unit.path in ids and is_inside(unit.path, paths)
    ]


def _above(path: str) -> Iterator[str]:
    """The paths of an area and of all above it."""
    end = path.find("/")
    while end >= 0:
        yield path[: end + 1]
        end = path.find("/", end + 1)


def signers(
    work: UnitOfWork, regulation_id: int, wanted: SignerFilter | None = None
) -> list[SignerRow]:
    """People in post in one's own part, those who did not sign first, by strokes of the name."""
    wanted = wanted or SignerFilter()
    found = _seen(work, regulation_id)
    under = found.area_path if wanted.area_id is None else place_path(work, wanted.area_id, None)
    query = _posted(work, found).order_by(Person.stroke_key, Person.id)
    query = query.where(AreaStand.path.startswith(under, autoescape=True))
    if typed := match_key(wanted.text.strip()):
        query = query.where(
            or_(
                Person.match_key.contains(typed, autoescape=True),
                Person.number.startswith(wanted.text.strip().upper(), autoescape=True),
            )
        )
    paths, rows = held_paths(work), dict[int, Any]()
    for row in work.session.execute(query):
        if is_inside(row.path, paths) and wanted.signed in (None, row.signed_on is not None):
            rows.setdefault(row.id, row)
    chosen = sorted(rows.values(), key=lambda row: row.signed_on is not None)[: wanted.limit]
    chains = area_names(work, {row.area_id for row in chosen})
    return [
        SignerRow(
            row.id,
            row.name,
            row.number,
            chains[row.area_id].unit,
            row.signed_on,
            row.scan_sha256,
        )
        for row in chosen
    ]


def posted_paths(work: UnitOfWork, person_ids: Collection[int]) -> dict[int, list[str]]:
    """Where people hold posts today, as paths; who holds none is left out. Asks no right."""
    ids, found = sorted(person_ids), dict[int, list[str]]()
    for begin in range(0, len(ids), _BLOCK):
        query = _places(work, select(Post.person_id, AreaStand.path)).where(
            Post.person_id.in_(ids[begin : begin + _BLOCK])
        )
        for person, path in work.session.execute(query):
            found.setdefault(person, []).append(path)
    return found


def _places(work: UnitOfWork, query: Select[Any]) -> Select[Any]:
    """A query over posts held today, joined to the place of each."""
    return (
        query.select_from(Post)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .join(
            AreaStand,
            and_(
                AreaStand.area_id == func.coalesce(Post.area_id, Bureau.area_id),
                holds_on(AreaStand, work.today),
            ),
        )
        .where(in_post(work.today))
    )


def _posted(work: UnitOfWork, found: Regulation) -> Select[Any]:
    """Everybody in post under a regulation's area with the day he signed."""
    # Whoever was merged signed for the one who is kept.
    mine = (
        select(
            the_kept().label("person"),
            func.min(RegulationSigned.signed_on).label("signed_on"),
            func.min(RegulationSigned.scan_sha256).label("scan_sha256"),
        )
        .join_from(RegulationSigned, Person, Person.id == RegulationSigned.person_id)
        .where(RegulationSigned.regulation_id == found.id)
        .group_by(the_kept())
        .subquery()
    )
    columns = select(
        Person.id,
        Person.name,
        Person.number,
        AreaStand.path,
        AreaStand.area_id,
        mine.c.signed_on,
        mine.c.scan_sha256,
    )
    return (
        _places(work, columns)
        .join(Person, Person.id == Post.person_id)
        .outerjoin(mine, mine.c.person == Person.id)
        .where(
            Person.state == PersonState.PRESENT,
            AreaStand.path.startswith(found.area_path, autoescape=True),
        )
    )


def _rows(work: UnitOfWork, found: Sequence[Regulation]) -> list[RegulationRow]:
    names = names_of_paths(work, {one.area_path for one in found}, work.today)
    return [
        RegulationRow(
            one.id,
            one.title,
            one.document_no,
            names.get(one.area_path, ""),
            one.area_path,
            one.procedure,
            one.adopted_on,
            one.announced_on,
            one.scan_sha256,
            *_how_many(work, one),
            one.version,
        )
        for one in found
    ]


def _how_many(work: UnitOfWork, one: Regulation) -> tuple[int, int]:
    """Who signed of those in post, and how many those are."""
    posts = _posted(work, one).subquery()
    people = select(posts.c.id, posts.c.signed_on).distinct().subquery()
    query = select(func.count(people.c.signed_on), func.count(people.c.id))
    signed, every = work.session.execute(query).one()
    return signed, every


def _seen(work: UnitOfWork, regulation_id: int) -> Regulation:
    require_view(work)
    found = work.session.get(Regulation, regulation_id, populate_existing=True)
    if found is None:
        raise UserError("没有这份考核管理办法。请刷新后再选")
    if not _concerns(found, held_paths(work)):
        work.require(Right.VIEW_EXITS, found.area_path)
    return found


def _ids_of_paths(work: UnitOfWork, paths: Sequence[str]) -> dict[str, int]:
    query = (
        select(AreaStand.path, AreaStand.area_id)
        .join(Area, Area.id == AreaStand.area_id)
        .where(AreaStand.path.in_(list(paths)), holds_on(AreaStand, work.today))
    )
    return dict(work.session.execute(query).tuples().all())
