"""A split or a merge of grids is taken back, as long as nothing was built on it (decision 0022).

The deed notes how everything stood before it and what it left. Taking back gives the old grids
their time, names and people again; what the deed had begun holds on no day any more: new grids
and stand-ins get an empty time, new posts are voided. The change stays readable as taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.base import Base
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Area,
    AreaChange,
    AreaClosure,
    AreaStand,
    Grid,
    Person,
    Post,
    StandIn,
)
from hrgrid.workforce.rules import ChangeKind, PostState, UndoKind
from hrgrid.workforce.service.inheriting import DATED
from hrgrid.workforce.service.rehousing import Trace
from hrgrid.workforce.service.undoing import (
    changed_since,
    close_note,
    is_as_left,
    marks_of,
    note_undo,
    open_note,
)

KINDS = {ChangeKind.SPLIT: UndoKind.SPLIT_GRID, ChangeKind.MERGE: UndoKind.MERGE_GRIDS}
# What is derived from the stands, and what tells of the deed itself.
_NOT_COUNTED = {"area_closure", "area_alias"}
_BUILT = {
    "area_stand": "又改过名称、上级或边界",
    "area_change_item": "又改过名称、上级或边界",
}


@dataclass
class Before:
    """How grids and what is under them stood before they were split or merged."""

    ids: list[int]
    stands: list[list[Any]] = field(default_factory=list)
    closures: list[list[Any]] = field(default_factory=list)
    facts: dict[str, list[list[Any]]] = field(default_factory=dict)


def remember(work: UnitOfWork, area_ids: Sequence[int]) -> Before:
    """The stands, ancestors and dated facts of these grids as they are now."""
    below = _below(work, area_ids)
    stands = select(AreaStand).where(AreaStand.area_id.in_(below), AreaStand.valid_to.is_(None))
    closures = select(AreaClosure).where(
        AreaClosure.descendant_id.in_(below), AreaClosure.valid_to.is_(None)
    )
    return Before(
        list(area_ids),
        [[one.id, one.parent_id, one.path] for one in work.session.scalars(stands)],
        [
            [one.ancestor_id, one.descendant_id, one.valid_from.isoformat(), one.depth]
            for one in work.session.scalars(closures)
        ],
        {
            model.__tablename__: [_kept(row) for row in _rows(work, model, area_ids, model.area_id)]
            for model in DATED
        },
    )


def _kept(row: Any) -> list[Any]:
    """Until when it holds; of a grid also its households, which a split of that day amends."""
    households = row.households if isinstance(row, Grid) else None
    return [row.id, row.valid_to and row.valid_to.isoformat(), households]


def note_regrid(
    work: UnitOfWork, change_id: int, before: Before, new: Sequence[int], trace: Trace
) -> None:
    """Keep what takes a change back, once all of it is written."""
    work.session.flush()
    kind = KINDS[work.session.get_one(AreaChange, change_id).kind]
    involved = [*before.ids, *new]
    facts = {
        model: [row.id for row in _rows(work, model, involved, model.area_id)] for model in DATED
    }
    posts = [post.id for post in trace.begun] + [one.row.id for one in trace.ended]
    stand_ins = [row.id for row in trace.watch_begun] + [one.row.id for one in trace.watch_ended]
    left: dict[type[Base], list[int]] = {Area: involved, Post: posts, StandIn: stand_ins}
    inverse = {
        "ids": before.ids,
        "new": list(new),
        "stands": before.stands,
        "closures": before.closures,
        "facts": before.facts,
        "begun": [post.id for post in trace.begun],
        "ended": [[one.row.id, *one.plain] for one in trace.ended],
        "watch_begun": [row.id for row in trace.watch_begun],
        "watch_ended": [[one.row.id, one.plain[0]] for one in trace.watch_ended],
        "marks": marks_of(work, left | facts),
        "references": dict(_references(work, involved)),
    }
    note_undo(work, kind, change_id, inverse)


def undo_regrid(work: UnitOfWork, change_id: int) -> None:
    """Take a split or a merge back; needs a reason.

    Raises UserError naming what was built on it since, by whom and when.
    """
    change = work.session.get(AreaChange, change_id)
    if change is None or change.kind not in KINDS:
        raise UserError("只有拆分和合并能整个撤销。请选这样的变更")
    note, inverse = open_note(work, KINDS[change.kind], change_id)
    stands = _stands(work, [*inverse["ids"], *inverse["new"]])
    for _, path in stands:
        work.require(Right.EDIT_WORKFORCE, path)
    names = list(dict.fromkeys(name for name, _ in stands))
    reason = work.require_reason()
    _refuse_built_upon(work, inverse, note, names)
    told = f"撤销{change.kind.label}：{reason}"[:200]
    _take_people_back(work, inverse, told)
    _take_areas_back(work, inverse)
    close_note(work, note)
    work.session.expire_all()
    work.record(
        "undo_regrid",
        "、".join(names)[:200],
        reason,
        before={"kind": change.kind.label, "on": change.effective_on.isoformat()},
    )


# --- what stands in the way -----------------------------------------------------------------------


def _refuse_built_upon(work: UnitOfWork, inverse: Any, note: Any, names: list[str]) -> None:
    involved = [*inverse["ids"], *inverse["new"]]
    now = dict(_references(work, involved))
    built = next((key for key in now if now[key] != inverse["references"].get(key, 0)), None)
    same = is_as_left(work, inverse["marks"], (Area, Post, StandIn, *DATED))
    if built is None and same:
        return
    query = select(Person.name).join(Post, Post.person_id == Person.id)
    people = work.session.scalars(query.where(Post.area_id.in_(involved)).distinct())
    who = changed_since(work, note, [*names, *people])
    table = built.partition(".")[0] if built is not None else ""
    what = _BUILT.get(table) or (f"又登记了{_label(table)}" if table else "又改过任职、代管或档案")
    raise UserError(
        f"这次变更之后，{who}在“{'”“'.join(names)}”{what}，不能整个撤销。"
        "请按现在的情况另办拆分、合并或调动"
    )


def _references(work: UnitOfWork, area_ids: Sequence[int]) -> Iterator[tuple[str, int]]:
    """How many rows of any table refer to these areas: what a room above adds counts too.

    The database is asked, not the models: a room that is not loaded has its tables all the same.
    """
    bind = work.session.connection()
    inspector = sa.inspect(bind)
    for (_, name), keys in sorted(inspector.get_multi_foreign_keys().items()):
        for key in keys:
            if name in _NOT_COUNTED or key["referred_table"] != "area":
                continue
            column: sa.ColumnClause[int] = sa.column(key["constrained_columns"][0])
            count = select(sa.func.count()).select_from(sa.table(name, column))
            found = bind.execute(count.where(column.in_(list(area_ids)))).scalar() or 0
            if found:
                yield f"{name}.{column.name}", found


def _label(table: str) -> str:
    found = Base.metadata.tables.get(table)
    mappers = [one for one in Base.registry.mappers if one.local_table is found]
    return str(mappers[0].class_.__label__) if mappers else "别的记录"


def _stands(work: UnitOfWork, area_ids: Sequence[int]) -> list[tuple[str, str]]:
    """The names and paths of areas, the newest first."""
    query = (
        select(AreaStand.name, AreaStand.path)
        .where(AreaStand.area_id.in_(list(area_ids)))
        .order_by(AreaStand.valid_from.desc(), AreaStand.id.desc())
    )
    return [(row.name, row.path) for row in work.session.execute(query)]


# --- what is written ------------------------------------------------------------------------------


def _take_people_back(work: UnitOfWork, inverse: Any, told: str) -> None:
    for post in _rows(work, Post, inverse["begun"]):
        post.state, post.void_reason = PostState.VOIDED, told
    for row in _rows(work, StandIn, inverse["watch_begun"]):
        row.valid_to = row.valid_from
    work.session.flush()
    for post_id, until, state, end_reason in inverse["ended"]:
        post = work.session.get_one(Post, post_id)
        post.valid_to, post.state, post.end_reason = _day(until), PostState(state), end_reason
    for row_id, until in inverse["watch_ended"]:
        work.session.get_one(StandIn, row_id).valid_to = _day(until)
    work.session.flush()


def _take_areas_back(work: UnitOfWork, inverse: Any) -> None:
    kept = {row[0]: row[1:] for row in inverse["stands"]}
    stands = _rows(work, AreaStand, list(kept))
    areas = {stand.area_id for stand in stands}
    for area in _rows(work, Area, inverse["new"]):
        area.valid_to = area.valid_from
    later = select(AreaStand).where(
        AreaStand.area_id.in_([*areas, *inverse["new"]]),
        AreaStand.valid_to.is_(None),
        AreaStand.id.not_in(list(kept)),
    )
    for stand in work.session.scalars(later).all():
        stand.valid_to = stand.valid_from
    work.session.flush()
    for stand in stands:
        stand.parent_id, stand.path = kept[stand.id]
        stand.valid_to = None
    for area in _rows(work, Area, inverse["ids"]):
        area.valid_to = None
    work.session.flush()
    for model in DATED:
        _take_facts_back(work, model, inverse["facts"], [*inverse["ids"], *inverse["new"]])
    _restore_closures(work, inverse["closures"], [*areas, *inverse["new"]])


def _take_facts_back(work: UnitOfWork, model: Any, facts: Any, area_ids: Sequence[int]) -> None:
    """What the deed began holds on no day; what it ended or amended is as it was."""
    kept = {row[0]: row[1:] for row in facts[model.__tablename__]}
    rows = {row.id: row for row in _rows(work, model, area_ids, model.area_id)}
    for row_id, row in rows.items():
        if row_id not in kept:
            row.valid_to = row.valid_from
    work.session.flush()
    for row_id, (until, households) in kept.items():
        row = rows[row_id]
        row.valid_to = _day(until)
        if model is Grid:
            row.households = households
    work.session.flush()


def _restore_closures(work: UnitOfWork, kept: Any, area_ids: Sequence[int]) -> None:
    """The ancestors as they were; they follow from the stands and carry nothing of their own."""
    wanted = {(row[0], row[1], dt.date.fromisoformat(row[2])): row[3] for row in kept}
    query = select(AreaClosure).where(AreaClosure.descendant_id.in_(list(area_ids)))
    for row in work.session.scalars(query).all():
        key = (row.ancestor_id, row.descendant_id, row.valid_from)
        if wanted.pop(key, None) is not None:
            row.valid_to = None
        elif row.valid_to is None:
            work.session.delete(row)
    work.session.flush()
    work.session.add_all(
        AreaClosure(
            ancestor_id=above, descendant_id=below, valid_from=since, valid_to=None, depth=depth
        )
        for (above, below, since), depth in wanted.items()
    )
    work.session.flush()


def _below(work: UnitOfWork, area_ids: Sequence[int]) -> list[int]:
    query = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id.in_(list(area_ids)), AreaClosure.valid_to.is_(None)
    )
    return list(work.session.scalars(query.distinct()))


def _rows(work: UnitOfWork, model: Any, ids: Sequence[int], key: Any = None) -> list[Any]:
    column = model.id if key is None else key
    return list(work.session.scalars(select(model).where(column.in_(list(ids)))))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text is not None else None
