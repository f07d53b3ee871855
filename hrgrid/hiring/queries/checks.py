"""What is known of candidates, and what was checked of them: for the check and for the card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from hrgrid.hiring.model import Candidate, CandidateCheck, HiringBatch
from hrgrid.hiring.queries.known import services_of
from hrgrid.hiring.rules.conditions import Known
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.storage.work import UnitOfWork


def day_of(work: UnitOfWork, batch: HiringBatch) -> dt.date:
    """The day on which ages and service count: the first of the applications."""
    return batch.apply_from or work.today


def known_of(work: UnitOfWork, people: Iterable[Candidate]) -> Mapping[int, Known]:
    """What is known of each candidate, by his id."""
    listed = list(people)
    on_file = [one.person_id for one in listed if one.person_id is not None]
    batch = work.session.get_one(HiringBatch, listed[0].batch_id) if listed else None
    services = services_of(work, on_file, day_of(work, batch)) if batch and on_file else {}
    return {
        one.id: Known(
            birth_date=one.birth_date,
            from_id=one.id_mac is not None,
            sex=one.sex,
            education=one.education,
            party=one.party,
            veteran=one.veteran,
            social_worker=one.social_worker,
            registered_here=one.registered_here,
            residence_months=one.residence_months,
            volunteer_months=one.volunteer_months,
            service_months=services[one.person_id].months if one.person_id in services else None,
        )
        for one in listed
    }


def submitted_of(work: UnitOfWork, batch: HiringBatch) -> Sequence[Candidate]:
    """Everybody of a batch whose check is still open."""
    return work.session.scalars(
        select(Candidate)
        .where(Candidate.batch_id == batch.id, Candidate.state == CandidateState.SUBMITTED)
        .order_by(Candidate.id)
    ).all()


def checked_of(work: UnitOfWork, batch: HiringBatch) -> dict[int, dict[str, bool]]:
    """By candidate of a batch: which conditions were looked at, and whether each passed."""
    query = (
        select(CandidateCheck.candidate_id, CandidateCheck.rule_key, CandidateCheck.passed)
        .join(Candidate, Candidate.id == CandidateCheck.candidate_id)
        .where(Candidate.batch_id == batch.id)
    )
    found: dict[int, dict[str, bool]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.candidate_id, {})[row.rule_key] = row.passed
    return found
