"""Cells of a list that shall say something else, and what takes a correction back."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CELLS = 5_000
"""One action is one transaction: what is larger comes in as an import."""


@dataclass(frozen=True)
class CellChange:
    """What a cell of a row with this version shall say; `sealed` is a number to be restored.

    `expected` is what has to stand there now, where a version alone does not tell.
    """

    row_id: int
    version: int
    key: str
    text: str = field(default="", repr=False)
    sealed: bytes | None = field(default=None, repr=False)
    expected: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Corrected:
    """The new versions by row, and what takes everything back."""

    versions: dict[int, int]
    inverse: tuple[CellChange, ...]
