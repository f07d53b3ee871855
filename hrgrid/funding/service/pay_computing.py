"""Computing the pay of a month: everybody at once, in a few statements, again and again.

A computation takes the place of the one before; who is held back stays so, and lines of months
before that were put into this one stay too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, select

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.funding.model import PayLine, PayPeriod, PayPerson
from hrgrid.funding.queries.pay_sources import Sources, sources_of, workdays_of
from hrgrid.funding.queries.rules import RulesInForce, funding_rules
from hrgrid.funding.rules.pay import MonthRules, borne_by, last_of, month_words, reckon
from hrgrid.funding.rules.pay_facts import PersonMonth, Reckoned
from hrgrid.funding.rules.pay_rows import PayDifference, PaySummary
from hrgrid.funding.rules.pay_words import left_sentence
from hrgrid.funding.rules.words import COMPUTED_IN, PayItem, PayKind, PayState
from hrgrid.funding.service.pay_steps import named, period_of
from hrgrid.storage.base import Base
from hrgrid.storage.bulk import BLOCK, Columns, insert_blocks
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_TOLD = 200
"""So many differences a computation gives back; the sheet shows all of them."""

Before = dict[int, tuple[int, str]]


def compute_pay(work: UnitOfWork, period_id: int) -> PaySummary:
    """Compute a month that is open or computed; the actor becomes who put it forward.

    Raises UserError naming who has an entry by hand and no post, or would be paid below zero.
    """
    period = period_of(work, period_id, *COMPUTED_IN)
    rules = funding_rules(work, last_of(period.month))
    sources = sources_of(work, period.month, period.area_path, period.id)
    _check_left(work, period, sources)
    month = MonthRules(rules.rules, period.month, workdays_of(work, period.month))
    done = [reckon(person, month) for person in sources.people]
    work.progress.step()
    people = _people(work, done)
    _check_net(period, done, people)
    before = _before(work, period.id)
    _clear(work, period)
    _keep(work, period, sources.people, done, before)
    summary = _summary(done, people, before, _output(done, people))
    period.input_hash = _input(sources, rules, people)
    _settle(work, period, rules, summary)
    return summary


def _check_left(work: UnitOfWork, period: PayPeriod, sources: Sources) -> None:
    """Nobody is paid after leaving; what was entered for him is named."""
    for person_id, until, reason in sources.left:
        name = work.session.get_one(Person, person_id).name
        what = f"{month_words(period.month)}的“{reason}”"
        if until is None:
            raise UserError(f"{name}没有任职，{what}不能发。请撤回这笔手工增减")
        raise UserError(f"{left_sentence(name, until, what)}。请先撤回这笔手工增减")


def _people(work: UnitOfWork, done: Sequence[Reckoned]) -> dict[int, tuple[str, str]]:
    """Number and name of everybody in the month."""
    wanted = {one.person_id for one in done}
    query = select(Person.id, Person.number, Person.name)
    if len(wanted) <= _TOLD:
        query = query.where(Person.id.in_(wanted))
    rows = work.session.execute(query).tuples()
    return {person: (number, name) for person, number, name in rows if person in wanted}


def _check_net(
    period: PayPeriod, done: Sequence[Reckoned], people: dict[int, tuple[str, str]]
) -> None:
    for one in done:
        if one.net < 0:
            raise UserError(
                f"{people[one.person_id][1]} {month_words(period.month)}应发 "
                f"{format_money(one.gross)} 元，扣减和冲回合计 {format_money(one.deducted)} 元，"
                f"实发成了 {format_money(one.net)} 元。请分几个月冲回，或减少扣减"
            )


def _before(work: UnitOfWork, period_id: int) -> Before:
    """Net pay and why somebody is held, as the computation before left it."""
    query = select(PayPerson.person_id, PayPerson.net_fen, PayPerson.held_back).where(
        PayPerson.period_id == period_id
    )
    return {person: (net, held) for person, net, held in work.session.execute(query).tuples()}


def _clear(work: UnitOfWork, period: PayPeriod) -> None:
    own = PayLine.period_id == period.id, PayLine.kind == PayKind.PAY
    work.session.execute(delete(PayLine).where(*own), execution_options=_UNSYNCED)
    gone = delete(PayPerson).where(PayPerson.period_id == period.id)
    work.session.execute(gone, execution_options=_UNSYNCED)


_UNSYNCED = {"synchronize_session": False}


def _keep(
    work: UnitOfWork,
    period: PayPeriod,
    people: Sequence[PersonMonth],
    done: Sequence[Reckoned],
    before: Before,
) -> None:
    counts: dict[type[Base], int] = {
        PayPerson: len(done),
        PayLine: sum(len(one.lines) for one in done),
    }
    insert_blocks(work, counts, _blocks(period, people, done, before))


def _blocks(
    period: PayPeriod, people: Sequence[PersonMonth], done: Sequence[Reckoned], before: Before
) -> Iterator[tuple[type[Any], Columns]]:
    for start in range(0, len(done), BLOCK):
        part = slice(start, start + BLOCK)
        yield PayPerson, _person_columns(period.id, people[part], done[part], before)
        lines = _line_columns(period, done[part])
        if lines["fen"]:
            yield PayLine, lines


def _person_columns(
    period_id: int, people: Sequence[PersonMonth], done: Sequence[Reckoned], before: Before
) -> Columns:
    return {
        "period_id": [period_id] * len(done),
        "person_id": [one.person_id for one in done],
        "area_id": [one.unit_id for one in people],
        "grid_id": [one.grid_id for one in people],
        "post_id": [one.post_id for one in people],
        "days": [one.days for one in done],
        "gross_fen": [one.gross for one in done],
        "deducted_fen": [one.deducted for one in done],
        "net_fen": [one.net for one in done],
        "employer_fen": [one.employer for one in done],
        "held_back": [before.get(one.person_id, (0, ""))[1] for one in done],
        "reckoning": [
            _reckoning(person, one, before) for person, one in zip(people, done, strict=True)
        ],
    }


def _reckoning(person: PersonMonth, one: Reckoned, before: Before) -> str:
    """The derivation as JSON; `was` is the net of the computation before, where it was another."""
    facts = dict(one.facts)
    units = borne_by(person)
    if len(units) > 1:
        facts["units"] = units
    was = before.get(one.person_id)
    if was is not None and was[0] != one.net:
        facts["was"] = was[0]
    elif was is None and before:
        facts["new"] = True
    return _JSON.encode(facts)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _line_columns(period: PayPeriod, done: Sequence[Reckoned]) -> Columns:
    persons: list[int] = []
    items: list[PayItem] = []
    fens: list[int] = []
    for one in done:
        for item, fen in one.lines:
            persons.append(one.person_id)
            items.append(item)
            fens.append(fen)
    count = len(persons)
    return {
        "person_id": persons,
        "month": [period.month] * count,
        "for_month": [period.month] * count,
        "pay_item": items,
        "kind": [PayKind.PAY] * count,
        "period_id": [period.id] * count,
        "reverses_month": [None] * count,
        "fen": fens,
    }


def _output(done: Sequence[Reckoned], people: dict[int, tuple[str, str]]) -> str:
    """A hash of who gets what, by numbers of people and never by row ids."""
    told = sorted(
        f"{people[one.person_id][0]}|{one.net}|{one.employer}|"
        + ",".join(f"{item.value}:{fen}" for item, fen in one.lines)
        for one in done
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _input(sources: Sources, rules: RulesInForce, people: dict[int, tuple[str, str]]) -> str:
    told = sorted(
        f"{people[one.person_id][0]}|{one.unit_path}|{one.years}|{one.grade}|"
        f"{[(stay.unit_path, stay.first, stay.behind) for stay in one.stays]}|"
        f"{[tuple(span) for span in one.held]}|"
        f"{[(away.pay.value, away.first, away.behind) for away in one.away]}|"
        f"{[tuple(row) for row in one.stars]}|{[tuple(row) for row in one.covers]}|"
        f"{[(row.item.value, row.fen, row.reason) for row in one.by_hand]}|"
        f"{[(row.for_month, row.item.value, row.kind.value, row.fen) for row in one.carried]}"
        for one in sources.people
    )
    return hashlib.sha256("\n".join([rules.sha256, *told]).encode()).hexdigest()


def _summary(
    done: Sequence[Reckoned],
    people: dict[int, tuple[str, str]],
    before: Before,
    output_hash: str,
) -> PaySummary:
    after = {one.person_id: one.net for one in done}
    changed = [
        PayDifference(person, people.get(person, ("", ""))[1], old, after.get(person))
        for person, (old, _held) in before.items()
        if after.get(person) != old
    ]
    if before:
        changed += [
            PayDifference(person, people[person][1], None, net)
            for person, net in after.items()
            if person not in before
        ]
    return PaySummary(
        len(done),
        sum(one.gross for one in done),
        sum(one.net for one in done),
        sum(one.employer for one in done),
        sum(one.topped_up > 0 for one in done),
        sum(one.not_deducted > 0 for one in done),
        sum(one.not_shared > 0 for one in done),
        sum(bool(before.get(one.person_id, (0, ""))[1]) for one in done),
        output_hash,
        tuple(changed),
    )


def _settle(work: UnitOfWork, period: PayPeriod, rules: RulesInForce, summary: PaySummary) -> None:
    earlier = {"pay_computed": period.computed, "pay_net_fen": period.net_fen}
    period.computed += 1
    period.rule_number, period.rule_sha256 = rules.number, rules.sha256
    period.output_hash = summary.output_hash
    period.people_count = summary.people
    period.gross_fen, period.net_fen = summary.gross_fen, summary.net_fen
    period.employer_fen = summary.employer_fen
    period.proposer_id = work.actor.operator_id
    period.state = PayState.CALCULATED
    work.session.flush()
    work.record(
        "compute_pay",
        named(work, period),
        before=earlier if earlier["pay_computed"] else None,
        after={
            "pay_computed": period.computed,
            "pay_people": summary.people,
            "pay_net_fen": summary.net_fen,
            "pay_changed": len(summary.differences),
            "pay_output": summary.output_hash,
        },
    )
