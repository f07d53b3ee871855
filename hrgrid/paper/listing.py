"""A4 pages of an office's own lists and cards: headings, facts, tables that go on, a footer.

Everything is laid out first and drawn at the end, since fonts are cut to what is used. Lengths
are in tenths of a millimetre, sizes of type in hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Fonts, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

PAGE = (2100, 2970)
LEFT, RIGHT, TOP, BOTTOM = 180, 1920, 170, 2760
WIDTH = RIGHT - LEFT
_TITLE, _HEADING, _BODY, _SMALL = 1800, 1100, 900, 800
_PAD, _CELL = 14, 12
_HAIR, _THIN, _THICK = 8, 15, 25
_GREY, _LINE = (0x5F, 0x6B, 0x7A), (0xB4, 0xBC, 0xC6)
_BLACK = (0, 0, 0)
_ASCENT = 860


def pitch(size: int) -> int:
    """From one line of this size to the next."""
    return size * 254 * 14 // 72_000


@dataclass(frozen=True)
class PaperColumn:
    """A column of a table: its heading and its width; `right` for numbers."""

    title: str
    width: int
    right: bool = False


@dataclass(frozen=True)
class _Text:
    x: int
    y: int
    role: Role
    size: int
    text: str
    align: str = "left"
    grey: bool = False


@dataclass(frozen=True)
class _Rule:
    y: int
    left: int
    right: int
    line: int


@dataclass(frozen=True)
class _Picture:
    left: int
    top: int
    width: int
    height: int
    content: bytes


_Mark = _Text | _Rule | _Picture


@dataclass
class Listing:
    """A paper that is laid out from the top down; `write` draws it.

    `owner` of a text is named where no face draws one of its characters.
    """

    title: str
    footer: str
    fonts: Fonts = field(default_factory=office_fonts)
    pages: list[list[_Mark]] = field(default_factory=lambda: [[]])
    y: int = TOP

    # --- what a paper is made of

    def head(self, beside: Sequence[str] = ()) -> None:
        """The title, and below it a line a text."""
        self._text(PAGE[0] // 2, Role.HEITI, _TITLE, self.title, "centre")
        self.y += pitch(_TITLE)
        for line in beside:
            self._text(PAGE[0] // 2, Role.SONG, _BODY, line, "centre", grey=True)
            self.y += pitch(_BODY)
        self.y += 2 * _PAD

    def heading(self, text: str, beside: str = "", *, keep: int = 3) -> None:
        """A heading with a thick rule below it, never at the foot of a page by itself."""
        self.make_room(pitch(_HEADING) + 2 * _PAD + keep * (pitch(_BODY) + 2 * _CELL))
        if self.y > TOP:
            self.y += 3 * _PAD
        self._text(LEFT, Role.HEITI, _HEADING, text)
        if beside:
            self._text(RIGHT, Role.SONG, _SMALL, beside, "right", grey=True)
        self.y += pitch(_HEADING) + _PAD // 2
        self._rule(_THICK)
        self.y += _PAD // 3

    def paragraph(self, text: str, *, small: bool = False) -> None:
        """A text over the whole width."""
        size = _SMALL if small else _BODY
        for line in self._lines(text, size, WIDTH):
            self.make_room(pitch(size))
            self._text(LEFT, Role.SONG, size, line, grey=small)
            self.y += pitch(size)

    def facts(
        self, facts: Sequence[tuple[str, str]], *, across: int = 2, room: int = WIDTH
    ) -> None:
        """Names and values, so many beside each other."""
        share = room // across
        longest = max((self._width(Role.SONG, _BODY, name) for name, _ in facts), default=0)
        for begin in range(0, len(facts), across):
            row = facts[begin : begin + across]
            texts = [self._lines(value, _BODY, share - longest - 60) for _, value in row]
            height = max(map(len, texts)) * pitch(_BODY) + _CELL
            self.make_room(height)
            top = self.y
            for at, ((name, _), lines) in enumerate(zip(row, texts, strict=True)):
                left = LEFT + at * share
                self._text(left, Role.SONG, _BODY, name, grey=True)
                for number, line in enumerate(lines):
                    self.y = top + number * pitch(_BODY)
                    self._text(left + longest + 30, Role.SONG, _BODY, line)
                self.y = top
            self.y += height

    def picture(self, content: bytes, width: int, height: int) -> None:
        """A JPEG at the right edge, beside what follows."""
        self.pages[-1].append(_Picture(RIGHT - width, self.y, width, height, content))

    def table(
        self, given: Sequence[PaperColumn], rows: Sequence[Sequence[str]], *, headed: bool = True
    ) -> None:
        """A table whose headings come again on every page; the widest column takes what is left."""
        columns = _widened(given)
        if headed:
            self._table_head(columns)
        for row in rows:
            texts = [
                self._lines(text, _BODY, column.width - 2 * _CELL)
                for text, column in zip(row, columns, strict=True)
            ]
            height = max(map(len, texts)) * pitch(_BODY) + 2 * _CELL
            if self.make_room(height) and headed:
                self._table_head(columns)
            self._table_row(columns, texts, height)

    def make_room(self, height: int) -> bool:
        """Go on with a new page where this one has no room; whether it did."""
        if self.y + height <= BOTTOM:
            return False
        self.pages.append([])
        self.y = TOP
        return True

    # --- drawing

    def write(self, path: Path, owned: Sequence[tuple[str, str]], progress: Progress) -> int:
        """Draw it; returns how many pages.

        `owned` are names with whose they are. Raises UserError where no face draws one of them.
        """
        from hrgrid.paper.drawing import drawing

        refuse(self.fonts.missing_glyphs(owned, Role.SONG))
        texts: dict[Role, list[str]] = {role: [] for role in (Role.HEITI, Role.SONG)}
        for mark in (mark for page in self.pages for mark in page):
            if isinstance(mark, _Text):
                texts[mark.role].append(mark.text)
        numbers = [self._number(at) for at in range(1, len(self.pages) + 1)]
        texts[Role.SONG] += [self.footer, *numbers]
        with drawing(path, PAGE, texts, self.fonts, self.title) as page:
            for number, marks in zip(numbers, self.pages, strict=True):
                for mark in marks:
                    _draw(page, mark)
                page.colour(_GREY)
                page.text(LEFT, BOTTOM + 80, Role.SONG, _SMALL, self.footer)
                page.ending(RIGHT, BOTTOM + 80, Role.SONG, _SMALL, number)
                page.end_page()
                progress.step()
        return len(self.pages)

    def _number(self, at: int) -> str:
        return f"第 {at} 页，共 {len(self.pages)} 页"

    # --- laying out

    def _table_head(self, columns: Sequence[PaperColumn]) -> None:
        height = pitch(_SMALL) + 2 * _CELL
        self.make_room(2 * height)
        for column, (left, right) in zip(columns, _edges(columns), strict=True):
            x = right - _CELL if column.right else left + _CELL
            align = "right" if column.right else "left"
            self.y += _CELL
            self._text(x, Role.HEITI, _SMALL, column.title, align, grey=True)
            self.y -= _CELL
        self.y += height
        self._rule(_THIN)

    def _table_row(
        self, columns: Sequence[PaperColumn], texts: Sequence[Sequence[str]], height: int
    ) -> None:
        top = self.y
        for column, lines, (left, right) in zip(columns, texts, _edges(columns), strict=True):
            for number, line in enumerate(lines):
                self.y = top + _CELL + number * pitch(_BODY)
                if column.right:
                    self._text(right - _CELL, Role.SONG, _BODY, line, "right")
                else:
                    self._text(left + _CELL, Role.SONG, _BODY, line)
        self.y = top + height
        self._rule(_HAIR)

    def _text(
        self, x: int, role: Role, size: int, text: str, align: str = "left", *, grey: bool = False
    ) -> None:
        y = self.y + size * _ASCENT * 254 // 7_200_000
        self.pages[-1].append(_Text(x, y, role, size, text, align, grey))

    def _rule(self, line: int) -> None:
        self.pages[-1].append(_Rule(self.y, LEFT, RIGHT, line))

    def _width(self, role: Role, size: int, text: str) -> int:
        return self.fonts.width(role, text) * size * 254 // 7_200_000

    def _lines(self, text: str, size: int, room: int) -> list[str]:
        full = room * 7_200_000 // 254 // size
        return [
            line
            for part in text.split("\n")
            for line in wrapped(part, lambda one: self.fonts.width(Role.SONG, one), full) or [""]
        ]


def _widened(columns: Sequence[PaperColumn]) -> list[PaperColumn]:
    widest = max(range(len(columns)), key=lambda at: columns[at].width)
    spare = WIDTH - sum(column.width for column in columns)
    return [
        replace(column, width=column.width + spare) if at == widest else column
        for at, column in enumerate(columns)
    ]


def _edges(columns: Sequence[PaperColumn]) -> Iterator[tuple[int, int]]:
    left = LEFT
    for column in columns:
        yield left, left + column.width
        left += column.width


def _draw(page: Drawing, mark: _Mark) -> None:
    if isinstance(mark, _Picture):
        right, bottom = mark.left + mark.width, mark.top + mark.height
        page.picture(mark.left, mark.top, right, bottom, mark.content)
        return
    if isinstance(mark, _Rule):
        page.colour(_LINE if mark.line == _HAIR else _GREY)
        page.polyline([(mark.left, mark.y), (mark.right, mark.y)], mark.line)
        return
    page.colour(_GREY if mark.grey else _BLACK)
    if mark.align == "centre":
        page.centred(mark.x, mark.y, mark.role, mark.size, mark.text)
    elif mark.align == "right":
        page.ending(mark.x, mark.y, mark.role, mark.size, mark.text)
    else:
        page.text(mark.x, mark.y, mark.role, mark.size, mark.text)
