"""Short ways to random inspections of the office of tests/assessment/office.py."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hrgrid.assessment.queries.inspection_board import plan_board
from hrgrid.assessment.queries.visits import visits
from hrgrid.assessment.rules.checking import items_for
from hrgrid.assessment.rules.inspection_rows import PlanBoard, VisitFilter, VisitRow
from hrgrid.assessment.rules.words import CheckMark
from hrgrid.assessment.service.inspection_draws import DrawForm, draw_plan, seal_pool
from hrgrid.assessment.service.inspections import PlanForm, open_plan
from hrgrid.assessment.service.inspectors import InspectorForm, add_inspectors
from hrgrid.assessment.service.visits import VisitForm, record_visit
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.service.bureaus import add_bureau
from tests.hiring.build import area

OFFICES = {
    "示例区": ("区联动中心", "区城管局"),
    "东街道": ("东街道派出所",),
    "西街道": ("西街道综合执法队",),
}
SEED, WITNESSES = "纪检组说的 4711", "纪检组李明、东街道代表王芳"
FINE, FAULT, UNSEEN = CheckMark.FINE, CheckMark.FAULT, CheckMark.UNSEEN


def with_offices(desk: Desk) -> None:
    """Two offices of the district and one each of two streets."""
    for name, offices in OFFICES.items():
        place = area(desk, name)
        for one in offices:
            desk.write(lambda work, place=place, one=one: add_bureau(work, place, one))  # type: ignore[misc]


def today(desk: Desk) -> dt.date:
    """The office's date."""
    return desk.read(lambda work: work.today)


def planned(desk: Desk, sample: int = 6, *, offices: int = 0, **given: object) -> int:
    """A plan of today for the district, without inspectors."""
    on = today(desk)
    form = replace(
        PlanForm(area(desk, "示例区").id, "双随机检查", on, on, sample, offices),
        **given,  # type: ignore[arg-type]
    )
    return desk.write(lambda work: open_plan(work, form))


def staffed(desk: Desk, plan_id: int) -> None:
    """Two inspectors of 东街道, two of 西街道, two from outside."""
    east, west = area(desk, "东街道").id, area(desk, "西街道").id
    forms = [
        InspectorForm("陆东一", "东街道", east),
        InspectorForm("陆东二", "东街道", east),
        InspectorForm("方西一", "西街道", west),
        InspectorForm("方西二", "西街道", west),
        InspectorForm("石外一", "市委政法委"),
        InspectorForm("石外二", "市委政法委"),
    ]
    desk.write(lambda work: add_inspectors(work, plan_id, forms))


def drawn(
    desk: Desk, sample: int = 6, *, offices: int = 0, seed: str = SEED, **given: object
) -> int:
    """A plan that was drawn."""
    plan_id = planned(desk, sample, offices=offices, **given)
    staffed(desk, plan_id)
    draw(desk, plan_id, seed)
    return plan_id


def draw(desk: Desk, plan_id: int, seed: str = SEED) -> int:
    """Seal and draw."""
    seal = desk.write(lambda work: seal_pool(work, plan_id))
    form = DrawForm(seal.sha256, seed, witnesses=WITNESSES)
    return desk.write(lambda work: draw_plan(work, plan_id, form))


def board(desk: Desk, plan_id: int) -> PlanBoard:
    """The board of a plan."""
    return desk.read(lambda work: plan_board(work, plan_id))


def rows(desk: Desk, plan_id: int, wanted: VisitFilter | None = None) -> list[VisitRow]:
    """The visits of a plan."""
    return desk.read(lambda work: visits(work, plan_id, wanted))


def form_of(desk: Desk, row: VisitRow, *faults: str, **given: object) -> VisitForm:
    """A visit of today with every item fine but these."""
    items = items_for(board(desk, row.plan_id).items, office=row.office)
    marks = {item.code: FAULT if item.code in faults else FINE for item in items}
    form = VisitForm(row.id, None, today(desk), marks)
    return replace(form, **given)  # type: ignore[arg-type]


def held(desk: Desk, row: VisitRow, *faults: str, reason: str = "", **given: object) -> None:
    """Put a visit down."""
    form = form_of(desk, row, *faults, **given)
    desk.write(lambda work: record_visit(work, form), reason=reason)


def all_held(desk: Desk, plan_id: int, *faults: str) -> None:
    """Every visit without a result passed, the first with these faults."""
    for at, row in enumerate(rows(desk, plan_id, VisitFilter(pending=True))):
        held(desk, row, *(faults if not at else ()))


def reasoned(work: UnitOfWork) -> str:
    """The reason of a unit of work."""
    return work.reason
