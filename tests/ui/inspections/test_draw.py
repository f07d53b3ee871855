"""The draw on the full screen: its steps by keys, what it refuses, and what it never shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.rules.words import InspectionState
from hrgrid.assessment.service.inspection_draws import seal_pool, unseal_pool
from hrgrid.assessment.service.inspectors import InspectorForm, add_inspectors
from hrgrid.ui.inspections.board import DRAW
from hrgrid.ui.inspections.ceremony import pool_told, result_tables
from hrgrid.ui.inspections.draw_screen import DrawScreen, PoolTold, Scene, grouped
from tests.assessment.inspected import (
    SEED,
    WITNESSES,
    draw,
    drawn,
    planned,
    rows,
    staffed,
    with_offices,
)
from tests.assessment.inspected import board as board_of
from tests.ui.hands import activate
from tests.ui.inspections.keyboard import type_in

KEY = Qt.Key


@pytest.fixture
def sealed(office) -> int:
    """Six people and an office to draw, six inspectors, lists fixed."""
    with_offices(office)
    key = planned(office, 6, offices=1)
    staffed(office, key)
    office.write(lambda work: seal_pool(work, key))
    return key


@pytest.fixture
def screen(board, sealed, qtbot, hand):
    """The full screen of it, opened by its button."""
    view = board(sealed)
    hand.press(view.primary)
    made = view.deeds.screen
    activate(made, qtbot)
    yield made
    if view.deeds.screen is made:
        made.close()


def test_the_code_is_told_in_groups_before_the_seed(screen, office, sealed):
    digest = board_of(office, sealed).seal.sha256
    assert "".join(grouped(digest)) == digest
    assert {len(group) for group in grouped(digest)} == {4}
    assert screen.scene is Scene.POOL
    assert screen.seed.isHidden()
    assert " ".join(grouped(digest)) in screen.accessibleName()
    assert ("抽网格员", "6 人") in screen.told.figures
    assert ("抽联动单位", "1 家") in screen.told.figures


def test_escape_goes_one_step_back_and_then_closes(screen, board, sealed, qtbot):
    view = board(sealed)
    activate(screen, qtbot)
    screen.setFocus()
    QTest.keyClick(screen, KEY.Key_Right)
    assert screen.scene is Scene.SEED
    type_in(screen.seed, "471")
    QTest.keyClick(screen.seed, KEY.Key_Escape)
    assert screen.scene is Scene.POOL
    QTest.keyClick(screen, KEY.Key_Space)
    assert screen.seed.text() == "471"
    QTest.keyClick(screen.seed, KEY.Key_Escape)
    QTest.keyClick(screen, KEY.Key_Escape)
    qtbot.waitUntil(lambda: view.deeds.screen is None)


def test_nothing_is_drawn_without_seed_and_witnesses(screen, office, sealed, qtbot):
    screen.setFocus()
    QTest.keyClick(screen, KEY.Key_Space)
    QTest.mouseClick(screen.act, Qt.MouseButton.LeftButton)
    assert screen._refused == "没有写种子。写上以后再抽取。"
    assert screen.seed.hasFocus()
    type_in(screen.seed, "4711")
    QTest.mouseClick(screen.act, Qt.MouseButton.LeftButton)
    assert screen._refused == "没有写见证人。写上以后再抽取。"
    assert screen.witnesses.hasFocus()
    # A click beside the fields draws nothing.
    QTest.mouseClick(screen, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert screen.scene is Scene.SEED
    assert board_of(office, sealed).row.state is InspectionState.DRAFT


def test_lists_sealed_anew_meanwhile_refuse_the_seed_of_the_old_code(
    screen, office, sealed, qtbot, settle
):
    def again(work) -> None:
        unseal_pool(work, sealed)
        add_inspectors(work, sealed, [InspectorForm("石外三", "市委政法委")])
        seal_pool(work, sealed)

    office.write(again, reason="漏了一名检查人员")
    screen.setFocus()
    QTest.keyClick(screen, KEY.Key_Space)
    type_in(screen.seed, "4711")
    type_in(screen.witnesses, "周立军")
    QTest.mouseClick(screen.act, Qt.MouseButton.LeftButton)
    settle()
    qtbot.waitUntil(lambda: screen.scene is Scene.SEED)
    assert "刚重新封存过" in screen._refused
    assert screen.seed.text() == "4711"
    assert board_of(office, sealed).row.state is InspectionState.DRAFT


def test_a_draw_shows_streets_teams_and_how_to_repeat_but_nobody_drawn(
    screen, office, sealed, qtbot, settle
):
    screen.setFocus()
    QTest.keyClick(screen, KEY.Key_Space)
    type_in(screen.seed, SEED)
    type_in(screen.witnesses, WITNESSES)
    QTest.mouseClick(screen.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.scene is Scene.RESULT)
    settle()
    board = board_of(office, sealed)
    assert board.row.state is InspectionState.DRAWN
    assert (board.seed, board.witnesses) == (SEED, WITNESSES)
    told = []
    for _ in range(screen.pages):
        told.append(screen.accessibleName())
        told += [text for row in screen.shown for text in (row.name, row.unit, row.points)]
        QTest.keyClick(screen, KEY.Key_Space)
    every = "\n".join(told)
    for one in board.strata:
        assert (one.name in every) == bool(one.drawn or one.offices)
    for team in board.teams:
        assert "、".join(team.inspectors) in every
    assert board.seal.sha256[:8] in every
    assert WITNESSES in every
    assert not [row.name for row in rows(office, sealed) if row.name in every]
    assert screen.page == 1


def test_the_pages_wait_until_somebody_turns_them(screen, office, sealed, qtbot):
    screen.show_result(result_tables(board_of(office, drawn_like(office))))
    assert screen.stopped
    QTest.keyClick(screen, KEY.Key_Right)
    assert screen.page == 2
    QTest.keyClick(screen, KEY.Key_Left)
    assert screen.page == 1
    with qtbot.waitSignal(screen.paper_wanted):
        QTest.keyClick(screen, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)


def drawn_like(office) -> int:
    """Another inspection that was drawn."""
    return drawn(office, 4)


@pytest.mark.parametrize(("width", "height"), [(910, 512), (1366, 768), (1920, 1080)])
def test_the_fields_have_room_on_every_display(qtbot, width, height):
    made = DrawScreen(PoolTold("检查", (("名册", "9 人"),), "ab" * 32, "抽取 3 人"))
    qtbot.addWidget(made)
    made.resize(width, height)
    made.show()
    made.go(Scene.SEED)
    places = [made.seed.geometry(), made.witnesses.geometry(), made.act.geometry()]
    assert all(made.rect().contains(place) for place in places)
    assert not any(
        one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :]
    )
    assert made.act.sizeHint().width() <= made.act.width()


def test_whoever_opens_it_after_the_draw_sees_the_result(board, office, sealed, hand, qtbot):
    draw(office, sealed)
    view = board(sealed)
    assert view.hall.isVisible()
    hand.press(view.hall)
    made = view.deeds.screen
    assert made.scene is Scene.RESULT
    assert made.pages == 3
    made.close()
    qtbot.waitUntil(lambda: view.deeds.screen is None)


def test_the_part_of_the_draw_says_how_to_repeat_it(board, office, sealed):
    view = board(sealed, DRAW)
    assert [row.name for row in view.draw.strata_model.rows] == [
        row.name for row in board_of(office, sealed).strata if row.on_list
    ]
    assert pool_told(board_of(office, sealed)).digest == board_of(office, sealed).seal.sha256
