"""Which column is which: by name, by content, by the last time; and what is never read."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.rules.mapping import GuessedBy, guess_columns, remembered_keys, signature_of
from hrgrid.exchange.rules.tables import find_table
from tests.exchange.samples import HEADINGS, LETTERS, PEOPLE, sheet


def mapped(*rows, remembered=None):
    table = find_table("x", sheet(*rows), LETTERS)
    return guess_columns(table, LETTERS, remembered)


def told(columns):
    return [(guess.key, guess.by) for guess in columns.guesses]


def test_columns_are_known_by_name_in_any_order():
    columns = mapped(
        ["编号", "联系电话", "姓\u3000名", "公民身份号码*"], ["0001", "1", "甲一", "2"]
    )
    assert columns.indexes == {"code": 0, "phone": 1, "name": 2, "id_number": 3}
    assert [guess.reason for guess in columns.guesses] == [
        "列名相同",
        "“联系电话”就是“手机号”",
        "列名相同",
        "“公民身份号码*”就是“身份证号”",
    ]


def test_a_hint_in_brackets_does_not_hide_a_name():
    assert mapped(["姓名（必填）", "编号（4位）"], ["甲一", "0001"]).indexes == {
        "name": 0,
        "code": 1,
    }


def test_a_repeated_heading_is_read_once_and_told():
    columns = mapped(["姓名", "编号", "姓名"], ["甲一", "0001", "乙二"])
    assert told(columns) == [
        ("name", GuessedBy.NAME),
        ("code", GuessedBy.NAME),
        (None, GuessedBy.REPEATED),
    ]
    assert columns.guesses[2].reason == "A 列已经是“姓名”，这一列没有用"


def test_columns_without_known_names_are_told_from_their_values():
    rows = [["人", "证件", "电话", "聘书编号"], *[person[:4] for person in PEOPLE]]
    columns = mapped(*rows)
    assert told(columns) == [
        ("name", GuessedBy.CONTENT),
        ("id_number", GuessedBy.CONTENT),
        ("phone", GuessedBy.CONTENT),
        ("code", GuessedBy.NAME),
    ]
    assert columns.guesses[2].reason == "内容像“手机号”"


def test_a_sheet_without_headings_is_told_from_its_values():
    assert mapped(*PEOPLE).indexes == {"name": 0, "id_number": 1, "phone": 2}


def test_two_columns_that_look_alike_are_left_to_the_user():
    rows = [["姓名", "甲", "乙"], *[[p[0], p[2], p[2]] for p in PEOPLE]]
    assert mapped(*rows).indexes == {"name": 0}


@pytest.mark.parametrize("heading", ["户主身份证", "居民证件号", "重点人员手机", "人脸编号"])
def test_columns_about_residents_are_never_read(heading):
    rows = [["姓名", heading], *[[p[0], p[1]] for p in PEOPLE]]
    columns = mapped(*rows)
    guess = columns.guesses[1]
    assert (guess.key, guess.by) == (None, GuessedBy.DROPPED)
    assert "按规定不导入" in guess.reason
    with pytest.raises(UserError, match="请不要指定这一列"):
        columns.with_key(1, "id_number")


def test_a_declared_name_wins_over_a_dropped_word():
    columns = mapped(["姓名", "居民身份证号"], PEOPLE[0][:2])
    assert columns.indexes["id_number"] == 1
    assert columns.with_key(1, None).with_key(1, "id_number").indexes["id_number"] == 1


def test_numbering_and_empty_columns_are_nothing_to_tell():
    columns = mapped(["序号", "姓名", "编号", "空着", "不认识"], [1, "甲一", "0001", "", "x"])
    assert [guess.by for guess in columns.guesses] == [
        GuessedBy.NUMBERING,
        GuessedBy.NAME,
        GuessedBy.NAME,
        GuessedBy.EMPTY,
        GuessedBy.UNKNOWN,
    ]


def test_a_column_beyond_the_headings_has_its_letter():
    columns = mapped(["姓名", "编号"], ["甲一", "0001", "多出来"])
    assert columns.guesses[2].heading == "C 列"


def test_the_user_may_move_and_drop_a_column():
    columns = mapped(["姓名", "编号", "曾用名"], ["甲一", "0001", "乙二"])
    moved = columns.with_key(2, "name")
    assert moved.indexes == {"code": 1, "name": 2}
    assert [guess.by for guess in moved.guesses] == [
        GuessedBy.USER,
        GuessedBy.NAME,
        GuessedBy.USER,
    ]
    assert moved.with_key(1, None).indexes == {"name": 2}
    assert columns.indexes == {"name": 0, "code": 1}


def test_the_same_headings_mean_what_they_meant_the_last_time():
    rows = [["人", "号", "备注"], ["甲一", "0001", "x"]]
    table = find_table("x", sheet(*rows), LETTERS)
    decided = guess_columns(table, LETTERS).with_key(0, "name").with_key(1, "code")
    keys = remembered_keys(table, decided)
    assert keys == ["name", "code", "note"]
    again = mapped(*rows, remembered=keys)
    assert again.indexes == decided.indexes
    assert {guess.by for guess in again.guesses} == {GuessedBy.MEMORY}


def test_memory_of_a_column_that_is_no_more_does_not_harm():
    columns = mapped(["人", "编号"], ["甲一", "0001"], remembered=["gone", "code"])
    assert columns.indexes == {"code": 1}


def test_headings_are_remembered_by_their_words_alone():
    def signature(*rows, name="表"):
        return signature_of(LETTERS, find_table(name, sheet(*rows, name=name), LETTERS))

    one = signature(HEADINGS, *PEOPLE)
    assert one == signature(["题"], [f" {h}：" for h in HEADINGS], *PEOPLE[:1], name="别的表")
    assert one != signature(HEADINGS[::-1], *PEOPLE)
    assert len(one) == 64
