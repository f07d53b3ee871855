"""People who may be one: the same name and birth date, telephone, or nearly the same ID number.

Only hints: two workers may share a name and a day of birth, and a couple a telephone. Whom
somebody told apart (不是同一人) is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import select

from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, ToldApart
from hrgrid.workforce.queries.listing import ID_NUMBER
from hrgrid.workforce.rules import PersonState

# A telephone that more people share is an office's, and says nothing of them.
_MOST_AT_ONE_PHONE = 4
_CHECK_DIGIT = 17


class Likeness(Labelled):
    """Why two people look like one."""

    NAME_AND_BIRTH = "name_and_birth", "姓名和出生日期相同"
    PHONE = "phone", "手机号相同"
    ID_NEAR = "id_near", "姓名读音相同，身份证号只差一处"


@dataclass(frozen=True)
class AlikeRow:
    """One of two who look alike; numbers masked."""

    id: int
    number: str
    name: str
    birth_date: dt.date | None
    id_masked: str
    phone_masked: str


@dataclass(frozen=True)
class PairRow:
    """Two people who look like one, the one on file longer first."""

    one: AlikeRow
    other: AlikeRow
    why: tuple[Likeness, ...]

    @property
    def words(self) -> str:
        """Why, as people read it."""
        return "；".join(one.label for one in self.why)


def duplicates(work: UnitOfWork) -> list[PairRow]:
    """Every pair that looks like one person, the likeliest first; for who may merge them."""
    work.require(Right.EDIT_WORKFORCE)
    table = Person.__table__.c
    query = select(
        table.id,
        table.number,
        table.name,
        table.match_key,
        table.pinyin,
        table.birth_date,
        table.id_number,
        table.id_masked,
        table.phone_mac,
        table.phone_masked,
    ).where(table.state != PersonState.MERGED.value)
    rows = {row.id: row for row in work.session.execute(query.order_by(table.id))}
    why: dict[tuple[int, int], list[Likeness]] = {}
    for likeness, pairs in (
        (Likeness.NAME_AND_BIRTH, _same_name_and_birth(rows.values())),
        (Likeness.PHONE, _same_phone(rows.values())),
        (Likeness.ID_NEAR, _near_numbers(work, rows.values())),
    ):
        for pair in pairs:
            why.setdefault(pair, []).append(likeness)
    told = select(ToldApart.one_id, ToldApart.other_id)
    apart = {tuple(row) for row in work.session.execute(told)}
    found = [
        PairRow(_alike(rows[one]), _alike(rows[other]), tuple(reasons))
        for (one, other), reasons in why.items()
        if (one, other) not in apart
    ]
    return sorted(
        found, key=lambda pair: (-len(pair.why), pair.one.name, pair.one.id, pair.other.id)
    )


def _alike(row: Any) -> AlikeRow:
    return AlikeRow(row.id, row.number, row.name, row.birth_date, row.id_masked, row.phone_masked)


def _grouped(rows: Iterable[Any], key: Any) -> Iterator[list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        if (found := key(row)) is not None:
            groups.setdefault(found, []).append(row)
    return (group for group in groups.values() if len(group) > 1)


def _pairs(group: Sequence[Any]) -> Iterator[tuple[int, int]]:
    return combinations(sorted(row.id for row in group), 2)


def _same_name_and_birth(rows: Iterable[Any]) -> Iterator[tuple[int, int]]:
    def key(row: Any) -> Any:
        return (row.match_key, row.birth_date) if row.birth_date is not None else None

    for group in _grouped(rows, key):
        yield from _pairs(group)


def _same_phone(rows: Iterable[Any]) -> Iterator[tuple[int, int]]:
    for group in _grouped(rows, lambda row: row.phone_mac):
        if len(group) <= _MOST_AT_ONE_PHONE:
            yield from _pairs(group)


def _near_numbers(work: UnitOfWork, rows: Iterable[Any]) -> Iterator[tuple[int, int]]:
    """Numbers are opened only of people whose names sound the same, and leave this function not."""
    keyring = work.keyring
    named = (row for row in rows if row.id_number is not None)
    for group in _grouped(named, lambda row: row.pinyin):
        numbers = {row.id: keyring.open(ID_NUMBER, row.id_number) for row in group}
        for one, other in combinations(sorted(numbers), 2):
            if differs_once(numbers[one], numbers[other]):
                yield one, other


def differs_once(one: str, other: str) -> bool:
    """Whether one slip of the hand makes one number the other: a digit, or two that are swapped.

    The check digit follows the others: whoever typed a wrong digit typed the one that fits it.
    """
    if len(one) != len(other) or one == other:
        return False
    both = zip(one[:_CHECK_DIGIT], other[:_CHECK_DIGIT], strict=True)
    places = [at for at, (a, b) in enumerate(both) if a != b]
    if len(places) <= 1:
        return True
    swapped = len(places) == 2 and places[1] == places[0] + 1
    return swapped and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
