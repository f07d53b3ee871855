"""Where the parts of a certificate stand: what a screen shows frames around, and moves.

The same measures are asked that draw the page, so that a frame on the screen is round what will
be printed. All in tenths of a millimetre from the upper left corner of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hrgrid.paper.certificate.design import CertificateRow, Design
from hrgrid.paper.certificate.face import Part
from hrgrid.paper.certificate.pages import Pages
from hrgrid.paper.certificate.stage import TITLE_SPACE, Stage, pieces
from hrgrid.paper.fonts import Fonts, Role, office_fonts

_EM = 1000
# Above and below the line that characters stand on, in hundredths of their size.
_ABOVE, _BELOW = 88, 12
_SEAL_SIDE = 420
# The seal's middle from the end of the signer's line, on the standard sheet (documents.md 3).
_SEAL = (-350, 70)


@dataclass(frozen=True)
class Place:
    """The box of a part; `base` is the line that its first characters stand on."""

    part: Part
    left: int
    top: int
    width: int
    height: int
    base: int

    def moved(self, across: int, down: int) -> Place:
        """The same box elsewhere."""
        return Place(
            self.part,
            self.left + across,
            self.top + down,
            self.width,
            self.height,
            self.base + down,
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


def places(design: Design, row: CertificateRow, fonts: Fonts | None = None) -> tuple[Place, ...]:
    """The boxes of what this certificate has printed. Raises UserError where a text does not fit.

    The fit to a printer (shift, scale) is left out: it belongs to a printer, not to a form.
    """
    stage = Pages(design, fonts or office_fonts()).stage(row)
    begin = design.layout.begin
    return tuple(place.moved(begin, 0) for place in _Boxes(stage, row).all())


def seal_space(design: Design, row: CertificateRow) -> tuple[int, int, int]:
    """The circle where the seal goes: its middle across and down, and how wide it is."""
    layout, face = design.layout, row.face or design.face
    across, down = face.look.move(Part.SIGNER)
    x = layout.begin + layout.right + across + _SEAL[0] * layout.sizes // _EM
    return x, layout.signer + down + _SEAL[1] * layout.sizes // _EM, _SEAL_SIDE


class _Boxes:
    """The boxes of one certificate on its stage."""

    def __init__(self, stage: Stage, row: CertificateRow) -> None:
        self._stage, self._row = stage, row
        self._layout, self._look = stage.design.layout, stage.face.look

    def all(self) -> Iterator[Place]:
        layout, look, stage = self._layout, self._look, self._stage
        if stage.title:
            size = stage.size(look.title_size)
            spaced = TITLE_SPACE * (len(stage.title) - 1)
            wide = _tenths(stage.fonts.width(Role.TITLE, stage.title) + spaced, size)
            yield self._line(Part.TITLE, layout.centre - wide // 2, layout.title, wide, size)
        size = stage.name_size(self._row)
        told = pieces(self._row)
        wide = sum(stage.fonts.width(Role.KAITI, text) + gap * len(text) for text, gap in told)
        yield self._line(Part.NAME, layout.left, layout.name, _tenths(wide, size), size)
        yield self._body()
        yield from self._signing()
        size = stage.size(look.number_size)
        wide = _tenths(stage.fonts.width(Role.SONG, f"编号：{self._row.number}"), size)
        yield self._line(Part.NUMBER, layout.left, layout.number, wide, size)
        if stage.design.code and self._row.code:
            across, down = look.move(Part.CODE)
            left, top, side = layout.code
            yield Place(Part.CODE, left + across, top + down, side, side, top + down + side)

    def _body(self) -> Place:
        layout, body = self._layout, self._stage.body(self._row)
        first = self._line(
            Part.BODY, layout.left, layout.body, layout.right - layout.left, body.size
        )
        deeper = len(body.lines) * layout.leading
        return Place(
            Part.BODY, first.left, first.top, first.width, first.height + deeper, first.base
        )

    def _signing(self) -> Iterator[Place]:
        layout, stage = self._layout, self._stage
        size, signers = stage.signer_size, stage.face.signers
        widths = [_tenths(stage.fonts.width(Role.FANGSONG, each), size) for each in signers]
        wide = max(widths, default=0)
        last = self._line(Part.SIGNER, layout.right - wide, layout.signer, wide, size)
        higher = max(0, len(signers) - 1) * stage.above
        yield Place(
            Part.SIGNER, last.left, last.top - higher, wide, last.height + higher, last.base
        )
        lowest = widths[-1] if widths else 0
        day = _tenths(stage.fonts.width(Role.FANGSONG, stage.face.day), size)
        # As it is drawn: in the middle of the lowest signer, or at the right where it is wider.
        left = layout.right - day if day > lowest else layout.right - lowest // 2 - day // 2
        yield self._line(Part.DAY, left, layout.day, day, size)

    def _line(self, part: Part, left: int, base: int, wide: int, size: int) -> Place:
        across, down = self._look.move(part)
        tall = _tenths(_EM, size)
        top = base + down - tall * _ABOVE // 100
        return Place(part, left + across, top, wide, tall * (_ABOVE + _BELOW) // 100, base + down)


def _tenths(width: int, size: int) -> int:
    return width * size * 254 // 7_200_000
