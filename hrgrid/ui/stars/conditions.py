"""What narrows the list of stars, as one value: the controls, the chips and the query read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.assessment.rules.star_rows import Change, StarLineFilter
from hrgrid.assessment.rules.star_words import HeldBack, star_label
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.lists.conditions import Narrowable
from hrgrid.ui.workforce.conditions import Place


@dataclass(frozen=True)
class StarConditions(Narrowable):
    """Empty fields do not narrow; `unit` is an id with its label.

    `round_id` narrows nothing: it says of which round the list is.
    """

    round_id: int = 0
    unit: tuple[int, str] | None = None
    level: int | None = None
    change: Change | None = None
    held: HeldBack | None = None
    at_line: bool = False
    left_out: bool = False
    text: str = ""

    # A list of stars has no areas to choose from but its units.
    places: tuple[Place, ...] = ()

    def wanted(self, _on: dt.date) -> StarLineFilter:
        """As the query takes it."""
        return StarLineFilter(
            self.round_id,
            (self.unit[0],) if self.unit else (),
            (self.level,) if self.level is not None else (),
            self.change,
            self.held,
            self.at_line,
            self.left_out,
            self.text,
        )

    def parts(self) -> Iterator[tuple[str, StarConditions]]:
        """Each condition in words, with what is left when it is taken away."""
        if self.text:
            yield f"搜索：{self.text}", replace(self, text="")
        if self.unit:
            yield self.unit[1], replace(self, unit=None)
        if self.level is not None:
            yield star_label(self.level), replace(self, level=None)
        if self.change:
            yield self.change.label, replace(self, change=None)
        if self.held:
            yield self.held.label, replace(self, held=None)
        if self.at_line:
            yield "并列待裁定", replace(self, at_line=False)
        if self.left_out:
            yield "不参加", replace(self, left_out=False)

    def plain(self) -> dict[str, Any]:
        """As plain values, for a saved filter: without the round, and its units are of it."""
        found: dict[str, Any] = {
            "level": self.level,
            "change": self.change.value if self.change else None,
            "held": self.held.value if self.held else None,
            "at_line": self.at_line or None,
            "left_out": self.left_out or None,
            "text": self.text or None,
        }
        return {key: value for key, value in found.items() if value is not None}

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> StarConditions:
        """From plain values; ValueError, KeyError or TypeError where they are no such."""
        level = kept.get("level")
        return cls(
            level=None if level is None else int(level),
            change=Change(kept["change"]) if "change" in kept else None,
            held=HeldBack(kept["held"]) if "held" in kept else None,
            at_line=bool(kept.get("at_line")),
            left_out=bool(kept.get("left_out")),
            text=str(kept.get("text", "")),
        )


def lapsed(_work: UnitOfWork, conditions: Any) -> tuple[Any, tuple[str, ...]]:
    """Nothing of these conditions goes out of being."""
    return conditions, ()
