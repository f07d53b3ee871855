"""All rankings of a competition at once: each event, each person's total, each team's.

Exact fractions throughout; one rounding, half up, where a number is published. Who has no result
in an event that counts has no total: a missing figure is never 0. Source: rules.md 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from hrgrid.core.ranking import Number, Order
from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    TEAM_RANKING,
    EntrantState,
    MemberRole,
    Side,
)
from hrgrid.training.rules.competition import (
    WHOLE_BP,
    CompetitionRule,
    RoundEvents,
    TieKind,
    TieStep,
    step_words,
)
from hrgrid.training.rules.standing_rows import (
    AllRankings,
    Contestant,
    DrawnLot,
    EventResult,
    EventScores,
    PartLine,
    RankedLine,
    TieLine,
)
from hrgrid.training.rules.teams import TeamPart, team_part
from hrgrid.training.rules.ties import Places, Step, Total, place

_POINT = 1_000


def rank_all(
    rule: CompetitionRule,
    contestants: Sequence[Contestant],
    events: Sequence[EventScores],
    lots: Sequence[DrawnLot] = (),
) -> AllRankings:
    """Every ranking that the events make; their order and that of the entries never matter."""
    ranking = _Rankings(rule, contestants, events, lots)
    lines: list[RankedLine] = []
    ties: list[TieLine] = []
    for found, open_ties in ranking.all():
        lines += found
        ties += open_ties
    return AllRankings(tuple(lines), tuple(ties))


class _Rankings:
    def __init__(
        self,
        rule: CompetitionRule,
        contestants: Sequence[Contestant],
        events: Sequence[EventScores],
        lots: Sequence[DrawnLot],
    ) -> None:
        self._rule = rule
        self._events = tuple(events)
        self._people = {each.number: each for each in contestants}
        self._lots = tuple(lots)
        self._titles = {event.code: event.title for event in events}

    def all(self) -> list[tuple[list[RankedLine], list[TieLine]]]:
        """Events in their order, then persons, then teams."""
        found = [self._event(event) for event in self._events]
        if any(event.person_bp for event in self._events):
            found.append(self._persons())
        if any(event.team_bp for event in self._events) and self._side(Side.TEAM):
            found.append(self._teams())
        return found

    def _side(self, side: Side) -> list[Contestant]:
        return [each for each in self._people.values() if each.side is side]

    # --- an event -----------------------------------------------------------------------------

    def _event(self, event: EventScores) -> tuple[list[RankedLine], list[TieLine]]:
        totals = []
        for number, result in event.results.items():
            one = self._people[number]
            out = one.state is EntrantState.DISQUALIFIED or result.figure is None
            totals.append(
                Total(
                    number,
                    None if out or result.figure is None else result.figure / _POINT,
                    None if out else result.shown,
                    result.note or (one.state.label if out else ""),
                    one.guest,
                    result.missing,
                    (),
                    result.dropped,
                )
            )
        steps = [
            step
            for step in self._rule.ties
            if step.kind is not TieKind.EVENT and step.event in {"", event.code}
        ]
        chain = tuple(
            self._of_results(step, {n: (r,) for n, r in event.results.items()}, event)
            for step in steps
        )
        rules = Places(event.code, event.decimals, event.order, chain, self._lots)
        return place(rules, totals)

    def _of_results(
        self,
        step: TieStep,
        results: Mapping[int, tuple[EventResult, ...]],
        event: EventScores,
    ) -> Step:
        """A step within one event."""
        scored = {n: ((event, found[0]),) for n, found in results.items()}
        exact = {n: found[0].figure for n, found in results.items()}
        order = event.order if step.kind is TieKind.UNROUNDED else None
        return self._step(step, scored, exact, order, alone=True)

    # --- persons ------------------------------------------------------------------------------

    def _persons(self) -> tuple[list[RankedLine], list[TieLine]]:
        totals, scored, exact = [], {}, dict[int, Fraction | None]()
        for one in self._side(Side.PERSON):
            found = self._results(one.number, Side.PERSON)
            if not found and (one.role is MemberRole.SUBSTITUTE or not self._entered(one)):
                continue
            total = self._person(one)
            totals.append(total)
            scored[one.number] = found
            exact[one.number] = None if total.total is None else total.total * _POINT
        chain = tuple(self._step(step, scored, exact) for step in self._steps())
        rules = Places(PERSON_RANKING, self._rule.decimals, Order.HIGH, chain, self._lots)
        return place(rules, totals)

    @staticmethod
    def _entered(one: Contestant) -> bool:
        return one.state is EntrantState.ENTERED

    def _results(self, number: int, side: Side) -> tuple[tuple[EventScores, EventResult], ...]:
        return tuple(
            (event, event.results[number])
            for event in self._events
            if event.side is side and number in event.results
        )

    def _person(self, one: Contestant) -> Total:
        counted = [event for event in self._events if event.person_bp]
        parts, notes, total, partial = [], [], Fraction(0), False
        for event in counted:
            result = event.results.get(one.number, EventResult(None, None, "没有参加"))
            points = self._weighed(event, result, event.person_bp)
            parts.append(self._part(event, result, event.person_bp, points))
            partial = partial or result.missing
            if points is None:
                notes.append(f"{event.title}{result.note or '没有成绩'}")
            else:
                total += points
        if one.state is not EntrantState.ENTERED:
            notes.insert(0, one.state.label)
        return self._total(one, total, notes, parts, partial=partial)

    def _weighed(self, event: EventScores, result: EventResult, bp: int) -> Fraction | None:
        """Exact points of the total that an event gives."""
        figure = result.figure
        if figure is None or result.shown is None:
            return None
        if self._rule.round_events is RoundEvents.EVENT:
            figure = Fraction(result.shown * _POINT, 10**event.decimals)
        return figure * bp / (WHOLE_BP * _POINT)

    @staticmethod
    def _part(
        event: EventScores, result: EventResult, bp: int, points: Fraction | None
    ) -> PartLine:
        shown = "" if result.shown is None else fixed_text(result.shown, event.decimals)
        return PartLine(event.title, shown, bp, points, result.note, result.deducted)

    def _total(
        self,
        one: Contestant,
        total: Fraction,
        notes: Sequence[str],
        parts: Sequence[PartLine],
        *,
        partial: bool,
    ) -> Total:
        if notes:
            said = one.state.label if one.state is not EntrantState.ENTERED else "；".join(notes)
            return Total(
                one.number, None, None, said, one.guest, partial=partial, parts=tuple(parts)
            )
        shown = round_half_up(total, self._rule.decimals)
        return Total(one.number, total, shown, "", one.guest, parts=tuple(parts))

    # --- teams --------------------------------------------------------------------------------

    def _teams(self) -> tuple[list[RankedLine], list[TieLine]]:
        totals, scored, exact = [], {}, dict[int, Fraction | None]()
        for team in self._side(Side.TEAM):
            members = self._members(team)
            total = self._team(team, members)
            totals.append(total)
            scored[team.number] = (
                *self._results(team.number, Side.TEAM),
                *(
                    found
                    for one in members.counted
                    for found in self._results(one, Side.PERSON)
                    if found[0].team_bp
                ),
            )
            exact[team.number] = None if total.total is None else total.total * _POINT
        chain = tuple(self._step(step, scored, exact) for step in self._steps())
        rules = Places(TEAM_RANKING, self._rule.decimals, Order.HIGH, chain, self._lots)
        return place(rules, totals)

    def _members(self, team: Contestant) -> TeamPart:
        events = [e for e in self._events if e.side is Side.PERSON and e.team_bp]
        if not events:
            return TeamPart(Fraction(0), (), (), ())
        points: dict[int, Fraction | None] = {}
        for one in self._people.values():
            if one.team != team.number:
                continue
            if one.role is MemberRole.SUBSTITUTE and self._rule.regular_only:
                continue
            given = [
                self._weighed(e, e.results.get(one.number, EventResult(None, None)), e.team_bp)
                for e in events
            ]
            there = [each for each in given if each is not None]
            whole = len(there) == len(events) and self._entered(one)
            points[one.number] = sum(there, Fraction(0)) if whole else None
        names = {number: self._people[number].name for number in points}
        return team_part(self._rule, points, names)

    def _team(self, team: Contestant, members: TeamPart) -> Total:
        parts, notes = list(members.parts), list(members.notes)
        total, partial = members.points, False
        for event in self._events:
            if event.side is not Side.TEAM or not event.team_bp:
                continue
            result = event.results.get(team.number, EventResult(None, None, "没有参加"))
            points = self._weighed(event, result, event.team_bp)
            parts.append(self._part(event, result, event.team_bp, points))
            partial = partial or result.missing
            if points is None:
                notes.append(f"{event.title}{result.note or '没有成绩'}")
            else:
                total += points
        if team.state is not EntrantState.ENTERED:
            notes.insert(0, team.state.label)
        return self._total(team, total, notes, parts, partial=partial)

    # --- steps --------------------------------------------------------------------------------

    def _steps(self) -> list[TieStep]:
        return [step for step in self._rule.ties if not step.event or step.event in self._titles]

    def _step(
        self,
        step: TieStep,
        scored: Mapping[int, Sequence[tuple[EventScores, EventResult]]],
        exact: Mapping[int, Fraction | None],
        order: Order | None = None,
        *,
        alone: bool = False,
    ) -> Step:
        """A comparison over what each entry has; sums where it has several of a kind.

        A step that names no event looks at those that count for the total; `alone`: at the one.
        """
        label = step_words(step, self._titles)

        def found(number: int) -> list[tuple[EventScores, EventResult]]:
            return [
                (event, result)
                for event, result in scored.get(number, ())
                if step.event == event.code or (not step.event and (alone or weight_of(event)))
            ]

        def value(number: int) -> Number | None:
            if step.kind is TieKind.UNROUNDED:
                return exact.get(number)
            return _VALUES[step.kind](found(number))

        def words(number: int) -> str:
            return _words(step.kind, value(number))

        if order is None:
            order = Order.LOW if step.kind in _LESS else Order.HIGH
            events = [each for each in self._events if each.code == step.event]
            if step.kind is TieKind.EVENT and events:
                order = events[0].order
        return Step(label, value, words, order)


_LESS = (TieKind.DEDUCTIONS, TieKind.TIME)
_Scored = Sequence[tuple[EventScores, EventResult]]


def _published(found: _Scored) -> Number | None:
    there = [
        Fraction(result.shown * _POINT, 10**event.decimals)
        for event, result in found
        if result.shown is not None
    ]
    return sum(there, Fraction(0)) if there else None


def _deducted(found: _Scored) -> Number | None:
    return sum(result.deducted for _, result in found) if found else None


def _time(found: _Scored) -> Number | None:
    there = [result.tenths for _, result in found if result.tenths is not None]
    return sum(there) if there else None


def _chief(found: _Scored) -> Number | None:
    # Several events count as they weigh; one alone is told as the chief wrote it.
    there = [(event, result.chief) for event, result in found if result.chief is not None]
    if len(there) == 1:
        return there[0][1]
    return (
        sum((chief * weight_of(event) for event, chief in there), Fraction(0)) / WHOLE_BP
        if there
        else None
    )


def weight_of(event: EventScores) -> int:
    """What an event weighs in the total of those who are in it."""
    return event.person_bp if event.side is Side.PERSON else event.team_bp


_VALUES: dict[TieKind, Callable[[_Scored], Number | None]] = {
    TieKind.EVENT: _published,
    TieKind.DEDUCTIONS: _deducted,
    TieKind.TIME: _time,
    TieKind.CHIEF: _chief,
}


def _words(kind: TieKind, value: Number | None) -> str:
    if value is None:
        return "无"
    if kind is TieKind.TIME:
        return time_text(int(value))
    return points_text(Fraction(value))


def points_text(milli: Fraction) -> str:
    """Exact thousandths as points; what has no end in decimals stays a fraction."""
    if milli.denominator == 1:
        return mark_text(milli.numerator)
    points = milli / _POINT
    if (points * 10**9).denominator == 1:
        return fixed_text(int(points * 10**9), 9).rstrip("0").removesuffix(".")
    return f"{points.numerator}/{points.denominator}"


def time_text(tenths: int) -> str:
    """Tenths of a second: 3305 is 5:30.5, 3300 is 5:30."""
    minutes, rest = divmod(tenths, 600)
    tail = f".{rest % 10}" if rest % 10 else ""
    return f"{minutes}:{rest // 10:02d}{tail}"
