"""Years beside each other: what was set aside and spent by heading, as the budgets keep it."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.funding.model import Allotment, Budget
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.report_rows import YearSum
from hrgrid.storage.work import UnitOfWork


def year_sums(work: UnitOfWork, year: int, path: str = "") -> list[YearSum]:
    """The year and the one before below a path, by heading; only what has a row."""
    require_view(work)
    query = (
        select(
            Budget.year,
            Allotment.heading,
            func.sum(Allotment.fen),
            func.sum(Allotment.spent_fen),
        )
        .join(Budget, Budget.id == Allotment.budget_id)
        .where(
            Budget.year.in_((year - 1, year)),
            within(work, Budget.area_path),
            Budget.area_path.startswith(path, autoescape=True),
        )
        .group_by(Budget.year, Allotment.heading)
        .order_by(Budget.year)
    )
    return [
        YearSum(of, heading, int(fen), int(spent))
        for of, heading, fen, spent in work.session.execute(query)
    ]
