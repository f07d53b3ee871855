"""The list of a run, and the honours that were given: districts in the office's order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.identity import Sex
from hrgrid.honours.model import (
    DistrictWeight,
    HonourGrant,
    Nomination,
    SelectionLine,
    SelectionRun,
)
from hrgrid.honours.queries import corrections
from hrgrid.honours.rules.words import GrantState, NameChoice, Outcome, Removal, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class ChosenRow:
    """Somebody on the list, as the papers name him; the name as it was given."""

    person_id: int
    number: str
    tier: Tier
    area_id: int
    district: str
    name: str
    sex: Sex | None
    unit: str
    post: str
    name_choice: NameChoice | None
    removal: Removal | None
    stroke_key: str
    nomination_id: int


@dataclass(frozen=True)
class GrantRow:
    """An honour as it is printed; `place` is that in the roster of its tier, from 1."""

    id: int
    person_id: int
    number: str
    year: int
    tier: Tier
    district: str
    place: int
    name: str
    sex: Sex | None
    unit: str
    post: str
    name_choice: NameChoice | None
    state: GrantState
    document_no: str
    granted_on: dt.date | None


def chosen(work: UnitOfWork, run_id: int) -> list[ChosenRow]:
    """The selected by tier, districts in the office's order, in each by the order submitted."""
    query = (
        select(Person, Nomination, DistrictWeight.district_name, DistrictWeight.sort)
        .select_from(SelectionLine)
        .join(SelectionRun, SelectionRun.id == SelectionLine.run_id)
        .join(Nomination, Nomination.id == SelectionLine.nomination_id)
        .join(Person, Person.id == SelectionLine.person_id)
        .join(
            DistrictWeight,
            (DistrictWeight.campaign_id == SelectionRun.campaign_id)
            & (DistrictWeight.area_id == Nomination.area_id),
        )
        .where(SelectionLine.run_id == run_id, SelectionLine.outcome == Outcome.SELECTED)
    )
    rows = sorted(
        work.session.execute(query).tuples(),
        key=lambda row: (row[1].tier.order, row[3], *_submitted(row[1]), row[0].number),
    )
    return [
        ChosenRow(
            person.id,
            person.number,
            named.tier,
            named.area_id,
            district,
            named.name_given,
            person.sex,
            named.unit_given,
            named.post_given,
            named.name_choice,
            named.removal,
            person.stroke_key,
            named.id,
        )
        for person, named, district, _ in rows
    ]


@dataclass(frozen=True)
class DecisionRow:
    """One decision of a campaign: its document, its day, and how many it named."""

    document_no: str
    day: dt.date
    people: int


def decisions(rows: Sequence[GrantRow]) -> list[DecisionRow]:
    """The decisions behind these honours, the earlier first; revoked ones were named too."""
    found: dict[tuple[str, dt.date], int] = {}
    for row in sorted(rows, key=lambda row: row.id):
        if row.granted_on is not None:
            key = (row.document_no, row.granted_on)
            found[key] = found.get(key, 0) + 1
    return [DecisionRow(*key, people) for key, people in found.items()]


def grants(work: UnitOfWork, campaign_id: int, *, as_decided: bool = False) -> list[GrantRow]:
    """The honours of a campaign in the order of its rosters, revoked ones too.

    Name, unit and post as they were corrected last, or as they were decided.
    """
    query = (
        select(HonourGrant, Person.number, Person.sex, DistrictWeight.district_name)
        .join(Person, Person.id == HonourGrant.person_id)
        .join(
            DistrictWeight,
            (DistrictWeight.campaign_id == HonourGrant.campaign_id)
            & (DistrictWeight.area_id == HonourGrant.area_id),
        )
        .where(HonourGrant.campaign_id == campaign_id)
    )
    rows = sorted(
        work.session.execute(query).tuples(),
        key=lambda row: (row[0].tier.order, row[0].roster_place),
    )
    given = [row[0] for row in rows]
    named = (
        {grant.id: corrections.as_decided(grant) for grant in given}
        if as_decided
        else corrections.as_corrected(work, given)
    )
    return [
        _grant(grant, number, sex, district, named[grant.id])
        for grant, number, sex, district in rows
    ]


def _grant(
    grant: HonourGrant, number: str, sex: Sex | None, district: str, named: corrections.Named
) -> GrantRow:
    return GrantRow(
        grant.id,
        grant.person_id,
        number,
        grant.year,
        grant.tier,
        district,
        grant.roster_place,
        named.name,
        sex,
        named.unit,
        named.post,
        named.choice,
        grant.state,
        grant.document_no,
        grant.granted_on,
    )


def places_in_run(work: UnitOfWork, run_id: int) -> dict[int, int]:
    """The place of every selected person among those of his unit and tier, 1 is the best."""
    query = select(SelectionLine.person_id, SelectionLine.place).where(
        SelectionLine.run_id == run_id,
        SelectionLine.outcome == Outcome.SELECTED,
        SelectionLine.place.is_not(None),
    )
    return {person_id: place or 0 for person_id, place in work.session.execute(query).tuples()}


def _submitted(named: Nomination) -> tuple[bool, int, int]:
    return named.unit_rank is None, named.unit_rank or 0, named.id
