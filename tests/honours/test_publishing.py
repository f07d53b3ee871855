"""The list before the public in rounds, objections followed, and decisions in parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.core.identity import Sex
from hrgrid.honours import queries, service
from hrgrid.honours.model import HonourPublicity
from hrgrid.honours.rules.steps import Step, next_step
from hrgrid.honours.rules.words import CampaignState, GrantState, Removal, Tier
from hrgrid.honours.service import Evidence
from hrgrid.publicity.queries import entries_of, notice_by_subject
from hrgrid.publicity.rules import ObjectionHow
from hrgrid.publicity.service import (
    Finding,
    ObjectionForm,
    accept_objection,
    assign_investigator,
    decide_objection,
    file_objection,
    withdraw_notice,
)
from hrgrid.workforce.model import Person
from tests.honours.build import (
    closed,
    ended,
    hung_out,
    nominate,
    opened,
    ran,
    scheme,
    scored,
    to_publicity,
)

EXCELLENT, SKILLED = Tier.EXCELLENT, Tier.SKILLED


@pytest.fixture
def shown(office, tmp_path):
    """Two of each district hang out; A003 and B003 are the next."""
    return publicised(office, tmp_path)


def publicised(desk, folder, skilled=()):
    tiers = {EXCELLENT: 4} | ({SKILLED: 2} if skilled else {})
    campaign_id = opened(desk, scheme(tiers))
    rows = scored("东区", "A", [95, 90, 85]) + scored("西区", "B", [80, 70, 60])
    if skilled:
        rows += scored("东区", "A", skilled, SKILLED) + scored("西区", "B", skilled, SKILLED)
    assert nominate(desk, folder, rows).errors == ()
    closed(desk, campaign_id)
    ran(desk, campaign_id)
    to_publicity(desk, campaign_id, desk.read(lambda work: work.today))
    return campaign_id


def today(desk):
    return desk.read(lambda work: work.today)


def ends(desk, campaign_id):
    return desk.read(lambda work: queries.board(work, campaign_id).publicity.last_day)


def notice(desk, campaign_id):
    subject = queries.publicity_subject(campaign_id)
    return desk.read(lambda work: notice_by_subject(work, subject)[0])


def names(desk, campaign_id):
    newest = notice(desk, campaign_id)
    return [row.name for row in desk.read(lambda work: entries_of(work, newest.id))]


def person(desk, campaign_id, number, tier=EXCELLENT):
    rows = desk.read(lambda work: queries.candidates(work, campaign_id, tier))
    return next(row for row in rows if row.number == number)


def object_to(desk, campaign_id, number):
    """An objection against somebody of the newest notice; its id."""
    row = person(desk, campaign_id, number)
    form = ObjectionForm(
        f"nomination:{row.nomination_id}",
        ObjectionHow.NAMED,
        "反映事迹不实",
        today(desk),
        "赵反映",
        "13900001111",
    )
    newest = notice(desk, campaign_id).id
    return desk.write(lambda work: file_objection(work, newest, form))


def found(desk, objection, *, upheld):
    """Accepted, investigated and decided on paper."""

    def job(work):
        accept_objection(work, objection)
        assign_investigator(work, objection, work.actor.operator_id)
        told = Finding(upheld, "经调阅台账核实", work.today, "钱主任", "主任", "核〔2026〕1号")
        decide_objection(work, objection, told)

    desk.write(job, reason="核查")


def refusal(desk, deed, reason="试办"):
    with pytest.raises(UserError) as told:
        desk.write(deed, reason=reason)
    return told.value.sentence


def decide(desk, campaign_id, number):
    """Approved on paper and decided today under a document."""
    day = today(desk)
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    paper = PaperApproval("陈副书记", "副书记", day, f"审〔2026〕{number}号")
    desk.write(lambda work: record_paper_approval(work, subject, paper))
    evidence = Evidence(f"政法〔2026〕{number}号", day)
    return desk.write(lambda work: service.decide(work, campaign_id, evidence))


def again(desk, clock, campaign_id, reason="异议成立，递补"):
    """Computed anew, before the meeting again, and the new names hung out until their end."""
    ran(desk, campaign_id, reason)
    last = to_publicity(desk, campaign_id, today(desk))
    return ended(desk, clock, campaign_id, last)


def state(desk, campaign_id):
    return desk.read(lambda work: queries.campaign(work, campaign_id).state)


def step(desk, campaign_id):
    return next_step(desk.read(lambda work: queries.board(work, campaign_id)).standing)


def given(desk, campaign_id, wanted=GrantState.DECIDED):
    rows = desk.read(lambda work: queries.grants(work, campaign_id))
    return [(one.number, one.place, one.document_no) for one in rows if one.state is wanted]


def test_the_list_says_name_sex_unit_and_honour_and_no_number(office, shown):
    newest = notice(office, shown)
    rows = office.read(lambda work: entries_of(work, newest.id))
    assert [row.remark for row in rows] == ["优秀网格员"] * 4
    assert newest.title == "2025年度“十百千网格员”拟命名对象公示"
    assert newest.remark_heading == "拟命名称号"
    assert f"拟命名{rows[0].name}等4人为“优秀网格员”" in newest.opening
    assert not any(char.isdigit() for row in rows for char in row.name + row.unit_post)
    told = refusal(office, lambda work: service.draft_notice(work, shown))
    assert "名单都已公示过，没有新的人" in told


def test_an_open_objection_holds_up_one_name_and_the_others_are_decided(office, clock, shown):
    objection = object_to(office, shown, "A001")
    came = ended(office, clock, shown, ends(office, shown))
    assert (came.clear, came.waiting, came.removed) == (3, 1, ())
    assert office.write(lambda work: service.propose(work, shown)) == 3
    subject = office.read(lambda work: service.award_subject(work, shown))
    assert subject.title.endswith("名单（3 人）")
    decide(office, shown, 12)
    assert state(office, shown) is CampaignState.DECIDING
    assert given(office, shown) == [
        ("A002", 1, "政法〔2026〕12号"),
        ("B001", 2, "政法〔2026〕12号"),
        ("B002", 3, "政法〔2026〕12号"),
    ]
    waits = step(office, shown)
    assert "有异议没有办结" in waits.blocked
    told = refusal(office, lambda work: service.propose(work, shown))
    assert "有异议没有办结，别的人都已决定" in told
    found(office, objection, upheld=False)
    assert step(office, shown).step is Step.PROPOSE
    assert office.write(lambda work: service.propose(work, shown)) == 1
    evidence = Evidence("政法〔2026〕15号", today(office))
    with pytest.raises(UserError, match="须有 1 人审批，现有 0 人"):
        office.write(lambda work: service.decide(work, shown, evidence))
    decide(office, shown, 15)
    assert state(office, shown) is CampaignState.DECIDED
    assert given(office, shown)[3] == ("A001", 4, "政法〔2026〕15号")
    row = office.read(lambda work: queries.campaign(work, shown))
    assert row.document_no == "政法〔2026〕12号"
    assert row.approval_words.endswith("；政法〔2026〕15号 单人审批：副书记陈副书记")
    steps = office.read(lambda work: queries.steps_of(work, shown))
    assert [one.document_no for one in steps if one.document_no][-2:] == [
        "政法〔2026〕12号",
        "政法〔2026〕15号",
    ]


def test_an_upheld_objection_pulls_the_next_of_the_district_who_alone_is_shown(
    office, clock, shown
):
    found(office, object_to(office, shown, "A001"), upheld=True)
    before = {row.number: row.outcome for row in candidates(office, shown)}
    came = ended(office, clock, shown, ends(office, shown))
    removed = person(office, shown, "A001")
    assert (came.clear, came.removed) == (3, (removed.name,))
    assert removed.removal is Removal.OBJECTION_UPHELD
    assert step(office, shown).step is Step.RERANK
    last = again(office, clock, shown)
    assert names(office, shown) == [person(office, shown, "A003").name]
    assert notice(office, shown).round == 2
    assert (last.clear, last.waiting) == (4, 0)
    told = office.read(lambda work: queries.substitutes_of(work, shown))
    assert told == (f"第2次公示递补1人：{person(office, shown, 'A003').name}（优秀网格员）。",)
    after = {row.number: row.outcome for row in candidates(office, shown)}
    changed = {number for number in after if after[number] is not before[number]}
    assert changed == {"A001", "A003"}
    assert office.write(lambda work: service.propose(work, shown)) == 4
    decide(office, shown, 12)
    assert [number for number, *_ in given(office, shown)] == ["A002", "A003", "B001", "B002"]


def candidates(desk, campaign_id):
    return desk.read(lambda work: queries.candidates(work, campaign_id))


def test_who_was_decided_stays_while_another_is_replaced_afterwards(office, clock, shown):
    objection = object_to(office, shown, "B001")
    ended(office, clock, shown, ends(office, shown))
    office.write(lambda work: service.propose(work, shown))
    decide(office, shown, 12)
    found(office, objection, upheld=True)
    assert step(office, shown).step is Step.SETTLE
    told = refusal(office, lambda work: service.propose(work, shown))
    assert "异议已经成立。请先处理异议结果" in told
    came = office.write(lambda work: service.settle_objections(work, shown))
    assert came.removed == (person(office, shown, "B001").name,)
    assert again(office, clock, shown).clear == 1
    assert names(office, shown) == [person(office, shown, "B003").name]
    office.write(lambda work: service.propose(work, shown))
    decide(office, shown, 18)
    assert state(office, shown) is CampaignState.DECIDED
    assert given(office, shown) == [
        ("A001", 1, "政法〔2026〕12号"),
        ("A002", 2, "政法〔2026〕12号"),
        ("B002", 3, "政法〔2026〕12号"),
        ("B003", 4, "政法〔2026〕18号"),
    ]


def test_without_a_reserve_the_place_stays_empty_and_the_campaign_is_decided(
    office, clock, tmp_path
):
    campaign_id = opened(office, scheme({EXCELLENT: 4}))
    rows = scored("东区", "A", [95, 90]) + scored("西区", "B", [80, 70])
    assert nominate(office, tmp_path, rows).errors == ()
    closed(office, campaign_id)
    ran(office, campaign_id)
    to_publicity(office, campaign_id, today(office))
    objection = object_to(office, campaign_id, "A002")
    ended(office, clock, campaign_id, ends(office, campaign_id))
    office.write(lambda work: service.propose(work, campaign_id))
    decide(office, campaign_id, 12)
    found(office, objection, upheld=True)
    office.write(lambda work: service.settle_objections(work, campaign_id))
    ran(office, campaign_id, "异议成立，没有候补")
    meeting = Evidence("会议纪要〔2026〕9号", today(office))
    office.write(lambda work: service.record_committee(work, campaign_id, meeting))
    assert step(office, campaign_id).step is Step.RESUME
    office.write(lambda work: service.resume(work, campaign_id))
    assert state(office, campaign_id) is CampaignState.DECIDED
    assert [number for number, *_ in given(office, campaign_id)] == ["A001", "B001", "B002"]


def test_what_is_upheld_of_a_person_counts_in_every_tier(office, clock, tmp_path):
    campaign_id = publicised(office, tmp_path, skilled=(90, 80, 70))
    found(office, object_to(office, campaign_id, "A001"), upheld=True)
    ended(office, clock, campaign_id, ends(office, campaign_id))
    ran(office, campaign_id, "异议成立，递补")
    assert person(office, campaign_id, "A001", SKILLED).removal is Removal.OBJECTION_UPHELD


def test_a_run_that_moves_somebody_who_was_decided_is_not_adopted(office, clock, tmp_path):
    campaign_id = publicised(office, tmp_path, skilled=(60, 70, 80))
    # A003 is decided as skilled; then A001 goes, whose place would be his.
    objection = object_to(office, campaign_id, "A001")
    ended(office, clock, campaign_id, ends(office, campaign_id))
    office.write(lambda work: service.propose(work, campaign_id))
    decide(office, campaign_id, 12)
    found(office, objection, upheld=True)
    office.write(lambda work: service.settle_objections(work, campaign_id))
    name = person(office, campaign_id, "A003").name
    with pytest.raises(UserError, match=f"“{name}”（能手网格员）已经决定，这次计算会改动他们"):
        ran(office, campaign_id, "异议成立，递补")
    higher = person(office, campaign_id, "A003").nomination_id
    office.write(
        lambda work: service.remove(work, higher, Removal.WITHDRAWN), reason="已命名能手网格员"
    )
    ran(office, campaign_id, "异议成立，没有候补")
    assert state(office, campaign_id) is CampaignState.SELECTED


def test_an_objection_after_the_proposal_takes_the_name_out_of_the_decision(office, clock, shown):
    newest, last = notice(office, shown).id, ends(office, shown)
    ended(office, clock, shown, last)
    office.write(lambda work: service.propose(work, shown))
    row = person(office, shown, "B002")
    form = ObjectionForm(
        f"nomination:{row.nomination_id}",
        ObjectionHow.NAMED,
        "反映事迹不实",
        today(office),
        "赵反映",
        "13900001111",
        postmark=last,
        late_reason="信函途中延误",
    )
    objection = office.write(lambda work: file_objection(work, newest, form))
    told = refusal(
        office, lambda work: service.decide(work, shown, Evidence("政法〔2026〕12号", last))
    )
    assert f"报请决定以后，“{row.name}”又有异议。请重新报请决定" in told
    assert step(office, shown).step is Step.PROPOSE
    assert office.write(lambda work: service.propose(work, shown)) == 3
    decide(office, shown, 12)
    found(office, objection, upheld=True)
    assert [number for number, *_ in given(office, shown)] == ["A001", "A002", "B001"]


def test_an_objection_upheld_after_the_decision_asks_for_a_revocation(office, clock, shown):
    newest, last = notice(office, shown).id, ends(office, shown)
    waits = object_to(office, shown, "A001")
    ended(office, clock, shown, last)
    office.write(lambda work: service.propose(work, shown))
    decide(office, shown, 12)
    row = person(office, shown, "B002")
    late = ObjectionForm(
        f"nomination:{row.nomination_id}",
        ObjectionHow.NAMED,
        "反映事迹不实",
        today(office),
        "赵反映",
        "13900001111",
        postmark=last,
        late_reason="信函途中延误",
    )
    found(office, office.write(lambda work: file_objection(work, newest, late)), upheld=True)
    found(office, waits, upheld=False)
    came = office.write(lambda work: service.settle_objections(work, shown))
    assert (came.clear, came.removed, came.honoured) == (1, (), (row.name,))
    assert person(office, shown, "B002").removal is None


def test_a_list_that_was_withdrawn_is_hung_out_again(office, clock, shown):
    first = notice(office, shown)
    office.write(lambda work: withdraw_notice(work, first.id), reason="印错单位")
    assert step(office, shown).step is Step.PUBLICISE
    last = hung_out(office, shown, today(office))
    assert notice(office, shown).round == 2
    assert ended(office, clock, shown, last).clear == 4


def men(work):
    for person in work.session.scalars(select(Person)):
        person.sex = Sex.MALE


def test_shares_that_are_not_kept_take_a_reason(office, clock, tmp_path):
    office.write(men)
    wanted = replace(scheme({EXCELLENT: 4}), women_bp=3000)
    campaign_id = opened(office, wanted)
    rows = scored("东区", "A", [95, 90]) + scored("西区", "B", [80, 70])
    assert nominate(office, tmp_path, rows).errors == ()
    closed(office, campaign_id)
    ran(office, campaign_id)
    last = to_publicity(office, campaign_id, today(office))
    ended(office, clock, campaign_id, last)
    office.write(lambda work: service.propose(work, campaign_id))
    with pytest.raises(
        UserError, match=r"“优秀网格员”女性 0 人（0%），不到 30%；全部.*要照此决定请写明理由"
    ):
        decide(office, campaign_id, 12)
    evidence = Evidence("政法〔2026〕12号", today(office))
    office.write(lambda work: service.decide(work, campaign_id, evidence), reason="女性人员少")
    assert state(office, campaign_id) is CampaignState.DECIDED


def test_a_publicity_that_was_noted_by_hand_still_counts(office, clock, shown):
    """Of a campaign that was publicised before lists were hung out from here."""
    first = notice(office, shown)
    office.write(lambda work: withdraw_notice(work, first.id), reason="改按原来的登记办")
    run = office.read(lambda work: queries.campaign(work, shown)).applied

    def note(work):
        work.session.add(
            HonourPublicity(
                campaign_id=shown,
                run_id=run.id,
                first_day=first.first_day,
                last_day=first.last_day,
                workdays=5,
                calendar_note="",
                where_shown="委机关公示栏",
                roster_sha256="0" * 64,
                scan_sha256=None,
                recorded_at=work.now,
                made_by=work.actor.name,
            )
        )

    office.write(note)
    assert ends(office, shown) == first.last_day
    told = refusal(office, lambda work: service.propose(work, shown))
    assert f"公示到 {first.last_day:%Y-%m-%d} 才满" in told
    clock.move(first.last_day - today(office) + dt.timedelta(days=1))
    assert step(office, shown).step is Step.PROPOSE
    assert office.write(lambda work: service.propose(work, shown)) == 4


def test_the_board_says_who_waits_and_who_lost_the_honour(office, clock, shown):
    object_to(office, shown, "A001")
    ended(office, clock, shown, ends(office, shown))
    office.write(lambda work: service.propose(work, shown))
    decide(office, shown, 12)
    own = next(
        row.id
        for row in office.read(lambda work: queries.grants(work, shown))
        if row.number == "B001"
    )
    office.write(lambda work: service.revoke(work, own, "政法〔2026〕20号"), reason="造假")
    rows = office.read(lambda work: queries.board(work, shown)).candidates
    assert [row.number for row in rows if row.objected] == ["A001"]
    assert [row.number for row in rows if row.revoked] == ["B001"]
    honoured = person(office, shown, "A002").nomination_id
    told = refusal(office, lambda work: service.remove(work, honoured, Removal.WITHDRAWN))
    assert "的荣誉已经决定，不能再退出名单。请办理撤销称号" in told
