"""What if: the real selection over changed inputs, and who enters and who leaves by it.

Nothing is written. Ties that people have not closed are closed for the trial by the order of
numbers, and everybody in one is told as undecided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hrgrid.honours.rules.rows import Inputs, Line, TieDecision
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.words import Outcome, Tier


@dataclass(frozen=True)
class Tried:
    """The lines of a trial by tier and number, and who stands in a tie that nobody closed."""

    lines: tuple[Line, ...]
    undecided: frozenset[tuple[Tier, str]]


@dataclass(frozen=True)
class Mover:
    """Somebody who enters a tier, or leaves it; `undecided` where a tie would decide it."""

    number: str
    tier: Tier
    district: str
    enters: bool
    before: Line | None
    after: Line | None
    undecided: bool


def tried(inputs: Inputs) -> Tried:
    """The selection to its end, open ties closed for the trial."""
    now, undecided = inputs, set[tuple[Tier, str]]()
    while ties := (found := select_all(now)).open_ties:
        for tie in ties:
            undecided |= {(tie.tier, number) for number in tie.tied}
        closed = [
            TieDecision(tie.tier, tie.district, tie.tied, tie.tied[: tie.places]) for tie in ties
        ]
        now = replace(now, decisions=[*now.decisions, *closed])
    return Tried(found.lines, frozenset(undecided))


def movers(before: Tried, after: Tried) -> list[Mover]:
    """Who enters and who leaves, by tier from the highest, district and number."""
    old, new = _by_key(before), _by_key(after)
    open_now = before.undecided | after.undecided
    found = []
    for key in old.keys() | new.keys():
        was, is_now = old.get(key), new.get(key)
        line = is_now or was
        if line is None or _taken(was) == _taken(is_now):
            continue
        found.append(
            Mover(
                line.number,
                line.tier,
                line.district,
                _taken(is_now),
                was,
                is_now,
                key in open_now,
            )
        )
    return sorted(found, key=lambda one: (one.tier.order, one.district, one.enters, one.number))


def _by_key(found: Tried) -> Mapping[tuple[Tier, str], Line]:
    return {(line.tier, line.number): line for line in found.lines}


def _taken(line: Line | None) -> bool:
    return line is not None and line.outcome is Outcome.SELECTED
