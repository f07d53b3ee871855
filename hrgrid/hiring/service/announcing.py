"""The announcement of a batch and the time in which somebody may apply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.queries import calendar
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import HiringBatch, HiringSeat
from hrgrid.hiring.queries.grid_counts import grid_counts
from hrgrid.hiring.rules.words import BatchState
from hrgrid.hiring.service.schemes import lock_scheme
from hrgrid.hiring.service.steps import Evidence, batch_of, go_batch, named, note_batch, scheme_for
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_S = BatchState
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Announcement:
    """When it is published and from when to when somebody may apply, both days counted."""

    announced_on: dt.date
    apply_from: dt.date
    apply_to: dt.date


def publish(
    work: UnitOfWork, batch_id: int, dates: Announcement, evidence: Evidence | None = None
) -> None:
    """Announce a batch. From the announcement to the end of applications there must be as many
    working days as the scheme asks, else a reason; grids filled meanwhile are named.
    """
    batch = batch_of(work, batch_id, _S.DRAFT)
    open_seats = _open_seats(work, batch)
    if not open_seats:
        raise UserError(f"{named(batch)}还没有招录的网格，不能公告。请先加岗位和网格")
    _require_order(dates)
    _require_vacant(work, batch, open_seats)
    told = announcement_hint(work, batch, dates)
    if told and not work.reason.strip():
        raise UserError(f"{told}。请改日期，或写明原因再公告")
    batch.announced_on, batch.apply_from, batch.apply_to = (
        dates.announced_on,
        dates.apply_from,
        dates.apply_to,
    )
    lock_scheme(work, batch)
    go_batch(work, batch, _S.PUBLISHED, evidence or Evidence(happened_on=dates.announced_on))


def announcement_hint(work: UnitOfWork, batch: HiringBatch, dates: Announcement) -> str:
    """Why an announcement is too short, "" where it is not."""
    wanted = scheme_for(work, batch).announce_workdays
    counted = calendar(work).count_workdays(dates.announced_on, dates.apply_to + _DAY)
    if counted.days >= wanted:
        return ""
    notes = "".join(f"（{one}）" for one in counted.warnings)
    return (
        f"公告从 {dates.announced_on:%Y-%m-%d} 到报名截止 {dates.apply_to:%Y-%m-%d} 只有 "
        f"{counted.days} 个工作日{notes}，方案要求不少于 {wanted} 个"
    )


def open_applications(work: UnitOfWork, batch_id: int) -> None:
    """Let applications come in: on the day announced, before it only with a reason."""
    batch = batch_of(work, batch_id, _S.PUBLISHED)
    assert batch.apply_from is not None  # noqa: S101 - what is announced has its dates
    if work.today < batch.apply_from:
        if not work.reason.strip():
            raise UserError(
                f"{named(batch)}公告从 {batch.apply_from:%Y-%m-%d} 起报名，还没有到。"
                "要提前开始请写明原因"
            )
        batch.apply_from = max(work.today, batch.announced_on or work.today)
    go_batch(work, batch, _S.APPLYING)


def open_due(work: UnitOfWork) -> list[str]:
    """Open every batch whose first day of applications has come; returns their numbers.

    Asked when the page of hiring is opened: nobody has to be there on the morning.
    """
    work.require_somewhere(Right.RUN_HIRING)
    due = select(HiringBatch.id, HiringBatch.area_path).where(
        HiringBatch.state == _S.PUBLISHED, HiringBatch.apply_from <= work.today
    )
    opened = []
    for batch_id, path in work.session.execute(due.order_by(HiringBatch.id)).all():
        if work.actor.may(Right.RUN_HIRING, path):
            batch = batch_of(work, batch_id)
            if open_if_due(work, batch):
                opened.append(batch.number)
    return opened


def open_if_due(work: UnitOfWork, batch: HiringBatch) -> bool:
    """Open one batch whose day has come; returns whether it was opened now."""
    if batch.state is not _S.PUBLISHED or (batch.apply_from or dt.date.max) > work.today:
        return False
    go_batch(work, batch, _S.APPLYING)
    return True


def set_apply_to(work: UnitOfWork, batch_id: int, last_day: dt.date) -> dt.date:
    """Another last day of applications, with the reason: later, or the end before its time.

    Returns the day before, for an undo. An exam that was set stays after it.
    """
    batch = batch_of(work, batch_id, _S.PUBLISHED, _S.APPLYING)
    work.require_reason()
    assert batch.apply_from is not None and batch.apply_to is not None  # noqa: S101, PT018
    if last_day < batch.apply_from:
        raise UserError(
            f"报名截止 {last_day:%Y-%m-%d} 早于开始 {batch.apply_from:%Y-%m-%d}。请核对日期"
        )
    if batch.exam_on is not None and last_day > batch.exam_on:
        raise UserError(
            f"笔试定在 {batch.exam_on:%Y-%m-%d}，报名不能到 {last_day:%Y-%m-%d}。请先改笔试日期"
        )
    before, batch.apply_to = batch.apply_to, last_day
    work.session.flush()
    note_batch(work, batch, Evidence(happened_on=last_day))
    work.record("change_batch", named(batch), before={"to": before}, after={"to": last_day})
    return before


def close_applications(work: UnitOfWork, batch_id: int) -> dt.date:
    """Take no more applications from tomorrow on, with the reason; returns the day announced."""
    return set_apply_to(work, batch_id, work.today)


def _open_seats(work: UnitOfWork, batch: HiringBatch) -> list[int]:
    query = select(HiringSeat.area_id).where(HiringSeat.batch_id == batch.id, HiringSeat.open)
    return list(work.session.scalars(query))


def _require_order(dates: Announcement) -> None:
    if not dates.announced_on <= dates.apply_from <= dates.apply_to:
        raise UserError(
            f"公告 {dates.announced_on:%Y-%m-%d}、报名 {dates.apply_from:%Y-%m-%d} 到 "
            f"{dates.apply_to:%Y-%m-%d} 的先后不对。请按先公告、再开始报名、再截止填写"
        )


def _require_vacant(work: UnitOfWork, batch: HiringBatch, open_seats: list[int]) -> None:
    offered = set(open_seats)
    vacant = {
        one.area_id: one.count.vacant
        for one in grid_counts(work, work.today, batch.area_path)
        if one.area_id in offered
    }
    filled = [area_id for area_id in open_seats if not vacant.get(area_id)]
    if filled:
        names = "、".join(area_on(work, one, work.today).name for one in filled[:4])
        more = f"等 {len(filled)} 个网格" if len(filled) > 4 else ""
        raise UserError(f"{names}{more}已经有人在岗或不再要求配专职。请先去掉，再公告")
