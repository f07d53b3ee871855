"""One person's pay across the months, as his file tells it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.funding.model import PayLine, PayPeriod, PayPerson
from hrgrid.funding.queries.scope import may_view
from hrgrid.funding.rules.words import PayState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import area_names
from hrgrid.workforce.queries.persons import same_person_ids


@dataclass(frozen=True)
class PaidMonthRow:
    """A month of somebody's pay, in fen; `month` is 202611, `unit` who pays him."""

    period_id: int
    month: int
    state: PayState
    unit: str
    gross_fen: int
    deducted_fen: int
    net_fen: int
    held_back: str


def paid_months(work: UnitOfWork, person_id: int) -> list[PaidMonthRow]:
    """The months of a person, the newest first, where the actor may see the money."""
    ids = same_person_ids(work, person_id)
    # The lines are kept by person; by person alone the sheet of a month is not found.
    named = select(PayLine.period_id).where(PayLine.person_id.in_(ids)).distinct()
    periods = [
        row
        for row in work.session.execute(
            select(PayPeriod.id, PayPeriod.month, PayPeriod.state, PayPeriod.area_path)
            .where(PayPeriod.id.in_(named))
            .order_by(PayPeriod.month.desc(), PayPeriod.id)
        )
        if may_view(work, row.area_path)
    ]
    found = list(
        work.session.scalars(
            select(PayPerson).where(
                PayPerson.period_id.in_([row.id for row in periods]),
                PayPerson.person_id.in_(ids),
            )
        )
    )
    names = area_names(work, {row.area_id for row in found})
    by_period: dict[int, list[PayPerson]] = {}
    for row in found:
        by_period.setdefault(row.period_id, []).append(row)
    return [
        PaidMonthRow(
            period.id,
            period.month,
            period.state,
            names[row.area_id].own if row.area_id in names else "",
            row.gross_fen,
            row.deducted_fen,
            row.net_fen,
            row.held_back,
        )
        for period in periods
        for row in by_period.get(period.id, [])
    ]
