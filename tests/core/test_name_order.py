"""Order by strokes and by pinyin, as tuples and as the text that SQL sorts."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.names import (
    NameOrder,
    Pinyin,
    match_key,
    pinyin_of,
    pinyin_sort_key,
    read_pinyin,
    search_forms,
    sort_names,
    stroke_key,
    stroke_sort_key,
)
from hrgrid.core.names.surnames import readings

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "name_order_cases.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]
NAMES = [row[1] for row in CASES]

han = st.one_of(
    st.sampled_from("王一乙欧阳陳张張伟万俟干于𬱖䶮司马"),
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
    st.characters(exclude_categories=["Cs"]),
)
names = st.text(han, max_size=6)


@pytest.mark.parametrize("key", [stroke_key, stroke_sort_key])
def test_the_89_names_come_in_the_right_order(key: Callable[[str], Any]) -> None:
    assert len(NAMES) == 89
    shuffled = random.Random(7).sample(NAMES, len(NAMES))
    assert sorted(shuffled, key=key) == NAMES
    assert len({stroke_sort_key(name) for name in NAMES}) == 89


@pytest.mark.parametrize("at", range(88))
def test_each_name_stands_before_the_next(at: int) -> None:
    assert stroke_key(NAMES[at]) < stroke_key(NAMES[at + 1]), CASES[at][3]
    assert stroke_sort_key(NAMES[at]) < stroke_sort_key(NAMES[at + 1]), CASES[at][3]


@given(names, names)
def test_the_text_key_compares_as_the_tuple_does(one: str, other: str) -> None:
    tuples = stroke_key(one), stroke_key(other)
    texts = stroke_sort_key(one).encode(), stroke_sort_key(other).encode()
    assert (texts[0] < texts[1], texts[0] == texts[1]) == (
        tuples[0] < tuples[1],
        tuples[0] == tuples[1],
    )


@given(names)
def test_the_text_keys_are_short_ascii(name: str) -> None:
    assert stroke_sort_key(name).isascii()
    assert len(stroke_sort_key(name)) <= 9 * len(unicodedata.normalize("NFC", name)) + 2
    assert pinyin_sort_key(name).isascii()


def test_sqlite_sorts_the_stored_key_alike() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE person (name TEXT, stroke_key TEXT)")
        rows = [(name, stroke_sort_key(name)) for name in random.Random(3).sample(NAMES, 89)]
        connection.executemany("INSERT INTO person VALUES (?, ?)", rows)
        ordered = connection.execute("SELECT name FROM person ORDER BY stroke_key").fetchall()
    connection.close()
    assert [name for (name,) in ordered] == NAMES


def test_the_surname_that_the_office_gave_decides_the_order() -> None:
    # 欧阳 as a person 欧 with the given name 阳修 stands before the compound surname.
    assert stroke_sort_key("欧阳修", "欧") < stroke_sort_key("欧阳修")
    assert stroke_key("欧阳修", "欧")[1] is True


def test_selectors_dots_and_composition_do_not_move_a_name() -> None:
    assert stroke_key("邉\U000e0101一") == stroke_key("邉一")
    assert stroke_key("买买提·艾力") == stroke_key("买买提艾力")
    assert stroke_key("\uf9d1一") == stroke_key("六一")


def test_a_character_in_no_table_stands_last() -> None:
    order = sort_names(["𮯰一", "Z一", "齉一", "一一"])
    assert order == ["一一", "齉一", "Z一", "𮯰一"]


def test_twelve_thousand_names_are_ordered_whole() -> None:
    chance = random.Random(11)
    crowd = [
        chance.choice(NAMES)[0] + "".join(chance.choices("伟芳娜秀英敏静丽强磊一", k=2))
        for _ in range(12_120)
    ]
    ordered = sort_names(crowd)
    assert sorted(crowd) == sorted(ordered)
    keys = [stroke_key(name) for name in ordered]
    assert keys == sorted(keys)


def test_loading_the_names_loads_no_dictionary() -> None:
    code = (
        "import sys; from hrgrid.core.names import sort_names; sort_names(['张三', '李四']);"
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("解晓东", "xiexiaodong"),
        ("区明", "ouming"),
        ("曾国藩", "zengguofan"),
        ("查良镛", "zhaliangyong"),
        ("朴树", "piaoshu"),
        ("缪荣", "miaorong"),
        ("翟志刚", "zhaizhigang"),
        ("员半千", "yunbanqian"),
        ("种师道", "chongshidao"),
        ("洗明", "xianming"),
        ("盖明", "geming"),
        ("任明", "renming"),
        ("覃勇", "qinyong"),
        ("召明", "shaoming"),
        ("乜明", "nieming"),
        ("繁星", "poxing"),
        ("肖红", "xiaohong"),
        ("乐毅", "yueyi"),
        ("尉迟恭", "yuchigong"),
        ("尉明", "weiming"),
        ("万俟卨", "moqixie"),
        ("万里", "wanli"),
        ("澹台明", "tantaiming"),
        ("长孙明", "zhangsunming"),
        ("吕布", "lvbu"),
        ("單明", "shanming"),
        ("龙应台", "longyingtai"),
        ("陈嘉乐", "chenjiale"),
        ("张长生", "zhangchangsheng"),
        ("买买提·艾力", "maimaitiaili"),
        ("那扎·艾力", "nazhaaili"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, full: str) -> None:
    assert pinyin_of(name).full == full


@pytest.mark.parametrize("surname", "单解区曾查种员盖")
def test_a_surname_reading_keeps_out_of_given_names(surname: str) -> None:
    assert pinyin_of(f"王{surname}").syllables[1] != readings()[surname][0]


@given(
    st.text(st.sampled_from("王欧阳单长孙生嘉乐买提·㐂䶮A\U000e0100行朝"), min_size=1, max_size=6)
)
@example("单于明")
@example("张长生")
@example("A·王")
def test_the_search_forms_are_those_of_each_reader(name: str) -> None:
    read = pinyin_of(name)
    expected = (match_key(name), stroke_sort_key(name), read.full, read.initials)
    assert search_forms(name) == expected


def test_a_reading_has_surname_given_name_and_initials() -> None:
    read = pinyin_of("欧阳建国")
    assert (read.surname, read.given) == ("ouyang", "jianguo")
    assert (read.full, read.initials) == ("ouyangjianguo", "oyjg")
    assert read.reading == "ou1 yang2 jian4 guo2"
    assert pinyin_of("欧阳建国", "欧").surname == "ou"


def test_a_character_that_nobody_can_read_leaves_a_gap() -> None:
    read = pinyin_of("李\U0002ebf0明")
    assert read.reading == "li3 ? ming2"
    assert (read.full, read.initials, read.is_whole) == ("liming", "lm", False)
    assert pinyin_of("𬱖云").is_whole


@given(names)
def test_every_character_has_one_syllable(name: str) -> None:
    surname, given_name = pinyin_of(name).surname_syllables, pinyin_of(name).given_syllables
    read = Pinyin(surname, given_name)
    assert read_pinyin(name, read.reading) == read


@pytest.mark.parametrize("typed", ["lǚ bù", "lü3 bu4", "LV3 BU4", "Lǚ　Bù"])
def test_a_typed_reading_may_carry_marks_or_digits(typed: str) -> None:
    assert read_pinyin("吕布", typed).reading == "lv3 bu4"


def test_a_typed_reading_without_tones_is_searched_alike() -> None:
    assert read_pinyin("覃勇", "tan yong").full == "tanyong"
    assert read_pinyin("覃勇", "tan yong").initials == "ty"


@pytest.mark.parametrize("typed", ["ouyang xiu", "", "ou yang xiu wen"])
def test_a_typed_reading_needs_one_syllable_a_character(typed: str) -> None:
    with pytest.raises(UserError, match="姓名“欧阳修”有3个字"):
        read_pinyin("欧阳修", typed)


@pytest.mark.parametrize("typed", ["zh4ng san", "张 san", "- san", "a1b san"])
def test_a_typed_reading_of_other_signs_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="不是一个拼音音节"):
        read_pinyin("张三", typed)


def test_people_of_one_surname_stay_together_by_pinyin() -> None:
    crowd = ["章安", "张三丰", "掌明", "张伟", "仉明", "赵一", "曾一", "区明", "欧阳修", "章昂"]
    assert sort_names(crowd, NameOrder.PINYIN) == [
        "区明", "欧阳修", "曾一", "张三丰", "张伟", "章安", "章昂", "仉明", "掌明", "赵一",
    ]  # fmt: skip


def test_a_corrected_reading_moves_a_name() -> None:
    assert pinyin_sort_key("覃勇") < pinyin_sort_key("单一")
    corrected = pinyin_sort_key("覃勇", read=read_pinyin("覃勇", "tán yǒng"))
    assert corrected > pinyin_sort_key("单一")


def test_the_table_of_surnames_is_well_formed() -> None:
    assert sum(len(surname) == 1 for surname in readings()) >= 90
    for surname, syllables in readings().items():
        assert len(surname) == len(syllables), surname
        assert all(part[-1] in "1234" and part[:-1].isalpha() for part in syllables), surname
