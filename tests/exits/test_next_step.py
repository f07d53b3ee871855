"""The next step and the strip of stages, for every state, path and ground there is."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.exits.rules.next_step import (
    STEPS,
    ActorMay,
    CaseFacts,
    approved_from,
    blockers_of,
    consents_needed,
    lawful_grounds,
    settlement_kinds,
    steps_of,
)
from hrgrid.exits.rules.stages import stages_of, way_of
from hrgrid.exits.rules.words import (
    ENDED,
    EXIT_ARROWS,
    PAID,
    ConsentLevel,
    ExitPath,
    ExitState,
    Ground,
    SettlementKind,
    Trigger,
)
from hrgrid.workforce.rules import Engagement

TODAY = dt.date(2026, 6, 1)
LEVELS = tuple(ConsentLevel)
KINDS = {
    Engagement.CONTRACT: ExitPath.FULL,
    Engagement.DISPATCH: ExitPath.FULL,
    Engagement.PART_TIME: ExitPath.SHORT,
    Engagement.VOLUNTEER: ExitPath.SHORT,
}
PAIRS = [
    (engagement, path, ground)
    for engagement, path in KINDS.items()
    for ground in lawful_grounds(path, engagement)
]


@pytest.mark.parametrize(("engagement", "path", "ground"), PAIRS)
def test_every_way_goes_along_the_arrows_and_ends_with_everything_settled(engagement, path, ground):
    way = way_of(path, ground)
    assert (way[0], way[-1]) == (ExitState.REVIEWING, ExitState.CLOSED)
    for start, end in itertools.pairwise(way):
        assert end in EXIT_ARROWS[start], (engagement, start, end)
    assert way[way.index(ExitState.APPROVED) - 1] is approved_from(path, ground)
    assert (ExitState.REASSESSED in way) == (ground is Ground.INCOMPETENT)


facts = st.builds(
    lambda pair, **given: CaseFacts(
        path=pair[1], engagement=pair[0], ground=pair[2], today=TODAY, levels=LEVELS, **given
    ),
    st.sampled_from(PAIRS),
    state=st.sampled_from(ExitState),
    effective_on=st.none() | st.dates(dt.date(2026, 5, 1), dt.date(2026, 7, 1)),
    remedies_open=st.integers(0, 2),
    remedies_over=st.integers(0, 2),
    last_passed=st.none() | st.booleans(),
    protected=st.booleans(),
    told=st.booleans(),
    opinion=st.sampled_from(["", "asked", "objected", "settled"]),
    consented=st.sampled_from([LEVELS[:count] for count in range(4)]),
    refused=st.sampled_from([(), LEVELS[-1:]]),
    approvals=st.integers(0, 2),
    unsettled=st.integers(0, 3),
)


@given(facts, st.booleans(), st.booleans())
def test_there_is_one_next_step_until_the_end_and_each_once(one, run, decide):
    steps = steps_of(one, ActorMay(run, decide))
    codes = [step.code for step in steps]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(STEPS)
    if one.state in ENDED:
        assert steps == ()
        return
    assert [step.primary for step in steps] == [True, *(False for _ in steps[1:])]
    for step in steps:
        assert step.enabled == (not step.why)
        if not run and step.code != "approve":
            assert not step.enabled
    if not (run or decide):
        assert not any(step.enabled for step in steps)


@given(facts)
def test_nobody_is_approved_over_a_protection_or_a_refusal(one):
    told = {blocker.where: blocker.sentence for blocker in blockers_of(one)}
    steps = {step.code: step for step in steps_of(one, ActorMay(run=True, decide=True))}
    if "approve" in steps and one.refused:
        assert not steps["approve"].enabled
    assert all(sentence and not sentence.endswith("。") for sentence in told.values())


@given(facts)
def test_a_stage_is_done_here_to_come_or_skipped_and_never_two_of_them(one):
    way = way_of(one.path, one.ground)
    here = ExitState.NOTIFIED if one.state is ExitState.APPEALED else one.state
    reached = []
    if here in way:
        reached = [(state, TODAY, "") for state in way[: way.index(here) + 1]]
    stages = stages_of(one, reached)
    assert sum(stage.here for stage in stages) == (here in {ExitState(s.code) for s in stages})
    for stage in stages:
        assert not (stage.done and stage.skipped)
        if here in way:
            assert stage.skipped == (ExitState(stage.code) not in way)


@pytest.mark.parametrize(("engagement", "path", "ground"), PAIRS)
def test_what_is_settled_follows_the_engagement_and_the_ground(engagement, path, ground):
    kinds = settlement_kinds(path, ground, in_lieu=True)
    assert len(kinds) == len(set(kinds))
    full = engagement in (Engagement.CONTRACT, Engagement.DISPATCH)
    assert (SettlementKind.PROOF in kinds) == full
    assert (SettlementKind.SEVERANCE in kinds) == (full and ground in PAID)
    assert (SettlementKind.IN_LIEU in kinds) == full


def test_who_resigns_asks_nobody_and_who_has_no_employment_neither():
    assert consents_needed(ExitPath.FULL, Ground.RESIGN, LEVELS) == ()
    assert consents_needed(ExitPath.SHORT, Ground.ROLE_ENDED, LEVELS) == ()
    assert consents_needed(ExitPath.FULL, Ground.MUTUAL, LEVELS) == LEVELS


def test_no_ground_and_no_trigger_share_a_word():
    assert not {one.value for one in Ground} & ({one.value for one in Trigger} | {"rank"})
    for ground in Ground:
        assert "末位" not in f"{ground.label}{ground.explanation}"
        assert "排名" not in f"{ground.label}{ground.explanation}"
