"""Who gets which prize by a ranking: the number of prizes is given, a tie across the line told.

Source: rules.md 3 (prizes) and 0 (a tie at a cut-off is never cut silently).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from hrgrid.core.labelled import Labelled
from hrgrid.training.rules.standing_rows import DrawnLot
from hrgrid.training.rules.ties import order_drawn


class TieAnswer(Labelled):
    """What people decided on a tie across the line of a prize."""

    ALL = "all", "并列者都得奖"
    LOT = "lot", "按抽签结果"


@dataclass(frozen=True)
class PrizePlaces:
    """A prize and how many there are."""

    prize_id: int
    places: int


@dataclass(frozen=True)
class Winner:
    """One who gets a prize; `tied`: with the others of his rank, beyond the number of prizes."""

    prize_id: int
    number: int
    rank: int
    tied: bool = False


@dataclass(frozen=True)
class OpenPrize:
    """Equals across the line of a prize, `places` left for them."""

    prize_id: int
    rank: int
    places: int
    numbers: tuple[int, ...]


def share_out(
    ranking: str,
    prizes: Sequence[PrizePlaces],
    ranked: Sequence[tuple[int, int]],
    lots: Sequence[DrawnLot] = (),
    admitted: Collection[int] = (),
) -> tuple[list[Winner], list[OpenPrize]]:
    """Prizes in their order to `ranked` (number, rank), guests left out by the caller.

    Where a tie is open, nothing behind it is shared out. `admitted` are prizes that all equals
    across their line get; who got none of a prize stays in for the next one.
    """
    ordered = sorted(ranked, key=lambda one: (one[1], one[0]))
    waiting = [[n for n, _ in same] for _, same in groupby(ordered, key=lambda one: one[1])]
    rank_of = dict(ranked)
    winners = list[Winner]()
    for prize in prizes:
        left = prize.places
        while left and waiting:
            equals = waiting[0]
            if len(equals) > left:
                order = order_drawn(ranking, equals, lots)
                if order is not None:
                    waiting[:1] = [[number] for number in order]
                    continue
                if prize.prize_id not in admitted:
                    open_tie = OpenPrize(prize.prize_id, rank_of[equals[0]], left, tuple(equals))
                    return winners, [open_tie]
            beyond = len(equals) > left
            winners += [Winner(prize.prize_id, n, rank_of[n], beyond) for n in equals]
            left = max(0, left - len(equals))
            del waiting[0]
    return winners, []


PERSON_BY_NUMBER = (("一等奖", 2), ("二等奖", 4), ("三等奖", 8))
FEW_BY_NUMBER = (("一等奖", 1), ("二等奖", 2), ("三等奖", 3))
SHARES = (("一等奖", 10), ("二等奖", 20), ("三等奖", 30))


def by_share(contestants: int) -> tuple[tuple[str, int], ...]:
    """10, 20 and 30 of a hundred, rounded down; the first prize at least once."""
    found = [(label, contestants * share // 100) for label, share in SHARES]
    if contestants:
        found[0] = (found[0][0], max(1, found[0][1]))
    return tuple(found)
