"""Who applies: what was typed of him, what our own file adds, and what it knows of him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import HiringBatch
from hrgrid.hiring.queries.known import service_of
from hrgrid.hiring.rules.words import BatchKind
from hrgrid.hiring.service.steps import named
from hrgrid.hiring.service.typed import TYPED, columns_of, read_texts
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.rules import PersonState


@dataclass(frozen=True)
class CandidateForm:
    """One application: `texts` as typed, by the keys of TYPED.

    In an internal batch `person_id` names somebody on file; what is left blank comes from there.
    Without a number the next of the batch. `applied_on` None is today.
    """

    position_id: int
    texts: Mapping[str, str]
    wish_area_id: int | None = None
    applied_on: dt.date | None = None
    number: str = ""
    person_id: int | None = None


def newcomer(
    work: UnitOfWork, batch: HiringBatch, form: CandidateForm
) -> tuple[dict[str, Any], list[str]]:
    """Every column that is known of a newcomer, and hints about him."""
    texts = dict.fromkeys(TYPED, "") | dict(form.texts)
    person = None if form.person_id is None else work.session.get_one(Person, form.person_id)
    if person is not None and not texts["name"]:
        texts["name"] = person.name
    values = columns_of(work, read_texts(texts, work.today), texts["name"])
    if person is None and values["id_mac"] is not None:
        person = _on_file(work, values["id_mac"])
    if batch.kind is BatchKind.INTERNAL:
        return _internal(work, batch, values, person)
    if values["id_mac"] is None:
        raise UserError(f"{values['name']}没有写身份证号，认不出是否重复报名。请按证件填写")
    hints = [] if person is None else _known_hints(work, values["name"], person)
    return values | {"person_id": None}, hints


def _on_file(work: UnitOfWork, id_mac: bytes) -> Person | None:
    """Whose ID number it is; of an entry that was merged, the one that stayed."""
    found = work.session.scalar(select(Person).where(Person.id_mac == id_mac))
    while found is not None and found.state is PersonState.MERGED:
        found = work.session.get_one(Person, found.merged_into_id)
    return found


def _internal(
    work: UnitOfWork, batch: HiringBatch, values: dict[str, Any], person: Person | None
) -> tuple[dict[str, Any], list[str]]:
    name = values["name"]
    if person is None:
        raise UserError(
            f"{named(batch)}是内部遴选，{name}不在花名册里。请从花名册选人，或核对身份证号"
        )
    if person.match_key != values["match_key"]:
        raise UserError(f"这个证件号在花名册里是“{person.name}”，与写的“{name}”不同。请核对")
    service = service_of(work, person.id, work.today)
    if not service.in_post:
        raise UserError(f"{name}在花名册里没有在岗的任职，不能报名内部遴选。请改报公开招录")
    on_file = ("sex", "birth_date", "id_number", "id_mac", "id_masked", "phone", "phone_masked")
    for key in (*on_file, "education", "party"):
        if values[key] in (None, ""):
            values[key] = getattr(person, key)
    return values | {"person_id": person.id}, [f"{name}：{service.words}"]


def _known_hints(work: UnitOfWork, name: str, person: Person) -> list[str]:
    service = service_of(work, person.id, work.today)
    told_name = "" if person.name == name else f"（花名册里写作“{person.name}”）"
    if service.in_post:
        return [f"{name}{told_name}已在册：{service.words}。录用前须先结束原来的专职任职"]
    return [f"{name}{told_name}曾在册（工号 {person.number}），录用时沿用原来的档案"]
