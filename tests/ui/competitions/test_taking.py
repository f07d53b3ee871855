"""Taking a competition away and bringing it back by real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.accounts.service import sign_in
from hrgrid.panels.rules.merging import Side
from hrgrid.storage.database import Database
from hrgrid.training.queries import taking as reading
from hrgrid.training.service import taking as service
from hrgrid.ui.banners import Banner
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.competitions.board import CompetitionBoardView
from hrgrid.ui.competitions.bringing import BringDialog
from hrgrid.ui.competitions.taking import TakingDialog, away_banner, came_banner
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.first_start import FirstStart
from hrgrid.ui.session import Session
from hrgrid.ui.tasks import Runner
from tests.training.taken import Place, compete, opened, take
from tests.ui.hands import in_dialog

A = (1, 1, "content")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def office(desk):
    return Place(desk, desk.write(compete))


@pytest.fixture
def dialog(qtbot, window, office, settle):
    made = TakingDialog(window.session, office.contest.id, window)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.open()
    settle()
    qtbot.waitUntil(lambda: made.view is not None)
    return made


@pytest.fixture
def places(monkeypatch, tmp_path):
    """What the person chooses in the boxes of the system."""
    chosen = {"save": tmp_path / "比武.hrpack", "open": tmp_path / "送回.hrpack"}
    for name, key in (("getSaveFileName", "save"), ("getOpenFileName", "open")):
        monkeypatch.setattr(QFileDialog, name, lambda *_, key=key: (str(chosen[key]), ""))
    return chosen


def sentences(widget):
    return [banner.message.sentence for banner in widget.findChildren(Banner)]


def packages(office):
    return office.desk.read(lambda work: reading.packages_of(work, office.contest.id))


def press(button):
    QTest.mouseClick(button, LEFT)


def test_a_competition_goes_out_as_one_file(qtbot, dialog, office, places, settle):
    assert dialog.act.text() == "带走 2 个项目…"
    press(dialog.act)
    assert not packages(office)
    assert dialog._reason.problem == "外带要写明事由。"
    QTest.keyClicks(dialog.reason, "dao sai chang")
    press(dialog.act)
    settle()
    qtbot.waitUntil(lambda: bool(packages(office)) and not dialog.events)
    assert places["save"].exists()
    assert any("外带包已存到" in said for said in sentences(dialog))
    # Nothing is left to take; what is away may be taken back.
    assert not dialog.act.isEnabled()
    assert away_banner(packages(office)[0]).endswith("收回时要逐格核对。")


def test_without_a_person_or_an_event_nothing_goes(dialog):
    for ticks in (dialog.keyers, dialog.events):
        for tick in ticks.values():
            tick.click()
        assert not dialog.act.isEnabled()
        for tick in ticks.values():
            tick.click()
    assert dialog.act.isEnabled()


def test_conflicts_are_decided_by_keys_and_come_in(qtbot, dialog, office, places, settle):
    pack = take(office, places["save"])
    with opened(pack, office.contest, places["save"].with_name("外带.hrg")) as laptop:
        laptop.key({A: 92_600, (2, 2, "manner"): 70_000, (3, 1, "content"): 60_000})
        laptop.send_back(places["open"])
    office.key({A: 62_900, (2, 2, "manner"): 71_000})
    dialog.read()
    settle()
    qtbot.waitUntil(dialog.bring.isVisible)
    press(dialog.bring)
    settle()
    qtbot.waitUntil(lambda: isinstance(getattr(dialog, "merge", None), BringDialog))
    merge = dialog.merge
    qtbot.waitUntil(merge.isVisible)
    texts = [
        [merge.model.index(row, at).data() for at in (0, 1)]
        for row in range(merge.model.rowCount())
    ]
    assert texts == [
        ["现场展示 01 号“胡丽华”评委 1", "答题内容"],
        ["现场展示 02 号“邓明辉”评委 2", "仪表举止"],
    ]
    assert (merge.act.text(), merge.act.isEnabled()) == ("还有 2 处要选定", False)
    QTest.keyClick(merge.table, Qt.Key.Key_2)
    assert merge.table.currentIndex().row() == 1
    QTest.keyClick(merge.table, Qt.Key.Key_1)
    assert set(merge.choices.values()) == set(Side)
    press(merge.act)
    assert merge._reason.problem == "收回要写明事由。"
    QTest.keyClicks(merge.reason, "sai hou")
    press(merge.act)
    settle()
    qtbot.waitUntil(lambda: not merge.isVisible())
    assert office.marks() == {
        A: "92.6", (2, 2, "manner"): "71", (3, 1, "content"): "60"
    }  # fmt: skip
    qtbot.waitUntil(lambda: any("已收回 2 处" in said for said in sentences(dialog)))


def test_a_file_of_another_kind_is_told_in_the_dialog(qtbot, dialog, office, places, settle):
    take(office, places["save"])
    places["open"].write_bytes(b"PK, but nothing else")
    dialog.look_at(places["open"])
    settle()
    qtbot.waitUntil(lambda: any("已经损坏" in said for said in sentences(dialog)))


def test_a_lost_computer_is_written_off_with_a_reason(qtbot, dialog, office, places, settle):
    take(office, places["save"])
    dialog.read()
    settle()

    def link(text):
        return next(
            (b for b in dialog.findChildren(LinkButton) if b.text() == text and b.isVisible()), None
        )

    qtbot.waitUntil(lambda: link("作废…") is not None)

    def fill(box):
        QTest.keyClicks(box.reason, "diu le")
        press(box.act)

    in_dialog(ReasonDialog, fill)
    press(link("作废…"))
    settle()
    qtbot.waitUntil(lambda: link("恢复…") is not None)
    assert packages(office)[0].cancel_reason == "diu le"


def test_the_laptop_sends_back(qtbot, office, settings, places):
    pack = take(office, places["save"])
    with opened(pack, office.contest, places["save"].with_name("外带.hrg")) as laptop:
        session = Session(laptop.desk, settings)
        made = TakingDialog(session, laptop.contest.id, None)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.act.text() == "送回…" and made.act.isEnabled())
        press(made.act)
        qtbot.waitUntil(lambda: bool(made.view and made.view.came and made.view.came.returns))
        assert places["save"].exists()
        assert came_banner(made.view.came).endswith("已送回 1 次。录完请送回。")
        session.close()


def test_the_first_start_opens_a_package(qtbot, office, places):
    places["open"] = take(office, places["save"])
    runner = Runner()
    first = FirstStart(runner)
    qtbot.addWidget(first)
    first.show()
    press(first.ways.pack)
    qtbot.waitUntil(lambda: first.pack is not None and first.pack.open.isVisible())
    assert first.pack.title.text() == "2026 年网格员技能比武"
    first.pack.put_place(places["save"].with_name("外带"))
    press(first.pack.open)
    qtbot.waitUntil(lambda: first.keys is not None)
    first.keys.kept.setChecked(True)
    with qtbot.waitSignal(first.finished) as told:
        press(first.keys.act)
    sitting = told.args[0]
    with Database.open(sitting.location) as database:
        desk = sign_in(database, sitting.login, sitting.secret)
        view = desk.read(lambda work: reading.taking_view(work, office.contest.id))
        assert view.came is not None
    runner.close()


def test_the_first_start_says_what_is_wrong_with_a_file(qtbot, places):
    places["open"] = places["save"]
    places["open"].write_bytes(b"nothing")
    runner = Runner()
    first = FirstStart(runner)
    qtbot.addWidget(first)
    first.show()
    press(first.ways.pack)
    qtbot.waitUntil(lambda: any("不是外带包" in said for said in sentences(first)))
    assert first.ways.isVisible()
    runner.close()


def test_the_board_says_what_is_away_and_leads_back(qtbot, board, office, places, hand):
    view = board(office.contest.id)
    assert not [one for one in view.notices.messages if "外带" in one.sentence]
    take(office, places["save"])
    view.refresh()
    told = away_banner(packages(office)[0])
    qtbot.waitUntil(lambda: told in [one.sentence for one in view.notices.messages])
    # It is said once, though it also keeps the marks from being closed.
    assert sum("外带" in one.sentence for one in view.notices.messages) == 1

    def bring(box):
        qtbot.waitUntil(lambda: box.view is not None and box.bring.isVisible())
        QTest.keyClick(box, Qt.Key.Key_Escape)

    in_dialog(TakingDialog, bring)
    [banner] = [one for one in view.notices.findChildren(Banner) if one.message.sentence == told]
    press(banner.findChild(LinkButton))
    qtbot.waitUntil(lambda: any(one.isHidden() for one in hand.window.findChildren(TakingDialog)))
    [package] = packages(office)
    office.desk.write(lambda work: service.cancel_package(work, package.id), reason="diu le")
    view.refresh()
    qtbot.waitUntil(lambda: told not in [one.sentence for one in view.notices.messages])


def test_the_board_on_the_laptop_asks_to_send_back(qtbot, office, settings, places):
    pack = take(office, places["save"])
    with opened(pack, office.contest, places["save"].with_name("外带.hrg")) as laptop:
        session = Session(laptop.desk, settings)
        view = CompetitionBoardView(session)
        qtbot.addWidget(view)
        view.show()
        view.choose(laptop.contest.id)
        qtbot.waitUntil(lambda: view.read is not None)
        assert view.notices.messages[0].sentence.endswith("还没有送回。录完请送回。")
        assert [one.text for one in view.notices.messages[0].actions] == ["去送回"]
        session.close()
