"""Ballots keyed one member after the other, by real keys, clicks and a block from Excel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from hrgrid.honours import queries, service
from hrgrid.honours.rules.meeting import Choice, Tally, VoteState, VoteWay
from hrgrid.panels.rules.words import Ground
from hrgrid.storage.journal import JournalFilter
from hrgrid.storage.journal import entries as journal
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.honours.ballot_grid import choice_meant
from hrgrid.ui.honours.ballots import BallotsDialog
from hrgrid.ui.honours.committee import CommitteeVoteDialog
from hrgrid.ui.honours.committee_forms import CloseVoteForm, ConveneForm
from tests.ui.hands import in_dialog
from tests.ui.honours import campaigns
from tests.ui.honours.test_dialogs import click, trigger
from tests.ui.honours.test_reviewing import within
from tests.ui.waiting import until

__all__ = ["trigger"]

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def vote_id(desk, city) -> int:
    """A vote by ballots of three members, nobody has voted yet."""
    campaign_id = campaigns.ranked(city)
    members = tuple(service.MemberForm(name) for name in ("周明", "李安", "王敏"))
    today = desk.read(lambda work: work.today)
    form = service.MeetingForm("书记办公会", today, members, way=VoteWay.BALLOTS)
    return desk.write(lambda work: service.convene(work, campaign_id, form))


@pytest.fixture
def ballots(desk, vote_id, page, trigger, hand):
    """Open the vote, and act in the ballots of its members."""

    def act_in(act) -> None:
        def vote(dialog: CommitteeVoteDialog) -> None:
            until(lambda: dialog.model.rowCount() > 4)
            assert dialog.rest.isHidden()
            within(dialog.ballots, BallotsDialog, act)
            dialog.reject()

        trigger(page().head.more.menu(), "会议表决…", CommitteeVoteDialog, vote)
        hand.settle()

    return act_in


def key(dialog: BallotsDialog, text: str) -> None:
    for sign in text:
        QTest.keyClick(dialog.table, sign)


def take_the_rest(preview: PreviewDialog) -> None:
    click(preview.act)


def row_of(dialog: BallotsDialog) -> int:
    return dialog.table.currentIndex().row()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", FOR), ("１", FOR), ("同意", FOR), ("√", FOR), (" 反 对 ", AGAINST), ("×", AGAINST),
        ("X", AGAINST), ("3", ABSTAIN), ("○", ABSTAIN), ("4", None), ("好", None), ("", None),
    ],
)  # fmt: skip
def test_a_vote_is_read_as_it_is_marked_on_paper(text, meant):
    assert choice_meant(text) is meant


def test_a_key_is_a_vote_and_ballots_follow_each_other(desk, vote_id, ballots):
    def stored():
        items = desk.read(lambda work: queries.meeting(work, vote_id)).items
        return [item.tally for item in items]

    def act(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        people = dialog.model.rowCount()
        assert dialog.member.currentText() == f"1 号 周明（0/{people}）"
        key(dialog, "123")
        assert row_of(dialog) == 3
        assert dialog.told.text() == f"赞成 1、反对 1、弃权 1，还有 {people - 3} 人没录。"
        until(lambda: stored()[:3] == [Tally(1, 0, 0), Tally(0, 1, 0), Tally(0, 0, 1)])
        QTest.keyClick(dialog.table, Qt.Key.Key_Z, CONTROL)
        until(lambda: stored()[2] is None)
        assert row_of(dialog) == 2
        QTest.keyClick(dialog.table, Qt.Key.Key_Y, CONTROL)
        until(lambda: stored()[2] == Tally(0, 0, 1))
        click(dialog.rest)
        assert dialog.member.currentText() == f"1 号 周明（{people}/{people}）"
        assert not dialog.rest.isEnabled()
        until(lambda: None not in stored())
        click(dialog.next)
        assert dialog.member.currentText() == f"2 号 李安（0/{people}）"
        assert row_of(dialog) == 0
        assert {line.choice for line in dialog.model.rows} == {None}
        # A whole ballot from Excel, with one mark that nobody can read.
        marks = ["√"] * people
        marks[1], marks[2] = "反对", "?"
        QGuiApplication.clipboard().setText("\n".join(marks))
        in_dialog(PreviewDialog, take_the_rest)
        QTest.keyClick(dialog.table, Qt.Key.Key_V, CONTROL)
        until(lambda: stored()[1] == Tally(0, 2, 0))
        assert stored()[2] == Tally(0, 0, 1)
        QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
        until(lambda: stored()[0] == Tally(1, 0, 0))
        # One step back on the ballot of before: it is turned to.
        dialog.member.choose(dialog.member.itemData(0))
        # Shortcuts are for the active window, which offscreen nobody gives back after a box.
        dialog.activateWindow()
        until(dialog.isActiveWindow)
        QTest.keyClick(dialog.table, Qt.Key.Key_Z, CONTROL)
        assert dialog.member.currentText().startswith("2 号 李安")
        until(lambda: stored()[0] == Tally(2, 0, 0))
        dialog.reject()

    ballots(act)


def test_what_is_no_vote_is_refused_in_its_cell(ballots):
    def act(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        QTest.keyClick(dialog.table, Qt.Key.Key_F2)
        editor = dialog.table.findChild(QLineEdit)
        editor.insert("好")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert "“好”不是票，请写 1（赞成）" in dialog._outcome.itemAt(0).widget().message.sentence
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert dialog.model.row_at(0).choice is None
        dialog.reject()

    ballots(act)


def test_who_keeps_out_has_no_vote_and_is_left_out_of_the_rest(desk, vote_id, ballots):
    found = desk.read(lambda work: queries.meeting(work, vote_id))
    first, own = found.members[0].id, found.items[0].nomination_id
    desk.write(lambda work: service.recuse_member(work, first, own, Ground.KIN))

    def act(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        assert dialog.model.row_at(0).told == "回避"
        key(dialog, "1")
        assert "回避，不投票" in dialog._outcome.itemAt(0).widget().message.sentence
        click(dialog.rest)
        assert dialog.told.text().endswith("还有 0 人没录，回避 1 人。")
        dialog.reject()

    ballots(act)
    items = desk.read(lambda work: queries.meeting(work, vote_id)).items
    assert items[0].tally is None
    assert {item.tally for item in items[1:]} == {Tally(1, 0, 0)}


def test_a_ballot_of_somebody_who_went_meanwhile_is_taken_back(desk, vote_id, ballots):
    member = desk.read(lambda work: queries.meeting(work, vote_id)).members[0]

    def act(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        desk.write(lambda work: service.set_present(work, member.id, present=False))
        key(dialog, "1")
        until(lambda: dialog.member.currentText().startswith("2 号"))
        assert "没有到会，不能投票" in dialog._outcome.itemAt(0).widget().message.sentence
        assert dialog.member.count() == 2
        assert dialog.model.row_at(0).choice is None
        dialog.reject()

    ballots(act)


def test_what_is_keyed_quickly_is_kept_whole_also_when_the_box_is_closed(desk, vote_id, ballots):
    def act(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        key(dialog, "1231231")
        dialog.reject()

    ballots(act)
    told = [
        item.ballots[0][1] if item.ballots else None
        for item in desk.read(lambda work: queries.meeting(work, vote_id)).items[:8]
    ]
    assert told == [FOR, AGAINST, ABSTAIN, FOR, AGAINST, ABSTAIN, FOR, None]
    # The first is on its way at once, and the others go together.
    entries = desk.read(lambda work: journal(work.session, JournalFilter(), limit=20))
    assert 2 <= [row.action for row in entries].count("cast_ballots") < 7


def test_where_nobody_came_it_says_so(desk, vote_id, ballots):
    for member in desk.read(lambda work: queries.meeting(work, vote_id)).members:
        desk.write(lambda work, member=member: service.set_present(work, member.id, present=False))

    def act(dialog: BallotsDialog) -> None:
        assert dialog.told.text() == "没有人到会，没有票可录。请先在“到会”里登记谁到了。"
        assert dialog.model.rowCount() == 0
        assert not dialog.rest.isEnabled()
        dialog.reject()

    ballots(act)


def test_a_number_with_another_key_is_no_vote(ballots):
    def act(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        QTest.keyClick(dialog.table, "1", CONTROL)
        assert dialog.model.row_at(0).choice is None
        QTest.keyClick(dialog.table, "2", Qt.KeyboardModifier.KeypadModifier)
        assert dialog.model.row_at(0).choice is AGAINST
        dialog.reject()

    ballots(act)


def test_a_vote_by_ballots_is_convened_keyed_and_closed(desk, city, page, trigger, hand):
    campaign_id = campaigns.ranked(city)
    shown = page()
    scan = city.folder / "表决票.pdf"
    scan.write_bytes(b"%PDF-1.4 ballots")

    def convene(form: ConveneForm) -> None:
        form.members.setPlainText("周明，书记\n李安，副书记")
        form.way.choose(VoteWay.BALLOTS)
        click(form.act)

    def fill(dialog: BallotsDialog) -> None:
        until(dialog.table.hasFocus)
        click(dialog.rest)
        click(dialog.next)
        click(dialog.rest)
        assert not dialog.next.isEnabled()
        dialog.reject()

    def close(form: CloseVoteForm) -> None:
        form.document.setText("书记办公会纪要〔2026〕6号")
        form.scan.put(scan)
        click(form.act)

    def vote(dialog: CommitteeVoteDialog) -> None:
        until(dialog.begin.isVisible)
        within(dialog.begin, ConveneForm, convene)
        until(dialog.ballots.isVisible)
        click(dialog.finish)
        assert "还没有票数" in dialog._outcome.itemAt(0).widget().message.sentence
        within(dialog.ballots, BallotsDialog, fill)
        until(lambda: dialog.meeting is not None and not dialog.meeting.open_items)
        assert dialog.model.row_at(0).counts == (2, 0, 0)
        within(dialog.finish, CloseVoteForm, close)
        until(lambda: dialog.meeting is not None and dialog.meeting.state is VoteState.CLOSED)
        dialog.reject()

    trigger(shown.head.more.menu(), "会议表决…", CommitteeVoteDialog, vote)
    hand.settle()
    found = desk.read(lambda work: queries.meeting_of(work, campaign_id))
    assert (found.way, found.state) == (VoteWay.BALLOTS, VoteState.CLOSED)
    assert all(item.passed for item in found.items)
