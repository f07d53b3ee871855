"""What somebody who only keys marks must not see yet: the others', until his own are settled."""

from __future__ import annotations

from collections.abc import Iterable

from hrgrid.panels.rules.rows import SheetRow
from hrgrid.panels.rules.words import SheetState


def hidden_pairs(
    sheets: Iterable[SheetRow], operator_id: int, pass_no: int
) -> frozenset[tuple[int, int]]:
    """Entrant and column of the sheets whose marks of a pass this person may not see.

    They are those that somebody else keyed, of entrants for whom no sheet of his own is
    definitive. A sheet that he keys in the other pass is not his in this one.
    """
    known = list(sheets)
    own = {
        each.entrant_id
        for each in known
        if each.state is SheetState.DEFINITIVE
        and operator_id in {each.first_by_id, each.second_by_id}
    }
    return frozenset(
        (each.entrant_id, each.seat_no)
        for each in known
        if each.entrant_id not in own
        and (by := each.first_by_id if pass_no == 1 else each.second_by_id) is not None
        and by != operator_id
    )
