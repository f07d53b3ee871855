"""Who works, who was named and who was chosen, by kinds of people; small cells are hidden.

A picture is a table: a row a category, a column a group (everybody, the nominated, the selected,
each part of the one before). Totals of columns are published, so a hidden cell must not follow
from them: with it others are hidden until for each hidden cell another table exists that agrees
with everything published, in which that cell is another number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.labelled import Labelled
from hrgrid.core.tabulation import round_half_up

LEAST = 5
"""A cell of fewer people than this, but not of none, is hidden."""


class Aspect(Labelled):
    """By what people are told apart."""

    SEX = "sex", "性别"
    AGE = "age", "年龄"
    ROLE = "role", "岗位"
    DISTRICT = "district", "推荐单位"
    ENGAGEMENT = "engagement", "用工方式"


class Group(Labelled):
    """Whose shares are compared; each is a part of the one before."""

    WORKFORCE = "workforce", "全体人员"
    NOMINATED = "nominated", "推荐对象"
    SELECTED = "selected", "入选人员"


_AGES = ((30, "29 岁及以下"), (40, "30–39 岁"), (50, "40–49 岁"), (60, "50–59 岁"))
_OLDEST = "60 岁及以上"
UNKNOWN = "没有登记"
AGES = (*(told for _, told in _AGES), _OLDEST, UNKNOWN)


def age_band(age: int | None) -> str:
    """The band of an age in full years."""
    if age is None:
        return UNKNOWN
    return next((told for below, told in _AGES if age < below), _OLDEST)


@dataclass(frozen=True)
class Category:
    """How many of a kind are in each group; None where the number is hidden."""

    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Picture:
    """One aspect of a campaign; `totals` are None for a group that is hidden as a whole."""

    aspect: Aspect
    groups: tuple[Group, ...]
    rows: tuple[Category, ...]
    totals: tuple[int | None, ...]

    def share_bp(self, row: Category, at: int) -> int | None:
        """The share of a category in a group in basis points; None where hidden or of nobody."""
        count, total = row.counts[at], self.totals[at]
        if count is None or not total:
            return None
        return round_half_up(Fraction(count, total), 4)

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(count is None for row in self.rows for count in row.counts)


Cells = Sequence[Sequence[int]]
"""Counts by category and group."""


def picture(aspect: Aspect, groups: Sequence[Group], names: Sequence[str], cells: Cells) -> Picture:
    """The picture of these counts, with what has to be hidden hidden; rows of nobody are left out.

    Each count is at most the one before it in its row.
    """
    kept = [at for at, row in enumerate(cells) if any(row)]
    table = [cells[at] for at in kept]
    hidden, closed = to_hide(table, len(groups))
    totals = tuple(
        None if group in closed else sum(row[group] for row in table)
        for group in range(len(groups))
    )
    rows = tuple(
        Category(
            names[at],
            tuple(None if (place, group) in hidden else row[group] for group in range(len(groups))),
        )
        for place, (at, row) in enumerate(zip(kept, table, strict=True))
    )
    return Picture(aspect, tuple(groups), rows, totals)


def to_hide(cells: Cells, groups: int) -> tuple[frozenset[tuple[int, int]], frozenset[int]]:
    """The cells (row, group) that are hidden, and the groups whose total is hidden too.

    Cells of nobody stay, since that nobody of a kind was chosen is what the picture is for.
    """
    hidden = {
        (row, group)
        for row in range(len(cells))
        for group in range(groups)
        if 0 < cells[row][group] < LEAST
    }
    closed: set[int] = set()
    # What is hidden in one group may free or bind another: until nothing changes any more.
    while bare := _first_bare(cells, groups, hidden, closed):
        _, group = bare
        further = [
            (cells[row][group], row)
            for row in range(len(cells))
            if (row, group) not in hidden and cells[row][group]
        ]
        if further:
            hidden.add((min(further)[1], group))
        else:
            closed.add(group)
    return frozenset(hidden), frozenset(closed)


def _first_bare(
    cells: Cells, groups: int, hidden: set[tuple[int, int]], closed: set[int]
) -> tuple[int, int] | None:
    """A hidden cell that could be reckoned back."""
    for row, group in sorted(hidden):
        if group not in closed and not _covered(cells, groups, hidden, (row, group)):
            return row, group
    return None


def _covered(
    cells: Cells, groups: int, hidden: set[tuple[int, int]], cell: tuple[int, int]
) -> bool:
    """Whether one person could as well stand in another hidden row of the group.

    That other table has the same totals and shown cells, nobody less than one in a hidden cell,
    and in each row still no more chosen than named, and no more named than there are.
    """
    row, group = cell
    for other in range(len(cells)):
        if other == row or (other, group) not in hidden:
            continue
        for giver, taker in ((row, other), (other, row)):
            if _may_lose(cells, groups, giver, group) and _may_gain(cells, taker, group):
                return True
    return False


def _may_lose(cells: Cells, groups: int, row: int, group: int) -> bool:
    left = cells[row][group] - 1
    return left >= 1 and (group + 1 == groups or left >= cells[row][group + 1])


def _may_gain(cells: Cells, row: int, group: int) -> bool:
    return group == 0 or cells[row][group] + 1 <= cells[row][group - 1]
