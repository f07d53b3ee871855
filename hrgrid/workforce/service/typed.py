"""What somebody typed of a person, read by the same columns as a roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hrgrid.core.columns import Cell, ReadingContext, Severity
from hrgrid.core.errors import UserError
from hrgrid.core.identity import ResidentId
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.service.matching import PersonForm


def typed_person(texts: Mapping[str, str], today: dt.date) -> PersonForm:
    """A person from texts by column key (name, number, sex, id_number, phone, party, …).

    An empty text leaves the field as it is. Raises UserError naming the field.
    """
    context = ReadingContext(today)
    values = {key: _value(key, text, context) for key, text in texts.items()}
    number: ResidentId | None = values.get("id_number")
    name = values.get("name")
    if name is None:
        raise UserError("没有写姓名。请写上姓名")
    return PersonForm(
        name=name,
        id_number=number.number if number else None,
        sex=number.sex if number else values.get("sex"),
        birth_date=number.birth if number else None,
        phone=values.get("phone"),
        party=values.get("party"),
        education=values.get("education"),
        note=values.get("note"),
        number=values.get("number"),
    )


def typed_value(key: str, text: str, today: dt.date) -> Any:
    """One value of a person by its column key; None for an empty text. Raises UserError."""
    return _value(key, text, ReadingContext(today))


def _value(key: str, text: str, context: ReadingContext) -> Any:
    column = WORKERS.column(key)
    reading = column.read(Cell(text), context)
    for remark in reading.remarks:
        if remark.severity is Severity.ERROR:
            raise UserError(f"{column.heading}：{remark.message.rstrip('。')}")
    return reading.value
