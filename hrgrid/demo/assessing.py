"""The demonstration's assessment: a year of months, a quarter, the year with its review.

What was counted of whom is made up; scores, shares and ranks are the program's own. The first
month of the next year is still being collected.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.queries.result_decisions import lines_to_decide
from hrgrid.assessment.rules.fact_rows import EntryForm
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.period_rows import AssesseeRow
from hrgrid.assessment.rules.words import PeriodKind, ReviewPart, Shown, Source
from hrgrid.assessment.service.appeals import (
    AppealForm,
    deny_appeal,
    file_appeal,
    review_appeal,
)
from hrgrid.assessment.service.choices import LineForm, decide_line
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.entries import note_entry
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.gathering import gather_figures
from hrgrid.assessment.service.imports import KINDS
from hrgrid.assessment.service.moderation import propose, record_moderation_paper
from hrgrid.assessment.service.periods import (
    PeriodForm,
    open_appeals,
    open_period,
    show_results,
    start_scoring,
)
from hrgrid.assessment.service.reviews import put_reviews
from hrgrid.assessment.service.settling import confirm_period, lock_period, result_subject
from hrgrid.assessment.service.showing import ShowForm, show_unit
from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.demo.furnishing import Size
from hrgrid.demo.inspecting import inspect_workers
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.rules import Level

YEAR = 2025
_IMPORTED = 11
"""The month whose figures come as a workbook of another platform."""
_TOLD = 12
"""The month with a change of points and an appeal."""
_BROKEN = 9
"""The month in which a rule of secrecy was broken, which is a veto."""
_MONTHS = {Size.VILLAGE: 7, Size.TOWN: 1, Size.CITY: 10}
"""From which month on the year is assessed: a whole city's would take its time."""
_INSPECTED = {Size.VILLAGE: 10, Size.TOWN: 1, Size.CITY: 10}
"""From which month on there is an inspection a month; the last month always has one."""
_PARTS = 6
"""The scheme of a year asks for so many months."""
_LATER = "补录上年考核"
# Headings as platforms export them: what there was, what was done of it, and how many about.
_RATIOS = {
    "patrols": ("应巡查次数", "巡查次数", 20, 30),
    "on_time": ("应办结", "按时办结", 25, 60),
    "five_minutes": ("应响应数", "五分钟响应数", 5, 5),
    "disputes": ("应化解数", "化解数", 2, 6),
    "satisfied": ("回访人数", "满意人数", 20, 30),
    "visits": ("应走访户数", "已走访户数", 8, 12),
}
_COUNTS = {
    "stale": "信息未更新数",
    "wrong": "信息错漏数",
    "hazards": "隐患整改数",
    "absences": "缺勤次数",
}

T = TypeVar("T")
Counted = dict[str, Figure]


@dataclass(frozen=True)
class Assessed:
    """The periods that were assessed, and the last inspection of the year.

    `year` is None where not all its months are there; `collecting` is the next year's first month.
    """

    area: AreaRow
    months: tuple[int, ...]
    inspection: int
    quarter: int
    year: int | None
    collecting: int


@dataclass(frozen=True)
class _Period:
    """One period, for whoever does its deeds one after the other."""

    desk: Desk
    id: int

    def do(self, deed: Callable[..., T], *given: object) -> T:
        """One deed on the period in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.id, *given), reason=_LATER)

    def people(self) -> list[AssesseeRow]:
        """Those who are assessed, and not those who are left out."""
        found = self.desk.read(lambda work: assessees_of(work, self.id))
        return [one for one in found if one.left_out is None]


def assess_workers(desk: Desk, folder: Path, size: Size, progress: Progress) -> Assessed:
    """Months from figures to the archive, then what is reckoned from them."""
    area = desk.read(_whole)
    numbers = range(_MONTHS[size], 13)
    progress.begin("考核网格员", len(numbers) + 3)
    months, inspections = [], []
    for number in numbers:
        day = dt.date(YEAR, number, 10)
        if number >= _INSPECTED[size]:
            inspections.append(inspect_workers(desk, area, day, ended=number < numbers[-1]))
        months.append(_month(desk, folder, area, number))
        progress.step()
    quarter = _reckon(desk, area, PeriodKind.QUARTER, 4)
    progress.step()
    year = _year(desk, area) if len(months) >= _PARTS else None
    progress.step()
    collecting = _begin_next(desk, area)
    progress.step()
    return Assessed(area, tuple(months), inspections[-1], quarter, year, collecting)


def _whole(work: UnitOfWork) -> AreaRow:
    """The whole demonstration: its highest area."""
    areas = areas_on(work, dt.date(YEAR, 12, 31), Level.DISTRICT)
    return min(areas, key=lambda area: area.path.count("/"))


def _open(desk: Desk, area: AreaRow, scheme: str, kind: PeriodKind, number: int) -> _Period:
    form = PeriodForm(scheme, kind, YEAR, number, area.id, part_time=False)
    return _Period(desk, desk.write(lambda work: open_period(work, form), reason=_LATER))


def _month(desk: Desk, folder: Path, area: AreaRow, number: int) -> int:
    one = _open(desk, area, "monthly", PeriodKind.MONTH, number)
    month = YEAR * 100 + number
    people = one.people()
    counted = _counted(month, people)
    if number == _IMPORTED:
        _import(desk, folder / f"{YEAR}年{number}月考核数据.xlsx", people, counted)
    else:
        _deliver(desk, month, counted, f"市域治理平台导出 {YEAR}年{number}月.xlsx")
    _note(desk, month, people)
    desk.write(lambda work: gather_figures(work, month, area.path), reason=_LATER)
    one.do(start_scoring)
    one.do(compute)
    if number == _TOLD:
        _moderate(desk, one, people)
    _decide_lines(desk, one, number)
    _settle(one, _last_day(YEAR, number), appeal=number == _TOLD)
    return one.id


def _last_day(year: int, number: int) -> dt.date:
    return dt.date(year, number, calendar.monthrange(year, number)[1])


# --- figures ----------------------------------------------------------------------------------


def _counted(month: int, people: list[AssesseeRow]) -> dict[int, Counted]:
    """What was counted of everybody; the same person does about as well every month."""
    found: dict[int, Counted] = {}
    for one in people:
        steady = random.Random(f"{one.number}").betavariate(6, 1.6)  # noqa: S311 - repeatable
        chance = random.Random(f"{month} {one.number}")  # noqa: S311
        figures = {
            "stale": Figure(1_000 * _few(chance, steady, 3)),
            "wrong": Figure(1_000 * _few(chance, steady, 4)),
            "hazards": Figure(1_000 * chance.randint(2, 4 + round(3 * steady))),
            "absences": Figure(1_000 * _few(chance, steady, 2)),
        }
        for code, (_, _, least, most) in _RATIOS.items():
            base = chance.randint(least, most)
            done = sum(chance.random() < 0.86 + 0.14 * steady for _ in range(base))
            figures[code] = Figure(1_000 * done, 1_000 * base)
        found[one.person_id] = figures
    return found


def _few(chance: random.Random, steady: float, most: int) -> int:
    return sum(chance.random() > 0.62 + 0.37 * steady for _ in range(most))


def _deliver(desk: Desk, month: int, counted: dict[int, Counted], title: str) -> None:
    figures = {
        (month, person_id, code): figure
        for person_id, found in counted.items()
        for code, figure in found.items()
    }
    source = FigureSource(Source.IMPORTED, title)
    desk.write(lambda work: deliver(work, source, figures), reason=_LATER)


def _import(desk: Desk, path: Path, people: list[AssesseeRow], counted: dict[int, Counted]) -> None:
    """One month as a workbook of another platform: a title, pairs of columns, people by number."""
    headings = ["工号", "姓名", *_COUNTS.values()]
    headings += [name for label in _RATIOS.values() for name in (label[0], label[1])]
    rows = []
    for one in people:
        found = counted[one.person_id]
        row: list[str | int] = [one.number, one.name]
        row += [found[code].amount_milli // 1_000 for code in _COUNTS]
        for code in _RATIOS:
            row += [(found[code].base_milli or 0) // 1_000, found[code].amount_milli // 1_000]
        rows.append(row)
    columns = [SheetColumn(name, 12, CellForm.TEXT) for name in headings[:2]]
    columns += [SheetColumn(name, 12, CellForm.WHOLE) for name in headings[2:]]
    title = f"{YEAR}年{_IMPORTED}月网格员工作数据"
    write_workbook(path, [SheetPlan("数据", tuple(columns), rows, title=title)])
    kind = KINDS["indicators"]
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    report = run_import(desk, kind, drop)
    if not report.applied:
        raise UserError(f"{path.name}没有导入：{report.errors[0].message}")


def _note(desk: Desk, month: int, people: list[AssesseeRow]) -> None:
    """A few were praised; once somebody passed on what residents had told him."""
    chance = random.Random(f"praise {month}")  # noqa: S311
    day = dt.date(month // 100, month % 100, 18)
    *praised, last = chance.sample(people, max(2, len(people) // 25))
    number = f"示街发〔{YEAR}〕{month % 100}号"
    forms = [
        EntryForm(one.person_id, "praise_street", day, 1_000, "街道通报表扬", number)
        for one in praised
    ]
    if month % 100 == _BROKEN:
        note = "在微信群转发走访记录截图，含居民电话"
        told = f"示网考〔{YEAR}〕2号"
        forms.append(EntryForm(last.person_id, "leaked", day, 1_000, note, told))
    else:
        forms.append(EntryForm(last.person_id, "reports_used", day, 1_000, "信息稿件被区级采用"))
    desk.write(lambda work: _note_all(work, forms), reason=_LATER)


def _note_all(work: UnitOfWork, forms: list[EntryForm]) -> None:
    for form in forms:
        note_entry(work, form)


# --- from the results to the archive ----------------------------------------------------------


def _moderate(desk: Desk, one: _Period, people: list[AssesseeRow]) -> None:
    """Points for a night of flood work that no indicator counts, approved on paper."""
    chosen = random.Random("moderation").choice(people)  # noqa: S311
    reason = "汛期连续值守三昼夜，排险两处，指标里没有体现"
    moderation_id = one.do(propose, chosen.id, 2_000, reason)
    paper = PaperApproval("周明", "书记", dt.date(YEAR, 12, 31), f"示政法〔{YEAR}〕91号")
    desk.write(lambda work: record_moderation_paper(work, [moderation_id], paper), reason=_LATER)


def _decide_lines(desk: Desk, one: _Period, number: int) -> None:
    """Where more are equal at a share's line than there are places, the meeting decides."""
    while groups := desk.read(lambda work: lines_to_decide(work, one.id)):
        group = groups[0]
        people = tuple(row.assessee_id for row in group.people)
        form = LineForm(
            people,
            people[: group.places],
            "同分，按群众满意率高的优先",
            "考核领导小组会议",
            _last_day(YEAR, number),
        )
        one.do(decide_line, form)


def _settle(one: _Period, day: dt.date, *, appeal: bool) -> None:
    one.do(show_results)
    shown_on = day + dt.timedelta(days=5)
    one.do(show_unit, None, ShowForm(Shown.SIGNED, shown_on))
    one.do(open_appeals, shown_on)
    if appeal:
        _appeal(one, shown_on)
    approval = PaperApproval(
        "周明", "书记", day + dt.timedelta(days=20), f"示网考〔{day.year}〕{day.month}号"
    )
    subject = one.desk.read(lambda work: result_subject(work, one.id))
    one.desk.write(lambda work: record_paper_approval(work, subject, approval), reason=_LATER)
    one.do(confirm_period, f"示网考〔{day.year}〕{day.month}号")
    one.do(lock_period)


def _appeal(one: _Period, shown_on: dt.date) -> None:
    people = one.people()
    chosen = random.Random("appeal").choice(people)  # noqa: S311
    content = "五分钟响应有一次是手机没有信号，请复核。"
    one.do(file_appeal, AppealForm(chosen.id, content, shown_on + dt.timedelta(days=1)))
    appeal_id = one.desk.read(lambda work: appeals_of(work, one.id))[0].id
    one.desk.write(lambda work: review_appeal(work, appeal_id), reason=_LATER)
    finding = "查通话记录，当时信号正常，未接听，维持原结果。"
    one.desk.write(lambda work: deny_appeal(work, appeal_id, finding, "考核办"), reason=_LATER)


def _reckon(desk: Desk, area: AreaRow, kind: PeriodKind, number: int) -> int:
    one = _open(desk, area, "quarterly", kind, number)
    one.do(start_scoring)
    one.do(compute)
    _decide_lines(desk, one, 12)
    _settle(one, _last_day(YEAR, 12), appeal=False)
    return one.id


def _year(desk: Desk, area: AreaRow) -> int:
    """Sixty parts from the months, forty from the review by three sides."""
    one = _open(desk, area, "yearly", PeriodKind.YEAR, 1)
    for part, least in (
        (ReviewPart.OFFICE, 80),
        (ReviewPart.COMMUNITY, 82),
        (ReviewPart.SERVED, 84),
    ):
        chance = random.Random(part.value)  # noqa: S311
        marks = {row.id: 500 * chance.randint(2 * least, 198) for row in one.people()}
        one.do(put_reviews, part, marks)
    one.do(start_scoring)
    one.do(compute)
    _decide_lines(desk, one, 12)
    _settle(one, _last_day(YEAR, 12), appeal=False)
    return one.id


def _begin_next(desk: Desk, area: AreaRow) -> int:
    """January of the next year: about half of the units have delivered."""
    form = PeriodForm(
        "monthly", PeriodKind.MONTH, YEAR + 1, 1, area.id, due_on=dt.date(YEAR + 1, 2, 10)
    )
    one = _Period(desk, desk.write(lambda work: open_period(work, form), reason=_LATER))
    people = one.people()
    units = sorted({row.unit_id for row in people})
    here = [row for row in people if row.unit_id in units[: len(units) // 2]]
    month = (YEAR + 1) * 100 + 1
    _deliver(desk, month, _counted(month, here), f"市域治理平台导出 {YEAR + 1}年1月.xlsx")
    return one.id
