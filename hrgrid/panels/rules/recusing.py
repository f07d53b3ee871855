"""When a judge should not mark an entrant, as far as a program can see it."""

from __future__ import annotations

from hrgrid.panels.rules.rows import EntrantRow, SeatRow
from hrgrid.panels.rules.words import Ground


def same_unit(seat: SeatRow, entrant: EntrantRow) -> tuple[Ground, str] | None:
    """The ground and a sentence where the two belong together; None where nothing is seen."""
    if seat.person_id is not None and seat.person_id == entrant.person_id:
        return Ground.OTHER, f"评委“{seat.name}”自己也参加"
    same_area = seat.area_id is not None and seat.area_id == entrant.area_id
    if same_area or (seat.unit.strip() and seat.unit.strip() == entrant.unit.strip()):
        return Ground.SAME_UNIT, f"评委“{seat.name}”和{entrant.shown}都是{entrant.unit}的"
    return None
