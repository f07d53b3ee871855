"""考核表 of a person: every item with how it was reckoned, the total, the grade, and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.papers.periods import Frame, all_results, read_frame, scored, two_places
from hrgrid.assessment.queries.way import result_cards
from hrgrid.assessment.rules.result_rows import ResultCard, WayItem
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import Drawn
from hrgrid.paper.boxes import A4, Box, Cell, Leaf, Leaves, ruled
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

MOST = 5_000
"""More sheets than a file takes that still opens at once on an old computer."""
_LEFT, _RIGHT = 180, A4[0] - 180
_TOP, _FOOT = 400, 170
_HEAD, _ROW, _LINE = 96, 96, 48
_SIGNS = 430
_WIDTHS = (12, 46, 13, 80, 19)
_A_LINE = 22
"""Characters of a line in the column that says how points came about."""
_SAID_LINE = 46


@dataclass(frozen=True)
class _Line:
    cells: tuple[str, ...]
    height: int
    label: bool = False


def person_sheets(work: UnitOfWork, asked: Asked) -> Drawn:
    """A page each for the people asked for, those with a result, by unit and rank."""
    frame = read_frame(work, asked)
    rows = scored(all_results(work, frame, asked), frame)
    if len(rows) > MOST:
        raise UserError(
            f"要输出 {len(rows):,} 人的考核表，一个文件最多 {MOST:,} 人。请按单位分别输出"
        )
    work.progress.begin("读取考核结果", len(rows))
    pages = []
    for card in result_cards(work, frame.card.row.id, [row.assessee_id for row in rows]):
        pages.append(_page(frame, card))
        work.progress.step()
    title = frame.titled("表")
    return Drawn(frame.about, Leaves(title, lambda: iter(pages), A4), len(pages))


def _page(frame: Frame, card: ResultCard) -> Leaf:
    boxes = tuple(_boxes(frame, card))
    owner = f"“{card.row.name}”（{card.row.number}）"
    return Leaf(boxes, (), (owner,) * len(boxes))


def _boxes(frame: Frame, card: ResultCard) -> Iterator[Box]:
    title = card.scheme if card.scheme.endswith("表") else f"{card.scheme}表"
    yield Box(_LEFT, 180, _RIGHT, 290, title, Role.TITLE, 2000, Side.CENTRE, pad=0)
    yield Box(_LEFT, 315, _RIGHT, 375, f"考核期：{frame.title}", size=1100, pad=0)
    yield Box(_LEFT, 315, _RIGHT, 375, frame.office, size=1100, side=Side.RIGHT, pad=0)
    row = card.row
    who = [
        (_HEAD, _labelled(("姓名", row.name), ("工号", row.number), ("单位", row.unit))),
        (_HEAD, _labelled(("网格", row.area), ("在岗天数", str(row.served_days)))),
    ]
    yield from ruled(_LEFT, _RIGHT, _TOP, who)
    top = _TOP + 2 * _HEAD
    table = _fitted(_table(card), A4[1] - _FOOT - _SIGNS - top)
    yield from ruled(_LEFT, _RIGHT, top, [(line.height, _cells(line)) for line in table])
    top += sum(line.height for line in table)
    yield from _signs(frame, top)


def _labelled(*pairs: tuple[str, str]) -> list[Cell]:
    shares = {2: (12, 76, 18, 18), 3: (12, 26, 12, 26, 12, 36)}[len(pairs)]
    texts = [text for pair in pairs for text in pair]
    return [
        Cell(text, share, label=at % 2 == 0, size=1050)
        for at, (text, share) in enumerate(zip(texts, shares, strict=True))
    ]


def _table(card: ResultCard) -> Iterator[_Line]:
    yield _Line(("项", "考核内容", "分值", "情况和计分", "得分"), _HEAD, label=True)
    for item in card.items:
        how = "；".join(filter(None, (item.how, item.note)))
        height = _ROW + _LINE * (max(_lines(how, _A_LINE), _lines(item.label, 12)) - 1)
        yield _Line((item.code, item.label, _full(item), how, _points(item)), height)
    said = "".join(f"{step}。" for step in (*card.steps, *card.share))
    if said:
        yield _Line(
            ("说明", said.replace("。。", "。")), _ROW + _LINE * (_lines(said, _SAID_LINE) - 1)
        )
    total = "" if card.row.total_milli is None else two_places(card.row.total_milli)
    yield _Line(("总分", total, "等次", card.row.grade_label), _HEAD + 10, label=True)


def _full(item: WayItem) -> str:
    if not item.full_milli:
        return "—"
    return f"{'≤' if item.beside else ''}{mark_text(item.full_milli)}"


def _points(item: WayItem) -> str:
    if item.points_milli is None:
        return item.state.label
    sign = "−" if item.beside and item.points_milli and "扣" in item.beside else ""
    return f"{sign}{two_places(item.points_milli)}"


def _lines(text: str, room: int) -> int:
    """About how many lines a text takes; a digit takes half a character."""
    wide = sum(1 if sign > "\u2e7f" else 0.55 for sign in text)
    return max(1, -(-int(wide + 0.99) // room))


def _cells(line: _Line) -> list[Cell]:
    if len(line.cells) == 2:
        said, text = line.cells
        return [Cell(said, _WIDTHS[0], label=True), Cell(text, sum(_WIDTHS[1:]), size=950)]
    if len(line.cells) == 4:
        first, total, second, grade = line.cells
        return [
            Cell(first, 24, label=True, size=1200),
            Cell(total, 61, size=1400, side=Side.CENTRE),
            Cell(second, 30, label=True, size=1200),
            Cell(grade, 55, size=1400, side=Side.CENTRE),
        ]
    sides = (Side.CENTRE, Side.LEFT, Side.CENTRE, Side.LEFT, Side.RIGHT)
    return [
        Cell(text, share, label=line.label, side=side, size=1000 if line.label else 950)
        for text, share, side in zip(line.cells, _WIDTHS, sides, strict=True)
    ]


def _fitted(lines: Iterator[_Line], room: int) -> Sequence[_Line]:
    """The lines as high as the page has room for; the type in them shrinks with them."""
    found = list(lines)
    whole = sum(line.height for line in found)
    if whole <= room:
        return found
    return [_Line(line.cells, line.height * room // whole, line.label) for line in found]


def _signs(frame: Frame, top: int) -> Iterator[Box]:
    until = frame.card.row.appeals_until
    right = (
        f"对结果有异议的，可在{official_day(until)}前书面提出申诉。"
        if until
        else "对结果有异议的，可书面提出申诉。"
    )
    half = (_LEFT + _RIGHT) // 2
    said = f"本人意见：　□ 无异议　　□ 有异议，理由：\n\n\n{right}"
    yield Box(_LEFT, top, _RIGHT, top + 230, said, size=1050, line=20, above=True)
    yield Box(
        _LEFT,
        top + 230,
        half,
        top + 330,
        "本人签名：　　　　　　　　　年　　月　　日",
        size=1000,
        line=20,
    )
    yield Box(
        half,
        top + 230,
        _RIGHT,
        top + 330,
        "考核单位（章）：　　　　　　　年　　月　　日",
        size=1000,
        line=20,
    )
    yield Box(
        _LEFT, top + 345, _RIGHT, top + 400, "".join(frame.approved), size=900, grey=True, pad=0
    )
