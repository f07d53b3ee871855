"""QR codes: the path on a page is the code, and it is read back from pages and pictures."""

from __future__ import annotations

import re

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hrgrid.core.errors import UserError
from hrgrid.core.paths import resources
from hrgrid.paper.certificate import A3_FOLD, Design, write_certificates
from hrgrid.paper.codes import PageCode, qr_path, read_codes
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.seal import Signer, Statement, new_key, verify
from tests.paper.honoured import DAY, SIGNER, certificate, certificates

PRIVATE, PUBLIC = new_key()
KEY = Signer("2019A", PRIVATE)
DESIGN = Design((SIGNER,), "2019年4月15日")


def signed(row):
    statement = Statement(row.number, row.name, row.honour, row.unit, DAY)
    return type(row)(**{**vars(row), "code": KEY.code(statement)})


def matrix(text):
    """The path painted into a picture of a pixel a module, with the quiet zone."""
    side, path = qr_path(text)
    picture = Image.new("L", (side + 8, side + 8), 255)
    for x, y, wide in re.findall(r"(\d+) (\d+) (\d+) 1 re\n", path):
        for step in range(int(wide)):
            picture.putpixel((4 + int(x) + step, 4 + side - 1 - int(y)), 0)
    return picture


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_the_path_is_the_code(text):
    text = f"编号：{text}"
    found = zxingcpp.read_barcode(matrix(text))
    assert found.text == text


def test_the_path_holds_nothing_but_rectangles_within_the_code():
    side, path = qr_path("编号：苏政法网格〔2019〕XF001")
    rectangles = re.findall(r"(\d+) (\d+) (\d+) 1 re\n", path)
    assert re.fullmatch(r"(\d+ \d+ \d+ 1 re\n)+", path)
    assert all(int(x) + int(wide) <= side and int(y) < side for x, y, wide in rectangles)


def test_a_text_that_no_code_holds_is_refused():
    with pytest.raises(UserError, match="校验码放不下"):
        qr_path("长" * 1000)


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """A sample of the three tiers with signed codes."""
    path = tmp_path_factory.mktemp("codes") / "证书.pdf"
    rows = [signed(row) for row in certificates()[::37]]
    write_certificates(path, rows, DESIGN, fonts=bundled_fonts())
    return path, rows


def test_every_code_of_a_batch_is_read_back_and_true(batch):
    path, rows = batch
    found = list(read_codes(path))
    assert found == [PageCode(number, row.code) for number, row in enumerate(rows, start=1)]
    assert all(verify(each.text, {"2019A": PUBLIC}).valid for each in found)


def test_a_scan_of_150_dpi_is_read(batch, tmp_path):
    path, rows = batch
    with pypdfium2.PdfDocument(path) as document:
        for number in range(0, len(rows), 5):
            picture = tmp_path / f"{number}.png"
            document[number].render(scale=150 / 72).to_pil().save(picture)
            assert [each.text for each in read_codes(picture)] == [rows[number].code]


def test_a_crooked_grey_photograph_is_read(batch, tmp_path):
    path, rows = batch
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].render(scale=200 / 72).to_pil()
    photograph = page.convert("RGB").rotate(7, expand=True, fillcolor="#d8d4c8", resample=3)
    photograph.save(tmp_path / "照片.jpg", quality=60)
    assert [each.text for each in read_codes(tmp_path / "照片.jpg")] == [rows[0].code]


def test_a_page_without_a_code_says_so(tmp_path):
    path = tmp_path / "证书.pdf"
    rows = [signed(certificate(1)), certificate(2), signed(certificate(3))]
    design = Design((SIGNER,), "2019年4月15日", layout=A3_FOLD)
    write_certificates(path, rows, design, fonts=bundled_fonts())
    assert [each.text for each in read_codes(path)] == [rows[0].code, None, rows[2].code]


def test_ours_is_found_beside_another_code(batch, tmp_path):
    path, rows = batch
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("L")
    page.paste(matrix("别的内容").resize((200, 200), 0), (1000, 200))
    page.save(tmp_path / "两个.png")
    assert [each.text for each in read_codes(tmp_path / "两个.png")] == [rows[0].code]
    matrix("别的内容").resize((400, 400), 0).save(tmp_path / "一个.png")
    assert [each.text for each in read_codes(tmp_path / "一个.png")] == ["别的内容"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("坏.pdf", b"%PDF-1.4 broken"), ("空.pdf", b""), ("字.png", b"text"), ("坏.png", None)],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content):
    if content is None:
        Image.new("L", (50, 50)).save(tmp_path / "好.png")
        content = (tmp_path / "好.png").read_bytes()[:60]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=name):
        list(read_codes(tmp_path / name))


def test_a_picture_too_large_to_hold_is_refused(tmp_path):
    Image.new("1", (9000, 9000)).save(tmp_path / "大.png")
    with pytest.raises(UserError, match="太大"):
        list(read_codes(tmp_path / "大.png"))


def test_a_font_is_no_paper():
    with pytest.raises(UserError, match="不是能读的"):
        list(read_codes(resources() / "fonts" / "NotoSansSC-Regular.8105.ttf"))


@pytest.mark.parametrize(("turn", "lean"), [(0, 0.08), (4, 0.05), (-11, 0), (90, 0), (180, 0.04)])
def test_a_turned_and_skewed_scan_of_150_dpi_is_read(batch, tmp_path, turn, lean):
    path, rows = batch
    with pypdfium2.PdfDocument(path) as document:
        page = document[3].render(scale=150 / 72).to_pil().convert("L")
    wide = (page.width + round(page.height * lean), page.height)
    leaning = page.transform(
        wide,
        Image.Transform.AFFINE,
        (1, -lean, 0, 0, 1, 0),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    leaning.rotate(turn, expand=True, fillcolor=255, resample=3).save(tmp_path / "斜.png")
    assert [each.text for each in read_codes(tmp_path / "斜.png")] == [rows[3].code]
