"""How rounds of stars are called, for lists of other rooms."""

from __future__ import annotations

from hrgrid.assessment.model import StarRound
from hrgrid.storage.work import UnitOfWork


def round_title(work: UnitOfWork, round_id: int) -> str:
    """The title of a round; "" where there is none."""
    found = work.session.get(StarRound, round_id)
    return found.title if found else ""
