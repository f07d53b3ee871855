"""What every use case of a round of stars begins with: the right, the state, its name."""

from __future__ import annotations

from hrgrid.assessment.model import StarRound
from hrgrid.assessment.rules.star_words import ROUND_ARROWS, RoundState
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork


def round_of(work: UnitOfWork, round_id: int, *states: RoundState) -> StarRound:
    """The round, for somebody who runs assessment there, in one of `states` (any if none).

    Raises UserError with what state it is in, Refused without the right.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    found = work.session.get(StarRound, round_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {round_id} 号星级评定。请刷新列表后再选")
    work.require(Right.RUN_ASSESSMENT, found.area_path)
    if states and found.state not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{wanted}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def go_round(work: UnitOfWork, found: StarRound, state: RoundState, reason: str = "") -> None:
    """Take a round along one arrow and note who, when and why."""
    if state not in ROUND_ARROWS[found.state]:
        raise UserError(f"{named(found)}现在是“{found.state.label}”，不能到“{state.label}”")
    before, found.state = found.state, state
    work.session.flush()
    work.record(
        "step_star_round",
        named(found),
        reason or None,
        before={"round_state": before.value},
        after={"round_state": state.value, "revision": found.revision},
    )


def named(found: StarRound) -> str:
    """A round in a sentence."""
    return f"星级评定“{found.title}”"
