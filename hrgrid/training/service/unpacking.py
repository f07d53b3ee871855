"""A competition that came as a file, set up on a laptop: an office for this one task.

The competition, its events and entrants keep the numbers that the office has for them, so that
what goes back fits. The office's way of working travels along: where marks are keyed by two
people and people sign in, they do so here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from hrgrid.accounts.model import Operator
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import FirstKeys, FirstOperator, OfficeForm, set_up_office
from hrgrid.accounts.service.operators import OperatorForm, insert_operator
from hrgrid.accounts.service.set_up import made_up_password
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.rights import Right
from hrgrid.exchange.rules.packs import Direction, Pack
from hrgrid.exchange.service import packages
from hrgrid.panels.service.carrying import plant_panel
from hrgrid.panels.service.opening import PanelForm
from hrgrid.storage.database import Clock, utc_now
from hrgrid.storage.office import PolicyRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionLot,
    CompetitionPrize,
    CompetitionStep,
    EventPoint,
    EventTime,
)
from hrgrid.training.queries import taking
from hrgrid.training.rules.competing import CompetitionState, Side
from hrgrid.training.rules.taken import TakenCompetition, TakenEvent, TakenPerson

_WHY = "随外带包带来"


@dataclass(frozen=True)
class Offer:
    """What is shown of a package before it is opened."""

    path: Path
    title: str
    office_name: str
    made_at: str
    made_by: str
    events: tuple[str, ...]
    entrants: int
    judges: int
    marks: int
    keyers: tuple[str, ...]
    second_entry: bool


def offer_of(path: Path) -> Offer:
    """Read a package that goes out; raises UserError for any other file."""
    pack, taken = _read(path)
    head = pack.manifest
    return Offer(
        path,
        head.title,
        head.office_name,
        head.made_at,
        head.made_by,
        tuple(event.title for event in taken.events),
        sum(1 for entrant in taken.entrants if entrant.side is Side.PERSON) or len(taken.entrants),
        max((_judges(event) for event in taken.events), default=0),
        taken.marks,
        tuple(person.name for person in taken.people if person.goes),
        taken.second_entry,
    )


def _judges(event: TakenEvent) -> int:
    return len({seat.seat_no for seat in event.panel.seats})


def _read(path: Path) -> tuple[Pack, TakenCompetition]:
    pack = packages.read_package(path)
    if pack.manifest.direction is not Direction.OUT:
        raise UserError(
            f"“{path.name}”是从外带电脑送回的包。请在“{pack.manifest.office_name}”的数据里收回"
        )
    return pack, taking.read_offer(pack)


def open_package(where: str | Path, path: Path, clock: Clock = utc_now) -> FirstKeys:
    """Make new data with the competition of a package in it: whole, or nothing is left.

    The keys are those of a new office; where people sign in, everybody who goes along gets a
    temporary password. Raises UserError.
    """
    pack, taken = _read(path)
    goes = [person for person in taken.people if person.goes]
    if not goes:
        raise UserError(f"“{path.name}”没有写由谁外带录分，打不开。请在单位重新带走一份")
    setting = Setting.DOUBLE if taken.second_entry else Setting.SINGLE
    logins = _logins(taken.people)
    first = FirstOperator(logins[goes[0].id], goes[0].name)
    form = OfficeForm(f"{pack.manifest.office_name}（外带）", "", setting, (first,))
    passwords = {
        person.id: made_up_password() if setting is Setting.DOUBLE else None for person in goes[1:]
    }
    keys = set_up_office(where, form, clock, furnish=_furnisher(pack, taken, logins, passwords))
    added = tuple(
        (logins[number], secret) for number, secret in passwords.items() if secret is not None
    )
    return replace(keys, passwords=(*keys.passwords, *added))


def _logins(people: tuple[TakenPerson, ...]) -> dict[int, str]:
    """Names to sign in by; where two are called the same, with a number."""
    seen: dict[str, int] = {}
    logins = {}
    for person in people:
        seen[person.name] = seen.get(person.name, 0) + 1
        number = seen[person.name]
        logins[person.id] = person.name if number == 1 else f"{person.name}{number}"
    return logins


def _furnisher(
    pack: Pack,
    taken: TakenCompetition,
    logins: dict[int, str],
    passwords: dict[int, str | None],
) -> Callable[[UnitOfWork], object]:
    def furnish(work: UnitOfWork) -> None:
        work.session.get_one(PolicyRow, Policy.SECOND_ENTRY).value = int(taken.second_entry)
        work.session.flush()
        people = _seat_people(work, taken.people, logins, passwords)
        _plant(work, taken, people)
        home = {str(here): there for there, here in people.items()}
        package = packages.note_incoming(work, pack, home)
        work.record(
            "open_package",
            package.title,
            _WHY,
            after={"from": package.office_name, "sha256": package.content_sha256},
        )

    return furnish


def _seat_people(
    work: UnitOfWork,
    people: tuple[TakenPerson, ...],
    logins: dict[int, str],
    passwords: dict[int, str | None],
) -> dict[int, int]:
    """Operators here by their number at the office; who keyed but stays there signs in nowhere."""
    here = {}
    first = next(person for person in people if person.goes)
    for person in people:
        if person is first:
            here[person.id] = work.actor.operator_id
        elif person.goes:
            role = Role.TRAINER if passwords[person.id] is not None else Role.OWNER
            form = OperatorForm(
                logins[person.id],
                person.name,
                "",
                "",
                (RoleRow(role, ""),),
                passwords[person.id],
            )
            here[person.id] = insert_operator(work, form, temporary=form.secret is not None)
        else:
            row = Operator(
                login=logins[person.id],
                name=person.name,
                post="",
                unit="",
                active=False,
                temporary_secret=False,
                made_at=work.now,
            )
            work.session.add(row)
            work.session.flush()
            here[person.id] = row.id
    return here


def _plant(work: UnitOfWork, taken: TakenCompetition, people: dict[int, int]) -> None:
    row = Competition(
        number=taken.number,
        title=taken.title,
        level=taken.level,
        area_path="",
        organiser=taken.organiser,
        place=taken.place,
        first_day=taken.first_day,
        last_day=taken.last_day,
        next_id=None,
        advancing=0,
        rule=taken.rule,
        protest_minutes=taken.protest_minutes,
        state=CompetitionState.ENTRY_OPEN,
        prizes_set=taken.prizes_set,
        posted_at=None,
        proposer_id=None,
        locked_at=None,
        approval_words="",
        document_no="",
        published_on=None,
        cancel_reason="",
        note="",
    )
    row.id = taken.id
    work.session.add(row)
    work.session.flush()
    _plant_entrants(work, taken)
    for event in taken.events:
        _plant_event(work, taken, event, people)
    for prize in taken.prizes:
        work.session.add(
            CompetitionPrize(
                competition_id=taken.id,
                ranking=prize.ranking,
                label=prize.label,
                places=prize.places,
                sort=prize.sort,
            )
        )
    for lot in taken.lots:
        work.session.add(
            CompetitionLot(
                competition_id=taken.id,
                ranking=lot.ranking,
                tied=lot.tied,
                result=lot.result,
                method=lot.method,
                input_hash=lot.input_hash,
                seed=lot.seed,
                witnesses=lot.witnesses,
                made_at=lot.made_at,
                made_by=lot.made_by,
            )
        )
    row.state = CompetitionState.RUNNING
    for seq, state in enumerate((CompetitionState.ENTRY_OPEN, CompetitionState.RUNNING), start=1):
        work.session.add(
            CompetitionStep(
                competition_id=taken.id,
                seq=seq,
                state=state,
                at=work.now,
                made_by=work.actor.name,
                reason=_WHY,
                document_no="",
            )
        )
    work.session.flush()


def _plant_entrants(work: UnitOfWork, taken: TakenCompetition) -> None:
    """Teams first: members name them."""
    for entrant in sorted(taken.entrants, key=lambda each: each.side is Side.PERSON):
        row = CompetitionEntrant(
            competition_id=taken.id,
            number=entrant.number,
            side=entrant.side,
            person_id=None,
            team_id=entrant.team,
            member_role=entrant.role,
            name=entrant.name,
            unit=entrant.unit,
            area_id=None,
            guest=entrant.guest,
            from_id=None,
            state=entrant.state,
            state_reason=entrant.reason,
        )
        row.id = entrant.id
        work.session.add(row)
        work.session.flush()


def _plant_event(
    work: UnitOfWork, taken: TakenCompetition, event: TakenEvent, people: dict[int, int]
) -> None:
    row = CompetitionEvent(
        competition_id=taken.id,
        code=event.code,
        title=event.title,
        kind=event.kind,
        side=event.side,
        order=event.order,
        sort=event.sort,
        person_bp=event.person_bp,
        team_bp=event.team_bp,
        time_limit=event.time_limit,
        held_on=event.held_on,
        held_at=event.held_at,
        place=event.place,
        draw_seed="",
        draw_sha256="",
    )
    row.id = event.id
    work.session.add(row)
    work.session.flush()
    form = PanelForm(taking.event_subject(row), event.panel.title, Right.RUN_TRAINING)
    plant_panel(work, form, event.panel, people)
    for time in event.times:
        work.session.add(
            EventTime(
                event_id=row.id,
                entrant_id=time.entrant,
                tenths=time.tenths,
                keyed_by=time.by,
                keyed_at=time.at,
            )
        )
    for point in event.points:
        work.session.add(
            EventPoint(
                event_id=row.id,
                entrant_id=point.entrant,
                seq=point.seq,
                round=point.round,
                milli=point.milli,
                label=point.label,
                undone_reason=point.undone,
                keyed_by=point.by,
                keyed_at=point.at,
            )
        )
    work.session.flush()
