"""What is kept of a name to search and to sort by, made together."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from hrgrid.core.names.pinyin import pinyin_of, syllables_of
from hrgrid.core.names.spelling import is_plain, match_key
from hrgrid.core.names.strokes import character_text, stroke_sort_key
from hrgrid.core.names.surnames import readings, split_surname


class SearchForms(NamedTuple):
    """The columns beside a name."""

    match_key: str
    stroke_key: str
    pinyin: str
    initials: str


def search_forms(name: str) -> SearchForms:
    """match_key, stroke_sort_key and the likely pinyin of a name, without tones.

    A roster repeats its surnames and given names: of a plain name the two halves are known from
    earlier ones.
    """
    if not is_plain(name):
        reading = pinyin_of(name)
        return SearchForms(match_key(name), stroke_sort_key(name), reading.full, reading.initials)
    surname, given = split_surname(name)
    first, rest = _surname_forms(surname), _given_forms(given)
    return SearchForms(
        name,
        f"{first.stroke_key}.{rest.stroke_key}",
        first.pinyin + rest.pinyin,
        first.initials + rest.initials,
    )


class _Half(NamedTuple):
    stroke_key: str
    pinyin: str
    initials: str


@lru_cache(maxsize=4_096)
def _surname_forms(surname: str) -> _Half:
    return _half("", surname, readings().get(surname) or syllables_of(surname))


@lru_cache(maxsize=32_768)
def _given_forms(given: str) -> _Half:
    return _half("0" if len(given) == 1 else "1", given, syllables_of(given))


def _half(sign: str, characters: str, syllables: tuple[str, ...]) -> _Half:
    return _Half(
        sign + "".join(map(character_text, characters)),
        "".join(syllable[:-1] for syllable in syllables),
        "".join(syllable[:1] for syllable in syllables),
    )
