"""What is noticed of papers while they are made."""

from __future__ import annotations

import pytest

from hrgrid.paper.boxes import Box, Leaf, Leaves, write_leaves
from hrgrid.paper.fonts import Undrawable, bundled_fonts
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, Row, middle, named, number, text, write_lists
from hrgrid.paper.notes import Concern, lost_notes, noticing
from hrgrid.paper.roster import Person, Roster, Section, write_roster
from hrgrid.paper.tables import Table, TableColumn, TableRow, write_table

COLUMNS = (number("序号"), named(30), text("单位", 20, 60), middle("情况", 12, 30))


def listed(*rows):
    return Listed(
        "花名册", "花名册", COLUMNS, tuple(Row(row) for row in rows), "示例区委政法委", "共 3 人"
    )


def kinds(found):
    return [(note.concern, note.at, note.name) for note in found]


def test_two_of_one_name_and_unit_are_noticed_and_those_of_two_units_are_not(tmp_path):
    rows = [(1, "张伟", "甲街道", ""), (2, "张伟", "乙街道", ""), (3, "张 伟", "甲街道", "")]
    with noticing() as found:
        write_lists(tmp_path / "册.pdf", [listed(*rows)], Form.PDF)
    assert kinds(found) == [(Concern.NAMESAKE, 3, "张 伟")]
    assert "和第 1 行同名" in next(iter(found)).what
    assert not any(note.concern.stops for note in found)


def test_rows_without_name_or_unit_are_noticed_but_empty_lines_to_write_on_are_not(tmp_path):
    rows = [(1, "", "甲街道", ""), (2, "李安", "", "在岗"), (3, "", "", ""), (4, "", "", "")]
    with noticing() as found:
        write_lists(tmp_path / "册.pdf", [listed(*rows)], Form.PDF)
    assert kinds(found) == [(Concern.BLANK, 1, "第 1 行"), (Concern.BLANK, 2, "李安")]


def test_a_text_of_more_lines_than_a_cell_has_is_noticed_as_cut(tmp_path):
    rows = [(1, "李安", "甲街道", "写得很长" * 60)]
    with noticing() as found:
        write_lists(tmp_path / "册.pdf", [listed(*rows)], Form.PDF)
    [note] = found
    assert note.concern is Concern.CUT
    assert "只印得下 6 行" in note.what


def test_a_table_squeezed_on_one_page_tells_how_small_its_type_is(tmp_path):
    rows = [TableRow((str(at), "甲街道")) for at in range(1, 41)]
    columns = (TableColumn("序号", 10), TableColumn("单位", 60))
    with noticing() as found:
        write_table(tmp_path / "表.pdf", Table("统计表", columns, lambda: rows, one_page=True))
    [note] = found
    assert note.concern is Concern.SMALLER
    assert note.what.startswith("字号从 9 磅缩到 ")


def test_each_lost_character_is_told_with_its_owner_and_what_to_do(tmp_path):
    rows = [(1, "李\ue123", "甲街道", ""), (2, "\U0002ebf0云", "乙街道", "")]
    with pytest.raises(Undrawable) as refused:
        write_lists(tmp_path / "册.pdf", [listed(*rows)], Form.PDF)
    private, rare = lost_notes(refused.value.missing)
    assert private.concern is Concern.GLYPH
    assert private.concern.stops
    assert "U+E123" in private.what
    assert "造字" in private.way
    assert "U+2EBF0" in rare.what
    assert "扩展 I 区" in rare.way
    assert "U+E123" in refused.value.sentence
    assert not (tmp_path / "册.pdf").exists()


def test_a_list_of_names_alone_does_not_tell_two_of_one_district_apart(tmp_path):
    people = (Person("陈龙", "男", "甲街道"), Person("陈龙", "男", "乙街道"))
    sections = (Section("甲区", people), Section("乙区", people[:1]))
    with noticing() as found:
        write_roster(tmp_path / "单.pdf", [Roster("附件1", "名单", sections)])
    assert kinds(found) == [(Concern.NAMESAKE, 2, "陈龙")]
    with noticing() as found:
        write_roster(tmp_path / "单.pdf", [Roster("附件1", "名单", sections, detailed=True)])
    assert not found


def test_a_box_whose_text_shrinks_below_what_is_legible_is_told(tmp_path):
    box = Box(200, 200, 700, 300, "先进事迹" * 15, size=1050)
    with noticing() as found:
        write_leaves(
            tmp_path / "表.pdf",
            Leaves("审批表", lambda: [Leaf((box,), owners=("李安",))]),
            bundled_fonts(),
        )
    assert [(note.concern, note.name) for note in found] == [(Concern.SMALLER, "李安")]


def test_nobody_hears_what_is_made_outside(tmp_path):
    with noticing() as found:
        pass
    write_lists(tmp_path / "册.pdf", [listed((1, "李安", "", ""))], Form.PDF)
    assert not found
