"""The hire: person, contract and post in the grid, in the transaction of the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.hiring.model import (
    Candidate,
    HiringBatch,
)
from hrgrid.hiring.queries.claims import Claim, claims_of, taken_seats
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.words import AllotmentState, BatchKind, CandidateState
from hrgrid.hiring.service.steps import go_candidates, named, told
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Engagement
from hrgrid.workforce.service.engaging import ContractForm, Engaging, engage
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm

_DAY = dt.timedelta(days=1)
_SHOWN = 3


class Decided(Protocol):
    """What a hire rests on: the decision, the first day, the employer."""

    @property
    def document_no(self) -> str:
        """The number of the decision."""

    @property
    def decided_on(self) -> dt.date:
        """Its day."""

    @property
    def starts_on(self) -> dt.date:
        """The first day of work."""

    @property
    def employer(self) -> str:
        """Who signs the contract."""

    @property
    def engagement(self) -> Engagement:
        """On what ground they work."""


def hire_all(
    work: UnitOfWork,
    batch: HiringBatch,
    claims: Sequence[Claim],
    form: Decided,
    scheme: Scheme,
) -> int:
    """Make all claims good or none; how many.

    Raises UserError naming who holds a grid since when: the candidate keeps his claim, and is
    given another grid of the position.
    """
    refuse_taken(work, claims, form.starts_on)
    index = tree_index(work, form.starts_on)
    by_id = {row.id: row for row in index.by_code.values()}
    known = {row.code: row for row in roles(work)}
    given = []
    for claim in claims:
        place = by_id.get(claim.area_id)
        if place is None:
            raise UserError(
                f"{told(claim.candidate)}拟录用的网格在 {form.starts_on:%Y-%m-%d} 不在用。"
                "请另选网格"
            )
        post = PostForm(
            place, known[claim.role], Employment.FULL, form.starts_on, form.document_no.strip()
        )
        given.append(
            Engaging(
                _person(work, claim.candidate),
                post,
                _contract(form, scheme),
                claim.candidate.person_id,
                moves=batch.kind is BatchKind.INTERNAL,
                claim=told(claim.candidate),
            )
        )
    engaged = engage(work, given)
    for claim, done in zip(claims, engaged, strict=True):
        claim.candidate.person_id = done.person_id
        claim.allotment.state = AllotmentState.HIRED
        claim.allotment.post_id = done.post_id
        claim.allotment.hired_on = form.starts_on
        claim.allotment.document_no = form.document_no.strip()
    work.session.flush()
    people = [claim.candidate for claim in claims]
    go_candidates(work, people, CandidateState.HIRED, "", form.document_no)
    work.record(
        "hire_candidates",
        named(batch),
        after={
            "count": len(claims),
            "document": form.document_no.strip(),
            "since": form.starts_on,
            "numbers": [one.number for one in people],
        },
    )
    return len(claims)


def refuse_taken(work: UnitOfWork, claims: Sequence[Claim], on: dt.date) -> None:
    """Raise UserError for the first grids that others hold."""
    taken = taken_seats(work, claims, on)
    if taken:
        shown = "；".join(seat.sentence for seat in taken[:_SHOWN])
        more = f"；等 {len(taken)} 个网格" if len(taken) > _SHOWN else ""
        raise UserError(f"{shown}{more}。请为他们另选本岗位的网格，再决定录用")


def _person(work: UnitOfWork, candidate: Candidate) -> PersonForm:
    keyring = work.keyring
    return PersonForm(
        candidate.name,
        keyring.open(ID_NUMBER, candidate.id_number) if candidate.id_number else None,
        candidate.sex,
        candidate.birth_date,
        keyring.open(PHONE, candidate.phone) if candidate.phone else None,
        candidate.party or None,
        candidate.education or None,
    )


def _contract(form: Decided, scheme: Scheme) -> ContractForm:
    months = scheme.probation_months
    return ContractForm(
        form.engagement,
        form.employer.strip(),
        form.starts_on,
        add_months(form.starts_on, scheme.contract_months),
        add_months(form.starts_on, months) - _DAY if months else None,
        form.decided_on,
    )


__all__ = ["Claim", "Decided", "claims_of", "hire_all", "refuse_taken", "taken_seats"]
