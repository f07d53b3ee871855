"""What somebody else than the office's clerk sees of assessment, and may do there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.accounts.queries import RoleRow, operators
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import ModerationState, Source
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.ui.assessment.forms import AssessmentReason
from hrgrid.ui.assessment.moderating import ApproveModerations
from hrgrid.ui.assessment.reading import ANALYSIS, DECISIONS, DELIVERED, RESULTS, SHOWN
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from tests.assessment.inspected import drawn
from tests.assessment.office import area, assessees_of, opened
from tests.ui.assessment import terms
from tests.ui.assessment.pressing import click, menu_of_row, open_menu, pick, typed
from tests.ui.hands import VIEWER, activate, in_dialog
from tests.ui.test_imports_page import Hand

KEY = Qt.Key


class Seat:
    """Somebody at a window of his own."""

    def __init__(self, qtbot, session: Session) -> None:
        self.qtbot, self.session = qtbot, session
        self.window = MainWindow(
            session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.hand = Hand(qtbot, self.window, self.rest)
        self.hand.settle()

    def rest(self) -> None:
        """Until nothing runs beside the screen."""
        self.qtbot.waitUntil(lambda: not self.session.tasks.running)

    def show(self, part: str):
        """The page of assessment."""
        self.window.show_page("assessment", part)
        self.hand.settle()
        return self.window.page

    def board(self, key: int, part: int):
        """The board of a period on one of its parts."""
        view = self.show(f"periods/{key}").periods.board
        self.qtbot.waitUntil(lambda: view.read is not None and view.read.id == key)
        view.show_part(part)
        self.qtbot.waitUntil(lambda: view.read.part == part)
        activate(self.window, self.qtbot)
        self.hand.settle()
        return view


@pytest.fixture
def seat(qtbot, office, database, settings):
    """Signs in somebody with one role at one place."""
    made: list[Seat] = []

    def sit(role: Role, path: str = "") -> Seat:
        form = replace(VIEWER, login="zhang", name="张另外", roles=(RoleRow(role, path),))
        office.write(lambda work: add_operator(work, form))
        made.append(Seat(qtbot, Session(sign_in(database, "zhang", VIEWER.secret), settings)))
        return made[0]

    yield sit
    for one in made:
        one.window.close()
        one.session.close()


@pytest.fixture
def scoring(office) -> int:
    """September, computed, with two changes of totals that wait for approval."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    terms.change(office, key, 2)
    return key


def changes(desk, key) -> set[ModerationState]:
    return {one.state for one in desk.read(lambda work: moderations_of(work, key))}


def test_who_may_only_look_at_people_has_no_page_of_assessment(seat, scoring):
    window = seat(Role.VIEWER).window
    window.show_page("assessment")
    assert window.page_key != "assessment"


def test_the_approver_sees_everything_and_is_offered_no_deed_of_the_clerk(seat, scoring):
    one = seat(Role.CHIEF)
    view = one.board(scoring, DELIVERED)
    part = view.delivered
    assert part.model.rows
    assert not any(button.isVisible() for button in (part.collect, part.bring, part.gather))
    assert not view.primary.isVisible()
    assert not view.papers.isVisible()
    offered = pick(one.qtbot, open_menu(view.more), "")
    assert offered == ["考核对象…", "各次计算比较…", "办理过程…"]
    view = one.board(scoring, RESULTS)
    one.qtbot.waitUntil(lambda: view.results.parts.model.rowCount() > 0)
    view.results.parts.table.selectRow(0)
    one.hand.settle()
    assert pick(one.qtbot, open_menu(view.results.adjust), "") == ["人员档案"]
    view = one.board(scoring, SHOWN)
    assert not view.shown_part.mark.isVisible()
    assert one.window.page.periods.new.isHidden()


def test_the_approver_says_yes_to_one_change_and_no_to_another(seat, scoring, office, qtbot):
    one = seat(Role.CHIEF)
    part = one.board(scoring, DECISIONS).decisions
    first = part.proposed[0]

    def on(row) -> None:
        rows = part.table.model()
        at = next(
            at for at in range(rows.rowCount())
            if getattr(rows.row_at(at), "moderation", None) == row
        )  # fmt: skip
        part.table.selectRow(at)

    def no(box: AssessmentReason) -> None:
        typed(box.reason, "佐证材料不足")
        QTest.keyClick(box.reason, KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    on(first)
    in_dialog(AssessmentReason, no)
    offered = pick(qtbot, menu_of_row(part.table), "不批准")
    assert offered == ["批准…", "不批准…"]
    one.hand.settle()
    qtbot.waitUntil(lambda: len(part.proposed) == 1)

    def yes(box: ApproveModerations) -> None:
        assert [box.way.itemData(at) for at in range(box.way.count())] == ["signed"]
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    activate(one.window, qtbot)
    in_dialog(ApproveModerations, yes)
    click(part.approve)
    one.hand.settle()
    assert changes(office, scoring) == {ModerationState.REJECTED, ModerationState.APPROVED}


def test_who_has_one_street_sees_its_periods_alone(seat, office, scoring):
    street = area(office, "东街道")
    own = opened(office, 8, area_id=street.id)
    one = seat(Role.CLERK, street.path)
    level = one.show("periods").periods
    one.qtbot.waitUntil(lambda: bool(level.rows))
    assert [row.id for row in level.rows] == [own]
    view = one.board(own, DELIVERED)
    assert view.delivered.collect.isVisible()
    assert {row.unit for row in view.delivered.model.rows} == {"东街道"}


def test_leniency_is_for_the_approver_alone(board, seat, office, hand):
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    form = replace(VIEWER, login="sun", name="孙评议", roles=(RoleRow(Role.CLERK, ""),))
    office.write(lambda work: add_operator(work, form))
    rows = office.read(lambda work: assessees_of(work, key, left_out=False))
    for one in office.read(operators):
        share = 28_000 if one.login == "sun" else 30_000
        cells = {(202609, row.person_id, "patrols"): Figure(share, 30_000) for row in rows}
        source = FigureSource(Source.IMPORTED, f"{one.name}核的巡查", one.id)
        office.write(lambda work, source=source, cells=cells: deliver(work, source, cells))
    terms.score(office, key)
    view = board(key, ANALYSIS)
    assert view.analysis.strict.isVisible()
    clerk = seat(Role.CLERK)
    view = clerk.board(key, ANALYSIS)
    assert view.analysis.units.isVisible()
    assert not view.analysis.strict.isVisible()
    offered = pick(clerk.qtbot, open_menu(view.papers), "")
    assert offered
    assert not any("宽严" in one for one in offered)


def test_inspections_are_offered_to_who_runs_them_alone(seat, office):
    key = drawn(office, 6)
    page = seat(Role.CHIEF).show(f"inspections/{key}")
    titles = [page.tabs.tabText(at) for at in range(page.tabs.count())]
    assert titles == ["考核期", "星级评定", "方案和指标"]
    assert page.level is page.periods


def test_the_clerk_of_the_office_runs_its_inspections(seat, office, qtbot):
    key = drawn(office, 6)
    one = seat(Role.CLERK)
    view = one.show(f"inspections/{key}").inspections.board
    qtbot.waitUntil(lambda: view.read is not None and view.read.id == key)
    one.hand.settle()
    assert view.isVisible()
    assert view.deeds.runs
    assert view.papers.isVisible()


def test_who_has_one_street_sees_no_inspection_of_the_district(seat, office):
    drawn(office, 6)
    one = seat(Role.CLERK, area(office, "东街道").path)
    level = one.show("inspections").inspections
    one.hand.settle()
    assert level.rows == []
