"""一人一档: one person across the rooms and the years, part by part.

A room that comes later adds its part to PARTS; each part tells lines that lead to their source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hrgrid.overview.queries.file.assessed import assessment_part, inspection_part
from hrgrid.overview.queries.file.hired import hiring_part
from hrgrid.overview.queries.file.honoured import certificate_part, honour_part, nomination_part
from hrgrid.overview.queries.file.leaving import exit_part
from hrgrid.overview.queries.file.lines import FileLine, FilePart
from hrgrid.overview.queries.file.paid import pay_part
from hrgrid.overview.queries.file.recorded import journal_part
from hrgrid.overview.queries.file.starred import star_part
from hrgrid.overview.queries.file.trained import competition_part, training_part
from hrgrid.overview.queries.file.worked import (
    absence_part,
    contract_part,
    former_part,
    post_part,
    stand_in_part,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard, person_card

__all__ = ["PARTS", "FileLine", "FilePart", "PersonFile", "person_file"]

Part = Callable[[UnitOfWork, PersonCard], FilePart | None]

PARTS: tuple[Part, ...] = (
    post_part,
    absence_part,
    contract_part,
    hiring_part,
    stand_in_part,
    former_part,
    training_part,
    competition_part,
    assessment_part,
    star_part,
    inspection_part,
    pay_part,
    exit_part,
    nomination_part,
    honour_part,
    certificate_part,
    journal_part,
)
"""In the order of the file; None where the actor may not look at a part."""


@dataclass(frozen=True)
class PersonFile:
    """The card of a person with every part that the actor may look at."""

    card: PersonCard
    parts: tuple[FilePart, ...]


def person_file(work: UnitOfWork, person_id: int) -> PersonFile:
    """The whole file of a person; numbers stay masked.

    Raises UserError where nobody is there, Refused for a person of a part of the tree that the
    actor may not look at.
    """
    card = person_card(work, person_id)
    told = (part(work, card) for part in PARTS)
    return PersonFile(card, tuple(part for part in told if part is not None))
