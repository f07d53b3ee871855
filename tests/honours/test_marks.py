"""Votes as marks, the third part of a score, and the sums of a meeting, against plain reckoning."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.honours.rules.marks import FULL, VoteScale, marks_of_votes
from hrgrid.honours.rules.meeting import Base, Choice, Tally, VoteRule, counted, inconsistent
from hrgrid.honours.rules.proof import inputs_document, result_document
from hrgrid.honours.rules.rows import Nominee
from hrgrid.honours.rules.scheme import Scheme, check_scheme, scheme_of
from hrgrid.honours.rules.scoring import exact_score
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.words import Tier
from tests.honours.parts import places_told
from tests.honours.test_proof import VERIFY
from tests.honours.test_selection import inputs

votes = st.dictionaries(st.integers(1, 40), st.integers(0, 10_000), max_size=20)
mark = st.integers(0, FULL)


@given(votes, st.sampled_from(VoteScale))
def test_a_vote_is_a_mark_from_0_to_100_and_more_votes_are_never_less(given_votes, scale):
    made = marks_of_votes(given_votes, scale)
    assert made.keys() == given_votes.keys()
    assert all(0 <= one <= FULL for one in made.values())
    for own, count in given_votes.items():
        for other, more in given_votes.items():
            if count < more:
                assert made[own] <= made[other]
            if count == more:
                assert made[own] == made[other]
    if given_votes and max(given_votes.values()):
        assert max(made.values()) == FULL


@given(votes)
def test_votes_by_share_are_those_of_the_most_voted(given_votes):
    made = marks_of_votes(given_votes, VoteScale.SHARE)
    most = max(given_votes.values(), default=0)
    for key, count in given_votes.items():
        wanted = Fraction(FULL * count, most) if most else Fraction(0)
        assert abs(made[key] - wanted) <= Fraction(1, 2)


def test_votes_by_rank_fall_by_a_part_of_a_hundred_a_place():
    made = marks_of_votes({1: 90, 2: 70, 3: 70, 4: 10}, VoteScale.RANK)
    assert made == {1: 100_000, 2: 75_000, 3: 75_000, 4: 25_000}
    assert marks_of_votes({1: 3, 2: 2, 3: 1}, VoteScale.SHARE) == {1: 100_000, 2: 66_667, 3: 33_333}
    assert marks_of_votes({1: 0, 2: 0}, VoteScale.RANK) == {1: 0, 2: 0}


@given(mark, mark, mark, st.integers(0, 2_000), st.integers(0, 8_000))
def test_a_score_of_three_parts_is_the_weighed_sum(merit, review, public, public_bp, merit_bp):
    scheme = Scheme(public_bp=public_bp, merit_bp=merit_bp, review_bp=10_000 - public_bp - merit_bp)
    check_scheme(scheme)
    one = Nominee("A", Tier.SKILLED, "D", merit=merit, review=review, public=public)
    weights = (scheme.merit_bp, scheme.review_bp, public_bp)
    wanted = sum(
        Fraction(share, 10_000) * own
        for share, own in zip(weights, (merit, review, public), strict=True)
    )
    assert exact_score(scheme, one) == wanted
    unknown = replace(one, public=None)
    assert (exact_score(scheme, unknown) is None) == bool(public_bp)


@given(inputs(), st.data())
def test_the_checker_rebuilds_a_selection_with_votes_of_the_public(found, data):
    scheme = replace(
        found.scheme,
        merit_bp=3_000,
        review_bp=5_000,
        public_bp=2_000,
        tie_breaks=("unrounded", "public"),
    )
    nominees = [
        replace(one, public=data.draw(st.one_of(st.none(), st.sampled_from([0, 50_000, 50_003]))))
        for one in found.nominees
    ]
    nominees.sort(key=lambda one: (one.tier.order, one.number))
    found = replace(found, scheme=scheme, nominees=nominees)
    result = select_all(found)
    if result.open_ties:
        return
    document = json.loads(json.dumps(inputs_document(found, [], [], {})))
    lines = json.loads(json.dumps(result_document(result.lines, [])))["lines"]
    assert VERIFY.select(document, places_told(found)) == lines


# --- the scheme ---------------------------------------------------------------------------------


def test_a_scheme_without_a_review_of_its_own_is_said_in_the_words_of_before():
    told = Scheme().parameters()
    assert not {"public_bp", "quorum_num", "judges", "merit_from_assessment"} & told.keys()
    assert scheme_of(told) == Scheme()
    changed = Scheme(merit_bp=2_000, public_bp=2_000, quorum_num=3, quorum_den=4, judges=9)
    assert scheme_of(changed.parameters()) == changed
    assert canonical_hash(changed.parameters()) != canonical_hash(told)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"public_bp": 1_000}, "业绩、评审、公众投票的权重合计要是 100%。请核对权重"),
        (
            {"public_bp": 3_000, "merit_bp": 1_000},
            "公众投票占 30%，超过 20% 的上限。请降低权重，或写明依据后调高上限",
        ),
        ({"quorum_num": 3, "quorum_den": 2}, "会议法定人数不能超过应到人数。请改成 2/3 这样的分数"),
    ],
)
def test_a_scheme_that_gives_the_public_too_much_is_refused(changes, said):
    with pytest.raises(UserError) as refused:
        check_scheme(Scheme(**changes))
    assert refused.value.sentence == f"{said}。"


def test_an_office_may_raise_the_share_of_the_public_knowingly():
    check_scheme(Scheme(public_bp=7_000, merit_bp=1_000, review_bp=2_000, public_cap_bp=7_000))


# --- the meeting --------------------------------------------------------------------------------

count = st.integers(0, 30)


@given(count, count, count, count, count)
def test_a_tally_that_does_not_add_up_is_always_refused(favour, against, abstained, come, kept_out):
    present, recused = come, min(kept_out, come)
    tally = Tally(favour, against, abstained)
    said = inconsistent(tally, present, recused)
    assert (said is None) == (favour + against + abstained == present - recused)
    if said is not None:
        assert f"＝{tally.whole} 票，应为 {present - recused} 票" in said
    assert inconsistent(Tally(present - recused + 1, -1, 0), present, recused) == "票数不能是负数"


@given(st.lists(st.sampled_from(Choice)), st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(choices, chance):
    shuffled = list(choices)
    chance.shuffle(shuffled)
    assert counted(choices) == counted(shuffled)
    kinds = Counter(choices)
    assert counted(choices) == Tally(*(kinds[one] for one in Choice))


@given(
    st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 9_999),
    st.sampled_from(Base),
)  # fmt: skip
def test_the_least_number_that_passes_is_the_least(entitled, come, favour, share, base):
    present = min(come, entitled)
    rule = VoteRule(pass_bp=share, base=base)
    needed = rule.needed(entitled, present)
    assert rule.passes(Tally(favour, 0, 0), entitled, present) == (favour >= needed)


def test_a_quorum_of_two_thirds_is_exact():
    rule = VoteRule()
    assert [rule.quorum(entitled) for entitled in (3, 14, 15, 16)] == [2, 10, 10, 11]
    assert [rule.needed(entitled, entitled) for entitled in (15, 16)] == [8, 9]
    assert rule.words == "到会不少于应到的 2/3，赞成超过应到人数的半数为通过"
    assert VoteRule(pass_bp=6_666, base=Base.PRESENT).words.endswith("超过到会人数的66.66%为通过")
