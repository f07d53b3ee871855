"""考核数据收集: units fill in the figures of a period that nobody has delivered yet.

A figure of a longer period is delivered for its last month, since results are put together from
all of its months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentFact,
    AssessmentPeriod,
    FactSource,
    Indicator,
)
from hrgrid.assessment.queries.delivered import wanted_indicators
from hrgrid.assessment.queries.facts import current_facts
from hrgrid.assessment.queries.indicators import known_indicators
from hrgrid.assessment.queries.settled import Settled, settled_sentence
from hrgrid.assessment.queries.using import scheme_of_period, span_of_period
from hrgrid.assessment.rules.asked import BASE, amount_words, codes_of, figure_columns
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.months import month_words
from hrgrid.assessment.rules.words import PeriodState, Source
from hrgrid.assessment.service.figures import FigureSource, deliver
from hrgrid.assessment.service.indicators import OWN_SOURCES
from hrgrid.core.columns import Column, ReadingContext, code_reader, text_reader
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.queries.collect_kinds import (
    Collecting,
    Matter,
    Merged,
    MergedRow,
    NotMerged,
)
from hrgrid.exchange.rules.collecting import (
    AskedColumn,
    CollectSpec,
    HeldRow,
    Unit,
    value_of,
)
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.roles import roles

SUBJECT = "period:"
_OPEN = (PeriodState.OPEN, PeriodState.COLLECTING, PeriodState.SCORING)
_KNOWN = (
    AskedColumn(Column("number", "工号", code_reader(20), ("人员编号",), width=10)),
    AskedColumn(WORKERS.column("name")),
    AskedColumn(Column("place", "网格", text_reader(60), ("所在网格", "单位"), width=20)),
    AskedColumn(Column("role", "岗位", text_reader(20), ("职务",))),
)
_GUIDE = (
    "没有发生的填 0；不清楚、没有统计的留空，不要填 0。",
    "只填数字，不带单位，不填百分比。名单里没有的人不要加行。",
)
_BLOCK = 500


def _period(work: UnitOfWork, subject: str) -> AssessmentPeriod:
    number = subject.removeprefix(SUBJECT)
    found = work.session.get(AssessmentPeriod, int(number)) if number.isdecimal() else None
    if found is None or not subject.startswith(SUBJECT):
        raise UserError("没有这个考核期。请刷新后再选")
    return found


def _matter(work: UnitOfWork, subject: str) -> Matter:
    period = _period(work, subject)
    work.require(Right.RUN_ASSESSMENT, period.area_path)
    if period.state not in _OPEN:
        raise UserError(
            f"“{period.title}”现在是“{period.state.label}”，不再收数据。确要补收请先退回计分"
        )
    query = (
        select(AreaStand.path, AreaStand.name)
        .where(AreaStand.area_id.in_(select(Assessee.unit_id).where(_assessed(period.id))))
        .where(holds_on(AreaStand, work.today))
        .order_by(AreaStand.path)
    )
    units = tuple(Unit(row.path, row.name) for row in work.session.execute(query))
    if not units:
        raise UserError(f"“{period.title}”还没有考核对象，不能下发。请先取人员名单")
    due = period.due_on if period.due_on is not None and period.due_on >= work.today else None
    return Matter(f"{period.title}考核数据", period.area_path, units, due)


def _assessed(period_id: int) -> Any:
    return and_(Assessee.period_id == period_id, Assessee.left_out.is_(None))


def _month(period: AssessmentPeriod) -> int:
    return span_of_period(period).months[-1]


def _spec(work: UnitOfWork, subject: str, asked: tuple[str, ...] | None) -> CollectSpec:
    period = _period(work, subject)
    known = known_indicators(work)
    if asked is None:
        scheme = scheme_of_period(work, period)
        codes = [one.code for one in wanted_indicators(work, scheme) if one.source in OWN_SOURCES]
        codes = [code for code in codes if code in known and known[code].row.active]
        codes = _not_delivered(work, period, codes)
    else:
        codes = [code for code in codes_of(asked) if code in known]
    columns = [column for code in codes for column in figure_columns(known[code].row)]
    return CollectSpec(
        "assessment_figures", "考核数据", (*_KNOWN, *columns), "name", ("number", "name"), _GUIDE
    )


def _not_delivered(work: UnitOfWork, period: AssessmentPeriod, codes: Sequence[str]) -> list[str]:
    """Those of which somebody assessed has no figure yet."""
    people = set(work.session.scalars(select(Assessee.person_id).where(_assessed(period.id))))
    have: dict[str, set[int]] = {code: set() for code in codes}
    for _, code, person_id, _, _ in current_facts(work, span_of_period(period).months, codes):
        have[code].add(person_id)
    return [code for code in codes if people - have[code]]


def _rows(
    work: UnitOfWork, subject: str, spec: CollectSpec, units: Sequence[Unit]
) -> dict[str, list[HeldRow]]:
    period = _period(work, subject)
    unit = select(AreaStand.area_id, AreaStand.path).where(
        AreaStand.path.in_([one.path for one in units]), holds_on(AreaStand, work.today)
    )
    paths = dict(work.session.execute(unit).tuples().all())
    query = (
        select(Assessee, Person.number, Person.name, AreaStand.name.label("place"))
        .join(Person, Person.id == Assessee.person_id)
        .outerjoin(
            AreaStand,
            and_(AreaStand.area_id == Assessee.area_id, holds_on(AreaStand, work.today)),
        )
        .where(_assessed(period.id), Assessee.unit_id.in_(paths))
        .order_by(Person.stroke_key, Person.id)
    )
    role = scheme_of_period(work, period).role
    label = next((one.label for one in roles(work) if one.code == role), "")
    figures = _figures(work, period, codes_of(spec.asked))
    found: dict[str, list[HeldRow]] = {}
    for assessee, number, name, place in work.session.execute(query).tuples():
        cells = {"number": number, "name": name, "place": place or "", "role": label}
        cells |= figures.get(assessee.person_id, {})
        found.setdefault(paths[assessee.unit_id], []).append(HeldRow(number, cells))
    return found


def _figures(
    work: UnitOfWork, period: AssessmentPeriod, codes: Sequence[str]
) -> dict[int, dict[str, str]]:
    """By person the texts of what was delivered; of several months the last one."""
    found: dict[int, dict[str, str]] = {}
    for _, code, person_id, amount, base in current_facts(
        work, span_of_period(period).months, codes
    ):
        cells = found.setdefault(person_id, {})
        cells[code] = amount_words(amount)
        if base is not None:
            cells[f"{code}{BASE}"] = amount_words(base)
    return found


def _merge(work: UnitOfWork, subject: str, spec: CollectSpec, rows: Sequence[MergedRow]) -> Merged:
    period = _period(work, subject)
    month, operation = _month(period), work.circumstances.operation_id
    people = _people(work, [row.mark for row in rows])
    held = _figures(work, period, codes_of(spec.asked))
    settled = Settled(work, month)
    refused: list[NotMerged] = []
    by_unit: dict[Unit, dict[tuple[int, int, str], Figure | None]] = {}
    for row in rows:
        person_id = people.get(row.mark)
        sentence = "" if person_id is not None else "考核名单里没有这个工号了"
        ours: dict[str, Figure] = {}
        if person_id is not None:
            ours, sentence = _row_figures(spec, row, held.get(person_id, {}))
            for code in ours:
                title = settled.title(person_id, code)
                if title:
                    sentence = settled_sentence(
                        row.who, _heading(spec, code), month_words(month), title
                    )
        if sentence or person_id is None:
            refused.append(NotMerged(row.unit, row.mark, row.who, row.number, sentence))
            continue
        batch = by_unit.setdefault(row.unit, {})
        batch.update({(month, person_id, code): figure for code, figure in ours.items()})
    new = changed = 0
    for unit, figures in by_unit.items():
        source = FigureSource(Source.IMPORTED, f"{unit.name}报：{period.title}", None, operation)
        done = deliver(work, source, figures)
        new, changed = new + done.new, changed + done.changed
    return Merged(
        new,
        changed,
        tuple(refused),
        {"figures": new + changed},
        {"operation": operation, "month": month},
    )


def _people(work: UnitOfWork, numbers: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _BLOCK):
        query = select(Person.number, Person.id).where(
            Person.number.in_(wanted[start : start + _BLOCK]), Person.merged_into_id.is_(None)
        )
        found.update(work.session.execute(query).tuples().all())
    return found


def _row_figures(
    spec: CollectSpec, row: MergedRow, held: dict[str, str]
) -> tuple[dict[str, Figure], str]:
    """The figures of a row; what the unit left alone of a ratio is what stands."""
    asked = set(spec.asked)
    figures: dict[str, Figure] = {}
    for code in codes_of(row.values):
        amount = _half(spec, row, held, code)
        base_key = f"{code}{BASE}"
        if base_key not in asked:
            if amount is not None:
                figures[code] = Figure(amount)
            continue
        base = _half(spec, row, held, base_key)
        if amount is None or base is None:
            lacking = _heading(spec, code if amount is None else base_key)
            return {}, f"少填了“{lacking}”。完成数和应做数要一起填"
        if amount > base:
            return {}, (
                f"“{_heading(spec, code)}”{amount_words(amount)} 比应做数 "
                f"{amount_words(base)} 还多。请核对是不是填反了"
            )
        figures[code] = Figure(amount, base)
    return figures, ""


def _half(spec: CollectSpec, row: MergedRow, held: dict[str, str], key: str) -> int | None:
    if key in row.values:
        found: int | None = row.values[key]
        return found
    text = held.get(key, "")
    read: int | None = value_of(spec.column(key), text, ReadingContext(dt.date.min))
    return read


def _heading(spec: CollectSpec, key: str) -> str:
    return spec.column(key).column.heading


def _undo(work: UnitOfWork, noted: Any) -> None:
    """Take the figures back; what stood before counts again. Refused where they are settled."""
    work.require_somewhere(Right.RUN_ASSESSMENT)
    sources = list(
        work.session.scalars(
            select(FactSource.id).where(FactSource.import_operation == noted["operation"])
        )
    )
    month, ours = noted["month"], AssessmentFact.source_id.in_(sources)
    settled = Settled(work, month)
    query = (
        select(AssessmentFact.person_id, Indicator.code, Person.name, Indicator.label)
        .join(Indicator, Indicator.id == AssessmentFact.indicator_id)
        .join(Person, Person.id == AssessmentFact.person_id)
        .where(AssessmentFact.month == month, ours)
    )
    for person_id, code, name, label in work.session.execute(query).tuples():
        if title := settled.title(person_id, code):
            raise UserError(settled_sentence(name, label, month_words(month), title))
    work.session.execute(delete(AssessmentFact).where(AssessmentFact.month == month, ours))


FIGURES = Collecting(
    CollectKind.ASSESSMENT,
    Right.RUN_ASSESSMENT,
    "assessment",
    _matter,
    _spec,
    _rows,
    _merge,
    _undo,
)
