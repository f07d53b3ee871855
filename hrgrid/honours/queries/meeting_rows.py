"""A vote of the committee as frozen rows, and who in it may be close to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from hrgrid.core.names import match_key
from hrgrid.core.names.surnames import split_surname
from hrgrid.honours.rules.meeting import Choice, Tally, VoteRule, VoteState, VoteWay, inconsistent
from hrgrid.honours.rules.words import Tier
from hrgrid.panels.rules.words import Ground

_SHOWN = 8


@dataclass(frozen=True)
class MemberRow:
    """Somebody entitled to vote."""

    id: int
    seat_no: int
    name: str
    post: str
    unit: str
    present: bool


@dataclass(frozen=True)
class RecusalRow:
    """This member does not vote on this nominee."""

    member_id: int
    nomination_id: int
    ground: Ground
    note: str


@dataclass(frozen=True)
class VotedItem:
    """A nominee who is voted on; `recused` of those present keep out, `wanted` vote.

    `tally` is what was typed, or what the ballots come to; `ballots` are by member.
    """

    nomination_id: int
    number: str
    name: str
    tier: Tier
    district: str
    unit: str
    reserve: bool
    tally: Tally | None
    passed: bool | None
    recused: int
    wanted: int
    ballots: tuple[tuple[int, Choice], ...] = ()

    @property
    def told(self) -> str:
        """Who it is, in a sentence."""
        return f"“{self.name}”（{self.number}）"


@dataclass(frozen=True)
class Meeting:
    """One vote with everything that was said in it."""

    id: int
    campaign_id: int
    number: int
    run_id: int
    title: str
    held_on: dt.date
    place: str
    chair: str
    recorder: str
    way: VoteWay
    rule: VoteRule
    state: VoteState
    document_no: str
    scan_sha256: str | None
    members: tuple[MemberRow, ...]
    items: tuple[VotedItem, ...]
    recusals: tuple[RecusalRow, ...]

    @cached_property
    def present(self) -> int:
        """How many came."""
        return sum(member.present for member in self.members)

    @property
    def entitled(self) -> int:
        """How many might have."""
        return len(self.members)

    @property
    def quorate(self) -> bool:
        """Whether enough came."""
        return self.present >= self.rule.quorum(self.entitled)

    def problem(self, item: VotedItem) -> str | None:
        """What is wrong with the votes on a nominee; "" where none were put in."""
        if item.tally is None:
            return ""
        return inconsistent(item.tally, self.present, item.recused)

    @cached_property
    def open_items(self) -> tuple[VotedItem, ...]:
        """Those without votes, or with votes that do not add up."""
        return tuple(item for item in self.items if self.problem(item) is not None)

    @property
    def unsettled(self) -> str:
        """Who has no votes, or votes that do not add up, in a sentence; "" where nobody."""
        if not self.open_items:
            return ""
        first, *others = self.open_items
        told = f"{first.told}{self.problem(first) or '还没有票数'}"
        if others:
            shown = "、".join(item.told for item in others[:_SHOWN])
            more = f"等 {len(others)} 人" if len(others) > _SHOWN else ""
            told += f"；{shown}{more}也没有票数或票数不符"
        return f"{told}。请核对后再截止"


@dataclass(frozen=True)
class Suspect:
    """A member who may be close to a nominee; `sure` ones are recused without asking."""

    member: MemberRow
    item: VotedItem
    ground: Ground
    reason: str
    sure: bool


def suspects_of(found: Meeting) -> list[Suspect]:
    """Members of a nominee's unit or name, and of his surname, who are not recused yet."""
    there = {(one.member_id, one.nomination_id) for one in found.recusals}
    rows = []
    for member in found.members:
        surname, own = split_surname(member.name)[0], match_key(member.name)
        for item in found.items:
            if (member.id, item.nomination_id) in there:
                continue
            if match_key(item.name) == own:
                told = f"“{member.name}”与推荐对象同名，可能是本人"
                rows.append(Suspect(member, item, Ground.OTHER, told, sure=False))
            elif member.unit and member.unit == item.unit:
                told = f"“{member.name}”和“{item.name}”都是{item.unit}的"
                rows.append(Suspect(member, item, Ground.SAME_UNIT, told, sure=True))
            elif split_surname(item.name)[0] == surname:
                told = f"“{member.name}”和“{item.name}”同姓“{surname}”"
                rows.append(Suspect(member, item, Ground.KIN, told, sure=False))
    return rows
