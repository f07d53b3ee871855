"""The tree changes on a day: another name, another parent, an end; the days before keep theirs.

Source: model.md 1. Names and parents are dated, so a report of a past day still shows the tree of
that day; nothing is renamed or moved backwards into a time that was already reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaAlias, AreaClosure, AreaStand, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import ChangeKind, PostState
from hrgrid.workforce.service.changes import Share, note_change
from hrgrid.workforce.service.inheriting import end_facts


def rename_area(work: UnitOfWork, area_id: int, name: str, on: dt.date, document: str = "") -> None:
    """Call an area `name` from a day on; raises UserError where a sister is called so."""
    stand = open_stand(work, area_id, on)
    work.require(Right.EDIT_WORKFORCE, stand.path)
    plain = " ".join(name.split())
    if not plain:
        raise UserError(f"“{stand.name}”没有写新名称。请写上名称")
    if plain == stand.name:
        return
    refuse_same_name(work, stand.parent_id, plain, on)
    before = stand.name
    _changed(work, stand, on).name = plain
    work.session.flush()
    note_change(work, ChangeKind.RENAME, on, document, [Share(area_id, area_id)])
    after = _told(plain, on, document)
    work.record("rename_area", plain, before={"name": before}, after=after)


def move_area(
    work: UnitOfWork, area_id: int, parent_id: int, on: dt.date, document: str = ""
) -> None:
    """Hang an area with all below it under another parent from a day on.

    Raises UserError for a parent that is not there, lies below the area, or is of a lower level.
    """
    stand, parent = open_stand(work, area_id, on), open_stand(work, parent_id, on)
    for path in (stand.path, parent.path):
        work.require(Right.EDIT_WORKFORCE, path)
    if stand.parent_id == parent_id:
        return
    _refuse_wrong_parent(work, stand, parent)
    refuse_same_name(work, parent_id, stand.name, on)
    before = stand.path
    hang_under(work, stand, parent, on)
    note_change(work, ChangeKind.MOVE, on, document, [Share(area_id, area_id)])
    path = open_stand(work, area_id, on).path
    after = {"path": path, "on": on.isoformat(), "document": document}
    work.record("move_area", stand.name, before={"path": before}, after=after)


def close_area(work: UnitOfWork, area_id: int, on: dt.date, document: str = "") -> None:
    """End an area on a day, the first on which it is no more; needs a reason.

    Raises UserError where something still hangs under it or somebody holds a post there.
    """
    stand = open_stand(work, area_id, on)
    work.require(Right.EDIT_WORKFORCE, stand.path)
    reason = work.require_reason()
    _refuse_in_use(work, stand, on)
    end_area(work, stand, on)
    note_change(work, ChangeKind.CLOSE, on, document, [Share(area_id, None)])
    work.record("close_area", stand.name, reason, after=_told(stand.name, on, document))


def add_alias(work: UnitOfWork, area_id: int, alias: str) -> None:
    """Let files call an area by another name too."""
    stand = open_stand(work, area_id, work.today)
    work.require(Right.EDIT_WORKFORCE, stand.path)
    plain = " ".join(alias.split())
    if not plain or plain == stand.name:
        raise UserError(f"“{stand.name}”的别名不能是空的，也不能和名称相同。请改写")
    refuse_same_name(work, stand.parent_id, plain, work.today)
    if work.session.get(AreaAlias, (area_id, plain)) is None:
        work.session.add(AreaAlias(area_id=area_id, alias=plain))
        work.session.flush()
        work.record("add_alias", stand.name, after={"alias": plain})


def remove_alias(work: UnitOfWork, area_id: int, alias: str) -> None:
    """Let go of another name."""
    stand = open_stand(work, area_id, work.today)
    work.require(Right.EDIT_WORKFORCE, stand.path)
    kept = work.session.get(AreaAlias, (area_id, alias))
    if kept is None:
        raise UserError(f"“{stand.name}”没有别名“{alias}”，可能刚被删去。请刷新后再看")
    work.session.delete(kept)
    work.session.flush()
    work.record("remove_alias", stand.name, before={"alias": alias})


# --- what stands in the way -----------------------------------------------------------------------


def open_stand(work: UnitOfWork, area_id: int, on: dt.date) -> AreaStand:
    """The last stand of an area, which must reach over `on`."""
    query = select(AreaStand).where(AreaStand.area_id == area_id, AreaStand.valid_to.is_(None))
    stand = work.session.scalars(query).one_or_none()
    if stand is None:
        raise UserError("这个区域已经停用，不能再改。请刷新后再看")
    if stand.valid_from > on:
        raise UserError(
            f"“{stand.name}”在 {stand.valid_from} 已有改动，不能再改更早的 {on}。请核对生效日期"
        )
    return stand


def refuse_same_name(
    work: UnitOfWork,
    parent_id: int | None,
    name: str,
    on: dt.date,
    without: Sequence[int] = (),
) -> None:
    """Raise UserError where an area under a parent is called so, those `without` left out."""
    sisters = select(AreaStand.area_id).where(
        AreaStand.parent_id.is_(None) if parent_id is None else AreaStand.parent_id == parent_id,
        AreaStand.area_id.not_in(list(without)),
        holds_on(AreaStand, on),
    )
    named = sisters.where(AreaStand.name == name)
    called = select(AreaAlias.area_id).where(
        AreaAlias.alias == name, AreaAlias.area_id.in_(sisters)
    )
    if work.session.scalar(named) is not None or work.session.scalar(called) is not None:
        raise UserError(f"同一上级下已有“{name}”（名称或别名）。请换个名称，或先改那一个")


def _refuse_wrong_parent(work: UnitOfWork, stand: AreaStand, parent: AreaStand) -> None:
    level = work.session.get_one(Area, stand.area_id).level
    above = work.session.get_one(Area, parent.area_id).level
    if parent.path.startswith(stand.path):
        raise UserError(f"“{parent.name}”在“{stand.name}”下面，不能作它的上级。请另选上级")
    if above.depth >= level.depth:
        raise UserError(
            f"{level.label}“{stand.name}”不能放在{above.label}“{parent.name}”下面。请另选上级"
        )


def _refuse_in_use(work: UnitOfWork, stand: AreaStand, on: dt.date) -> None:
    children = select(AreaStand.name).where(
        AreaStand.parent_id == stand.area_id, AreaStand.valid_to.is_(None)
    )
    child = work.session.scalar(children.order_by(AreaStand.id).limit(1))
    if child is not None:
        raise UserError(f"“{stand.name}”下面还有“{child}”等区域。请先移走或停用它们")
    held = (
        select(Person.name)
        .join(Post, Post.person_id == Person.id)
        .where(Post.area_id == stand.area_id, Post.state != PostState.VOIDED)
        .where(Post.valid_to.is_(None) | (Post.valid_to > on))
    )
    holder = work.session.scalar(held.order_by(Post.id).limit(1))
    if holder is not None:
        raise UserError(f"{holder}还在“{stand.name}”任职。请先结束或调走，再停用")


# --- what is written ------------------------------------------------------------------------------


def end_area(work: UnitOfWork, stand: AreaStand, on: dt.date) -> None:
    """Let an area be no more from a day on; raises UserError where it begins no earlier."""
    area = work.session.get_one(Area, stand.area_id)
    if area.valid_from >= on:
        raise UserError(f"“{stand.name}”从 {area.valid_from} 起才有，不能在 {on} 停用。请核对日期")
    if stand.valid_from == on:
        raise UserError(
            f"“{stand.name}”在 {on} 当天已有改动，不能同一天停用。请把生效日期改到第二天"
        )
    end_facts(work, stand, on)
    area.valid_to = stand.valid_to = on
    for closure in _closure_of(work, [area.id]):
        closure.valid_to = on
    work.session.flush()


def hang_under(work: UnitOfWork, stand: AreaStand, parent: AreaStand, on: dt.date) -> None:
    """Hang an area with all below it under another parent from a day on."""
    before, subtree = stand.path, _below(work, stand.area_id)
    _rehang(work, subtree, parent.area_id, on)
    code = work.session.get_one(Area, stand.area_id).code
    _repath(work, subtree, before, f"{parent.path}{code}/", on)
    open_stand(work, stand.area_id, on).parent_id = parent.area_id
    work.session.flush()


def _changed(work: UnitOfWork, stand: AreaStand, on: dt.date) -> AreaStand:
    """The stand that holds from `on`: a new one, or this one where it begins that day."""
    if stand.valid_from == on:
        return stand
    stand.valid_to = on
    work.session.flush()
    new = AreaStand(
        area_id=stand.area_id,
        parent_id=stand.parent_id,
        name=stand.name,
        path=stand.path,
        valid_from=on,
        valid_to=None,
    )
    work.session.add(new)
    return new


def _below(work: UnitOfWork, area_id: int) -> dict[int, int]:
    """The area and all below it, with how deep."""
    query = select(AreaClosure.descendant_id, AreaClosure.depth).where(
        AreaClosure.ancestor_id == area_id, AreaClosure.valid_to.is_(None)
    )
    return {row.descendant_id: row.depth for row in work.session.execute(query)}


def _closure_of(work: UnitOfWork, ids: list[int]) -> list[AreaClosure]:
    query = select(AreaClosure).where(
        AreaClosure.descendant_id.in_(ids), AreaClosure.valid_to.is_(None)
    )
    return list(work.session.scalars(query))


def _rehang(work: UnitOfWork, subtree: dict[int, int], parent_id: int, on: dt.date) -> None:
    """End the subtree's rows with what was above it, and begin those with what is now."""
    for row in _closure_of(work, list(subtree)):
        if row.ancestor_id in subtree:
            continue
        if row.valid_from == on:
            work.session.delete(row)
        else:
            row.valid_to = on
    work.session.flush()
    above = {row.ancestor_id: row.depth for row in _closure_of(work, [parent_id])}
    work.session.add_all(
        AreaClosure(
            ancestor_id=ancestor,
            descendant_id=descendant,
            valid_from=on,
            valid_to=None,
            depth=up + 1 + down,
        )
        for ancestor, up in above.items()
        for descendant, down in subtree.items()
    )


def _repath(
    work: UnitOfWork, subtree: dict[int, int], before: str, after: str, on: dt.date
) -> None:
    query = select(AreaStand).where(
        AreaStand.area_id.in_(list(subtree)), AreaStand.valid_to.is_(None)
    )
    for stand in list(work.session.scalars(query)):
        if stand.valid_from > on:
            raise UserError(
                f"“{stand.name}”在 {stand.valid_from} 已有改动，不能再改更早的 {on}。请核对生效日期"
            )
        _changed(work, stand, on).path = after + stand.path.removeprefix(before)
    work.session.flush()


def _told(name: str, on: dt.date, document: str) -> dict[str, str]:
    return {"name": name, "on": on.isoformat(), "document": document}
