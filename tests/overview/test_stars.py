"""What is told of stars across the rooms: duties, the finder, a person's file."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.assessment.model import StarAward
from hrgrid.assessment.queries.searching import search_stars
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.overview.queries.duties import dues
from hrgrid.overview.queries.file import person_file
from hrgrid.overview.service.duties import settle_duty
from hrgrid.storage.desk import Desk
from tests.assessment import assessed, starred
from tests.assessment import office as town

DAY = dt.timedelta(days=1)
TITLE = "9 月星级评定"


@pytest.fixture
def template(template, furnished):
    """With the people of tests/assessment/office.py."""
    return furnished("assessment office", lambda desk: desk.write(town.settle, reason="如实登记"))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Its only person."""
    return desk


def told(desk: Desk) -> dict[str, dt.date]:
    """What waits in stars, and by when."""
    return {due.told: due.on for due in desk.read(dues) if due.subject.startswith("star_")}


def held_by(desk: Desk, path: str, *rights: Right) -> Desk:
    grants = frozenset(Grant(right, path) for right in rights)
    actor = Actor(desk.actor.operator_id, "分管", "经办人", "示例区", grants)
    return Desk(desk.database, actor, desk.keyring)


def take_over(desk: Desk, until: dt.date, name: str = "赵一") -> None:
    """A star of the years before whose last day is the one before `until`."""

    def write(work):
        work.session.add(
            StarAward(
                round_id=None,
                person_id=town.person_of(work, name),
                grid_id=None,
                level=4,
                monthly_fen=0,
                valid_from=until - 300 * DAY,
                valid_to=until,
                lasts_to=until,
                ended_by_id=None,
                document_no="政法〔2025〕3号",
                void_reason="",
                import_operation=None,
                made_at=work.now,
                made_by="卫东",
            )
        )

    desk.write(write)


def test_a_round_tells_its_next_step_until_it_is_confirmed(office):
    assessed.confirmed(office)
    assert told(office) == {}
    number = starred.opened(office)
    assert told(office) == {f"{TITLE}：待计算": starred.FROM}
    starred.computed(office, number)
    (waits,) = told(office)
    assert waits in {f"{TITLE}：已计算，待批准和确认", f"{TITLE}：名额线上有并列，待裁定"}


def test_stars_that_run_out_are_told_until_a_later_round_is_opened(office, clock):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    starred.confirmed(office, number)
    today = office.read(lambda work: work.today)
    assert told(office) == {}
    clock.move(starred.TO - DAY * 31 - today)
    assert told(office) == {f"{TITLE}：星级到期，待评下一次": starred.TO - DAY}
    (due,) = [one for one in office.read(dues) if one.subject.startswith("star_")]
    office.write(lambda work: settle_duty(work, due.subject, "下周评"))
    clock.move(DAY * 61)
    assert told(office) == {}


def test_stars_of_the_years_before_run_out_too(office):
    today = office.read(lambda work: work.today)
    take_over(office, today + DAY * 11)
    take_over(office, today + DAY * 11, "钱二")
    take_over(office, today + DAY * 40, "孙三")
    assert told(office) == {"2 名网格员以往评定的星级到期": today + DAY * 10}
    street = held_by(office, town.area(office, "东街道").path, Right.RUN_ASSESSMENT)
    assert told(street) == {}


def test_nothing_is_told_to_who_runs_no_assessment_there(office):
    assessed.confirmed(office)
    starred.opened(office)
    for desk in (
        held_by(office, "", Right.VIEW_WORKFORCE),
        held_by(office, town.area(office, "西街道").path, Right.RUN_ASSESSMENT),
    ):
        assert told(desk) == {}
    assert office.read(lambda work: search_stars(work, "9月星级"))
    blind = held_by(office, "", Right.VIEW_WORKFORCE)
    assert blind.read(lambda work: search_stars(work, "9月星级")) == []


def test_a_round_is_found_by_its_title_and_leads_to_its_page(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    (hit,) = office.read(lambda work: search_stars(work, "9月星级"))
    assert (hit.part, hit.title, hit.beside) == (f"stars/{number}", TITLE, "星级评定、评定中")
    assert office.read(lambda work: search_stars(work, "8月星级")) == []
    assert office.read(lambda work: search_stars(work, " ")) == []


def test_the_file_of_a_person_holds_the_stars_of_all_years(office):
    assessed.confirmed(office)
    number = starred.opened(office)
    starred.computed(office, number)
    starred.confirmed(office, number)
    name = next(name for name, row in starred.lines(office, number).items() if row.level)
    level = starred.lines(office, number)[name].level
    take_over(office, dt.date(2026, 1, 1), name)
    person = town.person(office, name)

    def lines(desk):
        file = desk.read(lambda work: person_file(work, person))
        return next(part.lines for part in file.parts if part.title == "星级")

    new, old = lines(office)
    assert new.what == f"{'〇一二三四五'[level]}星"
    assert new.when == "2026-11-01 – 2027-10-31"
    assert (new.beside, new.part) == (f"{TITLE}，政法〔2026〕12 号", f"stars/{number}")
    assert (old.what, old.beside, old.part, old.quiet) == (
        *("四星", "以往评定，政法〔2025〕3号", "", True),
    )
    viewer = held_by(office, "", Right.VIEW_WORKFORCE)
    assert [line.part for line in lines(viewer)] == ["", ""]
    starred.reopened(office, number)
    void, _ = lines(office)
    assert void.quiet
    assert void.beside.startswith("已作废（重新评定：成绩有误）")


def test_nothing_is_said_in_the_file_of_who_never_had_a_star(office):
    person = town.person(office, "何水")
    file = office.read(lambda work: person_file(work, person))
    assert "星级" not in [part.title for part in file.parts]
