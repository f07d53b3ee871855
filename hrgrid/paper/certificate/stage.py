"""One face on one form: what it draws for all of its certificates, and how their texts fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.names import drawn_name
from hrgrid.paper.certificate.design import CertificateRow, Design
from hrgrid.paper.certificate.face import Face, Frame, Ink, Part
from hrgrid.paper.fonts import Fonts, Role
from hrgrid.paper.lines import wrapped

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing, Piece

_GOLD, _RED, _BLACK = (0xB8, 0x86, 0x0B), (0xC0, 0x00, 0x00), (0, 0, 0)
_INKS = {Ink.RED: _RED, Ink.GOLD: _GOLD, Ink.BLACK: _BLACK}
_LEAST, _STEP = 1800, 50
TITLE_SPACE = 250
"""Between the characters of a title, in thousandths of their size."""
_BODY_LINES = 4
_ABOVE, _FREE = 100, 110
_EM = 1000
HANDWRITTEN = "\u3000" * 4
"""Room for a name that is written by hand."""


@dataclass(frozen=True)
class Body:
    """A citation in its lines, with the size that lets it fit (hundredths of a point)."""

    form: str
    size: int
    lines: list[str]
    closing: str


class Stage:
    """Where the parts of a face stand on a form."""

    def __init__(self, design: Design, face: Face, fonts: Fonts, name: str) -> None:
        self.design, self.face, self.fonts, self._name = design, face, fonts, name
        self.ground = f"ground{name}"
        self._bodies: dict[tuple[str, str, str], Body] = {}

    @property
    def title(self) -> str:
        """The title as it is printed: none where the form leaves it to the cover."""
        return self.face.title if self.design.title else ""

    def size(self, wanted: int) -> int:
        """A size of the look on this form, in hundredths of a point."""
        return wanted * self.design.layout.sizes // 1000

    # --- what all certificates of the face share -----------------------------------------------

    def draw_cover(self, page: Drawing) -> None:
        """Frame and title."""
        layout, look = self.design.layout, self.face.look
        if self.design.frame and look.frame is not Frame.NONE:
            _draw_frame(page, layout.frame, look.frame)
        if self.title:
            across, down = look.move(Part.TITLE)
            page.colour(_INKS[look.ink])
            page.centred(
                layout.centre + across,
                layout.title + down,
                Role.TITLE,
                self.size(look.title_size),
                self.title,
                space=TITLE_SPACE,
            )
            page.colour(_BLACK)

    def draw_ground(self, page: Drawing) -> None:
        """Frame, title, signers and day."""
        self.draw_cover(page)
        layout = self.design.layout
        across, down = self.face.look.move(Part.SIGNER)
        for above, signer in enumerate(reversed(self.face.signers)):
            y = layout.signer + down - above * self.above
            page.ending(layout.right + across, y, Role.FANGSONG, self.signer_size, signer)
        self._draw_day(page)

    def _draw_day(self, page: Drawing) -> None:
        """In the middle of the lowest signer, or at the right where it is wider."""
        layout, day, size = self.design.layout, self.face.day, self.signer_size
        across, down = self.face.look.move(Part.DAY)
        right, y = layout.right + across, layout.day + down
        signers = self.face.signers[-1:]
        wide = max((page.width(Role.FANGSONG, size, each) for each in signers), default=0)
        if page.width(Role.FANGSONG, size, day) > wide:
            page.ending(right, y, Role.FANGSONG, size, day)
        else:
            page.centred(right - wide // 2, y, Role.FANGSONG, size, day)

    @property
    def signer_size(self) -> int:
        """Of the signers and the day, in hundredths of a point."""
        return self.size(self.face.look.signer_size)

    @property
    def above(self) -> int:
        """How far one signer stands above the next, in tenths of a millimetre."""
        return self.size(_ABOVE)

    # --- what each has of its own --------------------------------------------------------------

    def draw_row(self, page: Drawing, row: CertificateRow, *, repeated: bool) -> None:
        """Name, citation, number and code; a citation of several is drawn once."""
        layout, look = self.design.layout, self.face.look
        across, down = look.move(Part.NAME)
        place = layout.left + across, layout.name + down
        page.line(*place, Role.KAITI, self.name_size(row), pieces(row))
        self._draw_body(page, row, repeated=repeated)
        across, down = look.move(Part.NUMBER)
        place, size = (layout.left + across, layout.number + down), self.size(look.number_size)
        page.text(*place, Role.SONG, size, f"编号：{row.number}")
        if self.design.code and row.code:
            across, down = look.move(Part.CODE)
            left, top, side = layout.code
            page.code(left + across, top + down, side, row.code)

    def _draw_body(self, page: Drawing, row: CertificateRow, *, repeated: bool) -> None:
        body = self.body(row)
        if not repeated:
            self._draw_lines(page, body)
            return
        page.form(body.form, lambda: self._draw_lines(page, body))
        page.repeat(body.form)

    def _draw_lines(self, page: Drawing, body: Body) -> None:
        layout = self.design.layout
        across, down = self.face.look.move(Part.BODY)
        indent = page.tenths(2 * _EM * body.size)
        begins = {0, len(body.lines)}
        for number, text in enumerate([*body.lines, body.closing]):
            x = layout.left + across + (indent if number in begins else 0)
            y = layout.body + down + number * layout.leading
            page.text(x, y, Role.KAITI, body.size, text)

    # --- how texts fit -------------------------------------------------------------------------

    def check_signers(self) -> None:
        """Raise UserError where a signer is wider than the line."""
        for signer in self.face.signers:
            if self.fonts.width(Role.FANGSONG, signer) > self._room(self.signer_size):
                raise UserError(f"署名“{signer}”一行放不下，请用规范简称")

    def body(self, row: CertificateRow) -> Body:
        """The citation of a certificate. Raises UserError where it does not fit."""
        key = (row.honour, row.body, row.closing)
        if key not in self._bodies:
            self._bodies[key] = self._fitted(row)
        return self._bodies[key]

    def _fitted(self, row: CertificateRow) -> Body:
        most, least = self.size(self.face.look.body_size), self._least
        for size in range(most, least - 1, -_STEP):
            room = self._room(size)
            kept = (row.honour, *self.face.kept)
            lines = wrapped(row.body, self._width, room, room - 2 * _EM, kept)
            if len(lines) <= self._most_lines:
                form = f"body{self._name}-{len(self._bodies)}"
                return Body(form, size, lines, row.closing)
        raise UserError(
            f"证书 {row.number}（{row.name}）的正文太长，缩到 {least / 100:g} 磅仍超过"
            f" {self._most_lines} 行，请删减文字"
        )

    @property
    def _least(self) -> int:
        return self.size(_LEAST)

    @property
    def _most_lines(self) -> int:
        """Four, or as many as leave the uppermost of several signers free."""
        layout, look = self.design.layout, self.face.look
        above = (len(self.face.signers) - 1) * self.above + self.size(_FREE)
        lowest = layout.signer + look.move(Part.SIGNER)[1] - above
        room = lowest - layout.body - look.move(Part.BODY)[1]
        return min(_BODY_LINES, room // layout.leading + 1)

    def name_size(self, row: CertificateRow) -> int:
        """Smaller for a long name or unit, so that the line stays on the page."""
        wide = sum(self._width(text) + space * len(text) for text, space in pieces(row))
        for size in range(self.size(self.face.look.name_size), self._least - 1, -_STEP):
            if wide <= self._room(size):
                return size
        raise UserError(f"证书 {row.number} 的称谓“{row.addressed}”一行放不下，请缩短单位名称")

    def _room(self, size: int) -> int:
        """The width of a line in thousandths of a size."""
        tenths = self.design.layout.right - self.design.layout.left
        return tenths * 72 * 100 * _EM // (254 * size)

    def _width(self, text: str) -> int:
        return self.fonts.width(Role.KAITI, text)


def pieces(row: CertificateRow) -> list[Piece]:
    """The line that names the person; two characters stand apart by a gap that is no text."""
    unit = row.unit if row.with_unit else ""
    drawn = (row.name if row.collective else drawn_name(row.name)) or HANDWRITTEN
    spread = row.name and not row.collective
    first, gap, rest = drawn.partition("\u3000") if spread else (drawn, "", "")
    if not gap:
        return [(f"{unit}{drawn}{row.called}：", 0)]
    before: list[Piece] = [(unit, 0)] if unit else []
    return [*before, (first, _EM), (f"{rest}同志：", 0)]


def _draw_frame(page: Drawing, frame: tuple[int, int, int, int], kind: Frame) -> None:
    """Two lines, 1.2 and 0.4 mm; golden ones with a fret in the corners between them."""
    left, top, right, bottom = frame
    page.colour(_GOLD if kind is Frame.GOLD else _RED)
    page.rectangle(left + 6, top + 6, right - 6, bottom - 6, 120)
    page.rectangle(left + 32, top + 32, right - 32, bottom - 32, 40)
    corners = ((left + 32, 1), (right - 32, -1)) if kind is Frame.GOLD else ()
    for x, towards_x in corners:
        for y, towards_y in ((top + 32, 1), (bottom - 32, -1)):
            page.polyline([(x + dx * towards_x, y + dy * towards_y) for dx, dy in _FRET], 40)
    page.colour(_BLACK)


# A corner of 回纹: a line that winds inwards, in tenths of a millimetre from the corner.
_FRET = (
    (0, 140), (140, 140), (140, 0), (28, 0), (28, 112), (112, 112), (112, 28), (56, 28),
    (56, 84), (84, 84), (84, 56),
)  # fmt: skip
