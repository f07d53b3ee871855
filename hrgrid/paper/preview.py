"""Pages of a PDF as pictures: for the screen, and for whoever reads the codes on them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError

_MOST_PIXELS = 60_000_000
# The renderer knows no threads: a preview and a print run take turns, a picture at a time.
_RENDERING = threading.RLock()


@dataclass(frozen=True)
class Picture:
    """Rows of pixels from the top, `stride` bytes each: a byte of grey, or blue, green, red."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Pages:
    """An open PDF; pages are counted from 1."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        with _RENDERING:
            return len(self._document)

    def size(self, number: int) -> tuple[int, int]:
        """Width and height of a page in tenths of a millimetre."""
        with _RENDERING:
            width, height = self._document.get_page_size(number - 1)
        return round(width * 254 / 72), round(height * 254 / 72)

    def picture(self, number: int, dpi: int, *, grey: bool = False) -> Picture:
        """The page as it is printed, at most 60 million pixels of it; fewer dpi for a poster."""
        with _RENDERING:
            page = self._document[number - 1]
            scale = dpi / 72
            pixels = page.get_width() * page.get_height() * scale * scale
            scale *= min(1, (_MOST_PIXELS / max(pixels, 1)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=grey)
            try:
                return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()
                page.close()

    def bands(self, number: int, width: int, height: int, rows: int) -> Iterator[Picture]:
        """The page as `width` by `height` pixels, from the top in bands of `rows`, 4 bytes each.

        Blue, green, red and a byte of nothing. A sheet at the resolution of a printer has a
        hundred megabytes; a band has few.
        """
        for top in range(0, height, rows):
            yield self._band(number, (width, height), top, min(rows, height - top))

    def _band(self, number: int, size: tuple[int, int], top: int, rows: int) -> Picture:
        from pypdfium2 import PdfBitmap, raw

        with _RENDERING:
            page = self._document[number - 1]
            bitmap = PdfBitmap.new_native(size[0], rows, raw.FPDFBitmap_BGRx)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, size[0], rows)
                place = (0, -top, *size)
                raw.FPDF_RenderPageBitmap(bitmap, page, *place, 0, raw.FPDF_PRINTING)
                return Picture(size[0], rows, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()
                page.close()


@contextmanager
def open_pages(path: Path) -> Iterator[Pages]:
    """Open a PDF; raises UserError where it is damaged or locked."""
    import pypdfium2

    try:
        with _RENDERING:
            document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UserError(f"“{path.name}”打不开：文件损坏或设了密码，请换一份完好的 PDF") from error
    try:
        yield Pages(document)
    finally:
        with _RENDERING:
            document.close()
