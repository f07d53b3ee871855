"""Computations of grants as they are read; money in fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.funding.rules.words import GrantState
from hrgrid.workforce.rules import GridKind


@dataclass(frozen=True)
class GrantSummary:
    """What a computation came to, and what the one before had."""

    run_id: int
    number: int
    grids: int
    staffed: int
    total_fen: int
    before_fen: int | None = None


@dataclass(frozen=True)
class GrantRunRow:
    """One computation of the grants of a year."""

    id: int
    year: int
    area_id: int
    area: str
    number: int
    rule_number: int
    day: dt.date
    state: GrantState
    grid_count: int
    total_fen: int
    act_id: int | None
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class GrantUnitRow:
    """The grids of a unit, those with a worker in post, and what they bring."""

    area_id: int
    area: str
    grids: int
    staffed: int
    fen: int


@dataclass(frozen=True)
class GrantLineRow:
    """What one grid brings; `months` and `days` are those that count."""

    grid_id: int
    code: str
    grid: str
    kind: GridKind
    rate_fen: int
    months: int
    days: int
    fen: int


@dataclass(frozen=True)
class GrantDifference:
    """A grid that two computations tell differently; None where one of them lacks it."""

    grid_id: int
    grid: str
    unit: str
    before_fen: int | None
    after_fen: int | None
    why: str
