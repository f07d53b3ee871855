"""What was done in cases so far, by which the next step is known; statements do not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hrgrid.accounts.model import Approval
from hrgrid.accounts.rules import Deed, approvals_needed
from hrgrid.core.policies import Policy
from hrgrid.exits.model import (
    ExitAppeal,
    ExitCase,
    ExitConsent,
    ExitHearing,
    ExitOpinion,
    ExitProtection,
    ExitReassessment,
    ExitRemedy,
    ExitSettlement,
)
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.rules.next_step import CaseFacts
from hrgrid.exits.rules.words import ExitAppealState, ExitState, Opinion, OpinionKind
from hrgrid.storage.work import UnitOfWork

_OF_STATE = {ExitState.HEARD: OpinionKind.UNION, ExitState.UNION_ASKED: OpinionKind.LEGAL}


def last_reassessment(work: UnitOfWork, case_id: int) -> ExitReassessment | None:
    """The newest reassessment of a case."""
    query = (
        select(ExitReassessment)
        .where(ExitReassessment.case_id == case_id)
        .order_by(ExitReassessment.id.desc())
    )
    return work.session.scalars(query.limit(1)).first()


def facts_of(work: UnitOfWork, found: Sequence[ExitCase]) -> dict[int, CaseFacts]:
    """The facts of cases by their id."""
    ids = [one.id for one in found]
    if not ids:
        return {}
    remedies = _by_case(work, ExitRemedy, ids)
    seen = _by_case(work, ExitReassessment, ids)
    protections = _protections(work, ids)
    hearings = _by_case(work, ExitHearing, ids)
    opinions = _by_case(work, ExitOpinion, ids)
    consents = _by_case(work, ExitConsent, ids)
    appeals = _by_case(work, ExitAppeal, ids)
    unsettled = _unsettled(work, ids)
    given = _approvals(work, ids)
    needed = approvals_needed(Deed.EXIT, work.policy(Policy.APPROVERS_OF_AWARDS))
    rules = {number: rules_of(work, number) for number in {one.rule_number for one in found}}
    facts = {}
    for one in found:
        mine = remedies[one.id]
        running = [row for row in mine if row.done_on is None]
        last = seen[one.id][-1] if seen[one.id] else None
        unanswered, blocking = protections.get(one.id, (6, 0))
        told = hearings[one.id][-1] if hearings[one.id] else None
        said = [row for row in consents[one.id] if not row.void_reason]
        facts[one.id] = CaseFacts(
            one.state,
            one.path,
            one.engagement,
            one.ground,
            work.today,
            due_on=one.due_on,
            effective_on=one.effective_on,
            in_lieu=bool(one.in_lieu_fen),
            remedies=len(mine),
            remedies_open=len(running),
            remedies_over=sum(row.last_day <= work.today for row in running),
            remedy_until=max((row.last_day for row in running), default=None),
            last_passed=last.passed if last else None,
            unanswered=unanswered,
            protected=blocking > 0,
            told=told is not None,
            hearing_until=told.until if told else None,
            opinion=_opinion(opinions[one.id], one.state),
            consented=tuple(row.level for row in said if row.agrees),
            refused=tuple(row.level for row in said if not row.agrees),
            levels=rules[one.rule_number].levels_of(one.engagement),
            approvals=given.get(one.id, 0),
            approvals_needed=needed,
            appeal_open=any(row.state is ExitAppealState.FILED for row in appeals[one.id]),
            reckoned=bool(one.severance),
            unsettled=unsettled.get(one.id, 0),
        )
    return facts


def _by_case(work: UnitOfWork, model: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    query = select(model).where(model.case_id.in_(ids)).order_by(model.id)
    for row in work.session.scalars(query.execution_options(populate_existing=True)):
        found[row.case_id].append(row)
    return found


def _protections(work: UnitOfWork, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of each case how many questions are not answered and how many block; no scan is read."""
    query = select(ExitProtection.case_id, ExitProtection.blocks).where(
        ExitProtection.case_id.in_(ids)
    )
    found: dict[int, tuple[int, int]] = {}
    for case_id, blocks in work.session.execute(query):
        waiting, blocking = found.get(case_id, (0, 0))
        found[case_id] = (waiting + (blocks is None), blocking + (blocks is True))
    return found


def _opinion(rows: Sequence[ExitOpinion], state: ExitState) -> str:
    row = next((one for one in rows if one.kind is _OF_STATE.get(state)), None)
    if row is None:
        return ""
    if row.opinion is None:
        return "asked"
    return "objected" if row.opinion is Opinion.OBJECTS and not row.answered_with else "settled"


def _unsettled(work: UnitOfWork, ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(ExitSettlement.case_id, func.count())
        .where(ExitSettlement.case_id.in_(ids), ExitSettlement.done_on.is_(None))
        .where(ExitSettlement.waived == "")
        .group_by(ExitSettlement.case_id)
    )
    return dict(work.session.execute(query).tuples().all())


def _approvals(work: UnitOfWork, ids: Sequence[int]) -> dict[int, int]:
    keys = {f"exit:{number}": number for number in ids}
    query = (
        select(Approval.subject, func.count())
        .where(Approval.deed == Deed.EXIT, Approval.subject.in_(keys))
        .group_by(Approval.subject)
    )
    return {keys[subject]: count for subject, count in work.session.execute(query)}
