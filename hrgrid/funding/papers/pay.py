"""工资发放表 by unit with a column to sign and 工资条 to cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.numerals import capital_amount
from hrgrid.core.rights import Right
from hrgrid.documents.papers.record import About, Drawn
from hrgrid.funding.model import PayPeriod
from hrgrid.funding.papers.frame import UNIT, Tables, made_on, month_words, office
from hrgrid.funding.papers.options import Asked
from hrgrid.funding.papers.slips import Slip, slip_leaves
from hrgrid.funding.queries.pay import seen_period
from hrgrid.funding.queries.report_pay import items_of_month, pay_units, sheet, unit_totals
from hrgrid.funding.rules.report_rows import SheetRow
from hrgrid.funding.rules.words import DEDUCTED, EARNED, PayItem, PayState
from hrgrid.paper.sums import Spool, SumColumn, SumTable, count, money, text
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

_TAKEN = (*DEDUCTED, PayItem.OWN_SHARE)
_TOTAL = "合　计"


def _period(work: UnitOfWork, asked: Asked) -> PayPeriod:
    found = seen_period(work, asked.subject_id)
    work.require(Right.PRINT_PAPERS, found.area_path)
    if found.state is PayState.OPEN:
        raise UserError(f"{month_words(found.month)}的薪酬还没有计算，没有内容可输出。请先计算")
    return found


def _units(work: UnitOfWork, asked: Asked) -> list[tuple[int, str, int]]:
    wanted = asked.options.area_id
    found = [
        unit for unit in pay_units(work, asked.subject_id) if wanted is None or unit[0] == wanted
    ]
    if not found:
        raise UserError("这个月的薪酬里没有这个单位的人，没有内容可输出。请另选单位")
    return found


def pay_table(work: UnitOfWork, asked: Asked) -> Tables:
    """工资发放表: a table a unit, everybody with his items, to sign."""
    period = _period(work, asked)
    month = month_words(period.month)
    items = items_of_month(work, period.id)
    earned = [item for item in EARNED if item in items] or [PayItem.BASE]
    taken = [item for item in _TAKEN if item in items]
    columns = _columns(earned, taken)
    units = _units(work, asked)
    tables = []
    for at, (area_id, name, people) in enumerate(units):
        totals = unit_totals(work, period.id, area_id)
        rows = (
            _values(number, row, earned, taken)
            for number, row in enumerate(sheet(work, period.id, area_id), start=1)
        )
        tables.append(
            SumTable(
                f"{name}{month}工资发放表",
                name,
                columns,
                Spool(rows),
                _totals(totals, (*earned, *taken)),
                check="net",
                left=f"{office(work)}　{name}　{people} 人　{UNIT}",
                right=made_on(work),
                notes=(
                    f"实发合计（大写）：{capital_amount(totals['net'])}",
                    *(("本月还没有审批，本表仅供核对。",) if _unapproved(period) else ()),
                ),
                signs=("制表人：　　　　　　　　　　复核人：　　　　　　　　　　单位负责人：",),
                owner=1,
                size=800,
                airy=14,
            )
        )
        asked.progress.step(at)
    title = f"{month}工资发放表"
    return Tables(About(period.area_path, title), tables, sum(unit[2] for unit in units))


def _totals(
    stored: Mapping[PayItem | str, int], items: Sequence[PayItem]
) -> dict[str, str | int | None]:
    """The last row, from what is stored."""
    said: dict[str, str | int | None] = {item.value: stored.get(item, 0) for item in items}
    return said | {"name": _TOTAL, "gross": stored["gross"], "net": stored["net"]}


def _unapproved(period: PayPeriod) -> bool:
    return period.state in (PayState.OPEN, PayState.CALCULATED, PayState.REVIEWED)


def _columns(earned: list[PayItem], taken: list[PayItem]) -> tuple[SumColumn, ...]:
    off = f"+SUM({{{taken[0].value}}}:{{{taken[-1].value}}})" if taken else ""
    return (
        count("number", "序号", 6, 10, total=False),
        SumColumn("name", "姓名", 10, 18, names=True),
        text("staff", "工号", 14, 20, Side.CENTRE),
        text("grid", "网格", 18, 28),
        count("days", "在岗天数", 8, 11, total=False),
        *(money(item.value, item.label, 21, total=True) for item in earned),
        money("gross", "应发", 22, formula=f"SUM({{{earned[0].value}}}:{{{earned[-1].value}}})"),
        *(money(item.value, item.label, 21, total=True) for item in taken),
        money("net", "实发", 22, formula=f"{{gross}}{off}"),
        text("sign", "签名", 12, 24),
        text("note", "备注", 14, 20),
    )


def _values(
    number: int, row: SheetRow, earned: list[PayItem], taken: list[PayItem]
) -> tuple[str | int | None, ...]:
    return (
        number,
        row.name,
        row.number,
        row.grid,
        row.days,
        *(row.items.get(item, 0) for item in earned),
        row.gross_fen,
        *(row.items.get(item, 0) for item in taken),
        row.net_fen,
        "",
        f"暂缓：{row.held_back}" if row.held_back else "",
    )


def slips(work: UnitOfWork, asked: Asked) -> Drawn:
    """工资条: everybody's own, to be cut apart; nobody sees another's."""
    period = _period(work, asked)
    if _unapproved(period):
        raise UserError(f"{month_words(period.month)}的薪酬还没有审批，不能发工资条。请先审批")
    units = _units(work, asked)
    month = month_words(period.month)
    spools = [(name, Spool(_slips(work, period.id, area_id))) for area_id, name, _ in units]

    def made() -> Iterator[Slip]:
        for name, spool in spools:
            for number, person, grid, days, items, net, held in spool():
                yield Slip(
                    f"{person}（{number}）",
                    f"{month}工资条",
                    f"{name}　{grid}".strip("\u3000"),
                    f"{person}　{number}",
                    (("在岗天数", str(days)), *_told(str(items)), ("实发", f"{_yuan(net)}")),
                    f"暂缓发放：{held}" if held else "",
                )

    about = About(period.area_path, f"{month}工资条")
    return Drawn(about, slip_leaves(about.called, made), sum(unit[2] for unit in units))


def _slips(
    work: UnitOfWork, period_id: int, area_id: int
) -> Iterator[tuple[str | int | None, ...]]:
    for row in sheet(work, period_id, area_id):
        shown = [*EARNED, None, *_TAKEN]
        told = [
            f"应发={_yuan(row.gross_fen)}"
            if item is None
            else f"{item.label}={_yuan(row.items[item])}"
            for item in shown
            if item is None or row.items.get(item)
        ]
        yield (
            row.number,
            row.name,
            row.grid,
            row.days,
            "\n".join(told),
            row.net_fen,
            row.held_back,
        )


def _told(items: str) -> list[tuple[str, str]]:
    return [(name, fen) for name, _, fen in (one.partition("=") for one in items.split("\n"))]


def _yuan(fen: object) -> str:
    return format_money(int(str(fen)))
