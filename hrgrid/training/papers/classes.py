"""What the papers of a class are made of, read once; and its lists: sign-in, attendance, hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up
from hrgrid.documents.papers.record import About, Lists
from hrgrid.paper.lists import (
    Column,
    Listed,
    Row,
    mark,
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
from hrgrid.training.papers.options import Asked
from hrgrid.training.queries.classes import ClassRow, SessionRow
from hrgrid.training.queries.results import ResultRow, results
from hrgrid.training.queries.sheets import MemberRow, Sheet, sheet
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.timetable import time_words
from hrgrid.training.rules.words import Presence

_MANY = 12
"""More sessions than these do not stand beside each other on A4."""


@dataclass(frozen=True)
class Taught:
    """A class with its sheet; `office` issues."""

    sheet: Sheet
    office: str
    today: dt.date

    @property
    def row(self) -> ClassRow:
        """The class."""
        return self.sheet.row

    @property
    def about(self) -> About:
        """How the journal calls it."""
        return About(self.row.area_path, f"{self.row.number} {self.row.title}")

    @property
    def left(self) -> str:
        """Below the title of its tables at the left."""
        return f"主办单位：{self.row.organiser or self.office}　　编号：{self.row.number}"

    @property
    def made(self) -> str:
        """The day on which the paper was made."""
        return f"制表日期：{day_or_blank(self.today)}"

    @property
    def days(self) -> str:
        """From when to when it is held."""
        first, last = self.row.first_day, self.row.last_day
        return (
            day_or_blank(first) if first == last else f"{day_or_blank(first)}至{day_or_blank(last)}"
        )


def read_class(work: UnitOfWork, class_id: int, *, people: bool = True) -> Taught:
    """The class, for somebody who may run it and print its papers.

    Raises Refused without the rights, UserError where there is no such class, or where there are
    to be people and nobody is in it.
    """
    found = sheet(work, class_id)
    work.require(Right.PRINT_PAPERS, found.row.area_path)
    work.require(Right.RUN_TRAINING, found.row.area_path)
    if people and not found.members:
        raise UserError(f"培训班“{found.row.title}”还没有参训人员。请先安排人员，再输出")
    return Taught(found, work.session.get_one(Office, 1).name, work.today)


def unit_of(one: MemberRow) -> str:
    """Where somebody works, from the street down; the street is not said twice."""
    return one.place if one.place.startswith(one.street) else f"{one.street}{one.place}"


def session_words(one: SessionRow) -> str:
    """11月22日 08:30–11:30."""
    return f"{one.day.month}月{one.day.day}日 {time_words(one.begins)}–{time_words(one.ends)}"


def hours_text(minutes: int, rules: HourRules) -> str:
    """Minutes as hours of 45 minutes, one decimal where it is not whole."""
    tenths = round_half_up(Fraction(minutes, rules.minutes), 1)
    return fixed_text(tenths, 1).removesuffix(".0")


# --- signing in ----------------------------------------------------------------------------------

_SIGNED = (
    number("序号", 6, 20),
    named(36, 12),
    text("单位", 28, 76),
    middle("岗位", 12, 28),
    middle("签到时间", 12, 30),
    text("签到", 14, 40),
    text("签退", 14, 40),
    text("备注", 12, 26),
)
_SIGN_SIGNS = (
    "应到 ______ 人，实到 ______ 人，请假 ______ 人，缺勤 ______ 人。　　班务签名：____________"
)


def sign_in(work: UnitOfWork, asked: Asked) -> Lists:
    """报到签到表: a page a session, or of the one asked for."""
    taught = read_class(work, asked.subject_id)
    sessions = _sessions(taught, asked.options.session_id)
    rows: list[Row] = []
    members = taught.sheet.members
    for one in sessions:
        said = "　".join(filter(None, (session_words(one), one.place, one.topic, one.trainer)))
        for at, member in enumerate(members, start=1):
            values = (at, member.name, unit_of(member), member.role, "", "", "", "")
            heading = f"{said}　应到 {len(members)} 人" if at == 1 else ""
            foot = _SIGN_SIGNS if at == len(members) else ""
            rows.append(Row(values, heading, foot, fresh=at == 1))
    return _lists(
        taught,
        "签到表",
        _SIGNED,
        rows,
        right=taught.days,
        people=len(members),
        standing=True,
        airy=24,
        size=1050,
    )


def _sessions(taught: Taught, session_id: int | None) -> list[SessionRow]:
    found = [one for one in taught.sheet.sessions if session_id in (None, one.id)]
    if not found:
        raise UserError(f"培训班“{taught.row.title}”没有所选的课次。请先排课，再输出签到表")
    return found


# --- attendance ----------------------------------------------------------------------------------


def attendance(work: UnitOfWork, asked: Asked) -> Lists:
    """考勤汇总表: members by sessions; an empty cell says nothing, never absent."""
    taught = read_class(work, asked.subject_id)
    sessions = taught.sheet.sessions
    if not sessions:
        raise UserError(f"培训班“{taught.row.title}”还没有课次。请先排课，再输出考勤")
    columns = (
        number("序号", 6, 15),
        named(36, 12),
        text("单位", 22, 56),
        *(Column(_narrow(one), 11, 24, CellForm.TEXT, Side.CENTRE) for one in sessions),
        Column("实到学时", 9, 22, CellForm.GENERAL, Side.RIGHT),
        Column("应到学时", 9, 22, CellForm.GENERAL, Side.RIGHT),
        text("备注", 16, 36),
    )
    rows = numbered([Row(tuple(_attended(taught, one))) for one in taught.sheet.members])
    return _lists(
        taught,
        "考勤汇总表",
        columns,
        rows,
        notes=(
            "空白是没有签到记录，不作缺勤；“（补）”是已经补课。请假只写请假，不写事由。",
            _counts(taught),
        ),
        signs=("班务签名：______________　　负责人签名：______________　　日期：____________",),
        large=len(sessions) > _MANY,
        size=850,
    )


def _narrow(one: SessionRow) -> str:
    return f"{one.day.month}.{one.day.day}\n{time_words(one.begins)}"


def _attended(taught: Taught, one: MemberRow) -> Iterator[Value]:
    found = taught.sheet
    yield from (one.name, unit_of(one))
    for session in found.sessions:
        yield _presence(found.cells.get((session.id, one.enrolment_id)))
    credit = found.credits.get(one.enrolment_id)
    yield points(hours_text(credit.attended, found.rules)) if credit else ""
    yield points(hours_text(credit.of, found.rules)) if credit else ""
    missing = len(credit.unknown) if credit else 0
    yield f"{missing} 节没有记录" if missing else ""


def _presence(cell: CellValue | None) -> str:
    """A word; who missed it and made it up has both said. The reason of a leave is not printed."""
    if cell is None:
        return ""
    made_up = "（补）" if cell.makeup_session_id is not None else ""
    return f"{cell.presence.label}{made_up}"


def _counts(taught: Taught) -> str:
    """How many times everything was said, in one line below the table."""
    said = [cell.presence for cell in taught.sheet.cells.values()]
    told = "，".join(f"{one.label} {said.count(one)} 人次" for one in Presence if one in said)
    return f"合计：{told}。" if told else ""


# --- hours ---------------------------------------------------------------------------------------

_PASSED, _AWAY = "合格", "缺考"
_HOURS = (
    number("序号", 6, 15),
    named(36, 12),
    text("单位", 26, 66),
    Column("应到学时", 9, 24, CellForm.GENERAL, Side.RIGHT),
    Column("实到学时", 9, 24, CellForm.GENERAL, Side.RIGHT),
    mark("测试成绩", 26),
    Column("认定学时", 9, 24, CellForm.GENERAL, Side.RIGHT),
    middle("结论", 10, 24),
    text("说明", 44, 100),
)


def hours(work: UnitOfWork, asked: Asked) -> Lists:
    """学时表: as confirmed, or as it stands now, which its title says."""
    taught = read_class(work, asked.subject_id)
    rules = taught.sheet.rules
    fixed = results(work, taught.row.id)
    rows = (
        [Row(_result(taught, one, rules)) for one in fixed]
        if fixed
        else [Row(_standing(taught, one)) for one in taught.sheet.members]
    )
    passed = sum(1 for row in rows if row.values[6] == _PASSED)
    stand = f"第 {taught.row.result_version} 版结果" if fixed else "结果未确认，按现在的签到计算"
    return _lists(
        taught,
        "学时表",
        _HOURS,
        numbered(rows),
        left=f"{taught.left}　　{stand}",
        right=f"共 {len(rows)} 人，合格 {passed} 人　　{taught.made}",
        notes=(
            f"1 学时＝{rules.minutes} 分钟。",
            f"出勤不到 {rules.share_bp // 100}%、测试不到 {mark_text(rules.pass_milli)} 分不认定。",
        ),
        traced=True,
    )


def _result(taught: Taught, one: ResultRow, rules: HourRules) -> tuple[Value, ...]:
    mark_given = _exam(taught, one.enrolment_id, one.exam_milli)
    unit = next(
        (unit_of(each) for each in taught.sheet.members if each.enrolment_id == one.enrolment_id),
        one.street,
    )
    return (
        one.name,
        unit,
        points(hours_text(one.whole, rules)),
        points(hours_text(one.attended, rules)),
        points(mark_given),
        points(hours_text(one.credited, rules)),
        _PASSED if one.passed else "不合格",
        one.why,
    )


def _exam(taught: Taught, enrolment_id: int, best: int | None) -> str:
    """The mark; 缺考 for whoever was to sit and did not, nothing where there was no test."""
    if best is not None:
        return mark_text(best)
    sat = any(enrolment == enrolment_id for enrolment, _ in taught.sheet.tests)
    return _AWAY if sat else ""


def _standing(taught: Taught, one: MemberRow) -> tuple[Value, ...]:
    found = taught.sheet
    credit = found.credits[one.enrolment_id]
    tries = [
        value.value_milli
        for (enrolment, _), value in found.tests.items()
        if enrolment == one.enrolment_id and value.value_milli is not None
    ]
    best = max(tries) if tries else None
    rules = found.rules
    return (
        one.name,
        unit_of(one),
        points(hours_text(credit.of, rules)),
        points(hours_text(credit.attended, rules)),
        points(_exam(taught, one.enrolment_id, best)),
        points(hours_text(credit.credited, rules)),
        _PASSED if credit.passed else "未合格",
        credit.why,
    )


# --- who completed it ----------------------------------------------------------------------------

_GRADUATES = (
    number("序号", 6, 18),
    named(44, 14),
    text("单位", 32, 90),
    Column("认定学时", 10, 28, CellForm.GENERAL, Side.RIGHT),
    mark("测试成绩", 28),
    middle("有效期至", 14, 36),
    text("备注", 14, 30),
)


def graduates(work: UnitOfWork, asked: Asked) -> Lists:
    """结业名单 by the confirmed results: who passed, by street."""
    taught = read_class(work, asked.subject_id, people=False)
    passed = [one for one in results(work, taught.row.id) if one.passed]
    if not passed:
        raise UserError(
            f"培训班“{taught.row.title}”没有已确认合格的人。请先确认结果，再输出结业名单"
        )
    rules = taught.sheet.rules
    units = {one.enrolment_id: unit_of(one) for one in taught.sheet.members}
    rows = [
        Row(
            (
                one.name,
                units.get(one.enrolment_id, one.street),
                points(hours_text(one.credited, rules)),
                points(mark_text(one.exam_milli)) if one.exam_milli is not None else "",
                f"{one.valid_to:%Y-%m-%d}" if one.valid_to else "长期",
                "",
            )
        )
        for one in passed
    ]
    return _lists(
        taught,
        "结业名单",
        _GRADUATES,
        numbered(rows),
        right=f"共 {len(rows)} 人　　{taught.made}",
        standing=True,
        size=1100,
        airy=12,
        traced=True,
    )


def _lists(
    taught: Taught,
    what: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    left: str = "",
    right: str = "",
    notes: tuple[str, ...] = (),
    signs: tuple[str, ...] = (),
    people: int | None = None,
    standing: bool = False,
    large: bool = False,
    airy: int = 0,
    size: int = 900,
    traced: bool = False,
) -> Lists:
    listed = Listed(
        f"{taught.row.title}{what}",
        what,
        tuple(columns),
        tuple(rows),
        left or taught.left,
        right or f"{taught.days}　　{taught.made}",
        tuple(filter(None, notes)),
        signs,
        owner=1,
        standing=standing,
        large=large,
        airy=airy,
        size=size,
        traced=traced,
        people=people,
    )
    return Lists(taught.about, [listed])
