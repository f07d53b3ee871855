"""One result with the whole way to it, reckoned anew and compared with what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
)
from hrgrid.assessment.queries.indicators import known_indicators
from hrgrid.assessment.queries.result_decisions import (
    choices_of,
    moderations_of,
    share_step,
    shares_of,
)
from hrgrid.assessment.queries.results import result_row
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.runs import run_row
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.queries.way_parts import (
    delivered_to,
    figure_of,
    noted_of,
    parts_of_person,
    reviews_of_person,
)
from hrgrid.assessment.rules.engine import cells_of, known_of
from hrgrid.assessment.rules.grades import grade_of
from hrgrid.assessment.rules.parts import (
    PERIOD_INDICATORS,
    REVIEW_INDICATORS,
    figure_of_parts,
    figure_of_reviews,
    months_of,
)
from hrgrid.assessment.rules.quickly import Cell
from hrgrid.assessment.rules.result_rows import (
    ResultCard,
    ResultRow,
    SourcePart,
    SourceReview,
    WayIndicator,
    WayItem,
)
from hrgrid.assessment.rules.scheme import Scheme, SchemeItem, Score, indicators_of, score
from hrgrid.assessment.rules.typed import figure_text
from hrgrid.assessment.rules.way_words import (
    beside_words,
    grade_words,
    rule_words,
    steps_of,
    two_decimals,
)
from hrgrid.assessment.rules.words import ModerationState, Source
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area
from hrgrid.workforce.queries.persons import same_person_ids


def result_cards(
    work: UnitOfWork, period_id: int, assessee_ids: Iterable[int]
) -> Iterator[ResultCard]:
    """The cards of several people of a period, as sheets to sign want them; steps the progress."""
    seen_period(work, period_id)
    for assessee_id in assessee_ids:
        yield result_card(work, assessee_id)
        work.progress.step()


def result_card(work: UnitOfWork, assessee_id: int, run_id: int | None = None) -> ResultCard:
    """One person's result of the computation that counts, or of the one that is asked for.

    UserError where the person or the computation is not there.
    """
    row = result_row(work, assessee_id, run_id)
    found = work.session.get_one(Assessee, assessee_id)
    period = seen_period(work, found.period_id)
    run = _run(work, period, run_id)
    line = None if run is None else work.session.get(AssessmentLine, (run.id, assessee_id))
    scheme = scheme_of_period(work, period)
    counts = [
        one
        for one in moderations_of(work, period.id, assessee_id)
        if one.state in (ModerationState.PROPOSED, ModerationState.APPROVED)
    ]
    moderation = counts[0] if counts else None
    chosen = [one for one in choices_of(work, period.id, assessee_id) if not one.void_reason]
    cells = (
        cells_of(line.figures) if line is not None else [None] * len(indicators_of(scheme.items))
    )
    figures = {} if line is None else known_of(scheme, line.figures)
    reckoned = score(scheme, figures)
    ways = _indicators(work, period, run, found, cells)
    items = tuple(_item(scheme, item, reckoned, at, ways) for at, item in enumerate(scheme.items))
    steps = () if line is None else steps_of(scheme, figures, reckoned, moderation)
    return ResultCard(
        row,
        period.id,
        period.title,
        period.kind,
        period.state,
        scheme.title,
        period.rule_number,
        None if run is None else run_row(work, period, run),
        items if line is not None else (),
        steps,
        _share(work, scheme, run, row),
        _ranked(work, run, row),
        moderation,
        chosen[0] if chosen else None,
        () if line is None else tuple(_disagreements(work, scheme, line, row, reckoned)),
    )


def _run(work: UnitOfWork, period: AssessmentPeriod, run_id: int | None) -> AssessmentRun | None:
    if run_id is None:
        return run_of_period(work, period.id, period.revision)
    found = work.session.get(AssessmentRun, run_id)
    if found is None or found.period_id != period.id:
        raise UserError("这次计算不在这个考核期里。请刷新后再选")
    return found


# --- items and their figures ------------------------------------------------------------------


def _item(
    scheme: Scheme,
    item: SchemeItem,
    reckoned: Score,
    at: int,
    ways: dict[str, WayIndicator],
) -> WayItem:
    scored = reckoned.items[at]
    return WayItem(
        item.code,
        item.label,
        item.formula.kind,
        item.formula.full_milli,
        scored.points.state,
        scored.counted_milli,
        rule_words(item.formula, {code: way.label for code, way in ways.items()}),
        scored.points.how,
        scored.note,
        beside_words(scheme, item),
        tuple(ways[each.indicator] for each in item.formula.inputs),
    )


def _indicators(
    work: UnitOfWork,
    period: AssessmentPeriod,
    run: AssessmentRun | None,
    person: Assessee,
    cells: Sequence[Cell],
) -> dict[str, WayIndicator]:
    scheme = scheme_of_period(work, period)
    codes = indicators_of(scheme.items)
    known = known_indicators(work)
    ids = {code: known[code].id for code in codes if code in known}
    months = months_of(period.kind, period.year, period.number)
    persons = same_person_ids(work, person.person_id)
    upto = run.sources_upto if run is not None else 0
    facts = delivered_to(work, months, ids, persons, upto)
    entries = noted_of(work, months, ids, persons)
    found: dict[str, WayIndicator] = {}
    for code, cell in zip(codes, cells, strict=True):
        parts: tuple[SourcePart, ...] = ()
        reviews: tuple[SourceReview, ...] = ()
        if code in PERIOD_INDICATORS:
            told = parts_of_person(work, period, scheme, PERIOD_INDICATORS[code], persons)
            parts = tuple(part for part, _ in told)
            now = figure_of_parts([total for _, total in told if total is not None])
        elif code in REVIEW_INDICATORS:
            reviews = reviews_of_person(work, period, person.id, REVIEW_INDICATORS[code])
            now = figure_of_reviews([one.value_milli for one in reviews])
        else:
            now = figure_of(facts.get(code, []), entries.get(code, []))
        row = known[code].row if code in known else None
        found[code] = WayIndicator(
            code,
            row.label if row else code,
            row.unit if row else "",
            row.source if row else Source.BY_HAND,
            cell[0] if cell else None,
            cell[1] if cell else None,
            figure_text(*cell) if cell else "没有数据",
            tuple(facts.get(code, [])),
            tuple(entries.get(code, [])),
            parts,
            reviews,
            (None if now is None else (now.amount_milli, now.base_milli)) == cell,
        )
    return found


# --- shares, ranks, and whether all of it agrees ----------------------------------------------


def _share(
    work: UnitOfWork, scheme: Scheme, run: AssessmentRun | None, row: ResultRow
) -> tuple[str, ...]:
    if run is None or row.total_milli is None:
        return ()
    told = [grade_words(scheme.grades, row.total_milli, vetoed=row.vetoed)]
    code = work.session.scalar(select(Area.code).where(Area.id == row.unit_id))
    for kept in shares_of(run):
        if code in kept["units"] and (row.score_grade == kept["grade"] or row.at_line):
            told += share_step(kept).words()
    if row.at_line:
        told.append(f"等待裁定，暂按“{row.grade_label}”")
    elif row.grade != row.score_grade:
        told.append(f"名额已满，定为“{row.grade_label}”")
    return tuple(told)


def _ranked(work: UnitOfWork, run: AssessmentRun | None, row: ResultRow) -> int:
    if run is None:
        return 0
    query = (
        select(func.count(AssessmentLine.rank))
        .join(Assessee, Assessee.id == AssessmentLine.assessee_id)
        .where(AssessmentLine.run_id == run.id, Assessee.unit_id == row.unit_id)
    )
    return work.session.scalar(query) or 0


def _disagreements(
    work: UnitOfWork, scheme: Scheme, line: AssessmentLine, row: ResultRow, again: Score
) -> Iterator[str]:
    """What comes out otherwise than it is kept, in sentences."""
    if again.total_milli != line.reckoned_milli:
        yield f"重新计算得 {_points(again.total_milli)}，保存的是 {_points(line.reckoned_milli)}"
    for item, one, kept in zip(scheme.items, again.items, row.points, strict=True):
        if one.points.milli != kept:
            yield f"“{item.label}”重新计算得 {_points(one.points.milli)}，保存的是 {_points(kept)}"
    if again.vetoed != line.vetoed or ",".join(again.blocked_by) != line.blocked:
        yield "一票否决或缺数据的项目与保存的不一致"
    if line.total_milli is None:
        return
    grade = grade_of(line.total_milli, scheme.grades)
    if (scheme.grades[-1].code if line.vetoed else grade.code) != line.score_grade:
        yield f"按得分应为“{grade.label}”，与保存的等次不一致"
    better = (
        select(func.count())
        .select_from(AssessmentLine)
        .join(Assessee, Assessee.id == AssessmentLine.assessee_id)
        .where(
            AssessmentLine.run_id == line.run_id,
            Assessee.unit_id == row.unit_id,
            AssessmentLine.rank.is_not(None),
            AssessmentLine.total_milli > line.total_milli,
        )
    )
    place = 1 + (work.session.scalar(better) or 0)
    if line.rank is not None and line.rank != place:
        yield f"按得分应为第 {place} 名，保存的是第 {line.rank} 名"


def _points(milli: int | None) -> str:
    return "没有得分" if milli is None else f"{two_decimals(milli)} 分"
