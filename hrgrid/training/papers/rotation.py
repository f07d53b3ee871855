"""轮训完成情况表 and 年度学时表: a year by street, with bars and totals."""

from __future__ import annotations

from decimal import Decimal

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Lists
from hrgrid.paper.lists import (
    Column,
    Listed,
    Row,
    bar,
    middle,
    named,
    number,
    numbered,
    points,
    text,
)
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.classes import hours_text
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.hours_of_year import hours_of_year
from hrgrid.training.queries.rotation import RotationWish, rotation_year
from hrgrid.training.rules.rotation import StreetProgress


def _count(heading: str) -> Column:
    return Column(heading, 10, 26, CellForm.WHOLE, Side.RIGHT)


_STREETS = (
    number("序号", 6, 16),
    text("街道", 20, 60),
    _count("应训"),
    _count("已训"),
    _count("已排班"),
    _count("未安排"),
    bar("完成率", 110),
)
_HOURS = (
    number("序号", 6, 15),
    named(36, 12),
    text("街道", 18, 44),
    middle("岗位", 14, 34),
    Column("已得学时", 9, 24, CellForm.GENERAL, Side.RIGHT),
    Column("应得学时", 9, 24, CellForm.GENERAL, Side.RIGHT),
    Column("其中集中", 9, 24, CellForm.GENERAL, Side.RIGHT),
    Column("应集中", 9, 24, CellForm.GENERAL, Side.RIGHT),
    text("还差", 30, 76),
)


def rotation_table(work: UnitOfWork, asked: Asked) -> Lists:
    """Who is due, done, booked and open by street and by role; the year is the subject's id."""
    about = _about(work, asked, "轮训完成情况")
    found = rotation_year(work, RotationWish(asked.subject_id))
    if not found.whole.due:
        raise UserError(f"{asked.subject_id} 年没有应参加轮训的人。请核对轮训课程的必修岗位")
    office = work.session.get_one(Office, 1).name
    roles = "、".join(label for _, label in found.roles)
    told = f"制表单位：{office}　　应训岗位：{roles}"
    right = f"截至 {day_or_blank(found.on)}"
    notes = (
        "应训为当年在岗的人，年中到岗的也算；完成率＝已训÷应训，四舍五入到万分之一。",
        "已训以培训班结果确认为准，已排班的还没有结果。",
    )
    title = f"{asked.subject_id}年网格员轮训完成情况表"
    made = [
        Listed(
            title,
            what,
            tuple(_renamed(column, what) for column in _STREETS),
            _totalled(rows, found.whole),
            told,
            right,
            notes if what == "街道" else (),
            owner=1,
            airy=14,
            size=1050,
            people=len(rows),
        )
        for what, rows in (("街道", found.streets), ("岗位", found.by_role))
        if rows
    ]
    return Lists(about, made)


def _renamed(column: Column, what: str) -> Column:
    return text(what, column.width, column.share) if column.heading == "街道" else column


def _totalled(rows: tuple[StreetProgress, ...], whole: StreetProgress) -> tuple[Row, ...]:
    listed = [Row((at, *_progress(one))) for at, one in enumerate(rows, start=1)]
    _, *figures = _progress(whole)
    return (*listed, Row((None, "合计", *figures), strong=True))


def _progress(one: StreetProgress) -> tuple[Value, ...]:
    # Half up to a hundredth of a percent, as everywhere for people.
    rate = Decimal((20_000 * one.done + one.due) // (2 * one.due)) / 10_000 if one.due else None
    return (one.street, one.due, one.done, one.booked, one.open, rate)


def year_hours(work: UnitOfWork, asked: Asked) -> Lists:
    """年度学时表: everybody in post against what is asked, who is short first said so."""
    about = _about(work, asked, "学时")
    found = hours_of_year(work, asked.subject_id)
    if not found.rows:
        raise UserError(f"{asked.subject_id} 年没有在岗的人，没有学时可列。请核对年度")
    rules = found.rules
    rows = [
        Row(
            (
                one.name,
                one.street,
                one.role,
                points(hours_text(one.credited, rules)),
                points(hours_text(one.asked, rules)),
                points(hours_text(one.together, rules)),
                points(hours_text(one.asked_together, rules)),
                one.missing,
            )
        )
        for one in found.rows
    ]
    done = sum(1 for one in found.rows if one.done)
    office = work.session.get_one(Office, 1).name
    listed = Listed(
        f"{asked.subject_id}年网格员培训学时表",
        f"{asked.subject_id}年学时",
        _HOURS,
        numbered(rows),
        f"制表单位：{office}",
        f"共 {len(rows)} 人，达到要求 {done} 人　　制表日期：{day_or_blank(work.today)}",
        (f"1 学时＝{rules.minutes} 分钟，只计结果已确认的培训。",),
        owner=1,
    )
    return Lists(about, [listed])


def _about(work: UnitOfWork, asked: Asked, what: str) -> About:
    path = asked.options.area_path
    work.require(Right.PRINT_PAPERS, path)
    work.require(Right.RUN_TRAINING, path)
    return About(path, f"{asked.subject_id} 年{what}")
