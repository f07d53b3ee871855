"""From the last mark to the result: scoring closed, ranked, posted, fixed, published, archived."""

from __future__ import annotations

import datetime as dt

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition
from hrgrid.training.queries.competition_blocking import (
    lock_blockers,
    scoring_blockers,
    stale_run,
)
from hrgrid.training.queries.competition_inputs import applied_run
from hrgrid.training.queries.competition_prizes import places_set
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.competition_rows import Blocker
from hrgrid.training.service.competition_steps import competition_of, go_competition, named
from hrgrid.training.service.judging import back_to_running
from hrgrid.training.service.ranking import RunSummary, make_rankings, rank_anew

_S = CompetitionState
_SHOWN = 3


def close_scoring(work: UnitOfWork, competition_id: int) -> RunSummary:
    """Take no more marks of any event, and rank; UserError with what is missing where."""
    competition = competition_of(work, competition_id, _S.RUNNING)
    _refuse(scoring_blockers(work, competition), "还不能截止评分")
    go_competition(work, competition, _S.SCORING_CLOSED)
    return rank_anew(work, competition, work.reason)


def post_results(work: UnitOfWork, competition_id: int) -> dt.datetime:
    """Post the ranking: from now on protests may be filed; until when.

    Whoever posts proposes the result, so another one approves it where the office asks.
    """
    competition = competition_of(work, competition_id, _S.SCORING_CLOSED)
    if applied_run(work, competition_id) is None or stale_run(work, competition):
        raise UserError(f"{named(competition)}排名之后有改动，或者还没有排名。请先排名")
    competition.posted_at, competition.proposer_id = work.now, work.actor.operator_id
    go_competition(work, competition, _S.CHECKED)
    return work.now + dt.timedelta(minutes=competition.protest_minutes)


def reopen_results(work: UnitOfWork, competition_id: int) -> None:
    """Back to the marks, with a reason, as long as the result is not fixed."""
    work.require_reason()
    competition = competition_of(work, competition_id, _S.SCORING_CLOSED, _S.CHECKED)
    back_to_running(work, competition)


def result_subject(work: UnitOfWork, competition_id: int) -> Subject:
    """What is approved: the ranking that was posted; a later one is approved anew."""
    competition = seen_competition(work, competition_id)
    run = applied_run(work, competition_id)
    if competition.state is not _S.CHECKED or competition.proposer_id is None or run is None:
        raise UserError(
            f"{named(competition)}现在是“{competition.state.label}”，还不到审批。请先张榜"
        )
    return Subject(
        Deed.RESULT,
        f"competition:{competition_id}:{run.number}",
        f"{named(competition)}成绩",
        competition.proposer_id,
        competition.area_path,
    )


def lock_results(work: UnitOfWork, competition_id: int) -> None:
    """Fix the result, with its approval, once the window is over and every protest decided.

    Raises UserError with what blocks it, Refused while the approval is missing.
    """
    competition = competition_of(work, competition_id, _S.CHECKED)
    _refuse(lock_blockers(work, competition), "还不能定稿")
    approval = require_approved(work, result_subject(work, competition_id))
    competition.approval_words, competition.locked_at = approval.words, work.now
    go_competition(work, competition, _S.LOCKED)


def publish_results(
    work: UnitOfWork, competition_id: int, document_no: str, published_on: dt.date
) -> None:
    """The bulletin went out under this number on this day."""
    competition = competition_of(work, competition_id, _S.LOCKED)
    _refuse_rescore(work, competition)
    number = document_no.strip()
    if not number:
        raise UserError("没有写通报的文号。请补上再办")
    if published_on > work.today:
        raise UserError(f"通报日期 {published_on:%Y-%m-%d} 在今天之后。请核对日期")
    competition.document_no, competition.published_on = number, published_on
    go_competition(work, competition, _S.PUBLISHED, number)


def archive_competition(work: UnitOfWork, competition_id: int) -> None:
    """Put it away, its prizes given or none confirmed; only a re-score may follow."""
    competition = competition_of(work, competition_id, _S.PUBLISHED, _S.AWARDED)
    _refuse_rescore(work, competition)
    if competition.state is _S.PUBLISHED:
        _refuse_unawarded(work, competition)
    go_competition(work, competition, _S.ARCHIVED)


def _refuse_unawarded(work: UnitOfWork, competition: Competition) -> None:
    if not competition.prizes_set:
        raise UserError(f"{named(competition)}还没有确认奖项和名额。不设奖的也请确认一次，再归档")
    places = places_set(work, competition.id)
    if places:
        raise UserError(f"{named(competition)}设了 {places} 个奖，还没有颁。请先颁奖，再归档")


def _refuse_rescore(work: UnitOfWork, competition: Competition) -> None:
    from hrgrid.training.queries.rescores import open_rescore_of

    found = open_rescore_of(work, competition.id)
    if found is not None:
        raise UserError(f"第 {found.number} 号复核还没有办完。请先让它生效或取消")


def _refuse(found: list[Blocker], what: str) -> None:
    if found:
        shown = "；".join(each.sentence.rstrip("。") for each in found[:_SHOWN])
        more = f"；等 {len(found)} 处" if len(found) > _SHOWN else ""
        raise UserError(f"{what}：{shown}{more}")


__all__ = [
    "archive_competition",
    "close_scoring",
    "lock_results",
    "make_rankings",
    "post_results",
    "publish_results",
    "reopen_results",
    "result_subject",
]
