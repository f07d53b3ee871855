"""Grades by score: bands as offices write them, checked for holes and overlaps, kept as floors.

A published rule reads 优秀 ≥ 95, 合格 80-94, 基本合格 70-79, 不合格 < 60: it says nothing of 60
to 69 and nothing of 94.5. What is typed is refused until every score has one grade; what is kept
is the floor of each, [floor, the floor above), so that no hole can come back. Source: rules.md 4.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text


@dataclass(frozen=True)
class Grade:
    """From `floor_milli` (with it) up to the grade above; `share_bp` of a unit at most.

    A share counts those with the grade or a better one. The lowest grade begins at 0 and is what
    a veto gives.
    """

    code: str
    label: str
    floor_milli: int
    share_bp: int | None = None


@dataclass(frozen=True)
class TypedBand:
    """A grade as it is written: [from, to), in thousandths; the highest has no `to`."""

    label: str
    from_milli: int
    to_milli: int | None = None


USUAL = (
    Grade("excellent", "优秀", 90_000, 2_000),
    Grade("qualified", "合格", 75_000),
    Grade("basic", "基本合格", 60_000),
    Grade("unqualified", "不合格", 0),
)


def checked_grades(grades: Sequence[Grade]) -> tuple[Grade, ...]:
    """The grades from the highest; UserError where two begin alike or none begins at 0."""
    ordered = tuple(sorted(grades, key=lambda one: one.floor_milli, reverse=True))
    if len(ordered) < 2:
        raise UserError("至少要有两个等次。请补上")
    for above, below in itertools.pairwise(ordered):
        if above.floor_milli == below.floor_milli:
            raise UserError(
                f"“{above.label}”和“{below.label}”都从 {mark_text(above.floor_milli)} 分起。请改正"
            )
    if ordered[-1].floor_milli != 0:
        raise UserError(
            f"{mark_text(ordered[-1].floor_milli)} 分以下没有等次。"
            f"最低的等次“{ordered[-1].label}”要从 0 分起"
        )
    for name in ("code", "label"):
        names = [getattr(one, name) for one in ordered]
        twice = next((each for each in names if names.count(each) > 1), None)
        if twice is not None:
            raise UserError(f"等次“{twice}”写了两次。请改成不同的名称")
    for one in ordered:
        if one.share_bp is not None and not 0 < one.share_bp <= 10_000:
            raise UserError(f"“{one.label}”的比例上限要在 0 到 100% 之间。请改正")
    _check_shares(ordered)
    return ordered


def _check_shares(ordered: Sequence[Grade]) -> None:
    capped = [(one, one.share_bp) for one in ordered if one.share_bp is not None]
    for (above, more), (below, fewer) in itertools.pairwise(capped):
        if fewer < more:
            raise UserError(
                f"“{below.label}”的比例上限连同更高的等次一起算，不能低于“{above.label}”。请改正"
            )
    if ordered[-1].share_bp is not None:
        raise UserError(f"最低的等次“{ordered[-1].label}”不能设比例上限。请去掉")


def check_bands(bands: Sequence[TypedBand], full_milli: int) -> None:
    """Raise UserError that names every hole and every overlap between 0 and `full_milli`."""
    ordered = sorted(bands, key=lambda one: one.from_milli)
    faults: list[str] = []
    at, last = 0, ""
    for band in ordered:
        if band.to_milli is not None and band.to_milli <= band.from_milli:
            faults.append(f"“{band.label}”的下限不低于上限")
            continue
        if band.from_milli > at:
            faults.append(f"{_span(at, band.from_milli)}没有等次")
        elif band.from_milli < at:
            faults.append(f"{_span(band.from_milli, at)}既是“{last}”又是“{band.label}”")
        at = max(at, full_milli + 1 if band.to_milli is None else band.to_milli)
        last = band.label
    if at <= full_milli:
        faults.append(f"{mark_text(at)} 分及以上没有等次")
    if faults:
        raise UserError(f"{'；'.join(faults)}。请让每个分数正好属于一个等次")


def _span(start: int, end: int) -> str:
    return f"{mark_text(start)} 分到不满 {mark_text(end)} 分"


def grade_of(score_milli: int, grades: Sequence[Grade]) -> Grade:
    """The grade of a published score; `grades` come from the highest (checked_grades)."""
    return next(one for one in grades if score_milli >= one.floor_milli)
