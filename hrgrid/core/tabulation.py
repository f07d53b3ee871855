"""Marks of several judges to one published total: exact, rounded once, ranked as published.

Marks and totals are thousandths of a point: int, or Fraction where they were divided; None is
a missing mark, never 0. Rounding is half up, away from zero below zero (四舍五入), once, where
the total is published. Source: rules.md 0 (arithmetic) and 3 (judges).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.ranking import Number, Order, ranks

MARK_PLACES = 3

_MOST_DECIMALS = 9
_FOLDED = str.maketrans("０１２３４５６７８９．。｡－−", "0123456789...--")
_NUMBER = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]+))?")


class Aggregate(Labelled):
    """How the kept marks become one number."""

    MEAN = "mean", "平均分"
    TRIMMED = "trimmed", "去掉最高分和最低分后平均"
    MEDIAN = "median", "中位数"
    SUM = "sum", "合计"


@dataclass(frozen=True)
class TabulationRule:
    """Exactly `drop_high` and `drop_low` marks are dropped, however few judges there are.

    `decimals` are published; below `min_marks` valid marks an entrant has no total. Raises
    UserError on a negative number and on drops with an aggregate that counts every mark.
    """

    aggregate: Aggregate = Aggregate.TRIMMED
    drop_high: int = 1
    drop_low: int = 1
    decimals: int = 2
    min_marks: int | None = None
    order: Order = Order.HIGH

    def __post_init__(self) -> None:
        for name, number in (
            ("去掉最高分的个数", self.drop_high),
            ("去掉最低分的个数", self.drop_low),
            ("最少有效分个数", self.min_marks or 0),
        ):
            if number < 0:
                raise UserError(f"{name}是 {number}，不能是负数，请填零或正整数。")
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise UserError(f"小数位数是 {self.decimals}，请填 0 到 {_MOST_DECIMALS} 的整数。")
        if self.drops and self.aggregate in {Aggregate.MEAN, Aggregate.MEDIAN}:
            raise UserError(
                f"“{self.aggregate.label}”要用全部评分，请把去掉的最高分和最低分个数改为 0，"
                f"或改用“{Aggregate.TRIMMED.label}”。"
            )

    @property
    def drops(self) -> int:
        """How many marks of an entrant do not count."""
        return self.drop_high + self.drop_low

    def marks_needed(self, judges: int) -> int:
        """`min_marks`, else one more than the drops; a sum needs every judge, since a mark
        that is missing would count as 0."""
        if self.min_marks is not None:
            return self.min_marks
        return judges if self.aggregate is Aggregate.SUM else self.drops + 1


@dataclass(frozen=True)
class MarkRow:
    """One entrant and his marks in the order of the judges; None where there is none."""

    entrant: str
    marks: Sequence[int | None]


@dataclass(frozen=True)
class Standing:
    """The result of one entrant; `total` (exact) and `published` are None below `min_marks`.

    `kept` and `dropped` are marks as text in the order of the judges, `dropped_at` the columns
    of the dropped ones, `missing` the judges without a mark; `tied`: another has the same rank.
    """

    entrant: str
    total: Fraction | None
    published: str | None
    rank: int | None
    tied: bool
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    dropped_at: tuple[int, ...]
    missing: tuple[str, ...]


def tabulate(
    rule: TabulationRule, judges: Sequence[str], rows: Sequence[MarkRow]
) -> list[Standing]:
    """Standings in rank order (1-2-2-4 on the published total), those without a total last.

    Equals stay in the order of input. Raises UserError where a row has not one cell a judge,
    and where the drops leave an entrant without a mark.
    """
    tallies = [_tally(rule, judges, row) for row in rows]
    places = ranks([tally.number for tally in tallies], rule.order)
    holders = Counter(places)
    standings = [
        _standing(rule, judges, tally, place, tied=place is not None and holders[place] > 1)
        for tally, place in zip(tallies, places, strict=True)
    ]
    return sorted(standings, key=lambda standing: (standing.rank is None, standing.rank or 0))


def trimmed_mean(marks: Sequence[int], drop_low: int, drop_high: int) -> Fraction:
    """Exact mean of marks (thousandths) without the lowest and the highest.

    Raises UserError when nothing is left.
    """
    rule = TabulationRule(drop_high=drop_high, drop_low=drop_low)
    kept = sorted(marks)[drop_low : max(len(marks) - drop_high, 0)]
    if not kept:
        raise UserError(_nothing_left(rule, "", len(marks)))
    return Fraction(sum(kept), len(kept))


def aggregate_marks(aggregate: Aggregate, kept: Sequence[Number]) -> Fraction:
    """One exact number of marks (thousandths, at least one) from which nothing is dropped."""
    if aggregate is Aggregate.SUM:
        return Fraction(sum(kept))
    if aggregate is Aggregate.MEDIAN:
        return _median(kept)
    return Fraction(sum(kept)) / len(kept)


def extremes(marks: Sequence[Number], drop_high: int, drop_low: int) -> tuple[int, ...]:
    """Where the highest and the lowest stand in `marks`, of equal ones the first.

    The highest go before the lowest, so that no mark is dropped twice.
    """
    falling = sorted(range(len(marks)), key=lambda at: (-marks[at], at))
    high, rest = falling[:drop_high], sorted(falling[drop_high:], key=lambda at: (marks[at], at))
    return tuple(sorted(high + rest[:drop_low]))


def round_half_up(value: Fraction | int, places: int) -> int:
    """`value` in units of 10**-places, half away from zero: 2.675 to 2 places is 268."""
    scale: int = 10**places
    scaled = abs(Fraction(value)) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return whole if value >= 0 else -whole


def fixed_text(scaled: int, places: int) -> str:
    """A number in units of 10**-places with all its decimals: (9002, 2) is "90.02"."""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole = len(digits) - places
    point = "." if places else ""
    return f"{'-' if scaled < 0 else ''}{digits[:whole]}{point}{digits[whole:]}"


def mark_text(mark: int) -> str:
    """A mark (thousandths) as a judge writes it: 90600 is "90.6", 90000 is "90"."""
    return fixed_text(mark, MARK_PLACES).rstrip("0").removesuffix(".")


def parse_mark(text: str | None, place: str) -> int | None:
    """Thousandths of a typed mark, None for a blank one; full-width digits and 92。6 are read.

    Raises UserError, which begins with `place`, for what is no number or has more than 3
    decimals; the scale of the mark is the caller's to check.
    """
    typed = "".join(c for c in text or "" if unicodedata.category(c) != "Cf").strip()
    if not typed:
        return None
    number = _NUMBER.fullmatch(typed.translate(_FOLDED))
    if number is None:
        raise UserError(f"{place}的“{typed}”不是分数，请填 92.6 这样的数，没有打分就留空。")
    sign, whole, decimals = number.group(1), number.group(2), number.group(3) or ""
    if len(decimals) > MARK_PLACES:
        raise UserError(f"{place}的“{typed}”超过 {MARK_PLACES} 位小数，请按原始评分表核对。")
    return int(sign + whole + decimals.ljust(MARK_PLACES, "0"))


@dataclass(frozen=True)
class _Tally:
    """A row with its dropped columns; `number` is the total as published, scaled to an int."""

    row: MarkRow
    gone: tuple[int, ...] = ()
    total: Fraction | None = None
    number: int | None = None


def _tally(rule: TabulationRule, judges: Sequence[str], row: MarkRow) -> _Tally:
    if len(row.marks) != len(judges):
        raise UserError(
            f"“{row.entrant}”有 {len(row.marks)} 格评分，评委是 {len(judges)} 人，请核对这一行。"
        )
    marks = [(mark, at) for at, mark in enumerate(row.marks) if mark is not None]
    if len(marks) < rule.marks_needed(len(judges)):
        return _Tally(row)
    if len(marks) <= rule.drops:
        raise UserError(_nothing_left(rule, f"“{row.entrant}”的", len(marks)))
    found = extremes([mark for mark, _ in marks], rule.drop_high, rule.drop_low)
    gone = tuple(marks[place][1] for place in found)
    total = aggregate_marks(rule.aggregate, [mark for mark, at in marks if at not in gone])
    return _Tally(row, gone, total, round_half_up(total / 10**MARK_PLACES, rule.decimals))


def _standing(
    rule: TabulationRule, judges: Sequence[str], tally: _Tally, rank: int | None, *, tied: bool
) -> Standing:
    marks = tally.row.marks
    return Standing(
        entrant=tally.row.entrant,
        total=tally.total,
        published=None if tally.number is None else fixed_text(tally.number, rule.decimals),
        rank=rank,
        tied=tied,
        kept=_texts([mark for at, mark in enumerate(marks) if at not in tally.gone]),
        dropped=_texts([marks[at] for at in tally.gone]),
        dropped_at=tally.gone,
        missing=tuple(judge for judge, mark in zip(judges, marks, strict=True) if mark is None),
    )


def _nothing_left(rule: TabulationRule, whose: str, count: int) -> str:
    return (
        f"{whose} {count} 个有效分去掉 {rule.drop_high} 个最高分和 {rule.drop_low} 个最低分后"
        f"没有剩余，请补录评分、少去分，或把最少有效分个数设为 {rule.drops + 1} 以上。"
    ).lstrip()


def _median(marks: Sequence[Number]) -> Fraction:
    ordered = sorted(marks)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle]) / 2


def _texts(marks: Sequence[int | None]) -> tuple[str, ...]:
    return tuple(mark_text(mark) for mark in marks if mark is not None)
