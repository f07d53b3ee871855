"""Places of the districts: weighed on the cut-off date, shared, drawn, adjusted, fixed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from hrgrid.core.apportionment import DrawRequired, Method, StepKind, apportion
from hrgrid.core.errors import UserError
from hrgrid.honours import queries, service
from hrgrid.honours.model import QuotaRun
from hrgrid.honours.rules.scheme import TOPIC
from hrgrid.honours.rules.weights import DistrictCounts, district_weights, sharing_units
from hrgrid.honours.rules.words import CampaignState, QuotaMethod, RunState, Tier, WeightKind
from hrgrid.honours.service import CampaignForm
from hrgrid.storage.rulebook import versions_of
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from tests.honours.build import CUTOFF, DAWN, YEAR, scheme
from tests.overview.build import plant_city

SKILLED = Tier.SKILLED
# 盐南's five streets with their general grids (rules.md 7).
STREETS = {"新都": 222, "伍佑": 16, "新城": 66, "科城": 107, "新河": 52}


def staffed(work):
    """Twenty people in each street, all at its first grid."""
    grids = plant_city(work, STREETS)
    enlisting = Enlisting(work, tree_index(work, work.today))
    for letter, street in zip("ABCDE", STREETS, strict=True):
        for at in range(20):
            # Equal names at one place would be one person.
            name = f"赵{chr(0x4E00 + at)}{letter}"
            person = PersonForm(name, number=f"{letter}{at:02d}")
            post = PostForm(
                grids[street][0],
                enlisting.roles["网格员"],
                Employment.PART,
                dt.date(2020, 1, 1),
            )
            enlisting.take(person, post)
    enlisting.write()


def test_a_street_in_which_nobody_may_be_chosen_is_promised_no_place():
    counts = [DistrictCounts("A", "甲", 5, 9, 4), DistrictCounts("B", "乙", 5, 9, 0)]
    for method in Method:
        units = sharing_units(["甲", "乙"], counts, {WeightKind.GRIDS: 10_000}, 1)
        shared = apportion(units, 3, method)
        assert [row.seats for row in shared.result] == [3, 0], method


def drafted(desk, places, **changes):
    desk.write(staffed)
    wanted = scheme({SKILLED: places}, weights={WeightKind.GRIDS: 10_000}, **changes)
    desk.write(lambda work: service.keep_scheme(work, wanted, DAWN), reason="年度方案")
    form = CampaignForm(YEAR, "评选", CUTOFF)
    campaign_id = desk.write(lambda work: service.open_campaign(work, form))
    desk.write(lambda work: service.weigh_districts(work, campaign_id))
    return campaign_id


def share(desk, campaign_id, **how):
    desk.write(lambda work: service.share_places(work, campaign_id, SKILLED, **how))
    rows = desk.read(lambda work: queries.quota_table(work, campaign_id))
    return [row.places[SKILLED] for row in rows]


def test_the_weights_are_those_of_the_cut_off_date(desk):
    campaign_id = drafted(desk, 20)
    rows = desk.read(lambda work: queries.quota_table(work, campaign_id))
    assert [(row.name, row.grids, row.workers, row.eligible) for row in rows] == [
        (name, grids, 20, 20) for name, grids in STREETS.items()
    ]


def test_the_published_example_is_shared_as_computed_by_hand(desk):
    campaign_id = drafted(desk, 20, method=QuotaMethod.LARGEST_REMAINDER)
    assert share(desk, campaign_id) == [9, 1, 3, 5, 2]
    assert share(desk, campaign_id, method=QuotaMethod.SAINTE_LAGUE, floor=1) == [9, 1, 3, 5, 2]
    assert share(desk, campaign_id, method=QuotaMethod.EQUAL) == [4, 4, 4, 4, 4]
    told = desk.read(lambda work: queries.derivation(work, campaign_id, SKILLED))
    assert (told.number, told.method) == (3, QuotaMethod.EQUAL)
    assert [(step.kind, step.district, step.fraction, step.places) for step in told.steps] == [
        (StepKind.WHOLE, name, "20/5", 4) for name in STREETS
    ]
    states = desk.read(
        lambda work: work.session.scalars(select(QuotaRun.state).order_by(QuotaRun.number)).all()
    )
    assert states == [RunState.VOID, RunState.VOID, RunState.APPLIED]


def test_ten_places_differ_between_the_methods(desk):
    campaign_id = drafted(desk, 10, method=QuotaMethod.LARGEST_REMAINDER)
    assert share(desk, campaign_id, floor=0) == [5, 0, 2, 2, 1]
    assert share(desk, campaign_id, method=QuotaMethod.SAINTE_LAGUE, floor=1) == [5, 1, 1, 2, 1]


def test_a_tie_wider_than_the_places_waits_for_a_typed_lot(desk):
    campaign_id = drafted(desk, 12)
    with pytest.raises(DrawRequired) as told:
        share(desk, campaign_id)
    assert (told.value.names, told.value.places) == (tuple(STREETS), 2)
    with pytest.raises(UserError, match="抽签结果要从并列的"):
        share(desk, campaign_id, lot=["D1"])
    assert share(desk, campaign_id, lot=["D2", "D5"]) == [2, 3, 2, 2, 3]
    told = desk.read(lambda work: queries.derivation(work, campaign_id, SKILLED))
    drawn = [step.district for step in told.steps if step.kind is StepKind.DRAW and step.places]
    assert drawn == ["伍佑", "新河"]


def test_places_are_adjusted_with_a_reason_and_the_same_sum(desk):
    campaign_id = drafted(desk, 20, method=QuotaMethod.LARGEST_REMAINDER)
    share(desk, campaign_id)

    def adjust(places, reason="会议商定"):
        desk.write(
            lambda work: service.adjust_places(work, campaign_id, SKILLED, places), reason=reason
        )

    for places, reason, told in (
        ({"D1": 8}, "会议商定", "共 20 个名额，调整后合计 19 个"),
        ({"D9": 1}, "会议商定", "没有编码为“D9”的单位"),
        ({"D1": -1}, "会议商定", "名额不能是负数"),
        ({"D1": 8, "D2": 2}, "", "须写明事由"),
    ):
        with pytest.raises(UserError, match=told):
            adjust(places, reason)
    adjust({"D1": 8, "D2": 2})
    rows = desk.read(lambda work: queries.quota_table(work, campaign_id))
    assert [row.places[SKILLED] for row in rows] == [8, 2, 3, 5, 2]
    told = desk.read(lambda work: queries.derivation(work, campaign_id, SKILLED))
    assert (told.method, told.reason) == (QuotaMethod.MANUAL, "会议商定")


def test_fixed_places_stay_and_lock_the_scheme(desk):
    campaign_id = drafted(desk, 20)
    with pytest.raises(UserError, match="“能手网格员”的名额还没有分配"):
        desk.write(lambda work: service.fix_quotas(work, campaign_id))
    share(desk, campaign_id)
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    locked = desk.read(lambda work: versions_of(work, TOPIC)[0].locked_for)
    assert locked == f"{YEAR} 年度“评选”"
    with pytest.raises(UserError, match="现在是“名额已定”，要在“拟定方案”时"):
        share(desk, campaign_id)
    with pytest.raises(UserError, match="须写明事由"):
        desk.write(lambda work: service.reopen_quotas(work, campaign_id))
    desk.write(lambda work: service.reopen_quotas(work, campaign_id), reason="名额有变")
    assert share(desk, campaign_id, method=QuotaMethod.EQUAL) == [4] * 5
    state = desk.read(lambda work: queries.campaign(work, campaign_id).state)
    assert state is CampaignState.DRAFT


def test_weighing_anew_makes_the_shared_places_void(desk):
    campaign_id = drafted(desk, 20)
    share(desk, campaign_id)
    desk.write(lambda work: service.weigh_districts(work, campaign_id))
    rows = desk.read(lambda work: queries.quota_table(work, campaign_id))
    assert [row.places for row in rows] == [{}] * 5
    count = select(func.count()).select_from(QuotaRun)
    assert desk.read(lambda work: work.session.scalar(count)) == 1


def test_no_district_gets_more_places_than_it_has_people_who_may_be_chosen(desk):
    campaign_id = drafted(desk, 100, method=QuotaMethod.LARGEST_REMAINDER)
    assert share(desk, campaign_id) == [20] * 5


def test_without_areas_there_is_nothing_to_share_among(desk):
    campaign_id = desk.write(
        lambda work: service.open_campaign(work, CampaignForm(YEAR, "评选", CUTOFF))
    )
    with pytest.raises(UserError, match="没有可以分配名额的区县或街道"):
        desk.write(lambda work: service.weigh_districts(work, campaign_id))


counts = st.integers(0, 50)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=6), st.integers(0, 10_000))
def test_mixed_weights_are_in_the_proportion_of_the_shares(rows, share_of_grids):
    districts = [
        DistrictCounts(f"D{at}", f"D{at}", grids, workers, 0)
        for at, (grids, workers) in enumerate(rows)
    ]
    shares = {WeightKind.GRIDS: share_of_grids, WeightKind.WORKERS: 10_000 - share_of_grids}
    weights = district_weights(districts, shares)
    totals = {
        WeightKind.GRIDS: sum(grids for grids, _ in rows),
        WeightKind.WORKERS: sum(workers for _, workers in rows),
    }
    exact = [
        sum(
            Fraction(share * one.count(kind), totals[kind])
            for kind, share in shares.items()
            if totals[kind]
        )
        for one in districts
    ]
    total, whole = sum(weights), sum(exact)
    assert all(weight * whole == part * total for weight, part in zip(weights, exact, strict=True))
