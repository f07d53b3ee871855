"""Grids on the screen: the list of a community, splitting, merging, the card."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from sqlalchemy import select

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.grids.card import GridDialog
from hrgrid.ui.grids.conditions import GridConditions
from hrgrid.ui.grids.forms import CloseDialog, MoveDialog, NewGridDialog, RenameDialog
from hrgrid.ui.grids.listing import GridsView
from hrgrid.ui.grids.menu import area_menu
from hrgrid.ui.grids.merging import MergeDialog
from hrgrid.ui.grids.splitting import SplitDialog
from hrgrid.ui.grids.standing_in import EndStandInDialog, StandInDialog, pay_words
from hrgrid.ui.session import Session
from hrgrid.ui.workforce.conditions import Place
from hrgrid.workforce.model import AreaChange, Post
from hrgrid.workforce.queries import coverage, tree_index
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.rules import ChangeKind, Cover, Employment
from tests.ui.crew import crew

VIEWER = OperatorForm("mayk", "马永康", "", "示例区", (RoleRow(Role.VIEWER, ""),), "Zq7-mima-2026")
LATER = dt.date.today() + dt.timedelta(days=40)  # noqa: DTZ011 - the desk's day


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
def community(desk, few):
    """甲区's community and its grids: workers in the first two, none in the third."""

    def job(work):
        area = tree_index(work, work.today).named("甲区社区")[0]
        return area, grids_of(work, area.id, work.today)

    return desk.read(job)


class Hands:
    """What a person does with a form."""

    def __init__(self, qtbot, settle):
        self.qtbot, self.settle = qtbot, settle

    def open(self, dialog):
        """Show a dialog without waiting for it; it goes when the test ends."""
        self.qtbot.addWidget(dialog)
        dialog.show()
        self.settle()
        self.settle()
        return dialog

    def act(self, dialog) -> str:
        """Press its button; the sentence of the refusal, "" where it was done."""
        self.qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: bool(dialog.result() or refused(dialog)))
        self.settle()
        return refused(dialog)

    def told(self, dialog, words):
        """Wait until the outcome of the trial says something."""
        self.qtbot.waitUntil(lambda: words in dialog.trial.told.sentence)
        return dialog.trial.told


def refused(dialog) -> str:
    shown = [one for one in dialog.findChildren(Banner) if one.message.kind is Kind.BAD]
    return shown[-1].message.sentence if shown and shown[-1].isVisible() else ""


@pytest.fixture
def hands(qtbot, settle):
    return Hands(qtbot, settle)


def changes(desk):
    query = select(AreaChange.kind).order_by(AreaChange.id)
    return desk.read(lambda work: list(work.session.scalars(query)))


def counted(desk, on):
    rows = desk.read(lambda work: coverage(work, on))
    return next((row.general_grids, row.filled) for row in rows if row.path.endswith("甲区社区"))


# --- where it begins ------------------------------------------------------------------------------


def test_the_tree_offers_what_is_done_to_an_area(page, community, qtbot):
    tree = page.panel.tree
    area = community[0]
    wanted = []
    tree.menu_wanted.disconnect()
    tree.menu_wanted.connect(lambda row, _: wanted.append(row.id))
    tree.choose([area.id])
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(tree.viewport(), keyboard)
    index = page.panel.model.index_of(area.id)
    tree.scrollTo(index)
    at = tree.visualRect(index).center()
    mouse = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, tree.viewport().mapToGlobal(at))
    QApplication.sendEvent(tree.viewport(), mouse)
    qtbot.mouseClick(page.panel.more, Qt.MouseButton.LeftButton)
    assert wanted == [area.id] * 3
    texts = [one.text() for one in area_menu(page.session, area, page).actions()]
    assert [text for text in texts if text] == [
        "甲区社区的网格：看、拆分、合并…",
        "打印八定卡…",
        "导出八定一览表…",
        "新建网格…",
        "统一填写八定…",
        "更名…",
        "改属…",
    ]


def test_the_list_says_how_grids_stand_and_what_may_be_done(page, community, qtbot):
    area, grids = community
    [listing] = [one for one in area_menu(page.session, area, page).actions() if "看" in one.text()]
    listing.trigger()
    qtbot.waitUntil(lambda: page.grids is not None and page.grids.model.rowCount() == 4)
    view = page.grids
    assert view.isVisible()
    assert not page.tools.isVisible()
    assert [row.name for row in view.model.rows] == [row.name for row in grids]
    qtbot.waitUntil(lambda: [chip.text() for chip in view.parts.strip.chips] == ["社区：甲区社区"])
    assert (view.merge.isEnabled(), view.split.isEnabled()) == (False, True)
    view.table.selectAll()
    assert (view.merge.text(), view.merge.isEnabled()) == ("合并 4 个网格…", True)
    assert not view.split.isEnabled()


def test_who_may_only_look_sees_no_deeds(desk, few, settings, community, qtbot):
    desk.write(lambda work: add_operator(work, VIEWER))
    viewer = sign_in(desk.database, "mayk", VIEWER.secret)
    session = Session(viewer, settings)
    area, grids = community
    frame = QWidget()
    frame.resize(1200, 800)
    qtbot.addWidget(frame)
    column = QVBoxLayout(frame)
    host = GridsView(session)
    column.addWidget(host)
    column.addWidget(host.frame)
    frame.show()
    host.want(GridConditions(places=(Place(area.id, area.name, area.level),)))
    qtbot.waitUntil(lambda: len(host.model.rows) == 4)
    deeds = [one.text() for one in host.deeds.menu().actions() if one.isVisible() and one.text()]
    assert deeds == ["打印 4 张八定卡…"]
    assert not host.frame.edit.isVisible()
    card = GridDialog(session, grids[0].id, grids[0].name, host)
    card.show()
    qtbot.waitUntil(lambda: card.card is not None)
    assert not card.deeds.isVisible()
    assert [one.text() for one in area_menu(session, area, host).actions()] == [
        "甲区社区的网格：看、拆分、合并…",
        "打印八定卡…",
        "导出八定一览表…",
    ]
    session.close()


# --- splitting ------------------------------------------------------------------------------------


def test_a_grid_is_split_by_hand(page, desk, community, hands, qtbot):
    grid = community[1][0]
    dialog = hands.open(SplitDialog(page.session, grid, page))
    assert hands.told(dialog, "综合网格 3 → 4").kind is Kind.OK
    assert "有专职 2（不变），空缺 1 → 2；随转任职 1 项" in dialog.trial.told.sentence
    first, second = dialog.rows.rows
    for field, text in ((first.households, "300"), (second.households, "100")):
        field.clear()
        qtbot.keyClicks(field, text)
    qtbot.mouseClick(dialog.rows.by_households, Qt.MouseButton.LeftButton)
    assert (first.share.text(), second.share.text()) == ("75", "25")
    assert "事由" in hands.act(dialog)
    dialog.effect.reason.setText("户数太多")
    assert hands.act(dialog) == ""
    assert changes(desk) == [ChangeKind.SPLIT]
    assert counted(desk, dt.date.today()) == (4, 2)  # noqa: DTZ011 - the desk's day


def test_shares_that_are_no_whole_are_told_while_one_types(page, community, hands, qtbot):
    dialog = hands.open(SplitDialog(page.session, community[1][0], page))
    dialog.rows.rows[0].share.setText("40")
    assert dialog.rows.sum.text() == "份额合计 90%，还差 10%"
    assert hands.told(dialog, "合计 90%").kind is Kind.WARN
    dialog.rows.rows[0].share.setText("一半")
    assert "读不出来" in dialog.rows.sum.text()
    dialog.effect.reason.setText("试")
    assert "份额“一半”读不出来" in hands.act(dialog)


def test_rows_come_and_go_and_people_follow(page, community, hands, qtbot):
    grids = community[1]
    dialog = hands.open(SplitDialog(page.session, grids[0], page))
    (choice,) = dialog.people.choices.values()
    assert choice.currentText() == f"到{grids[0].name}（1）"
    qtbot.mouseClick(dialog.rows.keep, Qt.MouseButton.LeftButton)
    assert dialog.act.text() == "拆分成 3 个网格"
    assert not dialog.rows.keep.isVisible()
    texts = [choice.itemText(at) for at in range(choice.count())]
    assert f"留在{grids[0].name}" in texts
    assert texts[-1] == "结束任职"
    choice.setCurrentIndex(texts.index(f"留在{grids[0].name}"))
    dialog.rows.take_away(dialog.rows.rows[0])
    assert choice.currentText() == f"留在{grids[0].name}"
    dialog.effect.on.put(LATER)
    before = choice
    qtbot.waitUntil(lambda: before not in dialog.people.choices.values())
    (choice,) = dialog.people.choices.values()
    assert choice.currentText() == f"留在{grids[0].name}"
    neighbour = dialog.rows.neighbour
    neighbour.setCurrentIndex(neighbour.findText(grids[2].name))
    neighbour.activated.emit(neighbour.currentIndex())
    assert [row.title for row in dialog.rows.rows][-1] == grids[2].name
    dialog.rows.rows[-1].name.setText("x")
    assert neighbour.findText(grids[2].name) < 0


# --- merging --------------------------------------------------------------------------------------


def test_two_workers_on_one_grid_are_told_before_it_is_done(page, desk, community, hands, qtbot):
    grids = community[1][:2]
    dialog = hands.open(MergeDialog(page.session, grids, page))
    assert dialog.name.isVisible()
    dialog.into.setCurrentIndex(1)
    assert not dialog.name.isVisible()
    assert hands.told(dialog, "都是专职网格员").kind is Kind.WARN
    dialog.effect.reason.setText("太小")
    dialog.effect.on.put(LATER)
    assert "都是专职网格员" in hands.act(dialog)
    second = dialog.people.choices[list(dialog.people.choices)[1]]
    second.setCurrentIndex(next(at for at in range(9) if "兼职" in second.itemText(at)))
    assert hands.told(dialog, "综合网格 3 → 2").kind is Kind.OK
    assert hands.act(dialog) == ""
    assert counted(desk, LATER) == (2, 1)
    assert counted(desk, LATER - dt.timedelta(days=1)) == (3, 2)
    kinds = select(Post.employment).where(
        Post.area_id == grids[0].id, Post.valid_to.is_(None), Post.fills_grid
    )
    found = desk.read(lambda work: set(work.session.scalars(kinds)))
    assert found == {Employment.FULL, Employment.PART}


def test_a_new_grid_of_two_needs_name_and_code(page, desk, community, hands):
    grids = community[1][1:3]
    dialog = hands.open(MergeDialog(page.session, grids, page))
    assert "没有写合并后的网格名称和编码" in hands.act(dialog)
    dialog.name.setText("合格")
    dialog.code.setText("H1")
    dialog.effect.reason.setText("太小")
    assert hands.act(dialog) == ""
    names = desk.read(lambda work: {row.name for row in areas(work)})
    assert "合格" in names
    assert not names & {grid.name for grid in grids}


def areas(work):
    return tree_index(work, work.today).by_code.values()


# --- one grid -------------------------------------------------------------------------------------


def test_a_grid_is_made_renamed_moved_and_closed_with_its_card_open(
    page, desk, community, hands, qtbot
):
    area = community[0]
    new = hands.open(NewGridDialog(page.session, area.id, area.name, page))
    new.name.setText("新格")
    assert "没有写全编码和名称" in hands.act(new)
    new.code.setText("N1")
    new.households.setText("三百")
    assert "户数“三百”读不出来" in hands.act(new)
    new.households.setText("300")
    new.effect.on.put(dt.date(2026, 1, 1))
    assert hands.act(new) == ""
    made = desk.read(lambda work: tree_index(work, work.today).by_code["N1"])
    card = hands.open(GridDialog(page.session, made.id, made.name, page))
    assert card.card.row.households == 300
    rename = hands.open(RenameDialog(page.session, made.id, "新格", page))
    rename.name.setText("新一格")
    rename.effect.on.put(dt.date(2026, 2, 1))
    assert hands.act(rename) == ""
    move = hands.open(MoveDialog(page.session, made.id, "新一格", page))
    assert "没有写新上级" in hands.act(move)
    move.parent_name.setText("乙区社区")
    move.effect.on.put(dt.date(2026, 3, 1))
    assert hands.act(move) == ""
    qtbot.waitUntil(lambda: "乙区社区" in card.card.above)
    end = hands.open(CloseDialog(page.session, made.id, "新一格", page))
    end.effect.on.put(dt.date(2026, 4, 1))
    assert "事由" in hands.act(end)
    end.effect.reason.setText("不要了")
    assert hands.act(end) == ""
    qtbot.waitUntil(lambda: card.card.valid_to == dt.date(2026, 4, 1))
    assert not card.deeds.isVisible()
    kinds = [ChangeKind.CREATE, ChangeKind.RENAME, ChangeKind.MOVE, ChangeKind.CLOSE]
    assert changes(desk) == kinds
    assert [one.kind for one in card.card.history.changes] == kinds[::-1]


def test_somebody_looks_after_a_grid_and_the_card_says_what_it_earns(
    page, desk, community, hands, qtbot
):
    grids = community[1]
    card = hands.open(GridDialog(page.session, grids[0].id, grids[0].name, page))
    form = hands.open(StandInDialog(page.session, grids[0], card))
    form.reason.setText("产假")
    form.person.setText("没有这个人")
    assert "没有叫“没有这个人”的在册人员" in hands.act(form)
    form.person.setText(grids[0].worker)
    assert "就是这个网格的专职网格员" in hands.act(form)
    form.person.setText("欧阳若水")
    assert not form.allowance.isEnabled()
    form.pay.setCurrentIndex(1)
    assert hands.act(form) != ""
    qtbot.keyClicks(form.allowance, "500")
    assert hands.act(form) == ""
    qtbot.waitUntil(lambda: bool(card.card.stand_ins))
    (row,) = card.card.stand_ins
    assert (row.name, pay_words(row)) == ("欧阳若水", "补贴每月 500.00 元")
    assert card.card.row.cover is Cover.COVERED
    assert "结束代管…" in [one.text() for one in card.deeds.menu().actions()]
    end = hands.open(EndStandInDialog(page.session, grids[0], row, card))
    assert hands.act(end) == ""
    qtbot.waitUntil(lambda: card.card.stand_ins[0].valid_to is not None)
    assert counted(desk, LATER) == (3, 2)
