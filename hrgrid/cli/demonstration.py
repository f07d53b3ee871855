"""The command demo: a made-up office, a table of what it holds, then the window on it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from hrgrid.cli.outcomes import Outcome, table
from hrgrid.cli.usage import Parser, coded
from hrgrid.demo.furnishing import Size
from hrgrid.demo.office import DemoRow, make_demo


def declare_demo(parser: Parser) -> None:
    """Arguments of `demo`."""
    parser.add_argument("--out", type=Path, metavar="文件夹", help="默认在这里新建 hrgrid-demo")
    parser.add_argument(
        "--size",
        choices=[size.value for size in Size],
        default=Size.TOWN.value,
        help="，".join(f"{size.value} {size.label}" for size in Size),
    )
    parser.add_argument("--headless", action="store_true", help="做完就结束，不打开窗口")


def make_demonstration(options: argparse.Namespace) -> Outcome:
    """Make the office; the window opens on it unless `--headless` or there is no display."""
    folder = options.out.absolute() if options.out is not None else _new_folder()
    made = make_demo(folder, coded(Size, options.size))
    window = None if options.headless else str(made.data)
    if window is not None and not _has_display():
        window = None
        sys.stderr.write("这台电脑没有显示器，不打开窗口。\n")
    return Outcome(_report(made), _lines(made), window=window)


def _new_folder() -> Path:
    plain = Path.cwd() / "hrgrid-demo"
    candidate, count = plain, 1
    while candidate.exists():
        count += 1
        candidate = plain.with_name(f"{plain.name}-{count}")
    return candidate


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _report(made: DemoRow) -> dict[str, object]:
    return {
        "data": str(made.data),
        "grids": made.grids,
        "workers": made.workers,
        "honours": made.honours,
        "files": [
            {"path": str(row.path), "kind": row.kind, "pages": row.pages, "rows": row.rows}
            for row in made.papers
        ],
        "seconds": made.seconds,
    }


def _lines(made: DemoRow) -> list[str]:
    rows: list[tuple[object, ...]] = [(made.data, "—", "机构数据：用 hrgrid --data 打开")]
    rows += [(row.path, row.pages, row.look) for row in made.papers]
    honours = sum(made.honours.values())
    counts = f"网格 {made.grids} 个，网格员 {made.workers} 人，表彰 {honours} 人"
    return [
        f"示例机构已建好，用时 {made.seconds} 秒：{counts}。",
        *table(("文件", "页数", "看什么"), rows),
    ]
