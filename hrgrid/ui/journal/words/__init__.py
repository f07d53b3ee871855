"""What the journal says in the words of the office: a table of each room, told as one."""

from __future__ import annotations

from typing import Any

from hrgrid.storage.journal import JournalRow
from hrgrid.ui.journal.words import (
    assessment,
    boards,
    collecting,
    competitions,
    exits,
    funding,
    hiring,
    honours,
    inspections,
    office,
    panels,
    pay,
    publicity,
    stars,
    training,
    workforce,
)

# In the order in which the fields of an entry are read: what every entry has comes first.
ROOMS = (
    office.WORDS,
    collecting.WORDS,
    honours.WORDS,
    workforce.WORDS,
    panels.WORDS,
    boards.WORDS,
    hiring.WORDS,
    publicity.WORDS,
    training.WORDS,
    assessment.WORDS,
    competitions.WORDS,
    inspections.WORDS,
    stars.WORDS,
    exits.WORDS,
    funding.WORDS,
    pay.WORDS,
)

# What the codes of the journal are called; a code that is not here is shown as it is.
ACTIONS: dict[str, str] = {code: text for room in ROOMS for code, text in room.actions.items()}
# What the fields of a change are called, in the order in which they are read.
FIELDS: dict[str, str] = {name: text for room in ROOMS for name, text in room.fields.items()}
_CODES: dict[str, str] = {
    one.value: one.label for room in ROOMS for kind in room.codes for one in kind
}
# Codes that another list of states has too, known by the field that they stand in.
_CODES_OF: dict[str, dict[str, str]] = {
    name: {one.value: one.label for one in kind}
    for room in ROOMS
    for name, kind in room.codes_of.items()
}


def field_label(name: str) -> str:
    """A field of a change in the words of the office."""
    return FIELDS.get(name, name)


def value_text(value: Any, field: str = "") -> str:
    """A value of a change: codes by their labels, a role with its part of the tree."""
    if isinstance(value, list):
        return "、".join(value_text(item, field) for item in value)
    if isinstance(value, dict):
        told = ((str(key), item) for key, item in value.items())
        return "，".join(f"{field_label(key)} {value_text(item, key)}" for key, item in told)
    if field in _CODES_OF:
        return _CODES_OF[field].get(str(value), str(value))
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    code, at, area = str(value).partition("@")
    if at and code in _CODES:
        return f"{_CODES[code]}（{area}）" if area else str(_CODES[code])
    return _CODES.get(code, str(value))


def action_label(code: str) -> str:
    """An action in the words of the office."""
    return ACTIONS.get(code, code)


def moment(row: JournalRow) -> str:
    """When, to the second, on this machine's clock."""
    return f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}"
