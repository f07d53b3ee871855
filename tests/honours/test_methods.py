"""The methods of sharing side by side, and what the year before gave."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.apportionment import DrawRequired, Unit, apportion
from hrgrid.core.methods import Method
from hrgrid.honours import queries, service
from hrgrid.honours.rules.methods import METHODS, difference_words, side_by_side
from hrgrid.honours.rules.words import QuotaMethod, Tier
from hrgrid.honours.service import CampaignForm
from tests.honours.build import CUTOFF, YEAR, ran
from tests.honours.test_campaign import decided
from tests.honours.test_quotas import SKILLED, STREETS, drafted, share
from tests.honours.test_running import small

EXCELLENT = Tier.EXCELLENT
REMAINDER, SAINTE_LAGUE = QuotaMethod.LARGEST_REMAINDER, QuotaMethod.SAINTE_LAGUE
TITLE = "十百千网格员评选"


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=1, max_size=6),
    st.integers(1, 20),
    st.randoms(use_true_random=False),
)
def test_what_is_shown_of_a_draw_holds_whatever_the_lot(rows, places, chance):
    units = [Unit(f"D{at}", weight, floor=0, cap=cap) for at, (weight, cap) in enumerate(rows)]
    for result in side_by_side(units, places):
        if result.refusal:
            continue
        method = Method(result.method.value)
        try:
            shared = apportion(units, places, method)
        except DrawRequired as tie:
            shared = apportion(units, places, method, lot=chance.sample(tie.names, tie.places))
        seats = {row.name: row.seats for row in shared.result}
        assert result.differing(seats) == []
        drawn = [name for name, own in result.given.items() if own.drawn]
        low = sum(own.places for own in result.given.values())
        assert (low == places) is not bool(drawn)
        assert not drawn or low < places < low + len(drawn)


def test_where_the_methods_differ_is_said_in_a_sentence():
    units = [Unit(name, weight, floor=1, cap=99) for name, weight in STREETS.items()]
    results = {one.method: one for one in side_by_side(units, 10)}
    now = {name: own.places for name, own in results[SAINTE_LAGUE].given.items()}
    names = dict(zip(STREETS, STREETS, strict=True))
    assert list(now.values()) == [5, 1, 1, 2, 1]
    assert difference_words(results[SAINTE_LAGUE], now, names) == "圣拉古法相同"
    other = {**now, "新都": 4, "新城": 2}
    assert difference_words(results[SAINTE_LAGUE], other, names) == (
        "圣拉古法 2 个单位不同（新都 4→5、新城 2→1）"
    )
    equal = side_by_side(units, 12)[METHODS.index(QuotaMethod.EQUAL)]
    assert difference_words(equal, dict.fromkeys(STREETS, 2), names) == "平均分配抽签后可以相同"
    assert {own.shown for own in equal.given.values()} == {"2～3"}
    short = [Unit("甲", 1, floor=0, cap=1)]
    told = difference_words(side_by_side(short, 2)[0], {"甲": 1}, {"甲": "甲"})
    assert told.startswith("平均分配分不出来：")


def test_every_method_stands_beside_the_places_that_count(desk):
    campaign_id = drafted(desk, 10, method=REMAINDER)
    before = desk.read(lambda work: queries.method_table(work, campaign_id, SKILLED))
    assert (before.sentences, before.last) == ((), None)
    share(desk, campaign_id, floor=0)
    told = desk.read(lambda work: queries.method_table(work, campaign_id, SKILLED, 0))
    assert [row.places for row in told.rows] == [5, 0, 2, 2, 1]
    assert [row.given[REMAINDER].places for row in told.rows] == [5, 0, 2, 2, 1]
    assert [row.given[QuotaMethod.EQUAL].places for row in told.rows] == [2] * 5
    moved = [row.counts.name for row in told.rows if row.differs(QuotaMethod.EQUAL)]
    assert moved == ["新都", "伍佑", "新河"]
    assert told.sentences[METHODS.index(REMAINDER)] == "最大余数法相同"
    one_each = desk.read(lambda work: queries.method_table(work, campaign_id, SKILLED, 1))
    assert [row.given[SAINTE_LAGUE].places for row in one_each.rows] == [5, 1, 1, 2, 1]


def following(desk, title=TITLE):
    form = CampaignForm(YEAR + 1, title, CUTOFF.replace(year=YEAR + 1))
    return desk.write(lambda work: service.open_campaign(work, form))


def test_last_year_stands_beside_this_one_without_what_was_revoked(office, clock, tmp_path):
    first = small(office, tmp_path, east=(95, 90, 85), west=(80,))
    ran(office, first)
    campaign_id = following(office)
    assert office.read(lambda work: queries.last_year(work, campaign_id)) is None
    decided(office, clock, first)
    last = office.read(lambda work: queries.last_year(work, campaign_id))
    assert last.shown == f"{YEAR} 年度“{TITLE}”"
    units = {
        code: (one.places, one.nominated, one.honoured) for (_, code), one in last.units.items()
    }
    assert units == {"D1": (2, 3, 2), "D2": (2, 1, 1)}
    grant = office.read(lambda work: queries.grants(work, first))[0]
    office.write(lambda work: service.revoke(work, grant.id, "苏政法〔2026〕1号"), reason="作假")
    last = office.read(lambda work: queries.last_year(work, campaign_id))
    assert last.honoured() == {"D1": 1, "D2": 1}
    office.write(lambda work: service.share_all(work, campaign_id))
    shown = office.read(lambda work: queries.board(work, campaign_id))
    beside = [unit.last for unit in shown.tiers[0].units]
    assert [(one.places, one.nominated, one.honoured) for one in beside] == [(2, 3, 1), (2, 1, 1)]


def test_a_campaign_of_the_same_name_comes_before_a_nearer_other(office, clock, tmp_path):
    first = small(office, tmp_path)
    ran(office, first)
    decided(office, clock, first)
    other = following(office, "包联干部评选")
    assert office.read(lambda work: queries.last_year(work, other)).campaign_id == first
    form = CampaignForm(YEAR + 2, TITLE, dt.date(YEAR + 2, 12, 31))
    third = office.write(lambda work: service.open_campaign(work, form))
    assert office.read(lambda work: queries.last_year(work, third)).campaign_id == first
    assert office.read(lambda work: queries.last_year(work, first)) is None
