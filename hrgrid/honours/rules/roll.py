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


class RollKind(Labelled):
    """Who is honoured."""

    PERSON = "person", "个人荣誉"
    COLLECTIVE = "collective", "集体荣誉"


@dataclass(frozen=True)
class RollFilter:
    """Which honours; empty fields do not narrow. With tiers it is about people.

    `districts` are ids of areas. An honour of before the program names only a unit: it counts for
    a district by whose name its unit begins. `text` is a number, the start of a name, of its
    pinyin or its initials, or a part of the unit; of a collective a part of its name or honour. A
    collective counts for the districts that it ever belonged to.
    """

    years: tuple[int, ...] = ()
    tiers: tuple[Tier, ...] = ()
    districts: tuple[int, ...] = ()
    state: GrantState | None = None
    text: str = ""
    kind: RollKind | None = None

    @property
    def people(self) -> bool:
        """Whether people can be among what is wanted."""
        return self.kind is not RollKind.COLLECTIVE

    @property
    def units(self) -> bool:
        """Whether units and teams can."""
        return self.kind is RollKind.COLLECTIVE or (self.kind is None and not self.tiers)


@dataclass(frozen=True)
class RollRow:
    """An honour as it was printed; `grant_id` is None for one of before the program.

    `name_held` says that the name was decided not to be printed. A unit or team has an `award` in
    place of a tier, and its members stand as its unit.
    """

    id: int
    grant_id: int | None
    campaign_id: int | None
    person_id: int | None
    year: int
    tier: Tier | None
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
    award: str = ""

    @property
    def collective(self) -> bool:
        """Whether it is a unit or team that is honoured."""
        return self.tier is None

    @property
    def honour(self) -> str:
        """What it is called."""
        return self.tier.label if self.tier else self.award

    @property
    def origin(self) -> str:
        """Where the program has it from."""
        return "本系统评选" if self.campaign_id is not None else "以往荣誉登记"

    @property
    def place(self) -> str:
        """Unit and post as they were printed."""
        return f"{self.unit or self.district}{self.post}"


@dataclass(frozen=True)
class RollYear:
    """One year of the roll: how many stand, by tier in the order of the tiers, how many do not.

    `units` and `units_revoked` are collectives, which the others do not count.
    """

    year: int
    counts: tuple[int, ...]
    revoked: int
    units: int = 0
    units_revoked: int = 0

    @property
    def standing(self) -> int:
        """How many people's honours of the year hold."""
        return sum(self.counts)


def counted(people: int, units: int) -> str:
    """So many honours in words, without a part that is nought: 12 人次、集体 3 个."""
    parts = [f"{people:,} 人次"] if people or not units else []
    return "、".join(parts + ([f"集体 {units:,} 个"] if units else []))
