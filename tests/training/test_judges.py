"""How judges marked: figures against a second computation, and by example."""

from __future__ import annotations

import itertools
import random
import statistics
from fractions import Fraction

import pytest

from hrgrid.panels.rules.rows import EntrantRow, ItemRow, PanelView, RecusalRow, SeatRow
from hrgrid.panels.rules.rule import PanelRule
from hrgrid.panels.rules.totals import standings
from hrgrid.panels.rules.words import EntrantStatus, Ground, NoMark, PanelState
from hrgrid.training.queries.judges import concordance, event_figures, judge_totals

UNITS = ("东街道", "西街道", "南街道")
WHOLE = (ItemRow(1, "total", "得分", 100_000, 100, 10_000),)


def panel(marks: list[list[int | NoMark | None]], *, items=WHOLE, recused=(), units=UNITS):
    """A row an entrant, a mark a judge in tenths of a point; judge 1 is the chief."""
    judges = len(marks[0])
    seats = tuple(
        SeatRow(at, at, f"评委{at}", units[at % len(units)], at == 1) for at in range(1, judges + 1)
    )
    entrants = tuple(
        EntrantRow(at, f"entrant:{at}", f"选手{at}", units[at % len(units)], at)
        for at in range(1, len(marks) + 1)
    )
    given = {
        (entrant, seat, item.id): value * 100 if isinstance(value, int) else value
        for entrant, row in enumerate(marks, start=1)
        for seat, value in enumerate(row, start=1)
        for item in items
        if value is not None
    }
    kept = tuple(RecusalRow(seat, seat, entrant, Ground.OTHER) for entrant, seat in recused)
    return PanelView(
        1, "competition:1:a", "实操", "", PanelState.OPEN, PanelRule(), items, seats, entrants,
        kept, (), given,
    )  # fmt: skip


def figures(view):
    return event_figures("实操", view, standings(view))


def test_a_generous_judge_leans_up_and_a_strict_one_down():
    rows = [[900, 890, 880, 870, 860], [800, 790, 780, 770, 760], [700, 690, 680, 670, 660]]
    found = figures(panel(rows))
    first, *_, last = found.judges
    # 90 against the mean 87.5 of the others.
    assert (first.lean, last.lean) == (Fraction(5, 2), Fraction(-5, 2))
    assert (first.off, first.range, first.mean) == (Fraction(5, 2), 20, 80)
    assert [(one.high, one.low) for one in found.judges] == [
        (3, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 3),
    ]
    assert found.concordance == 1
    assert {one.agreement for one in found.judges} == {Fraction(1)}
    assert found.mean_spread == 4


def test_who_turns_the_order_round_agrees_with_nothing():
    rows = [[900, 910, 600, 900, 900], [800, 810, 700, 800, 800], [700, 710, 800, 700, 700]]
    found = figures(panel(rows))
    assert [one.agreement for one in found.judges] == [1, 1, 0, 1, 1]
    assert found.concordance < 1


def test_a_lean_to_ones_own_unit_stands_beside_the_lean_to_others():
    # Judge 3 sits for 东街道, as entrant 3 does: 6 points more there, 0 elsewhere.
    rows = [[800] * 5, [800] * 5, [800, 800, 860, 800, 800], [800] * 5]
    third = figures(panel(rows)).judges[2]
    assert (third.own, third.own_lean, third.other_lean, third.bias) == (1, 6, 0, 6)
    # Nobody of the unit of judge 1 but entrants 1 and 4.
    assert figures(panel(rows)).judges[0].own == 2


def test_what_is_missing_or_recused_counts_nowhere():
    rows = [
        [900, None, 880, NoMark.ILLEGIBLE, 860],
        [800, 790, 780, 770, 760],
        [700, 690, 680, 670, 660],
    ]
    found = figures(panel(rows, recused=((2, 1),)))
    assert [(one.marked, one.recused) for one in found.judges] == [
        (2, 1),
        (2, 0),
        (3, 0),
        (2, 0),
        (3, 0),
    ]
    assert found.complete == 1
    assert found.concordance is None
    empty = figures(panel([[None] * 3] * 2))
    assert [one.mean for one in empty.judges] == [None] * 3
    assert (empty.spreads, empty.mean_spread, empty.concordance) == ((), None, None)


def test_who_does_not_compete_is_looked_at_nowhere():
    view = panel([[900, 100, 900], [800, 800, 800], [700, 700, 700]])
    away = tuple(
        one
        if one.id != 1
        else EntrantRow(1, one.key, one.name, one.unit, 1, status=EntrantStatus.ABSENT)
        for one in view.entrants
    )
    from dataclasses import replace

    found = figures(replace(view, entrants=away))
    assert {one.marked for one in found.judges} == {2}
    assert [one.spread for one in found.spreads] == [0, 0]


def test_a_far_mark_is_told_by_its_seat_and_the_widest_come_first():
    rows = [[800] * 5, [800, 800, 900, 800, 800], [800, 810, 800, 800, 790]]
    found = figures(panel(rows))
    assert [(one.draw_no, one.spread, one.suspects) for one in found.spreads] == [
        (2, 10, (3,)),
        (3, 2, ()),
        (1, 0, ()),
    ]


def test_items_weigh_as_the_event_says():
    items = (
        ItemRow(1, "a", "规范", 60_000, 100, 6_000),
        ItemRow(2, "b", "效果", 20_000, 100, 4_000),
    )
    view = panel([[150, 120], [120, 150]], items=items)
    # 15 of 60 at 60 % and 15 of 20 at 40 %.
    assert judge_totals(view)[1] == {1: Fraction(45), 2: Fraction(36)}


def test_concordance_by_the_textbook():
    """Kendall and Babington Smith's example: three judges, six objects."""
    ranks = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    rows = [{seat: Fraction(-ranks[seat][at]) for seat in range(3)} for at in range(6)]
    sums = [sum(one[at] for one in ranks) for at in range(6)]
    squares = sum((one - Fraction(sum(sums), 6)) ** 2 for one in sums)
    assert concordance(rows, [0, 1, 2]) == Fraction(12 * squares, 9 * 210)
    assert round(float(concordance(rows, [0, 1, 2])), 2) == 0.16


@pytest.mark.parametrize("seed", range(60))
def test_random_panels_equal_a_second_computation(seed):
    """The same figures by the standard library: statistics, sorting, no code of ours."""
    chance = random.Random(seed)
    judges, entrants = chance.randint(2, 9), chance.randint(2, 14)
    rows = [[chance.randint(60, 99) * 10 for _ in range(judges)] for _ in range(entrants)]
    view = panel(rows)
    found = figures(view)
    placed = {one.entrant.id: one.total for one in standings(view)}
    for seat, one in enumerate(found.judges):
        own = [Fraction(row[seat], 10) for row in rows]
        leans = [
            mark - statistics.mean(Fraction(row[at], 10) for at in range(judges) if at != seat)
            for mark, row in zip(own, rows, strict=True)
        ]
        assert one.mean == statistics.mean(own)
        assert one.range == max(own) - min(own)
        assert one.lean == statistics.mean(leans)
        assert one.off == statistics.mean(map(abs, leans))
        mine = [lean for at, lean in enumerate(leans, 1) if at % 3 == (seat + 1) % 3]
        rest = [lean for at, lean in enumerate(leans, 1) if at % 3 != (seat + 1) % 3]
        expected = statistics.mean(mine) - statistics.mean(rest) if mine and rest else None
        assert one.bias == expected
        pairs = [
            (own[a], own[b]) if placed[a + 1] > placed[b + 1] else (own[b], own[a])
            for a, b in itertools.combinations(range(entrants), 2)
            if None not in (placed[a + 1], placed[b + 1]) and placed[a + 1] != placed[b + 1]
        ]
        shares = [Fraction(1) if x > y else Fraction(int(x == y), 2) for x, y in pairs]
        assert one.agreement == (statistics.mean(shares) if shares else None)
    spreads = sorted((Fraction(max(row) - min(row), 10) for row in rows), reverse=True)
    assert [one.spread for one in found.spreads] == spreads
    assert found.mean_spread == statistics.mean(spreads)
    w = found.concordance
    assert w is None or 0 <= w <= 1
