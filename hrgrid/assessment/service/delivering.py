"""Facts on their way into the table, and what every way in checks of a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from hrgrid.assessment.model import AssessmentFact
from hrgrid.assessment.queries.facts import Held
from hrgrid.assessment.queries.indicators import KnownIndicator
from hrgrid.assessment.rules.fact_rows import Cell
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.typed import checked
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.bulk import Columns, insert_blocks
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

BLOCK = 5_000
Amounts = tuple[int | None, int | None]
"""Amount and base of a figure, both None where it is taken out."""
_VARYING = ("indicator_id", "person_id", "seq", "amount_milli", "base_milli")


@dataclass
class Writing:
    """Facts of a month on their way into the table, indicator by indicator.

    `seqs` None keeps no number of each: an import asks for none of half a million.
    """

    work: UnitOfWork
    month: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    seqs: dict[Cell, int] | None = field(default_factory=dict)
    new_people: set[int] = field(default_factory=set)
    changed_people: set[int] = field(default_factory=set)
    _rows: list[tuple[int, int, int, int | None, int | None]] = field(default_factory=list)

    def take(
        self, indicator: KnownIndicator, held: Mapping[int, Held], ours: Mapping[int, Amounts]
    ) -> None:
        """Take the figures of an indicator by person; what stands already is no news."""
        for person_id, (amount, base) in ours.items():
            one = held.get(person_id)
            if (amount, base) == held_amounts(one):
                self.unchanged += 1
                continue
            if one is None or one.amount_milli is None:
                self.new += 1
                self.new_people.add(person_id)
            else:
                self.changed += 1
                self.changed_people.add(person_id)
            seq = 1 + (one.last if one is not None else 0)
            if self.seqs is not None:
                self.seqs[person_id, indicator.code] = seq
            self._rows.append((indicator.id, person_id, seq, amount, base))

    def write(self, source_id: int) -> None:
        """Insert them in the order in which the table lies."""
        self._rows.sort()
        count = len(self._rows)
        insert_blocks(self.work, {AssessmentFact: count}, self._blocks(source_id))

    def _blocks(self, source_id: int) -> Iterator[tuple[type[AssessmentFact], Columns]]:
        for start in range(0, len(self._rows), BLOCK):
            part = self._rows[start : start + BLOCK]
            varying = dict(zip(_VARYING, zip(*part, strict=True), strict=True))
            same = {"month": (self.month,) * len(part), "source_id": (source_id,) * len(part)}
            yield AssessmentFact, {**same, **varying}


# --- what every way in checks -------------------------------------------------------------------


def names_of(work: UnitOfWork, person_ids: Iterable[int]) -> dict[int, str]:
    """The names of people who are kept, by id."""
    ids, found = list(person_ids), dict[int, str]()
    for start in range(0, len(ids), BLOCK):
        query = select(Person.id, Person.name).where(
            Person.id.in_(ids[start : start + BLOCK]), Person.merged_into_id.is_(None)
        )
        found.update(work.session.execute(query).tuples().all())
    return found


def require_figures_of(work: UnitOfWork, paths: Iterable[str]) -> None:
    """Raise Refused unless the actor runs assessment at one of somebody's places."""
    held = tuple(paths)
    if not any(work.actor.may(Right.RUN_ASSESSMENT, path) for path in held):
        work.require(Right.RUN_ASSESSMENT, held[0])


def check_figure(name: str, label: str, figure: Figure | None, *, based: bool) -> None:
    """Raise UserError for a figure that cannot be one of its indicator."""
    if figure is None:
        return
    if based and figure.base_milli is None:
        raise UserError(f"{name}的“{label}”只有件数，没有总数。请填成 12/13")
    if not based and figure.base_milli is not None:
        raise UserError(f"{name}的“{label}”多了一个总数，这一项只填一个数。请核对")
    if figure.amount_milli < 0 or (figure.base_milli or 0) < 0:
        raise UserError(f"{name}的“{label}”不能小于 0。请核对")
    checked(figure, f"{name}的“{label}”")


def amounts_of(figure: Figure | None) -> Amounts:
    """Amount and base of a figure."""
    return (None, None) if figure is None else (figure.amount_milli, figure.base_milli)


def held_amounts(held: Held | None) -> Amounts:
    """What stands of a cell."""
    return (None, None) if held is None else (held.amount_milli, held.base_milli)
