"""Who should hold a certificate and has none yet: prizes of a competition, a class passed."""

from __future__ import annotations

from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.competition_prizes import awards_of
from hrgrid.training.queries.results import results
from hrgrid.training.rules.certificates import (
    batch_of_class,
    batch_of_competition,
    source_of_enrolment,
    sources_of_award,
)
from hrgrid.training.rules.competing import AwardState


def awards_without(work: UnitOfWork, competition_id: int) -> int:
    """How many prizes are held without a certificate in force."""
    held = [one for one in awards_of(work, competition_id) if one.state is AwardState.HELD]
    if not held:
        return 0
    there = _in_force(work, batch_of_competition(competition_id))
    return sum(there.isdisjoint(sources_of_award(one.id)) for one in held)


def passed_without(work: UnitOfWork, class_id: int) -> int:
    """How many passed a class, by the results that stand, without a certificate in force."""
    passed = {
        source_of_enrolment(one.enrolment_id) for one in results(work, class_id) if one.passed
    }
    return len(passed - _in_force(work, batch_of_class(class_id))) if passed else 0


def _in_force(work: UnitOfWork, batch: str) -> set[str]:
    return {
        one.source
        for one in certificates(work, Wanted(batch))
        if one.state is CertificateState.ISSUED
    }
