"""Identity numbers, telephones, credit codes: checked, masked and found in text."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.identity import (
    Sex,
    check_digit,
    credit_code,
    credit_code_check,
    find_identity_numbers,
    hides_identity,
    mask_account,
    mask_all,
    mask_resident_id,
    mask_telephone,
    resident_id,
    telephone,
    usual_resident_id,
)

TODAY = dt.date(2026, 11, 21)
SAMPLE = "11010519491231002X"


def made_up(birth: dt.date, sequence: int, county: str = "999999") -> str:
    """A number that nobody has: no county is 999999."""
    body = f"{county}{birth:%Y%m%d}{sequence:03d}"
    # By the congruence of ISO 7064 instead of the table: Σ aᵢ·2^(18-i) ≡ 1 modulo 11.
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(body))
    rest = (1 - total) % 11
    return body + ("X" if rest == 10 else str(rest))


people = st.builds(
    made_up,
    st.dates(dt.date(1930, 1, 1), TODAY),
    st.integers(0, 999),
    st.sampled_from(["999999", "320501", "810000"]),
)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
# Text that cannot lengthen a number beside it.
fillers = st.text(st.sampled_from("，。张三 电话:身份证abcxyz\n（）"), max_size=12)


@given(people)
def test_a_made_up_number_passes_and_says_what_it_holds(number: str) -> None:
    person = resident_id(number, TODAY)
    assert person.number == number
    assert person.warnings == ()
    assert f"{person.birth:%Y%m%d}" == number[6:14]
    assert person.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)
    assert check_digit(number[:17]) == number[17]


@given(
    st.one_of(people, st.text("0123456789xX９ 12", min_size=17, max_size=19)),
    st.integers(0, 18),
    st.sampled_from(["", "0", "3", "8", "X", "x", "９", " ", "²"]),
    st.sampled_from([TODAY, dt.date(1990, 1, 1)]),
)
def test_what_is_known_at_a_glance_is_what_a_close_look_gives(
    number: str, at: int, sign: str, today: dt.date
) -> None:
    for text in (number, number[:at] + sign + number[at + 1 :]):
        seen = usual_resident_id(text, today)
        if seen is not None:
            assert seen == resident_id(text, today)
            assert (seen.number, seen.warnings) == (text, ())


@given(people)
def test_a_number_without_doubt_is_known_at_a_glance(number: str) -> None:
    assert usual_resident_id(number, TODAY) == resident_id(number, TODAY)


@given(people, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(number: str, at: int, digit: str) -> None:
    assume(number[at] != digit)
    with pytest.raises(UserError, match="身份证号"):
        resident_id(number[:at] + digit + number[at + 1 :], TODAY)


@given(people, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_noticed(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])
    with pytest.raises(UserError, match="身份证号"):
        resident_id(number[:at] + number[at + 1] + number[at] + number[at + 2 :], TODAY)


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        (SAMPLE, dt.date(1949, 12, 31), Sex.FEMALE),
        ("440524188001010014", dt.date(1880, 1, 1), Sex.MALE),
    ],
)
def test_the_samples_of_the_standard(number: str, birth: dt.date, sex: Sex) -> None:
    person = resident_id(number, TODAY)
    assert (person.birth, person.sex, person.county) == (birth, sex, number[:6])


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X\u200b",
        "110105　19491231　002ｘ\n",
    ],
)
def test_typed_forms_are_folded(typed: str) -> None:
    assert resident_id(typed, TODAY).number == SAMPLE


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填写身份证号"),
        ("110105491231002", "15位的旧号码"),
        ("1.10105E+17", "被存成了数字"),
        ("110105194912310000.0", "被存成了数字"),
        ("110105194912310000", "末三位是000"),
        ("1101051949123100", "应为18位，现为16位"),
        ("11010519491231O02X", "17位数字加一位数字或X"),
        ("X1010519491231002X", "17位数字加一位数字或X"),
        ("110105194902300021", "不是真实的日期"),
        ("110105202612010014", "晚于今天"),
        ("110105194912310021", "末位校验不符，至少有一位输错"),
    ],
)
def test_a_wrong_number_is_told_why(typed: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence) as refusal:
        resident_id(typed, TODAY)
    assert "19491231" not in refusal.value.sentence


def test_a_person_born_today_passes() -> None:
    assert resident_id(made_up(TODAY, 1), TODAY).birth == TODAY


def test_an_unknown_province_is_only_a_warning() -> None:
    person = resident_id(made_up(dt.date(1980, 1, 1), 7, "990101"), TODAY)
    assert person.warnings == ("身份证号前两位“99”不是已知的省级代码，请核对",)


def test_typed_values_that_differ_are_told() -> None:
    person = resident_id(SAMPLE, TODAY)
    assert person.differences(person.birth, Sex.FEMALE) == ()
    assert person.differences() == ()
    assert person.differences(dt.date(1949, 12, 30), Sex.MALE) == (
        "填写的出生日期1949-12-30与身份证号所示的1949-12-31不一致，请核对",
        "填写的性别“男”与身份证号所示的“女”不一致，请核对",
    )


def test_masks_show_what_may_be_shown() -> None:
    assert mask_resident_id(SAMPLE) == "110105********002X"
    assert mask_resident_id("110105491231002") == "110105*****1002"
    assert mask_resident_id("1234") == "****"
    assert mask_telephone("13812341234") == "138****1234"
    assert mask_telephone("0515-88881234") == "0515-****1234"
    assert mask_telephone("0515-8888123-801") == "0515-***8123"
    assert mask_telephone("88881234") == "****1234"
    assert mask_telephone("110") == "***"
    assert mask_account("6222 0212 3456 7890 123") == "****0123"
    assert mask_account("1234") == "****"


@pytest.mark.parametrize(
    "typed",
    [
        "13812341234",
        "１３８１２３４１２３４",
        "138 1234 1234",
        "138-1234-1234",
        "+86 13812341234",
        "008613812341234",
        "8613812341234",
    ],
)
def test_mobiles_are_folded(typed: str) -> None:
    assert telephone(typed) == "13812341234"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0515-88881234", "0515-88881234"),
        ("051588881234", "0515-88881234"),
        ("(0515) 8888 1234 转 801", "0515-88881234-801"),
        ("（010）66661234", "010-66661234"),
        ("021-66661234-8", "021-66661234-8"),
        ("88881234", "88881234"),
        ("13812341234", "13812341234"),
    ],
)
def test_landlines_pass_where_they_are_asked_for(typed: str, stored: str) -> None:
    assert telephone(typed, landline=True) == stored


def test_telephones_that_are_none_are_refused() -> None:
    for typed in ("12812341234", "1381234123", "138123412345", "0515-88881234", "+8613812"):
        with pytest.raises(UserError, match="手机号应为1开头的11位数字"):
            telephone(typed)
    for typed in ("110", "0515-1234", "电话", "138123412345"):
        with pytest.raises(UserError, match="带区号的固定电话"):
            telephone(typed, landline=True)
    with pytest.raises(UserError, match="没有填写电话号码"):
        telephone(" ")


@pytest.mark.parametrize("code", ["91350100M000100Y43", "11350100003601000C"])
def test_credit_codes_keep_their_check_sign(code: str) -> None:
    body = code[:17]
    # By the congruence of the standard instead of its weights written out.
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * 3**at for at, sign in enumerate(body))
    whole = body + next(sign for sign in signs if (total + signs.index(sign)) % 31 == 0)
    assert credit_code(f" {whole.lower()} ") == whole
    assert credit_code_check(body) == whole[17]


def test_the_credit_code_of_the_standard() -> None:
    assert credit_code("９１３５０１００Ｍ０００１００Ｙ４３") == "91350100M000100Y43"


@given(
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17),
    st.integers(0, 16),
    st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"),
)
def test_one_wrong_sign_of_a_credit_code_is_noticed(body: str, at: int, sign: str) -> None:
    assume(body[at] != sign)
    check = credit_code_check(body)
    assert credit_code(body + check) == body + check
    with pytest.raises(UserError, match="末位校验不符"):
        credit_code(body[:at] + sign + body[at + 1 :] + check)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填写统一社会信用代码"),
        ("91350100M000100Y4", "是17位"),
        ("91350100M0001O0Y43", "里有“O”"),
        ("91350100M000100Y44", "末位校验不符"),
    ],
)
def test_a_wrong_credit_code_is_told_why(typed: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        credit_code(typed)


@given(fillers, st.one_of(people, mobiles), fillers)
def test_a_number_in_a_text_is_found_and_masked(before: str, number: str, after: str) -> None:
    # A digit or X glued to it would make another number.
    text = f"{before}{number}，{after}"
    (found,) = find_identity_numbers(text)
    assert text[found.start : found.end] == number
    assert number not in mask_all(text)
    assert number[-4:] in mask_all(text)
    assert not hides_identity(mask_all(text))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"张三{SAMPLE}电话13812341234", "张三110105********002X电话138****1234"),
        ("110105 19491231 002x", "110105********002X"),
        ("110105-19491231-002X", "110105********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "110105********002X"),
        ("5 440524188001010014 6", "5 440524********0014 6"),
        ("138 1234 1234;138-1234-1234", "138****1234;138****1234"),
        ("+8613812341234", "+86138****1234"),
        ("008613812341234", "0086138****1234"),
        ("13812341234,13912341234", "138****1234,139****1234"),
        ("old 110105491231002.", "old 110105*****1002."),
        # A mistyped last digit still names a person.
        ("110105194912310021", "110105********0021"),
        ("mobile13812341234", "mobile138****1234"),
    ],
)
def test_numbers_are_masked_as_people_write_them(text: str, masked: str) -> None:
    assert hides_identity(text)
    assert mask_all(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15 90 88 76 54 3",
        "39946",
        "12812341234",
        "138123412345",
        "110105194902300021",
        "6222021234567890123",
        "2026112118300012",
        "110105********002X 138****1234",
        "2026-11-21 18:30:00,123",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert not hides_identity(text)
    assert mask_all(text) == text


def test_hashes_and_operation_numbers_stay() -> None:
    chance = random.Random(5)
    for at in range(3000):
        digest = hashlib.sha256(str(at).encode()).hexdigest()
        operation = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        text = f"hash={digest} operation={operation}"
        assert mask_all(text) == text
