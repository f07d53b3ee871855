"""个人培训记录: what somebody was taught, his hours by year, what he won."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import About, Lists
from hrgrid.paper.lists import Column, Listed, Row, middle, number, numbered, points, text
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.classes import hours_text
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.competition_results import competitions_of_person
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.queries.of_person import TrainingOfPerson, TrainingRow, training_of
from hrgrid.training.rules.competition_rows import PersonCompetitionRow
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.words import EnrolmentState

_TAUGHT = (
    number("序号", 6, 15),
    middle("时间", 22, 46),
    text("培训", 36, 92),
    middle("类别", 12, 26),
    text("举办单位", 22, 52),
    Column("认定学时", 9, 22, CellForm.GENERAL, Side.RIGHT),
    Column("测试", 9, 20, CellForm.GENERAL, Side.RIGHT),
    middle("结果", 10, 24),
    text("文号和说明", 30, 64),
)
_YEARS = (
    middle("年度", 10, 40),
    Column("认定学时", 12, 40, CellForm.GENERAL, Side.RIGHT),
    Column("其中集中", 12, 40, CellForm.GENERAL, Side.RIGHT),
    middle("轮训", 10, 40),
)
_WON = (
    number("序号", 6, 15),
    middle("日期", 14, 32),
    text("比武", 40, 96),
    middle("级别", 16, 36),
    text("项目", 16, 40),
    middle("名次", 10, 26),
    Column("成绩", 10, 26, CellForm.GENERAL, Side.RIGHT),
    middle("奖项", 14, 32),
    text("文号", 24, 56),
)


def training_record(work: UnitOfWork, asked: Asked) -> Lists:
    """Three lists, those that have something on them."""
    work.require(Right.PRINT_PAPERS, asked.options.area_path)
    found = training_of(work, asked.subject_id)
    won = competitions_of_person(work, asked.subject_id)
    if not found.rows and not won:
        raise UserError(f"“{found.name}”没有培训和比武记录，没有可输出的内容")
    rules = hours_in_force(work, work.today).rules
    office = work.session.get_one(Office, 1).name
    left = f"姓名：{found.name}　　工号：{found.number}"
    right = f"{office}　　制表日期：{day_or_blank(work.today)}"
    lists = (
        ("培训记录", _TAUGHT, numbered([Row(_taught(one, rules)) for one in found.rows])),
        ("年度学时", _YEARS, _years(found, rules)),
        ("比武成绩", _WON, numbered([Row(_won(one)) for one in won])),
    )
    made = [
        Listed(
            f"个人{what}",
            what,
            columns,
            rows,
            left,
            right,
            owner=2,
            people=1,
        )
        for what, columns, rows in lists
        if rows
    ]
    return Lists(About(asked.options.area_path, f"{found.number} {found.name}"), made)


def _taught(one: TrainingRow, rules: HourRules) -> tuple[Value, ...]:
    day = f"{one.last_day:%Y-%m-%d}"
    when = (
        f"{one.first_day:%Y-%m-%d}\n至 {day}" if one.first_day not in (None, one.last_day) else day
    )
    said = "；".join(filter(None, (one.document_no, one.why)))
    return (
        when,
        one.title,
        one.kind.label if one.kind else "以前的培训",
        one.organiser,
        points(hours_text(one.credited, rules)) if one.credited is not None else "",
        points(mark_text(one.exam_milli)) if one.exam_milli is not None else "",
        _outcome(one),
        said,
    )


def _outcome(one: TrainingRow) -> str:
    if one.passed is not None:
        return EnrolmentState.COMPLETED.label if one.passed else EnrolmentState.FAILED.label
    return one.state.label if one.state else "已认定"


def _years(found: TrainingOfPerson, rules: HourRules) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                f"{one.year} 年",
                points(hours_text(one.credited, rules)),
                points(hours_text(one.together, rules)),
                "已完成" if one.rotation else "没有",
            )
        )
        for one in found.years
    )


def _won(one: PersonCompetitionRow) -> tuple[Value, ...]:
    rank = f"{one.rank}" if one.rank is not None else ""
    among = f"{rank}/{one.contestants}" if rank and one.contestants else rank
    return (
        f"{one.held_on:%Y-%m-%d}",
        one.title,
        one.level.label,
        one.event,
        among,
        points(one.published),
        one.prize or (one.state if not rank else ""),
        one.document_no,
    )
