"""What the duties and the file of a person know of training and competitions."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.overview.queries.duties import DutyFilter, duties
from hrgrid.overview.queries.file import person_file
from hrgrid.overview.queries.training import training_progress
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.overview.service.duties import settle_duty
from hrgrid.storage.desk import Desk
from hrgrid.training.model import Competition, CompetitionEntrant, CompetitionProtest, TrainingClass
from hrgrid.training.queries.searching import search_training
from hrgrid.training.queries.sheets import sheet
from hrgrid.training.rules.competing import (
    CompetitionState,
    EntrantState,
    Level,
    ProtestState,
    Side,
)
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import CourseKind, Presence
from hrgrid.training.service.attending import key_cells, mark_rest_present
from hrgrid.training.service.awarding import PrizeForm, set_prizes
from hrgrid.training.service.classes import (
    ClassForm,
    end_class,
    open_class,
    open_enrolment,
    start_class,
)
from hrgrid.training.service.closing import archive_competition
from hrgrid.training.service.competitions import CompetitionForm, open_competition
from hrgrid.training.service.confirming import confirm_results
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import accept, enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.queries.known import find_person
from tests.overview.build import plant_city
from tests.overview.test_duties import DAY, this_day
from tests.training import contest
from tests.workforce.build import enlist

TITLE = "轮训第一期"


@pytest.fixture
def city(desk):
    """Two people at two grids of one district; gives the ids of the people and the district."""

    def plant(work):
        grids = plant_city(work, {"甲区": 2})
        enlist(work, grids["甲区"][0], "王晓娟", 1)
        enlist(work, grids["甲区"][1], "李安", 2)
        work.session.flush()
        ids = [find_person(work, name) for name in ("王晓娟", "李安")]
        return ids, grids["甲区"][0].parent_id

    return desk.write(plant)


def as_other(desk, *grants):
    return Desk(
        desk.database,
        Actor(desk.actor.operator_id, "卫别人", "经办人", "", frozenset(grants)),
        desk.keyring,
    )


def told(desk):
    """What falls due of training, by subject."""
    found = desk.read(lambda work: duties(work, DutyFilter(DutyKind.TRAINING)))
    return {row.due.subject: (row.due.told, row.days) for row in found.rows}


def hold(desk, city, first: dt.date) -> int:
    """A class of two mornings for both, planned and open."""
    people, area_id = city
    form = CourseForm("LX", "轮训", CourseKind.ROTATION, 360, roles=("grid_worker",))
    course = desk.write(lambda work: add_course(work, form))
    asked = ClassForm(course, TITLE, area_id, first, first + DAY, 10)
    class_id = desk.write(lambda work: open_class(work, asked))
    mornings = [SessionForm(first + day, 510, 690, "党校") for day in (0 * DAY, DAY)]
    desk.write(lambda work: add_sessions(work, class_id, mornings))
    desk.write(lambda work: enrol(work, class_id, people))
    desk.write(lambda work: open_enrolment(work, class_id))
    return class_id


def finish(desk, class_id) -> None:
    """Everybody there but the first for the last morning."""
    known = desk.read(lambda work: sheet(work, class_id))
    desk.write(lambda work: accept(work, [row.enrolment_id for row in known.members]))
    desk.write(lambda work: start_class(work, class_id))
    first, last = (row.id for row in known.sessions)
    cell = {(last, known.members[0].enrolment_id): CellValue(Presence.ABSENT)}
    desk.write(lambda work: key_cells(work, class_id, cell))
    for session in (first, last):
        desk.write(lambda work, one=session: mark_rest_present(work, class_id, one))


def test_a_class_is_told_in_its_last_week(desk, city):
    class_id = hold(desk, city, this_day() + 8 * DAY)
    assert told(desk) == {}
    move(desk, class_id, 7)
    assert told(desk) == {f"class/{class_id}@open": (f"{TITLE}：开班", 7)}
    move(desk, class_id, -1)
    assert told(desk) == {f"class/{class_id}@open": (f"{TITLE}：已到开班日，待开班", -1)}


def move(desk, class_id, days: int) -> None:
    """The first day lies so many days ahead."""

    def job(work):
        row = work.session.get(TrainingClass, class_id)
        row.first_day = work.today + days * DAY
        row.last_day = row.first_day + DAY

    desk.write(job)


def test_a_class_that_is_over_waits_for_its_end_and_then_for_its_results(desk, city):
    class_id = hold(desk, city, this_day() - 5 * DAY)
    finish(desk, class_id)
    assert told(desk) == {f"class/{class_id}@running": (f"{TITLE}：已上完课，待结课", -4)}
    desk.write(lambda work: end_class(work, class_id))
    assert told(desk) == {f"class/{class_id}@ended": (f"{TITLE}：已结课，待确认结果", -4)}
    desk.write(lambda work: confirm_results(work, class_id))
    assert told(desk) == {}


def test_the_file_of_a_person_tells_what_a_class_counted(desk, city):
    class_id = hold(desk, city, this_day() - 5 * DAY)
    finish(desk, class_id)
    desk.write(lambda work: end_class(work, class_id))
    desk.write(lambda work: confirm_results(work, class_id))
    (failed, passed), _ = city
    (part,) = parts(desk, passed, "培训")
    (line,) = part.lines
    assert TITLE in line.what
    assert line.beside == "合格，计 8 学时"
    assert (line.page, line.part) == ("training", f"classes/{class_id}")
    year = (this_day() - 4 * DAY).year
    assert part.told == f"{year} 年 8 学时，已轮训"
    (part,) = parts(desk, failed, "培训")
    assert part.lines[0].beside == "不合格"
    assert part.lines[0].quiet
    assert parts(desk, failed, "技能比武") == []


def parts(desk, person_id, title):
    found = desk.read(lambda work: person_file(work, person_id))
    return [part for part in found.parts if part.title == title]


# --- competitions ---------------------------------------------------------------------------------


def plan(desk, days: int, **changes) -> int:
    """A competition whose last day lies so many days ahead."""

    def job(work):
        row = Competition(
            number="2026-1",
            title="业务技能比武",
            level=Level.DISTRICT,
            area_path=changes.pop("area_path", ""),
            organiser="区委政法委",
            place="党校",
            first_day=work.today + days * DAY,
            last_day=work.today + days * DAY,
            next_id=None,
            advancing=0,
            rule="{}",
            protest_minutes=30,
            state=CompetitionState.DRAFT,
            prizes_set=False,
            posted_at=None,
            proposer_id=None,
            locked_at=None,
            approval_words="",
            document_no="",
            published_on=None,
            cancel_reason="",
            note="",
        )
        work.session.add(row)
        work.session.flush()
        return row.id

    return desk.write(job)


def go(desk, competition_id, *states: CompetitionState, **changes) -> None:
    def job(work):
        row = work.session.get(Competition, competition_id)
        for name, value in changes.items():
            setattr(row, name, value(work) if callable(value) else value)
        for state in states:
            row.state = state
        work.session.flush()

    desk.write(job)


_S = CompetitionState
SUBJECT = "competition/{}@{}"


def test_a_competition_is_told_by_the_step_it_waits_for(desk):
    one = plan(desk, 8)
    go(desk, one, _S.ENTRY_OPEN)
    assert told(desk) == {}
    set_days(desk, one, 7)
    assert told(desk) == {SUBJECT.format(one, "entry_open"): ("业务技能比武：比赛", 7)}
    go(desk, one, _S.RUNNING)
    assert told(desk) == {}
    set_days(desk, one, -1)
    assert told(desk) == {
        SUBJECT.format(one, "running"): ("业务技能比武：比赛已结束，待评分截止", -1)
    }
    go(desk, one, _S.SCORING_CLOSED)
    assert told(desk)[SUBJECT.format(one, "scoring_closed")][0].endswith("待排名张榜")
    go(desk, one, _S.CHECKED, posted_at=lambda work: work.now - dt.timedelta(minutes=29))
    assert told(desk) == {}
    go(desk, one, _S.CHECKED, posted_at=lambda work: work.now - dt.timedelta(minutes=31))
    assert told(desk)[SUBJECT.format(one, "checked")][0].endswith("申诉期已过，待定成绩")


def test_published_without_prizes_it_waits_for_the_archive_alone(desk):
    one = contest.published(desk, {1: (90, 90, 90), 2: (80, 80, 80)})
    subject = SUBJECT.format(one, "published")
    assert told(desk)[subject][0] == "网格员技能比武：已通报，待颁奖"
    desk.write(lambda work: set_prizes(work, one, [PrizeForm("person", "一等奖", 1)]))
    assert told(desk)[subject][0] == "网格员技能比武：已通报，待颁奖"
    desk.write(lambda work: set_prizes(work, one, []))
    assert told(desk)[subject][0] == "网格员技能比武：已通报，不设奖，待归档"
    desk.write(lambda work: archive_competition(work, one))
    assert told(desk) == {}


def set_days(desk, competition_id, days: int) -> None:
    day = this_day() + days * DAY
    go(desk, competition_id, first_day=day, last_day=day)


def test_an_open_protest_is_told_until_it_is_decided(desk):
    one = plan(desk, 30)
    go(desk, one, _S.ENTRY_OPEN)

    def protest(work):
        entrant = CompetitionEntrant(
            competition_id=one,
            number=1,
            side=Side.PERSON,
            person_id=None,
            team_id=None,
            member_role=None,
            name="王某",
            unit="甲街道",
            area_id=None,
            guest=False,
            from_id=None,
            state=EntrantState.ENTERED,
            state_reason="",
        )
        work.session.add(entrant)
        work.session.flush()
        work.session.add(
            CompetitionProtest(
                competition_id=one,
                number=1,
                event_id=None,
                entrant_id=entrant.id,
                filed_by="王某",
                filed_at=work.now,
                content="实操计时有误",
                state=ProtestState.FILED,
                finding="",
                decided_by="",
                decided_at=None,
                scan_sha256=None,
            )
        )

    desk.write(protest)
    assert told(desk) == {SUBJECT.format(one, "protests"): ("业务技能比武：1 件申诉待办结", 0)}

    def decide(work):
        row = work.session.scalars(select(CompetitionProtest)).one()
        row.state, row.finding, row.decided_by = ProtestState.REFUSED, "超过时限", "裁判长"
        row.decided_at = work.now

    desk.write(decide)
    assert told(desk) == {}


def test_duties_of_training_are_for_who_trains_there(desk):
    one = plan(desk, 3, area_path="3205/D1/")
    go(desk, one, _S.ENTRY_OPEN)
    [subject] = told(desk)
    assert told(as_other(desk, Grant(Right.RUN_TRAINING, "3205/D2/"))) == {}
    assert told(as_other(desk, Grant(Right.ENTER_MARKS))) == {}
    keeper = as_other(desk, Grant(Right.EDIT_WORKFORCE))
    with pytest.raises(UserError):
        keeper.write(lambda work: settle_duty(work, subject))
    here = as_other(desk, Grant(Right.RUN_TRAINING, "3205/D1/"))
    here.write(lambda work: settle_duty(work, subject))
    assert told(here) == told(desk) == {}


# --- the dashboard and the search field -----------------------------------------------------------


def test_an_office_without_courses_has_no_year_of_training(desk, city):
    assert desk.read(training_progress) is None
    assert as_other(desk).read(training_progress) is None


def test_the_year_counts_who_is_due_done_and_booked_and_names_the_nearest(desk, city):
    first = this_day() + 3 * DAY
    class_id = hold(desk, city, first)
    found = desk.read(training_progress)
    year = this_day().year
    booked = 2 if first.year == year else 0
    assert (found.year, found.due, found.done, found.booked, found.open) == (
        year,
        2,
        0,
        booked,
        2 - booked,
    )
    assert (found.going.part, found.going.come, found.others) == (
        f"classes/{class_id}",
        False,
        0,
    )
    competition_id = compete_on(desk, city, this_day())
    found = desk.read(training_progress)
    assert (found.going.part, found.going.come, found.others) == (
        f"competitions/{competition_id}",
        True,
        1,
    )
    elsewhere = as_other(desk, Grant(Right.RUN_TRAINING, "/999/"))
    nothing = elsewhere.read(training_progress)
    assert (nothing.going, nothing.others, nothing.due) == (None, 0, 0)


def test_classes_and_competitions_are_found_by_title_and_number(desk, city):
    class_id = hold(desk, city, this_day())
    competition_id = compete_on(desk, city, this_day())
    (one,) = desk.read(lambda work: search_training(work, "轮训第"))
    assert (one.part, one.past) == (f"classes/{class_id}", False)
    assert one.title.endswith(TITLE)
    (one,) = desk.read(lambda work: search_training(work, "选拔"))
    assert (one.part, one.past) == (f"competitions/{competition_id}", False)
    number = one.title.split(" ")[0]
    found = desk.read(lambda work: search_training(work, number))
    assert f"competitions/{competition_id}" in {hit.part for hit in found}
    assert as_other(desk).read(lambda work: search_training(work, "轮训第")) == []
    assert desk.read(lambda work: search_training(work, "%")) == []


def compete_on(desk, city, day: dt.date) -> int:
    """A competition of the district, being prepared."""
    path = desk.read(lambda work: place_path(work, city[1], None))
    form = CompetitionForm("业务比武选拔赛", Level.TOWN, path, "甲区", "礼堂", day, day)
    return desk.write(lambda work: open_competition(work, form))
