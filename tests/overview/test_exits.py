"""What is told of exits across the rooms: to who may see them, and to nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.searching import search_exits
from hrgrid.exits.rules.case_forms import Delivery, HearForm, LiftForm, TellForm
from hrgrid.exits.rules.words import OpinionKind
from hrgrid.exits.service.cases import dismiss_case
from hrgrid.exits.service.hearings import hear, tell_person
from hrgrid.exits.service.reassessing import lift_warning
from hrgrid.overview.queries.duties import dues
from hrgrid.overview.queries.file import person_file
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.overview.service.duties import settle_duty
from hrgrid.storage.desk import Desk
from tests.exits import office as town


@pytest.fixture
def template(template, furnished):
    """With the people of tests/exits/office.py."""
    return furnished("exits office", lambda desk: desk.write(town.settle, reason="如实登记"))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Its only person."""
    return desk


def told(desk: Desk) -> dict[str, dt.date]:
    """What waits in exits, and by when."""
    return {due.told: due.on for due in desk.read(dues) if due.kind is DutyKind.EXITS}


def held_by(desk: Desk, path: str, *rights: Right) -> Desk:
    grants = frozenset(Grant(right, path) for right in rights)
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", grants)
    return Desk(desk.database, actor, desk.keyring)


def test_a_case_tells_its_next_step_by_its_number_and_never_the_person(office):
    case = town.warned(office)
    (line,) = told(office)
    board = town.board(office, case)
    assert line == f"{board.card.row.number}：待约谈"
    assert told(office)[line] == board.card.row.due_on
    assert "赵一" not in line


def test_a_notice_that_runs_out_is_told_by_the_last_day_in_the_post(office):
    town.notified(office)
    (line,) = told(office)
    assert line.endswith("通知期满，待办理离岗")
    assert told(office)[line] == town.NOTICE.effective_on


def test_a_hearing_is_told_by_what_is_to_be_done_of_it(office, clock):
    case = town.checked(office)
    [line] = told(office)
    assert line.endswith("：待送达告知书，告知本人可以陈述申辩")
    today = office.read(lambda work: work.today)
    office.write(lambda work: tell_person(work, case, TellForm(Delivery(today))))
    until = town.board(office, case).hearings[0].until
    [(line, on)] = told(office).items()
    assert (line.split("：")[1], on) == ("已告知本人，待登记陈述申辩", until)
    clock.move(until - today + dt.timedelta(days=1))
    [(line, on)] = told(office).items()
    assert (line.split("：")[1], on) == ("本人陈述申辩期满，待登记陈述申辩", until)
    said = HearForm("waived", until + dt.timedelta(days=1))
    office.write(lambda work: hear(work, case, said))
    assert [line.split("：")[1] for line in told(office)] == ["待征求工会意见"]
    town.asked(office, case, OpinionKind.UNION, said.on)
    assert [line.split("：")[1] for line in told(office)] == ["待工会答复"]


def test_a_case_that_waits_for_no_day_is_told_today_and_put_away_for_good(office, clock):
    case = town.reassessed(office)
    office.write(lambda work: setattr(work.session.get_one(ExitCase, case), "due_on", None))
    today = office.read(lambda work: work.today)
    [(line, on)] = told(office).items()
    assert (line.split("：")[1], on) == ("再考核后待处理", today)
    subject = next(due.subject for due in office.read(dues) if due.told == line)
    clock.move(dt.timedelta(days=3))
    assert list(told(office).values()) == [today + dt.timedelta(days=3)]
    assert subject in [due.subject for due in office.read(dues)]


def test_a_search_counts_off_the_running_cases_first(office):
    over = town.opened(office, "赵一")
    office.write(lambda work: dismiss_case(work, over, "核实无误"))
    running = [town.opened(office, name) for name in ("周五", "李四")]
    hits = office.read(lambda work: search_exits(work, "退〔", 2))
    assert {hit.part for hit in hits} == {f"cases/{one}" for one in running}
    every = office.read(lambda work: search_exits(work, "退〔"))
    assert [hit.past for hit in every] == [False, False, True]


def test_the_end_of_a_watch_is_told_and_the_duty_put_away(office, clock):
    case = town.reassessed(office, score=80_000)
    today = office.read(lambda work: work.today)
    form = LiftForm(today, "再考核合格")
    office.write(lambda work: lift_warning(work, case, form))
    until = town.board(office, case).card.row.watch_until
    assert told(office) == {}
    clock.move(until - today)
    (line,) = told(office)
    assert line.endswith("关注期满")
    subject = next(due.subject for due in office.read(dues) if due.told == line)
    office.write(lambda work: settle_duty(work, subject, "表现稳定"))


def test_nothing_is_told_to_who_may_not_see_exits(office):
    case = town.warned(office)
    board = town.board(office, case)
    number, person = board.card.row.number, board.card.row.person_id
    assert [hit.part for hit in office.read(lambda work: search_exits(work, "赵一"))] == [
        f"cases/{case}"
    ]
    assert office.read(lambda work: search_exits(work, number))
    titles = [part.title for part in office.read(lambda work: person_file(work, person)).parts]
    assert "预警和退出" in titles
    elsewhere = town.area(office, "西街道").path
    blind = (
        held_by(office, "", Right.VIEW_WORKFORCE, Right.RUN_EXITS),
        held_by(office, elsewhere, Right.VIEW_EXITS, Right.RUN_EXITS),
    )
    for desk in blind:
        assert told(desk) == {}
        assert desk.read(lambda work: search_exits(work, "赵一")) == []
        assert desk.read(lambda work: search_exits(work, number)) == []
    file = blind[0].read(lambda work: person_file(work, person))
    assert "预警和退出" not in [part.title for part in file.parts]
    assert number not in repr(file)
    watcher = held_by(office, "", Right.VIEW_EXITS)
    assert told(watcher) == {}
