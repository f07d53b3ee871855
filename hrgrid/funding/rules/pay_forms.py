"""What the use cases of pay are given."""

from __future__ import annotations

from dataclasses import dataclass, field

from hrgrid.funding.rules.words import PayItem


@dataclass(frozen=True)
class PayEntryForm:
    """Something by hand for somebody's month; `fen` is above zero, the item says which way."""

    person_id: int
    month: int
    item: PayItem
    fen: int
    reason: str
    document_no: str = ""


@dataclass(frozen=True)
class AccountForm:
    """Somebody's bank account; the number is sealed and shown nowhere."""

    person_id: int
    bank: str
    holder: str
    number: str = field(repr=False)


@dataclass(frozen=True)
class PayFilter:
    """Whom the sheet of a month shows: by name or number, of a unit, held back, changed."""

    text: str = ""
    area_id: int | None = None
    held: bool = False
    changed: bool = False
