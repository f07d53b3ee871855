"""Whom a row means: the person of its ID number, of its staff number, or a namesake.

The name is never enough by itself: two people may share it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from hrgrid.core.identity import Sex
from hrgrid.core.names import match_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.known import (
    FormerKey,
    KnownPerson,
    former_names,
    known_people,
    merged_keys,
)
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE, PHONE_TAIL
from hrgrid.workforce.service.incumbents import Incumbents, PostForm, Refusal


class PersonForm(NamedTuple):
    """What is known of a person; None leaves what is on file as it is."""

    name: str
    id_number: str | None = None
    sex: Sex | None = None
    birth_date: dt.date | None = None
    phone: str | None = None
    party: str | None = None
    education: str | None = None
    note: str | None = None
    number: str | None = None


class Macs(NamedTuple):
    """What the numbers of a row are found by."""

    id_mac: bytes | None
    phone_mac: bytes | None
    phone_tail_mac: bytes | None


class Matching:
    """People on file and those of the rows taken so far."""

    def __init__(self, work: UnitOfWork, incumbents: Incumbents) -> None:
        self._work = work
        self._incumbents = incumbents
        self._by_id: dict[bytes, KnownPerson] = {}
        self._by_number: dict[str, KnownPerson] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._tail_macs: dict[str | None, bytes | None] = {}
        # Names of before and of merged entries, by the person of today.
        self._other_names = former_names(work)
        everybody = {person.id: person for person in known_people(work)}
        for person in everybody.values():
            self.add(person)
        for key in merged_keys(work):
            self._add_key(everybody[key.person_id], key)

    def _add_key(self, kept: KnownPerson, key: FormerKey) -> None:
        """What a file of before calls somebody whose two entries are one now."""
        if key.id_mac is not None:
            self._by_id.setdefault(key.id_mac, kept)
        self._by_number.setdefault(key.number, kept)
        if key.match_key != kept.match_key:
            self._by_name.setdefault(key.match_key, []).append(kept)
            self._other_names.setdefault(kept.id, set()).add(key.match_key)

    def _is_called(self, known: KnownPerson, name: str) -> bool:
        typed = match_key(name)
        return typed == known.match_key or typed in self._other_names.get(known.id, ())

    def add(self, person: KnownPerson) -> None:
        """Take in somebody."""
        if person.id_mac is not None:
            self._by_id[person.id_mac] = person
        self._by_number[person.number] = person
        self._by_name.setdefault(person.match_key, []).append(person)

    def is_taken(self, number: str) -> bool:
        """Whether somebody has this staff number."""
        return number in self._by_number

    def macs_of(self, people: Sequence[PersonForm]) -> list[Macs]:
        """The MACs of the numbers of each."""
        keyring = self._work.keyring
        numbers, phones = [one.id_number for one in people], [one.phone for one in people]
        tails = [phone and phone[-4:] for phone in phones]
        # There are ten thousand tails, and more people than that.
        new = set(tails).difference(self._tail_macs)
        self._tail_macs.update(zip(new, keyring.macs(PHONE_TAIL, new), strict=True))
        macs = (
            keyring.macs(ID_NUMBER, numbers),
            keyring.macs(PHONE, phones),
            map(self._tail_macs.__getitem__, tails),
        )
        return list(map(Macs._make, zip(*macs, strict=True)))

    def find(self, person: PersonForm, post: PostForm, macs: Macs) -> KnownPerson | None:
        """The person on file, if any; `macs` are those of the row's numbers. Raises Refusal."""
        known = None if person.number is None else self._of_number(person, macs.id_mac)
        if macs.id_mac is not None:
            known = self._by_id.get(macs.id_mac) or known
        elif known is None:
            known = self._namesake(person, post, macs.phone_mac)
        if known is not None:
            self._refuse_other_name(known, person)
        return known

    def _of_number(self, person: PersonForm, id_mac: bytes | None) -> KnownPerson | None:
        """Whose staff number it is; refused where the row means somebody else."""
        known = self._by_number.get(person.number or "")
        if known is None:
            return None
        meant = self._by_id.get(id_mac) if id_mac is not None else None
        # A number that a merged entry had is his as well.
        other_id = meant is None and None not in {id_mac, known.id_mac}
        other_person = meant is not None and meant is not known
        if not self._is_called(known, person.name) or other_id or other_person:
            raise Refusal(
                "number_of_another",
                "number",
                f"工号“{person.number}”已经是“{known.name}”的，与这一行不是同一人。请核对工号",
            )
        return known

    def _namesake(
        self, person: PersonForm, post: PostForm, phone_mac: bytes | None
    ) -> KnownPerson | None:
        """Somebody of that name with the same telephone or in that very post."""
        for known in self._by_name.get(match_key(person.name), []):
            same_phone = phone_mac is not None and known.phone_mac == phone_mac
            if same_phone or self._incumbents.holds(known.id, post):
                return known
        return None

    def _refuse_other_name(self, known: KnownPerson, person: PersonForm) -> None:
        if not self._is_called(known, person.name):
            raise Refusal(
                "id_of_another",
                "id_number",
                f"“{person.name}”的身份证号已经登记在“{known.name}”名下。"
                "请核对证件号；若是改名，请先在人员页变更姓名",
            )
