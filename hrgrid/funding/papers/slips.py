"""工资条: six to a page, a line to cut between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hrgrid.paper.boxes import A4, HAIR, THIN, Box, Cell, Leaf, Leaves, Stroke, ruled
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side

SLIPS = 6
_HEIGHT = A4[1] // SLIPS
_LEFT, _RIGHT = 120, A4[0] - 120
_DASH, _GAP = 30, 20
_ACROSS = 8


@dataclass(frozen=True)
class Slip:
    """One slip: `facts` as names and values in a row or two, `note` below."""

    owner: str
    title: str
    unit: str
    person: str
    facts: tuple[tuple[str, str], ...]
    note: str = ""


def slip_leaves(title: str, slips: Callable[[], Iterable[Slip]]) -> Leaves:
    """The pages of the slips."""
    return Leaves(title, lambda: _leaves(slips()))


def _leaves(slips: Iterable[Slip]) -> Iterator[Leaf]:
    group: list[Slip] = []
    for slip in slips:
        group.append(slip)
        if len(group) == SLIPS:
            yield _leaf(group)
            group = []
    if group:
        yield _leaf(group)


def _leaf(slips: Sequence[Slip]) -> Leaf:
    boxes: list[Box] = []
    owners: list[str] = []
    strokes: list[Stroke] = []
    for at, slip in enumerate(slips):
        made = list(_boxes(slip, at * _HEIGHT))
        boxes += made
        owners += [slip.owner] * len(made)
        strokes += _cut((at + 1) * _HEIGHT) if at + 1 < SLIPS else []
    return Leaf(tuple(boxes), tuple(strokes), tuple(owners))


def _cut(y: int) -> list[Stroke]:
    """Where to cut, across the page."""
    return [
        Stroke((x, y), (min(x + _DASH, A4[0]), y), HAIR, grey=True)
        for x in range(0, A4[0], _DASH + _GAP)
    ]


def _boxes(slip: Slip, top: int) -> Iterator[Box]:
    y = top + 45
    middle = (_LEFT + _RIGHT) // 2
    yield Box(_LEFT, y, middle - 300, y + 60, slip.unit, Role.SONG, 950, pad=0)
    yield Box(middle - 300, y, middle + 300, y + 60, slip.title, Role.HEITI, 1200, Side.CENTRE)
    yield Box(middle + 300, y, _RIGHT, y + 60, slip.person, Role.SONG, 950, Side.RIGHT, pad=0)
    y += 75
    high = 58
    for begin in range(0, len(slip.facts), _ACROSS):
        part = slip.facts[begin : begin + _ACROSS]
        # A slip of two rows has its columns below each other.
        across = _RIGHT
        if len(slip.facts) > _ACROSS:
            across = _LEFT + (_RIGHT - _LEFT) * len(part) // _ACROSS
        rows = [
            (high, [Cell(name, label=True, size=850) for name, _ in part]),
            (high, [Cell(value, side=Side.CENTRE, size=1000) for _, value in part]),
        ]
        yield from ruled(_LEFT, across, y, rows, THIN)
        y += 2 * high
    if slip.note:
        yield Box(_LEFT, y + 8, _RIGHT, top + _HEIGHT - 10, slip.note, Role.SONG, 900, above=True)
