"""截至: one day for every page, chosen in the top bar; deeds wait for today."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.storage.desk import Desk
from hrgrid.ui.as_of import AsOfPopup
from hrgrid.ui.days import day_words, read_only_words, usual_days
from hrgrid.ui.grids.card import GridDialog
from hrgrid.ui.grids.menu import area_menu
from hrgrid.ui.workforce.vacancies import VacanciesDialog
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries import areas_on, find_area
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.rules import Level
from hrgrid.workforce.service.posting import end_post
from hrgrid.workforce.service.regridding import GridForm, Part, split_grid
from hrgrid.workforce.service.reshaping import move_area
from tests.ui.crew import crew


def this_day() -> dt.date:
    return dt.datetime.now().astimezone().date()


THEN, CHANGED = dt.date(2021, 3, 1), dt.date(2022, 5, 1)


@pytest.fixture
def office(desk):
    """The first grid of a district is split on a day; the second loses its worker."""
    grids = crew(desk)

    def change(work) -> None:
        area = find_area(work, "甲区社区", work.today)
        first, *_ = grids_of(work, area.id, THEN)
        forms = GridForm("甲区第0网格东", "G0E"), GridForm("甲区第0网格西", "G0W")
        split_grid(work, first.id, tuple(Part(5_000, form) for form in forms), CHANGED)

    desk.write(change, reason="户数太多")
    return grids


def names(desk, day=None) -> list[str]:
    desk.day = day
    found = desk.read(lambda work: [row.name for row in areas_on(work, work.day, Level.GRID)])
    desk.day = None
    return found


def choose(window, qtbot, day: dt.date) -> None:
    """As a person does: F7, the day, Enter."""
    qtbot.keyClick(window, Qt.Key.Key_F7)
    popup = window.top.as_of.findChild(AsOfPopup)
    popup.day.clear()
    qtbot.keyClicks(popup.day, day.isoformat())
    qtbot.keyClick(popup.day, Qt.Key.Key_Return)
    # The popup had the keys.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def opened(window, settle, key="workforce"):
    window.show_page(key)
    for _ in range(3):
        settle()
    return window.page


def test_reading_knows_the_day_and_writing_does_not(desk):
    desk.day = THEN
    assert desk.read(lambda work: work.day) == THEN
    assert desk.read(lambda work: work.today) != THEN
    assert desk.write(lambda work: work.day == work.today)
    assert desk.rehearse(lambda work: work.day == work.today)
    desk.day = None
    assert desk.read(lambda work: work.day == work.today)


def test_the_old_tree_stands_on_a_day_before_the_split(office, desk):
    assert "甲区第0网格" in names(desk, THEN)
    assert "甲区第0网格东" not in names(desk, THEN)
    assert "甲区第0网格" not in names(desk)
    assert {"甲区第0网格东", "甲区第0网格西"} <= set(names(desk))


def test_a_day_is_typed_and_every_page_that_follows_is_read_as_of_it(office, window, qtbot, settle):
    page = opened(window, settle)
    before = page.reader.every
    choose(window, qtbot, dt.date(2019, 1, 1))
    for _ in range(3):
        settle()
    assert window.session.day == dt.date(2019, 1, 1)
    assert before
    assert page.model.rowCount() == 0
    assert window.as_of.isVisible()
    assert window.as_of.sentence == "正在看 2019 年 1 月 1 日的情况，不能办理。"
    assert window.top.as_of.text() == "截至 2019-01-01"
    qtbot.mouseClick(window.as_of.back, Qt.MouseButton.LeftButton)
    for _ in range(3):
        settle()
    assert window.session.day is None
    assert page.reader.every == before
    assert not window.as_of.isVisible()
    assert window.top.as_of.text() == "截至 今天"


def test_the_dashboard_counts_the_grids_of_the_day(office, window, qtbot, settle):
    page = opened(window, settle, "dashboard")
    today = page.tiles.grids._figure.text()
    choose(window, qtbot, THEN)
    for _ in range(3):
        settle()
    assert int(page.tiles.grids._figure.text()) == int(today) - 1
    qtbot.keyClick(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(3):
        settle()
    assert page.tiles.grids._figure.text() == today


def test_the_day_can_be_taken_from_the_usual_ones(office, window, qtbot, settle):
    opened(window, settle)
    qtbot.mouseClick(window.top.as_of, Qt.MouseButton.LeftButton)
    popup = window.top.as_of.findChild(AsOfPopup)
    today = this_day()
    name, day = usual_days(today)[0]
    assert popup.usual[0].text() == name
    qtbot.mouseClick(popup.usual[0], Qt.MouseButton.LeftButton)
    settle()
    assert window.session.day == day


def test_today_and_what_is_no_day_change_nothing(window, qtbot, settle):
    opened(window, settle)
    window.session.look_at(this_day())
    assert window.session.day is None
    qtbot.keyClick(window, Qt.Key.Key_F7)
    popup = window.top.as_of.findChild(AsOfPopup)
    popup.day.setText("下星期")
    qtbot.keyClick(popup.day, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert window.session.day is None
    popup.close()


def test_a_page_without_days_says_so(window, settle):
    opened(window, settle, "journal")
    window.session.look_at(THEN)
    assert "本页不按日期看" in window.as_of.sentence
    opened(window, settle)
    assert "本页" not in window.as_of.sentence


def test_a_day_to_come_is_told_as_what_is_known_now(window):
    window.session.look_at(dt.date(2099, 1, 1))
    assert "按现在已登记的推算" in window.as_of.sentence


def test_nothing_is_done_on_another_day(office, desk, window, session, settle):
    page = opened(window, settle)
    session.look_at(THEN)
    for _ in range(3):
        settle()
    told = read_only_words(THEN)
    assert told == f"正在看 {day_words(THEN)}的情况，只能看，不能办理。请先回到今天"
    page._edit()
    assert not page.editing.on
    assert window.messages.message.sentence == told
    page._add_person()
    area = desk.read(lambda work: find_area(work, "甲区社区", work.today))
    texts = [action.text() for action in area_menu(session, area, window).actions()]
    assert texts == ["甲区社区的网格：看、拆分、合并…", "打印八定卡…", "导出八定一览表…"]
    page.show_part(f"grids/{area.id}")
    for _ in range(3):
        settle()
    grids = page.grids
    assert not grids.add.isEnabled()
    assert "甲区第0网格" in [row.name for row in grids.model.rows]
    card = GridDialog(session, grids.model.rows[0].id, grids.model.rows[0].name, window)
    settle()
    assert not card.deeds.isEnabled()
    card.reject()


def test_a_write_that_comes_all_the_same_is_refused_with_the_sentence(
    office, desk, session, settle, qtbot
):
    failed = []
    session.look_at(THEN)
    count = desk.read(lambda work: work.session.query(Person).count())
    session.tasks.write(
        lambda work: end_post(work, 1, THEN), topic="workforce", failed=failed.append, reason="试"
    )
    qtbot.waitUntil(lambda: bool(failed))
    assert failed == [UserError(read_only_words(THEN)).sentence]
    # That somebody looked at numbers goes on record on any day.
    done = []
    session.tasks.write(lambda work: work.today, topic="journal", done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert desk.read(lambda work: work.session.query(Person).count()) == count


def test_editing_ends_when_another_day_is_looked_at(office, window, session, settle):
    page = opened(window, settle)
    page._edit()
    assert page.editing.on
    session.look_at(THEN)
    assert not page.editing.on


def test_an_answer_for_the_day_before_is_asked_for_anew(desk, session, settle):
    came = []
    session.tasks.read(lambda work: work.day, came.append)
    session.look_at(THEN)
    for _ in range(2):
        settle()
    assert came == [THEN]


def test_the_day_stays_while_something_is_written(session, qtbot, settle):
    import threading

    go = threading.Event()
    session.tasks.write(lambda _: go.wait(10), topic="journal")
    session.look_at(THEN)
    assert session.day is None
    go.set()
    settle()


def test_vacant_grids_are_those_of_the_day(office, window, session, settle):
    dialog = VacanciesDialog(session, (), "", window)
    settle()
    today = len(dialog.model.rows)
    dialog.reject()
    session.look_at(dt.date(2020, 1, 1))
    dialog = VacanciesDialog(session, (), "", window)
    settle()
    # The worker of the split grid went to one half: the other stands empty.
    assert len(dialog.model.rows) == today - 1
    dialog.reject()


def test_undo_waits_for_today(window, session, settle):
    opened(window, settle)
    session.look_at(THEN)
    window._step_back(lambda: pytest.fail("a step was taken"))
    assert window.messages.message.sentence == read_only_words(THEN)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (
            dt.date(2026, 11, 22),
            [
                ("上月末", dt.date(2026, 10, 31)),
                ("上季末", dt.date(2026, 9, 30)),
                ("上半年末", dt.date(2026, 6, 30)),
                ("上年末", dt.date(2025, 12, 31)),
            ],
        ),
        (dt.date(2026, 1, 2), [("上年末", dt.date(2025, 12, 31))]),
    ],
)
def test_the_usual_days_are_ends_of_times(today, told):
    assert usual_days(today) == told


def test_what_is_exported_of_another_day_says_so_in_its_name(
    office, window, settle, tmp_path, monkeypatch
):
    page, session = opened(window, settle), window.session
    names = []

    def choose(_over, _title, name, _kind) -> tuple[str, str]:
        names.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    session.look_at(THEN)
    for _ in range(3):
        settle()
    page._export_seen()
    settle()
    assert names == [f"人员名单 {page.reader.found} 人 截至 2021-03-01.xlsx"]
    rows = list(load_workbook(tmp_path / names[0]).active.iter_rows(values_only=True))
    grids = {value for row in rows for value in row}
    assert "甲区第0网格" in grids
    assert "甲区第0网格东" not in grids


def test_a_right_of_today_shows_what_its_part_was_on_the_day(desk):
    """A community that moved to another street is seen there by whoever holds it today."""
    made = crew(desk, part_timers=1)
    grid = made.grids["甲区"][0]
    moved = dt.date(2023, 1, 1)

    def move(work) -> None:
        street = find_area(work, "乙区一街道", work.today)
        move_area(work, find_area(work, "甲区社区", work.today).id, street.id, moved)

    desk.write(move, reason="改属")
    path = desk.read(lambda work: find_area(work, "甲区社区", work.today).path)
    assert "S2" in path
    grants = frozenset({Grant(Right.VIEW_WORKFORCE, path)})
    keeper = Desk(desk.database, Actor(1, "分管", "经办人", "示例区", grants), desk.keyring)
    for day in (None, dt.date(2022, 6, 1)):
        keeper.day = day
        seen = keeper.read(lambda work: [row.id for row in areas_on(work, work.day, Level.GRID)])
        assert grid.id in seen
    # Whoever holds the street that it left sees it there no more.
    old = frozenset({Grant(Right.VIEW_WORKFORCE, "3205/D1/S1/")})
    other = Desk(desk.database, Actor(1, "原来的", "经办人", "示例区", old), desk.keyring)
    assert grid.id not in other.read(lambda work: [row.id for row in areas_on(work, work.day)])
