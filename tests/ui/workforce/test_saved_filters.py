"""常用筛选: saving, using, renaming, sharing, removing, and taking each back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from hrgrid.accounts.queries import saved_filters
from hrgrid.accounts.service.filters import save_filter
from hrgrid.ui.lists.filter_dialogs import FiltersDialog, NameDialog
from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.workforce.service.reshaping import close_area
from tests.ui.hands import chips, in_dialog, menu_entry, names

CONTROL = Qt.KeyboardModifier.ControlModifier


def settled(settle, times=3) -> None:
    for _ in range(times):
        settle()


def name_it(qtbot, text):
    def act(dialog: NameDialog) -> None:
        dialog.name.selectAll()
        qtbot.keyClicks(dialog.name, text)
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)

    in_dialog(NameDialog, act)


def kept(desk):
    return desk.read(lambda work: saved_filters(work, "people"))


@pytest.fixture
def saved(small, qtbot, settle):
    """The page with a filter saved by hand: 联络员."""
    small.tools.role.setCurrentIndex(small.tools.role.findText("联络员"))
    settled(settle)
    name_it(qtbot, "liaison")
    qtbot.mouseClick(small.parts.saved.save, Qt.MouseButton.LeftButton)
    settled(settle)
    return small


def links(page) -> list[str]:
    return list(page.parts.saved.links)


def test_what_is_in_force_is_saved_under_a_name_and_used_by_a_click(saved, desk, qtbot, settle):
    assert [(row.label, row.conditions) for row in kept(desk)] == [
        ("liaison", {"role": ["liaison", "联络员"]})
    ]
    assert links(saved) == ["缺证件照", "一格多员", "liaison"]
    assert not saved.parts.saved.save.isVisible()
    assert not saved.parts.saved.links["liaison"].isEnabled()
    qtbot.mouseClick(saved.strip.clear, Qt.MouseButton.LeftButton)
    settled(settle)
    assert len(names(saved)) == 8
    qtbot.mouseClick(saved.parts.saved.links["liaison"], Qt.MouseButton.LeftButton)
    settled(settle)
    assert names(saved) == ["欧阳若水"]
    assert chips(saved) == ["联络员"]


def test_nothing_in_force_is_not_offered_to_be_saved(small):
    assert not small.parts.saved.save.isVisible()
    small._want(Conditions(text="甲"))
    assert small.parts.saved.save.isVisible()
    small._want(Conditions(without_photo=True))
    assert not small.parts.saved.save.isVisible()


def test_saving_is_undone_and_done_again_by_the_buttons_above(saved, window, desk, qtbot, settle):
    assert window.top.undo.accessibleName() == "撤销“保存筛选“liaison””"
    assert not window.top.redo.isVisible()
    qtbot.mouseClick(window.top.undo, Qt.MouseButton.LeftButton)
    settled(settle)
    assert kept(desk) == []
    assert links(saved) == ["缺证件照", "一格多员"]
    assert window.top.redo.accessibleName() == "恢复“保存筛选“liaison””"
    qtbot.mouseClick(window.top.redo, Qt.MouseButton.LeftButton)
    settled(settle)
    assert [row.label for row in kept(desk)] == ["liaison"]
    assert not window.top.redo.isVisible()


def arrange(page, act) -> None:
    in_dialog(FiltersDialog, act)
    page.parts.saved._arrange()


def test_all_of_it_by_keyboard_in_one_dialog(saved, desk, qtbot, settle):
    def act(dialog: FiltersDialog) -> None:
        assert [dialog.model.index(0, at).data() for at in range(4)] == [
            "liaison", "自己的", "", "联络员",
        ]  # fmt: skip
        name_it(qtbot, "lly")
        qtbot.keyClick(dialog, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: [row.label for row in dialog.model.rows] == ["lly"])
        qtbot.keyClick(dialog.share, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: bool(dialog.model.rows) and dialog.model.rows[0].shared)
        assert dialog.share.text() == "不再共用"
        # A desktop gives the window back when the box for the name closes; this one does not.
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.keyClick(dialog, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: not dialog.model.rows)
        qtbot.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda: bool(dialog.model.rows))
        dialog.reject()

    arrange(saved, act)
    settled(settle)
    [row] = kept(desk)
    assert (row.label, row.shared) == ("lly", True)
    for _ in range(2):
        saved.session.undo.undo()
        settled(settle)
    [row] = kept(desk)
    assert (row.label, row.shared) == ("liaison", False)


def test_a_filter_whose_area_was_closed_says_so(small, few, window, desk, settle):
    grid = few.grids["甲区"][0]
    gone = next(row for row in desk.read(_areas) if row.name == "甲区学校")
    conditions = {"places": [[gone.id, gone.name, "grid"]]}
    both = {"places": [[gone.id, gone.name, "grid"], [grid.id, grid.name, "grid"]]}
    desk.write(lambda work: save_filter(work, "people", "only", conditions))
    desk.write(lambda work: save_filter(work, "people", "both", both))
    desk.write(lambda work: close_area(work, gone.id, work.today), reason="学校撤并")
    small.refresh()
    settled(settle)
    rows = {row.label: row for row in small.parts.saved.rows}
    small.parts.saved.use(rows["only"])
    settled(settle)
    assert "“甲区学校”，这里已经停用" in window.messages.message.sentence
    assert chips(small) == []
    small.parts.saved.use(rows["both"])
    settled(settle)
    assert "只按其余条件筛选" in window.messages.message.sentence
    assert chips(small) == [f"网格：{grid.name}"]


def _areas(work):
    from hrgrid.workforce.queries import areas_on

    return areas_on(work, work.today)


def test_one_that_cannot_be_read_is_told_and_may_be_removed(small, window, desk, settle):
    desk.write(lambda work: save_filter(work, "people", "alt", {"employment": "gone"}))
    small.refresh()
    settled(settle)
    small.parts.saved.use(small.parts.saved.rows[0])
    assert "“alt”是别的版本存的" in window.messages.message.sentence


def test_in_a_narrow_window_they_are_in_the_menu_of_conditions(saved, window, qtbot, settle):
    window.resize(910, 512)
    qtbot.waitUntil(saved.tools.tree.isVisible)
    assert not saved.parts.saved.isVisible()
    saved._want(Conditions())
    settled(settle)
    menu = menu_entry(saved.tools.more, "常用筛选").menu()
    entries = {action.text(): action for action in menu.actions() if action.text()}
    assert list(entries) == [
        "缺证件照", "一格多员", "liaison", "保存当前筛选…", "整理常用筛选…",
    ]  # fmt: skip
    entries["liaison"].trigger()
    settled(settle)
    assert chips(saved) == ["联络员"]


def test_a_filter_of_everything_is_kept_and_read_back_whole(few):
    import datetime as dt

    from hrgrid.core.narrowing import Counted, Dated, Picked, Worded
    from hrgrid.ui.grids.conditions import GridConditions
    from hrgrid.ui.lists.conditions import Narrowed
    from hrgrid.ui.workforce.conditions import Place
    from hrgrid.workforce.queries.gridlist import GridHeading
    from hrgrid.workforce.queries.narrowing import Heading
    from hrgrid.workforce.rules import Employment, Level

    place = Place(7, "甲区", Level.DISTRICT)
    people = Conditions(
        places=(place,),
        role=("liaison", "联络员"),
        employment=Employment.PART,
        text="甲",
        without_photo=True,
        past=True,
        shared_grid=True,
        narrowed=(
            Narrowed(Picked(Heading.PARTY, ("", "群众")), "政治面貌：群众"),
            Narrowed(Worded(Heading.NAME, "王", begins=True), "姓名：开头是“王”"),
            Narrowed(Dated(Heading.SINCE, dt.date(2020, 1, 1), None), "任职：从 2020-01-01"),
        ),
    )
    assert Conditions.kept(people.plain()) == people
    counted = Narrowed(Counted(GridHeading.HOUSEHOLDS, None, 300), "户数：300 以下")
    grids = GridConditions(
        places=(place,), text="甲", odd_size=True, uncounted=True, narrowed=(counted,)
    )
    assert GridConditions.kept(grids.plain()) == grids
    assert Conditions().plain() == {}
