"""Names as they are stored, matched, drawn, and the doubts about their characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.names import (
    drawn_name,
    match_key,
    name_warnings,
    normalise_name,
    placeholders,
    private_use,
    spelling,
    split_surname,
)
from hrgrid.core.names.spelling import unified, without_selectors

RARE = ["㛃", "䶮一", "𬱖云", "𠅤明", "王𬀩", "李𫍽", "陈\U0002ebf0"]

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
# Mostly what turns up in names, so that the interesting folds meet each other.
name_signs = st.sampled_from(
    "王李欧阳阿买提龙⻰⽟ａＺ．·•・ 　\u200b\ufeff\U000e0100\ufe00é\u0301\uf900\ue863"
)


@given(st.one_of(text, st.text(name_signs)))
@example("a\u200d\u0301")
@example("Ａ\u030a")
def test_folding_a_folded_name_changes_nothing(typed: str) -> None:
    once = unified(typed)
    assert unified(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert match_key(match_key(typed)) == match_key(typed)
    assert match_key(once) == match_key(typed)


@given(st.text(name_signs, max_size=40))
def test_a_name_is_stored_in_one_form_or_refused(typed: str) -> None:
    folded = unified(typed)
    seen = without_selectors(folded)
    if len(seen) < 2 or len(folded) > 30:
        with pytest.raises(UserError, match="姓名"):
            normalise_name(typed)
        return
    stored = normalise_name(typed)
    assert normalise_name(stored) == stored
    assert not set(stored) & set("．•・ \u3000\u200b\ufeff⻰⽟ａＺ\uf900")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 张　三 ", "张三"),
        ("张\u00a0三\t", "张三"),
        ("\ufeff张\u200b三\u202c", "张三"),
        ("张\x00三\u00ad", "张三"),
        ("⻢⻰⻓⼭", "马龙长山"),
        ("⺩⺠⻩", "王民黄"),
        ("ＪｏｈｎＬｉ", "JohnLi"),
        ("e\u0301mile", "émile"),
        ("㈠㈡", "㈠㈡"),
        ("\uf900\uf9d1", "豈六"),
    ],
)
def test_what_a_source_spoilt_is_put_right(typed: str, stored: str) -> None:
    assert normalise_name(typed) == stored


@pytest.mark.parametrize("dot", "•‧⋅∙・．·")
def test_every_middle_dot_becomes_one(dot: str) -> None:
    assert normalise_name(f"买买提{dot}艾力") == "买买提·艾力"


@pytest.mark.parametrize("name", ["後勇", "后勇", "於明", "于明", "範文", "范文", "陳一", "陈一"])
def test_traditional_and_simplified_stay_as_typed(name: str) -> None:
    assert normalise_name(name) == name
    assert match_key(name) == name


@pytest.mark.parametrize("name", [name for name in RARE if len(name) > 1])
def test_characters_of_every_extension_are_kept(name: str) -> None:
    assert normalise_name(name) == name
    assert match_key(name) == name
    assert name_warnings(name) == []


def test_a_variation_selector_is_stored_but_neither_matched_nor_drawn() -> None:
    name = normalise_name("邉\U000e0101一")
    assert name == "邉\U000e0101一"
    assert match_key(name) == match_key("邉一")
    assert drawn_name(name) == "邉　一"


def test_a_selector_does_not_make_one_character_a_name() -> None:
    with pytest.raises(UserError, match="只有1个字"):
        normalise_name("邉\U000e0101")


def test_names_too_short_too_long_or_broken_are_refused() -> None:
    with pytest.raises(UserError, match="没有填写姓名"):
        normalise_name(" \u200b　")
    with pytest.raises(UserError, match="姓名“张”只有1个字，应为2至30个字"):
        normalise_name("张")
    with pytest.raises(UserError, match="有31个字"):
        normalise_name("张" * 31)
    with pytest.raises(UserError, match="残缺的字符"):
        normalise_name("张\ud87e")
    assert normalise_name("张" * 30) == "张" * 30
    assert normalise_name("𬱖" * 30) == "𬱖" * 30


@pytest.mark.parametrize("typed", ["买买提•艾力", "买买提艾力", "买买提.艾力", "买买提 艾力"])
def test_a_search_needs_no_dots_and_no_blanks(typed: str) -> None:
    assert match_key(typed) == match_key("买买提·艾力")


def test_only_two_chinese_characters_stand_apart_when_drawn() -> None:
    assert drawn_name("张三") == "张　三"
    assert drawn_name("䶮𬱖") == "䶮　𬱖"
    assert drawn_name("张三丰") == "张三丰"
    assert drawn_name("Li") == "Li"


@pytest.mark.parametrize(
    ("private", "likely"), [("\ue863", "䶮"), ("\ue81f", "㖞"), ("\ue844", "䜣"), ("\ue854", "龺")]
)
def test_a_private_character_is_reported_with_the_likely_one(private: str, likely: str) -> None:
    (found,) = private_use(f"王{private}")
    assert (found.place, found.likely) == (2, likely)
    assert f"U+{ord(private):04X}" in found.sentence
    assert likely in found.sentence
    assert normalise_name(f"王{private}") == f"王{private}"


def test_all_eighty_private_characters_of_gbk_are_known() -> None:
    row = "".join(map(chr, range(0xE815, 0xE865)))
    likely = [found.likely for found in private_use(row)]
    assert None not in likely
    assert len(set(likely)) == 80
    assert not private_use("".join(found or "" for found in likely))


@pytest.mark.parametrize("private", ["\ue000", "\ue814", "\ue865", "\U000f0000", "\U0010fffd"])
def test_other_private_characters_are_reported_without_a_guess(private: str) -> None:
    (found,) = private_use(private)
    assert found.likely is None
    assert "请按证件重新输入" in found.sentence


def test_signs_in_the_place_of_a_character_are_warned_about() -> None:
    assert placeholders("王〓明") == "〓"
    assert placeholders("王□?") == "□?"
    assert placeholders("⿰氵勇") == "⿰"
    assert name_warnings("王〓明") == ["姓名“王〓明”里有代替缺字的“〓”，请按证件补上原字"]
    assert name_warnings("王小明") == []


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("欧阳修", "欧阳"),
        ("欧阳", "欧"),
        ("欧文", "欧"),
        ("万俟卨", "万俟"),
        ("叶赫那拉明玉", "叶赫那拉"),
        ("叶赫明", "叶赫"),
        ("侯莫陈崇", "侯莫陈"),
        ("侯莫", "侯"),
        ("司馬光", "司馬"),
        ("方方", "方"),
        ("𬱖云", "𬱖"),
        ("买买提·艾力", "买"),
    ],
)
def test_the_longest_compound_surname_wins(name: str, surname: str) -> None:
    found, given_name = split_surname(name)
    assert found == surname
    assert found + given_name == name.replace("·", "")
    assert given_name


def test_the_office_may_say_where_a_surname_ends() -> None:
    assert split_surname("梁丘明", "梁") == ("梁", "丘明")
    assert split_surname("张王小明", "张王") == ("张王", "小明")
    with pytest.raises(UserError, match="不是以姓氏“李”开头"):
        split_surname("张三", "李")


def test_a_name_of_plain_characters_is_stored_and_matched_as_it_stands():
    # Every character that passes unlooked-at: none is composed, folded, dropped or cased.
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    assert all(unicodedata.normalize("NFC", each) == each for each in characters)
    assert all(spelling._folded(each) == each == each.casefold() for each in characters)
    assert match_key("张三") == unified("张三") == "张三"
