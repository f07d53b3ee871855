"""What is done for one person from the card: begin, move, end, void, correct; and somebody new."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.ui.banners import Banner
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.office.roles import RoleDialog
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.deeds import EndDialog, VoidDialog
from hrgrid.ui.workforce.person_forms import CorrectDialog, NewPersonDialog
from hrgrid.ui.workforce.post_forms import BeginDialog, TransferDialog
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import coverage, person_card, roles
from hrgrid.workforce.rules import PostState
from tests.ui.crew import crew
from tests.workforce.build import id_number

VIEWER = OperatorForm("mayk", "马永康", "", "示例区", (RoleRow(Role.VIEWER, ""),), "Zq7-mima-2026")
LAST = dt.date(2026, 6, 30)


@pytest.fixture
def few(desk):
    return crew(desk, part_timers=2)


@pytest.fixture
def page(few, window, settle):
    window.show_page("workforce")
    settle()
    settle()
    return window.page


@pytest.fixture
def worker(desk, few):
    """The card of 甲区's first full-time worker."""
    query = select(Post.person_id).where(Post.area_id == few.grids["甲区"][0].id)
    return desk.read(lambda work: person_card(work, work.session.scalar(query)))


@pytest.fixture
def open_form(qtbot, settle):
    """Lets a form be filled in: it is read, and goes when the test ends."""

    def made(dialog):
        qtbot.addWidget(dialog)
        settle()
        return dialog

    return made


@pytest.fixture
def act(qtbot, settle):
    """Presses a form's button; the sentence of the refusal, "" where it was done."""

    def press(dialog) -> str:
        qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        settle()
        if dialog.result():
            return ""
        qtbot.waitUntil(lambda: bool(dialog.findChildren(Banner)))
        return dialog.findChildren(Banner)[-1].message.sentence

    return press


def filled(desk):
    rows = desk.read(lambda work: coverage(work, work.today))
    return {row.path: row.filled for row in rows if "/" not in row.path}


def test_the_card_offers_what_can_be_done(page, worker, settle):
    page._open(worker.id, worker.name)
    settle()
    texts = [action.text() for action in page.person.view.deeds.menu().actions()]
    assert [text for text in texts if text] == [
        "变更资料（改名、换号）…",
        "变更岗位或专兼职…",
        "增加任职…",
        "调动…",
        "结束任职…",
        "请假、借调或离岗…",
        "更正资料…",
        "更正任职…",
        "作废登记错的任职…",
        "与重复的记录合并…",
    ]


def test_who_may_only_look_is_offered_nothing(desk, few, settings, worker, qtbot):
    desk.write(lambda work: add_operator(work, VIEWER))
    viewer = sign_in(desk.database, "mayk", VIEWER.secret)
    session = Session(viewer, settings)
    window = MainWindow(session, Standing("示例区", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("workforce")
    qtbot.waitUntil(lambda: not session.tasks.running)
    window.page._open(worker.id, worker.name)
    qtbot.waitUntil(lambda: window.page.person.view.card is not None)
    assert not window.page.person.view.deeds.isVisibleTo(window)
    assert not window.page.tools.add.isVisibleTo(window)
    session.close()


def test_an_ended_post_shows_at_once_on_the_card(page, worker, open_form, act, qtbot):
    page._open(worker.id, worker.name)
    dialog = open_form(EndDialog(page.session, worker, page))
    assert "事由" in act(dialog)
    dialog.reason.setText("合同到期")
    dialog.last_day.put(LAST)
    assert act(dialog) == ""
    view = page.person.view
    qtbot.waitUntil(lambda: view.card.posts[0].state is PostState.ENDED)
    assert view.card.posts[0].note == "合同到期"
    assert sum(filled(page.session.desk).values()) == 2


def test_a_transfer_to_a_taken_grid_names_who_holds_it(page, few, worker, open_form, act):
    dialog = open_form(TransferDialog(page.session, worker, page))
    assert "没有写网格或单位" in act(dialog)
    dialog.fields.place.setText(few.grids["甲区"][1].code)
    assert "已有专职网格员" in act(dialog)
    dialog.fields.place.setText(few.grids["甲区"][2].code)
    assert act(dialog) == ""
    card = page.session.desk.read(lambda work: person_card(work, worker.id))
    assert [row.state for row in card.posts] == [PostState.ACTIVE, PostState.ENDED]


def test_one_more_post_and_a_post_that_never_was(page, few, worker, open_form, act):
    desk = page.session.desk
    dialog = open_form(BeginDialog(page.session, worker, page))
    dialog.fields.place.setText(few.grids["乙区"][0].code)
    dialog.fields.role.choose("reporter")
    dialog.fields.employment.setCurrentIndex(1)
    assert act(dialog) == ""
    card = desk.read(lambda work: person_card(work, worker.id))
    assert len(card.posts) == 2
    void = open_form(VoidDialog(page.session, card, page))
    void.reason.setText("登记错了")
    assert act(void) == ""
    states = {row.state for row in desk.read(lambda work: person_card(work, worker.id)).posts}
    assert states == {PostState.ACTIVE, PostState.VOIDED}


def test_a_correction_keeps_what_was_left_empty(page, worker, open_form, act):
    dialog = open_form(CorrectDialog(page.session, worker, page))
    dialog.fields.name.setText("欧阳新名")
    dialog.fields.id_number.setText("99999919900101001")
    dialog.reason.setText("录错")
    assert "身份证号" in act(dialog)
    dialog.fields.id_number.setText("")
    assert act(dialog) == ""
    card = page.session.desk.read(lambda work: person_card(work, worker.id))
    assert (card.name, card.id_masked) == ("欧阳新名", worker.id_masked)


def test_somebody_new_begins_with_a_post(page, few, open_form, act, settle):
    dialog = open_form(NewPersonDialog(page.session, page))
    assert "没有写姓名" in act(dialog)
    dialog.fields.name.setText("示例新人")
    dialog.fields.id_number.setText(id_number(321))
    dialog.post.place.setText(few.grids["乙区"][1].code)
    assert act(dialog) == ""
    query = select(Person).where(Person.name == "示例新人")
    person = page.session.desk.read(lambda work: work.session.scalar(query))
    assert person.birth_date == dt.date(1990, 1, 1)
    settle()
    assert "示例新人" in [row.name for row in page.model.rows]


# --- the dictionary of roles ----------------------------------------------------------------------


def test_the_dictionary_is_edited_in_the_settings(window, desk, open_form, act, settle):
    window.show_page("office", "roles")
    settle()
    part = window.page.part
    assert part.model.rowCount() == len(desk.read(roles))
    dialog = open_form(RoleDialog(part.session, None, part))
    dialog.name.setText("网格员")
    assert "已经有“网格员”" in act(dialog)
    dialog.name.setText("楼栋长")
    dialog.flags["front_line"].setChecked(True)
    assert act(dialog) == ""
    settle()
    added = part.model.rows[-1]
    assert (added.label, added.front_line, added.fills_grid) == ("楼栋长", True, False)
    change = open_form(RoleDialog(part.session, added, part))
    change.name.setText("楼长")
    assert act(change) == ""
    settle()
    assert part.model.rows[-1].label == "楼长"
