"""What a run of stars was reckoned from, as it is kept with its lines and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from hrgrid.assessment.model import StarLine, StarRound, StarRun
from hrgrid.assessment.queries.grid_scores import GridScore
from hrgrid.assessment.queries.star_seen import own_key
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.rules.shares import Unit
from hrgrid.assessment.rules.star_words import HIGHEST, StarSubject
from hrgrid.assessment.rules.stars import Candidate
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person


@dataclass(frozen=True)
class Read:
    """Everybody by number, with where he stood; `facts` are JSON of what else was read.

    `marks` say what was read, by which a change since is noticed. Keys are ids of persons or
    grids, `numbers` their business keys.
    """

    people: tuple[Candidate, ...]
    areas: tuple[int, ...]
    unit_ids: tuple[int, ...]
    units: Mapping[int, Unit]
    numbers: Mapping[int, str]
    facts: tuple[str, ...]
    marks: Mapping[str, Any]


def facts_of(one: Candidate, *, bad: Sequence[int] = (), note: str = "") -> str:
    """All that a line's columns do not say, so that it can be reckoned again."""
    return _told(one.served_months, one.rated, one.vetoed, tuple(bad), note)


@lru_cache(maxsize=10_000)
def _told(served: int, rated: bool, vetoed: bool, bad: tuple[int, ...], note: str) -> str:
    """Among many people few are told differently from all others."""
    told: dict[str, Any] = {"served": served}
    if rated:
        told["rated"] = True
    if vetoed:
        told["vetoed"] = True
    if bad:
        told["bad"] = list(bad)
    if note:
        told["note"] = note
    return json.dumps(told, ensure_ascii=False)


def facts_of_grid(one: Candidate, score: GridScore) -> str:
    """The same of a grid, with the themes that it broke and what its score is made of."""
    told: dict[str, Any] = {"served": one.served_months}
    if one.rated:
        told["rated"] = True
    if one.theme_ceiling < HIGHEST:
        told["theme_ceiling"] = one.theme_ceiling
    told |= {"broken": list(score.broken), **score.facts}
    return json.dumps(told, ensure_ascii=False)


def kept_of(work: UnitOfWork, found: StarRound, run: StarRun) -> Read:
    """What a computation was reckoned from, as it is kept with its lines."""
    line = StarLine
    person = found.subject is StarSubject.PERSON
    query = select(
        own_key(line, found.subject),
        Person.number if person else Area.code,
        line.area_id,
        line.unit_id,
        line.total_milli,
        line.before_level,
        line.facts,
    ).where(line.run_id == run.id)
    if person:
        query = query.join(Person, Person.id == line.person_id)
    else:
        query = query.join(Area, Area.id == line.grid_id)
    rows = sorted(work.session.execute(query).tuples(), key=lambda row: row[1])
    units = scoring_units(work, {row[3] for row in rows})
    people = []
    for key, _, _, unit_id, total, before, facts in rows:
        told = json.loads(facts)
        people.append(
            Candidate(
                key,
                units[unit_id].code,
                total,
                before,
                told.get("rated", False),
                told.get("vetoed", False),
                len(told.get("bad", ())),
                told["served"],
                told.get("theme_ceiling", HIGHEST),
            )
        )
    return Read(
        tuple(people),
        tuple(row[2] for row in rows),
        tuple(row[3] for row in rows),
        units,
        {row[0]: row[1] for row in rows},
        tuple(row[6] for row in rows),
        json.loads(run.inputs),
    )
