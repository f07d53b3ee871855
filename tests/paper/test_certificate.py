"""Certificates: every element where the table has it, every name as it is, the same bytes again."""

from __future__ import annotations

import dataclasses
import itertools
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pypdf
import pypdfium2
import pytest

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.paper import certificate as certificates_
from hrgrid.paper.certificate import (
    A3_FOLD,
    CITATIONS,
    Design,
    with_units,
    write_certificates,
    write_cover,
    write_register,
    writing,
)
from hrgrid.paper.fonts import bundled_fonts
from tests.paper.honoured import (
    BEYOND,
    EXCELLENT,
    PIONEERS,
    RARE,
    SIGNER,
    SKILLED,
    certificate,
    certificates,
)
from tests.paper.measuring import last_of, mm, place_of, signs
from tests.tree import ROOT

DESIGN = Design((SIGNER,), "2019年4月15日", kept=("苏州市",))


def written(tmp_path, *rows, design=DESIGN, name="证书.pdf", **more):
    path = tmp_path / name
    write_certificates(path, rows, design, fonts=bundled_fonts(), **more)
    return path


def near(value):
    return pytest.approx(value, abs=0.06)


def text_of(path, page=0):
    return pypdf.PdfReader(path).pages[page].extract_text()


def picture(path, darker=128):
    """The first page with a dot every tenth of a millimetre, ink white on black."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].render(scale=10 * 25.4 / 72, grayscale=True).to_pil()
    return page.point(lambda value: 255 * (value < darker))


# --- what it says

WORDS = {
    PIONEERS: "在2018年度网格化社会治理工作中成绩突出，被命名为苏州市“先锋网格员”。",
    EXCELLENT: "在2018年度网格化社会治理工作中表现优秀，被命名为苏州市“优秀网格员”。",
    SKILLED: "在2018年度网格化社会治理工作中业务精湛，被命名为苏州市“能手网格员”。",
}


@pytest.mark.parametrize("honour", CITATIONS)
def test_the_three_tiers_say_what_they_are_given_for(tmp_path, honour):
    path = written(tmp_path, certificate(7, honour=honour))
    text = text_of(path).replace("\n", "")
    number = {PIONEERS: "XF007", EXCELLENT: "YX007", SKILLED: "NS0007"}[honour]
    assert WORDS[honour] in text
    for part in ("荣誉证书", "翟卫华同志：", "特发此证，以资鼓励。", SIGNER, "2019年4月15日"):
        assert part in text
    assert f"编号：苏政法网格〔2019〕{number}" in text


def test_rare_names_come_back_from_the_file(tmp_path):
    path = written(tmp_path, *(certificate(n, name) for n, name in enumerate(RARE, start=1)))
    pages = pypdf.PdfReader(path).pages
    back = [
        name
        for page, name in zip(pages, RARE, strict=True)
        if f"{name}同志：" in page.extract_text()
    ]
    assert back == list(RARE)


def test_a_gap_is_drawn_and_not_written(tmp_path):
    path = written(tmp_path, certificate(1, "潘怡"))
    assert "潘怡同志：" in text_of(path)
    dots = picture(path).crop((400, 680, 680, 800))
    inked = [x for x in range(dots.width) if dots.crop((x, 0, x + 1, dots.height)).getbbox()]
    em = mm(26) * 10
    assert max(x for x in inked if x < 1.5 * em) < em
    assert 2 * em <= min(x for x in inked if x > 1.5 * em) < 2.3 * em
    content = pypdf.PdfReader(path).pages[0].get_contents().get_data()
    actual = re.findall(rb"/ActualText <FEFF([0-9A-F]+)>", content)
    assert [bytes.fromhex(each.decode()).decode("utf-16-be") for each in actual] == ["潘怡同志："]


def test_two_of_one_name_have_their_units_printed(tmp_path):
    rows = with_units(certificates())
    named = [(row.honour, row.name, row.unit) for row in rows if row.with_unit]
    assert [each for each in named if each[0] == EXCELLENT] == [
        (EXCELLENT, "陈龙", "昆山市"),
        (EXCELLENT, "陈龙", "相城区"),
    ]
    assert not any(row.with_unit for row in rows if row.honour == PIONEERS)
    skilled = [row.name for row in rows if row.honour == SKILLED]
    assert {name for tier, name, _ in named if tier == SKILLED} == {
        name for name in skilled if skilled.count(name) > 1
    }
    pair = [row for row in rows if row.with_unit and row.honour == EXCELLENT]
    path = written(tmp_path, *pair)
    assert [
        text_of(path, page).count(f"{row.unit}陈龙同志：") for page, row in enumerate(pair)
    ] == [1, 1]


def test_a_lost_character_is_printed_as_the_source_has_it(tmp_path):
    assert "龚伟〓同志：" in text_of(written(tmp_path, certificate(9, "龚伟〓")))


def test_room_is_left_for_a_name_written_by_hand(tmp_path):
    found = signs(written(tmp_path, certificate(1, "")))
    assert place_of(found, "同志：").x == near(40 + 4 * mm(26))


# --- where it stands: documents.md 3, A4 landscape


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    row = certificate(1, code="编号：苏政法网格〔2019〕XF001")
    path = written(tmp_path_factory.mktemp("measured"), row)
    return path, signs(path)


def test_the_page_is_a4_landscape(measured):
    box = pypdf.PdfReader(measured[0]).pages[0].mediabox
    assert (mm(float(box.width)), mm(float(box.height))) == (near(297), near(210))


@pytest.mark.parametrize(
    ("text", "x", "y", "size"),
    [
        ("翟卫华同志：", 40, 78, 26),
        ("在2018", 40 + mm(44), 98, 22),
        ("苏州市“", 40, 112, 22),
        ("特发此证", 40 + mm(44), 126, 22),
        ("编号：", 40, 190, 11),
    ],
)
def test_what_begins_at_the_left(measured, text, x, y, size):
    sign = place_of(measured[1], text)
    assert (sign.x, sign.y, sign.size) == (near(x), near(y), near(size))


def test_the_title_stands_in_the_middle(measured):
    found = [sign for sign in measured[1] if sign.size > 40]
    assert "".join(sign.text for sign in found) == "荣誉证书"
    assert {round(sign.y, 1) for sign in found} == {48.0}
    steps = [b.x - a.x for a, b in itertools.pairwise(found)]
    assert steps == [near(mm(48 + 12))] * 3
    assert (found[0].x + found[-1].x + mm(48)) / 2 == near(148.5)


def test_the_signature_ends_at_the_right_and_the_day_stands_below_it(measured):
    found = measured[1]
    begin, end = place_of(found, SIGNER), last_of(found, SIGNER)
    assert (begin.y, begin.size) == (near(160), near(20))
    assert end.x + mm(20) == near(257)
    day, last = place_of(found, "2019年4"), last_of(found, "4月15日")
    assert day.y == near(174)
    assert (day.x + last.x + mm(20)) / 2 == near((begin.x + 257) / 2)


def test_nothing_is_drawn_around_the_code(measured):
    ink = picture(measured[0]).crop((370, 1570, 650, 1850)).getbbox()
    assert [each + at for each, at in zip(ink, (370, 1570, 370, 1570), strict=True)] == [
        pytest.approx(each, abs=1.5) for each in (400, 1600, 620, 1820)
    ]


def test_the_frame_ends_at_its_edges(measured):
    dots = picture(measured[0], darker=200)
    assert dots.getbbox() == tuple(pytest.approx(each, abs=1.5) for each in (80, 80, 2890, 2020))
    # 1.2 mm of line, a gap, 0.4 mm of line.
    row = [dots.getpixel((x, 1000)) > 0 for x in range(70, 130)]
    runs = [(dark, len(list(run))) for dark, run in itertools.groupby(row)]
    wide = [count for dark, count in runs if dark]
    assert wide == [pytest.approx(12, abs=1.5), pytest.approx(4, abs=1.5)]


def test_a_colour_is_left_where_it_belongs(measured):
    with pypdfium2.PdfDocument(measured[0]) as document:
        page = document[0].render(scale=2).to_pil().convert("RGB")
    colours = {colour for count, colour in page.getcolors(1 << 20) if count > 200}
    assert {(0xC0, 0, 0), (0xB8, 0x86, 0x0B), (0, 0, 0), (255, 255, 255)} <= colours


def test_a_shift_is_true_to_a_tenth_of_a_millimetre(tmp_path):
    moved = dataclasses.replace(DESIGN, shift=(15, -5))
    found = signs(written(tmp_path, certificate(1), design=moved))
    sign = place_of(found, "翟卫华")
    assert (sign.x, sign.y) == (near(41.5), near(77.5))


def test_a_scale_begins_at_the_upper_left_corner(tmp_path):
    smaller = dataclasses.replace(DESIGN, scale=980, shift=(10, 20))
    found = signs(written(tmp_path, certificate(1), design=smaller))
    sign = place_of(found, "翟卫华")
    assert (sign.x, sign.y, sign.size) == (near(40.2), near(78.44), near(25.48))


def test_a_bought_cover_gets_no_frame_and_no_code(tmp_path):
    row = certificate(1, code="编号：X")
    path = written(tmp_path, row, design=dataclasses.replace(DESIGN.overprinted(), title=""))
    left, top, right, bottom = picture(path).getbbox()
    assert left > 395
    assert top > 680
    assert right < 2575
    assert bottom < 1920
    assert "荣誉证书" not in text_of(path)


def test_the_right_inner_page_of_a_folded_sheet(tmp_path):
    design = dataclasses.replace(DESIGN, layout=A3_FOLD)
    path = written(tmp_path, certificate(1), design=design)
    box = pypdf.PdfReader(path).pages[0].mediabox
    assert (mm(float(box.width)), mm(float(box.height))) == (near(420), near(297))
    found = signs(path)
    assert min(sign.x for sign in found) >= 210 + 30 - 0.1
    title = [sign for sign in found if sign.size > 40]
    assert (title[0].x + title[-1].x + mm(48)) / 2 == near(315)


def test_several_signers_stand_above_each_other(tmp_path):
    design = dataclasses.replace(DESIGN, signers=("苏州市人力资源和社会保障局", SIGNER))
    found = signs(written(tmp_path, certificate(1), design=design))
    upper, lower = place_of(found, "苏州市人力"), place_of(found, "中共")
    assert (upper.y, lower.y) == (near(150), near(160))
    assert last_of(found, "社会保障局").x + mm(20) == near(257)


def test_a_day_wider_than_its_signer_stays_on_the_page(tmp_path):
    design = dataclasses.replace(DESIGN, signers=("某委",), day="二〇一九年四月十五日")
    found = signs(written(tmp_path, certificate(1), design=design))
    assert last_of(found, "四月十五日").x + mm(20) == near(257)


# --- what does not fit


def test_a_longer_text_is_set_smaller_and_at_last_refused(tmp_path):
    long = "在2018年度网格化社会治理工作中" + "走村入户排查隐患" * 10 + "，被命名为“先锋网格员”。"
    row = dataclasses.replace(certificate(1), body=long)
    found = signs(written(tmp_path, row))
    sizes = {round(s.size, 1) for s in found if 90 < s.y < 150}
    assert len(sizes) == 1
    assert 18 <= sizes.pop() < 22
    assert max(sign.x + mm(sign.size) for sign in found if 90 < sign.y < 150) < 257.5
    too_long = dataclasses.replace(row, body=long * 2)
    with pytest.raises(UserError, match=r"XF001（翟卫华）的正文太长.*请删减"):
        written(tmp_path, too_long, name="长.pdf")
    assert not (tmp_path / "长.pdf").exists()


def test_no_line_begins_or_ends_with_the_wrong_sign(tmp_path):
    for extra in range(12):
        body = f"在2018年度{'好' * extra}网格化社会治理工作中成绩突出，被命名为苏州市“先锋网格员”。"
        found = signs(written(tmp_path, dataclasses.replace(certificate(1), body=body)))
        lines = [
            "".join(sign.text for sign in run)
            for _, run in itertools.groupby(
                (s for s in found if 90 < s.y < 150), key=lambda s: round(s.y)
            )
        ]
        assert "".join(lines) == body + "特发此证，以资鼓励。"
        for line in lines:
            assert line[0] not in "，。、”"
            assert line[-1] != "“"
        assert any("苏州市" in line for line in lines)
        assert any("先锋网格员" in line for line in lines)


def test_a_long_name_is_set_smaller(tmp_path):
    name = "阿布都热合曼·买买提艾力·吐尔逊江·买买提明·古丽"
    found = signs(written(tmp_path, certificate(1, name, unit="某某市某某区", with_unit=True)))
    first = place_of(found, "某某市")
    assert 18 <= first.size < 26
    assert last_of(found, "同志：").x + mm(first.size) < 257.5
    with pytest.raises(UserError, match="一行放不下"):
        written(tmp_path, certificate(1, name, unit="某某市某某区某某街道办事处", with_unit=True))


def test_who_cannot_be_printed_is_named_and_nothing_is_written(tmp_path):
    rows = [certificate(1), certificate(2, BEYOND), certificate(3, "李\ue863")]
    with pytest.raises(UserError) as refused:
        written(tmp_path, *rows, name="缺字.pdf")
    assert f"XF002 {BEYOND}的“\U0002ebf0”（U+2EBF0）" in refused.value.sentence
    assert "XF003 李\ue863的“\ue863”（U+E863）" in refused.value.sentence
    assert list(tmp_path.iterdir()) == []


def test_a_signer_too_long_for_the_page_is_named(tmp_path):
    design = dataclasses.replace(DESIGN, signers=("某" * 40,))
    with pytest.raises(UserError, match="署名"):
        written(tmp_path, certificate(1), design=design)


def test_nothing_to_print_is_said(tmp_path):
    with pytest.raises(UserError, match="没有要打印的证书"):
        written(tmp_path)


# --- the file


def test_the_same_rows_give_the_same_bytes(tmp_path):
    rows = [certificate(n, name, code="编号：X") for n, name in enumerate(RARE, start=1)]
    one, two = (written(tmp_path, *rows, name=f"{n}.pdf").read_bytes() for n in "一二")
    assert one == two
    assert one != written(tmp_path, *rows[:-1]).read_bytes()


def test_only_embedded_fonts_are_used(tmp_path):
    path = written(tmp_path, certificate(1, "𬱖云"))
    fonts = [
        font.get_object() for font in pypdf.PdfReader(path).pages[0]["/Resources"]["/Font"].values()
    ]
    assert len(fonts) >= 3
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert b"Helvetica" not in path.read_bytes()


def test_the_file_says_nothing_about_who_made_it(tmp_path):
    facts = pypdf.PdfReader(written(tmp_path, certificate(1))).metadata
    assert facts.title == "荣誉证书"
    assert facts.creator == "hrgrid"
    assert not facts.author


def test_large_batches_come_in_volumes(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_PAGES", 4)
    rows = [certificate(n) for n in range(1, 11)]
    volumes = write_certificates(tmp_path / "证书.pdf", rows, DESIGN, fonts=bundled_fonts())
    assert [(v.path.name, v.pages, v.first[-5:], v.last[-5:]) for v in volumes] == [
        ("证书-1.pdf", 4, "XF001", "XF004"),
        ("证书-2.pdf", 4, "XF005", "XF008"),
        ("证书-3.pdf", 2, "XF009", "XF010"),
    ]
    assert [len(pypdf.PdfReader(v.path).pages) for v in volumes] == [4, 4, 2]


def test_progress_counts_pages_and_a_cancel_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_PAGES", 4)
    rows = [certificate(n) for n in range(1, 11)]
    stages = []
    progress = Progress(stages.append)
    write_certificates(tmp_path / "全.pdf", rows, DESIGN, progress, bundled_fonts())
    assert [stage.done for stage in stages] == list(range(11))
    assert stages[-1].total == 10
    for path in tmp_path.iterdir():
        path.unlink()

    def stop(stage):
        if stage.done == 6:
            cancelled.cancel()

    cancelled = Progress(stop)
    with pytest.raises(Cancelled):
        write_certificates(tmp_path / "半.pdf", rows, DESIGN, cancelled, bundled_fonts())
    assert list(tmp_path.iterdir()) == []


def test_fonts_are_left_as_they_were_found(tmp_path):
    from reportlab.pdfbase import pdfmetrics

    before = dict(pdfmetrics._fonts)
    written(tmp_path, certificate(1))
    with pytest.raises(UserError):
        written(tmp_path, certificate(1, BEYOND))
    assert pdfmetrics._fonts == before


# A file may grow to this many bytes and no further, as on a full disk.
FULL_DISK = """
import resource, sys
from pathlib import Path
from hrgrid.paper.certificate import Design, write_certificates, writing
from hrgrid.paper.fonts import bundled_fonts
from tests.paper.honoured import certificate

writing.MOST_PAGES = 4
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
rows = [certificate(n, "翟卫华" if n < 5 else "𬱖䶮㛃𠅤" * 3) for n in range(1, 9)]
try:
    write_certificates(Path(sys.argv[1]), rows, Design(("某委",), "今天"), fonts=bundled_fonts())
except OSError as error:
    sys.exit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits on Windows")
def test_a_full_disk_leaves_no_half_file(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    assert run(FULL_DISK, whole / "证书.pdf", 1 << 30) == 0
    first, second = (path.stat().st_size for path in sorted(whole.iterdir()))
    assert first < second
    for most in (1000, first + 100):
        full = tmp_path / f"full{most}"
        full.mkdir()
        assert run(FULL_DISK, full / "证书.pdf", most) == 7
        assert list(full.iterdir()) == []


def run(program, *words):
    child = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(child, check=False, cwd=ROOT).returncode


def test_documents_drawn_at_once_do_not_mix(tmp_path):
    names = [f"{surname}{given}" for surname in "赵钱孙李" for given in RARE]

    def draw(number):
        rows = [certificate(n, name) for n, name in enumerate(names[number:], start=1)]
        return written(tmp_path, *rows, name=f"{number}.pdf").read_bytes()

    alone = [draw(number) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(draw, range(6))) == alone


# --- the register


def test_the_register_holds_what_a_print_shop_merges(tmp_path):
    rows = [
        certificate(1, "潘怡", unit="张家港市", state="已签发"),
        certificate(2, "=陈龙", unit="昆山市", with_unit=True, state="撤销"),
    ]
    assert write_register(tmp_path / "登记.xlsx", rows) == 2
    sheet = openpyxl.load_workbook(tmp_path / "登记.xlsx")["证书登记"]
    assert [cell.value for cell in sheet[1]] == ["编号", "姓名", "单位", "全文", "状态"]
    assert [cell.value for cell in sheet[2]] == [
        "苏政法网格〔2019〕XF001",
        "潘怡",
        "张家港市",
        f"潘怡同志：{WORDS[PIONEERS]}特发此证，以资鼓励。",
        "已签发",
    ]
    assert sheet["B3"].value == "=陈龙"
    assert sheet["B3"].data_type == "s"
    assert sheet["D3"].value.startswith("昆山市=陈龙同志：")


def test_the_package_names_what_it_gives():
    assert all(hasattr(certificates_, name) for name in certificates_.__all__)


def test_a_cover_has_what_is_pre_printed_and_no_more(tmp_path):
    path = tmp_path / "底纸.pdf"
    design = Design((SIGNER,), "2019年4月15日", shift=(20, 20))
    printed = design.overprinted(title=False)
    assert (printed.frame, printed.title, printed.code) == (False, "", False)
    write_cover(path, design.cover(printed), bundled_fonts())
    found = signs(path)
    assert "".join(sign.text for sign in found) == "荣誉证书"
    # The cover lies where it lies, however the printer is fitted.
    assert found[0].y == pytest.approx(48, abs=0.05)
    write_cover(path, design.cover(design.overprinted()), bundled_fonts())
    assert signs(path) == []
