"""Words, chips and figures of competitions."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.tabulation import mark_text
from hrgrid.training.rules.competing import (
    AwardState,
    CompetitionState,
    EntrantState,
    ProtestState,
)

TOPIC = "competitions"
MARKS_TOPIC = "panels"

_COMPETITION_CHIPS = {
    CompetitionState.DRAFT: "mute",
    CompetitionState.SCORING_CLOSED: "warn",
    CompetitionState.CHECKED: "warn",
    CompetitionState.LOCKED: "ok",
    CompetitionState.PUBLISHED: "ok",
    CompetitionState.AWARDED: "ok",
    CompetitionState.ARCHIVED: "mute",
    CompetitionState.CANCELLED: "mute",
}
_PROTEST_CHIPS = {
    ProtestState.FILED: "warn",
    ProtestState.ACCEPTED: "warn",
    ProtestState.UPHELD: "ok",
}


def competition_chip(state: CompetitionState) -> str:
    """The kind of a competition's chip."""
    return _COMPETITION_CHIPS.get(state, "info")


def entrant_chip(state: EntrantState) -> str:
    """The kind of an entrant's chip."""
    return "ok" if state is EntrantState.ENTERED else "bad"


def protest_chip(state: ProtestState) -> str:
    """The kind of a protest's chip."""
    return _PROTEST_CHIPS.get(state, "mute")


def award_chip(state: AwardState) -> str:
    """The kind of a prize's chip."""
    return "ok" if state is AwardState.HELD else "mute"


def signed_points(milli: int) -> str:
    """Running points with their sign: +10, −5; nothing changes with 0."""
    if milli == 0:
        return "0"
    return f"{'+' if milli > 0 else '−'}{mark_text(abs(milli))}"


def total_points(milli: int) -> str:
    """A sum of running points, negative ones with a real minus: 45, −10."""
    return f"−{mark_text(-milli)}" if milli < 0 else mark_text(milli)


def clock(when: dt.datetime | None) -> str:
    """A moment of today: 15:20."""
    return "" if when is None else f"{when.astimezone():%H:%M}"


def minutes_left(until: dt.datetime | None, now: dt.datetime) -> int:
    """Whole minutes until a moment, begun ones counted; 0 when it is over or there is none."""
    if until is None or until <= now:
        return 0
    return -(-int((until - now).total_seconds()) // 60)


def places_told(rank: int | None, *, tied: bool, guest: bool = False) -> str:
    """A place in a word: 第 3 名, 并列第 3 名; guests and those without a total have none."""
    if guest:
        return "表演"
    if rank is None:
        return ""
    return f"{'并列' if tied else ''}第 {rank} 名"
