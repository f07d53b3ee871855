"""What stands in the way of confirming a round of stars, and what a reopening would touch."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.assessment.model import StarAward, StarLine, StarRound, StarRun
from hrgrid.assessment.queries.star_sources import (
    periods_of_round,
    stale_words,
    star_run_of,
    waiting_of,
)
from hrgrid.assessment.rules.period_rows import Blocker
from hrgrid.assessment.rules.star_words import RoundState, StarSubject
from hrgrid.core.hashing import canonical_hash
from hrgrid.storage.work import UnitOfWork


def star_key(found: StarRound, run_number: int) -> str:
    """What is approved: this computation of this revision; a later one is approved anew."""
    return f"stars:{found.id}:{found.revision}:{run_number}"


def star_reopening_key(found: StarRound) -> str:
    """The key of a reopening: another reason is approved anew."""
    why = canonical_hash([found.reopen_reason])[:16]
    return f"stars-reopen:{found.id}:{found.revision}:{why}"


def reopening_asked(found: StarRound) -> bool:
    """Whether somebody asked to open this revision again."""
    return (
        found.state is RoundState.CONFIRMED
        and found.proposer_id is not None
        and bool(found.reopen_reason)
    )


def round_blockers(work: UnitOfWork, found: StarRound) -> list[Blocker]:
    """Results that wait, no computation or one out of date, lines undecided, stars that follow."""
    blockers = []
    if waiting := waiting_of(periods_of_round(work, found)):
        told = f"还有 {len(waiting)} 个考核期没有确认：{'、'.join(waiting[:3])}。请先确认考核结果"
        blockers.append(Blocker("periods", told, "periods", len(waiting)))
    run = star_run_of(work, found)
    if run is None:
        return [*blockers, Blocker("compute", "这一版还没有评定。请按方案评定", "results")]
    if changed := stale_words(work, found, run):
        blockers.append(Blocker("stale", f"{'，'.join(changed)}。请重新评定", "results"))
    if count := _at_line(work, run):
        unit = found.subject.counted
        told = f"{count:,} {unit}同分，星级名额不够。请裁定"
        blockers.append(Blocker("line", told, "results/line", count))
    if count := later_stars(work, found, run):
        unit = found.subject.counted
        told = (
            f"{count:,} {unit}在 {found.valid_from:%Y-%m-%d} 或以后已有另外评定的星级。"
            "请核对这次的有效期，或先重开后面的评定"
        )
        blockers.append(Blocker("later", told, "dates", count))
    return blockers


def approval_blockers(work: UnitOfWork, found: StarRound) -> list[Blocker]:
    """Nobody approved this computation yet."""
    run = star_run_of(work, found)
    if run is None:
        return []
    given = approval_state(work, Deed.ASSESSMENT, star_key(found, run.number))
    if given.complete:
        return []
    told = "评定结果还没有审批。请审批人登录审批，或登记纸质批件"
    return [Blocker("approval", told, "approval")]


def later_stars(work: UnitOfWork, found: StarRound, run: StarRun) -> int:
    """How many stars of those who took part begin on the day of the new ones, or later in them."""
    line, award = StarLine, StarAward
    person = found.subject is StarSubject.PERSON
    pair: Any = line.person_id == award.person_id if person else line.grid_id == award.grid_id
    query = (
        select(func.count(award.id))
        .join_from(award, line, pair)
        .where(
            line.run_id == run.id,
            line.left_out.is_(None),
            award.void_reason == "",
            award.valid_to > award.valid_from,
            award.valid_from >= found.valid_from,
            award.valid_from < found.valid_to,
        )
    )
    return work.session.scalar(query) or 0


def rounds_resting_on(work: UnitOfWork, found: StarRound) -> list[str]:
    """Confirmed rounds after this one whose steps were counted from its stars."""
    own = StarAward.__table__.alias("own")
    person = found.subject is StarSubject.PERSON
    pair: Any = (
        own.c.person_id == StarAward.person_id if person else own.c.grid_id == StarAward.grid_id
    )
    query = (
        select(StarRound.title)
        .join(StarAward, StarAward.round_id == StarRound.id)
        .join(own, pair)
        .where(
            own.c.round_id == found.id,
            own.c.void_reason == "",
            StarAward.void_reason == "",
            StarRound.id != found.id,
            StarRound.state == RoundState.CONFIRMED,
            StarRound.valid_from >= found.valid_from,
        )
        .group_by(StarRound.id, StarRound.title)
        .order_by(StarRound.id)
    )
    named = list(work.session.scalars(query))
    ended = (
        select(StarRound.title)
        .join(own, own.c.ended_by_id == StarRound.id)
        .where(own.c.round_id == found.id, StarRound.state == RoundState.CONFIRMED)
        .group_by(StarRound.id, StarRound.title)
    )
    return list(dict.fromkeys([*named, *work.session.scalars(ended)]))


def _at_line(work: UnitOfWork, run: StarRun) -> int:
    query = select(func.count()).where(StarLine.run_id == run.id, StarLine.at_line)
    return work.session.scalar(query) or 0
