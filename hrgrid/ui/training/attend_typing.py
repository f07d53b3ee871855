"""A cell of the sign-in sheet while it is typed: one key for a status, digits for its times."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from hrgrid.training.rules.timetable import time_words
from hrgrid.training.rules.words import Presence

CAME, DEPARTED = "came", "departed"
_DAY_HOURS, _HOUR = 24, 60


@dataclass(frozen=True)
class Choice:
    """What a key stands for: the status, and the times that belong to it in their order."""

    key: str
    label: str
    presence: Presence
    times: tuple[str, ...] = ()


CHOICES = (
    Choice("1", "到", Presence.PRESENT),
    Choice("2", "迟到", Presence.LATE, (CAME,)),
    Choice("3", "早退", Presence.LEFT_EARLY, (DEPARTED,)),
    Choice("4", "请假", Presence.LEAVE),
    Choice("5", "缺勤", Presence.ABSENT),
    Choice("6", "免修", Presence.EXCUSED),
    Choice("7", "迟到又早退", Presence.LATE, (CAME, DEPARTED)),
)
BY_KEY = {choice.key: choice for choice in CHOICES}


def folded(letters: str) -> str:
    """Digits and colons as they were meant: full width ones and points are let pass."""
    narrow = unicodedata.normalize("NFKC", letters).replace("。", ":").replace(".", ":")
    return "".join(sign for sign in narrow if sign.isdecimal() or sign == ":")


@dataclass(frozen=True)
class TypedTime:
    """The digits of a time: 915, 0915, 9:15 and 1430 are whole as soon as nothing can follow."""

    text: str = ""

    def add(self, letters: str) -> TypedTime:
        """One key more; a second colon and digits beyond the minutes are not taken."""
        text = self.text
        for sign in folded(letters):
            longer = text + sign
            if longer.count(":") <= 1 and not longer.startswith(":") and len(longer) <= 5:
                text = longer
        return TypedTime(text)

    @property
    def whole(self) -> bool:
        """Whether no further digit can belong to it."""
        hour, colon, rest = self.text.partition(":")
        if colon:
            return len(rest) == 2
        # 3 to 9 begin no hour of two digits.
        return len(hour) == (3 if hour[:1] in "3456789" else 4)

    @property
    def minutes(self) -> int | None:
        """Minutes of the day, None where it is no time."""
        hour, colon, rest = self.text.partition(":")
        if not colon:
            if len(hour) <= 2:
                rest = "00"
            else:
                hour, rest = hour[:-2], hour[-2:]
        if not hour or len(rest) != 2:
            return None
        at = int(hour), int(rest)
        return at[0] * _HOUR + at[1] if at[0] < _DAY_HOURS and at[1] < _HOUR else None


@dataclass(frozen=True)
class Typing:
    """A status whose times are being typed."""

    choice: Choice
    given: tuple[int, ...] = ()
    time: TypedTime = TypedTime()

    @property
    def wants(self) -> str:
        """Which time comes next, empty when there is none."""
        times = self.choice.times
        return times[len(self.given)] if len(self.given) < len(times) else ""

    @property
    def shown(self) -> str:
        """As it stands in the cell."""
        told = [self.choice.presence.label, *(time_words(one) for one in self.given)]
        if self.wants:
            told.append(self.time.text or "几点")
        return " ".join(told)

    def add(self, letters: str) -> Typing:
        """One key more."""
        return replace(self, time=self.time.add(letters))

    def shorter(self) -> Typing | None:
        """Without the last key; None where only the status is left."""
        if self.time.text:
            return replace(self, time=TypedTime(self.time.text[:-1]))
        if self.given:
            return replace(self, given=self.given[:-1])
        return None

    def take(self, minutes: int) -> Typing:
        """The time that was asked for."""
        return replace(self, given=(*self.given, minutes), time=TypedTime())

    def times(self) -> dict[str, int]:
        """The times given, by what they are."""
        return dict(zip(self.choice.times, self.given, strict=False))
