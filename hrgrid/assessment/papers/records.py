"""申诉处理单, the record of a person over the periods, and the year of the units."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.papers.periods import Frame, read_frame, two_places
from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.of_person import periods_of_person
from hrgrid.assessment.queries.periods import periods
from hrgrid.assessment.queries.trends import trend_of_person
from hrgrid.assessment.queries.unit_tables import unit_tables
from hrgrid.assessment.rules.period_rows import AppealRow, PeriodFilter, PeriodRow
from hrgrid.assessment.rules.result_rows import TrendPoint, UnitTable
from hrgrid.assessment.rules.words import SETTLED, PeriodKind
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Drawn, Lists
from hrgrid.paper.lists import Column, Listed, Row, mark, middle, number, numbered, text
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_SIGNS = (
    "申诉人签名：________________　　　　受理人签名：________________",
    "复核人签名：________________　　　　日期：________________",
)


def appeal_records(work: UnitOfWork, asked: Asked) -> Drawn:
    """申诉处理单: a page for each appeal, a blank one where that is wanted."""
    frame = read_frame(work, asked)
    wanted = asked.options.appeal_id
    found = [one for one in appeals_of(work, frame.card.row.id) if wanted in (None, one.id)]
    if not found and not asked.options.blank:
        raise UserError(f"“{frame.title}”没有申诉，没有处理单可输出。要空白的请选“空白”")
    sheets = [_appeal(frame, one) for one in found] or [_blank(frame)]
    return Drawn(frame.about, record_leaves(frame.titled("申诉处理单"), sheets), len(found))


def _appeal(frame: Frame, one: AppealRow) -> RecordSheet:
    late = "（逾期提出）" if one.late else ""
    facts = (
        Fact("考核期", frame.title),
        Fact("申诉人", f"{one.name}　　{one.unit}"),
        Fact("原结果", _result(one)),
        Fact("提出日期", f"{official_day(one.filed_on)}{late}"),
        Fact("申诉内容", one.content, 4),
        Fact("答复期限", official_day(one.answer_due)),
        Fact("处理结果", one.state.label),
        Fact("复核和结论", one.finding, 6),
        Fact("作出结论", _decided(one)),
    )
    return _sheet(frame, f"第 {one.number} 件", facts)


def _result(one: AppealRow) -> str:
    if one.total_milli is None:
        return ""
    return f"总分 {two_places(one.total_milli)} 分，等次 {one.grade}"


def _decided(one: AppealRow) -> str:
    if one.decided_on is None:
        return ""
    return f"{one.decided_by}　{official_day(one.decided_on)}"


def _blank(frame: Frame) -> RecordSheet:
    labels = (
        ("申诉人", 1),
        ("原结果", 1),
        ("提出日期", 1),
        ("申诉内容", 7),
        ("处理结果", 1),
        ("复核和结论", 8),
        ("作出结论", 1),
    )
    facts = (Fact("考核期", frame.title), *(Fact(label, "", lines) for label, lines in labels))
    return _sheet(frame, "第 ____ 件", facts)


def _sheet(frame: Frame, which: str, facts: tuple[Fact, ...]) -> RecordSheet:
    return RecordSheet("考核申诉处理单", which, frame.office, facts, _SIGNS)


_POINTS = (
    number("序号", 6, 15),
    middle("考核期", 20, 50),
    middle("周期", 10, 26),
    mark("总分"),
    middle("等次", 12, 30),
    number("单位名次", 9, 26),
    number("单位人数", 9, 26),
    mark("单位平均", 28),
    text("说明", 30, 60),
)


def person_record(work: UnitOfWork, asked: Asked) -> Lists:
    """个人考核档案: every settled period of somebody, the newest first."""
    path = asked.options.area_path
    work.require(Right.PRINT_PAPERS, path)
    head = work.session.get_one(Person, asked.subject_id)
    settled = {
        row.period_id: row
        for row in periods_of_person(work, asked.subject_id)
        if row.state in SETTLED
    }
    found = [one for one in trend_of_person(work, asked.subject_id) if one.period_id in settled]
    if not found:
        raise UserError(f"“{head.name}”没有已确认的考核结果，没有可输出的内容")
    office = work.session.get_one(Office, 1).name
    listed = Listed(
        "个人考核档案",
        "考核档案",
        _POINTS,
        numbered([Row(_point(one)) for one in sorted(found, key=_newest_first)]),
        f"姓名：{head.name}　　工号：{head.number}",
        f"{office}　　制表日期：{official_day(work.today)}",
        ("只列已经确认的考核结果。本人可以要求查阅，认为有误的可以申请更正。",),
        owner=1,
        airy=8,
        size=1000,
        people=1,
        traced=True,
    )
    return Lists(About(path, f"{head.number} {head.name}"), [listed])


def _newest_first(one: TrendPoint) -> tuple[int, int, str]:
    return (-one.year, -one.number, one.kind.value)


def _point(one: TrendPoint) -> tuple[Value, ...]:
    return (
        one.title,
        one.kind.label,
        _decimal(one.total_milli),
        one.grade_label,
        one.rank,
        one.of_unit,
        _decimal(one.unit_mean_milli),
        "" if one.total_milli is not None else "没有结果",
    )


def year_table(work: UnitOfWork, asked: Asked) -> Lists:
    """年度考核情况表: the mean of every unit, month by month; the year is the subject's id."""
    path = asked.options.area_path
    work.require(Right.PRINT_PAPERS, path)
    work.require(Right.RUN_ASSESSMENT, path)
    wish = PeriodFilter(asked.subject_id, PeriodKind.MONTH, asked.options.scheme or None)
    months = sorted(
        (row for row in periods(work, wish) if row.area_path.startswith(path)),
        key=lambda row: (row.area_path, row.scheme, row.number),
    )
    tables = {row.id: unit_tables(work, row.id) for row in months}
    lists = [
        _of_scheme(work, asked, title, [row for row in months if _key(row) == title], tables)
        for title in dict.fromkeys(map(_key, months))
    ]
    made = [one for one in lists if one is not None]
    if not made:
        raise UserError(f"{asked.subject_id} 年还没有算出的月度考核结果，没有可输出的内容")
    return Lists(About(path, f"{asked.subject_id} 年考核"), made)


def _key(row: PeriodRow) -> str:
    return f"{row.area}　{row.scheme_title}"


def _of_scheme(
    work: UnitOfWork,
    asked: Asked,
    called: str,
    months: list[PeriodRow],
    tables: dict[int, list[UnitTable]],
) -> Listed | None:
    filled = [row for row in months if tables[row.id] and tables[row.id][0].results]
    if not filled:
        return None
    units: dict[int | None, str] = {}
    for row in filled:
        for table in tables[row.id]:
            units.setdefault(table.unit_id, table.unit)
    whole = units.pop(None, None)
    columns = (
        number("序号", 6, 14),
        text("单位", 20, 44),
        *(mark(f"{row.number} 月", 20) for row in filled),
        mark("全年平均", 24),
        _count("优秀人次"),
    )
    means = {row.id: {table.unit_id: table for table in tables[row.id]} for row in filled}
    rows = [Row(_year_of(name, unit, filled, means)) for unit, name in units.items()]
    listed = [*numbered(rows)]
    if whole is not None:
        listed.append(Row((None, *_year_of("合计", None, filled, means)), strong=True))
    office = work.session.get_one(Office, 1).name
    return Listed(
        f"{asked.subject_id}年网格员月度考核情况表",
        called.replace("　", " ")[:28],
        columns,
        tuple(listed),
        called,
        f"{office}　　制表日期：{official_day(work.today)}",
        ("各月为单位平均分；全年平均按人次计。",),
        owner=1,
        airy=10,
        size=950,
        people=sum(tables[row.id][0].results for row in filled),
    )


def _count(heading: str) -> Column:
    return Column(heading, 9, 24, CellForm.WHOLE, Side.RIGHT)


def _year_of(
    name: str,
    unit: int | None,
    months: list[PeriodRow],
    means: dict[int, dict[int | None, UnitTable]],
) -> tuple[Value, ...]:
    found = [means[row.id].get(unit) for row in months]
    with_results = [one for one in found if one is not None and one.mean_milli is not None]
    people = sum(one.results for one in with_results)
    whole = sum((one.mean_milli or 0) * one.results for one in with_results)
    best = sum(one.grades[0].count for one in with_results if one.grades)
    return (
        name,
        *(None if one is None else _decimal(one.mean_milli) for one in found),
        Decimal(two_places(Fraction(whole) / people)) if people else None,
        best,
    )


def _decimal(milli: int | Fraction | None) -> Value:
    return None if milli is None else Decimal(two_places(milli))
