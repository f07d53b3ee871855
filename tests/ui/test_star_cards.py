"""The star of a person and of a grid on their cards, as long as it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from hrgrid.assessment.model import StarAward
from hrgrid.ui.grids.card import GridDialog
from hrgrid.ui.star_marks import StarMarks
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.grids import grids_of
from tests.ui.crew import crew
from tests.ui.test_grids import Hands

YEAR = dt.timedelta(days=365)


def award(work, *, level, person_id=None, grid_id=None, until=YEAR):
    """A star taken over from before, which runs out `until` later than today."""
    since = work.today - YEAR
    work.session.add(
        StarAward(
            round_id=None,
            person_id=person_id,
            grid_id=grid_id,
            level=level,
            monthly_fen=0,
            valid_from=since,
            valid_to=work.today + until,
            lasts_to=work.today + until,
            ended_by_id=None,
            document_no="政法〔2025〕3号",
            void_reason="",
            import_operation=None,
            made_at=work.now,
            made_by="卫东",
        )
    )


@pytest.fixture
def page(desk, window, settle):
    crew(desk, part_timers=2)
    window.show_page("workforce")
    settle()
    return window.page


@pytest.fixture
def hands(qtbot, settle):
    return Hands(qtbot, settle)


@pytest.fixture
def people(page, desk):
    """The first three by their ids."""
    query = select(Person.id, Person.name).order_by(Person.id).limit(3)
    return desk.read(lambda work: [tuple(row) for row in work.session.execute(query)])


def stars(widget):
    return [one.level for one in widget.findChildren(StarMarks) if one.isVisible()]


def test_a_person_has_the_star_in_force_on_the_card(page, people, desk, qtbot):
    (starred, name), (past, other), (plain, third) = people

    def write(work):
        award(work, level=4, person_id=starred)
        award(work, level=5, person_id=past, until=dt.timedelta())

    desk.write(write)
    view = page.person.view
    for person_id, title, shown in ((starred, name, [4]), (past, other, []), (plain, third, [])):
        page._open(person_id, title)
        qtbot.waitUntil(lambda one=person_id: view.card is not None and view.card.id == one)
        qtbot.waitUntil(lambda levels=shown: stars(view) == levels)


def test_a_star_that_is_given_meanwhile_comes_on_the_open_card(page, people, desk, qtbot):
    (person_id, name), *_ = people
    page._open(person_id, name)
    view = page.person.view
    qtbot.waitUntil(lambda: view.card is not None and view.isVisible())
    assert stars(view) == []
    desk.write(lambda work: award(work, level=3, person_id=person_id))
    page.session.tasks.changed.emit("stars")
    qtbot.waitUntil(lambda: stars(view) == [3])


def test_a_grid_has_its_star_on_its_card(page, desk, hands, qtbot):
    def read(work):
        area = tree_index(work, work.today).named("甲区社区")[0]
        return grids_of(work, area.id, work.today)

    grid, other = desk.read(read)[:2]
    desk.write(lambda work: award(work, level=5, grid_id=grid.id))
    card = hands.open(GridDialog(page.session, grid.id, grid.name, page))
    qtbot.waitUntil(lambda: stars(card) == [5])
    told = [one.text() for one in card.view.findChildren(QLabel)]
    assert any("评为五星（以往评定），有效到 " in one for one in told)
    plain = hands.open(GridDialog(page.session, other.id, other.name, page))
    qtbot.waitUntil(lambda: plain.card is not None)
    assert stars(plain) == []


def test_the_list_draws_stars_and_copies_their_number(page, people, desk, settle):
    (starred, name), *_ = people
    desk.write(lambda work: award(work, level=4, person_id=starred))
    page.refresh()
    settle()
    settle()
    row = next(row for row in page.model.rows if row.name == name)
    at = next(i for i, one in enumerate(page.model.list_columns) if one.key == "star")
    column = page.model.list_columns[at]
    assert (column.stars(row), column.text(row), column.copied(row)) == (4, "四星", "4")
    other = next(row for row in page.model.rows if row.id != starred)
    assert (column.stars(other), column.copied(other)) == (0, "未评星")
