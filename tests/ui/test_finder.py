"""The search field: pages and functions at once, people and areas as they come."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.training.rules.words import CourseKind
from hrgrid.training.service.classes import ClassForm, open_class
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.ui.finder import read_hits
from hrgrid.ui.finds import Find, FindModel
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import areas_on, person_card, tree_index
from hrgrid.workforce.rules import Employment, Level, PostState
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.ui.crew import crew
from tests.workforce.build import SINCE, id_number

OUTSIDER = OperatorForm(
    "guan", "系统员", "", "", (RoleRow(Role.SYSTEM_ADMIN, ""),), "Zq7-mima-2026"
)


@pytest.fixture
def people(desk):
    return crew(desk, part_timers=30)


@pytest.fixture
def finder(people, window):
    field = window.top.finder
    field.setFocus()
    return field


def write(finder, text: str) -> None:
    """As a person types: Chinese cannot come from single keys."""
    finder.setText(text)
    finder.textEdited.emit(text)


def titles(finder) -> list[str]:
    return [find.title for find in finder.offered]


def test_a_person_is_offered_by_initials_and_opened(finder, window, qtbot, settle, desk):
    qtbot.keyClicks(finder, "oyrs")
    assert titles(finder) == []
    qtbot.waitUntil(lambda: titles(finder) == ["欧阳若水"])
    assert finder._popup.isVisible()
    assert finder.offered[0].beside == "联络员、甲区第2网格"
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    settle()
    settle()
    assert window.page_key == "workforce"
    assert window.page.person.view.card.name == "欧阳若水"
    assert finder.text() == ""
    assert not finder._popup.isVisible()


def test_an_area_is_offered_with_where_it_lies_and_chosen_in_the_tree(
    finder, window, qtbot, settle
):
    write(finder, "乙区社区")
    qtbot.waitUntil(lambda: "乙区社区" in titles(finder))
    found = next(find for find in finder.offered if find.title == "乙区社区")
    assert found.beside == "社区、乙区、乙区一街道"
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    for _ in range(3):
        settle()
    page = window.page
    assert page.panel.model.area(page.panel.tree.currentIndex()).name == "乙区社区"
    assert page.crumb == "示例市 / 乙区 / 乙区一街道 / 乙区社区"


def test_pages_come_first_and_at_once(finder, qtbot):
    write(finder, "乙")
    assert titles(finder) == []
    write(finder, "网格")
    assert titles(finder)[0] == "网格与人员"


def test_what_is_found_stands_below_the_pages(finder, qtbot, desk):
    found = [Find("网格花园社区", "", "workforce", "area/1")]
    write(finder, "网格")
    pages = titles(finder)
    finder._add(finder._asked, found)
    assert titles(finder) == [*pages, "网格花园社区"]


def test_enter_before_the_answer_goes_to_the_first_that_comes(finder, window, qtbot, settle):
    qtbot.keyClicks(finder, "oyrs")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert window.page_key == "dashboard"
    qtbot.waitUntil(lambda: window.page_key == "workforce")
    settle()
    settle()
    assert window.page.person.view.card.name == "欧阳若水"


def test_an_answer_to_what_was_typed_before_is_let_go(finder, qtbot, settle):
    write(finder, "欧阳")
    asked = finder._asked
    write(finder, "没有这种词")
    finder._add(asked, [Find("欧阳若水", "", "workforce", "person/1")])
    assert titles(finder) == []


def test_people_and_areas_share_twelve_places(desk):
    def plant(work):
        planting = Planting(work, SINCE)
        for number in range(20):
            planting.add(None, AreaForm(Level.COMMUNITY, f"安社区{number:02d}"))
        planting.write()
        index = tree_index(work, work.today)
        enlisting = Enlisting(work, index)
        area = next(iter(index.by_code.values()))
        post = PostForm(area, enlisting.roles["志愿者"], Employment.PART, SINCE)
        for number in range(20):
            name = f"安{'一二三四五六七八九十'[number % 10]}"
            enlisting.take(PersonForm(name, id_number(number)), post)
        enlisting.write()

    desk.write(plant)
    kinds = [find.part.split("/")[0] for find in desk.read(lambda work: read_hits(work, "安"))]
    assert kinds == ["file"] * 8 + ["area"] * 4
    areas = desk.read(lambda work: read_hits(work, "安社区"))
    assert len(areas) == 12
    assert {find.beside for find in areas} == {"社区"}


def test_who_may_not_see_the_people_finds_pages_only(people, desk, database, settings, qtbot):
    desk.write(lambda work: add_operator(work, OUTSIDER))
    session = Session(sign_in(database, "guan", OUTSIDER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.show()
    finder = window.top.finder
    assert finder.accessibleName() == "找功能"
    write(finder, "oyrs")
    assert not finder._pause.isActive()
    write(finder, "设置")
    assert "设置" in titles(finder)
    session.close()


def test_the_arrows_choose_among_what_is_offered(finder, window, qtbot, settle, desk):
    write(finder, "乙区")
    qtbot.waitUntil(lambda: len(titles(finder)) > 2)
    wanted = finder.offered[1]
    told = []
    finder.chosen.connect(lambda *place: told.append(place))
    qtbot.keyClick(finder._popup, Qt.Key.Key_Down)
    qtbot.keyClick(finder._popup, Qt.Key.Key_Return)
    assert told == [(wanted.page, wanted.part)]
    for _ in range(3):
        settle()
    assert window.page.crumb.endswith(wanted.title)


def test_a_click_goes_where_it_points(finder, qtbot):
    write(finder, "y")
    told = []
    finder.chosen.connect(lambda *place: told.append(place))
    popup, wanted = finder._popup, finder.offered[2]
    place = popup.visualRect(popup.model().index(2, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == [(wanted.page, wanted.part)]


def test_a_person_of_the_past_is_found(desk, finder, window, qtbot, settle):
    def leave(work):
        person = work.session.scalars(select(Person).where(Person.name == "欧阳若水")).one()
        post = work.session.scalars(select(Post).where(Post.person_id == person.id)).one()
        post.state, post.valid_to = PostState.ENDED, dt.date(2022, 1, 1)
        return person.id

    person_id = desk.write(leave)
    write(finder, "欧阳若水")
    qtbot.waitUntil(lambda: titles(finder) == ["欧阳若水"])
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    settle()
    settle()
    assert window.page.person.view.card == desk.read(lambda work: person_card(work, person_id))


def test_the_hint_fits_the_field(window, finder):
    finder.clear()
    for width, hint in ((400, "找人、找网格、找功能（Ctrl+K）"), (150, "找人、网格、功能")):
        finder.setMaximumWidth(width)
        finder.resize(width, finder.height())
        assert finder.placeholderText() == hint


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = FindModel()
    qtmodeltester.check(model)
    model.show_finds(
        [Find("设置", "sz", "office"), Find("王安", "", "workforce", "person/1", "网格员")]
    )
    qtmodeltester.check(model)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(row, 0).data(role) for row in range(2)] == ["设置", "王安，网格员"]


def test_a_class_is_offered_behind_the_people_and_leads_to_training(
    finder, window, desk, qtbot, settle
):
    def begin(work):
        area = areas_on(work, work.today, Level.DISTRICT)[0]
        course = add_course(work, CourseForm("LX", "轮训", CourseKind.ROTATION, 360))
        form = ClassForm(course, "年度轮训第 1 期", area.id, work.today, work.today, 40)
        return open_class(work, form)

    class_id = desk.write(begin)
    write(finder, "年度轮训")
    qtbot.waitUntil(lambda: any(title.endswith("年度轮训第 1 期") for title in titles(finder)))
    (found,) = (find for find in finder.offered if find.part == f"classes/{class_id}")
    assert found.page == "training"
    assert found.beside.startswith("培训班、筹备中、")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    settle()
    assert window.page_key == "training"
