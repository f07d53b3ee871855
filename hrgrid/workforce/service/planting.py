"""Areas added to the tree, one or twelve thousand at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid
from hrgrid.workforce.queries.areas import AreaRow, tree_index
from hrgrid.workforce.rules import DAWN, GridKind, Level


@dataclass(frozen=True)
class AreaForm:
    """A new area; `code` "" lets the program make one from the full name."""

    level: Level
    name: str
    code: str = ""
    kind: GridKind | None = None
    households: int | None = None


class Planting:
    """Collects new areas over the tree of a day, then writes them level by level."""

    def __init__(self, work: UnitOfWork, since: dt.date = DAWN, *, imported: bool = False) -> None:
        self._work = work
        self._since = since
        self._operation = work.circumstances.operation_id if imported else None
        # What is planned for a day to come hangs where the tree will be then.
        self.index = tree_index(work, max(since, work.today))
        self._new: list[AreaRow] = []
        self._parents = {row.id: row.parent_id for row in self.index.by_code.values()}

    @property
    def count(self) -> int:
        """Areas that `write` will add."""
        return len(self._new)

    def add(self, parent: AreaRow | None, form: AreaForm) -> AreaRow:
        """A new child of `parent`; its id is a placeholder below 0 until `write`.

        Raises UserError for a code in use or a level that cannot hang there.
        """
        _refuse_wrong_level(parent, form)
        names = (*(self.index.names_of[parent.id] if parent else ()), form.name)
        code = form.code or _made_up_code(form.level, names)
        if (other := self.index.by_code.get(code)) is not None:
            raise UserError(
                f"编码“{code}”已经是“{self.index.full_name(other.id)}”。请核对“{form.name}”的编码"
            )
        kind = (form.kind or GridKind.GENERAL) if form.level is Level.GRID else None
        row = AreaRow(
            id=-1 - len(self._new),
            parent_id=parent.id if parent else None,
            code=code,
            name=form.name,
            level=form.level,
            path=f"{parent.path if parent else ''}{code}/",
            kind=kind,
            households=form.households,
        )
        self.index.add(row)
        self._parents[row.id] = row.parent_id
        self._new.append(row)
        return row

    def write(self) -> dict[int, int]:
        """Insert what was added; returns the real id of each placeholder."""
        ids = reserve_ids(self._work, Area, len(self._new))
        real = dict(zip((row.id for row in self._new), ids, strict=True))
        settled = [self._settled(row, real) for row in self._new]
        first = 1 + (self._work.session.scalar(select(func.max(Area.sort))) or 0)
        closure, grids = self._closure(real), [self._grid(row) for row in settled if row.kind]
        self._work.progress.begin("写入区域", 2 * len(settled) + len(closure) + len(grids))
        areas = [self._area(row, first + place) for place, row in enumerate(settled)]
        insert_rows(self._work, Area, areas)
        insert_rows(self._work, AreaStand, [self._stand(row) for row in settled])
        insert_rows(self._work, AreaClosure, closure)
        insert_rows(self._work, Grid, grids)
        return real

    def _area(self, row: AreaRow, sort: int) -> dict[str, Any]:
        return {
            "id": row.id,
            "code": row.code,
            "level": row.level,
            "sort": sort,
            "valid_from": self._since,
            "valid_to": None,
            "import_operation": self._operation,
        }

    def _grid(self, row: AreaRow) -> dict[str, Any]:
        return {
            "area_id": row.id,
            "kind": row.kind,
            "households": row.households,
            "requires_full_time": row.kind is GridKind.GENERAL,
            "valid_from": self._since,
            "valid_to": None,
        }

    @staticmethod
    def _settled(row: AreaRow, real: dict[int, int]) -> AreaRow:
        parent = row.parent_id
        return replace(
            row, id=real[row.id], parent_id=real.get(parent, parent) if parent else parent
        )

    def _stand(self, row: AreaRow) -> dict[str, Any]:
        return {
            "area_id": row.id,
            "parent_id": row.parent_id,
            "name": row.name,
            "path": row.path,
            "valid_from": self._since,
            "valid_to": None,
        }

    def _closure(self, real: dict[int, int]) -> list[dict[str, Any]]:
        rows = []
        for row in self._new:
            above: int | None = row.id
            depth = 0
            while above is not None:
                rows.append(
                    {
                        "ancestor_id": real.get(above, above),
                        "descendant_id": real[row.id],
                        "valid_from": self._since,
                        "valid_to": None,
                        "depth": depth,
                    }
                )
                above = self._parents[above]
                depth += 1
        return rows


def _refuse_wrong_level(parent: AreaRow | None, form: AreaForm) -> None:
    if parent is None and form.level is Level.MICRO:
        raise UserError(f"微网格“{form.name}”没有上级网格。请写明它属于哪个网格")
    if parent is not None and parent.level.depth >= form.level.depth:
        raise UserError(
            f"{form.level.label}“{form.name}”不能放在{parent.level.label}“{parent.name}”下面。"
            "请核对上级"
        )


def _made_up_code(level: Level, names: tuple[str, ...]) -> str:
    # From the full name, so that importing the same file again finds the same area.
    digest = hashlib.sha256("/".join(names).encode("utf-8")).hexdigest()
    return f"{level.value}-{digest[:10]}"
