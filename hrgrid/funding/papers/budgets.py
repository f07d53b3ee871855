"""经费分配表, 预算执行表, 年度对比表: tables of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import capital_amount
from hrgrid.documents.papers.record import About
from hrgrid.funding.papers.frame import SIGNS, UNIT, Tables, made_on, office, place
from hrgrid.funding.papers.options import Asked
from hrgrid.funding.queries.execution import execution
from hrgrid.funding.queries.report_allocation import allocation
from hrgrid.funding.queries.report_years import year_sums
from hrgrid.funding.rules.words import Heading
from hrgrid.paper.sums import SumColumn, SumTable, added, count, money, share, text, yuan
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

_TOTAL = "合　计"


def _heading(one: Heading) -> SumColumn:
    """薪酬保障 is grids by their rate wherever it is just that; else what was set aside."""
    column = money(one.value, one.label, 27)
    if one is not Heading.PAY:
        return column
    return replace(column, formula="{grids}*{rate}", where=_by_the_grid)


def _by_the_grid(row: Mapping[str, object]) -> bool:
    grids, rate = row["grids"], row["rate"]
    if not isinstance(grids, int) or not isinstance(rate, int):
        return False
    return row[Heading.PAY.value] == grids * rate


def allocation_table(work: UnitOfWork, asked: Asked) -> Tables:
    """经费分配表 (documents.md 9): a unit a line, a heading a column, sums by formulas."""
    year = asked.subject_id
    found = allocation(work, year, place(work, asked))
    if not found.rows:
        raise UserError(f"{year} 年还没有安排到科目的经费，没有内容可输出。请先办“安排到科目”")
    first, last = Heading.PAY.value, Heading.RESERVE.value
    columns = (
        text("number", "序号", 6, 10, Side.CENTRE),
        text("area", "街道", 18, 26),
        count("grids", "综合网格数", 10, 20),
        count("workers", "在岗专职", 10, 16),
        money("rate", "每格标准", 20, total=False),
        *(_heading(one) for one in Heading),
        money("total", "合计", 29, formula=f"SUM({{{first}}}:{{{last}}})", total=True),
        text("note", "备注", 22, 24),
    )
    rows = [
        (
            str(at),
            row.area,
            row.grids,
            row.workers,
            row.rate_fen,
            *(row.headings.get(one, 0) for one in Heading),
            row.total_fen,
            row.note,
        )
        for at, row in enumerate(found.rows, start=1)
    ]
    rates = {row.rate_fen for row in found.rows if row.rate_fen is not None}
    totals = {
        "area": _TOTAL,
        "grids": sum(row.grids for row in found.rows),
        "workers": sum(row.workers for row in found.rows),
        "rate": rates.pop() if len(rates) == 1 else None,
        **{one.value: sum(row.headings.get(one, 0) for row in found.rows) for one in Heading},
        # As the budgets keep it, so that the column of checks holds the rows against them.
        "total": found.allotted_fen,
    }
    left = found.total_fen - found.allotted_fen
    told = (
        f"预算总额：{yuan(found.total_fen)}　　已分配：{yuan(found.allotted_fen)}　　"
        f"未分配：{yuan(left)}　　（大写：{capital_amount(found.total_fen)}）"
    )
    title = f"{year}年度网格员队伍建设专项经费分配表"
    table = SumTable(
        title,
        "经费分配表",
        columns,
        lambda: iter(rows),
        totals,
        check="total",
        left=UNIT,
        right=made_on(work),
        notes=(told,),
        signs=(SIGNS,),
        owner=1,
        size=850,
    )
    return Tables(About(found.area_path, title), [table], len(rows))


def execution_table(work: UnitOfWork, asked: Asked) -> Tables:
    """预算执行表: by unit and heading with meters, then by unit and item."""
    year = asked.subject_id
    path = place(work, asked)
    found = execution(work, year, path)
    if not found:
        raise UserError(f"{year} 年还没有安排也没有支出，没有内容可输出")
    of_heading = [row for row in found if row.item_id is None]
    of_item = [row for row in found if row.item_id is not None]
    rows = [
        (
            row.area,
            row.heading.label,
            row.allotted_fen,
            row.spent_fen,
            row.allotted_fen - row.spent_fen,
            _share(row.spent_fen, row.allotted_fen),
        )
        for row in of_heading
    ]
    kept = sum(row.allotted_fen for row in of_heading)
    spent = sum(row.spent_fen for row in of_heading)
    title = f"{year}年度经费预算执行表"
    tables = [
        SumTable(
            title,
            "按单位和科目",
            (
                text("area", "单位", 20, 40),
                text("heading", "科目", 12, 26, Side.CENTRE),
                money("kept", "安排", 36, total=True),
                money("spent", "支出", 36, total=True),
                money("left", "结余", 36, formula="{kept}-{spent}", total=True),
                share("done", "执行率", "IF({kept}=0,0,ROUNDDOWN({spent}/{kept},4))", 70),
            ),
            lambda: iter(rows),
            {
                "area": _TOTAL,
                "kept": kept,
                "spent": spent,
                "left": kept - spent,
                "done": _share(spent, kept),
            },
            check="left",
            left=f"{office(work)}　{UNIT}",
            right=made_on(work),
            signs=(SIGNS,),
        )
    ]
    if of_item:
        items = [(row.area, row.heading.label, row.item, row.spent_fen) for row in of_item]
        tables.append(
            SumTable(
                f"{title}：支出项目",
                "按支出项目",
                (
                    text("area", "单位", 20, 60),
                    text("heading", "科目", 12, 40, Side.CENTRE),
                    text("item", "项目", 24, 80),
                    money("spent", "支出", 50, total=True),
                ),
                lambda: iter(items),
                {"area": _TOTAL, "spent": spent},
                check="spent",
                left=f"{office(work)}　{UNIT}",
                right=made_on(work),
            )
        )
    return Tables(About(path, title), tables, len(found))


def years_table(work: UnitOfWork, asked: Asked) -> Tables:
    """年度对比表: the year beside the one before, by heading."""
    year = asked.subject_id
    path = place(work, asked)
    found = {(row.year, row.heading): row for row in year_sums(work, year, path)}
    if not any(of == year for of, _ in found):
        raise UserError(f"{year} 年还没有安排到科目的经费，没有内容可输出")

    def sums(of: int, heading: Heading) -> tuple[int, int]:
        row = found.get((of, heading))
        return (row.allotted_fen, row.spent_fen) if row else (0, 0)

    rows = []
    for heading in Heading:
        kept, spent = sums(year - 1, heading)
        now_kept, now_spent = sums(year, heading)
        if kept or spent or now_kept or now_spent:
            rows.append(
                (
                    heading.label,
                    kept,
                    spent,
                    now_kept,
                    now_spent,
                    now_kept - kept,
                    now_spent - spent,
                    _share(now_spent, now_kept),
                )
            )
    columns: tuple[SumColumn, ...] = (
        text("heading", "科目", 14, 28),
        money("was", f"{year - 1}年安排", 32, total=True),
        money("went", f"{year - 1}年支出", 32, total=True),
        money("kept", f"{year}年安排", 32, total=True),
        money("spent", f"{year}年支出", 32, total=True),
        money("more", "安排增减", 32, formula="{kept}-{was}", total=True),
        money("further", "支出增减", 32, formula="{spent}-{went}", total=True),
        share("done", f"{year}年执行率", "IF({kept}=0,0,ROUNDDOWN({spent}/{kept},4))", 36),
    )
    keys = ("was", "went", "kept", "spent", "more", "further")
    totals = added(rows, keys, heading=_TOTAL)
    now = [row for (of, _), row in found.items() if of == year]
    totals["done"] = _share(sum(row.spent_fen for row in now), sum(row.allotted_fen for row in now))
    before = any(of == year - 1 for of, _ in found)
    title = f"{year - 1}—{year}年度经费对比表"
    table = SumTable(
        title,
        "年度对比表",
        columns,
        lambda: iter(rows),
        totals,
        check="further",
        left=f"{office(work)}　{UNIT}",
        right=made_on(work),
        notes=() if before else (f"{year - 1} 年没有登记经费，对比栏为 0。",),
        signs=(SIGNS,),
    )
    return Tables(About(path, title), [table], len(rows))


def _share(part: int, whole: int) -> int:
    """In ten-thousandths, rounded down: 100 % is told only when nothing is left."""
    return part * 10_000 // whole if whole > 0 else 0
