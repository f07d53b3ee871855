"""Batches that take applications, for tests of what comes in by file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from hrgrid.core.identity import check_digit
from hrgrid.exchange.service import Answers, ImportReport, open_drop, run_import
from hrgrid.hiring.model import HiringBatch, HiringPosition, HiringSeat
from hrgrid.hiring.rules.words import BatchKind, BatchState
from hrgrid.overview.service import KINDS
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.service.roles import ship_roles
from tests.exchange.samples import book
from tests.overview.build import plant_city

HEADINGS = ("姓名", "身份证号", "手机号", "报考岗位", "学历", "报名日期", "意向网格")
BORN = dt.date(1990, 5, 1)


def id_of(at: int, *, woman: bool = False) -> str:
    """A made-up number: the `at`-th person born on a day."""
    day = BORN + dt.timedelta(days=at // 400)
    first = f"999999{day:%Y%m%d}{2 * (at % 400) + (0 if woman else 1):03d}"
    return first + check_digit(first)


def offer(
    work: UnitOfWork,
    number: str = "2026-1",
    *,
    kind: BatchKind = BatchKind.OPEN,
    state: BatchState = BatchState.APPLYING,
    days: tuple[int, int] = (-10, 10),
    area_path: str = "",
) -> HiringBatch:
    """A batch with the positions 01 东区专职网格员 (3 grids) and 02 西区专职网格员 (1 grid)."""
    first, last = (work.today + dt.timedelta(days=by) for by in days)
    batch = HiringBatch(
        number=number,
        title=f"{number} 公开招录",
        kind=kind,
        plan_id=None,
        area_path=area_path,
        rule_number=1,
        state=state,
        announced_on=first,
        apply_from=first,
        apply_to=last,
        written=None,
        exam_on=None,
        exam_time="",
        exam_place="",
        interview_on=None,
        proposer_id=None,
        document_no="",
        decided_on=None,
        approval_words="",
        cancel_reason="",
        retain_until=None,
        note="",
    )
    work.session.add(batch)
    work.session.flush()
    return batch


def town(work: UnitOfWork) -> None:
    """Two districts with three grids and one, all on offer in one batch."""
    ship_roles(work)
    grids = plant_city(work, {"东区": 3, "西区": 1})
    batch = offer(work)
    for code, (name, found) in zip(("01", "02"), grids.items(), strict=True):
        position = HiringPosition(
            batch_id=batch.id,
            area_id=found[0].parent_id or 0,
            code=code,
            title=f"{name}专职网格员",
            role="grid_worker",
            reserve=0,
            note="",
        )
        work.session.add(position)
        work.session.flush()
        for grid in found:
            seat = HiringSeat(
                batch_id=batch.id, position_id=position.id, area_id=grid.id, open=True
            )
            work.session.add(seat)
    work.session.flush()


def apply_for(
    desk: Desk,
    folder: Path,
    rows: Sequence[Sequence[object]],
    headings: Sequence[str] = HEADINGS,
    *,
    answers: Answers | None = None,
    partial: bool = True,
    dry_run: bool = False,
    name: str = "报名表",
) -> ImportReport:
    """`rows` under `headings` through the real import."""
    path = book(folder / f"{name}.xlsx", [list(headings), *map(list, rows)])
    kind = KINDS["candidates"]
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    return run_import(desk, kind, drop, answers, partial=partial, dry_run=dry_run)
