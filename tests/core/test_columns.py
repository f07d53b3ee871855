"""Cells as offices type them: read, asked about or refused, and never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hrgrid.core.columns import (
    Cell,
    Column,
    ReadingContext,
    Severity,
    TableSpec,
    choice_reader,
    code_reader,
    date_reader,
    dropped_word,
    heading_key,
    heading_key_without_brackets,
    looks_like_choices,
    looks_like_dates,
    looks_like_mobiles,
    looks_like_names,
    looks_like_resident_ids,
    masked,
    name_reader,
    quoted,
    resident_id_reader,
    telephone_reader,
    text_reader,
    whole_number_reader,
)
from hrgrid.core.identity import Sex, check_digit
from hrgrid.core.labelled import Labelled

CONTEXT = ReadingContext(dt.date(2026, 11, 21))
GOOD_ID = "329999199001010038"


class Employment(Labelled):
    FULL = "full", "专职"
    PART = "part", "兼职"


def read(reader, text, **how):
    return reader(Cell(text, **how), CONTEXT)


def told(reading):
    return [(remark.code, remark.severity) for remark in reading.remarks]


READERS = {
    "text": text_reader(),
    "choice": choice_reader(Employment),
    "name": name_reader(),
    "code": code_reader(),
    "whole": whole_number_reader(),
    "id": resident_id_reader(),
    "telephone": telephone_reader(),
    "date": date_reader(),
}


USUAL = {
    "text": text_reader(8),
    "sign": text_reader(1),
    "name": name_reader(),
    "code": code_reader(6),
    "telephone": telephone_reader(),
    "landline": telephone_reader(landline=True),
}
SIGNS = st.sampled_from("甲乙〇〓Aa1389- /／—'’·　\u200b\n\ue863")


@pytest.mark.parametrize("reader", USUAL.values(), ids=USUAL)
@given(
    st.one_of(st.text(SIGNS, max_size=12), st.from_regex("1[0-9]{10}", fullmatch=True), st.text())
)
@example("13812345678")
@example("-")
@example("无")
@example("甲 乙")
def test_what_is_usual_is_read_as_it_stands(reader, text):
    if reader.is_usual(text):
        assert read(reader, text) == (text, ())


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (USUAL["text"], "第 5 行"),
        (USUAL["sign"], "甲"),
        (USUAL["name"], "欧阳修"),
        (USUAL["code"], "32-05A"),
        (USUAL["telephone"], "13812345678"),
    ],
)
def test_what_offices_write_is_usual(reader, text):
    assert reader.is_usual(text)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u200b", "\xa0\ufeff", "\n"])
def test_blank_is_nothing_and_nothing_is_said(reader, blank):
    assert read(reader, blank) == (None, ())


@pytest.mark.parametrize("name", ["choice", "whole", "id", "telephone", "date"])
@pytest.mark.parametrize("mark", ["无", "/", "—", "N/A"])
def test_a_mark_for_nothing_is_nothing_and_is_told(name, mark):
    reading = read(READERS[name], mark)
    assert reading.value is None
    assert told(reading) == [("blank_mark", Severity.INFO)]
    assert mark in reading.remarks[0].message


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text", ["\ud800", "𬱖" * 500, "=1+1", "\x00", "٣٤", "１", "´´", "e\u0301"]
)
def test_no_reader_breaks_on_anything(name, text):
    for how in ({}, {"is_number": True}):
        assert isinstance(read(READERS[name], text, **how).remarks, tuple)


# --- words


def test_text_keeps_its_lines_and_loses_what_cannot_be_seen():
    assert read(text_reader(), "\ufeff 一\r\n二\u200b ").value == "一\n二"
    assert read(text_reader(), "—").value is None


def test_text_that_is_too_long_is_refused_with_its_length():
    reading = read(text_reader(5), "六个字的文本")
    assert told(reading) == [("too_long", Severity.ERROR)]
    assert reading.remarks[0].message == "有6个字，最多5个字，请删减。"
    assert read(text_reader(6), "六个字的文本").value == "六个字的文本"


@pytest.mark.parametrize("typed", ["专职", " 专 职 ", "专职：", "全职", "ＦＵＬＬ"])
def test_a_choice_is_known_by_its_label_and_by_synonyms(typed):
    reader = choice_reader(Employment, {"全职": "专职", "full": Employment.FULL})
    assert read(reader, typed) == (Employment.FULL, ())


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [("专职网格员", "专职"), ("兼", None), ("专职兼职", None), ("外星", None)],
)
def test_an_unknown_choice_is_refused_with_the_nearest_one(typed, suggestion):
    reading = read(choice_reader(Employment), typed)
    assert reading.value is None
    (remark,) = reading.remarks
    assert (remark.code, remark.severity) == ("not_a_choice", Severity.ERROR)
    assert remark.message == f"“{typed}”不在可选范围内，请填专职、兼职。"
    assert remark.suggestion == suggestion


def test_the_longest_label_within_is_the_nearest():
    reader = choice_reader(["网格员", "专属网格员", "大专", "大学本科"])
    assert read(reader, "社区专属网格员").remarks[0].suggestion == "专属网格员"
    assert read(reader, "大学本课").remarks[0].suggestion == "大学本科"
    assert read(reader, "本科").remarks[0].suggestion == "大学本科"


def test_labels_may_stand_for_values():
    assert read(choice_reader({"网格员": "grid_worker"}), "网格员").value == "grid_worker"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("张　三", "张三"), ("'阿依古丽•买买提", "阿依古丽·买买提"), ("㛃𬱖", "㛃𬱖")],
)
def test_a_name_comes_in_the_form_that_is_stored(typed, stored):
    assert read(name_reader(), typed) == (stored, ())


def test_a_name_that_is_none_is_refused():
    assert told(read(name_reader(), "张")) == [("name_wrong", Severity.ERROR)]


def test_a_private_character_is_a_warning_with_the_likely_name():
    reading = read(name_reader(), "王\ue863三")
    assert reading.value == "王\ue863三"
    (remark,) = reading.remarks
    assert (remark.code, remark.severity) == ("name_doubtful", Severity.WARNING)
    assert remark.suggestion == "王䶮三"


def test_a_lost_character_is_a_warning_without_a_suggestion():
    (remark,) = read(name_reader(), "王〓三").remarks
    assert (remark.code, remark.suggestion) == ("name_doubtful", None)
    (remark,) = read(name_reader(), "王\ue000三").remarks
    assert remark.suggestion is None


# --- codes


def test_a_code_held_as_text_keeps_its_zeros():
    assert read(code_reader(digits=4), " ０００１ ") == ("0001", ())


def test_a_code_held_as_a_number_waits_for_its_zeros_to_be_confirmed():
    reading = read(code_reader(digits=4), "1", is_number=True)
    assert reading.value == "1"
    (remark,) = reading.remarks
    assert (remark.code, remark.severity) == ("zeros_lost", Severity.WARNING)
    assert (remark.suggestion, remark.must_confirm) == ("0001", True)
    assert read(code_reader(digits=4), remark.suggestion) == ("0001", ())


def test_a_number_of_full_length_has_lost_nothing():
    assert read(code_reader(digits=4), "1234", is_number=True) == ("1234", ())
    assert read(code_reader(), "1", is_number=True) == ("1", ())


@pytest.mark.parametrize(("text", "code"), [("1.5", "code_wrong"), ("1" * 16, "digits_lost")])
def test_a_number_that_is_no_code_is_refused(text, code):
    assert told(read(code_reader(), text, is_number=True)) == [(code, Severity.ERROR)]


# --- numbers


@pytest.mark.parametrize(
    ("typed", "number"), [("380", 380), ("1,234", 1234), (" ３８０ ", 380), ("12.0", 12), ("'7", 7)]
)
def test_a_whole_number_is_read(typed, number):
    assert read(whole_number_reader(), typed) == (number, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("380户", "not_a_number"),
        ("3.5", "not_a_number"),
        ("1,23", "not_a_number"),
        ("1e3", "not_a_number"),
        ("-1", "out_of_range"),
        ("101", "out_of_range"),
    ],
)
def test_what_is_no_whole_number_in_range_is_refused(typed, code):
    assert told(read(whole_number_reader(highest=100), typed)) == [(code, Severity.ERROR)]


def test_an_identity_number_brings_what_it_says():
    found = read(resident_id_reader(), GOOD_ID).value
    assert (found.number, found.birth, found.sex) == (GOOD_ID, dt.date(1990, 1, 1), Sex.MALE)


@pytest.mark.parametrize(
    "typed",
    [
        f"{GOOD_ID} ",
        f"\u200b{GOOD_ID}",
        f"'{GOOD_ID}",
        f"{GOOD_ID}\xa0",
        "３２９９９９199001010038",
    ],
)
def test_harmless_dirt_is_cleaned_and_told(typed):
    reading = read(resident_id_reader(), typed)
    assert reading.value.number == GOOD_ID
    assert told(reading) == [("cleaned", Severity.INFO)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("329999199001010012", "末位校验不符"),
        ("329999900101001", "15位的旧号码"),
        ("329999199002300037", "不是真实的日期"),
        ("329999209901010048", "晚于今天"),
        ("3.29999E+17", "被存成了数字"),
        ("不详123", "应为18位"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(typed, words):
    (remark,) = read(resident_id_reader(), typed).remarks
    assert (remark.code, remark.severity) == ("id_number_wrong", Severity.ERROR)
    assert words in remark.message
    assert typed not in remark.message


def test_an_identity_number_held_as_a_number_is_refused_whatever_it_looks_like():
    for text in (GOOD_ID, "329999199001010000", "3"):
        reading = read(resident_id_reader(), text, is_number=True)
        assert reading.value is None
        assert told(reading) == [("digits_lost", Severity.ERROR)]


def test_an_unknown_province_is_only_a_warning():
    first = "99999819900101003"
    reading = read(resident_id_reader(), first + check_digit(first))
    assert reading.value is not None
    assert told(reading) == [("id_number_doubtful", Severity.WARNING)]


def test_somebody_who_is_too_young_is_a_warning():
    typed = "329999201501010114"
    assert told(read(resident_id_reader(), typed)) == []
    (remark,) = read(resident_id_reader(youngest=16), typed).remarks
    assert (remark.code, remark.severity) == ("id_number_doubtful", Severity.WARNING)
    assert remark.message == "身份证号所示只有11周岁，不满16周岁，请核对。"
    first = "32999920101121011"
    assert told(read(resident_id_reader(youngest=16), first + check_digit(first))) == []


@pytest.mark.parametrize("how", [{}, {"is_number": True}])
def test_a_mobile_number_is_read_as_text_or_number(how):
    assert read(telephone_reader(), "13912345678", **how) == ("13912345678", ())


def test_dirt_of_a_mobile_number_is_told():
    reading = read(telephone_reader(), "'139-1234 5678\u200b")
    assert reading.value == "13912345678"
    assert told(reading) == [("cleaned", Severity.INFO)]


def test_a_landline_counts_only_where_it_is_asked_for():
    assert read(telephone_reader(landline=True), "0515-88881234").value == "0515-88881234"
    assert told(read(telephone_reader(), "0515-88881234")) == [("telephone_wrong", Severity.ERROR)]


# --- dates

JULY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-07-01",
        "2026/7/1",
        "2026.7.1 ",
        "2026年7月1日",
        "20260701",
        "二〇二六年七月一日",
        "2026-07-01 00:00:00",
        "'2026-7-1",
    ],
)
def test_a_date_is_read_in_every_usual_form(typed):
    assert read(date_reader(), typed) == (JULY, ())


def test_a_date_that_the_workbook_held_needs_no_reading():
    assert read(date_reader(), "2026-07-01 08:30:00", date=JULY) == (JULY, ())


def test_a_time_of_day_is_dropped_and_told():
    reading = read(date_reader(), "2026-07-01T08:00:00+08:00")
    assert reading.value == JULY
    assert told(reading) == [("time_dropped", Severity.INFO)]


@pytest.mark.parametrize(
    "typed",
    [
        "26-7-1",
        "7/1/2026",
        "2026-07",
        "2026年7月",
        "2026-02-30",
        "长期",
        "1900-01-00",
        "０２６年７月１日",
        "2026-07-01T23:00:00Z",
    ],
)
def test_an_unclear_date_is_asked_about_and_never_guessed(typed):
    reading = read(date_reader(), typed)
    assert reading.value is None
    assert told(reading) == [("date_unclear", Severity.ERROR)]
    assert reading.remarks[0].suggestion is None


def test_a_serial_number_is_a_date_where_the_workbook_held_a_number():
    reading = read(date_reader(), "46204", is_number=True)
    assert reading.value == JULY
    assert told(reading) == [("serial_date", Severity.WARNING)]


def test_a_serial_number_typed_as_text_is_only_suggested():
    reading = read(date_reader(), "46204")
    assert reading.value is None
    assert reading.remarks[0].suggestion == "2026-07-01"


def test_a_number_that_is_no_likely_serial_is_refused():
    for text in ("12345", "99999", "3"):
        assert told(read(date_reader(), text, is_number=True)) == [("date_unclear", Severity.ERROR)]


def test_a_day_after_today_is_doubted_where_it_should_not_be():
    reader = date_reader(not_after_today=True)
    assert told(read(reader, "2026-11-22")) == [("date_in_future", Severity.WARNING)]
    assert told(read(reader, "2026-11-21")) == []


# --- declarations


def column(key, heading, *synonyms):
    return Column(key, heading, text_reader(), synonyms=synonyms)


def test_two_columns_may_not_answer_to_one_name():
    with pytest.raises(ValueError, match="姓 名"):
        TableSpec("t", "表", (column("name", "姓名"), column("full", "全名", "姓 名")))


def test_a_column_is_found_by_its_key():
    spec = TableSpec("t", "表", (column("name", "姓名"), column("sex", "性别")))
    assert spec.column("sex").heading == "性别"
    with pytest.raises(KeyError):
        spec.column("age")


@pytest.mark.parametrize("heading", ["姓\u3000名", " 姓名* ", "姓名：", "姓\n名", "＊姓名"])
def test_headings_are_compared_without_what_does_not_count(heading):
    assert heading_key(heading) == "姓名"


def test_brackets_may_be_left_out_of_a_heading():
    assert heading_key_without_brackets("身份证号（18位）【必填】") == "身份证号"


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("户主姓名", "户主"),
        ("居民身份证", "居民"),
        ("指纹 ID", "指纹"),
        ("姓名", None),
        ("户数", None),
    ],
)
def test_columns_about_residents_and_bodies_are_named(heading, word):
    assert dropped_word(heading) == word


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (GOOD_ID, "329999********0038"),
        ("329999199002300037", "329999********0037"),
        ("13912345678", "139****5678"),
        ("1391234567", "139*******"),
        ("329999900101001", "329999*****1001"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_a_secret_value_is_masked_also_when_it_is_wrong(value, shown):
    assert masked(value) == shown


def test_a_quoted_value_is_short_and_names_nobody():
    assert quoted(f"身份证 {GOOD_ID}") == "“身份证 329999********00……”"
    assert quoted("一\n二") == "“一 二”"


def test_columns_are_told_from_their_values():
    ids = [GOOD_ID, "32999919900101004X", "329999199001010070"]
    assert looks_like_resident_ids(ids)
    assert not looks_like_resident_ids(ids[:2])
    assert looks_like_mobiles(["13912345678", "139 1234 5679", "13712345678", "无"]) is False
    assert looks_like_mobiles(["13912345678", "139 1234 5679", "13712345678", "18812345678", "无"])
    assert looks_like_dates(["2026-07-01", "2026年7月2日", "20260703"])
    assert looks_like_names(["王小明", "李　四", "张三"])
    assert not looks_like_names(["王小明"] * 3)
    assert not looks_like_names(["网格员", "督查员", "信息员"])
    assert looks_like_choices(["男", "女"])(["男", "女", " 男"])
    assert not looks_like_choices(["男", "女"])(["男", "女", "专职"])
