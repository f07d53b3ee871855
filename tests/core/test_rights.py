"""A right on a path holds for everything below it and for nothing beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.rights import Actor, Grant, Right


def actor(*grants: Grant) -> Actor:
    return Actor(1, "钱经办", "经办人", "示例区", frozenset(grants))


def holds(path: str, asked: str) -> bool:
    return actor(Grant(Right.RUN_EXITS, path)).may(Right.RUN_EXITS, asked)


@pytest.mark.parametrize("asked", ["", "3205/", "3205/320508/", "3205/320508/001/", "44/"])
def test_a_right_on_the_whole_office_holds_everywhere(asked):
    assert holds("", asked)


@pytest.mark.parametrize(
    ("asked", "covered"),
    [
        ("3205/320508/", True),
        ("3205/320508/001/", True),
        ("3205/320508/001/A-7/", True),
        ("", False),
        ("3205/", False),
        ("3205/320509/", False),
        ("3205/3205080/", False),
        ("3206/320508/", False),
        ("320508/", False),
    ],
)
def test_a_right_on_a_path_covers_below_not_above_and_not_beside(asked, covered):
    assert holds("3205/320508/", asked) is covered


@pytest.mark.parametrize(
    ("path", "asked", "covered"),
    [
        ("3205/32050", "3205/320508/", False),
        ("3205/32050", "3205/32050/", True),
        ("3205/32050", "3205/32050/1/", True),
        ("3205/32050/", "3205/32050", True),
        ("3205/320508/", "3205/32050", False),
        ("3", "3205/", False),
    ],
)
def test_a_missing_last_slash_widens_nothing(path, asked, covered):
    assert holds(path, asked) is covered


def test_one_right_is_not_another_and_none_is_none():
    assert not actor(Grant(Right.RUN_EXITS)).may(Right.DECIDE_EXITS)
    assert not actor().may(Right.VIEW_WORKFORCE)


def test_grants_add_up_over_areas():
    both = actor(Grant(Right.RUN_EXITS, "3205/"), Grant(Right.RUN_EXITS, "3206/"))
    assert [both.may(Right.RUN_EXITS, path) for path in ("3205/1/", "3206/2/", "3207/", "")] == [
        True,
        True,
        False,
        False,
    ]


CODES = st.lists(st.sampled_from(["3", "32", "3205", "A", "甲"]), max_size=4)


@given(CODES, CODES)
def test_covering_is_being_an_ancestor_or_the_area_itself(held, asked):
    path, goal = ("".join(f"{code}/" for code in codes) for codes in (held, asked))
    assert holds(path, goal) is (asked[: len(held)] == held)


def test_every_right_has_a_code_and_a_label_of_its_own():
    assert len({right.label for right in Right}) == len({right.value for right in Right}) > 20
    assert all(right.value.isascii() and right.label for right in Right)
