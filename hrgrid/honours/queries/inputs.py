"""The frozen inputs of a selection, read back from the data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select, true

from hrgrid.honours.model import (
    Campaign,
    Entrant,
    Nomination,
    SelectionLine,
    SelectionRun,
    TieDecision,
)
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.categories import places_by_category
from hrgrid.honours.queries.marks import marks_of
from hrgrid.honours.queries.quotas import places_by_district, weighed_districts
from hrgrid.honours.rules import rows
from hrgrid.honours.rules.marks import MarkPart
from hrgrid.honours.rules.rows import Compared, Inputs, Line, Nominee
from hrgrid.honours.rules.words import Removal, Tier
from hrgrid.storage.work import UnitOfWork

# Everybody is read, some at a time: no server hands over ten million rows at once.
_SOME = {"yield_per": 5_000}


@dataclass(frozen=True)
class Frozen:
    """Inputs with what the data calls their parts; `facts` are the stored texts, by number."""

    inputs: Inputs
    facts: dict[str, str]
    person_ids: dict[str, int]
    nomination_ids: dict[tuple[str, Tier], int]
    tie_number: int
    removals: str
    mark_number: int


def frozen_inputs(work: UnitOfWork, campaign: Campaign, run: SelectionRun | None = None) -> Frozen:
    """What a new run of the campaign reads, or what `run` read."""
    freezing = run.freezing if run else campaign.freezing
    scheme = scheme_in(work, run.rule_number if run else campaign.rule_number)
    codes = {one.area_id: one.counts.code for one in weighed_districts(work, campaign.id)}
    places = {
        (tier, codes[area_id]): count
        for (tier, area_id), count in places_by_district(work, campaign.id).items()
    }
    split = places_by_category(work, campaign.id, scheme.categories)
    entrants, facts, ids = _entrants(work, campaign.id, freezing)
    numbers = {person_id: number for number, person_id in ids.items()}
    nominees, nomination_ids, last_mark = _nominees(work, campaign.id, codes, numbers, run)
    decisions, last = _decisions(work, campaign.id, run)
    return Frozen(
        Inputs(scheme, places, entrants, nominees, decisions, split),
        facts,
        ids,
        nomination_ids,
        last,
        _removals(nominees),
        last_mark,
    )


def stored_lines(work: UnitOfWork, run_id: int) -> list[Line]:
    """The lines of a run as they were stored, in their order."""
    query = (
        select(
            Entrant.person_number,
            SelectionLine.tier,
            Entrant.district_code,
            Nomination.area_id,
            SelectionLine,
        )
        .join(SelectionRun, SelectionRun.id == SelectionLine.run_id)
        .join(Entrant, _same_entrant())
        .outerjoin(Nomination, Nomination.id == SelectionLine.nomination_id)
        .where(SelectionLine.run_id == run_id)
    )
    run = work.session.get_one(SelectionRun, run_id)
    codes = {one.area_id: one.counts.code for one in weighed_districts(work, run.campaign_id)}
    found = []
    with work.session.execute(query, execution_options=_SOME) as stored:
        for number, tier, district, area_id, line in stored:
            found.append(
                Line(
                    number,
                    tier,
                    codes[area_id] if area_id is not None else district,
                    area_id is not None,
                    line.outcome,
                    line.outcome_code,
                    line.rule_key,
                    line.shown_milli,
                    line.place,
                    line.cut_milli,
                    line.distance_milli,
                    compared_of(line.compared),
                )
            )
    return sorted(found, key=lambda line: (line.tier.order, line.number))


def compared_of(text: str) -> tuple[Compared, ...]:
    """The comparisons of a stored line."""
    return tuple(Compared(*step) for step in json.loads(text)) if text else ()


def _same_entrant() -> ColumnElement[bool]:
    return and_(
        Entrant.campaign_id == SelectionRun.campaign_id,
        Entrant.freezing == SelectionRun.freezing,
        Entrant.person_id == SelectionLine.person_id,
    )


def _entrants(
    work: UnitOfWork, campaign_id: int, freezing: int
) -> tuple[dict[str, rows.Entrant], dict[str, str], dict[str, int]]:
    query = (
        select(
            Entrant.person_id,
            Entrant.person_number,
            Entrant.person_name,
            Entrant.district_code,
            Entrant.facts,
        )
        .where(Entrant.campaign_id == campaign_id, Entrant.freezing == freezing)
        .order_by(Entrant.person_number)
    )
    entrants, facts, ids = {}, {}, {}
    districts: dict[str, str] = {}
    # Most people share their facts with many others.
    read: dict[str, tuple[str, dict[str, int]]] = {}
    with work.session.execute(query, execution_options=_SOME) as stored:
        for person_id, number, name, district, text in stored:
            known = read.get(text)
            if known is None:
                known = read[text] = text, json.loads(text)
            # The text too is kept once for all who share it.
            facts[number], shared = known
            own = districts.setdefault(district, district)
            entrants[number] = rows.Entrant(number, name, own, shared)
            ids[number] = person_id
    return entrants, facts, ids


def _nominees(
    work: UnitOfWork,
    campaign_id: int,
    codes: dict[int, str],
    numbers: dict[int, str],
    run: SelectionRun | None,
) -> tuple[list[Nominee], dict[tuple[str, Tier], int], int]:
    """The nominees by tier and number, and the number of the last mark that was read.

    Who was out and what marks there were is what the run says, else what is now.
    """
    marks = marks_of(work, campaign_id, run.id if run else None)
    out = (
        None if run is None else {(n, Tier(t)): Removal(r) for n, t, r in json.loads(run.removals)}
    )
    nominees, ids = [], {}
    query = select(Nomination).where(Nomination.campaign_id == campaign_id).order_by(Nomination.id)
    for row in work.session.scalars(query):
        number = numbers[row.person_id]
        removal = row.removal if out is None else out.get((number, row.tier))
        nominees.append(
            Nominee(
                number,
                row.tier,
                codes[row.area_id],
                row.unit_rank,
                marks.milli(row, MarkPart.MERIT),
                marks.milli(row, MarkPart.REVIEW),
                row.score_milli,
                removal,
                marks.milli(row, MarkPart.PUBLIC),
            )
        )
        ids[number, row.tier] = row.id
    nominees.sort(key=lambda one: (one.tier.order, one.number))
    return nominees, ids, marks.last


def _removals(nominees: Iterable[Nominee]) -> str:
    out = [[one.number, one.tier.value, one.removal.value] for one in nominees if one.removal]
    return json.dumps(out, ensure_ascii=False)


def _decisions(
    work: UnitOfWork, campaign_id: int, run: SelectionRun | None
) -> tuple[list[rows.TieDecision], int]:
    """Of each tie the last decision; what came after the run was not there for it."""
    then = TieDecision.number <= run.tie_number if run else true()
    query = (
        select(TieDecision)
        .where(TieDecision.campaign_id == campaign_id, then)
        .order_by(TieDecision.number)
    )
    latest: dict[tuple[Tier, str, str], rows.TieDecision] = {}
    last = 0
    for row in work.session.scalars(query):
        latest[row.tier, row.district_code, row.tied] = rows.TieDecision(
            row.tier,
            row.district_code,
            tuple(json.loads(row.tied)),
            tuple(json.loads(row.chosen)),
        )
        last = row.number
    return list(latest.values()), last
