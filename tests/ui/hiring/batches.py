"""Batches for the page: one at every stage on the way, in a district with many streets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.hiring.model import HiringPosition
from hrgrid.hiring.queries.places import reserves
from hrgrid.hiring.queries.vacancies import seats
from hrgrid.hiring.service.plans import PlanForm, approve_plan, draft_plan, plan_subject
from hrgrid.hiring.service.quotas import QuotaForm, grant_quota
from hrgrid.hiring.service.ranking import make_interview_list, make_ranking
from hrgrid.hiring.service.reserves import call_reserve
from hrgrid.hiring.service.steps import Evidence
from hrgrid.hiring.service.vetting import start_vetting
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from tests.hiring.build import announced, applying, area, batch, employ, plant
from tests.hiring.course import Course, name_of
from tests.offices import Clock

STREETS = {
    "新都街道": 9, "新城街道": 8, "新河街道": 7, "黄海街道": 6, "科城街道": 12, "伍佑街道": 5,
    "新兴街道": 6, "南海街道": 4,
}  # fmt: skip
DISTRICT = "盐南高新区"


def settle(desk: Desk) -> None:
    """The district: of each street some grids are filled, and what was granted is known."""
    grids = desk.write(lambda work: plant(work, STREETS, DISTRICT))

    def fill(work: UnitOfWork) -> None:
        for street, own in grids.items():
            for grid in own[len(own) * 3 // 4 :]:
                employ(work, grid, f"{name_of(len(street) + grid.id)}")

    desk.write(fill)
    today = desk.read(lambda work: work.today)
    for street, heads in (("科城街道", 12), ("新都街道", 8)):
        form = QuotaForm(area(desk, street).id, heads, "盐南编〔2026〕3号", today)
        desk.write(lambda work, form=form: grant_quota(work, form))


def planned(desk: Desk, *, approve: bool = True) -> int:
    """The plan of the year."""
    place, today = area(desk, DISTRICT), desk.read(lambda work: work.today)
    form = PlanForm(today.year, "年度专职网格员招录计划", place.id, today)
    plan_id: int = desk.write(lambda work: draft_plan(work, form))
    if approve:

        def deed(work: UnitOfWork) -> None:
            paper = PaperApproval("周立军", "主任", today, "盐南政法〔2026〕11号")
            record_paper_approval(work, plan_subject(work, plan_id), paper)
            approve_plan(work, plan_id, Evidence("盐南政法〔2026〕11号", today))

        desk.write(deed)
    return plan_id


def marks_of(count: int) -> tuple[dict[str, str], dict[str, int]]:
    """Written and interview marks of the first `count`, two of them alike."""
    exam = {name_of(at): f"{92 - at * 7 % 31}.5" for at in range(count)}
    interview = {name_of(at): 88_000 - at * 600 % 19_000 for at in range(count)}
    return exam, interview


def at_every_stage(desk: Desk, clock: Clock) -> dict[str, int]:
    """Batch ids by what is on the way in them; the clock ends at today."""
    found: dict[str, int] = {}
    found["closed"] = _closed(desk, clock)
    found["deciding"] = _course(desk, clock, "新兴街道", 8).batch_id
    course = Course(desk, clock, found["deciding"])
    course.to_public()
    course.take_down()
    from hrgrid.hiring.service.deciding import propose

    course.do(propose)
    course = _course(desk, clock, "伍佑街道", 8)
    found["publicising"] = course.batch_id
    course.to_public()
    course = _course(desk, clock, "黄海街道", 9)
    found["vetting"] = course.batch_id
    course.do(start_vetting)
    course = _course(desk, clock, "新河街道", 12, ranked=False)
    found["examining"] = course.batch_id
    found["applying"] = applying(desk, "新城街道")
    course = Course(desk, clock, found["applying"])
    course.apply(14)
    course.apply(3, start=40, education="初中")
    found["published"] = batch(desk, "南海街道")
    announced(desk, found["published"])
    found["draft"] = batch(desk, "新都街道")
    return found


def _closed(desk: Desk, clock: Clock) -> int:
    """Decided, with three in reserve, of whom the first was called for a grid that opened."""
    course = _course(desk, clock, "科城街道", 9, grids=2, reserve=3)
    course.to_public()
    course.take_down()
    course.decide()
    first = desk.read(lambda work: reserves(work, course.batch_id))[0]
    free = desk.read(lambda work: seats(work, work.today, area(desk, "科城街道").path))
    grid_id = next(seat.area_id for seat in free if seat.batch_id is None)
    desk.write(lambda work: call_reserve(work, first.id, grid_id))
    return course.batch_id


def _course(
    desk: Desk,
    clock: Clock,
    street: str,
    people: int,
    *,
    ranked: bool = True,
    grids: int | None = None,
    reserve: int = 0,
) -> Course:
    course = Course(desk, clock, applying(desk, street, grids))

    def keep(work: UnitOfWork) -> None:
        query = select(HiringPosition).where(HiringPosition.batch_id == course.batch_id)
        work.session.scalars(query).one().reserve = reserve
        work.record("change_position", "储备")

    desk.write(keep)
    course.apply(people)
    exam, interview = marks_of(people)
    if ranked:
        course.to_ranking(exam, interview)
        return course
    course.check()
    course.examine(written=True, reason="岗位少，照样笔试")
    course.sit({name: mark for name, mark in exam.items() if name != name_of(3)})
    return course


def rank(course: Course, marks: dict[str, int]) -> None:
    """From marks to totals."""
    course.do(make_interview_list)
    course.meet(marks)
    course.do(make_ranking)


__all__ = ["Any", "at_every_stage", "dt", "marks_of", "planned", "rank", "settle"]
