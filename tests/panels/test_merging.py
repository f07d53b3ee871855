"""A panel that was marked in two places at once, put together: by example and by property."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hrgrid.panels.rules.carried import (
    CarriedEntrant,
    CarriedPanel,
    CarriedSeat,
    CarriedSheet,
    CarriedTyping,
)
from hrgrid.panels.rules.merging import PanelMerge, Side, merge_panel
from hrgrid.panels.rules.rule import Item
from hrgrid.panels.rules.words import (
    EntrantStatus,
    NoMark,
    PanelState,
    SeatState,
    SheetState,
)

CODES = ("content", "manner")
ENTRANTS, SEATS = (1, 2), (1, 2)
T = dt.datetime(2026, 5, 11, 1, tzinfo=dt.UTC)
Cell = tuple[int, int, str]
CELLS = [(e, s, code) for e in ENTRANTS for s in SEATS for code in CODES]
values = st.one_of(st.integers(0, 1_000).map(lambda n: n * 100), st.sampled_from(list(NoMark)))
marks = st.dictionaries(st.sampled_from(CELLS), values, max_size=len(CELLS))


def panel(held: dict[Cell, object], by: int = 1, second: dict[Cell, object] | None = None):
    """A panel in which these marks stand, keyed by operator `by`."""
    sheets = []
    for entrant in ENTRANTS:
        for seat in SEATS:
            one, two = (
                {code: m[entrant, seat, code] for code in CODES if (entrant, seat, code) in m}
                for m in (held, second or {})
            )
            if one or two:
                first = CarriedTyping(
                    by, f"录入{by}", T + dt.timedelta(minutes=by), alone=True, marks=one
                )
                other = CarriedTyping(by + 10, "核对", T, alone=False, marks=two) if two else None
                sheets.append(
                    CarriedSheet(
                        f"entrant:{entrant}",
                        seat,
                        f"评委{seat}|",
                        SheetState.ENTERING,
                        first,
                        other,
                        "",
                    )
                )
    return CarriedPanel(
        "现场展示",
        "{}",
        tuple(Item(code, code, weight_bp=5_000) for code in CODES),
        PanelState.OPEN,
        tuple(
            CarriedSeat(f"评委{n}|", n, f"评委{n}", "", n == 1, SeatState.ACTIVE, "") for n in SEATS
        ),
        tuple(
            CarriedEntrant(
                f"entrant:{n}",
                f"选手{n}",
                "",
                n,
                guest=False,
                status=EntrantStatus.ENTERED,
                reason="",
            )
            for n in ENTRANTS
        ),
        (),
        tuple(sheets),
        (),
        (),
    )


def stands(office: CarriedPanel, merge: PanelMerge) -> dict[Cell, object]:
    """The marks that stand at the office once the merge is written."""
    sheets = {(s.entrant, s.seat_no): s for s in office.sheets}
    for slot in merge.slots:
        if slot.sheet is not None and not slot.void:
            sheets[slot.entrant, slot.seat_no] = slot.sheet
    return {
        (int(entrant.split(":")[1]), seat, code): value
        for (entrant, seat), sheet in sheets.items()
        if sheet.first is not None
        for code, value in sheet.first.marks.items()
    }


def written(office: CarriedPanel, merge: PanelMerge) -> CarriedPanel:
    """The office's panel once the merge is written, history and all."""
    sheets = {(s.entrant, s.seat_no): s for s in office.sheets}
    past = list(office.past)
    for slot in merge.slots:
        past += slot.past
        if slot.sheet is not None:
            old = sheets.get((slot.entrant, slot.seat_no))
            past += [old] if old is not None else []
            sheets[slot.entrant, slot.seat_no] = slot.sheet
    return replace(office, sheets=tuple(sheets.values()), past=tuple(past))


@given(marks, marks, st.sets(st.sampled_from(CELLS)))
def test_changes_of_different_cells_come_to_what_one_place_would_have(base, edits, mine):
    """Every cell belongs to one side: there is nothing to ask, and nothing missing."""
    office = base | {cell: value for cell, value in edits.items() if cell in mine}
    laptop = base | {cell: value for cell, value in edits.items() if cell not in mine}
    merge = merge_panel("x", panel(base), panel(office, 2), panel(laptop, 3), {})
    assert merge.conflicts == ()
    assert stands(panel(office, 2), merge) == base | edits


@given(marks, marks, marks, st.randoms())
def test_whoever_is_chosen_both_values_are_kept(base, here, there, chance):
    before, office, laptop = panel(base), panel(base | here, 2), panel(base | there, 3)
    asked = merge_panel("x", before, office, laptop, {}).conflicts
    choices = {each.key: chance.choice(list(Side)) for each in asked}
    merge = merge_panel("x", before, office, laptop, choices)
    assert merge.conflicts == asked
    final, kept = stands(office, merge), written(office, merge)
    for cell in CELLS:
        was, mine, his = (held.get(cell) for held in (base, base | here, base | there))
        key = f"x:cell:entrant:{cell[0]}:{cell[1]}:{cell[2]}"
        differ = mine != his and was not in {mine, his}
        assert (key in choices) is differ
        wanted = his if (choices.get(key) is Side.LAPTOP or mine == was) else mine
        assert final.get(cell) == wanted
        for value in (mine, his):
            assert value in {None, was} or value in values_of(kept, cell)


def values_of(panel_: CarriedPanel, cell: Cell) -> list[object]:
    """Every value that the history of a cell shows."""
    return [
        typing.marks[cell[2]]
        for sheet in (*panel_.sheets, *panel_.past)
        if (sheet.entrant, sheet.seat_no) == (f"entrant:{cell[0]}", cell[1])
        for typing in (sheet.first, sheet.second)
        if typing is not None and cell[2] in typing.marks
    ]


@given(marks, marks, marks, st.sampled_from(list(Side)))
def test_what_came_once_changes_nothing_the_second_time(base, here, there, side):
    before, office, laptop = panel(base), panel(base | here, 2), panel(base | there, 3)
    asked = merge_panel("x", before, office, laptop, {}).conflicts
    choices = {each.key: side for each in asked}
    after = written(office, merge_panel("x", before, office, laptop, choices))
    # The next time it is compared with what came: nothing is new in it.
    assert not merge_panel("x", laptop, after, laptop, {}).changes


@given(marks, marks, marks, marks)
def test_a_sheet_typed_twice_comes_from_one_side_whole(base, here, there, second):
    before, office = panel(base), panel(base | here, 2)
    laptop = panel(base | there, 3, second)
    for side in Side:
        asked = merge_panel("x", before, office, laptop, {}, second_entry=True).conflicts
        choices = {each.key: side for each in asked}
        merge = merge_panel("x", before, office, laptop, choices, second_entry=True)
        for slot in merge.slots:
            if slot.sheet is not None:
                assert slot.sheet in laptop.sheets
        kept = written(office, merge)
        for cell in CELLS:
            for value in ((base | here).get(cell), (base | there).get(cell), second.get(cell)):
                assert value in {None, base.get(cell)} or value in values_of(kept, cell)


def test_an_untouched_laptop_brings_nothing_even_where_the_office_went_on():
    office = panel({CELLS[0]: 90_000}, 2)
    office = replace(
        office,
        seats=tuple(replace(s, state=SeatState.STRUCK, reason="除名") for s in office.seats),
    )
    merge = merge_panel("x", panel({}), office, panel({}), {})
    assert (merge.changes, merge.conflicts, merge.taken) == (False, (), 0)
