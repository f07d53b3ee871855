"""The page of official documents (GB/T 9704-2012), in tenths of a millimetre.

A4 with 37 mm above and 28 mm at the left, 22 lines of 28 characters: type of size 三号 is
15.75 pt, a line is its height and 7/8 of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Fonts, Role

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing, Piece

EM = 1000
"""A character of the text, in the unit of what stands in a line."""

PAGE = (2100, 2970)
LEFT, TOP, RIGHT, BOTTOM = 280, 370, 1840, 2620
LINES, CHARACTERS = 22, 28

# Hundredths of a point: 2号 of titles, 三号 of the text, 四号 of page numbers, 六号 of traces.
SECOND, THIRD, FOURTH, SIXTH = 2200, 1575, 1400, 750
_PITCH = 2953

# From a line's upper edge to what its characters stand on, in thousandths of their size.
_ASCENT = 880
# A dash floats that high above what it stands on.
_DASH = 350

# The red head takes ten lines: the number stands on the eighth, two are left empty below it.
MARK_LINES, _NUMBER_LINE = 10, 7
_MARK_LARGEST, _RED_LINE = 4800, 40
_RED = (0xC0, 0, 0)
_CENTRE = (LEFT + RIGHT) // 2
_IMPRINT = 90
_THICK, _THIN = 35, 25


def baseline(line: int, pitch: int = _PITCH) -> int:
    """What the characters of a line stand on, counted from 0 at the top of the page."""
    return TOP + (line * pitch + THIRD * _ASCENT // 1000) * 254 // 7200


def line_top(line: int, pitch: int = _PITCH) -> int:
    """The upper edge of a line."""
    return TOP + line * pitch * 254 // 7200


def column(ems: int) -> int:
    """Where a character begins that stands after `ems` thousandths of a character."""
    return LEFT + ems * THIRD * 254 // 7_200_000


def page_number_text(number: int) -> str:
    """With a dash at either side."""
    return f"— {number} —"


@dataclass(frozen=True)
class Text:
    """Something in a line: where it begins in thousandths of a character, None is centred.

    `spread` draws its two characters as wide as three, `lower` puts it that much below where
    the line's text stands.
    """

    x: int | None
    role: Role
    text: str
    size: int = THIRD
    spread: bool = False
    lower: int = 0


@dataclass(frozen=True)
class Line:
    """A line of the page; `keep` keeps it on the page of the next one.

    A line of a table has upright rules at `edges`, and one across `above` and `below` it.
    """

    texts: tuple[Text, ...] = ()
    keep: bool = False
    edges: tuple[int, ...] = ()
    above: bool = False
    below: bool = False


@dataclass(frozen=True)
class Mark:
    """The red head of a document: the organ's mark, and the number above a red line."""

    organ: str
    number: str


@dataclass(frozen=True)
class Sheet:
    """A page: its lines, a trace in the corner, the head of a first and the imprint of a last.

    `pitch` is from one line to the next in hundredths of a point; a table's lines are closer.
    """

    lines: tuple[Line, ...]
    trace: str = ""
    mark: Mark | None = None
    imprint: tuple[str, ...] = ()
    pitch: int = _PITCH


def paged(lines: Iterable[Line], room: int = LINES) -> list[tuple[Line, ...]]:
    """Pages of 22 lines, the first of `room`; what is to be kept together is not parted."""
    pages: list[list[Line]] = [[]]
    for block in _blocks(lines):
        if len(pages[-1]) + len(block) > (room if len(pages) == 1 else LINES):
            pages.append([])
        pages[-1] += block
    return [tuple(page) for page in pages]


def write_sheets(
    path: Path, sheets: Sequence[Sheet], title: str, fonts: Fonts, progress: Progress
) -> int:
    """Draw the pages and number them; returns how many."""
    from hrgrid.paper.drawing import drawing

    with drawing(path, PAGE, _texts(sheets), fonts, title) as page:
        for number, sheet in enumerate(sheets, start=1):
            above = MARK_LINES if sheet.mark else 0
            if sheet.mark:
                _draw_mark(page, sheet.mark)
            for at, line in enumerate(sheet.lines, start=above):
                for text in line.texts:
                    _draw(page, baseline(at, sheet.pitch) + text.lower, text)
                _draw_rules(page, line, line_top(at, sheet.pitch), line_top(at + 1, sheet.pitch))
            _draw_page_number(page, number)
            if sheet.trace:
                page.text(LEFT, BOTTOM + 160, Role.SONG, SIXTH, sheet.trace)
            _draw_imprint(page, sheet.imprint)
            page.end_page()
            progress.step()
    return len(sheets)


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        block.append(line)
        if not line.keep:
            yield block
            block = []
    if block:
        yield block


def _texts(sheets: Sequence[Sheet]) -> dict[Role, set[str]]:
    """All that will be drawn, by its role."""
    texts = {role: set[str]() for role in Role}
    for number, sheet in enumerate(sheets, start=1):
        texts[Role.SONG] |= {page_number_text(number), sheet.trace}
        texts[Role.FANGSONG] |= set(sheet.imprint)
        if sheet.mark:
            texts[Role.TITLE].add(sheet.mark.organ)
            texts[Role.FANGSONG].add(sheet.mark.number)
        for line in sheet.lines:
            for text in line.texts:
                texts[text.role].add(text.text)
    return texts


def _draw(page: Drawing, y: int, text: Text) -> None:
    if text.x is None:
        page.centred(_CENTRE, y, text.role, text.size, text.text)
        return
    pieces: list[Piece] = [(text.text, 0)]
    if text.spread:
        pieces = [(text.text[0], EM), (text.text[1:], 0)]
    page.line(column(text.x), y, text.role, text.size, pieces)


def _draw_rules(page: Drawing, line: Line, top: int, bottom: int) -> None:
    if not line.edges:
        return
    for x in line.edges:
        page.polyline([(x, top), (x, bottom)], _THIN)
    across = [y for y, drawn in ((top, line.above), (bottom, line.below)) if drawn]
    for y in across:
        page.polyline([(line.edges[0], y), (line.edges[-1], y)], _THIN)


def _draw_page_number(page: Drawing, number: int) -> None:
    """7 mm below the text; a character from the outer edge of an odd and of an even page."""
    text = page_number_text(number)
    y = BOTTOM + 70 + FOURTH * _DASH * 254 // 7_200_000
    inset = FOURTH * 254 // 7200
    if number % 2:
        page.ending(RIGHT - inset, y, Role.SONG, FOURTH, text)
    else:
        page.text(LEFT + inset, y, Role.SONG, FOURTH, text)


def _draw_mark(page: Drawing, mark: Mark) -> None:
    """The mark's upper edge 35 mm below that of the text, the line 4 mm below the number."""
    size = next(
        size
        for size in range(_MARK_LARGEST, 0, -100)
        if page.width(Role.TITLE, size, mark.organ) <= RIGHT - LEFT
    )
    page.colour(_RED)
    y = TOP + 350 + size * _ASCENT * 254 // 7_200_000
    page.centred(_CENTRE, y, Role.TITLE, size, mark.organ)
    page.colour((0, 0, 0))
    page.centred(_CENTRE, baseline(_NUMBER_LINE), Role.FANGSONG, THIRD, mark.number)
    page.colour(_RED)
    y = baseline(_NUMBER_LINE) + THIRD * (1000 - _ASCENT) * 254 // 7_200_000 + 40
    page.polyline([(LEFT, y), (RIGHT, y)], _RED_LINE)
    page.colour((0, 0, 0))


def _draw_imprint(page: Drawing, lines: Sequence[str]) -> None:
    """At the foot of the text: a thick rule above and below, thin ones between."""
    inset = FOURTH * 254 // 7200
    for above, text in enumerate(reversed(lines)):
        bottom = BOTTOM - above * _IMPRINT
        page.polyline([(LEFT, bottom), (RIGHT, bottom)], _THIN if above else _THICK)
        before, _, after = text.partition("\t")
        page.text(LEFT + inset, bottom - 26, Role.FANGSONG, FOURTH, before)
        if after:
            page.ending(RIGHT - inset, bottom - 26, Role.FANGSONG, FOURTH, after)
    if lines:
        top = BOTTOM - len(lines) * _IMPRINT
        page.polyline([(LEFT, top), (RIGHT, top)], _THICK)
