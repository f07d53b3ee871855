"""Where the office wants another to approve, nobody approves what he proposed himself."""

from __future__ import annotations

import pytest

from hrgrid.accounts.service import PaperApproval, approve, set_policy
from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.assessment.service import moderation
from hrgrid.assessment.service.settling import result_subject
from hrgrid.core.errors import Refused
from hrgrid.core.policies import Policy
from tests.assessment import assessed
from tests.assessment.scored import computed, lines, scoring

OWN = "经办人不能审批自己经办的事项"


@pytest.fixture
def strict(office):
    office.write(lambda work: set_policy(work, Policy.OTHER_APPROVER, 1), reason="规定")
    return office


def test_a_change_of_a_total_waits_for_another(strict):
    period = scoring(strict)
    computed(strict, period)
    who = lines(strict, period)["赵一"].assessee_id
    number = strict.write(lambda work: moderation.propose(work, period, who, -500, "核实缺岗"))
    own = PaperApproval(
        strict.read(lambda work: work.actor.name), "科长", strict.read(lambda work: work.today), "1"
    )
    with pytest.raises(Refused, match=OWN):
        strict.write(lambda work: moderation.approve_moderations(work, [number]))
    with pytest.raises(Refused, match=OWN):
        strict.write(lambda work: moderation.record_moderation_paper(work, [number], own))
    (row,) = strict.read(lambda work: moderations_of(work, period))
    assert row.state is ModerationState.PROPOSED
    assert lines(strict, period)["赵一"].total_milli == 100_000


def test_a_result_waits_for_another(strict):
    period = assessed.appealed(strict)
    subject = strict.read(lambda work: result_subject(work, period))
    with pytest.raises(Refused, match=OWN):
        strict.write(lambda work: approve(work, subject))
    assessed.approved(strict, subject)
