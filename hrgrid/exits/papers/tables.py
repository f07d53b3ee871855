"""Lists: the cases of a year, the names of a look, the yearly report."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Lists
from hrgrid.exits.papers.options import Asked
from hrgrid.exits.papers.warning_letters import points
from hrgrid.exits.queries.cases import cases
from hrgrid.exits.queries.looks import look_board
from hrgrid.exits.queries.yearly import exits_of_year
from hrgrid.exits.rules.case_rows import CaseFilter, CaseRow
from hrgrid.exits.rules.rows import FlagRow
from hrgrid.paper.lists import Column, Listed, Row, middle, named, number, numbered, text
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_FEW = "少于 5"


def case_list(work: UnitOfWork, asked: Asked) -> Lists:
    """退出事项台账 of a year: for who may see exits, and never hung out."""
    work.require_somewhere(Right.PRINT_PAPERS)
    year = asked.subject_id
    found = cases(work, CaseFilter(year=year))
    if not found:
        raise UserError(f"{year} 年没有退出事项，没有内容可输出")
    columns = (
        number("序号", 6, 12),
        text("编号", 18, 34),
        named(26, 10),
        text("岗位", 24, 40),
        middle("用工方式", 10, 20),
        text("起因", 16, 28),
        middle("状态", 12, 24),
        text("依据", 16, 26),
        middle("立案日期", 12, 26),
        middle("最后在岗日", 12, 26),
    )
    rows = [Row(_case(row)) for row in sorted(found, key=lambda row: row.number)]
    listed = Listed(
        f"{year}年退出事项台账",
        "退出事项台账",
        columns,
        numbered(rows),
        work.session.get_one(Office, 1).name,
        f"制表日期：{official_day(work.today)}",
        ("内部资料，按权限查看，不得张贴。",),
        owner=2,
    )
    return Lists(About(_common(found), f"{year}年退出事项台账"), [listed])


def _case(row: CaseRow) -> tuple[str, ...]:
    return (
        row.number,
        row.name,
        row.place,
        row.engagement.label,
        row.cause.label,
        row.state.label,
        row.ground.label if row.ground else "",
        f"{row.opened_on:%Y-%m-%d}",
        f"{row.effective_on:%Y-%m-%d}" if row.effective_on else "",
    )


def _common(found: list[CaseRow]) -> str:
    """The path that all have in common, for whom it is to be allowed."""
    first, last = min(row.area_path for row in found), max(row.area_path for row in found)
    shared = ""
    for one, other in zip(first.split("/"), last.split("/"), strict=False):
        if one != other or not one:
            break
        shared += f"{one}/"
    return shared


def look_list(work: UnitOfWork, asked: Asked) -> Lists:
    """预警名单 of a look with the reasons, and who lacks months; a rank is a clue and no ground."""
    board = look_board(work, asked.subject_id)
    row = board.row
    columns = (
        number("序号", 6, 12),
        named(28, 10),
        text("单位", 20, 40),
        text("岗位", 24, 46),
        middle("得分", 10, 20),
        text("预警原因", 50, 110),
        middle("处理", 12, 24),
    )
    office = work.session.get_one(Office, 1).name
    right = f"筛查日期：{official_day(row.made_at.date())}"
    made = [
        Listed(
            f"{row.title}预警名单",
            "预警名单",
            columns,
            numbered([Row(_flag(one)) for one in board.flags]),
            office,
            right,
            (board.paper_words, "内部资料，按权限查看，不得张贴。"),
            owner=1,
        )
    ]
    if board.left_out:
        short = [Row(_flag(one)) for one in board.left_out]
        title = f"{row.title}月数不够、不列入的人员"
        notes = ("考核月数不够，不列入预警名单。",)
        made.append(
            Listed(title, "不列入的人员", columns, numbered(short), office, right, notes, owner=1)
        )
    return Lists(About(row.area_path, row.title), made)


def _flag(one: FlagRow) -> tuple[str, ...]:
    total = "" if one.total_milli is None else points(one.total_milli)
    done = one.case_number or one.state.label
    return (one.name, one.unit, one.place, total, one.words, done)


def yearly(work: UnitOfWork, asked: Asked) -> Lists:
    """年度预警和退出情况: who recovered stands first; the public form names nobody."""
    work.require_somewhere(Right.PRINT_PAPERS)
    given = asked.options
    report = exits_of_year(work, asked.subject_id, given.area_id, public=given.public)
    office = work.session.get_one(Office, 1).name
    left, right = f"{office}　{report.area}", f"制表日期：{official_day(work.today)}"
    note = ("人数少于 5 的不列出。",) if report.hidden else ()
    title = f"{report.year}年预警和退出情况"

    def listed(part: str, columns: tuple[Column, ...], rows: list[Row]) -> Listed:
        return Listed(f"{title}：{part}", part, columns, numbered(rows), left, right, note)

    counts = (number("序号", 6, 15), text("项目", 40, 110), middle("人数", 12, 40))
    made = []
    if not report.public and report.recovered:
        columns = (
            number("序号", 6, 15),
            named(32, 10),
            text("单位", 24, 60),
            middle("立案日期", 14, 34),
            middle("解除日期", 14, 34),
            middle("用时（天）", 12, 26),
        )
        rows = [
            Row((
                one.name, one.unit, f"{one.opened_on:%Y-%m-%d}", f"{one.lifted_on:%Y-%m-%d}",
                one.days,
            ))
            for one in report.recovered
        ]  # fmt: skip
        made.append(listed("经补训或调岗后合格、解除预警的人员", columns, rows))
    made.append(
        listed("总体情况", counts, [Row((one.label, _count(one.count))) for one in report.summary])
    )
    grounds = [Row((one.label, _count(one.count))) for one in report.grounds]
    if grounds:
        made.append(listed("按依据", counts, grounds))
    causes = [Row((one.label, _count(one.count))) for one in report.causes]
    if causes:
        made.append(listed("按起因", counts, causes))
    if report.units:
        of_units = (
            number("序号", 6, 15),
            text("单位", 30, 80),
            middle("解除预警", 12, 30),
            middle("退出", 12, 30),
            middle("预警", 12, 30),
        )
        rows = [
            Row((one.unit, _count(one.recovered), _count(one.left), _count(one.warned)))
            for one in report.units
        ]
        made.append(listed("分单位", of_units, rows))
    return Lists(About(report.area_path, title), made)


def _count(count: int | None) -> str:
    return _FEW if count is None else f"{count:,}"
