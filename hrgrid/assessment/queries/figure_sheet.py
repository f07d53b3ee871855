"""The grid in which figures of a month are typed, and what a pasted block or list says in it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.assessment.model import Assessee, AssessmentPeriod, FactSource
from hrgrid.assessment.queries.entries import noted_sums
from hrgrid.assessment.queries.facts import held_facts
from hrgrid.assessment.queries.indicators import KnownIndicator, known_indicators
from hrgrid.assessment.queries.posts import CHUNK, stood_in
from hrgrid.assessment.queries.schemes import scheme_version
from hrgrid.assessment.queries.scope import may_look, require_look_somewhere
from hrgrid.assessment.queries.settled import Settled
from hrgrid.assessment.rules.fact_rows import (
    Cell,
    FigureCell,
    FigureSheet,
    PasteProblem,
    TypedPerson,
)
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.months import behind, first_of, last_of
from hrgrid.assessment.rules.scheme import indicators_of
from hrgrid.assessment.rules.typed import block_of, typed_figure
from hrgrid.assessment.rules.words import Source
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.names import match_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.posted import Posted, posted_of
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries.parts import posts_within
from hrgrid.workforce.queries.persons import kept_ids
from hrgrid.workforce.rules import PostState

TYPED = (Source.IMPORTED, Source.BY_HAND)
"""Figures that people type; the others the program knows by itself."""
_BETWEEN = re.compile(r"[\t、,;|:]+\s*|\s{1,}")
_HEAD = re.compile(r"^\s*\d{1,4}[、.．)）]\s*")


def figure_sheet(
    work: UnitOfWork,
    month: int,
    area_ids: Sequence[int] = (),
    codes: Sequence[str] = (),
    period_id: int | None = None,
) -> FigureSheet:
    """The figures of a month, people by street and strokes, indicators in the office's order.

    People are those of the period, else everybody who held a post in the month, at or below the
    areas asked for, as far as the actor may look. Without `codes` the indicators are those that
    the period's scheme reads, or all that are typed.
    """
    require_look_somewhere(work)
    first_of(month)
    known = _columns(work, codes, period_id)
    people = _people(work, month, area_ids, period_id)
    ids = [one.person_id for one in people]
    settled = Settled(work, month, ids)
    merged, sources = kept_ids(work), _Sources(work)
    wanted = set(ids)
    cells: dict[Cell, FigureCell] = {}
    for one in known:
        if not one.id:
            continue
        for person_id, held in held_facts(work, month, one.id, ids, merged).items():
            if person_id in wanted:
                source = sources.of(held.source_id)
                cells[person_id, one.code] = FigureCell(
                    held.amount_milli,
                    held.base_milli,
                    held.last,
                    source.kind,
                    source.title,
                    source.made_at,
                    source.made_by,
                )
    noted = noted_sums(work, month, ids)
    shown = {one.code for one in known}
    return FigureSheet(
        month,
        tuple(one.row for one in known),
        tuple(
            TypedPerson(
                one.person_id,
                one.number,
                one.name,
                one.street,
                one.place,
                settled.of_person(one.person_id),
            )
            for one in people
        ),
        cells,
        {cell: amount for cell, amount in noted.items() if cell[1] in shown},
    )


class _Sources:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._found: dict[int, FactSource] = {}

    def of(self, source_id: int) -> FactSource:
        """A source, read once."""
        if source_id not in self._found:
            self._found[source_id] = self._work.session.get_one(FactSource, source_id)
        return self._found[source_id]


def _columns(work: UnitOfWork, codes: Sequence[str], period_id: int | None) -> list[KnownIndicator]:
    known = known_indicators(work)
    if codes:
        unknown = next((code for code in codes if code not in known), None)
        if unknown is not None:
            raise UserError(f"没有代码为“{unknown}”的指标。请刷新后再选")
        return [known[code] for code in codes]
    if period_id is not None:
        period = work.session.get(AssessmentPeriod, period_id)
        if period is None:
            raise UserError(f"没有第 {period_id} 号考核期。请刷新列表后再选")
        scheme = scheme_version(work, period.scheme, period.rule_number).scheme
        wanted = indicators_of(scheme.items)
        return [known[code] for code in wanted if code in known and _is_typed(known[code])]
    return [one for one in known.values() if one.row.active and _is_typed(one)]


def _is_typed(one: KnownIndicator) -> bool:
    return one.row.source in TYPED


def _people(
    work: UnitOfWork, month: int, area_ids: Sequence[int], period_id: int | None
) -> list[Posted]:
    first, after, on = first_of(month), behind(month), min(last_of(month), work.today)
    in_month = select(Post.person_id).where(
        Post.state != PostState.VOIDED,
        Post.valid_from < after,
        Post.valid_to.is_(None) | (Post.valid_to > first),
    )
    if area_ids:
        in_month = in_month.where(posts_within(area_ids, on))
    ids = set(work.session.scalars(in_month.distinct()))
    if period_id is not None:
        query = select(Assessee.person_id).where(Assessee.period_id == period_id)
        assessed = set(work.session.scalars(query))
        ids = assessed & ids if area_ids else assessed
    merged = kept_ids(work)
    kept = {merged.get(each, each) for each in ids}
    stood = stood_in(work, month, kept)
    seen = [
        each
        for each in kept
        if any(may_look(work, path) for path in (stood[each].paths if each in stood else ("",)))
    ]
    found = posted_of(work, seen, on)
    found |= _left(work, [each for each in seen if each not in found], first)
    return sorted(
        found.values(), key=lambda one: (one.street_order, one.street, one.stroke_key, one.number)
    )


def _left(work: UnitOfWork, ids: list[int], first: dt.date) -> dict[int, Posted]:
    """Those who had left by the end of the month, as they stood on their last day in it."""
    found: dict[int, Posted] = {}
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        query = select(Post.person_id, Post.valid_to).where(
            Post.person_id.in_(part), Post.state != PostState.VOIDED, Post.valid_to > first
        )
        by_day: dict[dt.date, list[int]] = {}
        for person_id, end in work.session.execute(query).tuples():
            if end is not None:
                by_day.setdefault(end - dt.timedelta(days=1), []).append(person_id)
        for day, people in sorted(by_day.items()):
            found |= posted_of(work, people, day)
    return found


# --- pasting ------------------------------------------------------------------------------------

Pasted = tuple[dict[Cell, Figure | None], list[PasteProblem]]


def paste_block(sheet: FigureSheet, person_id: int, code: str, text: str) -> Pasted:
    """A block as Excel copies it, from a cell on to the right and down.

    An empty cell of the block leaves what stands; what does not fit the grid is a problem.
    """
    people = [one.person_id for one in sheet.people]
    codes = [one.code for one in sheet.indicators]
    if person_id not in people or code not in codes:
        raise UserError("贴的位置不在表里。请先点一个格子，再贴")
    top, left = people.index(person_id), codes.index(code)
    found: dict[Cell, Figure | None] = {}
    problems: list[PasteProblem] = []
    for line, cells in enumerate(block_of(text), start=1):
        shown = mask_all(" ".join(cells))[:40]
        if top + line - 1 >= len(people):
            problems.append(PasteProblem(line, shown, "超出了表的最后一行，没有用。"))
            continue
        person = sheet.people[top + line - 1]
        if left + len(cells) > len(codes) and any(cells[len(codes) - left :]):
            problems.append(PasteProblem(line, shown, "超出了表的最后一列，多的没有用。"))
        for indicator, cell in zip(sheet.indicators[left:], cells, strict=False):
            try:
                figure = typed_figure(cell, indicator.based, f"{person.name}的“{indicator.label}”")
            except UserError as error:
                problems.append(PasteProblem(line, shown, error.sentence))
                continue
            if figure is not None:
                found[person.person_id, indicator.code] = figure
    return found, problems


def paste_named(sheet: FigureSheet, code: str, text: str) -> Pasted:
    """Lines of a name or staff number (工号) with a figure behind, in any order."""
    indicator = next((one for one in sheet.indicators if one.code == code), None)
    if indicator is None:
        raise UserError("贴的位置不在表里。请先点一列，再贴")
    by_number = {one.number.upper(): one for one in sheet.people}
    by_name: dict[str, list[TypedPerson]] = {}
    for one in sheet.people:
        by_name.setdefault(match_key(one.name), []).append(one)
    found: dict[Cell, Figure | None] = {}
    lines: dict[int, int] = {}
    problems: list[PasteProblem] = []
    for line, whole in enumerate(text.splitlines(), start=1):
        if not whole.strip():
            continue
        try:
            person, rest = _person_of(whole, by_number, by_name)
            if person.person_id in lines:
                raise UserError(
                    f"{person.name}在第 {lines[person.person_id]} 行已经写过，请删去一行"
                )
            figure = typed_figure(rest, indicator.based, f"{person.name}的“{indicator.label}”")
            if figure is None:
                raise UserError(f"{person.name}后面没有数，请补上")
        except UserError as error:
            problems.append(PasteProblem(line, mask_all(whole.strip())[:40], error.sentence))
            continue
        lines[person.person_id] = line
        found[person.person_id, code] = figure
    return found, problems


def _person_of(
    whole: str, by_number: dict[str, TypedPerson], by_name: dict[str, list[TypedPerson]]
) -> tuple[TypedPerson, str]:
    plain = _HEAD.sub("", unicodedata.normalize("NFKC", whole)).strip()
    parts = [part for part in _BETWEEN.split(plain) if part]
    for count in range(min(3, len(parts)), 0, -1):
        name, rest = "".join(parts[:count]), " ".join(parts[count:])
        if name.upper() in by_number:
            person = by_number[name.upper()]
            # A name behind the number is what people copy along.
            tail = parts[count:]
            if tail and match_key(tail[0]) == match_key(person.name):
                tail = tail[1:]
            return person, " ".join(tail)
        held = by_name.get(match_key(name), [])
        if len(held) > 1:
            numbers = "、".join(one.number for one in itertools.islice(held, 4))
            raise UserError(f"叫“{name}”的有 {len(held)} 人（工号 {numbers}），请改写工号")
        if held:
            return held[0], rest
    raise UserError(f"表里没有“{mask_all(parts[0]) if parts else plain}”，请核对姓名或工号")
