"""What the level 台账 asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hrgrid.core.paging import Mark
from hrgrid.funding.queries.budgets import budget_tree
from hrgrid.funding.queries.items import items
from hrgrid.funding.queries.ledger import count_postings, months, posting_card, postings
from hrgrid.funding.rules.budget_rows import BudgetRow, ItemRow
from hrgrid.funding.rules.ledger_rows import LedgerFilter, MonthRow, PostingCard, PostingRow
from hrgrid.storage.work import UnitOfWork

STEP = 100


@dataclass(frozen=True)
class Ledger:
    """The first rows of a list, how many there are with the sum of their debits, the months."""

    rows: tuple[PostingRow, ...]
    count: int
    debit_fen: int
    months: tuple[MonthRow, ...]


@dataclass(frozen=True)
class Spendable:
    """Units with money of a year and the items that are in use."""

    units: tuple[BudgetRow, ...]
    items: tuple[ItemRow, ...]


def read_ledger(wanted: LedgerFilter) -> Callable[[UnitOfWork], Ledger]:
    """The list from its beginning."""

    def read(work: UnitOfWork) -> Ledger:
        count, debit = count_postings(work, wanted)
        rows = postings(work, wanted, limit=STEP)
        return Ledger(tuple(rows), count, debit, tuple(months(work, wanted.year)))

    return read


def read_more(wanted: LedgerFilter, after: Mark) -> Callable[[UnitOfWork], list[PostingRow]]:
    """The rows behind the last one."""
    return lambda work: postings(work, wanted, after, STEP)


def read_posting(posting_id: int) -> Callable[[UnitOfWork], PostingCard]:
    """One posting with its rows."""
    return lambda work: posting_card(work, posting_id)


def read_spendable(year: int) -> Callable[[UnitOfWork], Spendable]:
    """What an expense may be booked on."""

    def read(work: UnitOfWork) -> Spendable:
        active = tuple(one for one in items(work) if one.active)
        return Spendable(tuple(budget_tree(work, year)), active)

    return read
