"""Results of a whole period by column: what `scheme.score` gives, for everybody at once.

A column holds what is known of one indicator, for each person the text that is kept of it. Many
people have the same figure, so every formula is computed once for each text that occurs and looked
up for the others; whoever something does not apply to, or misses something, is reckoned one by one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, repeat
from typing import Generic, TypeVar

from hrgrid.assessment.rules.formulas import HUNDRED_MILLI, Figure
from hrgrid.assessment.rules.grades import grade_of
from hrgrid.assessment.rules.parts import PERIOD_INDICATORS
from hrgrid.assessment.rules.quickly import Cell, Outcome, outcome_of, total_of
from hrgrid.assessment.rules.scheme import Scheme, SchemeItem, in_hundred, indicators_of

_MOST_REMEMBERED = 500_000
"""Figures that a scheme remembers between periods, some hundred bytes each."""

Column = Sequence[str] | None
"""The figure of each person as `cell_text` writes it; None where nothing is known of anybody."""

NOTHING = "null"
"""The text where nothing is known."""

_Key = str | tuple[str, ...]
_Keys = Sequence[_Key] | None

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
        self._shown: Memo[tuple[int, int, int], int | None] = Memo(self._published)
        self._totals: Memo[int, int] = Memo(lambda total: total_of(scheme, total, 0, 0) or 0)
        self._grades: Memo[int | None, str] = Memo(self._grade)

    def of(self, columns: Mapping[str, Column], people: int) -> Reckoned:
        """As `reckon`."""
        if len(self._shown) + sum(map(len, self._items)) > _MOST_REMEMBERED:
            self._items = [_Item(self.scheme, item) for item in self.scheme.items]
            self._shown.clear()
        keys = [item.keys(columns, people) for item in self._items]
        worths = [one.worths(of, people) for one, of in zip(self._items, keys, strict=True)]
        whole = _sums(worths, people)
        totals: list[int | None] = list(map(self._totals.__getitem__, whole)) if people else []
        found = Reckoned(
            totals,
            list(map(self._grades.__getitem__, totals)),
            [False] * people,
            [""] * people,
            [False] * people,
            _lists([columns.get(code) or NOTHING for code in self._codes], people),
            _lists([one.points(of) for one, of in zip(self._items, keys, strict=True)], people),
        )
        self._mend(found, columns, keys, worths, whole)
        return found

    def _published(self, parts: tuple[int, int, int]) -> int | None:
        return total_of(self.scheme, *parts)

    def _grade(self, total: int | None) -> str:
        return "" if total is None else grade_of(total, self.scheme.grades).code

    def _mend(
        self,
        found: Reckoned,
        columns: Mapping[str, Column],
        keys: Sequence[_Keys],
        worths: Sequence[list[int] | int],
        whole: Sequence[int],
    ) -> None:
        """Those for whom the plain sum is not the total."""
        people = len(whole)
        left_out: Counter[int] = Counter()
        blocked: dict[int, list[str]] = {}
        for item, of in zip(self._items, keys, strict=True):
            for at, outcome in item.odd(of, people):
                found.vetoed[at] |= outcome.vetoed
                left_out[at] += outcome.left_out
                if outcome.blocks:
                    blocked.setdefault(at, []).append(item.item.code)
        self._enlarge(found, left_out, worths, whole)
        for at, codes in blocked.items():
            found.totals[at], found.grades[at], found.blocked[at] = None, "", ",".join(codes)
        for at in self._too_few(columns, people):
            found.totals[at], found.grades[at], found.blocked[at] = None, "", ""
            found.too_few[at] = True
        lowest = self.scheme.grades[-1].code
        for at in compress(range(people), found.vetoed):
            if found.totals[at] is not None:
                found.grades[at] = lowest

    def _enlarge(
        self,
        found: Reckoned,
        left_out: Mapping[int, int],
        worths: Sequence[list[int] | int],
        whole: Sequence[int],
    ) -> None:
        """What was reached without the points that are not there to be had, for those people."""
        beside = [one for item, one in zip(self._items, worths, strict=True) if not item.plain]
        same = sum(one for one in beside if isinstance(one, int))
        varying = [one for one in beside if not isinstance(one, int)]
        for at, without in left_out.items():
            if without:
                more = same + sum(column[at] for column in varying)
                shown = self._shown[whole[at] - more, more, without]
                found.totals[at], found.grades[at] = shown, self._grades[shown]

    def _too_few(self, columns: Mapping[str, Column], people: int) -> Iterable[int]:
        least = self.scheme.min_parts * HUNDRED_MILLI
        if not least:
            return ()
        few: Memo[str, bool] = Memo(lambda text: _base_of(text) < least)
        found: set[int] = set()
        for code in PERIOD_INDICATORS.keys() & set(self._codes):
            column = columns.get(code)
            if column is None:
                return range(people)
            found.update(compress(range(people), map(few.__getitem__, column)))
        return found


class _Item:
    """One item with the points of every figure that occurred."""

    def __init__(self, scheme: Scheme, item: SchemeItem) -> None:
        self.item = item
        self.plain = in_hundred(scheme, item)
        self._scheme = scheme
        self._codes = [each.indicator for each in item.formula.inputs]
        self._nothing: _Key = NOTHING if len(self._codes) == 1 else (NOTHING,) * len(self._codes)
        self._worth: Memo[_Key, int] = Memo(self._first)
        self._text: dict[_Key, str] = {}
        self._odd: dict[_Key, Outcome] = {}

    def __len__(self) -> int:
        return len(self._worth)

    def keys(self, columns: Mapping[str, Column], people: int) -> _Keys:
        """What its points depend on, one a person; None where nothing is known of anybody."""
        found = [columns.get(code) for code in self._codes]
        if all(column is None for column in found):
            return None
        if len(found) == 1:
            return found[0]
        return list(zip(*(column or [NOTHING] * people for column in found), strict=True))

    def worths(self, keys: _Keys, people: int) -> list[int] | int:
        """What it adds to the total, one number a person, or the same for everybody."""
        if keys is None:
            return self._worth[self._nothing] if people else 0
        return list(map(self._worth.__getitem__, keys))

    def points(self, keys: _Keys) -> Sequence[str] | str:
        """Its points as JSON; `worths` was asked before."""
        if keys is None:
            return self._text.get(self._nothing, NOTHING)
        return list(map(self._text.__getitem__, keys))

    def odd(self, keys: _Keys, people: int) -> Iterable[tuple[int, Outcome]]:
        """Whoever has it left out, waits for figures or is vetoed by it."""
        if not self._odd:
            return
        if keys is None:
            only = self._odd.get(self._nothing)
            if only is not None:
                yield from ((at, only) for at in range(people))
            return
        for at in compress(range(people), map(self._odd.__contains__, keys)):
            yield at, self._odd[keys[at]]

    def _first(self, key: _Key) -> int:
        texts = [key] if isinstance(key, str) else key
        found = outcome_of(self._scheme, self.item, [cell_of(text) for text in texts])
        self._text[key] = NOTHING if found.milli is None else str(found.milli)
        if found.odd:
            self._odd[key] = found
        return found.worth


def cell_text(cell: Cell) -> str:
    """A figure as it is kept in a result: null, an amount, or [amount,base]."""
    if cell is None:
        return NOTHING
    amount, base = cell
    return str(amount) if base is None else f"[{amount},{base}]"


def cell_of(text: str) -> Cell:
    """The figure that `cell_text` wrote."""
    if text == NOTHING:
        return None
    amount, _, base = text.strip("[]").partition(",")
    return int(amount), int(base) if base else None


def _base_of(text: str) -> int:
    cell = cell_of(text)
    return 0 if cell is None else cell[1] or 0


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
    if all(isinstance(text, str) for text in texts):
        return [f"[{','.join(map(str, texts))}]"] * people
    columns = (repeat(text, people) if isinstance(text, str) else text for text in texts)
    return [f"[{','.join(row)}]" for row in zip(*columns, strict=True)]
