"""Texts that a column cannot hold, told before the database sees them.

SQLite takes a text of any length, PostgreSQL refuses it with a fault; neither takes a NUL from
a sheet's cell or half a letter from a file name in another encoding.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sqlalchemy import Column, String
from sqlalchemy.orm import Mapper

from hrgrid.core.errors import UserError

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def check_texts(mapper: Mapper[Any], row: Any) -> None:
    """Raise UserError naming the column whose text in `row` is too long or cannot be stored."""
    for key, column in _text_columns(mapper):
        text = getattr(row, key)
        if isinstance(text, str):
            _check(column, text)


@cache
def _text_columns(mapper: Mapper[Any]) -> tuple[tuple[str, Column[Any]], ...]:
    return tuple(
        (attribute.key, column)
        for attribute in mapper.column_attrs
        for column in attribute.columns
        if isinstance(column, Column) and isinstance(column.type, String)
    )


def _check(column: Column[Any], text: str) -> None:
    longest = column.type.length if isinstance(column.type, String) else None
    if longest is not None and len(text) > longest:
        raise UserError(f"“{_label(column)}”有 {len(text)} 个字，最多 {longest} 个。请写短一些再存")
    if _UNSTORABLE.search(text):
        raise UserError(f"“{_label(column)}”里有存不了的字符（多半是复制带来的）。请删去重新输入")


def _label(column: Column[Any]) -> str:
    from hrgrid.storage.labels import column_label

    return column_label(column)
