"""Credited minutes by example and property: rules.md 3."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.training.rules.hours import Attended, HourRules, SessionTime, credit, hours_words
from hrgrid.training.rules.words import MAY_BE_MADE_UP, Presence

RULES = HourRules()
MORNING = SessionTime(1, 9 * 60, 12 * 60)
AFTERNOON = SessionTime(2, 14 * 60, 17 * 60)
DAY = (MORNING, AFTERNOON)
THERE = Attended(Presence.PRESENT)


def credited(*attended: Attended, tested: bool = False, exam: int | None = None):
    found = {session.key: one for session, one in zip(DAY, attended, strict=False)}
    return credit(DAY, found, RULES, tested=tested, exam_milli=exam)


def test_a_whole_day_counts_whole():
    found = credited(THERE, THERE)
    assert (found.attended, found.of, found.credited, found.passed) == (360, 360, 360, True)
    assert found.why == "出勤 8 学时，应到 8 学时"


def test_nobody_is_absent_because_nobody_wrote_anything_down():
    found = credited(THERE)
    assert (found.credited, found.passed, found.unknown) == (0, False, (2,))
    assert found.why == "还有 1 节没有签到记录"


@pytest.mark.parametrize(
    ("came", "left", "minutes"),
    [
        (9 * 60 + 10, None, 180),
        (9 * 60 + 11, None, 169),
        (None, 12 * 60 - 10, 180),
        (None, 11 * 60, 120),
        (10 * 60, 11 * 60, 60),
        (13 * 60, None, 0),
    ],
)
def test_lateness_beyond_the_grace_is_taken_off(came, left, minutes):
    late = Attended(Presence.LATE, came, left)
    assert credited(late, THERE).attended == minutes + 180


def test_four_fifths_are_enough_and_less_are_not():
    four_fifths = Attended(Presence.LEFT_EARLY, None, 10 * 60 + 48)
    assert credited(four_fifths, THERE).credited == 288
    less = credited(Attended(Presence.LEFT_EARLY, None, 10 * 60 + 47), THERE)
    assert (less.attended, less.credited, less.why) == (
        287,
        0,
        "出勤 6.4 学时，应到 8 学时，不到 80%",
    )


def test_what_was_missed_may_be_made_up_but_never_counts_twice():
    missed = Attended(Presence.LEAVE, made_up=500)
    assert credited(missed, THERE).credited == 360


@pytest.mark.parametrize(
    ("exam", "passed", "why"),
    [
        (None, False, "没有测试成绩"),
        (0, False, "测试 0 分"),
        (59_999, False, "测试 59.999 分，合格线 60 分"),
        (60_000, True, "测试 60 分"),
    ],
)
def test_a_test_decides_where_there_is_one(exam, passed, why):
    found = credited(THERE, THERE, tested=True, exam=exam)
    assert found.passed is passed
    assert why in found.why


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 300)), min_size=1, max_size=6),
    st.data(),
)
def test_credit_never_exceeds_the_time_and_never_shrinks_with_presence(times, data):
    sessions = [SessionTime(at, begins, begins + long) for at, (begins, long) in enumerate(times)]
    presences = [data.draw(st.sampled_from(list(Presence))) for _ in sessions]
    minutes = st.none() | st.integers(0, 24 * 60)
    attended = {
        session.key: Attended(presence, data.draw(minutes), data.draw(minutes))
        for session, presence in zip(sessions, presences, strict=True)
    }
    found = credit(sessions, attended, RULES, tested=False, exam_milli=None)
    assert 0 <= found.credited <= found.attended <= found.of
    key = data.draw(st.sampled_from(sorted(attended)))
    more = credit(sessions, attended | {key: THERE}, RULES, tested=False, exam_milli=None)
    assert more.attended >= found.attended
    assert more.credited >= found.credited


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 学时"), (45, "1 学时"), (60, "1.3 学时"), (1_800, "40 学时"), (68, "1.5 学时")],
)
def test_hours_are_told_with_a_decimal_at_most(minutes, words):
    assert hours_words(minutes, RULES) == words


def test_rules_go_through_the_rule_book_unchanged():
    assert HourRules.read(RULES.parameters()) == RULES


@pytest.mark.parametrize(
    "changed",
    [{"minutes": 0}, {"share_bp": 10_001}, {"yearly": 8}, {"grace": -1}, {"pass_milli": "高"}],
)
def test_rules_that_make_no_sense_are_refused(changed):
    with pytest.raises(UserError, match="学时"):
        HourRules.read(RULES.parameters() | changed)


def test_only_leave_and_absence_are_made_up():
    assert set(MAY_BE_MADE_UP) == {Presence.LEAVE, Presence.ABSENT}
