"""What a heading narrows a list to: the screen asks by these values, queries make SQL of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hrgrid.core.labelled import Labelled


@dataclass(frozen=True)
class Picked:
    """One of these values: codes, texts, or ids; "" is where nothing is said."""

    heading: Labelled
    values: tuple[str, ...]


@dataclass(frozen=True)
class Worded:
    """A text that contains these words, or begins with them."""

    heading: Labelled
    words: str
    begins: bool = False


@dataclass(frozen=True)
class Dated:
    """A day from `first` to `last`, both included; None is open."""

    heading: Labelled
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Counted:
    """A whole number from `least` to `most`, both included; None is open."""

    heading: Labelled
    least: int | None
    most: int | None


Narrowing = Picked | Worded | Dated | Counted


@dataclass(frozen=True)
class ValueRow:
    """A value as Picked takes it, what it is called, and how many rows have it."""

    value: str
    label: str
    count: int


def plain_of(narrowing: Narrowing) -> dict[str, Any]:
    """As plain values, for keeping."""
    heading = {"heading": narrowing.heading.value}
    if isinstance(narrowing, Picked):
        return heading | {"values": list(narrowing.values)}
    if isinstance(narrowing, Worded):
        return heading | {"words": narrowing.words, "begins": narrowing.begins}
    if isinstance(narrowing, Dated):
        days = {"first": narrowing.first, "last": narrowing.last}
        return heading | {key: day.isoformat() if day else None for key, day in days.items()}
    return heading | {"least": narrowing.least, "most": narrowing.most}


def narrowing_of(kept: dict[str, Any], headings: type[Labelled]) -> Narrowing:
    """From plain values; ValueError, KeyError or TypeError where they are no such."""
    heading = headings(kept["heading"])
    if "values" in kept:
        return Picked(heading, tuple(map(str, kept["values"])))
    if "words" in kept:
        return Worded(heading, str(kept["words"]), bool(kept["begins"]))
    if "first" in kept:
        return Dated(heading, _day(kept["first"]), _day(kept["last"]))
    return Counted(heading, _number(kept["least"]), _number(kept["most"]))


def _day(text: Any) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
