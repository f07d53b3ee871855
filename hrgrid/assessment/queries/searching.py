"""Periods of assessment and rounds of stars by what somebody types: a part of the title."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.assessment.model import AssessmentPeriod, StarRound
from hrgrid.assessment.queries.scope import may_look_somewhere, within
from hrgrid.assessment.rules.period_rows import AssessmentHit
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.storage.work import UnitOfWork


def search_assessment(work: UnitOfWork, text: str, limit: int = 4) -> list[AssessmentHit]:
    """What `text` may mean among the periods that the actor looks at; nothing for others.

    Blanks count not: 2026年9月 finds 2026 年 9 月.
    """
    typed = "".join(text.split())
    if not typed or not may_look_somewhere(work):
        return []
    held = AssessmentPeriod
    query = (
        select(held.id, held.title, held.state)
        .where(within(work, held.area_path))
        .order_by(held.year.desc(), held.number.desc(), held.id.desc())
    )
    found = [
        AssessmentHit(
            f"periods/{row.id}",
            row.title,
            f"考核、{row.state.label}",
            row.state is PeriodState.LOCKED,
        )
        for row in work.session.execute(query)
        if typed in "".join(row.title.split())
    ]
    return found[:limit]


def search_stars(work: UnitOfWork, text: str, limit: int = 4) -> list[AssessmentHit]:
    """What `text` may mean among the rounds of stars that the actor looks at, the newest first."""
    typed = "".join(text.split())
    if not typed or not may_look_somewhere(work):
        return []
    held = StarRound
    query = (
        select(held.id, held.title, held.state)
        .where(within(work, held.area_path))
        .order_by(held.valid_from.desc(), held.id.desc())
    )
    found = [
        AssessmentHit(
            f"stars/{row.id}",
            row.title,
            f"星级评定、{row.state.label}",
            row.state is RoundState.CANCELLED,
        )
        for row in work.session.execute(query)
        if typed in "".join(row.title.split())
    ]
    return found[:limit]
