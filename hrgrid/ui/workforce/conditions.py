"""What narrows the list of people, as one value: the controls, the chips and the query read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.assessment.queries.star_history import RATINGS
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.lists.conditions import Narrowable, kept_headings
from hrgrid.workforce.queries import PeopleFilter
from hrgrid.workforce.queries.narrowing import Heading
from hrgrid.workforce.queries.parts import standing
from hrgrid.workforce.rules import Employment, Level


@dataclass(frozen=True)
class Place:
    """An area of which the people are listed."""

    area_id: int
    name: str
    level: Level


@dataclass(frozen=True)
class Conditions(Narrowable):
    """Empty fields do not narrow; `role` is a code with its label."""

    places: tuple[Place, ...] = ()
    role: tuple[str, str] | None = None
    employment: Employment | None = None
    text: str = ""
    without_photo: bool = False
    past: bool = False
    shared_grid: bool = False

    def wanted(self, on: dt.date) -> PeopleFilter:
        """As the query takes it, with posts looked at on a day."""
        return PeopleFilter(
            on,
            area_ids=tuple(place.area_id for place in self.places),
            roles=(self.role[0],) if self.role else (),
            employment=self.employment,
            text=self.text,
            without_photo=self.without_photo,
            past=self.past,
            shared_grid=self.shared_grid,
            narrowings=self.narrowings,
            ratings=RATINGS,
        )

    def parts(self) -> Iterator[tuple[str, Conditions]]:
        """Each condition in words, with what is left when it is taken away."""
        if self.text:
            yield f"搜索：{self.text}", replace(self, text="")
        if self.places:
            yield places_told(self.places), replace(self, places=())
        if self.role:
            yield self.role[1], replace(self, role=None)
        if self.employment:
            yield self.employment.label, replace(self, employment=None)
        if self.without_photo:
            yield "缺证件照", replace(self, without_photo=False)
        if self.shared_grid:
            yield "一格多员", replace(self, shared_grid=False)
        for one in self.narrowed:
            yield one.told, self.without(one.narrowing.heading)
        if self.past:
            yield "含历史人员", replace(self, past=False)

    def plain(self) -> dict[str, Any]:
        """As plain values, for a saved filter; what does not narrow is left out."""
        found: dict[str, Any] = {
            "places": plain_places(self.places),
            "role": list(self.role) if self.role else None,
            "employment": self.employment.value if self.employment else None,
            "text": self.text,
            "without_photo": self.without_photo,
            "past": self.past,
            "shared_grid": self.shared_grid,
            "narrowed": self._plain_headings(),
        }
        return {key: value for key, value in found.items() if value}

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> Conditions:
        """From plain values; ValueError, KeyError or TypeError where they are no such."""
        role = kept.get("role")
        return cls(
            places=kept_places(kept.get("places", ())),
            role=(str(role[0]), str(role[1])) if role else None,
            employment=Employment(kept["employment"]) if "employment" in kept else None,
            text=str(kept.get("text", "")),
            without_photo=bool(kept.get("without_photo")),
            past=bool(kept.get("past")),
            shared_grid=bool(kept.get("shared_grid")),
            narrowed=kept_headings(kept.get("narrowed", ()), Heading),
        )


def plain_places(places: tuple[Place, ...]) -> list[list[Any]]:
    """Areas as plain values."""
    return [[place.area_id, place.name, place.level.value] for place in places]


def kept_places(kept: Any) -> tuple[Place, ...]:
    """Areas from plain values."""
    return tuple(Place(int(area), str(name), Level(level)) for area, name, level in kept)


def places_told(places: tuple[Place, ...]) -> str:
    """区县：姑苏区、吴中区; at most three names."""
    names = "、".join(place.name for place in places[:3])
    more = f"等 {len(places)} 个" if len(places) > 3 else ""
    levels = {place.level for place in places}
    level = places[0].level.label if len(levels) == 1 else "区域"
    return f"{level}：{names}{more}"


def lapsed(work: UnitOfWork, conditions: Any) -> tuple[Any, tuple[str, ...]]:
    """Conditions without the areas that are no more, and what those are called."""
    here = standing(work, [place.area_id for place in conditions.places], work.day)
    gone = tuple(place.name for place in conditions.places if place.area_id not in here)
    left = tuple(
        replace(place, name=here[place.area_id])
        for place in conditions.places
        if place.area_id in here
    )
    return replace(conditions, places=left), gone
