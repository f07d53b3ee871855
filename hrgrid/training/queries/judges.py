"""How the judges of a competition marked: spread, agreement, lean to their own units; exact.

For the chief judge, not for the public. All figures are Fractions of points, or shares; None
where there is nothing to reckon with. A judge's mark of an entrant is the sum of his items by
their weights, out of the full mark of the event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from hrgrid.core.names import match_key
from hrgrid.panels.rules.rows import ColumnRow, EntrantRow, PanelView
from hrgrid.panels.rules.rule import WHOLE_BP
from hrgrid.panels.rules.totals import StandingRow

_POINT = 1000


@dataclass(frozen=True)
class JudgeFigures:
    """One judge in one event, in points.

    `lean` is the mean of his mark minus the mean of the others' of the same entrant, `off` the
    mean of its amount; `range` his highest less his lowest mark. `high` and `low` count how often
    his mark was dropped as such. `agreement` is the share of pairs of entrants that he puts in
    the order of the result. `own_lean` and `other_lean` are his lean towards entrants of his own
    unit and the rest; `own` counts the former, `recused` those from whom he kept out.
    """

    seat_no: int
    name: str
    unit: str
    chief: bool
    marked: int
    recused: int
    mean: Fraction | None
    range: Fraction | None
    lean: Fraction | None
    off: Fraction | None
    high: int
    low: int
    agreement: Fraction | None
    own: int
    own_lean: Fraction | None
    other_lean: Fraction | None

    @property
    def bias(self) -> Fraction | None:
        """By how much he leans more to his own unit than to the others."""
        if self.own_lean is None or self.other_lean is None:
            return None
        return self.own_lean - self.other_lean


@dataclass(frozen=True)
class SpreadRow:
    """How far the judges were apart over one entrant, in points; `suspects` are seats."""

    draw_no: int | None
    name: str
    unit: str
    highest: Fraction
    lowest: Fraction
    median: Fraction
    suspects: tuple[int, ...]

    @property
    def spread(self) -> Fraction:
        """Highest less lowest."""
        return self.highest - self.lowest


@dataclass(frozen=True)
class EventFigures:
    """One event: its judges, the entrants by spread (widest first), and the agreement of all.

    `concordance` is Kendall's W with the correction for ties, over the entrants whom every judge
    marked (`complete`): 1 where all judges give one order, 0 where there is none in common.
    """

    title: str
    judges: tuple[JudgeFigures, ...]
    spreads: tuple[SpreadRow, ...]
    mean_spread: Fraction | None
    concordance: Fraction | None
    complete: int


def event_figures(title: str, view: PanelView, standings: Sequence[StandingRow]) -> EventFigures:
    """The figures of one panel from its view and its standings."""
    totals = judge_totals(view)
    by_entrant = {one.entrant.id: one for one in standings}
    entrants = {one.id: one for one in view.competing}
    spreads = sorted(
        (
            _spread(view, entrants[entrant], given)
            for entrant, given in totals.items()
            if len(given) > 1
        ),
        key=lambda row: (-row.spread, row.draw_no or 0, row.name),
    )
    judges = tuple(_judge(view, column, totals, by_entrant) for column in view.columns)
    complete = [given for given in totals.values() if len(given) == len(view.columns)]
    return EventFigures(
        title,
        judges,
        tuple(spreads),
        _mean([row.spread for row in spreads]),
        concordance(complete, [column.seat_no for column in view.columns]),
        len(complete),
    )


def judge_totals(view: PanelView) -> dict[int, dict[int, Fraction]]:
    """The mark of each judge (by seat) for each entrant who competes, in points.

    Who left out an item has none.
    """
    found: dict[int, dict[int, Fraction]] = {}
    for entrant in view.competing:
        given: dict[int, Fraction] = {}
        for column in view.wanted(entrant):
            marks = [
                (item, view.marks.get((entrant.id, column.seat_no, item.id))) for item in view.items
            ]
            if all(isinstance(value, int) for _, value in marks):
                given[column.seat_no] = sum(
                    (
                        Fraction(value * item.weight_bp * view.rule.full_milli)
                        / (item.max_milli * WHOLE_BP * _POINT)
                        for item, value in marks
                        if isinstance(value, int)
                    ),
                    Fraction(0),
                )
        found[entrant.id] = given
    return found


def _spread(view: PanelView, entrant: EntrantRow, given: Mapping[int, Fraction]) -> SpreadRow:
    middle = _median(list(given.values()))
    limit = Fraction(view.rule.suspect_milli, _POINT)
    far = tuple(
        seat for seat, value in sorted(given.items()) if limit and abs(value - middle) > limit
    )
    return SpreadRow(
        entrant.draw_no,
        entrant.name,
        entrant.unit,
        max(given.values()),
        min(given.values()),
        middle,
        far,
    )


def _judge(
    view: PanelView,
    column: ColumnRow,
    totals: Mapping[int, Mapping[int, Fraction]],
    standings: Mapping[int, StandingRow],
) -> JudgeFigures:
    seat, judge = column.seat_no, column.judge
    own = {entrant: given[seat] for entrant, given in totals.items() if seat in given}
    leans = {
        entrant: value - _sure_mean([one for at, one in totals[entrant].items() if at != seat])
        for entrant, value in own.items()
        if len(totals[entrant]) > 1
    }
    home = {one.id for one in view.competing if own_unit(column, one)}
    return JudgeFigures(
        seat,
        judge.name,
        judge.unit,
        judge.chief,
        len(own),
        sum(1 for one in view.competing if (one.id, seat) in view.recused),
        _mean(list(own.values())),
        max(own.values()) - min(own.values()) if own else None,
        _mean(list(leans.values())),
        _mean([abs(value) for value in leans.values()]),
        _dropped(seat, totals, standings, max),
        _dropped(seat, totals, standings, min),
        _agreement(own, standings),
        sum(1 for entrant in leans if entrant in home),
        _mean([value for entrant, value in leans.items() if entrant in home]),
        _mean([value for entrant, value in leans.items() if entrant not in home]),
    )


def own_unit(column: ColumnRow, entrant: EntrantRow) -> bool:
    """Whether the entrant is of the judge's own unit: the same area, or units of one name."""
    judge = column.judge
    if judge.area_id is not None and judge.area_id == entrant.area_id:
        return True
    return bool(judge.unit) and match_key(judge.unit) == match_key(entrant.unit)


def _dropped(
    seat: int,
    totals: Mapping[int, Mapping[int, Fraction]],
    standings: Mapping[int, StandingRow],
    end: Callable[[Sequence[Fraction]], Fraction],
) -> int:
    """How often a mark of this seat was dropped and lay at that end."""
    count = 0
    for entrant, given in totals.items():
        gone = {cell[1] for cell in standings[entrant].dropped} if entrant in standings else set()
        if seat in gone and seat in given:
            middle = _median(list(given.values()))
            value = given[seat]
            above = value > middle or (value == middle and value == max(given.values()))
            count += above if end is max else not above
    return count


def _agreement(
    own: Mapping[int, Fraction], standings: Mapping[int, StandingRow]
) -> Fraction | None:
    """The share of pairs with different results whose order the judge shares; equals are half."""
    results = {
        entrant: found.total
        for entrant in own
        if (found := standings.get(entrant)) is not None and found.total is not None
    }
    pairs, agreed = 0, Fraction(0)
    for one, other in combinations(sorted(results), 2):
        apart = _sign(results[one], results[other])
        if apart:
            pairs += 1
            mine = _sign(own[one], own[other])
            agreed += Fraction(1, 2) if not mine else int(mine == apart)
    return agreed / pairs if pairs else None


def _sign(one: Fraction | None, other: Fraction | None) -> int:
    assert one is not None and other is not None  # noqa: S101, PT018 - asked of results alone
    return (one > other) - (one < other)


def concordance(rows: Sequence[Mapping[int, Fraction]], seats: Sequence[int]) -> Fraction | None:
    """Kendall's W of the judges over entrants whom all of them marked; None below two of either,
    and where every judge gives everybody the same."""
    judges, entrants = len(seats), len(rows)
    if judges < 2 or entrants < 2:
        return None
    sums = [Fraction(0)] * entrants
    ties = 0
    for seat in seats:
        column = [row[seat] for row in rows]
        counts = Counter(column)
        ties += sum(each**3 - each for each in counts.values())
        for at, value in enumerate(column):
            below = sum(1 for one in column if one > value)
            # Equals share the middle of their places.
            sums[at] += below + Fraction(counts[value] + 1, 2)
    mean = sum(sums, Fraction(0)) / entrants
    squares = sum(((one - mean) ** 2 for one in sums), Fraction(0))
    whole = judges**2 * (entrants**3 - entrants) - judges * ties
    return 12 * squares / whole if whole else None


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _sure_mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
