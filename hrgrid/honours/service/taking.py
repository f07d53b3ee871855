"""What districts nominated becomes nominations, row by row, and is taken back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.queries.collect_kinds import (
    Merged,
    MergedRow,
    NotMerged,
)
from hrgrid.exchange.rules.collecting import CollectSpec, Unit
from hrgrid.honours.model import Campaign, Nomination
from hrgrid.honours.queries.facts import districts
from hrgrid.honours.queries.nominating import NomineeForm, nominee_forms
from hrgrid.honours.rules.nominating import (
    BookletConsent,
    NominatedBy,
    way_problem,
)
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service.asking import campaign_in
from hrgrid.honours.service.nominating import NomineeEntry, drop_forms, entry_of, write_form
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.units import on_duty


@dataclass
class _Taken:
    """A row on its way: the nomination that it changes, None for a new one, and what it says."""

    row: MergedRow
    known: NomineeForm | None
    person_id: int
    entry: NomineeEntry


def merge(work: UnitOfWork, subject: str, _spec: CollectSpec, rows: Sequence[MergedRow]) -> Merged:
    """Add and change nominations; rows that cannot stand are told, never raised."""
    return _Taking(work, campaign_in(work, subject)).take(rows)


class _Taking:
    def __init__(self, work: UnitOfWork, found: Campaign) -> None:
        self._work, self._found = work, found
        self._paths = {row.path: row.area_id for row in districts(work, found.cutoff_date)}
        self._forms: dict[tuple[int, str], NomineeForm] = {}
        self._all = nominee_forms(work, found.id)
        for form in self._all:
            self._forms.setdefault((form.area_id, form.number), form)
        self._refused: list[NotMerged] = []

    def take(self, rows: Sequence[MergedRow]) -> Merged:
        """Add and change what can be; every other row is told with its sentence."""
        taken = self._read(rows)
        taken = self._with_places_of_their_own(taken)
        before = self._before(taken)
        new = self._write(taken)
        work = self._work
        return Merged(
            new,
            len(taken) - new,
            tuple(self._refused),
            {"nominations": len(taken)},
            {"operation": work.circumstances.operation_id, "before": self._versions(before)},
        )

    def _read(self, rows: Sequence[MergedRow]) -> list[_Taken]:
        numbers = [row.mark for row in rows]
        query = select(Person.number, Person.id).where(Person.number.in_(numbers))
        ids = {row[0]: row[1] for row in self._work.session.execute(query)}
        taken = []
        for row in rows:
            area_id = self._paths.get(row.unit.path)
            if row.mark not in ids or area_id is None:
                self._refuse(row, "档案里没有这个工号了，或单位已经撤并。请刷新后重新下发")
                continue
            known = self._forms.get((area_id, row.mark))
            entry = self._entry(row, known, ids[row.mark], area_id)
            problem = self._problem(entry)
            if problem:
                self._refuse(row, problem)
            elif entry is not None:
                taken.append(_Taken(row, known, ids[row.mark], entry))
        return taken

    def _entry(
        self, row: MergedRow, known: NomineeForm | None, person_id: int, area_id: int
    ) -> NomineeEntry | None:
        given = row.values
        tier = given.get("tier") or (known.tier if known else None)
        if tier is None:
            return None
        was = entry_of(self._work, known.nomination_id) if known else None
        return NomineeEntry(
            person_id,
            tier,
            area_id,
            was.unit if was else "",
            was.post if was else "",
            given.get("deeds") or (was.deeds if was else ""),
            given.get("unit_rank") or (was.unit_rank if was else None),
            given.get("nominated_by") or (was.nominated_by if was else NominatedBy.UNIT),
            given.get("recommenders") or (was.recommenders if was else ""),
            given.get("unit_opinion") or (was.unit_opinion if was else ""),
            given.get("consent") or (was.consent if was else BookletConsent.UNASKED),
        )

    @staticmethod
    def _problem(entry: NomineeEntry | None) -> str:
        if entry is None:
            return "没有选推荐称号。请单位选好称号，或清空这一行"
        if entry.unit_rank is None:
            return f"推荐为“{entry.tier.label}”，没有推荐次序。请单位补上次序"
        return way_problem(entry.nominated_by, entry.recommenders, entry.unit_opinion)

    def _with_places_of_their_own(self, taken: Sequence[_Taken]) -> list[_Taken]:
        """Without rows that want the place of somebody else."""
        changing = {one.known.nomination_id for one in taken if one.known}
        held: dict[tuple[Tier, int, int | None], str] = {
            (form.tier, form.area_id, form.unit_rank): form.name
            for form in self._all
            if form.nomination_id not in changing and form.unit_rank is not None
        }
        kept = []
        for one in taken:
            entry = one.entry
            place = (entry.tier, entry.area_id, entry.unit_rank)
            if place in held:
                self._refuse(
                    one.row,
                    f"“{entry.tier.label}”的第 {entry.unit_rank} 位已是“{held[place]}”。"
                    "请单位改成不同的次序",
                )
                continue
            held[place] = one.row.who
            kept.append(one)
        if len(kept) < len(taken):
            # Who stays as he was may hold a place that somebody took: look once more.
            return self._with_places_of_their_own(kept)
        return kept

    def _before(self, taken: Sequence[_Taken]) -> dict[int, dict[str, Any]]:
        return {
            one.known.nomination_id: _plain(entry_of(self._work, one.known.nomination_id))
            for one in taken
            if one.known
        }

    def _write(self, taken: Sequence[_Taken]) -> int:
        work = self._work
        for one in taken:
            if one.known:
                work.session.get_one(Nomination, one.known.nomination_id).unit_rank = None
        work.session.flush()
        new = 0
        duty = _homes(work, self._found, {one.row.unit for one in taken})
        for one in taken:
            if one.known:
                row = work.session.get_one(Nomination, one.known.nomination_id)
            else:
                row = self._new(one, duty)
                new += 1
            _set(row, one.entry)
            work.session.flush()
            write_form(work, row.id, one.entry)
        return new

    def _new(self, one: _Taken, homes: Mapping[int, tuple[str, str]]) -> Nomination:
        unit, post = homes.get(one.person_id, ("", ""))
        row = Nomination(
            campaign_id=self._found.id,
            tier=one.entry.tier,
            area_id=one.entry.area_id,
            person_id=one.person_id,
            name_given=self._work.session.get_one(Person, one.person_id).name,
            unit_given=unit,
            post_given=post,
            unit_rank=None,
            merit_milli=None,
            review_milli=None,
            score_milli=None,
            deeds="",
            removal=None,
            removal_reason="",
            name_choice=None,
            name_choice_reason="",
            import_operation=self._work.circumstances.operation_id,
        )
        self._work.session.add(row)
        return row

    def _versions(self, before: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
        get = self._work.session.get_one
        return {
            str(one): {"version": get(Nomination, one).version, "values": values}
            for one, values in before.items()
        }

    def _refuse(self, row: MergedRow, sentence: str) -> None:
        self._refused.append(NotMerged(row.unit, row.mark, row.who, row.number, sentence))


def _homes(work: UnitOfWork, found: Campaign, units: set[Unit]) -> dict[int, tuple[str, str]]:
    """By person the place and the role of his main post, as the forms print them."""
    duty = on_duty(work, list(units), found.cutoff_date)
    return {one.person_id: (one.place, one.role) for ones in duty.values() for one in ones}


def _set(row: Nomination, entry: NomineeEntry) -> None:
    row.tier, row.unit_rank, row.deeds = entry.tier, entry.unit_rank, entry.deeds


# --- taking back ----------------------------------------------------------------------------------


def _plain(entry: NomineeEntry) -> dict[str, Any]:
    return {
        "tier": entry.tier.value,
        "unit_rank": entry.unit_rank,
        "deeds": entry.deeds,
        "nominated_by": entry.nominated_by.value,
        "recommenders": entry.recommenders,
        "unit_opinion": entry.unit_opinion,
        "consent": entry.consent.value,
    }


def undo(work: UnitOfWork, noted: Any) -> None:
    """Take back what a merge brought; refused once the nominations are closed."""
    work.require(Right.RUN_HONOURS)
    kept = {int(one): told for one, told in noted["before"].items()}
    for one, told in kept.items():
        row = work.session.get(Nomination, one)
        if row is None or row.version != told["version"]:
            name = row.name_given if row else "有一人"
            raise UserError(f"“{name}”的推荐在合并之后又被改过，不能整批撤销。请逐人更正")
        row.unit_rank = None
    work.session.flush()
    query = select(Nomination).where(Nomination.import_operation == noted["operation"])
    brought = list(work.session.scalars(query))
    drop_forms(work, [row.id for row in brought])
    for row in brought:
        work.session.delete(row)
    work.session.flush()
    for one, told in kept.items():
        values = told["values"]
        row = work.session.get_one(Nomination, one)
        entry = NomineeEntry(
            row.person_id,
            Tier(values["tier"]),
            row.area_id,
            deeds=values["deeds"],
            unit_rank=values["unit_rank"],
            nominated_by=NominatedBy(values["nominated_by"]),
            recommenders=values["recommenders"],
            unit_opinion=values["unit_opinion"],
            consent=BookletConsent(values["consent"]),
        )
        _set(row, entry)
        work.session.flush()
        write_form(work, one, entry)
