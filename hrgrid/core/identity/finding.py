"""Identity numbers and mobiles in running text, to keep them out of logs and the journal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hrgrid.core.identity.folding import folded
from hrgrid.core.identity.resident import (
    MADE_UP_COUNTY,
    PROVINCES,
    mask_resident_id,
    real_date,
)
from hrgrid.core.identity.telephones import MOBILE, mask_telephone

_D = "[0-9０-９]"
_X = "[0-9０-９XxＸｘ]"
# At the joints where people part a number, never between any two digits: a row of marks
# would become a mobile.
_GAP = "[ \u00a0\u3000-]?"

# SHA-256 sums and UUIDs hold runs of digits by chance.
_DIGEST = re.compile(
    "(?<![0-9A-Za-z])"
    "(?:[0-9A-Fa-f]{32,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})"
    "(?![0-9A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One number in a text: [start, end), its folded digits and the form that may be shown."""

    start: int
    end: int
    number: str
    masked: str


def find_identity_numbers(text: str) -> list[Found]:
    """Resident identity numbers (18 digits, and the old 15) and mobiles, in their order.

    A wrong check digit hides nobody: a mistyped number still names a person. 18 digits count
    with a real birth date, 15 also need a known province.
    """
    taken = bytearray(len(text))
    for match in _DIGEST.finditer(text):
        if not match[0].isdecimal():
            taken[match.start() : match.end()] = b"\1" * len(match[0])
    found: list[Found] = []
    for kind in _KINDS:
        for one in kind.within(text):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def hides_identity(text: str) -> bool:
    """Whether a text holds a number that must not be shown in full."""
    return bool(find_identity_numbers(text))


def mask_all(text: str) -> str:
    """The text with every such number masked: 110105********002X, 138****1234."""
    parts, last = [], 0
    for one in find_identity_numbers(text):
        parts += [text[last : one.start], one.masked]
        last = one.end
    return "".join(parts) + text[last:]


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool]
    mask: Callable[[str], str]

    def within(self, text: str) -> Iterator[Found]:
        # The pattern only looks ahead, so that a false start does not swallow a true number.
        for match in self.pattern.finditer(text):
            number = folded(match[1]).replace("-", "")
            if self.is_one(number):
                yield Found(match.start(1), match.end(1), number, self.mask(number))


def _kind(digits: str, is_one: Callable[[str], bool], mask: Callable[[str], str]) -> _Kind:
    prefix = r"(?:(?:[+＋]|00)?86" + _GAP + ")?" if mask is mask_telephone else ""
    return _Kind(re.compile(f"(?<!{_D}){prefix}(?=({digits})(?!{_D}))"), is_one, mask)


def _is_resident(number: str) -> bool:
    birth = real_date(number[6:14])
    return number[0] != "0" and birth is not None and dt.date(1800, 1, 1) <= birth <= _LATEST


def _is_old_resident(number: str) -> bool:
    known = number[:2] in PROVINCES or number[:6] == MADE_UP_COUNTY
    return known and real_date(f"19{number[6:12]}") is not None


def _is_mobile(number: str) -> bool:
    return MOBILE.fullmatch(number) is not None


_LATEST = dt.date(2199, 12, 31)
_KINDS = (
    _kind(
        f"{_D}{{3}}{_GAP}{_D}{{3}}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}{_GAP}{_D}{{3}}{_X}",
        _is_resident,
        mask_resident_id,
    ),
    _kind(f"{_D}{{15}}", _is_old_resident, mask_resident_id),
    _kind(f"{_D}{{3}}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}", _is_mobile, mask_telephone),
)
