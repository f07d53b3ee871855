"""Which office that is no area a row means; one that is not there yet is added and told."""

from __future__ import annotations

import difflib

from hrgrid.core.columns import quoted
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import AreaRow, TreeIndex
from hrgrid.workforce.queries.bureaus import BureauRow, bureaus
from hrgrid.workforce.service.bureaus import add_bureau
from hrgrid.workforce.service.imports.unplaced import Unplaced

_LIKE = 0.75


class Offices:
    """Finds offices for rows; `added` are those that were not there, with what to say of each."""

    def __init__(self, work: UnitOfWork, index: TreeIndex) -> None:
        self._work = work
        self._index = index
        self._by_id = {row.id: row for row in index.by_code.values()}
        self._known: dict[int, dict[str, BureauRow]] = {}
        for bureau in bureaus(work):
            self._known.setdefault(bureau.area_id, {})[bureau.name] = bureau
        self.added: list[tuple[BureauRow, str]] = []

    def find(self, name: str, above: AreaRow | None) -> AreaRow | BureauRow:
        """The office called so under `above`, or the area where the column names one."""
        named = self._index.named(name)
        if above is not None:
            named = [area for area in named if area.path.startswith(above.path)]
        if len(named) == 1:
            return named[0]
        area = above or self._only_top(name)
        known = self._known.setdefault(area.id, {})
        if name in known:
            return known[name]
        if not self._work.actor.may(Right.EDIT_WORKFORCE, area.path):
            raise Unplaced("no_right", "bureau", f"没有在“{area.name}”登记单位的权限。请由上级导入")
        close = difflib.get_close_matches(name, known, n=1, cutoff=_LIKE)
        like = f"，与已有的“{close[0]}”相近，请核对是不是同一个" if close else ""
        known[name] = add_bureau(self._work, area, name)
        self.added.append((known[name], f"在“{area.name}”下新登记单位“{name}”{like}"))
        return known[name]

    def path_of(self, bureau: BureauRow) -> str:
        """The path of the area that an office belongs to."""
        return self._area(bureau.area_id).path

    def _only_top(self, name: str) -> AreaRow:
        """Where an office belongs whose row names no area."""
        everywhere = {
            bureau.area_id
            for known in self._known.values()
            for bureau in known.values()
            if bureau.name == name
        }
        tops = [row for row in self._index.by_code.values() if row.parent_id is None]
        if len(everywhere) == 1:
            return self._area(everywhere.pop())
        if len(tops) != 1:
            raise Unplaced(
                "no_place",
                "bureau",
                f"没有写明单位{quoted(name)}属于哪个区县或街道。请补上它的上级区域",
            )
        return tops[0]

    def _area(self, area_id: int) -> AreaRow:
        return self._by_id[area_id]
