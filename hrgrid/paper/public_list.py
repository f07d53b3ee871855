"""A list for the public as an annex of a document: a ruled table on the page of GB/T 9704-2012.

Nothing of a person stands in it but what the columns say: a line with an ID number, a mobile
number or an address is refused (promise 14).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hrgrid.core.errors import UserError
from hrgrid.core.identity.public import refuse_numbers
from hrgrid.core.names import drawn_name
from hrgrid.paper import official
from hrgrid.paper.fonts import Fonts, Role, refuse
from hrgrid.paper.lines import wrapped
from hrgrid.paper.notes import Note, RowsLooker, tell
from hrgrid.paper.official import EM, LEFT, RIGHT, SECOND, THIRD, Line, Sheet, Text

# 小四 in lines of 20 points: 31 of them are as high as the text of a document.
_SIZE, _PITCH = 1200, 2000
_LINES = 31
_PAD = 14
# What puts a character of that size into the middle of such a line.
_LOWER = 3
_HALF_LINE = _PITCH * 254 // 14_400
_TITLE_LOWER = 12
_MOST_LINES = 6


@dataclass(frozen=True)
class ListColumn:
    """A column: its heading, its share of the width, and whether its texts stand in the middle."""

    heading: str
    share: int
    centred: bool = False


@dataclass(frozen=True)
class PublicList:
    """An annex; `owner` is the column by which a row is called where something is wrong with it."""

    annex: str
    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    count_line: str = ""
    owner: int = 1


@dataclass(frozen=True)
class _Laid:
    """A row in its lines."""

    lines: tuple[Line, ...]


def public_sheets(given: PublicList, fonts: Fonts) -> list[Sheet]:
    """The pages of the list; the headings of the table come again on each.

    Raises UserError where nobody stands on it, naming a row with a personal number, and naming
    whom no font can print.
    """
    if not given.rows:
        raise UserError(f"“{given.title}”里没有人。请核对后再输出")
    for number, row in enumerate(given.rows, start=1):
        refuse_numbers(f"“{given.title}”第 {number} 行“{row[given.owner]}”", row)
    owned = [(row[given.owner], "".join(row)) for row in given.rows]
    owned += [("标题", given.title + given.count_line + given.annex)]
    refuse(fonts.missing_glyphs(owned, Role.FANGSONG))
    tell(_same(given))
    edges = _edges(given.columns)
    heads = _row([each.heading for each in given.columns], given, edges, fonts, head=True)
    page = [*_top(given, fonts), *heads.lines]
    pages = []
    for row in given.rows:
        laid = _row(row, given, edges, fonts)
        if len(page) + len(laid.lines) > _LINES:
            pages.append(page)
            page = [*heads.lines]
        page += laid.lines
    return [Sheet(tuple(each), pitch=_PITCH) for each in (*pages, page)]


def _same(given: PublicList) -> Iterator[Note]:
    """Whom the list does not tell apart."""
    telling = [
        at
        for at, column in enumerate(given.columns)
        if at != given.owner and column.heading != "序号"
    ]
    looker = RowsLooker(given.owner, (), telling)
    for at, row in enumerate(given.rows, start=1):
        yield from looker.look(at, row)


def title_lines(title: str, fonts: Fonts) -> tuple[str, ...]:
    """A title in lines of about the same length, as many as it needs."""
    room = official.CHARACTERS * EM * THIRD // SECOND
    wide = fonts.width(Role.TITLE, title)
    count = -(-wide // room)
    share = min(room, wide // count + 2 * EM) if count > 1 else room
    return tuple(wrapped(title, lambda part: fonts.width(Role.TITLE, part), share))


def _top(given: PublicList, fonts: Fonts) -> Iterator[Line]:
    if given.annex:
        yield Line((Text(0, Role.HEITI, given.annex),))
        yield from (Line(), Line())
    for line in title_lines(given.title, fonts):
        yield Line((Text(None, Role.TITLE, line, SECOND, lower=_TITLE_LOWER),))
        yield Line()
    for line in _told(given.count_line, fonts):
        yield Line((Text(None, Role.KAITI, line),))
    yield Line()


def _told(text: str, fonts: Fonts) -> Sequence[str]:
    """What stands below the title, in as many lines as it needs."""
    room = official.CHARACTERS * EM
    return wrapped(text, lambda part: fonts.width(Role.KAITI, part), room) if text else ()


def _edges(columns: Sequence[ListColumn]) -> tuple[int, ...]:
    whole = sum(column.share for column in columns)
    edges, used = [LEFT], 0
    for column in columns:
        used += column.share
        edges.append(LEFT + (RIGHT - LEFT) * used // whole)
    return tuple(edges)


def _row(
    texts: Sequence[str],
    given: PublicList,
    edges: tuple[int, ...],
    fonts: Fonts,
    *,
    head: bool = False,
) -> _Laid:
    role = Role.HEITI if head else Role.FANGSONG
    cells = []
    for text, (left, right) in zip(texts, pairwise(edges), strict=True):
        room = (right - left - 2 * _PAD) * 7_200_000 // (254 * _SIZE)
        cells.append(wrapped(text, lambda part: fonts.width(role, part), room)[:_MOST_LINES])
    height = max(1, *(len(cell) for cell in cells))
    lines: list[list[Text]] = [[] for _ in range(height)]
    for at, (left, right) in enumerate(pairwise(edges)):
        cell, column = cells[at], given.columns[at]
        free = height - len(cell)
        lower = _LOWER + (_HALF_LINE if free % 2 else 0)
        for line, part in enumerate(cell, start=free // 2):
            # A name of two characters takes the place of three.
            spread = at == given.owner and not head and drawn_name(part) != part
            wide = (fonts.width(role, part) + spread * EM) * _SIZE * 254 // 7_200_000
            middle = left + (right - left - wide) // 2
            x = middle if head or column.centred else left + _PAD
            lines[line].append(Text(_ems(x), role, part, _SIZE, spread=spread, lower=lower))
    return _Laid(
        tuple(
            Line(tuple(row), edges=edges, above=at == 0, below=at == height - 1)
            for at, row in enumerate(lines)
        )
    )


def _ems(x: int) -> int:
    """A place in tenths of a millimetre as thousandths of a character of the text."""
    return (x - LEFT) * 7_200_000 // (254 * THIRD)
