"""Whom a row means: by staff number, ID number or name, which must not contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from hrgrid.core.columns import quoted
from hrgrid.core.identity import ResidentId
from hrgrid.core.names import match_key
from hrgrid.exchange.service import InRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.known import FormerKey, KnownPerson
from hrgrid.workforce.queries.listing import ID_NUMBER


class Misfit(Exception):
    """Why a row cannot stand; `column` is what to mend, the sentence has no full stop."""

    def __init__(self, code: str, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column
        self.sentence = sentence


class Everybody:
    """People by what a list may call them."""

    def __init__(
        self, work: UnitOfWork, people: Iterable[KnownPerson], merged: Iterable[FormerKey] = ()
    ) -> None:
        self._work = work
        self._by_number: dict[str, KnownPerson] = {}
        self._by_mac: dict[bytes, KnownPerson] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        by_id: dict[int, KnownPerson] = {}
        for one in people:
            by_id[one.id] = one
            self._by_number[one.number] = one
            self._by_name.setdefault(one.match_key, []).append(one)
            if one.id_mac is not None:
                self._by_mac[one.id_mac] = one
        for key in merged:
            kept = by_id.get(key.person_id)
            if kept is not None:
                self._by_number.setdefault(key.number, kept)
                if key.id_mac is not None:
                    self._by_mac.setdefault(key.id_mac, kept)

    def find(self, row: InRow, where: str) -> KnownPerson:
        """The person of a row; raises Misfit. `where` is what he should be in: 名单, 档案."""
        number: str | None = row.values["number"]
        name: str | None = row.values["name"]
        resident: ResidentId | None = row.values["id_number"]
        found: KnownPerson | None = None
        if resident is not None:
            found = self._by_mac.get(self._work.keyring.mac(ID_NUMBER, resident.number))
            if found is None:
                raise Misfit(
                    "unknown_person", "id_number", f"{where}里没有这个身份证号的人。请核对"
                )
        if number is not None:
            held = self._by_number.get(number)
            if held is None:
                raise Misfit(
                    "unknown_person", "number", f"{where}里没有工号{quoted(number)}。请核对"
                )
            if found is not None and found.id != held.id:
                raise Misfit("two_people", "number", "工号和身份证号不是同一个人。请核对是否串行")
            found = held
        if found is None:
            return self._of_name(name, where)
        if name is not None and match_key(name) != found.match_key:
            raise Misfit(
                "other_name",
                "name",
                f"这个号码是“{found.name}”，与写的“{name}”不同。请核对是否串行",
            )
        return found

    def _of_name(self, name: str | None, where: str) -> KnownPerson:
        if name is None:
            raise Misfit("nobody", "name", "没有写是谁。请填工号、身份证号或姓名")
        held = self._by_name.get(match_key(name), [])
        if not held:
            raise Misfit("unknown_person", "name", f"{where}里没有“{name}”。请核对姓名")
        if len(held) > 1:
            numbers = "、".join(sorted(one.number for one in held)[:4])
            raise Misfit(
                "namesakes",
                "name",
                f"叫“{name}”的有 {len(held)} 人（工号 {numbers}）。请填工号",
            )
        return held[0]
