"""Approvals that were given on paper and are recorded by who handles the matter."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.model import Approval, How
from hrgrid.accounts.rules import Deed, Role
from hrgrid.accounts.service import record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.storage import attachments
from hrgrid.storage.work import UnitOfWork
from tests.accounts.deeds import given, paper, recording, subject
from tests.accounts.houses import refused, roles_of, tried

SINGLE, DOUBLE, SEPARATE = Setting
CLERK = Role.CLERK


@pytest.mark.parametrize("setting", list(Setting))
def test_a_paper_counts_like_a_signature_and_says_so_in_the_journal(shared, setting):
    house = shared(setting)
    of = subject(house, Deed.AWARD)
    recorder = house.desk(CLERK)
    state = recorder.write(recording(of, paper(" 马 书记 ", " 书记 ")))
    assert state.given == 1
    newest = house.entries()[0]
    assert (newest.action, newest.subject, newest.actor_name) == (
        "approve",
        "表彰：2026 年度表彰",
        "钱经办",
    )
    for told in (
        '"how":"paper"',
        '"by":"书记马书记"',
        '"on":"2026-01-04"',
        "政法委〔2026〕3号",
        "缺签批件扫描",
    ):
        assert told in newest.after
    words = "单人审批：书记马书记" if setting is SINGLE else "审批：书记马书记"
    assert state.words == words
    with house.database.reading() as work:
        row = work.session.query(Approval).filter_by(subject=of.key).one()
        assert (row.how, row.approver_id, row.recorded_by) == (
            How.PAPER,
            None,
            recorder.actor.operator_id,
        )
        assert (row.setting, row.step) == (setting, 1)


@pytest.mark.parametrize(
    "given_paper",
    [paper(name=" "), paper(post=""), paper(document_no=" \u3000")],
    ids=["no name", "no post", "no number"],
)
def test_a_paper_says_by_whom_and_under_which_number(shared, given_paper):
    house = shared(DOUBLE)
    of = subject(house, Deed.HIRE)
    with pytest.raises(UserError, match="要写明审批人、职务和文号（或会议号）"):
        house.desk(CLERK).write(recording(of, given_paper))
    assert given(house, of) == 0


def test_a_paper_of_today_is_good_and_one_of_tomorrow_is_not(shared):
    house = shared(DOUBLE)
    of = subject(house, Deed.HIRE)
    with house.database.reading() as work:
        today = work.today
    tomorrow = today + dt.timedelta(days=1)
    with pytest.raises(UserError, match=f"批件日期 {tomorrow} 在今天之后"):
        house.desk(CLERK).write(recording(of, paper(decided_on=tomorrow)))
    assert house.desk(CLERK).write(recording(of, paper(decided_on=today))).complete


def test_a_scan_goes_with_the_paper(shared):
    house = shared(DOUBLE)
    of = subject(house, Deed.HIRE)

    def record(work: UnitOfWork) -> str:
        scan = attachments.attach(work, "批件.pdf", b"%PDF-1.7", "application/pdf")
        record_paper_approval(work, of, paper(scan_sha256=scan.sha256))
        return scan.sha256

    scan = house.desk(CLERK).write(record)
    assert scan in house.entries()[0].after


@pytest.mark.parametrize("deed", list(Deed))
def test_papers_are_recorded_by_who_handles_the_matter(shared, deed):
    house = shared(DOUBLE)
    handlers = {CLERK} | ({Role.TRAINER} if deed is Deed.RESULT else set())
    for role in roles_of(DOUBLE):
        of = subject(house, deed)
        if role in handlers:
            tried(house.desk(role), recording(of, paper()))
        else:
            assert "没有“办理" in refused(house, role, recording(of, paper()))
            assert given(house, of) == 0
