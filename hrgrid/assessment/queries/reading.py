"""What a computation reads: the people of a period and, column by column, their figures.

A figure is what was delivered last, the noted entries on top; over several months both are added
up. It is read as the text that a result keeps: the database writes a whole column in one piece, so
that a figure becomes an object only where it differs from all before. Means of shorter periods and
of reviews are sums over as many hundreds. Asks no right: whoever computes or shows a result has
asked for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentEntry,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentReview,
    AssessmentRun,
    FactSource,
    Indicator,
)
from hrgrid.assessment.queries.facts import held_facts
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.engine import NOTHING, Column, Memo, cell_of, cell_text
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.parts import (
    PERIOD_INDICATORS,
    REVIEW_INDICATORS,
    PartTotal,
    figure_of_parts,
    figure_of_reviews,
    months_of,
    parts_within,
)
from hrgrid.assessment.rules.quickly import Cell
from hrgrid.assessment.rules.scheme import Scheme, indicators_of
from hrgrid.assessment.rules.words import SETTLED, PeriodKind, ReviewPart, RunState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids


@dataclass(frozen=True)
class People:
    """Those of a period who are assessed, by column, in the order of their persons' ids."""

    assessees: list[int]
    persons: list[int]
    numbers: list[str]
    units: list[int]

    def __len__(self) -> int:
        return len(self.assessees)


def people_of(work: UnitOfWork, period_id: int, only: int | None = None) -> People:
    """Everybody of a period who is not left out; `only` is one assessee."""
    # Past the mapper: in a city forty thousand of them, every month.
    rows = _driver_rows(
        work,
        "SELECT assessee.id, assessee.person_id, person.number, "  # noqa: S608 - numbers
        "assessee.unit_id "
        "FROM assessee JOIN person ON person.id = assessee.person_id "
        f"WHERE assessee.period_id = {int(period_id)} AND assessee.left_out IS NULL "
        + (f"AND assessee.id = {int(only)} " if only is not None else "")
        + "ORDER BY assessee.person_id",
    )
    return People(*(list(map(itemgetter(at), rows)) for at in range(4)))


def columns_of(
    work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme, people: People
) -> dict[str, Column]:
    """The figures of everybody, a column for each indicator of the scheme; None where nobody has
    any. Steps the work's progress by indicator."""
    codes = indicators_of(scheme.items)
    known = indicator_ids(work, codes)
    months = months_of(period.kind, period.year, period.number)
    kept = kept_ids(work)
    noted = _entries(work, months, known.values(), kept)
    delivered = _Delivered(work, months, people.persons, kept)
    found: dict[str, Column] = {}
    for code in codes:
        if code in PERIOD_INDICATORS:
            cells = _of_parts(work, period, scheme, PERIOD_INDICATORS[code], kept)
            found[code] = _aligned(cells, people.persons)
        elif code in REVIEW_INDICATORS:
            cells = _of_reviews(work, period, REVIEW_INDICATORS[code])
            found[code] = _aligned(cells, people.assessees)
        elif code in known:
            facts = delivered.column(known[code])
            found[code] = _with_entries(facts, noted.get(known[code], {}), people.persons)
        else:
            found[code] = None
        work.progress.step(len(people))
    return found


def indicator_ids(work: UnitOfWork, codes: Collection[str]) -> dict[str, int]:
    """The ids of indicators by code; those that are not there are left out."""
    query = select(Indicator.code, Indicator.id).where(Indicator.code.in_(codes))
    return dict(work.session.execute(query).tuples().all())


def _aligned(cells: Mapping[int, Cell], keys: Sequence[int]) -> Column:
    """The figures in the order of the people."""
    texts = {key: cell_text(cell) for key, cell in cells.items()}
    return _texts_of(texts, keys)


def _texts_of(texts: Mapping[int, str], keys: Sequence[int]) -> Column:
    found = list(map(texts.get, keys, repeat(NOTHING)))
    return None if found.count(NOTHING) == len(found) else found


# --- what was delivered and noted -------------------------------------------------------------


class _Delivered:
    """What was delivered in some months, an indicator at a time, in the order of the people."""

    def __init__(
        self,
        work: UnitOfWork,
        months: Sequence[int],
        persons: Sequence[int],
        kept: Mapping[int, int],
    ) -> None:
        self._work = work
        self._months = months
        self._persons = persons
        self._kept = kept
        # Nobody can be mistaken for another where none of them was ever merged into one.
        self._everybody = ",".join(map(str, persons)) if kept.keys().isdisjoint(persons) else None
        self._texts: Memo[tuple[str, str], str] = Memo(_text_of)
        self._cells: Memo[str, Cell] = Memo(cell_of)

    def column(self, indicator_id: int) -> Column:
        """The figure of each over all the months."""
        columns = [self._of_month(month, indicator_id) for month in self._months]
        there = [column for column in columns if column is not None]
        if len(there) < 2:
            return there[0] if there else None
        cells = (map(self._cells.__getitem__, column) for column in there)
        return [
            cell_text(_added([cell for cell in one if cell])) for one in zip(*cells, strict=True)
        ]

    def _of_month(self, month: int, indicator_id: int) -> Column:
        # Three texts instead of a row each: of a city these are millions of figures a year.
        persons, amounts, bases, with_base = _driver_rows(
            self._work,
            _COLUMN[self._work.session.get_bind().dialect.name].format(
                month=int(month), indicator=int(indicator_id)
            ),
        )[0]
        if persons is None:
            return None
        amounts = amounts.split(",")
        bases = bases.split(",") if with_base else [""] * len(amounts)
        texts = list(map(self._texts.__getitem__, zip(amounts, bases, strict=True)))
        if persons == self._everybody:
            return texts
        # Whoever comes twice was delivered anew, and the later number stands.
        latest = dict(zip(map(int, persons.split(",")), texts, strict=True))
        merged = {old: one for old, one in self._kept.items() if old in latest}
        if merged:
            wanted = {*merged, *merged.values()}
            for old in merged:
                del latest[old]
            held = held_facts(self._work, month, indicator_id, wanted, merged)
            for person, one in held.items():
                amount = one.amount_milli
                latest[person] = cell_text(None if amount is None else (amount, one.base_milli))
        return _texts_of(latest, self._persons)


_COLUMN = {
    "sqlite": (
        "SELECT group_concat(person_id), group_concat(coalesce(amount_milli, '')), "
        "group_concat(coalesce(base_milli, '')), count(base_milli) FROM ("
        "SELECT person_id, amount_milli, base_milli FROM assessment_fact "
        "WHERE month = {month} AND indicator_id = {indicator} ORDER BY person_id, seq)"
    ),
    "postgresql": (
        "SELECT string_agg(person_id::text, ',' ORDER BY person_id, seq), "
        "string_agg(coalesce(amount_milli::text, ''), ',' ORDER BY person_id, seq), "
        "string_agg(coalesce(base_milli::text, ''), ',' ORDER BY person_id, seq), "
        "count(base_milli) FROM assessment_fact "
        "WHERE month = {month} AND indicator_id = {indicator}"
    ),
}
"""All persons, amounts and bases of one indicator in a month, empty where there is none, and how
many bases there are."""


def _text_of(written: tuple[str, str]) -> str:
    """A figure as a result keeps it, from the amount and the base as the database writes them."""
    amount, base = written
    if not amount:
        return NOTHING
    return f"[{amount},{base}]" if base else amount


def _added(cells: Sequence[tuple[int, int | None]]) -> Cell:
    """Several months together; without the base of one of them there is none of all."""
    if not cells:
        return None
    bases = [base for _, base in cells if base is not None]
    whole = sum(bases) if len(bases) == len(cells) else None
    return sum(amount for amount, _ in cells), whole


def _driver_rows(work: UnitOfWork, statement: str) -> list[Any]:
    work.session.flush()
    cursor = work.session.connection().connection.cursor()
    try:
        cursor.execute(statement)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _entries(
    work: UnitOfWork, months: Sequence[int], indicators: Iterable[int], kept: Mapping[int, int]
) -> dict[int, dict[int, int]]:
    """By indicator and kept person, the sum of what was noted and still counts."""
    entry = AssessmentEntry
    query = (
        select(entry.indicator_id, entry.person_id, func.sum(entry.amount_milli))
        .where(
            entry.month.between(months[0], months[-1]),
            entry.void_reason == "",
            entry.indicator_id.in_(sorted(indicators)),
        )
        .group_by(entry.indicator_id, entry.person_id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for indicator, person, amount in work.session.execute(query):
        of, person_id = found[indicator], kept.get(person, person)
        of[person_id] = of.get(person_id, 0) + int(amount)
    return found


def _with_entries(facts: Column, noted: Mapping[int, int], persons: Sequence[int]) -> Column:
    if not noted:
        return facts
    column = list(facts) if facts is not None else [NOTHING] * len(persons)
    changed = False
    for at, person in enumerate(persons):
        amount = noted.get(person)
        if amount:
            before = cell_of(column[at]) or (0, None)
            column[at] = cell_text((before[0] + amount, before[1]))
            changed = True
    return column if changed else facts


# --- shorter periods and reviews --------------------------------------------------------------


def part_periods(
    work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme, part: PeriodKind
) -> list[AssessmentPeriod]:
    """The shorter periods that make up a period, of the same role, where their areas meet.

    Of two of the same days the one of the very area comes first, then the earlier one.
    """
    wanted = parts_within(period.kind, period.number, part)
    query = select(AssessmentPeriod).where(
        AssessmentPeriod.kind == part,
        AssessmentPeriod.year == period.year,
        AssessmentPeriod.number.between(wanted[0], wanted[-1]),
    )
    found = [
        one
        for one in work.session.scalars(query)
        if _meet(one.area_path, period.area_path)
        and scheme_of_period(work, one).role == scheme.role
    ]
    return sorted(found, key=lambda one: (one.number, one.area_path != period.area_path, one.id))


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _of_parts(
    work: UnitOfWork,
    period: AssessmentPeriod,
    scheme: Scheme,
    part: PeriodKind,
    kept: Mapping[int, int],
) -> dict[int, Cell]:
    totals: dict[int, dict[int, PartTotal]] = {}
    for one in part_periods(work, period, scheme, part):
        if one.state not in SETTLED:
            continue
        full = scheme_of_period(work, one).full_milli
        for person, total in totals_of(work, one.id):
            of = totals.setdefault(kept.get(person, person), {})
            of.setdefault(one.number, PartTotal(total, full))
    found: dict[int, Cell] = {}
    for person in sorted(totals):
        found[person] = _cell(figure_of_parts(totals[person].values()))
    return found


def totals_of(work: UnitOfWork, period_id: int) -> list[tuple[int, int]]:
    """Person and published total of everybody with one in the computation that counts."""
    run = select(AssessmentRun.id).where(
        AssessmentRun.period_id == period_id, AssessmentRun.state == RunState.APPLIED
    )
    query = (
        select(Assessee.person_id, AssessmentLine.total_milli)
        .join(Assessee, Assessee.id == AssessmentLine.assessee_id)
        .where(
            AssessmentLine.run_id == run.scalar_subquery(),
            AssessmentLine.total_milli.is_not(None),
            Assessee.left_out.is_(None),
        )
    )
    return [(person, total) for person, total in work.session.execute(query) if total is not None]


def _of_reviews(work: UnitOfWork, period: AssessmentPeriod, part: ReviewPart) -> dict[int, Cell]:
    query = (
        select(AssessmentReview.assessee_id, AssessmentReview.value_milli)
        .where(AssessmentReview.period_id == period.id, AssessmentReview.part == part)
        .order_by(AssessmentReview.assessee_id)
    )
    values: dict[int, list[int]] = defaultdict(list)
    for assessee, value in work.session.execute(query):
        values[assessee].append(value)
    found: dict[int, Cell] = {}
    for assessee, given in values.items():
        found[assessee] = _cell(figure_of_reviews(given))
    return found


def _cell(figure: Figure | None) -> Cell:
    return None if figure is None else (figure.amount_milli, figure.base_milli)


# --- by what a change is noticed --------------------------------------------------------------


def last_source(work: UnitOfWork) -> int:
    """The newest source of figures; 0 before the first."""
    return work.session.scalar(select(func.max(FactSource.id))) or 0


def marks_of(work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme) -> dict[str, Any]:
    """Counts and sums of what a computation reads beside the delivered figures.

    Rows only ever come or get another version, so that a change shows in them.
    """
    months = months_of(period.kind, period.year, period.number)
    known = indicator_ids(work, indicators_of(scheme.items))
    entry, review, one = AssessmentEntry, AssessmentReview, Assessee
    entries = select(func.count(), func.sum(entry.version)).where(
        entry.month.between(months[0], months[-1]), entry.indicator_id.in_(sorted(known.values()))
    )
    reviews = select(
        func.count(), func.sum(review.version), func.sum(review.value_milli), func.max(review.id)
    ).where(review.period_id == period.id)
    people = select(
        func.count(),
        func.sum(one.id),
        func.sum(one.unit_id),
        func.sum(one.unit_id * (one.id % 9973)),
    ).where(one.period_id == period.id, one.left_out.is_(None))
    return {
        "rules": period.rule_sha256,
        "entries": _counts(work, entries),
        "reviews": _counts(work, reviews),
        "people": _counts(work, people),
        "parts": {str(run.period_id): run.number for run in part_runs(work, period, scheme)},
    }


def _counts(work: UnitOfWork, query: Any) -> list[int]:
    return [int(value or 0) for value in work.session.execute(query).one()]


def part_runs(work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme) -> list[AssessmentRun]:
    """The computations of the settled shorter periods that a scheme reads."""
    ids = [one.id for one in _parts_read(work, period, scheme) if one.state in SETTLED]
    query = select(AssessmentRun).where(
        AssessmentRun.period_id.in_(ids), AssessmentRun.state == RunState.APPLIED
    )
    return list(work.session.scalars(query.order_by(AssessmentRun.id)))


def _parts_read(
    work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme
) -> list[AssessmentPeriod]:
    kinds = dict.fromkeys(
        PERIOD_INDICATORS[code] for code in indicators_of(scheme.items) if code in PERIOD_INDICATORS
    )
    return [one for kind in kinds for one in part_periods(work, period, scheme, kind)]


def unsettled_parts(work: UnitOfWork, period: AssessmentPeriod, scheme: Scheme) -> list[str]:
    """The titles of shorter periods that a scheme reads and whose results are not confirmed."""
    parts = _parts_read(work, period, scheme)
    return [one.title for one in parts if one.state not in SETTLED]
