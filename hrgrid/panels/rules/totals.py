"""Marks to totals and places, exactly and with everything that was left out said (rules.md 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.ranking import ranks
from hrgrid.core.tabulation import (
    MARK_PLACES,
    Aggregate,
    aggregate_marks,
    extremes,
    fixed_text,
    round_half_up,
)
from hrgrid.panels.rules.rows import (
    AdjustmentRow,
    Cell,
    EntrantRow,
    ItemRow,
    MarkValue,
    PanelView,
)
from hrgrid.panels.rules.rule import WHOLE_BP, PanelRule, RoundAt, Scope, TooFew
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, NoMark

_HIDDEN = "自己的分录定后可见"
_POINT = 10**MARK_PLACES


@dataclass(frozen=True)
class ItemFigure:
    """What one item came to, in thousandths of its own scale; None where there are too few."""

    item: ItemRow
    figure: Fraction | None


@dataclass(frozen=True)
class StandingRow:
    """What came of one entrant. `total` is exact, in thousandths; `published` is its text.

    Both are None while a mark is missing (`partial`), where the rule gives no total (`note`
    says why), and for whoever does not compete. `shown` is the published number as an integer
    of 10**-decimals points: ranks go by it. `dropped`, `missing`, `unmarked` are cells;
    `recused` are seat numbers. Guests have a total and no rank.
    """

    entrant: EntrantRow
    total: Fraction | None
    shown: int | None
    published: str | None
    rank: int | None
    tied: bool
    partial: bool
    begun: bool
    counted: int
    kept: tuple[Cell, ...]
    dropped: tuple[Cell, ...]
    missing: tuple[Cell, ...]
    unmarked: tuple[tuple[Cell, NoMark], ...]
    recused: tuple[int, ...]
    adjustments: tuple[AdjustmentRow, ...]
    items: tuple[ItemFigure, ...]
    note: str


@dataclass(frozen=True)
class Tally:
    """The marks of one entrant put together; `total` without rank, as StandingRow says it."""

    entrant: EntrantRow
    total: Fraction | None = None
    shown: int | None = None
    counted: int = 0
    begun: bool = False
    kept: tuple[Cell, ...] = ()
    dropped: tuple[Cell, ...] = ()
    missing: tuple[Cell, ...] = ()
    unmarked: tuple[tuple[Cell, NoMark], ...] = ()
    recused: tuple[int, ...] = ()
    adjustments: tuple[AdjustmentRow, ...] = ()
    items: tuple[ItemFigure, ...] = ()
    note: str = ""


def standings(view: PanelView) -> list[StandingRow]:
    """Everybody, in the order of the panel, with the rank on the published number (1-2-2-4)."""
    return placed(view.rule, [tally(view, entrant) for entrant in view.entrants])


def placed(rule: PanelRule, tallies: Sequence[Tally]) -> list[StandingRow]:
    """The same tallies with their ranks; the order of `tallies` stays."""
    ranked = [None if each.entrant.guest else each.shown for each in tallies]
    places = ranks(ranked, rule.order)
    holders = Counter(place for place in places if place is not None)
    return [
        StandingRow(
            each.entrant,
            each.total,
            each.shown,
            None if each.shown is None else fixed_text(each.shown, rule.decimals),
            place,
            place is not None and holders[place] > 1,
            bool(each.missing),
            each.begun,
            each.counted,
            each.kept,
            each.dropped,
            each.missing,
            each.unmarked,
            each.recused,
            each.adjustments,
            each.items,
            each.note,
        )
        for each, place in zip(tallies, places, strict=True)
    ]


def tally(
    view: PanelView, entrant: EntrantRow, marks: dict[Cell, MarkValue] | None = None
) -> Tally:
    """One entrant's marks put together; `marks` stand in for those of the view."""
    if entrant.status is not EntrantStatus.ENTERED:
        return Tally(entrant, note=entrant.status.label)
    given = view.marks if marks is None else marks
    seats = [column.seat_no for column in view.wanted(entrant)]
    cells = [(entrant.id, seat, item.id) for seat in seats for item in view.items]
    shut = [cell for cell in cells if cell[:2] in view.hidden]
    missing = tuple(cell for cell in cells if cell not in given and cell[:2] not in view.hidden)
    recused = tuple(c.seat_no for c in view.columns if (entrant.id, c.seat_no) in view.recused)
    begun = len(missing) < len(cells)
    unmarked = tuple(
        (cell, value) for cell in cells if isinstance(value := given.get(cell), NoMark)
    )
    if missing or shut or not cells:
        note = "" if missing else _HIDDEN if shut else "没有评委打分"
        return Tally(
            entrant,
            begun=begun,
            missing=missing,
            unmarked=unmarked,
            recused=recused,
            note=note,
        )
    ours = tuple(each for each in view.adjustments if each.entrant_id == entrant.id)
    put = _by_item if view.rule.scope is Scope.ITEM else _by_judge
    whole = put(view, entrant, seats, given)
    total = None if whole.total is None else whole.total + _points(ours)
    return Tally(
        entrant,
        total,
        None if total is None else round_half_up(total / _POINT, view.rule.decimals),
        whole.counted,
        begun,
        tuple(cell for cell in cells if _has_value(given, cell) and cell not in whole.dropped),
        tuple(cell for cell in cells if cell in whole.dropped),
        missing,
        unmarked,
        recused,
        ours,
        whole.items,
        whole.note,
    )


def judge_total(view: PanelView, entrant: EntrantRow, seat_no: int) -> Fraction | None:
    """What one judge gave an entrant, in thousandths; None where he left out an item."""
    marks = [(item, view.marks.get((entrant.id, seat_no, item.id))) for item in view.items]
    return _weighted(
        view.rule, [(i, Fraction(m) if isinstance(m, int) else None) for i, m in marks]
    )


def _has_value(given: dict[Cell, MarkValue], cell: Cell) -> bool:
    return isinstance(given.get(cell), int)


def _points(adjustments: Sequence[AdjustmentRow]) -> int:
    return sum(a.milli if a.kind is AdjustmentKind.EXTRA else -a.milli for a in adjustments)


@dataclass(frozen=True)
class _Whole:
    total: Fraction | None
    counted: int
    dropped: frozenset[Cell]
    items: tuple[ItemFigure, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class _Combined:
    figure: Fraction | None
    dropped: tuple[int, ...] = ()
    note: str = ""


def _by_item(
    view: PanelView, entrant: EntrantRow, seats: Sequence[int], given: dict[Cell, MarkValue]
) -> _Whole:
    """Each item on its own, then the items by their weights."""
    rule = view.rule
    figures, dropped, notes, counts = [], set[Cell](), [], []
    for item in view.items:
        values = {
            seat: Fraction(value)
            for seat in seats
            if isinstance(value := given.get((entrant.id, seat, item.id)), int)
        }
        combined = _combine(view, values, len(seats))
        counts.append(len(values))
        dropped |= {(entrant.id, seat, item.id) for seat in combined.dropped}
        figures.append(ItemFigure(item, _rounded(rule, combined.figure)))
        if combined.note:
            notes.append(f"{item.label}：{combined.note}" if len(view.items) > 1 else combined.note)
    total = _weighted(rule, [(each.item, each.figure) for each in figures])
    return _Whole(
        total, min(counts), frozenset(dropped), tuple(figures), "；".join(dict.fromkeys(notes))
    )


def _by_judge(
    view: PanelView, entrant: EntrantRow, seats: Sequence[int], given: dict[Cell, MarkValue]
) -> _Whole:
    """Each judge's total, then the judges; whoever left out an item has no total."""
    totals: dict[int, Fraction] = {}
    for seat in seats:
        marks = [(item, given.get((entrant.id, seat, item.id))) for item in view.items]
        total = _weighted(
            view.rule, [(i, Fraction(m) if isinstance(m, int) else None) for i, m in marks]
        )
        if total is not None:
            totals[seat] = total
    combined = _combine(view, totals, len(seats))
    dropped = {(entrant.id, seat, i.id) for seat in combined.dropped for i in view.items}
    return _Whole(combined.figure, len(totals), frozenset(dropped), (), combined.note)


def _weighted(
    rule: PanelRule, figures: Sequence[tuple[ItemRow, Fraction | None]]
) -> Fraction | None:
    """Out of `full_milli`: each item's share of its full mark, by its weight."""
    total = Fraction(0)
    for item, figure in figures:
        if figure is None:
            return None
        total += figure * item.weight_bp * rule.full_milli / (item.max_milli * WHOLE_BP)
    return total


def _rounded(rule: PanelRule, figure: Fraction | None) -> Fraction | None:
    if figure is None or rule.round_at is not RoundAt.ITEM:
        return figure
    return Fraction(round_half_up(figure / _POINT, rule.decimals) * _POINT, 10**rule.decimals)


def _combine(view: PanelView, values: dict[int, Fraction], judges: int) -> _Combined:
    """The figures of several judges (by seat number) as one, as the rule says."""
    rule, count = view.rule, len(values)
    # A mark that is missing would count as 0 in a sum.
    needed = max(rule.min_marks, judges) if rule.aggregate is Aggregate.SUM else rule.min_marks
    if count < needed:
        return _too_few(view, values, needed)
    if not rule.drops or count < rule.marks_to_trim:
        figure = aggregate_marks(rule.aggregate, list(values.values()))
        note = f"有效分 {count} 个，不去最高分和最低分" if rule.drops else ""
        return _Combined(figure, (), note)
    ordered = sorted(values)
    gone = extremes([values[seat] for seat in ordered], rule.drop_high, rule.drop_low)
    dropped = tuple(ordered[at] for at in gone)
    kept = [values[seat] for seat in ordered if seat not in dropped]
    return _Combined(aggregate_marks(rule.aggregate, kept), dropped)


def _too_few(view: PanelView, values: dict[int, Fraction], needed: int) -> _Combined:
    short = f"有效分 {len(values)} 个，少于 {needed} 个"
    rule = view.rule
    if rule.too_few is TooFew.MEAN and values and rule.aggregate is not Aggregate.SUM:
        figure = aggregate_marks(Aggregate.MEAN, list(values.values()))
        return _Combined(figure, (), f"{short}，{rule.too_few.label}")
    if rule.too_few is TooFew.CHIEF:
        chief = next((c.seat_no for c in view.columns if c.judge.chief), None)
        if chief in values:
            gone = tuple(seat for seat in values if seat != chief)
            return _Combined(values[chief], gone, f"{short}，{rule.too_few.label}")
        return _Combined(None, (), f"{short}，主评委也没有分")
    return _Combined(None, (), f"{short}，{TooFew.VOID.label}")
