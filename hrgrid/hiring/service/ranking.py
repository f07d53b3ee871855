"""The two rankings of a batch: who is asked to the interview, and the total. Lots among equals.

A run is kept with its hashes for good; a later one needs a reason and makes the one before void.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.draws import ALGORITHM
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.hiring.model import (
    Candidate,
    HiringBatch,
    HiringLine,
    HiringLot,
    HiringPosition,
    HiringRun,
)
from hrgrid.hiring.queries.inputs import (
    applied_run,
    entrants,
    input_hash,
    interviews,
    lots_of,
    places_of,
    rule_set_of,
    sitters,
)
from hrgrid.hiring.rules.scheme import scheme_of
from hrgrid.hiring.rules.seating import drawn_order
from hrgrid.hiring.rules.shortlist import ListedLine, capped, shortlist
from hrgrid.hiring.rules.totals import LotNeeded, TotalLine, rank_totals
from hrgrid.hiring.rules.words import (
    BatchState,
    CandidateState,
    Outcome,
    RunStage,
    RunState,
)
from hrgrid.hiring.service.steps import batch_of, go_candidates, named
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

_SHOWN = 8


@dataclass(frozen=True)
class RunSummary:
    """A run that was stored, with how many have which outcome."""

    run_id: int
    number: int
    input_hash: str
    output_hash: str
    outcomes: dict[Outcome, int]


@dataclass(frozen=True)
class LotForm:
    """A lot among equals of a position: all their numbers in the order drawn.

    Drawn by hand in `witnesses`' sight, or by a `seed` that anyone can repeat: then the order
    of `numbers` does not matter.
    """

    position: str
    numbers: tuple[str, ...]
    witnesses: str
    seed: str = ""


def make_interview_list(work: UnitOfWork, batch_id: int) -> RunSummary:
    """Rank by the written mark and ask who is in to the interview.

    Again only with a reason; who is on no list any more goes back. Raises UserError while
    somebody has no settled mark.
    """
    batch = batch_of(work, batch_id, BatchState.EXAMINING)
    _refuse_ranked(work, batch)
    if batch.written:
        _require_all(
            work, batch, CandidateState.QUALIFIED, "还没有定下笔试成绩。请录完成绩再出面试名单"
        )
    rules = rule_set_of(work, batch)
    scheme = scheme_of(rules.parameters)
    people, places = sitters(work, batch), places_of(work, batch_id)
    if not people:
        raise UserError(f"{named(batch)}没有可以入围的人。请先审查资格、录入成绩")
    lines = shortlist(people, places, scheme, written=bool(batch.written))
    extra = {one.key: capped(one.extra_milli, scheme) for one in people}
    exam = {one.key: one.exam_milli for one in people}
    rows = [
        {
            "exam_milli": exam[line.key],
            "extra_milli": extra[line.key],
            "interview_milli": None,
            "total_num": line.score_milli,
            "total_den": 1 if line.score_milli is not None else None,
            "shown_milli": line.score_milli,
        }
        | _common(line, {"cut": line.cut_milli, "why": line.why})
        for line in lines
    ]
    digest = input_hash(batch, rules.sha256, places, people)
    summary = _store(work, batch, RunStage.INTERVIEW_LIST, (rules.sha256, digest), rows)
    _ask(work, batch, lines)
    return summary


def make_ranking(work: UnitOfWork, batch_id: int) -> RunSummary:
    """Rank by the total, once every interview room has closed its marks.

    Raises LotNeeded where equals stand across the line.
    """
    batch = batch_of(work, batch_id, BatchState.EXAMINING)
    if applied_run(work, batch_id, RunStage.INTERVIEW_LIST) is None:
        raise UserError(f"{named(batch)}还没有面试名单。请先出面试名单")
    found = interviews(work, batch)
    if not found.rooms:
        raise UserError(f"{named(batch)}还没有安排面试考场。请先安排面试")
    if found.open_rooms:
        shown = "、".join(f"“{title}”" for title in found.open_rooms[:_SHOWN])
        raise UserError(f"{shown}还在录分。请各考场截止评分后再排总成绩")
    rules = rule_set_of(work, batch)
    scheme = scheme_of(rules.parameters)
    people, places, lots = (
        entrants(work, batch, found),
        places_of(work, batch_id),
        lots_of(work, batch_id),
    )
    lines, ties = rank_totals(people, places, scheme, written=bool(batch.written), lots=lots)
    if ties:
        raise LotNeeded(ties, {one.key: one.name for one in people})
    by_key = {one.key: one for one in people}
    rows = []
    for line in lines:
        one = by_key[line.key]
        explain = {
            "parts": line.parts,
            "why": line.why,
            "compared": [[each.other, each.step, each.own, each.others] for each in line.compared],
        }
        rows.append(
            {
                "exam_milli": one.exam_milli,
                "extra_milli": capped(one.extra_milli, scheme),
                "interview_milli": one.interview_milli,
                "total_num": line.total.numerator if line.total is not None else None,
                "total_den": line.total.denominator if line.total is not None else None,
                "shown_milli": line.shown_milli,
            }
            | _common(line, explain)
        )
    digest = input_hash(batch, rules.sha256, places, people, lots)
    summary = _store(work, batch, RunStage.TOTAL, (rules.sha256, digest), rows)
    _rank(work, batch, lines)
    return summary


def record_lot(work: UnitOfWork, batch_id: int, form: LotForm) -> tuple[str, ...]:
    """Put a lot on record: an input of the ranking, of substitutes and of grids; the order.

    Raises UserError where the numbers are not of that position, or nobody saw it.
    """
    batch = batch_of(
        work,
        batch_id,
        BatchState.EXAMINING,
        BatchState.VETTING,
        BatchState.PUBLICISING,
        BatchState.DECIDING,
    )
    position = work.session.scalar(
        select(HiringPosition).where(
            HiringPosition.batch_id == batch_id, HiringPosition.code == form.position
        )
    )
    if position is None:
        raise UserError(f"{named(batch)}没有岗位“{form.position}”。请刷新后再选")
    if not form.witnesses.strip():
        raise UserError("抽签没有写见证人。请填上在场见证的人")
    numbers = tuple(number.strip() for number in form.numbers)
    if len(set(numbers)) != len(numbers) or len(numbers) < 2:
        raise UserError("抽签结果里至少要有两个不同的报名号，按抽到的先后填写。请核对")
    ours = set(
        work.session.scalars(
            select(Candidate.number).where(
                Candidate.position_id == position.id, Candidate.number.in_(numbers)
            )
        )
    )
    if strange := [number for number in numbers if number not in ours]:
        raise UserError(f"岗位“{form.position}”没有报名号“{strange[0]}”。请核对抽签结果")
    seed = form.seed.strip()
    order = tuple(drawn_order(numbers, seed)) if seed else numbers
    work.session.add(
        HiringLot(
            batch_id=batch_id,
            position_id=position.id,
            tied=json.dumps(sorted(numbers)),
            result=json.dumps(order),
            method="seed" if seed else "physical",
            seed=seed,
            witnesses=form.witnesses.strip(),
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record(
        "record_lot",
        f"{named(batch)} {position.code}",
        after={
            "tied": sorted(numbers),
            "result": list(order),
            "method": f"{ALGORITHM}：{seed}" if seed else "当众抽签",
            "witnesses": form.witnesses.strip(),
        },
    )
    return order


# --- what both rankings do ------------------------------------------------------------------------


def _common(line: ListedLine | TotalLine, explain: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": line.key,
        "position": line.position,
        "rank": line.rank,
        "tied": line.tied,
        "outcome": line.outcome,
        "explain": json.dumps(explain, ensure_ascii=False),
    }


def _store(
    work: UnitOfWork,
    batch: HiringBatch,
    stage: RunStage,
    read: tuple[str, str],
    rows: Sequence[dict[str, Any]],
) -> RunSummary:
    """`read` are the hashes of the scheme and of the input."""
    rule_sha256, digest = read
    before = applied_run(work, batch.id, stage)
    if before is not None:
        work.require_reason()
        before.state = RunState.VOID
        work.session.flush()
    last = select(func.max(HiringRun.number)).where(
        HiringRun.batch_id == batch.id, HiringRun.stage == stage
    )
    run = HiringRun(
        batch_id=batch.id,
        stage=stage,
        number=1 + (work.session.scalar(last) or 0),
        rule_sha256=rule_sha256,
        input_hash=digest,
        output_hash=canonical_hash(rows),
        state=RunState.APPLIED,
        reason=work.reason,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    people = dict(
        work.session.execute(
            select(Candidate.number, Candidate.id).where(Candidate.batch_id == batch.id)
        )
        .tuples()
        .all()
    )
    positions = dict(
        work.session.execute(
            select(HiringPosition.code, HiringPosition.id).where(
                HiringPosition.batch_id == batch.id
            )
        )
        .tuples()
        .all()
    )
    insert_rows(
        work,
        HiringLine,
        [
            {
                "run_id": run.id,
                "candidate_id": people[row["key"]],
                "position_id": positions[row["position"]],
                **{name: value for name, value in row.items() if name not in {"key", "position"}},
            }
            for row in rows
        ],
    )
    outcomes = Counter(row["outcome"] for row in rows)
    work.record(
        "rank_candidates",
        f"{named(batch)} {stage.label} 第 {run.number} 次",
        after={
            "input": run.input_hash,
            "output": run.output_hash,
            "outcomes": {outcome.value: count for outcome, count in outcomes.items()},
        },
    )
    return RunSummary(run.id, run.number, run.input_hash, run.output_hash, dict(outcomes))


def _ask(work: UnitOfWork, batch: HiringBatch, lines: Sequence[ListedLine]) -> None:
    """Who is on the list goes to the interview, who is no more goes back to his mark."""
    inside = {line.key for line in lines if line.outcome is Outcome.IN}
    before = CandidateState.EXAMINED if batch.written else CandidateState.QUALIFIED
    asked = _in_state(work, batch, before)
    was = _in_state(work, batch, CandidateState.INTERVIEW)
    go_candidates(
        work, [one for one in asked if one.number in inside], CandidateState.INTERVIEW, ""
    )
    gone = [one for one in was if one.number not in inside]
    go_candidates(work, gone, before, work.reason)


def _rank(work: UnitOfWork, batch: HiringBatch, lines: Sequence[TotalLine]) -> None:
    ranked = {line.key for line in lines if line.rank is not None}
    was = _in_state(work, batch, CandidateState.RANKED)
    now = _in_state(work, batch, CandidateState.INTERVIEW)
    go_candidates(work, [one for one in now if one.number in ranked], CandidateState.RANKED, "")
    gone = [one for one in was if one.number not in ranked]
    go_candidates(work, gone, CandidateState.INTERVIEW, work.reason)


def _in_state(work: UnitOfWork, batch: HiringBatch, state: CandidateState) -> list[Candidate]:
    query = select(Candidate).where(Candidate.batch_id == batch.id, Candidate.state == state)
    return list(work.session.scalars(query.order_by(Candidate.number)))


def _require_all(work: UnitOfWork, batch: HiringBatch, state: CandidateState, what: str) -> None:
    waiting = _in_state(work, batch, state)
    if waiting:
        shown = "、".join(one.name for one in waiting[:_SHOWN])
        more = f"等 {len(waiting)} 人" if len(waiting) > _SHOWN else ""
        raise UserError(f"{shown}{more}{what}")


def _refuse_ranked(work: UnitOfWork, batch: HiringBatch) -> None:
    if applied_run(work, batch.id, RunStage.TOTAL) is not None:
        raise UserError(f"{named(batch)}已经排出总成绩，面试名单不能再改")
