"""One inspection with its streets, teams, the way so far, the next step and what blocks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.assessment.model import (
    InspectionFinding,
    InspectionPlan,
    InspectionVisit,
    Inspector,
)
from hrgrid.assessment.queries.inspection_scope import plan_seen
from hrgrid.assessment.queries.inspections import how_many, plan_row, unsettled
from hrgrid.assessment.queries.pools import (
    Units,
    inspectors_of,
    kept_lists,
    number_of,
    seal_row,
    sizes_of,
)
from hrgrid.assessment.rules.checking import items_of
from hrgrid.assessment.rules.drawing import Lists, hashes_of
from hrgrid.assessment.rules.inspection_rows import (
    Blocker,
    InspectorRow,
    NextStep,
    PlanBoard,
    PlanRow,
    SealRow,
    Stage,
    StratumRow,
    TeamRow,
)
from hrgrid.assessment.rules.words import FindingState, InspectionState, VisitResult
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.roles import roles as all_roles

_S, _F = InspectionState, FindingState


def plan_board(work: UnitOfWork, plan_id: int) -> PlanBoard:
    """One inspection with all but its visits and findings; statements do not grow with it."""
    plan = plan_seen(work, plan_id)
    row = plan_row(work, plan_id)
    units = Units(work, plan.sealed_at.astimezone().date() if plan.sealed_at else work.today)
    people = inspectors_of(work, plan_id)
    inspectors = tuple(_inspector(at, one, units) for at, one in enumerate(people, start=1))
    seal: SealRow | None = None
    strata: tuple[StratumRow, ...] = ()
    if plan.pool_hash:
        lists = kept_lists(work, plan)
        seal = seal_row(plan, lists, hashes_of(lists, sizes_of(plan, lists)))
        strata = _strata(work, plan_id, lists, units)
    labels = {one.code: one.label for one in all_roles(work)}
    open_faults = unsettled(work, plan_id) if plan.state is _S.DRAWN else 0
    blockers = _blockers(plan, row, inspectors)
    step = _next_step(plan, row, open_faults, blockers)
    return PlanBoard(
        row,
        _area_id(work, plan),
        tuple((code, labels.get(code, code)) for code in plan.roles.split(",")),
        items_of(plan.items),
        inspectors,
        seal,
        plan.seed,
        plan.algorithm,
        plan.witnesses,
        plan.drawn_at,
        plan.drawn_by,
        strata,
        _teams(work, plan_id, inspectors),
        _stages(row, seal, inspectors, step, open_faults),
        step,
        blockers,
    )


def _area_id(work: UnitOfWork, plan: InspectionPlan) -> int:
    query = select(AreaStand.area_id).where(
        AreaStand.path == plan.area_path, holds_on(AreaStand, work.today)
    )
    return work.session.scalar(query) or 0


def _inspector(at: int, one: Inspector, units: Units) -> InspectorRow:
    return InspectorRow(
        one.id,
        number_of(at),
        one.name,
        one.unit,
        one.unit_id,
        units.name(one.unit_id),
        one.person_id,
        one.team_no,
    )


def street_rows(work: UnitOfWork, plan: InspectionPlan) -> tuple[StratumRow, ...]:
    """The streets of an inspection with what came of them; () while its lists are not sealed."""
    if plan.sealed_at is None:
        return ()
    units = Units(work, plan.sealed_at.astimezone().date())
    return _strata(work, plan.id, kept_lists(work, plan), units)


def _strata(work: UnitOfWork, plan_id: int, lists: Lists, units: Units) -> tuple[StratumRow, ...]:
    names = {
        one.unit_id: one.unit for rows in (lists.first, lists.others, lists.offices) for one in rows
    }
    people = Counter(one.unit_id for rows in (lists.first, lists.others) for one in rows)
    first = Counter(one.unit_id for one in lists.first)
    held, wrong = _of_units(work, plan_id), _faults_of_units(work, plan_id)
    last = len(units.order)
    rows = []
    for unit_id in sorted(names, key=lambda one: (units.order.get(one, last), names[one])):
        mine, faults = held.get(unit_id), wrong.get(unit_id)
        rows.append(
            StratumRow(
                unit_id,
                names[unit_id],
                people[unit_id],
                # Whoever was inspected this year is on the list where the first are too few.
                first[unit_id],
                int(mine.people) if mine else 0,
                int(mine.offices) if mine else 0,
                int(mine.held) if mine else 0,
                int(mine.passed) if mine else 0,
                int(faults.found) if faults else 0,
                int(faults.rectified) if faults else 0,
                int(mine.deducted) if mine else 0,
            )
        )
    return tuple(rows)


def _of_units(work: UnitOfWork, plan_id: int) -> dict[int, Any]:
    held = InspectionVisit
    query = (
        select(
            held.unit_id,
            how_many(held.person_id.is_not(None)).label("people"),
            how_many(held.bureau_id.is_not(None)).label("offices"),
            how_many(held.result.is_not(None)).label("held"),
            how_many(and_(held.result == VisitResult.PASSED, held.person_id.is_not(None))).label(
                "passed"
            ),
            func.sum(held.deducted_milli).label("deducted"),
        )
        .where(held.plan_id == plan_id)
        .group_by(held.unit_id)
    )
    return {row.unit_id: row for row in work.session.execute(query)}


def _faults_of_units(work: UnitOfWork, plan_id: int) -> dict[int, Any]:
    held = InspectionFinding
    query = (
        select(
            InspectionVisit.unit_id,
            func.count().label("found"),
            how_many(held.state.in_((_F.RECTIFIED, _F.CLOSED))).label("rectified"),
        )
        .join(InspectionVisit, InspectionVisit.id == held.visit_id)
        .where(InspectionVisit.plan_id == plan_id, held.state != _F.VOID)
        .group_by(InspectionVisit.unit_id)
    )
    return {row.unit_id: row for row in work.session.execute(query)}


def _teams(
    work: UnitOfWork, plan_id: int, inspectors: Sequence[InspectorRow]
) -> tuple[TeamRow, ...]:
    query = (
        select(
            InspectionVisit.team_no,
            func.count().label("visits"),
            how_many(InspectionVisit.result.is_not(None)).label("held"),
        )
        .where(InspectionVisit.plan_id == plan_id)
        .group_by(InspectionVisit.team_no)
    )
    counts = {row.team_no: row for row in work.session.execute(query)}
    numbers = sorted({one.team_no for one in inspectors if one.team_no is not None})
    rows = []
    for number in numbers:
        mine = [one for one in inspectors if one.team_no == number]
        found = counts.get(number)
        rows.append(
            TeamRow(
                number,
                tuple(one.name for one in mine),
                tuple(dict.fromkeys(one.own_unit for one in mine if one.own_unit)),
                found.visits if found else 0,
                int(found.held) if found else 0,
            )
        )
    return tuple(rows)


def _blockers(
    plan: InspectionPlan, row: PlanRow, inspectors: Sequence[InspectorRow]
) -> tuple[Blocker, ...]:
    """What blocks sealing or closing; () lets it go on."""
    if plan.state is _S.DRAFT and not plan.pool_hash:
        needed = plan.team_size * max(1, plan.team_count)
        if len(inspectors) < needed:
            told = f"至少要 {needed} 名检查人员，现在有 {len(inspectors)} 名。请录入检查人员"
            return (Blocker("inspectors", told, needed - len(inspectors)),)
    if plan.state is not _S.DRAWN:
        return ()
    found = []
    silent = row.drawn - row.held
    if silent:
        told = f"还有 {silent:,} 个检查对象没有结果。请录入，没查成的写明原因"
        found.append(Blocker("visits", told, silent))
    faults = row.open + row.rectified
    if faults:
        told = f"还有 {faults:,} 个问题没有销号。请整改复查，改不完的办结时写明原因"
        found.append(Blocker("findings", told, faults))
    return tuple(found)


def _next_step(
    plan: InspectionPlan, row: PlanRow, faults: int, blockers: Sequence[Blocker]
) -> NextStep | None:
    if plan.state is _S.DRAFT:
        code = "draw" if plan.pool_hash else "inspectors" if blockers else "seal"
    elif plan.state is _S.DRAWN:
        left = (
            ("visits", row.held < row.drawn),
            ("bulletin", not row.document_no),
            ("findings", faults > 0),
            ("close", True),
        )
        code = next(code for code, wanted in left if wanted)
    else:
        return None
    return NextStep(code, _STEPS[code], enabled=True)


_STEPS = {
    "inspectors": "录入检查人员",
    "seal": "封存名册",
    "draw": "抽取",
    "visits": "录入检查结果",
    "bulletin": "登记通报",
    "findings": "整改和复查",
    "close": "办结",
}


def _stages(
    row: PlanRow,
    seal: SealRow | None,
    inspectors: Sequence[InspectorRow],
    step: NextStep | None,
    faults: int,
) -> tuple[Stage, ...]:
    drawn = row.state in (_S.DRAWN, _S.CLOSED) or row.drawn > 0
    here = step.code if step else ""
    # The inspectors are done once they are enough, which the next step knows.
    staffed = drawn or here in ("seal", "draw")
    settled = row.open + row.rectified
    named = (
        ("inspectors", "检查人员", staffed, f"{len(inspectors)} 人"),
        ("seal", "封存名册", seal is not None, f"{row.on_duty:,} 人" if seal else ""),
        ("draw", "抽取", drawn, f"{row.drawn:,} 个" if drawn else ""),
        (
            "visits",
            "检查",
            drawn and row.held == row.drawn,
            f"{row.held:,}/{row.drawn:,}" if drawn else "",
        ),
        ("bulletin", "通报", bool(row.document_no), row.document_no),
        (
            "findings",
            "整改",
            drawn and row.held == row.drawn and not faults,
            f"{settled:,} 个未销号" if settled else "",
        ),
        ("close", "办结", row.state is _S.CLOSED, ""),
    )
    return tuple(
        Stage(code, label, done, code == here, words) for code, label, done, words in named
    )
