"""Rounds of stars as plain rows, for screens and papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.period_rows import Blocker, NextStep
from hrgrid.assessment.rules.star_words import (
    HeldBack,
    NoStar,
    RoundState,
    StarSubject,
    change_words,
    star_label,
)
from hrgrid.core.labelled import Labelled


class Change(Labelled):
    """How a star stands to the one before it."""

    UP = "up", "升星"
    DOWN = "down", "降星"
    SAME = "same", "不变"


class StarOrder(Labelled):
    """By what the lines of a round are sorted."""

    RANK = "rank", "单位和名次"
    LEVEL = "level", "星级"
    TOTAL = "total", "得分"
    NAME = "name", "姓名"


@dataclass(frozen=True)
class StarGround:
    """Settled results over which a round could be held; `round_id` where there is one."""

    scheme: str
    scheme_title: str
    span: Span
    area_path: str
    area: str
    people: int
    round_id: int | None = None


@dataclass(frozen=True)
class RoundForm:
    """A round to open: over whose results, called what, and on which days its stars hold."""

    subject: StarSubject
    scheme: str
    span: Span
    area_path: str
    title: str
    valid_from: dt.date
    valid_to: dt.date


@dataclass(frozen=True)
class RoundProposal:
    """What a new round would be, as the last one was; `grounds` are what could be chosen."""

    form: RoundForm
    why: str
    grounds: tuple[StarGround, ...]
    valid_months: int


@dataclass(frozen=True)
class RoundRow:
    """One round; counts are those of the computation in force, 0 before the first."""

    id: int
    subject: StarSubject
    title: str
    span: Span
    scheme: str
    scheme_title: str
    area_path: str
    area: str
    state: RoundState
    revision: int
    valid_from: dt.date
    valid_to: dt.date
    run_number: int | None
    people: int
    left_out: int
    counts: tuple[int, ...]
    at_line: int
    confirmed_on: dt.date | None
    version: int

    @property
    def starred(self) -> int:
        """How many have any star."""
        return sum(self.counts[1:])

    @property
    def unit(self) -> str:
        """What is counted."""
        return "人" if self.subject is StarSubject.PERSON else "个"


@dataclass(frozen=True)
class RoundCard:
    """A round with its rule and its papers; `newer_rule` is a version in force it has not."""

    row: RoundRow
    rule_number: int
    newer_rule: int | None
    proposer: str
    reopen_reason: str
    approval_words: str
    document_no: str
    cancel_reason: str


@dataclass(frozen=True)
class RoundBoard:
    """Everything of one round in one read."""

    card: RoundCard
    blockers: tuple[Blocker, ...]
    next: NextStep | None
    stale: bool
    may_reopen: bool
    may_cancel: bool
    asked_reopening: bool


@dataclass(frozen=True)
class UnitStars:
    """One unit: how many of each level 0 … 5, how many rose and fell, what the shares held."""

    unit_id: int
    unit: str
    people: int
    counts: tuple[int, ...]
    up: int
    down: int
    held: int
    at_line: int
    left_out: int


@dataclass(frozen=True)
class Spread:
    """The whole distribution: now, in the round before (None: there was none), by unit."""

    counts: tuple[int, ...]
    people: int
    up: int
    down: int
    before_title: str
    before_counts: tuple[int, ...] | None
    before_people: int
    units: tuple[UnitStars, ...]


@dataclass(frozen=True)
class StarLineFilter:
    """Which lines of a round; empty fields do not narrow."""

    round_id: int
    unit_ids: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()
    change: Change | None = None
    held: HeldBack | None = None
    at_line: bool = False
    left_out: bool = False
    text: str = ""


@dataclass(frozen=True)
class StarLineRow:
    """One person or grid of a round; `id` is its place in the run, `key` that in the order."""

    id: int
    subject_id: int
    name: str
    number: str
    unit_id: int
    unit: str
    place: str
    total_milli: int | None
    rank: int | None
    tied: bool
    line_level: int
    share_level: int
    level: int
    before_level: int
    at_line: bool
    held: tuple[HeldBack, ...]
    left_out: NoStar | None
    key: Any = ()
    version: int = 1
    unit_code: str = ""

    @property
    def change(self) -> str:
        """升 1 星, 降 2 星; nothing where it stayed or there was no part taken."""
        return "" if self.left_out is not None else change_words(self.before_level, self.level)

    @property
    def note(self) -> str:
        """Why the star is not the one of the score line, or why there is none."""
        if self.left_out is not None:
            return self.left_out.label
        told = ["名额线上并列，待裁定"] if self.at_line else []
        return "，".join([*told, *(one.label for one in self.held)])


@dataclass(frozen=True)
class StarWay:
    """Why somebody has this star, in sentences, and what was missing for the next one."""

    row: StarLineRow
    steps: tuple[str, ...]
    missing: tuple[str, ...]
    round_title: str
    choice: str = ""


@dataclass(frozen=True)
class StarGroup:
    """Those equal at the line of a share: `places` of them may have the better star."""

    pool: str
    level: int
    places: int
    total_milli: int
    people: tuple[StarLineRow, ...]
    words: str

    @property
    def label(self) -> str:
        """五星 …."""
        return star_label(self.level)


@dataclass(frozen=True)
class StarLineForm:
    """A decision about one group: `people` as they were shown, `chosen` of them get the star."""

    level: int
    people: tuple[int, ...]
    chosen: tuple[int, ...]
    reason: str
    decided_by: str
    decided_on: dt.date


@dataclass(frozen=True)
class StarChoiceRow:
    """One decision at a line."""

    id: int
    subject_id: int
    name: str
    level: int
    reason: str
    decided_by: str
    decided_on: dt.date
    void_reason: str


@dataclass(frozen=True)
class StarSummary:
    """What a computation came to; `changed` against the one before, None for the first."""

    run_id: int
    number: int
    people: int
    starred: int
    at_line: int
    left_out: int
    changed: int | None
    stale: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """Somebody whose star would be another one."""

    name: str
    unit: str
    total_milli: int | None
    was: int
    now: int


@dataclass(frozen=True)
class WhatIf:
    """The distribution under another rule, and whose star would change; nothing is stored."""

    counts: tuple[int, ...]
    people: int
    at_line: int
    moved: tuple[Moved, ...]
    units: tuple[UnitStars, ...]
    monthly_fen: int


@dataclass(frozen=True)
class AwardRow:
    """A star that counts, or once counted."""

    id: int
    round_id: int | None
    title: str
    level: int
    monthly_fen: int
    valid_from: dt.date
    valid_to: dt.date
    lasts_to: dt.date
    document_no: str
    void_reason: str
