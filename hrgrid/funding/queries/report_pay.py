"""工资发放表: everybody of a month by unit with his items, read in parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select

from hrgrid.funding.model import PayLine, PayPerson
from hrgrid.funding.queries.execution import tree_places
from hrgrid.funding.queries.pay import seen_period
from hrgrid.funding.rules.report_rows import SheetRow
from hrgrid.funding.rules.words import PayItem
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.chains import area_names

_PART = 500


def pay_units(work: UnitOfWork, period_id: int) -> list[tuple[int, str, int]]:
    """The units of a month in the office's order: id, name, how many people."""
    seen_period(work, period_id)
    query = (
        select(PayPerson.area_id, func.count())
        .where(PayPerson.period_id == period_id)
        .group_by(PayPerson.area_id)
    )
    found = work.session.execute(query).tuples().all()
    names = area_names(work, {area for area, _ in found})
    places = tree_places(work)
    ordered = sorted(found, key=lambda row: (places.get(row[0], 10**9), row[0]))
    return [(area, names[area].own, count) for area, count in ordered]


def unit_totals(work: UnitOfWork, period_id: int, area_id: int) -> dict[PayItem | str, int]:
    """What is stored of a unit: its sums by item, and `gross`, `deducted` and `net`."""
    sums = select(
        func.sum(PayPerson.gross_fen),
        func.sum(PayPerson.deducted_fen),
        func.sum(PayPerson.net_fen),
    ).where(PayPerson.period_id == period_id, PayPerson.area_id == area_id)
    gross, deducted, net = work.session.execute(sums).one()
    lines = (
        select(PayLine.pay_item, func.sum(PayLine.fen))
        .join(
            PayPerson,
            and_(
                PayPerson.period_id == PayLine.period_id,
                PayPerson.person_id == PayLine.person_id,
            ),
        )
        .where(PayLine.period_id == period_id, PayPerson.area_id == area_id)
        .group_by(PayLine.pay_item)
    )
    found: dict[PayItem | str, int] = {
        item: int(fen) for item, fen in work.session.execute(lines).tuples()
    }
    return found | {"gross": int(gross), "deducted": int(deducted), "net": int(net)}


def items_of_month(work: UnitOfWork, period_id: int) -> list[PayItem]:
    """The items that stand on anybody's pay, in their order."""
    seen_period(work, period_id)
    query = select(PayLine.pay_item).where(PayLine.period_id == period_id).distinct()
    found = set(work.session.scalars(query))
    return [item for item in PayItem if item in found]


def sheet(work: UnitOfWork, period_id: int, area_id: int) -> Iterator[SheetRow]:
    """The people of a unit by strokes of the name, so many at a time."""
    seen_period(work, period_id)
    after: tuple[str, int] | None = None
    while True:
        query = (
            select(
                PayPerson.person_id,
                Person.number,
                Person.name,
                Person.stroke_key,
                PayPerson.grid_id,
                PayPerson.days,
                PayPerson.gross_fen,
                PayPerson.deducted_fen,
                PayPerson.net_fen,
                PayPerson.held_back,
            )
            .join(Person, Person.id == PayPerson.person_id)
            .where(PayPerson.period_id == period_id, PayPerson.area_id == area_id)
        )
        if after is not None:
            key, last = after
            query = query.where(
                or_(
                    Person.stroke_key > key,
                    and_(Person.stroke_key == key, PayPerson.person_id > last),
                )
            )
        found = work.session.execute(
            query.order_by(Person.stroke_key, PayPerson.person_id).limit(_PART)
        ).all()
        if not found:
            return
        lines: dict[int, dict[PayItem, int]] = defaultdict(dict)
        people = [row.person_id for row in found]
        for person, item, fen in work.session.execute(
            select(PayLine.person_id, PayLine.pay_item, func.sum(PayLine.fen))
            .where(PayLine.period_id == period_id, PayLine.person_id.in_(people))
            .group_by(PayLine.person_id, PayLine.pay_item)
        ):
            lines[person][item] = int(fen)
        names = area_names(work, {row.grid_id for row in found if row.grid_id})
        for row in found:
            yield SheetRow(
                row.person_id,
                row.number,
                row.name,
                area_id,
                names[row.grid_id].own if row.grid_id in names else "",
                row.days,
                lines[row.person_id],
                row.gross_fen,
                row.deducted_fen,
                row.net_fen,
                row.held_back,
            )
        after = (found[-1].stroke_key, found[-1].person_id)
