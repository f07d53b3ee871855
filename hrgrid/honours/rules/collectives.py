"""Collective honours: kinds with places, units and teams named for them, chosen by a meeting.

Nothing is computed here: which units are taken, and in which order, is what the meeting decided.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled

PROPOSED = (("优秀街道", 3), ("优秀网格团队", 5))
"""What a first campaign is offered; an office writes its own."""
CITATION = "在{year}年度网格化社会治理工作中成绩突出，被评为{year}年度“网格化工作{title}”。"
CODE, DIGITS = "JT", 3
"""The series of collective certificates, and how many digits its numbers have at least."""


class CollectiveState(Labelled):
    """How far a unit or team has come."""

    NOMINATED = "nominated", "已推荐"
    EXCLUDED = "excluded", "已排除"
    CHOSEN = "chosen", "会议已定"
    DECIDED = "decided", "已决定"
    REVOKED = "revoked", "已撤销"


_S = CollectiveState
ARROWS: dict[CollectiveState, tuple[CollectiveState, ...]] = {
    _S.NOMINATED: (_S.EXCLUDED, _S.CHOSEN),
    # Another meeting may choose others before the decision.
    _S.CHOSEN: (_S.NOMINATED, _S.EXCLUDED, _S.DECIDED),
    _S.DECIDED: (_S.REVOKED,),
    _S.EXCLUDED: (),
    _S.REVOKED: (),
}


@dataclass(frozen=True)
class CollectiveForm:
    """A unit or team as it is named: `unit` is the name or code of an area.

    With `team` it is a team of that unit, and `members` are numbers or names of its people.
    """

    title: str
    unit: str
    team: str = ""
    members: tuple[str, ...] = ()
    deeds: str = ""


@dataclass(frozen=True)
class ChoiceForm:
    """What a meeting decided on one kind: ids in the order taken, votes where they were counted."""

    title: str
    taken: tuple[int, ...]
    votes: dict[int, int] = field(default_factory=dict)


def check_awards(awards: Sequence[tuple[str, int]]) -> None:
    """Raises UserError for a kind without a name or places, or one that stands there twice."""
    seen: set[str] = set()
    for title, places in awards:
        if not title:
            raise UserError("有一种集体荣誉没有名称。请填上，例如“优秀街道”")
        if title in seen:
            raise UserError(f"“{title}”写了两次。请合成一行")
        if not 1 <= places <= 999:
            raise UserError(f"“{title}”的名额是 {places}，只能填 1 到 999。请改这一行")
        seen.add(title)


def read_awards(text: str) -> list[tuple[str, int]]:
    """Lines of a name and a number of places: 优秀街道 3. Raises UserError naming the line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        title, _, places = line.rpartition(" ")
        if not (title.strip() and places.isascii() and places.isdecimal()):
            raise UserError(f"“{line}”看不出名额。请写成“优秀街道 3”，名称和名额中间空一格")
        found.append((title.strip(), int(places)))
    check_awards(found)
    return found


def votes_problem(votes: dict[int, int], taken: Sequence[int]) -> str:
    """A warning where somebody with more votes stands behind one with fewer; "" where not."""
    counted = [votes[one] for one in taken if one in votes]
    if any(first < second for first, second in itertools.pairwise(counted)):
        return "票数多的排在票数少的后面。请核对先后，或由会议说明理由"
    return ""
