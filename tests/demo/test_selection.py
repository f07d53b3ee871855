"""The demonstration's selection: every step gone, every paper written, the same every time."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from contextlib import closing
from pathlib import Path

import openpyxl
from pypdf import PdfReader
from sqlalchemy import select

from hrgrid.accounts.service import sign_in
from hrgrid.demo.afterwards import REVOKED_BY
from hrgrid.demo.office import OPERATOR
from hrgrid.demo.printing import FOLDER, KEYS
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.documents.service import read_key_sheet
from hrgrid.honours import queries
from hrgrid.honours.model import TieDecision
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.queries.meetings import newest_vote
from hrgrid.honours.queries.roll import roll
from hrgrid.honours.queries.timetable import timetable
from hrgrid.honours.rules.certificates import batch_of
from hrgrid.honours.rules.collectives import CollectiveState
from hrgrid.honours.rules.meeting import VoteState
from hrgrid.honours.rules.roll import RollFilter
from hrgrid.honours.rules.words import (
    CampaignState,
    GrantState,
    Outcome,
    Removal,
    Tier,
    TieWay,
)
from hrgrid.honours.service import rerun
from hrgrid.paper.codes import read_codes
from hrgrid.paper.seal import verify
from hrgrid.publicity.queries import entries_of, notice_by_subject, objections_of_subject
from hrgrid.publicity.rules import NoticeState, ObjectionState
from hrgrid.storage.database import Database

COLLECTIVES = 4


def asked(done, job):
    with closing(sign_in(Database.open(done.data), OPERATOR)) as desk:
        return desk.read(job)


def test_the_campaign_went_every_step_and_ties_were_closed_by_people(made):
    def steps(work):
        (campaign,) = queries.campaigns(work)
        ties = work.session.scalars(select(TieDecision))
        gone = [row.state for row in queries.steps_of(work, campaign.id)]
        return campaign, gone, {(tie.tier, tie.way) for tie in ties}

    campaign, gone, ties = asked(made[0], steps)
    # The list went twice before the meeting and the public, and was decided in two parts.
    again = [CampaignState.SELECTED, CampaignState.COMMITTEE, CampaignState.PUBLICISING]
    straight = list(CampaignState)[:-1]
    at = straight.index(CampaignState.DECIDING)
    assert gone == [*straight[:at], *again, CampaignState.DECIDING, *straight[at:]]
    assert ties == {(Tier.SKILLED, TieWay.COMMITTEE), (Tier.EXCELLENT, TieWay.LOT)}
    assert campaign.approval_words == "单人审批：书记周明；示政法〔2025〕15号 单人审批：书记周明"
    assert asked(made[0], lambda work: rerun(work, campaign.applied.id))


def test_an_objection_removes_one_whose_district_has_the_next_and_another_waits(made):
    def told(work):
        (campaign,) = queries.campaigns(work)
        subject = queries.publicity_subject(campaign.id)
        return (
            notice_by_subject(work, subject),
            objections_of_subject(work, subject),
            queries.candidates(work, campaign.id),
            [entries_of(work, one.id) for one in notice_by_subject(work, subject)],
            queries.grants(work, campaign.id),
        )

    notices, objections, rows, shown, grants = asked(made[0], told)
    assert [(one.round, one.workdays, one.names, one.state) for one in notices] == [
        (2, 5, 1, NoticeState.CLOSED),
        (1, 5, 19, NoticeState.CLOSED),
    ]
    assert {one.state for one in objections} == {ObjectionState.REPLIED}
    assert sorted(one.upheld for one in objections) == [False, False, True]
    [out] = [row for row in rows if row.removal is Removal.OBJECTION_UPHELD]
    [substitute] = shown[0]
    [came] = [row for row in rows if f"nomination:{row.nomination_id}" == substitute.target]
    assert (came.district, came.tier) == (out.district, out.tier)
    assert came.outcome is Outcome.SELECTED
    assert Counter(row.document_no for row in grants) == {
        "示政法〔2025〕12号": 18,
        "示政法〔2025〕15号": 1,
    }
    assert out.name not in {row.name for row in grants}


def corrected(done):
    """The honour that was put right, as it reads now."""
    rows = asked(done, lambda work: roll(work, RollFilter()))
    [row] = [row for row in rows if row.unit.endswith("居民委员会")]
    return row


def test_panel_public_and_committee_had_their_part(made):
    def told(work):
        (campaign,) = queries.campaigns(work)
        vote = newest_vote(work, campaign.id)
        plan = timetable(work, campaign.id)
        return queries.candidates(work, campaign.id), queries.meeting(work, vote.id), plan

    rows, meeting, plan = asked(made[0], told)
    # No form had the review of a pioneer: it came from the panel.
    assert all(row.review_milli for row in rows if row.tier is Tier.PIONEER)
    assert all(row.public_milli is not None for row in rows)
    assert (meeting.present, len(meeting.members), meeting.state) == (8, 9, VoteState.CLOSED)
    assert all(item.passed for item in meeting.items)
    assert any(item.tally.against for item in meeting.items)
    assert plan.version.starts_on == dt.date(2025, 3, 3)
    assert sum(one.planned.days for one in plan.stages) == 40


def test_units_and_teams_are_honoured_and_an_honour_was_put_right_and_one_taken_back(made):
    def told(work):
        (campaign,) = queries.campaigns(work)
        return collectives(work, campaign.id), roll(work, RollFilter(state=GrantState.REVOKED))

    board, revoked = asked(made[0], told)
    states = Counter((row.title, row.state) for row in board.rows)
    assert states == {
        ("优秀社区", CollectiveState.DECIDED): 2,
        ("优秀社区", CollectiveState.NOMINATED): 1,
        ("优秀网格团队", CollectiveState.DECIDED): 2,
        ("优秀网格团队", CollectiveState.NOMINATED): 1,
    }
    assert all(len(row.members) == 3 for row in board.rows if row.team)
    assert [row.revoke_document for row in revoked] == [REVOKED_BY]
    old = [
        row
        for row in asked(made[0], lambda work: certificates(work, Wanted(batch_of(1))))
        if row.name == corrected(made[0]).name
    ]
    assert {row.state for row in old} == {CertificateState.REPLACED, CertificateState.ISSUED}


def test_the_same_seed_gives_the_same_honours_and_numbers(made):
    def told(work):
        (campaign,) = queries.campaigns(work)
        given = [
            (row.tier, row.place, row.number, row.name, row.unit)
            for row in queries.grants(work, campaign.id)
        ]
        issued = [
            (row.number, row.name, row.unit, row.body)
            for row in certificates(work, Wanted(batch_of(campaign.id)))
        ]
        return campaign.applied.input_hash, campaign.applied.output_hash, given, issued

    first, second = (asked(done, told) for done in made)
    assert first == second
    # Nineteen people, four units and teams, and one whose certificate was replaced.
    assert len(first[3]) == 19 + COLLECTIVES + 1


def test_the_papers_say_what_the_data_says_and_their_codes_are_true(made):
    done = made[0]
    # What was put right afterwards has a certificate of its own that no paper of then could name.
    issued = [
        row
        for row in asked(done, lambda work: certificates(work, Wanted(batch_of(1))))
        if row.unit != corrected(done).unit
    ]
    honours = [paper for paper in done.papers if paper.path.parent.name == FOLDER]
    papers = {(paper.kind, paper.path.suffix): paper for paper in honours}
    for paper in honours:
        if paper.path.suffix == ".pdf":
            assert len(PdfReader(paper.path).pages) == paper.pages
        # The document of the first decision names those whom it decided.
        people = 18 if paper.kind == "decision" else sum(done.honours.values())
        assert paper.rows == people + COLLECTIVES
    sheet = openpyxl.load_workbook(papers["register", ".xlsx"].path).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [row.number for row in issued]
    file = papers["certificate", ".pdf"].path.with_name(KEYS)
    keys = read_key_sheet(file.read_bytes(), KEYS).keys
    assert json.loads(file.read_text(encoding="utf-8"))["office"] == "中共示例市委政法委员会"
    verdicts = [verify(code.text, keys) for code in read_codes(papers["certificate", ".pdf"].path)]
    assert all(verdict.valid for verdict in verdicts)
    assert [one.statement.name for one in verdicts] == [row.name for row in issued]


def test_no_personal_number_stands_on_a_paper(made):
    folder = made[0].data.parent
    numbers = set()
    for path in (folder / "导入").glob("花名册*.xlsx"):
        rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        headings = next(rows)
        at = [headings.index(name) for name in ("身份证号", "手机号")]
        numbers |= {row[place] for row in rows for place in at}
    assert len(numbers) > 200
    for paper in made[0].papers:
        text = _text(paper.path)
        assert len(text) > 100
        assert not [number for number in numbers if number in text]


def _text(path: Path) -> str:
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return "".join(str(cell.value) for cell in cells if cell.value is not None)
