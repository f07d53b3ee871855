"""Which area a row means: by code, by its names from the top, by a name that occurs once."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from hrgrid.core.columns import quoted
from hrgrid.exchange.service import Answers
from hrgrid.workforce.queries.areas import AreaRow, TreeIndex
from hrgrid.workforce.queries.bureaus import BureauRow
from hrgrid.workforce.rules import Level
from hrgrid.workforce.service.imports.offices import Offices
from hrgrid.workforce.service.imports.unplaced import Unplaced

ABOVE = ("city", "district", "street", "zone", "community")
ZEROS_LOST = "zeros_lost"


class Naming(NamedTuple):
    """What a row writes of its place, in the columns of these keys."""

    city: str | None = None
    district: str | None = None
    street: str | None = None
    zone: str | None = None
    community: str | None = None
    grid_code: str | None = None
    grid_name: str | None = None
    bureau: str | None = None

    @property
    def above(self) -> tuple[str | None, ...]:
        """The names from the top, as ABOVE."""
        return self[: len(ABOVE)]


class Places:
    """Finds areas for rows; knows which codes a lost zero may stand for."""

    def __init__(self, index: TreeIndex, answers: Answers, offices: Offices) -> None:
        self._index = index
        self._offices = offices
        self._answers = answers
        self._by_number: dict[int, list[AreaRow]] = {}
        self._found_above: dict[tuple[str | None, ...], AreaRow | None] = {}
        self._found: dict[tuple[str | None, ...], AreaRow] = {}
        for code, row in index.by_code.items():
            if code.isdigit():
                self._by_number.setdefault(int(code), []).append(row)

    def known(self, named: tuple[str | None, ...]) -> AreaRow | None:
        """The area that the same Naming meant before."""
        return self._found.get(named)

    def find(self, named: Naming, *, as_number: bool = False) -> AreaRow | BureauRow:
        """The area or the office of a row; raises Unplaced.

        `as_number` tells that the workbook held the code as a number: it may have lost its zeros.
        What names an area without doubt is looked up once for all the people there.
        """
        found = self._found.get(named)
        if found is None:
            place = self._look_for(named, as_number=as_number)
            # A number may mean a code with its zeros, where the same text would not.
            if not isinstance(place, AreaRow) or as_number:
                return place
            found = self._found[named] = place
        return found

    def _look_for(self, named: Naming, *, as_number: bool) -> AreaRow | BureauRow:
        above = self._above(named)
        if named.grid_code is not None:
            return self._by_code(named.grid_code, named.grid_name, as_number=as_number)
        if named.grid_name is not None:
            return self._by_name(named.grid_name, above)
        if named.bureau is not None:
            return self._offices.find(named.bureau, above)
        if above is not None:
            return above
        raise Unplaced(
            "no_place", "grid_name", "没有写网格或单位所在区域。请补上网格编码或网格名称"
        )

    def _above(self, named: Naming) -> AreaRow | None:
        """The lowest area that the names from the top lead to; looked up once for its people."""
        names = named.above
        if names not in self._found_above:
            self._found_above[names] = self._down(names)
        return self._found_above[names]

    def _down(self, names: tuple[str | None, ...]) -> AreaRow | None:
        found: AreaRow | None = None
        for key, name in zip(ABOVE, names, strict=True):
            if name is None:
                continue
            if found is not None:
                child = self._index.under(found, name)
            else:
                named = [area for area in self._index.named(name) if area.level.value == key]
                child = named[0] if len(named) == 1 else None
            if child is None:
                under = f"{self._index.full_name(found.id)}下" if found else "系统里"
                raise Unplaced(
                    "unknown_area", key, f"{under}没有{quoted(name)}，或不止一个。请核对区域名称"
                )
            found = child
        return found

    def _by_code(self, code: str, name: str | None, *, as_number: bool) -> AreaRow:
        found = self._index.by_code.get(code)
        if found is not None:
            if name is not None and name != found.name and found not in self._index.named(name):
                raise Unplaced(
                    "code_and_name_differ",
                    "grid_name",
                    f"编码“{code}”是“{found.name}”，与写的{quoted(name)}不同。请核对",
                    found.name,
                )
            return found
        if as_number and (found := self._with_zeros(code)):
            return found
        raise Unplaced(
            "unknown_grid", "grid_code", f"系统里没有编码为“{code}”的网格。请核对，或先导入网格表"
        )

    def _with_zeros(self, code: str) -> AreaRow | None:
        likely = self._by_number.get(int(code), []) if code.isdigit() else []
        if len(likely) != 1:
            return None
        if self._answers.takes(ZEROS_LOST):
            return likely[0]
        raise Unplaced(
            ZEROS_LOST,
            "grid_code",
            f"编码在表格里被存成了数字 {code}，开头的 0 已丢失，应是“{likely[0].code}”"
            f"（{likely[0].name}）。请确认",
            likely[0].code,
        )

    def _by_name(self, name: str, above: AreaRow | None) -> AreaRow:
        named = self._index.named(name)
        if above is not None:
            named = [area for area in named if area.path.startswith(above.path)]
        if len(named) == 1:
            return named[0]
        if named:
            raise Unplaced(
                "grid_name_unclear",
                "grid_name",
                f"叫{quoted(name)}的网格有 {len(named)} 个。请补上网格编码，或写明街道和社区",
            )
        raise Unplaced(
            "unknown_grid",
            "grid_name",
            f"系统里没有网格{quoted(name)}。请核对，或先导入网格表",
            self._nearest(name, above),
        )

    def _nearest(self, name: str, above: AreaRow | None) -> str | None:
        if above is not None:
            known = [
                area.name
                for area in self._index.by_code.values()
                if area.level is Level.GRID and area.path.startswith(above.path)
            ]
        else:
            # Comparing with every grid of a city for every bad row would take minutes.
            known = [other for other in self._index.by_name if other[:2] == name[:2]]
        close = difflib.get_close_matches(name, known[:2_000], n=1, cutoff=0.6)
        return close[0] if close else None
