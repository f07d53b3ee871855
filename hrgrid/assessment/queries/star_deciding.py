"""What was decided of those equal at the lines of a round."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.assessment.model import StarChoice, StarRound
from hrgrid.assessment.queries.star_seen import own_key
from hrgrid.storage.work import UnitOfWork


def choices_of(work: UnitOfWork, found: StarRound) -> dict[int, int]:
    """The level that was decided of each person or grid at a line."""
    column = own_key(StarChoice, found.subject)
    query = select(column, StarChoice.level).where(
        StarChoice.round_id == found.id, StarChoice.void_reason == "", column.is_not(None)
    )
    return dict(work.session.execute(query).tuples().all())
