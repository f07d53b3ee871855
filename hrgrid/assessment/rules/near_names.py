"""Which name on file may have been meant by one that nobody has: a slip of one character."""

from __future__ import annotations

from collections.abc import Iterable

from hrgrid.core.names import match_key
from hrgrid.core.names.pinyin import syllables_of

_ENOUGH = 3
"""Characters of a name of which two alike say something; of 王伟 and 王强 nothing is alike."""


class NearNames:
    """Names on file, asked by a name that is none of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_gap: dict[tuple[int, str, str], list[str]] = {}
        for name in dict.fromkeys(names):
            for gap in _gaps(match_key(name)):
                self._by_gap.setdefault(gap, []).append(name)

    def of(self, name: str) -> str | None:
        """The one name with another character in one place; None where several fit, or none.

        Names that sound alike go before others. Of a name of two characters only those count.
        """
        key = match_key(name)
        near = dict.fromkeys(one for gap in _gaps(key) for one in self._by_gap.get(gap, ()))
        sound = _sound(key)
        alike = [one for one in near if _sound(match_key(one)) == sound]
        fitting = alike or (list(near) if len(key) >= _ENOUGH else [])
        return fitting[0] if len(fitting) == 1 else None


def _sound(key: str) -> tuple[str, ...]:
    """Its syllables without their tones."""
    return tuple(syllable.rstrip("012345") for syllable in syllables_of(key))


def _gaps(key: str) -> list[tuple[int, str, str]]:
    """A name with each of its characters taken out in turn."""
    return [(at, key[:at], key[at + 1 :]) for at in range(len(key))]
