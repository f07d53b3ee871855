"""QR codes (ISO/IEC 18004): drawn as one path of a page, and read back from pages and pictures."""

from __future__ import annotations

import operator
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.paper.preview import Picture, open_pages
from hrgrid.paper.seal import LABELS

# A fixed mask costs a fifth of looking for the best one; 150 dpi reads it all the same.
_MASK = 4
_READING_DPI = 200
_MOST_PIXELS = 60_000_000
_CHUNK = 6
_DARK = re.compile(b"\0+")


@dataclass(frozen=True, slots=True)
class PageCode:
    """The text of a code on a page (from 1), None where the page has none that can be read."""

    page: int
    text: str | None


def qr_path(text: str) -> tuple[int, str]:
    """The code as operators of one PDF path, a unit a module, y upwards, and its modules a side.

    Raises UserError where the text is too long for a code.
    """
    modules, side = _modules(text)
    cutting, chunks = _chunks(side)
    return side, "".join(map(operator.getitem, chunks, cutting.unpack(modules)))


class _Chunk(dict[bytes, str]):
    """A few modules at one place as rectangles: codes of one size share most of them."""

    def __init__(self, x: int, y: int) -> None:
        self._x, self._y = x, y

    def __missing__(self, modules: bytes) -> str:
        spans = (found.span() for found in _DARK.finditer(modules))
        drawn = [f"{self._x + begin} {self._y} {end - begin} 1 re\n" for begin, end in spans]
        return self.setdefault(modules, "".join(drawn))


@lru_cache(maxsize=8)
def _chunks(side: int) -> tuple[struct.Struct, list[_Chunk]]:
    """What cuts the modules of a code of this size, and the chunks in the same order."""
    whole, rest = divmod(side, _CHUNK)
    row = f"{_CHUNK}s" * whole + (f"{rest}s" if rest else "")
    places = [(at, side - 1 - y) for y in range(side) for at in range(0, side, _CHUNK)]
    return struct.Struct(row * side), [_Chunk(x, y) for x, y in places]


def _modules(text: str) -> tuple[bytes, int]:
    """The modules from the upper left, a byte each, 0 is dark, and how many a side."""
    import zxingcpp

    try:
        code = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", dataMask=_MASK
        )
    except ValueError as error:
        raise UserError(f"校验码放不下“{text[:12]}……”这么长的内容，请缩短") from error
    image: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    return memoryview(image).tobytes(), image.shape[0]


def read_codes(path: Path) -> Iterator[PageCode]:
    """The code of every page of a PDF, or of a picture (PNG, JPEG), in their order.

    Raises UserError where the file is neither, or is damaged.
    """
    with path.open("rb") as stream:
        begin = stream.read(1024)
    if b"%PDF-" in begin:
        yield from _codes_of_pdf(path)
    else:
        yield PageCode(1, _code_of_picture(path))


def _codes_of_pdf(path: Path) -> Iterator[PageCode]:
    with open_pages(path) as pages:
        for number in range(1, len(pages) + 1):
            grey = pages.picture(number, _READING_DPI, grey=True)
            yield PageCode(number, _text_in(grey))


def _code_of_picture(path: Path) -> str | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise UserError(f"“{path.name}”太大，请裁出校验码部分再试")
            grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise UserError(f"“{path.name}”不是能读的 PDF、PNG 或 JPEG 文件，请换一个文件") from error
    return _text_in(Picture(grey.width, grey.height, grey.width, grey.tobytes()))


def _text_in(grey: Picture) -> str | None:
    """The text of our code in a picture; of another code if none is ours."""
    import zxingcpp

    # It takes any buffer, and does not keep it alive.
    pixels: Any = grey.pixels
    lum = zxingcpp.ImageFormat.Lum
    view = zxingcpp.ImageView(pixels, grey.width, grey.height, lum, grey.stride)
    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = [code.text for code in zxingcpp.read_barcodes(view, wanted)]
    ours = [text for text in found if text.startswith(f"{LABELS[0]}：")]
    return next(iter(ours or found), None)
