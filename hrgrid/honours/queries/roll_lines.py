"""Which honours are on the roll: ids and sorting keys of three tables as one, narrowed in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, literal, or_, select, union_all

from hrgrid.core.names import match_key
from hrgrid.core.paging import Mark
from hrgrid.honours.model import (
    CollectiveAward,
    CollectiveNominee,
    DistrictWeight,
    EarlierHonour,
    HonourGrant,
)
from hrgrid.honours.rules.collectives import CollectiveState
from hrgrid.honours.rules.roll import RollFilter, RollOrder
from hrgrid.honours.rules.words import GrantState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.listing import begins

GRANT, EARLIER, UNIT = range(3)
"""What an id of the roll leaves when it is divided by `TABLES`: the table; the rest is its id."""
TABLES = 3
_SHOWN = (GrantState.DECIDED, GrantState.REVOKED)
_OF_UNIT = {
    GrantState.DECIDED: CollectiveState.DECIDED,
    GrantState.REVOKED: CollectiveState.REVOKED,
}
_G, _E, _C = HonourGrant, EarlierHonour, CollectiveNominee
_Seen = tuple[Mark | None, RollOrder]


def _tier_at(tier: Any) -> ColumnElement[int]:
    return case(*((tier == one, at) for at, one in enumerate(Tier)), else_=len(Tier))


def keys_of(lines: Any, order: RollOrder) -> tuple[Any, ...]:
    """By what lines are sorted before their id."""
    return {
        RollOrder.NEWEST: (-lines.c.year, lines.c.tier_at),
        RollOrder.OLDEST: (lines.c.year, lines.c.tier_at),
        RollOrder.TIER: (lines.c.tier_at, -lines.c.year),
    }[order]


def lines_of(
    work: UnitOfWork,
    wanted: RollFilter,
    after: Mark | None = None,
    order: RollOrder = RollOrder.NEWEST,
) -> Any:
    """Id, year, tier and whether it holds, of all tables; no more, since they are many.

    Collectives stand behind the tiers of their year, by kind in the office's order.
    """
    seen = (after, order)
    parts = []
    if wanted.people:
        parts.append(_granted(wanted, seen))
        # Honours of before were taken over as they stood: none of them is revoked here.
        if wanted.state is not GrantState.REVOKED:
            parts.append(_earlier(work, wanted, seen))
    if wanted.units:
        parts.append(_units(work, wanted, seen))
    return (union_all(*parts) if len(parts) > 1 else parts[0]).subquery("lines")


def _granted(wanted: RollFilter, seen: _Seen) -> Select[Any]:
    query = select(
        (_G.id * TABLES + GRANT).label("id"),
        _G.year.label("year"),
        _tier_at(_G.tier).label("tier_at"),
        case((_G.state == GrantState.DECIDED, 1), else_=0).label("holds"),
    ).where(_G.state.in_(_SHOWN if wanted.state is None else (wanted.state,)))
    if wanted.districts:
        query = query.where(_G.area_id.in_(wanted.districts))
    return _of_people(query, (_G, _G.printed_name, _G.printed_unit), wanted, seen)


def _earlier(work: UnitOfWork, wanted: RollFilter, seen: _Seen) -> Select[Any]:
    query = select(
        (_E.id * TABLES + EARLIER).label("id"),
        _E.year.label("year"),
        _tier_at(_E.tier).label("tier_at"),
        literal(1, Integer).label("holds"),
    )
    if wanted.districts:
        names = work.session.scalars(
            select(DistrictWeight.district_name)
            .where(DistrictWeight.area_id.in_(wanted.districts))
            .distinct()
        )
        query = query.where(
            or_(*(_E.unit_given.startswith(name, autoescape=True) for name in names))
        )
    return _of_people(query, (_E, _E.name_given, _E.unit_given), wanted, seen)


def _units(work: UnitOfWork, wanted: RollFilter, seen: _Seen) -> Select[Any]:
    states = _SHOWN if wanted.state is None else (wanted.state,)
    query = (
        select(
            (_C.id * TABLES + UNIT).label("id"),
            _C.year.label("year"),
            (len(Tier) + CollectiveAward.sort).label("tier_at"),
            case((_C.state == CollectiveState.DECIDED, 1), else_=0).label("holds"),
        )
        .join(
            CollectiveAward,
            (CollectiveAward.campaign_id == _C.campaign_id) & (CollectiveAward.title == _C.title),
        )
        .where(_C.state.in_([_OF_UNIT[state] for state in states]))
    )
    if wanted.districts:
        paths = work.session.scalars(
            select(AreaStand.path).where(AreaStand.area_id.in_(wanted.districts)).distinct()
        )
        below = or_(*(AreaStand.path.startswith(path, autoescape=True) for path in paths))
        query = query.where(_C.area_id.in_(select(AreaStand.area_id).where(below)))
    text = wanted.text.strip()
    if text:
        query = query.where(
            or_(
                _C.honoured_name.contains(text, autoescape=True),
                _C.title.contains(text, autoescape=True),
            )
        )
    return _of_years(query, _C.year, wanted, seen)


def _of_years(query: Select[Any], year: Any, wanted: RollFilter, seen: _Seen) -> Select[Any]:
    after, order = seen
    if wanted.years:
        query = query.where(year.in_(wanted.years))
    if after is not None and order is not RollOrder.TIER:
        # Said once more in a way that walks the index of years.
        last = after[0][0]
        query = query.where(year <= -last if order is RollOrder.NEWEST else year >= last)
    return query


def _of_people(
    query: Select[Any], table: tuple[Any, Any, Any], wanted: RollFilter, seen: _Seen
) -> Select[Any]:
    row, name, unit = table
    query = _of_years(query, row.year, wanted, seen)
    if wanted.tiers:
        query = query.where(row.tier.in_(wanted.tiers))
    text = wanted.text.strip()
    if not text:
        return query
    typed = match_key(text)
    return query.outerjoin(Person, Person.id == row.person_id).where(
        or_(
            name.startswith(text, autoescape=True),
            unit.contains(text, autoescape=True),
            Person.number == text.upper(),
            begins(Person.match_key, typed),
            begins(Person.pinyin, typed.lower()),
            begins(Person.initials, typed.lower()),
        )
    )
