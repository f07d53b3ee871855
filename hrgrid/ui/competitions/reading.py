"""What the board shows, in one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.exchange.queries import PackageRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import FIXED, CompetitionState
from hrgrid.training.rules.competition_rows import (
    AwardRow,
    CompetitionBoard,
    CompetitorRow,
    LotRow,
    PrizePlan,
    PrizeProposal,
    PrizeRow,
    ProtestRow,
    RescoreRow,
    StandingsRow,
)

RANKED = (CompetitionState.SCORING_CLOSED, CompetitionState.CHECKED, *FIXED)
_EMPTY_PLAN = PrizePlan((), ())


@dataclass(frozen=True)
class Read:
    """A competition with everything that the board tells."""

    board: CompetitionBoard
    competitors: Sequence[CompetitorRow]
    standings: StandingsRow
    prizes: Sequence[PrizeRow]
    proposals: Sequence[PrizeProposal]
    plan: PrizePlan
    awards: Sequence[AwardRow]
    protests: Sequence[ProtestRow]
    rescores: Sequence[RescoreRow]
    lots: Sequence[LotRow]
    # Prizes held without a certificate in force.
    uncertified: int
    # What is elsewhere now; on a laptop what it came with.
    packages: Sequence[PackageRow]

    @property
    def id(self) -> int:
        """Which competition."""
        return self.board.card.row.id


def read_board(work: UnitOfWork, competition_id: int) -> Read:
    """Everything of one competition; rankings as stored once there are any, else as they run."""
    from hrgrid.training.queries import competition_standings as standings
    from hrgrid.training.queries.certified import awards_without
    from hrgrid.training.queries.competition_board import competition_board
    from hrgrid.training.queries.competition_prizes import (
        awards_of,
        prize_plan,
        prize_proposals,
        prizes_of,
    )
    from hrgrid.training.queries.competitors import competitors_of
    from hrgrid.training.queries.rescores import rescores_of
    from hrgrid.training.queries.taking import packages_of

    board = competition_board(work, competition_id)
    ranked = board.card.row.state in RANKED
    read = standings.stored_standings if ranked else standings.live_standings
    return Read(
        board,
        competitors_of(work, competition_id),
        read(work, competition_id),
        prizes_of(work, competition_id),
        prize_proposals(work, competition_id),
        prize_plan(work, competition_id) if ranked else _EMPTY_PLAN,
        awards_of(work, competition_id),
        standings.protests_of(work, competition_id),
        rescores_of(work, competition_id),
        standings.lots_of(work, competition_id),
        awards_without(work, competition_id),
        [one for one in packages_of(work, competition_id) if one.away or one.came],
    )
