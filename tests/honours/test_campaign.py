"""A campaign from its opening to the decision and after it, on both engines."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import PaperApproval, approve, record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.honours import queries, service
from hrgrid.honours.rules.words import (
    CampaignState,
    GrantState,
    Kind,
    NameChoice,
    Outcome,
    OutcomeCode,
    Removal,
    Tier,
    legal_warnings,
)
from hrgrid.honours.service import CampaignForm, Evidence, PublicityForm
from tests.accounts.houses import SECOND_CHIEF, refused
from tests.honours.build import (
    CUTOFF,
    DAWN,
    DAY,
    TWO,
    UNIT_RANK,
    YEAR,
    closed,
    ended,
    hung_out,
    nominate,
    opened,
    outcomes,
    people,
    proposed,
    ran,
    row,
    scheme,
    scored,
    to_publicity,
)

EXCELLENT, SKILLED = Tier.EXCELLENT, Tier.SKILLED
ORDER = "draft quotas_set nominating reviewing selected committee publicising deciding decided"


def paper(day):
    return PaperApproval("陈副书记", "副书记", day, "政法审〔2026〕3号")


def decided(desk, clock, campaign_id):
    last = proposed(desk, clock, campaign_id)
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    desk.write(lambda work: record_paper_approval(work, subject, paper(last)))
    evidence = Evidence("政法〔2026〕12号", last)
    return desk.write(lambda work: service.decide(work, campaign_id, evidence))


def small(desk, folder, marks=(95, 90, 85), **changes):
    """A campaign of one tier, nominations closed: two places in each district."""
    campaign_id = opened(desk, scheme({EXCELLENT: 4}, **changes))
    report = nominate(desk, folder, scored("东区", "A", marks) + scored("西区", "B", [80, 70]))
    assert report.errors == (), report.problems
    closed(desk, campaign_id)
    return campaign_id


def state(desk, campaign_id):
    return desk.read(lambda work: queries.campaign(work, campaign_id).state)


def refusal(desk, deed, reason="试办"):
    with pytest.raises(UserError) as told:
        desk.write(deed, reason=reason)
    return told.value.sentence


def test_a_campaign_goes_from_the_draft_to_the_decision(office, clock, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 4, SKILLED: 6}))
    rows = scored("东区", "A", [95, 90, 85]) + scored("西区", "B", [80, 70])
    rows += scored("东区", "A", [95, 90, 85, 80, 70], SKILLED)
    report = nominate(office, tmp_path, rows + scored("西区", "B", [9, 8, 7], SKILLED))
    assert (report.new, report.errors) == (13, ()), report.problems
    closed(office, campaign_id)
    done = ran(office, campaign_id)
    assert done.selected == {EXCELLENT: 4, SKILLED: 4}
    assert done.warnings == ("“能手网格员”西区有 3 个名额，只选出 1 人。",)
    assert outcomes(office, campaign_id) == {
        "A001": (Outcome.SELECTED, None, 1),
        "A002": (Outcome.SELECTED, None, 2),
        "A003": (Outcome.RESERVE, OutcomeCode.BELOW_CUT, 3),
        "B001": (Outcome.SELECTED, None, 1),
        "B002": (Outcome.SELECTED, None, 2),
    }
    higher = (Outcome.NOT_SELECTED, OutcomeCode.ALREADY_IN_HIGHER_TIER, None)
    assert outcomes(office, campaign_id, SKILLED)["A001"] == higher
    assert decided(office, clock, campaign_id) == ()
    found = office.read(lambda work: queries.campaign(work, campaign_id))
    assert (found.state, found.document_no) == (CampaignState.DECIDED, "政法〔2026〕12号")
    assert found.approval_words == "单人审批：副书记陈副书记"
    given = office.read(lambda work: queries.grants(work, campaign_id))
    assert [(one.tier, one.place, one.number, one.year) for one in given][:5] == [
        (EXCELLENT, 1, "A001", YEAR),
        (EXCELLENT, 2, "A002", YEAR),
        (EXCELLENT, 3, "B001", YEAR),
        (EXCELLENT, 4, "B002", YEAR),
        (SKILLED, 1, "A003", YEAR),
    ]
    assert {one.state for one in given} == {GrantState.DECIDED}
    steps = office.read(lambda work: queries.steps_of(work, campaign_id))
    assert [step.state.value for step in steps] == ORDER.split()
    assert office.read(lambda work: service.rerun(work, done.run_id))


def test_no_step_can_be_skipped_and_each_refusal_says_where_it_stands(office, tmp_path):
    campaign_id = small(office, tmp_path)
    told = refusal(office, lambda work: service.propose(work, campaign_id))
    assert "现在是“审核中”，要在“公示中”、“待决定”时才能办这一步" in told
    told = refusal(office, lambda work: service.start_nominating(work, campaign_id))
    assert "现在是“审核中”，不能直接到“推荐中”" in told
    assert "没有编号为 999 的评选" in refusal(office, lambda work: service.fix_quotas(work, 999))
    told = refusal(
        office, lambda work: service.record_committee(work, campaign_id, Evidence("1号", CUTOFF))
    )
    assert "要在“已排出名单”时才能办这一步" in told


def test_the_publicity_is_long_enough_and_over_before_the_proposal(office, clock, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    first = dt.date(2019, 4, 2)
    assert "没有写会议号和日期" in refusal(
        office, lambda work: service.record_committee(work, campaign_id, Evidence())
    )
    today = office.read(lambda work: work.today)
    meeting = Evidence("会议纪要〔2026〕1号", today)
    office.write(lambda work: service.record_committee(work, campaign_id, meeting))
    form = PublicityForm(first, "公示栏", "综治科", "0512-66001234")
    short = replace(form, last_day=dt.date(2019, 4, 8))
    told = refusal(office, lambda work: service.publicise(work, campaign_id, short))
    assert "到 2019-04-08 不满 5 个工作日，要到 2019-04-09" in told
    few = replace(form, first_day=today, workdays=4)
    told = refusal(office, lambda work: service.publicise(work, campaign_id, few))
    assert "评选方案规定公示 5 个工作日，填的是 4 个" in told
    shown = hung_out(office, campaign_id, today)
    clock.move(shown - today)
    told = refusal(office, lambda work: service.propose(work, campaign_id))
    assert f"公示到 {shown:%Y-%m-%d} 才满" in told
    told = refusal(office, lambda work: service.end_publicity(work, campaign_id))
    assert f"公示到 {shown:%Y-%m-%d} 才满" in told
    clock.move(DAY)
    assert "请先结束公示" in refusal(office, lambda work: service.propose(work, campaign_id))
    assert ended(office, clock, campaign_id, shown).clear == 4
    assert office.write(lambda work: service.propose(work, campaign_id)) == 4


def test_two_approvers_decide_under_separation(apart, clock, tmp_path):
    clerk = apart.desk(Role.CLERK)
    clerk.write(lambda work: people(work, TWO))
    campaign_id = small(clerk, tmp_path)
    ran(clerk, campaign_id)
    # Long ago, so that nobody has to vouch for the days between.
    last = to_publicity(clerk, campaign_id, clerk.read(lambda work: work.today) - 30 * DAY)
    clerk.write(lambda work: service.end_publicity(work, campaign_id))
    clerk.write(lambda work: service.propose(work, campaign_id))
    evidence = Evidence("政法〔2026〕12号", last)

    def decide(work):
        return service.decide(work, campaign_id, evidence)

    assert "没有“决定表彰”的权限" in refused(apart, Role.CLERK, decide)
    assert "须有 2 人审批，现有 0 人" in refused(apart, Role.CHIEF, decide)
    subject = clerk.read(lambda work: service.award_subject(work, campaign_id))
    assert "没有“审批”的权限" in refused(apart, Role.CLERK, lambda work: approve(work, subject))
    apart.desk(Role.CHIEF).write(lambda work: approve(work, subject))
    assert "须有 2 人审批，现有 1 人" in refused(apart, Role.CHIEF, decide)
    apart.desk(SECOND_CHIEF).write(lambda work: approve(work, subject))
    apart.desk(Role.CHIEF).write(decide)
    found = clerk.read(lambda work: queries.campaign(work, campaign_id))
    assert found.approval_words == "审批：科长孙审批、副书记陈副书记"


@pytest.mark.parametrize("login", [Role.VIEWER, Role.TRAINER, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_only_who_runs_honours_may_open_a_campaign(apart, login):
    form = CampaignForm(YEAR, "评选", CUTOFF)
    told = refused(apart, login, lambda work: service.open_campaign(work, form))
    assert "没有“办理十百千评选”的权限" in told


def test_who_is_removed_makes_room_for_the_next_of_his_district(office, clock, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    to_publicity(office, campaign_id, office.read(lambda work: work.today))
    rows = office.read(lambda work: queries.candidates(work, campaign_id))
    first = next(one.nomination_id for one in rows if one.number == "A001")
    told = refusal(office, lambda work: service.remove(work, first, Removal.WITHDRAWN), "")
    assert "须写明事由" in told
    office.write(
        lambda work: service.remove(work, first, Removal.OBJECTION_UPHELD), reason="核查成立"
    )
    told = refusal(office, lambda work: service.run_selection(work, campaign_id), "")
    assert "须写明事由" in told
    before = office.read(lambda work: queries.campaign(work, campaign_id)).applied
    ran(office, campaign_id, "异议成立，递补")
    assert state(office, campaign_id) is CampaignState.SELECTED
    assert outcomes(office, campaign_id)["A001"][:2] == (
        Outcome.NOT_SELECTED,
        OutcomeCode.OBJECTION_UPHELD,
    )
    assert outcomes(office, campaign_id)["A003"] == (Outcome.SELECTED, None, 2)
    assert outcomes(office, campaign_id)["B002"] == (Outcome.SELECTED, None, 2)
    assert office.read(lambda work: service.rerun(work, before.id)), "the old run still compares"


def test_who_is_removed_after_the_proposal_is_not_honoured(office, clock, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    last = proposed(office, clock, campaign_id)
    subject = office.read(lambda work: service.award_subject(work, campaign_id))
    office.write(lambda work: record_paper_approval(work, subject, paper(last)))
    first = office.read(lambda work: queries.candidates(work, campaign_id)[0])
    office.write(
        lambda work: service.remove(work, first.nomination_id, Removal.DECEASED), reason="因病去世"
    )
    evidence = Evidence("政法〔2026〕12号", last)
    told = refusal(office, lambda work: service.decide(work, campaign_id, evidence))
    assert f"“{first.name}”（A001）已登记“去世”，还在名单里" in told
    assert len(office.read(lambda work: queries.grants(work, campaign_id))) == 4
    ran(office, campaign_id, "递补")
    assert office.read(lambda work: queries.grants(work, campaign_id)) == []
    decided(office, clock, campaign_id)
    given = office.read(lambda work: queries.grants(work, campaign_id))
    assert [one.number for one in given] == ["A002", "A003", "B001", "B002"]


def test_of_two_campaigns_that_propose_one_person_at_once_one_wins(office, clock, tmp_path):
    plan = scheme({EXCELLENT: 2})
    office.write(lambda work: service.keep_scheme(work, plan, DAWN), reason="年度方案")
    wanted = {"十百千评选": scored("东区", "A", [95, 90]), "另一次评选": scored("东区", "A", [95])}
    ids = [ready(office, clock, tmp_path, title, rows) for title, rows in wanted.items()]
    barrier = Barrier(2)

    def go(campaign_id):
        barrier.wait()
        try:
            return office.write(lambda work: service.propose(work, campaign_id))
        except UserError as told:
            return told.sentence

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(go, ids), key=lambda one: isinstance(one, str))
    assert isinstance(told[0], int)
    assert f"“{dict(TWO['东区'])['A001']}”（A001）在 {YEAR} 年度已有“优秀网格员”" in told[1]


def test_a_lost_character_waits_for_a_choice(office, clock, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 2}, **UNIT_RANK))
    name = dict(TWO["东区"])["A001"]
    rows = [
        row("东区", "A001", f"{name[:2]}〓", EXCELLENT, unit_rank=1),
        row("西区", "B001", dict(TWO["西区"])["B001"], EXCELLENT, unit_rank=1),
    ]
    report = nominate(office, tmp_path, rows)
    assert [(p.row, p.code) for p in report.warnings] == [(2, "name_doubtful")]
    closed(office, campaign_id)
    ran(office, campaign_id)
    last = to_publicity(office, campaign_id, office.read(lambda work: work.today))
    ended(office, clock, campaign_id, last)
    told = refusal(office, lambda work: service.propose(work, campaign_id))
    assert f"“{name[:2]}〓”的姓名里有缺字" in told
    rows = office.read(lambda work: queries.candidates(work, campaign_id))
    lost, whole = (
        [one.nomination_id for one in rows if one.name_lost is lost] for lost in (True, False)
    )
    assert "没有缺字" in refusal(
        office, lambda work: service.choose_name(work, whole[0], NameChoice.PRINT)
    )
    office.write(
        lambda work: service.choose_name(work, lost[0], NameChoice.HOLD), reason="等派出所回函"
    )
    office.write(lambda work: service.propose(work, campaign_id))
    given = office.read(lambda work: queries.grants(work, campaign_id))
    assert [(one.name, one.name_choice) for one in given] == [
        (f"{name[:2]}〓", NameChoice.HOLD),
        (dict(TWO["西区"])["B001"], None),
    ]


def ready(desk, clock, folder, title, rows):
    """Another campaign of the year whose publicity is over."""
    form = CampaignForm(YEAR, title, CUTOFF)
    campaign_id = desk.write(lambda work: service.open_campaign(work, form))
    places = desk.read(lambda work: queries.campaign(work, campaign_id).places)
    desk.write(lambda work: service.weigh_districts(work, campaign_id))
    for tier in places:
        desk.write(lambda work, t=tier: service.share_places(work, campaign_id, t))
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    nominate(desk, folder, rows, title)
    closed(desk, campaign_id)
    ran(desk, campaign_id)
    last = to_publicity(desk, campaign_id, desk.read(lambda work: work.today))
    ended(desk, clock, campaign_id, last)
    return campaign_id


def test_one_honour_a_person_and_year_across_campaigns(office, clock, tmp_path):
    first = small(office, tmp_path)
    ran(office, first)
    decided(office, clock, first)
    again = ready(office, clock, tmp_path, "另一次评选", scored("东区", "A", [95, 90]))
    told = refusal(office, lambda work: service.propose(work, again))
    assert f"“{dict(TWO['东区'])['A001']}”（A001）在 {YEAR} 年度已有“优秀网格员”" in told
    assert state(office, again) is CampaignState.PUBLICISING


def test_an_honour_is_taken_back_by_a_document_with_a_reason(office, clock, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    decided(office, clock, campaign_id)
    grant = office.read(lambda work: queries.grants(work, campaign_id)[0])
    assert "没有写文号" in refusal(office, lambda work: service.revoke(work, grant.id, " "))
    office.write(lambda work: service.revoke(work, grant.id, "政法〔2026〕20号"), reason="造假")
    after = office.read(lambda work: queries.grants(work, campaign_id)[0])
    assert (after.state, after.name) == (GrantState.REVOKED, grant.name)
    told = refusal(office, lambda work: service.revoke(work, grant.id, "政法〔2026〕21号"))
    assert "已经撤销" in told


def test_a_commendation_without_its_document_is_warned_of(office, clock, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 4}), Kind.COMMENDATION)
    told = ["类型为“表彰”而没有批准文号。请补上批准文号，或改按“命名”办理。"]
    assert office.read(lambda work: queries.campaign(work, campaign_id).warnings) == told
    nominate(office, tmp_path, scored("东区", "A", [95, 90]))
    closed(office, campaign_id)
    ran(office, campaign_id)
    assert decided(office, clock, campaign_id) == tuple(told)
    late = refusal(
        office,
        lambda work: service.set_basis(work, campaign_id, Kind.COMMENDATION, "批〔2026〕1号"),
    )
    assert "已经决定，类型和批准文号不能再改" in late


def test_the_basis_may_follow_until_the_decision(office):
    campaign_id = opened(office, scheme({EXCELLENT: 4}))
    office.write(
        lambda work: service.set_basis(work, campaign_id, Kind.COMMENDATION, " 批〔2026〕1号 ")
    )
    found = office.read(lambda work: queries.campaign(work, campaign_id))
    assert (found.kind, found.basis_no, found.warnings) == (Kind.COMMENDATION, "批〔2026〕1号", [])
    assert legal_warnings(Kind.COMMENDATION, "批〔2026〕1号", 151) == [
        "“表彰”151 人，超过 150 人。请核对批准文件里的人数。"
    ]


@pytest.mark.parametrize(
    ("year", "title", "told"), [(25, "评选", "只能填"), (YEAR, " ", "没有名称")]
)
def test_a_campaign_has_a_year_and_a_name(office, year, title, told):
    form = CampaignForm(year, title, CUTOFF)
    assert told in refusal(office, lambda work: service.open_campaign(work, form))
