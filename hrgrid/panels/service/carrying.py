"""A panel set up on another computer, and what was keyed there brought into this one.

Every typing keeps who keyed it and when. What a sheet said before stays behind as an earlier
version, what was not taken as a void one: the history of a cell shows both.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from hrgrid.core.policies import Policy
from hrgrid.panels.model import (
    Adjustment,
    Entrant,
    Keying,
    Mark,
    Panel,
    PanelItem,
    Recusal,
    Seat,
    Sheet,
)
from hrgrid.panels.queries.carrying import seat_keys, seats_of
from hrgrid.panels.rules.carried import (
    CarriedAdjustment,
    CarriedPanel,
    CarriedRecusal,
    CarriedSeat,
    CarriedSheet,
    CarriedTyping,
)
from hrgrid.panels.rules.merging import PanelMerge, SlotChange
from hrgrid.panels.rules.rule import rule_of
from hrgrid.panels.rules.words import (
    LIVE_SHEETS,
    EntrantStatus,
    KeyingState,
    NoMark,
    SeatState,
    SheetState,
)
from hrgrid.panels.service.entering import EntrantForm, add_entrants, draw_numbers, set_status
from hrgrid.panels.service.opening import PanelForm, open_panel, run_panel, said
from hrgrid.panels.service.recusing import lift_recusal, recuse
from hrgrid.panels.service.seating import choose_chief, strike_seat
from hrgrid.storage.work import UnitOfWork

Operators = Mapping[int, int]
"""What an operator is called here, by the number that the package has for him."""


def plant_panel(
    work: UnitOfWork, form: PanelForm, carried: CarriedPanel, operators: Operators
) -> int:
    """A panel as it was carried here, with the marks that stood; its id.

    `form` says subject, title and rights; rule and items come from `carried`.
    """
    whole = PanelForm(
        form.subject,
        form.title,
        form.run_right,
        form.area_path,
        form.enter_right,
        rule_of(carried.rule),
        carried.items,
    )
    panel_id = open_panel(work, whole)
    forms = [EntrantForm(e.key, e.name, e.unit, e.draw_no, guest=e.guest) for e in carried.entrants]
    add_entrants(work, panel_id, forms)
    carrier = _Carrier(work, run_panel(work, panel_id), operators, "随外带包带来")
    carrier.seat(carried.seats)
    carrier.recuse(carried.recusals)
    for sheet in carried.sheets:
        carrier.put(SlotChange(sheet.entrant, sheet.seat_no, sheet))
    carrier.tell_statuses(
        {
            each.key: (each.status, each.reason)
            for each in carried.entrants
            if each.status is not EntrantStatus.ENTERED
        }
    )
    for points in carried.adjustments:
        carrier.adjust(points)
    return panel_id


def merge_in(
    work: UnitOfWork, panel_id: int, merge: PanelMerge, operators: Operators, reason: str = ""
) -> None:
    """Write what a merge came to, all of it; UserError where the panel is closed.

    `operators` must know everybody who keyed a sheet that comes in.
    """
    panel = run_panel(work, panel_id)
    why = said(work, reason or None)
    carrier = _Carrier(work, panel, operators, why)
    if merge.entrants:
        taken = carrier.drawn | set(merge.draws.values())
        forms = [
            EntrantForm(
                e.key, e.name, e.unit, None if e.draw_no in taken else e.draw_no, guest=e.guest
            )
            for e in merge.entrants
        ]
        add_entrants(work, panel_id, forms)
        carrier.look()
    strikes = {k: v for k, v in merge.seat_states.items() if v[0] is SeatState.STRUCK}
    carrier.change_seats({k: v for k, v in merge.seat_states.items() if k not in strikes})
    carrier.seat(merge.seats)
    carrier.lift(merge.lifted)
    for slot in merge.slots:
        carrier.put(slot)
    carrier.settle_guards()
    carrier.strike(strikes)
    carrier.recuse_marked(merge.recused)
    for entrant, (status, told) in merge.statuses.items():
        set_status(work, carrier.entrant(entrant).id, status, told or why)
    if merge.draws:
        draw_numbers(work, panel_id, {carrier.entrant(k).id: n for k, n in merge.draws.items()})
    if merge.chief is not None and carrier.sits(merge.chief):
        choose_chief(work, carrier.seat_id(merge.chief))
    for points in merge.adjusted:
        carrier.adjust(points)
    carrier.void_points({each.identity: each.void_reason for each in merge.voided})
    work.record(
        "merge_marks",
        panel.title,
        why,
        after={"cells": merge.taken, "same": merge.same, "kept": _kept(merge)},
    )


def _kept(merge: PanelMerge) -> int:
    return sum(len(slot.past) for slot in merge.slots)


class _Carrier:
    """Writes carried rows into one panel, by their keys."""

    def __init__(self, work: UnitOfWork, panel: Panel, operators: Operators, why: str) -> None:
        self._work, self._panel, self._operators, self._why = work, panel, operators, why
        self._session = work.session
        self._second_entry = bool(work.policy(Policy.SECOND_ENTRY))
        self._items = {
            item.code: item.id
            for item in self._session.scalars(
                select(PanelItem).where(PanelItem.panel_id == panel.id)
            )
        }
        # What stands in the way of a sheet for a moment, and is put back afterwards.
        self._paused_seats: dict[int, tuple[SeatState, str]] = {}
        self._paused_entrants: dict[int, tuple[EntrantStatus, str]] = {}
        self._paused_recusals: list[Recusal] = []
        self.look()

    def look(self) -> None:
        """Read who is there now."""
        query = select(Entrant).where(Entrant.panel_id == self._panel.id)
        self._entrants = {each.key: each for each in self._session.scalars(query)}
        seats = seats_of(self._work, self._panel.id)
        names = seat_keys(seats)
        self._seats = {names[seat.id]: seat for seat in seats}

    def entrant(self, key: str) -> Entrant:
        """An entrant by his key."""
        return self._entrants[key]

    @property
    def drawn(self) -> set[int | None]:
        """The draw numbers that are taken."""
        return {each.draw_no for each in self._entrants.values()}

    def seat_id(self, key: str) -> int:
        """A judge's seat by its key."""
        return self._seats[key].id

    def sits(self, key: str) -> bool:
        """Whether that judge marks."""
        return key in self._seats and self._seats[key].state is SeatState.ACTIVE

    # --- judges -----------------------------------------------------------------------------

    def seat(self, seats: tuple[CarriedSeat, ...]) -> None:
        """Judges as they are told, whoever sits there already being replaced by then."""
        for each in seats:
            sitting = next(
                (
                    seat
                    for seat in self._seats.values()
                    if seat.seat_no == each.seat_no and seat.state is SeatState.ACTIVE
                ),
                None,
            )
            state = each.state
            if state is SeatState.ACTIVE and sitting is not None:
                state = SeatState.REPLACED
            row = Seat(
                panel_id=self._panel.id,
                seat_no=each.seat_no,
                person_id=None,
                name=each.name,
                unit=each.unit,
                area_id=None,
                chief=each.chief and state is SeatState.ACTIVE and not self._has_chief(),
                state=state,
                reason="" if state is SeatState.ACTIVE else each.reason or self._why,
            )
            self._session.add(row)
            self._session.flush()
            self._seats[each.key] = row

    def _has_chief(self) -> bool:
        return any(seat.chief for seat in self._seats.values())

    def change_seats(self, states: Mapping[str, tuple[SeatState, str]]) -> None:
        """Replaced, or back in the seat, as it was decided."""
        for key, (state, told) in states.items():
            seat = self._seats[key]
            taken = any(
                other.seat_no == seat.seat_no and other.state is SeatState.ACTIVE
                for other in self._seats.values()
                if other is not seat
            )
            wanted = SeatState.REPLACED if state is SeatState.ACTIVE and taken else state
            before = seat.state
            seat.state = wanted
            seat.reason = "" if wanted is SeatState.ACTIVE else told or self._why
            seat.chief = seat.chief and wanted is SeatState.ACTIVE
            self._session.flush()
            self._work.record(
                "change_judge",
                f"{self._panel.title} 评委 {seat.seat_no} {seat.name}",
                self._why,
                before=before.value,
                after=wanted.value,
            )

    def strike(self, strikes: Mapping[str, tuple[SeatState, str]]) -> None:
        """Judges whose marks shall not count."""
        for key, (_, told) in strikes.items():
            seat = self._seats[key]
            if seat.state is SeatState.ACTIVE:
                strike_seat(self._work, seat.id, told or self._why)
                continue
            # Who was replaced before he was struck.
            live = select(Sheet).where(Sheet.seat_id == seat.id, Sheet.state.in_(LIVE_SHEETS))
            for sheet in self._session.scalars(live):
                sheet.state, sheet.void_reason = SheetState.VOID, f"评委除名：{told or self._why}"
            self._session.flush()
            seat.state, seat.reason = SeatState.STRUCK, told or self._why
            self._session.flush()

    def lift(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Recusals that were a mistake."""
        for entrant, seat in pairs:
            lift_recusal(self._work, self.seat_id(seat), self.entrant(entrant).id)

    def recuse(self, recusals: tuple[CarriedRecusal, ...]) -> None:
        """Recusals before anything was marked."""
        for each in recusals:
            seat, entrant = self._seats[each.seat], self.entrant(each.entrant)
            self._session.add(self._recusal(seat.id, entrant.id, each))
        self._session.flush()

    def recuse_marked(self, recusals: tuple[CarriedRecusal, ...]) -> None:
        """Recusals whose pair may be marked: the sheet is void, with the reason."""
        for each in recusals:
            note = each.note or self._why
            seat, entrant = self.seat_id(each.seat), self.entrant(each.entrant).id
            recuse(self._work, seat, entrant, each.ground, note)

    def _recusal(self, seat_id: int, entrant_id: int, told: CarriedRecusal) -> Recusal:
        return Recusal(
            seat_id=seat_id,
            entrant_id=entrant_id,
            panel_id=self._panel.id,
            ground=told.ground,
            note=told.note,
            made_at=self._work.now,
            made_by=self._work.actor.name,
        )

    # --- entrants and points ----------------------------------------------------------------

    def tell_statuses(self, statuses: Mapping[str, tuple[EntrantStatus, str]]) -> None:
        """Who does not compete."""
        for key, (status, told) in statuses.items():
            entrant = self.entrant(key)
            entrant.status, entrant.reason = status, told or self._why
        self._session.flush()

    def adjust(self, each: CarriedAdjustment) -> None:
        """Points under the name of who gave them, and when."""
        self._session.add(
            Adjustment(
                panel_id=self._panel.id,
                entrant_id=self.entrant(each.entrant).id,
                kind=each.kind,
                label=each.label,
                milli=each.milli,
                reason=each.reason,
                made_at=each.made_at,
                made_by=each.made_by,
                void_reason=each.void_reason,
            )
        )
        self._session.flush()

    def void_points(self, voided: Mapping[tuple[object, ...], str]) -> None:
        """Points that were taken back elsewhere."""
        names = {entrant.id: entrant.key for entrant in self._entrants.values()}
        query = select(Adjustment).where(
            Adjustment.panel_id == self._panel.id, Adjustment.void_reason == ""
        )
        for row in self._session.scalars(query):
            key = (names[row.entrant_id], row.kind, row.label, row.milli, row.made_at)
            if key in voided:
                row.void_reason = voided[key]
        self._session.flush()

    # --- sheets -----------------------------------------------------------------------------

    def put(self, slot: SlotChange) -> None:
        """What comes into one slot: versions for its history, then what stands."""
        live = self._live(slot)
        entrant = self.entrant(slot.entrant)
        coming = [sheet for sheet in (*slot.past, slot.sheet) if sheet is not None]
        for sheet in coming:
            self._make_way(self._seats[sheet.seat], entrant)
        kept = None
        if live is not None:
            kept = (live.state, self._typings_of(live))
            live.state = SheetState.SUPERSEDED
            self._session.flush()
        for sheet in slot.past:
            row = self._new(entrant, self._seats[sheet.seat], None)
            self._type(row, sheet.first, 1)
            self._type(row, sheet.second, 2)
            self._void(row, sheet.told)
        if slot.sheet is not None:
            row = self._new(entrant, self._seats[slot.sheet.seat], live)
            self._type(row, slot.sheet.first, 1)
            self._type(row, slot.sheet.second, 2)
            if slot.void:
                self._void(row, slot.void)
            else:
                self._settle(row, slot.sheet)
        elif live is not None and kept is not None:
            self._stand_again(entrant, live, *kept)

    def settle_guards(self) -> None:
        """Put back who was let in for a moment."""
        for seat_id, (state, told) in self._paused_seats.items():
            seat = self._session.get_one(Seat, seat_id)
            seat.state, seat.reason = state, told
        for entrant_id, (status, told) in self._paused_entrants.items():
            entrant = self._session.get_one(Entrant, entrant_id)
            entrant.status, entrant.reason = status, told
        self._session.flush()
        self._session.add_all(self._paused_recusals)
        self._session.flush()
        self._paused_seats, self._paused_entrants, self._paused_recusals = {}, {}, []

    def _make_way(self, seat: Seat, entrant: Entrant) -> None:
        """The database takes no sheet of who is struck, recused or absent: for history it must."""
        if seat.state is SeatState.STRUCK:
            self._paused_seats[seat.id] = (seat.state, seat.reason)
            seat.state = SeatState.REPLACED
        if entrant.status is not EntrantStatus.ENTERED:
            self._paused_entrants[entrant.id] = (entrant.status, entrant.reason)
            entrant.status, entrant.reason = EntrantStatus.ENTERED, ""
        recusal = self._session.get(Recusal, (seat.id, entrant.id))
        if recusal is not None:
            self._paused_recusals.append(
                Recusal(
                    seat_id=recusal.seat_id,
                    entrant_id=recusal.entrant_id,
                    panel_id=recusal.panel_id,
                    ground=recusal.ground,
                    note=recusal.note,
                    made_at=recusal.made_at,
                    made_by=recusal.made_by,
                )
            )
            self._session.delete(recusal)
        self._session.flush()

    def _live(self, slot: SlotChange) -> Sheet | None:
        return self._session.scalars(
            select(Sheet).where(
                Sheet.entrant_id == self.entrant(slot.entrant).id,
                Sheet.seat_no == slot.seat_no,
                Sheet.state.in_(LIVE_SHEETS),
            )
        ).one_or_none()

    def _typings_of(self, sheet: Sheet) -> list[tuple[Keying, list[Mark]]]:
        keyings = select(Keying).where(
            Keying.sheet_id == sheet.id, Keying.state == KeyingState.LIVE
        )
        return [
            (each, list(self._session.scalars(select(Mark).where(Mark.keying_id == each.id))))
            for each in self._session.scalars(keyings.order_by(Keying.pass_no))
        ]

    def _new(self, entrant: Entrant, seat: Seat, before: Sheet | None) -> Sheet:
        last = select(func.max(Sheet.number)).where(
            Sheet.entrant_id == entrant.id, Sheet.seat_id == seat.id
        )
        number = 1 + (self._session.scalar(last) or 0)
        follows = before is not None and number > 1
        row = Sheet(
            panel_id=self._panel.id,
            entrant_id=entrant.id,
            seat_id=seat.id,
            seat_no=seat.seat_no,
            number=number,
            state=SheetState.ENTERING,
            supersedes_id=before.id if before is not None and follows else None,
            reason=self._why if follows else "",
            void_reason="",
        )
        self._session.add(row)
        self._session.flush()
        return row

    def _type(self, sheet: Sheet, typing: CarriedTyping | None, pass_no: int) -> None:
        if typing is None:
            return
        row = Keying(
            sheet_id=sheet.id,
            pass_no=pass_no,
            state=KeyingState.LIVE,
            keyed_by_id=self._operators[typing.by],
            keyed_by=typing.name,
            keyed_at=typing.at,
            alone=typing.alone and not self._second_entry,
            discard_reason="",
        )
        self._session.add(row)
        self._session.flush()
        for code, value in typing.marks.items():
            milli, why = (None, value) if isinstance(value, NoMark) else (value, None)
            item_id = self._items[code]
            self._session.add(
                Mark(keying_id=row.id, item_id=item_id, value_milli=milli, no_mark=why)
            )
        self._session.flush()

    def _void(self, sheet: Sheet, why: str) -> None:
        sheet.state, sheet.void_reason = SheetState.VOID, why
        self._session.flush()

    def _settle(self, row: Sheet, sheet: CarriedSheet) -> None:
        """Where there are two typings, say whether they agree; one alone is still being entered.

        Whole sheets become definitive when the panel closes here, not before.
        """
        if sheet.first is None or sheet.second is None:
            return
        one, two = sheet.first.marks, sheet.second.marks
        if len(one) < len(self._items) or len(two) < len(self._items):
            row.state = SheetState.CHECKING
        else:
            row.state = SheetState.DEFINITIVE if one == two else SheetState.DIFFERENT
        self._session.flush()

    def _stand_again(
        self,
        entrant: Entrant,
        before: Sheet,
        state: SheetState,
        typings: list[tuple[Keying, list[Mark]]],
    ) -> None:
        """What stood here stands again, as a version behind those that came into the history."""
        row = self._new(entrant, self._session.get_one(Seat, before.seat_id), before)
        for keying, marks in typings:
            copy = Keying(
                sheet_id=row.id,
                pass_no=keying.pass_no,
                state=KeyingState.LIVE,
                keyed_by_id=keying.keyed_by_id,
                keyed_by=keying.keyed_by,
                keyed_at=keying.keyed_at,
                alone=keying.alone and not self._second_entry,
                discard_reason="",
            )
            self._session.add(copy)
            self._session.flush()
            for mark in marks:
                self._session.add(
                    Mark(
                        keying_id=copy.id,
                        item_id=mark.item_id,
                        value_milli=mark.value_milli,
                        no_mark=mark.no_mark,
                    )
                )
            self._session.flush()
        row.state = state
        self._session.flush()
