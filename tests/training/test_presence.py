"""Cells of the sheet and times of day as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.training.rules.exams import ExamValue, best_mark
from hrgrid.training.rules.presence import KEYS, CellValue, check_cell, typed_cell
from hrgrid.training.rules.timetable import (
    Stretch,
    clashes,
    days_between,
    place_key,
    time_words,
    typed_time,
)
from hrgrid.training.rules.words import Presence

DAY = dt.date(2026, 5, 12)
P = Presence


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("8:30", 510),
        ("0830", 510),
        ("８：３０", 510),
        ("8.30", 510),
        ("8点", 480),
        ("8点半", 510),
        ("8点30分", 510),
        ("17时5分", 1025),
        ("24:00", 1440),
        ("830", 510),
    ],
)
def test_times_are_read_as_people_write_them(typed, minute):
    assert typed_time(typed) == minute


@pytest.mark.parametrize("typed", ["", "25:00", "8:60", "上午", "24:01", "8:3:0", "12345"])
def test_what_is_no_time_is_told(typed):
    with pytest.raises(UserError, match="读不出来"):
        typed_time(typed)


@given(st.integers(0, 1440))
def test_what_is_told_is_read_back(minute):
    assert typed_time(time_words(minute)) == minute


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("到", CellValue(P.PRESENT)),
        ("√", CellValue(P.PRESENT)),
        ("1", CellValue(P.PRESENT)),
        ("５", CellValue(P.ABSENT)),
        ("旷课", CellValue(P.ABSENT)),
        ("病假", CellValue(P.LEAVE)),
        ("迟到 8:50", CellValue(P.LATE, came=530)),
        ("迟到0850", CellValue(P.LATE, came=530)),
        ("早退 16：00", CellValue(P.LEFT_EARLY, departed=960)),
        ("迟到 8:50-11:00", CellValue(P.LATE, 530, 660)),
        ("早退 8:50-11:00", CellValue(P.LEFT_EARLY, 530, 660)),
        ("2 8:50", CellValue(P.LATE, came=530)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_cell_is_read_as_people_write_it(typed, value):
    assert typed_cell(typed, "张三") == value


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("来了吧", "读不出来"), ("到 8:30", "只有迟到和早退要写时间"), ("7", "读不出来")],
)
def test_a_cell_that_means_nothing_is_told_with_its_person(typed, sentence):
    with pytest.raises(UserError, match=f"张三.*{sentence}"):
        typed_cell(typed, "张三")


@given(st.sampled_from(list(P)), st.integers(500, 900) | st.none(), st.integers(901, 1200))
def test_what_a_cell_tells_is_read_back(presence, came, departed):
    timed = presence in {P.LATE, P.LEFT_EARLY}
    value = CellValue(presence, came if timed else None, departed if timed and came else None)
    if presence is P.LEFT_EARLY and timed and came is None:
        value = CellValue(presence, None, departed)
    assert typed_cell(value.words, "张三") == value


def test_every_state_has_its_key():
    assert sorted(KEYS.values(), key=list(P).index) == list(P)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (CellValue(P.PRESENT, came=520), "又写了时间"),
        (CellValue(P.LATE, came=400), "不在这一节的 08:30–11:30 之内"),
        (CellValue(P.LATE, 600, 600), "不晚于到场时间"),
        (CellValue(P.LATE, makeup_session_id=3), "只有请假和缺勤可以补课"),
    ],
)
def test_a_cell_that_contradicts_itself_is_told(value, sentence):
    with pytest.raises(UserError, match=sentence):
        check_cell(value, 510, 690, "张三")


def test_sessions_that_touch_do_not_meet():
    one = Stretch(DAY, 510, 690)
    assert not one.meets(Stretch(DAY, 690, 720))
    assert not one.meets(Stretch(DAY + dt.timedelta(days=1), 510, 690))
    assert one.meets(Stretch(DAY, 689, 691))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50), st.integers(1, 20)), max_size=8),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50), st.integers(1, 20)), max_size=8),
)
def test_a_clash_is_found_exactly_where_a_minute_is_shared(ours, theirs):
    def stretches(rows):
        return [
            Stretch(DAY + dt.timedelta(days=day), begins, begins + length)
            for day, begins, length in rows
        ]

    mine, others = stretches(ours), stretches(theirs)

    def minutes(rows):
        return {(one.day, at) for one in rows for at in range(one.begins, one.ends)}

    found = clashes(mine, others)
    assert (found is not None) == bool(minutes(mine) & minutes(others))
    assert found is None or found[0].meets(found[1])


def test_a_room_is_compared_without_blanks_width_and_case():
    assert place_key("党校 １０１ 室") == place_key("党校101室")
    assert place_key(" a厅") == place_key("A厅")
    assert place_key("  ") == ""


def test_days_leave_out_what_is_left_out():
    free = [DAY + dt.timedelta(days=1)]
    assert days_between(DAY, DAY + dt.timedelta(days=2), free) == [
        DAY,
        DAY + dt.timedelta(days=2),
    ]


def test_the_best_attempt_counts_and_an_absence_is_no_mark():
    assert best_mark({1: ExamValue(55_000, DAY), 2: ExamValue(71_500, DAY)}) == 71_500
    assert best_mark({1: ExamValue(None, DAY)}) is None
    assert (ExamValue(None, DAY).words, ExamValue(82_500, DAY).words) == ("缺考", "82.5")
