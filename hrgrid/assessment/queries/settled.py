"""Which figures are settled: results that were confirmed rest on them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select

from hrgrid.assessment.model import Assessee, AssessmentPeriod
from hrgrid.assessment.queries.schemes import topic_of
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.scheme import indicators_of, scheme_of
from hrgrid.assessment.rules.words import SETTLED
from hrgrid.storage.rulebook import version_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids

_MANY = 500


class Settled:
    """The confirmed periods that a month belongs to, with what they read and of whom."""

    def __init__(
        self, work: UnitOfWork, month: int, person_ids: Iterable[int] | None = None
    ) -> None:
        """Of these people, None for everybody; while writing, nobody confirms them meanwhile."""
        self._held: list[tuple[str, frozenset[str], set[int]]] = []
        query = (
            select(AssessmentPeriod)
            .where(AssessmentPeriod.year == month // 100)
            .order_by(AssessmentPeriod.id)
        )
        if work.writes:
            query = query.with_for_update(read=True)
        ids = None if person_ids is None else set(person_ids)
        kept: dict[int, int] = {}
        for period in work.session.scalars(query):
            span = Span(period.kind, period.year, period.number)
            if period.state not in SETTLED or month not in span.months:
                continue
            rules = version_of(work, topic_of(period.scheme), period.rule_number)
            codes = frozenset(indicators_of(scheme_of(rules.parameters).items))
            kept = kept or kept_ids(work)
            self._held.append((period.title, codes, _people(work, period.id, ids, kept)))

    def title(self, person_id: int, code: str) -> str:
        """The settled period that a figure belongs to; "" where it may still change."""
        for title, codes, people in self._held:
            if code in codes and person_id in people:
                return title
        return ""

    def of_person(self, person_id: int) -> str:
        """The settled period that somebody is in, whatever it reads; "" where none."""
        return next((title for title, _, people in self._held if person_id in people), "")

    @property
    def any(self) -> bool:
        """Whether anything of the month is settled."""
        return bool(self._held)


def _people(
    work: UnitOfWork, period_id: int, ids: set[int] | None, kept: dict[int, int]
) -> set[int]:
    query = select(Assessee.person_id).where(Assessee.period_id == period_id)
    if ids is not None and len(ids) <= _MANY:
        merged = [each for each, one in kept.items() if one in ids]
        query = query.where(or_(Assessee.person_id.in_(ids), Assessee.person_id.in_(merged)))
    return {kept.get(each, each) for each in work.session.scalars(query)}


def settled_sentence(name: str, what: str, month_words: str, title: str) -> str:
    """Why a figure may not change any more, and what to do."""
    return (
        f"{name} {month_words}的“{what}”已用于“{title}”，结果已经确认，不能再改。"
        "确有错误请先重新计分，写明事由，再改数据"
    )
