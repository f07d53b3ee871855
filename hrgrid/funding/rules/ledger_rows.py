"""The ledger as it is read; money in fen, a debit above zero, a credit below."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.funding.rules.words import Account, MonthState, PostingKind, PostingState, Source


@dataclass(frozen=True)
class LedgerFilter:
    """What postings are asked for; `text` is looked for in memo and document number."""

    year: int
    month: int | None = None
    kind: PostingKind | None = None
    state: PostingState | None = None
    area_path: str = ""
    item_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class PostingRow:
    """One posting in a list; `reversed_no` is the number of the posting that took it back."""

    id: int
    year: int
    number: int | None
    month: int
    day: dt.date
    kind: PostingKind
    state: PostingState
    area: str
    memo: str
    document_no: str
    debit_fen: int
    entries: int
    made_by: str
    posted_by: str
    reverses_no: int | None
    reversed_no: int | None
    version: int

    @property
    def shown(self) -> str:
        """Its number as it is written: 2026-000012, nothing for a draft."""
        return f"{self.year}-{self.number:06d}" if self.number else ""


@dataclass(frozen=True)
class EntryRow:
    """One row of a posting; `sign` of fen says debit or credit."""

    seq: int
    account: Account
    area: str
    item: str
    grid: str
    person: str
    payer: Source | None
    fen: int

    @property
    def debit_fen(self) -> int:
        """What stands on the left."""
        return max(self.fen, 0)

    @property
    def credit_fen(self) -> int:
        """What stands on the right."""
        return max(-self.fen, 0)


@dataclass(frozen=True)
class PostingCard:
    """A posting with its first rows; `more` are those that are not on the card."""

    row: PostingRow
    entries: tuple[EntryRow, ...]
    more: int
    award_document: str
    scan_sha256: str | None
    void_reason: str
    made_at: dt.datetime
    posted_at: dt.datetime | None
    entries_sha256: str


@dataclass(frozen=True)
class MonthRow:
    """A month of the ledger with how many postings it has and how many wait."""

    month: int
    state: MonthState
    posted: int
    waiting: int
    debit_fen: int
    locked_on: dt.date | None
    locked_by: str


@dataclass(frozen=True)
class TrialRow:
    """An account over a time: what was brought forward, moved and is left; all sum to zero."""

    account: Account
    before_fen: int
    debit_fen: int
    credit_fen: int

    @property
    def balance_fen(self) -> int:
        """What is left: before, plus debit, less credit."""
        return self.before_fen + self.debit_fen - self.credit_fen
