"""What everybody brings to a round of stars: the star he had, and how long he was in post."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select

from hrgrid.assessment.model import StarAward, StarRound
from hrgrid.assessment.queries.standings import joined
from hrgrid.assessment.queries.star_sources import lapsed_since
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.core.periods import months_between
from hrgrid.storage.base import table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries.persons import kept_ids
from hrgrid.workforce.rules import PostState

_DAYS_OF_MONTH = 30
_Span = tuple[dt.date, dt.date]


def stars_before(
    work: UnitOfWork, found: StarRound, rules: StarRules
) -> tuple[dict[int, int], set[int]]:
    """The star from which a step is counted, and who ever had one.

    In force on the day before the round's, or run out by itself not longer ago than a star lasts:
    a round that comes some weeks late takes no star away.
    """
    award = table_of(StarAward).c
    column = award.person_id if found.subject is StarSubject.PERSON else award.grid_id
    query = select(column, award.level, award.valid_to, award.lasts_to).where(
        column.is_not(None),
        award.void_reason == "",
        award.valid_from < found.valid_from,
        award.valid_to > award.valid_from,
        or_(award.round_id.is_(None), award.round_id != found.id),
    )
    kept = kept_ids(work) if found.subject is StarSubject.PERSON else {}
    since = lapsed_since(found.valid_from, rules.valid_months)
    newest: dict[int, tuple[dt.date, int, bool]] = {}
    for key, level, until, lasts in work.session.execute(query).all():
        star = until, level, until >= found.valid_from or (until == lasts and until > since)
        holder = kept.get(key, key)
        other = newest.get(holder)
        if other is None or star > other:
            newest[holder] = star
    return {key: level for key, (_, level, counts) in newest.items() if counts}, set(newest)


def months_served(work: UnitOfWork, role: str, behind: dt.date) -> dict[int, int]:
    """Full months of everybody in posts of a role before a day; gaps are not counted."""
    post = table_of(Post).c
    query = select(post.person_id, post.valid_from, post.valid_to).where(
        post.role == role, post.state != PostState.VOIDED, post.valid_from < behind
    )
    kept, spans = kept_ids(work), dict[int, list[_Span]]()
    for person_id, since, until in work.session.execute(query).all():
        span = (since, behind if until is None or until > behind else until)
        spans.setdefault(kept.get(person_id, person_id), []).append(span)
    # Many have been in post since the same day.
    known = dict[_Span, tuple[int, int]]()
    found = {}
    for person_id, own in spans.items():
        months = days = 0
        for span in joined(own) if len(own) > 1 else own:
            if (length := known.get(span)) is None:
                between = months_between(*span)
                length = known[span] = between.months, between.days
            months, days = months + length[0], days + length[1]
        found[person_id] = months + days // _DAYS_OF_MONTH
    return found
