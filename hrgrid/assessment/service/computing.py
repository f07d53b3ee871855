"""Computing a period: every result anew from what was delivered, kept as one run.

A run has two halves. The items are reckoned from the figures; then decided changes, ranks and the
shares of the units are settled. A decision about a change or at a share's line settles anew on the
figures of the run before, so that nobody else's figures move with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    GradeChoice,
    Moderation,
)
from hrgrid.assessment.queries.reading import (
    People,
    columns_of,
    last_source,
    marks_of,
    part_runs,
    people_of,
    unsettled_parts,
)
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.schemes import topic_of
from hrgrid.assessment.queries.summary import summary_of
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.engine import Reckoned, reckon
from hrgrid.assessment.rules.result_rows import ComputeSummary
from hrgrid.assessment.rules.scheme import Scheme, indicators_of
from hrgrid.assessment.rules.settling import Decided, Ranked, Settled, settle
from hrgrid.assessment.rules.words import ModerationState, PeriodState, RunState
from hrgrid.assessment.service.steps import named, period_of
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.exchange.service.pausing import collector_paused
from hrgrid.storage.bulk import BLOCK, Columns, insert_blocks
from hrgrid.storage.rulebook import lock_rules
from hrgrid.storage.uses import Fact, register_uses
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

RUN_KIND = "assessment_run"


@dataclass(frozen=True)
class _Half:
    """The first half of a run: what the items came to, and what that was read from."""

    people: People
    reckoned: Reckoned
    sources_upto: int
    inputs: str


def compute(work: UnitOfWork, period_id: int) -> ComputeSummary:
    """Compute every result of a period anew; the run before becomes void and stays readable.

    From the second run of a revision on the work needs a reason. Raises UserError where the period
    is not being scored, nobody is assessed, or a shorter period that it reads is not confirmed.
    """
    period = period_of(work, period_id, PeriodState.SCORING)
    before = run_of_period(work, period_id, period.revision)
    if before is not None:
        work.require_reason()
    scheme = scheme_of_period(work, period)
    if waiting := unsettled_parts(work, period, scheme):
        raise UserError(
            f"还有 {len(waiting)} 个考核期没有确认：{'、'.join(waiting[:3])}"
            f"{'等' if len(waiting) > 3 else ''}。各期都确认以后再算"
        )
    people = people_of(work, period_id)
    if not len(people):
        raise UserError(f"{named(period)}没有要考核的人。请先提取考核对象")
    lock_rules(work, topic_of(period.scheme), period.rule_number, period.title)
    inputs = canonical_bytes(marks_of(work, period, scheme)).decode()
    upto = last_source(work)
    # Hundreds of thousands of figures, none of them in a circle.
    with collector_paused():
        work.progress.begin("读取考核数据", len(people) * len(indicators_of(scheme.items)))
        columns = columns_of(work, period, scheme, people)
        work.progress.begin("计算得分", len(people))
        half = _Half(people, reckon(scheme, columns, len(people)), upto, inputs)
        return _keep(work, period, half, work.reason)


def settle_anew(work: UnitOfWork, period: AssessmentPeriod, reason: str) -> ComputeSummary:
    """A new run on the figures of the one that counts: changes, shares and ranks as decided now.

    Raises UserError before the first computation.
    """
    run = run_of_period(work, period.id, period.revision)
    if run is None:
        raise UserError(f"{named(period)}的这一版还没有计算。请先计算")
    if run.rule_sha256 != period.rule_sha256:
        raise UserError(f"{named(period)}计算以后换了方案版本。请先重新计算")
    return _keep(work, period, _first_half(work, run), reason)


def _first_half(work: UnitOfWork, run: AssessmentRun) -> _Half:
    """The first half of a run as it is kept; whoever was left out since is left out."""
    line = AssessmentLine
    query = (
        select(
            line.assessee_id,
            Assessee.person_id,
            Person.number,
            Assessee.unit_id,
            line.reckoned_milli,
            line.vetoed,
            line.blocked,
            line.figures,
            line.points,
        )
        .join(Assessee, Assessee.id == line.assessee_id)
        .join(Person, Person.id == Assessee.person_id)
        .where(line.run_id == run.id, Assessee.left_out.is_(None))
        .order_by(Assessee.person_id)
    )
    rows = work.session.execute(query).all()
    kept: list[list[Any]] = [[row[at] for row in rows] for at in range(9)]
    count = len(rows)
    reckoned = Reckoned(kept[4], [""] * count, kept[5], kept[6], [False] * count, *kept[7:])
    return _Half(People(*kept[:4]), reckoned, run.sources_upto, run.inputs)


def _keep(work: UnitOfWork, period: AssessmentPeriod, half: _Half, reason: str) -> ComputeSummary:
    scheme, people = scheme_of_period(work, period), half.people
    decided = Decided(_deltas(work, period.id), _choices(work, period.id))
    ranked = Ranked(scoring_units(work, people.units), people.assessees, people.units)
    settled = settle(scheme, ranked, half.reckoned, decided)
    numbers = dict(zip(people.assessees, people.numbers, strict=True))
    before = run_of_period(work, period.id, period.revision)
    for one in _applied(work, period.id):
        one.state = RunState.VOID
    work.session.flush()
    run = AssessmentRun(
        period_id=period.id,
        number=_next_number(work, period.id),
        revision=period.revision,
        rule_sha256=period.rule_sha256,
        input_hash=_input_hash(period, half, ranked, decided),
        output_hash=_output_hash(half, settled),
        sources_upto=half.sources_upto,
        inputs=half.inputs,
        shares=canonical_bytes([step.plain(numbers) for step in settled.steps]).decode(),
        state=RunState.APPLIED,
        reason=reason,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    _write(work, run.id, half, settled)
    # The figures number millions: the run keeps those it read, and is found by its period.
    register_uses(
        work,
        RUN_KIND,
        str(run.id),
        [Fact("assessment_period", f"{period.id}", period.version), *_parts(work, period, scheme)],
    )
    stale = [numbers[key] for key in settled.stale if key in numbers]
    summary = summary_of(work, run, before, stale)
    work.record(
        "compute_assessment",
        f"{named(period)}第 {run.number} 次计算",
        run.reason,
        after={
            "people": summary.people,
            "computed": summary.results,
            "blocked": summary.blocked,
            "input": run.input_hash,
            "output": run.output_hash,
        },
    )
    return summary


def _applied(work: UnitOfWork, period_id: int) -> Sequence[AssessmentRun]:
    """The run that counts so far; one of an earlier revision does not any more either."""
    query = select(AssessmentRun).where(
        AssessmentRun.period_id == period_id, AssessmentRun.state == RunState.APPLIED
    )
    return work.session.scalars(query).all()


def _next_number(work: UnitOfWork, period_id: int) -> int:
    last = select(func.max(AssessmentRun.number)).where(AssessmentRun.period_id == period_id)
    return 1 + (work.session.scalar(last) or 0)


def _deltas(work: UnitOfWork, period_id: int) -> dict[int, int]:
    query = select(Moderation.assessee_id, Moderation.delta_milli).where(
        Moderation.period_id == period_id, Moderation.state == ModerationState.APPROVED
    )
    return dict(work.session.execute(query).tuples().all())


def _choices(work: UnitOfWork, period_id: int) -> dict[int, str]:
    query = select(GradeChoice.assessee_id, GradeChoice.grade).where(
        GradeChoice.period_id == period_id, GradeChoice.void_reason == ""
    )
    return dict(work.session.execute(query).tuples().all())


def _parts(work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme) -> list[Fact]:
    """The runs of shorter periods that this one rests on."""
    return [Fact(RUN_KIND, str(run.id), run.version) for run in part_runs(work, period, scheme)]


def _input_hash(period: AssessmentPeriod, half: _Half, ranked: Ranked, decided: Decided) -> str:
    people = half.people
    numbers = dict(zip(people.assessees, people.numbers, strict=True))
    codes = [ranked.units[unit].code for unit in people.units]
    deltas, choices = decided.deltas.items(), decided.choices.items()
    return canonical_hash(
        {
            "rules": period.rule_sha256,
            "figures": _digest(people.numbers, codes, half.reckoned.figures),
            "deltas": {numbers[key]: delta for key, delta in deltas if key in numbers},
            "choices": {numbers[key]: grade for key, grade in choices if key in numbers},
        }
    )


def _output_hash(half: _Half, settled: Settled) -> str:
    columns = (settled.totals, settled.grades, settled.ranks)
    kept = (half.reckoned.blocked, half.reckoned.points)
    return canonical_hash({"results": _digest(half.people.numbers, *columns, *kept)})


def _digest(numbers: Sequence[str], *columns: Sequence[Any]) -> str:
    """SHA-256 of the columns one after the other, whole, in the order of the people's numbers."""
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    found = hashlib.sha256()
    for column in (numbers, *columns):
        # Nothing that is hashed here has a line break in it.
        found.update("\n".join(map(str, map(column.__getitem__, order))).encode())
        found.update(b"\n\n")
    return found.hexdigest()


def _write(work: UnitOfWork, run_id: int, half: _Half, settled: Settled) -> None:
    people, reckoned = half.people, half.reckoned
    columns: Columns = {
        "run_id": [run_id] * len(people),
        "assessee_id": people.assessees,
        "reckoned_milli": reckoned.totals,
        "total_milli": settled.totals,
        "score_grade": settled.score_grades,
        "grade": settled.grades,
        "rank": settled.ranks,
        "tied": settled.tied,
        "at_line": settled.at_line,
        "vetoed": reckoned.vetoed,
        "blocked": reckoned.blocked,
        "figures": reckoned.figures,
        "points": reckoned.points,
    }
    work.progress.begin("保存考核结果", len(people))
    blocks = (
        (AssessmentLine, {name: column[at : at + BLOCK] for name, column in columns.items()})
        for at in range(0, len(people), BLOCK)
    )
    insert_blocks(work, {AssessmentLine: len(people)}, blocks)
