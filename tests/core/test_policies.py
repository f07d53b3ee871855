"""The three settings: each knows every policy, and each is as strict as it says."""

from __future__ import annotations

import pytest

from hrgrid.core.labelled import Labelled
from hrgrid.core.policies import BEGINNING, Policy, Setting

SINGLE, DOUBLE, SEPARATE = Setting


@pytest.mark.parametrize("setting", list(Setting))
def test_a_setting_begins_with_every_policy(setting):
    assert BEGINNING[setting].keys() == set(Policy)
    assert all(type(value) is int and value >= 0 for value in BEGINNING[setting].values())


def test_alone_nothing_asks_for_a_second_person():
    assert BEGINNING[SINGLE] == {
        Policy.SIGN_IN: 0,
        Policy.SECOND_ENTRY: 0,
        Policy.OTHER_APPROVER: 0,
        Policy.APPROVERS_OF_AWARDS: 1,
        Policy.APART: 0,
        Policy.IDLE_LOCK: 0,
    }


def test_double_review_asks_for_a_second_person_everywhere():
    begun = BEGINNING[DOUBLE]
    assert (begun[Policy.SIGN_IN], begun[Policy.SECOND_ENTRY], begun[Policy.OTHER_APPROVER]) == (
        1,
        1,
        1,
    )
    assert (begun[Policy.APPROVERS_OF_AWARDS], begun[Policy.APART]) == (1, 0)
    assert begun[Policy.IDLE_LOCK] > 0


def test_separation_adds_three_administrators_and_a_second_approver():
    changed = {
        policy: value
        for policy, value in BEGINNING[SEPARATE].items()
        if value != BEGINNING[DOUBLE][policy]
    }
    assert changed == {Policy.APPROVERS_OF_AWARDS: 2, Policy.APART: 1}


def test_each_setting_is_at_least_as_strict_as_the_one_before():
    for policy in Policy:
        values = [BEGINNING[setting][policy] for setting in (SINGLE, DOUBLE, SEPARATE)]
        assert values == sorted(values), policy


def test_a_choice_is_stored_by_code_and_shown_by_label_and_explanation():
    assert [one.value for one in Setting] == ["single", "double", "separate"]
    assert [one.label for one in Setting] == ["单人办公", "双人复核", "三员分立"]
    assert "单人审批" in SINGLE.explanation
    assert "两人审批" in SEPARATE.explanation
    assert Setting("double") is DOUBLE
    with pytest.raises(ValueError, match="alone"):
        Setting("alone")


def test_a_label_is_for_people_and_need_not_be_explained():
    class Colour(Labelled):
        RED = "red", "红"
        BLUE = "blue", "蓝", "天的颜色"

    assert (Colour.RED.label, Colour.RED.explanation) == ("红", "")
    assert Colour.BLUE.explanation == "天的颜色"
    assert Colour("blue") is Colour.BLUE
