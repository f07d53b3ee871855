"""What is handed in about budgets: items, papers with their lines, approvals; money in fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.funding.rules.words import ActKind, Heading, Source


@dataclass(frozen=True)
class ItemForm:
    """An item of spending; `awards` money needs the document that approved the honour."""

    code: str
    label: str
    heading: Heading
    awards: bool = False


@dataclass(frozen=True)
class MoveForm:
    """One line of a paper: so much more (or less) for a budget.

    Exactly one of `heading` (set aside), `payer` (from outside) and `other_budget_id` (from or to
    another budget) says what the line is.
    """

    budget_id: int
    fen: int
    heading: Heading | None = None
    payer: Source | None = None
    other_budget_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class ActForm:
    """A paper about the budgets of a year."""

    year: int
    kind: ActKind
    area_path: str
    title: str
    document_no: str
    day: dt.date
    why: str
    moves: Sequence[MoveForm]
    scan_sha256: str | None = None


@dataclass(frozen=True)
class ApproveForm:
    """An approval; with a `name` it was given on paper, without one the actor signs it in."""

    document_no: str = ""
    name: str = ""
    post: str = ""
    on: dt.date | None = None
