"""What the papers of funding show; money in fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.funding.rules.words import Account, Heading, PayItem, PostingKind, PostingState


@dataclass(frozen=True)
class AllocationRow:
    """A unit's line of 经费分配表: its grids, full-time workers, rate and sum by heading."""

    area_id: int
    area: str
    grids: int
    workers: int
    rate_fen: int | None
    headings: dict[Heading, int]
    note: str = ""

    @property
    def total_fen(self) -> int:
        """Of all headings."""
        return sum(self.headings.values())


@dataclass(frozen=True)
class Allocation:
    """经费分配表 of a year; `total_fen` and `allotted_fen` are as the budgets keep them."""

    year: int
    area_path: str
    rows: tuple[AllocationRow, ...]
    total_fen: int
    allotted_fen: int


@dataclass(frozen=True)
class YearSum:
    """What was set aside and spent of a heading in a year."""

    year: int
    heading: Heading
    allotted_fen: int
    spent_fen: int


@dataclass(frozen=True)
class JournalRow:
    """A posting as the journal of what is at hand shows it, with what is left after it."""

    day: dt.date
    number: str
    kind: PostingKind
    area: str
    memo: str
    document_no: str
    in_fen: int
    out_fen: int
    left_fen: int


@dataclass(frozen=True)
class Journal:
    """What was at hand before a time, what moved it, and what the ledger says was left."""

    first: int
    last: int
    area_path: str
    opening_fen: int
    rows: tuple[JournalRow, ...]
    closing_fen: int


@dataclass(frozen=True)
class VoucherLine:
    """One line of a voucher; of a posting with very many entries their sum by unit and item."""

    account: Account
    area: str
    item: str
    whom: str
    fen: int


@dataclass(frozen=True)
class Voucher:
    """记账凭证; `summed` where its lines are sums of `entries` rows."""

    id: int
    number: str
    day: dt.date
    kind: PostingKind
    state: PostingState
    area: str
    area_path: str
    memo: str
    document_no: str
    award_document: str
    scanned: bool
    reverses: str
    made_by: str
    posted_by: str
    debit_fen: int
    entries: int
    summed: bool
    lines: tuple[VoucherLine, ...]


@dataclass(frozen=True)
class SheetRow:
    """Somebody's line of 工资发放表, by item; deductions below zero."""

    person_id: int
    number: str
    name: str
    area_id: int
    grid: str
    days: int
    items: dict[PayItem, int]
    gross_fen: int
    deducted_fen: int
    net_fen: int
    held_back: str
