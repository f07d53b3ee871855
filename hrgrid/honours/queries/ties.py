"""Ties at a line: those that wait for people, and how earlier ones were closed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from hrgrid.honours.model import Campaign, Entrant, TieDecision
from hrgrid.honours.queries.explanation import score_text
from hrgrid.honours.queries.inputs import Frozen, frozen_inputs
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.categories import pool_text
from hrgrid.honours.rules.rows import Inputs, Nominee, OpenTie
from hrgrid.honours.rules.scoring import exact_score, published
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.words import RUNNABLE, Tier, TieWay
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class TiedRow:
    """Somebody in a tie; marks in thousandths, `score` as published text."""

    number: str
    name: str
    score: str
    merit_milli: int | None
    review_milli: int | None
    unit_rank: int | None


@dataclass(frozen=True)
class TieRow:
    """Who is tied at which line, and for how many places."""

    tier: Tier
    district_code: str
    district: str
    places: int
    people: tuple[TiedRow, ...]


@dataclass(frozen=True)
class DecidedTieRow:
    """How people closed a tie, the newest last; names instead of numbers."""

    number: int
    tier: Tier
    district: str
    tied: tuple[str, ...]
    chosen: tuple[str, ...]
    way: TieWay
    decided_by: str
    happened_on: dt.date
    reason: str
    made_by: str


def open_ties(work: UnitOfWork, campaign_id: int) -> list[TieRow]:
    """What a run would stop at now: ties of one tier, since a lower one waits for it."""
    found = work.session.get_one(Campaign, campaign_id)
    if found.state not in RUNNABLE:
        return []
    return ties_of(work, found, frozen_inputs(work, found))


def ties_of(work: UnitOfWork, found: Campaign, frozen: Frozen) -> list[TieRow]:
    """The open ties of frozen inputs."""
    inputs = frozen.inputs
    names = {one.counts.code: one.counts.name for one in weighed_districts(work, found.id)}
    return [_tie(inputs, tie, names) for tie in select_all(inputs).open_ties]


def decided_tie(work: UnitOfWork, campaign_id: int, tier: Tier, district: str) -> TieRow | None:
    """A tie that people closed, as if they had not, so that they may decide it anew."""
    found = work.session.get_one(Campaign, campaign_id)
    frozen = frozen_inputs(work, found)
    others = [d for d in frozen.inputs.decisions if (d.tier, d.district) != (tier, district)]
    without = replace(frozen, inputs=replace(frozen.inputs, decisions=others))
    for row in ties_of(work, found, without):
        if (row.tier, row.district_code) == (tier, district):
            return row
    return None


def tie_decisions(work: UnitOfWork, campaign_id: int) -> list[DecidedTieRow]:
    """Every decision on a tie, also those that a later one replaced."""
    found = work.session.get_one(Campaign, campaign_id)
    names = {one.counts.code: one.counts.name for one in weighed_districts(work, campaign_id)}
    query = (
        select(TieDecision)
        .where(TieDecision.campaign_id == campaign_id)
        .order_by(TieDecision.number)
    )
    rows = list(work.session.scalars(query))
    numbers = {number for row in rows for number in json.loads(row.tied)}
    people = dict(
        work.session.execute(
            select(Entrant.person_number, Entrant.person_name).where(
                Entrant.campaign_id == campaign_id,
                Entrant.freezing == found.freezing,
                Entrant.person_number.in_(numbers),
            )
        )
        .tuples()
        .all()
    )
    return [
        DecidedTieRow(
            row.number,
            row.tier,
            names.get(row.district_code, row.district_code),
            _shown(people, row.tied),
            _shown(people, row.chosen),
            row.way,
            row.decided_by,
            row.happened_on,
            row.reason,
            row.made_by,
        )
        for row in rows
    ]


def _shown(people: Mapping[str, str], numbers: str) -> tuple[str, ...]:
    return tuple(f"{people.get(number, '')}（{number}）" for number in json.loads(numbers))


def _tie(inputs: Inputs, tie: OpenTie, names: Mapping[str, str]) -> TieRow:
    nominees = {one.number: one for one in inputs.nominees if one.tier is tie.tier}
    people = tuple(_tied(inputs, nominees[number]) for number in tie.tied)
    where = names[tie.district] + pool_text(inputs.scheme.categories, tie.pool)
    return TieRow(tie.tier, tie.district, where, tie.places, people)


def _tied(inputs: Inputs, one: Nominee) -> TiedRow:
    exact = exact_score(inputs.scheme, one)
    shown = None if exact is None else published(inputs.scheme, exact)
    return TiedRow(
        one.number,
        inputs.entrants[one.number].name,
        score_text(inputs.scheme, shown),
        one.merit,
        one.review,
        one.unit_rank,
    )
