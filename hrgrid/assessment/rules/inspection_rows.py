"""What pages and papers show of random inspections; points in thousandths."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hrgrid.assessment.rules.checking import CheckItem
from hrgrid.assessment.rules.words import (
    CheckKind,
    CheckMark,
    FindingState,
    InspectionState,
    VisitResult,
)


@dataclass(frozen=True)
class Proposal:
    """How many to draw, and the sentences that say why.

    `on_duty` stand in a post of these roles, `remaining` of them were not inspected this year;
    `months_left` counts the month itself.
    """

    sample: int
    on_duty: int
    remaining: int
    months_left: int
    offices: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PlanRow:
    """One inspection as the list shows it; `drawn` are people and offices.

    `held` have a result (未查成 is one); `findings` leaves out what was noted by mistake,
    `open` waits to be put right, `rectified` to be looked at again, `overdue` is past its day.
    """

    id: int
    number: str
    title: str
    area: str
    area_path: str
    first_day: dt.date
    last_day: dt.date
    state: InspectionState
    sample: int
    office_sample: int
    team_size: int
    team_count: int
    sealed: bool
    on_duty: int
    drawn: int
    people: int
    held: int
    passed: int
    failed: int
    not_held: int
    findings: int
    open: int
    rectified: int
    closed: int
    overdue: int
    deducted_milli: int
    document_no: str
    published_on: dt.date | None
    cancel_reason: str
    version: int


@dataclass(frozen=True)
class InspectorRow:
    """Who may be drawn to inspect; `number` (J01) stands on the sealed list.

    `own_unit` is the street or district in which he inspects nobody; None: he may inspect all.
    `team_no` is None while nothing was drawn, and for whoever was not drawn.
    """

    id: int
    number: str
    name: str
    unit: str
    unit_id: int | None
    own_unit: str
    person_id: int | None
    team_no: int | None


@dataclass(frozen=True)
class SealRow:
    """The lists as they were fixed before the seed was known.

    `sha256` covers all of it (rules/drawing.py); the others are those that `hrgrid draw` prints
    of the lists: `first` who was not yet inspected this year, `others` who was, `offices`.
    `others` counts only where the first are too few. `times` counts the sealings.
    """

    sha256: str
    sealed_at: dt.datetime
    times: int
    first: int
    others: int
    offices: int
    first_sha256: str
    others_sha256: str
    offices_sha256: str
    inspectors_sha256: str


@dataclass(frozen=True)
class StratumRow:
    """One street (or the posts of a district itself) of a plan, with what came of it.

    `on_list` may be drawn, offices not counted; `drawn` people of it, `offices` offices drawn.
    Faults, points and share put right are of people and offices alike.
    """

    unit_id: int
    name: str
    on_duty: int
    on_list: int
    drawn: int
    offices: int
    held: int
    passed: int
    findings: int
    rectified: int
    deducted_milli: int


@dataclass(frozen=True)
class TeamRow:
    """One team of inspectors and how far it has come."""

    number: int
    inspectors: tuple[str, ...]
    own_units: tuple[str, ...]
    visits: int
    held: int


@dataclass(frozen=True)
class Stage:
    """One stage of the way: what was done, where one stands."""

    code: str
    label: str
    done: bool
    here: bool
    words: str


@dataclass(frozen=True)
class NextStep:
    """The one next step: inspectors, seal, draw, visits, findings, close; () blocks it not."""

    code: str
    label: str
    enabled: bool


@dataclass(frozen=True)
class Blocker:
    """What stands in the way; `where` is the part to go to: plan, inspectors, visits, findings."""

    where: str
    sentence: str
    count: int = 1


@dataclass(frozen=True)
class PlanBoard:
    """One inspection with all but its visits and findings."""

    row: PlanRow
    area_id: int
    roles: tuple[tuple[str, str], ...]
    items: tuple[CheckItem, ...]
    inspectors: tuple[InspectorRow, ...]
    seal: SealRow | None
    seed: str
    algorithm: str
    witnesses: str
    drawn_at: dt.datetime | None
    drawn_by: str
    strata: tuple[StratumRow, ...]
    teams: tuple[TeamRow, ...]
    stages: tuple[Stage, ...]
    next_step: NextStep | None
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True)
class VisitFilter:
    """Which visits; empty fields do not narrow. `pending` wants those without a result."""

    team_no: int | None = None
    unit_id: int | None = None
    results: tuple[VisitResult, ...] = ()
    pending: bool = False
    office: bool | None = None
    text: str = ""


@dataclass(frozen=True)
class VisitRow:
    """One visit; `key` is the public code that was drawn, `person_number` the 工号.

    `place` is the grid or office, `street` the street or district that it counts in. `findings`
    leaves out what was noted by mistake, `unsettled` are not closed.
    """

    id: int
    plan_id: int
    draw_order: int
    key: str
    office: bool
    name: str
    person_number: str
    person_id: int | None
    bureau_id: int | None
    place: str
    street: str
    unit_id: int
    team_no: int
    inspectors: str
    visited_on: dt.date | None
    result: VisitResult | None
    deducted_milli: int
    marks: dict[str, CheckMark] = field(hash=False)
    note: str
    findings: int
    unsettled: int
    photos: int
    signed_on: dt.date | None
    scan_sha256: str | None
    version: int


@dataclass(frozen=True)
class PhotoRow:
    """A picture of a visit or of a fault; its bytes: storage.attachments.content_of."""

    id: int
    visit_id: int
    finding_id: int | None
    sha256: str
    caption: str
    after: bool
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class FindingFilter:
    """Which faults; empty fields do not narrow. `overdue`: past the day and not put right."""

    plan_id: int | None = None
    visit_id: int | None = None
    unit_id: int | None = None
    states: tuple[FindingState, ...] = ()
    kinds: tuple[CheckKind, ...] = ()
    overdue: bool = False
    year: int | None = None
    text: str = ""


@dataclass(frozen=True)
class FindingRow:
    """One fault; `days_late` counts from its day to today while it is not put right.

    `carried` is why the inspection was closed with it open; `sent_back` why it was sent back.
    """

    id: int
    visit_id: int
    plan_id: int
    plan_number: str
    plan_state: InspectionState
    kind: CheckKind
    item: str
    item_label: str
    content: str
    office: bool
    name: str
    place: str
    street: str
    unit_id: int
    team_no: int
    visited_on: dt.date | None
    due_on: dt.date
    state: FindingState
    rectified_on: dt.date | None
    rectified_by: str
    rectification: str
    closed_by: str
    closed_on: dt.date | None
    sent_back: str
    carried: str
    void_reason: str
    days_late: int
    photos_before: int
    photos_after: int
    version: int

    @property
    def overdue(self) -> bool:
        """Whether it is past its day and not put right."""
        return self.days_late > 0


@dataclass(frozen=True)
class VisitCard:
    """One visit with what is looked at, its faults and pictures; `open` while it may be typed."""

    row: VisitRow
    plan_number: str
    plan_title: str
    plan_state: InspectionState
    first_day: dt.date
    last_day: dt.date
    items: tuple[CheckItem, ...]
    findings: tuple[FindingRow, ...]
    photos: tuple[PhotoRow, ...]
    open: bool


@dataclass(frozen=True)
class CoverageRow:
    """A street in a year: in post today, inspected, drawn and not yet visited, still to draw."""

    unit_id: int
    name: str
    on_duty: int
    seen: int
    pending: int
    left: int


@dataclass(frozen=True)
class CoverageYear:
    """Everybody at least once a year; `months_left` counts this month, `a_month` is needed."""

    year: int
    on: dt.date
    roles: tuple[tuple[str, str], ...]
    rows: tuple[CoverageRow, ...]
    whole: CoverageRow
    months_left: int
    a_month: int


@dataclass(frozen=True)
class NotYetRow:
    """Somebody whom nobody inspected this year."""

    person_id: int
    number: str
    name: str
    role: str
    place: str
    street: str
    unit_id: int


@dataclass(frozen=True)
class PersonInspectionRow:
    """One inspection of a person, for his file."""

    visit_id: int
    plan_id: int
    number: str
    title: str
    on: dt.date
    visited_on: dt.date | None
    result: VisitResult | None
    deducted_milli: int
    findings: int
    unsettled: int
    note: str


@dataclass(frozen=True)
class DeductionRow:
    """What a held visit of a month took off somebody; 0 where he passed.

    `person_id` is the kept person's.
    """

    person_id: int
    visited_on: dt.date
    deducted_milli: int
    plan_number: str
    visit_id: int


@dataclass(frozen=True)
class InspectionDuty:
    """What waits in inspections: `part` is where the page of assessment shows it."""

    subject: str
    on: dt.date
    told: str
    part: str
    area_path: str


@dataclass(frozen=True)
class InspectionHit:
    """An inspection that a search found."""

    part: str
    title: str
    beside: str
    past: bool


@dataclass(frozen=True)
class ReadInspector:
    """One line of a pasted list of inspectors; `problem` says why it cannot be taken."""

    line: int
    name: str
    unit: str
    unit_id: int | None
    own_unit: str
    person_id: int | None
    problem: str = ""
