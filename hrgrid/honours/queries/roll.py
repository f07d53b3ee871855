"""The honour roll: grants, honours of before and collectives as one list, paged by key."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, literal, or_, select, tuple_

from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.core.rights import Right
from hrgrid.honours.model import DistrictWeight
from hrgrid.honours.queries.roll_lines import keys_of, lines_of
from hrgrid.honours.queries.roll_rows import rows_of
from hrgrid.honours.rules.roll import RollFilter, RollOrder, RollRow, RollYear
from hrgrid.honours.rules.words import Tier
from hrgrid.storage.work import UnitOfWork


def roll(
    work: UnitOfWork,
    wanted: RollFilter,
    order: RollOrder = RollOrder.NEWEST,
    after: Mark | None = None,
    limit: int = 100,
) -> list[RollRow]:
    """At most `limit` honours behind the row (`key`, id) last seen."""
    require_roll(work)
    lines = lines_of(work, wanted, after, order)
    keys = keys_of(lines, order)
    query = select(lines.c.id, *keys).order_by(*keys, lines.c.id).limit(limit)
    if after is not None:
        key, last = after
        values = [literal(value) for value in (*key, last)]
        query = query.where(tuple_(*keys, lines.c.id) > tuple_(*values))
    found = [(row[0], tuple(row[1:])) for row in work.session.execute(query)]
    return rows_of(work, found)


def roll_of(work: UnitOfWork, ids: Sequence[int], _wanted: RollFilter) -> list[RollRow]:
    """These honours, whatever the filter says."""
    require_roll(work)
    return rows_of(work, [(one, ()) for one in ids])


def count_roll(work: UnitOfWork, wanted: RollFilter) -> int:
    """How many honours match."""
    require_roll(work)
    return work.session.scalar(select(func.count()).select_from(lines_of(work, wanted))) or 0


def place_on_roll(work: UnitOfWork, wanted: RollFilter, order: RollOrder, mark: Mark) -> int:
    """How many stand before a mark."""
    require_roll(work)
    lines = lines_of(work, wanted)
    key, last = mark
    values = [literal(value) for value in (*key, last)]
    before = tuple_(*keys_of(lines, order), lines.c.id) < tuple_(*values)
    query = select(func.count()).select_from(lines).where(before)
    return work.session.scalar(query) or 0


def anchors_of_roll(work: UnitOfWork, wanted: RollFilter, order: RollOrder, step: int) -> Anchors:
    """How many match, and the last one of every `step` in this order: one walk."""
    require_roll(work)
    lines = lines_of(work, wanted)
    keys = [key.label(f"key_{at}") for at, key in enumerate(keys_of(lines, order))]
    by = (*keys_of(lines, order), lines.c.id)
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
    lines = lines_of(work, wanted or RollFilter())
    query = select(lines.c.year, lines.c.tier_at, lines.c.holds, func.count()).group_by(
        lines.c.year, lines.c.tier_at, lines.c.holds
    )
    counts: dict[int, list[int]] = {}
    units: dict[int, list[int]] = {}
    revoked: dict[int, int] = {}
    for year, tier, holds, count in work.session.execute(query).tuples():
        own = counts.setdefault(year, [0] * len(Tier))
        of_units = units.setdefault(year, [0, 0])
        if tier >= len(Tier):
            of_units[holds] += count
        elif holds:
            own[tier] += count
        else:
            revoked[year] = revoked.get(year, 0) + count
    return [
        RollYear(year, tuple(counts[year]), revoked.get(year, 0), units[year][1], units[year][0])
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
