"""Where a surname ends, and how surnames are read: resources/surnames.tsv over any dictionary."""

from __future__ import annotations

from functools import cache

from hrgrid.core.errors import UserError
from hrgrid.core.names.spelling import MIDDLE_DOT, is_plain, without_selectors
from hrgrid.core.paths import resources


def split_surname(name: str, surname: str | None = None) -> tuple[str, str]:
    """Surname and given name, without dots and selectors.

    `surname` is what the office says for this person. Without it the longest compound surname
    that leaves a given name wins, else the first character. Raises UserError if the name does
    not begin with `surname`.
    """
    # Nearly every name has neither.
    letters = name if is_plain(name) else without_selectors(name).replace(MIDDLE_DOT, "")
    if surname:
        wanted = without_selectors(surname).replace(MIDDLE_DOT, "")
        if not letters.startswith(wanted):
            raise UserError(f"姓名“{name}”不是以姓氏“{surname}”开头，请核对姓氏")
        return wanted, letters[len(wanted) :]
    return split_letters(letters)


def split_letters(letters: str) -> tuple[str, str]:
    """The same for a name without dots and selectors of which nothing is said."""
    first, rest = letters[:1], letters[1:]
    # Few characters begin a compound surname.
    if first in _begins_compound():
        for length in range(min(_longest(), len(letters) - 1), 1, -1):
            if letters[:length] in readings():
                return letters[:length], letters[length:]
    return first, rest


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Surname -> its syllables with tone digits (ü is v): {"尉迟": ("yu4", "chi2")}."""
    lines = (resources() / "surnames.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {surname: tuple(reading.split()) for surname, reading in rows}


@cache
def _begins_compound() -> frozenset[str]:
    return frozenset(surname[0] for surname in readings() if len(surname) > 1)


@cache
def _longest() -> int:
    return max(map(len, readings()))
