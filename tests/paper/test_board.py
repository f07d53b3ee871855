"""Boards: the layout of documents.md 7 in three sizes, texts that shrink, every glyph there."""

from __future__ import annotations

import dataclasses
import io

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.board import BLUE, Board, write_boards
from hrgrid.paper.board_layouts import A3, A4, POSTER
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.notes import Unfit
from tests.paper.measuring import MM, signs, texts_of

BOARD = Board(
    owner="第3网格",
    title="示例街道示例社区第3网格",
    name="潘怡",
    duty="专职网格员",
    phone="199 0000 1234",
    scope="示例小区1—12幢，共326户",
    posts=(("网格长", ("王一",)), ("督查员", ("李二",)), ("微网格联络员", ("张三", "赵四"))),
    duties="信息采集、便民服务、隐患排查、矛盾化解、治安防范、市容监督、法治宣传、心理疏导",
    promise="五分钟响应",
    oversight="12345",
    updated="2026年11月22日",
    code="320508001001Z003",
)
LAYOUTS = {"a4": A4, "a3": A3, "poster": POSTER}


def photo(width=413, height=578) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#3366AA").save(made, "JPEG")
    return made.getvalue()


def written(tmp_path, *boards, layout=A4, **more):
    path = tmp_path / "牌.pdf"
    write_boards(path, boards, layout, Progress(), fonts=bundled_fonts(), **more)
    return path


def pictures(path):
    """Where pictures stand, in millimetres: left, top, right, bottom."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        height = page.get_height()
        found = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
        boxes = [each.get_bounds() for each in found]
    return [
        (
            float(left * MM),
            float((height - top) * MM),
            float(right * MM),
            float((height - bottom) * MM),
        )
        for left, bottom, right, top in boxes
    ]


@pytest.mark.parametrize(
    ("layout", "size"), [(A4, (297, 210)), (A3, (420, 297)), (POSTER, (600, 900))]
)
def test_each_size_is_true_and_holds_every_word(tmp_path, layout, size):
    path = written(tmp_path, BOARD, layout=layout)
    with pypdfium2.PdfDocument(path) as document:
        assert [round(float(side * MM)) for side in document[0].get_size()] == [*size]
    text = texts_of(path)[0].replace("\n", "")
    for part in (
        "示例街道示例社区第3网格",
        "网格员公示牌",
        "职务：专职网格员",
        "199 0000 1234",
        "示例小区1—12幢，共326户",
        "网格长：王一",
        "微网格联络员：张三、赵四",
        "心理疏导",
        "服务承诺：五分钟响应",
        "监督电话：12345",
        "更新日期：2026年11月22日",
        "编号：320508001001Z003",
    ):
        assert part in text
    width, height = size
    for sign in signs(path):
        left, top, right, bottom = sign.ink
        assert 5 < left <= right < width - 5
        assert 5 < top <= bottom < height - 5


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_photo_keeps_35_to_49(tmp_path, layout):
    path = written(tmp_path, dataclasses.replace(BOARD, photo=photo()), layout=layout)
    [(left, top, right, bottom)] = pictures(path)
    assert (right - left) / (bottom - top) == pytest.approx(35 / 49, abs=0.01)
    assert all(not (left < s.x < right and top < s.y < bottom) for s in signs(path))


def test_a_photo_of_another_shape_is_not_stretched(tmp_path):
    path = written(tmp_path, dataclasses.replace(BOARD, photo=photo(400, 400)))
    [(left, top, right, bottom)] = pictures(path)
    assert right - left == pytest.approx(bottom - top, abs=0.2)


def test_without_a_photo_its_place_stays_marked(tmp_path):
    assert "照片" in texts_of(written(tmp_path, BOARD))[0]
    with_photo = written(tmp_path, dataclasses.replace(BOARD, photo=photo()))
    assert "照片" not in texts_of(with_photo)[0]


def test_two_characters_are_drawn_apart_and_found_as_a_name(tmp_path):
    assert "姓名：潘怡" in texts_of(written(tmp_path, BOARD))[0]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_longer_text_is_drawn_smaller_and_still_whole(tmp_path, layout):
    def size_of(scope):
        path = written(tmp_path, dataclasses.replace(BOARD, scope=scope), layout=layout)
        assert scope in texts_of(path)[0].replace("\n", "")
        return next(sign.size for sign in signs(path) if sign.text == "辖")

    assert size_of("东至示例路，南至示例河，西至铁路，北至示例大道，" * 4) < size_of("示例小区")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"scope": "示例小区" * 60}, "管辖区域"),
        ({"title": "示例街道" * 20}, "名称"),
        ({"posts": (("微网格联络员", tuple(f"张{at}丰" for at in range(150))),)}, "岗位人员"),
        ({"duties": "信息采集、" * 60}, "工作职责"),
        ({"phone": "1" * 90}, "联系电话"),
    ],
)
def test_what_does_not_fit_at_the_least_size_is_named(tmp_path, change, told):
    with pytest.raises(UserError, match=f"“第3网格”的{told}缩到最小也放不下"):
        written(tmp_path, dataclasses.replace(BOARD, **change))
    assert list(tmp_path.iterdir()) == []


def test_all_boards_whose_texts_do_not_fit_are_told_at_once(tmp_path):
    long = [
        dataclasses.replace(BOARD, owner=f"第{at}网格", scope="示例小区" * 60) for at in range(25)
    ]
    with pytest.raises(Unfit, match="等 25 处缩到最小也放不下") as refused:
        written(tmp_path, BOARD, *long)
    assert [note.name for note in refused.value.notes] == [board.owner for board in long]


def test_a_character_without_a_glyph_is_named_with_board_and_code_point(tmp_path):
    bad = dataclasses.replace(BOARD, owner="第4网格", name="张\U0002ebf0")
    with pytest.raises(UserError, match=r"第4网格.*U\+2EBF0.*不会印出方框"):
        written(tmp_path, BOARD, bad)
    assert list(tmp_path.iterdir()) == []


def test_rare_names_are_drawn_by_the_faces_at_hand(tmp_path):
    path = written(tmp_path, dataclasses.replace(BOARD, name="𬱖一䶮"))
    assert "𬱖一䶮" in texts_of(path)[0]


def test_a_page_each_and_the_same_bytes_again(tmp_path):
    boards = [dataclasses.replace(BOARD, name=f"张{at}丰", photo=photo()) for at in range(5)]
    path = written(tmp_path, *boards, colour=BLUE)
    first = path.read_bytes()
    assert len(texts_of(path)) == 5
    assert written(tmp_path, *boards, colour=BLUE).read_bytes() == first


def test_a_code_is_read_back(tmp_path):
    from hrgrid.paper.codes import read_codes

    path = written(tmp_path, dataclasses.replace(BOARD, link="https://example.cn/wg"))
    assert [code.text for code in read_codes(path)] == ["https://example.cn/wg"]
