"""Nominees with what came of them, and the facts that changed since they were frozen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.names import placeholders
from hrgrid.honours.model import Campaign, Entrant, Nomination, SelectionLine
from hrgrid.honours.queries.campaigns import campaign, scheme_in
from hrgrid.honours.queries.explanation import score_text
from hrgrid.honours.queries.facts import places_of
from hrgrid.honours.queries.marks import marks_of
from hrgrid.honours.queries.people import people_of
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.marks import MarkPart
from hrgrid.honours.rules.words import NameChoice, Outcome, OutcomeCode, Removal, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class CandidateRow:
    """A nominee; marks in thousandths, `score`, `cut_score` and `distance` as published text.

    `outcome` is None before the first run; `place` is the street (in a district the community)
    of the main post on the cut-off date. `objected` while an objection is open, `revoked` once
    the honour was taken back.
    """

    nomination_id: int
    person_id: int
    number: str
    name: str
    tier: Tier
    district: str
    unit: str
    unit_rank: int | None
    merit_milli: int | None
    review_milli: int | None
    score_milli: int | None
    removal: Removal | None
    name_lost: bool
    name_choice: NameChoice | None
    outcome: Outcome | None
    outcome_code: OutcomeCode | None
    rank: int | None
    score: str
    cut_score: str
    distance: str
    area_id: int
    place: str
    post: str
    public_milli: int | None = None
    objected: bool = False
    revoked: bool = False


def candidates(
    work: UnitOfWork, campaign_id: int, tier: Tier | None = None, area_id: int | None = None
) -> list[CandidateRow]:
    """The nominees by tier, district, rank and order submitted; over-nomination is no error."""
    run = campaign(work, campaign_id).newest
    found = work.session.get_one(Campaign, campaign_id)
    scheme = scheme_in(work, found.rule_number)
    areas = {one.area_id: one.counts.name for one in weighed_districts(work, campaign_id)}
    order = {area: place for place, area in enumerate(areas)}
    # The person too, for whom there is an index: else each nominee looks at every line of the run.
    line = (
        (SelectionLine.run_id == (run.id if run else -1))
        & (SelectionLine.person_id == Nomination.person_id)
        & (SelectionLine.nomination_id == Nomination.id)
    )
    query = (
        select(Nomination, Person.number, SelectionLine)
        .join(Person, Person.id == Nomination.person_id)
        .outerjoin(SelectionLine, line)
        .where(Nomination.campaign_id == campaign_id)
    )
    if tier is not None:
        query = query.where(Nomination.tier == tier)
    if area_id is not None:
        query = query.where(Nomination.area_id == area_id)
    rows = sorted(
        work.session.execute(query).all(),
        key=lambda row: (row[0].tier.order, order[row[0].area_id], *_place(row[0], row[2])),
    )
    places = places_of(work, found.cutoff_date, {row[0].person_id for row in rows})
    marks = marks_of(work, campaign_id)
    return [
        CandidateRow(
            named.id,
            named.person_id,
            number,
            named.name_given,
            named.tier,
            areas[named.area_id],
            named.unit_given,
            named.unit_rank,
            marks.milli(named, MarkPart.MERIT),
            marks.milli(named, MarkPart.REVIEW),
            named.score_milli,
            named.removal,
            bool(placeholders(named.name_given)),
            named.name_choice,
            told.outcome if told else None,
            told.outcome_code if told else None,
            told.place if told else None,
            score_text(scheme, told.shown_milli) if told else "",
            score_text(scheme, told.cut_milli) if told else "",
            score_text(scheme, told.distance_milli) if told else "",
            named.area_id,
            places.get(named.person_id, ""),
            named.post_given,
            marks.milli(named, MarkPart.PUBLIC),
        )
        for named, number, told in rows
    ]


def changed_facts(work: UnitOfWork, campaign_id: int) -> list[str]:
    """Numbers of the people whose facts are not what was frozen, also who came or went."""
    found = work.session.get_one(Campaign, campaign_id)
    query = select(
        Entrant.person_id, Entrant.person_number, Entrant.district_code, Entrant.facts
    ).where(Entrant.campaign_id == campaign_id, Entrant.freezing == found.freezing)
    frozen = {row[1]: (row[2], row[3]) for row in work.session.execute(query)}
    nominees = set(
        work.session.scalars(
            select(Nomination.person_id).where(Nomination.campaign_id == campaign_id)
        )
    )
    now = {
        one.number: (
            one.district.code if one.district else "",
            canonical_bytes(one.facts).decode("utf-8"),
        )
        for one in people_of(work, found, scheme_in(work, found.rule_number), nominees)
    }
    return sorted(
        number for number in frozen.keys() | now.keys() if frozen.get(number) != now.get(number)
    )


def _place(named: Nomination, line: SelectionLine | None) -> tuple[int, int, int]:
    last = 1_000_000
    rank = line.place if line is not None and line.place is not None else last
    return rank, named.unit_rank or last, named.id
