"""One round of stars for somebody who may look at it."""

from __future__ import annotations

from typing import Any

from hrgrid.assessment.model import StarAward, StarChoice, StarLine, StarRound
from hrgrid.assessment.queries.scope import require_look, require_look_somewhere
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork


def seen_round(work: UnitOfWork, round_id: int) -> StarRound:
    """Raises UserError where it is not there, Refused without the right."""
    require_look_somewhere(work)
    found = work.session.get(StarRound, round_id)
    if found is None:
        raise UserError(f"没有第 {round_id} 号星级评定。请刷新列表后再选")
    require_look(work, found.area_path)
    return found


def own_key(table: type[StarLine | StarChoice | StarAward], subject: StarSubject) -> Any:
    """The column that says whose a row is: a person's or a grid's."""
    return table.person_id if subject is StarSubject.PERSON else table.grid_id
