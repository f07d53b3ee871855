"""A cell's value as the text that a person sees, with a letter for what it was."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

Cell = tuple[str, str]

EMPTY: Cell = ("", " ")


class Row(NamedTuple):
    """A row that holds something, without blanks at its end; `number` counts from 1 as on screen.

    `kinds` has one letter a cell: t text, n number, d date or time, b true or false, e a formula
    without a result, and a blank for an empty cell.
    """

    number: int
    cells: tuple[str, ...]
    kinds: str


# Between the texts of a row on their way from the child, unless one of them holds it.
PARTED_BY = "\t"

# Beyond 15 digits Excel itself shows zeros: the digits are lost.
_DIGITS = 15


def cell_of(value: object) -> Cell:
    """Text and kind (see Row.kinds) of a value that a reader gave."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        return value, "t" if value.strip() else " "
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "b"
    if isinstance(value, int | float):
        return number_text(value), "n"
    return _time_text(value), "d"


_LETTERS = {str: "t", bool: "b", int: "n", float: "n"}


def row_of(values: Sequence[object]) -> tuple[list[str], str]:
    """Texts and kinds of a row; the same as `cell_of` for every value, in less time."""
    texts = [value if value.__class__ is str else cell_of(value)[0] for value in values]
    kinds = [
        " " if not text or text.isspace() else _LETTERS.get(value.__class__, "d")
        for value, text in zip(values, texts, strict=True)
    ]
    return texts, "".join(kinds)


# The rows of a roster fill the same few sets of columns.
@lru_cache(maxsize=256)
def kinds_of_texts(filled: tuple[bool, ...]) -> str:
    """The kinds of a row that holds nothing but text, without blanks at its end."""
    return "".join("t" if each else " " for each in filled).rstrip(" ")


def number_text(value: float) -> str:
    """88.5 as "88.5", 3.0 as "3", 92.60000000000001 as "92.6": what Excel shows at 15 digits."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    shown = format(Decimal(format(value, f".{_DIGITS}g")), "f")
    return shown.rstrip("0").removesuffix(".") if "." in shown else shown


def _time_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
