"""The lists of collective honours: annexes behind those of the people, and what a decision says."""

from __future__ import annotations

from hrgrid.honours.queries.collectives import Collectives
from hrgrid.honours.rules.collectives import CollectiveState
from hrgrid.paper.decision import led
from hrgrid.paper.roster import Person, Roster, Section

NAMED_THAT_DAY = (CollectiveState.DECIDED, CollectiveState.REVOKED)
"""A decision names also those whose honour was revoked since."""


def collective_annexes(
    found: Collectives, first: int, states: tuple[CollectiveState, ...] = (CollectiveState.DECIDED,)
) -> list[Roster]:
    """An annex a kind that was decided, numbered from `first`, in the order of the meeting."""
    made: list[Roster] = []
    for title, _ in found.awards:
        rows = found.of(title, *states)
        if rows:
            people = tuple(Person(row.name) for row in rows)
            number = first + len(made)
            made.append(
                Roster(f"附件{number}", f"{title}名单", (Section("", people),), measure="个")
            )
    return made


def collective_sentence(found: Collectives) -> str:
    """同时，评定甲街道等3个单位为…“网格化工作优秀街道”。 One alone is named; "" for none."""
    parts: list[str] = []
    kinds = [title for title, _ in found.awards if found.of(title, *NAMED_THAT_DAY)]
    for title, roster in zip(kinds, collective_annexes(found, 1, NAMED_THAT_DAY), strict=True):
        rows = found.of(title, *NAMED_THAT_DAY)
        several = "团队" if all(row.team for row in rows) else "单位"
        what = several if len(rows) > 1 else ""
        parts.append(f"评定{led(roster)}{what}为{found.campaign.year}年度“网格化工作{title}”")
    return f"同时，{'，'.join(parts)}。" if parts else ""
