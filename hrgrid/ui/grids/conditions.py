"""What narrows the list of grids, as one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.ui.lists.conditions import Narrowable, kept_headings
from hrgrid.ui.workforce.conditions import Place, kept_places, places_told, plain_places
from hrgrid.workforce.queries.gridlist import GridFilter, GridHeading


@dataclass(frozen=True)
class GridConditions(Narrowable):
    """Empty fields do not narrow."""

    places: tuple[Place, ...] = ()
    text: str = ""
    odd_size: bool = False
    uncounted: bool = False

    def wanted(self, on: dt.date) -> GridFilter:
        """As the query takes it."""
        return GridFilter(
            on,
            area_ids=tuple(place.area_id for place in self.places),
            text=self.text,
            odd_size=self.odd_size,
            uncounted=self.uncounted,
            narrowings=self.narrowings,
        )

    def parts(self) -> Iterator[tuple[str, GridConditions]]:
        """Each condition in words, with what is left when it is taken away."""
        if self.text:
            yield f"搜索：{self.text}", replace(self, text="")
        if self.places:
            yield places_told(self.places), replace(self, places=())
        if self.odd_size:
            yield "户数超出建议范围", replace(self, odd_size=False)
        if self.uncounted:
            yield "没有填户数", replace(self, uncounted=False)
        for one in self.narrowed:
            yield one.told, self.without(one.narrowing.heading)

    def plain(self) -> dict[str, Any]:
        """As plain values, for a saved filter; what does not narrow is left out."""
        found: dict[str, Any] = {
            "places": plain_places(self.places),
            "text": self.text,
            "odd_size": self.odd_size,
            "uncounted": self.uncounted,
            "narrowed": self._plain_headings(),
        }
        return {key: value for key, value in found.items() if value}

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> GridConditions:
        """From plain values; ValueError, KeyError or TypeError where they are no such."""
        return cls(
            places=kept_places(kept.get("places", ())),
            text=str(kept.get("text", "")),
            odd_size=bool(kept.get("odd_size")),
            uncounted=bool(kept.get("uncounted")),
            narrowed=kept_headings(kept.get("narrowed", ()), GridHeading),
        )
