"""Which grid somebody gets: his wish by rank, then the grids that are left in order of code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from hrgrid.hiring.rules.totals import OpenTie


@dataclass(frozen=True)
class Chooser:
    """Somebody who is to have a grid of his position; `wish` is a grid's code or None."""

    key: str
    position: str
    rank: int
    wish: str | None = None


@dataclass(frozen=True)
class Allotted:
    """Who gets which grid, and whether that is what he wished."""

    key: str
    seat: str
    wished: bool


def allot(
    choosers: Iterable[Chooser], seats: Sequence[tuple[str, str]]
) -> tuple[list[Allotted], tuple[OpenTie, ...]]:
    """Give out `seats` (position, grid's code); the order of input changes nothing.

    Wishes are granted in order of rank; equals who want the same grid are an open tie, and
    nothing is given out. Who wished nothing, or came too late, takes in order of rank (then of
    number) the free grids in order of code. Who finds none left gets none.
    """
    free: dict[str, list[str]] = {}
    for position, code in sorted(seats):
        free.setdefault(position, []).append(code)
    by_position: dict[str, list[Chooser]] = {}
    for one in sorted(choosers, key=lambda each: (each.position, each.rank, each.key)):
        by_position.setdefault(one.position, []).append(one)
    given: list[Allotted] = []
    ties: list[OpenTie] = []
    for position, group in by_position.items():
        left = free.get(position, [])
        granted, open_ties = _wishes(position, group, left)
        given += granted
        ties += open_ties
        served = {each.key for each in granted}
        rest = [one for one in group if one.key not in served]
        given += [
            Allotted(one.key, code, wished=False)
            for one, code in zip(rest, sorted(left), strict=False)
        ]
    return ([] if ties else given), tuple(ties)


def _wishes(
    position: str, group: Sequence[Chooser], left: list[str]
) -> tuple[list[Allotted], list[OpenTie]]:
    granted: list[Allotted] = []
    ties: list[OpenTie] = []
    for _, equals in groupby(group, key=lambda one: one.rank):
        wanting: dict[str, list[str]] = {}
        for one in equals:
            if one.wish is not None and one.wish in left:
                wanting.setdefault(one.wish, []).append(one.key)
        for code, keys in wanting.items():
            if len(keys) > 1:
                ties.append(OpenTie(position, tuple(keys), 1))
                continue
            left.remove(code)
            granted.append(Allotted(keys[0], code, wished=True))
    return granted, ties
