"""What a posting is drafted from; a debit above zero, a credit below, in fen."""

from __future__ import annotations

import datetime as dt
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


@dataclass(frozen=True)
class PostingForm:
    """A posting; `source_key` names what it comes from, so that nothing is posted twice."""

    kind: PostingKind
    day: dt.date
    area_id: int
    memo: str
    entries: tuple[EntryForm, ...] = ()
    document_no: str = ""
    award_document: str = ""
    source_key: str | None = None
    scan_sha256: str | None = None
