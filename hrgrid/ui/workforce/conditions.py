"""What narrows the list of people, as one value: the controls, the chips and the query read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hrgrid.workforce.queries import PeopleFilter
from hrgrid.workforce.queries.narrowing import Heading, Narrowing
from hrgrid.workforce.rules import Employment, Level


@dataclass(frozen=True)
class Place:
    """An area of which the people are listed."""

    area_id: int
    name: str
    level: Level


@dataclass(frozen=True)
class Narrowed:
    """What a heading narrows to, and how its chip tells it."""

    narrowing: Narrowing
    told: str


@dataclass(frozen=True)
class Conditions:
    """Empty fields do not narrow; `role` is a code with its label."""

    places: tuple[Place, ...] = ()
    role: tuple[str, str] | None = None
    employment: Employment | None = None
    text: str = ""
    without_photo: bool = False
    past: bool = False
    shared_grid: bool = False
    narrowed: tuple[Narrowed, ...] = ()

    def narrowing_of(self, heading: Heading) -> Narrowing | None:
        """What a heading narrows to."""
        found = (one.narrowing for one in self.narrowed if one.narrowing.heading is heading)
        return next(found, None)

    def without(self, heading: Heading) -> Conditions:
        """Without what this heading narrows to."""
        kept = tuple(one for one in self.narrowed if one.narrowing.heading is not heading)
        return replace(self, narrowed=kept)

    def narrowed_by(self, one: Narrowed) -> Conditions:
        """With this besides; a heading narrows once."""
        others = self.without(one.narrowing.heading)
        return replace(others, narrowed=(*others.narrowed, one))

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
            narrowings=tuple(one.narrowing for one in self.narrowed),
        )

    def parts(self) -> Iterator[tuple[str, Conditions]]:
        """Each condition in words, with what is left when it is taken away."""
        if self.text:
            yield f"搜索：{self.text}", replace(self, text="")
        if self.places:
            yield _places_told(self.places), replace(self, places=())
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


def _places_told(places: tuple[Place, ...]) -> str:
    names = "、".join(place.name for place in places[:3])
    more = f"等 {len(places)} 个" if len(places) > 3 else ""
    levels = {place.level for place in places}
    level = places[0].level.label if len(levels) == 1 else "区域"
    return f"{level}：{names}{more}"
