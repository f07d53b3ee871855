"""From a refused write to one sentence: SQLite names columns, PostgreSQL names the constraint.

Features register what a constraint or trigger means with `says`; the sentence is the same on
both engines. A violation that nobody registered is a fault of the program and stays one.
"""

from __future__ import annotations

import re

from sqlalchemy import Index, MetaData, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DBAPIError

from hrgrid.storage.triggers import AtMostOne

_SENTENCES: dict[str, str] = {}


def says(name: str, sentence: str) -> None:
    """Tell what the violation of constraint or trigger `name` means to a user."""
    _SENTENCES[name] = sentence


def sentence_of(error: DBAPIError, metadata: MetaData) -> str | None:
    """The registered sentence for a refused write, or None."""
    name = violated(error, metadata)
    return _SENTENCES.get(name) if name else None


def violated(error: DBAPIError, metadata: MetaData) -> str | None:
    """The name of the constraint or trigger that refused the write."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    text = str(error.orig)
    if found := re.search(r"refused: (\w+)", text):
        return found[1]
    if found := re.search(r"CHECK constraint failed: (\w+)", text):
        return found[1]
    if found := re.search(r"UNIQUE constraint failed: (.+)", text):
        return _unique_of(found[1].split(", "), metadata)
    return None


def _unique_of(columns: list[str], metadata: MetaData) -> str | None:
    table_name = columns[0].split(".")[0]
    table = metadata.tables.get(table_name)
    if table is None:
        return None
    wanted = [column.split(".")[1] for column in columns]
    uniques: list[UniqueConstraint | PrimaryKeyConstraint | Index] = [
        table.primary_key,
        *(each for each in table.constraints if isinstance(each, UniqueConstraint)),
        *(each for each in table.indexes if each.unique),
    ]
    for unique in uniques:
        if [column.name for column in unique.columns] == wanted:
            return str(unique.name)
    for guard in table.info.get("guards", ()):
        if isinstance(guard, AtMostOne) and list(guard.columns) == wanted:
            return guard.name
    return None
