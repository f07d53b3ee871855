"""Places in one ranking: the published number first, then the chain, then lots (rules.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from hrgrid.core.ranking import Number, Order
from hrgrid.training.rules.standing_rows import (
    ComparedStep,
    DrawnLot,
    DroppedMark,
    PartLine,
    RankedLine,
    TieLine,
)

LOT_STEP = "抽签"


@dataclass(frozen=True)
class Total:
    """One entry before it has a place: `total` exact in points, `shown` as published."""

    number: int
    total: Fraction | None
    shown: int | None
    note: str = ""
    guest: bool = False
    partial: bool = False
    parts: tuple[PartLine, ...] = ()
    dropped: tuple[DroppedMark, ...] = ()


@dataclass(frozen=True)
class Step:
    """One comparison among equals: who has no value loses against those who have one."""

    label: str
    value: Callable[[int], Number | None]
    words: Callable[[int], str]
    order: Order = Order.HIGH

    def worth(self, number: int) -> tuple[bool, Number]:
        """Sorts the best first."""
        value = self.value(number)
        if value is None:
            return True, 0
        return False, -value if self.order is Order.HIGH else value


@dataclass(frozen=True)
class Places:
    """What all places of one ranking come from."""

    ranking: str
    decimals: int
    order: Order
    steps: tuple[Step, ...]
    lots: tuple[DrawnLot, ...] = ()


def place(rules: Places, totals: Sequence[Total]) -> tuple[list[RankedLine], list[TieLine]]:
    """Every line, best first (1-2-2-4), then who has no rank; and the ties that are left.

    The order of input never matters: equals are listed by their numbers.
    """
    whole = [each for each in totals if each.shown is not None]
    steps = [step for step in rules.steps if any(step.value(t.number) is not None for t in whole)]
    worth = {each.number: _worth(rules, steps, each) for each in whole}
    ranked = sorted(
        (each for each in whole if not each.guest), key=lambda t: (worth[t.number], t.number)
    )
    classes: list[list[Total]] = []
    for _, same in groupby(ranked, key=lambda t: worth[t.number]):
        classes += _by_lot(rules, list(same))
    compared = _compared(steps, classes)
    lines, ties, rank = list[RankedLine](), list[TieLine](), 1
    for equals in classes:
        lines += [
            _line(rules, each, rank, compared.get(each.number, ()), tied=len(equals) > 1)
            for each in equals
        ]
        if len(equals) > 1:
            ties.append(TieLine(rules.ranking, rank, tuple(each.number for each in equals)))
        rank += len(equals)
    guests = sorted((t for t in whole if t.guest), key=lambda t: (worth[t.number], t.number))
    for each in guests:
        better = sum(worth[other.number] < worth[each.number] for other in ranked)
        lines.append(_line(rules, each, None, (), tied=False, beside=better + 1))
    without = sorted((t for t in totals if t.shown is None), key=lambda t: t.number)
    return lines + [_line(rules, each, None, (), tied=False) for each in without], ties


def order_drawn(
    ranking: str, equals: Iterable[int], lots: Sequence[DrawnLot]
) -> tuple[int, ...] | None:
    """The order of equals by the newest lot drawn among all of them; None where there is none."""
    asked = frozenset(equals)
    for lot in reversed(lots):
        if lot.ranking == ranking and asked <= frozenset(lot.result):
            return tuple(number for number in lot.result if number in asked)
    return None


def _worth(rules: Places, steps: Sequence[Step], each: Total) -> tuple[object, ...]:
    shown = each.shown or 0
    return (
        -shown if rules.order is Order.HIGH else shown,
        *(step.worth(each.number) for step in steps),
    )


def _by_lot(rules: Places, same: list[Total]) -> list[list[Total]]:
    by_number = {each.number: each for each in same}
    order = order_drawn(rules.ranking, by_number, rules.lots) if len(same) > 1 else None
    return [same] if order is None else [[by_number[number]] for number in order]


def _compared(
    steps: Sequence[Step], classes: Sequence[Sequence[Total]]
) -> dict[int, tuple[ComparedStep, ...]]:
    """Between neighbours with one published number: each step up to the one that told."""
    told: dict[int, list[ComparedStep]] = {}
    for ahead, behind in pairwise(classes):
        if ahead[0].shown != behind[0].shown:
            continue
        first, second = ahead[0].number, behind[0].number
        for step in steps:
            own, other = step.words(first), step.words(second)
            for each in ahead:
                told.setdefault(each.number, []).append(
                    ComparedStep(second, step.label, own, other)
                )
            for each in behind:
                told.setdefault(each.number, []).append(ComparedStep(first, step.label, other, own))
            if step.worth(first) != step.worth(second):
                break
        else:
            told.setdefault(first, []).append(ComparedStep(second, LOT_STEP, "在前", "在后"))
            told.setdefault(second, []).append(ComparedStep(first, LOT_STEP, "在后", "在前"))
    return {number: tuple(found) for number, found in told.items()}


def _line(
    rules: Places,
    each: Total,
    rank: int | None,
    compared: Sequence[ComparedStep],
    *,
    tied: bool,
    beside: int | None = None,
) -> RankedLine:
    return RankedLine(
        rules.ranking,
        each.number,
        each.total,
        each.shown,
        rules.decimals,
        rank,
        tied,
        each.note,
        beside,
        each.partial,
        each.parts,
        tuple(compared),
        each.dropped,
    )
