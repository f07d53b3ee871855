"""The rules of notices: their days, their lines, what counts for whom."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.identity.public import refuse_numbers
from hrgrid.core.workdays import Calendar, DayKind, DayRow, year_table
from hrgrid.publicity.rules import (
    NEXT,
    OPEN_STATES,
    Entry,
    NoticeState,
    ObjectionState,
    Outcome,
    check_entries,
    check_silence,
    check_window,
    last_day,
    outcome_of,
    quiet_spans,
    reply_due,
    roster_sha256,
)
from tests.publicity.build import ENTRIES, at

CALENDAR = Calendar()
MONDAY, FRIDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2019-04-02", "2019-04-09"),  # 清明
        ("2026-11-23", "2026-11-27"),
        ("2026-11-25", "2026-12-01"),
        ("2026-11-28", "2026-12-04"),  # from a Saturday
        ("2026-09-28", "2026-10-09"),  # 国庆, and a Saturday that is worked
    ],
)
def test_five_working_days_end_on(first, last):
    assert last_day(CALENDAR, dt.date.fromisoformat(first), 5).day == dt.date.fromisoformat(last)


def test_a_year_that_nobody_maintains_warns():
    counted = last_day(CALENDAR, dt.date(2026, 12, 30), 5)
    assert counted.warnings == ("2027 年节假日未维护，按周末推算",)
    kept = Calendar((year_table(2027, [DayRow(dt.date(2027, 1, 1), DayKind.OFF, "元旦")]),))
    assert last_day(kept, dt.date(2026, 12, 30), 5).day == dt.date(2027, 1, 6)
    assert last_day(kept, dt.date(2026, 12, 30), 5).warnings == ()


def test_the_day_of_the_filing_does_not_count_for_the_answer():
    assert reply_due(CALENDAR, MONDAY, 10).day == dt.date(2026, 12, 7)
    assert reply_due(CALENDAR, FRIDAY, 1).day == dt.date(2026, 11, 30)


@given(st.dates(dt.date(2019, 1, 1), dt.date(2026, 10, 1)), st.integers(1, 30))
def test_a_notice_holds_exactly_its_working_days(first, days):
    last = last_day(CALENDAR, first, days).day
    assert CALENDAR.count_workdays(first, last + dt.timedelta(days=1)).days == days
    assert CALENDAR.is_workday(last)
    assert reply_due(CALENDAR, first, days).day >= last


# --- the lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (Entry("a", "", "男", "街道"), "第 1 行没有姓名"),
        (Entry("a", "王小明", "男", "街道 99999919900101001X"), "证件号或手机号"),
        (Entry("a", "王小明", "男", "街道", "13912345678"), "“王小明”里有证件号或手机号"),
        (Entry("a", "王小明", "男", "示例小区3号楼2单元"), "住址"),
    ],
)
def test_a_line_without_a_name_or_with_personal_numbers_is_refused(line, told):
    with pytest.raises(UserError, match=told):
        check_entries([line])


def test_an_empty_list_and_one_named_twice_are_refused():
    with pytest.raises(UserError, match="名单是空的"):
        check_entries([])
    with pytest.raises(UserError, match="“王小明”在名单里出现两次（第 4 行）"):
        check_entries([*ENTRIES, ENTRIES[0]])


def test_two_people_of_one_name_are_not_one_person():
    check_entries([Entry("a", "陈龙", "男", "东区"), Entry("b", "陈龙", "男", "西区")])


def test_a_grids_own_name_is_no_address():
    refuse_numbers("名单", ["示例街道示例社区第3网格专职网格员", "12号网格", ""])


def test_the_fingerprint_goes_by_what_was_shown():
    whole = roster_sha256(ENTRIES)
    assert whole == roster_sha256(list(ENTRIES))
    assert whole != roster_sha256(ENTRIES[::-1])
    assert whole != roster_sha256(ENTRIES[:2])
    moved = [replace(each, target=f"x:{each.target}") for each in ENTRIES]
    assert whole == roster_sha256(moved)


# --- when an objection came ------------------------------------------------------------------


def test_an_objection_comes_within_the_days_or_by_its_post_mark():
    late = FRIDAY + dt.timedelta(days=4)
    check_window(MONDAY, None, MONDAY, FRIDAY, "")
    check_window(FRIDAY, None, MONDAY, FRIDAY, "")
    check_window(late, FRIDAY, MONDAY, FRIDAY, "邮路耽搁")
    for filed, mark, why, told in (
        (MONDAY - dt.timedelta(days=1), None, "", "之前"),
        (late, None, "", "邮戳也不在期内"),
        (late, late, "邮路耽搁", "邮戳也不在期内"),
        (late, FRIDAY, " ", "写明为何晚到"),
    ):
        with pytest.raises(UserError, match=told):
            check_window(filed, mark, MONDAY, FRIDAY, why)


def test_a_text_that_tells_who_objected_is_refused():
    with pytest.raises(UserError, match="反映人的姓名"):
        check_silence("赵投诉", ["邻居赵 投诉说学历不实"])
    check_silence("赵投诉", ["反映学历不实"])
    check_silence("", ["匿名信"])


# --- what counts -----------------------------------------------------------------------------


def test_the_outcome_by_state_and_objections():
    closed, still = NoticeState.CLOSED, NoticeState.OPEN
    assert outcome_of(still, []) is Outcome.SHOWING
    assert outcome_of(closed, []) is Outcome.CLEAR
    for state in OPEN_STATES:
        assert outcome_of(closed, [(state, None)]) is Outcome.WAITING
    assert outcome_of(closed, [(ObjectionState.NOT_ACCEPTED, None)]) is Outcome.CLEAR
    assert outcome_of(closed, [(ObjectionState.REPLIED, False)]) is Outcome.CLEAR
    assert outcome_of(closed, [(ObjectionState.REPLIED, True)]) is Outcome.REMOVED
    assert outcome_of(still, [(ObjectionState.UPHELD, True)]) is Outcome.REMOVED


@given(
    st.sampled_from(NoticeState),
    st.lists(st.tuples(st.sampled_from(ObjectionState), st.sampled_from([None, True, False]))),
)
def test_nobody_goes_on_over_an_open_or_upheld_objection(state, objections):
    outcome = outcome_of(state, objections)
    stopped = any(upheld or each in OPEN_STATES for each, upheld in objections)
    assert (outcome in (Outcome.WAITING, Outcome.REMOVED)) == stopped


def test_an_objection_goes_one_way_and_ends():
    def after(state, depth=0):
        assert depth < len(ObjectionState)
        return {state}.union(*(after(each, depth + 1) for each in NEXT[state]))

    assert after(ObjectionState.FILED) == set(ObjectionState)
    ends = {state for state in ObjectionState if not NEXT[state]}
    assert ends == {ObjectionState.NOT_ACCEPTED, ObjectionState.REPLIED}


def test_three_whole_working_days_without_an_entry_are_told():
    days = [at(MONDAY), at(MONDAY, 16), at(FRIDAY)]
    spans = quiet_spans(CALENDAR, days)
    assert [(span.since, span.until, span.workdays) for span in spans] == [(days[1], days[2], 3)]
    # Tuesday and Wednesday alone are no more than two days out of office; a weekend is none.
    assert not quiet_spans(CALENDAR, [at(MONDAY), at(dt.date(2026, 11, 26))])
    assert not quiet_spans(CALENDAR, [at(FRIDAY), at(dt.date(2026, 11, 30))])
    assert not quiet_spans(CALENDAR, [at(dt.date(2026, 9, 30)), at(dt.date(2026, 10, 8))])


def test_a_notice_says_each_state_in_a_word():
    labels = [each.label for each in itertools.chain(NoticeState, ObjectionState, Outcome)]
    assert all(labels)
