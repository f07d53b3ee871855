"""Entries: added by hand, pasted or from a filter, all or none; and who competes no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.panels import service as panels
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant
from hrgrid.training.queries.competition_inputs import entrants_in_order
from hrgrid.training.rules.competing import PREPARING, EntrantState, MemberRole, Side
from hrgrid.training.rules.competition import competition_rule_of
from hrgrid.training.service.competition_places import (
    STATUS,
    come_back,
    competes,
    enter_events,
    leave_events,
    places_of,
    rename_in_events,
)
from hrgrid.training.service.competition_steps import (
    OPEN_STATES,
    competition_of,
    competitor_of,
    event_of,
    named,
    told,
)

_SHOWN = 3


@dataclass(frozen=True)
class EntryForm:
    """Somebody who competes; `team` is the name of his team, made where there is none.

    Without a number he takes the next one.
    """

    name: str
    unit: str = ""
    person_id: int | None = None
    area_id: int | None = None
    guest: bool = False
    team: str = ""
    role: MemberRole | None = None
    number: int | None = None


class EntriesRefused(UserError):
    """Nobody was entered; `problems` are (place in the list from 0, sentence)."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        first = "；".join(f"第 {at + 1} 行{said}" for at, said in problems[:_SHOWN])
        more = f"；等 {len(problems)} 处" if len(problems) > _SHOWN else ""
        super().__init__(f"没有报名：{first}{more}")


def add_entries(work: UnitOfWork, competition_id: int, forms: Sequence[EntryForm]) -> list[int]:
    """Enter everybody into the competition and its events; their ids in order.

    Raises EntriesRefused with what is wrong in which row.
    """
    competition = competition_of(work, competition_id, *OPEN_STATES)
    there = entrants_in_order(work, competition_id)
    if problems := entry_problems(there, forms):
        raise EntriesRefused(problems)
    teams = _teams(work, competition, there, forms)
    last = max((one.number for one in [*there, *teams.values()]), default=0)
    taken = {form.number for form in forms if form.number is not None}
    free = (number for number in range(last + 1, last + 2 * len(forms) + 1) if number not in taken)
    rows = []
    for form in forms:
        team = teams.get(form.team.strip())
        rows.append(
            new_entrant(
                competition,
                form.number if form.number is not None else next(free),
                form,
                None if team is None else team.id,
            )
        )
    work.session.add_all(rows)
    work.session.flush()
    enter_events(work, competition, rows)
    work.record(
        "add_entries",
        named(competition),
        after={"count": len(rows)}
        if len(rows) > 1
        else {"number": rows[0].number, "name": rows[0].name}
        if rows
        else {"count": 0},
    )
    return [one.id for one in rows]


def entry_problems(
    there: Iterable[CompetitionEntrant], forms: Sequence[EntryForm]
) -> list[tuple[int, str]]:
    """What is wrong with which row of a list; [] where nothing is."""
    people = {one.person_id: one.name for one in there if one.person_id is not None}
    strangers = {(one.name, one.unit) for one in there if one.side is Side.PERSON}
    numbers = {one.number for one in there}
    found = []
    for at, form in enumerate(forms):
        name, unit = form.name.strip(), form.unit.strip()
        if not name:
            found.append((at, "没有姓名。请填上姓名，或删去这一行"))
        elif form.person_id is not None and form.person_id in people:
            found.append((at, f"“{name}”已经报名。请删去这一行"))
        elif form.person_id is None and (name, unit) in strangers:
            found.append((at, f"“{name}（{unit or '未写单位'}）”已经报名。同名的另一人请写明单位"))
        elif form.number is not None and (form.number < 1 or form.number in numbers):
            found.append((at, f"参赛号 {form.number} 已经有人用了，或小于 1。请换一个号"))
        if form.person_id is not None:
            people[form.person_id] = name
        strangers.add((name, unit))
        if form.number is not None:
            numbers.add(form.number)
    return found


def new_entrant(
    competition: Competition,
    number: int,
    form: EntryForm,
    team_id: int | None = None,
    *,
    side: Side = Side.PERSON,
    from_id: int | None = None,
) -> CompetitionEntrant:
    """A row that is not in the session yet."""
    return CompetitionEntrant(
        competition_id=competition.id,
        number=number,
        side=side,
        person_id=form.person_id,
        team_id=team_id,
        member_role=None if team_id is None else form.role or MemberRole.REGULAR,
        name=form.name.strip(),
        unit=form.unit.strip(),
        area_id=form.area_id,
        guest=form.guest,
        from_id=from_id,
        state=EntrantState.ENTERED,
        state_reason="",
    )


def next_number(work: UnitOfWork, competition_id: int) -> int:
    """The number behind the last one."""
    last = select(func.max(CompetitionEntrant.number)).where(
        CompetitionEntrant.competition_id == competition_id
    )
    return 1 + (work.session.scalar(last) or 0)


def change_entry(
    work: UnitOfWork, competitor_id: int, name: str, unit: str, *, guest: bool = False
) -> None:
    """What an entry is called, and whether it is ranked beside the prizes."""
    competition, entrant = competitor_of(work, competitor_id, *OPEN_STATES)
    if not name.strip():
        raise UserError("没有姓名。请填上姓名")
    before = {"name": entrant.name, "unit": entrant.unit, "guest": entrant.guest}
    entrant.name, entrant.unit, entrant.guest = name.strip(), unit.strip(), guest
    work.session.flush()
    rename_in_events(work, competition, entrant)
    work.record(
        "change_entry",
        f"{named(competition)} {told(entrant)}",
        before=before,
        after={"name": entrant.name, "unit": entrant.unit, "guest": guest},
    )


def remove_entry(work: UnitOfWork, competitor_id: int) -> None:
    """Take an entry back before the competition runs; a team only without members."""
    competition, entrant = competitor_of(work, competitor_id, *PREPARING)
    members = select(CompetitionEntrant.id).where(CompetitionEntrant.team_id == competitor_id)
    if work.session.scalar(members.limit(1)) is not None:
        raise UserError(f"代表队“{entrant.name}”还有队员。请先让队员离队")
    for event, row, _, marked in places_of(work, competition, competitor_id):
        if marked:
            raise UserError(f"“{entrant.name}”在“{event.title}”已经有分，不能删去。请登记退赛")
        panels.remove_entrant(work, row.id)
    work.session.delete(entrant)
    work.session.flush()
    work.record("remove_entry", f"{named(competition)} {told(entrant)}")


def withdraw_entry(work: UnitOfWork, competitor_id: int) -> None:
    """He competes no more, with a reason: what he has in closed events stays, no total."""
    _leave(work, competitor_id, EntrantState.WITHDRAWN)


def disqualify_entry(work: UnitOfWork, competitor_id: int) -> None:
    """He is out of everything, with a reason."""
    _leave(work, competitor_id, EntrantState.DISQUALIFIED)


def reinstate_entry(work: UnitOfWork, competitor_id: int) -> None:
    """He competes after all, with a reason."""
    reason = work.require_reason()
    competition, entrant = competitor_of(work, competitor_id, *OPEN_STATES)
    if entrant.state is EntrantState.ENTERED:
        raise UserError(f"{told(entrant)}本来就在参赛。请刷新后核对")
    was = entrant.state
    entrant.state, entrant.state_reason = EntrantState.ENTERED, ""
    work.session.flush()
    if competes(competition_rule_of(competition.rule), entrant):
        come_back(work, competition, entrant, STATUS[was])
    _record_state(work, competition, entrant, was, reason)


def set_event_status(
    work: UnitOfWork, event_id: int, competitor_id: int, status: EntrantStatus
) -> None:
    """Whether somebody competes in one event; who does not needs a reason. Marks do not count."""
    competition, event, _ = event_of(work, event_id, *OPEN_STATES)
    for own, row, _, _ in places_of(work, competition, competitor_id):
        if own.id == event.id:
            panels.set_status(work, row.id, status, work.reason)
            return
    raise UserError(f"这名选手不在“{event.title}”里。请刷新后再办")


def _leave(work: UnitOfWork, competitor_id: int, state: EntrantState) -> None:
    reason = work.require_reason().strip()
    competition, entrant = competitor_of(work, competitor_id, *OPEN_STATES)
    if entrant.state is state:
        return
    was = entrant.state
    entrant.state, entrant.state_reason = state, reason[:200]
    work.session.flush()
    leave_events(work, competition, entrant, STATUS[state], reason)
    _record_state(work, competition, entrant, was, reason)


def _record_state(
    work: UnitOfWork,
    competition: Competition,
    entrant: CompetitionEntrant,
    was: EntrantState,
    reason: str,
) -> None:
    work.record(
        "set_entry_state",
        f"{named(competition)} {told(entrant)}",
        reason,
        before={"entrant_state": was.value},
        after={"entrant_state": entrant.state.value},
    )


def _teams(
    work: UnitOfWork,
    competition: Competition,
    there: Sequence[CompetitionEntrant],
    forms: Sequence[EntryForm],
) -> dict[str, CompetitionEntrant]:
    """The teams that rows name, those that are missing made."""
    found = {one.name: one for one in there if one.side is Side.TEAM}
    wanted = dict.fromkeys(form.team.strip() for form in forms if form.team.strip())
    number = max((one.number for one in there), default=0)
    taken = {form.number for form in forms if form.number is not None}
    made = []
    for name in wanted:
        if name in found:
            continue
        number += 1
        while number in taken:
            number += 1
        units = [form.unit.strip() for form in forms if form.team.strip() == name]
        unit = units[0] if len(set(units)) == 1 else ""
        found[name] = new_entrant(competition, number, EntryForm(name, unit), side=Side.TEAM)
        made.append(found[name])
    work.session.add_all(made)
    work.session.flush()
    enter_events(work, competition, made)
    return found
