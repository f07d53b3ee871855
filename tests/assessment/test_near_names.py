"""Which name was meant by one that nobody has."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.near_names import NearNames

ON_FILE = ("王小明", "李建国", "李建军", "赵一", "欧阳春华", "阿依古丽·买买提")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("王晓明", "王小明"),  # sounds alike
        ("王小朋", "王小明"),  # looks alike
        ("汪小明", "王小明"),
        ("赵义", "赵一"),  # of two characters: sounds alike, whatever the tone
        ("赵丁", None),  # of two characters: one alike says nothing
        ("李建业", None),  # two fit
        ("李建果", "李建国"),  # of two that fit the one that sounds alike
        ("欧阳春花", "欧阳春华"),
        ("阿依古丽·买买题", "阿依古丽·买买提"),
        ("王小", None),
        ("周大伟", None),
        ("", None),
    ],
)
def test_one_name_is_meant_or_none(typed, meant):
    assert NearNames(ON_FILE).of(typed) == meant


def test_namesakes_are_one_name():
    assert NearNames(["王小明", "王小明"]).of("王晓明") == "王小明"


NAMES = st.text("王李张小晓明鸣建国军" + string.ascii_lowercase[:2], min_size=1, max_size=4)


@given(st.lists(NAMES, max_size=8), NAMES)
def test_what_is_offered_is_on_file_and_one_character_away(on_file, typed):
    meant = NearNames(on_file).of(typed)
    if meant is not None:
        assert meant in on_file
        assert len(meant) == len(typed)
        assert sum(a != b for a, b in zip(meant, typed, strict=True)) <= 1
