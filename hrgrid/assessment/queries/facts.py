"""Figures as they were delivered: what counts, the history of each, where it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import AssessmentFact, FactSource
from hrgrid.assessment.queries.entries import entry_rows
from hrgrid.assessment.queries.indicators import known_indicators
from hrgrid.assessment.queries.posts import stood_in
from hrgrid.assessment.queries.scope import may_look, require_look_somewhere
from hrgrid.assessment.rules.fact_rows import FactRow, PersonFigure, SourceRow
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.queries import ImportRow, imports_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids, same_person_ids

_MANY = 500


class Held(NamedTuple):
    """What counts of one indicator of one person; `last` is the highest number ever given."""

    amount_milli: int | None
    base_milli: int | None
    last: int
    source_id: int


def held_facts(
    work: UnitOfWork,
    month: int,
    indicator_id: int,
    person_ids: Collection[int] | None = None,
    merged: dict[int, int] | None = None,
) -> dict[int, Held]:
    """By kept person, the newest figure of a month, taken out ones as well; asks no right.

    Of somebody merged and whoever was kept, the one with the higher number counts, of equals the
    one that was delivered later. One statement.
    """
    kept = kept_ids(work) if merged is None else merged
    fact = AssessmentFact
    query = select(
        fact.person_id, fact.seq, fact.amount_milli, fact.base_milli, fact.source_id
    ).where(fact.month == month, fact.indicator_id == indicator_id)
    if person_ids is not None and len(person_ids) <= _MANY:
        wanted = set(person_ids)
        wanted |= {old for old, one in kept.items() if one in wanted}
        query = query.where(fact.person_id.in_(sorted(wanted)))
    # Numbers of one person come in their order, so that the last one stands.
    found: dict[int, Held] = {}
    mixed: dict[int, list[Held]] = {}
    for person_id, seq, amount, base, source_id in work.session.execute(
        query.order_by(fact.person_id, fact.seq)
    ).tuples():
        one = Held(amount, base, seq, source_id)
        if kept and person_id in kept:
            mixed.setdefault(kept[person_id], []).append(one)
        else:
            found[person_id] = one
    for person_id, ones in mixed.items():
        there = [*ones, found[person_id]] if person_id in found else ones
        found[person_id] = max(there, key=lambda one: (one.last, one.source_id))
    return found


def current_facts(
    work: UnitOfWork, months: Iterable[int], codes: Iterable[str] | None = None
) -> Iterator[tuple[int, str, int, int, int | None]]:
    """Month, code, kept person, amount and base of every figure that counts; asks no right."""
    kept = kept_ids(work)
    wanted = None if codes is None else set(codes)
    known = [
        one
        for code, one in known_indicators(work).items()
        if one.id and (wanted is None or code in wanted)
    ]
    for month in months:
        for one in known:
            for person_id, held in held_facts(work, month, one.id, merged=kept).items():
                if held.amount_milli is not None:
                    yield month, one.code, person_id, held.amount_milli, held.base_milli


# --- one person ---------------------------------------------------------------------------------


def facts_of_person(work: UnitOfWork, person_id: int, month: int) -> list[PersonFigure]:
    """Everything that was delivered or noted of somebody in a month, indicator by indicator."""
    _require_look(work, person_id, month)
    ids = same_person_ids(work, person_id)
    history = _history(work, month, ids)
    entries: dict[str, list[Any]] = {}
    for row in entry_rows(work, month=month, person_ids=ids, void=True):
        entries.setdefault(row.indicator, []).append(row)
    return [
        PersonFigure(month, one.row, tuple(history.get(one.id, ())), tuple(entries.get(code, ())))
        for code, one in known_indicators(work).items()
        if one.id in history or code in entries
    ]


def fact_history(work: UnitOfWork, person_id: int, month: int, code: str) -> list[FactRow]:
    """What was delivered of one cell, the newest first, each with its source."""
    _require_look(work, person_id, month)
    one = known_indicators(work).get(code)
    if one is None:
        raise UserError(f"没有代码为“{code}”的指标。请刷新后再选")
    return _history(work, month, same_person_ids(work, person_id)).get(one.id, [])


def _require_look(work: UnitOfWork, person_id: int, month: int) -> None:
    require_look_somewhere(work)
    kept = same_person_ids(work, person_id)[0]
    stood = stood_in(work, month, [kept]).get(kept)
    if not any(may_look(work, path) for path in (stood.paths if stood is not None else ("",))):
        work.require(Right.RUN_ASSESSMENT, stood.paths[0] if stood is not None else "")


def _history(work: UnitOfWork, month: int, ids: Sequence[int]) -> dict[int, list[FactRow]]:
    fact = AssessmentFact
    query = (
        select(fact, FactSource)
        .join(FactSource, FactSource.id == fact.source_id)
        .where(fact.month == month, fact.person_id.in_(ids))
        .order_by(fact.indicator_id, fact.seq.desc(), fact.source_id.desc())
    )
    found: dict[int, list[FactRow]] = {}
    for one, source in work.session.execute(query).tuples():
        found.setdefault(one.indicator_id, []).append(
            FactRow(
                one.seq,
                one.amount_milli,
                one.base_milli,
                source.kind,
                source.id,
                source.title,
                source.made_at,
                source.made_by,
            )
        )
    return found


# --- sources ------------------------------------------------------------------------------------


def sources_of_month(work: UnitOfWork, month: int) -> list[SourceRow]:
    """What was delivered for a month, the newest first; imports with whether they may go again.

    An import that was taken back has no figures any more and is not in it.
    """
    require_look_somewhere(work)
    fact = AssessmentFact
    counted = (
        select(
            fact.source_id,
            func.count().label("figures"),
            func.count(fact.person_id.distinct()).label("people"),
        )
        .where(fact.month == month)
        .group_by(fact.source_id)
        .subquery()
    )
    query = (
        select(FactSource, counted.c.figures, counted.c.people, Operator.name)
        .join(counted, counted.c.source_id == FactSource.id)
        .outerjoin(Operator, Operator.id == FactSource.assessor_id)
        .order_by(FactSource.made_at.desc(), FactSource.id.desc())
    )
    rows = work.session.execute(query).tuples().all()
    jobs = _jobs(work, [source.import_operation for source, *_ in rows])
    return [
        SourceRow(
            source.id,
            source.kind,
            source.title,
            source.made_at,
            source.made_by,
            assessor or "",
            (month,),
            figures,
            people,
            job.id if (job := jobs.get(source.import_operation or "")) is not None else None,
            job is not None and job.can_undo,
        )
        for source, figures, people, assessor in rows
    ]


def _jobs(work: UnitOfWork, operations: Iterable[str | None]) -> dict[str, ImportRow]:
    return imports_of(work, [each for each in operations if each is not None])


def months_with_facts(work: UnitOfWork) -> list[int]:
    """The months of which figures are there, the newest first; one probe a month."""
    require_look_somewhere(work)
    fact, found = AssessmentFact, []
    month = work.session.scalar(select(func.max(fact.month)))
    while month is not None:
        found.append(month)
        month = work.session.scalar(select(func.max(fact.month)).where(fact.month < month))
    return found


__all__ = [
    "Held",
    "current_facts",
    "fact_history",
    "facts_of_person",
    "held_facts",
    "months_with_facts",
    "sources_of_month",
]
