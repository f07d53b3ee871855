"""Sheets for marks by hand: a judge's with everybody by draw number, or a slip a number; without
names. And an entrant's with all judges, for whoever puts them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.paper.boxes import A4, A4_LYING, HAIR, Box, Cell, Leaf, Leaves, Stroke, ruled
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side

_ROWS = 14
_MOST_ELEMENTS = 10
_SIGNED = "{judge}签名：________________　　　　　　　　日期：________________"
_KEPT = "回避"


@dataclass(frozen=True)
class Element:
    """What is marked, of how many points, in which steps."""

    label: str
    full: str
    step: str


@dataclass(frozen=True)
class ExaminerSheet:
    """The sheet of one examiner: `numbers` to mark, `kept` those whom he does not.

    `what` heads it after the title: a table of everybody or, as a slip, of one.
    """

    title: str
    room: str
    examiner: str
    chief: bool
    elements: tuple[Element, ...]
    numbers: tuple[int, ...]
    kept: frozenset[int] = frozenset()
    what: str = "面试评分"
    judge: str = "考官"

    @property
    def called(self) -> str:
        """Whose it is."""
        return f"{self.examiner}（主{self.judge}）" if self.chief else self.examiner

    @property
    def signed(self) -> str:
        """Where he signs."""
        return _SIGNED.format(judge=self.judge)

    @property
    def heads(self) -> tuple[str, str]:
        """What heads a table and a slip; an event's own title follows the competition's."""
        return f"{self.title}{self.what}表", f"{self.title}{self.what}单"

    @property
    def steps(self) -> str:
        """How marks are given."""
        by_step: dict[str, list[str]] = {}
        for each in self.elements:
            by_step.setdefault(each.step, []).append(each.label)
        if len(by_step) == 1:
            return f"每项以 {next(iter(by_step))} 分为一档评分。"
        return "".join(
            f"{'、'.join(labels)}以 {step} 分为一档；" for step, labels in by_step.items()
        )


def sheet_leaves(title: str, sheets: Sequence[ExaminerSheet]) -> Leaves:
    """A page an examiner, more where a room has more numbers."""
    _check(sheets)
    return Leaves(title, lambda: (leaf for sheet in sheets for leaf in _pages(sheet)), A4_LYING)


def single_leaves(title: str, sheets: Sequence[ExaminerSheet]) -> Leaves:
    """Two slips a page, those of an examiner after one another; who is kept out has none."""
    _check(sheets)
    return Leaves(title, lambda: _halves(sheets), A4)


def _check(sheets: Sequence[ExaminerSheet]) -> None:
    for sheet in sheets:
        if len(sheet.elements) > _MOST_ELEMENTS:
            raise UserError(
                f"评分要素有 {len(sheet.elements)} 项，一张评分表最多排 {_MOST_ELEMENTS} 项。"
                "请合并要素"
            )


def _pages(sheet: ExaminerSheet) -> Iterator[Leaf]:
    for begin in range(0, len(sheet.numbers), _ROWS):
        yield _page(sheet, sheet.numbers[begin : begin + _ROWS])


def _page(sheet: ExaminerSheet, numbers: Sequence[int]) -> Leaf:
    width, height = A4_LYING
    left, right = 150, width - 150
    several = len(sheet.elements) > 1
    boxes = [
        Box(left, 130, right, 240, sheet.heads[0], Role.TITLE, 2200, Side.CENTRE, pad=0),
        Box(left, 260, right, 320, sheet.room, Role.SONG, 1200, pad=0),
        Box(left, 260, right, 320, sheet.called, Role.HEITI, 1200, Side.RIGHT, pad=0),
    ]
    head = [Cell("抽签号", 3, label=True)]
    head += [Cell(f"{one.label}\n（{one.full} 分）", 5, label=True) for one in sheet.elements]
    head += [Cell("合计", 4, label=True)] if several else []
    head += [Cell("备注", 5, label=True)]
    rows: list[tuple[int, list[Cell]]] = [(130, head)]
    high = min((height - 330 - 130 - 230) // max(len(numbers), 1), 110)
    for number in numbers:
        told = _KEPT if number in sheet.kept else ""
        cells = [Cell(f"{number:02d}", 3, side=Side.CENTRE, size=1300)]
        cells += [Cell(told, 5, side=Side.CENTRE) for _ in sheet.elements]
        cells += [Cell(told, 4, side=Side.CENTRE)] if several else []
        rows.append((high, [*cells, Cell("", 5)]))
    boxes += ruled(left, right, 330, rows)
    foot = height - 170
    note = f"{sheet.steps}改动处由{sheet.judge}签名。"
    boxes.append(Box(left, foot - 20, right, foot + 30, note, Role.SONG, 1000, pad=0))
    boxes.append(
        Box(left, foot + 40, right, foot + 110, sheet.signed, Role.SONG, 1200, Side.RIGHT, pad=0)
    )
    return Leaf(tuple(boxes), (), (f"{sheet.room}{sheet.called}",) * len(boxes))


def _halves(sheets: Sequence[ExaminerSheet]) -> Iterator[Leaf]:
    pairs = [
        (sheet, number) for sheet in sheets for number in sheet.numbers if number not in sheet.kept
    ]
    width, height = A4
    middle = height // 2
    for begin in range(0, len(pairs), 2):
        boxes: list[Box] = []
        for at, (sheet, number) in enumerate(pairs[begin : begin + 2]):
            boxes += _half(sheet, number, at * middle)
        marks = (
            Stroke((0, middle), (60, middle), HAIR, grey=True),
            Stroke((width - 60, middle), (width, middle), HAIR, grey=True),
        )
        yield Leaf(tuple(boxes), marks, (pairs[begin][0].room,) * len(boxes))


def _half(sheet: ExaminerSheet, number: int, top: int) -> Iterator[Box]:
    width = A4[0]
    left, right = 180, width - 180
    yield Box(
        left, top + 110, right, top + 210, sheet.heads[1], Role.TITLE, 1800, Side.CENTRE, pad=0
    )
    yield Box(left, top + 225, right, top + 285, sheet.room, Role.SONG, 1050, pad=0)
    yield Box(left, top + 225, right, top + 285, sheet.called, Role.HEITI, 1050, Side.RIGHT, pad=0)
    rows = len(sheet.elements) + 2
    high = min((1485 - 300 - 230 - 110) // rows, 105)
    several = len(sheet.elements) > 1
    made: list[tuple[int, list[Cell]]] = [
        (
            110,
            [Cell("抽签号", 4, label=True), Cell(f"{number:02d}", 12, side=Side.CENTRE, size=2000)],
        ),
        (
            high,
            [
                Cell("评分要素", 8, label=True),
                Cell("满分", 3, label=True),
                Cell("得分", 5, label=True),
            ],
        ),
    ]
    made += [
        (high, [Cell(one.label, 8), Cell(one.full, 3, side=Side.CENTRE), Cell("", 5)])
        for one in sheet.elements
    ]
    if several:
        made.append((high, [Cell("合计", 11, label=True), Cell("", 5)]))
    yield from ruled(left, right, top + 300, made)
    foot = top + 300 + sum(height for height, _ in made) + 25
    yield Box(left, foot, right, foot + 50, sheet.steps, Role.SONG, 950, pad=0)
    yield Box(left, foot + 60, right, foot + 130, sheet.signed, Role.SONG, 1100, Side.RIGHT, pad=0)


# --- of one entrant -----------------------------------------------------------------------------

_MOST_JUDGES = 15
_PUT_TOGETHER = (
    "记分员签名：______________　　　主评委签名：______________　　　日期：______________"
)


@dataclass(frozen=True)
class EntrantSheet:
    """The marks of all judges for one number; `judges` by seat, `kept` those who keep out.

    `steps` says how the result comes about.
    """

    title: str
    event: str
    number: int
    elements: tuple[Element, ...]
    judges: tuple[str, ...]
    kept: frozenset[int] = frozenset()
    steps: str = ""


def entrant_leaves(title: str, sheets: Sequence[EntrantSheet]) -> Leaves:
    """Two to a page, by their numbers; the judges lie beside each other.

    Raises UserError where there are more judges or elements than half a page takes.
    """
    for sheet in sheets:
        if len(sheet.judges) > _MOST_JUDGES or len(sheet.elements) > _MOST_ELEMENTS:
            raise UserError(
                f"“{sheet.event}”有 {len(sheet.judges)} 名评委、{len(sheet.elements)} 个评分项，"
                f"一张评分单最多排 {_MOST_JUDGES} 名评委、{_MOST_ELEMENTS} 个评分项。"
                "请改用每名评委一页的评分表"
            )
    return Leaves(title, lambda: _entrant_pages(sheets), A4)


def _entrant_pages(sheets: Sequence[EntrantSheet]) -> Iterator[Leaf]:
    width, height = A4
    middle = height // 2
    for begin in range(0, len(sheets), 2):
        boxes: list[Box] = []
        for at, sheet in enumerate(sheets[begin : begin + 2]):
            boxes += _entrant_half(sheet, at * middle)
        marks = (
            Stroke((0, middle), (60, middle), HAIR, grey=True),
            Stroke((width - 60, middle), (width, middle), HAIR, grey=True),
        )
        yield Leaf(tuple(boxes), marks, (sheets[begin].event,) * len(boxes))


def _entrant_half(sheet: EntrantSheet, top: int) -> Iterator[Box]:
    left, right = 150, A4[0] - 150
    yield Box(left, top + 110, right, top + 210, sheet.title, Role.TITLE, 1800, Side.CENTRE, pad=0)
    yield Box(left, top + 225, right, top + 285, sheet.event, Role.SONG, 1100, pad=0)
    drawn = f"抽签号：{sheet.number:02d}"
    yield Box(left, top + 225, right, top + 285, drawn, Role.HEITI, 1400, Side.RIGHT, pad=0)
    share = 3 if len(sheet.judges) > 7 else 4
    head = [Cell("评分项", 9, label=True)]
    head += [Cell(one, share, label=True, size=950) for one in sheet.judges]
    head += [Cell("得分", 5, label=True)]
    several = len(sheet.elements) > 1
    high = min((1485 - 300 - 260 - 110) // (len(sheet.elements) + 3), 105)
    rows: list[tuple[int, list[Cell]]] = [(110, head)]
    labels = [f"{one.label}（{one.full} 分）" for one in sheet.elements]
    rows += [(high, _hand_row(sheet, label, share)) for label in labels]
    if several:
        rows.append((high, _hand_row(sheet, "合计", share)))
    rest = sum(cell.share for cell in head) - 9
    rows += [
        (high, [Cell(label, 9, label=True), Cell("", rest)]) for label in ("扣分及原因", "最后得分")
    ]
    yield from ruled(left, right, top + 300, rows)
    foot = top + 300 + sum(height for height, _ in rows) + 20
    yield Box(left, foot, right, foot + 50, sheet.steps, Role.SONG, 950, pad=0)
    yield Box(left, foot + 60, right, foot + 130, _PUT_TOGETHER, Role.SONG, 1050, pad=0)


def _hand_row(sheet: EntrantSheet, label: str, share: int) -> list[Cell]:
    told = [
        Cell(_KEPT if at in sheet.kept else "", share, side=Side.CENTRE, size=900)
        for at in range(len(sheet.judges))
    ]
    return [Cell(label, 9), *told, Cell("", 5)]
