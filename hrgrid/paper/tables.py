"""Tables on paper as PDF: a title, two lines of facts, rows under a heading that comes again.

The rows are read once and laid out into a temporary file, then drawn page by page: forty
thousand of them take no more memory than a hundred, but for the finished pages.
"""

from __future__ import annotations

import itertools
import pickle
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.names.spelling import drawn_name, without_selectors
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Fonts, Missing, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped
from hrgrid.paper.notes import LEGIBLE, Concern, Note, RowsLooker, smaller, tell

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

_SIDE, _TOP, _FOOT = 120, 150, 150
_TITLE, _TITLE_LEAST, _FACT, _NUMBER = 2200, 1400, 1050, 900
_LEADING = 1250
_LEAST = 600
_MOST_LINES = 6
_GREY, _INK = (0xE8, 0xF0, 0xFA), (0, 0, 0)
_BAR, _INSET = (0xC9, 0xE0, 0xF7), 8
_SHARE = re.compile(r"([0-9]{1,3})\.([0-9]{2})%")
_RULE = 15
# After so many a list of them tells what is wrong with all.
_ENOUGH = 200
# Headings of what no row of a person should lack.
_UNITS = {"单位", "单位及职务", "所在单位"}
# Tabs and the like; a line may end where the text says so.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


class Page(Labelled):
    """Paper that a table is printed on, in tenths of a millimetre, lying."""

    A4 = "a4", "A4 横"
    A3 = "a3", "A3 横"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return (4200, 2970) if self is Page.A3 else (2970, 2100)


class Side(Labelled):
    """Where the text of a column stands."""

    LEFT = "left", ""
    CENTRE = "centre", ""
    RIGHT = "right", ""


_SIDES = {Side.LEFT: -1, Side.CENTRE: 0, Side.RIGHT: 1}


@dataclass(frozen=True)
class TableColumn:
    """A column; `width` is its share of the page. In one of `names` two characters are drawn as
    wide as three; in one of `bars` a share (92.50%) has its bar behind it."""

    heading: str
    width: int
    side: Side = Side.LEFT
    names: bool = False
    bars: bool = False


@dataclass(frozen=True)
class TableRow:
    """The texts of a row; a `strong` one stands out (a total), `struck` cells are crossed out.

    One text alone goes across all columns (a heading among the rows). A `fresh` row begins a
    page.
    """

    cells: tuple[str, ...]
    strong: bool = False
    struck: frozenset[int] = frozenset()
    fresh: bool = False


@dataclass(frozen=True)
class Table:
    """A table to be printed; sizes of type in hundredths of a point.

    `left` and `right` stand below the title, `notes` after the last row. `owner` is the column
    by which a row is called when a character of it cannot be printed, None the first that holds
    names. `most_rows` lets the
    caller see only the first of them (a preview). With `one_page` the type shrinks, down to
    6 points, until all stands on one page. `standing` turns the page.
    `airy` adds so many tenths of a millimetre to every row, for what is written by hand.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: Callable[[], Iterable[TableRow]] = field(repr=False)
    left: str = ""
    right: str = ""
    notes: tuple[str, ...] = ()
    page: Page = Page.A4
    size: int = 900
    owner: int | None = None
    one_page: bool = False
    standing: bool = False
    airy: int = 0

    @property
    def paper(self) -> tuple[int, int]:
        """Width and height of the page."""
        width, height = self.page.size
        return (height, width) if self.standing else (width, height)


@dataclass(frozen=True)
class _Laid:
    """A row in its lines: how many the highest cell has."""

    cells: tuple[tuple[str, ...], ...]
    lines: int
    strong: bool
    struck: frozenset[int] = frozenset()
    fresh: bool = False


def write_table(
    path: Path, table: Table, fonts: Fonts | None = None, progress: Progress | None = None
) -> int:
    """Write the table as a PDF; returns its pages.

    Raises UserError naming the row, the character and its code point where no font draws it.
    """
    return write_tables(path, [table], fonts, progress)


def write_tables(
    path: Path,
    tables: Sequence[Table],
    fonts: Fonts | None = None,
    progress: Progress | None = None,
) -> int:
    """Write tables of one paper after another into one PDF; each begins a page.

    Returns the pages, which are counted through. Raises UserError as `write_table` does.
    """
    from hrgrid.paper.drawing import drawing

    faces = fonts or office_fonts()
    steps = progress or Progress()
    if len({table.paper for table in tables}) != 1:
        raise ValueError("one document has pages of one size")
    with ExitStack() as spills:
        layouts = [_laid_out(table, faces, steps, spills) for table in tables]
        pages = sum(layout.pages for layout in layouts)
        texts: dict[Role, set[str]] = {}
        for layout in layouts:
            for role, said in layout.texts.items():
                texts.setdefault(role, set()).update(said)
        with drawing(path, tables[0].paper, texts, faces, tables[0].title) as page:
            before = 0
            for layout in layouts:
                layout.draw(page, before, pages, steps)
                before += layout.pages
    return pages


def _laid_out(table: Table, faces: Fonts, steps: Progress, spills: ExitStack) -> _Layout:
    """The table in the largest type that it may have."""
    sizes = range(table.size, _LEAST - 1, -50) if table.one_page else (table.size,)
    for size in sizes:
        spill = spills.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed above
        layout = _Layout(replace(table, size=size), faces, spill)
        layout.read(steps)
        if layout.pages == 1 or size - 50 < _LEAST or not table.one_page:
            tell([*layout.found, *_shrunk(table, size, layout.pages)])
            return layout
    raise ValueError("a table has at least one size")


def _shrunk(table: Table, size: int, pages: int) -> Iterator[Note]:
    if size < min(table.size, LEGIBLE):
        yield smaller(table.title, table.size, size)
    if table.one_page and pages > 1:
        told = f"一页放不下，分成了 {pages} 页"
        yield Note(Concern.SMALLER, None, "", table.title, told, "能印；要一页就换大一点的纸")


def _of_names(columns: Sequence[TableColumn]) -> int | None:
    """The first column that holds names of people."""
    return next((at for at, column in enumerate(columns) if column.names), None)


def _looker(columns: Sequence[TableColumn]) -> RowsLooker:
    """Looks at rows of people by the columns that tell of them."""
    name = _of_names(columns)
    units = [at for at, column in enumerate(columns) if column.heading in _UNITS]
    # Figures tell nobody apart, nor does the place in the list.
    telling = [
        at
        for at, column in enumerate(columns)
        if at != name and column.side is not Side.RIGHT and column.heading != "序号"
    ]
    return RowsLooker(name, units, telling)


class _Layout:
    """The rows of a table in their places."""

    def __init__(self, table: Table, fonts: Fonts, spill: IO[bytes]) -> None:
        self._table, self._fonts, self._spill = table, fonts, spill
        width, height = table.paper
        self._pad = max(5, (table.size - 300) * 12 // 600)
        self._left, self._right = _SIDE, width - _SIDE
        self._bottom = height - _FOOT
        shares = sum(column.width for column in table.columns)
        edges, used = [self._left], 0
        for column in table.columns:
            used += column.width
            edges.append(self._left + (self._right - self._left) * used // shares)
        self._edges = edges
        self._rooms = [
            (after - before - 2 * self._pad) * 7_200_000 // (254 * table.size)
            for before, after in itertools.pairwise(edges)
        ]
        self._whole = (self._right - self._left - 2 * self._pad) * 7_200_000 // (254 * table.size)
        self._pitch = table.size * _LEADING * 254 // 7_200_000
        self._cut: list[str] = []
        self._heads = self._lay([column.heading for column in table.columns], strong=True)
        self._notes = self._laid_notes()
        self._looker = _looker(table.columns)
        self._calls = table.owner if table.owner is not None else _of_names(table.columns) or 0
        self.found: list[Note] = []
        self._characters: set[str] = set()
        self._lost: set[str] = set()
        self._across: list[tuple[int, int]] = []
        self._turned = -1
        self._before = self._of = 0
        self.pages = 0
        self.rows = 0

    # --- first reading: lines, pages, characters

    def read(self, progress: Progress) -> None:
        """Lay the rows out and count the pages."""
        missing = self._missing_in_frame()
        below, self.pages = self._first_top(), 1
        # Whether the last row may leave its page without taking all that stands there.
        alone = False
        for row in self._table.rows():
            laid = self._lay(row.cells, strong=row.strong)
            laid = replace(laid, struck=row.struck, fresh=row.fresh and self.rows > 0)
            self.found += self._seen(row)
            missing += self._missing(laid, row)
            height = self._height(laid)
            alone = self.rows > 0
            if laid.fresh or below + height + self._kept(laid) > self._bottom:
                self.pages += 1
                below = self._next_top()
                alone = False
            below += height
            told = (laid.cells, laid.lines, laid.strong, laid.struck, laid.fresh)
            pickle.dump(told, self._spill)
            self.rows += 1
            if len(missing) > _ENOUGH:
                break
            progress.step(0)
        refuse(missing)
        if below + self._notes_height() > self._bottom:
            self.pages += 1
            # The notes never stand on a page alone: the last row goes with them.
            self._turned = self.rows - 1 if alone else -1

    def _seen(self, row: TableRow) -> Iterator[Note]:
        at = self.rows + 1
        if not row.strong:
            yield from self._looker.look(at, row.cells)
        owner = self._owner(row)
        for text in self._cut:
            told = f"“{text[:20]}…”太长，只印得下 {_MOST_LINES} 行"
            yield Note(Concern.CUT, at, "", owner, told, "要看全文就导出 Excel，或改短")
        self._cut.clear()

    def _owner(self, row: TableRow) -> str:
        return row.cells[min(self._calls, len(row.cells) - 1)]

    def _missing_in_frame(self) -> list[Missing]:
        table = self._table
        heads = [("表头", line) for cell in self._heads.cells for line in cell]
        facts = [("表头", text) for text in (table.left, table.right)]
        notes = [("说明", note) for note in table.notes]
        found = self._fonts.missing_glyphs([("标题", table.title)], Role.TITLE)
        found += self._fonts.missing_glyphs(heads, Role.HEITI)
        return found + self._fonts.missing_glyphs([*facts, *notes], Role.SONG)

    def _missing(self, laid: _Laid, row: TableRow) -> list[Missing]:
        """Asked of the characters that come for the first time; the rest were asked before."""
        here: set[str] = set()
        for cell in laid.cells:
            here.update(*cell)
        new = [("", "".join(sorted(here - self._characters)))]
        for role in (Role.SONG, Role.HEITI):
            self._lost.update(each.character for each in self._fonts.missing_glyphs(new, role))
        self._characters |= here
        owner = self._owner(row)
        return [Missing(f"“{owner}”", each) for each in sorted(self._lost & here)]

    def _lay(self, texts: Sequence[str], *, strong: bool) -> _Laid:
        role = Role.HEITI if strong else Role.SONG
        width = self._fonts.width
        cells: list[tuple[str, ...]] = []
        rooms = [self._whole] if len(texts) == 1 else self._rooms
        for text, room in zip(texts, rooms, strict=True):
            plain = _UNSEEN.sub(" ", without_selectors(text))
            if width(role, plain) <= room and "\n" not in plain:
                cells.append((plain,) if plain else ())
            else:
                cells.append(self._wrapped(plain, role, room))
        return _Laid(tuple(cells), max(1, *(len(cell) for cell in cells)), strong)

    def _wrapped(self, text: str, role: Role, room: int) -> tuple[str, ...]:
        found: list[str] = []
        for part in text.split("\n"):
            found += wrapped(part, lambda one: self._fonts.width(role, one), room)
        if len(found) > _MOST_LINES:
            found = [*found[: _MOST_LINES - 1], f"{found[_MOST_LINES - 1][:-1]}…"]
            self._cut.append(text)
        return tuple(found)

    # --- heights

    def _kept(self, row: _Laid) -> int:
        """What a heading among the rows wants below it: it never closes a page."""
        if len(row.cells) > 1 or not row.strong or row.fresh:
            return 0
        return self._pitch + 2 * self._pad + self._table.airy

    def _height(self, row: _Laid) -> int:
        return row.lines * self._pitch + 2 * self._pad + self._table.airy

    def _first_top(self) -> int:
        title = _TITLE * _LEADING * 254 // 7_200_000
        facts = _FACT * 1700 * 254 // 7_200_000
        return _TOP + title + facts + self._height(self._heads)

    def _next_top(self) -> int:
        return _TOP + self._height(self._heads)

    def _laid_notes(self) -> list[str]:
        room = (self._right - self._left) * 7_200_000 // (254 * _NUMBER)
        lines: list[str] = []
        for note in self._table.notes:
            lines += wrapped(note, lambda one: self._fonts.width(Role.SONG, one), room)
        return lines

    def _notes_height(self) -> int:
        return len(self._notes) * self._note_pitch + (30 if self._notes else 0)

    _note_pitch = _NUMBER * 1500 * 254 // 7_200_000

    # --- second reading: drawing

    @property
    def texts(self) -> dict[Role, set[str]]:
        """All that will be drawn, by its role."""
        table = self._table
        return {
            Role.TITLE: {table.title},
            Role.HEITI: {"".join(self._characters), *itertools.chain(*self._heads.cells)},
            Role.SONG: {
                "".join(self._characters),
                table.left,
                table.right,
                *self._notes,
                "第页，共 0123456789",
            },
        }

    def draw(self, page: Drawing, before: int, whole: int, progress: Progress) -> None:
        """Draw its pages after `before` others, of `whole` in all."""
        self._before, self._of = before, whole
        self._spill.seek(0)
        number, y = 1, self._draw_top(page)
        begin = y
        for at, row in enumerate(self._spilled()):
            height = self._height(row)
            if row.fresh or at == self._turned or y + height + self._kept(row) > self._bottom:
                self._end_page(page, begin, y, number)
                number += 1
                begin = self._draw_heads(page, _TOP)
                y = begin
            self._draw_row(page, row, y)
            y += height
            progress.step()
        if y + self._notes_height() > self._bottom:
            self._end_page(page, begin, y, number)
            number, begin, y = number + 1, 0, _TOP
        for at, note in enumerate(self._notes, start=1):
            base = y + 10 + at * self._note_pitch
            page.text(self._left, base, Role.SONG, _NUMBER, note)
        self._end_page(page, begin, y, number)

    def _spilled(self) -> Iterator[_Laid]:
        for _ in range(self.rows):
            yield _Laid(*pickle.load(self._spill))  # noqa: S301 - our own, a moment ago

    def _draw_top(self, page: Drawing) -> int:
        table = self._table
        centre = (self._left + self._right) // 2
        room = self._right - self._left
        size = next(
            (
                one
                for one in range(_TITLE, _TITLE_LEAST - 1, -100)
                if page.width(Role.TITLE, one, table.title) <= room
            ),
            0,
        )
        if not size:
            raise UserError(f"标题“{table.title}”一行放不下。请改短")
        title = _TITLE * _LEADING * 254 // 7_200_000
        page.centred(centre, _TOP + title * 3 // 4, Role.TITLE, size, table.title)
        facts = _FACT * 1700 * 254 // 7_200_000
        base = _TOP + title + facts * 7 // 10
        beside = f"{table.left}　{table.right}"
        wide = next(
            (
                one
                for one in range(_FACT, _LEAST, -50)
                if page.width(Role.SONG, one, beside) <= room
            ),
            _LEAST,
        )
        page.text(self._left, base, Role.SONG, wide, table.left)
        page.ending(self._right, base, Role.SONG, wide, table.right)
        return self._draw_heads(page, _TOP + title + facts)

    def _draw_heads(self, page: Drawing, top: int) -> int:
        height = self._height(self._heads)
        page.fill(self._left, top, self._right, top + height, _GREY)
        for at, lines in enumerate(self._heads.cells):
            self._draw_cell(page, lines, self._box(at, top, height), Role.HEITI, Side.CENTRE)
        page.polyline([(self._left, top), (self._right, top)], 2 * _RULE)
        return top + height

    def _draw_row(self, page: Drawing, row: _Laid, top: int) -> None:
        role = Role.HEITI if row.strong else Role.SONG
        height = self._height(row)
        if row.strong:
            page.fill(self._left, top, self._right, top + height, _GREY)
        page.polyline([(self._left, top), (self._right, top)], _RULE)
        if len(row.cells) == 1:
            box = (self._left + self._pad, self._right - self._pad, top, height)
            self._draw_cell(page, row.cells[0], box, role, Side.LEFT)
            self._across.append((top, top + height))
            return
        for at, (lines, column) in enumerate(zip(row.cells, self._table.columns, strict=True)):
            box = self._box(at, top, height)
            if column.bars and lines:
                self._draw_bar(page, lines[0], at, top, height)
            if column.names and len(lines) == 1 and drawn_name(lines[0]) != lines[0]:
                self._draw_name(page, lines[0], box, role, column.side)
            else:
                self._draw_cell(page, lines, box, role, column.side)
            if at in row.struck:
                self._strike(page, lines, self._box(at, top, height), column.side)

    def _draw_bar(self, page: Drawing, text: str, at: int, top: int, height: int) -> None:
        """From the left edge of the cell, as long as the share."""
        found = _SHARE.fullmatch(text)
        if found:
            left, right = self._edges[at], self._edges[at + 1]
            share = min(int(found[1]) * 100 + int(found[2]), 10_000)
            end = left + (right - left) * share // 10_000
            page.fill(left, top + _INSET, end, top + height - _INSET, _BAR)

    def _box(self, at: int, top: int, height: int) -> tuple[int, int, int, int]:
        """Left, right, top and height of what a cell may fill."""
        return self._edges[at] + self._pad, self._edges[at + 1] - self._pad, top, height

    def _draw_cell(
        self,
        page: Drawing,
        lines: Sequence[str],
        box: tuple[int, int, int, int],
        role: Role,
        side: Side,
    ) -> None:
        left, right, top, height = box
        size = self._table.size
        first = top + (height - len(lines) * self._pitch) // 2
        for number, text in enumerate(lines):
            base = first + number * self._pitch + size * 1000 * 254 // 7_200_000
            page.cell((left, right), base, (role, size), text, _SIDES[side])

    def _draw_name(
        self, page: Drawing, name: str, box: tuple[int, int, int, int], role: Role, side: Side
    ) -> None:
        """As wide as three characters, by their places: whoever copies it gets the name."""
        left, right, top, height = box
        size = self._table.size
        wide = page.width(role, size, name[0]) * 3
        x = left + max(right - left - wide, 0) * (_SIDES[side] + 1) // 2
        base = top + (height - self._pitch) // 2 + size * 1000 * 254 // 7_200_000
        page.line(x, base, role, size, [(name[0], 1000), (name[1:], 0)])

    def _strike(
        self, page: Drawing, lines: Sequence[str], box: tuple[int, int, int, int], side: Side
    ) -> None:
        """A line through every line of a cell."""
        left, right, top, height = box
        size = self._table.size
        first = top + (height - len(lines) * self._pitch) // 2
        for number, text in enumerate(lines):
            wide = page.width(Role.SONG, size, text)
            begin = left + (right - left - wide) * (_SIDES[side] + 1) // 2
            y = first + number * self._pitch + size * 640 * 254 // 7_200_000
            page.polyline([(begin - 4, y), (begin + wide + 4, y)], 2 * _RULE)

    def _end_page(self, page: Drawing, begin: int, y: int, number: int) -> None:
        if begin:
            top = begin - self._height(self._heads)
            page.polyline([(self._left, y), (self._right, y)], 2 * _RULE)
            for edge in (self._left, self._right):
                page.polyline([(edge, top), (edge, y)], _RULE)
            # Between the columns, but not through what goes across them.
            for after, before in [*self._across, (y, y)]:
                for edge in self._edges[1:-1] if after > top else ():
                    page.polyline([(edge, top), (edge, after)], _RULE)
                top = before
        self._across = []
        base = self._table.paper[1] - 80
        told = f"第 {self._before + number} 页，共 {self._of} 页"
        page.centred((self._left + self._right) // 2, base, Role.SONG, _NUMBER, told)
        page.end_page()
