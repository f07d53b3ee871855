"""What differs between two computations of a period, person by person, and why."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.assessment.model import Assessee, AssessmentLine, AssessmentPeriod, AssessmentRun
from hrgrid.assessment.queries.indicators import known_indicators
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.engine import cells_of
from hrgrid.assessment.rules.result_rows import ChangeRow
from hrgrid.assessment.rules.scheme import indicators_of
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def changes(work: UnitOfWork, run_id: int, earlier_id: int | None = None) -> list[ChangeRow]:
    """Whose total, grade or place is another than in an earlier computation, by default the last.

    By unit and strokes of the name; empty for the first. UserError where the two belong to
    different periods.
    """
    run = work.session.get(AssessmentRun, run_id)
    if run is None:
        raise UserError("这次计算不在了。请刷新后再选")
    period = seen_period(work, run.period_id)
    before = _earlier(work, run, earlier_id)
    if before is None:
        return []
    now, then = _lines(work, run.id), _lines(work, before.id)
    differing = [
        key for key in now.keys() | then.keys() if _shown(now.get(key)) != _shown(then.get(key))
    ]
    return _rows(work, period, now, then, differing)


def _earlier(work: UnitOfWork, run: AssessmentRun, earlier_id: int | None) -> AssessmentRun | None:
    if earlier_id is not None:
        found = work.session.get(AssessmentRun, earlier_id)
        if found is None or found.period_id != run.period_id:
            raise UserError("要比较的两次计算不在同一个考核期。请重新选择")
        return found
    query = (
        select(AssessmentRun)
        .where(AssessmentRun.period_id == run.period_id, AssessmentRun.number < run.number)
        .order_by(AssessmentRun.number.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _lines(work: UnitOfWork, run_id: int) -> dict[int, AssessmentLine]:
    query = select(AssessmentLine).where(AssessmentLine.run_id == run_id)
    return {line.assessee_id: line for line in work.session.scalars(query)}


def _shown(line: AssessmentLine | None) -> tuple[object, ...]:
    return () if line is None else (line.total_milli, line.grade, line.rank)


def _rows(
    work: UnitOfWork,
    period: AssessmentPeriod,
    now: dict[int, AssessmentLine],
    then: dict[int, AssessmentLine],
    keys: Sequence[int],
) -> list[ChangeRow]:
    scheme = scheme_of_period(work, period)
    labels = {grade.code: grade.label for grade in scheme.grades}
    known = known_indicators(work)
    heads = [
        known[code].row.label if code in known else code for code in indicators_of(scheme.items)
    ]
    query = (
        select(Assessee.id, Person.number, Person.name, Assessee.unit_id)
        .join(Person, Person.id == Assessee.person_id)
        .where(Assessee.period_id == period.id)
        .order_by(Assessee.unit_id, Person.stroke_key, Person.id)
    )
    wanted = set(keys)
    people = [row for row in work.session.execute(query) if row.id in wanted]
    units = chains_of(work, {row.unit_id for row in people})
    found = []
    for row in people:
        old, new = then.get(row.id), now.get(row.id)
        found.append(
            ChangeRow(
                row.id,
                row.number,
                row.name,
                units[row.unit_id].own,
                None if old is None else old.total_milli,
                None if new is None else new.total_milli,
                "" if old is None else labels.get(old.grade, ""),
                "" if new is None else labels.get(new.grade, ""),
                None if old is None else old.rank,
                None if new is None else new.rank,
                tuple(_why(heads, old, new)),
            )
        )
    return found


def _why(heads: Sequence[str], old: AssessmentLine | None, new: AssessmentLine | None) -> list[str]:
    if old is None or new is None:
        return ["新列入考核" if old is None else "不再参加考核"]
    before, after = cells_of(old.figures), cells_of(new.figures)
    found = ["考核方案换了版本"] if len(before) != len(after) else []
    if not found:
        found = [
            head for head, one, other in zip(heads, before, after, strict=False) if one != other
        ]
    if _delta(old) != _delta(new):
        found.append("调整")
    return found or ["名次或等次名额"]


def _delta(line: AssessmentLine) -> int:
    return (line.total_milli or 0) - (line.reckoned_milli or 0)
