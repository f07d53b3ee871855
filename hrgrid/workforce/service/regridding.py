"""Grids made, split and merged on a day: old ones end, new ones begin, everybody goes along.

What of an old grid went where is kept as shares, so that money and scores of before can follow
(workforce/queries/changes.py). One transaction: a half split grid does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.queries.coverage import CoverageRow, coverage_of
from hrgrid.workforce.queries.facts import grid_on
from hrgrid.workforce.rules import WHOLE_BP, ChangeKind, GridKind, Level, percent
from hrgrid.workforce.service.changes import Share, note_change
from hrgrid.workforce.service.dated import Dating
from hrgrid.workforce.service.facts import GridFacts, put_grid_facts
from hrgrid.workforce.service.inheriting import hand_down_facts
from hrgrid.workforce.service.planting import AreaForm, Planting
from hrgrid.workforce.service.rehousing import House, Moved, Placement, Rehousing
from hrgrid.workforce.service.reshaping import (
    end_area,
    hang_under,
    open_stand,
    refuse_same_name,
)
from hrgrid.workforce.service.unregridding import note_regrid, remember

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class GridForm:
    """A new grid, or new households for the old one that stays on (its code and kind stay)."""

    name: str
    code: str
    kind: GridKind = GridKind.GENERAL
    households: int | None = None


@dataclass(frozen=True)
class Part:
    """One of the grids that a split one becomes: new by its form, or one that stands by its id.

    The split grid itself may be among them: then it stays on, smaller.
    """

    share_bp: int
    form: GridForm | None = None
    area_id: int | None = None
    households: int | None = None


@dataclass(frozen=True)
class Regridded:
    """What a split or merge did; coverage of the parent on the day before and on the day.

    None where the parent has no general grid then.
    """

    change_id: int
    area_ids: tuple[int, ...]
    moved: Moved
    before: CoverageRow | None
    after: CoverageRow | None


def create_grid(
    work: UnitOfWork, parent_id: int, form: GridForm, on: dt.date, document: str = ""
) -> int:
    """A new grid under an area from a day on; returns its id.

    Raises UserError for a code in use, a name that a sister has, or a parent that is a grid.
    """
    parent = open_stand(work, parent_id, on)
    work.require(Right.EDIT_WORKFORCE, parent.path)
    area_id = _plant(work, parent, [form], on)[0]
    note_change(work, ChangeKind.CREATE, on, document, [Share(None, area_id)])
    work.record("create_grid", form.name, after=_told(form) | _when(on, document))
    return area_id


def split_grid(
    work: UnitOfWork,
    area_id: int,
    parts: Sequence[Part],
    on: dt.date,
    document: str = "",
    *,
    heir: int = 0,
    placements: Mapping[int, Placement] | None = None,
) -> Regridded:
    """Split a grid on a day, the first on which the new ones are there; needs a reason.

    `heir` is the place of the part to which everybody and everything goes that `placements`
    (by post id) do not send elsewhere; the shares sum to 10000.

    Raises UserError in one sentence for what cannot be: shares that are no whole, a code in use,
    two full-time workers on one grid, a post that begins later.
    """
    stand = open_stand(work, area_id, on)
    work.require(Right.EDIT_WORKFORCE, stand.path)
    reason = work.require_reason()
    _refuse_no_grid(work, stand, "拆分")
    _refuse_wrong_parts(stand, parts)
    parent = _parent_of(work, stand, on)
    before = _coverage(work, parent, on - _DAY)
    stays = any(part.area_id == area_id for part in parts)
    told = [_told_part(work, part, on) for part in parts]
    was = _told_grid(work, stand, on)
    if not stays:
        _refuse_bureaus(work, stand)
    known = {part.area_id: _standing(work, part.area_id, on) for part in parts if part.area_id}
    new = [part.form for part in parts if part.form is not None]
    earlier = remember(work, [area_id, *(one for one in known if one != area_id)])
    # The name of the grid that ends may be taken up again; its code may not.
    left_out = () if stays else (area_id,)
    fresh = iter(_plant(work, parent, new, on, without=left_out))
    houses = [
        House(part.area_id, known[part.area_id].name)
        if part.area_id is not None
        else House(next(fresh), part.form.name if part.form else "")
        for part in parts
    ]
    rehousing = Rehousing(work, {area_id: stand.name}, houses, heir)
    moved = rehousing.run(on, document, placements or {})
    new_ids = [h.area_id for h, part in zip(houses, parts, strict=True) if part.form]
    hand_down_facts(work, [area_id], new_ids, on)
    if not stays:
        _hand_down(work, [stand], houses[heir].area_id, on)
        end_area(work, stand, on)
    for part in parts:
        if part.area_id is not None and part.households is not None:
            _count_households(work, part.area_id, part.households, on)
    shares = [
        Share(area_id, house.area_id, part.share_bp)
        for house, part in zip(houses, parts, strict=True)
    ]
    change = note_change(work, ChangeKind.SPLIT, on, document, shares)
    after = {"parts": told, "moved": moved.moved, "ended": moved.ended} | _when(on, document)
    work.record("split_grid", stand.name, reason, before=was, after=after)
    ids = tuple(house.area_id for house in houses)
    begun = [one for one in ids if one not in earlier.ids]
    note_regrid(work, change, earlier, begun, rehousing.trace)
    return Regridded(change, ids, moved, before, _coverage(work, parent, on))


def merge_grids(
    work: UnitOfWork,
    area_ids: Sequence[int],
    into: GridForm | int,
    on: dt.date,
    document: str = "",
    *,
    households: int | None = None,
    placements: Mapping[int, Placement] | None = None,
) -> Regridded:
    """Merge grids of one parent on a day into a new one or one of them; needs a reason.

    `households` is the new number where `into` is one of them. Everybody goes to the merged grid
    but whom `placements` end; raises UserError as `split_grid` does.
    """
    stands = [open_stand(work, area_id, on) for area_id in dict.fromkeys(area_ids)]
    for stand in stands:
        work.require(Right.EDIT_WORKFORCE, stand.path)
    reason = work.require_reason()
    for stand in stands:
        _refuse_no_grid(work, stand, "合并")
    _refuse_wrong_merge(stands, into)
    parent = _parent_of(work, stands[0], on)
    before = _coverage(work, parent, on - _DAY)
    ending = [stand for stand in stands if stand.area_id != into]
    for stand in ending:
        _refuse_bureaus(work, stand)
    told = [_told_grid(work, stand, on) for stand in stands]
    earlier = remember(work, [stand.area_id for stand in stands])
    house = _merged(work, parent, stands, into, on)
    sources = {stand.area_id: stand.name for stand in stands}
    rehousing = Rehousing(work, sources, [house], 0)
    moved = rehousing.run(on, document, placements or {})
    hand_down_facts(work, [stand.area_id for stand in stands], [house.area_id], on)
    _hand_down(work, ending, house.area_id, on)
    for stand in ending:
        end_area(work, stand, on)
    if isinstance(into, int) and households is not None:
        _count_households(work, into, households, on)
    shares = [Share(stand.area_id, house.area_id) for stand in stands]
    change = note_change(work, ChangeKind.MERGE, on, document, shares)
    after: dict[str, Any] = {"into": house.name, "moved": moved.moved, "ended": moved.ended}
    after |= _when(on, document)
    work.record("merge_grids", house.name, reason, before={"grids": told}, after=after)
    begun = [one for one in (house.area_id,) if one not in earlier.ids]
    note_regrid(work, change, earlier, begun, rehousing.trace)
    return Regridded(change, (house.area_id,), moved, before, _coverage(work, parent, on))


def _merged(
    work: UnitOfWork,
    parent: AreaStand,
    stands: Sequence[AreaStand],
    into: GridForm | int,
    on: dt.date,
) -> House:
    if isinstance(into, int):
        return House(into, next(stand.name for stand in stands if stand.area_id == into))
    without = [stand.area_id for stand in stands]
    return House(_plant(work, parent, [into], on, without=without)[0], into.name)


# --- what stands in the way -----------------------------------------------------------------------


def _refuse_no_grid(work: UnitOfWork, stand: AreaStand, what: str) -> None:
    level = work.session.get_one(Area, stand.area_id).level
    if level is not Level.GRID:
        raise UserError(f"“{stand.name}”是{level.label}，只有网格才能{what}。请选网格")


def _refuse_wrong_parts(stand: AreaStand, parts: Sequence[Part]) -> None:
    if len(parts) < 2 or all(part.area_id == stand.area_id for part in parts):
        raise UserError(f"“{stand.name}”拆分后至少要有 2 个网格。请再加一个网格")
    for part in parts:
        if part.share_bp < 1:
            raise UserError(
                f"“{part.form.name if part.form else stand.name}”的份额是 0。"
                "请写上份额，或去掉这个网格"
            )
    total = sum(part.share_bp for part in parts)
    if total != WHOLE_BP:
        raise UserError(f"各网格的份额合计 {percent(total)}，应为 100%。请把份额改到合计 100%")
    _refuse_twice([part.form.code for part in parts if part.form], "编码")
    _refuse_twice([part.form.name for part in parts if part.form], "名称")
    ids = [part.area_id for part in parts if part.area_id is not None]
    if len(ids) != len(set(ids)):
        raise UserError("同一个网格写了两次。请合成一行")


def _refuse_twice(texts: Sequence[str], what: str) -> None:
    twice = [text for text, count in Counter(texts).items() if text and count > 1]
    if twice:
        raise UserError(f"{what}“{twice[0]}”写了两次。请给每个网格不同的{what}")


def _refuse_wrong_merge(stands: Sequence[AreaStand], into: GridForm | int) -> None:
    if len(stands) < 2:
        raise UserError("合并至少要 2 个网格。请再选一个网格")
    if isinstance(into, int) and into not in {stand.area_id for stand in stands}:
        raise UserError("并入的网格不在所选的网格里。请从所选网格中挑一个，或新建一个")
    other = next((one for one in stands if one.parent_id != stands[0].parent_id), None)
    if other is not None:
        raise UserError(
            f"“{stands[0].name}”和“{other.name}”不在同一上级下，不能合并。请先改属到同一上级"
        )


def _refuse_bureaus(work: UnitOfWork, stand: AreaStand) -> None:
    query = select(Bureau.name).where(Bureau.area_id == stand.area_id).limit(1)
    if (bureau := work.session.scalar(query)) is not None:
        raise UserError(f"单位“{bureau}”挂在“{stand.name}”下，这个网格不能停。请让原网格保留")


def _standing(work: UnitOfWork, area_id: int, on: dt.date) -> AreaStand:
    stand = open_stand(work, area_id, on)
    work.require(Right.EDIT_WORKFORCE, stand.path)
    _refuse_no_grid(work, stand, "接收")
    return stand


def _parent_of(work: UnitOfWork, stand: AreaStand, on: dt.date) -> AreaStand:
    if stand.parent_id is None:
        raise UserError(f"“{stand.name}”没有上级。请先把它改属到一个社区")
    return open_stand(work, stand.parent_id, on)


# --- what is written ------------------------------------------------------------------------------


def _plant(
    work: UnitOfWork,
    parent: AreaStand,
    forms: Sequence[GridForm],
    on: dt.date,
    without: Sequence[int] = (),
) -> list[int]:
    """New grids under a parent; the names of the areas `without` may be taken up again."""
    if not forms:
        return []
    work.require(Right.EDIT_WORKFORCE, parent.path)
    planting = Planting(work, on)
    above = next(row for row in planting.index.by_code.values() if row.id == parent.area_id)
    rows: list[AreaRow] = []
    for form in forms:
        if not form.name.strip() or not form.code.strip():
            raise UserError(f"新网格“{form.name or form.code}”没有写全编码和名称。请补上")
        refuse_same_name(work, parent.area_id, form.name, on, without=without)
        area = AreaForm(Level.GRID, form.name, form.code, form.kind, form.households)
        rows.append(planting.add(above, area))
    real = planting.write()
    work.session.flush()
    return [real[row.id] for row in rows]


def _hand_down(work: UnitOfWork, ending: Sequence[AreaStand], heir_id: int, on: dt.date) -> None:
    """Hang what is under grids that end, micro grids, under the heir."""
    query = select(AreaStand.area_id).where(
        AreaStand.parent_id.in_([stand.area_id for stand in ending]), AreaStand.valid_to.is_(None)
    )
    for area_id in list(work.session.scalars(query.order_by(AreaStand.id))):
        stand, heir = open_stand(work, area_id, on), open_stand(work, heir_id, on)
        refuse_same_name(work, heir_id, stand.name, on)
        before = stand.path
        hang_under(work, stand, heir, on)
        path = open_stand(work, area_id, on).path
        work.record("move_area", stand.name, before={"path": before}, after={"path": path})


def _count_households(work: UnitOfWork, area_id: int, households: int, on: dt.date) -> None:
    grid = grid_on(work, area_id, on)
    facts = GridFacts(grid.kind, households)
    put_grid_facts(Dating(work), area_id, facts, on, open_stand(work, area_id, on).name)


def _coverage(work: UnitOfWork, parent: AreaStand, on: dt.date) -> CoverageRow | None:
    work.session.flush()
    return coverage_of(work, parent.area_id, on)


# --- what is put on record ------------------------------------------------------------------------


def _when(on: dt.date, document: str) -> dict[str, Any]:
    return {"on": on.isoformat(), "document": document}


def _told(form: GridForm) -> dict[str, Any]:
    return {
        "grid": form.name,
        "code": form.code,
        "kind": form.kind.label,
        "households": form.households,
    }


def _told_part(work: UnitOfWork, part: Part, on: dt.date) -> dict[str, Any]:
    if part.form is not None:
        return _told(part.form) | {"share": percent(part.share_bp)}
    stand = open_stand(work, part.area_id or 0, on)
    told: dict[str, Any] = {"grid": stand.name, "share": percent(part.share_bp)}
    return told if part.households is None else told | {"households": part.households}


def _told_grid(work: UnitOfWork, stand: AreaStand, on: dt.date) -> dict[str, Any]:
    area, grid = work.session.get_one(Area, stand.area_id), grid_on(work, stand.area_id, on)
    return {"grid": stand.name, "code": area.code, "households": grid.households}
