"""What is handed in for the ledger; money in fen, a debit above zero, a credit below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.funding.rules.words import Account, PostingKind, Source


@dataclass(frozen=True)
class EntryForm:
    """One row of a posting."""

    account: Account
    area_id: int
    fen: int
    item_id: int | None = None
    grid_id: int | None = None
    person_id: int | None = None
    payer: Source | None = None

    @property
    def values(self) -> tuple[Account, int, int | None, int | None, int | None, Source | None, int]:
        """As a row of many: account, area, item, grid, person, payer, fen."""
        return (
            self.account,
            self.area_id,
            self.item_id,
            self.grid_id,
            self.person_id,
            self.payer,
            self.fen,
        )


EntryValues = tuple[Account, int, int | None, int | None, int | None, Source | None, int]


@dataclass(frozen=True)
class PostingForm:
    """A posting; `source_key` names what it comes from, so that nothing is posted twice."""

    kind: PostingKind
    day: dt.date
    area_id: int
    memo: str
    entries: Sequence[EntryForm] = ()
    document_no: str = ""
    award_document: str = ""
    source_key: str | None = None
    scan_sha256: str | None = None


def month_of(day: dt.date) -> int:
    """202611 for a day of November 2026."""
    return day.year * 100 + day.month


def month_text(month: int) -> str:
    """As people write it: 2026 年 11 月."""
    return f"{month // 100} 年 {month % 100} 月"
