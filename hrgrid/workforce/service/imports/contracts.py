"""Rows about the ground on which people work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from hrgrid.core.identity import ResidentId
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract
from hrgrid.workforce.queries.known import (
    KnownPerson,
    known_contracts,
    known_people,
    merged_keys,
)
from hrgrid.workforce.queries.listing import ID_NUMBER
from hrgrid.workforce.rules import Engagement
from hrgrid.workforce.service.incumbents import Refusal

_EMPLOYMENT = {Engagement.CONTRACT, Engagement.DISPATCH}
_DAY = dt.timedelta(days=1)


def apply_contracts(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Add the contracts of people on file."""
    work.require(Right.EDIT_WORKFORCE)
    work.progress.begin("核对各份聘用", len(rows))
    sweep = _Sweep(work)
    for row in rows:
        try:
            sweep.take(row)
        except Refusal as refusal:
            sweep.problems.append(row.problem(refusal.column, refusal.code, refusal.sentence))
        work.progress.step()
    sweep.write()
    return Applied(
        new=len(sweep.rows),
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"contracts": len(sweep.rows)},
        undo={"operation": work.circumstances.operation_id},
    )


class _Sweep:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.rows: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.unchanged = 0
        self._by_mac: dict[bytes, KnownPerson] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        people = {person.id: person for person in known_people(work)}
        for person in people.values():
            if person.id_mac is not None:
                self._by_mac[person.id_mac] = person
            self._by_name.setdefault(person.match_key, []).append(person)
        for key in merged_keys(work):
            if key.id_mac is not None:
                self._by_mac.setdefault(key.id_mac, people[key.person_id])
        self._held = known_contracts(work)

    def take(self, row: InRow) -> None:
        person, values = self._person(row), row.values
        kind: Engagement = values["kind"]
        start: dt.date = values["valid_from"]
        last: dt.date | None = values["last_day"]
        if last is not None and last < start:
            raise Refusal(
                "dates_reversed", "last_day", f"终止日期 {last} 早于起始日期 {start}。请核对"
            )
        end = last + _DAY if last is not None else None
        held = self._held.setdefault(person.id, [])
        if (kind, start, end) in held:
            self.unchanged += 1
            return
        self._refuse_overlap(person, kind, start, end, held)
        held.append((kind, start, end))
        self.rows.append(
            {
                "person_id": person.id,
                "kind": kind,
                "employer": values["employer"] or "",
                "contract_no": values["contract_no"] or "",
                "signed_on": values["signed_on"],
                "probation_to": values["probation_last_day"],
                "valid_from": start,
                "valid_to": end,
                "import_operation": self.work.circumstances.operation_id,
            }
        )

    def _person(self, row: InRow) -> KnownPerson:
        number: ResidentId | None = row.values["id_number"]
        name: str = row.values["name"]
        if number is not None:
            found = self._by_mac.get(self.work.keyring.mac(ID_NUMBER, number.number))
            if found is None or found.match_key != match_key(name):
                raise Refusal(
                    "unknown_person",
                    "id_number",
                    f"花名册里没有这个证件号的“{name}”。请先导入花名册",
                )
            return found
        named = self._by_name.get(match_key(name), [])
        if len(named) != 1:
            how = f"有 {len(named)} 个同名的人" if named else "没有这个人"
            raise Refusal("unknown_person", "name", f"花名册里{how}：“{name}”。请补上身份证号")
        return named[0]

    @staticmethod
    def _refuse_overlap(
        person: KnownPerson,
        kind: Engagement,
        start: dt.date,
        end: dt.date | None,
        held: list[tuple[Engagement, dt.date, dt.date | None]],
    ) -> None:
        if kind not in _EMPLOYMENT:
            return
        for other, since, until in held:
            apart = (end is not None and end <= since) or (until is not None and until <= start)
            if other in _EMPLOYMENT and not apart:
                raise Refusal(
                    "contract_overlaps",
                    "valid_from",
                    f"{person.name}从 {since} 起已有{other.label}，时间重叠。请核对起止日期",
                )

    def write(self) -> None:
        ids = reserve_ids(self.work, Contract, len(self.rows))
        for row, real in zip(self.rows, ids, strict=True):
            row["id"] = real
        insert_rows(self.work, Contract, self.rows)


def undo_contracts(work: UnitOfWork, undo: Any) -> None:
    """Take back the contracts of an import."""
    work.require(Right.EDIT_WORKFORCE)
    work.session.execute(delete(Contract).where(Contract.import_operation == undo["operation"]))
