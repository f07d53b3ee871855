"""Who steps in when somebody falls out: the next by rank, as often as the scheme lets a place pass.

Source: rules.md 2 (1 : 1, on failure the next by total, once or until the list ends).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.hiring.rules.totals import LotNeeded, OpenTie


@dataclass(frozen=True)
class Waiting:
    """A reserve of a position in his place of the ranking; `free`: he may still be called."""

    key: str
    name: str
    rank: int
    free: bool = True


@dataclass(frozen=True)
class Call:
    """Who steps in, or None with the sentence that says why nobody does."""

    next_key: str | None
    passed: int
    why: str


def next_in_line(position: str, waiting: Sequence[Waiting], passed: int, limit: int) -> Call:
    """Who takes a place that has passed on `passed` times; `limit` 0 is until the list ends.

    Equals of whom only one can step in wait for a lot: raises LotNeeded.
    """
    if limit and passed >= limit:
        return Call(None, passed, f"这个名额已递补 {passed} 次，方案规定最多 {limit} 次，名额空缺")
    free = sorted((one for one in waiting if one.free), key=lambda one: (one.rank, one.key))
    if not free:
        return Call(None, passed, "没有可递补的人了，名额空缺")
    equals = [one for one in free if one.rank == free[0].rank]
    if len(equals) > 1:
        tied = tuple(one.key for one in equals)
        raise LotNeeded([OpenTie(position, tied, 1)], {one.key: one.name for one in equals})
    return Call(free[0].key, passed + 1, f"第 {free[0].rank} 名递补（第 {passed + 1} 次）")


def reserve_end(decided_on: dt.date, months: int) -> dt.date:
    """The last day on which a reserve may be called: so many months on, less a day."""
    return add_months(decided_on, months) - dt.timedelta(days=1)


def refuse_late(name: str, valid_to: dt.date, today: dt.date) -> None:
    """Raise UserError where a reserve's time is over."""
    if today > valid_to:
        raise UserError(
            f"{name}的储备资格到 {valid_to:%Y-%m-%d} 为止，已经过期。请登记失效，重新招录"
        )
