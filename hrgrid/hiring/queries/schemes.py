"""Schemes of hiring to look at and to edit: versions, what may be edited, what law has to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.hiring.queries.scope import require_look_somewhere
from hrgrid.hiring.rules.scheme import NUMBERS, TOPIC, Scheme, hints, scheme_of
from hrgrid.storage.rulebook import RuleSetRow, rules_in_force, version_of, versions_of
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class NumberField:
    """One number of a scheme that may be edited, with what it may be."""

    key: str
    label: str
    value: int
    least: int
    most: int


@dataclass(frozen=True)
class SchemeRow:
    """One version; `number` is 0 for the scheme that ships and was not written down yet."""

    number: int
    valid_from: dt.date | None
    document_no: str
    reason: str
    made_by: str
    locked_for: str
    scheme: Scheme

    @property
    def fields(self) -> tuple[NumberField, ...]:
        """The numbers in the order of an editor; conditions, points and ties are lists beside."""
        return tuple(
            NumberField(key, label, getattr(self.scheme, key), allowed[0], allowed[-1])
            for key, (allowed, label) in NUMBERS.items()
        )

    @property
    def hints(self) -> tuple[str, ...]:
        """What law or practice has to say; hints, no advice."""
        return tuple(hints(self.scheme))


def scheme_in_force(work: UnitOfWork, on: dt.date) -> SchemeRow:
    """The scheme of a day; before the first version the one that ships."""
    require_look_somewhere(work)
    found = rules_in_force(work, TOPIC, on)
    return SchemeRow(0, None, "", "", "", "", Scheme()) if found is None else _row(found)


def scheme_number(work: UnitOfWork, number: int) -> SchemeRow:
    """One version, for a batch that was opened under it."""
    require_look_somewhere(work)
    return _row(version_of(work, TOPIC, number))


def scheme_versions(work: UnitOfWork) -> list[SchemeRow]:
    """Every version, the newest first."""
    require_look_somewhere(work)
    return [_row(found) for found in versions_of(work, TOPIC)]


def _row(found: RuleSetRow) -> SchemeRow:
    return SchemeRow(
        found.number,
        found.valid_from,
        found.document_no,
        found.reason,
        found.made_by,
        found.locked_for,
        scheme_of(found.parameters),
    )
