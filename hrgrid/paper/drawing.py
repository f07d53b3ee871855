"""A PDF document drawn in tenths of a millimetre from the upper left corner.

Import it where something is drawn: it loads reportlab. Fonts are embedded as small fonts of the
characters that the document uses, the same input gives the same bytes, and text that is copied
or searched comes back as it was, whatever faces drew it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hrgrid.paper.codes import qr_path
from hrgrid.paper.fonts import Fonts, Role
from hrgrid.paper.truetype import Face

# Streams as text are of no use to anybody, and cost half of the time.
rl_config.useA85 = 0

# reportlab keeps its fonts in one table for all threads: one document at a time is drawn.
_DRAWING = threading.RLock()
_ENTRIES = 100
_FULL = 1000
_REMEMBERED, _REMEMBERED_CELLS = 500, 20_000

Piece = tuple[str, int]
"""A text, and the space after each of its characters in thousandths of the font's size."""


def points(tenths: int) -> float:
    """Tenths of a millimetre as points."""
    return tenths * 72 / 254


class Drawing:
    """One document; sizes of type are in hundredths of a point."""

    def __init__(self, canvas: Any, fonts: Fonts, names: Mapping[Face, str], height: int) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._height = height
        self._names = names
        self._runs: dict[tuple[Role, str], list[tuple[str, str]]] = {}
        self._set: dict[tuple[Role, int, str], str] = {}
        self._forms: set[str] = set()
        self.pages = 0

    # --- pages and forms

    def end_page(self) -> None:
        """Finish the page; what is drawn next stands on a new one."""
        self._canvas.showPage()
        self.pages += 1

    def place(self, begin: int, shift: tuple[int, int], scale: int) -> None:
        """Move what follows on this page to the right and down, and scale it (thousandths)."""
        if begin or shift != (0, 0) or scale != _FULL:
            share = scale / _FULL
            down = points(self._height) * (1 - share) - points(shift[1])
            self._canvas.transform(share, 0, 0, share, points(begin + shift[0]), down)

    def form(self, name: str, draw: Callable[[], None]) -> None:
        """Draw something to be repeated, once in a document."""
        if name not in self._forms:
            self._forms.add(name)
            self._canvas.beginForm(name)
            draw()
            self._canvas.endForm()

    def repeat(self, name: str) -> None:
        """Put a form on this page."""
        self._canvas.doForm(name)

    # --- text

    def text(self, x: int, y: int, role: Role, size: int, text: str) -> None:
        """Draw a line that begins at x and stands on y."""
        self._show(points(x), y, role, size, [(text, 0)])

    def line(self, x: int, y: int, role: Role, size: int, pieces: Sequence[Piece]) -> None:
        """Draw pieces after each other; whoever copies the line gets its text, not its gaps."""
        if len(pieces) == 1:
            self._show(points(x), y, role, size, pieces)
            return
        code = "".join(text for text, _ in pieces).encode("utf-16-be").hex().upper()
        self._canvas.addLiteral(f"/Span <</ActualText <FEFF{code}>>> BDC")
        self._show(points(x), y, role, size, pieces)
        self._canvas.addLiteral("EMC")

    def centred(self, x: int, y: int, role: Role, size: int, text: str, *, space: int = 0) -> None:
        """Draw a line around x; `space` in thousandths of the size parts its characters."""
        wide = self._fonts.width(role, text) + space * (len(text) - 1)
        self._show(points(x) - wide * size / 200_000, y, role, size, [(text, space)])

    def ending(self, x: int, y: int, role: Role, size: int, text: str) -> None:
        """Draw a line that ends at x."""
        wide = self._fonts.width(role, text)
        self._show(points(x) - wide * size / 100_000, y, role, size, [(text, 0)])

    def cell(
        self, room: tuple[int, int], y: int, face: tuple[Role, int], text: str, side: int
    ) -> None:
        """Draw a text of a table that stands on y: at the left (-1), middle (0) or right (1).

        `room` is from where to where, `face` a role and a size in hundredths of a point. What
        comes again in a document is set once: tables hold the same words on every row.
        """
        role, size = face
        x = points(room[0])
        if side >= 0:
            free = points(room[1] - room[0]) - self._fonts.width(role, text) * size / 100_000
            x += free if side else free / 2
        key = (role, size, text)
        code = self._set.get(key)
        if code is None:
            code = self._code_of(role, size, text)
            if len(self._set) < _REMEMBERED_CELLS:
                self._set[key] = code
        place = f"{x:.2f} {points(self._height - y):.2f}"
        self._canvas.addLiteral(f"q 1 0 0 1 {place} cm {code} Q")

    def _code_of(self, role: Role, size: int, text: str) -> str:
        line = self._canvas.beginText()
        for name, run in self._split(role, text):
            line.setFont(name, size / 100)
            line.textOut(run)
        return str(line.getCode())

    def width(self, role: Role, size: int, text: str) -> int:
        """The width of a line in tenths of a millimetre."""
        return self.tenths(self._fonts.width(role, text) * size)

    @staticmethod
    def tenths(width: int) -> int:
        """Tenths of a millimetre of a width in thousandths times hundredths of a point."""
        return width * 254 // 7_200_000

    def _show(self, x: float, y: int, role: Role, size: int, pieces: Sequence[Piece]) -> None:
        line = self._canvas.beginText()
        line.setTextOrigin(x, points(self._height - y))
        spaced = 0
        for text, space in pieces:
            if space != spaced:
                line.setCharSpace(space * size / 100_000)
                spaced = space
            for name, run in self._split(role, text):
                line.setFont(name, size / 100)
                line.textOut(run)
        if spaced:
            line.setCharSpace(0)
        self._canvas.drawText(line)

    def _split(self, role: Role, text: str) -> list[tuple[str, str]]:
        key = (role, text)
        if key in self._runs:
            return self._runs[key]
        found = [(self._names[face], piece) for face, piece in self._fonts.runs(role, text)]
        if len(self._runs) < _REMEMBERED:
            self._runs[key] = found
        return found

    # --- lines and codes

    def colour(self, rgb: tuple[int, int, int]) -> None:
        """The colour of what follows, 0 to 255 each."""
        shares = [each / 255 for each in rgb]
        self._canvas.setFillColorRGB(*shares)
        self._canvas.setStrokeColorRGB(*shares)

    def rectangle(self, left: int, top: int, right: int, bottom: int, line: int) -> None:
        """Draw a frame along these edges; `line` is in hundredths of a millimetre."""
        self._canvas.setLineWidth(points(line) / 10)
        self._canvas.rect(
            points(left), points(self._height - bottom), points(right - left), points(bottom - top)
        )

    def fill(self, left: int, top: int, right: int, bottom: int, rgb: tuple[int, int, int]) -> None:
        """Fill an area; what is drawn later stands on it."""
        share = " ".join(f"{each / 255:.4f}" for each in rgb)
        box = (left, self._height - bottom, right - left, bottom - top)
        place = " ".join(f"{points(each):.3f}" for each in box)
        self._canvas.addLiteral(f"q {share} rg {place} re f Q")

    def picture(self, left: int, top: int, right: int, bottom: int, content: bytes) -> None:
        """Put a JPEG in the middle of an area, whole and undistorted."""
        from reportlab.lib.utils import ImageReader

        image = ImageReader(io.BytesIO(content))
        wide, high = image.getSize()
        share = min((right - left) / wide, (bottom - top) / high)
        width, height = points(1) * wide * share, points(1) * high * share
        x = points(left) + (points(right - left) - width) / 2
        y = points(self._height - bottom) + (points(bottom - top) - height) / 2
        self._canvas.drawImage(image, x, y, width, height)

    def polyline(self, places: Sequence[tuple[int, int]], line: int) -> None:
        """Draw a line through these places; its width is in hundredths of a millimetre."""
        path = self._canvas.beginPath()
        path.moveTo(points(places[0][0]), points(self._height - places[0][1]))
        for x, y in places[1:]:
            path.lineTo(points(x), points(self._height - y))
        self._canvas.setLineWidth(points(line) / 10)
        self._canvas.drawPath(path)

    def code(self, left: int, top: int, side: int, text: str) -> None:
        """Draw a QR code into a square."""
        modules, path = qr_path(text)
        unit = points(side) / modules
        x, y = points(left), points(self._height - top - side)
        self._canvas.addLiteral(f"q {unit:.6f} 0 0 {unit:.6f} {x:.4f} {y:.4f} cm 0 g\n{path}f Q")


@contextmanager
def drawing(
    path: Path,
    size: tuple[int, int],
    texts: Mapping[Role, Iterable[str]],
    fonts: Fonts,
    title: str,
) -> Iterator[Drawing]:
    """A new document of pages of `size` (width and height in tenths of a millimetre).

    `texts` are all that will be drawn. The file is written at the end, unless something is
    raised before.
    """
    with _DRAWING, _registered(texts, fonts) as names:
        canvas = Canvas(
            str(path),
            pagesize=(points(size[0]), points(size[1])),
            invariant=1,
            pageCompression=1,
            initialFontName=next(iter(names.values())),
            lang="zh-CN",
        )
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setCreator("hrgrid")
        yield Drawing(canvas, fonts, names, size[1])
        canvas.save()


@contextmanager
def _registered(texts: Mapping[Role, Iterable[str]], fonts: Fonts) -> Iterator[dict[Face, str]]:
    used: dict[Face, set[str]] = {}
    for role, those in texts.items():
        for character in sorted(set().union(*those)):
            face = fonts.face(role, character)
            if face is not None:
                used.setdefault(face, set()).add(character)
    embedded = [
        (face, EmbeddedFont(f"hrgrid-{number}", io.BytesIO(face.cut(characters))))
        for number, (face, characters) in enumerate(used.items())
    ]
    try:
        for _, font in embedded:
            pdfmetrics.registerFont(font)
        yield {face: font.fontName for face, font in embedded}
    finally:
        for _, font in embedded:
            font.unregister()


class EmbeddedFont(TTFont):  # type: ignore[misc] # reportlab has no types
    """A font whose table from codes to characters is right beyond U+FFFF as well.

    reportlab writes <2CC56> there, PDF wants UTF-16 (ISO 32000-1, 9.10.3): <D873DC56>.
    """

    def __init__(self, name: str, content: io.BytesIO) -> None:
        super().__init__(name, content, asciiReadable=False, shapable=False)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the font, then correct its tables."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        ending = f"+{self.face.name.decode('ascii')}"
        tables = [
            table
            for name, table in doc.idToObject.items()
            if name.startswith("toUnicodeCMap:") and name.endswith(ending)
        ]
        for table, codes in zip(tables, subsets, strict=True):
            table.content = _to_unicode(codes)


def _to_unicode(codes: Sequence[int]) -> str:
    entries = [
        f"<{code:02X}> <{chr(each).encode('utf-16-be').hex().upper()}>"
        for code, each in enumerate(codes)
        if each
    ]
    blocks = [entries[at : at + _ENTRIES] for at in range(0, len(entries), _ENTRIES)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /hrgrid def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap CMapName currentdict /CMap defineresource pop end end"]
    return "\n".join(lines)
