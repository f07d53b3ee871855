"""Corrections typed, pasted or filled into the list: many people in one transaction, or none.

Every text goes through the column that reads a roster, an undo as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from hrgrid.core.columns import Cell, Reading, ReadingContext, Severity
from hrgrid.core.corrections import MOST_CELLS, CellChange, Corrected
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.identity import mask_telephone
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.model import AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import PHONE, PHONE_TAIL
from hrgrid.workforce.queries.touches import last_touch
from hrgrid.workforce.rules import PostState

EDITABLE = ("phone", "party", "education", "note")
"""What a clerk corrects in a list; names and numbers of identity are corrected on the card."""

_AT_ONCE = 500
_TOLD = {"phone": "phone_masked"}


def refusal_of(key: str, text: str, today: dt.date) -> str:
    """Why a text cannot stand in a column, as a sentence; "" where it can."""
    return next(
        (one.message for one in _read(key, text, today).remarks if one.severity is Severity.ERROR),
        "",
    )


def correct_cells(work: UnitOfWork, changes: Sequence[CellChange]) -> Corrected:
    """Write these cells; an empty text clears one. Each person stands in the journal.

    Raises UserError naming the person where a text is refused or where somebody changed the
    card since the version given, Refused for a person outside the parts that the actor edits;
    then nothing is written.
    """
    work.require_somewhere(Right.EDIT_WORKFORCE)
    reason = work.require_reason()
    if len(changes) > MOST_CELLS:
        raise UserError(
            f"一次改了 {len(changes):,} 格，最多 {MOST_CELLS:,} 格。请分几次改，或用导入数据"
        )
    wanted: dict[int, list[CellChange]] = {}
    for change in changes:
        wanted.setdefault(change.row_id, []).append(change)
    for sentence in shut_people(work, list(wanted)).values():
        raise Refused(sentence)
    work.progress.begin("正在更正", len(wanted))
    versions: dict[int, int] = {}
    inverse: list[CellChange] = []
    for person in _persons(work, list(wanted)):
        before, told = _correct(work, person, wanted[person.id])
        work.session.flush()
        if told:
            work.record("correct_person", person.name, reason, *told)
        versions[person.id] = person.version
        inverse += before
        work.progress.step()
    if len(versions) != len(wanted):
        raise UserError("有人已经不在名单里，可能刚被撤回，这次没有改。请刷新后再改")
    return Corrected(
        versions,
        tuple(
            CellChange(one.row_id, versions[one.row_id], one.key, one.text, one.sealed)
            for one in inverse
        ),
    )


def shut_people(work: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    """Of these people, by id, those whom the actor may not correct, each with the sentence.

    Who edits a part of the tree corrects the people who hold a post there, or will; who holds
    none anywhere is the whole office's.
    """
    if work.actor.may(Right.EDIT_WORKFORCE):
        return {}
    open_to: set[int] = set()
    for first in range(0, len(ids), _AT_ONCE):
        part = list(ids[first : first + _AT_ONCE])
        open_to |= {row_id for row_id, path in _places(work, part) if _may(work, path)}
    shut = [row_id for row_id in ids if row_id not in open_to]
    return {
        person.id: f"{person.name}不在你能维护的区域里，不能改。请找管这个区域的同事"
        for person in _persons(work, shut)
    }


def _may(work: UnitOfWork, path: str) -> bool:
    return work.actor.may(Right.EDIT_WORKFORCE, path)


def _places(work: UnitOfWork, ids: list[int]) -> Iterable[tuple[int, str]]:
    """Who holds a post now or later, with the path of its area today."""
    query = (
        select(Post.person_id, AreaStand.path)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .join(AreaStand, AreaStand.area_id == func.coalesce(Post.area_id, Bureau.area_id))
        .where(Post.person_id.in_(ids), Post.state != PostState.VOIDED)
        .where(or_(Post.valid_to.is_(None), Post.valid_to > work.today))
        .where(holds_on(AreaStand, work.today))
    )
    return [(row.person_id, row.path) for row in work.session.execute(query)]


def _persons(work: UnitOfWork, ids: list[int]) -> Iterable[Person]:
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        yield from work.session.scalars(
            select(Person).where(Person.id.in_(part)).order_by(Person.id)
        ).all()


def _correct(
    work: UnitOfWork, person: Person, changes: list[CellChange]
) -> tuple[list[CellChange], tuple[dict[str, Any], dict[str, Any]] | None]:
    """Change one person; returns what takes it back, and what the journal tells, if anything."""
    if any(change.version != person.version for change in changes):
        namesakes = select(func.count(Person.id)).where(Person.name == person.name)
        who = last_touch(work, person.name, alone=work.session.scalar(namesakes) == 1)
        raise UserError(f"{person.name}的档案刚被{who}改过，这次没有改。请刷新后再改")
    for change in changes:
        if change.key not in EDITABLE:
            heading = WORKERS.column(change.key).heading
            raise UserError(f"“{heading}”不在名单里改。请打开档案更正")
    names = [_TOLD.get(change.key, change.key) for change in changes]
    told = {name: getattr(person, name) for name in names}
    inverse = [_as_it_is(person, change.key) for change in changes]
    for change in changes:
        _set(work, person, change)
    after = {name: getattr(person, name) for name in names}
    changed = [name for name in names if told[name] != after[name]]
    if not changed and not any(change.key == "phone" for change in changes):
        return inverse, None
    shown = changed or names
    return inverse, ({name: told[name] for name in shown}, {name: after[name] for name in shown})


def _as_it_is(person: Person, key: str) -> CellChange:
    if key == "phone":
        return CellChange(person.id, 0, key, sealed=person.phone)
    return CellChange(person.id, 0, key, getattr(person, key))


def _set(work: UnitOfWork, person: Person, change: CellChange) -> None:
    text = change.text
    if change.sealed is not None:
        text = work.keyring.open(PHONE, change.sealed)
    if refused := refusal_of(change.key, text, work.today):
        heading = WORKERS.column(change.key).heading
        raise UserError(f"{person.name}的{heading}：{refused.rstrip('。')}")
    value = _read(change.key, text, work.today).value
    if change.key != "phone":
        setattr(person, change.key, value or "")
    elif value is None:
        person.phone = person.phone_mac = person.phone_tail_mac = None
        person.phone_masked = ""
    elif person.phone is None or work.keyring.open(PHONE, person.phone) != value:
        person.phone = work.keyring.seal(PHONE, value)
        person.phone_mac = work.keyring.mac(PHONE, value)
        person.phone_tail_mac = work.keyring.mac(PHONE_TAIL, value[-4:])
        person.phone_masked = mask_telephone(value)


def _read(key: str, text: str, today: dt.date) -> Reading:
    return WORKERS.column(key).read(Cell(text), ReadingContext(today))
