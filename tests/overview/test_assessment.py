"""What is told of assessment across the rooms: duties, the dashboard's card, a person's file."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.assessment.queries.searching import search_assessment
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.assessment.service.appeals import AppealForm, file_appeal
from hrgrid.assessment.service.periods import start_scoring
from hrgrid.assessment.service.settling import lock_period
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.overview.queries.assessment import assessment_progress
from hrgrid.overview.queries.duties import dues
from hrgrid.overview.queries.file import person_file
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.overview.service.duties import settle_duty
from hrgrid.storage.desk import Desk
from hrgrid.ui.assessment_card import meter_of, next_words
from tests.assessment import assessed
from tests.assessment import office as town

DAY = dt.timedelta(days=1)


@pytest.fixture
def template(template, furnished):
    """With the people of tests/assessment/office.py."""
    return furnished("assessment office", lambda desk: desk.write(town.settle, reason="如实登记"))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Its only person."""
    return desk


def told(desk: Desk) -> dict[str, dt.date]:
    """What waits in assessment, and by when."""
    found = desk.read(dues)
    return {due.told: due.on for due in found if due.kind is DutyKind.ASSESSMENT}


def words(desk: Desk, part: str) -> list[str]:
    return [one for one in told(desk) if part in one]


def held_by(desk: Desk, path: str, *rights: Right) -> Desk:
    grants = frozenset(Grant(right, path) for right in rights)
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", grants)
    return Desk(desk.database, actor, desk.keyring)


def test_a_period_tells_its_next_step_from_the_delivery_to_the_confirmation(office, clock):
    assert told(office) == {}
    today = office.read(lambda work: work.today)
    assessed.delivered(office)
    number = town.opened(office, due_on=today + DAY * 2)
    assert told(office)["2026 年 9 月专职网格员考核：报送数据到期"] == today + DAY * 2
    clock.move(DAY * 5)
    assert words(office, "报送期限已过")
    office.write(lambda work: start_scoring(work, number))
    assert words(office, "正在计分")


def test_appeals_are_told_by_the_day_they_are_answered(office):
    number = assessed.appealed(office)
    assert words(office, "申诉期已过，待确认结果")
    ids = town.assessees(office, number)
    form = AppealForm(ids["赵一"], "少算了")
    office.write(lambda work: file_appeal(work, number, form), reason="家属代送")
    assert not words(office, "待确认结果")
    (found,) = words(office, "1 件申诉待答复")
    assert told(office)[found] > office.read(lambda work: work.today)


def test_a_month_that_is_over_and_a_quarter_that_is_whole_are_to_be_opened(office, clock):
    for month in (7, 8):
        assessed.confirmed(office, month)
    assert words(office, "2026 年 9 月的考核期还没有建")
    assert not words(office, "第 3 季度")
    number = assessed.confirmed(office)
    assert not words(office, "9 月的考核期还没有建")
    assert words(office, "2026 年第 3 季度各月都已确认")
    assert not words(office, "2026 年度")
    office.write(lambda work: lock_period(work, number))
    assert not words(office, "已归档")
    # What nobody did for a year is no custom any more.
    clock.move(DAY * 800)
    assert told(office) == {}


def test_duties_of_assessment_are_seen_and_settled_where_the_right_is_held(office):
    town.opened(office, due_on=office.read(lambda work: work.today))
    path = town.area(office, "东街道").path
    assert told(held_by(office, path, Right.RUN_ASSESSMENT)) == {}
    assert told(held_by(office, "", Right.VIEW_WORKFORCE)) == {}
    whole = held_by(office, "", Right.RUN_ASSESSMENT)
    subject = next(due.subject for due in whole.read(dues) if "报送" in due.told)
    whole.write(lambda work: settle_duty(work, subject, "已催"))


def test_the_card_tells_the_period_under_way(office):
    assert office.read(assessment_progress) is None
    assessed.delivered(office, without=("赵一",))
    number = town.opened(office)
    found = office.read(assessment_progress)
    assert (found.period_id, found.assessed, found.delivered) == (number, 20, 19)
    assert meter_of(found) == ("有数据的人", 19, 20)
    assert next_words(found) == "2026 年 9 月专职网格员考核：数据收齐后计算。"


def test_the_card_counts_results_and_showings_to_the_end(office):
    number = assessed.appealed(office)
    found = office.read(assessment_progress)
    assert (found.state, meter_of(found)) == (PeriodState.APPEALS, ("已看结果", 20, 20))
    assert next_words(found) == "2026 年 9 月专职网格员考核：申诉期到 10 月 16 日，期满后确认。"
    assert found.period_id == number
    nobody = held_by(office, "", Right.RUN_TRAINING)
    assert nobody.read(assessment_progress) is None


def test_a_persons_file_says_how_he_was_assessed(office):
    number = assessed.confirmed(office, wrong={"赵一": 4})
    who = town.person(office, "赵一")
    part = next(
        one for one in office.read(lambda work: person_file(work, who)).parts if one.title == "考核"
    )
    assert [(line.what, line.beside, line.part) for line in part.lines] == [
        (
            "2026 年 9 月专职网格员考核",
            "96.00 分，合格，东街道第 4 名（共 6 人）",
            f"periods/{number}",
        )
    ]


def test_whoever_only_looks_at_people_reads_what_was_confirmed(office):
    assessed.appealed(office)
    viewer = held_by(office, town.area(office, "东街道").path, Right.VIEW_WORKFORCE)
    who = town.person(office, "赵一")
    titles = [one.title for one in viewer.read(lambda work: person_file(work, who)).parts]
    assert "考核" not in titles


@pytest.mark.parametrize("typed", ["2026年9月", "9 月专职", "网格员考核"])
def test_the_finder_finds_a_period_by_a_part_of_its_title(office, typed):
    number = town.opened(office)
    hits = office.read(lambda work: search_assessment(work, typed))
    assert [(hit.part, hit.past) for hit in hits] == [(f"periods/{number}", False)]
    nobody = held_by(office, "", Right.VIEW_WORKFORCE)
    assert nobody.read(lambda work: search_assessment(work, typed)) == []
