"""Places laid down per role and kind of unit: each category ranks its own people for its own.

Everybody belongs to one category: the first whose roles and kinds of unit fit the main post that
he held on the cut-off date, else the last, which takes whoever is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.apportionment import DrawRequired, Unit, apportion
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from hrgrid.honours.rules.eligibility import Facts

CATEGORY = "category"
"""The fact that says in which category somebody stood: its place in the scheme, from 0."""

BUREAU = "bureau"
"""The kind of an office that is no area, beside the levels of the area tree."""

_WHOLE = 10_000

MOST = 8
"""More categories than this no list of a district can be read by."""


@dataclass(frozen=True)
class Category:
    """People who share places of their own; `share_bp` of a district's places, in basis points.

    `roles` are codes of roles and `units` levels of the area tree or `bureau`; none of either
    means any.
    """

    key: str
    label: str
    share_bp: int
    roles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it takes anybody."""
        return not self.roles and not self.units

    def fits(self, role: str, unit: str) -> bool:
        """Whether a post of this role in a unit of this kind is one of its posts."""
        return (not self.roles or role in self.roles) and (not self.units or unit in self.units)


def category_of(categories: Sequence[Category], role: str, unit: str) -> int:
    """The place in the scheme of the category of a post."""
    fitting = (at for at, one in enumerate(categories) if one.fits(role, unit))
    return next(fitting, len(categories) - 1)


def pool_of(categories: Sequence[Category], facts: Facts) -> int:
    """In which category somebody is ranked, 0 where there are none; without a post in the last."""
    return facts.get(CATEGORY, len(categories) - 1) if categories else 0


def split_places(
    categories: Sequence[Category], places: int, eligible: Sequence[int]
) -> tuple[int, ...]:
    """The places of a district by category: by share, the largest remainders first.

    None gets more than it has people who may be chosen, unless there are too few of them in all.
    Of equal remainders the category that the scheme names first goes before.
    """
    caps: list[int | None] = [*eligible] if sum(_shared(categories, eligible)) >= places else []
    units = [
        Unit(one.key, one.share_bp, cap=cap)
        for one, cap in zip(categories, caps or [None] * len(categories), strict=True)
    ]
    try:
        shared = apportion(units, places, Method.LARGEST_REMAINDER)
    except DrawRequired as tie:
        first = [one.key for one in categories if one.key in tie.names][: tie.places]
        shared = apportion(units, places, Method.LARGEST_REMAINDER, lot=first)
    return tuple(row.seats for row in shared.result)


def _shared(categories: Sequence[Category], eligible: Sequence[int]) -> list[int]:
    """The people of the categories that have a share at all."""
    return [count for one, count in zip(categories, eligible, strict=True) if one.share_bp]


def split_text(categories: Sequence[Category], split: Sequence[int]) -> str:
    """专职网格员 6、网格长 2; what has no place is left out."""
    return "、".join(
        f"{one.label} {count:,}" for one, count in zip(categories, split, strict=True) if count
    )


def pool_text(categories: Sequence[Category], pool: int) -> str:
    """The category in brackets behind the name of a district, "" where there are none."""
    return f"（{categories[pool].label}）" if categories else ""


def check_categories(categories: Sequence[Category]) -> None:
    """Raise UserError where somebody would belong nowhere, or the shares do not make a whole."""
    if not categories:
        return
    if len(categories) == 1 or len(categories) > MOST:
        raise UserError(f"岗位类别要有 2 到 {MOST} 个，现在是 {len(categories)} 个。请增减")
    labels, keys = ([one.label for one in categories], [one.key for one in categories])
    if len(set(labels)) != len(labels) or len(set(keys)) != len(keys):
        raise UserError("有两个岗位类别同名。请改成不同的名称")
    for one in categories:
        if not one.label.strip() or one.share_bp < 0:
            raise UserError(f"岗位类别“{one.label}”没有名称，或比例是负数。请改正")
    if sum(one.share_bp for one in categories) != _WHOLE:
        raise UserError("各岗位类别的名额比例合计要是 100%。请核对比例")
    _check_conditions(categories)


def _check_conditions(categories: Sequence[Category]) -> None:
    """All but the last say whom they take; the last takes whoever is left."""
    for one in categories[:-1]:
        if one.open:
            told = f"岗位类别“{one.label}”没有选岗位，也没有选单位"
            raise UserError(f"{told}。请选定，或把它放到最后")
    last = categories[-1]
    if not last.open:
        told = f"最后一个岗位类别“{last.label}”收其余的人，不能限定岗位和单位"
        raise UserError(f"{told}。请去掉限定")


def split_of(
    categories: Sequence[Category], text: Mapping[str, int], name: str, places: int
) -> tuple[int, ...]:
    """The places of a district by category as people typed them, by key.

    Raises UserError unless they make up the district's places; `name` is the district's.
    """
    unknown = [key for key in text if key not in {one.key for one in categories}]
    if unknown:
        raise UserError(f"没有代号为“{unknown[0]}”的岗位类别。请刷新后再填")
    split = tuple(text.get(one.key, 0) for one in categories)
    if min(split) < 0:
        raise UserError(f"{name}有岗位类别的名额是负数。请填零或正整数")
    if sum(split) != places:
        raise UserError(
            f"{name}有 {places} 个名额，各岗位类别合计 {sum(split)} 个。请让合计等于 {places}"
        )
    return split
