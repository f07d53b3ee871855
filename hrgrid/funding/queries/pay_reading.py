"""Somebody's month whole: lines with how they came about, remarks, entries by hand, account."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import PayAccount, PayEntry, PayLine, PayPeriod
from hrgrid.funding.queries.pay import pay_period, seen_period, sheet_query, sheet_rows
from hrgrid.funding.queries.pay_people import place_of
from hrgrid.funding.rules.pay import month_words
from hrgrid.funding.rules.pay_rows import EntryRow, PayCard, PayLineRow
from hrgrid.funding.rules.pay_words import derivation, remarks
from hrgrid.funding.rules.words import PayItem, PayKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.chains import area_names

_ITEMS = {item: at for at, item in enumerate(PayItem)}


def pay_of(work: UnitOfWork, period_id: int, person_id: int) -> PayCard:
    """The card of somebody in a month. Raises UserError where he is not in it."""
    cards = pay_cards(work, period_id, [person_id])
    if not cards:
        raise UserError("这个月的薪酬里没有这个人。请刷新后再选")
    return cards[0]


def pay_cards(
    work: UnitOfWork, period_id: int, person_ids: Iterable[int] | None = None
) -> list[PayCard]:
    """The cards of some people, or of everybody, in the order of the sheet."""
    period = seen_period(work, period_id)
    query = sheet_query(period_id)
    lines = select(
        PayLine.person_id, PayLine.pay_item, PayLine.kind, PayLine.for_month, PayLine.fen
    ).where(PayLine.period_id == period_id)
    if person_ids is not None:
        chosen = sorted(set(person_ids))
        query = query.where(Person.id.in_(chosen))
        lines = lines.where(PayLine.person_id.in_(chosen))
    found = list(work.session.execute(query.order_by(Person.stroke_key, Person.id)))
    told = {row.person_id: json.loads(row.reckoning) for row in found}
    by_person: dict[int, list[tuple[PayItem, PayKind, int, int]]] = {}
    for person, *line in work.session.execute(lines):
        by_person.setdefault(person, []).append(tuple(line))
    names = area_names(work, _areas(told.values()))
    entries = _entries(work, period, set(told))
    accounts = _accounts(work, set(told))
    row_of = pay_period(work, period_id)
    return [
        PayCard(
            row,
            row_of,
            _lines(
                told[row.person_id],
                by_person.get(row.person_id, []),
                lambda area: names[area].own if area in names else "",
            ),
            tuple(remarks(told[row.person_id])),
            tuple(entries.get(row.person_id, ())),
            *accounts.get(row.person_id, ("", "")),
        )
        for row in sheet_rows(work, found)
    ]


def _areas(told: Iterable[Mapping[str, Any]]) -> set[int]:
    return {
        area
        for facts in told
        for unit, grid, *_ in facts.get("stays", ())
        for area in (unit, grid)
        if area is not None
    }


def _lines(
    facts: Mapping[str, Any], lines: list[tuple[PayItem, PayKind, int, int]], name_of: Any
) -> tuple[PayLineRow, ...]:
    """The month's own lines first, then those of months before."""
    ordered = sorted(lines, key=lambda one: (one[1] is not PayKind.PAY, one[2], _ITEMS[one[0]]))
    own = [(item, fen) for item, kind, _, fen in ordered if kind is PayKind.PAY]
    words = [row.words for row in derivation(facts, own, name_of)]
    for item, kind, month, _fen in ordered[len(own) :]:
        how = "原来的冲回" if kind is PayKind.REVERSAL else "重新计算后补发"
        words.append(f"{month_words(month)}的{item.label}，{how}")
    return tuple(
        PayLineRow(item, kind, month, fen, said)
        for (item, kind, month, fen), said in zip(ordered, words, strict=True)
    )


def _entries(work: UnitOfWork, period: PayPeriod, people: set[int]) -> dict[int, list[EntryRow]]:
    query = (
        select(PayEntry, Person.name)
        .join(Person, Person.id == PayEntry.person_id)
        .where(PayEntry.month == period.month)
        .order_by(PayEntry.id)
    )
    found: dict[int, list[EntryRow]] = {}
    for entry, name in work.session.execute(query).tuples():
        if entry.person_id in people:
            found.setdefault(entry.person_id, []).append(_entry(entry, name))
    return found


def _entry(entry: PayEntry, name: str) -> EntryRow:
    return EntryRow(
        entry.id,
        entry.person_id,
        name,
        entry.month,
        entry.pay_item,
        entry.fen,
        entry.reason,
        entry.document_no,
        entry.withdrawn_why,
        entry.made_at,
        entry.made_by,
    )


def entries_of_month(work: UnitOfWork, period_id: int) -> list[EntryRow]:
    """Everything by hand of a month's people, withdrawn ones too, the newest first."""
    period = seen_period(work, period_id)
    query = (
        select(PayEntry, Person.name)
        .join(Person, Person.id == PayEntry.person_id)
        .where(PayEntry.month == period.month)
        .order_by(PayEntry.id.desc())
    )
    rows = [_entry(*row) for row in work.session.execute(query).tuples()]
    return [
        row
        for row in rows
        if place_of(work, row.person_id, row.month).path.startswith(period.area_path)
    ]


def _accounts(work: UnitOfWork, people: set[int]) -> dict[int, tuple[str, str]]:
    query = select(PayAccount.person_id, PayAccount.bank, PayAccount.masked)
    if len(people) <= 500:
        query = query.where(PayAccount.person_id.in_(people))
    return {person: (bank, masked) for person, bank, masked in work.session.execute(query)}
