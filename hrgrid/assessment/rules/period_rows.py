"""What screens and papers read of periods: frozen rows, given by the queries of the room.

Points are thousandths. A place (`where`) is the part of the board that helps: delivered, people,
results, results/blocked, results/line, showing, appeals, parts, approval.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.words import (
    OPEN_APPEALS,
    AppealState,
    LeftOut,
    PeriodKind,
    PeriodState,
    ReviewPart,
    Shown,
    Source,
)


@dataclass(frozen=True)
class PeriodRow:
    """One period of the list; `assessed` have or will have a result, `left_out` have none.

    `computed` have one by the computation that counts in its revision, `blocked` have none for
    want of figures; `appeals_open` wait for an answer.
    """

    id: int
    scheme: str
    scheme_title: str
    kind: PeriodKind
    year: int
    number: int
    title: str
    area_path: str
    area: str
    part_time: bool
    state: PeriodState
    revision: int
    due_on: dt.date | None
    shown_on: dt.date | None
    appeals_until: dt.date | None
    assessed: int
    left_out: int
    computed: int
    blocked: int
    appeals_open: int
    version: int

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.kind, self.year, self.number)


@dataclass(frozen=True)
class PeriodFilter:
    """Which periods: None asks nothing; `text` is a part of the title."""

    year: int | None = None
    kind: PeriodKind | None = None
    scheme: str | None = None
    states: tuple[PeriodState, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class PeriodStepRow:
    """One arrow that a period went."""

    seq: int
    state: PeriodState
    revision: int
    at: dt.datetime
    made_by: str
    reason: str


@dataclass(frozen=True)
class PeriodCard:
    """One period with its rule and its way; `newer_rule` is a version in force that it has not."""

    row: PeriodRow
    rule_number: int
    rule_sha256: str
    newer_rule: int | None
    reopen_reason: str
    proposer: str
    approval_words: str
    document_no: str
    steps: tuple[PeriodStepRow, ...]


@dataclass(frozen=True)
class SchemeChoice:
    """A scheme that a period of its kind may be opened by; `number` 0: as shipped."""

    code: str
    title: str
    kind: PeriodKind
    role: str
    number: int


@dataclass(frozen=True)
class PeriodProposal:
    """What a new period would be, as the last one was (沿用上期); `why` says where it is from.

    `days` are those that units had for delivery, counted from the day on which it is opened.
    """

    scheme: str
    span: Span
    area_id: int
    area: str
    part_time: bool
    days: int
    due_on: dt.date
    last_id: int | None
    why: str


@dataclass(frozen=True)
class Blocker:
    """What stands in the way of the next step, as a sentence; `where` is the part that helps."""

    kind: str
    sentence: str
    where: str = ""
    count: int = 0


@dataclass(frozen=True)
class NextStep:
    """The one lawful step: collect, score, compute, show, appeals, approve, confirm or lock.

    `why` says what it waits for where it is not enabled; see the board's blockers for all of it.
    """

    code: str
    label: str
    enabled: bool
    why: str = ""


@dataclass(frozen=True)
class Stage:
    """One state of the strip: over, here, or to come; `words` say when or how much."""

    state: PeriodState
    done: bool
    here: bool
    words: str = ""


@dataclass(frozen=True)
class IndicatorDelivered:
    """Of how many of those assessed an indicator has figures; `needed` blocks without them."""

    code: str
    label: str
    source: Source
    needed: bool
    delivered: int
    of: int


@dataclass(frozen=True)
class PeriodCounts:
    """How far a period has come; runs count those of this revision only.

    `stale`: figures, entries or people changed since the computation.
    """

    assessed: int
    left_out: tuple[tuple[LeftOut, int], ...]
    units: int
    delivered: tuple[IndicatorDelivered, ...]
    run_number: int | None
    stale: bool
    computed: int
    blocked: int
    at_line: int
    proposed: int
    shown: int
    appeals: int
    appeals_open: int
    appeals_overdue: int
    next_due: dt.date | None


@dataclass(frozen=True)
class PeriodBoard:
    """Everything of one period in one read; `rested` are later results that rest on it.

    `notes` are sentences that stop nothing: people changed, a newer scheme, a month reopened.
    """

    card: PeriodCard
    counts: PeriodCounts
    stages: tuple[Stage, ...]
    blockers: tuple[Blocker, ...]
    next: NextStep | None
    notes: tuple[Blocker, ...]
    rested: tuple[RestRow, ...]
    may_go_back: bool
    may_reopen: bool
    approved: bool


@dataclass(frozen=True)
class RestRow:
    """A result that rests on a period: a longer period, or its own applied computation."""

    kind: str
    period_id: int
    title: str
    state: PeriodState
    sentence: str


@dataclass(frozen=True)
class PartRow:
    """A month of a longer period; `period_id` None where nobody opened it.

    `before` says that it lies before the first month that was ever assessed here: an office that
    begins in July has no January, and its year is put together from what there is.
    """

    span: Span
    period_id: int | None
    state: PeriodState | None
    settled: bool
    before: bool = False


@dataclass(frozen=True)
class AssesseeRow:
    """Somebody of a period; `unit` is where he is ranked, `area` where he stood."""

    id: int
    person_id: int
    number: str
    name: str
    area_id: int
    area: str
    unit_id: int
    unit: str
    served_days: int
    left_out: LeftOut | None
    left_out_note: str


@dataclass(frozen=True)
class SnapshotLine:
    """Somebody who came, went, or changed, and what changed as a sentence."""

    person_id: int
    name: str
    unit: str
    told: str


@dataclass(frozen=True)
class SnapshotDiff:
    """What taking the people anew changes, or changed; `same` stayed as they were."""

    came: tuple[SnapshotLine, ...]
    went: tuple[SnapshotLine, ...]
    moved: tuple[SnapshotLine, ...]
    same: int

    @property
    def nothing(self) -> bool:
        """Whether it changes nobody."""
        return not (self.came or self.went or self.moved)


@dataclass(frozen=True)
class UnitDelivered:
    """Of how many of a unit's people an indicator has figures."""

    unit_id: int
    unit: str
    indicator: str
    label: str
    delivered: int
    of: int


@dataclass(frozen=True)
class MissingRow:
    """Somebody of whom figures are missing, and of which indicators."""

    assessee_id: int
    person_id: int
    number: str
    name: str
    unit_id: int
    unit: str
    area: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class ReminderRow:
    """A unit that owes figures: how many people, what, since when; `days` after the day due."""

    unit_id: int
    unit: str
    people: int
    missing: tuple[tuple[str, int], ...]
    due_on: dt.date | None
    days: int

    @property
    def words(self) -> str:
        """What is missing, in a sentence's half."""
        return "、".join(f"{label} {count:,} 人" for label, count in self.missing)


@dataclass(frozen=True)
class ShowingRow:
    """Whether somebody was shown his result of the revision in force."""

    assessee_id: int
    number: str
    name: str
    unit_id: int
    unit: str
    how: Shown | None
    shown_on: dt.date | None
    witness: str
    scan_sha256: str | None


@dataclass(frozen=True)
class ShownUnit:
    """How many of a unit were shown their results."""

    unit_id: int
    unit: str
    shown: int
    of: int


@dataclass(frozen=True)
class AppealRow:
    """One appeal; `late` came in after the window, `overdue` nobody answered in time."""

    id: int
    period_id: int
    number: int
    assessee_id: int
    name: str
    unit: str
    filed_on: dt.date
    late: bool
    content: str
    state: AppealState
    answer_due: dt.date
    overdue: bool
    finding: str
    decided_by: str
    decided_on: dt.date | None
    scan_sha256: str | None
    total_milli: int | None
    grade: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in OPEN_APPEALS


@dataclass(frozen=True)
class ReviewProgress:
    """How many of a unit's people one assessor has given marks, of a part."""

    part: ReviewPart
    assessor_id: int
    assessor: str
    unit_id: int
    unit: str
    done: int
    of: int


@dataclass(frozen=True)
class ReviewRow:
    """One line of an assessor's sheet: his own mark, the others' once all of his are in.

    `others` are None while they are blind to him; `count` is how many gave marks, himself too.
    """

    assessee_id: int
    number: str
    name: str
    unit_id: int
    unit: str
    value_milli: int | None
    note: str
    version: int | None
    others: tuple[tuple[str, int], ...] | None
    count: int


@dataclass(frozen=True)
class PersonPeriodRow:
    """One period of somebody for his file; points are published thousandths."""

    period_id: int
    title: str
    kind: PeriodKind
    last_day: dt.date
    scheme_title: str
    unit: str
    state: PeriodState
    left_out: LeftOut | None
    total_milli: int | None
    grade: str
    rank: int | None
    of: int
    shown_on: dt.date | None
    appeal: AppealState | None


@dataclass(frozen=True)
class AssessmentHit:
    """A period or a round of stars that somebody looks for; `part` is where the page shows it."""

    part: str
    title: str
    beside: str
    past: bool
