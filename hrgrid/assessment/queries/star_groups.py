"""Those equal at the lines of shares in a round of stars, and what was decided of them."""

from __future__ import annotations

import json

from sqlalchemy import select

from hrgrid.assessment.model import StarChoice, StarRound
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.star_lines import lines_of
from hrgrid.assessment.queries.star_seen import own_key, seen_round
from hrgrid.assessment.queries.star_sources import star_run_of
from hrgrid.assessment.rules.star_rows import StarChoiceRow, StarGroup
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.core.tabulation import mark_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def groups_to_decide(work: UnitOfWork, round_id: int) -> list[StarGroup]:
    """The groups that wait for people, the best star first; [] where none does."""
    return groups_of(work, seen_round(work, round_id))


def groups_of(work: UnitOfWork, found: StarRound) -> list[StarGroup]:
    """The same of a round in hand.

    Whoever waits at a better star's line is decided on there first.
    """
    run = star_run_of(work, found)
    if run is None:
        return []
    steps = [step for step in json.loads(run.shares) if step["tied"]]
    if not steps:
        return []
    rows = {row.number: row for row in lines_of(work, found, at_line=True)}
    groups, waiting = [], set[str]()
    for step in sorted(steps, key=lambda step: -int(step["grade"])):
        if waiting & set(step["tied"]):
            continue
        waiting |= set(step["tied"])
        level, places = int(step["grade"]), step["tied_places"]
        people = tuple(rows[number] for number in step["tied"] if number in rows)
        what = found.subject.counted
        words = (
            f"{step['pool']}参加评定的 {step['people']} {what}，“{step['label']}”及以上 "
            f"{step['places']} 个名额。{mark_text(step['tied_milli'])} 分并列 {len(people)} "
            f"{what}，只剩 {places} 个名额"
        )
        groups.append(StarGroup(step["pool"], level, places, step["tied_milli"], people, words))
    return groups


def choices(work: UnitOfWork, round_id: int) -> list[StarChoiceRow]:
    """Every decision of a round, the newest first; those taken back too."""
    found = seen_round(work, round_id)
    query = select(StarChoice).where(StarChoice.round_id == found.id)
    rows = list(work.session.scalars(query.order_by(StarChoice.id.desc())))
    names = _names(work, [row.person_id for row in rows if row.person_id is not None])
    grids = chains_of(work, {row.grid_id for row in rows if row.grid_id is not None})
    return [
        StarChoiceRow(
            row.id,
            row.person_id or row.grid_id or 0,
            names.get(row.person_id or 0, "")
            if row.person_id is not None
            else grids[row.grid_id or 0].own,
            row.level,
            row.reason,
            row.decided_by,
            row.decided_on,
            row.void_reason,
        )
        for row in rows
    ]


def choice_words(work: UnitOfWork, found: StarRound, subject_id: int) -> str:
    """What was decided of somebody at a line, in a sentence; "" where nothing was."""
    column = own_key(StarChoice, found.subject)
    query = select(StarChoice).where(
        StarChoice.round_id == found.id, column == subject_id, StarChoice.void_reason == ""
    )
    row = work.session.scalar(query)
    if row is None:
        return ""
    return (
        f"名额线上并列，{row.decided_on:%Y-%m-%d} 由{row.decided_by}裁定为"
        f"{star_label(row.level)}：{row.reason}"
    )


def _names(work: UnitOfWork, ids: list[int]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return dict(work.session.execute(query).tuples().all())
