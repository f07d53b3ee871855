"""Positions on offer; what was announced changes only with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import (
    Candidate,
    HiringBatch,
    HiringPosition,
    HiringSeat,
)
from hrgrid.hiring.rules.words import BatchState
from hrgrid.hiring.service.places import require_role, require_version
from hrgrid.hiring.service.steps import batch_of, named
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_S = BatchState
GROWS = (_S.DRAFT, _S.PUBLISHED, _S.APPLYING)
"""Grids may come in until applications are over: who applied could still know of them."""
MOST_RESERVE = 10_000


@dataclass(frozen=True)
class PositionForm:
    """A position: grids of one area, applied for together; without a code the next one."""

    area_id: int
    title: str
    code: str = ""
    role: str = "grid_worker"
    reserve: int = 0
    note: str = ""


def add_position(work: UnitOfWork, batch_id: int, form: PositionForm) -> int:
    """One more position; returns its id."""
    batch = batch_of(work, batch_id, *GROWS)
    require_reason_if_announced(work, batch)
    added = place_position(work, batch, form)
    work.record("add_positions", named(batch), after={"positions": [_told(added)]})
    return added.id


def place_position(work: UnitOfWork, batch: HiringBatch, form: PositionForm) -> HiringPosition:
    """The row of a position, checked, without a word in the journal."""
    area = area_on(work, form.area_id, work.today)
    if not area.path.startswith(batch.area_path):
        raise UserError(f"{area.name}不在{named(batch)}的范围里。请选范围以内的区域")
    title = form.title.strip()
    if not title:
        raise UserError("岗位没有名称。请填写，例如“示例街道专职网格员”")
    _check_reserve(title, form.reserve)
    role = require_role(work, form.role)
    if not role.fills_grid:
        raise UserError(f"“{role.label}”不计入一格一员，不能按网格招录。请选网格员一类的岗位")
    code = form.code.strip() or _next_code(work, batch)
    taken = work.session.scalar(
        select(HiringPosition.title).where(
            HiringPosition.batch_id == batch.id, HiringPosition.code == code
        )
    )
    if taken is not None:
        raise UserError(f"岗位代码“{code}”已经是“{taken}”的。请换一个，或留空由程序编号")
    added = HiringPosition(
        batch_id=batch.id,
        area_id=form.area_id,
        code=code,
        title=title,
        role=form.role,
        reserve=form.reserve,
        note=form.note.strip(),
    )
    work.session.add(added)
    work.session.flush()
    return added


@dataclass(frozen=True)
class PositionChange:
    """A position as somebody wants it, for a change and for its undo."""

    position_id: int
    version: int
    code: str
    title: str
    reserve: int
    note: str = ""


def change_position(work: UnitOfWork, change: PositionChange) -> PositionChange:
    """Another code, title, reserve or note; returns what takes it back."""
    found, batch = position_of(work, change.position_id, *GROWS)
    require_reason_if_announced(work, batch)
    require_version(found, change.version, f"岗位“{found.title}”")
    if not (change.code.strip() and change.title.strip()):
        raise UserError("岗位的代码和名称不能空着。请填上再存")
    _check_reserve(change.title, change.reserve)
    before = _told(found)
    inverse = (found.code, found.title, found.reserve, found.note)
    found.code, found.title = change.code.strip(), change.title.strip()
    found.reserve, found.note = change.reserve, change.note.strip()
    work.session.flush()
    work.record(
        "change_position",
        named(batch),
        before={"positions": [before]},
        after={"positions": [_told(found)]},
    )
    return PositionChange(found.id, found.version, *inverse)


def remove_position(work: UnitOfWork, position_id: int) -> None:
    """Take a position off a batch that is not announced yet, with its grids."""
    found, batch = position_of(work, position_id, BatchState.DRAFT)
    applied = work.session.scalar(
        select(func.count()).select_from(Candidate).where(Candidate.position_id == found.id)
    )
    if applied:
        raise UserError(f"岗位“{found.title}”已有 {applied} 人报名，不能删去。请改为去掉网格")
    for seat in work.session.scalars(select(HiringSeat).where(HiringSeat.position_id == found.id)):
        work.session.delete(seat)
    work.session.flush()
    before = _told(found)
    work.session.delete(found)
    work.session.flush()
    work.record("remove_position", named(batch), before={"positions": [before]})


def position_of(
    work: UnitOfWork, position_id: int, *states: BatchState
) -> tuple[HiringPosition, HiringBatch]:
    """A position and its batch in one of `states`, for somebody who may work on it."""
    work.require_somewhere(Right.RUN_HIRING)
    found = work.session.get(HiringPosition, position_id)
    if found is None:
        raise UserError("这个岗位已经不在批次里，可能刚被删去。请刷新后再选")
    return found, batch_of(work, found.batch_id, *states)


def require_reason_if_announced(work: UnitOfWork, batch: HiringBatch) -> None:
    """What was announced changes with a reason."""
    if batch.state is not BatchState.DRAFT and not work.reason.strip():
        raise UserError(f"{named(batch)}已经公告，改动岗位和网格须写明原因。请填上原因再办")


def _check_reserve(title: str, reserve: int) -> None:
    if not 0 <= reserve <= MOST_RESERVE:
        raise UserError(f"“{title}”的储备人数是 {reserve:,}，只能填 0 到 {MOST_RESERVE:,}。请核对")


def _next_code(work: UnitOfWork, batch: HiringBatch) -> str:
    codes = work.session.scalars(
        select(HiringPosition.code).where(HiringPosition.batch_id == batch.id)
    )
    last = max((int(code) for code in codes if code.isascii() and code.isdigit()), default=0)
    return f"{last + 1:02d}"


def _told(found: HiringPosition) -> str:
    return f"{found.code} {found.title}（储备 {found.reserve}）"
