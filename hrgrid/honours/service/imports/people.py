"""Whom a row means: by identity number, by number, by a name at one place; never by name alone."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.core.columns import quoted
from hrgrid.core.identity import ResidentId
from hrgrid.core.names import match_key, placeholders
from hrgrid.exchange.service import InRow
from hrgrid.honours.queries.matching import OnFile, known_people_by_district
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import ID_NUMBER


class Unmatched(Exception):
    """A row means nobody who can be told, or cannot stand; `column` is what to mend."""

    def __init__(self, code: str, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column
        self.sentence = sentence


class People:
    """Finds people and districts for rows."""

    def __init__(self, work: UnitOfWork, on: dt.date) -> None:
        self._work = work
        self._known = known_people_by_district(work, on)
        self._grids: dict[str, set[int]] = {}
        query = select(Area.id, Area.code, AreaStand.name).join(
            AreaStand, AreaStand.area_id == Area.id
        )
        for row in work.session.execute(query.where(holds_on(Area, on), holds_on(AreaStand, on))):
            self._grids.setdefault(row.code, set()).add(row.id)
            self._grids.setdefault(row.name, set()).add(row.id)

    def district(self, row: InRow) -> int | None:
        """The district that a row names, None where it names none; raises Unmatched."""
        typed = row.values["district"]
        if typed is None:
            return None
        found = self._known.districts.get(typed)
        if found is None:
            names = [name for name in self._known.districts if not name.isascii()][:4]
            raise Unmatched(
                "unknown_district",
                "district",
                f"没有分配名额的单位{quoted(typed)}。请改成{'、'.join(names)}等",
            )
        return found

    def path(self, district_id: int) -> str:
        """The codes from the top, for rights."""
        return self._known.paths[district_id]

    def find(self, row: InRow, district_id: int | None) -> OnFile:
        """The person of a row; raises Unmatched."""
        name: str = row.values["name"]
        number: ResidentId | None = row.values["id_number"]
        if number is not None:
            mac = self._work.keyring.mac(ID_NUMBER, number.number)
            return self._same(self._known.by_mac.get(mac), name, "id_number", "证件号")
        if row.values["number"] is not None:
            typed = self._known.by_number.get(row.values["number"].upper())
            return self._same(typed, name, "number", "工号")
        return self._by_place(row, name, district_id)

    @staticmethod
    def _same(found: OnFile | None, name: str, column: str, what: str) -> OnFile:
        if found is None:
            raise Unmatched(
                "unknown_person", column, f"花名册里没有这个{what}的“{name}”。请先导入花名册"
            )
        if not _may_be(found.name, name):
            raise Unmatched(
                "other_name",
                column,
                f"这个{what}在花名册里是“{found.name}”，与写的{quoted(name)}不同。请核对",
            )
        return found

    def _by_place(self, row: InRow, name: str, district_id: int | None) -> OnFile:
        named = self._known.by_name.get(match_key(name), [])
        grid = row.values["grid_code"] or row.values["grid_name"]
        if grid is not None:
            places = self._grids.get(grid, set())
            named = [person for person in named if places & person.area_ids]
        elif district_id is not None:
            named = [person for person in named if person.district_id == district_id]
        elif named:
            raise Unmatched(
                "name_alone", "name", f"只写了姓名“{name}”，会认错人。请补上工号、网格或推荐单位"
            )
        if len(named) == 1:
            return named[0]
        if named:
            numbers = "、".join(sorted(person.number for person in named)[:4])
            raise Unmatched(
                "several_people", "name", f"叫“{name}”的有 {len(named)} 人（{numbers}）。请填工号"
            )
        lost = "有缺字，" if placeholders(name) else ""
        raise Unmatched(
            "unknown_person", "name", f"“{name}”{lost}花名册里对不上。请填工号或身份证号"
        )


def _may_be(name: str, given: str) -> bool:
    """Whether `given` is the name, or the name with characters that a source lost."""
    if match_key(name) == match_key(given):
        return True
    lost = placeholders(given)
    return (
        bool(lost)
        and len(name) == len(given)
        and all(sign in (own, *lost) for own, sign in zip(name, given, strict=True))
    )
