"""What the pay of somebody's month is reckoned from, and what comes out; money in fen.

Days are numbers of the month: a span [first, behind) of 1 and 32 is all of a long month.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hrgrid.funding.rules.words import PayItem, PayKind
from hrgrid.workforce.rules import AbsencePay


class Span(NamedTuple):
    """Days of the month, `behind` not counted."""

    first: int
    behind: int


class Stay(NamedTuple):
    """A paid full-time post within the month; `unit_id` is the street (or office) that pays."""

    unit_id: int
    unit_path: str
    grid_id: int | None
    post_id: int
    first: int
    behind: int


class Away(NamedTuple):
    """Somebody was not there, and what becomes of his pay meanwhile."""

    pay: AbsencePay
    first: int
    behind: int


class Monthly(NamedTuple):
    """So much a month on these days: a star's money or the allowance of a cover."""

    fen: int
    first: int
    behind: int


class ByHand(NamedTuple):
    """An entry by hand; what is taken off is below zero."""

    item: PayItem
    fen: int
    reason: str


class Carried(NamedTuple):
    """A line of a month before that is paid (or taken back) in this one."""

    for_month: int
    item: PayItem
    kind: PayKind
    fen: int


class PersonMonth(NamedTuple):
    """All that is known of somebody's month.

    `stays` in the order of their days; `held` are the days of any post, paid or not, disjoint.
    `unit_id`, `unit_path`, `grid_id`, `post_id` are of the last post. `years` of service are full.
    `grade` is the label of the month's confirmed assessment, "" without one.
    """

    person_id: int
    unit_id: int
    unit_path: str
    grid_id: int | None
    post_id: int | None
    years: int
    grade: str
    stays: tuple[Stay, ...]
    held: tuple[Span, ...]
    away: tuple[Away, ...] = ()
    stars: tuple[Monthly, ...] = ()
    covers: tuple[Monthly, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    carried: tuple[Carried, ...] = ()


class Reckoned(NamedTuple):
    """Somebody's month: `lines` are the month's own by item, none of them zero.

    `gross` is what was earned (months before included), `deducted` what was taken off, `net` the
    rest; `employer` is paid beside. `facts` are plain JSON values that tell the derivation.
    """

    person_id: int
    lines: tuple[tuple[PayItem, int], ...]
    days: int
    gross: int
    deducted: int
    net: int
    employer: int
    topped_up: int
    not_deducted: int
    not_shared: int
    facts: Mapping[str, Any]
