"""What is shown of the pay of a month; money in fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hrgrid.funding.rules.pay import month_words
from hrgrid.funding.rules.words import BankFileState, PayItem, PayKind, PayState


@dataclass(frozen=True)
class PayDifference:
    """Somebody whose net pay is another than in the computation before; None: not in it."""

    person_id: int
    name: str
    before_fen: int | None
    after_fen: int | None


@dataclass(frozen=True)
class PaySummary:
    """What a computation came to; counts are people."""

    people: int
    gross_fen: int
    net_fen: int
    employer_fen: int
    topped_up: int
    capped: int
    not_shared: int
    held: int
    output_hash: str
    differences: tuple[PayDifference, ...] = ()


@dataclass(frozen=True)
class SettleSummary:
    """What a month before was short of or too much; `left` says whose could not be taken back."""

    people: int
    back_fen: int
    reversed_fen: int
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class BankFileRow:
    """A file for the bank as it is on record, without its numbers."""

    id: int
    number: int
    people: int
    total_fen: int
    state: BankFileState
    void_reason: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class PeriodRow:
    """One month of pay for a part of the tree and how far it has come.

    `held` are the people held back; `may_handle` and `may_approve` are the actor's rights there.
    """

    id: int
    month: int
    area_id: int
    area: str
    area_path: str
    state: PayState
    computed: int
    rule_number: int | None
    people: int
    gross_fen: int
    net_fen: int
    employer_fen: int
    held: int
    made_by: str
    reviewed_by: str
    reviewed_on: dt.date | None
    returned_why: str
    approval_words: str
    approved_on: dt.date | None
    paid_on: dt.date | None
    bank_file: BankFileRow | None
    may_handle: bool
    may_approve: bool

    @property
    def title(self) -> str:
        """2026 年 11 月 东街道."""
        return f"{month_words(self.month)} {self.area}"


@dataclass(frozen=True)
class PayRow:
    """Somebody's month on the sheet; `was_fen` is what the computation before came to, if other."""

    person_id: int
    number: str
    name: str
    area_id: int
    area: str
    grid: str
    days: int
    gross_fen: int
    deducted_fen: int
    net_fen: int
    employer_fen: int
    held_back: str
    was_fen: int | None
    stroke_key: str = field(repr=False, default="")


@dataclass(frozen=True)
class PayLineRow:
    """One line with how it came about; `for_month` is the month it belongs to."""

    item: PayItem
    kind: PayKind
    for_month: int
    fen: int
    words: str


@dataclass(frozen=True)
class EntryRow:
    """Something by hand; what is taken off is below zero."""

    id: int
    person_id: int
    name: str
    month: int
    item: PayItem
    fen: int
    reason: str
    document_no: str
    withdrawn_why: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class PayCard:
    """Somebody's month whole: lines, remarks, entries; the account masked, "" without one."""

    row: PayRow
    period: PeriodRow
    lines: tuple[PayLineRow, ...]
    remarks: tuple[str, ...]
    entries: tuple[EntryRow, ...]
    bank: str
    account: str


@dataclass(frozen=True)
class UnitSum:
    """What a unit pays in a month; `items` by item, the employer's share among them."""

    area_id: int
    area: str
    people: int
    gross_fen: int
    deducted_fen: int
    net_fen: int
    employer_fen: int
    items: dict[PayItem, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class BankRow:
    """One payment; the account's number leaves the program nowhere else."""

    person_number: str
    holder: str
    bank: str
    account: str = field(repr=False)
    fen: int


@dataclass(frozen=True)
class BankFileRows:
    """What the workbook for the bank holds; `left_out` are the people without an account."""

    file_id: int
    number: int
    title: str
    rows: tuple[BankRow, ...]
    total_fen: int
    sha256: str
    left_out: tuple[str, ...] = ()
