"""The page that fits a printer to bought covers: rulers, a grid of crosses, named places.

It is printed as the certificates are, shift and scale included. What a ruler in the hand shows
beside what a cross says is the difference to enter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.paper.certificate.design import Design
from hrgrid.paper.fonts import Fonts, Role, office_fonts

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

_MARGIN, _FIRST = 50, 100
_LABEL, _HAIR = 800, 10
_ARM = 50
# The grid: a small cross every centimetre, so that skew and scale show anywhere on the page.
_GRID, _SMALL, _THIN = 100, 8, 6
_SENTENCES = (
    "对位页：用直尺量每个十字到纸的左边和上边的距离，与十字旁的数比较。",
    "量得的左边距离小了多少毫米，“左右”就加多少；上边距离小了多少，“上下”就加多少。",
)


def write_alignment_page(path: Path, design: Design, fonts: Fonts | None = None) -> None:
    """Write the page for a design."""
    from hrgrid.paper.drawing import drawing

    fonts = fonts or office_fonts()
    places = list(_places(design))
    setting = _setting(design)
    digits = {"0123456789"}
    texts = {Role.SONG: digits | {*_SENTENCES, setting} | {label for _, _, label in places}}
    with drawing(path, design.layout.page, texts, fonts, "对位页") as page:
        page.place(design.layout.begin, design.shift, design.scale)
        _draw_rulers(page, design)
        _draw_grid(page, design)
        for x, y, label in places:
            page.polyline([(x - _ARM, y), (x + _ARM, y)], _HAIR)
            page.polyline([(x, y - _ARM), (x, y + _ARM)], _HAIR)
            if x > design.layout.centre:
                page.ending(x - 10, y - 10, Role.SONG, _LABEL, label)
            else:
                page.text(x + 10, y - 10, Role.SONG, _LABEL, label)
        for number, sentence in enumerate((*_SENTENCES, setting)):
            y = design.layout.body + number * 60
            page.text(design.layout.left + 100, y, Role.SONG, 1050, sentence)
        page.end_page()


def _places(design: Design) -> Iterator[tuple[int, int, str]]:
    """Where a cross stands, and what it says: the place and its distances in millimetres."""
    layout = design.layout
    for x, y, what in (
        (layout.left, layout.name, "称谓"),
        (layout.right, layout.signer, "署名右端"),
        (layout.left, layout.number, "编号"),
        (layout.centre, layout.title, "标题"),
    ):
        yield x, y, f"{what}　左 {_mm(layout.begin + x)}　上 {_mm(y)}"


def _setting(design: Design) -> str:
    across, down = design.shift
    return (
        f"现在的设置：左右 {_mm(across)} 毫米，上下 {_mm(down)} 毫米，"
        f"缩放 {design.scale // 10}.{design.scale % 10}%"
    )


def _mm(tenths: int) -> str:
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _draw_rulers(page: Drawing, design: Design) -> None:
    """A tick every millimetre, a longer one every five and ten, as far as a printer prints."""
    width = design.layout.page[0] - design.layout.begin
    height = design.layout.page[1]
    for at in range(_FIRST, width - _MARGIN + 1, 10):
        page.polyline([(at, _MARGIN), (at, _MARGIN + _tick(at))], _HAIR)
        if at % 100 == 0:
            page.text(at + 4, _MARGIN + 50, Role.SONG, 600, str((at + design.layout.begin) // 10))
    for at in range(_FIRST, height - _MARGIN + 1, 10):
        page.polyline([(_MARGIN, at), (_MARGIN + _tick(at), at)], _HAIR)
        if at % 100 == 0:
            page.text(_MARGIN + 30, at - 4, Role.SONG, 600, str(at // 10))


def _draw_grid(page: Drawing, design: Design) -> None:
    """A cross every centimetre of the printed part, inside the rulers."""
    width = design.layout.page[0] - design.layout.begin
    for x in range(2 * _GRID, width - _GRID + 1, _GRID):
        for y in range(2 * _GRID, design.layout.page[1] - _GRID + 1, _GRID):
            page.polyline([(x - _SMALL, y), (x + _SMALL, y)], _THIN)
            page.polyline([(x, y - _SMALL), (x, y + _SMALL)], _THIN)


def _tick(at: int) -> int:
    return 50 if at % 100 == 0 else 35 if at % 50 == 0 else 20
