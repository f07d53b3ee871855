"""A panel that was marked in two places at once, put together (three ways, cell by cell).

What changed in one place only is taken from there, what changed to the same in both is the
same. What changed differently is a conflict that somebody decides; the side that is not taken
stays in the history of its cell. Nothing here needs a database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.core.labelled import Labelled
from hrgrid.panels.rules.carried import (
    CarriedAdjustment,
    CarriedEntrant,
    CarriedMark,
    CarriedPanel,
    CarriedRecusal,
    CarriedSeat,
    CarriedSheet,
    CarriedTyping,
)
from hrgrid.panels.rules.values import value_text
from hrgrid.panels.rules.words import EntrantStatus, SeatState, SheetState


class Side(Labelled):
    """Where something was keyed."""

    OFFICE = "office", "单位"
    LAPTOP = "laptop", "外带"


Choices = Mapping[str, Side]
"""Which side counts, by the key of the conflict."""


@dataclass(frozen=True)
class Held:
    """What stands on one side, and who keyed it when (where that is known)."""

    text: str
    by: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Conflict:
    """One thing that the two sides say differently."""

    key: str
    place: str
    what: str
    office: Held
    laptop: Held


@dataclass(frozen=True)
class SlotChange:
    """What becomes of the sheets of one judge for one entrant.

    `sheet` stands from now on (None: what stands, stays), `past` go into the history. Where
    `void` is given the new sheet does not count, and that is why.
    """

    entrant: str
    seat_no: int
    sheet: CarriedSheet | None = None
    past: tuple[CarriedSheet, ...] = ()
    void: str = ""


@dataclass(frozen=True)
class PanelMerge:
    """All that is to be written at the office, and what is still open.

    `taken` counts the cells that come in, `same` those that both sides keyed alike.
    """

    conflicts: tuple[Conflict, ...]
    taken: int
    same: int
    entrants: tuple[CarriedEntrant, ...]
    slots: tuple[SlotChange, ...]
    statuses: dict[str, tuple[EntrantStatus, str]]
    draws: dict[str, int | None]
    seats: tuple[CarriedSeat, ...]
    seat_states: dict[str, tuple[SeatState, str]]
    chief: str | None
    recused: tuple[CarriedRecusal, ...]
    lifted: tuple[tuple[str, str], ...]
    adjusted: tuple[CarriedAdjustment, ...]
    voided: tuple[CarriedAdjustment, ...]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        seats = self.seats or self.seat_states or self.chief or self.recused or self.lifted
        points = self.adjusted or self.voided
        return bool(self.entrants or self.slots or self.statuses or self.draws or seats or points)


def merge_panel(
    code: str,
    base: CarriedPanel,
    office: CarriedPanel,
    laptop: CarriedPanel,
    choices: Choices,
    *,
    second_entry: bool = False,
) -> PanelMerge:
    """Put the laptop's panel into the office's, both having begun from `base`.

    `code` begins the keys of conflicts. A conflict that is not chosen on leaves the office's
    side as it is. With `second_entry` a sheet is taken from one side whole: its two typings
    belong to two people.
    """
    return _Merge(code, base, office, laptop, choices, second_entry).done()


_Slot = tuple[str, int]


class _Merge:
    def __init__(  # noqa: PLR0917 - it is made in one place
        self,
        code: str,
        base: CarriedPanel,
        office: CarriedPanel,
        laptop: CarriedPanel,
        choices: Choices,
        second_entry: bool,
    ) -> None:
        self._code, self._choices, self._second = code, choices, second_entry
        self._panels = (base, office, laptop)
        self._sheets = tuple(
            {(s.entrant, s.seat_no): s for s in panel.sheets} for panel in self._panels
        )
        self._seats = tuple({s.key: s for s in panel.seats} for panel in self._panels)
        self._entrants = tuple({e.key: e for e in panel.entrants} for panel in self._panels)
        self._conflicts: dict[str, Conflict] = {}
        self._taken = self._same = 0
        self._slots: dict[_Slot, SlotChange] = {}
        self._labels = {item.code: item.label for item in base.items}

    def done(self) -> PanelMerge:
        """Seats, recusals and statuses first: they say which marks may stand."""
        new_seats, states = self._merged_seats()
        recused, lifted, away = self._merged_recusals()
        statuses = self._merged_statuses()
        self._merge_sheets(states, away)
        adjusted, voided = self._merged_adjustments()
        return PanelMerge(
            tuple(self._conflicts.values()),
            self._taken,
            self._same,
            self._new_entrants(),
            tuple(self._slots.values()),
            statuses,
            self._merged_draws(),
            new_seats,
            states,
            self._merged_chief(),
            recused,
            lifted,
            adjusted,
            voided,
        )

    # --- asking -----------------------------------------------------------------------------

    def _ask(self, key: str, place: str, what: str, office: Held, laptop: Held) -> Side | None:
        """Put a conflict on the list; which side was chosen, None where none was yet."""
        whole = f"{self._code}:{key}"
        self._conflicts[whole] = Conflict(whole, place, what, office, laptop)
        return self._choices.get(whole)

    def _three(  # noqa: PLR0917 - the two sides and how they are told
        self, base: Any, office: Any, laptop: Any, key: str, place: str, what: str, told: Any
    ) -> bool:
        """Whether the laptop's value is to be taken; asks where both changed it differently."""
        if laptop in (base, office):
            return False
        if office == base:
            return True
        return self._ask(key, place, what, told(office), told(laptop)) is Side.LAPTOP

    def _named(self, entrant: str) -> str:
        found = next(e[entrant] for e in reversed(self._entrants) if entrant in e)
        return found.name if found.draw_no is None else f"{found.draw_no:02d} 号“{found.name}”"

    def _touched(self, side: int, *, entrant: str = "", seat: str = "") -> list[CarriedSheet]:
        """The sheets of an entrant or of a judge that one side changed."""
        base, there = self._sheets[0], self._sheets[side]
        return [
            sheet
            for slot, sheet in there.items()
            if (not entrant or sheet.entrant == entrant)
            and (not seat or sheet.seat == seat)
            and (slot not in base or base[slot].values != sheet.values)
        ]

    # --- judges -----------------------------------------------------------------------------

    def _merged_seats(self) -> tuple[tuple[CarriedSeat, ...], dict[str, tuple[SeatState, str]]]:
        base, office, laptop = self._seats
        states: dict[str, tuple[SeatState, str]] = {}
        new = []
        for key, theirs in laptop.items():
            ours = office.get(key)
            if ours is None:
                if key not in base:
                    new.append(theirs)
                continue
            if ours.state is theirs.state:
                continue
            before = base[key].state if key in base else SeatState.ACTIVE
            if theirs.state is before:
                # The office struck him; whether the laptop marked on is asked below.
                if ours.state is SeatState.STRUCK and self._touched(2, seat=key):
                    chosen = self._ask_seat(key, ours, theirs)
                    if chosen is Side.LAPTOP:
                        states[key] = (theirs.state, theirs.reason)
                continue
            struck_here = theirs.state is SeatState.STRUCK and self._touched(1, seat=key)
            asks = ours.state is not before or struck_here
            if asks and self._ask_seat(key, ours, theirs) is not Side.LAPTOP:
                continue
            states[key] = (theirs.state, theirs.reason)
        return tuple(self._placed(new, states)), states

    def _ask_seat(self, key: str, ours: CarriedSeat, theirs: CarriedSeat) -> Side | None:
        def told(seat: CarriedSeat, side: int) -> Held:
            count = len(self._touched(side, seat=key))
            marks = f"，新录 {count} 份分" if count else ""
            why = f"（{seat.reason}）" if seat.reason else ""
            return Held(f"{seat.state.label}{why}{marks}")

        place = f"评委 {ours.seat_no} {ours.name}"
        return self._ask(f"seat:{key}", place, "评委去留", told(ours, 1), told(theirs, 2))

    def _placed(
        self, new: list[CarriedSeat], states: dict[str, tuple[SeatState, str]]
    ) -> list[CarriedSeat]:
        """Judges who came on the laptop; where the office filled the seat too, one of them sits."""
        placed = []
        for seat in new:
            sitting = next(
                (
                    each
                    for each in self._seats[1].values()
                    if each.seat_no == seat.seat_no
                    and states.get(each.key, (each.state, ""))[0] is SeatState.ACTIVE
                ),
                None,
            )
            if seat.state is SeatState.ACTIVE and sitting is not None:
                place = f"评委席 {seat.seat_no}"
                office, laptop = (Held(f"{each.name}（{each.unit}）") for each in (sitting, seat))
                chosen = self._ask(f"sits:{seat.seat_no}", place, "由谁接替", office, laptop)
                if chosen is Side.LAPTOP:
                    states[sitting.key] = (SeatState.REPLACED, f"收回外带包时由{seat.name}接替")
                else:
                    why = f"收回外带包时席位仍由{sitting.name}担任"
                    placed.append(replace(seat, state=SeatState.REPLACED, reason=why, chief=False))
                    continue
            placed.append(seat)
        return placed

    def _merged_chief(self) -> str | None:
        base, office, laptop = (
            next((s.key for s in panel.seats if s.chief), None) for panel in self._panels
        )

        def told(key: str | None) -> Held:
            return Held(key.split("|")[0] if key else "没有指定")

        taken = self._three(base, office, laptop, "chief", "主评委", "主评委", told)
        return laptop if taken else None

    def _merged_recusals(
        self,
    ) -> tuple[tuple[CarriedRecusal, ...], tuple[tuple[str, str], ...], set[tuple[str, str]]]:
        """New ones, lifted ones, and the pairs that hold in the end."""
        base, office, laptop = (
            {(r.entrant, r.seat): r for r in panel.recusals} for panel in self._panels
        )
        holds = set(office)
        new, lifted = [], []
        for pair in sorted(base.keys() | office.keys() | laptop.keys()):
            entrant, seat = pair
            had, ours, theirs = (pair in each for each in (base, office, laptop))
            if ours == theirs:
                continue
            side = 1 if theirs else 2
            marked = [s for s in self._touched(side, seat=seat) if s.entrant == entrant]
            changed_here = theirs != had
            if marked:
                recusal = laptop[pair] if theirs else office[pair]
                values = [Held(f"回避（{recusal.ground.label}）"), self._of_sheet(marked[0])]
                if ours:
                    office_told, laptop_told = values
                else:
                    laptop_told, office_told = values
                place = f"{self._named(entrant)} {seat.split('|')[0]}"
                key = f"recusal:{entrant}:{seat}"
                changed_here = (
                    self._ask(key, place, "评委回避", office_told, laptop_told) is Side.LAPTOP
                )
            if not changed_here:
                continue
            if theirs:
                new.append(laptop[pair])
                holds.add(pair)
            else:
                lifted.append(pair)
                holds.discard(pair)
        return tuple(new), tuple(lifted), holds

    # --- entrants ---------------------------------------------------------------------------

    def _new_entrants(self) -> tuple[CarriedEntrant, ...]:
        """Who came on the laptop, or was marked there after the office had taken him out."""
        base, office, laptop = self._entrants
        return tuple(
            each
            for key, each in laptop.items()
            if key not in office and (key not in base or self._touched(2, entrant=key))
        )

    def _merged_statuses(self) -> dict[str, tuple[EntrantStatus, str]]:
        base, office, laptop = self._entrants
        taken = {}
        for key, theirs in laptop.items():
            ours = office.get(key)
            if ours is None or ours.status is theirs.status:
                continue
            before = base[key].status if key in base else EntrantStatus.ENTERED
            changed_here = theirs.status is not before
            both = changed_here and ours.status is not before
            out, other = (2, 1) if theirs.status is not EntrantStatus.ENTERED else (1, 2)
            marked = self._touched(other, entrant=key)
            out_status = (theirs if out == 2 else ours).status
            if both or (marked and out_status is not EntrantStatus.ENTERED):
                told = [
                    Held(f"{e.status.label}{self._marked_on(side, key)}")
                    for side, e in ((1, ours), (2, theirs))
                ]
                chosen = self._ask(f"status:{key}", self._named(key), "参赛状态", *told)
                changed_here = chosen is Side.LAPTOP
            if changed_here:
                taken[key] = (theirs.status, theirs.reason)
        return taken

    def _marked_on(self, side: int, entrant: str) -> str:
        count = len(self._touched(side, entrant=entrant))
        return f"，新录 {count} 份分" if count else ""

    def _merged_draws(self) -> dict[str, int | None]:
        """Draw numbers all together: they are drawn together."""
        known = [key for key in self._entrants[2] if key in self._entrants[1]]
        base, office, laptop = (
            {key: each[key].draw_no if key in each else None for key in known}
            for each in self._entrants
        )

        def told(numbers: dict[str, int | None]) -> Held:
            count = sum(1 for key in known if numbers[key] != base[key])
            return Held(f"改了 {count} 人的抽签号")

        taken = self._three(base, office, laptop, "draws", "抽签号", "抽签号", told)
        return {key: laptop[key] for key in known if laptop[key] != office[key]} if taken else {}

    # --- sheets -----------------------------------------------------------------------------

    def _merge_sheets(
        self, states: Mapping[str, tuple[SeatState, str]], recused: set[tuple[str, str]]
    ) -> None:
        base, office, laptop = self._sheets
        for slot in sorted(base.keys() | office.keys() | laptop.keys()):
            theirs = laptop.get(slot)
            gone = slot[0] not in self._entrants[1] and slot[0] in self._entrants[0]
            if theirs is not None and not (gone and not self._touched(2, entrant=slot[0])):
                self._merge_sheet(slot, base.get(slot), office.get(slot), theirs, states, recused)
        self._keep_past()

    def _merge_sheet(  # noqa: PLR0917 - the three of a slot and what holds of it
        self,
        slot: _Slot,
        base: CarriedSheet | None,
        ours: CarriedSheet | None,
        theirs: CarriedSheet,
        states: Mapping[str, tuple[SeatState, str]],
        recused: set[tuple[str, str]],
    ) -> None:
        void = self._not_counted(theirs, states, recused)
        changed = base is None or theirs.values != base.values
        if ours is None:
            # The office voided it, by striking or recusing: it comes back where that was undone.
            if changed or (base is not None and not void):
                self._take(slot, theirs, base, void)
            return
        if not changed:
            return
        if ours.values == theirs.values:
            self._same += _cells(theirs, base)
        elif base is not None and ours.values == base.values:
            self._take(slot, theirs, base, void)
        elif void:
            self._slots[slot] = SlotChange(*slot, past=(_voided(theirs, void),))
        elif self._as_a_whole(ours, theirs):
            self._choose_sheet(slot, base, ours, theirs)
        else:
            self._merge_cells(slot, base, ours, theirs)

    def _take(
        self, slot: _Slot, theirs: CarriedSheet, base: CarriedSheet | None, void: str
    ) -> None:
        self._taken += _cells(theirs, base)
        self._slots[slot] = SlotChange(*slot, sheet=theirs, void=void)

    def _not_counted(
        self,
        sheet: CarriedSheet,
        states: Mapping[str, tuple[SeatState, str]],
        recused: set[tuple[str, str]],
    ) -> str:
        """Why a sheet of the laptop does not count at the office; empty where it does."""
        office = self._seats[1].get(sheet.seat)
        at_laptop = self._seats[2].get(sheet.seat) or office
        held = office or at_laptop
        state = states.get(sheet.seat, (held.state if held else SeatState.ACTIVE, ""))[0]
        if state is SeatState.STRUCK:
            return "评委已除名，外带录的分收回后留底"
        if (sheet.entrant, sheet.seat) in recused:
            return "评委回避，外带录的分收回后留底"
        return ""

    def _as_a_whole(self, ours: CarriedSheet, theirs: CarriedSheet) -> bool:
        return (
            self._second
            or ours.second is not None
            or theirs.second is not None
            or ours.seat != theirs.seat
        )

    def _choose_sheet(
        self, slot: _Slot, base: CarriedSheet | None, ours: CarriedSheet, theirs: CarriedSheet
    ) -> None:
        key, place = f"sheet:{slot[0]}:{slot[1]}", self._cell_named(slot)
        chosen = self._ask(key, place, "整份评分", self._of_sheet(ours), self._of_sheet(theirs))
        if chosen is Side.LAPTOP:
            self._take(slot, theirs, base, "")
        elif chosen is Side.OFFICE:
            self._slots[slot] = SlotChange(*slot, past=(_voided(theirs, _NOT_TAKEN),))

    def _merge_cells(
        self, slot: _Slot, base: CarriedSheet | None, ours: CarriedSheet, theirs: CarriedSheet
    ) -> None:
        before, here, there = (_marks(each) for each in (base, ours, theirs))
        merged = dict(here)
        came, lost = 0, False
        for code in self._labels:
            was, mine, his = (each.get(code) for each in (before, here, there))
            if his in {was, mine}:
                self._same += int(his != was)
                continue
            if mine != was:
                chosen = self._ask(
                    f"cell:{slot[0]}:{slot[1]}:{code}",
                    self._cell_named(slot),
                    self._labels[code] if len(self._labels) > 1 else "分数",
                    _of_cell(ours, code),
                    _of_cell(theirs, code),
                )
                lost = lost or chosen is not Side.LAPTOP
                if chosen is not Side.LAPTOP:
                    continue
            came += 1
            if his is None:
                merged.pop(code, None)
            else:
                merged[code] = his
        past = (_voided(theirs, _NOT_TAKEN),) if lost else ()
        self._taken += came
        if came or past:
            sheet = _typed_by_both(ours, theirs, merged) if came else None
            self._slots[slot] = SlotChange(*slot, sheet=sheet, past=past)

    def _keep_past(self) -> None:
        """Versions that the laptop has in its history and the office nowhere."""
        office = self._panels[1]
        known = {sheet.identity for sheet in (*office.sheets, *office.past)}
        known |= {c.sheet.identity for c in self._slots.values() if c.sheet is not None}
        for sheet in self._panels[2].past:
            if sheet.first is None or sheet.identity in known:
                continue
            known.add(sheet.identity)
            slot = (sheet.entrant, sheet.seat_no)
            there = self._slots.get(slot, SlotChange(*slot))
            kept = _voided(sheet, sheet.told or "外带时已更正")
            self._slots[slot] = replace(there, past=(kept, *there.past))

    def _cell_named(self, slot: _Slot) -> str:
        return f"{self._named(slot[0])}评委 {slot[1]}"

    def _of_sheet(self, sheet: CarriedSheet) -> Held:
        typings = [each for each in (sheet.first, sheet.second) if each is not None]
        texts = [
            "、".join(value_text(t.marks[code]) for code in self._labels if code in t.marks)
            for t in typings
        ]
        last = max(typings, key=lambda each: each.at, default=None)
        return Held(
            " / ".join(texts) or "空",
            "、".join(dict.fromkeys(each.name for each in typings)),
            None if last is None else last.at,
        )

    def _merged_adjustments(
        self,
    ) -> tuple[tuple[CarriedAdjustment, ...], tuple[CarriedAdjustment, ...]]:
        """Points are only ever added and voided: both sides count together."""
        office = {each.identity: each for each in self._panels[1].adjustments}
        new, voided = [], []
        for theirs in self._panels[2].adjustments:
            ours = office.get(theirs.identity)
            if ours is None:
                new.append(theirs)
            elif theirs.void_reason and not ours.void_reason:
                voided.append(theirs)
        return tuple(new), tuple(voided)


_NOT_TAKEN = "收回外带包时两边不同，以单位录的为准"


def _marks(sheet: CarriedSheet | None) -> dict[str, CarriedMark]:
    return {} if sheet is None or sheet.first is None else sheet.first.marks


def _cells(sheet: CarriedSheet, base: CarriedSheet | None) -> int:
    """How many cells a sheet says otherwise than the one that went out."""
    second = {} if sheet.second is None else sheet.second.marks
    before = {} if base is None or base.second is None else base.second.marks
    pairs = ((_marks(sheet), _marks(base)), (second, before))
    return sum(
        1
        for now, was in pairs
        for code in now.keys() | was.keys()
        if now.get(code) != was.get(code)
    )


def _of_cell(sheet: CarriedSheet, code: str) -> Held:
    typing = sheet.first
    if typing is None:
        return Held("空")
    return Held(value_text(typing.marks.get(code)) or "空", typing.name, typing.at)


def _typed_by_both(
    ours: CarriedSheet, theirs: CarriedSheet, marks: dict[str, CarriedMark]
) -> CarriedSheet:
    """One typing with the marks of both; it is told under who keyed last, as in one place."""
    typings = [each for each in (ours.first, theirs.first) if each is not None]
    if theirs.first is not None and marks == theirs.first.marks:
        return theirs
    last: CarriedTyping = max(typings, key=lambda each: each.at)
    return replace(ours, state=SheetState.ENTERING, first=replace(last, marks=marks))


def _voided(sheet: CarriedSheet, why: str) -> CarriedSheet:
    return replace(sheet, state=SheetState.VOID, told=why)
