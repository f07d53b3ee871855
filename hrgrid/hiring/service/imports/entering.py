"""Newcomers of a list of candidates as rows, written together with their first step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from hrgrid.core.identity import ResidentId, mask_resident_id, mask_telephone
from hrgrid.core.names import search_forms
from hrgrid.exchange.service import InRow
from hrgrid.hiring.model import Candidate, CandidateStep, HiringBatch, HiringPosition
from hrgrid.hiring.rules.words import BatchKind, CandidateState
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.known import KnownPerson
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE

TEXTS = ("education", "party", "note")
SAID = (
    "sex",
    "social_worker",
    "veteran",
    "registered_here",
    "residence_months",
    "volunteer_months",
    *TEXTS,
)
"""What a row says and is kept as it is: an unsaid text is empty, anything else unknown."""


class Newcomer(NamedTuple):
    """Somebody to write; `person` where he is on file."""

    batch: HiringBatch
    position: HiringPosition
    number: str
    id_mac: bytes | None
    person: KnownPerson | None
    wish: int | None
    applied_on: dt.date
    row: InRow


def write_newcomers(work: UnitOfWork, added: Sequence[Newcomer]) -> None:
    """Insert them and their first step; what was changed before is flushed with them."""
    work.progress.begin("写入报名人", 2 * len(added))
    work.session.flush()
    ids = reserve_ids(work, Candidate, len(added))
    insert_rows(work, Candidate, _rows(work, added, ids))
    steps = [
        {
            "candidate_id": candidate_id,
            "seq": 1,
            "state": CandidateState.SUBMITTED,
            "at": work.now,
            "made_by": work.actor.name,
            "reason": "",
            "document_no": "",
        }
        for candidate_id in ids
    ]
    insert_rows(work, CandidateStep, steps)


def _rows(work: UnitOfWork, added: Sequence[Newcomer], ids: Sequence[int]) -> list[dict[str, Any]]:
    numbers = [_id_number(work, one) for one in added]
    phones: list[str | None] = [one.row.values["phone"] for one in added]
    sealed = work.keyring.seal_all(ID_NUMBER, numbers)
    called = work.keyring.seal_all(PHONE, phones)
    rows = []
    for at, one in enumerate(added):
        number, phone = numbers[at], phones[at]
        forms = search_forms(one.row.values["name"])
        rows.append(
            {
                "id": ids[at],
                "batch_id": one.batch.id,
                "position_id": one.position.id,
                "number": one.number,
                "name": one.row.values["name"],
                "match_key": forms.match_key,
                "stroke_key": forms.stroke_key,
                "id_number": sealed[at],
                "id_mac": one.id_mac,
                "id_masked": mask_resident_id(number) if number else "",
                "phone": called[at],
                "phone_masked": mask_telephone(phone) if phone else "",
                **_said(one),
                "wish_area_id": one.wish,
                "photo_sha256": None,
                "person_id": one.person.id if _is_internal(one) and one.person else None,
                "applied_on": one.applied_on,
                "admission_no": None,
                "exam_room": None,
                "exam_seat": None,
                "state": CandidateState.SUBMITTED,
                "state_reason": "",
                "reject_code": None,
                "purged_on": None,
                "import_operation": work.circumstances.operation_id,
            }
        )
    return rows


def _said(one: Newcomer) -> dict[str, Any]:
    """The plain values of a row; in an internal batch the office's own file fills the gaps."""
    values = {name: one.row.values[name] for name in SAID}
    identity: ResidentId | None = one.row.values["id_number"]
    birth = identity.birth if identity is not None else None
    if identity is not None and values["sex"] is None:
        values["sex"] = identity.sex
    if one.person is not None and _is_internal(one):
        birth = birth or one.person.birth_date
        for name in ("sex", "education", "party"):
            values[name] = values[name] or getattr(one.person, name)
    return values | {name: values[name] or "" for name in TEXTS} | {"birth_date": birth}


def _is_internal(one: Newcomer) -> bool:
    return one.batch.kind is BatchKind.INTERNAL


def _id_number(work: UnitOfWork, one: Newcomer) -> str | None:
    """As the row has it; of somebody whom his number in the office names, as it is on file."""
    identity: ResidentId | None = one.row.values["id_number"]
    if identity is not None or one.person is None:
        return identity.number if identity is not None else None
    sealed = work.session.scalar(select(Person.id_number).where(Person.id == one.person.id))
    return None if sealed is None else work.keyring.open(ID_NUMBER, sealed)
