"""Months of pay, the sheet of a month, what each unit pays."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from hrgrid.accounts.model import Operator
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import BankFile, PayLine, PayPeriod, PayPerson
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.pay_forms import PayFilter
from hrgrid.funding.rules.pay_rows import BankFileRow, PayRow, PeriodRow, UnitSum
from hrgrid.funding.rules.words import BankFileState, PayItem
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person
from hrgrid.workforce.queries.chains import area_names

Mark = tuple[str, int]
"""A row's place on the sheet: the strokes of the name, and the id."""


def pay_periods(work: UnitOfWork, year: int) -> list[PeriodRow]:
    """The months of a year that the actor may see, the newest first."""
    require_view(work)
    query = (
        select(PayPeriod)
        .where(PayPeriod.month.between(year * 100 + 1, year * 100 + 12))
        .where(within(work, PayPeriod.area_path))
        .order_by(PayPeriod.month.desc(), PayPeriod.area_path)
    )
    return _rows(work, list(work.session.scalars(query)))


def pay_period(work: UnitOfWork, period_id: int) -> PeriodRow:
    """One month of pay."""
    return _rows(work, [seen_period(work, period_id)])[0]


def pay_years(work: UnitOfWork) -> list[int]:
    """The years that have months of pay, the newest first."""
    require_view(work)
    query = select(PayPeriod.month).where(within(work, PayPeriod.area_path)).distinct()
    return sorted({month // 100 for month in work.session.scalars(query)}, reverse=True)


def seen_period(work: UnitOfWork, period_id: int) -> PayPeriod:
    """The month for who may see it; UserError where it is not there, Refused else."""
    require_view(work)
    found = work.session.get(PayPeriod, period_id, populate_existing=True)
    if found is None:
        raise UserError("没有这个月的薪酬。请刷新列表后再选")
    require_view(work, found.area_path)
    return found


def _rows(work: UnitOfWork, periods: list[PayPeriod]) -> list[PeriodRow]:
    ids = [one.id for one in periods]
    files = _files(work, ids)
    held = dict(
        work.session.execute(
            select(PayPerson.period_id, func.count())
            .where(PayPerson.period_id.in_(ids), PayPerson.held_back != "")
            .group_by(PayPerson.period_id)
        )
        .tuples()
        .all()
    )
    makers = dict(
        work.session.execute(
            select(Operator.id, Operator.name).where(
                Operator.id.in_([one.proposer_id for one in periods if one.proposer_id])
            )
        )
        .tuples()
        .all()
    )
    names = area_names(work, {one.area_id for one in periods})
    return [
        PeriodRow(
            one.id,
            one.month,
            one.area_id,
            names[one.area_id].own,
            one.area_path,
            one.state,
            one.computed,
            one.rule_number,
            one.people_count,
            one.gross_fen,
            one.net_fen,
            one.employer_fen,
            held.get(one.id, 0),
            makers.get(one.proposer_id or 0, ""),
            one.reviewed_by,
            one.reviewed_on,
            one.returned_why,
            one.approval_words,
            one.approved_on,
            one.paid_on,
            files.get(one.id),
            work.actor.may(Right.RUN_FUNDING, one.area_path),
            work.actor.may(Right.APPROVE, one.area_path),
        )
        for one in periods
    ]


def _files(work: UnitOfWork, ids: list[int]) -> dict[int, BankFileRow]:
    """Of each month the file that counts."""
    query = select(BankFile).where(
        BankFile.period_id.in_(ids), BankFile.state == BankFileState.MADE
    )
    return {row.period_id: _file(row) for row in work.session.scalars(query)}


def bank_files(work: UnitOfWork, period_id: int) -> list[BankFileRow]:
    """Every file that was made of a month, the newest first."""
    seen_period(work, period_id)
    query = select(BankFile).where(BankFile.period_id == period_id).order_by(BankFile.number.desc())
    return [_file(row) for row in work.session.scalars(query)]


def _file(row: BankFile) -> BankFileRow:
    return BankFileRow(
        row.id,
        row.number,
        row.people_count,
        row.total_fen,
        row.state,
        row.void_reason,
        row.made_at,
        row.made_by,
    )


def pay_list(
    work: UnitOfWork,
    period_id: int,
    wanted: PayFilter = PayFilter(),  # noqa: B008 - frozen
    after: Mark | None = None,
    limit: int = 200,
) -> list[PayRow]:
    """People of a month in the order of strokes, behind `after`."""
    seen_period(work, period_id)
    query = _chosen(sheet_query(period_id), wanted)
    if after is not None:
        query = query.where(
            or_(
                Person.stroke_key > after[0],
                and_(Person.stroke_key == after[0], Person.id > after[1]),
            )
        )
    query = query.order_by(Person.stroke_key, Person.id).limit(limit)
    return sheet_rows(work, list(work.session.execute(query)))


def pay_count(work: UnitOfWork, period_id: int, wanted: PayFilter) -> int:
    """How many people a filter shows."""
    seen_period(work, period_id)
    chosen = _chosen(sheet_query(period_id), wanted).subquery()
    return work.session.scalar(select(func.count()).select_from(chosen)) or 0


def sheet_query(period_id: int) -> Select[Any]:
    """The columns of the sheet."""
    return (
        select(
            PayPerson.person_id,
            Person.number,
            Person.name,
            PayPerson.area_id,
            PayPerson.grid_id,
            PayPerson.days,
            PayPerson.gross_fen,
            PayPerson.deducted_fen,
            PayPerson.net_fen,
            PayPerson.employer_fen,
            PayPerson.held_back,
            PayPerson.reckoning,
            Person.stroke_key,
        )
        .join(Person, Person.id == PayPerson.person_id)
        .where(PayPerson.period_id == period_id)
    )


def _chosen(query: Select[Any], wanted: PayFilter) -> Select[Any]:
    text = wanted.text.strip()
    if text:
        query = query.where(or_(Person.name.contains(text, autoescape=True), Person.number == text))
    if wanted.area_id is not None:
        query = query.where(PayPerson.area_id == wanted.area_id)
    if wanted.held:
        query = query.where(PayPerson.held_back != "")
    if wanted.changed:
        query = query.where(
            or_(PayPerson.reckoning.contains('"was":'), PayPerson.reckoning.contains('"new":'))
        )
    return query


def sheet_rows(work: UnitOfWork, found: list[Any]) -> list[PayRow]:
    """Rows of `sheet_query` with the names of their places."""
    areas = {row.area_id for row in found} | {row.grid_id for row in found if row.grid_id}
    names = area_names(work, areas)
    return [
        PayRow(
            row.person_id,
            row.number,
            row.name,
            row.area_id,
            names[row.area_id].own,
            names[row.grid_id].own if row.grid_id else "",
            row.days,
            row.gross_fen,
            row.deducted_fen,
            row.net_fen,
            row.employer_fen,
            row.held_back,
            _was(row.reckoning),
            row.stroke_key,
        )
        for row in found
    ]


def _was(told: str) -> int | None:
    """What the computation before came to; 0 for whoever was not in it."""
    if '"was":' in told:
        was: int = json.loads(told)["was"]
        return was
    return 0 if '"new":' in told else None


def unit_sums(work: UnitOfWork, period_id: int) -> list[UnitSum]:
    """What each unit pays in a month with its items, in the office's order."""
    seen_period(work, period_id)
    people = (
        select(
            PayPerson.area_id,
            func.count(),
            func.sum(PayPerson.gross_fen),
            func.sum(PayPerson.deducted_fen),
            func.sum(PayPerson.net_fen),
            func.sum(PayPerson.employer_fen),
        )
        .where(PayPerson.period_id == period_id)
        .group_by(PayPerson.area_id)
    )
    lines = (
        select(PayPerson.area_id, PayLine.pay_item, func.sum(PayLine.fen))
        .join(
            PayLine,
            and_(
                PayLine.period_id == PayPerson.period_id,
                PayLine.person_id == PayPerson.person_id,
            ),
        )
        .where(PayPerson.period_id == period_id)
        .group_by(PayPerson.area_id, PayLine.pay_item)
    )
    items: dict[int, dict[PayItem, int]] = {}
    for area, item, fen in work.session.execute(lines).tuples():
        items.setdefault(area, {})[item] = int(fen)
    rows = work.session.execute(people).tuples().all()
    names = area_names(work, {row[0] for row in rows})
    found = [
        UnitSum(
            area,
            names[area].own,
            count,
            int(gross),
            int(deducted),
            int(net),
            int(employer),
            items.get(area, {}),
        )
        for area, count, gross, deducted, net, employer in rows
    ]
    query = select(Area.id).where(Area.id.in_(names)).order_by(Area.sort, Area.id)
    places = {area: at for at, area in enumerate(work.session.scalars(query))}
    return sorted(found, key=lambda row: places[row.area_id])
