"""The decision with its annexes: GB/T 9704 to the millimetre, and true to its lists."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pypdf
import pypdfium2
import pytest

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.certificate import CITATIONS
from hrgrid.paper.decision import CLOSING, OPENING, Document, named_phrase, write_decision
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.roster import Person, Roster, Section
from tests.paper.honoured import BEYOND, DAY, SIGNER, TRACE, rosters
from tests.paper.measuring import last_of, mm, place_of, signs

LISTS = rosters()
EM, PITCH = mm(15.75), mm(29.53)
TOP = 37 + 0.88 * EM

NAMED = "，".join(named_phrase(r, honour) for r, honour in zip(LISTS, CITATIONS, strict=True))
BASIS = "《苏州市“十百千网格员”评选办法》（苏政法〔2018〕30号）"
DECISION = Document(
    organ=f"{SIGNER}文件",
    number="苏政法〔2019〕12号",
    title=(SIGNER, "关于命名2018年度“十百千网格员”的决定"),
    addressee="各县级市（区）委政法委，工业园区、高新区社工委，市各有关单位",
    paragraphs=(
        OPENING.format(year=2018, grids=12249, people=39946, basis=BASIS, named=NAMED),
        CLOSING.format(task="为建设平安苏州、法治苏州作出新的贡献", verb="命名"),
    ),
    signers=(SIGNER,),
    day=DAY,
    annexes=tuple(roster.title for roster in LISTS),
    imprint=("抄送：市委办公室，市政府办公室。", f"{SIGNER}办公室\t2019年4月16日印发"),
)


def near(value):
    return pytest.approx(value, abs=0.1)


def written(tmp_path, document=DECISION, lists=(), name="决定.pdf", **more):
    path = tmp_path / name
    write_decision(path, document, lists, TRACE, fonts=bundled_fonts(), **more)
    return path


def flat(path, page):
    return re.sub(r"\s", "", pypdf.PdfReader(path).pages[page].extract_text())


def plain(*paragraphs, **changes):
    return dataclasses.replace(DECISION, paragraphs=paragraphs, annexes=(), imprint=(), **changes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return written(tmp_path_factory.mktemp("decision"), lists=LISTS)


# --- what it says


def test_it_names_the_first_of_each_list_and_how_many(whole):
    text = flat(whole, 0).replace("—1—", "") + flat(whole, 1)
    assert "命名翟卫华等10人为“先锋网格员”" in text
    assert "命名叶江东等100人为“优秀网格员”" in text
    assert "等1000人为“能手网格员”。" in text
    assert f"根据{BASIS}，经基层推荐、资格审查、征求意见、评审和公示，市委政法委研究决定" in text


def test_the_annexes_follow_and_pages_are_numbered_through(whole):
    count = len(pypdf.PdfReader(whole).pages)
    assert [f"—{n}—" in flat(whole, n - 1) for n in range(1, count + 1)] == [True] * count
    begins = [page for page in range(count) if flat(whole, page).startswith("附件")]
    assert begins == [2, 3, 5]
    assert "附件：1.先锋网格员名单2.优秀网格员名单3.能手网格员名单" in flat(whole, 1)


@pytest.mark.parametrize("change", ["翟卫华等11人", "孙晓家等10人"])
def test_a_text_that_differs_from_its_list_is_refused(tmp_path, change):
    text = DECISION.paragraphs[0].replace("翟卫华等10人", change)
    wrong = dataclasses.replace(DECISION, paragraphs=(text, DECISION.paragraphs[1]))
    with pytest.raises(UserError, match=r"附件1“先锋网格员名单”不一致.*翟卫华等10人"):
        written(tmp_path, wrong, LISTS)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_list_cannot_be_named():
    with pytest.raises(UserError, match="里没有人"):
        named_phrase(Roster("附件1", "先锋网格员名单", ()), "先锋网格员")


def test_who_cannot_be_printed_is_said(tmp_path):
    with pytest.raises(UserError, match=r"正文的.*U\+2EBF0"):
        written(tmp_path, plain(f"命名{BEYOND}等1人。"))
    people = Section("昆山市", (Person("张三"), Person(BEYOND)))
    with pytest.raises(UserError, match=r"昆山市张.*U\+2EBF0"):
        written(tmp_path, plain("命名张三等2人。"), [Roster("附件", "名单", (people,))])


@pytest.mark.parametrize("gap", [{"title": ()}, {"paragraphs": ()}])
def test_a_document_without_title_or_text_is_refused(tmp_path, gap):
    with pytest.raises(UserError, match="没有标题或正文"):
        written(tmp_path, dataclasses.replace(DECISION, **gap))


# --- where it stands


def test_the_red_head(whole):
    found = signs(whole, 0)
    mark = [sign for sign in found if sign.y < 95]
    assert "".join(sign.text for sign in mark) == f"{SIGNER}文件"
    size = mark[0].size
    assert mark[0].y == near(37 + 35 + 0.88 * mm(size))
    assert (mark[0].x + mark[-1].x + mm(size)) / 2 == near(106)
    assert mark[0].x >= 28 - 0.1
    number = place_of(found, "苏政法〔2019〕12号")
    assert (number.y, number.size) == (near(TOP + 7 * PITCH), near(15.75))


def test_the_red_line_is_4_mm_below_the_number_and_as_wide_as_the_text(whole):
    with pypdfium2.PdfDocument(whole) as document:
        page = document[0].render(scale=10 * 25.4 / 72).to_pil().convert("RGB")
    number = place_of(signs(whole, 0), "苏政法〔2019〕12号")
    expected = round((number.y + 0.12 * EM + 4) * 10)
    red = [
        [x for x in range(page.width) if page.getpixel((x, y))[0] > page.getpixel((x, y))[1] + 60]
        for y in range(expected - 4, expected + 5)
    ]
    line = max(red, key=len)
    assert (line[0], line[-1]) == (pytest.approx(280, abs=2), pytest.approx(1840, abs=2))
    assert len(line) == line[-1] - line[0] + 1


def test_the_title_stands_two_lines_below_it(whole):
    found = signs(whole, 0)
    first, second = place_of(found, f"{SIGNER}关于"), place_of(found, "关于命名")
    assert (first.y, first.size) == (near(TOP + 10 * PITCH), near(22))
    assert second.y == near(TOP + 11 * PITCH)
    end = last_of(found, "“十百千网格员”的决定")
    assert (second.x + end.x + mm(22)) / 2 == near(106)


def test_the_text_is_set_in_28_characters_with_the_first_line_indented(whole):
    found = signs(whole, 0)
    addressee = place_of(found, "各县级市")
    assert (addressee.x, addressee.y) == (near(28), near(TOP + 13 * PITCH))
    assert place_of(found, "2018年，全市").x == near(28 + 2 * EM)
    body = [sign for sign in found if addressee.y - 1 < sign.y < 263]
    assert max(sign.x + mm(sign.size) for sign in body) < 184.2
    assert len({round(sign.y) for sign in body}) == 22 - 13


def test_annexes_hang_below_each_other(whole):
    found = signs(whole, 1)
    assert place_of(found, "附件：").x == near(28 + 2 * EM)
    begins = [place_of(found, roster.title) for roster in LISTS]
    assert len({round(sign.x, 1) for sign in begins}) == 1
    assert [b.y - a.y for a, b in itertools.pairwise(begins)] == [near(PITCH)] * 2


def test_one_annex_alone_has_no_number(tmp_path):
    document = dataclasses.replace(plain("内容。"), annexes=("先锋网格员名单",))
    assert "附件：先锋网格员名单" in flat(written(tmp_path, document), 0)


def test_the_day_stands_four_characters_from_the_right_under_the_signer(whole):
    found = signs(whole, 1)
    begin, end = place_of(found, "2019年4月15日"), last_of(found, "2019年4月15日")
    assert end.x + EM == near(28 + (28 - 4) * EM)
    signer = place_of(found, SIGNER)
    middle = (signer.x + last_of(found, SIGNER).x + EM) / 2
    assert middle == near((begin.x + end.x + EM) / 2)
    assert begin.y == near(signer.y + PITCH)


def test_the_imprint_closes_the_last_page(whole):
    last = len(pypdf.PdfReader(whole).pages) - 1
    found = signs(whole, last)
    copies, printed = place_of(found, "抄送"), place_of(found, f"{SIGNER}办公室")
    assert (copies.size, printed.size) == (near(14), near(14))
    assert printed.y - copies.y == near(9)
    assert copies.x == near(28 + mm(14))
    assert last_of(found, "16日印发").x + mm(14) == near(184 - mm(14))
    assert printed.y < 262


def test_a_full_page_pushes_the_imprint_to_the_next(tmp_path):
    for lines in range(1, 24):
        document = dataclasses.replace(
            plain(*["内容。"] * lines, organ="", addressee=""), imprint=DECISION.imprint
        )
        path = written(tmp_path, document)
        last = len(pypdf.PdfReader(path).pages) - 1
        found = signs(path, last)
        texts = [sign for sign in found if sign.size > 15]
        top = place_of(found, "抄送").y - 7
        assert all(sign.y < top for sign in texts), lines


# --- pages


@pytest.mark.parametrize("count", range(1, 26))
def test_the_signature_never_stands_alone(tmp_path, count):
    path = written(tmp_path, plain(*["内容内容。"] * count))
    pages = [flat(path, page) for page in range(len(pypdf.PdfReader(path).pages))]
    signed = next(page for page in pages if "2019年4月15日" in page)
    assert "内容内容。" in signed
    assert sum(page.count("内容内容。") for page in pages) == count


@pytest.mark.parametrize("count", range(1, 24))
def test_two_lines_of_the_text_go_with_the_signature(tmp_path, count):
    path = written(tmp_path, plain(*["内容。"] * count, "丙" * 70))
    pages = [flat(path, page) for page in range(len(pypdf.PdfReader(path).pages))]
    signed = next(page for page in pages if "2019年4月15日" in page)
    # A line holds 28 characters: one line alone would be fewer.
    assert signed.count("丙") > 28
    assert sum(page.count("丙") for page in pages) == 70


@pytest.mark.parametrize("count", range(5, 20))
def test_a_heading_stays_with_its_text(tmp_path, count):
    paragraphs = [*["内容。"] * count, "一、总体情况", "（一）基本情况", "后文。"]
    path = written(tmp_path, plain(*paragraphs))
    for page in range(len(pypdf.PdfReader(path).pages)):
        text = re.sub(r"—\d+—", "", flat(path, page))
        assert not text.endswith(("总体情况", "基本情况"))


def test_headings_have_their_own_faces(tmp_path):
    path = written(tmp_path, plain("一、总体情况", "（一）基本情况", "后文。"))
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        found = page.get_objects(textpage=page.get_textpage())
        texts = [each for each in found if hasattr(each, "get_font")]
        faces = {each.extract().strip(): each.get_font().get_base_name() for each in texts}
    assert "Sans" in faces["一、总体情况"]
    assert "Kai" in faces["（一）基本情况"]
    assert "Fang" in faces["后文。"]


def test_the_same_document_gives_the_same_bytes(tmp_path):
    one, two = (written(tmp_path, lists=LISTS, name=f"{n}.pdf").read_bytes() for n in "一二")
    assert one == two


def test_progress_counts_its_pages(tmp_path):
    stages = []
    path = written(tmp_path, lists=LISTS, progress=Progress(stages.append))
    assert stages[-1].done == stages[-1].total == len(pypdf.PdfReader(path).pages)
