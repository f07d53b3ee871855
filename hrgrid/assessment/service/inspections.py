"""Random inspections: planned, changed, copied, published, closed, given up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from hrgrid.assessment.model import (
    InspectionFinding,
    InspectionPlan,
    InspectionVisit,
    Inspector,
)
from hrgrid.assessment.queries.pools import inspectors_of
from hrgrid.assessment.rules.checking import SHIPPED, CheckItem, check_items, items_of, items_text
from hrgrid.assessment.rules.words import UNSETTLED_FINDINGS, InspectionState
from hrgrid.assessment.service.inspection_steps import (
    named,
    open_seal,
    plan_of,
    require_version,
)
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import area_on, holds_on
from hrgrid.workforce.queries.roles import roles as all_roles

_S = InspectionState
USUAL_ROLES = ("grid_worker",)
SMALLEST_TEAM, LARGEST_TEAM = 2, 6
"""Nobody inspects alone; a larger team is two."""
MOST_TEAMS = 500
_LONGEST_REASON = 200


@dataclass(frozen=True)
class PlanForm:
    """What is typed about an inspection; without a number the next of the year (2026-S001).

    `team_count` 0: as many teams as the list of inspectors gives when it is sealed.
    """

    area_id: int
    title: str
    first_day: dt.date
    last_day: dt.date
    sample: int
    office_sample: int = 0
    team_size: int = SMALLEST_TEAM
    team_count: int = 0
    roles: tuple[str, ...] = USUAL_ROLES
    items: tuple[CheckItem, ...] = SHIPPED
    number: str = ""


@dataclass(frozen=True)
class PlanChange:
    """A plan as it shall read (its area stays), for a change and for its undo."""

    plan_id: int
    version: int
    number: str
    title: str
    first_day: dt.date
    last_day: dt.date
    sample: int
    office_sample: int
    team_size: int
    team_count: int
    roles: tuple[str, ...]
    items: tuple[CheckItem, ...]


def open_plan(work: UnitOfWork, form: PlanForm) -> int:
    """An inspection being planned; returns its id."""
    work.require_somewhere(Right.RUN_ASSESSMENT)
    area = area_on(work, form.area_id, work.today)
    work.require(Right.RUN_ASSESSMENT, area.path)
    number = form.number.strip() or _next_number(work, form.first_day.year)
    change = PlanChange(
        0,
        0,
        number,
        form.title.strip(),
        form.first_day,
        form.last_day,
        form.sample,
        form.office_sample,
        form.team_size,
        form.team_count,
        form.roles,
        form.items,
    )
    items = _checked(work, change)
    plan = InspectionPlan(
        number=number,
        title=change.title,
        area_path=area.path,
        first_day=form.first_day,
        last_day=form.last_day,
        sample=form.sample,
        office_sample=form.office_sample,
        team_size=form.team_size,
        team_count=form.team_count,
        roles=",".join(form.roles),
        state=_S.DRAFT,
        items=items_text(items),
        on_duty=0,
        pool_hash="",
        sealed_at=None,
        seals=0,
        seed="",
        algorithm="",
        witnesses="",
        drawn_at=None,
        drawn_by="",
        document_no="",
        published_on=None,
        cancel_reason="",
    )
    work.session.add(plan)
    work.session.flush()
    work.record("open_inspection", named(plan), after=_told(plan))
    return plan.id


def change_plan(work: UnitOfWork, change: PlanChange) -> PlanChange:
    """Change a plan before it is drawn; its lists are open again. Returns the inverse."""
    plan = plan_of(work, change.plan_id, _S.DRAFT)
    require_version(plan, change.version, named(plan))
    items = _checked(work, change)
    inverse = _as_change(plan)
    before = _told(plan)
    open_seal(work, plan)
    plan.number, plan.title = change.number.strip(), change.title.strip()
    plan.first_day, plan.last_day = change.first_day, change.last_day
    plan.sample, plan.office_sample = change.sample, change.office_sample
    plan.team_size, plan.team_count = change.team_size, change.team_count
    plan.roles, plan.items = ",".join(change.roles), items_text(items)
    work.session.flush()
    work.record("change_inspection", named(plan), before=before, after=_told(plan))
    return replace(inverse, version=plan.version)


def publish_bulletin(work: UnitOfWork, plan_id: int, document_no: str, day: dt.date) -> None:
    """Put the number and the day of the monthly bulletin on file; "" takes them back."""
    plan = plan_of(work, plan_id, _S.DRAWN, _S.CLOSED)
    number = document_no.strip()
    before = {"document": plan.document_no, "on": plan.published_on}
    plan.document_no, plan.published_on = number, day if number else None
    work.session.flush()
    work.record(
        "publish_inspection",
        named(plan),
        before=before,
        after={"document": number, "on": plan.published_on},
    )


def close_plan(work: UnitOfWork, plan_id: int, carry: str = "") -> int:
    """Close an inspection; how many faults go on being put right.

    Every visit has a result or a reason. Faults that are not closed go on only with `carry`, the
    reason, and stay open: the list of faults shows them until somebody looked again.
    """
    plan = plan_of(work, plan_id, _S.DRAWN)
    silent = select(func.count()).where(
        InspectionVisit.plan_id == plan_id, InspectionVisit.result.is_(None)
    )
    missing = work.session.scalar(silent) or 0
    if missing:
        raise UserError(
            f"{named(plan)}还有 {missing:,} 个检查对象没有结果。请录入结果，没查成的写明原因"
        )
    query = (
        select(InspectionFinding)
        .join(InspectionVisit, InspectionVisit.id == InspectionFinding.visit_id)
        .where(InspectionVisit.plan_id == plan_id, InspectionFinding.state.in_(UNSETTLED_FINDINGS))
    )
    unsettled = list(work.session.scalars(query))
    reason = carry.strip()[:_LONGEST_REASON]
    if unsettled and not reason:
        raise UserError(
            f"{named(plan)}还有 {len(unsettled):,} 个问题没有销号。请先整改复查，"
            "一时改不完的请写明原因，转入继续整改"
        )
    for one in unsettled:
        one.carried = reason
    work.session.flush()
    plan.state = _S.CLOSED
    work.session.flush()
    work.record("close_inspection", named(plan), reason or None, after={"carried": len(unsettled)})
    return len(unsettled)


def cancel_plan(work: UnitOfWork, plan_id: int) -> None:
    """Give an inspection up, with the reason; what it took off does not count.

    Raises UserError once its bulletin is published.
    """
    plan = plan_of(work, plan_id, _S.DRAFT, _S.DRAWN)
    reason = work.require_reason().strip()[:_LONGEST_REASON]
    if plan.document_no:
        raise UserError(
            f"{named(plan)}已经通报（{plan.document_no}），不能取消。请先撤回通报的登记，"
            "并发更正通报"
        )
    before = plan.state
    plan.cancel_reason, plan.state = reason, _S.CANCELLED
    work.session.flush()
    work.record("cancel_inspection", named(plan), reason, before={"inspection_state": before.value})


def copy_plan(
    work: UnitOfWork, plan_id: int, first_day: dt.date, last_day: dt.date, sample: int = 0
) -> int:
    """A plan like this one for other days, with its inspectors; `sample` 0 takes the old one."""
    old = plan_of(work, plan_id)
    area = _area_of(work, old)
    title = old.title.replace(_month(old.first_day), _month(first_day))
    new = open_plan(
        work,
        PlanForm(
            area,
            title,
            first_day,
            last_day,
            sample or old.sample,
            old.office_sample,
            old.team_size,
            0,
            tuple(old.roles.split(",")),
            items_of(old.items),
        ),
    )
    copied = [
        Inspector(
            plan_id=new,
            person_id=one.person_id,
            name=one.name,
            unit=one.unit,
            unit_id=one.unit_id,
            team_no=None,
        )
        for one in inspectors_of(work, plan_id)
    ]
    work.session.add_all(copied)
    work.session.flush()
    return new


def _checked(work: UnitOfWork, change: PlanChange) -> tuple[CheckItem, ...]:
    if not (change.number.strip() and change.title.strip()):
        raise UserError("检查的编号和名称不能空着。请填上再存")
    if change.last_day < change.first_day:
        raise UserError(
            f"检查“{change.title}”的结束日期 {change.last_day:%Y-%m-%d} 早于开始日期 "
            f"{change.first_day:%Y-%m-%d}。请核对"
        )
    if change.sample < 0 or change.office_sample < 0 or not change.sample + change.office_sample:
        raise UserError("抽查人数和联动单位家数至少要有一个是 1 以上的整数。请填写")
    if not SMALLEST_TEAM <= change.team_size <= LARGEST_TEAM:
        raise UserError(
            f"每组检查人员要 {SMALLEST_TEAM} 到 {LARGEST_TEAM} 人，现在填的是 {change.team_size}。"
            "请改正"
        )
    if not 0 <= change.team_count <= MOST_TEAMS:
        raise UserError(f"组数要在 1 到 {MOST_TEAMS} 之间，不填就按名单能分几组算。请改正")
    known = {row.code for row in all_roles(work)}
    if not change.roles or not set(change.roles) <= known:
        raise UserError("没有选抽查哪些岗位。请至少选一个，例如“网格员”")
    return check_items(change.items, offices=change.office_sample > 0)


def _as_change(plan: InspectionPlan) -> PlanChange:
    return PlanChange(
        plan.id,
        plan.version,
        plan.number,
        plan.title,
        plan.first_day,
        plan.last_day,
        plan.sample,
        plan.office_sample,
        plan.team_size,
        plan.team_count,
        tuple(plan.roles.split(",")),
        items_of(plan.items),
    )


def _told(plan: InspectionPlan) -> dict[str, object]:
    return {
        "number": plan.number,
        "title": plan.title,
        "from": plan.first_day,
        "last_day": plan.last_day,
        "sample": plan.sample,
        "office_sample": plan.office_sample,
        "team_size": plan.team_size,
        "team_count": plan.team_count,
        "roles": plan.roles.split(","),
        "items": [one.label for one in items_of(plan.items)],
    }


def _next_number(work: UnitOfWork, year: int) -> str:
    head = f"{year}-S"
    numbers = work.session.scalars(
        select(InspectionPlan.number).where(InspectionPlan.number.startswith(head, autoescape=True))
    )
    tails = (number.removeprefix(head) for number in numbers)
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"{head}{last + 1:03d}"


def _month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"


def _area_of(work: UnitOfWork, plan: InspectionPlan) -> int:
    query = select(AreaStand.area_id).where(
        AreaStand.path == plan.area_path, holds_on(AreaStand, work.today)
    )
    found = work.session.scalar(query)
    if found is None:
        raise UserError(f"{named(plan)}的区域已经不在用。请新建检查，另选区域")
    return found
