"""经费科目: what money is spent on."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.funding.model import FundItem
from hrgrid.funding.queries.scope import require_view
from hrgrid.funding.rules.budget_rows import ItemRow
from hrgrid.storage.work import UnitOfWork


def items(work: UnitOfWork, *, also_retired: bool = True) -> list[ItemRow]:
    """All items in the office's order; those in use alone where the others are not wanted."""
    require_view(work)
    query = select(FundItem).order_by(FundItem.sort, FundItem.id)
    if not also_retired:
        query = query.where(FundItem.active)
    return [
        ItemRow(one.id, one.code, one.label, one.heading, one.awards, one.active, one.version)
        for one in work.session.scalars(query)
    ]
