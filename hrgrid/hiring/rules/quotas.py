"""The arithmetic of vacancies and plans: what is asked for, held, promised and so still empty.

Nothing of it is stored. The same sentence is told at a grid, a street and the whole city
(编制 1 − 在岗 1 − 拟录用 0 = 0), so that everybody may count it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = 10_000


@dataclass(frozen=True)
class Count:
    """Heads of one place: `seats` it should have, `in_post`, `proposed` for what is empty.

    `doubled`: somebody is to be hired for a grid that has been filled meanwhile; he fills no
    seat, so he is told and not counted.
    """

    seats: int = 0
    in_post: int = 0
    proposed: int = 0
    doubled: int = 0

    @property
    def vacant(self) -> int:
        """Seats without anybody in post or promised; never below 0."""
        return self.seats - self.in_post - self.proposed

    @property
    def arithmetic(self) -> str:
        """编制 1 − 在岗 1 − 拟录用 0 = 0."""
        return arithmetic(self.seats, self.in_post, self.proposed)

    def __add__(self, other: Count) -> Count:
        return Count(
            self.seats + other.seats,
            self.in_post + other.in_post,
            self.proposed + other.proposed,
            self.doubled + other.doubled,
        )


def arithmetic(quota: int, in_post: int, proposed: int) -> str:
    """The subtraction as people write it, with its result; a result below 0 has a true minus."""
    left = quota - in_post - proposed
    shown = f"−{-left:,}" if left < 0 else f"{left:,}"
    return f"编制 {quota:,} − 在岗 {in_post:,} − 拟录用 {proposed:,} = {shown}"


def of_grid(*, requires: bool, in_post: int, proposed: int) -> Count:
    """One grid: at most one seat, and a promise counts only where nobody holds it."""
    if not requires:
        return Count()
    held = min(in_post, 1)
    return Count(1, held, min(proposed, 1) if not held else 0, proposed if held else 0)


def total(counts: Iterable[Count]) -> Count:
    """All of them together."""
    return sum(counts, Count())


@dataclass(frozen=True)
class Granted:
    """Heads that a document grants to an area for a role, and what became of them.

    `below`: granted to areas below it, None where none has a grant of its own.
    """

    heads: int
    used: int
    proposed: int
    below: int | None = None

    @property
    def left(self) -> int:
        """Heads that may still be hired; below 0 where more are in post than granted."""
        return self.heads - self.used - self.proposed

    @property
    def arithmetic(self) -> str:
        """The same sentence for the granted heads."""
        return arithmetic(self.heads, self.used, self.proposed)


def quota_warnings(name: str, granted: Granted, count: Count, *, fills_grid: bool) -> list[str]:
    """What does not fit between a quota and the grids; told, and nothing is blocked by it."""
    told = []
    if granted.left < 0:
        told.append(f"{name}核定编制 {granted.heads:,} 名，在岗和拟录用已超出 {-granted.left:,} 名")
    if fills_grid and granted.heads != count.seats:
        more = "多" if granted.heads > count.seats else "少"
        told.append(
            f"{name}核定编制 {granted.heads:,} 名，须配专职的网格 {count.seats:,} 个，"
            f"{more} {abs(granted.heads - count.seats):,} 名"
        )
    if granted.below is not None and granted.below > granted.heads:
        told.append(
            f"{name}核定编制 {granted.heads:,} 名，下级合计 {granted.below:,} 名，"
            f"超出 {granted.below - granted.heads:,} 名"
        )
    return told


def reserve_of(heads: int, reserve_bp: int) -> int:
    """Reserves beside the heads of one line of a plan: the one place where it is rounded, half up.

    Each street by itself, since each calls its own: 11 streets of 5 heads at 10 % have 1 each.
    """
    return (2 * heads * reserve_bp + WHOLE) // (2 * WHOLE)


def is_computed(vacant: int, reserve_bp: int, heads: int, reserve: int) -> bool:
    """Whether a line says what the vacancies and the share say; anything else has a reason."""
    return heads == vacant and reserve == reserve_of(heads, reserve_bp)
