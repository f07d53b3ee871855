"""What was noted of people: entries of a month or a person, and the list of extra points."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import AssessmentEntry, Indicator
from hrgrid.assessment.queries.posts import stood_in
from hrgrid.assessment.queries.schemes import scheme_then, scheme_version
from hrgrid.assessment.queries.scope import may_look, require_look_somewhere
from hrgrid.assessment.queries.settled import Settled
from hrgrid.assessment.rules.fact_rows import BonusLine, EntryRow
from hrgrid.assessment.rules.formulas import Formula
from hrgrid.assessment.rules.months import last_of
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.words import FormulaKind
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import round_half_up
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.posted import posted_of
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.persons import same_person_ids, the_kept

_CENT = 10


def entries(
    work: UnitOfWork,
    month: int,
    area_ids: Sequence[int] = (),
    codes: Sequence[str] = (),
    *,
    void: bool = False,
) -> list[EntryRow]:
    """What was noted for a month, at or below these areas, as far as the actor may look.

    The newest day first; with `void` those that were taken back as well.
    """
    require_look_somewhere(work)
    rows = entry_rows(work, month=month, codes=codes, void=void)
    stood = stood_in(work, month, {row.person_id for row in rows})
    wanted = _paths(work, area_ids, month)
    seen = []
    for row in rows:
        paths = stood[row.person_id].paths if row.person_id in stood else ("",)
        inside = wanted is None or any(path.startswith(wanted) for path in paths)
        if inside and any(may_look(work, path) for path in paths):
            seen.append(row)
    return seen


def entries_of_person(work: UnitOfWork, person_id: int, year: int) -> list[EntryRow]:
    """What was noted of somebody in a year, taken back or not."""
    require_look_somewhere(work)
    ids = same_person_ids(work, person_id)
    rows = entry_rows(work, year=year, person_ids=ids, void=True)
    stood = stood_in(work, year * 100 + 12, ids[:1]).get(ids[0])
    if not any(may_look(work, path) for path in (stood.paths if stood is not None else ("",))):
        work.require(Right.RUN_ASSESSMENT, stood.paths[0] if stood is not None else "")
    return rows


def bonus_list(
    work: UnitOfWork,
    month: int,
    scheme: str,
    number: int | None = None,
    area_ids: Sequence[int] = (),
) -> list[BonusLine]:
    """Everybody's extra points of a month by a scheme, item by item, before and after the cap.

    `number` is the version that a period goes by; None is the one of the month's last day.
    """
    then = (
        scheme_then(work, scheme, last_of(month))
        if number is None
        else scheme_version(work, scheme, number)
    )
    rows = entries(work, month, area_ids)
    people: dict[int, list[EntryRow]] = {}
    for row in sorted(rows, key=lambda row: row.happened_on):
        people.setdefault(row.person_id, []).append(row)
    return [line for ours in people.values() for line in _bonus_lines(then.scheme, ours)]


def _bonus_lines(scheme: Scheme, rows: list[EntryRow]) -> list[BonusLine]:
    lines = []
    for item in scheme.items:
        if item.formula.kind is not FormulaKind.BONUS:
            continue
        codes = {each.indicator for each in item.formula.inputs}
        ours = tuple(row for row in rows if row.indicator in codes)
        if not ours:
            continue
        cap = item.formula.full_milli
        points = _points(item.formula, ours)
        lines.append(
            BonusLine(
                ours[0].person_id,
                ours[0].number,
                ours[0].name,
                ours[0].street,
                item.code,
                item.label,
                ours,
                points,
                min(points, cap),
                cap,
            )
        )
    return lines


def _points(formula: Formula, rows: Sequence[EntryRow]) -> int:
    rates = {each.indicator: each.rate_milli for each in formula.inputs}
    exact = sum(
        (Fraction(row.amount_milli * rates[row.indicator], 1_000) for row in rows), Fraction(0)
    )
    return round_half_up(exact / _CENT, 0) * _CENT


def noted_sums(
    work: UnitOfWork, month: int, person_ids: Collection[int] | None = None
) -> dict[tuple[int, str], int]:
    """By kept person and code, the sum of the live entries of a month; asks no right."""
    entry = AssessmentEntry
    query = (
        select(the_kept(), Indicator.code, func.sum(entry.amount_milli))
        .select_from(entry)
        .join(Person, Person.id == entry.person_id)
        .join(Indicator, Indicator.id == entry.indicator_id)
        .where(entry.month == month, entry.void_reason == "")
        .group_by(the_kept(), Indicator.code)
    )
    wanted = None if person_ids is None else set(person_ids)
    return {
        (person_id, code): int(amount)
        for person_id, code, amount in work.session.execute(query).tuples()
        if wanted is None or person_id in wanted
    }


# --- rows ---------------------------------------------------------------------------------------


def entry_rows(
    work: UnitOfWork,
    *,
    month: int | None = None,
    year: int | None = None,
    codes: Sequence[str] = (),
    person_ids: Sequence[int] | None = None,
    void: bool = False,
) -> list[EntryRow]:
    """Entries as rows, the newest day first; asks no right."""
    entry, kept = AssessmentEntry, aliased(Person)
    query = (
        select(entry, kept, Indicator, Operator.name)
        .join(Person, Person.id == entry.person_id)
        .join(kept, kept.id == the_kept())
        .join(Indicator, Indicator.id == entry.indicator_id)
        .join(Operator, Operator.id == entry.assessor_id)
        .order_by(entry.happened_on.desc(), entry.id.desc())
    )
    if month is not None:
        query = query.where(entry.month == month)
    if year is not None:
        query = query.where(entry.month.between(year * 100 + 1, year * 100 + 12))
    if codes:
        query = query.where(Indicator.code.in_(list(codes)))
    if person_ids is not None:
        query = query.where(entry.person_id.in_(list(person_ids)))
    if not void:
        query = query.where(entry.void_reason == "")
    found = work.session.execute(query).tuples().all()
    months = sorted({one.month for one, *_ in found})
    people = {person.id for _, person, *_ in found}
    streets = {each: posted_of(work, people, min(last_of(each), work.today)) for each in months}
    settled = {each: Settled(work, each, people) for each in months}
    return [
        EntryRow(
            one.id,
            one.version,
            person.id,
            person.number,
            person.name,
            held.street if (held := streets[one.month].get(person.id)) is not None else "",
            indicator.code,
            indicator.label,
            indicator.unit,
            one.month,
            one.happened_on,
            one.amount_milli,
            one.note,
            one.document_no,
            one.evidence_sha256,
            assessor,
            one.made_at,
            one.void_reason,
            bool(settled[one.month].title(person.id, indicator.code)),
        )
        for one, person, indicator, assessor in found
    ]


def _paths(work: UnitOfWork, area_ids: Sequence[int], month: int) -> tuple[str, ...] | None:
    """The paths of areas at the end of a month; None for everywhere."""
    if not area_ids:
        return None
    on = min(last_of(month), work.today)
    query = select(AreaStand.path).where(
        AreaStand.area_id.in_(list(area_ids)), holds_on(AreaStand, on)
    )
    return tuple(work.session.scalars(query))
