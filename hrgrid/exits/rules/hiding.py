"""Cells that are too small to go public are left out, and none can be reckoned from the rest."""

from __future__ import annotations

from collections.abc import Sequence

FEW = 5
"""Fewer people than this, but for none at all, tell who it was."""


def hide_few(cells: Sequence[int]) -> list[int | None]:
    """The cells of one sum whose total may be known; None is hidden, a zero stays.

    Beside the small ones, larger ones are hidden, the smallest first, until what is hidden adds
    up to no small number itself and is more than one cell.
    """
    shown: list[int | None] = [None if 0 < cell < FEW else cell for cell in cells]
    hidden = [cell for cell, left in zip(cells, shown, strict=True) if left is None]
    rest = sorted((cell, at) for at, cell in enumerate(shown) if cell)
    while hidden and rest and (len(hidden) == 1 or sum(hidden) < FEW):
        cell, at = rest.pop(0)
        shown[at] = None
        hidden.append(cell)
    return shown


def hide_one(cell: int) -> int | None:
    """A number that is part of no sum."""
    return None if 0 < cell < FEW else cell
