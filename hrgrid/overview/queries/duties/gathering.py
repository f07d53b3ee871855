"""What falls due, in a few columns each: by the dates of contracts, posts and stand-ins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from hrgrid.core.identity import Sex
from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties.assessment import assessment_duties
from hrgrid.overview.queries.duties.campaigns import campaign_duties
from hrgrid.overview.queries.duties.exits import exit_duties
from hrgrid.overview.queries.duties.funding import funding_duties
from hrgrid.overview.queries.duties.hiring import hiring_duties, notice_duties
from hrgrid.overview.queries.duties.offices import office_duties
from hrgrid.overview.queries.duties.stars import star_duties
from hrgrid.overview.queries.duties.tables import duty_rules, retirement_tables
from hrgrid.overview.queries.duties.telling import Told
from hrgrid.overview.queries.duties.training import training_duties
from hrgrid.overview.rules.duties import DutyKind, DutyRules
from hrgrid.overview.rules.retirement import PostKind, age_words, table_on
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Absence, Contract, Person, Post, StandIn
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.queries.parts import below, narrowed, posts_within
from hrgrid.workforce.rules import Employment, Engagement, PersonState

_DAY = dt.timedelta(days=1)
_LOOKING = (Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE)


@dataclass(frozen=True)
class Due:
    """Something that falls due `on` a day (the last day on which it can be done).

    `subject` is the row that it comes from with the stage at which it is told; of a person, of a
    grid, or of neither; then `path` is the part of the tree on which it is to be done. `told` is
    what is due in a few words.
    """

    kind: DutyKind
    subject: str
    on: dt.date
    told: str
    person_id: int | None = None
    area_id: int | None = None
    page: str = ""
    part: str = ""
    path: str = ""


def dues(work: UnitOfWork, area_ids: Sequence[int] = ()) -> list[Due]:
    """Everything that falls due as of today, put away or not, as far as the actor may see it.

    `area_ids` narrow to people who work there and grids that lie there.
    """
    today, found = work.today, list[Due]()
    if any(work.actor.may_somewhere(right) for right in _LOOKING):
        rules = duty_rules(work, today)
        places = narrowed(work, area_ids, today)
        people = _there(places, today)
        found += _contracts(work, rules, people)
        found += _probations(work, rules, people)
        found += _retirements(work, rules, people)
        found += _stand_ins(work, rules, places)
        found += _returns(work, rules, people)
    if not area_ids:
        found += [Due(*one) for one in campaign_duties(work)]
        told = (
            *hiring_duties(work),
            *training_duties(work),
            *assessment_duties(work),
            *star_duties(work),
            *exit_duties(work),
            *funding_duties(work),
            *notice_duties(work),
        )
        found += [_of_tree(one) for one in told]
        found += [Due(*one) for one in office_duties(work)]
    return sorted(found, key=lambda due: (due.on, due.kind.value, due.subject))


def _there(places: Sequence[int] | None, today: dt.date) -> ColumnElement[bool]:
    """People who hold a post today, within what is asked for."""
    held = select(Post.person_id).where(in_post(today))
    if places is not None:
        return Person.id.in_(held.where(posts_within(places, today)))
    return held.where(Post.person_id == Person.id).exists()


def _contracts(work: UnitOfWork, rules: DutyRules, people: ColumnElement[bool]) -> Iterator[Due]:
    """Contracts that end and that no later one follows."""
    today, later, earlier = work.today, aliased(Contract), aliased(Contract)
    follows = select(later.id).where(
        later.person_id == Contract.person_id, later.valid_from >= Contract.valid_to
    )
    terms = (
        select(func.count(earlier.id))
        .where(
            earlier.person_id == Contract.person_id,
            earlier.kind == Engagement.CONTRACT,
            earlier.valid_to <= Contract.valid_from,
            or_(earlier.employer == Contract.employer, earlier.employer == ""),
        )
        .scalar_subquery()
    )
    query = (
        select(
            Contract.id, Contract.person_id, Contract.kind, Contract.valid_to, terms.label("terms")
        )
        .join(Person, Person.id == Contract.person_id)
        .where(
            Contract.valid_to > today - _DAY * (rules.overdue - 1),
            Contract.valid_to <= today + _DAY * (rules.contract[0] + 1),
            Contract.kind != Engagement.VOLUNTEER,
            Person.state == PersonState.PRESENT,
            people,
            ~follows.exists(),
        )
    )
    for row in work.session.execute(query):
        last = row.valid_to - _DAY
        second = row.kind is Engagement.CONTRACT and row.terms > 0
        stage = rules.stage((last - today).days)
        told = f"第 {row.terms + 1} 份固定期限合同到期" if second else f"{row.kind.label}到期"
        kind = DutyKind.SECOND_TERM if second else DutyKind.CONTRACT
        yield _of_person(kind, f"engagement/{row.id}@{stage}", last, told, row.person_id)


def _probations(work: UnitOfWork, rules: DutyRules, people: ColumnElement[bool]) -> Iterator[Due]:
    today = work.today
    query = (
        select(Contract.id, Contract.person_id, Contract.probation_to)
        .join(Person, Person.id == Contract.person_id)
        .where(
            Contract.probation_to >= today - _DAY * min(rules.overdue, rules.probation),
            Contract.probation_to <= today + _DAY * rules.probation,
            holds_on(Contract, today),
            Person.state == PersonState.PRESENT,
            people,
        )
    )
    for contract_id, person_id, last in work.session.execute(query):
        subject = f"probation/{contract_id}"
        yield _of_person(DutyKind.PROBATION, subject, last, "试用期满，评定是否转正", person_id)


def _retirements(work: UnitOfWork, rules: DutyRules, people: ColumnElement[bool]) -> Iterator[Due]:
    today = work.today
    table = table_on(retirement_tables(work), today)
    first, last = today - _DAY * rules.overdue, today + _DAY * rules.retirement
    born = []
    for row in table.rows:
        early, late = row.births(first, last)
        sex = Sex.MALE if row.kind is PostKind.MEN else Sex.FEMALE
        born.append(and_(Person.sex == sex, Person.birth_date.between(early, late)))
    query = select(Person.id, Person.sex, Person.birth_date).where(
        or_(*born), Person.state == PersonState.PRESENT, people
    )
    found = work.session.execute(query).all()
    roles = _main_roles(work, [row.id for row in found])
    for person_id, sex, birth in found:
        kind = table.kind_of(woman=sex is Sex.FEMALE, role=roles.get(person_id, ""))
        age = table.row(kind)
        if birth is not None and first <= (day := age.day(birth)) <= last:
            told = f"满 {age_words(age.months(birth))}（{kind.label}）"
            subject = f"retirement/{person_id}"
            yield _of_person(DutyKind.RETIREMENT, subject, day, told, person_id)


def _main_roles(work: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    """The role of each person's post that counts most: full-time, then the older."""
    roles: dict[int, str] = {}
    for begin in range(0, len(ids), 500):
        query = (
            select(Post.person_id, Post.role, Post.employment)
            .where(Post.person_id.in_(ids[begin : begin + 500]), in_post(work.today))
            .order_by(Post.valid_from, Post.id)
        )
        rows = work.session.execute(query).all()
        for row in sorted(rows, key=lambda row: row.employment is not Employment.FULL):
            roles.setdefault(row.person_id, row.role)
    return roles


def _stand_ins(work: UnitOfWork, rules: DutyRules, places: Sequence[int] | None) -> Iterator[Due]:
    """Stand-ins that end soon, or ended with nobody after them."""
    today, later = work.today, aliased(StandIn)
    follows = select(later.id).where(
        later.area_id == StandIn.area_id, later.valid_from >= StandIn.valid_to
    )
    query: Select[tuple[int, int, dt.date | None, str]] = (
        select(StandIn.id, StandIn.area_id, StandIn.valid_to, Person.name)
        .join(Person, Person.id == StandIn.person_id)
        .where(
            StandIn.valid_to > today - _DAY * (rules.stand_in - 1),
            StandIn.valid_to <= today + _DAY * (rules.stand_in + 1),
            ~follows.exists(),
        )
    )
    if places is not None:
        query = query.where(StandIn.area_id.in_(below(places, today)))
    for stand_in_id, area_id, end, name in work.session.execute(query):
        if end is None:
            continue
        yield Due(
            DutyKind.STAND_IN,
            f"stand_in/{stand_in_id}",
            end - _DAY,
            f"{name}的代管到期",
            area_id=area_id,
            page="workforce",
            part=f"grid/{area_id}",
        )


def _returns(work: UnitOfWork, rules: DutyRules, people: ColumnElement[bool]) -> Iterator[Due]:
    """People who are to be back, told as long before as a stand-in that ends."""
    today = work.today
    # No join: SQLite would go through everybody to find the few who are away.
    present = select(Person.id).where(
        Person.id == Absence.person_id, Person.state == PersonState.PRESENT, people
    )
    query = select(Absence.id, Absence.person_id, Absence.kind, Absence.planned_to).where(
        Absence.valid_to.is_(None),
        Absence.planned_to <= today + _DAY * rules.stand_in,
        present.exists(),
    )
    for absence_id, person_id, kind, back in work.session.execute(query):
        # The day is part of it: a later plan is told anew.
        subject = f"absence/{absence_id}@{back:%Y%m%d}"
        told = f"{kind.listed}，计划返岗"
        yield _of_person(DutyKind.RETURN, subject, back, told, person_id)


def _of_person(kind: DutyKind, subject: str, on: dt.date, told: str, person_id: int) -> Due:
    return Due(kind, subject, on, told, person_id, page="workforce", part=f"person/{person_id}")


def _of_tree(one: Told) -> Due:
    return Due(one.kind, one.subject, one.on, one.told, page=one.page, part=one.part, path=one.path)
