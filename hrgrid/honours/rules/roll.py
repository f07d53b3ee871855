"""The honour roll: every honour across the years, which of them, and in which order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hrgrid.core.labelled import Labelled
from hrgrid.honours.rules.words import GrantState, Tier


class RollOrder(Labelled):
    """By what the roll is sorted; within that, as the rosters have it."""

    NEWEST = "newest", "年度，近的在前"
    OLDEST = "oldest", "年度，远的在前"
    TIER = "tier", "称号，再按年度"


@dataclass(frozen=True)
class RollFilter:
    """Which honours; empty fields do not narrow.

    `districts` are ids of areas. An honour of before the program names only a unit: it counts for
    a district by whose name its unit begins. `text` is a number, the start of a name, of its
    pinyin or its initials, or a part of the unit.
    """

    years: tuple[int, ...] = ()
    tiers: tuple[Tier, ...] = ()
    districts: tuple[int, ...] = ()
    state: GrantState | None = None
    text: str = ""


@dataclass(frozen=True)
class RollRow:
    """An honour as it was printed; `grant_id` is None for one of before the program.

    `name_held` says that the name was decided not to be printed.
    """

    id: int
    grant_id: int | None
    campaign_id: int | None
    person_id: int | None
    year: int
    tier: Tier
    district: str
    name: str
    number: str
    unit: str
    post: str
    state: GrantState
    document_no: str
    granted_on: dt.date | None
    revoke_document: str = ""
    name_held: bool = False
    key: tuple[Any, ...] = field(default=(), compare=False)
    version: int = 1

    @property
    def origin(self) -> str:
        """Where the program has it from."""
        return "本系统评选" if self.grant_id is not None else "以往荣誉登记"

    @property
    def place(self) -> str:
        """Unit and post as they were printed."""
        return f"{self.unit or self.district}{self.post}"


@dataclass(frozen=True)
class RollYear:
    """One year of the roll: how many stand, by tier in the order of the tiers, how many do not."""

    year: int
    counts: tuple[int, ...]
    revoked: int

    @property
    def standing(self) -> int:
        """How many honours of the year hold."""
        return sum(self.counts)
