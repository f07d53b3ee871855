"""Honours of years before the program, with the people on file whom they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from hrgrid.core.columns import Severity
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.honours.model import EarlierHonour
from hrgrid.honours.queries.matching import OnFile
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service.imports.people import People, Unmatched
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

_Key = tuple[int, Tier, str, str]


def apply_earlier(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Add honours; a row that matches nobody on file is kept as a record, with a remark."""
    work.require(Right.IMPORT)
    work.require(Right.RUN_HONOURS)
    sweep = _Sweep(work)
    for row in rows:
        try:
            sweep.take(row)
        except Unmatched as lost:
            sweep.problems.append(row.problem(lost.column, lost.code, f"{lost.sentence}。"))
        work.progress.step()
    ids = reserve_ids(work, EarlierHonour, len(sweep.rows))
    for added, real in zip(sweep.rows, ids, strict=True):
        added["id"] = real
    insert_rows(work, EarlierHonour, sweep.rows)
    return Applied(
        new=len(sweep.rows),
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"honours": len(sweep.rows)},
        undo={"operation": work.circumstances.operation_id},
    )


def undo_earlier(work: UnitOfWork, undo: Any) -> None:
    """Take back the honours of an import; frozen campaigns keep what they read."""
    work.require(Right.RUN_HONOURS)
    brought = EarlierHonour.import_operation == undo["operation"]
    work.session.execute(delete(EarlierHonour).where(brought))


class _Sweep:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.rows: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.unchanged = 0
        self._people = People(work, work.today)
        self._known: set[tuple[_Key, int | None]] = set()
        self._of_person: dict[tuple[int, int], Tier] = {}
        query = select(
            EarlierHonour.year,
            EarlierHonour.tier,
            EarlierHonour.name_given,
            EarlierHonour.unit_given,
            EarlierHonour.person_id,
        )
        for year, tier, name, unit, person_id in work.session.execute(query):
            self._known.add(((year, tier, match_key(name), unit), person_id))
            if person_id is not None:
                self._of_person[year, person_id] = tier

    def take(self, row: InRow) -> None:
        person = self._person(row)
        year, tier, name = row.values["year"], row.values["tier"], row.values["name"]
        unit = row.values["unit"] or ""
        if year > self.work.today.year:
            raise Unmatched("year_in_future", "year", f"{year} 年还没有到。请核对年度")
        person_id = person.id if person else None
        key = ((year, tier, match_key(name), unit), person_id)
        if key in self._known:
            self.unchanged += 1
            return
        if person is not None:
            self._refuse_second(person, year)
            self._of_person[year, person.id] = tier
        self._known.add(key)
        self.rows.append(
            {
                "year": year,
                "tier": tier,
                "name_given": name,
                "unit_given": unit,
                "person_id": person_id,
                "document_no": row.values["document_no"] or "",
                "import_operation": self.work.circumstances.operation_id,
            }
        )

    def _person(self, row: InRow) -> OnFile | None:
        """Whom the row means; nobody where that cannot be told from what it holds."""
        try:
            return self._people.find(row, self._people.district(row))
        except Unmatched as lost:
            if lost.code == "other_name":
                raise
            message = f"“{row.values['name']}”没有和花名册对上，只作记录：{lost.sentence}。"
            self.problems.append(row.problem(lost.column, lost.code, message, Severity.WARNING))
            return None

    def _refuse_second(self, person: OnFile, year: int) -> None:
        other = self._of_person.get((year, person.id))
        if other is not None:
            raise Unmatched(
                "second_honour",
                "year",
                f"“{person.name}”在 {year} 年已有“{other.label}”。请核对年度和称号",
            )
