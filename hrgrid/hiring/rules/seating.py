"""Rooms and seats of the written exam, and the admission numbers that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from hrgrid.core.draws import PoolRow, draw
from hrgrid.core.errors import UserError


class SeatOrder(Enum):
    """In which order candidates are seated."""

    NUMBER = "number"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Seated:
    """Where somebody sits; `admission` is the number on his slip."""

    key: str
    room: int
    seat: int
    admission: str


def seat_all(
    keys: Sequence[str], rooms: int, seats: int, prefix: str, *, seed: str | None = None
) -> list[Seated]:
    """Candidates into `rooms` of `seats` each, room by room; with a seed in drawn order.

    The admission number is the prefix, the place in the whole order, and tells nothing of the
    person. Raises UserError where there are too few seats.
    """
    if rooms < 1 or seats < 1:
        raise UserError("考场数和每场座位数至少是 1。请核对")
    if not keys:
        raise UserError("没有资格合格的报名人，排不出考场。请先完成资格审查")
    if len(keys) > rooms * seats:
        raise UserError(
            f"{rooms} 个考场每场 {seats} 座，共 {rooms * seats} 座，坐不下 {len(keys)} 人。"
            "请增加考场或座位"
        )
    ordered = sorted(keys) if seed is None else drawn_order(keys, seed)
    digits = max(3, len(str(len(ordered))))
    return [
        Seated(key, 1 + place // seats, 1 + place % seats, f"{prefix}{place + 1:0{digits}d}")
        for place, key in enumerate(ordered)
    ]


def drawn_order(keys: Sequence[str], seed: str) -> list[str]:
    """Everybody in the order of a seeded draw that anyone can repeat (core/draws.py)."""
    drawn = draw([PoolRow(key) for key in keys], len(keys), seed).drawn
    return [row.key for row in drawn]


def spread(keys: Sequence[str], groups: int) -> list[list[str]]:
    """`keys` in their order dealt to groups one after another: sizes differ by one at most."""
    if groups < 1:
        raise UserError("面试考场至少是 1 个。请核对")
    if groups > len(keys):
        raise UserError(f"面试有 {len(keys)} 人，排不满 {groups} 个考场。请减少考场")
    return [list(keys[start::groups]) for start in range(groups)]
