"""Batches: opened over a plan in one click or by hand, renamed, cancelled."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    HiringAllotment,
    HiringBatch,
    HiringPlan,
    HiringPlanLine,
    HiringSeat,
)
from hrgrid.hiring.queries.grid_counts import GridCount, grid_counts
from hrgrid.hiring.rules.scheme import TOPIC, scheme_of
from hrgrid.hiring.rules.words import (
    BATCH_ARROWS,
    AllotmentState,
    BatchKind,
    BatchState,
    PlanState,
)
from hrgrid.hiring.service.places import place_of, require_version
from hrgrid.hiring.service.plans import named_plan, plan_of
from hrgrid.hiring.service.positions import PositionForm, place_position
from hrgrid.hiring.service.schemes import scheme_today
from hrgrid.hiring.service.seats import place_seats
from hrgrid.hiring.service.steps import Evidence, batch_of, go_batch, named, note_batch
from hrgrid.storage.rulebook import version_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_S = BatchState
RUNNING = tuple(state for state, ends in BATCH_ARROWS.items() if ends)


@dataclass(frozen=True)
class BatchForm:
    """What is typed about a new batch; of a plan, the area is the plan's.

    Without a number the next of the year; without `rule_number` the scheme in force today.
    """

    title: str
    area_id: int | None = None
    plan_id: int | None = None
    kind: BatchKind = BatchKind.OPEN
    number: str = ""
    rule_number: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Opened:
    """What came of opening a batch; `notes` tell what the plan says and the grids do not."""

    batch_id: int
    positions: int = 0
    seats: int = 0
    notes: tuple[str, ...] = field(default=())


def open_batch(work: UnitOfWork, form: BatchForm) -> Opened:
    """A batch under the scheme of today; of an approved plan with its positions and grids."""
    title = form.title.strip()
    if not title:
        raise UserError("招录批次没有名称。请填写，例如“第一批专职网格员招录”")
    plan = None if form.plan_id is None else plan_of(work, form.plan_id, PlanState.APPROVED)
    if plan is None and form.area_id is None:
        raise UserError("没有选在哪个区域招录。请选一个区域，或从批准的计划开始")
    area_path = plan.area_path if plan else place_of(work, form.area_id or 0).path
    rules = form.rule_number or scheme_today(work).number
    scheme_of(version_of(work, TOPIC, rules).parameters)
    batch = HiringBatch(
        number=form.number.strip() or _next_number(work),
        title=title,
        kind=form.kind,
        plan_id=plan.id if plan else None,
        area_path=area_path,
        rule_number=rules,
        state=_S.DRAFT,
        announced_on=None,
        apply_from=None,
        apply_to=None,
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
        note=form.note.strip(),
    )
    work.session.add(batch)
    work.session.flush()
    note_batch(work, batch, Evidence())
    work.record(
        "open_batch",
        named(batch),
        after={"hiring_kind": form.kind.value, "rules": rules}
        | ({"document": plan.document_no} if plan else {}),
    )
    return Opened(batch.id) if plan is None else _fill(work, batch, plan)


def _fill(work: UnitOfWork, batch: HiringBatch, plan: HiringPlan) -> Opened:
    """One position a street, with as many vacant grids as the plan says."""
    lines = work.session.scalars(
        select(HiringPlanLine).where(HiringPlanLine.plan_id == plan.id).order_by(HiringPlanLine.id)
    ).all()
    taken = _on_offer(work)
    notes: list[str] = []
    positions, seats, at = [], 0, 0
    free = {one.area_id: one for one in grid_counts(work, work.today, plan.area_path)}
    # Streets first: what hangs under the plan's area itself must not take theirs.
    areas = {line.id: area_on(work, line.area_id, work.today) for line in lines}
    for line in sorted(lines, key=lambda one: -len(areas[one.id].path)):
        area = areas[line.id]
        mine = [grid for grid in free.values() if grid.path.startswith(area.path)]
        for grid in mine:
            del free[grid.area_id]
        vacant = [grid for grid in mine if grid.count.vacant and grid.area_id not in taken]
        notes += _differences(area.name, line.heads, mine, taken)
        if not line.heads or not vacant:
            continue
        at += 1
        form = PositionForm(
            line.area_id, f"{area.name}专职网格员", f"{at:02d}", reserve=line.reserve
        )
        position = place_position(work, batch, form)
        positions.append(f"{position.code} {position.title}")
        seats += len(place_seats(work, batch, position, vacant[: line.heads]))
    work.record(
        "add_positions",
        named(batch),
        named_plan(plan),
        after={"positions": positions, "places": seats},
    )
    return Opened(batch.id, len(positions), seats, tuple(notes))


def _differences(name: str, heads: int, grids: list[GridCount], taken: set[int]) -> list[str]:
    vacant = [grid for grid in grids if grid.count.vacant]
    there = [grid for grid in vacant if grid.area_id not in taken]
    told = []
    if len(vacant) != len(there):
        told.append(f"{name}有 {len(vacant) - len(there)} 个空缺网格已在别的批次招录，没有列入")
    if heads > len(there):
        told.append(f"{name}计划招录 {heads} 名，现有空缺网格 {len(there)} 个，按空缺列入")
    elif heads < len(there):
        told.append(f"{name}计划招录 {heads} 名，空缺网格 {len(there)} 个，只列入前 {heads} 个")
    return told


def _on_offer(work: UnitOfWork) -> set[int]:
    return set(work.session.scalars(select(HiringSeat.area_id).where(HiringSeat.open)))


def _next_number(work: UnitOfWork) -> str:
    year = f"{work.today.year}-"
    numbers = work.session.scalars(
        select(HiringBatch.number).where(HiringBatch.number.startswith(year, autoescape=True))
    )
    tails = (number.removeprefix(year) for number in numbers)
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{year}{last + 1:02d}"


@dataclass(frozen=True)
class BatchChange:
    """Number, title and note of a batch, for a change and for its undo."""

    batch_id: int
    version: int
    number: str
    title: str
    note: str = ""


def change_batch(work: UnitOfWork, change: BatchChange) -> BatchChange:
    """Another number, title or note; what was announced changes with a reason."""
    batch = batch_of(work, change.batch_id, *RUNNING)
    require_version(batch, change.version, named(batch))
    if not (change.number.strip() and change.title.strip()):
        raise UserError("招录批次的编号和名称不能空着。请填上再存")
    if batch.state is not _S.DRAFT:
        work.require_reason()
    before = {"number": batch.number, "name": batch.title, "note": batch.note}
    inverse = (batch.number, batch.title, batch.note)
    batch.number, batch.title = change.number.strip(), change.title.strip()
    batch.note = change.note.strip()
    work.session.flush()
    after = {"number": batch.number, "name": batch.title, "note": batch.note}
    work.record("change_batch", named(batch), before=before, after=after)
    return BatchChange(batch.id, batch.version, *inverse)


def cancel_batch(work: UnitOfWork, batch_id: int, evidence: Evidence | None = None) -> None:
    """Give a batch up with the reason: grids are free again, promises are taken back."""
    batch = batch_of(work, batch_id, *RUNNING)
    reason = work.require_reason().strip()
    promises = select(HiringAllotment).where(
        HiringAllotment.state == AllotmentState.PROPOSED,
        HiringAllotment.seat_id.in_(select(HiringSeat.id).where(HiringSeat.batch_id == batch.id)),
    )
    for promise in work.session.scalars(promises):
        promise.state, promise.release_reason = AllotmentState.RELEASED, "批次取消"
    batch.cancel_reason = reason[:200]
    go_batch(work, batch, _S.CANCELLED, evidence)
