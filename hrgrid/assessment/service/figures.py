"""Figures typed and delivered: what differs becomes a new fact, what stood before stays.

A figure is taken out again by a fact without an amount (decision 0037).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.assessment.model import AssessmentRun, FactSource
from hrgrid.assessment.queries.facts import Held, held_facts
from hrgrid.assessment.queries.indicators import KnownIndicator, known_indicators
from hrgrid.assessment.queries.posts import stood_in
from hrgrid.assessment.queries.settled import Settled, settled_sentence
from hrgrid.assessment.rules.fact_rows import Cell, Delivered
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.months import first_of, month_words
from hrgrid.assessment.rules.typed import figure_text
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.delivering import (
    Amounts,
    Writing,
    amounts_of,
    check_figure,
    held_amounts,
    names_of,
    require_figures_of,
)
from hrgrid.assessment.service.indicators import OWN_SOURCES, ship_indicators
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids

_SHOWN = 3
_TITLE = 200


@dataclass(frozen=True)
class FigureSource:
    """Where figures came from in one go; `import_operation` where an import may be taken back."""

    kind: Source
    title: str
    assessor_id: int | None = None
    import_operation: str | None = None


def key_figures(
    work: UnitOfWork,
    month: int,
    figures: Mapping[Cell, Figure | None],
    seen: Mapping[Cell, int] | None = None,
) -> Delivered:
    """Type figures of a month by person and indicator; None takes a figure out again.

    `seen` are the numbers (seq) that the typist saw, 0 for an empty cell. Raises UserError where
    somebody delivered meanwhile, for figures that the program computes itself, and where the
    result is confirmed. To undo, key the figures of before with the numbers given back.
    """
    batch = _Batch(work, month, {person_id for person_id, _ in figures})
    for (person_id, code), figure in figures.items():
        batch.check(person_id, code, figure, typed=True)
        if seen is not None:
            batch.refuse_overtaken(person_id, code, seen.get((person_id, code), 0))
    source = FigureSource(Source.BY_HAND, f"手工填写 {work.today}", work.actor.operator_id, None)
    delivered = batch.write(figures, lambda: _days_source(work, source))
    if delivered.seqs:
        _record_keyed(work, batch, figures, delivered)
    return delivered


def deliver(
    work: UnitOfWork,
    source: FigureSource,
    figures: Mapping[tuple[int, int, str], Figure | None],
) -> Delivered:
    """Figures by month, kept person and code from one source; only what differs is written.

    Refuses as `key_figures` does. Needs RUN_ASSESSMENT for everybody of whom there is a figure.
    """
    by_month: dict[int, dict[Cell, Figure | None]] = {}
    for (month, person_id, code), figure in figures.items():
        by_month.setdefault(month, {})[person_id, code] = figure
    made: list[int] = []

    def source_id() -> int:
        if not made:
            made.append(put_source(work, source))
        return made[0]

    total = Delivered(0, 0, 0)
    for month, ours in sorted(by_month.items()):
        batch = _Batch(work, month, {person_id for person_id, _ in ours})
        for (person_id, code), figure in ours.items():
            batch.check(person_id, code, figure, typed=source.kind in OWN_SOURCES)
        one = batch.write(ours, source_id)
        total = Delivered(
            total.new + one.new,
            total.changed + one.changed,
            total.unchanged + one.unchanged,
            {**total.seqs, **one.seqs},
        )
    if total.seqs:
        shown = "、".join(month_words(month) for month in sorted(by_month)[:_SHOWN])
        work.record(
            "deliver_figures",
            f"{source.title}：{shown}",
            after={"figures": len(total.seqs), "fact_kind": source.kind.value},
        )
    return total


def put_source(work: UnitOfWork, source: FigureSource) -> int:
    """A row that says where figures came from; returns its id."""
    added = FactSource(
        kind=source.kind,
        title=source.title[:_TITLE],
        assessor_id=source.assessor_id,
        import_operation=source.import_operation,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(added)
    work.session.flush()
    return added.id


def _days_source(work: UnitOfWork, source: FigureSource) -> int:
    """What one person types on a day is one source."""
    began = dt.datetime.combine(work.today, dt.time()).astimezone(dt.UTC)
    query = select(FactSource.id).where(
        FactSource.kind == source.kind,
        FactSource.title == source.title,
        FactSource.assessor_id == source.assessor_id,
        FactSource.import_operation.is_(None),
        FactSource.made_at >= began,
        # What was computed knows the sources that it read by their ids: what comes later is new.
        FactSource.id
        > select(func.coalesce(func.max(AssessmentRun.sources_upto), 0)).scalar_subquery(),
    )
    return work.session.scalar(query.limit(1)) or put_source(work, source)


# --- a month ------------------------------------------------------------------------------------


class _Batch:
    """Figures of one month: who they are of, what stands, what may not change."""

    def __init__(self, work: UnitOfWork, month: int, person_ids: set[int]) -> None:
        first_of(month)
        ship_indicators(work)
        self._work, self.month = work, month
        self._known = known_indicators(work)
        self._merged = kept_ids(work)
        self._ids = person_ids
        self._names = names_of(work, person_ids)
        self._stood = stood_in(work, month, person_ids)
        self._settled = Settled(work, month, person_ids)
        self._held: dict[str, dict[int, Held]] = {}
        self._allowed: set[int] = set()

    def name(self, person_id: int) -> str:
        """What somebody is called; raises UserError for whom there is nobody kept."""
        if person_id not in self._names:
            raise UserError("有一个人不在花名册里，或已经合并到别人名下。请刷新后再填")
        return self._names[person_id]

    def indicator(self, code: str) -> KnownIndicator:
        """The indicator; raises UserError where there is none."""
        if code not in self._known:
            raise UserError(f"没有代码为“{code}”的指标。请刷新后再填")
        return self._known[code]

    def held(self, code: str) -> dict[int, Held]:
        """What stands of an indicator."""
        if code not in self._held:
            indicator = self.indicator(code)
            self._held[code] = held_facts(
                self._work, self.month, indicator.id, self._ids, self._merged
            )
        return self._held[code]

    def check(self, person_id: int, code: str, figure: Figure | None, *, typed: bool) -> None:
        """Raise UserError for a figure that cannot be taken, Refused where it may not be given."""
        name, row = self.name(person_id), self.indicator(code).row
        if person_id not in self._allowed:
            stood = self._stood.get(person_id)
            require_figures_of(self._work, stood.paths if stood is not None else ("",))
            self._allowed.add(person_id)
        if typed and row.source not in OWN_SOURCES:
            raise UserError(
                f"“{row.label}”由“{row.source.label}”算出，不能手工填。请到那里更正，再重新取数"
            )
        if not row.active:
            raise UserError(f"指标“{row.label}”已经停用，不再填报。请先恢复这个指标")
        check_figure(name, row.label, figure, based=row.based)
        held = self.held(code).get(person_id)
        if not self._settled.any or amounts_of(figure) == held_amounts(held):
            return
        if title := self._settled.title(person_id, code):
            raise UserError(settled_sentence(name, row.label, month_words(self.month), title))

    def refuse_overtaken(self, person_id: int, code: str, seen: int) -> None:
        """Raise UserError where somebody delivered what the typist did not see."""
        held = self.held(code).get(person_id)
        if (held.last if held is not None else 0) == seen:
            return
        if held is None:
            raise UserError(
                f"{self.name(person_id)}的“{self.indicator(code).row.label}”已随一次导入撤销，"
                "这次没有存。请刷新后再填"
            )
        source = self._work.session.get_one(FactSource, held.source_id)
        shown = figure_text(held.amount_milli, held.base_milli)
        raise UserError(
            f"{self.name(person_id)}的“{self.indicator(code).row.label}”刚由{source.made_by}"
            f"在 {source.made_at.astimezone():%m-%d %H:%M} 的“{source.title}”里"
            f"{f'填成 {shown}' if shown else '撤下'}，这次没有存。请看过再填"
        )

    def write(
        self, figures: Mapping[Cell, Figure | None], source_id: Callable[[], int]
    ) -> Delivered:
        """Write what differs; `source_id` makes the source once something does."""
        by_code: dict[str, dict[int, Amounts]] = {}
        for (person_id, code), figure in figures.items():
            by_code.setdefault(code, {})[person_id] = amounts_of(figure)
        writing = Writing(self._work, self.month)
        for code, ours in by_code.items():
            writing.take(self.indicator(code), self.held(code), ours)
        if writing.new or writing.changed:
            writing.write(source_id())
        return Delivered(writing.new, writing.changed, writing.unchanged, writing.seqs or {})

    def told(self, cell: Cell) -> str:
        """A cell in a sentence."""
        return f"{self.name(cell[0])}“{self.indicator(cell[1]).row.label}”"


def _record_keyed(
    work: UnitOfWork, batch: _Batch, figures: Mapping[Cell, Figure | None], delivered: Delivered
) -> None:
    month = month_words(batch.month)
    if len(delivered.seqs) > 1:
        subject = f"{month}考核数据 {len(delivered.seqs)} 项"
        work.record("key_figures", subject, after={"figures": len(delivered.seqs)})
        return
    (cell,) = delivered.seqs
    held = batch.held(cell[1]).get(cell[0])
    before = figure_text(*held_amounts(held))
    after = figure_text(*amounts_of(figures[cell]))
    work.record(
        "key_figures",
        f"{batch.told(cell)} {month}",
        before={"figure": before} if before else None,
        after={"figure": after} if after else None,
    )
