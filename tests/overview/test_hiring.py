"""What the dashboard, the duties, the file of a person and the finder know of hiring."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from hrgrid.core.errors import Refused
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.hiring.model import (
    Candidate,
    HiringAllotment,
    HiringBatch,
    HiringSeat,
)
from hrgrid.hiring.queries.of_person import hirings_of, sources_of
from hrgrid.hiring.queries.searching import search_hiring
from hrgrid.hiring.rules.words import AllotmentState, BatchKind, BatchState, CandidateState
from hrgrid.hiring.service.retention import purge_batch
from hrgrid.overview.queries.duties import DutyFilter, duties
from hrgrid.overview.queries.duties.hiring import VACANT_DAYS
from hrgrid.overview.queries.file import person_file
from hrgrid.overview.queries.hiring import hiring_progress
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.overview.service.duties import reopen_duty, settle_duty
from hrgrid.publicity.model import Notice, NoticeEntry, Objection
from hrgrid.publicity.rules import NoticeState, ObjectionHow, ObjectionState
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.register import register
from tests.hiring.offered import apply_for, id_of, offer, town
from tests.workforce.build import enlist

DAY = dt.timedelta(days=1)
EAST = "东区专职网格员"


@pytest.fixture
def template(template, furnished):
    return furnished("hiring offers", lambda desk: desk.write(town))


@pytest.fixture
def people(desk, tmp_path):
    """Four who applied."""
    names = ("赵一", "钱二", "孙三", "李四")
    rows = [[name, id_of(at), "", EAST, "大专", "", ""] for at, name in enumerate(names)]
    assert apply_for(desk, tmp_path, rows).new == 4
    return desk


def as_other(desk, *grants):
    return Desk(
        desk.database,
        Actor(desk.actor.operator_id, "卫别人", "经办人", "", frozenset(grants)),
        desk.keyring,
    )


def told(desk):
    """What falls due of hiring, by subject."""
    found = desk.read(lambda work: duties(work, DutyFilter(DutyKind.HIRING)))
    return {row.due.subject: (row.due.told, row.days) for row in found.rows}


def change(desk, **values):
    def job(work):
        batch = work.session.scalars(select(HiringBatch)).one()
        for name, value in values.items():
            setattr(batch, name, value)
            work.session.flush()

    desk.write(job)


# --- duties ---------------------------------------------------------------------------------------


def test_applications_are_told_in_their_last_week_and_once_they_ended(people):
    today = people.read(lambda work: work.today)
    assert told(people) == {}
    change(people, apply_to=today + 7 * DAY)
    assert told(people) == {"hiring/1@applying": ("2026-1 公开招录：报名截止", 7)}
    change(people, apply_to=today - DAY)
    assert told(people) == {"hiring/1@applying": ("2026-1 公开招录：报名已截止，待结束报名", -1)}


def test_a_duty_of_hiring_is_put_away_by_who_hires_there(people):
    today = people.read(lambda work: work.today)
    change(people, apply_to=today, area_path="3205/D1/")
    [subject] = told(people)
    elsewhere = as_other(people, Grant(Right.RUN_HIRING, "3205/D2/"))
    assert told(elsewhere) == {}
    decides = as_other(people, Grant(Right.DECIDE_HIRING))
    with pytest.raises(Refused):
        decides.write(lambda work: settle_duty(work, subject))
    here = as_other(people, Grant(Right.RUN_HIRING, "3205/D1/"))
    here.write(lambda work: settle_duty(work, subject))
    assert told(here) == told(people) == {}
    here.write(lambda work: reopen_duty(work, subject))
    assert list(told(here)) == [subject]


def test_who_only_keeps_the_workforce_hears_nothing_of_hiring(people):
    today = people.read(lambda work: work.today)
    change(people, apply_to=today)
    assert told(as_other(people, Grant(Right.EDIT_WORKFORCE))) == {}


def test_data_of_those_not_hired_are_told_when_their_time_is_over(people):
    today = people.read(lambda work: work.today)
    values = {"state": BatchState.CANCELLED, "cancel_reason": "不办了"}
    values["retain_until"] = today
    change(people, **{key: values[key] for key in ("cancel_reason", "retain_until", "state")})
    assert told(people) == {}

    def later(work):
        work.session.scalars(select(HiringBatch)).one().retain_until = today - DAY

    people.write(later)
    expected = "2026-1 公开招录：4 名未录用人员的资料保存期满，待清除"
    assert told(people) == {"hiring/1@retain": (expected, -1)}

    people.write(lambda work: purge_batch(work, 1))
    assert told(people) == {}


def test_grids_long_vacant_without_a_batch_or_a_plan_are_told_together(desk):
    assert told(desk) == {}

    def let_go(work):
        for seat in work.session.scalars(select(HiringSeat)):
            seat.open = False

    desk.write(let_go)
    [(subject, (sentence, days))] = told(desk).items()
    today = desk.read(lambda work: work.today)
    assert (subject, days) == (f"hiring/vacant@{today:%Y%m}", 0)
    assert sentence == f"空缺 {VACANT_DAYS} 天以上的网格有 4 个没有列入招录"

    def staff(work):
        grids = tree_index(work, work.today).by_code
        enlist(work, grids["G100"], "周在岗", 1)
        gone = enlist(work, grids["G101"], "吴刚走", 2)
        del gone

    desk.write(staff)
    assert "有 2 个" in told(desk)[subject][0]

    def leave(work):
        for name, days_ago in (("周在岗", VACANT_DAYS - 1), ("吴刚走", VACANT_DAYS + 1)):
            query = select(Post).join(Person, Person.id == Post.person_id)
            post = work.session.scalars(query.where(Person.name == name)).one()
            post.valid_to = work.today - days_ago * DAY
            post.end_reason = "离职"
            post.state = type(post.state).ENDED

    desk.write(leave)
    assert "有 3 个" in told(desk)[subject][0]


def test_a_notice_is_told_on_its_last_day_and_objections_until_they_are_answered(people):
    today = people.read(lambda work: work.today)

    def hang_out(work):
        notice = Notice(
            subject="hiring:1",
            round=1,
            title="拟录用人员公示",
            area_path="",
            handling=Right.RUN_HIRING.value,
            deciding=Right.DECIDE_HIRING.value,
            remark_heading="拟录用岗位",
            basis="",
            opening="",
            first_day=today - 6 * DAY,
            last_day=today,
            workdays=5,
            reply_workdays=10,
            calendar_note="",
            calendar_version="",
            where_shown="公示栏",
            accepting_office="政法委",
            accepting_phone="0000-60000000",
            accepting_mail="",
            accepting_address="",
            accepting_hours="",
            roster_sha256="0" * 64,
            scan_sha256=None,
            state=NoticeState.OPEN,
            ended_on=None,
            ended_why="",
            late_note="",
            time_note="",
            list_maker_id=work.actor.operator_id,
            maker_id=work.actor.operator_id,
            made_by=work.actor.name,
            made_at=work.now,
        )
        work.session.add(notice)
        work.session.flush()
        entry = NoticeEntry(
            notice_id=notice.id,
            place=1,
            target="candidate:1",
            name="赵一",
            sex="男",
            unit_post="",
            remark=EAST,
        )
        work.session.add(entry)
        work.session.flush()
        work.session.add(
            Objection(
                notice_id=notice.id,
                entry_id=entry.id,
                number=1,
                filed_on=today,
                postmark=None,
                late_reason="",
                how=ObjectionHow.ANONYMOUS,
                objector=None,
                contact=None,
                content="学历不实",
                clue=True,
                evidence_sha256=None,
                state=ObjectionState.FILED,
                refusal_reason="",
                investigator_id=None,
                upheld=None,
                finding="",
                decided_by_id=None,
                decided_by="",
                decided_post="",
                decided_on=None,
                document_no="",
                replied_on=None,
                due_on=today + 3 * DAY,
                made_by=work.actor.name,
                made_at=work.now,
            )
        )

    people.write(hang_out)
    assert told(people) == {
        "notice/1": ("拟录用人员公示：今天期满", 0),
        "objection/1": ("拟录用人员公示：第 1 件异议待答复", 3),
    }
    assert told(as_other(people, Grant(Right.RUN_TRAINING), Grant(Right.RUN_HONOURS))) == {}


# --- the dashboard --------------------------------------------------------------------------------


def test_the_batch_under_way_is_counted_by_state(people):
    def move(work):
        first, second, *_ = work.session.scalars(select(Candidate).order_by(Candidate.number))
        first.state = CandidateState.QUALIFIED
        second.state_reason, second.state = "本人不来了", CandidateState.WITHDRAWN

    people.write(move)
    found = people.read(hiring_progress)
    assert (found.number, found.state, found.seats, found.proposed) == (
        "2026-1",
        BatchState.APPLYING,
        4,
        0,
    )
    assert found.people == Counter(
        {CandidateState.SUBMITTED: 2, CandidateState.QUALIFIED: 1, CandidateState.WITHDRAWN: 1}
    )
    assert (found.applied, found.left, found.others) == (4, 3, 0)
    people.write(lambda work: offer(work, "2026-2", area_path="3205/D2/"))
    newest = people.read(hiring_progress)
    assert (newest.number, newest.others) == ("2026-2", 1)
    change_all = as_other(people, Grant(Right.RUN_HIRING, "3205/D1/"))
    assert change_all.read(hiring_progress) is None


def test_without_a_batch_under_way_there_is_nothing_to_show(desk):
    change(desk, cancel_reason="不办了", retain_until=dt.date(2027, 1, 1), state="cancelled")
    assert desk.read(hiring_progress) is None


# --- who was hired --------------------------------------------------------------------------------


def hire(desk, number="0001", kind=BatchKind.OPEN):
    """Let one who applied be hired, past all steps: what is read is told, not how it came."""

    def job(work):
        grid = tree_index(work, work.today).by_code["G100"]
        enlist(work, grid, "赵一", 1)
        person = work.session.scalars(select(Person).where(Person.name == "赵一")).one()
        post = work.session.scalars(select(Post).where(Post.person_id == person.id)).one()
        one = work.session.scalars(select(Candidate).where(Candidate.number == number)).one()
        one.person_id = person.id
        way = "qualified interview ranked medical vetted publicised hired"
        for state in map(CandidateState, way.split()):
            one.state = state
            work.session.flush()
        seat = work.session.scalars(select(HiringSeat).where(HiringSeat.area_id == grid.id)).one()
        work.session.add(
            HiringAllotment(
                seat_id=seat.id,
                candidate_id=one.id,
                state=AllotmentState.HIRED,
                post_id=post.id,
                hired_on=dt.date(2026, 8, 1),
                document_no="示政法〔2026〕9号",
                release_reason="",
            )
        )
        return person.id

    return desk.write(job)


def test_the_file_of_a_person_tells_how_he_came(people):
    person_id = hire(people)
    file = people.read(lambda work: person_file(work, person_id))
    [part] = [one for one in file.parts if one.title == "招录"]
    [line] = part.lines
    assert line.when == "2026-08-01"
    assert line.what == f"公开招录　2026-1 2026-1 公开招录　{EAST}"
    assert line.beside == "录用，示政法〔2026〕9号，报名号 0001"
    assert (line.page, line.part) == ("hiring", "candidate/1")
    others = as_other(people, Grant(Right.VIEW_WORKFORCE))
    file = others.read(lambda work: person_file(work, person_id))
    [line] = next(one for one in file.parts if one.title == "招录").lines
    assert (line.beside, line.page) == ("录用，示政法〔2026〕9号", "")


def test_an_application_that_came_to_nothing_is_told_to_who_hires_alone(people):
    def on_file(work):
        enlist(work, tree_index(work, work.today).by_code["G101"], "钱二", 2)
        person = work.session.scalars(select(Person).where(Person.name == "钱二")).one()
        work.session.get_one(Candidate, 2).person_id = person.id
        return person.id

    person_id = people.write(on_file)
    [row] = people.read(lambda work: hirings_of(work, person_id))
    assert (row.state, row.hired_on, row.rank) == (CandidateState.SUBMITTED, None, None)
    others = as_other(people, Grant(Right.VIEW_WORKFORCE))
    assert others.read(lambda work: hirings_of(work, person_id)) == []


def test_the_register_says_who_was_hired(people):
    person_id = hire(people)
    people.write(lambda work: enlist(work, tree_index(work, work.today).by_code["G101"], "钱二", 2))
    assert people.read(lambda work: sources_of(work, [person_id])) == {person_id: "招录"}
    today = people.read(lambda work: work.today)
    rows = people.read(lambda work: list(register(work, today, None, sources_of)))
    assert {row.name: row.source for row in rows} == {"赵一": "招录", "钱二": ""}
    plain = people.read(lambda work: list(register(work, today)))
    assert [replace(row, source="") for row in rows] == plain


# --- finding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("2026-1", ["2026-1 2026-1 公开招录"]),
        ("公开招录", ["2026-1 2026-1 公开招录"]),
        ("赵一", ["赵一（报名号 0001）"]),
        ("0003", ["孙三（报名号 0003）"]),
        ("赵", []),
        ("没有", []),
        ("%", []),
        ("  ", []),
    ],
)
def test_batches_and_candidates_are_found_by_name_and_number(people, typed, titles):
    found = people.read(lambda work: search_hiring(work, typed))
    assert [one.title for one in found] == titles


def test_only_who_hires_there_finds_them(people):
    change(people, area_path="3205/D1/")
    for grants in ([Grant(Right.VIEW_WORKFORCE)], [Grant(Right.RUN_HIRING, "3205/D2/")]):
        other = as_other(people, *grants)
        assert other.read(lambda work: search_hiring(work, "赵一")) == []
    here = as_other(people, Grant(Right.DECIDE_HIRING, "3205/D1/"))
    [one] = here.read(lambda work: search_hiring(work, "赵一"))
    assert (one.candidate_id, one.beside) == (1, f"已报名、2026-1 {EAST}")
