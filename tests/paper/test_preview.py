"""Pages as pictures: what the screen shows is what is printed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageChops, ImageStat

from hrgrid.core.errors import UserError
from hrgrid.paper import preview
from hrgrid.paper.certificate import Design, write_certificates
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.preview import open_pages
from tests.paper.honoured import SIGNER, certificate


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("preview") / "证书.pdf"
    rows = [certificate(1), certificate(2, "潘怡")]
    write_certificates(path, rows, Design((SIGNER,), "2019年4月15日"), fonts=bundled_fonts())
    return path


def image(picture, grey):
    mode, raw = ("L", "L") if grey else ("RGB", "BGR")
    size = (picture.width, picture.height)
    return Image.frombytes(mode, size, picture.pixels, "raw", raw, picture.stride)


def test_pages_have_their_size_and_number(path):
    with open_pages(path) as pages:
        assert len(pages) == 2
        assert pages.size(1) == (2970, 2100)


@pytest.mark.parametrize("dpi", [50, 97, 150])
def test_a_picture_is_as_large_as_asked_for(path, dpi):
    with open_pages(path) as pages:
        picture = pages.picture(2, dpi)
    assert abs(picture.width - 297 / 25.4 * dpi) < 2
    assert abs(picture.height - 210 / 25.4 * dpi) < 2
    assert len(picture.pixels) == picture.stride * picture.height


def test_colours_are_true(path):
    with open_pages(path) as pages:
        shown = image(pages.picture(1, 100), grey=False)
        grey = image(pages.picture(1, 100, grey=True), grey=True)
    x, y = (round(each / 25.4 * 100) for each in (8.6, 105))
    assert shown.getpixel((x, y)) == (0xB8, 0x86, 0x0B)
    assert grey.getpixel((2, 2)) == 255
    assert grey.getpixel((x, y)) < 200


def test_a_poster_is_drawn_smaller_rather_than_too_large(path, monkeypatch):
    monkeypatch.setattr(preview, "_MOST_PIXELS", 200_000)
    with open_pages(path) as pages:
        picture = pages.picture(1, 300)
    assert picture.width * picture.height < 210_000
    assert picture.width / picture.height == pytest.approx(297 / 210, abs=0.01)


@pytest.mark.parametrize("rows", [100, 333, 5_000])
def test_bands_make_the_same_page_as_a_whole_picture(path, rows):
    width, height = 1169, 827
    with open_pages(path) as pages:
        bands = list(pages.bands(1, width, height, rows))
        whole = image(pages.picture(1, 100), grey=False)
    assert [band.width for band in bands] == [width] * len(bands)
    assert sum(band.height for band in bands) == height
    assert all(band.height <= rows for band in bands)
    laid, top = Image.new("RGB", (width, height)), 0
    for band in bands:
        part = Image.frombytes(
            "RGB", (band.width, band.height), band.pixels, "raw", "BGRX", band.stride
        )
        laid.paste(part, (0, top))
        top += band.height
    assert laid.getpixel((34, height // 2)) == whole.getpixel((34, height // 2))
    alike = ImageChops.difference(laid, whole.resize((width, height)))
    assert ImageStat.Stat(alike.convert("L")).mean[0] < 2


def test_several_threads_may_draw_at_once(path):
    def draw(number):
        with open_pages(path) as pages:
            return pages.picture(1 + number % 2, 60).pixels

    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(draw, range(24)))
    assert len(set(drawn)) == 2


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(UserError, match=r"坏\.pdf”打不开"), open_pages(tmp_path / "坏.pdf"):
        pass
