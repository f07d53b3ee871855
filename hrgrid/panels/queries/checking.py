"""Where the two typings differ, and what stood in a cell before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.panels.model import Entrant, Keying, Mark, Sheet
from hrgrid.panels.queries.reading import panel_view
from hrgrid.panels.rules.rows import Cell, EntrantRow, ItemRow, MarkValue, SheetRow
from hrgrid.panels.rules.words import SheetState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Difference:
    """A cell that two people typed differently; nobody sees it before the second is done."""

    cell: Cell
    entrant: EntrantRow
    item: ItemRow
    sheet: SheetRow
    first: MarkValue
    second: MarkValue


@dataclass(frozen=True)
class CellHistory:
    """One typing of a cell, the oldest first."""

    number: int
    state: SheetState
    pass_no: int
    keyed_by: str
    value: MarkValue
    reason: str


def differences(work: UnitOfWork, panel_id: int) -> list[Difference]:
    """The differing cells of sheets whose second typing is done, in the order of the panel."""
    first, second = panel_view(work, panel_id, 1), panel_view(work, panel_id, 2)
    found = []
    for entrant in first.entrants:
        for column in first.columns:
            sheet = first.sheet_of.get((entrant.id, column.seat_no))
            if sheet is None or sheet.state is not SheetState.DIFFERENT:
                continue
            if (entrant.id, column.seat_no) in first.hidden | second.hidden:
                continue
            for item in first.items:
                cell = (entrant.id, column.seat_no, item.id)
                one, two = first.marks.get(cell), second.marks.get(cell)
                if one is not None and two is not None and one != two:
                    found.append(Difference(cell, entrant, item, sheet, one, two))
    return found


def cell_history(work: UnitOfWork, panel_id: int, cell: Cell) -> list[CellHistory]:
    """Every version of a cell with who keyed it and why it was corrected.

    Empty while its marks are hidden from whoever asks.
    """
    entrant_id, seat_no, item_id = cell
    if any((entrant_id, seat_no) in panel_view(work, panel_id, number).hidden for number in (1, 2)):
        return []
    query = (
        select(Sheet, Keying, Mark)
        .join(Keying, Keying.sheet_id == Sheet.id)
        .join(Mark, Mark.keying_id == Keying.id)
        .join(Entrant, Entrant.id == Sheet.entrant_id)
        .where(
            Entrant.panel_id == panel_id,
            Sheet.entrant_id == entrant_id,
            Sheet.seat_no == seat_no,
            Mark.item_id == item_id,
        )
        .order_by(Sheet.id, Keying.id)
    )
    found = []
    for sheet, keying, mark in work.session.execute(query):
        value = mark.value_milli if mark.value_milli is not None else mark.no_mark
        found.append(
            CellHistory(
                sheet.number, sheet.state, keying.pass_no, keying.keyed_by, value, sheet.reason
            )
        )
    return found
