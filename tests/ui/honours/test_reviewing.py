"""Judges, the public and the committee on the screen, by real clicks and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from hrgrid.honours import queries, service
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries import candidates, meeting_of, public_vote, review_panels
from hrgrid.honours.rules.meeting import VoteState
from hrgrid.honours.rules.words import CampaignState, Removal, Tier
from hrgrid.honours.service import Votes
from hrgrid.honours.service.public_votes import keep_votes
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import PanelState
from hrgrid.panels.service import key_marks
from hrgrid.ui.honours.committee import CommitteeVoteDialog, MembersDialog
from hrgrid.ui.honours.committee_forms import CloseVoteForm, ConveneForm, TallyForm
from hrgrid.ui.honours.judging import KinDialog, OpenReviewForm, ReviewDialog
from hrgrid.ui.honours.public_vote import PublicVoteDialog, StrikeForm
from tests.ui.honours import campaigns
from tests.ui.honours.test_dialogs import acting, click, do, refusal, trigger
from tests.ui.waiting import until

__all__ = ["do", "trigger"]

EXCELLENT = Tier.EXCELLENT


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
        dialog.table.selectRow(0)
        name = dialog.current.name

        def against(form: TallyForm) -> None:
            form.fields[0].setText("1")
            form.fields[1].setText("1")
            click(form.act)
            assert "应为 3 票" in refusal(form)
            form.fields[1].setText("2")
            click(form.act)

        within(dialog.votes, TallyForm, against)
        until(lambda: dialog.model.rows[0].tally is not None)

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
