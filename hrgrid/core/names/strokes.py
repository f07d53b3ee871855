"""Order by strokes of the surname (姓氏笔画), as official rosters have it.

A character's key is (strokes, 0, place among the standard characters with as many strokes:
order of strokes 横竖撇点折, then number in 通用规范汉字表); for others (strokes, 1, code point).
A name's key is (keys of the surname, given name has not exactly one character, keys of the
given name). Tables: resources/name_order.txt and outside_counts.tsv, read once at first use.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache

from hrgrid.core.names.surnames import split_surname
from hrgrid.core.paths import resources

CharacterKey = tuple[int, int, int]
StrokeKey = tuple[tuple[CharacterKey, ...], bool, tuple[CharacterKey, ...]]

# For a character in no table: after everything else.
_UNKNOWN = 99


def stroke_key(name: str, surname: str | None = None) -> StrokeKey:
    """The key to sort by in Python; `surname` where the office corrected where it ends."""
    first, given = split_surname(unicodedata.normalize("NFC", name), surname)
    return _keys(first), len(given) != 1, _keys(given)


def stroke_sort_key(name: str, surname: str | None = None) -> str:
    """The same order as ASCII text for a column that SQL sorts byte by byte.

    Each character is its strokes in 2 digits, then its place in 3 hexadecimal digits, or ~ and
    6 hexadecimal digits of the code point; a full stop, lower than any digit, ends the surname.
    """
    first, given = split_surname(unicodedata.normalize("NFC", name), surname)
    long = "0" if len(given) == 1 else "1"
    return f"{''.join(map(character_text, first))}.{long}{''.join(map(character_text, given))}"


@cache
def character_text(character: str) -> str:
    """One character's part of the text key."""
    count, outside, place = _character_key(character)
    return f"{count:02d}~{place:06x}" if outside else f"{count:02d}{place:03x}"


def _keys(characters: str) -> tuple[CharacterKey, ...]:
    return tuple(map(_character_key, characters))


@cache
def _character_key(character: str) -> CharacterKey:
    listed = _listed().get(character)
    if listed is not None:
        return listed
    return (_outside_count(ord(character)), 1, ord(character))


@cache
def _listed() -> dict[str, CharacterKey]:
    text = (resources() / "name_order.txt").read_text(encoding="utf-8")
    keys = {}
    for line in text.splitlines():
        count, characters = line.split("\t")
        for place, character in enumerate(characters):
            keys[character] = (int(count), 0, place)
    return keys


def _outside_count(code: int) -> int:
    firsts, digits = _outside()
    block = bisect_right(firsts, code) - 1
    if block < 0 or code - firsts[block] >= len(digits[block]):
        return _UNKNOWN
    digit = digits[block][code - firsts[block]]
    return _UNKNOWN if digit == "." else int(digit, 36)


@cache
def _outside() -> tuple[list[int], list[str]]:
    text = (resources() / "outside_counts.tsv").read_text(encoding="ascii")
    rows = [line.split("\t") for line in text.splitlines()]
    return [int(first, 16) for first, _ in rows], [digits for _, digits in rows]
