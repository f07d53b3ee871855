"""Printed tables: headings and numbers on each page, nothing clipped, memory of a page."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.tables import Page, Side, Table, TableColumn, TableRow, write_table
from tests.paper.measuring import ink_of, place_of, signs, texts_of

COLUMNS = (
    TableColumn("序号", 20, Side.CENTRE),
    TableColumn("姓名", 40),
    TableColumn("户数", 30, Side.RIGHT),
)


def table(rows, **more) -> Table:
    return Table("示例区花名册", COLUMNS, lambda: iter(rows), **more)


def lines(count: int):
    return [TableRow((str(at), f"张{at}", f"{at:,}")) for at in range(1, count + 1)]


def written(tmp_path, made: Table):
    path = tmp_path / "表.pdf"
    return path, write_table(path, made, bundled_fonts())


def test_headings_and_numbers_stand_on_every_page(tmp_path):
    path, pages = written(tmp_path, table(lines(120), left="制表单位：甲", right="制表日期：乙"))
    texts = texts_of(path)
    assert pages == len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert "姓名" in text
        assert f"第 {number} 页，共 {pages} 页" in text
    assert ("示例区花名册" in texts[0], "示例区花名册" in texts[1]) == (True, False)
    assert ("制表单位：甲" in texts[0], "张120" in texts[-1]) == (True, True)


@pytest.mark.parametrize("page", list(Page))
def test_everything_stays_on_the_page_and_in_its_column(tmp_path, page):
    path, _ = written(tmp_path, table(lines(60), page=page))
    width, height = (tenths / 10 for tenths in page.size)
    for sign in signs(path):
        left, top, right, bottom = sign.ink
        assert 10 < left <= right < width - 10
        assert 10 < top <= bottom < height - 5


def test_numbers_end_in_one_line_and_names_begin_in_one(tmp_path):
    path, _ = written(
        tmp_path, table([TableRow(("1", "张三", "8")), TableRow(("2", "李四", "888"))])
    )
    found = signs(path)
    names = [sign.x for sign in found if sign.text in "张李"]
    eights = [sign for sign in found if sign.text == "8"]
    last = [eights[0], eights[-1]]
    assert len(set(names)) == 1
    assert abs(last[0].ink[2] - last[1].ink[2]) < 0.2


def test_a_long_text_takes_more_lines_and_is_whole(tmp_path):
    told = "示例街道示例社区第一网格东片区和西片区的联络员兼巡查员"
    path, _ = written(tmp_path, table([TableRow(("1", told * 2, "1"))]))
    assert told * 2 in texts_of(path)[0].replace("\n", "")


def test_a_table_of_one_page_shrinks_until_it_fits(tmp_path):
    many = lines(38)
    _, loose = written(tmp_path, table(many, size=1100))
    path, tight = written(tmp_path, table(many, size=1100, one_page=True))
    assert (loose > 1, tight) == (True, 1)
    assert min(sign.size for sign in signs(path)) >= 6


def test_what_does_not_fit_one_page_at_all_goes_on(tmp_path):
    _, pages = written(tmp_path, table(lines(200), size=1100, one_page=True))
    assert pages > 1


def test_notes_follow_the_last_row(tmp_path):
    path, _ = written(tmp_path, table(lines(2), notes=("还缺 2 个。",)))
    found = signs(path)
    assert found[-1].text != "。"
    [note] = [sign for sign in found if sign.text == "缺"]
    assert note.y > max(sign.y for sign in found if sign.text == "张")


def test_a_character_without_a_glyph_is_named_with_its_row(tmp_path):
    rows = [*lines(3), TableRow(("4", "王\U0002ebf0", "1")), TableRow(("5", "\ue000", "1"))]
    with pytest.raises(UserError, match=r"王.*U\+2EBF0.*U\+E000"):
        written(tmp_path, table(rows, owner=1))
    assert list(tmp_path.iterdir()) == []


def test_characters_beyond_the_common_ones_are_drawn_and_found_again(tmp_path):
    path, _ = written(tmp_path, table([TableRow(("1", "𬱖云䶮", "1"), strong=True)]))
    assert "𬱖云䶮" in texts_of(path)[0]


def test_tabs_and_selectors_are_no_signs_to_print(tmp_path):
    path, _ = written(tmp_path, table([TableRow(("1", "葛\U000e0100\t三\n四", "1"))]))
    assert "葛 三" in texts_of(path)[0]


def test_an_empty_table_is_a_page(tmp_path):
    path, pages = written(tmp_path, table([], notes=("没有。",)))
    assert pages == 1
    assert "没有。" in texts_of(path)[0]


def test_the_same_rows_give_the_same_bytes(tmp_path):
    one, _ = written(tmp_path, table(lines(30)))
    first = one.read_bytes()
    again, _ = written(tmp_path, table(lines(30)))
    assert again.read_bytes() == first


def test_a_cancel_stops_between_two_rows(tmp_path):
    progress = Progress()

    def rows():
        yield from lines(3)
        progress.cancel()
        yield from lines(3)

    made = Table("表", COLUMNS, rows)
    with pytest.raises(Cancelled):
        write_table(tmp_path / "表.pdf", made, bundled_fonts(), progress)
    assert list(tmp_path.iterdir()) == []


def test_a_text_alone_goes_across_and_a_fresh_row_begins_a_page(tmp_path):
    rows = [
        TableRow(("第一考场　一行放不进一列的说明文字",), strong=True),
        TableRow(("1", "张三", "8")),
        TableRow(("第二考场",), strong=True, fresh=True),
        TableRow(("2", "李四", "9")),
    ]
    path, pages = written(tmp_path, table(rows, standing=True))
    first, second = texts_of(path)
    assert pages == 2
    assert "第一考场　一行放不进一列的说明文字" in first
    assert ("张三" in first, "李四" in first, "第二考场" in second) == (True, False, True)
    # A page that stands.
    assert max(sign.ink[2] for sign in signs(path)) < 210


def test_a_struck_cell_is_crossed_by_a_line_and_still_read(tmp_path):
    plain, _ = written(tmp_path, table([TableRow(("1", "张三", "88.5"))]))
    before = plain.read_bytes()
    path, _ = written(tmp_path, table([TableRow(("1", "张三", "88.5"), struck=frozenset({2}))]))
    assert "88.5" in texts_of(path)[0]
    assert path.read_bytes() != before


def test_notes_never_stand_on_a_page_alone(tmp_path):
    for count in range(20, 60):
        path, pages = written(tmp_path, table(lines(count), notes=("说明" * 40,) * 4))
        if pages == 2:
            assert f"张{count}" in texts_of(path)[1]
            return
    raise AssertionError("no table had a second page")


def test_names_of_two_are_as_wide_as_three_where_the_column_says_so(tmp_path):
    columns = (COLUMNS[0], TableColumn("姓名", 40, names=True), COLUMNS[2])
    rows = [TableRow(("1", "张三", "8")), TableRow(("2", "王小五", "9"))]
    path, _ = written(tmp_path, Table("名册", columns, lambda: iter(rows)))
    three = place_of(signs(path), "王")
    em, line = 9 * 25.4 / 72, three.y - 6.3
    begin, end = ink_of(path, (three.x, line - em, three.x + 20, line + 0.5))
    assert 2.7 * em < end - begin < 3 * em
    assert "张三" in texts_of(path)[0]


def test_the_blank_of_a_page_number_is_never_a_box(tmp_path):
    """No cell here holds a blank: the font must have one all the same."""
    path, _ = written(tmp_path, table(lines(3)))
    found = signs(path)
    first = place_of(found, "第1页")
    number = found[found.index(first) + 1]
    between = (first.ink[2] + 0.1, first.y - 3, number.ink[0] - 0.1, first.y + 1)
    assert ink_of(path, between) is None
