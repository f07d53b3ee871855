"""What is kept of a name to search and to sort by, made together."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from hrgrid.core.names.pinyin import is_read_together, pinyin_of, syllables_of
from hrgrid.core.names.spelling import is_plain, match_key
from hrgrid.core.names.strokes import character_text, stroke_sort_key
from hrgrid.core.names.surnames import readings, split_letters


class SearchForms(NamedTuple):
    """The columns beside a name."""

    match_key: str
    stroke_key: str
    pinyin: str
    initials: str


def search_forms(name: str) -> SearchForms:
    """match_key, stroke_sort_key and the likely pinyin of a name, without tones.

    Of a plain name everything is known from names before it that had these characters.
    """
    if not is_plain(name):
        reading = pinyin_of(name)
        return SearchForms(match_key(name), stroke_sort_key(name), reading.full, reading.initials)
    surname, given = split_letters(name)
    strokes, pinyin, initials = _surname_forms(surname)
    more = _given_forms(given)
    return SearchForms(name, strokes + more[0], pinyin + more[1], initials + more[2])


# Strokes, pinyin and initials of a part of a name.
_Part = tuple[str, str, str]


@lru_cache(maxsize=4_096)
def _surname_forms(surname: str) -> _Part:
    return _forms(surname, readings().get(surname) or syllables_of(surname))


# Of forty thousand people most share their given name with somebody.
@lru_cache(maxsize=16_384)
def _given_forms(given: str) -> _Part:
    """Of what stands behind a surname: one character comes before several of them."""
    strokes, pinyin, initials = ".0" if len(given) == 1 else ".1", "", ""
    if is_read_together(given):
        parts = [_forms(given, syllables_of(given))]
    else:
        parts = [_character_forms(character) for character in given]
    for part in parts:
        strokes += part[0]
        pinyin += part[1]
        initials += part[2]
    return strokes, pinyin, initials


@cache
def _character_forms(character: str) -> _Part:
    return _forms(character, syllables_of(character))


def _forms(characters: str, syllables: tuple[str, ...]) -> _Part:
    return (
        "".join(map(character_text, characters)),
        "".join(syllable[:-1] for syllable in syllables),
        "".join(syllable[:1] for syllable in syllables),
    )
