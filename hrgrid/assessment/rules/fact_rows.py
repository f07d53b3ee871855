"""What lists of indicators, figures and entries show; amounts and bases are thousandths.

A month is a number, 202611. People are the kept ones: what was delivered of somebody merged
stands under who was kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from hrgrid.assessment.rules.words import Source

Cell = tuple[int, str]
"""A cell of the grid in which figures are typed: person and code of the indicator."""


@dataclass(frozen=True)
class IndicatorForm:
    """What may be said of an indicator; `source` and `based` stay once figures are there."""

    label: str
    unit: str
    based: bool = False
    source: Source = Source.IMPORTED


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator; `version` 0 where it ships and nobody needed it yet.

    `used` says that figures or entries are there, `schemes` names those in force that read it.
    """

    code: str
    label: str
    unit: str
    source: Source
    based: bool
    active: bool
    version: int
    used: bool = False
    schemes: tuple[str, ...] = ()
    shipped: bool = True


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator as it shall read, for a change and for its undo."""

    code: str
    version: int
    form: IndicatorForm


@dataclass(frozen=True)
class FactRow:
    """One figure as it was delivered; `amount_milli` None: what stood before was taken out."""

    seq: int
    amount_milli: int | None
    base_milli: int | None
    kind: Source
    source_id: int
    title: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class FigureCell:
    """What counts in a cell now; `amount_milli` None where it was taken out again.

    `seq` goes back with what is typed, so that nobody overtakes somebody else unseen.
    """

    amount_milli: int | None
    base_milli: int | None
    seq: int
    kind: Source
    title: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class TypedPerson:
    """A line of the grid; `settled` says why nothing more is typed of him, "" where it may be."""

    person_id: int
    number: str
    name: str
    street: str
    place: str
    settled: str = ""


@dataclass(frozen=True)
class FigureSheet:
    """The figures of a month as they are typed; a cell that is not there has no figure.

    `noted` are live entries of the month by cell: their sum counts beside the figure.
    """

    month: int
    indicators: tuple[IndicatorRow, ...]
    people: tuple[TypedPerson, ...]
    cells: Mapping[Cell, FigureCell] = field(default_factory=dict)
    noted: Mapping[Cell, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PasteProblem:
    """A line that cannot be taken, and the sentence that says why."""

    line: int
    text: str
    sentence: str


@dataclass(frozen=True)
class PersonFigure:
    """Everything that was delivered of a person and an indicator in a month, the newest first."""

    month: int
    indicator: IndicatorRow
    history: tuple[FactRow, ...]
    entries: tuple[EntryRow, ...] = ()

    @property
    def counts(self) -> FactRow | None:
        """The figure that counts: the newest, unless it was taken out."""
        newest = self.history[0] if self.history else None
        return newest if newest is not None and newest.amount_milli is not None else None


@dataclass(frozen=True)
class EntryForm:
    """One thing noted of somebody; the month is that of the day.

    `evidence` is the name of a file and its content.
    """

    person_id: int
    indicator: str
    happened_on: dt.date
    amount_milli: int
    note: str
    document_no: str = ""
    evidence: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class EntryRow:
    """One thing that was noted; it counts while `void_reason` is empty."""

    id: int
    version: int
    person_id: int
    number: str
    name: str
    street: str
    indicator: str
    label: str
    unit: str
    month: int
    happened_on: dt.date
    amount_milli: int
    note: str
    document_no: str
    evidence_sha256: str | None
    assessor: str
    made_at: dt.datetime
    void_reason: str
    settled: bool = False


@dataclass(frozen=True)
class BonusLine:
    """Somebody's extra points of a month by one item, before and after its cap."""

    person_id: int
    number: str
    name: str
    street: str
    item: str
    label: str
    entries: tuple[EntryRow, ...]
    points_milli: int
    counted_milli: int
    cap_milli: int


@dataclass(frozen=True)
class SourceRow:
    """What came in one go; `figures` and `people` are counted as delivered.

    `job_id` is the import that may be taken back, `undone` what became of it.
    """

    id: int
    kind: Source
    title: str
    made_at: dt.datetime
    made_by: str
    assessor: str
    months: tuple[int, ...]
    figures: int
    people: int
    job_id: int | None = None
    can_undo: bool = False
    undone: str = ""


@dataclass(frozen=True)
class Delivered:
    """What became of figures that were delivered; `seqs` by cell of what is new."""

    new: int
    changed: int
    unchanged: int
    seqs: Mapping[Cell, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathered:
    """What this program itself knew of a month, by source."""

    source: Source
    indicators: tuple[str, ...]
    delivered: Delivered
