"""考场座次表 and 门贴: the desks of a room as they stand, and the sheet on its door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.names import drawn_name
from hrgrid.paper.boxes import A4, A4_LYING, THICK, THIN, Box, Leaf, Leaves, Stroke
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side

MOST_DESKS = 200
_FOOT = "　　实考 ______ 人　　缺考 ______ 人　　监考员签名：____________　____________"


@dataclass(frozen=True)
class Desk:
    """Who sits at a desk; its number counts from 1 in the room."""

    number: int
    admission: str
    name: str


@dataclass(frozen=True)
class Room:
    """One room with its desks in the order of their numbers, and what is held there when."""

    number: int
    exam: str
    when: str
    place: str
    desks: tuple[Desk, ...]

    @property
    def span(self) -> str:
        """From which admission number to which."""
        numbers = sorted(desk.admission for desk in self.desks if desk.admission)
        if not numbers:
            return ""
        return numbers[0] if len(numbers) == 1 else f"{numbers[0]} 至 {numbers[-1]}"


def plan_leaves(title: str, rooms: Sequence[Room], columns: int) -> Leaves:
    """A page a room: desks in `columns`, one behind another, the next column back again."""
    if not 1 <= columns <= 12:
        raise UserError(f"每排 {columns} 张课桌画不下。请选 1 到 12 张")
    return Leaves(title, lambda: (_plan(room, columns) for room in rooms), A4_LYING)


def door_leaves(title: str, rooms: Sequence[Room]) -> Leaves:
    """A page a room, for its door."""
    return Leaves(title, lambda: (leaf for room in rooms for leaf in _door(room)))


def places(count: int, columns: int) -> list[tuple[int, int]]:
    """Column (from the left, seen towards the desk in front) and row of the desks 1, 2, 3 …

    The first column runs from the front to the back, the second back to the front.
    """
    rows = -(-count // columns)
    found = []
    for at in range(count):
        column, row = divmod(at, rows)
        found.append((column, rows - 1 - row if column % 2 else row))
    return found


def _plan(room: Room, columns: int) -> Leaf:
    last = max(desk.number for desk in room.desks)
    if last > MOST_DESKS:
        raise UserError(f"第 {room.number} 考场有 {last} 个座位，一张座次表画不下。请多设考场")
    width, height = A4_LYING
    left, right, top, bottom = 120, width - 120, 420, height - 130
    rows = -(-last // columns)
    boxes = [*_heading(room, width, "座次表")]
    owners = [f"第 {room.number} 考场"] * len(boxes)
    front = Box(
        width // 2 - 260,
        315,
        width // 2 + 260,
        385,
        "讲　台",
        Role.HEITI,
        1300,
        Side.CENTRE,
        THIN,
        pad=4,
    )
    boxes.append(front)
    owners.append("讲台")
    wide, high = (right - left) // columns, min((bottom - top) // rows, 300)
    gap_x, gap_y = wide // 14, high // 12
    by_number = {desk.number: desk for desk in room.desks}
    for number, (column, row) in enumerate(places(last, columns), start=1):
        # Seen by whoever stands in front the first column is at the right; the plan is looked at
        # from the door, so the first column stands at the left.
        x, y = left + column * wide + gap_x, top + row * high + gap_y
        edge_x, edge_y = x + wide - 2 * gap_x, y + high - 2 * gap_y
        desk = by_number.get(number)
        boxes.append(Box(x, y, edge_x, edge_y, line=THIN))
        owners.append("座位")
        share = (edge_y - y) // 3
        told = desk.name if desk else ""
        plain = drawn_name(told).replace("\u3000", "") if told else ""
        texts = (
            (f"{number:02d}", Role.HEITI, 1200, False),
            (plain, Role.SONG, 1500, bool(told) and drawn_name(told) != plain),
            (desk.admission if desk else "空", Role.SONG, 950, False),
        )
        for at, (text, role, size, spread) in enumerate(texts):
            boxes.append(
                Box(
                    x,
                    y + at * share,
                    edge_x,
                    y + (at + 1) * share,
                    text,
                    role,
                    size,
                    Side.CENTRE,
                    pad=4,
                    spread=spread,
                    grey=desk is None,
                )
            )
            owners.append(f"“{told}”（{desk.admission}）" if desk else "空位")
    foot = f"应考 {len(room.desks)} 人{_FOOT}"
    boxes.append(Box(left, height - 110, right, height - 50, foot, Role.SONG, 1050, pad=0))
    owners.append("页脚")
    return Leaf(tuple(boxes), (), tuple(owners))


def _heading(room: Room, width: int, what: str) -> Iterator[Box]:
    yield Box(
        120,
        90,
        width - 120,
        200,
        f"{room.exam}第 {room.number} 考场{what}",
        Role.TITLE,
        2200,
        Side.CENTRE,
        pad=0,
    )
    told = "　　".join(filter(None, (room.when, room.place, f"准考证号 {room.span}")))
    yield Box(120, 215, width - 120, 285, told, Role.SONG, 1050, Side.CENTRE, pad=0)


_DOOR_ROWS = 20
_DOOR_COLUMNS = 2
_PER_DOOR = _DOOR_ROWS * _DOOR_COLUMNS


def _door(room: Room) -> Iterator[Leaf]:
    desks = sorted(room.desks, key=lambda desk: desk.number)
    for begin in range(0, len(desks), _PER_DOOR):
        yield _door_page(room, desks[begin : begin + _PER_DOOR])


def _door_page(room: Room, desks: Sequence[Desk]) -> Leaf:
    width, _ = A4
    left, right = 180, width - 180
    boxes = [
        Box(left, 130, right, 240, room.exam, Role.TITLE, 2000, Side.CENTRE, pad=0),
        Box(left, 260, right, 560, f"第 {room.number} 考场", Role.HEITI, 7200, Side.CENTRE, pad=0),
        Box(left, 580, right, 660, room.span, Role.SONG, 2000, Side.CENTRE, pad=0),
        Box(
            left,
            665,
            right,
            735,
            "　　".join(filter(None, (room.when, room.place, f"共 {len(room.desks)} 人"))),
            Role.SONG,
            1200,
            Side.CENTRE,
            pad=0,
        ),
    ]
    owners = [f"第 {room.number} 考场"] * len(boxes)
    top, row = 790, 94
    half = (right - left) // _DOOR_COLUMNS
    for column in range(_DOOR_COLUMNS):
        begin = left + column * half
        edges = [begin, begin + half * 18 // 100, begin + half * 58 // 100, begin + half]
        share = -(-len(desks) // _DOOR_COLUMNS)
        here = desks[column * share : (column + 1) * share]
        if not here:
            break
        cells = [("座位号", "准考证号", "姓名")] + [
            (f"{desk.number:02d}", desk.admission, desk.name) for desk in here
        ]
        for at, texts in enumerate(cells):
            for place, text in enumerate(texts):
                name = at > 0 and place == 2
                plain = drawn_name(text).replace("\u3000", "") if name else text
                boxes.append(
                    Box(
                        edges[place],
                        top + at * row,
                        edges[place + 1],
                        top + (at + 1) * row,
                        plain,
                        Role.SONG if at else Role.HEITI,
                        1300 if at else 1200,
                        Side.CENTRE,
                        THIN,
                        pad=6,
                        spread=name and drawn_name(text) != plain,
                    )
                )
                owners.append(f"“{texts[2]}”（{texts[1]}）")
    under = Stroke((left, 750), (right, 750), THICK)
    return Leaf(tuple(boxes), (under,), tuple(owners))
