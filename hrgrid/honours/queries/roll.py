"""The honour roll: grants and the honours of before as one list, filtered in SQL, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from hrgrid.core.names import match_key
from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.core.rights import Right
from hrgrid.honours.model import DistrictWeight, EarlierHonour, HonourGrant
from hrgrid.honours.queries.corrections import as_corrected
from hrgrid.honours.rules.roll import RollFilter, RollOrder, RollRow, RollYear
from hrgrid.honours.rules.words import GrantState, NameChoice, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import begins

_SHOWN = (GrantState.DECIDED, GrantState.REVOKED)
_G, _E = HonourGrant, EarlierHonour
# As many as one statement may name.
_BLOCK = 900


def roll(
    work: UnitOfWork,
    wanted: RollFilter,
    order: RollOrder = RollOrder.NEWEST,
    after: Mark | None = None,
    limit: int = 100,
) -> list[RollRow]:
    """At most `limit` honours behind the row (`key`, id) last seen."""
    require_roll(work)
    lines = _lines(work, wanted, after, order)
    keys = _keys(lines, order)
    query = select(lines.c.id, *keys).order_by(*keys, lines.c.id).limit(limit)
    if after is not None:
        key, last = after
        values = [literal(value) for value in (*key, last)]
        query = query.where(tuple_(*keys, lines.c.id) > tuple_(*values))
    found = [(row[0], tuple(row[1:])) for row in work.session.execute(query)]
    return _rows(work, found)


def roll_of(work: UnitOfWork, ids: Sequence[int], _wanted: RollFilter) -> list[RollRow]:
    """These honours, whatever the filter says."""
    require_roll(work)
    return _rows(work, [(one, ()) for one in ids])


def count_roll(work: UnitOfWork, wanted: RollFilter) -> int:
    """How many honours match."""
    require_roll(work)
    return work.session.scalar(select(func.count()).select_from(_lines(work, wanted))) or 0


def place_on_roll(work: UnitOfWork, wanted: RollFilter, order: RollOrder, mark: Mark) -> int:
    """How many stand before a mark."""
    require_roll(work)
    lines = _lines(work, wanted)
    key, last = mark
    values = [literal(value) for value in (*key, last)]
    before = tuple_(*_keys(lines, order), lines.c.id) < tuple_(*values)
    query = select(func.count()).select_from(lines).where(before)
    return work.session.scalar(query) or 0


def anchors_of_roll(work: UnitOfWork, wanted: RollFilter, order: RollOrder, step: int) -> Anchors:
    """How many match, and the last one of every `step` in this order: one walk."""
    require_roll(work)
    lines = _lines(work, wanted)
    keys = [key.label(f"key_{at}") for at, key in enumerate(_keys(lines, order))]
    by = (*_keys(lines, order), lines.c.id)
    number = func.row_number().over(order_by=by).label("number")
    following = func.lead(lines.c.id).over(order_by=by).label("following")
    marks = select(lines.c.id, number, following, *keys).subquery()
    query = (
        select(marks)
        .where(or_(marks.c.number % step == 0, marks.c.following.is_(None)))
        .order_by(marks.c.number)
    )
    rows = [(tuple(row[3:]), row.id, row.number) for row in work.session.execute(query)]
    return anchors(rows, step)


def roll_years(work: UnitOfWork, wanted: RollFilter | None = None) -> list[RollYear]:
    """The years of the roll, the newest first, with how many honours hold and how many do not."""
    require_roll(work)
    lines = _lines(work, wanted or RollFilter())
    query = select(lines.c.year, lines.c.tier_at, lines.c.holds, func.count()).group_by(
        lines.c.year, lines.c.tier_at, lines.c.holds
    )
    counts: dict[int, list[int]] = {}
    revoked: dict[int, int] = {}
    for year, tier, holds, count in work.session.execute(query).tuples():
        own = counts.setdefault(year, [0] * len(Tier))
        if holds:
            own[tier] += count
        else:
            revoked[year] = revoked.get(year, 0) + count
    return [
        RollYear(year, tuple(counts[year]), revoked.get(year, 0))
        for year in sorted(counts, reverse=True)
    ]


def roll_districts(work: UnitOfWork) -> list[tuple[int, str]]:
    """The districts that ever had places, by id with the newest name, in the office's order."""
    require_roll(work)
    query = select(
        DistrictWeight.area_id, DistrictWeight.district_name, DistrictWeight.sort
    ).order_by(DistrictWeight.campaign_id)
    newest = {area: (sort, name) for area, name, sort in work.session.execute(query).tuples()}
    return [(area, newest[area][1]) for area in sorted(newest, key=lambda one: newest[one])]


def require_roll(work: UnitOfWork) -> None:
    """Who runs selections or decides on them reads the roll."""
    decides = work.actor.may(Right.DECIDE_HONOURS)
    work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)


# --- which --------------------------------------------------------------------------------------


def _tier_at(tier: Any) -> ColumnElement[int]:
    return case(*((tier == one, at) for at, one in enumerate(Tier)), else_=len(Tier))


def _keys(lines: Any, order: RollOrder) -> tuple[Any, ...]:
    return {
        RollOrder.NEWEST: (-lines.c.year, lines.c.tier_at),
        RollOrder.OLDEST: (lines.c.year, lines.c.tier_at),
        RollOrder.TIER: (lines.c.tier_at, -lines.c.year),
    }[order]


def _lines(
    work: UnitOfWork,
    wanted: RollFilter,
    after: Mark | None = None,
    order: RollOrder = RollOrder.NEWEST,
) -> Any:
    """Id, year, tier and whether it holds, of both tables; no more, since they are many.

    The ids of the two interleave: those of grants are even.
    """
    grants = _narrowed(
        select(
            (_G.id * 2).label("id"),
            _G.year.label("year"),
            _tier_at(_G.tier).label("tier_at"),
            case((_G.state == GrantState.DECIDED, 1), else_=0).label("holds"),
        ).where(_G.state.in_(_SHOWN if wanted.state is None else (wanted.state,))),
        (_G, _G.printed_name, _G.printed_unit),
        wanted,
        (after, order),
    )
    if wanted.districts:
        grants = grants.where(_G.area_id.in_(wanted.districts))
    if wanted.state is GrantState.REVOKED:
        # Honours of before were taken over as they stood: none of them is revoked here.
        return grants.subquery("lines")
    earlier = _narrowed(
        select(
            (_E.id * 2 + 1).label("id"),
            _E.year.label("year"),
            _tier_at(_E.tier).label("tier_at"),
            literal(1, Integer).label("holds"),
        ),
        (_E, _E.name_given, _E.unit_given),
        wanted,
        (after, order),
    )
    if wanted.districts:
        names = work.session.scalars(
            select(DistrictWeight.district_name)
            .where(DistrictWeight.area_id.in_(wanted.districts))
            .distinct()
        )
        earlier = earlier.where(
            or_(*(_E.unit_given.startswith(name, autoescape=True) for name in names))
        )
    return union_all(grants, earlier).subquery("lines")


def _narrowed(
    query: Select[Any],
    table: tuple[Any, Any, Any],
    wanted: RollFilter,
    seen: tuple[Mark | None, RollOrder],
) -> Select[Any]:
    row, name, unit = table
    after, order = seen
    if wanted.years:
        query = query.where(row.year.in_(wanted.years))
    if wanted.tiers:
        query = query.where(row.tier.in_(wanted.tiers))
    if after is not None and order is not RollOrder.TIER:
        # Said once more in a way that walks the index of years.
        year = after[0][0]
        newest = order is RollOrder.NEWEST
        query = query.where(row.year <= -year if newest else row.year >= year)
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


# --- rows ---------------------------------------------------------------------------------------


def _rows(work: UnitOfWork, found: Sequence[tuple[int, tuple[Any, ...]]]) -> list[RollRow]:
    """The rows of these ids and keys, in that order."""
    keys = dict(found)
    made: dict[int, RollRow] = {}
    ids = list(keys)
    for begin in range(0, len(ids), _BLOCK):
        block = ids[begin : begin + _BLOCK]
        made |= _granted(work, [one // 2 for one in block if one % 2 == 0], keys)
        made |= _earlier(work, [one // 2 for one in block if one % 2], keys)
    return [made[one] for one in ids if one in made]


def _granted(
    work: UnitOfWork, ids: Sequence[int], keys: dict[int, tuple[Any, ...]]
) -> dict[int, RollRow]:
    query = (
        select(HonourGrant, Person.number, DistrictWeight.district_name)
        .join(Person, Person.id == _G.person_id)
        .outerjoin(
            DistrictWeight,
            (DistrictWeight.campaign_id == _G.campaign_id) & (DistrictWeight.area_id == _G.area_id),
        )
        .where(_G.id.in_(ids))
    )
    rows = work.session.execute(query).tuples().all()
    named = as_corrected(work, [grant for grant, _, _ in rows])
    return {
        grant.id * 2: RollRow(
            grant.id * 2,
            grant.id,
            grant.campaign_id,
            grant.person_id,
            grant.year,
            grant.tier,
            district or "",
            named[grant.id].name,
            number,
            named[grant.id].unit,
            named[grant.id].post,
            grant.state,
            grant.document_no,
            grant.granted_on,
            grant.revoke_document,
            named[grant.id].choice is NameChoice.HOLD,
            keys[grant.id * 2],
            grant.version,
        )
        for grant, number, district in rows
    }


def _earlier(
    work: UnitOfWork, ids: Sequence[int], keys: dict[int, tuple[Any, ...]]
) -> dict[int, RollRow]:
    query = (
        select(EarlierHonour, Person.number)
        .outerjoin(Person, Person.id == _E.person_id)
        .where(_E.id.in_(ids))
    )
    return {
        row.id * 2 + 1: RollRow(
            row.id * 2 + 1,
            None,
            None,
            row.person_id,
            row.year,
            row.tier,
            "",
            row.name_given,
            number or "",
            row.unit_given,
            "",
            GrantState.DECIDED,
            row.document_no,
            None,
            key=keys[row.id * 2 + 1],
            version=row.version,
        )
        for row, number in work.session.execute(query).tuples()
    }
