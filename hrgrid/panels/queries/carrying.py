"""A panel as it travels: everything that was keyed, by business keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
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
from hrgrid.panels.rules.rule import Item
from hrgrid.panels.rules.words import LIVE_SHEETS, KeyingState
from hrgrid.storage.work import UnitOfWork


def carried_panel(work: UnitOfWork, panel_id: int) -> CarriedPanel:
    """The whole panel; raises Refused without the right to run it, UserError where it is gone."""
    panel = work.session.get(Panel, panel_id)
    if panel is None:
        raise UserError("这场评分不在了。请刷新后再办")
    work.require(Right(panel.run_right), panel.area_path)
    seats = seats_of(work, panel_id)
    keys = seat_keys(seats)
    entrants = list(work.session.scalars(_entrants(panel_id)))
    of = {each.id: each.key for each in entrants}
    live, past = _sheets(work, panel_id, keys, of)
    recusals = work.session.scalars(select(Recusal).where(Recusal.panel_id == panel_id))
    adjustments = select(Adjustment).where(Adjustment.panel_id == panel_id).order_by(Adjustment.id)
    return CarriedPanel(
        panel.title,
        panel.rule,
        _items(work, panel_id),
        panel.state,
        tuple(
            CarriedSeat(keys[s.id], s.seat_no, s.name, s.unit, s.chief, s.state, s.reason)
            for s in seats
        ),
        tuple(
            CarriedEntrant(e.key, e.name, e.unit, e.draw_no, e.guest, e.status, e.reason)
            for e in entrants
        ),
        tuple(
            sorted(
                (
                    CarriedRecusal(keys[r.seat_id], of[r.entrant_id], r.ground, r.note)
                    for r in recusals
                ),
                key=lambda each: (each.entrant, each.seat),
            )
        ),
        tuple(live),
        tuple(past),
        tuple(
            CarriedAdjustment(
                of[a.entrant_id],
                a.kind,
                a.label,
                a.milli,
                a.reason,
                a.made_at,
                a.made_by,
                a.void_reason,
            )
            for a in work.session.scalars(adjustments)
        ),
    )


def seats_of(work: UnitOfWork, panel_id: int) -> list[Seat]:
    """Every seat that there ever was, in the order they came."""
    query = select(Seat).where(Seat.panel_id == panel_id).order_by(Seat.id)
    return list(work.session.scalars(query))


def seat_keys(seats: Sequence[Seat]) -> dict[int, str]:
    """What each seat is called on every computer, by its id."""
    seen: Counter[str] = Counter()
    keys = {}
    for seat in seats:
        name = f"{seat.name}|{seat.unit}"
        seen[name] += 1
        keys[seat.id] = name if seen[name] == 1 else f"{name}|{seen[name]}"
    return keys


def _entrants(panel_id: int) -> Select[tuple[Entrant]]:
    return (
        select(Entrant)
        .where(Entrant.panel_id == panel_id)
        .order_by(Entrant.draw_no.is_(None), Entrant.draw_no, Entrant.id)
    )


def _items(work: UnitOfWork, panel_id: int) -> tuple[Item, ...]:
    query = select(PanelItem).where(PanelItem.panel_id == panel_id).order_by(PanelItem.sort)
    return tuple(
        Item(row.code, row.label, row.max_milli, row.step_milli, row.weight_bp)
        for row in work.session.scalars(query)
    )


def _sheets(
    work: UnitOfWork, panel_id: int, seats: dict[int, str], entrants: dict[int, str]
) -> tuple[list[CarriedSheet], list[CarriedSheet]]:
    typings = _typings(work, panel_id)
    live: list[CarriedSheet] = []
    past: list[CarriedSheet] = []
    query = select(Sheet).where(Sheet.panel_id == panel_id).order_by(Sheet.id)
    for sheet in work.session.scalars(query):
        kept = [each for each in typings[sheet.id] if each[1] is KeyingState.LIVE]
        gone = [each for each in typings[sheet.id] if each[1] is not KeyingState.LIVE]
        by_pass = {number: typing for number, _, _, typing in kept}
        place = (entrants[sheet.entrant_id], sheet.seat_no, seats[sheet.seat_id])
        told = sheet.void_reason or sheet.reason
        whole = CarriedSheet(*place, sheet.state, by_pass.get(1), by_pass.get(2), told)
        (live if sheet.state in LIVE_SHEETS else past).append(whole)
        past += [CarriedSheet(*place, sheet.state, t, None, why) for _, _, why, t in gone]
    return sorted(live, key=lambda each: (each.entrant, each.seat_no)), past


def _typings(
    work: UnitOfWork, panel_id: int
) -> dict[int, list[tuple[int, KeyingState, str, CarriedTyping]]]:
    codes = dict(
        work.session.execute(
            select(PanelItem.id, PanelItem.code).where(PanelItem.panel_id == panel_id)
        )
        .tuples()
        .all()
    )
    ours = Sheet.panel_id == panel_id
    marks: dict[int, dict[str, CarriedMark]] = defaultdict(dict)
    query = select(Mark).join(Keying, Keying.id == Mark.keying_id)
    for mark in work.session.scalars(query.join(Sheet, Sheet.id == Keying.sheet_id).where(ours)):
        value = mark.value_milli if mark.value_milli is not None else mark.no_mark
        assert value is not None  # noqa: S101 - a CHECK says so
        marks[mark.keying_id][codes[mark.item_id]] = value
    found = defaultdict(list)
    keyings = select(Keying).join(Sheet, Sheet.id == Keying.sheet_id).where(ours)
    for row in work.session.scalars(keyings.order_by(Keying.id)):
        typing = CarriedTyping(
            row.keyed_by_id, row.keyed_by, row.keyed_at, row.alone, dict(marks[row.id])
        )
        found[row.sheet_id].append((row.pass_no, row.state, row.discard_reason, typing))
    return found
