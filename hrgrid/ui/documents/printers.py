"""Printers at hand, how each is fitted, and pages painted on one, true to a tenth of a mm."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.preview import Pages, open_pages
from hrgrid.ui.documents.batches import FORMS, Fit, Order
from hrgrid.ui.settings import Entry

# Finer than this nothing is seen, and old machines need minutes for a page.
_MOST_DPI = 600
# A band of a page has about eight megabytes.
_BAND_PIXELS = 2_000_000
MOST_IN_PACK = 500


def _pack(text: str) -> int:
    size = int(text)
    if not 1 <= size <= MOST_IN_PACK:
        raise ValueError(text)
    return size


PRINTER = Entry("printing/printer", "", str, str)
FORM = Entry("printing/form", FORMS[0].key, str, str)
ORDER = Entry("printing/order", Order.NUMBER, Order, lambda order: str(order.value))
PACK = Entry("printing/pack", 50, _pack, str)


def fit_entry(printer: str) -> Entry[Fit]:
    """What the settings remember of a printer."""
    name = hashlib.sha256(printer.encode()).hexdigest()[:16]
    return Entry(f"printing/fit-{name}", Fit(), Fit.read, Fit.write)


class Printers:
    """The printers of this machine."""

    def names(self) -> list[str]:
        """As the system calls them."""
        return QPrinterInfo.availablePrinterNames()

    def default(self) -> str:
        """The system's own choice, or an empty text."""
        return QPrinterInfo.defaultPrinterName()

    def open(self, name: str) -> QPrinter:
        """A printer to paint on. Raises UserError where it is gone."""
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise UserError(f"找不到打印机“{name}”。请检查它是否已断开或改名，或换一台")
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)


def prepare(printer: QPrinter, page: tuple[int, int], title: str) -> None:
    """Set paper (tenths of a millimetre), no margins, a resolution that is not too fine."""
    if printer.resolution() > _MOST_DPI:
        printer.setResolution(_MOST_DPI)
    width, height = (tenths / 10 for tenths in page)
    short, long = sorted((width, height))
    size = QPageSize(
        QSizeF(short, long), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    lies = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, lies, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    printer.setDocName(title)


def paint(printer: QPrinter, path: Path, progress: Progress) -> None:
    """Put every page of a PDF on the printer, an inch an inch.

    Raises UserError where the printer does not take it, Cancelled between two pages; what it
    did not take yet is withdrawn then.
    """
    with open_pages(path) as pages:
        sheets = [(pages, number) for number in range(1, len(pages) + 1)]
        paint_sheets(printer, sheets, progress)


def print_file(
    printer: QPrinter, path: Path, title: str, progress: Progress, copies: int = 1
) -> int:
    """Put a paper on the printer, on the paper of its first page; returns its pages.

    Fails as `paint` does.
    """
    with open_pages(path) as pages:
        count, size = len(pages), pages.size(1)
    prepare(printer, size, title)
    if copies > 1:
        printer.setCopyCount(copies)
    progress.begin(f"送打{title}", count)
    paint(printer, path, progress)
    return count


def paint_sheets(
    printer: QPrinter, sheets: Sequence[tuple[Pages, int]], progress: Progress
) -> None:
    """Put pages of opened files on the printer in this order; fails as `paint` does."""
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("打印机没有接收。请检查它是否开机、联机、有纸，再打一次")
    # Without this text would be stored as photographs are.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for at, (pages, number) in enumerate(sheets):
            if at and not printer.newPage():
                raise UserError(f"打印机打到第 {at} 页停了。请看打印机上的提示")
            _paint_page(painter, printer, pages, number)
            progress.step()
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _paint_page(painter: QPainter, printer: QPrinter, pages: Pages, number: int) -> None:
    width, height = (round(tenths * printer.resolution() / 254) for tenths in pages.size(number))
    top = 0
    for band in pages.bands(number, width, height, max(64, _BAND_PIXELS // width)):
        if band.pixels.count(b"\xff") < len(band.pixels):
            image = QImage(
                band.pixels, band.width, band.height, band.stride, QImage.Format.Format_RGB32
            )
            painter.drawImage(QPoint(0, top), image)
        top += band.height
