"""What the page of a campaign reads, and the steps that it takes in one go, on both engines."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.honours import papers, queries, service
from hrgrid.honours.rules.steps import Step, next_step
from hrgrid.honours.rules.tallies import Tally
from hrgrid.honours.rules.words import (
    CampaignState,
    Outcome,
    QuotaMethod,
    Removal,
    Tier,
    TieWay,
    WeightKind,
)
from hrgrid.honours.service import CampaignForm, TieForm
from tests.honours.build import (
    CUTOFF,
    DAWN,
    YEAR,
    closed,
    nominate,
    opened,
    proposed,
    ran,
    scheme,
    scored,
)
from tests.statements import recorded

EXCELLENT, SKILLED = Tier.EXCELLENT, Tier.SKILLED


def read(desk, campaign_id):
    return desk.read(lambda work: queries.board(work, campaign_id))


def drafted(desk, places, **changes):
    wanted = scheme(places, **changes)
    desk.write(lambda work: service.keep_scheme(work, wanted, DAWN), reason="年度方案")
    return desk.write(lambda work: service.open_campaign(work, CampaignForm(YEAR, "评选", CUTOFF)))


def nominated(desk, folder, east=(95, 90, 85), west=(80, 70), **changes):
    campaign_id = opened(desk, scheme({EXCELLENT: 4}, **changes))
    rows = scored("东区", "A", list(east)) + scored("西区", "B", list(west))
    assert nominate(desk, folder, rows).errors == ()
    return campaign_id


def tie_form(row, *chosen):
    return TieForm(
        row.tier, row.district_code, chosen, TieWay.COMMITTEE, "评审会", dt.date(2026, 1, 20)
    )


def test_a_draft_is_shared_in_one_go_and_says_what_each_district_is_due(office):
    campaign_id = drafted(office, {EXCELLENT: 5, SKILLED: 4})
    before = read(office, campaign_id)
    assert (before.standing.shared, before.tiers[0].units) == (False, ())
    draws = office.write(lambda work: service.share_all(work, campaign_id))
    [draw] = draws
    assert (draw.tier, draw.places) == (EXCELLENT, 1)
    assert draw.districts == (("D1", "东区"), ("D2", "西区"))
    shown = read(office, campaign_id)
    assert next_step(shown.standing).step is Step.SHARE
    assert [unit.places for unit in shown.tier(EXCELLENT).units] == [None, None]
    assert [unit.places for unit in shown.tier(SKILLED).units] == [2, 2]
    office.write(lambda work: service.share_places(work, campaign_id, EXCELLENT, lot=["D2"]))
    shown = read(office, campaign_id)
    units = shown.tier(EXCELLENT).units
    assert [(one.name, one.due_text, one.places, one.extra) for one in units] == [
        ("东区", "2.50", 2, 0),
        ("西区", "2.50", 3, 1),
    ]
    assert {one.tally.tally for one in units} == {Tally.SHORT}
    assert next_step(shown.standing).step is Step.FIX


def test_districts_are_shown_by_what_they_are_weighed_by(office):
    mixed = {WeightKind.GRIDS: 5_000, WeightKind.WORKERS: 5_000}
    campaign_id = drafted(office, {EXCELLENT: 4}, weights=mixed)
    office.write(lambda work: service.share_all(work, campaign_id))
    shown = read(office, campaign_id)
    assert (shown.weight_label, shown.tiers[0].units[0].weight) == ("权数", "50.0%")
    for kind, title, weight in (
        (WeightKind.GRIDS, "综合网格数", "1"),
        (WeightKind.WORKERS, "在岗人数", "8"),
        (WeightKind.ELIGIBLE, "符合条件人数", "8"),
    ):
        wanted = scheme({EXCELLENT: 4}, weights={kind: 10_000})
        office.write(lambda work, one=wanted: service.keep_scheme(work, one, DAWN), reason="改")
        form = CampaignForm(YEAR, title, CUTOFF)
        other = office.write(lambda work, one=form: service.open_campaign(work, one))
        office.write(lambda work, one=other: service.share_all(work, one))
        shown = read(office, other)
        assert (shown.weight_label, shown.tiers[0].units[0].weight) == (title, weight)


def test_the_board_counts_nominations_and_knows_where_people_work(office, tmp_path):
    campaign_id = nominated(office, tmp_path, east=(95, 90, 85), west=(80,))
    shown = read(office, campaign_id)
    tallies = [(one.nominated, one.tally.shown) for one in shown.tiers[0].units]
    assert tallies == [(3, "齐"), (1, "缺 1")]
    assert [row.place for row in shown.nominees(EXCELLENT)] == ["东区一街道"] * 3 + ["西区一街道"]
    assert len(shown.nominees(EXCELLENT, shown.tiers[0].units[1].area_id)) == 1
    assert shown.nominees(SKILLED) == []
    assert next_step(shown.standing).step is Step.CLOSE


def test_the_first_list_is_computed_and_put_into_force_in_one_go(office, tmp_path):
    campaign_id = nominated(office, tmp_path)
    closed(office, campaign_id)
    done = office.write(lambda work: service.rank_nominees(work, campaign_id))
    found = read(office, campaign_id)
    assert (found.campaign.state, found.campaign.applied.id) == (
        CampaignState.SELECTED,
        done.run_id,
    )
    with pytest.raises(UserError, match="现在是“已排出名单”"):
        office.write(lambda work: service.rank_nominees(work, campaign_id), reason="再来")
    office.write(
        lambda work: service.remove(work, found.candidates[0].nomination_id, Removal.WITHDRAWN),
        reason="本人申请",
    )
    standing = read(office, campaign_id).standing
    assert standing.removed == (found.candidates[0].name,)
    assert next_step(standing).step is Step.RERANK


def test_the_dates_of_the_publicity_and_the_approvals_are_on_the_board(office, clock, tmp_path):
    campaign_id = nominated(office, tmp_path)
    closed(office, campaign_id)
    ran(office, campaign_id)
    assert read(office, campaign_id).publicity is None
    last = proposed(office, clock, campaign_id)
    shown = read(office, campaign_id)
    assert (shown.publicity.last_day, shown.publicity.workdays) == (last, 5)
    assert shown.publicity.where_shown == "委机关公示栏"
    assert (shown.approval.needed, shown.approval.given) == (1, 0)
    assert next_step(shown.standing).step is Step.DECIDE


def test_open_ties_name_who_is_tied_with_their_marks(office, tmp_path):
    campaign_id = nominated(office, tmp_path, east=(95, 90, 90, 90))
    assert office.read(lambda work: queries.open_ties(work, campaign_id)) == []
    closed(office, campaign_id)
    [tie] = office.read(lambda work: queries.open_ties(work, campaign_id))
    assert (tie.tier, tie.district_code, tie.district, tie.places) == (EXCELLENT, "D1", "东区", 1)
    assert [(one.number, one.score, one.merit_milli) for one in tie.people] == [
        (number, "90.00", 90_000) for number in ("A002", "A003", "A004")
    ]
    office.write(
        lambda work: service.decide_tie(work, campaign_id, tie_form(tie, "A003")), reason="议定"
    )
    assert office.read(lambda work: queries.open_ties(work, campaign_id)) == []
    again = office.read(lambda work: queries.decided_tie(work, campaign_id, EXCELLENT, "D1"))
    assert again == tie
    assert office.read(lambda w: queries.decided_tie(w, campaign_id, EXCELLENT, "D2")) is None
    [told] = office.read(lambda work: queries.tie_decisions(work, campaign_id))
    assert [name[-5:-1] for name in told.chosen] == ["A003"]
    assert len(told.tied) == 3
    assert (told.district, told.decided_by, told.reason) == ("东区", "评审会", "议定")


def test_two_runs_are_compared_person_by_person(office, tmp_path):
    campaign_id = nominated(office, tmp_path)
    closed(office, campaign_id)
    first = ran(office, campaign_id)
    gone = read(office, campaign_id).candidates[0]
    office.write(
        lambda work: service.remove(work, gone.nomination_id, Removal.WITHDRAWN), reason="退出"
    )
    second = office.write(lambda work: service.run_selection(work, campaign_id), reason="递补")
    changes = office.read(
        lambda work: queries.run_changes(work, campaign_id, first.run_id, second.run_id)
    )
    told = [(one.number, one.on_list, one.before.shown, one.after.shown) for one in changes]
    assert told == [
        ("A001", True, "入选，第 1 名", "未入选"),
        ("A003", True, "候补，第 3 名", "入选，第 2 名"),
        ("A002", False, "入选，第 2 名", "入选，第 1 名"),
    ]
    same = queries.run_changes
    assert office.read(lambda work: same(work, campaign_id, first.run_id, first.run_id)) == []


def test_the_plan_of_a_day_is_the_scheme_in_force(office):
    shipped = office.read(lambda work: queries.plan_on(work, CUTOFF))
    assert (shipped.number, shipped.scheme.places[SKILLED]) == (None, 1_000)
    drafted(office, {EXCELLENT: 7})
    plan = office.read(lambda work: queries.plan_on(work, CUTOFF))
    assert (plan.number, plan.scheme.places, plan.valid_from) == (1, {EXCELLENT: 7}, DAWN)


def test_a_campaign_is_put_away_only_after_its_certificates(office, tmp_path):
    campaign_id = nominated(office, tmp_path)
    with pytest.raises(UserError, match="要在“证书已发”时"):
        office.write(lambda work: service.archive(work, campaign_id))


def test_an_explanation_is_put_on_record_for_the_tier_that_was_asked(office, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 4, SKILLED: 4}))
    rows = [*scored("东区", "A", [95, 90]), *scored("东区", "A", [95], SKILLED)]
    nominate(office, tmp_path, rows)
    closed(office, campaign_id)
    ran(office, campaign_id)
    told = office.write(lambda work: service.explain(work, campaign_id, "A001", SKILLED))
    assert (told.tier, told.outcome) == (SKILLED, Outcome.NOT_SELECTED)
    assert office.write(lambda work: service.explain(work, campaign_id, "A001")).tier is EXCELLENT


def test_the_derivation_goes_out_as_a_sheet_a_tier(office, tmp_path):
    campaign_id = drafted(office, {EXCELLENT: 4, SKILLED: 6}, method=QuotaMethod.SAINTE_LAGUE)
    path = tmp_path / "计算过程.xlsx"
    with pytest.raises(UserError, match="还没有分配名额"):
        papers.write_derivations(office, campaign_id, path, Progress())
    office.write(lambda work: service.share_all(work, campaign_id))
    count = papers.write_derivations(office, campaign_id, path, Progress())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["优秀网格员 圣拉古法", "能手网格员 圣拉古法", "各方法对照"]
    beside = [list(row) for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)]
    assert beside[0] == [
        "优秀网格员", "东区", 1, 8, 8, 0, 2, "2", "2", "2", "2", None, None, None, None,
    ]  # fmt: skip
    rows = [list(row) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [row[1:3] for row in rows[:2]] == [["比较商数", "东区"], ["比较商数", "西区"]]
    assert sum(row[4] for row in rows) == 4
    assert count == 14


def test_the_roster_of_one_tier_keeps_its_number_among_all(office, tmp_path):
    campaign_id = opened(office, scheme({EXCELLENT: 4, SKILLED: 4}))
    rows = [*scored("东区", "A", [95, 90]), *scored("西区", "B", [80], SKILLED)]
    nominate(office, tmp_path, rows)
    closed(office, campaign_id)
    ran(office, campaign_id)
    path = tmp_path / "名单.xlsx"
    form = papers.Form.XLSX
    written = papers.write_roster(office, campaign_id, path, form, tier=SKILLED)
    assert written.rows == 1
    sheet = openpyxl.load_workbook(path).worksheets[0]
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert words[0] == "附件2"
    assert "拟命名能手网格员名单" in words
    with pytest.raises(UserError, match="“先锋网格员”一个人也没有"):
        papers.write_roster(office, campaign_id, path, form, tier=Tier.PIONEER)


def test_the_board_takes_as_many_statements_for_many_people_as_for_few(office, tmp_path):
    campaign_id = nominated(office, tmp_path)
    closed(office, campaign_id)
    ran(office, campaign_id)
    with recorded() as few:
        shown = read(office, campaign_id)
    assert len(shown.candidates) == 5
    assert len(few) <= 35


def test_who_gets_no_place_is_told_from_the_standing_of_a_draft(office):
    campaign_id = drafted(office, {EXCELLENT: 4})
    office.write(lambda work: service.share_all(work, campaign_id))
    office.write(
        lambda work: service.adjust_places(work, campaign_id, EXCELLENT, {"D1": 4, "D2": 0}),
        reason="会议商定",
    )
    shown = read(office, campaign_id)
    assert [one.extra for one in shown.tiers[0].units] == [2, -2]
    assert shown.standing.shared
