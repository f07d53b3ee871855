"""What stands where on a page of a PDF, in millimetres from the upper left corner."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from fractions import Fraction

import pypdfium2
from pypdfium2 import raw

MM = Fraction(254, 720)


@dataclass(frozen=True)
class Sign:
    """A character, where it begins, what it stands on, and its size in points."""

    text: str
    x: float
    y: float
    size: float
    ink: tuple[float, float, float, float]


def texts_of(path):
    """The text of every page, line by line."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [sheet.get_textpage().get_text_range() for sheet in document]
    return [page.replace("\r\n", "\n") for page in pages]


def signs(path, page=0):
    """Every visible character of a page in the order of its content."""
    with pypdfium2.PdfDocument(path) as document:
        sheet = document[page]
        height = sheet.get_height()
        text = sheet.get_textpage()
        found = [_sign(text, at, height) for at in range(text.count_chars())]
    return [sign for sign in found if sign.text.strip()]


def _sign(text, at, height):
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    left, bottom, right, top = text.get_charbox(at)
    ink = (mm(left), mm(height - top), mm(right), mm(height - bottom))
    character = chr(raw.FPDFText_GetUnicode(text, at))
    size = raw.FPDFText_GetFontSize(text, at) * scale_of(text, at)
    return Sign(character, mm(x.value), mm(height - y.value), size, ink)


def scale_of(text, at):
    """How much the page enlarges a character."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, at, matrix)
    return matrix.a


def ink_of(path, part, page=0):
    """The first and last inked place across a part of a page as it is seen, None where blank.

    The part is left, top, right and bottom in millimetres.

    A text that is copied in another form than it is drawn in can only be measured so.
    """
    with pypdfium2.PdfDocument(path) as document:
        image = document[page].render(scale=10).to_pil().convert("L")
    dots = 720 / 25.4
    seen = image.crop(tuple(round(each * dots) for each in part))
    found = seen.point(lambda grey: 255 * (grey < 128)).getbbox()
    return None if found is None else (part[0] + found[0] / dots, part[0] + found[2] / dots)


def mm(points):
    """Points as millimetres."""
    return points * float(MM)


def place_of(found, text):
    """The first character of a text that stands in one line on the page."""
    whole = "".join(sign.text for sign in found)
    return found[whole.index(text)]


def last_of(found, text):
    """The last character of that text."""
    whole = "".join(sign.text for sign in found)
    return found[whole.index(text) + len(text) - 1]
