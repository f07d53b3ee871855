"""Who is assessed: taken anew as posts change, left out by hand, merged people once; the lists."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.queries.people import GONE, assessees_of, people_changes
from hrgrid.assessment.queries.standings import count_days, joined
from hrgrid.assessment.rules.period_days import Span, last_over, span_of, span_on
from hrgrid.assessment.rules.words import PARTS_OF, LeftOut, PeriodKind
from hrgrid.assessment.service.periods import PeriodChange, back_to_collecting, change_period
from hrgrid.assessment.service.snapshot import leave_out, take_in, take_people
from hrgrid.core.errors import UserError
from hrgrid.workforce.rules import AbsenceKind
from hrgrid.workforce.service.absences import AbsenceForm, begin_absence
from hrgrid.workforce.service.merging import merge_people
from hrgrid.workforce.service.posting import end_post, void_post
from tests.assessment import assessed
from tests.assessment import office as town

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def rows(desk, number: int):
    return {row.name: row for row in desk.read(lambda work: assessees_of(work, number))}


def test_the_list_is_taken_anew_and_says_who_came_went_and_moved(office):
    number = town.opened(office)
    office.write(
        lambda work: end_post(work, town.post_of(work, "褚秋"), dt.date(2026, 9, 18)),
        reason="辞职",
    )
    office.write(lambda work: void_post(work, town.post_of(work, "曹新")), reason="登记错")
    # Nobody held it since 吴六 left.
    town.back(office, "郑七", "E005", dt.date(2026, 9, 21))
    found = office.read(lambda work: people_changes(work, number))
    assert [(one.name, one.told) for one in found.moved] == [
        (
            "郑七",
            "从东社区第7网格到东社区第6网格，在岗 8 天改为 18 天，不再是在岗天数不够，参加考核",
        ),
        ("褚秋", "在岗 30 天改为 18 天"),
    ]
    assert [one.name for one in found.went] == ["曹新"]
    assert found.came == ()
    taken = office.write(lambda work: take_people(work, number))
    assert taken == found
    assert rows(office, number)["褚秋"].served_days == 18
    assert "曹新" not in rows(office, number)
    assert office.read(lambda work: people_changes(work, number)).nothing


def test_whom_a_computation_knows_is_left_out_and_not_removed(office):
    number = assessed.scored(office)
    office.write(lambda work: void_post(work, town.post_of(work, "严早")), reason="登记错")
    office.write(lambda work: take_people(work, number))
    row = rows(office, number)["严早"]
    assert (row.left_out, row.left_out_note) == (LeftOut.OTHER, GONE)
    assert office.read(lambda work: people_changes(work, number)).nothing
    town.back(office, "严早", "W006", dt.date(2026, 9, 10))
    office.write(lambda work: take_people(work, number))
    assert rows(office, number)["严早"].left_out is None


def test_somebody_is_left_out_by_hand_with_the_reason_and_stays_so(office):
    number = town.opened(office)
    ids = town.assessees(office, number)
    with pytest.raises(UserError, match="原因"):
        office.write(lambda work: leave_out(work, [ids["赵一"]], " "))
    two = [ids["赵一"], ids["钱二"]]
    assert office.write(lambda work: leave_out(work, two, "抽调 参加专班")) == 2
    assert office.write(lambda work: leave_out(work, two, "别的")) == 0
    office.write(lambda work: take_people(work, number))
    row = rows(office, number)["赵一"]
    assert (row.left_out, row.left_out_note) == (LeftOut.OTHER, "抽调 参加专班")
    with pytest.raises(UserError, match="周五不参加考核是按任职和离岗登记推算的"):
        office.write(lambda work: take_in(work, [ids["周五"]]))
    assert office.write(lambda work: take_in(work, two)) == 2
    assert rows(office, number)["赵一"].left_out is None


def test_people_are_not_left_out_once_results_are_shown(office):
    number = assessed.shown(office)
    ids = town.assessees(office, number)
    with pytest.raises(UserError, match="本人查看"):
        office.write(lambda work: leave_out(work, [ids["赵一"]], "专班"))
    with pytest.raises(UserError, match="计分"):
        office.write(lambda work: back_to_collecting(work, number))


def test_merged_people_are_one(office):
    """The entry that is kept holds both posts from then on."""
    number = town.opened(office)
    kept, merged = town.person(office, "褚秋"), town.person(office, "曹新")
    office.write(
        lambda work: end_post(work, town.post_of(work, "褚秋"), dt.date(2026, 9, 12)),
        reason="调动",
    )
    office.write(lambda work: merge_people(work, kept, merged), reason="同一人")
    office.write(lambda work: take_people(work, number))
    row = rows(office, number)["褚秋"]
    assert (row.unit, row.served_days) == ("东街道", 22)
    assert "曹新" not in rows(office, number)


def test_part_timers_belong_to_a_period_that_says_so(office):
    number = town.opened(office)
    assert town.PART_TIMER not in rows(office, number)
    change = PeriodChange(number, 1, "九月考核", dt.date(2026, 10, 9), part_time=True)
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_period(work, change))
    version = office.read(lambda work: _version(work, number))
    change = PeriodChange(number, version, "九月考核", dt.date(2026, 10, 9), part_time=True)
    back = office.write(lambda work: change_period(work, change))
    found = rows(office, number)
    assert found[town.PART_TIMER].unit == "北街道"
    assert town.LEADER not in found
    office.write(lambda work: change_period(work, back))
    assert town.PART_TIMER not in rows(office, number)


def _version(work, number: int) -> int:
    from hrgrid.assessment.queries.periods import period_row

    return period_row(work, number).version


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (AbsenceKind.LEAVE, ""),
        (AbsenceKind.TRAINING, "外出学习"),
        (AbsenceKind.SUSPENSION, "暂离"),
    ],
)
def test_away_so_long_that_too_few_days_are_left_gives_no_result(office, kind, why):
    """Sixteen days away of thirty; of what kind a leave is, nobody asks or says."""
    away = AbsenceForm(kind, dt.date(2026, 9, 15), dt.date(2026, 9, 30))
    office.write(lambda work: begin_absence(work, town.person_of(work, "韩西"), away))
    row = rows(office, town.opened(office))["韩西"]
    assert (row.served_days, row.left_out, row.left_out_note) == (30, LeftOut.ON_LEAVE, why)


def test_away_with_enough_days_left_is_assessed(office):
    away = AbsenceForm(AbsenceKind.LEAVE, dt.date(2026, 9, 16), dt.date(2026, 9, 30))
    office.write(lambda work: begin_absence(work, town.person_of(work, "韩西"), away))
    assert rows(office, town.opened(office))["韩西"].left_out is None


def test_a_period_of_one_street_takes_who_stood_there(office):
    south = town.opened(office, area_id=town.area(office, "南街道").id)
    assert set(rows(office, south)) == {"韩西", "杨北", "朱中", "吕风"}
    north = town.opened(office, area_id=town.area(office, "北街道").id)
    found = rows(office, north)
    # He stood in both: here until the fifteenth, there from the sixteenth.
    assert (found["吕风"].unit, found["吕风"].served_days) == ("北街道", 15)
    assert rows(office, south)["吕风"].served_days == 15


# --- days, without a database -------------------------------------------------------------------


@given(st.sampled_from(PeriodKind), DAYS)
def test_every_day_lies_in_one_period_of_a_kind(kind, day):
    span = span_on(kind, day)
    assert span.first_day <= day <= span.last_day
    assert span_of(kind, span.year, span.number) == span
    assert (span.next.first_day, span.previous.behind) == (span.behind, span.first_day)
    assert span.next.previous == span == span.previous.next
    assert last_over(kind, day).behind <= day


@given(st.sampled_from(PeriodKind), DAYS)
def test_the_months_make_up_a_period(kind, day):
    span = span_on(kind, day)
    assert len(span.months) == 12 // PARTS_OF[kind]
    parts = [Span(PeriodKind.MONTH, month // 100, month % 100) for month in span.months]
    assert [parts[0].first_day, parts[-1].behind] == [span.first_day, span.behind]
    assert all(span.holds(part) for part in parts)
    assert span.split(PeriodKind.MONTH) == (() if kind is PeriodKind.MONTH else tuple(parts))


def test_periods_are_called_as_people_call_them():
    assert [
        Span(kind, 2026, number).title
        for kind, number in ((PeriodKind.MONTH, 9), (PeriodKind.QUARTER, 3))
    ] == ["2026 年 9 月", "2026 年第 3 季度"]
    assert Span(PeriodKind.HALF_YEAR, 2026, 2).title == "2026 年下半年"
    assert Span(PeriodKind.YEAR, 2026, 1).title == "2026 年度"
    for kind, number in ((PeriodKind.QUARTER, 5), (PeriodKind.MONTH, 0), (PeriodKind.YEAR, 2)):
        with pytest.raises(UserError, match="序号"):
            span_of(kind, 2026, number)


@given(st.lists(st.tuples(DAYS, st.integers(1, 60)), max_size=6))
def test_days_in_several_posts_count_once(posts):
    spans = [(start, start + dt.timedelta(days=count)) for start, count in posts]
    days = {
        start + dt.timedelta(days=at) for start, end in spans for at in range((end - start).days)
    }
    assert count_days(joined(spans)) == len(days)
