"""The computations of a period, and whether what the one that counts read has changed since."""

from __future__ import annotations

import json

from sqlalchemy import exists, func, select

from hrgrid.assessment.model import AssessmentFact, AssessmentPeriod, AssessmentRun, FactSource
from hrgrid.assessment.queries.reading import indicator_ids, marks_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.parts import months_of
from hrgrid.assessment.rules.result_rows import RunRow
from hrgrid.assessment.rules.scheme import indicators_of
from hrgrid.assessment.rules.words import RunState
from hrgrid.exchange.model import ImportJob
from hrgrid.storage.work import UnitOfWork

_SAID = {
    "rules": "考核方案换了版本",
    "entries": "考核记事有增减",
    "reviews": "评议有改动",
    "people": "考核对象有变动",
    "parts": "用到的考核期重新算过或有增减",
}


def applied_run(work: UnitOfWork, period_id: int) -> RunRow | None:
    """The computation that counts in the period's revision; None before the first."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period_id, period.revision)
    return None if run is None else run_row(work, period, run)


def runs(work: UnitOfWork, period_id: int) -> list[RunRow]:
    """Every computation of a period, the newest first."""
    period = seen_period(work, period_id)
    query = select(AssessmentRun).where(AssessmentRun.period_id == period_id)
    found = work.session.scalars(query.order_by(AssessmentRun.number.desc()))
    return [run_row(work, period, run) for run in found]


def run_row(work: UnitOfWork, period: AssessmentPeriod, run: AssessmentRun) -> RunRow:
    """One computation, with what changed since where it counts."""
    counts = run.state is RunState.APPLIED and run.revision == period.revision
    return RunRow(
        run.id,
        run.number,
        run.revision,
        run.state is RunState.APPLIED,
        run.reason,
        run.made_at,
        run.made_by,
        run.input_hash,
        run.output_hash,
        stale_words(work, period, run) if counts else (),
    )


def is_stale(work: UnitOfWork, period_id: int) -> bool:
    """Whether what the computation that counts has read changed since; False before the first."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period_id, period.revision)
    return run is not None and bool(stale_words(work, period, run))


def stale_words(work: UnitOfWork, period: AssessmentPeriod, run: AssessmentRun) -> tuple[str, ...]:
    """What changed since a computation, in sentences; () where it would come out the same."""
    scheme = scheme_of_period(work, period)
    then, now = json.loads(run.inputs), marks_of(work, period, scheme)
    found = [said for name, said in _SAID.items() if then.get(name) != now[name]]
    months = months_of(period.kind, period.year, period.number)
    known = indicator_ids(work, indicators_of(scheme.items))
    fact = AssessmentFact
    later = select(fact.source_id).where(
        fact.month.between(months[0], months[-1]),
        fact.indicator_id.in_(sorted(known.values())),
        fact.source_id == FactSource.id,
    )
    # Sources that came later are few, as a rule none; their figures are looked for only then.
    newer = select(func.count()).where(FactSource.id > run.sources_upto, exists(later))
    count = work.session.scalar(newer) or 0
    if count:
        found.insert(0, f"计算以后又有 {count} 批数据")
    if _taken_back(work, run):
        found.insert(0, "用到的导入后来撤销了")
    return tuple(found)


def _taken_back(work: UnitOfWork, run: AssessmentRun) -> bool:
    """Whether an import from before the computation was taken back since, with its figures."""
    query = select(
        exists().where(
            ImportJob.undone_at > run.made_at,
            ImportJob.operation_id == FactSource.import_operation,
            FactSource.id <= run.sources_upto,
        )
    )
    return bool(work.session.scalar(query))
