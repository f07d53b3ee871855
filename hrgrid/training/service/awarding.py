"""Prizes: their numbers confirmed by people, given by the ranking, given with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import quoted
from hrgrid.documents.service import revoke_source
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionAward,
    CompetitionEntrant,
    CompetitionPrize,
)
from hrgrid.training.queries.competition_inputs import applied_run
from hrgrid.training.queries.competition_prizes import prize_plan, prizes_in_order
from hrgrid.training.queries.rescores import open_rescore_of
from hrgrid.training.rules.certificates import sources_of_award
from hrgrid.training.rules.competing import AwardState, CompetitionState
from hrgrid.training.rules.prizes import TieAnswer
from hrgrid.training.service.competition_steps import competition_of, go_competition, named
from hrgrid.workforce.queries.areas import area_on

_S = CompetitionState
_BEFORE = (
    _S.DRAFT,
    _S.ENTRY_OPEN,
    _S.RUNNING,
    _S.SCORING_CLOSED,
    _S.CHECKED,
    _S.LOCKED,
    _S.PUBLISHED,
)


@dataclass(frozen=True)
class PrizeForm:
    """A prize of a ranking ("" is given and not won) and how many there are."""

    ranking: str
    label: str
    places: int


def set_prizes(work: UnitOfWork, competition_id: int, forms: Sequence[PrizeForm]) -> None:
    """The numbers of prizes, confirmed by whoever sets them; an empty list confirms none."""
    competition = competition_of(work, competition_id, *_BEFORE)
    wanted: dict[tuple[str, str], int] = {}
    for form in forms:
        key = (form.ranking, form.label.strip())
        if not key[1]:
            raise UserError("有一个奖项没有名称。请填上")
        if key in wanted:
            raise UserError(f"奖项“{key[1]}”写了两遍。请合并成一行")
        if form.places < 0:
            raise UserError(f"“{key[1]}”的名额是 {form.places}，不能是负数。请改正")
        wanted[key] = form.places
    there = {(each.ranking, each.label): each for each in prizes_in_order(work, competition_id)}
    given = set(
        work.session.scalars(
            select(CompetitionAward.prize_id).where(
                CompetitionAward.competition_id == competition_id
            )
        )
    )
    for key, prize in there.items():
        if key not in wanted:
            if prize.id in given:
                raise UserError(f"“{prize.label}”已经评给人了，不能去掉")
            work.session.delete(prize)
    work.session.flush()
    for sort, (key, places) in enumerate(wanted.items(), start=1):
        if key in there:
            there[key].places, there[key].sort = places, sort
        else:
            work.session.add(
                CompetitionPrize(
                    competition_id=competition_id,
                    ranking=key[0],
                    label=key[1],
                    places=places,
                    sort=sort,
                )
            )
    competition.prizes_set = True
    work.session.flush()
    work.record(
        "set_prizes",
        named(competition),
        after={f"{ranking} {label}".strip(): count for (ranking, label), count in wanted.items()},
    )


def award_prizes(
    work: UnitOfWork, competition_id: int, answers: Mapping[int, TieAnswer] | None = None
) -> int:
    """Give the prizes by the ranking that was published; how many.

    `answers` decide, by prize, on equals across its line: all get it, or as the lot was drawn.
    Raises UserError where a tie is left, or the numbers were never confirmed.
    """
    competition = competition_of(work, competition_id, _S.PUBLISHED)
    if not competition.prizes_set:
        raise UserError(f"{named(competition)}还没有确认奖项和名额。请先设奖")
    rescore = open_rescore_of(work, competition_id)
    if rescore is not None:
        raise UserError(f"第 {rescore.number} 号复核还没有办完。请先让它生效或取消")
    chosen = dict(answers or {})
    admitted = {prize for prize, answer in chosen.items() if answer is TieAnswer.ALL}
    plan = prize_plan(work, competition_id, admitted)
    if plan.ties:
        first = plan.ties[0]
        raise UserError(
            f"{quoted(first.names)}并列第 {first.rank}，“{first.label}”只剩 {first.places} 个。"
            "请决定都得奖，或当众抽签"
        )
    run = applied_run(work, competition_id)
    assert run is not None  # noqa: S101 - a fixed result has one
    for holder in plan.holders:
        work.session.add(
            CompetitionAward(
                competition_id=competition_id,
                prize_id=holder.prize_id,
                entrant_id=holder.competitor_id,
                area_id=None,
                run_id=run.id,
                rank=holder.rank,
                reason=TieAnswer.ALL.label if holder.prize_id in admitted else "",
                state=AwardState.HELD,
                withdraw_reason="",
                given_rescore_id=None,
                withdrawn_rescore_id=None,
            )
        )
    work.session.flush()
    work.record(
        "award_prizes",
        named(competition),
        after={
            "count": len(plan.holders),
            "holders": [f"{each.label} {each.name}" for each in plan.holders],
        },
    )
    go_competition(work, competition, _S.AWARDED)
    return len(plan.holders)


def give_prize(
    work: UnitOfWork,
    prize_id: int,
    area_id: int | None = None,
    competitor_id: int | None = None,
) -> int:
    """Give a prize that no ranking gives (优秀组织奖) to a unit or an entry, with a reason."""
    reason = work.require_reason()
    competition, prize = _prize(work, prize_id, _S.LOCKED, _S.PUBLISHED, _S.AWARDED)
    if prize.ranking:
        raise UserError(f"“{prize.label}”按名次产生，不能另评。请颁奖，或走复核")
    query = select(CompetitionAward).where(
        CompetitionAward.prize_id == prize_id, CompetitionAward.state == AwardState.HELD
    )
    held = work.session.scalars(query).all()
    if any((one.area_id, one.entrant_id) == (area_id, competitor_id) for one in held):
        raise UserError(f"所选的已经评过“{prize.label}”。请另选一个")
    if len(held) >= prize.places:
        raise UserError(f"“{prize.label}”的 {prize.places} 个名额已经评满。请先改名额")
    if (area_id is None) == (competitor_id is None):
        raise UserError(f"“{prize.label}”要评给一个单位，或一名参赛者。请选一个")
    if area_id is not None:
        area_on(work, area_id, work.today)
    return grant(work, competition, prize, reason, area_id=area_id, competitor_id=competitor_id)


def grant(
    work: UnitOfWork,
    competition: Competition,
    prize: CompetitionPrize,
    reason: str,
    *,
    area_id: int | None = None,
    competitor_id: int | None = None,
    rank: int | None = None,
    rescore_id: int | None = None,
) -> int:
    """One holder more, on record, by a re-score where one is named; the id."""
    run = applied_run(work, competition.id)
    if run is None:
        raise UserError(f"{named(competition)}还没有排名，不能评奖")
    if competitor_id is not None:
        one = work.session.get(CompetitionEntrant, competitor_id)
        if one is None or one.competition_id != competition.id:
            raise UserError("所选参赛者不在这场比武里。请刷新后再选")
    award = CompetitionAward(
        competition_id=competition.id,
        prize_id=prize.id,
        entrant_id=competitor_id,
        area_id=area_id,
        run_id=run.id,
        rank=rank,
        reason=reason.strip()[:200],
        state=AwardState.HELD,
        withdraw_reason="",
        given_rescore_id=rescore_id,
        withdrawn_rescore_id=None,
    )
    work.session.add(award)
    work.session.flush()
    work.record("give_prize", f"{named(competition)} {prize.label}", reason)
    return award.id


def withdraw(
    work: UnitOfWork,
    competition: Competition,
    award_id: int,
    reason: str,
    rescore_id: int | None = None,
) -> None:
    """Take a prize back, with the reason; the row stays, and names the re-score that did it."""
    award = work.session.get(CompetitionAward, award_id)
    if award is None or award.competition_id != competition.id:
        raise UserError("这个获奖记录不在了。请刷新后再办")
    if award.state is AwardState.WITHDRAWN:
        raise UserError("这个奖已经收回。请刷新后核对")
    if not reason.strip():
        raise UserError("收回奖项要写明原因。请填上")
    award.state, award.withdraw_reason = AwardState.WITHDRAWN, reason.strip()[:200]
    award.withdrawn_rescore_id = rescore_id
    work.session.flush()
    # Its certificate goes with it, where one was issued.
    for source in sources_of_award(award.id):
        revoke_source(work, source, reason.strip())
    prize = work.session.get_one(CompetitionPrize, award.prize_id)
    work.record("withdraw_award", f"{named(competition)} {prize.label}", reason)


def withdraw_award(work: UnitOfWork, award_id: int) -> None:
    """Take back a prize that no ranking gave, with a reason; others go by a re-score."""
    reason = work.require_reason()
    award = work.session.get(CompetitionAward, award_id)
    if award is None:
        raise UserError("这个获奖记录不在了。请刷新后再办")
    competition, prize = _prize(work, award.prize_id)
    if prize.ranking:
        raise UserError(f"“{prize.label}”按名次产生，要收回请走复核")
    withdraw(work, competition, award_id, reason)


def _prize(
    work: UnitOfWork, prize_id: int, *states: CompetitionState
) -> tuple[Competition, CompetitionPrize]:
    prize = work.session.get(CompetitionPrize, prize_id)
    if prize is None:
        raise UserError("这个奖项不在了。请刷新后再选")
    return competition_of(work, prize.competition_id, *states), prize
