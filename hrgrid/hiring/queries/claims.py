"""Who is to have which grid, and which of these grids somebody else holds by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.rules.words import AllotmentState, CandidateState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.areas import TreeIndex, tree_index
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, PostState


@dataclass(frozen=True)
class Claim:
    """Somebody who is to have a grid."""

    candidate: Candidate
    allotment: HiringAllotment
    area_id: int
    role: str


@dataclass(frozen=True)
class TakenSeat:
    """A grid of the list that somebody else holds on the first day; `sentence` says who."""

    candidate_id: int
    area_id: int
    holder: str
    since: dt.date
    sentence: str


def claims_of(work: UnitOfWork, batch: HiringBatch, candidate_id: int | None = None) -> list[Claim]:
    """Everybody who was shown to the public and has a grid, by number."""
    query = (
        select(Candidate, HiringAllotment, HiringSeat.area_id, HiringPosition.role)
        .join(HiringAllotment, HiringAllotment.candidate_id == Candidate.id)
        .join(HiringSeat, HiringSeat.id == HiringAllotment.seat_id)
        .join(HiringPosition, HiringPosition.id == HiringSeat.position_id)
        .where(
            Candidate.batch_id == batch.id,
            Candidate.state == CandidateState.PUBLICISED,
            HiringAllotment.state == AllotmentState.PROPOSED,
        )
        .order_by(Candidate.number)
    )
    if candidate_id is not None:
        query = query.where(Candidate.id == candidate_id)
    return [Claim(*row) for row in work.session.execute(query)]


def taken_seats(work: UnitOfWork, claims: Sequence[Claim], on: dt.date) -> list[TakenSeat]:
    """The grids among them that somebody else holds on a day or later."""
    known = {row.code: row for row in roles(work)}
    by_area = {
        claim.area_id: claim
        for claim in claims
        if claim.role in known and known[claim.role].fills_grid
    }
    query = (
        select(Post.area_id, Post.valid_from, Post.person_id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(
            Post.area_id.in_(by_area),
            Post.fills_grid,
            Post.employment == Employment.FULL,
            Post.state != PostState.VOIDED,
            Post.valid_to.is_(None) | (Post.valid_to > on),
        )
        .order_by(Post.area_id)
    )
    held = [
        row
        for row in work.session.execute(query)
        if by_area[row.area_id].candidate.person_id != row.person_id
    ]
    index = tree_index(work, work.today) if held else TreeIndex()
    found = []
    for area_id, since, _, name in held:
        claim = by_area[area_id]
        found.append(
            TakenSeat(
                claim.candidate.id,
                area_id,
                name,
                since,
                f"报名号 {claim.candidate.number} {claim.candidate.name}"
                f"拟录用的“{index.full_name(area_id)}”"
                f"已由{name}任职（{since:%Y-%m-%d} 起）",
            )
        )
    return found
