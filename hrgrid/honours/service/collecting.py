"""评选推荐: every district gets its people in a workbook and puts its nominees in order.

Listed are those who stand the rules of the lowest tier now, from grids and offices alike, and
whoever is named already. Nobody is added to the list: who is missing from it fails a rule, or is
entered by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.core.rights import Right
from hrgrid.exchange.queries.collect_kinds import (
    Collecting,
)
from hrgrid.exchange.rules.collecting import CollectSpec, HeldRow, Unit
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.facts import districts, everybody
from hrgrid.honours.queries.nominating import NomineeForm, nominee_forms
from hrgrid.honours.rules.eligibility import first_failed
from hrgrid.honours.rules.nominating import (
    BookletConsent,
)
from hrgrid.honours.service.asking import campaign_in, matter, spec, told, told_way
from hrgrid.honours.service.taking import merge, undo
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.units import on_duty


def _rows(
    work: UnitOfWork, subject: str, _spec: CollectSpec, units: Sequence[Unit]
) -> dict[str, list[HeldRow]]:
    found = campaign_in(work, subject)
    scheme = scheme_in(work, found.rule_number)
    ids = {row.path: row.area_id for row in districts(work, found.cutoff_date)}
    by_area: dict[int, dict[int, NomineeForm]] = {}
    for form in nominee_forms(work, found.id):
        by_area.setdefault(form.area_id, {}).setdefault(form.person_id, form)
    nominees = {person for forms in by_area.values() for person in forms}
    standing = {
        one.person_id: one for one in everybody(work, found.cutoff_date, found.year, nominees)
    }
    photos = set(work.session.scalars(select(Person.id).where(Person.photo_sha256.is_not(None))))
    duty = on_duty(work, units, found.cutoff_date)
    places = {one.person_id: one for ones in duty.values() for one in ones}
    made: dict[str, list[HeldRow]] = {}
    for unit in units:
        forms = by_area.get(ids.get(unit.path, 0), {})
        listed = [one.person_id for one in duty.get(unit.path, [])]
        listed += [person for person in forms if person not in set(listed)]
        for person_id in listed:
            one = standing.get(person_id)
            if one is None:
                continue
            barred = [t for t in scheme.tiers if first_failed(scheme.rules, t, one.facts)]
            if len(barred) == len(scheme.tiers) and person_id not in forms:
                continue
            cells = {
                "number": one.number,
                "name": one.name,
                "place": places[person_id].place if person_id in places else "",
                "post": places[person_id].role if person_id in places else "",
                "barred": "、".join(tier.label for tier in barred),
                "photo": "有" if person_id in photos else "无",
            } | _answers(forms.get(person_id))
            made.setdefault(unit.path, []).append(HeldRow(one.number, cells))
    return made


def _answers(form: NomineeForm | None) -> dict[str, str]:
    if form is None:
        return {}
    consent = "" if form.consent is BookletConsent.UNASKED else form.consent.label
    return {
        "tier": form.tier.label,
        "unit_rank": str(form.unit_rank or ""),
        "deeds": form.deeds,
        "nominated_by": told_way(form.nominated_by),
        "recommenders": form.recommenders,
        "unit_opinion": form.unit_opinion,
        "consent": consent,
    }


NOMINATION = Collecting(
    CollectKind.NOMINATION,
    Right.RUN_HONOURS,
    "honours",
    matter,
    spec,
    _rows,
    merge,
    undo,
    told,
)
"""Nominations as a kind of collecting; its subject is SUBJECT with the campaign's id behind."""
