"""Faces by role and character: rare names are drawn, and what no face has is refused by name."""

from __future__ import annotations

import unicodedata

import pytest

from hrgrid.core.errors import UserError
from hrgrid.core.paths import resources
from hrgrid.paper.fonts import Fonts, Missing, Role, bundled_fonts, refuse
from hrgrid.paper.truetype import Face
from tests.paper.honoured import BEYOND, RARE, published

BLOCKS = {
    "basic": (0x4E00, 0x9FA5),
    "A": (0x3400, 0x4DB5),
    "B": (0x20000, 0x2A6D6),
    "C": (0x2A700, 0x2B734),
    "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1),
    "F": (0x2CEB0, 0x2EBE0),
}
# The face for these holds the greater part.
PARTS = {"G": (0x30000, 0x3134A), "H": (0x31350, 0x323AF)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", [*RARE, "欧阳修文", "买买提·艾力", "龚伟〓"])
def test_every_rare_name_is_drawn_in_every_role(role, name):
    assert bundled_fonts().missing_glyphs([("谁", name)], role) == []


def lost(block):
    codes = range(block[0], block[1] + 1, 7)
    missing = [code for code in codes if bundled_fonts().face(Role.KAITI, chr(code)) is None]
    return len(missing) / len(codes)


@pytest.mark.parametrize("block", BLOCKS)
def test_the_blocks_up_to_extension_f_have_their_characters(block):
    assert lost(BLOCKS[block]) < 0.01


@pytest.mark.parametrize("block", PARTS)
def test_of_the_newest_blocks_the_greater_part_is_there(block):
    assert lost(PARTS[block]) < 0.5


def test_who_has_a_character_that_no_face_draws_is_named():
    people = [("翟卫华", "翟卫华"), ("张某", BEYOND), ("李某", "李\U0002ebf1\U0002ebf1")]
    missing = bundled_fonts().missing_glyphs(people, Role.FANGSONG)
    assert missing == [Missing("张某", "\U0002ebf0"), Missing("李某", "\U0002ebf1")]
    assert [each.code_point for each in missing] == ["U+2EBF0", "U+2EBF1"]
    with pytest.raises(UserError) as refused:
        refuse(missing)
    sentence = refused.value.sentence
    assert "张某的“\U0002ebf0”（U+2EBF0）" in sentence
    assert "李某的“\U0002ebf1”（U+2EBF1）" in sentence


def test_many_are_counted_and_the_first_named():
    with pytest.raises(UserError, match=r"第1人.*等 50 处"):
        refuse([Missing(f"第{n}人", "\U0002ebf0") for n in range(1, 51)])
    refuse([])


@pytest.mark.parametrize("character", ["\ue863", "\U000f0000", "\U0010fffd"])
def test_a_private_character_is_missing_whatever_a_face_draws_there(character):
    assert bundled_fonts().missing_glyphs([("甲", character)], Role.FANGSONG)


def test_a_variation_selector_needs_no_glyph():
    assert bundled_fonts().missing_glyphs([("甲", "葛\U000e0100城")], Role.SONG) == []


def test_quotation_marks_take_the_place_of_a_character():
    fonts = bundled_fonts()
    assert {fonts.width(role, mark) for role in Role for mark in "“”"} == {1000}


def test_a_text_is_split_where_the_face_changes():
    runs = [
        (face.name, text) for face, text in bundled_fonts().runs(Role.FANGSONG, "王㛃明\U00020007")
    ]
    assert runs == [
        ("HrgFang", "王"),
        ("NotoSerifSC-Regular", "㛃"),
        ("HrgFang", "明"),
        ("HanaMinB", "\U00020007"),
    ]


def test_a_text_that_cannot_be_drawn_is_refused_and_not_skipped():
    with pytest.raises(UserError, match=r"U\+2EBF0"):
        list(bundled_fonts().runs(Role.KAITI, BEYOND))


def test_the_systems_face_comes_first_and_the_shipped_ones_help_out(tmp_path):
    kai = resources() / "fonts" / "LXGWWenKai-Regular.ttf"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "SimFang.TTF").write_bytes(Face(kai).cut("翟卫"))
    (tmp_path / "simkai.ttf").write_bytes(b"no font")
    fonts = Fonts([tmp_path])
    names = [face.name for face, _ in fonts.runs(Role.FANGSONG, "翟卫华")]
    assert names[0].startswith("LXGWWenKai-Regular")
    assert names[1] == "HrgFang"
    assert fonts.chain(Role.KAITI) == bundled_fonts().chain(Role.KAITI)


def test_every_published_name_is_drawn():
    names = [
        p.name for tier in ("先锋网格员", "优秀网格员") for d in published(tier).values() for p in d
    ]
    assert len(names) == 110
    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    fonts = bundled_fonts()
    assert fonts.missing_glyphs([(name, name) for name in names], Role.FANGSONG) == []
