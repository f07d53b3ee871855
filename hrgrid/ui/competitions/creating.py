"""A competition in one unit of work: events, pasted entrants, judges, in the order pasted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.accounts.queries import office
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import Level
from hrgrid.training.rules.competition import EventForm
from hrgrid.ui.competitions.pasting import PastedEntrant
from hrgrid.ui.competitions.services import add_pasted, seat_judges


@dataclass(frozen=True)
class Newcomer:
    """What the form of a new competition says."""

    title: str
    level: Level
    organiser: str
    place: str
    first_day: dt.date
    last_day: dt.date
    events: tuple[EventForm, ...]
    entrants: tuple[PastedEntrant, ...] = ()
    judges: tuple[str, ...] = ()


def create(work: UnitOfWork, newcomer: Newcomer) -> int:
    """The competition with everybody in it, entries open; its id.

    Whoever is in comes in the order pasted until numbers are drawn.
    """
    from hrgrid.training.service.competitions import CompetitionForm, open_competition, open_entry

    competition_id = open_competition(
        work,
        CompetitionForm(
            newcomer.title,
            newcomer.level,
            area_of(work),
            newcomer.organiser or office(work).name,
            newcomer.place,
            newcomer.first_day,
            newcomer.last_day,
        ),
        events=newcomer.events,
    )
    if newcomer.entrants:
        add_pasted(work, competition_id, newcomer.entrants)
    if newcomer.judges:
        seat_judges(work, competition_id, newcomer.judges)
    open_entry(work, competition_id)
    return competition_id


def area_of(work: UnitOfWork) -> str:
    """The widest area where the actor may run trainings."""
    paths = [one.area_path for one in work.actor.grants if one.right is Right.RUN_TRAINING]
    return min(paths, key=len, default="")
