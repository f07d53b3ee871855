"""The first of a competition enter the one above, with their entries, once."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import quoted
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant
from hrgrid.training.queries.competition_inputs import entrants_in_order
from hrgrid.training.queries.competition_standings import advance_plan
from hrgrid.training.rules.competing import FIXED, EntrantState, Side
from hrgrid.training.service.competition_places import enter_events
from hrgrid.training.service.competition_steps import OPEN_STATES, competition_of, named
from hrgrid.training.service.entrants import EntryForm, new_entrant, next_number


@dataclass(frozen=True)
class Advanced:
    """How many were entered above, and how many were there already."""

    added: int
    already: int


def advance(
    work: UnitOfWork,
    competition_id: int,
    side: Side = Side.PERSON,
    *,
    admit_tied: bool = False,
) -> Advanced:
    """Enter the first of a fixed result into the next competition; teams with their members.

    Equals across the line all go on with `admit_tied` and a reason, or by a lot; else UserError.
    Whoever came earlier, or is entered there by hand, is not entered twice.
    """
    lower = competition_of(work, competition_id, *FIXED)
    plan = advance_plan(work, competition_id, side)
    upper = competition_of(work, plan.next_id, *OPEN_STATES)
    if plan.tied and not admit_tied:
        raise UserError(
            f"{quoted(plan.tied_names)}并列在晋级线上。请当众抽签，或写明原因后全部晋级"
        )
    if plan.tied:
        work.require_reason()
    going = {*plan.competitor_ids, *(plan.tied if admit_tied else ())}
    below = entrants_in_order(work, competition_id)
    there = entrants_in_order(work, upper.id)
    came = {one.from_id for one in there}
    people = {one.person_id for one in there if one.person_id is not None}
    chosen = [one for one in below if one.id in going]
    new = [one for one in chosen if not _there(one, came, people)]
    rows = _entered(work, upper, new)
    if side is Side.TEAM:
        for team, row in zip(new, list(rows), strict=True):
            members = [
                one
                for one in below
                if one.team_id == team.id
                and one.state is EntrantState.ENTERED
                and not _there(one, came, people)
            ]
            rows += _entered(work, upper, members, row.id)
    enter_events(work, upper, rows)
    work.record(
        "advance_entries",
        f"{named(lower)} → {named(upper)}",
        after={"count": len(new), "names": [one.name for one in new]},
    )
    return Advanced(len(new), len(chosen) - len(new))


def _there(one: CompetitionEntrant, came: set[int | None], people: set[int]) -> bool:
    return one.id in came or one.person_id in people


def _entered(
    work: UnitOfWork,
    upper: Competition,
    chosen: list[CompetitionEntrant],
    team_id: int | None = None,
) -> list[CompetitionEntrant]:
    first = next_number(work, upper.id)
    rows = [
        new_entrant(
            upper,
            number,
            EntryForm(one.name, one.unit, one.person_id, one.area_id, role=one.member_role),
            team_id,
            side=one.side,
            from_id=one.id,
        )
        for number, one in enumerate(chosen, start=first)
    ]
    work.session.add_all(rows)
    work.session.flush()
    return rows
