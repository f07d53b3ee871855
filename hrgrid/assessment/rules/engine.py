"""Results of a whole period by column: what `scheme.score` gives, for everybody at once.

A column holds what is known of one indicator, one cell a person. Many people have the same
figure, so every formula is computed once for each figure that occurs and looked up for the
others; whoever something does not apply to, or misses something, is reckoned one by one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from hrgrid.assessment.rules.formulas import HUNDRED_MILLI, Figure
from hrgrid.assessment.rules.grades import grade_of
from hrgrid.assessment.rules.parts import PERIOD_INDICATORS
from hrgrid.assessment.rules.quickly import Cell, Outcome, outcome_of, total_of
from hrgrid.assessment.rules.scheme import Scheme, SchemeItem, in_hundred, indicators_of

_MOST_REMEMBERED = 500_000
"""Figures that a scheme remembers between periods, some hundred bytes each."""

Column = Sequence[Cell] | None
"""One cell a person; None where nothing is known of anybody."""

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """Computes what it is asked for the first time, and remembers it."""

    def __init__(self, compute: Callable[[K], V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: K) -> V:
        found = self[key] = self._compute(key)
        return found


@dataclass(frozen=True)
class Reckoned:
    """The results of a period by column; `totals` and `grades` None and empty where there is none.

    `figures` and `points` are the JSON lists that are kept of a result, `blocked` the codes of the
    items that wait for figures, with commas.
    """

    totals: list[int | None]
    grades: list[str]
    vetoed: list[bool]
    blocked: list[str]
    too_few: list[bool]
    figures: list[str]
    points: list[str]


def reckon(scheme: Scheme, columns: Mapping[str, Column], people: int) -> Reckoned:
    """Score `people` by a checked scheme; a column for each of its indicators that has figures."""
    return _reckoning(scheme).of(columns, people)


@lru_cache(maxsize=4)
def _reckoning(scheme: Scheme) -> Reckoning:
    """The months of a year meet the same figures again."""
    return Reckoning(scheme)


class Reckoning:
    """One scheme with all that it was asked so far, for period after period."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._codes = indicators_of(scheme.items)
        self._items = [_Item(scheme, item) for item in scheme.items]
        self._texts: Memo[Cell, str] = Memo(cell_text)
        self._shown: Memo[int, tuple[int, str]] = Memo(self._published)

    def of(self, columns: Mapping[str, Column], people: int) -> Reckoned:
        """As `reckon`."""
        if sum(map(len, self._items)) > _MOST_REMEMBERED:
            self._items = [_Item(self.scheme, item) for item in self.scheme.items]
        worths = [item.worths(columns, people) for item in self._items]
        whole = _sums(worths, people)
        totals: list[int | None] = []
        grades: list[str] = []
        if people:
            shown = [self._shown[total] for total in whole]
            totals, grades = [one[0] for one in shown], [one[1] for one in shown]
        found = Reckoned(
            totals,
            grades,
            [False] * people,
            [""] * people,
            [False] * people,
            self._figures(columns, people),
            _lists([item.points(columns, people) for item in self._items], people),
        )
        self._mend(found, columns, worths)
        return found

    def _published(self, total: int) -> tuple[int, str]:
        shown = total_of(self.scheme, total, 0, 0) or 0
        return shown, grade_of(shown, self.scheme.grades).code

    def _figures(self, columns: Mapping[str, Column], people: int) -> list[str]:
        texts: list[Sequence[str] | str] = []
        for code in self._codes:
            column = columns.get(code)
            texts.append("null" if column is None else list(map(self._texts.__getitem__, column)))
        return _lists(texts, people)

    def _mend(
        self, found: Reckoned, columns: Mapping[str, Column], worths: Sequence[list[int] | int]
    ) -> None:
        """Those for whom the plain sum is not the total."""
        left_out: Counter[int] = Counter()
        blocked: dict[int, list[str]] = {}
        for item in self._items:
            for at, outcome in item.odd(columns, len(found.totals)):
                found.vetoed[at] |= outcome.vetoed
                left_out[at] += outcome.left_out
                if outcome.blocks:
                    blocked.setdefault(at, []).append(item.item.code)
        for at, without in left_out.items():
            if without:
                self._enlarge(found, worths, at, without)
        for at, codes in blocked.items():
            found.totals[at], found.grades[at], found.blocked[at] = None, "", ",".join(codes)
        for at in self._too_few(columns, len(found.totals)):
            found.totals[at], found.grades[at], found.blocked[at] = None, "", ""
            found.too_few[at] = True
        lowest = self.scheme.grades[-1].code
        for at, vetoed in enumerate(found.vetoed):
            if vetoed and found.totals[at] is not None:
                found.grades[at] = lowest

    def _enlarge(
        self, found: Reckoned, worths: Sequence[list[int] | int], at: int, left_out: int
    ) -> None:
        reached = beside = 0
        for item, worth in zip(self._items, worths, strict=True):
            points = worth if isinstance(worth, int) else worth[at]
            if item.plain:
                reached += points
            else:
                beside += points
        shown = total_of(self.scheme, reached, beside, left_out)
        found.totals[at] = shown
        found.grades[at] = "" if shown is None else grade_of(shown, self.scheme.grades).code

    def _too_few(self, columns: Mapping[str, Column], people: int) -> Iterable[int]:
        least = self.scheme.min_parts * HUNDRED_MILLI
        if not least:
            return ()
        found: set[int] = set()
        for code in PERIOD_INDICATORS.keys() & set(self._codes):
            column = columns.get(code)
            if column is None:
                return range(people)
            found |= {at for at, cell in enumerate(column) if not cell or (cell[1] or 0) < least}
        return found


class _Item:
    """One item with the points of every figure that occurred."""

    def __init__(self, scheme: Scheme, item: SchemeItem) -> None:
        self.item = item
        self.plain = in_hundred(scheme, item)
        self._scheme = scheme
        self._codes = [each.indicator for each in item.formula.inputs]
        self._worth: Memo[object, int] = Memo(self._first)
        self._text: dict[object, str] = {}
        self._odd: dict[object, Outcome] = {}

    def __len__(self) -> int:
        return len(self._worth)

    def worths(self, columns: Mapping[str, Column], people: int) -> list[int] | int:
        """What it adds to the total, one number a person, or the same for everybody."""
        keys = self._keys(columns, people)
        if keys is None:
            return self._worth[self._nothing()] if people else 0
        return list(map(self._worth.__getitem__, keys))

    def points(self, columns: Mapping[str, Column], people: int) -> list[str] | str:
        """Its points as JSON; `worths` was asked before."""
        keys = self._keys(columns, people)
        if keys is None:
            return self._text.get(self._nothing(), "null")
        return list(map(self._text.__getitem__, keys))

    def odd(self, columns: Mapping[str, Column], people: int) -> Iterable[tuple[int, Outcome]]:
        """Whoever has it left out, waits for figures or is vetoed by it."""
        if not self._odd:
            return
        keys = self._keys(columns, people)
        if keys is None:
            only = self._odd.get(self._nothing())
            if only is not None:
                yield from ((at, only) for at in range(people))
            return
        for at, key in enumerate(keys):
            if key in self._odd:
                yield at, self._odd[key]

    def _keys(self, columns: Mapping[str, Column], people: int) -> Iterable[object] | None:
        found = [columns.get(code) for code in self._codes]
        if all(column is None for column in found):
            return None
        if len(found) == 1:
            return found[0]
        return list(zip(*(column or [None] * people for column in found), strict=True))

    def _nothing(self) -> object:
        return None if len(self._codes) == 1 else (None,) * len(self._codes)

    def _first(self, key: object) -> int:
        cells: Sequence[Cell] = [key] if len(self._codes) == 1 else key  # type: ignore[assignment, list-item]
        found = outcome_of(self._scheme, self.item, cells)
        self._text[key] = "null" if found.milli is None else str(found.milli)
        if found.odd:
            self._odd[key] = found
        return found.worth


def cell_text(cell: Cell) -> str:
    """A figure as it is kept in a result: null, an amount, or [amount,base]."""
    if cell is None:
        return "null"
    amount, base = cell
    return str(amount) if base is None else f"[{amount},{base}]"


def cells_of(figures: str) -> list[Cell]:
    """The figures of a kept result, in the order of the scheme's indicators."""
    return [
        None if one is None else (one[0], one[1]) if isinstance(one, list) else (one, None)
        for one in json.loads(figures)
    ]


def known_of(scheme: Scheme, figures: str) -> dict[str, Figure]:
    """The figures of a kept result by indicator, as `scheme.score` takes them."""
    codes = indicators_of(scheme.items)
    return {
        code: Figure(*cell)
        for code, cell in zip(codes, cells_of(figures), strict=True)
        if cell is not None
    }


def _sums(worths: Sequence[list[int] | int], people: int) -> list[int]:
    same = sum(worth for worth in worths if isinstance(worth, int))
    varying = [worth for worth in worths if not isinstance(worth, int)]
    if not varying:
        return [same] * people
    return [same + total for total in map(sum, zip(*varying, strict=True))]


def _lists(texts: Sequence[Sequence[str] | str], people: int) -> list[str]:
    """JSON lists of what stands in the columns, where a text stands for a whole column of it."""
    form = "[" + ",".join(text if isinstance(text, str) else "%s" for text in texts) + "]"
    varying = [text for text in texts if not isinstance(text, str)]
    if not varying:
        return [form] * people
    return list(map(form.__mod__, zip(*varying, strict=True)))
