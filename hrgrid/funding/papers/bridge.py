"""从预算到结余: the year drawn as a waterfall, each step beginning where the one before ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.numerals import capital_amount
from hrgrid.documents.papers.record import About, Drawn
from hrgrid.funding.papers.frame import UNIT, Tables, made_on, office, place
from hrgrid.funding.papers.options import Asked
from hrgrid.funding.queries.execution import bridge
from hrgrid.funding.rules.bridge_steps import BridgeStep, StepKind, bridge_steps
from hrgrid.funding.rules.execution_rows import Bridge
from hrgrid.paper.boxes import A4_LYING, HAIR, THIN, Box, Fill, Leaf, Leaves, Stroke
from hrgrid.paper.fonts import Role
from hrgrid.paper.sums import SumTable, money, text
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

_COLOURS = {
    StepKind.WHOLE: (0x2F, 0x6F, 0xB5),
    StepKind.PART: (0x9D, 0xC3, 0xE6),
    StepKind.OUT: (0xD9, 0x8A, 0x4B),
    StepKind.REST: (0x4F, 0x9D, 0x69),
}
_LEFT, _RIGHT, _TOP, _FLOOR = 200, A4_LYING[0] - 200, 480, 1560


def _read(work: UnitOfWork, asked: Asked) -> tuple[str, Bridge]:
    path = place(work, asked)
    found = bridge(work, asked.subject_id, path)
    if not found.total_fen:
        raise UserError(f"{asked.subject_id} 年还没有经费，没有内容可输出。请先办“年初预算”")
    return path, found


def _title(year: int) -> str:
    return f"{year}年度经费从预算到结余"


def bridge_page(work: UnitOfWork, asked: Asked) -> Drawn:
    """The waterfall on one page."""
    path, found = _read(work, asked)
    title = _title(found.year)
    steps = bridge_steps(found)
    left, right = f"{office(work)}　{UNIT}", made_on(work)
    leaf = _leaf(title, steps, found, (left, right))
    return Drawn(About(path, title), Leaves(title, lambda: (leaf,), A4_LYING), len(steps))


def bridge_table(work: UnitOfWork, asked: Asked) -> Tables:
    """The same in numbers: what comes in and goes out, and what is left after each step."""
    path, found = _read(work, asked)
    title = _title(found.year)
    rows: list[tuple[str | int | None, ...]] = [
        ("年度总额", "", found.total_fen, None, found.total_fen),
    ]
    left = found.total_fen
    steps = [step for step in bridge_steps(found) if step.kind is StepKind.OUT]
    for step in steps[:-1]:
        left += step.fen
        rows.append((step.name, step.note, None, -step.fen, left))
    free = left
    planned = SumTable(
        f"{title}：预算安排",
        "预算安排",
        (
            text("name", "项目", 24, 60),
            text("note", "说明", 30, 70),
            money("in", "预算", 44, total=True),
            money("out", "安排", 44, total=True),
            money("left", "未安排", 44, formula="{left_above}-{out}", total=False),
        ),
        lambda: iter(rows),
        {
            "name": "合　计",
            "in": found.total_fen,
            "out": found.allotted_fen,
        },
        left=f"{office(work)}　{UNIT}",
        right=made_on(work),
    )
    lines = [
        ("预算总额", found.total_fen),
        ("已安排到科目", found.allotted_fen),
        ("未安排", free),
        ("已支出", found.paid_fen),
        ("结余", found.left_fen),
    ]
    summary = SumTable(
        f"{title}：收支结余",
        "收支结余",
        (
            text("name", "项目", 24, 60),
            money("fen", "金额", 44, total=False),
            text("words", "大写", 50, 120),
        ),
        lambda: iter([(name, fen, capital_amount(fen)) for name, fen in lines]),
        left=f"{office(work)}　{UNIT}",
        right=made_on(work),
    )
    return Tables(About(path, title), [planned, summary], len(rows))


def _leaf(title: str, steps: Sequence[BridgeStep], found: Bridge, facts: tuple[str, str]) -> Leaf:
    boxes = [
        Box(_LEFT, 130, _RIGHT, 250, title, Role.TITLE, 2200, Side.CENTRE, pad=0),
        Box(_LEFT, 270, _RIGHT, 330, facts[0], Role.SONG, 1050, pad=0),
        Box(_LEFT, 270, _RIGHT, 330, facts[1], Role.SONG, 1050, Side.RIGHT, pad=0),
    ]
    fills: list[Fill] = []
    strokes = [Stroke((_LEFT, _FLOOR), (_RIGHT, _FLOOR), THIN)]
    high = max(max(step.start, step.end) for step in steps) or 1
    wide = (_RIGHT - _LEFT) // len(steps)
    for at, step in enumerate(steps):
        left = _LEFT + at * wide
        inset = wide // 6
        upper = _FLOOR - (_FLOOR - _TOP) * max(step.start, step.end) // high
        lower = _FLOOR - (_FLOOR - _TOP) * min(step.start, step.end) // high
        # What is very small is still seen.
        lower = max(lower, upper + 6)
        fills.append(Fill(left + inset, upper, left + wide - inset, lower, _COLOURS[step.kind]))
        boxes += _labels(step, left, left + wide, upper)
        if at + 1 < len(steps):
            after = _FLOOR - (_FLOOR - _TOP) * step.end // high
            if steps[at + 1].start == step.end or steps[at + 1].end == step.end:
                ends = (left + wide - inset, after), (left + wide + inset, after)
                strokes.append(Stroke(*ends, HAIR, grey=True))
    words = (
        f"预算总额 {format_money(found.total_fen)} 元（大写：{capital_amount(found.total_fen)}），"
        f"薪酬保障安排 {format_money(found.granted_fen)} 元，安排后余 "
        f"{format_money(found.after_grants_fen)} 元；已支出 {format_money(found.paid_fen)} 元，"
        f"结余 {format_money(found.left_fen)} 元。"
    )
    boxes.append(Box(_LEFT, 1830, _RIGHT, 1960, words, Role.SONG, 1100, pad=0, above=True))
    return Leaf(tuple(boxes), tuple(strokes), (), tuple(fills))


def _labels(step: BridgeStep, left: int, right: int, upper: int) -> Iterator[Box]:
    amount = format_money(step.fen)
    yield Box(left, upper - 62, right, upper - 8, amount, Role.SONG, 1000, Side.CENTRE, pad=4)
    yield Box(
        left, _FLOOR + 10, right, _FLOOR + 70, step.name, Role.HEITI, 1050, Side.CENTRE, pad=4
    )
    if step.note:
        yield Box(
            left,
            _FLOOR + 72,
            right,
            _FLOOR + 190,
            step.note,
            Role.SONG,
            850,
            Side.CENTRE,
            pad=4,
            above=True,
            grey=True,
        )
