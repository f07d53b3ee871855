"""Cases of exit as a list: how far each is, how long it waits, what comes next."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from hrgrid.accounts.queries import operators
from hrgrid.core.names.spelling import match_key
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.choices import who_may_leave
from hrgrid.exits.queries.facts import facts_of
from hrgrid.exits.queries.scope import may_view, require_view, seen_case, within
from hrgrid.exits.rules.case_rows import CaseFilter, CaseRow, StageCount
from hrgrid.exits.rules.next_step import STEPS, CaseFacts, primary_code
from hrgrid.exits.rules.words import ENDED, ExitState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on

_Cases = Select[tuple[ExitCase, Person, str, str, str]]

__all__ = ["case_row", "cases", "may_view", "stage_counts", "who_may_leave"]


def cases(work: UnitOfWork, wanted: CaseFilter | None = None) -> list[CaseRow]:
    """The cases that the actor may see, the longest overdue first, ended ones last.

    Raises Refused for who may see exits nowhere. The statements do not grow with the cases.
    """
    require_view(work)
    asked = wanted or CaseFilter()
    rows = _rows(work, _narrowed(work, asked).where(within(work, ExitCase.area_path)))
    kept = [row for row in rows if _fits(row, asked)]
    kept.sort(key=_order)
    return kept


def case_row(work: UnitOfWork, case_id: int) -> CaseRow:
    """One case as the list tells it."""
    seen_case(work, case_id)
    return _rows(work, _base(work).where(ExitCase.id == case_id))[0]


def stage_counts(work: UnitOfWork) -> list[StageCount]:
    """How many cases stand in each state, in the order of the way; none is left out."""
    require_view(work)
    query = select(ExitCase.state, ExitCase.due_on).where(within(work, ExitCase.area_path))
    all_of: Counter[ExitState] = Counter()
    late: Counter[ExitState] = Counter()
    for state, due_on in work.session.execute(query):
        all_of[state] += 1
        late[state] += state not in ENDED and due_on is not None and due_on < work.today
    return [StageCount(state, all_of[state], late[state]) for state in ExitState]


def _base(work: UnitOfWork) -> _Cases:
    stand = AreaStand
    return (
        select(ExitCase, Person, stand.name, Bureau.name, Post.role)
        .join(Person, Person.id == ExitCase.person_id)
        .outerjoin(Post, Post.id == ExitCase.post_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(stand, and_(stand.area_id == ExitCase.area_id, holds_on(stand, work.today)))
        .order_by(ExitCase.id)
    )


def _narrowed(work: UnitOfWork, wanted: CaseFilter) -> _Cases:
    query = _base(work)
    if wanted.states:
        query = query.where(ExitCase.state.in_(wanted.states))
    if wanted.ended is not None:
        inside = ExitCase.state.in_(ENDED)
        query = query.where(inside if wanted.ended else ~inside)
    if wanted.under:
        query = query.where(ExitCase.area_path.startswith(wanted.under, autoescape=True))
    if wanted.engagement:
        query = query.where(ExitCase.engagement.in_(wanted.engagement))
    if wanted.causes:
        query = query.where(ExitCase.cause.in_(wanted.causes))
    if wanted.grounds:
        query = query.where(ExitCase.ground.in_(wanted.grounds))
    if wanted.mine:
        query = query.where(ExitCase.handler_id == work.actor.operator_id)
    if wanted.year is not None:
        first, last = dt.date(wanted.year, 1, 1), dt.date(wanted.year, 12, 31)
        query = query.where(ExitCase.opened_on.between(first, last))
    typed = wanted.text.strip()
    if typed:
        query = query.where(called(typed))
    return query


def called(typed: str) -> ColumnElement[bool]:
    """Cases whose number, or whose person's name or number, holds what was typed."""
    key = match_key(typed)
    return or_(
        Person.match_key.contains(key, autoescape=True) if key else false(),
        Person.number.contains(typed, autoescape=True),
        ExitCase.number.contains(typed, autoescape=True),
    )


def _fits(row: CaseRow, wanted: CaseFilter) -> bool:
    return (
        row.days_waiting >= wanted.waiting
        and (not wanted.overdue or row.overdue > 0)
        and (not wanted.watched or row.watched)
    )


def _order(row: CaseRow) -> tuple[bool, int, int, int]:
    return (row.state in ENDED, -row.overdue, -row.days_waiting, -row.id)


def _rows(
    work: UnitOfWork,
    query: _Cases,
) -> list[CaseRow]:
    found = work.session.execute(query.execution_options(populate_existing=True)).all()
    facts = facts_of(work, [row.ExitCase for row in found])
    names = {one.id: one.name for one in operators(work)}
    return [
        _row(
            row.ExitCase,
            row.Person,
            row[3] or row[2] or "",
            facts[row.ExitCase.id],
            names.get(row.ExitCase.handler_id, ""),
        )
        for row in found
    ]


def _row(one: ExitCase, person: Person, place: str, facts: CaseFacts, handler: str) -> CaseRow:
    step = primary_code(facts)
    return CaseRow(
        one.id,
        one.number,
        person.id,
        person.name,
        person.number,
        place,
        one.area_id,
        one.area_path,
        one.engagement,
        one.path,
        one.cause,
        one.trigger_words,
        one.state,
        one.ground,
        one.opened_on,
        one.state_since,
        _since(one, facts.today),
        one.due_on,
        _late(one, facts.today),
        step,
        STEPS.get(step, ""),
        handler,
        one.handler_id,
        one.effective_on,
        one.watch_until,
        one.watch_until is not None and one.watch_until >= facts.today,
        one.version,
    )


def _since(one: ExitCase, today: dt.date) -> int:
    return 0 if one.state in ENDED else (today - one.state_since).days


def _late(one: ExitCase, today: dt.date) -> int:
    if one.state in ENDED or one.due_on is None:
        return 0
    return max(0, (today - one.due_on).days)
