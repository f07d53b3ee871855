"""Who should not mark whom: proposed by the program, decided by people."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.panels.queries.reading import panel_view
from hrgrid.panels.rules.recusing import same_unit
from hrgrid.panels.rules.rows import EntrantRow, SeatRow
from hrgrid.panels.rules.words import Ground
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ProposedRecusal:
    """A pair of one unit that nobody has decided on yet."""

    seat: SeatRow
    entrant: EntrantRow
    ground: Ground
    reason: str


def proposed_recusals(work: UnitOfWork, panel_id: int) -> list[ProposedRecusal]:
    """Judges and entrants of the same unit without a recusal, by seat and entrant.

    Whoever judges and competes is proposed too, on the ground "other".
    """
    view = panel_view(work, panel_id)
    there = {(each.seat_id, each.entrant_id) for each in view.recusals}
    found = []
    for column in view.columns:
        if not column.active:
            continue
        for entrant in view.competing:
            said = same_unit(column.judge, entrant)
            if said is not None and (column.judge.id, entrant.id) not in there:
                found.append(ProposedRecusal(column.judge, entrant, *said))
    return found
