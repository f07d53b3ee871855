"""Grades: the published rule with its hole, and what holds of every checked set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.grades import (
    USUAL,
    Grade,
    TypedBand,
    check_bands,
    checked_grades,
    grade_of,
)
from hrgrid.core.errors import UserError

FULL = 100_000


def band(label: str, start: int, end: int | None = None) -> TypedBand:
    return TypedBand(label, start * 1_000, None if end is None else end * 1_000)


def test_a_published_rule_with_its_holes_is_refused():
    typed = [
        band("优秀", 95),
        band("合格", 80, 94),
        band("基本合格", 70, 79),
        band("不合格", 0, 60),
    ]
    with pytest.raises(UserError) as refused:
        check_bands(typed, FULL)
    assert str(refused.value) == (
        "60 分到不满 70 分没有等次；79 分到不满 80 分没有等次；94 分到不满 95 分没有等次。"
        "请让每个分数正好属于一个等次"
    )


def test_what_two_grades_claim_is_refused():
    typed = [band("优秀", 90), band("合格", 60, 92), band("不合格", 0, 60)]
    with pytest.raises(UserError, match="90 分到不满 92 分既是“合格”又是“优秀”"):
        check_bands(typed, FULL)


def test_half_open_bands_without_holes_pass():
    check_bands([band("优秀", 90), band("合格", 60, 90), band("不合格", 0, 60)], FULL)
    check_bands([TypedBand("优秀", 90_000, FULL + 1), band("不合格", 0, 90)], FULL)


@pytest.mark.parametrize(
    ("score", "label"),
    [(90_000, "优秀"), (89_990, "合格"), (75_000, "合格"), (60_000, "基本合格"), (0, "不合格")],
)
def test_a_score_has_the_grade_whose_floor_it_reaches(score, label):
    assert grade_of(score, USUAL).label == label


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ((Grade("a", "甲", 0),), "至少要有两个等次"),
        ((Grade("a", "甲", 5), Grade("b", "乙", 5)), "都从 0.005 分起"),
        ((Grade("a", "甲", 9_000), Grade("b", "乙", 5_000)), "5 分以下没有等次"),
        ((Grade("a", "甲", 9), Grade("a", "乙", 0)), "写了两次"),
        ((Grade("a", "甲", 9, 0), Grade("b", "乙", 0)), "比例上限"),
        ((Grade("a", "甲", 9), Grade("b", "乙", 0, 5)), "最低的等次“乙”不能设比例上限"),
        (
            (Grade("a", "甲", 9, 2_000), Grade("b", "乙", 5, 1_000), Grade("c", "丙", 0)),
            "“乙”的比例上限连同更高的等次一起算，不能低于“甲”",
        ),
    ],
)
def test_grades_that_make_no_sense_are_refused(grades, words):
    with pytest.raises(UserError, match=words):
        checked_grades(grades)


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6, unique=True), st.integers(0, 100))
def test_every_score_has_exactly_one_grade(floors, score):
    grades = checked_grades(
        [Grade("last", "末", 0), *(Grade(f"g{at}", f"等{at}", at) for at in floors)]
    )
    found = grade_of(score, grades)
    above = [one for one in grades if one.floor_milli > found.floor_milli]
    assert found.floor_milli <= score < min((one.floor_milli for one in above), default=score + 1)
