"""The indicators of the office; before the first was needed, those that ship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import exists, select

from hrgrid.assessment.model import AssessmentEntry, AssessmentFact
from hrgrid.assessment.model import Indicator as IndicatorRecord
from hrgrid.assessment.queries.scope import require_look_somewhere
from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.scheme import TOPIC, indicators_of, scheme_of
from hrgrid.assessment.rules.shipped import INDICATORS
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import newest_of_each
from hrgrid.storage.work import UnitOfWork

SHIPPED = {one.code: one for one in INDICATORS}


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator as figures are checked against it; `id` 0 where it is not written yet."""

    id: int
    row: IndicatorRow

    @property
    def code(self) -> str:
        """Its code."""
        return self.row.code


def known_indicators(work: UnitOfWork) -> dict[str, KnownIndicator]:
    """By code, the shipped ones in their order and then the office's own; asks no right."""
    kept = {
        one.code: one
        for one in work.session.scalars(select(IndicatorRecord).order_by(IndicatorRecord.id))
    }
    found: dict[str, KnownIndicator] = {}
    for code, spec in SHIPPED.items():
        if code not in kept:
            row = IndicatorRow(
                code, spec.label, spec.unit, spec.source, spec.based, active=True, version=0
            )
            found[code] = KnownIndicator(0, row)
            continue
        found[code] = _known(kept.pop(code))
    return found | {code: _known(one) for code, one in kept.items()}


def _known(one: IndicatorRecord) -> KnownIndicator:
    row = IndicatorRow(
        one.code,
        one.label,
        one.unit,
        one.source,
        one.based,
        one.active,
        one.version,
        shipped=one.code in SHIPPED,
    )
    return KnownIndicator(one.id, row)


def indicators(work: UnitOfWork, *, stopped: bool = True) -> list[IndicatorRow]:
    """Every indicator with what reads it, those in use first; without `stopped` only these."""
    if not work.actor.may_somewhere(Right.KEEP_RULES):
        require_look_somewhere(work)
    known = known_indicators(work)
    used = used_codes(work, known)
    readers = _readers(work)
    rows = [
        replace(one.row, used=code in used, schemes=tuple(readers.get(code, ())))
        for code, one in known.items()
        if stopped or one.row.active
    ]
    return sorted(rows, key=lambda row: not row.active)


def used_codes(work: UnitOfWork, known: Mapping[str, KnownIndicator]) -> set[str]:
    """The codes of which figures or entries are there."""
    has_fact = exists().where(AssessmentFact.indicator_id == IndicatorRecord.id)
    has_entry = exists().where(AssessmentEntry.indicator_id == IndicatorRecord.id)
    found = select(IndicatorRecord.code).where(has_fact | has_entry)
    return set(work.session.scalars(found)) & set(known)


def _readers(work: UnitOfWork) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for version in newest_of_each(work, f"{TOPIC}."):
        scheme = scheme_of(version.parameters)
        for code in indicators_of(scheme.items):
            found.setdefault(code, []).append(scheme.title)
    return found
