"""One result with the whole way to it, reckoned anew and compared with what is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

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
from hrgrid.assessment.queries.results import rows_of_run
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.runs import run_row
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.queries.way_checks import RankedUnit, disagreements
from hrgrid.assessment.queries.way_parts import (
    Part,
    PartsOfPeople,
    Same,
    delivered_to,
    figure_of,
    noted_of,
    reviews_of_people,
)
from hrgrid.assessment.rules.engine import cells_of, known_of
from hrgrid.assessment.rules.parts import (
    PERIOD_INDICATORS,
    REVIEW_INDICATORS,
    figure_of_parts,
    figure_of_reviews,
    months_of,
)
from hrgrid.assessment.rules.quickly import Cell
from hrgrid.assessment.rules.result_rows import (
    ChoiceRow,
    ModerationRow,
    ResultCard,
    ResultRow,
    SourceEntry,
    SourceFact,
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
)
from hrgrid.assessment.rules.words import ModerationState, PeriodKind, ReviewPart, Source
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area
from hrgrid.workforce.queries.persons import kept_ids

_BLOCK = 300
"""Cards that are read with one round of statements."""


def result_cards(
    work: UnitOfWork, period_id: int, assessee_ids: Iterable[int]
) -> Iterator[ResultCard]:
    """The cards of several people of a period, as sheets to sign want them, in the order given.

    A fixed number of statements for some hundred people. UserError where one is not there.
    """
    period = seen_period(work, period_id)
    cards = _Cards(work, period, run_of_period(work, period.id, period.revision))
    wanted = iter(assessee_ids)
    while block := list(islice(wanted, _BLOCK)):
        yield from cards.of(block)


def result_card(work: UnitOfWork, assessee_id: int, run_id: int | None = None) -> ResultCard:
    """One person's result of the computation that counts, or of the one that is asked for.

    UserError where the person or the computation is not there.
    """
    found = work.session.get(Assessee, assessee_id)
    if found is None:
        raise UserError(_GONE)
    period = seen_period(work, found.period_id)
    return _Cards(work, period, _run(work, period, run_id), assessee_id).of([assessee_id])[0]


_GONE = "这个考核对象不在了。请刷新后再选"


def _run(work: UnitOfWork, period: AssessmentPeriod, run_id: int | None) -> AssessmentRun | None:
    if run_id is None:
        return run_of_period(work, period.id, period.revision)
    found = work.session.get(AssessmentRun, run_id)
    if found is None or found.period_id != period.id:
        raise UserError("这次计算不在这个考核期里。请刷新后再选")
    return found


class _Cards:
    """What the cards of one computation have in common, and what is read of a block of people."""

    def __init__(
        self,
        work: UnitOfWork,
        period: AssessmentPeriod,
        run: AssessmentRun | None,
        only: int | None = None,
    ) -> None:
        self._work = work
        self._period = period
        self._run = run
        self._row = None if run is None else run_row(work, period, run)
        self._scheme = scheme = scheme_of_period(work, period)
        self._codes = indicators_of(scheme.items)
        self._known = known_indicators(work)
        self._shares = [] if run is None else shares_of(run)
        self._merged = kept_ids(work)
        self._parts = {
            PERIOD_INDICATORS[code]: PartsOfPeople(work, period, scheme, PERIOD_INDICATORS[code])
            for code in self._codes
            if code in PERIOD_INDICATORS
        }
        self._moderations: dict[int, ModerationRow] = {}
        for change in moderations_of(work, period.id, only):
            if change.state in (ModerationState.PROPOSED, ModerationState.APPROVED):
                self._moderations.setdefault(change.assessee_id, change)
        self._choices: dict[int, ChoiceRow] = {}
        for choice in choices_of(work, period.id, only):
            if not choice.void_reason:
                self._choices.setdefault(choice.assessee_id, choice)

    def of(self, assessee_ids: Sequence[int]) -> list[ResultCard]:
        """The cards of these people."""
        run_id = None if self._run is None else self._run.id
        rows = rows_of_run(self._work, self._period, assessee_ids, run_id)
        if not rows.keys() >= set(assessee_ids):
            raise UserError(_GONE)
        line = AssessmentLine
        query = select(line).where(line.run_id == run_id, line.assessee_id.in_(assessee_ids))
        lines = {one.assessee_id: one for one in self._work.session.scalars(query)}
        sources = self._sources(rows)
        units = self._units({row.unit_id for row in rows.values()})
        return [
            self._card(rows[one], lines.get(one), sources, units[rows[one].unit_id])
            for one in assessee_ids
        ]

    def _card(
        self, row: ResultRow, line: AssessmentLine | None, sources: _Sources, unit: RankedUnit
    ) -> ResultCard:
        scheme, period = self._scheme, self._period
        moderation = self._moderations.get(row.assessee_id)
        cells = [None] * len(self._codes) if line is None else cells_of(line.figures)
        figures = {} if line is None else known_of(scheme, line.figures)
        reckoned = score(scheme, figures)
        ways = self._ways(row, cells, sources)
        return ResultCard(
            row,
            period.id,
            period.title,
            period.kind,
            period.state,
            scheme.title,
            period.rule_number,
            self._row,
            ()
            if line is None
            else tuple(
                _item(scheme, item, reckoned, at, ways) for at, item in enumerate(scheme.items)
            ),
            () if line is None else steps_of(scheme, figures, reckoned, moderation),
            self._share(row, unit),
            sum(unit.ranked.values()),
            moderation,
            self._choices.get(row.assessee_id),
            () if line is None else tuple(disagreements(scheme, line, row, reckoned, unit)),
        )

    # --- figures ------------------------------------------------------------------------------

    def _sources(self, rows: Mapping[int, ResultRow]) -> _Sources:
        work, period = self._work, self._period
        ids = {code: self._known[code].id for code in self._codes if code in self._known}
        months = months_of(period.kind, period.year, period.number)
        same = Same.of(self._merged, (row.person_id for row in rows.values()))
        upto = self._run.sources_upto if self._run is not None else 0
        return _Sources(
            same,
            delivered_to(work, months, ids, same, upto),
            noted_of(work, months, ids, same),
            {part: parts.of(same) for part, parts in self._parts.items()},
            reviews_of_people(work, period, list(rows))
            if any(code in REVIEW_INDICATORS for code in self._codes)
            else {},
        )

    def _ways(
        self, row: ResultRow, cells: Sequence[Cell], sources: _Sources
    ) -> dict[str, WayIndicator]:
        kept = sources.same.kept[self._merged.get(row.person_id, row.person_id)]
        found: dict[str, WayIndicator] = {}
        for code, cell in zip(self._codes, cells, strict=True):
            facts = sources.facts.get((kept, code), [])
            entries = sources.entries.get((kept, code), [])
            parts: tuple[SourcePart, ...] = ()
            reviews: tuple[SourceReview, ...] = ()
            if code in PERIOD_INDICATORS:
                told = sources.parts[PERIOD_INDICATORS[code]][kept]
                parts = tuple(part for part, _ in told)
                now = figure_of_parts([total for _, total in told if total is not None])
            elif code in REVIEW_INDICATORS:
                given = (row.assessee_id, REVIEW_INDICATORS[code])
                reviews = tuple(sources.reviews.get(given, ()))
                now = figure_of_reviews([one.value_milli for one in reviews])
            else:
                now = figure_of(facts, entries)
            named = self._known[code].row if code in self._known else None
            found[code] = WayIndicator(
                code,
                named.label if named else code,
                named.unit if named else "",
                named.source if named else Source.BY_HAND,
                cell[0] if cell else None,
                cell[1] if cell else None,
                figure_text(*cell) if cell else "没有数据",
                tuple(facts),
                tuple(entries),
                parts,
                reviews,
                (None if now is None else (now.amount_milli, now.base_milli)) == cell,
            )
        return found

    # --- shares and ranks ---------------------------------------------------------------------

    def _units(self, unit_ids: Collection[int]) -> dict[int, RankedUnit]:
        """What is compared with within the units of a block."""
        work, line = self._work, AssessmentLine
        codes = select(Area.id, Area.code).where(Area.id.in_(unit_ids))
        found = {area: RankedUnit(code, {}) for area, code in work.session.execute(codes).tuples()}
        ranked = (
            select(Assessee.unit_id, line.total_milli, func.count())
            .join(Assessee, Assessee.id == line.assessee_id)
            .where(
                line.run_id == (0 if self._run is None else self._run.id),
                Assessee.unit_id.in_(unit_ids),
                line.rank.is_not(None),
            )
            .group_by(Assessee.unit_id, line.total_milli)
        )
        for unit, total, count in work.session.execute(ranked).tuples():
            found[unit].ranked[total or 0] = count
        return found

    def _share(self, row: ResultRow, unit: RankedUnit) -> tuple[str, ...]:
        if self._run is None or row.total_milli is None:
            return ()
        told = [grade_words(self._scheme.grades, row.total_milli, vetoed=row.vetoed)]
        for kept in self._shares:
            if unit.code in kept["units"] and (row.score_grade == kept["grade"] or row.at_line):
                told += share_step(kept).words()
        if row.at_line:
            told.append(f"等待裁定，暂按“{row.grade_label}”")
        elif row.grade != row.score_grade:
            told.append(f"名额已满，定为“{row.grade_label}”")
        return tuple(told)


@dataclass(frozen=True)
class _Sources:
    """What the figures of a block of people come from."""

    same: Same
    facts: Mapping[tuple[int, str], list[SourceFact]]
    entries: Mapping[tuple[int, str], list[SourceEntry]]
    parts: Mapping[PeriodKind, Mapping[int, list[Part]]]
    reviews: Mapping[tuple[int, ReviewPart], list[SourceReview]]


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
