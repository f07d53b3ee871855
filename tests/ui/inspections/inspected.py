"""Inspections for the page: one at every stage on the way, told through the use cases only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from hrgrid.assessment.queries.findings import findings
from hrgrid.assessment.queries.inspection_board import plan_board
from hrgrid.assessment.queries.visits import visits
from hrgrid.assessment.rules.checking import items_for
from hrgrid.assessment.rules.inspection_rows import FindingFilter
from hrgrid.assessment.rules.words import CheckMark
from hrgrid.assessment.service.findings import close_findings, rectify
from hrgrid.assessment.service.inspection_draws import DrawForm, draw_plan, seal_pool
from hrgrid.assessment.service.inspection_photos import add_photo
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
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.bureaus import add_bureau
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.hiring.build import area, id_number, plant
from tests.offices import Clock
from tests.panels.build import name_of

STREETS: Mapping[str, int] = {
    "盘门街道": 36, "平江街道": 48, "金阊街道": 40, "沧浪街道": 28, "双塔街道": 32, "胥江街道": 24,
}  # fmt: skip
INSPECTORS = (
    ("王兰", "盘门街道"), ("李强", "平江街道"), ("周敏", "金阊街道"), ("陈志远", "沧浪街道"),
    ("徐雪芳", "双塔街道"), ("马永康", "胥江街道"), ("周立军", "区委政法委"),
    ("何文斌", "区网格化指挥中心"), ("宋佳怡", "区网格化指挥中心"), ("韩晓燕", "区纪委监委"),
)  # fmt: skip
SEED, WITNESSES = "体彩 26322 期 7 3 9 1", "区纪委监委韩晓燕、街道代表王兰"
DAY = dt.timedelta(days=1)


def people(work: UnitOfWork, streets: Mapping[str, int] = STREETS) -> None:
    """A district with somebody at each general grid but every tenth."""
    grids = plant(work, streets, "姑苏区")
    enlisting = Enlisting(work, tree_index(work, work.today))
    role, since, at = enlisting.roles["网格员"], dt.date(2020, 1, 1), 0
    for places in grids.values():
        for place in places:
            at += 1
            if at % 10:
                born = dt.date(1985 + at // 400, 1 + at // 40 % 12, 1 + at % 28)
                form = PersonForm(f"{name_of(at)}", id_number(at % 450, born))
                enlisting.take(form, PostForm(place, role, Employment.FULL, since))
    enlisting.write()


def offices(desk: Desk) -> None:
    """Those that work with the grids."""
    named = {"姑苏区": ("区城管局", "区市场监管局"), "盘门街道": ("盘门派出所",)}
    for name, many in named.items():
        place = area(desk, name)
        for one in many:
            desk.write(lambda work, place=place, one=one: add_bureau(work, place, one))


def planned(desk: Desk, month: int, sample: int, *, inspectors: int = 10, days: int = 4) -> int:
    """A plan of a month that begins today."""
    today = desk.read(lambda work: work.today)

    def write(work: UnitOfWork) -> int:
        index = tree_index(work, work.today)
        district = index.named("姑苏区")[0].id
        form = PlanForm(
            district, f"2026 年 {month} 月双随机检查", today, today + days * DAY, sample, 2,
            number=f"2026-S{month:02d}",
        )  # fmt: skip
        plan_id = open_plan(work, form)
        streets = {name: index.named(name)[0].id for name in STREETS}
        forms = [InspectorForm(name, unit, streets.get(unit)) for name, unit in INSPECTORS]
        if inspectors:
            add_inspectors(work, plan_id, forms[:inspectors])
        return plan_id

    return desk.write(write)


def seal(desk: Desk, plan_id: int) -> str:
    """Fix the lists."""
    return desk.write(lambda work: seal_pool(work, plan_id)).sha256


def draw(desk: Desk, plan_id: int) -> None:
    """Fix the lists and draw."""
    form = DrawForm(seal(desk, plan_id), SEED, witnesses=WITNESSES)
    desk.write(lambda work: draw_plan(work, plan_id, form))


def hold(desk: Desk, plan_id: int, count: int | None = None, *, day: dt.date | None = None) -> None:
    """The first visits: every fourth with a fault, every ninth not held."""

    def write(work: UnitOfWork) -> None:
        items = plan_board(work, plan_id).items
        on = day or work.today
        for at, row in enumerate(visits(work, plan_id)[:count]):
            if at % 9 == 8:
                form = VisitForm(row.id, None, on, note="请病假，有假条", not_held=True)
            else:
                mine = items_for(items, office=row.office)
                bad = mine[at // 4 % len(mine)].code if at % 4 == 1 else ""
                marks = {
                    one.code: CheckMark.FAULT if one.code == bad else CheckMark.FINE for one in mine
                }
                form = VisitForm(row.id, None, on, marks, signed_on=on if at % 3 else None)
            record_visit(work, form)

    desk.write(write)


def fix(desk: Desk, plan_id: int, count: int, closed: int = 0) -> None:
    """The first faults put right, some of them looked at again."""

    def write(work: UnitOfWork) -> None:
        ids = [one.id for one in findings(work, FindingFilter(plan_id=plan_id))]
        rectify(work, ids[:count], work.today, "当天补齐走访记录，网格长核对", "社区")
        if closed:
            close_findings(work, ids[:closed], "周立军", work.today)

    desk.write(write)


def picture(colour: tuple[int, int, int] = (90, 140, 200)) -> bytes:
    """A small photo."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def shoot(desk: Desk, plan_id: int) -> None:
    """A picture at the first fault, before and after."""

    def write(work: UnitOfWork) -> None:
        first = findings(work, FindingFilter(plan_id=plan_id))[0]
        add_photo(work, first.visit_id, "现场.jpg", picture(), finding_id=first.id)
        add_photo(
            work, first.visit_id, "整改后.jpg", picture((120, 190, 120)), finding_id=first.id,
            after=True,
        )  # fmt: skip
        add_photo(work, first.visit_id, "手机.jpg", picture((200, 180, 120)))

    desk.write(write)


def finish(desk: Desk, plan_id: int, number: str) -> None:
    """Everything held, put right, told and closed."""
    hold(desk, plan_id)
    count = len(desk.read(lambda work: findings(work, FindingFilter(plan_id=plan_id))))
    fix(desk, plan_id, count, count)

    def write(work: UnitOfWork) -> None:
        publish_bulletin(work, plan_id, number, work.today)
        close_plan(work, plan_id)

    desk.write(write)


def at_every_stage(desk: Desk, clock: Clock) -> dict[str, int]:
    """Ids by how far each has come; the clock ends on today."""
    found: dict[str, int] = {}
    found["closed"] = planned(desk, 8, 40)
    draw(desk, found["closed"])
    finish(desk, found["closed"], "姑苏政法网格〔2026〕21号")
    clock.move(20 * DAY)
    found["late"] = planned(desk, 9, 36)
    draw(desk, found["late"])
    hold(desk, found["late"])
    fix(desk, found["late"], 6, 3)
    shoot(desk, found["late"])
    clock.move(20 * DAY)
    found["running"] = planned(desk, 10, 36)
    draw(desk, found["running"])
    hold(desk, found["running"], 14)
    shoot(desk, found["running"])
    found["sealed"] = planned(desk, 11, 44)
    seal(desk, found["sealed"])
    found["draft"] = planned(desk, 12, 44, inspectors=0)
    return found
