"""What the sheet of 三无三零 shows: read in one go, so that all of it is of one moment."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.assessment.queries.theme_places import sheet_places
from hrgrid.assessment.queries.themes import reported, theme_sheet
from hrgrid.assessment.rules.themes import ReportedRow, SheetPart, SheetPlace, ThemeSheet
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Wanted:
    """Which sheet is asked for: a community, a whole street, or the first one there is."""

    month: int
    place: int | None = None
    part: int | None = None


@dataclass(frozen=True)
class Reading:
    """The places of a month, which of them is on show, its sheet, and how far the street is."""

    month: int
    places: tuple[SheetPlace, ...]
    place: SheetPlace | None = None
    part: SheetPart | None = None
    sheet: ThemeSheet | None = None
    reported: tuple[ReportedRow, ...] = ()

    @property
    def area(self) -> SheetPlace | SheetPart | None:
        """Of which area the sheet is."""
        return self.part or self.place


def read_sheet(work: UnitOfWork, wanted: Wanted) -> Reading:
    """The sheet that is wanted; the first street where it is not there in that month."""
    places = tuple(sheet_places(work, wanted.month))
    if not places:
        return Reading(wanted.month, ())
    place = next((one for one in places if _holds(one, wanted)), places[0])
    part = next((one for one in place.parts if one.id == wanted.part), None)
    sheet = theme_sheet(work, wanted.month, (part or place).id)
    rows = tuple(reported(work, wanted.month, place.path))
    return Reading(wanted.month, places, place, part, sheet, rows)


def _holds(place: SheetPlace, wanted: Wanted) -> bool:
    if wanted.place is not None:
        return place.id == wanted.place
    return any(part.id == wanted.part for part in place.parts)
