"""Prizes that people hold, counted over a time: what assessment reads of competitions."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionAward, CompetitionEntrant
from hrgrid.training.rules.competing import AwardState, CompetitionState
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept

_PUBLISHED = (CompetitionState.PUBLISHED, CompetitionState.AWARDED, CompetitionState.ARCHIVED)


def prizes_held(work: UnitOfWork, first: dt.date, behind: dt.date) -> dict[int, int]:
    """By kept person, the prizes of competitions published from a day to before another.

    A prize of a team counts for each of its members. A count for assessment, whose use case asks
    the right; prizes that were withdrawn do not count.
    """
    holder, member = aliased(CompetitionEntrant), aliased(CompetitionEntrant)
    query = (
        select(the_kept(), func.count(CompetitionAward.id.distinct()))
        .select_from(CompetitionAward)
        .join(Competition, Competition.id == CompetitionAward.competition_id)
        .join(holder, holder.id == CompetitionAward.entrant_id)
        .join(member, or_(member.id == holder.id, member.team_id == holder.id))
        .join(Person, Person.id == member.person_id)
        .where(
            CompetitionAward.state == AwardState.HELD,
            Competition.state.in_(_PUBLISHED),
            Competition.published_on >= first,
            Competition.published_on < behind,
        )
        .group_by(the_kept())
    )
    return dict(work.session.execute(query).tuples().all())
