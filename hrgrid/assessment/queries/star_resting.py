"""Which rounds of stars were computed from the results of a period."""

from __future__ import annotations

import json

from sqlalchemy import select

from hrgrid.assessment.model import AssessmentPeriod, StarRound, StarRun
from hrgrid.assessment.rules.period_rows import RestRow
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.assessment.rules.words import RunState
from hrgrid.storage.work import UnitOfWork


def stars_on(work: UnitOfWork, period: AssessmentPeriod) -> list[RestRow]:
    """Rounds whose computation in force read a period: for its results, or for its bad months.

    Asks no right: the caller has asked for the period's own.
    """
    query = (
        select(StarRound.title, StarRound.state, StarRun.inputs)
        .join(StarRun, StarRun.round_id == StarRound.id)
        .where(
            StarRun.state == RunState.APPLIED,
            StarRun.revision == StarRound.revision,
            StarRound.state != RoundState.CANCELLED,
            StarRound.year == period.year,
        )
        .order_by(StarRound.id)
    )
    found = []
    for title, state, inputs in work.session.execute(query).tuples():
        read = json.loads(inputs)
        if period.id in {row[0] for name in ("results", "months") for row in read.get(name, ())}:
            counts = state is RoundState.CONFIRMED
            what = "评定的星级不会自动改，须另行重开" if counts else "须重新评定"
            told = f"“{title}”（{state.label}）用到了本期，{what}"
            found.append(RestRow("stars", period.id, title, period.state, told))
    return found
