"""The committee's vote: a frozen list, sums that add up, who fails is out and the next steps in."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pypdf
import pytest

from hrgrid.core.errors import UserError
from hrgrid.honours import queries, service
from hrgrid.honours.papers import Form, write_minutes, write_tally_sheet
from hrgrid.honours.queries.meeting_rows import suspects_of
from hrgrid.honours.rules.meeting import Choice, Tally, VoteState, VoteWay
from hrgrid.honours.rules.words import CampaignState, Outcome, OutcomeCode, Removal
from hrgrid.honours.service import Evidence, MemberForm
from hrgrid.panels.rules.words import Ground
from tests.honours.build import outcomes, ran
from tests.honours.review import MEMBERS, convened, nomination_of, seen
from tests.honours.test_proof import proved, verified
from tests.honours.test_running import small
from tests.statements import recorded
from tests.storage.deeds import only

DOCUMENT = "会议纪要〔2026〕1号"


@pytest.fixture
def listed(office, tmp_path):
    """A list in force: A001, A002 of the east, B001, B002 of the west; A003 is a reserve."""
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    return campaign_id


def put(office, vote_id, tallies):
    return office.write(lambda work: service.put_tallies(work, vote_id, tallies))


def unanimous(office, vote_id):
    return office.write(lambda work: service.all_in_favour(work, vote_id))


def counted(office, vote_id):
    return office.write(lambda work: service.close_vote(work, vote_id, DOCUMENT))


def refused(office, does):
    with pytest.raises(UserError) as told:
        office.write(does)
    return told.value.sentence


def state_of(office, campaign_id):
    return office.read(lambda work: queries.campaign(work, campaign_id)).state


def test_a_list_that_everybody_votes_for_has_been_before_the_meeting(office, listed):
    vote_id = convened(office, listed)
    told = seen(office, vote_id)
    assert [item.number for item in told.items] == ["A001", "A002", "B001", "B002", "A003"]
    assert [item.reserve for item in told.items] == [False] * 4 + [True]
    assert (told.entitled, told.present, told.rule.words) == (
        5,
        5,
        "到会不少于应到的 2/3，赞成超过应到人数的半数为通过",
    )
    assert len(unanimous(office, vote_id)) == 5
    done = counted(office, vote_id)
    assert (done.passed, done.failed, done.adopted) == (5, (), True)
    assert state_of(office, listed) is CampaignState.COMMITTEE
    step = office.read(lambda work: queries.steps_of(work, listed))[-1]
    assert step.document_no == DOCUMENT


def test_votes_that_do_not_add_up_are_refused_with_the_arithmetic(office, listed):
    vote_id = convened(office, listed)
    own, other = (nomination_of(office, listed, number) for number in ("A001", "A002"))
    said = refused(
        office,
        lambda work: service.put_tallies(
            work, vote_id, {other: Tally(5, 0, 0), own: Tally(4, 1, 1)}
        ),
    )
    assert said == (
        "“钱一A”（A001）赞成 4＋反对 1＋弃权 1＝6 票，应为 5 票（到会 5 人）。没有记下，请核对。"
    )
    assert all(item.tally is None for item in seen(office, vote_id).items)
    member = seen(office, vote_id).members[0]
    office.write(lambda work: service.recuse_member(work, member.id, own, Ground.KIN))
    said = refused(office, lambda work: service.put_tallies(work, vote_id, {own: Tally(5, 0, 0)}))
    assert "＝5 票，应为 4 票（到会 5 人，回避 1 人）" in said
    assert put(office, vote_id, {own: Tally(4, 0, 0)}) == {own: None}
    assert put(office, vote_id, {own: None}) == {own: Tally(4, 0, 0)}


def test_who_fails_is_out_and_the_reserve_steps_in_under_the_same_vote(office, listed, tmp_path):
    vote_id = convened(office, listed)
    own = nomination_of(office, listed, "A002")
    put(office, vote_id, {own: Tally(2, 3, 0)})
    unanimous(office, vote_id)
    done = counted(office, vote_id)
    assert (done.passed, done.failed, done.adopted) == (4, ("孙一A（A002）",), False)
    assert state_of(office, listed) is CampaignState.SELECTED
    row = next(
        one
        for one in office.read(lambda work: queries.candidates(work, listed))
        if one.number == "A002"
    )
    assert row.removal is Removal.NOT_PASSED
    assert "没有计完票" not in refused(office, lambda work: service.adopt_vote(work, listed))
    ran(office, listed, "会议未通过，递补")
    told = outcomes(office, listed)
    assert told["A002"] == (Outcome.NOT_SELECTED, OutcomeCode.NOT_PASSED, None)
    assert told["A003"][0] is Outcome.SELECTED
    office.write(lambda work: service.adopt_vote(work, listed))
    assert state_of(office, listed) is CampaignState.COMMITTEE
    checked = verified(proved(office, tmp_path, listed))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_list_that_names_somebody_who_was_not_voted_on_goes_before_the_meeting_again(
    office, listed
):
    vote_id = convened(office, listed, with_reserves=False)
    own = nomination_of(office, listed, "A001")
    put(office, vote_id, {own: Tally(0, 5, 0)})
    unanimous(office, vote_id)
    counted(office, vote_id)
    ran(office, listed, "递补")
    said = refused(office, lambda work: service.adopt_vote(work, listed))
    assert said == "“李一A”（A003）没有经“书记办公会”表决通过。请对现在的名单再表决一次。"
    again = convened(office, listed)
    unanimous(office, again)
    assert counted(office, again).adopted


def test_too_few_present_are_no_meeting(office, listed):
    vote_id = convened(office, listed)
    members = seen(office, vote_id).members
    for member in members[:2]:
        office.write(lambda work, one=member: service.set_present(work, one.id, present=False))
    unanimous(office, vote_id)
    said = refused(office, lambda work: service.close_vote(work, vote_id, DOCUMENT))
    assert said == (
        "应到 5 人，到会 3 人，不足 2/3（4 人），表决无效。请核对到会情况，或改期再开。"
    )
    office.write(lambda work: service.set_present(work, members[0].id, present=True))
    said = refused(office, lambda work: service.close_vote(work, vote_id, DOCUMENT))
    assert said.startswith("“钱一A”（A001）赞成 3＋反对 0＋弃权 0＝3 票，应为 4 票（到会 4 人）")
    assert said.endswith(
        "；“孙一A”（A002）、“钱一B”（B001）、“孙一B”（B002）、“李一A”（A003）"
        "也没有票数或票数不符。请核对后再截止。"
    )


def test_ballots_of_members_are_counted_by_the_program(office, listed):
    vote_id = convened(office, listed, way=VoteWay.BALLOTS)
    first, second, *_ = seen(office, vote_id).members
    own, other = (nomination_of(office, listed, number) for number in ("A001", "B002"))
    before = office.write(
        lambda work: service.cast(work, first.id, {own: Choice.AGAINST, other: Choice.ABSTAIN})
    )
    assert before == {own: None, other: None}
    office.write(lambda work: service.recuse_member(work, second.id, own, Ground.KIN))
    assert "对“钱一A”回避，不能投票" in refused(
        office, lambda work: service.cast(work, second.id, {own: Choice.FOR})
    )
    assert "不逐票录" not in refused(
        office, lambda work: service.put_tallies(work, vote_id, {own: Tally(5, 0, 0)})
    )
    assert "的票已经录了" in refused(
        office, lambda work: service.set_present(work, first.id, present=False)
    )
    unanimous(office, vote_id)
    told = {item.number: item for item in seen(office, vote_id).items}
    assert (told["A001"].tally, told["B002"].tally) == (Tally(3, 1, 0), Tally(4, 0, 1))
    assert counted(office, vote_id).adopted
    assert seen(office, vote_id).items[0].tally == Tally(3, 1, 0)


def test_members_near_a_nominee_are_proposed_and_those_of_his_unit_kept_out(office, listed):
    members = (*MEMBERS[:4], MemberForm("钱进"), MemberForm("孙一A"))
    vote_id = convened(office, listed, members=members)
    told = [
        (one.member.name, one.item.number, one.sure) for one in suspects_of(seen(office, vote_id))
    ]
    assert ("钱进", "A001", False) in told
    assert ("孙一A", "A002", False) in told
    assert not any(sure for _, _, sure in told)
    assert office.write(lambda work: service.recuse_units(work, vote_id)) == 0
    me = seen(office, vote_id).members[5]
    own = nomination_of(office, listed, "A002")
    assert "要写明情况" in refused(
        office, lambda work: service.recuse_member(work, me.id, own, Ground.OTHER)
    )
    office.write(lambda work: service.recuse_member(work, me.id, own, Ground.OTHER, "本人"))
    item = next(one for one in seen(office, vote_id).items if one.nomination_id == own)
    assert (item.recused, item.wanted) == (1, 5)
    office.write(lambda work: service.lift_member_recusal(work, me.id, own))
    assert seen(office, vote_id).recusals == ()


def test_one_vote_at_a_time_and_a_wrong_one_is_void_with_a_reason(office, listed):
    vote_id = convened(office, listed)
    with pytest.raises(UserError, match="已经有一场表决在进行"):
        convened(office, listed)
    with pytest.raises(UserError, match="事由"):
        office.write(lambda work: service.void_vote(work, vote_id))
    office.write(lambda work: service.void_vote(work, vote_id), reason="名单写错")
    assert office.read(lambda work: queries.meeting_of(work, listed)) is None
    assert seen(office, vote_id).state is VoteState.VOID
    for changes, said in (
        ({"members": ()}, "没有写有表决权的人"),
        ({"members": (MEMBERS[0], MEMBERS[0])}, "写了两次"),
        ({"title": " "}, "没有写会议名称"),
        ({"held_on": dt.date(2099, 1, 1)}, "在今天之后"),
    ):
        with pytest.raises(UserError, match=said):
            convened(office, listed, **changes)


def test_a_meeting_may_still_be_recorded_by_its_document_alone(office, listed):
    today = office.read(lambda work: work.today)
    office.write(lambda work: service.record_committee(work, listed, Evidence(DOCUMENT, today)))
    assert state_of(office, listed) is CampaignState.COMMITTEE


def test_the_papers_of_a_vote_hold_every_vote(office, listed, tmp_path):
    vote_id = convened(office, listed, place="三楼会议室", chair="周明", recorder="陈敏")
    blank = write_tally_sheet(office, vote_id, tmp_path / "计票单.xlsx", Form.XLSX)
    sheet = openpyxl.load_workbook(blank.path).active
    assert sheet.cell(1, 1).value == "书记办公会表决计票单"
    assert [sheet.cell(4, at).value for at in (2, 4, 7, 8)] == ["优秀网格员", "钱一A", 5, None]
    with pytest.raises(UserError, match="还不能出会议纪要"):
        write_minutes(office, vote_id, tmp_path / "纪要.pdf")
    own = nomination_of(office, listed, "A002")
    put(office, vote_id, {own: Tally(2, 2, 1)})
    unanimous(office, vote_id)
    counted(office, vote_id)
    written = write_minutes(office, vote_id, tmp_path / "纪要.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(written.path).pages)
    plain = text.replace("\n", "").replace(" ", "")
    for words in (
        "三楼会议室",
        "应到5人，实到5人",
        "“优秀网格员”表决5人，通过4人，其中4人全票",
        "未通过的孙一A（东区）不列入名单",
        "出席：欧阳甲、欧阳乙、欧阳丙、欧阳丁、欧阳戊。",
        "记录：陈敏。",
        "〔2026〕1号",
    ):
        assert words in plain, words
    assert write_tally_sheet(office, vote_id, tmp_path / "计票单.pdf", Form.PDF).pages == 1


@only("sqlite")
def test_a_nominee_finds_his_line_without_looking_at_all_the_others(office, listed):
    """Of 40,000 lines of a run and 1,300 nominees; on SQLite, whose plan needs no statistics."""
    vote_id = convened(office, listed)
    with recorded() as told:
        office.read(lambda work: queries.candidates(work, listed))
        office.read(lambda work: queries.meeting(work, vote_id))
        office.read(lambda work: queries.board(work, listed))
    joined = [text for text in told if "JOIN selection_line" in text]
    assert joined
    with office.database.raw(writes=False) as connection:
        for text in joined:
            marks = ("1",) * text.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", marks).all()
            # The first of a plan is gone through once, the others for each row before them.
            looks = [row[3] for row in plan[1:] if " selection_line " in row[3]]
            assert all("person_id=?" in look for look in looks), plan
