"""Who is due in a year, and classes from the list, by example and property."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.training.rules.rotation import (
    DuePerson,
    plan_classes,
    progress,
    share_words,
    years_due,
)

SINCE = dt.date(2020, 1, 1)
DONE = dt.date(2026, 3, 1)


def people(*streets: str) -> list[DuePerson]:
    return [DuePerson(at, f"人{at}", street, SINCE) for at, street in enumerate(streets, start=1)]


def test_a_year_is_told_by_street():
    listed = [
        DuePerson(1, "甲", "东街道", SINCE, DONE),
        DuePerson(2, "乙", "东街道", SINCE, booked=True),
        DuePerson(3, "丙", "东街道", SINCE),
        DuePerson(4, "丁", "西街道", SINCE, DONE, booked=True),
    ]
    east, west = progress(listed)
    assert (east.due, east.done, east.booked, east.open) == (3, 1, 1, 1)
    assert (west.due, west.done, west.booked, west.open) == (1, 1, 0, 0)


def test_classes_keep_streets_together_and_are_of_nearly_one_size():
    classes = plan_classes(people(*["东"] * 5, *["西"] * 4, *["南"] * 2), 4)
    assert [[one.street for one in members] for members in classes] == [
        ["东"] * 4,
        ["东", *["西"] * 3],
        ["西", "南", "南"],
    ]


def test_a_small_rest_waits_for_a_later_class():
    assert plan_classes(people("东", "东"), 4, smallest=3) == []


def test_a_class_of_nobody_is_refused():
    with pytest.raises(UserError, match="每班人数是 0"):
        plan_classes(people("东"), 0)


@given(st.lists(st.sampled_from("东西南北"), max_size=60), st.integers(1, 17))
def test_everybody_is_in_one_class_and_none_is_too_large(streets, capacity):
    classes = plan_classes(people(*streets), capacity)
    ids = [one.person_id for members in classes for one in members]
    assert sorted(ids) == list(range(1, len(streets) + 1))
    assert len(classes) == -(-len(streets) // capacity)
    sizes = [len(members) for members in classes]
    assert max(sizes, default=0) <= capacity
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        (dt.date(2026, 12, 31), None, True),
        (dt.date(2027, 1, 1), None, False),
        (SINCE, dt.date(2026, 1, 1), False),
        (SINCE, dt.date(2026, 1, 2), True),
    ],
)
def test_who_was_in_post_on_a_day_of_the_year_is_due(since, until, due):
    assert years_due(since, until, 2026) is due


@pytest.mark.parametrize(
    ("done", "due", "words"), [(0, 0, "—"), (1, 3, "33.33%"), (2, 3, "66.67%"), (7, 7, "100.00%")]
)
def test_a_share_is_rounded_half_up(done, due, words):
    assert share_words(done, due) == words
