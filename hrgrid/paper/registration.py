"""报名登记表 with 资格审查: a candidate a page, what he declared and what was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hrgrid.core.names import drawn_name
from hrgrid.paper.boxes import THICK, THIN, Box, Cell, Leaf, Leaves, ruled
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side

_LEFT, _RIGHT, _TOP = 200, 1900, 170
_ROW = 84
_PHOTO = 300
_CHECKS = 640
_MOST_CHECKS = 18


@dataclass(frozen=True)
class Checked:
    """One condition: what was seen, whether it will do, by whom."""

    condition: str
    seen: str
    outcome: str
    by: str


@dataclass(frozen=True)
class Registration:
    """One candidate: `facts` as names and values (the first ones beside the photo)."""

    owner: str
    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    checks: tuple[Checked, ...]
    conclusion: str
    pledge: str
    office: str
    photo: Callable[[], bytes] | None = field(default=None, repr=False)


_PLEDGE_HIGH = 210
_END_HIGH = 300


def registration_leaves(title: str, people: Callable[[], Iterable[Registration]]) -> Leaves:
    """The pages; more conditions than a page holds go on with the next one."""
    return Leaves(title, lambda: (leaf for one in people() for leaf in _pages(one)))


def _pages(one: Registration) -> Iterator[Leaf]:
    boxes = [*_head(one), *_facts(one)]
    y = max(box.bottom for box in boxes)
    pledge = f"{one.pledge}\n　\n　　　　　　　　本人签名：____________　　　日期：____________"
    boxes.append(Box(_LEFT, y, _RIGHT, y + _PLEDGE_HIGH, pledge, Role.SONG, 1050, line=THIN))
    y += _PLEDGE_HIGH
    rows = _check_rows(one)
    # What goes beyond the page's end: the conclusion always stands below the last condition.
    room = 2970 - 150 - y - _END_HIGH
    high = min(_ROW, max(60, room // max(len(rows), 1)))
    fitting = room // high
    first, rest = rows[:fitting], rows[fitting:]
    boxes += ruled(_LEFT, _RIGHT, y, [(high, cells) for cells in first])
    y += high * len(first)
    while rest:
        yield _leaf(one, boxes)
        boxes, y = list(_head(one)), _TOP + 210
        fitting = (2970 - 150 - y - _END_HIGH) // _ROW
        now, rest = [rows[0], *rest[: fitting - 1]], rest[fitting - 1 :]
        boxes += ruled(_LEFT, _RIGHT, y, [(_ROW, cells) for cells in now])
        y += _ROW * len(now)
    boxes += ruled(_LEFT, _RIGHT, y, [(_END_HIGH, _conclusion(one))])
    yield _leaf(one, boxes)


def _leaf(one: Registration, boxes: list[Box]) -> Leaf:
    edge = Box(
        _LEFT,
        _TOP + 210,
        _RIGHT,
        max(box.bottom for box in boxes),
        line=THICK,
    )
    return Leaf((*boxes, edge), (), (one.owner,) * (len(boxes) + 1))


def _head(one: Registration) -> Iterator[Box]:
    yield Box(_LEFT, _TOP - 40, _RIGHT, _TOP + 80, one.title, Role.TITLE, 2000, Side.CENTRE, pad=0)
    told = f"报名号：{one.number}"
    yield Box(_LEFT, _TOP + 130, _RIGHT, _TOP + 200, told, Role.SONG, 1050, Side.RIGHT, pad=0)


def _facts(one: Registration) -> Iterator[Box]:
    """Two facts a row; the first five rows leave room for the photo."""
    top = _TOP + 210
    beside = 5
    photo_left = _RIGHT - _PHOTO
    if one.photo is None:
        yield Box(
            photo_left, top, _RIGHT, top + beside * _ROW, "照　片", Role.SONG, 1050, Side.CENTRE,
            THIN, grey=True,
        )  # fmt: skip
    else:
        yield Box(photo_left, top, _RIGHT, top + beside * _ROW, line=THIN, photo=one.photo)
    pairs = [one.facts[at : at + 2] for at in range(0, len(one.facts), 2)]
    for at, pair in enumerate(pairs):
        right = photo_left if at < beside else _RIGHT
        cells: list[Cell] = []
        for name, value in pair:
            cells += [Cell(name, 4, label=True), Cell(value, 7)]
        if len(pair) == 1:
            cells[-1] = Cell(pair[0][1], 18)
        for box in ruled(_LEFT, right, top + at * _ROW, [(_ROW, cells)]):
            yield _named(box, pair)
    # Fewer rows than the photo is high: what is left stays empty, but framed.
    if len(pairs) < beside:
        empty = (beside - len(pairs)) * _ROW
        yield from ruled(_LEFT, photo_left, top + len(pairs) * _ROW, [(empty, [Cell("")])])


def _named(box: Box, pair: Iterable[tuple[str, str]]) -> Box:
    """A name of two characters is drawn as wide as three."""
    name = next((value for label, value in pair if label == "姓名"), None)
    if name is None or box.text != name or drawn_name(name) == name:
        return box
    return Box(
        box.left, box.top, box.right, box.bottom, box.text, box.role, box.size, box.side,
        box.line, box.pad, spread=True,
    )  # fmt: skip


def _check_rows(one: Registration) -> list[list[Cell]]:
    head = [
        Cell("资格审查条件", 9, label=True),
        Cell("审查所见", 8, label=True),
        Cell("结论", 4, label=True),
        Cell("审查人", 4, label=True),
    ]
    return [
        head,
        *(
            [
                Cell(each.condition, 9, size=1000),
                Cell(each.seen, 8, size=1000),
                Cell(each.outcome, 4, side=Side.CENTRE, size=1000),
                Cell(each.by, 4, side=Side.CENTRE, size=1000),
            ]
            for each in one.checks
        ),
    ]


def _conclusion(one: Registration) -> list[Cell]:
    told = (
        f"{one.conclusion}\n　\n审查人签名：____________　　复核人签名：____________\n"
        f"　\n　　　　　　　　　　　　　　　　{one.office}（章）　　　　年　　月　　日"
    )
    return [Cell("资格审查\n结论", 4, label=True), Cell(told, 21)]
