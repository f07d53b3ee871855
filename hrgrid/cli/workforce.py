"""Commands on areas and people: import, template, coverage."""

from __future__ import annotations

import argparse
from pathlib import Path

from hrgrid.cli import opening
from hrgrid.cli.outcomes import Outcome, table
from hrgrid.cli.usage import Parser
from hrgrid.core.periods import parse_date
from hrgrid.exchange.service import Answers, ImportReport, open_drop, run_import
from hrgrid.overview.service import KINDS
from hrgrid.workforce.queries import CoverageRow, coverage, find_area

_SHOWN = 30
_FILES = ".xlsx .xls .et .ods .csv；照片为文件夹、.zip 或 .jpg .png"


# --- import -------------------------------------------------------------------------------------


def declare_import(parser: Parser) -> None:
    """Arguments of `import`."""
    parser.add_argument(
        "kind",
        choices=list(KINDS),
        metavar="种类",
        help="，".join(f"{code} {kind.spec.label}" for code, kind in KINDS.items()),
    )
    parser.add_argument("file", type=Path, metavar="文件", help=_FILES)
    parser.add_argument("--sheet", metavar="工作表", help="只导入这一张工作表")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--partial", action="store_true", help="只导入没有问题的行")
    parser.add_argument(
        "--month", metavar="月份", help="考核数据：文件里没写月份时按这个月，如 2026-10"
    )
    parser.add_argument("--errors", type=Path, metavar="文件.xlsx", help="把有问题的行另存为")


def import_file(options: argparse.Namespace) -> Outcome:
    """The real import, or with `--dry-run` the same rolled back."""
    kind = KINDS[options.kind]
    sheets = [options.sheet] if options.sheet else None
    paths = [options.file.absolute()]
    answers = Answers(given={"month": options.month} if options.month else {})
    with opening.writing_desk(options, on_record=not options.dry_run) as desk:
        kind = desk.read(kind.settled)
        drop = desk.read(lambda work: open_drop(work, kind, paths, sheets))
        report = run_import(
            desk, kind, drop, answers, partial=options.partial, dry_run=options.dry_run
        )
    if options.errors is not None and report.errors:
        from hrgrid.exchange.papers import write_error_workbook

        write_error_workbook(kind.spec, drop, report, options.errors.absolute())
    refusal = None
    if report.refused:
        refusal = (
            f"有 {len(report.errors)} 处必须改，没有导入，见上。"
            if report.errors
            else ("没有一行可以导入，什么也没有存。请核对文件。")
        )
    return Outcome(report.as_json(), _lines(report, options.dry_run), refusal=refusal)


def _lines(report: ImportReport, dry_run: bool) -> list[str]:
    verb = "检查" if dry_run or not report.applied else "导入"
    counts = f"新增 {report.new}，更新 {report.changed}，不变 {report.unchanged}"
    lines = [f"{verb} {report.rows} 行：{counts}，必须改 {len(report.errors)} 处。"]
    rows = [
        (p.sheet, p.row or "", p.column, p.value, p.message, p.suggestion or "")
        for p in report.problems[:_SHOWN]
    ]
    if rows:
        lines += table(("工作表", "行", "列", "写的是", "问题", "建议"), rows)
    if len(report.problems) > _SHOWN:
        lines.append(f"另有 {len(report.problems) - _SHOWN} 处，用 --errors 另存有问题的行。")
    return lines


# --- template -------------------------------------------------------------------------------------


def declare_template(parser: Parser) -> None:
    """Arguments of `template`."""
    parser.add_argument("kind", choices=list(KINDS), metavar="种类", help="，".join(KINDS))
    parser.add_argument("file", type=Path, metavar="文件.xlsx", help="写到哪里")


def write_template_file(options: argparse.Namespace) -> Outcome:
    """An empty workbook to fill in, from the columns that the import reads."""
    from hrgrid.exchange.papers import write_template

    path = options.file.absolute()
    write_template(KINDS[options.kind].spec, path)
    return Outcome({"path": str(path)}, [f"模板已写到：{path}"])


# --- coverage -------------------------------------------------------------------------------------


def declare_coverage(parser: Parser) -> None:
    """Arguments of `coverage`."""
    parser.add_argument("--on", metavar="日期", help="哪一天，默认今天")
    parser.add_argument("--area", metavar="区域", help="只看这个区域，例如 苏州市/姑苏区")


def show_coverage(options: argparse.Namespace) -> Outcome:
    """One full-time worker a grid, at every level; needs no user."""
    with opening.reading(options) as database, database.reading() as work:
        on = parse_date(options.on) if options.on else work.today
        under = find_area(work, options.area, on).path if options.area else ""
        rows = coverage(work, on, under)
    told = {"on": on.isoformat(), "areas": [_told(row) for row in rows]}
    if not rows:
        return Outcome(told, [f"{on:%Y-%m-%d} 还没有综合网格。"])
    return Outcome(
        told,
        table(
            ("区域", "级别", "综合网格", "有人", "其中代管", "空缺", "配备率"),
            [
                (r.path, r.level.label, r.general_grids, r.filled, r.covered, r.vacant, _rate(r))
                for r in rows
            ],
        ),
    )


def _told(row: CoverageRow) -> dict[str, object]:
    return {
        "path": row.path,
        "level": row.level.value,
        "general_grids": row.general_grids,
        "filled": row.filled,
        "covered": row.covered,
        "vacant": row.vacant,
        "rate_bp": row.rate_bp,
    }


def _rate(row: CoverageRow) -> str:
    return f"{row.rate_bp // 100}.{row.rate_bp % 100:02d}%"
