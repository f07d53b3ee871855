"""Periods of assessment by what somebody types: a part of the title."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.assessment.queries.scope import may_look_somewhere, within
from hrgrid.assessment.rules.period_rows import AssessmentHit
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
