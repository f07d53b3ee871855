"""The qualification check: each condition with the value that was seen, by whom, on what.

What the data answers is recorded for everybody at once; what somebody has to look at is asked.
A candidate is qualified when every condition that is on has passed, and rejected only for one
that has not, for want of papers, or for an application that may not stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import Candidate, CandidateCheck, HiringBatch
from hrgrid.hiring.queries.checks import checked_of, day_of, known_of, submitted_of
from hrgrid.hiring.rules.conditions import (
    Proposed,
    Source,
    asked_conditions,
    propose,
    rule_text,
)
from hrgrid.hiring.rules.scheme import Condition
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.hiring.service.steps import (
    batch_of,
    candidate_of,
    named,
    scheme_for,
    subject_of,
    told,
)
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

CHECKING = (BatchState.APPLYING, BatchState.EXAMINING)
"""Somebody whose check was taken up again may be checked while others sit the exam."""
_LONGEST = 80
_AT_ONCE = 500


@dataclass(frozen=True)
class CheckForm:
    """What was seen of one condition; a scan of the proof may follow."""

    rule_key: str
    seen_value: str
    passed: bool
    note: str = ""
    evidence_sha256: str | None = None


@dataclass(frozen=True)
class ByData:
    """What a sweep recorded: candidates looked at, checks, of these failed; what is left to ask."""

    candidates: int
    checks: int
    failed: int
    asked: tuple[str, ...]


def check_candidate(work: UnitOfWork, candidate_id: int, form: CheckForm) -> None:
    """Record one condition of one candidate; a second look takes the place of the first.

    Where the data says the opposite, the note says why.
    """
    found = candidate_of(work, candidate_id, CandidateState.SUBMITTED, during=CHECKING)
    batch = work.session.get_one(HiringBatch, found.batch_id)
    condition = _condition(work, batch, form.rule_key)
    if not form.seen_value.strip():
        raise UserError(
            f"{told(found)}的“{rule_text(condition)}”没有写看到的情况。请填写，例如毕业证上的学历"
        )
    if len(form.seen_value.strip()) > _LONGEST:
        raise UserError(f"看到的情况最多写 {_LONGEST} 字，更多的请写在说明里")
    (by_data,) = propose([condition], known_of(work, [found])[found.id], day_of(work, batch))
    if by_data.passed not in {None, form.passed} and not form.note.strip():
        raise UserError(
            f"{told(found)}的“{rule_text(condition)}”{by_data.source.label}是“{by_data.value}”，"
            "与结论不符。请核对，或在说明里写明依据"
        )
    _write(work, found, form)
    work.record(
        "check_candidate",
        subject_of(batch, found),
        after={"checks": [f"{rule_text(condition)}：{'合格' if form.passed else '不合格'}"]},
    )


def check_many(
    work: UnitOfWork, batch_id: int, form: CheckForm, candidate_ids: Sequence[int]
) -> int:
    """The same finding for many: a letter that answers for everybody. Returns how many.

    Candidates whose check of it was recorded before keep theirs.
    """
    batch = batch_of(work, batch_id, *CHECKING)
    condition = _condition(work, batch, form.rule_key)
    if not form.seen_value.strip():
        raise UserError(f"“{rule_text(condition)}”没有写看到的情况。请填写，例如“未发现”")
    wanted = set(candidate_ids)
    people = [one for one in submitted_of(work, batch) if one.id in wanted]
    if len(people) != len(wanted):
        raise UserError("所选的人里有的已不在待审查。请刷新后再选")
    there = checked_of(work, batch)
    work.progress.begin("登记审查", len(people))
    rows = []
    for one in people:
        work.progress.step()
        if form.rule_key not in there.get(one.id, ()):
            rows.append(_row(work, one.id, form))
    insert_rows(work, CandidateCheck, rows)
    ending = "合格" if form.passed else "不合格"
    after = {"checks": [f"{rule_text(condition)}：{ending}"], "rows": len(rows)}
    work.record("check_candidate", named(batch), after=after)
    return len(rows)


def uncheck_candidate(work: UnitOfWork, candidate_id: int, rule_key: str) -> CheckForm:
    """Take one check back; returns it, for an undo."""
    found = candidate_of(work, candidate_id, CandidateState.SUBMITTED, during=CHECKING)
    row = work.session.get(CandidateCheck, (candidate_id, rule_key))
    if row is None:
        raise UserError(f"{told(found)}的这一项还没有审查。请刷新后查看")
    batch = work.session.get_one(HiringBatch, found.batch_id)
    given = CheckForm(rule_key, row.seen_value, row.passed, row.note, row.evidence_sha256)
    work.session.delete(row)
    work.session.flush()
    label = rule_text(_condition(work, batch, rule_key))
    work.record("uncheck_candidate", subject_of(batch, found), before={"checks": [label]})
    return given


def check_by_data(work: UnitOfWork, batch_id: int) -> ByData:
    """Record for everybody who waits what the data answers; looks made by hand stay.

    The note says whether the value is of the ID number, our file or the application.
    """
    batch = batch_of(work, batch_id, *CHECKING)
    conditions = asked_conditions(scheme_for(work, batch), batch.kind)
    people = submitted_of(work, batch)
    work.progress.begin("按资料审查", len(people))
    there = checked_of(work, batch)
    known = known_of(work, people)
    on = day_of(work, batch)
    rows: list[dict[str, Any]] = []
    failed, asked = 0, dict.fromkeys(rule_text(each) for each in conditions)
    for one in people:
        work.progress.step()
        for proposed in propose(conditions, known[one.id], on):
            if proposed.source is Source.ASKED:
                continue
            asked.pop(rule_text(proposed.condition), None)
            if proposed.condition.key in there.get(one.id, ()):
                continue
            failed += not proposed.passed
            rows.append(_row(work, one.id, _form(proposed)))
    insert_rows(work, CandidateCheck, rows)
    done = ByData(len(people), len(rows), failed, tuple(asked))
    if rows:
        after = {"checks": "按资料审查", "rows": len(rows), "people": len(people)}
        work.record("check_candidate", named(batch), after=after)
    return done


def _condition(work: UnitOfWork, batch: HiringBatch, rule_key: str) -> Condition:
    asked = asked_conditions(scheme_for(work, batch), batch.kind)
    found = next((each for each in asked if each.key == rule_key), None)
    if found is None:
        raise UserError(f"{named(batch)}的方案里没有启用这一项条件（{rule_key}）。请刷新后查看")
    return found


def _form(proposed: Proposed) -> CheckForm:
    return CheckForm(
        proposed.condition.key, proposed.value, bool(proposed.passed), proposed.source.label
    )


def _row(work: UnitOfWork, candidate_id: int, form: CheckForm) -> dict[str, Any]:
    return {
        "candidate_id": candidate_id,
        "rule_key": form.rule_key,
        "seen_value": form.seen_value.strip(),
        "passed": form.passed,
        "note": form.note.strip(),
        "checked_by": work.actor.name,
        "checked_at": work.now,
        "evidence_sha256": form.evidence_sha256,
    }


def _write(work: UnitOfWork, found: Candidate, form: CheckForm) -> None:
    row = work.session.get(CandidateCheck, (found.id, form.rule_key))
    values = _row(work, found.id, form)
    if row is None:
        work.session.add(CandidateCheck(**values))
    else:
        for key, value in values.items():
            setattr(row, key, value)
    work.session.flush()
