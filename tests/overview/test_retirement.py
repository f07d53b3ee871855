"""The age of retirement by dated tables: the published vectors, and that searching misses none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.overview.rules.retirement import (
    SHIPPED,
    PostKind,
    age_words,
    read_table,
    table_on,
)

OLD, NEW = SHIPPED
MEN, MANAGING, WOMEN = PostKind.MEN, PostKind.WOMEN_MANAGING, PostKind.WOMEN


# From the tables that were published with the decision of 2024.
@pytest.mark.parametrize(
    ("kind", "birth", "years", "months", "retires"),
    [
        (MEN, (1964, 12), 60, 0, (2024, 12)),
        (MEN, (1965, 1), 60, 1, (2025, 2)),
        (MEN, (1965, 4), 60, 1, (2025, 5)),
        (MEN, (1965, 5), 60, 2, (2025, 7)),
        (MEN, (1970, 1), 61, 4, (2031, 5)),
        (MEN, (1976, 8), 62, 11, (2039, 7)),
        (MEN, (1976, 9), 63, 0, (2039, 9)),
        (MEN, (1990, 1), 63, 0, (2053, 1)),
        (MANAGING, (1969, 12), 55, 0, (2024, 12)),
        (MANAGING, (1970, 1), 55, 1, (2025, 2)),
        (MANAGING, (1981, 8), 57, 11, (2039, 7)),
        (MANAGING, (1981, 9), 58, 0, (2039, 9)),
        (WOMEN, (1974, 12), 50, 0, (2024, 12)),
        (WOMEN, (1975, 1), 50, 1, (2025, 2)),
        (WOMEN, (1975, 2), 50, 1, (2025, 3)),
        (WOMEN, (1975, 3), 50, 2, (2025, 5)),
        (WOMEN, (1984, 10), 54, 11, (2039, 9)),
        (WOMEN, (1984, 11), 55, 0, (2039, 11)),
    ],
)
def test_the_published_table_of_2025(kind, birth, years, months, retires):
    row, day = NEW.row(kind), dt.date(*birth, 15)
    assert row.months(day) == 12 * years + months
    assert row.day(day) == dt.date(*retires, 15)


def test_the_table_of_the_day_is_taken():
    assert table_on(SHIPPED, dt.date(2024, 12, 31)) is OLD
    assert table_on(SHIPPED, dt.date(2025, 1, 1)) is NEW
    assert table_on(SHIPPED, dt.date(1970, 1, 1)) is OLD


def test_whoever_was_of_age_before_2025_is_so_by_both_tables():
    for kind in PostKind:
        before = add_months(dt.date(2024, 12, 31), -OLD.row(kind).base)
        assert NEW.row(kind).day(before) == OLD.row(kind).day(before)


def test_the_kind_of_a_woman_depends_on_her_role():
    assert NEW.kind_of(woman=False, role="local_leader") is MEN
    assert NEW.kind_of(woman=True, role="local_leader") is MANAGING
    assert NEW.kind_of(woman=True, role="grid_worker") is WOMEN


@given(
    st.dates(dt.date(1940, 1, 1), dt.date(2005, 12, 31)),
    st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(list(PostKind)),
    st.sampled_from(SHIPPED),
)
def test_who_reaches_the_age_in_a_time_is_born_between_its_birthdays(
    birth, first, days, kind, table
):
    row, last = table.row(kind), first + dt.timedelta(days=days)
    early, late = row.births(first, last)
    if first <= row.day(birth) <= last:
        assert early <= birth <= late
    # Not many more are looked at than are meant: the months at both ends.
    assert (late - early).days <= days + 124


@given(st.dates(dt.date(1940, 1, 1), dt.date(2005, 1, 1)), st.sampled_from(list(PostKind)))
def test_nobody_retires_before_somebody_born_earlier(birth, kind):
    row = NEW.row(kind)
    later = row.day(birth + dt.timedelta(days=31))
    assert row.day(birth) <= later + dt.timedelta(days=1)


def test_a_table_survives_the_rule_book():
    read = read_table(NEW.name, NEW.valid_from, NEW.parameters())
    assert read == NEW


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("rows"),
        lambda found: found["rows"].pop(),
        lambda found: found["rows"][0].update(base=0),
        lambda found: found["rows"][0].update(kind="?"),
        lambda found: found["rows"][0].update(since=[1965]),
    ],
)
def test_what_is_no_table_is_refused(spoil):
    parameters = NEW.parameters()
    spoil(parameters)
    with pytest.raises(UserError, match="退休年龄表"):
        read_table("试", dt.date(2030, 1, 1), parameters)


def test_an_age_is_told_in_words():
    assert age_words(720) == "60 周岁"
    assert age_words(721) == "60 周岁零 1 个月"
