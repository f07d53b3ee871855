"""Everything that the pay of a month is reckoned from, in a few statements whoever many people.

A person belongs to the period in whose part of the tree his last post of the month lies; what he
did elsewhere in the month is paid there too, and borne by each unit for its days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from hrgrid.accounts.queries import calendar
from hrgrid.assessment.queries.pay_sources import grades_of_month, star_money
from hrgrid.core.periods import months_between
from hrgrid.funding.model import PayEntry, PayLine
from hrgrid.funding.rules.pay import behind_of, days_of, first_of, last_of
from hrgrid.funding.rules.pay_facts import (
    Away,
    ByHand,
    Carried,
    Monthly,
    PersonMonth,
    Span,
    Stay,
)
from hrgrid.funding.rules.words import PayKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Absence,
    Area,
    AreaStand,
    Bureau,
    Person,
    Post,
    PostRole,
    StandIn,
)
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import Employment, Level, PostState


class Unit(NamedTuple):
    """An area with the street (or what stands in its place) that pays there."""

    id: int
    path: str
    grid_id: int | None
    own_path: str


class _Held(NamedTuple):
    """A post within the month."""

    post_id: int
    area_id: int
    paid: bool
    span: Span


@dataclass
class Sources:
    """The month of everybody, and who cannot be paid for what was entered by hand.

    `left` are people with an entry but no post in the month: name, last day in post, reason.
    """

    people: list[PersonMonth] = field(default_factory=list)
    left: list[tuple[int, dt.date | None, str]] = field(default_factory=list)


def workdays_of(work: UnitOfWork, month: int) -> list[int]:
    """The days of the month on which people work, as this office keeps them."""
    kept, first = calendar(work), first_of(month)
    return [day for day in range(1, days_of(month) + 1) if kept.is_workday(first.replace(day=day))]


def units_of(work: UnitOfWork, month: int) -> dict[int, Unit]:
    """By area where it stood last in the month, and which unit pays there."""
    query = (
        select(AreaStand.area_id, AreaStand.path, Area.level)
        .join(Area, Area.id == AreaStand.area_id)
        .where(
            AreaStand.valid_from < behind_of(month),
            or_(AreaStand.valid_to.is_(None), AreaStand.valid_to > first_of(month)),
            or_(AreaStand.valid_to.is_(None), AreaStand.valid_to > AreaStand.valid_from),
            Area.level != Level.MICRO,
        )
        .order_by(AreaStand.valid_from, AreaStand.id)
    )
    rows = {area: (path, level) for area, path, level in work.session.execute(query).tuples()}
    by_path = {
        path: area for area, (path, level) in rows.items() if level.depth <= Level.STREET.depth
    }
    found: dict[int, Unit] = {}
    for area, (path, level) in rows.items():
        above = path
        while above and above not in by_path:
            above = above[: above.rstrip("/").rfind("/") + 1]
        unit = by_path.get(above, area)
        found[area] = Unit(unit, above or path, area if level is Level.GRID else None, path)
    return found


def sources_of(work: UnitOfWork, month: int, path: str, period_id: int | None) -> Sources:
    """All that is known of the month of everybody below `path`; lines carried into a period."""
    units = units_of(work, month)
    held = _posts(work, month, units)
    everybody = set(held)
    entries = _entries(work, month)
    carried = _carried(work, period_id) if period_id is not None else {}
    outside = (set(entries) | set(carried)) - everybody
    homes = _last_posts(work, outside)
    since = _since(work)
    grades, stars = grades_of_month(work, month), _stars(work, month)
    away, covers = _away(work, month), _covers(work, month)
    came = Sources()
    for person_id in sorted(everybody | set(carried)):
        own = held.get(person_id, [])
        stays = tuple(
            Stay(*units[one.area_id][:2], units[one.area_id].grid_id, one.post_id, *one.span)
            for one in own
            if one.paid
        )
        more = (stars.get(person_id), covers.get(person_id), entries.get(person_id))
        if not stays and not any(more) and person_id not in carried:
            continue
        place = own[-1].area_id if own else homes.get(person_id, (0, None))[0]
        unit = units.get(place)
        if unit is None or not unit.own_path.startswith(path):
            continue
        came.people.append(
            PersonMonth(
                person_id,
                unit.id,
                unit.path,
                unit.grid_id,
                (stays[-1].post_id if stays else own[-1].post_id) if own else None,
                _years(since.get(person_id), month) if stays else 0,
                grades.get(person_id, ""),
                stays,
                _joined(one.span for one in own),
                away.get(person_id, ()),
                stars.get(person_id, ()),
                covers.get(person_id, ()),
                entries.get(person_id, ()),
                carried.get(person_id, ()),
            )
        )
    for person_id in sorted(set(entries) - everybody):
        place, until = homes.get(person_id, (0, None))
        if place in units and units[place].own_path.startswith(path):
            came.left.append((person_id, until, entries[person_id][0].reason))
    return came


def _span(first: dt.date, behind: dt.date | None, month: int) -> Span:
    """The days of the month within dates."""
    begin = max(first, first_of(month)).day
    beyond = behind is None or behind >= behind_of(month)
    return Span(begin, days_of(month) + 1 if beyond or behind is None else behind.day)


def _within(table: Any, month: int) -> Any:
    """Rows whose days reach into the month; what was taken back holds on none."""
    return and_(
        table.valid_from < behind_of(month),
        or_(table.valid_to.is_(None), table.valid_to > first_of(month)),
        or_(table.valid_to.is_(None), table.valid_to > table.valid_from),
    )


def _posts(work: UnitOfWork, month: int, units: Mapping[int, Unit]) -> dict[int, list[_Held]]:
    query = (
        select(
            the_kept(),
            Post.id,
            func.coalesce(Post.area_id, Bureau.area_id),
            PostRole.paid,
            Post.employment,
            Post.valid_from,
            Post.valid_to,
        )
        .select_from(Post)
        .join(Person, Person.id == Post.person_id)
        .join(PostRole, PostRole.code == Post.role)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(Post.state != PostState.VOIDED, _within(Post, month))
        .order_by(Post.valid_from, Post.id)
    )
    found: dict[int, list[_Held]] = {}
    spans: dict[tuple[dt.date, dt.date | None], Span] = {}
    for person, post, area, paid, employment, begin, end in work.session.execute(query):
        if area not in units:
            continue
        span = spans.get((begin, end))
        if span is None:
            span = spans[begin, end] = _span(begin, end, month)
        full = bool(paid) and employment is Employment.FULL
        found.setdefault(person, []).append(_Held(post, area, full, span))
    for own in found.values():
        if len(own) > 1:
            # The paid post says where somebody belongs, before any that he holds beside it.
            own.sort(key=lambda one: (one.paid, one.span, one.post_id))
    return found


def _last_posts(work: UnitOfWork, people: Iterable[int]) -> dict[int, tuple[int, dt.date | None]]:
    """Of people with no post in the month: where the last one was, and the first day without."""
    ids = sorted(people)
    found: dict[int, tuple[int, dt.date | None]] = {}
    if not ids:
        return found
    query = (
        select(the_kept(), func.coalesce(Post.area_id, Bureau.area_id), Post.valid_to)
        .select_from(Post)
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(Post.state != PostState.VOIDED, the_kept().in_(ids))
        .order_by(Post.valid_from, Post.id)
    )
    for person, area, until in work.session.execute(query).tuples():
        found[person] = area, until
    return found


def _since(work: UnitOfWork) -> dict[int, dt.date]:
    """From when each has been in paid full-time posts; service counts from the first."""
    query = (
        select(the_kept(), func.min(Post.valid_from))
        .select_from(Post)
        .join(Person, Person.id == Post.person_id)
        .join(PostRole, PostRole.code == Post.role)
        .where(Post.state != PostState.VOIDED, PostRole.paid, Post.employment == Employment.FULL)
        .group_by(the_kept())
    )
    return dict(work.session.execute(query).tuples().all())


def _years(since: dt.date | None, month: int) -> int:
    last = last_of(month)
    return months_between(since, last).years if since is not None and since < last else 0


def _stars(work: UnitOfWork, month: int) -> dict[int, tuple[Monthly, ...]]:
    found: dict[int, list[Monthly]] = {}
    for one in star_money(work, first_of(month), behind_of(month)):
        monthly = Monthly(one.fen, *_span(one.valid_from, one.valid_to, month))
        found.setdefault(one.person_id, []).append(monthly)
    return {person: tuple(rows) for person, rows in found.items()}


def _away(work: UnitOfWork, month: int) -> dict[int, tuple[Away, ...]]:
    query = (
        select(the_kept(), Absence.pay_during, Absence.valid_from, Absence.valid_to)
        .join(Person, Person.id == Absence.person_id)
        .where(_within(Absence, month))
        .order_by(Absence.valid_from, Absence.id)
    )
    found: dict[int, list[Away]] = {}
    for person, pay, begin, end in work.session.execute(query).tuples():
        found.setdefault(person, []).append(Away(pay, *_span(begin, end, month)))
    return {person: tuple(rows) for person, rows in found.items()}


def _covers(work: UnitOfWork, month: int) -> dict[int, tuple[Monthly, ...]]:
    query = (
        select(the_kept(), StandIn.allowance_fen, StandIn.valid_from, StandIn.valid_to)
        .join(Person, Person.id == StandIn.person_id)
        .where(_within(StandIn, month), StandIn.allowance_fen.is_not(None))
        .order_by(StandIn.valid_from, StandIn.id)
    )
    found: dict[int, list[Monthly]] = {}
    for person, fen, begin, end in work.session.execute(query).tuples():
        found.setdefault(person, []).append(Monthly(fen or 0, *_span(begin, end, month)))
    return {person: tuple(rows) for person, rows in found.items()}


def _entries(work: UnitOfWork, month: int) -> dict[int, tuple[ByHand, ...]]:
    query = (
        select(the_kept(), PayEntry.pay_item, PayEntry.fen, PayEntry.reason)
        .join(Person, Person.id == PayEntry.person_id)
        .where(PayEntry.month == month, PayEntry.withdrawn_why == "")
        .order_by(PayEntry.id)
    )
    found: dict[int, list[ByHand]] = {}
    for person, item, fen, reason in work.session.execute(query).tuples():
        found.setdefault(person, []).append(ByHand(item, fen, reason))
    return {person: tuple(rows) for person, rows in found.items()}


def _carried(work: UnitOfWork, period_id: int) -> dict[int, tuple[Carried, ...]]:
    query = (
        select(PayLine.person_id, PayLine.for_month, PayLine.pay_item, PayLine.kind, PayLine.fen)
        .where(PayLine.period_id == period_id, PayLine.kind != PayKind.PAY)
        .order_by(PayLine.person_id, PayLine.for_month, PayLine.pay_item, PayLine.kind)
    )
    found: dict[int, list[Carried]] = {}
    for person, month, item, kind, fen in work.session.execute(query).tuples():
        found.setdefault(person, []).append(Carried(month, item, kind, fen))
    return {person: tuple(rows) for person, rows in found.items()}


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days without overlaps."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].behind:
            found[-1] = Span(found[-1].first, max(found[-1].behind, span.behind))
        else:
            found.append(span)
    return tuple(found)
