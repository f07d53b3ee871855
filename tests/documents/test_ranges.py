"""Which numbers are meant: what clerks type, and what is refused with what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.documents.rules import Picked, in_order, parse_spans, pick, spans_text

LASTS = {"XF": 10, "YX": 100, "NS": 1000}


def picked(text, code="", lasts=None):
    return pick(parse_spans(text), lasts or LASTS, code)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("317-340, 402, 950-", [(317, 340), (402, 402), (950, 1000)]),
        ("３１７－３４０，402；950—", [(317, 340), (402, 402), (950, 1000)]),
        ("0317 - 0340", [(317, 340)]),
        ("317至340、341", [(317, 341)]),
        ("-3", [(1, 3)]),
        ("5 3 4", [(3, 5)]),
        ("10-20, 15-30, 12", [(10, 30)]),
        ("ns317-ns318", [(317, 318)]),
        ("", []),
    ],
)
def test_a_range_is_read_as_clerks_write_it(text, wanted):
    assert picked(text, "NS") == tuple(Picked("NS", *one) for one in wanted)


def test_a_serial_that_one_series_holds_alone_needs_no_code():
    assert picked("317-340") == (Picked("NS", 317, 340),)
    assert picked("XF3, 950-, YX7") == (
        Picked("XF", 3, 3),
        Picked("YX", 7, 7),
        Picked("NS", 950, 1000),
    )


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("31a", "", "“31A”不是编号范围。请写成 317-340, 402, 950- 这样"),
        ("-", "", "“-”不是编号范围"),
        ("NS", "", "“NS”不是编号范围"),
        ("XF1-NS5", "", "“XF1-NS5”不是编号范围"),
        ("340-317", "", "“340-317”写反了。请写成 317-340"),
        ("0-5", "", "“0-5”里有 0。编号从 1 开始"),
        ("1-10", "", "“1-10”在 XF、YX、NS 里都有。请先选称号，或写成 XF1-10"),
        ("1001", "", "“1001”超出范围：XF 到 10，YX 到 100，NS 到 1000"),
        ("950-1200", "", "“950-1200”超出范围：NS 的编号到 1000 为止。打到最后一张请写 950-"),
        ("11", "XF", "“11”超出范围：XF 到 10"),
        ("AB1", "", "这里没有 AB 开头的编号，只有 XF、YX、NS"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(text, code, sentence):
    with pytest.raises(UserError) as refusal:
        picked(text, code)
    assert sentence in refusal.value.sentence


def test_the_button_says_what_is_picked():
    assert spans_text(picked("317-340"), several=False) == "317 – 340"
    assert spans_text(picked("317-340, 402"), several=True) == "NS317 – 340 等"
    assert spans_text(picked("402"), several=True) == "NS402"
    assert spans_text((), several=True) == ""


_RANGES = st.lists(
    st.tuples(st.integers(1, 1000), st.integers(1, 1000)).map(sorted), min_size=1, max_size=8
)


@given(_RANGES)
def test_every_number_that_is_written_is_picked_once_and_no_other(ranges):
    text = ", ".join(f"{first}-{last}" for first, last in ranges)
    wanted = {serial for first, last in ranges for serial in range(first, last + 1)}
    found = [serial for one in picked(text, "NS") for serial in range(one.first, one.last + 1)]
    assert found == sorted(wanted)


def test_numbers_are_in_order_series_by_series_and_not_by_street():
    one, two, high = "苏政法〔2019〕NS0001", "苏政法〔2019〕NS0002", "苏政法〔2019〕XF003"
    assert in_order([high, one, two])
    assert in_order([one, f"{one}（补1）", two])
    assert not in_order([two, one])
    assert not in_order([one, high, two])
