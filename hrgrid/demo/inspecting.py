"""The demonstration's random inspections of a month: drawn, held, put right and told."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from hrgrid.assessment.queries.findings import findings
from hrgrid.assessment.queries.inspections import propose
from hrgrid.assessment.queries.visits import visits
from hrgrid.assessment.rules.checking import SHIPPED, items_for
from hrgrid.assessment.rules.inspection_rows import FindingFilter, VisitFilter, VisitRow
from hrgrid.assessment.rules.words import CheckMark
from hrgrid.assessment.service.findings import close_findings, rectify
from hrgrid.assessment.service.inspection_draws import DrawForm, draw_plan, seal_pool
from hrgrid.assessment.service.inspections import (
    PlanForm,
    close_plan,
    open_plan,
    publish_bulletin,
)
from hrgrid.assessment.service.inspectors import InspectorForm, add_inspectors
from hrgrid.assessment.service.visits import VisitForm, record_visit
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow

_LATER = "补录上年检查"
_INSPECTORS = ("陆明", "方正", "石磊", "姜云", "严华", "孔宁", "白杨", "田野")
_FAULTY = 0.07
_OFFICES = 2

T = TypeVar("T")


@dataclass(frozen=True)
class _Plan:
    """One inspection, for whoever does its deeds one after the other."""

    desk: Desk
    id: int

    def do(self, deed: Callable[..., T], *given: object) -> T:
        """One deed on the inspection in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.id, *given), reason=_LATER)


def inspect_workers(desk: Desk, area: AreaRow, first_day: dt.date, *, ended: bool = True) -> int:
    """An inspection of a month from the plan to the bulletin; its id.

    One that is not `ended` still waits for a part of what is to be put right.
    """
    last_day = first_day + dt.timedelta(days=9)
    offer = desk.read(lambda work: propose(work, area.id, first_day))
    form = PlanForm(
        area.id,
        f"{first_day.year}年{first_day.month}月双随机检查",
        first_day,
        last_day,
        offer.sample,
        min(_OFFICES, offer.offices),
    )
    one = _Plan(desk, desk.write(lambda work: open_plan(work, form), reason=_LATER))
    one.do(add_inspectors, [InspectorForm(name, "市网格化服务管理中心") for name in _INSPECTORS])
    sealed = one.do(seal_pool)
    seed = f"{first_day.month}月现场 {random.Random(first_day.isoformat()).randrange(10_000):04d}"  # noqa: S311
    one.do(
        draw_plan, DrawForm(sealed.sha256, seed, witnesses="市纪委监委派驻组 周平，街道代表 何丽")
    )
    found = desk.read(lambda work: visits(work, one.id, VisitFilter()))
    desk.write(lambda work: _visit_all(work, found, first_day), reason=_LATER)
    _put_right(desk, one, last_day, all_of_it=ended)
    bulletin_day = last_day + dt.timedelta(days=10)
    number = f"示网检〔{first_day.year}〕{first_day.month}号"
    one.do(publish_bulletin, number, bulletin_day)
    if ended:
        one.do(close_plan)
    return one.id


def _visit_all(work: UnitOfWork, found: list[VisitRow], first_day: dt.date) -> None:
    for row in found:
        chance = random.Random(f"{first_day} {row.key}")  # noqa: S311 - made up, repeatable
        day = first_day + dt.timedelta(days=chance.randrange(10))
        if chance.random() < 0.02:
            record_visit(
                work,
                VisitForm(row.id, row.version, day, note="当日外出参加市里培训", not_held=True),
            )
            continue
        marks = {
            item.code: CheckMark.FAULT if chance.random() < _FAULTY else CheckMark.FINE
            for item in items_for(SHIPPED, office=row.office)
        }
        record_visit(work, VisitForm(row.id, row.version, day, marks, signed_on=day))


def _put_right(desk: Desk, one: _Plan, last_day: dt.date, *, all_of_it: bool) -> None:
    """Faults are put right and looked at again, by somebody else."""
    rows = desk.read(lambda work: findings(work, FindingFilter(plan_id=one.id)))
    ids = [row.id for row in (rows if all_of_it else rows[::2])]
    if not ids:
        return
    done, again = last_day + dt.timedelta(days=4), last_day + dt.timedelta(days=7)
    desk.write(
        lambda work: rectify(work, ids, done, "已对照要求改正，附现场照片", "所在街道网格办"),
        reason=_LATER,
    )
    desk.write(lambda work: close_findings(work, ids, "陆明", again), reason=_LATER)
