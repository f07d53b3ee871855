"""What became of areas: their history, and who stands today for what they were (model.md 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Select, or_, select

from hrgrid.core.errors import Refused
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaChange, AreaChangeItem, AreaStand, UndoNote
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import WHOLE_BP, ChangeKind, UndoKind


@dataclass(frozen=True)
class ItemRow:
    """What of one area went where; names as they were on the day, "" where there is none.

    A source is called as on the day before, a destination as on the day itself.
    """

    from_id: int | None
    from_name: str
    to_id: int | None
    to_name: str
    share_bp: int


@dataclass(frozen=True)
class ChangeRow:
    """One change that an area was part of."""

    id: int
    kind: ChangeKind
    effective_on: dt.date
    document_no: str
    reason: str
    items: tuple[ItemRow, ...]
    undone_by: str = ""
    undoable: bool = False


@dataclass(frozen=True)
class StandRow:
    """What an area was called and where it hung over a time."""

    name: str
    parent: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True)
class HistoryRow:
    """An area through time, both lists with the newest first.

    Names and parents are whole; changes only from when the program began to keep them.
    """

    stands: tuple[StandRow, ...]
    changes: tuple[ChangeRow, ...]


def area_history(work: UnitOfWork, area_id: int) -> HistoryRow:
    """What an area was called, where it hung, and what it came from or went into.

    Raises Refused for an area of a part of the tree that the actor may not look at.
    """
    query = select(AreaStand).where(AreaStand.area_id == area_id)
    stands = list(work.session.scalars(query.order_by(AreaStand.valid_from.desc())))
    paths = seen_paths(work, work.today)
    if not any(is_seen(stand.path, paths) for stand in stands):
        raise Refused("这个网格不在你能看的区域里，档案打不开。请换有权限的人登录")
    named = _names(work, [stand.parent_id for stand in stands if stand.parent_id is not None])
    rows = tuple(
        StandRow(
            stand.name,
            _called(named.get(stand.parent_id or 0, []), stand.valid_from),
            stand.valid_from,
            stand.valid_to,
        )
        for stand in stands
    )
    return HistoryRow(rows, tuple(_changes(work, area_id)))


def successors_on(
    work: UnitOfWork, area_id: int, since: dt.date, on: dt.date
) -> dict[str, Fraction]:
    """Who stands on a day for what an area had on an earlier day: codes and shares.

    Divide money and scores with `rules.shared_out`. The shares sum to 1 but for what was closed
    without an heir; empty where all of it was.
    """
    query = (
        select(
            AreaChange.id,
            AreaChangeItem.from_area_id,
            AreaChangeItem.to_area_id,
            AreaChangeItem.share_bp,
        )
        .join(AreaChangeItem, AreaChangeItem.change_id == AreaChange.id)
        .where(AreaChange.effective_on > since, AreaChange.effective_on <= on)
        .where(AreaChangeItem.from_area_id.is_not(None), AreaChange.id.not_in(undone_changes()))
        .order_by(AreaChange.effective_on, AreaChange.id, AreaChangeItem.id)
    )
    changes: dict[int, dict[int, list[tuple[int | None, int]]]] = {}
    for row in work.session.execute(query):
        went = changes.setdefault(row.id, {}).setdefault(row.from_area_id, [])
        went.append((row.to_area_id, row.share_bp))
    held: dict[int | None, Fraction] = {area_id: Fraction(1)}
    for gone in changes.values():
        held = _after(held, gone)
    held.pop(None, None)
    codes = select(Area.id, Area.code).where(Area.id.in_([one for one in held if one]))
    return {row.code: held[row.id] for row in work.session.execute(codes.order_by(Area.code))}


def undone_changes() -> Select[tuple[int]]:
    """The ids of changes that were taken back: they stay readable and count no more."""
    return select(UndoNote.subject_id).where(
        UndoNote.kind.in_((UndoKind.SPLIT_GRID, UndoKind.MERGE_GRIDS)),
        UndoNote.undone_at.is_not(None),
    )


def _after(
    held: dict[int | None, Fraction], gone: dict[int, list[tuple[int | None, int]]]
) -> dict[int | None, Fraction]:
    """What is held after a change: all sources at once, since a grid may be source and heir."""
    after: dict[int | None, Fraction] = {}
    for area_id, share in held.items():
        for to, share_bp in gone.get(area_id or 0, [(area_id, WHOLE_BP)]):
            after[to] = after.get(to, Fraction()) + share * Fraction(share_bp, WHOLE_BP)
    return after


_Named = list[tuple[dt.date, str]]


def _names(work: UnitOfWork, area_ids: Sequence[int]) -> dict[int, _Named]:
    """The names of areas with the day from which each held, the oldest first."""
    query = select(AreaStand.area_id, AreaStand.valid_from, AreaStand.name).where(
        AreaStand.area_id.in_(set(area_ids))
    )
    found: dict[int, _Named] = {}
    for row in work.session.execute(query.order_by(AreaStand.valid_from)):
        found.setdefault(row.area_id, []).append((row.valid_from, row.name))
    return found


def _called(names: _Named, on: dt.date) -> str:
    before = [name for since, name in names if since <= on]
    return (before or [name for _, name in names] or [""])[-1 if before else 0]


def _changes(work: UnitOfWork, area_id: int) -> list[ChangeRow]:
    mine = select(AreaChangeItem.change_id).where(
        or_(AreaChangeItem.from_area_id == area_id, AreaChangeItem.to_area_id == area_id)
    )
    query = select(AreaChange).where(AreaChange.id.in_(mine))
    changes = list(
        work.session.scalars(query.order_by(AreaChange.effective_on.desc(), AreaChange.id.desc()))
    )
    items = select(AreaChangeItem).where(AreaChangeItem.change_id.in_([one.id for one in changes]))
    rows = list(work.session.scalars(items.order_by(AreaChangeItem.id)))
    ids = {one for row in rows for one in (row.from_area_id, row.to_area_id) if one is not None}
    named = _names(work, list(ids))
    notes = select(UndoNote.kind, UndoNote.subject_id, UndoNote.undone_by).where(
        UndoNote.kind.in_(_UNDO_KINDS.values()),
        UndoNote.subject_id.in_([one.id for one in changes]),
    )
    noted = {(row[0], row[1]): row[2] for row in work.session.execute(notes)}
    return [
        ChangeRow(
            one.id,
            one.kind,
            one.effective_on,
            one.document_no,
            one.reason,
            tuple(_item(row, one, named) for row in rows if row.change_id == one.id),
            *_undoing(noted, one),
        )
        for one in changes
    ]


def _undoing(noted: dict[tuple[UndoKind, int], str], change: AreaChange) -> tuple[str, bool]:
    """Who took a change back, and whether it could still be."""
    kind = _UNDO_KINDS.get(change.kind)
    by = noted.get((kind, change.id)) if kind is not None else None
    return by or "", by == ""


_UNDO_KINDS = {ChangeKind.SPLIT: UndoKind.SPLIT_GRID, ChangeKind.MERGE: UndoKind.MERGE_GRIDS}


def _item(row: AreaChangeItem, change: AreaChange, named: dict[int, _Named]) -> ItemRow:
    day = change.effective_on
    before, after = named.get(row.from_area_id or 0, []), named.get(row.to_area_id or 0, [])
    return ItemRow(
        row.from_area_id,
        _called(before, day - dt.timedelta(days=1)),
        row.to_area_id,
        _called(after, day),
        row.share_bp,
    )
