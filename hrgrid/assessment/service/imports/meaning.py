"""Whom a row of a file means: by number, ID number, telephone, or name with what tells namesakes
apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hrgrid.assessment.columns.readers import Masked
from hrgrid.assessment.rules.near_names import NearNames
from hrgrid.core.columns import heading_key, quoted
from hrgrid.core.identity import ResidentId
from hrgrid.core.names import match_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.known import KnownPerson, former_names, known_people, merged_keys
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import PostState

_SHOWN = 4


class Misfit(Exception):
    """Why a row cannot stand; `column` is what to mend, the sentence has no full stop."""

    def __init__(
        self, code: str, column: str, sentence: str, suggestion: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column
        self.sentence = sentence
        self.suggestion = suggestion


class Everybody:
    """People by what the export of another platform may call them."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._by_number: dict[str, KnownPerson] = {}
        self._by_id: dict[bytes, KnownPerson] = {}
        self._by_phone: dict[bytes, list[KnownPerson]] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._people: dict[int, KnownPerson] = {}
        for one in known_people(work):
            self._people[one.id] = one
            self._by_number[one.number.upper()] = one
            self._by_name.setdefault(one.match_key, []).append(one)
            if one.id_mac is not None:
                self._by_id[one.id_mac] = one
            if one.phone_mac is not None:
                self._by_phone.setdefault(one.phone_mac, []).append(one)
        for key in merged_keys(work):
            kept = self._people.get(key.person_id)
            if kept is not None:
                self._by_number.setdefault(key.number.upper(), kept)
                if key.id_mac is not None:
                    self._by_id.setdefault(key.id_mac, kept)
        self._former: dict[int, set[str]] | None = None
        self._masked: dict[int, tuple[str, str]] | None = None
        self._places: dict[int, set[str]] | None = None
        self._keys: dict[str, str] = {}
        self._nearest: NearNames | None = None

    def find(self, values: Mapping[str, Any]) -> KnownPerson:
        """The person of a row; raises Misfit. The surest of what the row says decides."""
        name: str | None = values.get("name")
        found = self._of_numbers(values)
        if found is None:
            found = self._of_phone(values)
        if found is None:
            return self._of_name(name, values)
        if name is not None and self._key(name) not in self._names(found):
            raise Misfit(
                "other_name",
                "name",
                f"这个号码是“{found.name}”，与写的“{name}”不同。请核对是否串行",
            )
        return found

    def name(self, person_id: int) -> str:
        """What somebody is called."""
        return self._people[person_id].name

    def _of_numbers(self, values: Mapping[str, Any]) -> KnownPerson | None:
        resident: ResidentId | Masked | None = values.get("id_number")
        number: str | None = values.get("number")
        found: KnownPerson | None = None
        if isinstance(resident, ResidentId):
            found = self._by_id.get(self._work.keyring.mac(ID_NUMBER, resident.number))
            if found is None:
                raise Misfit("unknown_person", "id_number", "花名册里没有这个身份证号的人。请核对")
        if number is None:
            return found
        held = self._by_number.get(number.upper())
        if held is None:
            if found is not None or values.get("name") is not None:
                # Another platform numbers people in its own way; the name may still say who.
                return found
            raise Misfit("unknown_person", "number", f"花名册里没有工号{quoted(number)}。请核对")
        if found is not None and found.id != held.id:
            raise Misfit("two_people", "number", "工号和身份证号不是同一个人。请核对是否串行")
        return held

    def _of_phone(self, values: Mapping[str, Any]) -> KnownPerson | None:
        phone: str | Masked | None = values.get("phone")
        if not isinstance(phone, str):
            return None
        held = self._by_phone.get(self._work.keyring.mac(PHONE, phone), [])
        name: str | None = values.get("name")
        if name is not None:
            key = self._key(name)
            held = [one for one in held if key in self._names(one)]
        if len(held) == 1:
            return held[0]
        if name is None:
            words = f"有 {len(held)} 人用这个手机号" if held else "花名册里没有这个手机号"
            raise Misfit("unknown_person", "phone", f"{words}。请补上姓名或工号")
        return None

    def _of_name(self, name: str | None, values: Mapping[str, Any]) -> KnownPerson:
        if name is None:
            raise Misfit("nobody", "name", "没有写是谁。请填工号、身份证号、手机号或姓名")
        held = self._by_name.get(self._key(name), [])
        if not held:
            held = self._formerly(self._key(name))
        if not held:
            sentence = f"花名册里没有“{name}”。请核对姓名"
            raise Misfit("unknown_person", "name", sentence, self._near(name))
        if len(held) > 1:
            held = self._told_apart(held, values)
        if len(held) == 1:
            return held[0]
        numbers = sorted(one.number for one in held)
        raise Misfit(
            "namesakes",
            "number",
            f"叫“{name}”的有 {len(held)} 人（工号 {'、'.join(numbers[:_SHOWN])}）。请填工号",
        )

    def _near(self, name: str) -> str | None:
        if self._nearest is None:
            self._nearest = NearNames(one.name for one in self._people.values())
        return self._nearest.of(name)

    def _told_apart(self, held: list[KnownPerson], values: Mapping[str, Any]) -> list[KnownPerson]:
        """Those among namesakes whom the starred numbers or the grid fit; all where none does."""
        for at, column in enumerate(("id_number", "phone")):
            shown = values.get(column)
            if isinstance(shown, Masked):
                fitting = [one for one in held if self._shown(one)[at] == shown.text]
                held = fitting or held
        for column in ("grid_code", "grid_name", "community", "street"):
            word = values.get(column)
            if word is not None and len(held) > 1:
                fitting = [one for one in held if heading_key(word) in self._stands(one)]
                held = fitting or held
        return held

    def _shown(self, one: KnownPerson) -> tuple[str, str]:
        if self._masked is None:
            query = select(Person.id, Person.id_masked, Person.phone_masked)
            self._masked = {row[0]: (row[1], row[2]) for row in self._work.session.execute(query)}
        return self._masked[one.id]

    def _stands(self, one: KnownPerson) -> set[str]:
        """The codes and names of the places of somebody's posts, and of what lies above them."""
        if self._places is None:
            self._places = _places(self._work)
        return self._places.get(one.id, set())

    def _names(self, one: KnownPerson) -> set[str]:
        return {one.match_key, *self._formers().get(one.id, ())}

    def _formerly(self, key: str) -> list[KnownPerson]:
        formers = self._formers()
        return [one for each, one in self._people.items() if key in formers.get(each, ())]

    def _formers(self) -> dict[int, set[str]]:
        if self._former is None:
            self._former = former_names(self._work)
        return self._former

    def _key(self, name: str) -> str:
        if name not in self._keys:
            self._keys[name] = match_key(name)
        return self._keys[name]


def _places(work: UnitOfWork) -> dict[int, set[str]]:
    today = work.today
    named: dict[int, tuple[str, str, int | None]] = {}
    query = select(AreaStand.area_id, AreaStand.name, AreaStand.path, AreaStand.parent_id).where(
        holds_on(AreaStand, today)
    )
    for key, name, path, parent_id in work.session.execute(query).tuples():
        named[key] = (name, path.rstrip("/").rpartition("/")[2], parent_id)
    posts = (
        select(the_kept(), Post.area_id, Bureau.area_id, Bureau.name)
        .select_from(Post)
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(Post.state != PostState.VOIDED)
    )
    found: dict[int, set[str]] = {}
    for person_id, area_id, office_area_id, bureau in work.session.execute(posts).tuples():
        words = found.setdefault(person_id, set())
        if bureau is not None:
            words.add(heading_key(bureau))
        at: int | None = area_id if area_id is not None else office_area_id
        while at is not None and at in named:
            label, code, at = named[at]
            words |= {heading_key(label), heading_key(code)}
    return found
