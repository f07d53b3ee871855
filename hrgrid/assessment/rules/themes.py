"""三无三零: the themes that ship, and what is typed and read of them.

A grid is marked in every theme of a month: met, broken, or not applicable. A month is a number,
202611. Source: the seed's own list (无疫、无诈、无毒, 零刑事发案、零不文明事故、零重大风险隐患).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from hrgrid.assessment.rules.star_words import ThemeKind, ThemeMark
from hrgrid.core.errors import UserError

Cell = tuple[int, str]
"""A cell of the sheet: the grid and the code of the theme."""
LONGEST_NOTE = 200


@dataclass(frozen=True)
class ThemeSpec:
    """A theme as it ships; one that vetoes caps the star of a grid that broke it."""

    label: str
    kind: ThemeKind
    vetoes: bool = False


SHIPPED: Mapping[str, ThemeSpec] = {
    "no_epidemic": ThemeSpec("无疫", ThemeKind.WITHOUT),
    "no_fraud": ThemeSpec("无诈", ThemeKind.WITHOUT),
    "no_drugs": ThemeSpec("无毒", ThemeKind.WITHOUT),
    "zero_crime": ThemeSpec("零刑事发案", ThemeKind.ZERO, vetoes=True),
    "zero_incivility": ThemeSpec("零不文明事故", ThemeKind.ZERO),
    "zero_hazard": ThemeSpec("零重大风险隐患", ThemeKind.ZERO, vetoes=True),
}


@dataclass(frozen=True)
class ThemeForm:
    """What an office may say of a theme."""

    label: str
    kind: ThemeKind
    vetoes: bool = False


@dataclass(frozen=True)
class ThemeRow:
    """A theme; `version` 0 where it ships and nobody needed it yet, `used` where grids have it."""

    id: int
    code: str
    label: str
    kind: ThemeKind
    vetoes: bool
    active: bool
    version: int
    used: bool = False


@dataclass(frozen=True)
class ThemeChange:
    """A theme as it shall read, for a change and for its undo."""

    code: str
    version: int
    form: ThemeForm


@dataclass(frozen=True)
class FocusRow:
    """一月一主题 of an area; `inherited` where it comes from the area above."""

    month: int
    area_id: int
    area: str
    theme: str
    theme_label: str
    title: str
    inherited: bool
    version: int


@dataclass(frozen=True)
class Marked:
    """How a grid stood in a theme; `seq` is the number that counts, 0 where nothing was typed."""

    mark: ThemeMark | None
    note: str = ""
    seq: int = 0
    made_by: str = ""
    made_at: dt.datetime | None = None


@dataclass(frozen=True)
class GridRow:
    """A grid of the sheet with its marks by code of the theme."""

    id: int
    code: str
    name: str
    community_id: int
    community: str
    marks: Mapping[str, Marked] = field(hash=False)


@dataclass(frozen=True)
class ThemeSheet:
    """A month of an area: its themes in their order, its grids by code."""

    month: int
    area_id: int
    area: str
    themes: tuple[ThemeRow, ...]
    grids: tuple[GridRow, ...]
    focus: FocusRow | None


@dataclass(frozen=True)
class ReportedRow:
    """How far a unit has reported a month: cells that were typed, of all that are asked."""

    area_id: int
    name: str
    grids: int
    asked: int
    typed: int
    broken: int

    @property
    def done(self) -> bool:
        """Whether every cell was typed."""
        return self.typed >= self.asked


@dataclass(frozen=True)
class SheetPart:
    """An area that holds grids itself, mostly a community."""

    id: int
    name: str
    path: str


@dataclass(frozen=True)
class SheetPlace:
    """A street whose sheet can be opened, with its communities; `above` is what it lies in."""

    id: int
    name: str
    path: str
    above: str
    parts: tuple[SheetPart, ...]


@dataclass(frozen=True)
class Typed:
    """What is typed into a cell; no mark takes out what stood before."""

    mark: ThemeMark | None
    note: str = ""

    def checked(self, who: str) -> Typed:
        """With a trimmed note. Raises UserError where a broken theme has none."""
        note = self.note.strip()
        if self.mark is ThemeMark.BROKEN and not note:
            raise UserError(f"{who}未达标，要写明是什么情况。请填写说明")
        if len(note) > LONGEST_NOTE:
            raise UserError(f"{who}的说明有 {len(note)} 个字，最多 {LONGEST_NOTE} 个。请写短些")
        return Typed(self.mark, note if self.mark is not None else "")
