"""Teams and who is in them; a substitute steps in for a regular member with a reason."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant
from hrgrid.training.queries.competition_inputs import entrants_in_order
from hrgrid.training.rules.competing import (
    PREPARING,
    EntrantState,
    MemberRole,
    Side,
)
from hrgrid.training.rules.competition import competition_rule_of
from hrgrid.training.service.competition_places import (
    come_back,
    competes,
    enter_events,
    leave_events,
    places_of,
)
from hrgrid.training.service.competition_steps import (
    OPEN_STATES,
    competition_of,
    competitor_of,
    named,
    told,
)
from hrgrid.training.service.entrants import EntryForm, new_entrant, next_number


def add_team(
    work: UnitOfWork,
    competition_id: int,
    name: str,
    unit: str = "",
    area_id: int | None = None,
    *,
    guest: bool = False,
) -> int:
    """A team without members, entered into the events of teams; the id."""
    competition = competition_of(work, competition_id, *OPEN_STATES)
    if not name.strip():
        raise UserError("代表队没有名称。请填上名称")
    there = entrants_in_order(work, competition_id)
    if any(one.side is Side.TEAM and one.name == name.strip() for one in there):
        raise UserError(f"已有代表队“{name.strip()}”。请换一个名称")
    form = EntryForm(name, unit, area_id=area_id, guest=guest)
    team = new_entrant(competition, next_number(work, competition_id), form, side=Side.TEAM)
    work.session.add(team)
    work.session.flush()
    enter_events(work, competition, [team])
    work.record("add_team", f"{named(competition)} {told(team)}")
    return team.id


def join_team(
    work: UnitOfWork,
    competitor_id: int,
    team_id: int,
    role: MemberRole = MemberRole.REGULAR,
) -> None:
    """Put somebody into a team; he is in one team at most, and changes it before the start."""
    competition, one = competitor_of(work, competitor_id, *OPEN_STATES)
    team = work.session.get(CompetitionEntrant, team_id)
    if one.side is not Side.PERSON:
        raise UserError(f"{told(one)}是代表队，不能加入别的队。请选一名选手")
    if team is None or team.side is not Side.TEAM or team.competition_id != competition.id:
        raise UserError("所选代表队不在这场比武里。请刷新后再选")
    if competition.state not in PREPARING and one.team_id not in {None, team_id}:
        raise UserError(f"{told(one)}已经代表别的队参赛，比赛开始后不能换队")
    before = {"team_id": one.team_id, "role": one.member_role}
    one.team_id, one.member_role = team.id, role
    work.session.flush()
    _fit(work, competition, one)
    work.record(
        "join_team",
        f"{named(competition)} {told(one)}",
        before={"role": getattr(before["role"], "value", "")},
        after={"team": team.name, "role": role.value},
    )


def leave_team(work: UnitOfWork, competitor_id: int) -> None:
    """Take somebody out of his team, before the competition runs."""
    competition, one = competitor_of(work, competitor_id, *PREPARING)
    if one.team_id is None:
        raise UserError(f"{told(one)}不在代表队里。请刷新后核对")
    one.team_id = one.member_role = None
    work.session.flush()
    _fit(work, competition, one)
    work.record("leave_team", f"{named(competition)} {told(one)}")


def step_in(work: UnitOfWork, substitute_id: int, regular_id: int) -> None:
    """A substitute takes the place of a regular member, with a reason; who goes out withdraws.

    Raises UserError where the regular has a result already: two people's results are no team's.
    """
    reason = work.require_reason().strip()
    competition, new = competitor_of(work, substitute_id, *OPEN_STATES)
    _, old = competitor_of(work, regular_id, *OPEN_STATES)
    if old.team_id is None or new.team_id != old.team_id:
        raise UserError(f"{told(new)}和{told(old)}不在同一个代表队。请核对")
    roles = (new.member_role, old.member_role)
    if roles != (MemberRole.SUBSTITUTE, MemberRole.REGULAR):
        raise UserError(f"替补要由替补队员替下正式队员。请核对{told(new)}和{told(old)}")
    if new.state is not EntrantState.ENTERED:
        raise UserError(f"{told(new)}已经{new.state.label}，不能替补上场")
    for event, _, _, marked in places_of(work, competition, old.id):
        if marked:
            raise UserError(
                f"{told(old)}在“{event.title}”已经有分，不能再由人替下。不能继续的请登记退赛"
            )
    old.member_role, new.member_role = MemberRole.SUBSTITUTE, MemberRole.REGULAR
    old.state, old.state_reason = EntrantState.WITHDRAWN, f"由{new.name}替补：{reason}"[:200]
    work.session.flush()
    leave_events(work, competition, old, EntrantStatus.WITHDRAWN, f"由{new.name}替补：{reason}")
    come_back(work, competition, new, EntrantStatus.WITHDRAWN)
    work.record(
        "step_in",
        f"{named(competition)} {told(new)}",
        reason,
        after={"instead_of": told(old)},
    )


def members_of(work: UnitOfWork, team_id: int) -> list[CompetitionEntrant]:
    """Who is in a team, by number."""
    query = select(CompetitionEntrant).where(CompetitionEntrant.team_id == team_id)
    return list(work.session.scalars(query.order_by(CompetitionEntrant.number)))


def _fit(work: UnitOfWork, competition: Competition, one: CompetitionEntrant) -> None:
    """In the events where his role lets him compete, out of them where it does not."""
    if competes(competition_rule_of(competition.rule), one):
        come_back(work, competition, one, EntrantStatus.WITHDRAWN)
    else:
        leave_events(work, competition, one, EntrantStatus.ENTERED, "")
