"""How a qualification check ends: qualified, rejected with a code and a note, or looked at anew."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import CandidateCheck, HiringBatch
from hrgrid.hiring.queries.checks import checked_of, submitted_of
from hrgrid.hiring.rules.conditions import asked_conditions, rule_text
from hrgrid.hiring.rules.words import CandidateState, RejectCode
from hrgrid.hiring.service.checking import CHECKING
from hrgrid.hiring.service.steps import (
    batch_of,
    candidate_of,
    go_candidate,
    go_candidates,
    scheme_for,
    told,
)
from hrgrid.storage.work import UnitOfWork


def qualify(work: UnitOfWork, candidate_id: int) -> None:
    """Everything that is asked has passed; UserError says what is missing or failed."""
    found = candidate_of(work, candidate_id, CandidateState.SUBMITTED, during=CHECKING)
    batch = work.session.get_one(HiringBatch, found.batch_id)
    missing, failed = _lacking(work, batch, found.id)
    if failed:
        raise UserError(f"{told(found)}不合格：{'、'.join(failed)}。不能通过，请退回并写明原因")
    if missing:
        shown = "、".join(missing[:4]) + (f"等 {len(missing)} 项" if len(missing) > 4 else "")
        raise UserError(f"{told(found)}还没有审查：{shown}。请逐项登记后再通过")
    go_candidate(work, found, CandidateState.QUALIFIED, work.reason)


def qualify_all(work: UnitOfWork, batch_id: int) -> int:
    """Everybody who waits and has passed everything; returns how many. The others stay."""
    batch = batch_of(work, batch_id, *CHECKING)
    people = submitted_of(work, batch)
    keys = {each.key for each in asked_conditions(scheme_for(work, batch), batch.kind)}
    there = checked_of(work, batch)
    work.progress.begin("通过审查", len(people))
    passed = []
    for one in people:
        work.progress.step()
        checks = there.get(one.id, {})
        if all(checks.get(key, False) for key in keys):
            passed.append(one)
    go_candidates(work, passed, CandidateState.QUALIFIED, work.reason)
    return len(passed)


_NEEDS_FAILED = {RejectCode.CONDITION: False, RejectCode.BARRED: True}


def reject(work: UnitOfWork, candidate_id: int, code: RejectCode, note: str = "") -> None:
    """Send an application back with the reason; a condition or a bar needs its failed check.

    Without a note the failed checks say it: 不超过 40 周岁：46 周岁.
    """
    found = candidate_of(work, candidate_id, CandidateState.SUBMITTED, during=CHECKING)
    batch = work.session.get_one(HiringBatch, found.batch_id)
    failed = _failed(work, batch, found.id, _NEEDS_FAILED.get(code))
    if code in _NEEDS_FAILED and not failed:
        raise UserError(
            f"{told(found)}没有一项不合格的审查，不能以“{code.label}”退回。请先登记那一项的审查"
        )
    said = note.strip() or "；".join(failed if code in _NEEDS_FAILED else [])
    if not said:
        raise UserError(f"以“{code.label}”退回{told(found)}须写明情况。请填上缺什么、为什么")
    go_candidate(work, found, CandidateState.REJECTED, said[:200], reject_code=code)


def reopen_check(work: UnitOfWork, candidate_id: int, reason: str) -> None:
    """Look anew at somebody who was rejected or qualified, with the reason; checks stay."""
    found = candidate_of(
        work, candidate_id, CandidateState.REJECTED, CandidateState.QUALIFIED, during=CHECKING
    )
    if not reason.strip():
        raise UserError(f"重新审查{told(found)}须写明原因。请填上补交了什么、哪里看错")
    go_candidate(work, found, CandidateState.SUBMITTED, reason)


def _lacking(
    work: UnitOfWork, batch: HiringBatch, candidate_id: int
) -> tuple[list[str], list[str]]:
    """The conditions that nobody looked at, and those that failed."""
    rows = {row.rule_key: row.passed for row in _checks(work, candidate_id)}
    asked = asked_conditions(scheme_for(work, batch), batch.kind)
    missing = [rule_text(each) for each in asked if each.key not in rows]
    return missing, [rule_text(each) for each in asked if rows.get(each.key) is False]


def _failed(
    work: UnitOfWork, batch: HiringBatch, candidate_id: int, bars: bool | None
) -> list[str]:
    asked = {each.key: each for each in asked_conditions(scheme_for(work, batch), batch.kind)}
    return [
        f"{rule_text(asked[row.rule_key])}：{row.seen_value}"
        for row in _checks(work, candidate_id)
        if not row.passed and row.rule_key in asked and bars in {None, asked[row.rule_key].bars}
    ]


def _checks(work: UnitOfWork, candidate_id: int) -> Collection[CandidateCheck]:
    query = select(CandidateCheck).where(CandidateCheck.candidate_id == candidate_id)
    return work.session.scalars(query.order_by(CandidateCheck.rule_key)).all()
