"""Marks put down beside what forms carry; a later one of the same part counts instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.assessment.queries.year_totals import year_totals
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.honours.model import Campaign, Nomination, NomineeMark
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.marks import marks_of
from hrgrid.honours.rules.marks import FULL, MarkPart, MarkSource
from hrgrid.honours.rules.words import RUNNABLE
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Origin:
    """Which part of the score marks are, and where they come from."""

    part: MarkPart
    source: MarkSource
    ref: str


@dataclass(frozen=True)
class Given:
    """A mark of one nominee in thousandths, and how it came about."""

    milli: int
    told: str


def put_marks(work: UnitOfWork, found: Campaign, origin: Origin, given: Mapping[int, Given]) -> int:
    """Put down the marks by nomination that are not there already; how many were new."""
    before = marks_of(work, found.id)
    fresh = {
        key: one
        for key, one in given.items()
        if (there := before.rows.get((key, origin.part))) is None
        or (there.milli, there.told, there.source) != (one.milli, one.told, origin.source)
    }
    last = work.session.scalar(
        select(func.max(NomineeMark.number)).where(NomineeMark.campaign_id == found.id)
    )
    ids = reserve_ids(work, NomineeMark, len(fresh))
    rows = [
        {
            "id": row_id,
            "campaign_id": found.id,
            "number": number,
            "nomination_id": nomination_id,
            "score_part": origin.part,
            "milli": one.milli,
            "mark_source": origin.source,
            "source_ref": origin.ref,
            "told": one.told,
            "made_at": work.now,
            "made_by": work.actor.name,
        }
        for row_id, number, (nomination_id, one) in zip(
            ids, range((last or 0) + 1, (last or 0) + 1 + len(fresh)), fresh.items(), strict=True
        )
    ]
    insert_rows(work, NomineeMark, rows)
    if rows:
        work.record(
            "mark_nominees",
            named(found),
            after={
                "part": origin.part.value,
                "mark_source": origin.source.value,
                "count": len(rows),
            },
        )
    return len(rows)


def take_assessment(work: UnitOfWork, campaign_id: int) -> int:
    """The year's assessment as the merit of those whose form gives none; how many were new.

    Raises UserError where the scheme takes the merit from forms alone, and for a result that is
    not out of 100.
    """
    found = campaign_of(work, campaign_id, *RUNNABLE)
    if not scheme_in(work, found.rule_number).merit_from_assessment:
        raise UserError("方案里业绩分只取推荐表。要取年度考核成绩，请先改评选方案")
    wanted = [row for row in _nominations(work, found.id) if row.merit_milli is None]
    totals = year_totals(work, found.year, {row.person_id for row in wanted})
    given = {}
    for row in wanted:
        total = totals.get(row.person_id)
        if total is None:
            continue
        if not 0 <= total.milli <= FULL:
            raise UserError(
                f"“{row.name_given}”的年度考核是 {mark_text(total.milli)} 分，不是百分制，"
                "不能作业绩分。请在推荐表里写业绩分"
            )
        given[row.id] = Given(total.milli, f"“{total.title}”总分 {mark_text(total.milli)}")
    origin = Origin(MarkPart.MERIT, MarkSource.ASSESSMENT, f"assessment:{found.year}")
    return put_marks(work, found, origin, given)


def _nominations(work: UnitOfWork, campaign_id: int) -> Sequence[Nomination]:
    query = select(Nomination).where(Nomination.campaign_id == campaign_id)
    return work.session.scalars(query.order_by(Nomination.id)).all()
