"""Pages of boxes: texts that shrink, names that are spread, photos, and what is refused."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from hrgrid.core.errors import UserError
from hrgrid.paper.boxes import Box, Cell, Leaf, Leaves, ruled, write_leaves
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.marking import Element, ExaminerSheet, sheet_leaves, single_leaves
from hrgrid.paper.notes import Concern, Unfit
from hrgrid.paper.registration import Checked, Registration, registration_leaves
from hrgrid.paper.seating import Desk, Room, door_leaves, places, plan_leaves
from hrgrid.paper.slips import PHOTO, Slip, slip_leaves
from hrgrid.paper.tables import Side
from tests.paper.measuring import ink_of, place_of, signs, texts_of

BEYOND = "\U0002ebf0"


def drawn(tmp_path, leaves: Leaves):
    path = tmp_path / "页.pdf"
    return path, write_leaves(path, leaves, bundled_fonts())


def of_boxes(*boxes: Box) -> Leaves:
    return Leaves("试页", lambda: [Leaf(boxes)])


def test_a_text_shrinks_until_it_fits_and_stays_inside(tmp_path):
    box = Box(200, 200, 600, 260, "示例街道示例社区第一网格专职网格员", size=1400)
    path, pages = drawn(tmp_path, of_boxes(box))
    found = signs(path)
    assert pages == 1
    assert {round(sign.size, 1) for sign in found} < {size / 2 for size in range(12, 28)}
    for sign in found:
        assert 20 <= sign.ink[0] <= sign.ink[2] <= 60
        assert 20 <= sign.ink[1] <= sign.ink[3] <= 26


def test_what_fits_at_no_size_is_refused_with_its_owner(tmp_path):
    leaf = Leaf((Box(200, 200, 260, 230, "很长的内容" * 20),), (), ("“张三”（0001）",))
    with pytest.raises(UserError, match=r"“张三”（0001）：“很长的内容.*放不下"):
        drawn(tmp_path, Leaves("试页", lambda: [leaf]))


def test_all_that_does_not_fit_is_told_at_once_and_nothing_is_written(tmp_path):
    tight = Box(200, 200, 260, 230, "很长的内容" * 20)
    leaves = [Leaf((tight, Box(200, 300, 900, 400, "放得下")), (), (name, "")) for name in "甲乙丙"]
    with pytest.raises(Unfit, match=r"“很长的内容.*放不下，共 3 处") as refused:
        drawn(tmp_path, Leaves("试页", lambda: leaves))
    assert [note.name for note in refused.value.notes] == ["甲", "乙", "丙"]
    assert {note.concern for note in refused.value.notes} == {Concern.OVERFLOW}
    assert list(tmp_path.iterdir()) == []


def test_of_very_many_that_do_not_fit_the_list_is_short_and_the_count_is_true(tmp_path):
    tight = Box(200, 200, 260, 230, "很长的内容" * 20)
    leaves = [Leaf((tight,), (), (f"第{at}人",)) for at in range(230)]
    with pytest.raises(Unfit, match="放不下，共 230 处") as refused:
        drawn(tmp_path, Leaves("试页", lambda: leaves))
    assert len(refused.value.notes) == 200


def test_a_character_without_a_glyph_names_the_owner(tmp_path):
    leaf = Leaf((Box(200, 200, 900, 300, f"张{BEYOND}"),), (), ("“某人”（0002）",))
    with pytest.raises(UserError, match=r"“某人”（0002）的“.”（U\+2EBF0）"):
        drawn(tmp_path, Leaves("试页", lambda: [leaf]))


def test_a_name_of_two_is_as_wide_as_three_and_is_copied_without_a_gap(tmp_path):
    two = Box(200, 200, 900, 300, "张三", size=1500, spread=True)
    three = replace(two, top=400, bottom=500, text="欧阳三")
    path, _ = drawn(tmp_path, of_boxes(two, three))
    em = 15 * 25.4 / 72
    begin, end = ink_of(path, (20, 20, 90, 30))
    assert 2.7 * em < end - begin < 3 * em
    assert ink_of(path, (begin + 1.1 * em, 20, begin + 1.9 * em, 30)) is None
    assert "张三" in texts_of(path)[0]


def test_a_text_in_the_middle_and_at_the_right(tmp_path):
    middle = Box(200, 200, 1000, 300, "中", size=1000, side=Side.CENTRE)
    right = Box(200, 400, 1000, 500, "右", size=1000, side=Side.RIGHT)
    path, _ = drawn(tmp_path, of_boxes(middle, right))
    found = signs(path)
    half = 5 * 25.4 / 72
    assert abs(place_of(found, "中").x + half - 60) < 0.3
    assert abs(place_of(found, "右").x + 2 * half - 98.4) < 0.3


def test_nothing_to_print_is_a_sentence(tmp_path):
    with pytest.raises(UserError, match="“试页”没有可印的内容"):
        drawn(tmp_path, Leaves("试页", list))


def test_rows_of_cells_share_the_width_exactly():
    rows = [(50, [Cell("甲", 1, label=True), Cell("乙", 2)]), (60, [Cell("丙")])]
    boxes = list(ruled(100, 401, 10, rows))
    assert [(box.left, box.right, box.top, box.bottom) for box in boxes] == [
        (100, 200, 10, 60),
        (200, 401, 10, 60),
        (100, 401, 60, 120),
    ]


# --- slips ----------------------------------------------------------------------------------------


def slip(at: int, photo=None) -> Slip:
    facts = (("姓名", f"张{'甲乙丙丁戊'[at]}"), ("准考证号", f"26{at:03d}"), ("考场", "第 1 考场"))
    return Slip(f"第 {at} 张", "示例招录", "笔试准考证", facts, ("对号入座。", "不带手机。"), photo)


def test_slips_keep_within_their_quarter_and_photos_are_fetched_one_by_one(tmp_path):
    content = io.BytesIO()
    Image.new("RGB", (50, 70), "#AA3322").save(content, "JPEG")
    asked: list[int] = []

    def photo() -> bytes:
        asked.append(1)
        return content.getvalue()

    path, pages = drawn(
        tmp_path, slip_leaves("准考证", lambda: [slip(at, photo) for at in range(5)])
    )
    assert (pages, len(asked)) == (2, 5)
    found = signs(path)
    for name in ("甲", "乙", "丙", "丁"):
        sign = place_of(found, name)
        column, row = "甲乙丙丁".index(name) % 2, "甲乙丙丁".index(name) // 2
        assert column * 105 < sign.x < (column + 1) * 105
        assert row * 148.5 < sign.y < (row + 1) * 148.5
    assert PHOTO == (250, 350)


# --- rooms ----------------------------------------------------------------------------------------


def test_desks_run_down_and_up_again():
    assert places(6, 2) == [(0, 0), (0, 1), (0, 2), (1, 2), (1, 1), (1, 0)]
    assert places(5, 2) == [(0, 0), (0, 1), (0, 2), (1, 2), (1, 1)]
    assert len(set(places(30, 5))) == 30


def room(count: int) -> Room:
    desks = tuple(Desk(at, f"26{at:03d}", f"人{at:03d}") for at in range(1, count + 1))
    return Room(3, "示例笔试", "2026年12月12日", "党校", desks)


def test_a_plan_shows_a_desk_that_stays_empty(tmp_path):
    some = room(6)
    gap = replace(some, desks=tuple(desk for desk in some.desks if desk.number != 4))
    path, pages = drawn(tmp_path, plan_leaves("座次表", [gap], 3))
    text = texts_of(path)[0]
    assert (pages, "空" in text, "人004" in text, "04" in text) == (1, True, False, True)
    assert "准考证号 26001 至 26006" in text


def test_a_door_sheet_of_many_goes_on_with_another(tmp_path):
    path, pages = drawn(tmp_path, door_leaves("门贴", [room(45)]))
    texts = texts_of(path)
    assert pages == 2
    assert all("第 3 考场" in text for text in texts)
    assert [text.count("人0") for text in texts] == [40, 5]


# --- examiners ------------------------------------------------------------------------------------


def sheet(elements: int, numbers: int, kept: frozenset[int] = frozenset()) -> ExaminerSheet:
    made = tuple(Element(f"要素{at}", "20", "0.5") for at in range(1, elements + 1))
    return ExaminerSheet(
        "示例",
        "第 1 面试考场",
        "考官 1",
        chief=True,
        elements=made,
        numbers=tuple(range(1, numbers + 1)),
        kept=kept,
    )


def test_a_sheet_of_several_elements_has_a_sum_and_says_who_is_avoided(tmp_path):
    path, pages = drawn(tmp_path, sheet_leaves("评分表", [sheet(5, 16, frozenset({2}))]))
    first, second = texts_of(path)
    assert pages == 2
    assert "合计" in first
    assert first.count("回避") == 6
    assert "每项以 0.5 分为一档" in second


def test_slips_leave_out_whom_the_examiner_avoids(tmp_path):
    path, pages = drawn(tmp_path, single_leaves("评分单", [sheet(5, 4, frozenset({3}))]))
    assert pages == 2
    assert "".join(texts_of(path)).count("考官签名") == 3


def test_too_many_elements_for_a_sheet_are_a_sentence():
    with pytest.raises(UserError, match="评分要素有 11 项，一张评分表最多排 10 项"):
        sheet_leaves("评分表", [sheet(11, 2)])


# --- registration ---------------------------------------------------------------------------------


def form(checks: int, facts: int = 12) -> Registration:
    told = (("姓名", "张三"), *((f"项目{at}", f"内容{at}") for at in range(facts - 1)))
    rows = tuple(Checked(f"条件第{at}条", "未发现", "符合", "经办人") for at in range(checks))
    return Registration(
        "“张三”（0001）",
        "示例报名登记表",
        "0001",
        told,
        rows,
        "资格合格。",
        "本人承诺。",
        "示例单位",
    )


@pytest.mark.parametrize("checks", [0, 12, 25, 60])
def test_every_condition_stands_on_the_form_and_nothing_leaves_the_page(tmp_path, checks):
    path, pages = drawn(tmp_path, registration_leaves("登记表", lambda: [form(checks)]))
    text = "".join(texts_of(path))
    assert text.count("条件第") == checks
    assert "资格合格。" in texts_of(path)[-1]
    for page in range(pages):
        assert all(sign.ink[3] < 297 - 10 for sign in signs(path, page))
