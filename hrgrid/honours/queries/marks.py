"""The parts of nominees' scores beside what their forms carry: which count, and where from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, true

from hrgrid.honours.model import Nomination, NomineeMark, RunMark
from hrgrid.honours.rules.marks import MarkPart, MarkSource
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class MarkRow:
    """A mark in thousandths with its derivation in words."""

    milli: int
    source: MarkSource
    told: str


@dataclass(frozen=True)
class Marks:
    """What counts, by nomination and part; `last` is the number of the last one put down."""

    rows: Mapping[tuple[int, MarkPart], MarkRow] = field(default_factory=dict)
    last: int = 0

    def milli(self, nomination: Nomination, part: MarkPart) -> int | None:
        """The mark that counts: the newest one, else what the form carries."""
        found = self.rows.get((nomination.id, part))
        if found is not None:
            return found.milli
        if part is MarkPart.PUBLIC:
            return None
        return nomination.merit_milli if part is MarkPart.MERIT else nomination.review_milli

    def told(self, nomination_id: int, part: MarkPart) -> str:
        """Where it comes from; "" for one that the form carries."""
        found = self.rows.get((nomination_id, part))
        return "" if found is None else f"{found.source.label}：{found.told}"


def marks_of(work: UnitOfWork, campaign_id: int, run_id: int | None = None) -> Marks:
    """The marks that count now, or those that were there for a run."""
    then = NomineeMark.number <= _read_by(work, run_id) if run_id is not None else true()
    query = (
        select(
            NomineeMark.number,
            NomineeMark.nomination_id,
            NomineeMark.score_part,
            NomineeMark.milli,
            NomineeMark.mark_source,
            NomineeMark.told,
        )
        .where(NomineeMark.campaign_id == campaign_id, then)
        .order_by(NomineeMark.number)
    )
    rows: dict[tuple[int, MarkPart], MarkRow] = {}
    last = 0
    for last, nomination_id, part, milli, source, told in work.session.execute(query):  # noqa: B007
        rows[nomination_id, part] = MarkRow(milli, source, told)
    return Marks(rows, last)


def _read_by(work: UnitOfWork, run_id: int) -> int:
    found = work.session.get(RunMark, run_id)
    return 0 if found is None else found.mark_number
