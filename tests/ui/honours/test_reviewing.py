"""Judges, the public and the committee on the screen, by real clicks and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from hrgrid.honours import queries, service
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries import candidates, meeting_of, public_vote, review_panels
from hrgrid.honours.rules.meeting import Tally, VoteState
from hrgrid.honours.rules.words import CampaignState, Removal, Tier
from hrgrid.honours.service import Votes
from hrgrid.honours.service.public_votes import keep_votes
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import Ground, PanelState
from hrgrid.panels.service import key_marks
from hrgrid.ui.honours.attending import KeepOutDialog, KeepOutForm, MembersDialog
from hrgrid.ui.honours.committee import CommitteeVoteDialog
from hrgrid.ui.honours.committee_forms import CloseVoteForm, ConveneForm
from hrgrid.ui.honours.judging import KinDialog, OpenReviewForm, ReviewDialog
from hrgrid.ui.honours.public_vote import PublicVoteDialog, StrikeForm
from hrgrid.ui.honours.vote_lines import COUNTED
from tests.ui.honours import campaigns
from tests.ui.honours.test_dialogs import acting, click, do, refusal, trigger
from tests.ui.waiting import until

IN_FAVOUR, AGAINST = list(COUNTED)[:2]
__all__ = ["do", "trigger"]

EXCELLENT = Tier.EXCELLENT


def stand(dialog: CommitteeVoteDialog, row: int, column: int) -> None:
    """The cursor on a cell."""
    dialog.table.setCurrentIndex(dialog.model.index(row, column))
    dialog.table.setFocus()


def keyed(dialog: CommitteeVoteDialog, text: str) -> None:
    """Type into the cell under the cursor; Enter goes down."""
    index = dialog.table.currentIndex()
    QTest.keyClicks(dialog.table, text)
    editor = dialog.table.indexWidget(index) or dialog.table.findChild(QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def told(dialog: CommitteeVoteDialog) -> str:
    """The sentence below the rows."""
    return dialog._outcome.itemAt(0).widget().message.sentence


def within(button, kind, act) -> None:
    """Press what opens another dialog, and act in that."""
    seen = acting(kind, act)
    click(button)
    until(lambda: bool(seen))


def test_judges_are_seated_mark_and_their_means_are_the_review(desk, city, page, trigger, hand):
    campaign_id = campaigns.reviewed(city)
    shown = page()
    [first] = [
        one
        for one in desk.read(lambda work: candidates(work, campaign_id))
        if one.tier is EXCELLENT and one.unit_rank == 1 and one.district == "甲区"
    ]

    def seat(form: OpenReviewForm) -> None:
        click(form.act)
        assert "还没有写评委" in refusal(form)
        form.tier.choose(EXCELLENT)
        kin = f"{first.name[0]}评委，市直机关"
        form.judges.setPlainText(f"诸葛明，市委组织部\n欧阳文，市公安局\n司马青，市司法局\n{kin}")
        click(form.act)

    def review(dialog: ReviewDialog) -> None:
        within(dialog.add, OpenReviewForm, seat)
        until(lambda: dialog.model.rowCount() == 1)
        dialog.table.selectRow(0)
        [panel] = desk.read(lambda work: review_panels(work, campaign_id))
        assert (len(panel.judges), panel.state) == (4, PanelState.OPEN)
        assert not dialog.close_marks.isEnabled()
        assert panel.suspects > 0

        def keep_out(kin: KinDialog) -> None:
            until(lambda: kin.model.rowCount() == panel.suspects)
            kin.table.selectRow(0)
            click(kin.keep_out)
            until(lambda: kin.model.rowCount() == panel.suspects - 1)
            kin.reject()

        within(dialog.kin, KinDialog, keep_out)
        until(lambda: dialog.current is not None and dialog.current.recused == 1)
        view = desk.read(lambda work: panel_view(work, panel.id))
        item = view.items[0].id
        marks = {
            (entrant.id, column.seat_no, item): 88_000 + 1_000 * column.seat_no
            for entrant in view.entrants
            for column in view.wanted(entrant)
        }
        desk.write(lambda work: key_marks(work, panel.id, marks))
        dialog.refresh()
        until(dialog.close_marks.isEnabled)
        click(dialog.close_marks)
        until(lambda: dialog.current is not None and dialog.current.state is PanelState.CLOSED)
        dialog.reject()

    trigger(shown.head.more.menu(), "评审打分…", ReviewDialog, review)
    hand.settle()
    rows = desk.read(lambda work: candidates(work, campaign_id))
    reviewed = [one.review_milli for one in rows if one.tier is EXCELLENT]
    # Four judges are too few to drop a mark; who lost one of them has the mean of three.
    assert sorted(set(reviewed)) == [90_000, 90_500]


def test_the_committee_votes_and_who_fails_is_out(desk, city, page, trigger, hand):
    campaign_id = campaigns.ranked(city)
    shown = page()
    scan = city.folder / "计票单.pdf"
    scan.write_bytes(b"%PDF-1.4 tally")

    def convene(form: ConveneForm) -> None:
        form.title.clear()
        click(form.act)
        refusal(form)
        QTest.keyClicks(form.title, "A")
        form.members.setPlainText("周明，书记\n李安，副书记\n王敏，委员")
        click(form.act)

    def vote(dialog: CommitteeVoteDialog) -> None:
        until(dialog.begin.isVisible)
        within(dialog.begin, ConveneForm, convene)
        until(lambda: dialog.model.rowCount() > 0)
        until(dialog.rest.isVisible)
        name = dialog.model.row_at(0).item.name
        until(lambda: dialog.table.cells)
        keyed(dialog, "1")
        assert dialog.model.row_at(0).verdict == "差 2 票"
        click(dialog.finish)
        assert "赞成 1＋反对 0＋弃权 0＝1 票，应为 3 票" in told(dialog)
        stand(dialog, 0, AGAINST)
        keyed(dialog, "2")
        until(lambda: dialog.model.row_at(0).verdict == "相符")

        def absent(members: MembersDialog) -> None:
            until(lambda: members.model.rowCount() == 3)
            members.reject()

        within(dialog.members, MembersDialog, absent)
        click(dialog.rest)
        until(lambda: dialog.meeting is not None and not dialog.meeting.open_items)

        def close(form: CloseVoteForm) -> None:
            form.document.setText("书记办公会纪要〔2026〕6号")
            form.scan.put(scan)
            click(form.act)

        within(dialog.finish, CloseVoteForm, close)
        until(lambda: dialog.meeting is not None and dialog.meeting.state is VoteState.CLOSED)
        assert name in dialog._outcome.itemAt(0).widget().message.sentence
        dialog.reject()

    trigger(shown.head.more.menu(), "会议表决…", CommitteeVoteDialog, vote)
    hand.settle()
    found = desk.read(lambda work: meeting_of(work, campaign_id))
    assert (found.state, found.scan_sha256 is not None) == (VoteState.CLOSED, True)
    out = [
        one.removal
        for one in desk.read(lambda work: candidates(work, campaign_id))
        if one.removal is not None
    ]
    assert out == [Removal.NOT_PASSED]
    board = desk.read(lambda work: queries.board(work, campaign_id))
    assert board.campaign.state is CampaignState.SELECTED


def voting(desk, city) -> int:
    """A vote of three members, nobody counted yet; its id."""
    campaign_id = campaigns.ranked(city)
    members = tuple(service.MemberForm(name) for name in ("周明", "李安", "王敏"))
    today = desk.read(lambda work: work.today)
    form = service.MeetingForm("书记办公会", today, members)
    return desk.write(lambda work: service.convene(work, campaign_id, form))


def test_votes_are_typed_down_pasted_and_taken_back(desk, city, page, trigger, hand):
    vote_id = voting(desk, city)
    shown = page()

    def stored():
        items = desk.read(lambda work: queries.meeting(work, vote_id)).items
        return [item.tally for item in items[:4]]

    def vote(dialog: CommitteeVoteDialog) -> None:
        until(lambda: dialog.table.cells and dialog.model.rowCount() > 4)
        keyed(dialog, "3")
        assert (dialog.table.currentIndex().row(), dialog.table.currentIndex().column()) == (
            1,
            IN_FAVOUR,
        )
        assert dialog.model.row_at(0).counts == (3, 0, 0)
        keyed(dialog, "2")
        assert dialog.model.row_at(1).verdict == "差 1 票"
        until(lambda: stored()[:2] == [Tally(3, 0, 0), None])
        QGuiApplication.clipboard().setText("2\t1\t0\n1\t2\n0\t0\t3\n")
        stand(dialog, 1, IN_FAVOUR)
        QTest.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        pasted = [Tally(3, 0, 0), Tally(2, 1, 0), Tally(1, 2, 0), Tally(0, 0, 3)]
        until(lambda: stored() == pasted)
        QTest.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        until(lambda: stored() == [Tally(3, 0, 0), None, None, None])
        assert dialog.model.row_at(1).counts == (2, None, None)
        QTest.keyClick(dialog.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        until(lambda: stored() == pasted)
        stand(dialog, 3, AGAINST)
        QTest.keyClicks(dialog.table, "9")
        QTest.keyClick(dialog.table.findChild(QLineEdit), Qt.Key.Key_Return)
        assert "应投 3 票，9 票太多" in told(dialog)
        QTest.keyClick(dialog.table.findChild(QLineEdit), Qt.Key.Key_Escape)
        stand(dialog, 0, IN_FAVOUR)
        QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
        until(lambda: stored()[0] is None)
        assert dialog.model.row_at(0).verdict == "差 3 票"
        click(dialog.rest)
        assert "票数不符。请先改好" in told(dialog)
        keyed(dialog, "3")
        click(dialog.rest)
        until(lambda: dialog.meeting is not None and not dialog.meeting.open_items)
        assert stored() == pasted
        dialog.reject()

    trigger(shown.head.more.menu(), "会议表决…", CommitteeVoteDialog, vote)
    hand.settle()


def test_a_member_keeps_out_of_a_nominee_whose_votes_are_then_typed_anew(
    desk, city, page, trigger, hand
):
    vote_id = voting(desk, city)
    shown = page()

    def say_why(form: KeepOutForm) -> None:
        form.ground.choose(Ground.OTHER)
        click(form.act)
        assert "要写明情况" in refusal(form)
        form.note.setText("曾是同一小组的组员")
        click(form.act)

    def keep_out(dialog: KeepOutDialog) -> None:
        until(lambda: dialog.model.rowCount() == 3)
        dialog.table.selectRow(1)
        within(dialog.keep_out, KeepOutForm, say_why)
        until(lambda: dialog.model.rows[1].recusal is not None)
        dialog.reject()

    def vote(dialog: CommitteeVoteDialog) -> None:
        until(lambda: dialog.table.cells)
        keyed(dialog, "3")
        stand(dialog, 0, IN_FAVOUR)
        within(dialog.kept_out, KeepOutDialog, keep_out)
        until(lambda: dialog.model.row_at(0).item.recused == 1)
        assert dialog.model.row_at(0).verdict == "未录"
        stand(dialog, 0, IN_FAVOUR)
        keyed(dialog, "2")
        assert dialog.model.row_at(0).verdict == "相符"
        dialog.reject()

    trigger(shown.head.more.menu(), "会议表决…", CommitteeVoteDialog, vote)
    hand.settle()
    found = desk.read(lambda work: queries.meeting(work, vote_id))
    assert (found.items[0].tally, found.recusals[0].note) == (
        Tally(2, 0, 0),
        "曾是同一小组的组员",
    )


@pytest.fixture
def voted(desk, city):
    """A campaign whose scheme asks the public, and a vote that came in."""
    campaign_id = campaigns.reviewed(city)
    board = desk.read(lambda work: queries.board(work, campaign_id))
    wanted = replace(board.scheme, merit_bp=4_000, review_bp=4_000, public_bp=2_000)
    desk.write(lambda work: service.use_scheme(work, campaign_id, wanted), reason="加公众投票")
    rows = desk.read(lambda work: candidates(work, campaign_id))
    votes = {one.nomination_id: Votes(100 + at) for at, one in enumerate(rows)}

    def bring(work):
        keep_votes(work, work.session.get_one(Campaign, campaign_id), votes)

    desk.write(bring)
    return campaign_id


def test_suspicious_votes_are_struck_with_a_reason(desk, voted, page, trigger, hand):
    shown = page()

    def look(dialog: PublicVoteDialog) -> None:
        until(lambda: dialog.model.rowCount() > 0)
        assert "20%" in dialog.told.text()
        dialog.table.selectRow(0)
        before = dialog.current

        def strike(form: StrikeForm) -> None:
            form.votes.setText("很多")
            click(form.act)
            assert "不是票数" in refusal(form)
            form.votes.setText("40")
            form.reason.setText("同一地址一分钟内投了 40 票")
            click(form.act)

        within(dialog.strike, StrikeForm, strike)
        key = before.nomination_id
        until(
            lambda: any(one.nomination_id == key and one.struck == 40 for one in dialog.model.rows)
        )
        dialog.reject()

    trigger(shown.head.more.menu(), "公众投票…", PublicVoteDialog, look)
    hand.settle()
    rows = desk.read(lambda work: public_vote(work, voted)).rows
    [struck] = [one for one in rows if one.strikes]
    assert struck.strikes[0].reason == "同一地址一分钟内投了 40 票"
