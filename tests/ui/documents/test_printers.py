"""What comes out of a printer: the size of the paper, an inch an inch, moved as it was asked."""

from __future__ import annotations

import dataclasses

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtPrintSupport import QPrinter

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.certificate import (
    A3_FOLD,
    Design,
    write_alignment_page,
    write_certificates,
)
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.ui.documents.batches import FORMS, Fit, form_of
from hrgrid.ui.documents.printers import Printers, fit_entry, paint, prepare
from hrgrid.ui.settings import Settings
from tests.paper.honoured import SIGNER, certificate
from tests.paper.measuring import place_of, signs

DESIGN = Design((SIGNER,), "2019年4月15日")
TENTHS = 72 / 254


def printed(tmp_path, design, dpi=600, pages=1, progress=None):
    """A PDF of the paper, put on a printer that writes a PDF."""
    source, target = tmp_path / "证书.pdf", tmp_path / "打印.pdf"
    rows = [certificate(number) for number in range(1, pages + 1)]
    write_certificates(source, rows, design, fonts=bundled_fonts())
    return source, put(source, target, design, dpi, progress)


def put(source, target, design, dpi=600, progress=None):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(dpi)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    prepare(printer, design.layout.page, "证书")
    paint(printer, source, progress or Progress())
    return target


def ink(path, page=0, dpmm=20):
    """The dark and coloured dots of a page, a twentieth of a millimetre each."""
    with pypdfium2.PdfDocument(path) as document:
        shown = document[page].render(scale=dpmm * 25.4 / 72, grayscale=True).to_pil()
    return shown.point(lambda value: 255 * (value < 215))


def edges(path):
    """Where the ink of a page begins and ends, in millimetres from its upper left corner."""
    return [at / 20 for at in ink(path).getbbox()]


@pytest.mark.parametrize("design", [DESIGN, dataclasses.replace(DESIGN, layout=A3_FOLD)])
def test_the_sheet_has_the_size_of_the_form(qapp, tmp_path, design):
    _, path = printed(tmp_path, design, dpi=150)
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        width, height = document.get_page_size(0)
    assert width / TENTHS == pytest.approx(design.layout.page[0], abs=2)
    assert height / TENTHS == pytest.approx(design.layout.page[1], abs=2)


@pytest.mark.parametrize("shift", [(0, 0), (15, -5), (-20, 30)])
def test_everything_stands_where_it_stands_in_the_paper_to_a_tenth_of_a_millimetre(
    qapp, tmp_path, shift
):
    source, path = printed(tmp_path, dataclasses.replace(DESIGN, shift=shift))
    found, wanted = edges(path), edges(source)
    assert found == [pytest.approx(at, abs=0.1) for at in wanted]
    # The frame's line has its middle 8.6 mm from the edge and is 1.2 mm wide.
    assert found[0] == pytest.approx(8.0 + shift[0] / 10, abs=0.1)
    assert found[1] == pytest.approx(8.0 + shift[1] / 10, abs=0.1)


def test_an_overprint_has_its_text_where_the_paper_says_and_nothing_else(qapp, tmp_path):
    form = form_of("a4_cover")
    source, path = printed(tmp_path, form.design(DESIGN, Fit((15, -5))))
    found = edges(path)
    name = place_of(signs(source), "翟")
    assert found[0] == pytest.approx(
        min(name.ink[0], place_of(signs(source), "编号").ink[0]), abs=0.1
    )
    assert name.x == pytest.approx(41.5, abs=0.05)
    assert found[1] == pytest.approx(min(sign.ink[1] for sign in signs(source)), abs=0.15)


def test_the_alignment_page_is_true_on_the_printer(qapp, tmp_path):
    source, target = tmp_path / "对位.pdf", tmp_path / "打印.pdf"
    design = dataclasses.replace(DESIGN, shift=(3, 7))
    write_alignment_page(source, design, bundled_fonts())
    dots = ink(put(source, target, design))
    # The small crosses of the grid stand on whole centimetres, moved as everything is.
    for x, y in ((60, 50), (150, 120), (270, 190)):
        middle = (round((x + 0.3) * 20), round((y + 0.7) * 20))
        arms = [
            [dots.getpixel((middle[0] + d, middle[1])) > 0 for d in range(-14, 15)],
            [dots.getpixel((middle[0], middle[1] + d)) > 0 for d in range(-14, 15)],
        ]
        assert all(sum(arm) >= 26 for arm in arms)


def test_every_page_is_printed_and_told(qapp, tmp_path):
    progress = Progress()
    progress.begin("送打证书", 3)
    _, path = printed(tmp_path, DESIGN, dpi=96, pages=3, progress=progress)
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 3
    assert (progress.stage.done, progress.stage.total) == (3, 3)


def test_a_cancelled_print_stops_between_two_pages(qapp, tmp_path):
    def stop(stage):
        if stage.done == 1:
            progress.cancel()

    progress = Progress(stop)
    progress.begin("送打证书", 3)
    with pytest.raises(Cancelled):
        printed(tmp_path, DESIGN, dpi=96, pages=3, progress=progress)
    assert progress.stage.done == 1


def test_a_printer_that_takes_nothing_is_a_sentence(qapp, tmp_path):
    source = tmp_path / "证书.pdf"
    write_certificates(source, [certificate(1)], DESIGN, fonts=bundled_fonts())
    with pytest.raises(UserError, match="打印机没有接收"):
        put(source, tmp_path / "没有" / "打印.pdf", DESIGN)


def test_a_printer_that_is_gone_is_named(qapp):
    with pytest.raises(UserError, match="找不到打印机“三号机”"):
        Printers().open("三号机")


def test_a_fine_printer_is_asked_for_no_more_than_is_seen(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert printer.resolution() > 600
    prepare(printer, DESIGN.layout.page, "证书")
    assert printer.resolution() == 600
    assert printer.fullPage()
    assert printer.pageLayout().margins() == QMarginsF(0, 0, 0, 0)


def test_each_printer_has_its_own_fit_and_a_damaged_one_is_none(tmp_path):
    settings = Settings(tmp_path / "screen.ini")
    settings.put(fit_entry("一号机"), Fit((15, -5), 1002))
    settings.keep()
    again = Settings(tmp_path / "screen.ini")
    assert again.get(fit_entry("一号机")) == Fit((15, -5), 1002)
    assert again.get(fit_entry("二号机")) == Fit()
    with pytest.raises(ValueError, match="1 2 3"):
        Fit.read("1 2 3")


def test_forms_say_what_is_printed():
    covers = {form.key: form.cover(DESIGN) for form in FORMS}
    assert covers["a4"] is None
    assert covers["a3"] is None
    assert (covers["a4_cover"].frame, covers["a4_cover"].title) == (True, "荣誉证书")
    assert (covers["a4_frame"].frame, covers["a4_frame"].title) == (True, "")
    printed = form_of("a4_frame").design(DESIGN)
    assert (printed.frame, printed.title, printed.code) == (False, "荣誉证书", False)
    assert form_of("nothing") is FORMS[0]
