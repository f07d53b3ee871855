"""Prizes: how many, proposals for that, who would hold them, who does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionAward,
    CompetitionEntrant,
    CompetitionPrize,
)
from hrgrid.training.queries.competition_blocking import ranking_titles
from hrgrid.training.queries.competition_inputs import (
    applied_run,
    entrants_in_order,
    lots_drawn,
)
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.queries.competition_standings import stored_lines
from hrgrid.training.rules.competing import TEAM_RANKING, AwardState
from hrgrid.training.rules.competition_rows import (
    AwardRow,
    PrizeHolder,
    PrizePlan,
    PrizeProposal,
    PrizeRow,
    PrizeTie,
)
from hrgrid.training.rules.prizes import (
    FEW_BY_NUMBER,
    PERSON_BY_NUMBER,
    OpenPrize,
    PrizePlaces,
    Winner,
    by_share,
    share_out,
)
from hrgrid.training.rules.standing_rows import RankedLine
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on

GIVEN = "评定奖项"
"""The heading of prizes that are given and not won."""


def prizes_of(work: UnitOfWork, competition_id: int) -> list[PrizeRow]:
    """The prizes in their order, with how many hold each."""
    competition = seen_competition(work, competition_id)
    titles = ranking_titles(work, competition)
    held = dict(
        work.session.execute(
            select(CompetitionAward.prize_id, func.count())
            .where(
                CompetitionAward.competition_id == competition_id,
                CompetitionAward.state == AwardState.HELD,
            )
            .group_by(CompetitionAward.prize_id)
        )
        .tuples()
        .all()
    )
    return [
        PrizeRow(
            each.id,
            each.ranking,
            titles.get(each.ranking, each.ranking) if each.ranking else GIVEN,
            each.label,
            each.places,
            each.sort,
            held.get(each.id, 0),
        )
        for each in prizes_in_order(work, competition_id)
    ]


def prizes_in_order(work: UnitOfWork, competition_id: int) -> list[CompetitionPrize]:
    """The rows themselves."""
    query = select(CompetitionPrize).where(CompetitionPrize.competition_id == competition_id)
    return list(work.session.scalars(query.order_by(CompetitionPrize.sort, CompetitionPrize.id)))


def places_set(work: UnitOfWork, competition_id: int) -> int:
    """How many prizes there are to give, by ranking or not."""
    query = select(func.coalesce(func.sum(CompetitionPrize.places), 0)).where(
        CompetitionPrize.competition_id == competition_id
    )
    return int(work.session.scalar(query) or 0)


def prize_proposals(work: UnitOfWork, competition_id: int) -> list[PrizeProposal]:
    """Numbers of prizes to take over, for each ranking; by share only where it was ranked."""
    competition = seen_competition(work, competition_id)
    run = applied_run(work, competition_id)
    ranked: dict[str, int] = {}
    if run is not None:
        numbers = {one.id: one.number for one in entrants_in_order(work, competition_id)}
        for line in stored_lines(work, run.id, numbers):
            ranked[line.ranking] = ranked.get(line.ranking, 0) + (line.rank is not None)
    found = []
    for ranking in ranking_titles(work, competition):
        by_number = [("few", "1、2、3 个", FEW_BY_NUMBER)]
        if ranking != TEAM_RANKING:
            by_number.append(("many", "2、4、8 个", PERSON_BY_NUMBER))
        found += [PrizeProposal(code, label, ranking, given) for code, label, given in by_number]
        if count := ranked.get(ranking, 0):
            found.append(
                PrizeProposal("share", f"按 {count} 人的 10%、20%、30%", ranking, by_share(count))
            )
    return found


def prize_plan(work: UnitOfWork, competition_id: int, admitted: Collection[int] = ()) -> PrizePlan:
    """Who gets what by the ranking that counts; ties across a line that nobody decided yet.

    `admitted` are prizes that all equals across their line get.
    """
    competition = seen_competition(work, competition_id)
    run = applied_run(work, competition_id)
    entrants = entrants_in_order(work, competition_id)
    if run is None:
        return PrizePlan((), ())
    lines = stored_lines(work, run.id, {one.id: one.number for one in entrants})
    return plan_of(work, competition, lines, entrants, admitted)


def plan_of(
    work: UnitOfWork,
    competition: Competition,
    lines: Sequence[RankedLine],
    entrants: Sequence[CompetitionEntrant],
    admitted: Collection[int] = (),
) -> PrizePlan:
    """The same by the lines of a caller."""
    prizes = prizes_in_order(work, competition.id)
    winners, ties = winners_of(work, competition, prizes, lines, admitted)
    by_number = {one.number: one for one in entrants}
    by_prize = {each.id: each for each in prizes}
    return PrizePlan(
        tuple(_holder(by_prize[each.prize_id], each, by_number) for each in winners),
        tuple(_tie(by_prize[each.prize_id], each, by_number) for each in ties),
    )


def winners_of(
    work: UnitOfWork,
    competition: Competition,
    prizes: Sequence[CompetitionPrize],
    lines: Sequence[RankedLine],
    admitted: Collection[int] = (),
) -> tuple[list[Winner], list[OpenPrize]]:
    """Every ranking's prizes shared out."""
    lots = lots_drawn(work, competition, prizes=True)
    winners: list[Winner] = []
    ties: list[OpenPrize] = []
    for ranking in dict.fromkeys(each.ranking for each in prizes if each.ranking):
        ranked = [
            (line.number, line.rank)
            for line in lines
            if line.ranking == ranking and line.rank is not None
        ]
        own = [PrizePlaces(each.id, each.places) for each in prizes if each.ranking == ranking]
        found, left = share_out(ranking, own, ranked, lots, admitted)
        winners += found
        ties += left
    return winners, ties


def awards_of(work: UnitOfWork, competition_id: int) -> list[AwardRow]:
    """Everybody who holds or held a prize, in the order of prizes and places."""
    seen_competition(work, competition_id)
    entrants = {one.id: one for one in entrants_in_order(work, competition_id)}
    query = (
        select(CompetitionAward, CompetitionPrize)
        .join(CompetitionPrize, CompetitionPrize.id == CompetitionAward.prize_id)
        .where(CompetitionAward.competition_id == competition_id)
        .order_by(CompetitionPrize.sort, CompetitionAward.rank, CompetitionAward.id)
    )
    rows = list(work.session.execute(query).tuples().all())
    areas = _areas(work, [award.area_id for award, _ in rows if award.area_id is not None])
    return [_award(award, prize, entrants, areas) for award, prize in rows]


def _award(
    award: CompetitionAward,
    prize: CompetitionPrize,
    entrants: Mapping[int, CompetitionEntrant],
    areas: Mapping[int, str],
) -> AwardRow:
    one = None if award.entrant_id is None else entrants[award.entrant_id]
    members = tuple(
        each.name for each in entrants.values() if one is not None and each.team_id == one.id
    )
    name = areas.get(award.area_id or 0, "") if one is None else one.name
    return AwardRow(
        award.id,
        prize.id,
        prize.label,
        prize.ranking,
        award.entrant_id,
        None if one is None else one.number,
        award.area_id,
        name,
        "" if one is None else one.unit,
        members,
        award.rank,
        award.state,
        award.reason,
        award.withdraw_reason,
    )


def _areas(work: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    query = (
        select(AreaStand.area_id, AreaStand.name)
        .where(AreaStand.area_id.in_(ids), AreaStand.valid_from <= work.today)
        .order_by(AreaStand.valid_from)
    )
    found = dict(work.session.execute(query).tuples().all())
    now = dict(
        work.session.execute(
            select(AreaStand.area_id, AreaStand.name).where(
                AreaStand.area_id.in_(ids), holds_on(AreaStand, work.today)
            )
        )
        .tuples()
        .all()
    )
    return found | now


def _holder(
    prize: CompetitionPrize, winner: Winner, by_number: Mapping[int, CompetitionEntrant]
) -> PrizeHolder:
    one = by_number[winner.number]
    return PrizeHolder(
        prize.id, prize.label, prize.ranking, one.id, one.number, one.name, one.unit, winner.rank
    )


def _tie(
    prize: CompetitionPrize, tie: OpenPrize, by_number: Mapping[int, CompetitionEntrant]
) -> PrizeTie:
    ours = [by_number[number] for number in tie.numbers]
    return PrizeTie(
        prize.id,
        prize.label,
        prize.ranking,
        tie.rank,
        tie.places,
        tuple(one.id for one in ours),
        tie.numbers,
        tuple(one.name for one in ours),
    )
