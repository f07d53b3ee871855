"""A competition that was scored in two places, put together; conflicts are decided by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hrgrid.panels.rules.carried import CarriedAdjustment, CarriedPanel
from hrgrid.panels.rules.merging import Choices, Conflict, Held, PanelMerge, merge_panel
from hrgrid.panels.rules.merging import Side as Where
from hrgrid.training.rules.competing import EntrantState
from hrgrid.training.rules.taken import (
    OVERTIME,
    TakenCompetition,
    TakenEntrant,
    TakenEvent,
    TakenLot,
    TakenPoint,
    TakenTime,
    competitor_key,
)


@dataclass(frozen=True)
class EventMerge:
    """What comes into one event."""

    event: TakenEvent
    panel: PanelMerge
    times: tuple[TakenTime, ...]
    # Entrants whose overtime goes with the time taken from the laptop, and what it says now.
    overtime: dict[str, tuple[CarriedAdjustment, ...]]
    points: tuple[TakenPoint, ...]
    undone: tuple[TakenPoint, ...]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return bool(self.panel.changes or self.times or self.points or self.undone)


@dataclass(frozen=True)
class CompetitionMerge:
    """All that comes into the office's competition, and what is still open."""

    events: tuple[EventMerge, ...]
    entrants: tuple[TakenEntrant, ...]
    states: dict[int, tuple[EntrantState, str]]
    lots: tuple[TakenLot, ...]
    own_conflicts: tuple[Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Everything that the two sides say differently, in the order of the events."""
        return (*self.own_conflicts, *(c for each in self.events for c in each.panel.conflicts))

    @property
    def taken(self) -> int:
        """How many marks, times and points come in."""
        return sum(
            each.panel.taken + len(each.times) + len(each.points) + len(each.undone)
            for each in self.events
        )

    @property
    def same(self) -> int:
        """How many marks both sides keyed alike."""
        return sum(each.panel.same for each in self.events)

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return bool(
            self.entrants or self.states or self.lots or any(each.changes for each in self.events)
        )

    def open_of(self, choices: Choices) -> list[Conflict]:
        """The conflicts that nobody has decided yet."""
        return [each for each in self.conflicts if each.key not in choices]


def renamed(taken: TakenCompetition, names: Mapping[int, int]) -> TakenCompetition:
    """The same with entrants whom the laptop added called as the office calls them."""
    if not names:
        return taken
    keys = {competitor_key(old): competitor_key(new) for old, new in names.items()}

    def of(entrant: int) -> int:
        return names.get(entrant, entrant)

    return replace(
        taken,
        entrants=tuple(
            replace(e, id=of(e.id), team=None if e.team is None else of(e.team))
            for e in taken.entrants
        ),
        events=tuple(
            replace(
                event,
                panel=_renamed_panel(event.panel, keys),
                times=tuple(replace(each, entrant=of(each.entrant)) for each in event.times),
                points=tuple(replace(each, entrant=of(each.entrant)) for each in event.points),
            )
            for event in taken.events
        ),
    )


def _renamed_panel(panel: CarriedPanel, keys: Mapping[str, str]) -> CarriedPanel:
    def of(key: str) -> str:
        return keys.get(key, key)

    return replace(
        panel,
        entrants=tuple(replace(e, key=of(e.key)) for e in panel.entrants),
        recusals=tuple(replace(e, entrant=of(e.entrant)) for e in panel.recusals),
        sheets=tuple(replace(e, entrant=of(e.entrant)) for e in panel.sheets),
        past=tuple(replace(e, entrant=of(e.entrant)) for e in panel.past),
        adjustments=tuple(replace(e, entrant=of(e.entrant)) for e in panel.adjustments),
    )


def merge_competition(
    base: TakenCompetition,
    office: TakenCompetition,
    laptop: TakenCompetition,
    choices: Choices,
) -> CompetitionMerge:
    """Put what the laptop sends into what the office has; both began from `base`.

    An event that is not at the office any more is left out: callers refuse it first.
    """
    return _Merge(base, office, laptop, choices).done()


class _Merge:
    def __init__(
        self,
        base: TakenCompetition,
        office: TakenCompetition,
        laptop: TakenCompetition,
        choices: Choices,
    ) -> None:
        self._sides = (base, office, laptop)
        self._choices = choices
        self._second_entry = office.second_entry or laptop.second_entry
        self._names = {
            each.id: f"{each.number} 号“{each.name}”"
            for side in self._sides
            for each in side.entrants
        }
        self._conflicts: list[Conflict] = []

    def done(self) -> CompetitionMerge:
        base, office, laptop = ({e.code: e for e in side.events} for side in self._sides)
        events = tuple(
            self._event(base[code], office[code], theirs)
            for code, theirs in laptop.items()
            if code in base and code in office
        )
        known = {each.id for side in self._sides[:2] for each in side.entrants}
        new = tuple(each for each in self._sides[2].entrants if each.id not in known)
        states = self._states()
        there = {lot.identity for lot in self._sides[1].lots}
        lots = tuple(lot for lot in self._sides[2].lots if lot.identity not in there)
        return CompetitionMerge(events, new, states, lots, tuple(self._conflicts))

    def _ask(self, key: str, place: str, what: str, office: Held, laptop: Held) -> bool:
        """Put a conflict on the list; whether the laptop's side was chosen."""
        self._conflicts.append(Conflict(key, place, what, office, laptop))
        return self._choices.get(key) is Where.LAPTOP

    def _states(self) -> dict[int, tuple[EntrantState, str]]:
        base, office, laptop = ({e.id: e for e in side.entrants} for side in self._sides)
        taken = {}
        for key, theirs in laptop.items():
            ours, before = office.get(key), base.get(key)
            if ours is None or before is None or theirs.state in {ours.state, before.state}:
                continue
            if ours.state is not before.state:
                told = [
                    Held(f"{e.state.label}（{e.reason}）".replace("（）", ""))
                    for e in (ours, theirs)
                ]
                if not self._ask(f"state:{key}", self._names[key], "参赛资格", *told):
                    continue
            taken[key] = (theirs.state, theirs.reason)
        return taken

    def _event(self, base: TakenEvent, office: TakenEvent, laptop: TakenEvent) -> EventMerge:
        times = self._times(base, office, laptop)
        timed = {
            competitor_key(each.entrant) for event in (base, office, laptop) for each in event.times
        }
        out, here, there = (
            _without_overtime(event.panel, timed) for event in (base, office, laptop)
        )
        merge = merge_panel(
            laptop.code, out, here, there, self._choices, second_entry=self._second_entry
        )
        merge = replace(merge, conflicts=tuple(_of(laptop.title, c) for c in merge.conflicts))
        points, undone = _points(office, laptop)
        return EventMerge(laptop, merge, times, _overtime(laptop, times), points, undone)

    def _times(
        self, base: TakenEvent, office: TakenEvent, laptop: TakenEvent
    ) -> tuple[TakenTime, ...]:
        before, ours = ({t.entrant: t for t in event.times} for event in (base, office))
        taken = []
        for theirs in laptop.times:
            was, mine = (_tenths(side.get(theirs.entrant)) for side in (before, ours))
            if theirs.tenths in {was, mine}:
                continue
            if mine != was:
                here = ours.get(theirs.entrant)
                office_told = Held("没有用时") if here is None else _time_held(here)
                key = f"{laptop.code}:time:{theirs.entrant}"
                place = f"{laptop.title} {self._names[theirs.entrant]}"
                if not self._ask(key, place, "用时", office_told, _time_held(theirs)):
                    continue
            taken.append(theirs)
        return tuple(taken)


def _of(title: str, conflict: Conflict) -> Conflict:
    return replace(conflict, place=f"{title} {conflict.place}")


def _without_overtime(panel: CarriedPanel, timed: set[str]) -> CarriedPanel:
    kept = tuple(
        each for each in panel.adjustments if each.label != OVERTIME or each.entrant not in timed
    )
    return replace(panel, adjustments=kept)


def _overtime(
    laptop: TakenEvent, times: tuple[TakenTime, ...]
) -> dict[str, tuple[CarriedAdjustment, ...]]:
    return {
        key: tuple(
            each
            for each in laptop.panel.adjustments
            if each.entrant == key and each.label == OVERTIME and not each.void_reason
        )
        for key in (competitor_key(time.entrant) for time in times)
    }


def _points(
    office: TakenEvent, laptop: TakenEvent
) -> tuple[tuple[TakenPoint, ...], tuple[TakenPoint, ...]]:
    """Points are only ever given and undone: both sides count together."""
    ours = {each.identity: each for each in office.points}
    new = tuple(each for each in laptop.points if each.identity not in ours)
    undone = tuple(
        each
        for each in laptop.points
        if each.undone and each.identity in ours and not ours[each.identity].undone
    )
    return new, undone


def _tenths(time: TakenTime | None) -> int | None:
    return None if time is None else time.tenths


def _time_held(time: TakenTime) -> Held:
    minutes, rest = divmod(time.tenths, 600)
    return Held(f"{minutes} 分 {rest // 10}.{rest % 10} 秒", time.by, time.at)
