"""The score list of a batch: everybody's parts and place, and why he is in or out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from hrgrid.hiring.model import Candidate, HiringBatch, HiringLine, HiringPosition, HiringRun
from hrgrid.hiring.queries.inputs import applied_run, changed_since, scheme_in
from hrgrid.hiring.queries.scope import require_look
from hrgrid.hiring.rules.totals import Compared, fixed_total, fraction_text
from hrgrid.hiring.rules.words import CandidateState, Outcome, RunStage, RunState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ScoreRow:
    """One line of a run; points are thousandths, `shown` the published total as text.

    `parts` is the arithmetic, `why` the sentence, `compared` each step against his neighbours of
    the same published number (the other by his number).
    """

    candidate_id: int
    number: str
    admission_no: str
    name: str
    position_id: int
    position: str
    title: str
    state: CandidateState
    exam_milli: int | None
    extra_milli: int
    interview_milli: int | None
    total: Fraction | None
    shown: str
    rank: int | None
    tied: bool
    outcome: Outcome
    cut_milli: int | None
    parts: str
    why: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class RunRow:
    """One run of a stage, with its hashes."""

    id: int
    stage: RunStage
    number: int
    state: RunState
    reason: str
    input_hash: str
    output_hash: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class ScoreList:
    """The lines of one run by position and rank; `changed` says what is otherwise by now."""

    run: RunRow
    rows: tuple[ScoreRow, ...]
    changed: tuple[str, ...]


def score_list(
    work: UnitOfWork, batch_id: int, stage: RunStage, run_id: int | None = None
) -> ScoreList | None:
    """The counting run of a stage, or an earlier one by `run_id`; None before the first."""
    batch = _batch(work, batch_id)
    run = (
        applied_run(work, batch_id, stage)
        if run_id is None
        else work.session.get(HiringRun, run_id)
    )
    if run is None or run.batch_id != batch_id or run.stage is not stage:
        return None
    scheme = scheme_in(work, batch)
    query = (
        select(HiringLine, Candidate, HiringPosition)
        .join(Candidate, Candidate.id == HiringLine.candidate_id)
        .join(HiringPosition, HiringPosition.id == HiringLine.position_id)
        .where(HiringLine.run_id == run.id)
    )
    rows = []
    for line, one, position in work.session.execute(query):
        told = json.loads(line.explain)
        shown = "" if line.shown_milli is None else fixed_total(line.shown_milli, scheme)
        if stage is RunStage.INTERVIEW_LIST and line.shown_milli is not None:
            shown = fraction_text(Fraction(line.shown_milli))
        rows.append(
            ScoreRow(
                one.id,
                one.number,
                one.admission_no or "",
                one.name,
                position.id,
                position.code,
                position.title,
                one.state,
                line.exam_milli,
                line.extra_milli,
                line.interview_milli,
                None if line.total_num is None else Fraction(line.total_num, line.total_den or 1),
                shown,
                line.rank,
                line.tied,
                line.outcome,
                told.get("cut"),
                told.get("parts", ""),
                told.get("why", ""),
                tuple(Compared(*each) for each in told.get("compared", ())),
            )
        )
    rows.sort(key=lambda row: (row.position, row.rank is None, row.rank or 0, row.number))
    current = run.state is RunState.APPLIED
    changed = changed_since(work, batch, stage) if current and _still_ranks(rows, stage) else []
    return ScoreList(_run(run), tuple(rows), tuple(changed))


def run_history(work: UnitOfWork, batch_id: int, stage: RunStage) -> list[RunRow]:
    """Every run of a stage, the newest first; void ones stay to be read."""
    _batch(work, batch_id)
    query = select(HiringRun).where(HiringRun.batch_id == batch_id, HiringRun.stage == stage)
    return [_run(run) for run in work.session.scalars(query.order_by(HiringRun.number.desc()))]


def _still_ranks(rows: list[ScoreRow], stage: RunStage) -> bool:
    """Whether nobody has gone beyond what the run decides, so that comparing says something."""
    before = {
        RunStage.INTERVIEW_LIST: {
            CandidateState.QUALIFIED,
            CandidateState.EXAMINED,
            CandidateState.EXAM_ABSENT,
            CandidateState.INTERVIEW,
        },
        RunStage.TOTAL: {CandidateState.INTERVIEW, CandidateState.RANKED},
    }[stage]
    return all(row.state in before for row in rows)


def _batch(work: UnitOfWork, batch_id: int) -> HiringBatch:
    batch = work.session.get_one(HiringBatch, batch_id)
    require_look(work, batch.area_path)
    return batch


def _run(run: HiringRun) -> RunRow:
    return RunRow(
        run.id,
        run.stage,
        run.number,
        run.state,
        run.reason,
        run.input_hash,
        run.output_hash,
        run.made_at,
        run.made_by,
    )
