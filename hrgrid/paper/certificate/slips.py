"""Separator sheets: what begins a street's pile, and is its packing slip in one.

It lies between the certificates as they come from the printer, so it has their page; names and
numbers stand in columns, and who packs and who takes the bag signs at the foot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.paper.fonts import Fonts, Role, office_fonts

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

_LEFT, _TOP, _FOOT = 250, 330, 420
_COLUMN, _LINE = 460, 75
# A column is as wide as its longest entry, each character counted at a whole square.
_CHARACTER, _GAP = 40, 80
_TITLE, _HEAD, _TEXT = 2600, 1400, 1100
_SIGNED = "装袋人：　　　　　　　复核人：　　　　　　　领取人：　　　　　　　日期：　　　　　"


@dataclass(frozen=True)
class Slip:
    """A pile: where it goes, the how-manieth of how many, numbers and names in their order."""

    district: str
    street: str
    at: int
    of: int
    entries: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """Where it goes."""
        return f"{self.district}　{self.street}" if self.street else self.district

    @property
    def told(self) -> str:
        """How many, and which pile it is."""
        return f"共 {len(self.entries)} 张　　第 {self.at} 份，共 {self.of} 份"


def write_slips(
    path: Path, slips: Sequence[Slip], page: tuple[int, int], fonts: Fonts | None = None
) -> None:
    """Write a page a slip; `page` in tenths of a millimetre. Raises UserError on a lost glyph."""
    from hrgrid.paper.drawing import drawing

    fonts = fonts or office_fonts()
    lines = [_lines(slip, page) for slip in slips]
    heads = {slip.title for slip in slips}
    small = {text for slip in slips for text in (slip.told, _SIGNED)}
    small |= {text for found in lines for text in found}
    with drawing(path, page, {Role.HEITI: heads, Role.SONG: small}, fonts, "分隔单") as sheet:
        for slip, found in zip(slips, lines, strict=True):
            _draw(sheet, slip, found, page)
            sheet.end_page()


def _room(page: tuple[int, int], told: Sequence[str]) -> tuple[int, int, int]:
    """How many columns of how many lines there are for names, and how wide a column is."""
    width, height = page
    # Digits and letters of a number are half as wide.
    longest = max((2 * len(text) - sum(map(str.isascii, text)) for text in told), default=0)
    column = max(_COLUMN, longest * _CHARACTER // 2 + _GAP)
    columns = max(1, (width - 2 * _LEFT) // column)
    return columns, (height - _TOP - 250 - _FOOT) // _LINE, column


def _lines(slip: Slip, page: tuple[int, int]) -> list[str]:
    told = [f"{number}　{name}" for number, name in slip.entries]
    columns, rows, _ = _room(page, told)
    if len(told) <= columns * rows:
        return told
    shown = columns * rows - 1
    return [*told[:shown], f"另有 {len(told) - shown} 张，见名单"]


def _draw(sheet: Drawing, slip: Slip, lines: Sequence[str], page: tuple[int, int]) -> None:
    width, height = page
    sheet.text(_LEFT, _TOP, Role.HEITI, _TITLE, slip.title)
    sheet.text(_LEFT, _TOP + 110, Role.SONG, _HEAD, slip.told)
    sheet.polyline([(_LEFT, _TOP + 150), (width - _LEFT, _TOP + 150)], 8)
    _, rows, column = _room(page, lines)
    for at, line in enumerate(lines):
        x, y = _LEFT + at // rows * column, _TOP + 250 + at % rows * _LINE
        sheet.text(x, y, Role.SONG, _TEXT, line)
    sheet.polyline([(_LEFT, height - 320), (width - _LEFT, height - 320)], 8)
    sheet.text(_LEFT, height - 240, Role.SONG, _TEXT, _SIGNED)
