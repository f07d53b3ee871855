"""Pages of a PDF as pictures: for the screen, and for whoever reads the codes on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError

_MOST_PIXELS = 60_000_000


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
        return len(self._document)

    def size(self, number: int) -> tuple[int, int]:
        """Width and height of a page in tenths of a millimetre."""
        width, height = self._document.get_page_size(number - 1)
        return round(width * 254 / 72), round(height * 254 / 72)

    def picture(self, number: int, dpi: int, *, grey: bool = False) -> Picture:
        """The page as it is printed, at most 60 million pixels of it; fewer dpi for a poster."""
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


@contextmanager
def open_pages(path: Path) -> Iterator[Pages]:
    """Open a PDF; raises UserError where it is damaged or locked."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UserError(f"“{path.name}”打不开：文件损坏或设了密码，请换一份完好的 PDF") from error
    with document:
        yield Pages(document)
