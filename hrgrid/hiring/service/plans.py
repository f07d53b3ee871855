"""The plan of a year: computed by street from the vacancies, changed with a reason, approved.

An approved plan never changes; a batch is opened from it, and what came of it is told beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import HiringBatch, HiringPlan, HiringPlanLine
from hrgrid.hiring.queries.grid_counts import grid_counts
from hrgrid.hiring.queries.scope import require_look, require_look_somewhere
from hrgrid.hiring.rules.quotas import WHOLE, Count, is_computed, reserve_of
from hrgrid.hiring.rules.words import ENDED, PlanState
from hrgrid.hiring.service.places import area_of_path, place_of, require_version
from hrgrid.hiring.service.steps import Evidence
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import AreaRow, holds_on
from hrgrid.workforce.rules import Level

_YEARS = range(1949, 2101)
MOST_HEADS = 100_000


@dataclass(frozen=True)
class PlanForm:
    """What a plan is drafted from: an area, the day of the vacancies, the reserves beside them.

    `reserve_bp` is a share in basis points, rounded half up for each street by itself.
    """

    year: int
    title: str
    area_id: int
    as_of: dt.date
    reserve_bp: int = 1_000


@dataclass(frozen=True)
class LineChange:
    """Heads and reserves of one line as somebody wants them, for a change and for its undo."""

    line_id: int
    version: int
    heads: int
    reserve: int
    reason: str = ""


def draft_plan(work: UnitOfWork, form: PlanForm) -> int:
    """Draft a plan with one line a street, as many heads as it has vacancies. Returns the id."""
    area = place_of(work, form.area_id)
    title = form.title.strip()
    if not title:
        raise UserError("招录计划没有名称。请填写，例如“年度专职网格员招录计划”")
    if form.year not in _YEARS:
        raise UserError(f"年度是 {form.year}，只能填 {_YEARS[0]} 到 {_YEARS[-1]}。请核对年度")
    _check_share(form.reserve_bp)
    counts = _by_line(work, area, form.as_of)
    if not counts:
        raise UserError(
            f"{area.name}在 {form.as_of:%Y-%m-%d} 没有须配专职网格员的网格，拟不出计划。"
            "请核对区域和日期"
        )
    plan = HiringPlan(
        year=form.year,
        title=title,
        area_path=area.path,
        as_of=form.as_of,
        reserve_bp=form.reserve_bp,
        state=PlanState.DRAFT,
        proposer_id=work.actor.operator_id,
        document_no="",
        decided_on=None,
        approval_words="",
        void_reason="",
    )
    work.session.add(plan)
    work.session.flush()
    work.session.add_all(_lines(plan, counts))
    work.session.flush()
    heads = sum(count.vacant for count in counts.values())
    work.record("draft_plan", named_plan(plan), after={"as_of": form.as_of, "heads": heads})
    return plan.id


def recount_plan(work: UnitOfWork, plan_id: int, as_of: dt.date, reserve_bp: int) -> None:
    """Count the vacancies of a draft anew; lines that were changed by hand begin again."""
    plan = plan_of(work, plan_id, PlanState.DRAFT)
    _check_share(reserve_bp)
    counts = _by_line(work, area_of_path(work, plan.area_path), as_of)
    for line in work.session.scalars(
        select(HiringPlanLine).where(HiringPlanLine.plan_id == plan.id)
    ):
        work.session.delete(line)
    before = {"as_of": plan.as_of, "reserve": plan.reserve_bp}
    plan.as_of, plan.reserve_bp = as_of, reserve_bp
    # Whoever counted it anew is the one who proposes it.
    plan.proposer_id = work.actor.operator_id
    work.session.flush()
    work.session.add_all(_lines(plan, counts))
    work.session.flush()
    after = {"as_of": as_of, "reserve": reserve_bp}
    work.record("change_plan", named_plan(plan), before=before, after=after)


def change_line(work: UnitOfWork, change: LineChange) -> LineChange:
    """Other heads or reserves for one street, with a reason; returns what takes it back.

    A line that says again what was counted needs no reason.
    """
    work.require_somewhere(Right.RUN_HIRING)
    line = work.session.get(HiringPlanLine, change.line_id)
    if line is None:
        raise UserError("这一行已经不在计划里，可能刚被重新计算过。请刷新后再改")
    plan = plan_of(work, line.plan_id, PlanState.DRAFT)
    stand = select(AreaStand.name).where(
        AreaStand.area_id == line.area_id, holds_on(AreaStand, plan.as_of)
    )
    name = work.session.scalar(stand) or ""
    require_version(line, change.version, f"{name}的计划")
    for what, value in (("招录人数", change.heads), ("储备人数", change.reserve)):
        if not 0 <= value <= MOST_HEADS:
            raise UserError(f"{name}的{what}是 {value:,}，只能填 0 到 {MOST_HEADS:,}。请核对")
    vacant = line.seats - line.in_post - line.proposed
    reason = change.reason.strip()
    if is_computed(vacant, plan.reserve_bp, change.heads, change.reserve):
        reason = ""
    elif not reason:
        raise UserError(
            f"{name}空缺 {vacant:,} 名、储备 {reserve_of(vacant, plan.reserve_bp):,} 名，"
            f"改成招录 {change.heads:,} 名、储备 {change.reserve:,} 名须写明原因。请填上原因"
        )
    inverse = LineChange(line.id, line.version, line.heads, line.reserve, line.reason)
    before = {"heads": line.heads, "reserve": line.reserve}
    line.heads, line.reserve, line.reason = change.heads, change.reserve, reason
    work.session.flush()
    after = {"heads": line.heads, "reserve": line.reserve}
    work.record("change_plan", f"{named_plan(plan)} {name}", reason, before=before, after=after)
    return LineChange(inverse.line_id, line.version, *_of(inverse))


def _of(change: LineChange) -> tuple[int, int, str]:
    return change.heads, change.reserve, change.reason


def plan_subject(work: UnitOfWork, plan_id: int) -> Subject:
    """What is approved: this plan; for accounts.approve and record_paper_approval."""
    plan = _looked_at(work, plan_id)
    if plan.state is not PlanState.DRAFT:
        raise UserError(f"{named_plan(plan)}现在是“{plan.state.label}”，不用再审批。请刷新后查看")
    title = named_plan(plan)
    return Subject(Deed.HIRE, f"hiring_plan:{plan.id}", title, plan.proposer_id, plan.area_path)


def approve_plan(work: UnitOfWork, plan_id: int, evidence: Evidence) -> None:
    """The plan counts from here on, after its approval, by a document with its day."""
    plan = _looked_at(work, plan_id)
    _require_state(plan, PlanState.DRAFT)
    if not evidence.document_no.strip():
        raise UserError(f"{named_plan(plan)}没有写批准的文号或会议号。请填上再办")
    decided_on = evidence.happened_on or work.today
    if decided_on > work.today:
        raise UserError(f"批准日期 {decided_on:%Y-%m-%d} 在今天之后。请核对日期")
    if not _heads(work, plan):
        raise UserError(f"{named_plan(plan)}一个人也不招，不用批准。请核对各街道的人数，或作废")
    words = require_approved(work, plan_subject(work, plan_id)).words
    plan.document_no, plan.decided_on = evidence.document_no.strip(), decided_on
    plan.approval_words, plan.state = words, PlanState.APPROVED
    work.session.flush()
    work.record(
        "approve_plan",
        named_plan(plan),
        before={"plan_state": PlanState.DRAFT.value},
        after={"plan_state": PlanState.APPROVED.value, "document": plan.document_no},
    )


def void_plan(work: UnitOfWork, plan_id: int) -> None:
    """Give a plan up, with the reason; refused while a batch of it is under way."""
    plan = plan_of(work, plan_id, PlanState.DRAFT, PlanState.APPROVED)
    reason = work.require_reason()
    running = work.session.scalar(
        select(HiringBatch)
        .where(HiringBatch.plan_id == plan.id, HiringBatch.state.not_in(ENDED))
        .order_by(HiringBatch.id)
        .limit(1)
    )
    if running is not None:
        raise UserError(
            f"{named_plan(plan)}还有批次“{running.number} {running.title}”在办，不能作废。"
            "请先办结或取消那个批次"
        )
    before = plan.state
    plan.state, plan.void_reason = PlanState.VOID, reason.strip()
    work.session.flush()
    work.record(
        "void_plan",
        named_plan(plan),
        before={"plan_state": before.value},
        after={"plan_state": PlanState.VOID.value},
    )


def plan_of(work: UnitOfWork, plan_id: int, *states: PlanState) -> HiringPlan:
    """The plan, for somebody who may work on it, in one of `states` (any if none is named)."""
    work.require_somewhere(Right.RUN_HIRING)
    found = _locked(work, plan_id)
    work.require(Right.RUN_HIRING, found.area_path)
    _require_state(found, *states)
    return found


def _looked_at(work: UnitOfWork, plan_id: int) -> HiringPlan:
    """The plan, for somebody who works on it or decides it."""
    require_look_somewhere(work)
    found = _locked(work, plan_id)
    require_look(work, found.area_path)
    return found


def _locked(work: UnitOfWork, plan_id: int) -> HiringPlan:
    # A reading unit of work locks nothing: the subject of an approval is asked by both.
    found = work.session.get(HiringPlan, plan_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {plan_id} 号招录计划。请刷新列表后再选")
    return found


def _require_state(found: HiringPlan, *states: PlanState) -> None:
    if states and found.state not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{named_plan(found)}现在是“{found.state.label}”，要在{wanted}时才能办这一步。"
            "请刷新后查看"
        )


def named_plan(plan: HiringPlan) -> str:
    """A plan in a sentence."""
    return f"{plan.year} 年度“{plan.title}”"


# --- counting -----------------------------------------------------------------------------------


def _by_line(work: UnitOfWork, area: AreaRow, on: dt.date) -> dict[int, Count]:
    """The seats of an area by street; what hangs under no street stands under the area itself."""
    query = (
        select(AreaStand.path, Area.id)
        .join(Area, Area.id == AreaStand.area_id)
        .where(holds_on(AreaStand, on), holds_on(Area, on), Area.level == Level.STREET)
        .where(AreaStand.path.startswith(area.path, autoescape=True))
        .order_by(AreaStand.path)
    )
    streets = dict(work.session.execute(query).tuples().all())
    counts: dict[int, Count] = {}
    for grid in grid_counts(work, on, area.path):
        line = _line_of(streets, grid.path) or area.id
        counts[line] = counts.get(line, Count()) + grid.count
    return counts


def _line_of(streets: Mapping[str, int], path: str) -> int | None:
    at = path.rfind("/", 0, -1)
    while at > 0:
        if path[: at + 1] in streets:
            return streets[path[: at + 1]]
        at = path.rfind("/", 0, at)
    return None


def _lines(plan: HiringPlan, counts: Mapping[int, Count]) -> list[HiringPlanLine]:
    return [
        HiringPlanLine(
            plan_id=plan.id,
            area_id=area_id,
            seats=count.seats,
            in_post=count.in_post,
            proposed=count.proposed,
            heads=count.vacant,
            reserve=reserve_of(count.vacant, plan.reserve_bp),
            reason="",
        )
        for area_id, count in counts.items()
    ]


def _heads(work: UnitOfWork, plan: HiringPlan) -> int:
    lines = select(HiringPlanLine.heads).where(HiringPlanLine.plan_id == plan.id)
    return sum(work.session.scalars(lines))


def _check_share(reserve_bp: int) -> None:
    if not 0 <= reserve_bp <= WHOLE:
        raise UserError("储备比例只能填 0 到 100%。请改正")
