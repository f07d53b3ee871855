"""Words, chips and figures of stars."""

from __future__ import annotations

from hrgrid.assessment.rules.star_rows import RoundRow, Spread, StarLineRow, UnitStars
from hrgrid.assessment.rules.star_words import HIGHEST, RoundState, StarSubject
from hrgrid.ui.stars.chart import LevelBar

TOPIC = "stars"
THEME_TOPIC = "theme_marks"
"""What is stored cell by cell in a window; the page is told when the window is left."""
LEVELS = tuple(range(HIGHEST, -1, -1))
"""From five stars to none."""

_ROUND_CHIPS = {
    RoundState.DRAFT: "info",
    RoundState.CONFIRMED: "ok",
    RoundState.CANCELLED: "mute",
}


def round_chip(state: RoundState) -> str:
    """The kind of a round's chip."""
    return _ROUND_CHIPS[state]


def unit_of(subject: StarSubject) -> str:
    """What is counted: people or grids."""
    return "人" if subject is StarSubject.PERSON else "个"


def counts_words(row: RoundRow) -> str:
    """五星 2，四星 4 …, without those that nobody has."""
    told = [
        f"{name} {row.counts[level]:,}"
        for level, name in zip(LEVELS, ("五星", "四星", "三星", "二星", "一星"), strict=False)
        if row.counts[level]
    ]
    return "，".join(told)


def bars_of(spread: Spread, unit: str) -> list[LevelBar]:
    """The distribution as bars beside the last round's."""
    before = spread.before_counts
    return [
        LevelBar(
            level,
            spread.counts[level],
            spread.people,
            before[level] if before is not None else None,
            spread.before_people,
            unit,
        )
        for level in LEVELS
    ]


def unit_bars(one: UnitStars, unit: str) -> list[LevelBar]:
    """The distribution of one unit."""
    return [LevelBar(level, one.counts[level], one.people, unit=unit) for level in LEVELS]


def change_chip(row: StarLineRow) -> str:
    """The kind of the chip of a rise or a fall; nothing where it stayed."""
    if not row.change:
        return ""
    return "ok" if row.level > row.before_level else "warn"


def rank_words(row: StarLineRow) -> str:
    """第 5 名 as a figure, with 并列 where others have it too."""
    if row.rank is None:
        return ""
    return f"{row.rank} 并列" if row.tied else f"{row.rank}"
