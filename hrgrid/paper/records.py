"""Records of one matter on a page: what is said of it beside its headings, and who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hrgrid.paper.boxes import A4, Box, Cell, Leaf, Leaves, ruled
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side

# As many characters as a line of a label has.
_LABEL = 6
_LEFT, _RIGHT = 200, A4[0] - 200
_TOP, _FOOT = 430, 250
_LEAST, _LINE, _ENTRIES = 100, 70, 30


@dataclass(frozen=True)
class Fact:
    """A line of a record; `lines` leaves at least so many, for what is written by hand."""

    label: str
    text: str = ""
    lines: int = 1


@dataclass(frozen=True)
class RecordSheet:
    """A page: `left` and `right` below its title, `signs` below its facts."""

    title: str
    left: str
    right: str
    facts: tuple[Fact, ...]
    signs: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """Whose page is named where it cannot be printed."""
        return f"{self.title}（{self.left}）"


def record_leaves(title: str, sheets: Sequence[RecordSheet]) -> Leaves:
    """A page each; long texts get the room that short ones leave, and smaller type after that."""
    return Leaves(title, lambda: (_page(sheet) for sheet in sheets), A4)


def _page(sheet: RecordSheet) -> Leaf:
    boxes = list(_boxes(sheet))
    return Leaf(tuple(boxes), (), (sheet.owner,) * len(boxes))


def _boxes(sheet: RecordSheet) -> Iterator[Box]:
    yield Box(_LEFT, 200, _RIGHT, 320, sheet.title, Role.TITLE, 2200, Side.CENTRE, pad=0)
    yield Box(_LEFT, 345, _RIGHT, 410, sheet.left, Role.SONG, 1100, pad=0)
    yield Box(_LEFT, 345, _RIGHT, 410, sheet.right, Role.SONG, 1100, Side.RIGHT, pad=0)
    heights = _heights(sheet)
    rows = [
        (high, [Cell(_label(fact.label), 8, label=True), Cell(fact.text, 40, size=1200)])
        for high, fact in zip(heights, sheet.facts, strict=True)
    ]
    yield from ruled(_LEFT, _RIGHT, _TOP, rows)
    top = _TOP + sum(heights) + 40
    for at, sign in enumerate(sheet.signs):
        yield Box(_LEFT, top + at * 90, _RIGHT, top + at * 90 + 80, sign, Role.SONG, 1150, pad=0)


def _label(text: str) -> str:
    """A label whose last character would stand alone is parted in its middle."""
    if len(text) <= _LABEL or len(text) % _LABEL != 1:
        return text
    middle = -(-len(text) // 2)
    return f"{text[:middle]}\n{text[middle:]}"


def _heights(sheet: RecordSheet) -> list[int]:
    """What each fact asks for; the longest give where a page has not room for all."""
    asked = [max(_LEAST, 40 + _LINE * max(fact.lines, _wanted(fact.text))) for fact in sheet.facts]
    room = A4[1] - _TOP - _FOOT - 90 * len(sheet.signs)
    over = sum(asked) - room
    while over > 0:
        longest = max(range(len(asked)), key=asked.__getitem__)
        others = sorted(asked, reverse=True)
        step = min(over, max(asked[longest] - (others[1] if len(others) > 1 else _LEAST), 10))
        if asked[longest] - step < _LEAST:
            break
        asked[longest] -= step
        over -= step
    return asked


def _wanted(text: str) -> int:
    """About how many lines a text takes."""
    return sum(max(1, -(-len(part) // _ENTRIES)) for part in text.split("\n"))
