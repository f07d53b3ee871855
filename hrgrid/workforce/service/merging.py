"""Two entries of one person become one (合并重复人员), and two again where that was wrong.

Nothing is deleted. Posts, contracts, absences and looking after grids go to the entry that is
kept; field by field somebody chooses which value stays, and the merged entry takes the other:
both keep all that was ever written down, and taking back exchanges the same fields again. What
rooms above this one hold stays with the merged entry and is read through `merged_into_id`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.base import Base
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Absence,
    Area,
    AreaStand,
    Bureau,
    Contract,
    Person,
    Post,
    StandIn,
    ToldApart,
)
from hrgrid.workforce.rules import Employment, Engagement, PersonState, PostState, UndoKind
from hrgrid.workforce.service.undoing import (
    changed_since,
    close_note,
    is_as_left,
    marks_of,
    note_undo,
    open_note,
)

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "match_key", "stroke_key", "pinyin", "initials"),
    "number": ("number",),
    "id_number": ("id_number", "id_mac", "id_masked"),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "phone": ("phone", "phone_mac", "phone_tail_mac", "phone_masked"),
    "party": ("party",),
    "education": ("education",),
    "note": ("note",),
    "photo": ("photo_sha256",),
}
"""What is chosen when two entries become one: each field with its columns."""

_FOLLOW: tuple[type[Base], ...] = (Post, Contract, StandIn, Absence)
_EMPLOYED = (Engagement.CONTRACT, Engagement.DISPATCH)


def merge_people(
    work: UnitOfWork,
    kept_id: int,
    merged_id: int,
    take: Collection[str] = (),
    versions: tuple[int, int] | None = None,
) -> None:
    """Merge one entry into another, taking these `FIELDS` of the merged one; needs a reason.

    `versions` are those of the kept and the merged card as they were compared. Raises UserError
    naming the posts that overlap, or where somebody changed a card meanwhile.
    """
    work.require(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    kept, merged = _person(work, kept_id), _person(work, merged_id)
    _refuse_wrong_pair(kept, merged, versions)
    doubles = _refuse_overlaps(work, kept, merged)
    told_before = _told(kept), _told(merged)
    state = merged.state
    for post in doubles:
        post.state, post.void_reason = PostState.VOIDED, f"重复登记，已并入{kept.number}"
    work.session.flush()
    moved = {model: _move(work, model, merged.id, kept.id) for model in _FOLLOW}
    under = _move_merged(work, merged.id, kept.id)
    _exchange(work, kept, merged, take)
    merged.state, merged.merged_into_id = PersonState.MERGED, kept.id
    work.session.flush()
    inverse = {
        "kept": kept.id,
        "fields": sorted(take),
        "state": state.value,
        "under": under,
        "voided": [[post.id, old] for post, old in zip(doubles, _states(doubles), strict=True)],
        "moved": {_name(model): ids for model, ids in moved.items()},
        "held": {_name(model): _ids_of(work, model, kept.id) for model in _FOLLOW},
        "marks": marks_of(work, {Person: [kept.id, merged.id], **moved}),
    }
    note_undo(work, UndoKind.MERGE_PEOPLE, merged.id, inverse)
    counts = {_name(model): len(ids) for model, ids in moved.items() if ids}
    work.record(
        "merge_people",
        kept.name,
        reason,
        before={"kept_entry": told_before[0], "merged_entry": told_before[1]},
        after={"number": kept.number, "fields": sorted(take), "doubled": len(doubles)} | counts,
    )


def undo_merge(work: UnitOfWork, merged_id: int) -> None:
    """Make two entries of one again, as they were; needs a reason.

    Raises UserError naming who changed one of them since, or added a post or a contract.
    """
    work.require(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    note, inverse = open_note(work, UndoKind.MERGE_PEOPLE, merged_id)
    kept, merged = _person(work, inverse["kept"]), _person(work, merged_id)
    same = is_as_left(work, inverse["marks"], (Person, *_FOLLOW))
    added = [
        model for model in _FOLLOW if _ids_of(work, model, kept.id) != inverse["held"][_name(model)]
    ]
    if not same or added:
        who = changed_since(work, note, (kept.name, merged.name))
        what = f"又登记了{added[0].__label__}" if same else "又改过档案、任职或聘用"  # type: ignore[attr-defined]
        raise UserError(f"合并之后，{who}给{kept.name}{what}，不能整个撤销。请逐项更正")
    merged.state, merged.merged_into_id = PersonState(inverse["state"]), None
    work.session.flush()
    _exchange(work, kept, merged, inverse["fields"])
    for model in _FOLLOW:
        for row in _rows(work, model, inverse["moved"][_name(model)]):
            row.person_id = merged.id
    work.session.flush()
    for post_id, state in inverse["voided"]:
        post = work.session.get_one(Post, post_id)
        post.state, post.void_reason = PostState(state), ""
    for person in _rows(work, Person, inverse["under"]):
        person.merged_into_id = merged.id
    close_note(work, note)
    work.record(
        "undo_merge_people",
        kept.name,
        reason,
        after={"kept_entry": _told(kept), "merged_entry": _told(merged)},
    )


def tell_apart(work: UnitOfWork, one_id: int, other_id: int) -> None:
    """Two people who look like one are two: they are not offered for merging any more."""
    work.require(Right.EDIT_WORKFORCE)
    one, other = sorted((_person(work, one_id), _person(work, other_id)), key=lambda row: row.id)
    work.session.add(
        ToldApart(one_id=one.id, other_id=other.id, operation_id=work.circumstances.operation_id)
    )
    work.session.flush()
    told = f"{one.name}（{one.number}）、{other.name}（{other.number}）"
    work.record("tell_apart", told[:200])


# --- what stands in the way -----------------------------------------------------------------------


def _person(work: UnitOfWork, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    return person


def _refuse_wrong_pair(kept: Person, merged: Person, versions: tuple[int, int] | None) -> None:
    if kept.id == merged.id:
        raise UserError(f"{kept.name}（{kept.number}）不能和自己合并。请另选一个人")
    for person in (kept, merged):
        if person.state is PersonState.MERGED:
            raise UserError(f"{person.name}（{person.number}）已经并入别人名下。请刷新后再选")
    if versions is not None and versions != (kept.version, merged.version):
        changed = kept if versions[0] != kept.version else merged
        raise UserError(
            f"{changed.name}（{changed.number}）的档案刚被别人改过，没有合并。请重新比对"
        )


def _refuse_overlaps(work: UnitOfWork, kept: Person, merged: Person) -> list[Post]:
    """The merged entry's posts that repeat one of the kept entry; UserError for what clashes."""
    ours, theirs = _posts(work, kept.id), _posts(work, merged.id)
    doubles: list[Post] = []
    for post in theirs:
        for held in ours:
            if not _overlap(held, post):
                continue
            if _same_place(held, post) and _within(post, held):
                doubles.append(post)
                break
            full = Employment.FULL
            if (held.employment is full and post.employment is full) or _same_place(held, post):
                raise UserError(
                    f"{kept.name}（{kept.number}）在“{_place(work, held)}”（{_span(held)}）和"
                    f"{merged.name}（{merged.number}）在“{_place(work, post)}”（{_span(post)}）"
                    "的任职时间重叠，一个人不能同时专职两处或重复任职。"
                    "请先结束或作废其中一项，再合并"
                )
    _refuse_contracts(work, kept, merged)
    _refuse_absences(work, kept, merged)
    _refuse_own_grid(work, kept, merged, [*ours, *theirs])
    return doubles


def _posts(work: UnitOfWork, person_id: int) -> list[Post]:
    query = select(Post).where(Post.person_id == person_id, Post.state != PostState.VOIDED)
    return list(work.session.scalars(query.order_by(Post.valid_from, Post.id)))


def _overlap(one: Any, other: Any) -> bool:
    return (one.valid_to is None or one.valid_to > other.valid_from) and (
        other.valid_to is None or other.valid_to > one.valid_from
    )


def _within(inner: Post, outer: Post) -> bool:
    ends = outer.valid_to is None or (
        inner.valid_to is not None and inner.valid_to <= outer.valid_to
    )
    # Full time counts more than part time: the weaker entry is the one that repeats.
    weaker = outer.employment is Employment.FULL or inner.employment is outer.employment
    return outer.valid_from <= inner.valid_from and ends and weaker


def _same_place(one: Post, other: Post) -> bool:
    return (one.area_id, one.bureau_id, one.role) == (other.area_id, other.bureau_id, other.role)


def _refuse_contracts(work: UnitOfWork, kept: Person, merged: Person) -> None:
    def held(person: Person) -> list[Contract]:
        query = select(Contract).where(
            Contract.person_id == person.id, Contract.kind.in_(_EMPLOYED)
        )
        return list(work.session.scalars(query))

    theirs = held(merged)
    for one in held(kept):
        for other in theirs:
            if _overlap(one, other):
                raise UserError(
                    f"{kept.name}（{kept.number}）和{merged.name}（{merged.number}）"
                    f"都有劳动合同或派遣关系，时间重叠（{_span(one)}；{_span(other)}）。"
                    "请先核对合同的起止日期，再合并"
                )


def _refuse_absences(work: UnitOfWork, kept: Person, merged: Person) -> None:
    def held(person: Person) -> list[Absence]:
        query = select(Absence).where(Absence.person_id == person.id, Absence.void_reason == "")
        return list(work.session.scalars(query))

    theirs = held(merged)
    for one in held(kept):
        if any(_overlap(one, other) for other in theirs):
            raise UserError(
                f"{kept.name}（{kept.number}）和{merged.name}（{merged.number}）"
                "登记的离岗时间重叠。请先作废其中一条，再合并"
            )


def _refuse_own_grid(work: UnitOfWork, kept: Person, merged: Person, posts: Iterable[Post]) -> None:
    workers = [post for post in posts if post.fills_grid and post.employment is Employment.FULL]
    query = select(StandIn).where(StandIn.person_id.in_([kept.id, merged.id]))
    for row in work.session.scalars(query):
        for post in workers:
            if (
                row.area_id == post.area_id
                and _overlap(row, post)
                and row.valid_to != row.valid_from
            ):
                raise UserError(
                    f"{kept.name}（{kept.number}）和{merged.name}（{merged.number}）"
                    f"一个是“{_place(work, post)}”的网格员，一个在代管它（{_span(row)}）。"
                    "请先结束代管或核对是不是同一人，再合并"
                )


def _place(work: UnitOfWork, post: Post) -> str:
    if post.bureau_id is not None:
        return work.session.get_one(Bureau, post.bureau_id).name
    query = (
        select(AreaStand.name)
        .where(AreaStand.area_id == post.area_id, AreaStand.valid_from <= post.valid_from)
        .order_by(AreaStand.valid_from.desc())
        .limit(1)
    )
    return work.session.scalar(query) or work.session.get_one(Area, post.area_id).code


def _span(row: Any) -> str:
    if row.valid_to is None:
        return f"{row.valid_from} 起"
    return f"{row.valid_from} 至 {row.valid_to - dt.timedelta(days=1)}"


# --- what is written ------------------------------------------------------------------------------


def _move(work: UnitOfWork, model: Any, from_id: int, to_id: int) -> list[int]:
    rows = list(
        work.session.scalars(select(model).where(model.person_id == from_id).order_by(model.id))
    )
    for row in rows:
        row.person_id = to_id
    work.session.flush()
    return [row.id for row in rows]


def _move_merged(work: UnitOfWork, from_id: int, to_id: int) -> list[int]:
    """Who was merged into the merged one follows, so that one step leads to who is kept."""
    query = select(Person).where(Person.merged_into_id == from_id).order_by(Person.id)
    rows = list(work.session.scalars(query))
    for row in rows:
        row.merged_into_id = to_id
    work.session.flush()
    return [row.id for row in rows]


def _exchange(work: UnitOfWork, kept: Person, merged: Person, fields: Collection[str]) -> None:
    """Exchange these fields between two entries; numbers are unique at every moment."""
    columns = [column for field in FIELDS if field in fields for column in FIELDS[field]]
    ours = {column: getattr(kept, column) for column in columns}
    theirs = {column: getattr(merged, column) for column in columns}
    if "number" in columns:
        merged.number = f"~{merged.id}"
    if "id_number" in columns:
        merged.id_number = merged.id_mac = None
    work.session.flush()
    for person, values in ((kept, theirs), (merged, ours)):
        for column, value in values.items():
            setattr(person, column, value)
        work.session.flush()


def _states(posts: Sequence[Post]) -> list[str]:
    return [(PostState.ENDED if post.valid_to else PostState.ACTIVE).value for post in posts]


def _ids_of(work: UnitOfWork, model: Any, person_id: int) -> list[int]:
    query = select(model.id).where(model.person_id == person_id).order_by(model.id)
    return list(work.session.scalars(query))


def _rows(work: UnitOfWork, model: Any, ids: Sequence[int]) -> list[Any]:
    return list(work.session.scalars(select(model).where(model.id.in_(list(ids)))))


def _name(model: type[Base]) -> str:
    return str(model.__tablename__)


def _told(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "number": person.number,
        "id_masked": person.id_masked,
        "phone_masked": person.phone_masked,
    }
