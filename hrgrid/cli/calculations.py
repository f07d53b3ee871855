"""Commands that calculate from a file alone: apportion, tabulate, draw, sort-names."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hrgrid.cli.outcomes import Outcome, table
from hrgrid.cli.usage import Parser, coded, whole_number
from hrgrid.core.apportionment import (
    Apportionment,
    DrawRequired,
    StepRow,
    Unit,
    apportion,
)
from hrgrid.core.draws import PoolRow, draw
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import MarkRow, Standing, TabulationRule, parse_mark, tabulate
from hrgrid.paper.intake import Row, Sheet, read_table, read_text


def declare_apportion(parser: Parser) -> None:
    """Arguments of `apportion`."""
    parser.add_argument(
        "file", type=Path, metavar="文件", help="CSV：name、weight，可有 floor、cap"
    )
    parser.add_argument(
        "--seats", type=whole_number(0), metavar="N", required=True, help="名额总数"
    )
    parser.add_argument(
        "--method",
        choices=[method.value for method in Method],
        required=True,
        help="，".join(f"{method.value} {method.label}" for method in Method),
    )
    parser.add_argument(
        "--floor", type=whole_number(0), metavar="N", default=0, help="每个单位至少几个"
    )
    parser.add_argument("--cap", type=whole_number(0), metavar="N", help="每个单位最多几个")


def apportion_seats(options: argparse.Namespace) -> Outcome:
    """Seats by weight; a tie wider than the places left is an outcome of its own."""
    units = _units(read_table(options.file).only_sheet())
    method = coded(Method, options.method)
    report = {"method": method.value, "seats": options.seats}
    try:
        shared = apportion(units, options.seats, method, floor=options.floor, cap=options.cap)
    except DrawRequired as tie:
        names = {"names": list(tie.names), "places": tie.places}
        return Outcome(report | {"result": None, "steps": [], "tie": names}, refusal=tie.sentence)
    result = [{"name": r.name, "weight": r.weight, "seats": r.seats} for r in shared.result]
    steps = [_step(step) for step in shared.steps]
    return Outcome(
        report | {"result": result, "steps": steps, "tie": None}, _apportionment_lines(shared)
    )


def _step(step: StepRow) -> dict[str, object]:
    return {
        "kind": step.kind.value,
        "unit": step.unit,
        "fraction": step.fraction,
        "seats": step.seats,
    }


def _apportionment_lines(shared: Apportionment) -> list[str]:
    rows = [(row.name, row.weight, row.seats) for row in shared.result]
    total = ("合计", sum(row.weight for row in shared.result), shared.seats)
    steps = [(s.kind.label, s.unit, s.fraction, s.seats) for s in shared.steps]
    return [
        shared.method.label,
        *table(("单位", "权数", "名额"), [*rows, total]),
        "",
        *table(("步骤", "单位", "比较的数", "名额"), steps),
    ]


def _units(sheet: Sheet) -> list[Unit]:
    columns = _columns(sheet, required=("name", "weight"), optional=("floor", "cap"))
    units = []
    for row in sheet.rows[1:]:
        name, weight = _cell(row, columns["name"]), _cell(row, columns["weight"])
        if not name:
            raise UserError(f"第 {row.number} 行没有填单位名称（name），请补上。")
        bounds = [
            _number(_cell(row, columns[bound]), row, bound) if bound in columns else None
            for bound in ("floor", "cap")
        ]
        number = _number(weight, row, "weight")
        if number is None:
            raise UserError(f"第 {row.number} 行“{name}”没有填权数（weight），请补上。")
        units.append(Unit(name, number, *bounds))
    return units


def _columns(sheet: Sheet, required: Sequence[str], optional: Sequence[str]) -> dict[str, int]:
    """Where the named columns are; raises UserError where one lacks or comes twice."""
    headings = [cell.strip().lower() for cell in sheet.rows[0].cells]
    for name in required:
        if name not in headings:
            raise UserError(f"第 {sheet.rows[0].number} 行缺少 {name} 这一列，请把它写进表头。")
    for name in (*required, *optional):
        if headings.count(name) > 1:
            raise UserError(f"表头里 {name} 出现了不止一次，请只留一列。")
    return {name: headings.index(name) for name in (*required, *optional) if name in headings}


def _cell(row: Row, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _number(text: str, row: Row, column: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise UserError(f"第 {row.number} 行的 {column} 是“{text}”，要填不小于 0 的整数，请改正。")
    return int(text)


def declare_tabulate(parser: Parser) -> None:
    """Arguments of `tabulate`."""
    parser.add_argument(
        "file", type=Path, metavar="文件", help="第一列是参赛者，以后每位评委一列；没打分就留空"
    )
    parser.add_argument(
        "--drop-high", type=whole_number(0), metavar="N", default=1, help="去掉的最高分，默认 1"
    )
    parser.add_argument(
        "--drop-low", type=whole_number(0), metavar="N", default=1, help="去掉的最低分，默认 1"
    )
    parser.add_argument(
        "--decimals", type=whole_number(0), metavar="N", default=2, help="公布几位小数，默认 2"
    )
    parser.add_argument(
        "--min-marks", type=whole_number(0), metavar="N", help="至少几个有效分，默认比去掉的多 1 个"
    )
    parser.add_argument(
        "--order",
        choices=[order.value for order in Order],
        default=Order.HIGH.value,
        help="，".join(f"{order.value} {order.label}" for order in Order),
    )


def tabulate_marks(options: argparse.Namespace) -> Outcome:
    """Totals and places from the marks of several judges."""
    rule = TabulationRule(
        drop_high=options.drop_high,
        drop_low=options.drop_low,
        decimals=options.decimals,
        min_marks=options.min_marks,
        order=coded(Order, options.order),
    )
    sheet = read_table(options.file).only_sheet()
    judges = _judges(sheet)
    standings = tabulate(rule, judges, [_mark_row(row, judges) for row in sheet.rows[1:]])
    report = {
        "rule": {
            "drop_high": rule.drop_high,
            "drop_low": rule.drop_low,
            "decimals": rule.decimals,
            "min_marks": rule.marks_needed(len(judges)),
            "order": rule.order.value,
        },
        "standings": [_standing(standing) for standing in standings],
    }
    return Outcome(report, _standing_lines(standings))


def _standing(standing: Standing) -> dict[str, object]:
    return {
        "entrant": standing.entrant,
        "total": standing.published,
        "rank": standing.rank,
        "kept": list(standing.kept),
        "dropped": list(standing.dropped),
        "missing": list(standing.missing),
        "tied": standing.tied,
    }


def _standing_lines(standings: Sequence[Standing]) -> list[str]:
    headings = ("名次", "参赛者", "得分", "计入", "去掉", "未打分")
    rows = [
        (
            "" if s.rank is None else f"{s.rank}{'（并列）' if s.tied else ''}",
            s.entrant,
            s.published or "有效分不足",
            " ".join(s.kept),
            " ".join(s.dropped),
            "、".join(s.missing),
        )
        for s in standings
    ]
    return table(headings, rows)


def _judges(sheet: Sheet) -> list[str]:
    headings = sheet.rows[0]
    judges = [cell.strip() for cell in headings.cells[1:]]
    if not judges:
        raise UserError(f"第 {headings.number} 行只有一列，请在第一列之后给每位评委一列。")
    for column, judge in enumerate(judges, start=2):
        if not judge:
            raise UserError(f"第 {headings.number} 行第 {column} 列没有写评委，请补上表头。")
    name, times = Counter(judges).most_common(1)[0]
    if times > 1:
        raise UserError(f"表头里“{name}”出现了 {times} 次，请把评委写成不同的名称。")
    return judges


def _mark_row(row: Row, judges: Sequence[str]) -> MarkRow:
    entrant = _cell(row, 0)
    if not entrant:
        raise UserError(f"第 {row.number} 行第一列没有写参赛者，请补上或删掉这一行。")
    if len(row.cells) > len(judges) + 1:
        raise UserError(f"第 {row.number} 行“{entrant}”的评分比评委多，请核对这一行。")
    marks = [
        parse_mark(_cell(row, column), f"第 {row.number} 行“{entrant}”{judge}")
        for column, judge in enumerate(judges, start=1)
    ]
    return MarkRow(entrant, marks)


def declare_draw(parser: Parser) -> None:
    """Arguments of `draw`."""
    parser.add_argument("file", type=Path, metavar="文件", help="第一行表头，第一列是不重复的编码")
    parser.add_argument("--count", type=whole_number(1), metavar="N", required=True, help="抽几个")
    parser.add_argument("--seed", required=True, help="随机种子，写一段当场定下的文字")
    parser.add_argument("--by", metavar="列", help="按哪一列分层，各层按大小分数量")


def draw_pool(options: argparse.Namespace) -> Outcome:
    """A draw that anyone can repeat from the same file and seed."""
    sheet = read_table(options.file).only_sheet()
    stratum = _column(sheet, options.by) if options.by else None
    pool = [
        PoolRow(_cell(row, 0), "" if stratum is None else _cell(row, stratum))
        for row in sheet.rows[1:]
    ]
    result = draw(pool, options.count, options.seed)
    report = {
        "pool_sha256": result.pool_sha256,
        "seed": result.seed,
        "algorithm": result.algorithm,
        "drawn": [drawn.key for drawn in result.drawn],
    }
    rows = [(drawn.stratum, drawn.key, drawn.ticket[:16]) for drawn in result.drawn]
    lines = [
        f"名单校验值 {result.pool_sha256}",
        f"随机种子 {result.seed}，算法 {result.algorithm}",
        *table(("分层", "编码", "签号（前 16 位）"), rows),
    ]
    return Outcome(report, lines)


def _column(sheet: Sheet, name: str) -> int:
    headings = [cell.strip() for cell in sheet.rows[0].cells]
    if headings.count(name.strip()) != 1:
        seen = "、".join(f"“{heading}”" for heading in headings if heading)
        raise UserError(f"表头里要有且只有一列“{name}”，现在有{seen}，请核对 --by。")
    return headings.index(name.strip())


def declare_sort_names(parser: Parser) -> None:
    """Arguments of `sort-names`."""
    parser.add_argument("file", type=Path, metavar="文件", help="文本文件，一行一个姓名")
    parser.add_argument(
        "--by", choices=["strokes", "pinyin"], default="strokes", help="strokes 笔画，pinyin 拼音"
    )


def sort_name_list(options: argparse.Namespace) -> Outcome:
    """Names in the order of a roster; equal ones keep their order."""
    from hrgrid.core.names import NameOrder, sort_names

    lines = (line.strip() for line in read_text(options.file).splitlines())
    names = sort_names([line for line in lines if line], coded(NameOrder, options.by))
    if not names:
        raise UserError(f"“{options.file.name}”里没有姓名，请一行写一个。")
    return Outcome({"names": names}, names)
