"""The pages of certificates.

What all pages share (frame, title, citation, signature) is drawn once and repeated as a form;
a page adds its name, number and code. So memory grows with the text of a page only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.names import drawn_name
from hrgrid.core.progress import Progress
from hrgrid.paper.certificate.design import CertificateRow, Design
from hrgrid.paper.fonts import Fonts, Role, refuse
from hrgrid.paper.lines import wrapped

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing, Piece

_GOLD, _RED = (0xB8, 0x86, 0x0B), (0xC0, 0x00, 0x00)
_TITLE, _NAME, _SIGNER, _NUMBER = 4800, 2600, 2000, 1100
_BODY, _LEAST, _STEP = 2200, 1800, 50
_TITLE_SPACE = 250
_BODY_LINES = 4
_ABOVE, _FREE = 100, 110
_EM = 1000
_HANDWRITTEN = "\u3000" * 4


@dataclass(frozen=True)
class _Body:
    """A citation in its lines, with the size that lets it fit (hundredths of a point)."""

    form: str
    size: int
    lines: list[str]
    closing: str


class Pages:
    """The pages of one batch."""

    def __init__(self, design: Design, fonts: Fonts) -> None:
        self.design = design
        self.fonts = fonts
        self._bodies: dict[tuple[str, str, str], _Body] = {}

    def check(self, rows: Sequence[CertificateRow]) -> None:
        """Raise UserError on what cannot be drawn, before anything is written."""
        shared = [("证书", text) for text in (*self.design.signers, self.design.day)]
        missing = self.fonts.missing_glyphs([("证书标题", self.design.title)], Role.TITLE)
        missing += self.fonts.missing_glyphs(shared, Role.FANGSONG)
        owners = [f"{row.number} {row.name}".strip() for row in rows]
        numbers = [(each, f"编号：{row.number}") for each, row in zip(owners, rows, strict=True)]
        missing += self.fonts.missing_glyphs(numbers, Role.SONG)
        texts = [(each, row.full_text) for each, row in zip(owners, rows, strict=True)]
        missing += self.fonts.missing_glyphs(texts, Role.KAITI)
        refuse(missing)
        for signer in self.design.signers:
            if self.fonts.width(Role.FANGSONG, signer) > self._room(_SIGNER):
                raise UserError(f"署名“{signer}”一行放不下，请用规范简称")
        for row in rows:
            self._body(row)
            self._name_size(row)

    def write(self, path: Path, rows: Sequence[CertificateRow], progress: Progress) -> None:
        """Draw one volume."""
        from hrgrid.paper.drawing import drawing

        texts = {
            Role.KAITI: {row.full_text for row in rows} | {_HANDWRITTEN},
            Role.FANGSONG: {*self.design.signers, self.design.day},
            Role.TITLE: {self.design.title},
            Role.SONG: {f"编号：{row.number}" for row in rows},
        }
        with drawing(path, self.design.layout.page, texts, self.fonts, "荣誉证书") as page:
            page.form("ground", lambda: self._draw_ground(page))
            repeated = Counter((row.body, row.closing) for row in rows)
            for row in rows:
                page.place(self.design.layout.begin, self.design.shift, self.design.scale)
                page.repeat("ground")
                self._draw_name(page, row)
                self._draw_body(page, row, repeated[row.body, row.closing] > 1)
                self._draw_number(page, row)
                if self.design.code and row.code:
                    page.code(*self.design.layout.code, row.code)
                page.end_page()
                progress.step()

    def write_cover(self, path: Path) -> None:
        """Draw what a bought cover of this design has on it: frame and title, where they belong."""
        from hrgrid.paper.drawing import drawing

        # A document needs a face, also where the cover has no word on it.
        texts = {Role.TITLE: {self.design.title or "证"}}
        with drawing(path, self.design.layout.page, texts, self.fonts, "证书底纸") as page:
            page.place(self.design.layout.begin, (0, 0), 1000)
            self._draw_cover(page)
            page.end_page()

    def _draw_cover(self, page: Drawing) -> None:
        layout = self.design.layout
        if self.design.frame:
            _draw_frame(page, layout.frame)
        if self.design.title:
            page.colour(_RED)
            page.centred(
                layout.centre,
                layout.title,
                Role.TITLE,
                _TITLE,
                self.design.title,
                space=_TITLE_SPACE,
            )
            page.colour((0, 0, 0))

    def _draw_ground(self, page: Drawing) -> None:
        layout = self.design.layout
        self._draw_cover(page)
        for above, signer in enumerate(reversed(self.design.signers)):
            y = layout.signer - above * _ABOVE
            page.ending(layout.right, y, Role.FANGSONG, _SIGNER, signer)
        self._draw_day(page)

    def _draw_day(self, page: Drawing) -> None:
        """In the middle of the lowest signer, or at the right where it is wider."""
        layout, day = self.design.layout, self.design.day
        signers = self.design.signers[-1:]
        wide = max((page.width(Role.FANGSONG, _SIGNER, each) for each in signers), default=0)
        if page.width(Role.FANGSONG, _SIGNER, day) > wide:
            page.ending(layout.right, layout.day, Role.FANGSONG, _SIGNER, day)
        else:
            page.centred(layout.right - wide // 2, layout.day, Role.FANGSONG, _SIGNER, day)

    def _draw_name(self, page: Drawing, row: CertificateRow) -> None:
        layout = self.design.layout
        page.line(layout.left, layout.name, Role.KAITI, self._name_size(row), _pieces(row))

    def _draw_body(self, page: Drawing, row: CertificateRow, repeated: bool) -> None:
        body = self._body(row)
        if not repeated:
            self._draw_lines(page, body)
            return
        page.form(body.form, lambda: self._draw_lines(page, body))
        page.repeat(body.form)

    def _draw_lines(self, page: Drawing, body: _Body) -> None:
        layout = self.design.layout
        indent = page.tenths(2 * _EM * body.size)
        begins = {0, len(body.lines)}
        for number, text in enumerate([*body.lines, body.closing]):
            x = layout.left + (indent if number in begins else 0)
            page.text(x, layout.body + number * layout.leading, Role.KAITI, body.size, text)

    def _draw_number(self, page: Drawing, row: CertificateRow) -> None:
        layout = self.design.layout
        page.text(layout.left, layout.number, Role.SONG, _NUMBER, f"编号：{row.number}")

    def _body(self, row: CertificateRow) -> _Body:
        key = (row.honour, row.body, row.closing)
        if key not in self._bodies:
            self._bodies[key] = self._fitted(row)
        return self._bodies[key]

    def _fitted(self, row: CertificateRow) -> _Body:
        for size in range(_BODY, _LEAST - 1, -_STEP):
            room = self._room(size)
            kept = (row.honour, *self.design.kept)
            lines = wrapped(row.body, self._width, room, room - 2 * _EM, kept)
            if len(lines) <= self._most_lines:
                return _Body(f"body{len(self._bodies)}", size, lines, row.closing)
        raise UserError(
            f"证书 {row.number}（{row.name}）的正文太长，缩到 {_LEAST // 100} 磅仍超过"
            f" {self._most_lines} 行，请删减文字"
        )

    @property
    def _most_lines(self) -> int:
        """Four, or as many as leave the uppermost of several signers free."""
        layout = self.design.layout
        room = layout.signer - (len(self.design.signers) - 1) * _ABOVE - _FREE - layout.body
        return min(_BODY_LINES, room // layout.leading + 1)

    def _name_size(self, row: CertificateRow) -> int:
        """Smaller for a long name or unit, so that the line stays on the page."""
        wide = sum(self._width(text) + space * len(text) for text, space in _pieces(row))
        for size in range(_NAME, _LEAST - 1, -_STEP):
            if wide <= self._room(size):
                return size
        raise UserError(f"证书 {row.number} 的称谓“{row.addressed}”一行放不下，请缩短单位名称")

    def _room(self, size: int) -> int:
        """The width of a line in thousandths of a size."""
        tenths = self.design.layout.right - self.design.layout.left
        return tenths * 72 * 100 * _EM // (254 * size)

    def _width(self, text: str) -> int:
        return self.fonts.width(Role.KAITI, text)


def _pieces(row: CertificateRow) -> list[Piece]:
    """The line that names the person; two characters stand apart by a gap that is no text."""
    unit = row.unit if row.with_unit else ""
    drawn = (row.name if row.collective else drawn_name(row.name)) or _HANDWRITTEN
    spread = row.name and not row.collective
    first, gap, rest = drawn.partition("\u3000") if spread else (drawn, "", "")
    if not gap:
        return [(f"{unit}{drawn}{row.called}：", 0)]
    before: list[Piece] = [(unit, 0)] if unit else []
    return [*before, (first, _EM), (f"{rest}同志：", 0)]


def _draw_frame(page: Drawing, frame: tuple[int, int, int, int]) -> None:
    """Two golden lines, 1.2 and 0.4 mm, with a fret in the corners between them."""
    left, top, right, bottom = frame
    page.colour(_GOLD)
    page.rectangle(left + 6, top + 6, right - 6, bottom - 6, 120)
    page.rectangle(left + 32, top + 32, right - 32, bottom - 32, 40)
    for x, towards_x in ((left + 32, 1), (right - 32, -1)):
        for y, towards_y in ((top + 32, 1), (bottom - 32, -1)):
            page.polyline([(x + dx * towards_x, y + dy * towards_y) for dx, dy in _FRET], 40)
    page.colour((0, 0, 0))


# A corner of 回纹: a line that winds inwards, in tenths of a millimetre from the corner.
_FRET = (
    (0, 140), (140, 140), (140, 0), (28, 0), (28, 112), (112, 112), (112, 28), (56, 28),
    (56, 84), (84, 84), (84, 56),
)  # fmt: skip
