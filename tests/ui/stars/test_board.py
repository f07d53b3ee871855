"""A round of stars from nothing to its certificates, by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.rules.star_rows import Change
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.ui.stars.certificates import IssueDialog
from hrgrid.ui.stars.confirming import ProposeReopening, ReopenStars
from hrgrid.ui.stars.line_form import StarLineDialog
from hrgrid.ui.stars.reading import DECISIONS, LINES, SPREAD
from hrgrid.ui.stars.way import WayDialog
from tests.ui.assessment.pressing import click, open_menu, pick, typed
from tests.ui.hands import in_dialog
from tests.ui.stars import rounds


def test_an_empty_office_says_what_comes_here(level, window, qtbot, hand):
    stars = level()
    qtbot.waitUntil(stars.empty.isVisible)
    assert stars.first.text() == "新建评定"
    assert stars.new.isHidden()


def test_a_bar_leads_to_those_who_stand_in_it(board, office, qtbot, hand):
    key = rounds.open_over(office, 8)
    rounds.compute(office, key)
    view = board(key)
    chart = view.distribution.chart
    at = next(at for at, bar in enumerate(chart.bars) if bar.count)
    level_, count = chart.bars[at].level, chart.bars[at].count
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.row_area(at).center().toPoint())
    qtbot.waitUntil(lambda: view.read.part == LINES)
    qtbot.waitUntil(lambda: view.lines.parts.reader.found == count)
    assert view.lines.level.currentData() == level_
    rows = [view.lines.parts.model.row_at(at) for at in range(count)]
    assert {row.level for row in rows} == {level_}


def test_the_list_narrows_by_change_and_by_letters(board, office, clock, qtbot, hand):
    rounds.settled(office, 8)
    rounds.confirmed_month(office, clock, 9)
    key = rounds.open_over(office, 9)
    rounds.compute(office, key)
    view = board(key, LINES)
    lines = view.lines
    everybody = lines.parts.reader.found
    lines.state.setFocus()
    while lines.state.currentData() is not Change.UP:
        QTest.keyClick(lines.state, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: lines.conditions.change is Change.UP)
    hand.settle()
    qtbot.waitUntil(lambda: lines.parts.reader.found not in {None, everybody})
    rose = [lines.parts.model.row_at(at) for at in range(lines.parts.reader.found)]
    assert all(row.level > row.before_level for row in rose)
    lines.clear_conditions()
    typed(lines.search, "赵一")
    qtbot.waitUntil(lambda: lines.parts.reader.found == 1)
    assert lines.parts.model.row_at(0).name == "赵一"


def test_the_way_of_a_line_says_why_and_what_was_missing(board, office, qtbot, hand):
    key = rounds.open_over(office, 8)
    rounds.compute(office, key)
    view = board(key, LINES)
    told = []

    def look(box: WayDialog) -> None:
        way = box.view.way
        told.append((way.row.name, way.steps, way.missing))
        click(box.away)

    in_dialog(WayDialog, look)
    table = view.lines.parts.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told))
    name, steps, missing = told[0]
    assert name == view.lines.current.name
    assert steps
    assert missing or view.lines.current.level == 5


def test_those_equal_at_a_line_are_decided_on_with_a_reason(board, office, qtbot, hand):
    key = rounds.open_over(office, 8)
    rounds.compute(office, key)
    view = board(key, DECISIONS)
    waiting = view.shown.card.row.at_line
    assert waiting
    groups = view.decisions.data.groups
    done = []

    def decide(box: StarLineDialog) -> None:
        first = next(iter(box.ticks.values()))
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Space)
        typed(box.reason, "群众满意度更高")
        typed(box.by, "考核领导小组会议")
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())
        done.append(True)

    in_dialog(StarLineDialog, decide)
    click(view.decisions.decide)
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: len(view.decisions.data.choices) == len(groups[0].people))
    chosen = [one for one in view.decisions.data.choices if one.level == groups[0].level]
    assert len(chosen) == 1
    assert {one.reason for one in view.decisions.data.choices} == {"群众满意度更高"}


def test_certificates_are_issued_once_and_taken_back_with_a_reopening(board, office, qtbot, hand):
    key = rounds.settled(office, 8)
    view = board(key, SPREAD)
    row = view.shown.card.row
    wanted = sum(row.counts[3:])
    batch = Wanted(f"star_round:{key}")

    def issue(box: IssueDialog) -> None:
        assert box.act.text() == f"签发 {wanted} 份"
        assert box.document.text() == rounds.DOCUMENT
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(IssueDialog, issue)
    pick(qtbot, open_menu(view.papers), "签发星级证书")
    qtbot.waitUntil(lambda: len(office.read(lambda work: certificates(work, batch))) == wanted)

    def ask(box: ProposeReopening) -> None:
        typed(box.reason, "东街道的考核结果改了两个人的分")
        in_dialog(ReopenStars, reopen)
        click(box.act)

    def reopen(box: ReopenStars) -> None:
        qtbot.waitUntil(lambda: box.act.text() == "重开评定")
        typed(box.name, "周立军")
        typed(box.post, "分管副书记")
        typed(box.paper_no, "会议纪要〔2026〕10号")
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(ProposeReopening, ask)
    pick(qtbot, open_menu(view.more), "重开")
    qtbot.waitUntil(lambda: view.shown.card.row.revision == 2)
    states = {one.state.value for one in office.read(lambda work: certificates(work, batch))}
    assert states == {"revoked"}
