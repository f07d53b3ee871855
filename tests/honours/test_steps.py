"""The next lawful step, what a district is due, and whether it nominates enough."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.honours.rules.steps import Next, Remedy, Standing, Step, next_step
from hrgrid.honours.rules.tallies import Tally, dues, tallied, topped_up, wanted_nominees
from hrgrid.honours.rules.words import ARROWS, RUNNABLE, CampaignState

S = CampaignState
TODAY = dt.date(2026, 4, 9)


@pytest.mark.parametrize(
    ("state", "facts", "step"),
    [
        (S.DRAFT, {}, Step.SHARE),
        (S.DRAFT, {"shared": True}, Step.FIX),
        (S.QUOTAS_SET, {}, Step.START),
        (S.NOMINATING, {"nominated": 1}, Step.CLOSE),
        (S.REVIEWING, {}, Step.RANK),
        (S.REVIEWING, {"open_ties": 1}, Step.TIES),
        (S.SELECTED, {}, Step.COMMITTEE),
        (S.SELECTED, {"removed": ("甲",)}, Step.RERANK),
        (S.COMMITTEE, {"to_show": 3}, Step.PUBLICISE),
        (S.COMMITTEE, {}, Step.RESUME),
        (S.PUBLICISING, {"publicity_ends": dt.date(2026, 4, 8), "clear": 2}, Step.END),
        (S.PUBLICISING, {"upheld": ("甲",), "clear": 2}, Step.SETTLE),
        (S.PUBLICISING, {"to_show": 1, "clear": 2}, Step.PUBLICISE),
        (S.PUBLICISING, {"clear": 2, "waiting": ("甲",), "publicity_ends": TODAY}, Step.PROPOSE),
        (S.PUBLICISING, {"removed": ("甲",), "publicity_ends": TODAY}, Step.RERANK),
        (S.DECIDING, {"proposed": 2}, Step.DECIDE),
        (S.DECIDING, {"proposed": 2, "removed": ("乙",)}, Step.DECIDE),
        (S.DECIDING, {"proposed": 2, "stale": ("甲",), "clear": 1}, Step.PROPOSE),
        (S.DECIDING, {"proposed": 2, "removed": ("甲",), "stale": ("甲",)}, Step.RERANK),
        (S.DECIDING, {"publicity_ends": dt.date(2026, 4, 8)}, Step.END),
        (S.DECIDING, {"removed": ("甲",), "open_ties": 1}, Step.TIES),
        (S.DECIDED, {"removed": ("甲",)}, Step.ISSUE),
        (S.ISSUED, {}, Step.PRINT),
        (S.ARCHIVED, {}, Step.PRINT),
    ],
)
def test_each_state_has_one_next_step(state, facts, step):
    assert next_step(Standing(state, TODAY, **facts)) == Next(step)


def test_every_state_has_a_step():
    assert all(next_step(Standing(state, TODAY)).step for state in ARROWS)


def test_nothing_is_closed_without_a_nomination():
    told = next_step(Standing(S.NOMINATING, TODAY))
    assert (told.step, told.remedy) == (Step.CLOSE, Remedy.IMPORT)
    assert told.blocked.startswith("还没有一个推荐对象")


def test_the_proposal_waits_for_the_publicity_for_objections_and_for_lost_characters():
    waits = next_step(Standing(S.PUBLICISING, TODAY, publicity_ends=TODAY))
    assert waits.blocked == "公示到 4 月 9 日才满，满了才能结束公示、报请决定。"
    lost = next_step(Standing(S.PUBLICISING, TODAY, clear=1, nameless=("龚伟〓",)))
    assert lost.remedy is Remedy.NAMES
    assert "“龚伟〓”的姓名里有缺字" in lost.blocked
    for state in (S.PUBLICISING, S.DECIDING):
        objected = next_step(Standing(state, TODAY, waiting=("甲", "乙")))
        assert objected.remedy is Remedy.OBJECTIONS
        assert objected.blocked == "“甲”、“乙”有异议没有办结，办结后才能报请决定。"


@pytest.mark.parametrize("state", sorted(set(CampaignState) - set(RUNNABLE), key=str))
def test_ties_and_removals_matter_only_while_a_list_may_be_computed(state):
    plain = next_step(Standing(state, TODAY))
    assert next_step(Standing(state, TODAY, open_ties=2, removed=("甲",))) == plain


@pytest.mark.parametrize(
    ("places", "nominated", "tally", "shown"),
    [
        (10, 9, Tally.SHORT, "缺 1"),
        (10, 10, Tally.FEW, "差 2"),
        (10, 12, Tally.ENOUGH, "齐"),
        (10, 14, Tally.MORE, "多 2"),
        (0, 0, Tally.ENOUGH, "齐"),
        (1, 2, Tally.ENOUGH, "齐"),
    ],
)
def test_a_district_nominates_a_fifth_more_than_its_places(places, nominated, tally, shown):
    told = tallied(places, nominated, 12_000)
    assert (told.tally, told.shown) == (tally, shown)


@given(st.integers(0, 1000), st.integers(0, 1500), st.integers(10_000, 30_000))
def test_a_tally_says_how_many_are_off(places, nominated, share):
    told, wanted = tallied(places, nominated, share), wanted_nominees(places, share)
    signs = {Tally.SHORT: -1, Tally.FEW: -1, Tally.MORE: 1, Tally.ENOUGH: 0}
    goal = places if told.tally is Tally.SHORT else wanted
    assert nominated == goal + signs[told.tally] * told.off
    assert (told.off == 0) == (told.tally is Tally.ENOUGH)
    assert wanted * 10_000 >= places * share > (wanted - 1) * 10_000


def test_what_is_due_and_what_stands_above_its_whole_part():
    weights, places = [222, 16, 66, 107, 52], [9, 1, 3, 5, 2]
    shares = dues(weights, 20)
    assert sum(shares) == 20
    assert shares[0] == Fraction(4440, 463)
    assert [topped_up(n, due) for n, due in zip(places, shares, strict=True)] == [0, 1, 1, 1, 0]
    assert topped_up(3, Fraction(4)) == -1
    assert dues([0, 0], 5) == [0, 0]
