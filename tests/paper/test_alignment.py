"""The page that fits a printer to a bought cover: true to a tenth of a millimetre."""

from __future__ import annotations

import dataclasses
import itertools

import pypdf
import pypdfium2
import pytest

from hrgrid.paper.certificate import A3_FOLD, Design, write_alignment_page
from hrgrid.paper.fonts import bundled_fonts

DESIGN = Design(("某委",), "2019年4月15日")


def written(tmp_path, design):
    path = tmp_path / "对位.pdf"
    write_alignment_page(path, design, bundled_fonts())
    return path


def ink(path):
    """A dot every twentieth of a millimetre."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].render(scale=20 * 25.4 / 72, grayscale=True).to_pil()
    return page.point(lambda value: 255 * (value < 200))


def lines_at(dots, x, y, reach=90):
    """Where the middle of a vertical and of a horizontal line lies near a place."""
    across = [at for at in range(x - reach, x + reach) if filled(dots, at, y, reach, upright=True)]
    down = [at for at in range(y - reach, y + reach) if filled(dots, x, at, reach, upright=False)]
    return sum(across) / len(across) / 20, sum(down) / len(down) / 20


def filled(dots, x, y, reach, *, upright):
    places = [(x, y + d) if upright else (x + d, y) for d in range(-reach, reach)]
    return sum(dots.getpixel(place) > 0 for place in places) > 1.9 * reach


@pytest.mark.parametrize(("shift", "scale"), [((0, 0), 1000), ((15, -5), 1000), ((3, 7), 990)])
def test_crosses_stand_where_certificates_have_their_text(tmp_path, shift, scale):
    dots = ink(written(tmp_path, dataclasses.replace(DESIGN, shift=shift, scale=scale)))
    for x, y in ((400, 780), (2570, 1600), (400, 1900)):
        right = (x * scale / 1000 + shift[0], y * scale / 1000 + shift[1])
        near = (round(right[0] * 2), round(right[1] * 2))
        found = lines_at(dots, *near)
        assert found == (
            pytest.approx(right[0] / 10, abs=0.1),
            pytest.approx(right[1] / 10, abs=0.1),
        )


def test_a_small_cross_stands_on_every_centimetre(tmp_path):
    dots = ink(written(tmp_path, dataclasses.replace(DESIGN, shift=(15, -5))))
    for x, y in ((600, 500), (1500, 1200), (2700, 1900)):
        middle = (2 * (x + 15), 2 * (y - 5))
        found = lines_at(dots, *middle, reach=14)
        assert found == (
            pytest.approx((x + 15) / 10, abs=0.1),
            pytest.approx((y - 5) / 10, abs=0.1),
        )


def test_a_ruler_has_a_tick_every_millimetre(tmp_path):
    dots = ink(written(tmp_path, DESIGN))
    row = [dots.getpixel((x, 20 * 6)) > 0 for x in range(20 * 5, 20 * 292 + 5)]
    begins = [at for at, (a, b) in enumerate(zip([False, *row], row, strict=False)) if b and not a]
    assert len(begins) == 283
    assert {b - a for a, b in itertools.pairwise(begins)} <= {19, 20, 21}


def test_it_says_what_is_set_and_what_to_do(tmp_path):
    moved = dataclasses.replace(DESIGN, shift=(15, -5), scale=985)
    text = pypdf.PdfReader(written(tmp_path, moved)).pages[0].extract_text()
    assert "左右 1.5 毫米，上下 -0.5 毫米，缩放 98.5%" in text
    assert "称谓　左 40.0　上 78.0" in text
    assert "用直尺量" in text


def test_a_folded_sheet_is_measured_from_its_own_left_edge(tmp_path):
    path = written(tmp_path, dataclasses.replace(DESIGN, layout=A3_FOLD))
    assert "称谓　左 240.0　上 108.0" in pypdf.PdfReader(path).pages[0].extract_text()
