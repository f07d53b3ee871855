"""Grounds of the law by engagement; a rank is none of them; the seed's causes lead to some."""

from __future__ import annotations

import pytest

from hrgrid.exits.rules.grounds import (
    CAUSES,
    fault_items,
    grounds_for,
    refusal,
    suggested,
)
from hrgrid.exits.rules.words import ExitPaper, FaultItem, Ground, Trigger
from hrgrid.workforce.rules import Engagement

RANK = ("末位", "排名", "垫底", "倒数")
E = Engagement


def test_no_ground_and_no_paper_speaks_of_a_rank():
    told = [
        text for one in (*Ground, *FaultItem, *ExitPaper) for text in (one.label, one.explanation)
    ]
    told += [text for one in CAUSES for text in (one.label, one.hint)]
    told += [choice.hint for kind in Engagement for choice in grounds_for(kind, on_probation=True)]
    assert not [text for text in told for word in RANK if word in text]


def test_the_causes_of_the_seed_lead_to_grounds_of_the_law():
    found = {cause.label: (cause.ground, cause.fault_item) for cause in CAUSES}
    assert found == {
        "工作不到位": (Ground.INCOMPETENT, None),
        "考核不合格": (Ground.INCOMPETENT, None),
        "造成严重后果": (Ground.FAULT, FaultItem.DAMAGE),
    }
    assert all("仅作提示" in cause.hint for cause in CAUSES)


def test_hints_of_the_law_say_that_they_are_hints():
    for ground in Ground:
        if ground is not Ground.ROLE_ENDED:
            assert "仅作提示" in ground.explanation, ground


@pytest.mark.parametrize(
    ("engagement", "grounds"),
    [
        (E.CONTRACT, {one for one in Ground if one is not Ground.ROLE_ENDED}),
        (
            E.DISPATCH,
            {
                *(Ground.FAULT, Ground.MEDICAL, Ground.INCOMPETENT),
                *(Ground.MUTUAL, Ground.EXPIRY, Ground.RESIGN),
            },
        ),
        (E.PART_TIME, {Ground.ROLE_ENDED, Ground.RESIGN, Ground.EXPIRY}),
        (E.VOLUNTEER, {Ground.ROLE_ENDED, Ground.RESIGN, Ground.EXPIRY}),
    ],
)
def test_grounds_follow_from_the_engagement(engagement, grounds):
    choices = grounds_for(engagement)
    assert {one.ground for one in choices} == grounds
    for ground in Ground:
        item = FaultItem.DAMAGE if ground is Ground.FAULT else None
        assert (refusal(engagement, ground, item) == "") == (ground in grounds)


def test_unfitness_asks_for_a_remedy_a_notice_and_pays():
    one = next(one for one in grounds_for(E.CONTRACT) if one.ground is Ground.INCOMPETENT)
    assert one.remedy
    assert one.notice
    assert one.paid
    assert one.protected


def test_volunteers_have_neither_notice_nor_severance():
    for one in (*grounds_for(E.VOLUNTEER), *grounds_for(E.PART_TIME)):
        assert not (one.remedy)
        assert not (one.notice)
        assert not (one.paid)
        assert not (one.protected)


def test_the_first_item_is_for_a_probation_alone():
    assert FaultItem.PROBATION not in fault_items()
    assert fault_items(on_probation=True)[0] is FaultItem.PROBATION
    assert "不在试用期内" in refusal(E.CONTRACT, Ground.FAULT, FaultItem.PROBATION)
    assert refusal(E.CONTRACT, Ground.FAULT, FaultItem.PROBATION, on_probation=True) == ""


def test_an_item_belongs_to_a_fault_alone():
    assert "要写明是哪一项" in refusal(E.CONTRACT, Ground.FAULT)
    assert "没有分项" in refusal(E.CONTRACT, Ground.RESIGN, FaultItem.DAMAGE)


def test_a_rank_leads_to_no_ground():
    for engagement in Engagement:
        assert suggested(Trigger.BOTTOM, engagement) == ()


def test_what_is_suggested_fits():
    for trigger in Trigger:
        for engagement in Engagement:
            fitting = {one.ground for one in grounds_for(engagement)}
            assert set(suggested(trigger, engagement)) <= fitting
    assert suggested(Trigger.VETO, E.CONTRACT)[0] is Ground.FAULT
    assert suggested(Trigger.SCORE, E.VOLUNTEER) == (Ground.ROLE_ENDED,)
