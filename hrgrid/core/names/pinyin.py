"""Pinyin of names: the office's table of surnames over pypinyin, which knows no surnames.

Syllables carry a tone digit (5: light or not known) and write ü as v, as people type it.
pypinyin takes 0.3 s to load, so it is imported at the first name that is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from hrgrid.core.errors import UserError
from hrgrid.core.names.spelling import MIDDLE_DOT
from hrgrid.core.names.strokes import character_text
from hrgrid.core.names.surnames import readings, split_surname

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_SYLLABLE = re.compile(r"[a-z]{1,6}[1-5]")


@dataclass(frozen=True, slots=True)
class Pinyin:
    """How a name is read: one syllable a character; "" for a character nobody can read."""

    surname_syllables: tuple[str, ...]
    given_syllables: tuple[str, ...]

    @property
    def surname(self) -> str:
        """Without tones: ouyang."""
        return _plain(self.surname_syllables)

    @property
    def given(self) -> str:
        """Without tones: xiu."""
        return _plain(self.given_syllables)

    @property
    def full(self) -> str:
        """To search by: ouyangxiu."""
        return self.surname + self.given

    @property
    def initials(self) -> str:
        """To search by: oyx."""
        return "".join(syllable[:1] for syllable in self.syllables)

    @property
    def syllables(self) -> tuple[str, ...]:
        """All of them, with tone digits."""
        return self.surname_syllables + self.given_syllables

    @property
    def reading(self) -> str:
        """To show and to edit, as read_pinyin takes it: ou1 yang2 xiu1."""
        return " ".join(syllable or "?" for syllable in self.syllables)

    @property
    def is_whole(self) -> bool:
        """Whether every character could be read; if not, somebody has to type the reading."""
        return all(self.syllables)


def pinyin_of(name: str, surname_override: str | None = None) -> Pinyin:
    """The likely reading; a person may correct it (read_pinyin).

    A name with a middle dot has no Chinese surname, so the table of surnames keeps out.
    Raises UserError if the name does not begin with `surname_override`.
    """
    surname, given = split_surname(name, surname_override)
    if MIDDLE_DOT in name and not surname_override:
        syllables = syllables_of(surname + given)
        return Pinyin(syllables[: len(surname)], syllables[len(surname) :])
    return Pinyin(readings().get(surname) or syllables_of(surname), syllables_of(given))


def read_pinyin(name: str, typed: str, surname_override: str | None = None) -> Pinyin:
    """The reading that a person typed: blanks between syllables, tones as marks, digits or none.

    Raises UserError if it is not one syllable a character.
    """
    surname, given = split_surname(name, surname_override)
    syllables = tuple(_typed_syllable(part) for part in typed.split())
    expected = len(surname) + len(given)
    if len(syllables) != expected:
        raise UserError(
            f"姓名“{name}”有{expected}个字，拼音却有{len(syllables)}个音节，请每字一个音节并以空格隔开"
        )
    return Pinyin(syllables[: len(surname)], syllables[len(surname) :])


def pinyin_sort_key(
    name: str, surname_override: str | None = None, read: Pinyin | None = None
) -> str:
    """ASCII text for a column: character by character, syllable, tone, then strokes.

    People of one surname so stay together although 张 and 章 sound alike. `read` is the
    corrected reading, if there is one.
    """
    syllables = (read or pinyin_of(name, surname_override)).syllables
    characters = "".join(split_surname(name, surname_override))
    return "".join(
        # A character without a reading stands behind every letter.
        f"{syllable or '~5'}{character_text(character)}"
        for character, syllable in zip(characters, syllables, strict=True)
    )


def _plain(syllables: tuple[str, ...]) -> str:
    return "".join(syllable[:-1] for syllable in syllables)


def syllables_of(characters: str) -> tuple[str, ...]:
    """Syllables of characters that follow each other, with tone digits, "" where unknown.

    Words are read as words (长生, 嘉乐).
    """
    if is_read_together(characters):
        return _asked(characters)
    return tuple(_alone(character) for character in characters)


def is_read_together(characters: str) -> bool:
    """Whether characters that follow each other may be read otherwise than each alone."""
    return len(characters) > 1 and (len(characters) > 2 or characters in _words())


@cache
def _alone(character: str) -> str:
    return _asked(character)[0]


def _asked(characters: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PINYIN_DICT

    syllables: list[str] = []
    # Only what pypinyin knows goes in: it would return a run of anything else in one piece.
    for known, run in groupby(characters, lambda character: ord(character) in PINYIN_DICT):
        if known:
            syllables += lazy_pinyin("".join(run), style=Style.TONE3, neutral_tone_with_five=True)
        else:
            syllables += map(_letter, run)
    return tuple(syllables)


def _letter(character: str) -> str:
    return f"{character.lower()}5" if character.isascii() and character.isalpha() else ""


@cache
def _words() -> Mapping[str, object]:
    """pypinyin's words: few pairs are one, and characters alone are read 20 times faster."""
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


def _typed_syllable(part: str) -> str:
    if part in {"?", "？"}:
        return ""
    letters, tone = "", ""
    for mark in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", part).lower()):
        if mark in _TONES:
            tone = _TONES[mark]
        elif mark == "\u0308":
            letters = letters[:-1] + "v"
        else:
            letters += mark
    syllable = letters + tone
    if syllable[-1:].isalpha():
        syllable += "5"
    if not _SYLLABLE.fullmatch(syllable):
        raise UserError(f"“{part}”不是一个拼音音节，请写成 zhang、zhāng 或 zhang1 的样式")
    return syllable
