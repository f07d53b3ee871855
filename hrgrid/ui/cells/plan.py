"""Which text goes into which cell: pasting a block, one value into many, filling down and right.

Cells are (row, place) with places counted over the columns on show. Nothing outside the table or
outside the block is ever named.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from hrgrid.ui.cells.clipboard import Block

At = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """Texts by cell, and how many cells of the block found no place in the table."""

    texts: dict[At, str]
    beyond: int = 0


def pasted(block: Block, corner: At, selected: Collection[At], size: At) -> Plan:
    """A block at a corner of a table of `size` (rows, places); one cell goes into all selected."""
    if len(block) == 1 and len(block[0]) == 1:
        return Plan(dict.fromkeys(sorted(selected) or [corner], block[0][0]))
    rows, places = size
    texts: dict[At, str] = {}
    beyond = 0
    for down, line in enumerate(block):
        for right, text in enumerate(line):
            at = corner[0] + down, corner[1] + right
            if at[0] < rows and at[1] < places:
                texts[at] = text
            else:
                beyond += 1
    return Plan(texts, beyond)


def filled_down(selected: Collection[At], text_at: dict[At, str]) -> Plan:
    """The topmost selected cell of each column into those below it."""
    return Plan(_filled(selected, text_at, along=0))


def filled_right(selected: Collection[At], text_at: dict[At, str]) -> Plan:
    """The leftmost selected cell of each row into those right of it."""
    return Plan(_filled(selected, text_at, along=1))


def _filled(selected: Collection[At], text_at: dict[At, str], along: int) -> dict[At, str]:
    first: dict[int, At] = {}
    for at in sorted(selected, key=lambda at: at[along]):
        first.setdefault(at[1 - along], at)
    return {at: text_at[first[at[1 - along]]] for at in selected if at != first[at[1 - along]]}
