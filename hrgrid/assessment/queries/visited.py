"""Who or which office a visit went to, in a sentence."""

from __future__ import annotations

from hrgrid.assessment.model import InspectionVisit
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Bureau, Person


def visited_name(work: UnitOfWork, visit: InspectionVisit) -> str:
    """The name of the person or the office."""
    if visit.bureau_id is not None:
        return work.session.get_one(Bureau, visit.bureau_id).name
    return work.session.get_one(Person, visit.person_id).name
