"""Competitions of the list, and one with its rule and the way it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionStep,
)
from hrgrid.training.queries.competition_blocking import protests_until
from hrgrid.training.queries.competition_scope import (
    require_look_somewhere,
    seen_competition,
    within,
)
from hrgrid.training.rules.competing import (
    PREPARING,
    CompetitionState,
    EntrantState,
    Level,
    Side,
)
from hrgrid.training.rules.competition import competition_rule_hash, competition_rule_of
from hrgrid.training.rules.competition_rows import (
    CompetitionCard,
    CompetitionRow,
    CompetitionStepRow,
)

_ENDED = (CompetitionState.ARCHIVED, CompetitionState.CANCELLED)
_LEVELS = tuple(Level)


@dataclass(frozen=True)
class ListFilter:
    """Which competitions; empty fields do not narrow. `ended`: archived or cancelled."""

    text: str = ""
    level: Level | None = None
    year: int | None = None
    ended: bool | None = None


def competition_list(work: UnitOfWork, wanted: ListFilter | None = None) -> list[CompetitionRow]:
    """Competitions of the actor's part of the tree, the latest first."""
    require_look_somewhere(work)
    asked = wanted or ListFilter()
    query = select(Competition).where(within(work, Competition.area_path))
    if asked.text.strip():
        like = asked.text.strip()
        query = query.where(
            Competition.title.contains(like, autoescape=True)
            | Competition.number.contains(like, autoescape=True)
        )
    if asked.level is not None:
        query = query.where(Competition.level == asked.level)
    if asked.ended is not None:
        ended = Competition.state.in_(_ENDED)
        query = query.where(ended if asked.ended else ~ended)
    found = list(
        work.session.scalars(
            query.order_by(Competition.first_day.desc(), Competition.number.desc())
        )
    )
    if asked.year is not None:
        found = [each for each in found if each.first_day.year == asked.year]
    return _rows(work, found)


def competition_card(work: UnitOfWork, competition_id: int) -> CompetitionCard:
    """One competition, for whoever runs, marks or approves it."""
    found = seen_competition(work, competition_id)
    steps = work.session.scalars(
        select(CompetitionStep)
        .where(CompetitionStep.competition_id == competition_id)
        .order_by(CompetitionStep.seq)
    )
    return CompetitionCard(
        _rows(work, [found])[0],
        competition_rule_of(found.rule),
        competition_rule_hash(found.rule),
        found.advancing,
        found.protest_minutes,
        found.prizes_set,
        found.posted_at,
        protests_until(found),
        found.locked_at,
        found.approval_words,
        found.document_no,
        found.published_on,
        found.cancel_reason,
        found.note,
        tuple(
            CompetitionStepRow(
                each.seq, each.state, each.at, each.made_by, each.reason, each.document_no
            )
            for each in steps
        ),
        found.version,
    )


def upper_choices(
    work: UnitOfWork, competition_id: int | None, level: Level
) -> list[CompetitionRow]:
    """Competitions of a higher level that still take entries."""
    require_look_somewhere(work)
    higher = _LEVELS[_LEVELS.index(level) + 1 :]
    query = select(Competition).where(
        Competition.level.in_(higher), Competition.state.in_(PREPARING)
    )
    if competition_id is not None:
        query = query.where(Competition.id != competition_id)
    return _rows(work, list(work.session.scalars(query.order_by(Competition.number))))


def _rows(work: UnitOfWork, found: Sequence[Competition]) -> list[CompetitionRow]:
    ids = [each.id for each in found]
    upper = aliased(Competition)
    uppers = {each.next_id for each in found if each.next_id is not None}
    titles = dict(
        work.session.execute(select(upper.id, upper.title).where(upper.id.in_(uppers)))
        .tuples()
        .all()
    )
    events = dict(
        work.session.execute(
            select(CompetitionEvent.competition_id, func.count())
            .where(CompetitionEvent.competition_id.in_(ids))
            .group_by(CompetitionEvent.competition_id)
        )
        .tuples()
        .all()
    )
    entered = {
        (competition_id, side): count
        for competition_id, side, count in work.session.execute(
            select(CompetitionEntrant.competition_id, CompetitionEntrant.side, func.count())
            .where(
                CompetitionEntrant.competition_id.in_(ids),
                CompetitionEntrant.state == EntrantState.ENTERED,
            )
            .group_by(CompetitionEntrant.competition_id, CompetitionEntrant.side)
        )
    }
    return [
        CompetitionRow(
            each.id,
            each.number,
            each.title,
            each.level,
            each.area_path,
            each.organiser,
            each.place,
            each.first_day,
            each.last_day,
            each.state,
            events.get(each.id, 0),
            entered.get((each.id, Side.PERSON), 0),
            entered.get((each.id, Side.TEAM), 0),
            each.next_id,
            "" if each.next_id is None else titles.get(each.next_id, ""),
        )
        for each in found
    ]
