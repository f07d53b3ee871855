"""八定 cards as they hang in a grid's station: a grid a page, A4, drawn as a table.

The type shrinks before a card takes a second page; what is not settled stands there in grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Fonts, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

# Tenths of a millimetre; sizes of type in hundredths of a point.
PAGE = (2100, 2970)
_LEFT, _RIGHT, _TOP, _BOTTOM = 200, 1900, 200, 2770
_MIDDLE = (_LEFT + _RIGHT) // 2
_NAMES, _PAD = 380, 24
_TITLE, _PLACE, _HEAD, _FOOT = 2200, 1400, 1200, 1000
_SIZES = (1400, 1200, 1050, 900)
_LEAST = 130
_THICK, _THIN = 40, 20
_GREY = (0x80, 0x80, 0x80)
_BLACK = (0, 0, 0)


@dataclass(frozen=True)
class Settled:
    """One of the eight: its name, what holds, and in grey where it comes from or what lacks."""

    name: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class EightCard:
    """One grid: where it is, its eight, and at the foot whom to call and of which day it is."""

    grid: str
    place: str
    rows: tuple[Settled, ...]
    foot: tuple[str, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """All that is drawn of it but the title."""
        yield from (self.grid, self.place, *self.foot)
        for row in self.rows:
            yield from (row.name, *row.text.splitlines(), *row.note.splitlines())


TITLE = "网格“八定”卡"
_MORE = "（续）"


def write_cards(
    path: Path,
    cards: Sequence[EightCard],
    fonts: Fonts | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the cards into one PDF; returns the number of pages.

    Raises UserError where there is no card, or naming a grid with a character that no font has.
    """
    from hrgrid.paper.drawing import drawing

    if not cards:
        raise UserError("这里没有网格，印不出八定卡。请选有网格的区域")
    fonts = fonts or office_fonts()
    progress = progress or Progress()
    refuse(
        fonts.missing_glyphs(((card.grid, text) for card in cards for text in card.texts), _BODY)
    )
    drawn = {text for card in cards for text in card.texts} | {_MORE}
    texts = {Role.TITLE: {TITLE, _MORE}, _NAME: drawn, _BODY: drawn}
    progress.begin("生成八定卡", len(cards))
    with drawing(path, PAGE, texts, fonts, TITLE) as page:
        for card in cards:
            _draw(page, card, fonts)
            progress.step()
        return page.pages


_NAME, _BODY = Role.HEITI, Role.FANGSONG


@dataclass(frozen=True)
class _Laid:
    row: Settled
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    height: int


def _draw(page: Drawing, card: EightCard, fonts: Fonts) -> None:
    room = _BOTTOM - _table_top() - _foot_height(card)
    size, laid = _SIZES[-1], _laid(card, _SIZES[-1], fonts)
    for wanted in _SIZES:
        tried = _laid(card, wanted, fonts)
        if sum(row.height for row in tried) <= room:
            size, laid = wanted, tried
            break
    if sum(row.height for row in laid) <= room:
        laid = _spread(laid, room)
    pages = _paged(laid, room)
    for number, rows in enumerate(pages):
        _draw_page(page, card, rows, size, is_first=number == 0, is_last=number == len(pages) - 1)
        page.end_page()


def _table_top() -> int:
    return _TOP + 330


def _foot_height(card: EightCard) -> int:
    return 40 + _pitch(_FOOT) * len(card.foot)


def _pitch(size: int) -> int:
    """From line to line: 1.4 of the type."""
    return size * 254 * 7 // (7200 * 5)


def _laid(card: EightCard, size: int, fonts: Fonts) -> list[_Laid]:
    laid = []
    for row in card.rows:
        lines = _lines(row.text, size, fonts)
        notes = _lines(row.note, _FOOT, fonts)
        high = len(lines) * _pitch(size) + len(notes) * _pitch(_FOOT) + 2 * _PAD
        laid.append(_Laid(row, lines, notes, max(high, _LEAST)))
    return laid


def _lines(text: str, size: int, fonts: Fonts) -> tuple[str, ...]:
    room = (_RIGHT - _LEFT - _NAMES - 2 * _PAD) * 7_200_000 // (254 * size)
    found: list[str] = []
    for part in text.splitlines():
        found += wrapped(part, lambda each: fonts.width(_BODY, each), room)
    return tuple(found)


def _spread(laid: list[_Laid], room: int) -> list[_Laid]:
    """Share what is left of the page among the rows, so that a short card fills its page."""
    more = min((room - sum(row.height for row in laid)) // len(laid), 160)
    return [_Laid(row.row, row.lines, row.notes, row.height + more) for row in laid]


def _paged(laid: Sequence[_Laid], room: int) -> list[list[_Laid]]:
    pages: list[list[_Laid]] = [[]]
    used = 0
    for row in laid:
        if used + row.height > room and pages[-1]:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += row.height
    return pages


def _draw_page(
    page: Drawing,
    card: EightCard,
    rows: Sequence[_Laid],
    size: int,
    *,
    is_first: bool,
    is_last: bool,
) -> None:
    page.centred(_MIDDLE, _TOP + 80, Role.TITLE, _TITLE, TITLE if is_first else TITLE + _MORE)
    page.centred(_MIDDLE, _TOP + 190, _NAME, _fitting(page, _NAME, card.grid), card.grid)
    page.centred(_MIDDLE, _TOP + 270, _BODY, _fitting(page, _BODY, card.place, _HEAD), card.place)
    top = y = _table_top()
    for row in rows:
        _draw_row(page, row, y, size)
        y += row.height
        if row is not rows[-1]:
            page.polyline([(_LEFT, y), (_RIGHT, y)], _THIN)
    page.polyline([(_LEFT + _NAMES, top), (_LEFT + _NAMES, y)], _THIN)
    page.rectangle(_LEFT, top, _RIGHT, y, _THICK)
    for at, text in enumerate(card.foot if is_last else ()):
        page.text(_LEFT, y + 40 + _pitch(_FOOT) * (at + 1) - 20, _BODY, _FOOT, text)


def _fitting(page: Drawing, role: Role, text: str, largest: int = _PLACE) -> int:
    """The largest size in which a line fits between the edges."""
    sizes = range(largest, 500, -50)
    return next((size for size in sizes if page.width(role, size, text) <= _RIGHT - _LEFT), 500)


def _draw_row(page: Drawing, row: _Laid, top: int, size: int) -> None:
    middle = top + row.height // 2
    page.centred(_LEFT + _NAMES // 2, middle + _drop(_HEAD), _NAME, _HEAD, row.row.name)
    tall = len(row.lines) * _pitch(size) + len(row.notes) * _pitch(_FOOT)
    y, x = middle - tall // 2, _LEFT + _NAMES + _PAD
    for text in row.lines:
        page.text(x, y + _pitch(size) // 2 + _drop(size), _BODY, size, text)
        y += _pitch(size)
    page.colour(_GREY)
    for text in row.notes:
        page.text(x, y + _pitch(_FOOT) // 2 + _drop(_FOOT), _BODY, _FOOT, text)
        y += _pitch(_FOOT)
    page.colour(_BLACK)


def _drop(size: int) -> int:
    """From the middle of a line to what its characters stand on."""
    return size * 254 * 38 // (7200 * 100)
