"""What stands on the papers of a round of stars, as plain rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_words import (
    HeldBack,
    NoStar,
    RoundState,
    StarSubject,
    change_words,
    star_label,
)


@dataclass(frozen=True)
class StarHead:
    """A round as its papers name it; the last day of `valid_to` is the one before it."""

    id: int
    subject: StarSubject
    title: str
    span: Span
    area_path: str
    area: str
    state: RoundState
    revision: int
    valid_from: dt.date
    valid_to: dt.date
    approval_words: str
    document_no: str
    confirmed_on: dt.date | None

    @property
    def last_day(self) -> dt.date:
        """The last day on which its stars hold."""
        return self.valid_to - dt.timedelta(days=1)

    @property
    def unit(self) -> str:
        """What is counted: 人 or 个."""
        return "人" if self.subject is StarSubject.PERSON else "个"


@dataclass(frozen=True)
class StarHolder:
    """One person or grid of a round with what it came to; `award_id` once the star counts.

    `place` is a person's grid, of a grid its community. `total_milli` in thousandths.
    """

    award_id: int | None
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
    level: int
    before_level: int
    held: tuple[HeldBack, ...]
    at_line: bool
    left_out: NoStar | None

    @property
    def change(self) -> str:
        """升 1 星, 降 2 星, or nothing where it stayed; nothing for who took no part."""
        return "" if self.left_out is not None else change_words(self.before_level, self.level)

    @property
    def note(self) -> str:
        """Why the star is not the one that the score line gives, or why there is none."""
        if self.left_out is not None:
            return self.left_out.label
        told = [one.label for one in self.held]
        if self.at_line:
            told.append("名额线上并列，待裁定")
        if self.level < self.line_level and told:
            return f"分数线为{star_label(self.line_level)}，{'、'.join(told)}"
        return "、".join(told)
