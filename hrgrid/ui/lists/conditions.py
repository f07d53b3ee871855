"""What the headings of a list narrow it to, beside what its page asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from hrgrid.core.labelled import Labelled
from hrgrid.core.narrowing import Narrowing, narrowing_of, plain_of


@dataclass(frozen=True)
class Narrowed:
    """What a heading narrows to, and how its chip tells it."""

    narrowing: Narrowing
    told: str


@dataclass(frozen=True, kw_only=True)
class Narrowable:
    """Conditions of a list whose headings narrow; each narrows once."""

    narrowed: tuple[Narrowed, ...] = ()

    def narrowing_of(self, heading: Labelled) -> Narrowing | None:
        """What a heading narrows to."""
        found = (one.narrowing for one in self.narrowed if one.narrowing.heading is heading)
        return next(found, None)

    def without(self, heading: Labelled) -> Self:
        """Without what this heading narrows to."""
        kept = tuple(one for one in self.narrowed if one.narrowing.heading is not heading)
        return replace(self, narrowed=kept)

    def narrowed_by(self, one: Narrowed) -> Self:
        """With this besides."""
        others = self.without(one.narrowing.heading)
        return replace(others, narrowed=(*others.narrowed, one))

    @property
    def narrowings(self) -> tuple[Narrowing, ...]:
        """What the headings narrow to."""
        return tuple(one.narrowing for one in self.narrowed)

    def _plain_headings(self) -> list[dict[str, Any]]:
        return [plain_of(one.narrowing) | {"told": one.told} for one in self.narrowed]


def kept_headings(kept: Any, headings: type[Labelled]) -> tuple[Narrowed, ...]:
    """From what was kept; ValueError, KeyError or TypeError where it is no such."""
    return tuple(Narrowed(narrowing_of(one, headings), str(one["told"])) for one in kept)
