"""A re-score by keys: every kind of change, what is refused in place, and prizes it touches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rule import Item
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, NoMark, SeatState
from hrgrid.training.queries.competition_events import events_of, times_of
from hrgrid.training.queries.competition_prizes import awards_of
from hrgrid.training.queries.competition_standings import stored_standings
from hrgrid.training.queries.competitors import competitors_of
from hrgrid.training.queries.rescores import rescores_of
from hrgrid.training.rules.competing import AwardState, ChangeKind
from hrgrid.training.rules.standing import time_text
from hrgrid.training.service.events import change_event_rule
from hrgrid.ui.banners import Banner
from hrgrid.ui.competitions.rescore import RescoreDialog
from hrgrid.ui.competitions.rescore_change import ChangeDialog
from hrgrid.ui.competitions.rescore_forms import ApplyRescoreDialog
from hrgrid.ui.competitions.rescore_offer import NOT_JUDGED, NOT_RUNNING, read_offer
from tests.ui.competitions import contests
from tests.ui.hands import activate, in_dialog

TWO = (
    Item("law", "政策法规", weight_bp=4000),
    Item("handling", "现场处置", weight_bp=6000),
)
TIMED = replace(contests.ONE, time_limit=300)
ENTER = Qt.Key.Key_Return


def event_of(desk, key):
    [event] = desk.read(lambda work: events_of(work, key))
    return event


def view_of(desk, key):
    panel_id = event_of(desk, key).panel_id
    return desk.read(lambda work: panel_view(work, panel_id))


def entry(desk, key, number):
    rows = desk.read(lambda work: competitors_of(work, key))
    return next(row for row in rows if row.number == number)


def row_of(view, one):
    return next(row for row in view.entrants if row.key == f"entrant:{one.id}")


def two_items(desk, key):
    """Before it runs: a sheet asks for two things."""
    event = event_of(desk, key)
    rule = view_of(desk, key).rule
    desk.write(lambda work: change_event_rule(work, event.id, rule, TWO))


def fixed(desk, clock, *, events=(contests.ONE,), before=None, during=None):
    """Six people, marked and fixed; `before` it runs and `during` it something else is done."""
    key = contests.competition(desk, "姑苏区网格员技能比武", events, people=6)
    if before:
        before(desk, key)
    contests.start(desk, key)
    contests.mark(desk, key)
    if during:
        during(desk, key)
    contests.close(desk, key)
    contests.lock(desk, clock, key)
    return key


def say(field, text):
    """Text as an input method hands it over."""
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def pick(choice, value):
    """Down from the top until it stands there."""
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.count()):
        if choice.currentData() == value:
            return
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentData() == value, [choice.itemText(at) for at in range(choice.count())]


def problems(box):
    return [field.problem for field in box._field.values() if field.isVisible() and field.problem]


def refusals(box):
    return [one.message.sentence for one in box.findChildren(Banner) if one.isVisible()]


@pytest.fixture
def rescore(level, hand, window, qtbot, desk):
    """Opens the re-score of a competition, does something in it and waits till it is closed."""

    def show(key, act):
        [*done] = desk.read(lambda work: rescores_of(work, key))
        rescore_id = desk.write(
            lambda work: contests.services.open_rescore(work, key, "评分表抄录有误", None)
        )
        view = level(f"competitions/{key}").board
        activate(window, qtbot)
        qtbot.waitUntil(
            lambda: (
                view.read is not None
                and view.read.id == key
                and len(view.read.rescores) == len(done) + 1
            )
        )

        def inside(box):
            qtbot.waitUntil(lambda: box.preview is not None)
            act(box)
            box.reject()

        in_dialog(RescoreDialog, inside)
        view.deeds.show_rescore(rescore_id)
        hand.settle()

    return show


@pytest.fixture
def add(qtbot):
    """Adds one change in the form and waits until it is in the list."""

    def show(box, act):
        before = len(box.changes.rows)

        def change(form):
            qtbot.waitUntil(lambda: form.offer is not None)
            act(form)
            if form.isVisible():
                say(form.reason, "与原始评分表核对")
                QTest.keyClick(form.reason, ENTER)
                qtbot.waitUntil(lambda: not form.isVisible() or bool(refusals(form)))
                assert not form.isVisible(), refusals(form) + problems(form)

        in_dialog(ChangeDialog, change)
        qtbot.mouseClick(box.add, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: len(box.changes.rows) == before + 1)

    return show


@pytest.fixture
def put_into_effect(qtbot):
    """Approved on paper and applied; `decide` is asked what to fill in besides."""

    def show(box, decide=lambda form: None):
        def apply(form):
            texts = ((form.name, "周立军"), (form.post, "主任"), (form.paper_no, "纪要 3 号"))
            for field, text in texts:
                say(field, text)
            decide(form)
            qtbot.mouseClick(form.act, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: not form.isVisible() or bool(refusals(form)))
            assert not form.isVisible(), refusals(form)

        qtbot.waitUntil(box.apply.isEnabled)
        in_dialog(ApplyRescoreDialog, apply)
        qtbot.mouseClick(box.apply, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.apply.isVisible())

    return show


def published(desk, key, number):
    rows = desk.read(lambda work: stored_standings(work, key)).of("person")
    return next(row for row in rows if row.number == number).published


def test_one_item_of_one_judge_is_changed_and_the_other_stays(
    desk, clock, rescore, add, put_into_effect
):
    key = fixed(desk, clock, before=two_items)
    one, before = entry(desk, key, 4), view_of(desk, key)
    row = row_of(before, one)
    law, handling = before.items
    of_item = {seat: before.marks[row.id, seat, handling.id] for seat in range(1, 8)}
    lowest = min(of_item, key=of_item.__getitem__)
    was = published(desk, key, 4)
    shown = []

    def act(box):
        def change(form):
            pick(form.who, one.id)
            assert form.item.isVisible()
            pick(form.seat, lowest)
            pick(form.item, "handling")
            assert form.seat.currentText() == f"评委 {lowest} {contests.JUDGES[lowest - 1]}"
            shown.append(form.old.text())
            form.mark.setFocus()
            QTest.keyClicks(form.mark, "100")

        add(box, change)
        told = [box.changes.data(box.changes.index(0, at)) for at in range(5)]
        assert told[2:] == [f"评委 {lowest} 现场处置", shown[0], "100"]
        assert one.id in {moved.competitor_id for moved in box.moved.rows}
        assert view_of(desk, key).marks == before.marks
        put_into_effect(box)

    rescore(key, act)
    after = view_of(desk, key)
    changed = {cell for cell in before.marks if before.marks[cell] != after.marks[cell]}
    assert changed == {(row.id, lowest, handling.id)}
    assert after.marks[row.id, lowest, handling.id] == 100_000
    assert shown == [f"{of_item[lowest] / 1000:g}"]
    assert (law.label, published(desk, key, 4) > was) == ("政策法规", True)


def test_a_deduction_is_voided_by_its_label_and_only_once(  # noqa: PLR0917 - fixtures
    desk, clock, rescore, add, put_into_effect, qtbot
):
    def during(desk, key):
        row = row_of(view_of(desk, key), entry(desk, key, 2))
        kind = AdjustmentKind.DEDUCTION
        desk.write(
            lambda work: panels.adjust(work, row.id, kind, "使用提示卡", 5_000, reason="规则 7")
        )

    key = fixed(desk, clock, during=during)
    two, was = entry(desk, key, 2), float(published(desk, key, 2))

    def act(box):
        def void(form):
            pick(form.who, two.id)
            pick(form.kind, ChangeKind.VOIDED)
            assert not form.seat.isVisible()
            assert form.adjustment.currentText() == "扣分 使用提示卡 5"
            assert form.old.text() == "扣分 使用提示卡 5（规则 7）"

        add(box, void)

        def again(form):
            qtbot.waitUntil(lambda: form.offer is not None)
            pick(form.who, two.id)
            pick(form.kind, ChangeKind.VOIDED)
            assert form.adjustment.count() == 0
            QTest.keyClick(form.reason, ENTER)
            qtbot.waitUntil(form.act.isEnabled)
            assert problems(form) == [
                "这名选手在这个项目里没有加扣分可以撤销。请换一名选手。"
            ]  # fmt: skip
            QTest.keyClick(form, Qt.Key.Key_Escape)

        in_dialog(ChangeDialog, again)
        qtbot.mouseClick(box.add, Qt.MouseButton.LeftButton)
        assert [row.kind for row in box.changes.rows] == [ChangeKind.VOIDED]
        put_into_effect(box)

    rescore(key, act)
    assert view_of(desk, key).adjustments == ()
    assert float(published(desk, key, 2)) == pytest.approx(was + 5)


def test_a_time_is_changed_and_what_the_overtime_costs_with_it(
    desk, clock, rescore, add, put_into_effect
):
    def during(desk, key):
        one = entry(desk, key, 1)
        event = event_of(desk, key)
        desk.write(lambda work: contests.services.key_time(work, event.id, one.id, 2_875))

    key = fixed(desk, clock, events=(TIMED,), during=during)
    one, was = entry(desk, key, 1), float(published(desk, key, 1))

    def act(box):
        def change(form):
            pick(form.who, one.id)
            pick(form.kind, ChangeKind.TIME)
            assert form.old.text() == "4:47.5"
            form.time.setFocus()
            QTest.keyClicks(form.time, "5:99")
            assert problems(form) == ["用时“5:99”读不出来。请写 3:07.5 或 187.5 秒。"]
            form.time.selectAll()
            QTest.keyClicks(form.time, "5:30")
            assert problems(form) == []

        add(box, change)
        put_into_effect(box)

    rescore(key, act)
    event = event_of(desk, key)
    rows = desk.read(lambda work: times_of(work, event.id))
    mine = next(row for row in rows if row.competitor_id == one.id)
    assert time_text(mine.tenths) == "5:30"
    assert mine.deducted > 0
    assert float(published(desk, key, 1)) == pytest.approx(was - mine.deducted / 1000)


def test_points_off_a_status_and_no_mark_are_added_each_with_what_it_needs(
    desk, clock, rescore, add
):
    key = fixed(desk, clock)
    one, two, three = (entry(desk, key, number) for number in (1, 2, 3))

    def act(box):
        def deduct(form):
            pick(form.who, one.id)
            pick(form.kind, ChangeKind.DEDUCTION)
            assert form.old.text() == "没有加扣分"
            form.points.setFocus()
            QTest.keyClicks(form.points, "-3")
            assert problems(form) == ["扣分的分值要大于 0。请改正。"]
            form.points.selectAll()
            QTest.keyClicks(form.points, "3")
            QTest.keyClick(form.points, ENTER)
            assert problems(form) == ["没有写名目。请补上，例如：使用提示卡。"]
            say(form.what, "使用提示卡")
            assert problems(form) == []

        def gone(form):
            pick(form.who, two.id)
            pick(form.kind, ChangeKind.STATUS)
            assert form.old.text() == "参加"
            assert form.status.findData(EntrantStatus.ENTERED) == -1
            pick(form.status, EntrantStatus.DISQUALIFIED)

        def unread(form):
            pick(form.who, three.id)
            pick(form.seat, 5)
            pick(form.none, NoMark.ILLEGIBLE)
            assert not form.mark.isVisible()

        for change in (deduct, gone, unread):
            add(box, change)
        assert [(row.kind, row.after) for row in box.changes.rows] == [
            (ChangeKind.DEDUCTION, "使用提示卡 3"),
            (ChangeKind.STATUS, "取消资格"),
            (ChangeKind.MARK, "字迹不清"),
        ]

    rescore(key, act)


def test_a_mark_out_of_range_is_refused_below_its_field(desk, clock, rescore, add, qtbot):
    key = fixed(desk, clock)
    one = entry(desk, key, 1)

    def act(box):
        def change(form):
            pick(form.who, one.id)
            pick(form.seat, 3)
            QTest.keyClick(form.seat, ENTER)
            assert problems(form) == ["没有填新的分。请填一个数，例如 90.5。"]
            form.mark.setFocus()
            QTest.keyClicks(form.mark, "120")
            assert problems(form) == ["120 超出 0–100。请核对后改正。"]
            QTest.keyClick(form.mark, ENTER)
            qtbot.waitUntil(form.act.isEnabled)
            assert form.isVisible()
            assert form.mark.hasFocus()
            form.mark.selectAll()
            QTest.keyClicks(form.mark, "99")

        add(box, change)

        def again(form):
            qtbot.waitUntil(lambda: form.offer is not None)
            pick(form.who, one.id)
            pick(form.seat, 3)
            assert "这次复核已改成 99" in form.old.text()
            pick(form.seat, 4)
            assert "这次复核" not in form.old.text()
            QTest.keyClick(form, Qt.Key.Key_Escape)

        in_dialog(ChangeDialog, again)
        qtbot.mouseClick(box.add, Qt.MouseButton.LeftButton)

    rescore(key, act)


def test_after_awarding_every_holder_touched_is_asked_about_and_a_notice(  # noqa: PLR0917
    desk, clock, rescore, add, put_into_effect, qtbot
):
    key = fixed(desk, clock)
    contests.publish(desk, key)
    desk.write(lambda work: contests.services.award(work, key, (), ()))
    held = desk.read(lambda work: awards_of(work, key))
    first = next(one for one in held if one.label == "一等奖")

    def act(box):
        def gone(form):
            pick(form.who, first.competitor_id)
            pick(form.kind, ChangeKind.STATUS)
            pick(form.status, EntrantStatus.DISQUALIFIED)

        add(box, gone)
        assert {one.award_id for one in box.preview.touched} >= {first.id}

        def decide(form):
            assert set(form.keeps) == {one.award_id for one in box.preview.touched}
            for said in (f"{first.name}的一等奖还没有定", "没有写更正通知文号"):
                qtbot.mouseClick(form.act, Qt.MouseButton.LeftButton)
                qtbot.waitUntil(
                    lambda said=said: [one[: len(said)] for one in refusals(form)] == [said]
                )
                for award_id, choice in form.keeps.items():
                    pick(choice, award_id != first.id)
            say(form.notice, "苏政法〔2026〕25号")

        put_into_effect(box, decide)

    rescore(key, act)
    after = {one.id: one for one in desk.read(lambda work: awards_of(work, key))}
    states = {one.id: after[one.id].state for one in held}
    assert states == {
        one.id: AwardState.WITHDRAWN if one is first else AwardState.HELD for one in held
    }
    [row] = desk.read(lambda work: rescores_of(work, key))
    assert row.notice_no == "苏政法〔2026〕25号"


def test_every_kind_is_offered_or_it_is_said_why_not(desk):
    judged = contests.competition(desk, "甲", people=4)
    quick = contests.competition(desk, "乙", (contests.QUICK,), people=8, teams=True)
    for key, kinds, without in (
        (judged, set(ChangeKind) - {ChangeKind.POINT}, NOT_RUNNING),
        (quick, set(ChangeKind) - {ChangeKind.MARK, ChangeKind.TIME}, NOT_JUDGED),
    ):
        event_id = event_of(desk, key).id
        offer = desk.read(lambda work, at=event_id: read_offer(work, at))
        assert set(offer.kinds) == kinds
        assert set(without) == set(ChangeKind) - kinds


def test_a_mark_is_offered_under_who_gave_it_also_when_another_sits_there_now(desk):
    key = contests.competition(desk, "甲", people=4)
    contests.start(desk, key)
    contests.mark(desk, key, rows=2)
    view = view_of(desk, key)
    seat = next(one for one in view.seats if one.seat_no == 3)
    new = panels.SeatForm("朱文渊")
    desk.write(lambda work: panels.replace_seat(work, seat.id, new), reason="临时有事")
    assert SeatState.REPLACED in {one.state for one in view_of(desk, key).seats}
    event_id = event_of(desk, key).id
    offer = desk.read(lambda work: read_offer(work, event_id))
    marked, unmarked = view.entrants[0], view.entrants[3]
    told = {one.id: dict(offer.seats(who)) for who, one in offer.entrants.items()}
    assert told[marked.id][3] == "评委 3 周敏"
    assert told[unmarked.id][3] == "评委 3 朱文渊"
