"""破例: one rule set aside for one person and tier, proposed, approved by the office's policy.

It counts from the next freezing on, so that a run keeps what it read. A veto is never set aside.
"""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, HonourExemption, Nomination
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.people import facts_of
from hrgrid.honours.rules.eligibility import DECEASED, VETO, VETOES, checks
from hrgrid.honours.rules.findings import ExemptionState
from hrgrid.honours.rules.words import RUNNABLE, CampaignState
from hrgrid.honours.service.campaigns import Evidence, campaign_of, named
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_OPEN = (CampaignState.NOMINATING, *RUNNABLE)


@dataclass(frozen=True)
class ExemptionForm:
    """Which rule for which nomination, and the document that it rests on."""

    nomination_id: int
    rule_key: str
    evidence: Evidence


def propose_exemption(work: UnitOfWork, form: ExemptionForm) -> int:
    """Ask that a rule be set aside, with a reason; returns its id.

    Raises UserError for a veto, for a rule that the scheme does not have or that he stands.
    """
    nomination = work.session.get(Nomination, form.nomination_id)
    if nomination is None:
        raise UserError("没有这条推荐。请刷新后再选")
    found = campaign_of(work, nomination.campaign_id, *_OPEN)
    reason = work.require_reason()
    _check(work, found, nomination, form)
    added = HonourExemption(
        campaign_id=found.id,
        person_id=nomination.person_id,
        tier=nomination.tier,
        rule_key=form.rule_key,
        reason=reason,
        document_no=form.evidence.document_no.strip(),
        scan_sha256=form.evidence.scan_sha256,
        state=ExemptionState.PROPOSED,
        approval_words="",
        withdraw_reason="",
        proposer_id=work.actor.operator_id,
        recorded_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(added)
    work.session.flush()
    work.record("propose_exemption", _told(work, found, added), after={"rule": form.rule_key})
    return added.id


def exemption_subject(work: UnitOfWork, exemption_id: int) -> Subject:
    """What is approved: that this rule is set aside for this person."""
    row = _exemption(work, exemption_id)
    found = work.session.get_one(Campaign, row.campaign_id)
    if row.state is not ExemptionState.PROPOSED:
        raise UserError(f"这一条破例是“{row.state.label}”，不用再审批。请刷新后查看")
    title = f"{_told(work, found, row)}条件破例"
    return Subject(Deed.AWARD, f"exemption:{row.id}", title, row.proposer_id)


def approve_exemption(work: UnitOfWork, exemption_id: int) -> None:
    """The rule is set aside, once enough have approved. Raises Refused while approvals lack."""
    row = _exemption(work, exemption_id)
    decides = work.actor.may(Right.DECIDE_HONOURS)
    right = Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS
    found = campaign_of(work, row.campaign_id, *_OPEN, right=right)
    approval = require_approved(work, exemption_subject(work, exemption_id))
    row.state = ExemptionState.APPROVED
    row.approval_words = approval.words
    work.session.flush()
    work.record("approve_exemption", _told(work, found, row), after={"rule": row.rule_key})


def withdraw_exemption(work: UnitOfWork, exemption_id: int) -> None:
    """The rule holds again, for a reason; lists that were computed stay as they were."""
    row = _exemption(work, exemption_id)
    found = campaign_of(work, row.campaign_id, *_OPEN)
    reason = work.require_reason()
    if row.state is ExemptionState.WITHDRAWN:
        raise UserError("这一条破例已经撤回过。请刷新后查看")
    row.state = ExemptionState.WITHDRAWN
    row.withdraw_reason = reason
    work.session.flush()
    work.record("withdraw_exemption", _told(work, found, row), after={"rule": row.rule_key})


def _check(work: UnitOfWork, found: Campaign, nomination: Nomination, form: ExemptionForm) -> None:
    name = nomination.name_given
    if form.rule_key == VETO:
        raise UserError(f"“{name}”有一票否决情形，不能破例。情形有误的，请撤回那一条登记")
    if not form.evidence.document_no.strip():
        raise UserError(f"给“{name}”破例要有依据。请填会议号或文号")
    scheme = scheme_in(work, found.rule_number)
    facts = facts_of(work, found, nomination.person_id)
    if facts is None:
        raise UserError(f"“{name}”在花名册里已并入别人名下。请核对后重新推荐")
    if facts.get(DECEASED):
        raise UserError(f"“{name}”已去世，不能参加这次评选，不能破例")
    if facts.get(VETOES):
        raise UserError(f"“{name}”有一票否决情形，破例也不能入选。请先核对那一条登记")
    failed = [one.rule for one in checks(scheme.rules, nomination.tier, facts) if not one.passed]
    if form.rule_key not in {rule.key for rule in failed}:
        raise UserError(f"“{name}”没有不符合的这一条，不用破例。请核对选的条件")


def _exemption(work: UnitOfWork, exemption_id: int) -> HonourExemption:
    row = work.session.get(HonourExemption, exemption_id)
    if row is None:
        raise UserError("没有这一条破例。请刷新后再选")
    return row


def _told(work: UnitOfWork, found: Campaign, row: HonourExemption) -> str:
    person = work.session.get_one(Person, row.person_id)
    return f"{named(found)}：{person.name}（{person.number}）"
