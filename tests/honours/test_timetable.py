"""The timetable: working days across holidays, set days, versions, and how it slips."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.workdays import Calendar
from hrgrid.honours import queries
from hrgrid.honours.papers import Form, write_timetable
from hrgrid.honours.queries.timetable import last_plan, timetable
from hrgrid.honours.rules.timetable import (
    SHIPPED_DAYS,
    PlannedStage,
    Stage,
    TimetableForm,
    carried,
    expected,
    is_over,
    plan,
)
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service.timetable import plan_timetable
from hrgrid.overview.queries.duties import dues
from hrgrid.overview.rules.duties import DutyKind
from tests.honours import years
from tests.ui.honours import campaigns

CALENDAR = Calendar()
D = dt.date
# A Monday two weeks before the National Day week of 2025.
MONDAY = D(2025, 9, 15)
DAY = dt.timedelta(days=1)


def form(start=MONDAY, fixed=None, **days):
    own = {Stage(name): count for name, count in days.items()}
    return TimetableForm(start, dict(SHIPPED_DAYS) | own, fixed or {})


# --- rules ----------------------------------------------------------------------------------------


def test_stages_follow_each_other_by_working_days_and_miss_the_holidays():
    made = plan(form(), CALENDAR)
    ends = {one.stage: one.ends_on for one in made.stages}
    # 9月15日起 10 个工作日，首日计入；9月28日（周日）调休上班。
    assert ends[Stage.NOMINATING] == D(2025, 9, 26)
    assert ends[Stage.ELIGIBILITY] == D(2025, 10, 10)
    for before, after in zip(made.stages, made.stages[1:], strict=False):
        assert after.begins_on > before.ends_on
        assert CALENDAR.count_workdays(before.ends_on + DAY, after.begins_on).days == 0
        assert CALENDAR.is_workday(after.begins_on)
    for one in made.stages:
        assert CALENDAR.count_workdays(one.begins_on, one.ends_on + DAY).days == one.days


def test_a_set_day_holds_and_what_follows_counts_from_it():
    made = plan(form(fixed={Stage.MEETING: D(2025, 11, 20)}), CALENDAR)
    by = {one.stage: one for one in made.stages}
    assert (by[Stage.MEETING].ends_on, by[Stage.MEETING].set_by_hand) == (D(2025, 11, 20), True)
    assert by[Stage.PUBLICITY].begins_on == D(2025, 11, 21)
    assert not by[Stage.PUBLICITY].set_by_hand
    with pytest.raises(UserError, match=r"“会议审定”定在 2025-09-20，那时前一步还没有完成"):
        plan(form(fixed={Stage.MEETING: D(2025, 9, 20)}), CALENDAR)


@pytest.mark.parametrize("days", [0, -1, 251])
def test_days_out_of_bounds_are_refused_by_the_name_of_the_stage(days):
    with pytest.raises(UserError, match=f"“评审”写了 {days} 个工作日"):
        plan(form(review=days), CALENDAR)


def test_a_year_without_a_table_of_holidays_is_told():
    assert plan(form(start=D(2041, 3, 4)), CALENDAR).warnings


def stages_of(made):
    return list(made.stages)


def test_without_delay_everything_is_expected_as_planned():
    made = stages_of(plan(form(), CALENDAR))
    told = expected(made, {}, MONDAY, CALENDAR)
    assert [one.ends_on for one in told] == [one.ends_on for one in made]
    assert all(one.late == 0 and not one.overdue(MONDAY) for one in told)


def test_what_ended_late_pushes_all_that_follows_by_as_much():
    made = stages_of(plan(form(), CALENDAR))
    late = CALENDAR.add_workdays(made[0].ends_on, 4).day
    told = expected(made, {Stage.NOMINATING: late}, late, CALENDAR)
    assert [one.late for one in told] == [3] * len(made)
    assert told[0].done_on == late


def test_what_is_overdue_ends_today_at_the_earliest():
    made = stages_of(plan(form(), CALENDAR))
    today = made[0].ends_on + 20 * DAY
    told = expected(made, {}, today, CALENDAR)
    assert told[0].ends_on == today
    assert told[0].overdue(today)
    assert told[0].late > 0


def test_a_set_day_that_can_still_be_met_is_not_moved_by_a_delay():
    made = stages_of(plan(form(fixed={Stage.MEETING: D(2025, 12, 1)}), CALENDAR))
    late = made[0].ends_on + 7 * DAY
    told = {one.stage: one for one in expected(made, {Stage.NOMINATING: late}, late, CALENDAR)}
    assert told[Stage.REVIEW].late > 0
    assert told[Stage.MEETING].ends_on == D(2025, 12, 1)
    assert told[Stage.CERTIFICATES].late == 0


@given(
    st.lists(st.integers(1, 20), min_size=7, max_size=7),
    st.integers(0, 400),
    st.integers(-30, 90),
    st.integers(0, 7),
)
def test_expectations_keep_the_order_and_are_never_before_today(days, start, ahead, over):
    begin = D(2024, 1, 1) + start * DAY
    made = stages_of(plan(TimetableForm(begin, dict(zip(Stage, days, strict=True))), CALENDAR))
    today = begin + ahead * DAY
    done = {one.stage: min(one.ends_on, today) for one in made[:over]}
    told = expected(made, done, today, CALENDAR)
    for one in told[over:]:
        assert one.ends_on >= today
    for one, two in zip(told[over:], told[over + 1 :], strict=False):
        assert one.ends_on < two.ends_on


def test_another_year_begins_on_the_same_working_day_and_a_set_day_becomes_the_days_it_took():
    made = plan(form(start=D(2025, 3, 3), fixed={Stage.MEETING: D(2025, 4, 15)}), CALENDAR)
    moved = carried(made.stages, 1, CALENDAR)
    before = CALENDAR.count_workdays(D(2025, 1, 1), D(2025, 3, 4)).days
    assert moved.starts_on.year == 2026
    assert CALENDAR.count_workdays(D(2026, 1, 1), moved.starts_on + DAY).days == before
    assert CALENDAR.is_workday(moved.starts_on)
    assert moved.fixed == {}
    [meeting] = [one for one in made.stages if one.stage is Stage.MEETING]
    took = CALENDAR.count_workdays(meeting.begins_on, meeting.ends_on + DAY).days
    assert moved.days == {**SHIPPED_DAYS, Stage.MEETING: took}
    assert took > SHIPPED_DAYS[Stage.MEETING]


@given(st.dates(D(2024, 1, 1), D(2026, 12, 31)), st.integers(0, 2))
def test_a_moved_plan_takes_as_long_wherever_it_begins(start, years_later):
    made = plan(form(start=start), CALENDAR)
    again = plan(carried(made.stages, years_later, CALENDAR), CALENDAR)
    assert [one.days for one in again.stages] == [one.days for one in made.stages]
    # Begun in the last days of a year, a plan may stand in the next.
    assert again.stages[0].begins_on.year - made.stages[0].begins_on.year in {
        years_later,
        years_later + 1,
    }


def test_a_stage_is_over_by_the_state_and_nothing_is_before_the_first():
    assert not any(is_over(stage, CampaignState.DRAFT) for stage in Stage)
    assert all(is_over(stage, CampaignState.ISSUED) for stage in Stage)
    assert [stage for stage in Stage if is_over(stage, CampaignState.COMMITTEE)] == [
        Stage.NOMINATING,
        Stage.ELIGIBILITY,
        Stage.REVIEW,
        Stage.MEETING,
    ]


# --- of a campaign --------------------------------------------------------------------------------


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


@pytest.fixture
def draft(desk):
    return campaigns.draft(campaigns.City(desk, {}, None, campaigns.scheme(years.PLACES)), 2026)


def planned(desk, campaign_id, wanted, reason=""):
    return desk.write(lambda work: plan_timetable(work, campaign_id, wanted), reason=reason)


def test_a_plan_is_kept_in_versions_and_a_later_one_says_why(desk, draft):
    assert desk.read(lambda work: timetable(work, draft)).version is None
    assert planned(desk, draft, form()) == 1
    with pytest.raises(UserError, match="日程和原来的一样"):
        planned(desk, draft, form(), "再存一次")
    longer = form(review=8)
    with pytest.raises(UserError, match="事由"):
        planned(desk, draft, longer)
    assert planned(desk, draft, longer, "评审专家出差") == 2
    found = desk.read(lambda work: timetable(work, draft))
    assert [(row.number, row.reason) for row in found.versions] == [(1, ""), (2, "评审专家出差")]
    assert found.form.days[Stage.REVIEW] == 8


def test_a_new_plan_begins_with_the_days_of_the_last_and_the_publicity_of_the_scheme(desk, draft):
    last = desk.read(queries.campaigns)[-1].id
    planned(desk, last, form(review=9, publicity=30))
    proposed = desk.read(lambda work: timetable(work, draft)).form
    scheme = desk.read(lambda work: queries.board(work, draft)).scheme
    assert proposed.days[Stage.REVIEW] == 9
    assert proposed.days[Stage.PUBLICITY] == scheme.publicity_days


def test_a_plan_whose_day_is_over_begins_today_and_another_year_before_has_none(desk, draft):
    first = desk.read(queries.campaigns)[-1]
    assert desk.read(lambda work: last_plan(work, first.year)) is None
    planned(desk, first.id, form(start=D(first.year - 9, 3, 2)))
    today = desk.read(lambda work: work.today)
    found = desk.read(lambda work: last_plan(work, first.year + 1))
    assert (found.year, found.form.starts_on, found.late) == (first.year, today, True)
    assert desk.read(lambda work: last_plan(work, first.year - 1)) is None


def test_what_a_decided_campaign_has_behind_it_is_told_with_its_days(desk):
    last = desk.read(queries.campaigns)[0].id
    planned(desk, last, form())
    found = desk.read(lambda work: timetable(work, last))
    over = [one.stage for one in found.stages if one.done_on is not None]
    assert over == list(Stage)[:-1]
    steps = desk.read(lambda work: queries.steps_of(work, last))
    closed = next(row for row in steps if row.state is CampaignState.REVIEWING)
    assert found.stages[0].done_on == closed.at.astimezone().date()


def test_the_next_stage_and_those_overdue_are_duties(desk, draft):
    today = desk.read(lambda work: work.today)
    planned(desk, draft, form(start=today - 30 * DAY, nominating=5, eligibility=5, review=40))

    def told():
        found = desk.read(dues)
        return [(one.on, one.told) for one in found if one.kind is DutyKind.HONOURS]

    stages = desk.read(lambda work: timetable(work, draft)).stages
    wanted = [one.planned.ends_on for one in stages[:3]]
    assert [day for day, words in told() if "（日程安排）" in words] == wanted
    assert stages[0].overdue(today)


def test_the_sheet_tells_planned_and_expected_days(desk, draft, tmp_path):
    with pytest.raises(UserError, match="还没有安排日程"):
        write_timetable(desk, draft, tmp_path / "空.xlsx", Form.XLSX)
    planned(desk, draft, form(fixed={Stage.MEETING: D(2025, 11, 20)}))
    path = tmp_path / "日程.xlsx"
    write_timetable(desk, draft, path, Form.XLSX)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    lines = {row[1]: row for row in rows if isinstance(row[0], int)}
    assert list(lines) == [stage.label for stage in Stage]
    meeting = lines["会议审定"]
    assert meeting[4].date() == D(2025, 11, 20)
    assert meeting[6].startswith("已逾期")
    assert meeting[6].endswith("（定）")
    assert write_timetable(desk, draft, tmp_path / "日程.pdf", Form.PDF).pages == 1


def test_a_stage_is_planned_as_it_was_reckoned_even_if_the_calendar_changes_later(desk, draft):
    planned(desk, draft, form())
    one = desk.read(lambda work: timetable(work, draft)).stages[0].planned
    assert one == PlannedStage(Stage.NOMINATING, 10, MONDAY, D(2025, 9, 26))
