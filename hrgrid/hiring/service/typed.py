"""What is typed of a candidate, read by the columns of the import and made columns of the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hrgrid.core.columns import Cell, ReadingContext, Severity
from hrgrid.core.errors import UserError
from hrgrid.core.identity import ResidentId, mask_resident_id, mask_telephone
from hrgrid.core.names import search_forms
from hrgrid.hiring.columns import CANDIDATES
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE

TYPED = (
    "name",
    "sex",
    "id_number",
    "phone",
    "education",
    "party",
    "veteran",
    "social_worker",
    "registered_here",
    "residence_months",
    "volunteer_months",
    "note",
)
"""What is typed of a candidate, by column key."""


def refusal_of(key: str, text: str, today: dt.date) -> str:
    """Why a text cannot stand in a field, as a sentence; "" where it can."""
    remarks = CANDIDATES.column(key).read(Cell(text), ReadingContext(today)).remarks
    return next((one.message for one in remarks if one.severity is Severity.ERROR), "")


def read_texts(texts: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    """The values of texts by column key; raises UserError naming the field."""
    found: dict[str, Any] = {}
    for key, text in texts.items():
        if key not in TYPED:
            raise KeyError(key)
        column = CANDIDATES.column(key)
        reading = column.read(Cell(text), ReadingContext(today))
        for remark in reading.remarks:
            if remark.severity is Severity.ERROR:
                raise UserError(f"{column.heading}：{remark.message.rstrip('。')}")
        found[key] = reading.value
    return found


def columns_of(work: UnitOfWork, values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Columns of a candidate from what was read; only what was typed is in it."""
    found: dict[str, Any] = {
        key: values[key]
        for key in (
            *("veteran", "social_worker", "registered_here"),
            *("residence_months", "volunteer_months"),
        )
        if key in values
    }
    found |= {key: values[key] or "" for key in ("education", "party", "note") if key in values}
    if "name" in values:
        if values["name"] is None:
            raise UserError("没有写姓名。请写上姓名")
        forms = search_forms(values["name"])
        found |= {
            "name": values["name"],
            "match_key": forms.match_key,
            "stroke_key": forms.stroke_key,
        }
    if "phone" in values:
        phone: str | None = values["phone"]
        found["phone"] = None if phone is None else work.keyring.seal(PHONE, phone)
        found["phone_masked"] = "" if phone is None else mask_telephone(phone)
    return found | _identity(work, values, values.get("name") or name)


def _identity(work: UnitOfWork, values: Mapping[str, Any], name: str) -> dict[str, Any]:
    identity: ResidentId | None = values.get("id_number")
    if identity is None:
        cleared = {"id_number": None, "id_mac": None, "id_masked": "", "birth_date": None}
        sex = {"sex": values["sex"]} if "sex" in values else {}
        return sex | (cleared if "id_number" in values else {})
    differing = identity.differences(sex=values.get("sex"))
    if differing:
        raise UserError(f"{name}：{differing[0]}")
    return {
        "id_number": work.keyring.seal(ID_NUMBER, identity.number),
        "id_mac": work.keyring.mac(ID_NUMBER, identity.number),
        "id_masked": mask_resident_id(identity.number),
        "birth_date": identity.birth,
        "sex": identity.sex,
    }
