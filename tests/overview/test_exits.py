"""What is told of exits across the rooms: to who may see them, and to nobody else."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.exits.queries.searching import search_exits
from hrgrid.exits.rules.case_forms import LiftForm
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
