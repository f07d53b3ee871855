"""Where a part that is dragged on a form comes to rest: on a line that something else stands on.

All lengths in tenths of a millimetre.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

GRID = 10
"""A part that no line draws to itself stands on whole millimetres."""
REACH = 8
"""A line draws a part to itself from this far."""


@dataclass(frozen=True)
class Rest:
    """How far the part moves, and the line that drew it there; None where it is the grid."""

    by: int
    line: int | None


def settle(wanted: int, edges: Iterable[int], lines: Iterable[int], *, grid: int = GRID) -> Rest:
    """Where a part comes to rest whose `edges` stand where they are, moved by about `wanted`.

    The nearest of the lines within reach of any edge wins, the first of two as near; without one
    the first edge goes to the next line of the grid (halves away from zero on the paper's side).
    """
    held = list(edges)
    offers = [
        (abs(line - edge - wanted), at, line - edge, line)
        for at, line in enumerate(lines)
        for edge in held
        if abs(line - edge - wanted) <= REACH
    ]
    if offers:
        _, _, by, line = min(offers)
        return Rest(by, line)
    if not held:
        return Rest(wanted, None)
    target = (held[0] + wanted + grid // 2) // grid * grid
    return Rest(target - held[0], None)
