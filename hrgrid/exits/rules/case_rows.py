"""What is read of cases of exit: frozen rows for screens and papers; money fen, marks milli."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.exits.rules.words import (
    ConsentLevel,
    Delivered,
    ExitAppealState,
    ExitPaper,
    ExitPath,
    ExitState,
    FaultItem,
    Ground,
    Opinion,
    OpinionKind,
    Protection,
    RemedyKind,
    SettlementKind,
    Trigger,
)
from hrgrid.workforce.rules import Engagement


@dataclass(frozen=True)
class CaseRow:
    """One case in the list.

    `days_waiting` since the last step, `overdue` days past `due_on` (0 is in time). `step` is
    the code of the next step and `step_label` its words; "" once it has ended. `watched` is
    somebody whose warning was lifted and who is still watched.
    """

    id: int
    number: str
    person_id: int
    name: str
    staff_number: str
    place: str
    area_id: int
    area_path: str
    engagement: Engagement
    path: ExitPath
    cause: Trigger
    trigger_words: str
    state: ExitState
    ground: Ground | None
    opened_on: dt.date
    state_since: dt.date
    days_waiting: int
    due_on: dt.date | None
    overdue: int
    step: str
    step_label: str
    handler: str
    handler_id: int
    effective_on: dt.date | None
    watch_until: dt.date | None
    watched: bool
    version: int


@dataclass(frozen=True)
class CaseFilter:
    """Which cases; empty fields do not narrow. `waiting` at least so many days.

    `ended` None lists both, False those that go on (and who is watched is among the ended).
    """

    states: tuple[ExitState, ...] = ()
    ended: bool | None = None
    waiting: int = 0
    overdue: bool = False
    under: str = ""
    engagement: tuple[Engagement, ...] = ()
    causes: tuple[Trigger, ...] = ()
    grounds: tuple[Ground, ...] = ()
    mine: bool = False
    watched: bool = False
    year: int | None = None
    text: str = ""


@dataclass(frozen=True)
class StageCount:
    """How many cases stand in a state, and how many of them are past their day."""

    state: ExitState
    cases: int
    overdue: int


@dataclass(frozen=True)
class CaseStage:
    """One stage of the strip: `skipped` is not part of this person's path."""

    code: str
    label: str
    done: bool
    here: bool
    skipped: bool
    on: dt.date | None
    words: str


@dataclass(frozen=True)
class CaseStep:
    """One thing that may be done now: `code` names the dialog, `primary` is the one button.

    `enabled` False with `why` is a step that waits for something or that the actor may not do.
    """

    code: str
    label: str
    primary: bool
    enabled: bool
    why: str = ""


@dataclass(frozen=True)
class CaseBlocker:
    """What stands in the way of the next step, as a sentence; `where` names the part."""

    where: str
    sentence: str


@dataclass(frozen=True)
class TalkRow:
    """约谈."""

    id: int
    held_on: dt.date
    place: str
    present: str
    content: str
    statement: str
    refused: bool
    witness: str
    scan_sha256: str | None
    made_by: str


@dataclass(frozen=True)
class RemedyRow:
    """补训或调岗; `days` counts both ends, `over` its last day has passed."""

    id: int
    kind: RemedyKind
    first_day: dt.date
    last_day: dt.date
    days: int
    content: str
    minutes: int
    enrolment_id: int | None
    post_id: int | None
    mentor: str
    result: str
    done_on: dt.date | None
    over: bool
    scan_sha256: str | None


@dataclass(frozen=True)
class ReassessmentRow:
    """再考核."""

    id: int
    remedy_id: int
    held_on: dt.date
    assessor: str
    scheme_words: str
    score_milli: int
    pass_milli: int
    passed: bool
    note: str
    scan_sha256: str | None


@dataclass(frozen=True)
class ProtectionRow:
    """One protected case: `blocks` None is not yet answered; the scan is told, never shown."""

    item: Protection
    blocks: bool | None
    answered_on: dt.date | None
    answered_by: str
    has_scan: bool
    scan_name: str


@dataclass(frozen=True)
class HearingRow:
    """陈述申辩: `how` is "" while it waits, then heard, waived or lapsed."""

    id: int
    told_on: dt.date
    until: dt.date
    how: str
    on: dt.date | None
    statement: str
    finding: str
    scan_sha256: str | None


@dataclass(frozen=True)
class OpinionRow:
    """What the union or the legal adviser was asked and said; `settled` lets the case go on."""

    id: int
    kind: OpinionKind
    asked: str
    asked_on: dt.date
    due_on: dt.date | None
    answered_on: dt.date | None
    opinion: Opinion | None
    text: str
    answered_with: str
    document_no: str
    settled: bool
    scan_sha256: str | None


@dataclass(frozen=True)
class ConsentRow:
    """What a level said; a void one tells why."""

    id: int
    level: ConsentLevel
    agrees: bool
    text: str
    name: str
    post: str
    decided_on: dt.date
    document_no: str
    void_reason: str


@dataclass(frozen=True)
class ApprovalRow:
    """批准: who gave it and on what paper."""

    words: str
    name: str
    post: str
    on: dt.date
    document_no: str
    on_paper: bool


@dataclass(frozen=True)
class ExitAppealRow:
    """申诉."""

    id: int
    number: int
    filed_on: dt.date
    content: str
    state: ExitAppealState
    finding: str
    decided_by: str
    decided_on: dt.date | None


@dataclass(frozen=True)
class SettlementRow:
    """One line of what is settled; `money` asks for an amount before it is done."""

    id: int
    seq: int
    kind: SettlementKind
    label: str
    amount_fen: int | None
    derivation: str
    due_on: dt.date | None
    done_on: dt.date | None
    done_by: str
    waived: str
    money: bool

    @property
    def settled(self) -> bool:
        """Done, or said why not."""
        return self.done_on is not None or bool(self.waived)


@dataclass(frozen=True)
class ReceiptRow:
    """送达回证."""

    id: int
    paper: ExitPaper
    number: str
    delivered_on: dt.date
    how: Delivered
    witness: str
    scan_sha256: str | None


@dataclass(frozen=True)
class CaseCard:
    """What stands in a case, its tables apart; `severance_words` is the reckoning in a
    sentence, `severance_lines` its derivation as it is printed."""

    row: CaseRow
    role: str
    post_id: int | None
    engagement_since: dt.date | None
    probation_to: dt.date | None
    employer: str
    fault_item: FaultItem | None
    ground_words: str
    first_assessor: str
    first_assessor_id: int | None
    proposer: str
    proposer_id: int | None
    approval_words: str
    document_no: str
    notice_on: dt.date | None
    notice_days: int | None
    in_lieu_fen: int | None
    severance_fen: int | None
    severance_words: str
    severance_lines: tuple[str, ...]
    regulation: str
    regulation_signed_on: dt.date | None
    rule_number: int
    end_reason: str
    purged_on: dt.date | None


@dataclass(frozen=True)
class CaseBoard:
    """One case with its stages, everything done in it, the next step and what blocks it.

    `steps` holds every step that fits the state, the primary one first.
    """

    card: CaseCard
    stages: tuple[CaseStage, ...]
    steps: tuple[CaseStep, ...]
    blockers: tuple[CaseBlocker, ...]
    talks: tuple[TalkRow, ...]
    remedies: tuple[RemedyRow, ...]
    reassessments: tuple[ReassessmentRow, ...]
    protections: tuple[ProtectionRow, ...]
    hearings: tuple[HearingRow, ...]
    opinions: tuple[OpinionRow, ...]
    consents: tuple[ConsentRow, ...]
    approvals: tuple[ApprovalRow, ...]
    approvals_needed: int
    appeals: tuple[ExitAppealRow, ...]
    settlements: tuple[SettlementRow, ...]
    receipts: tuple[ReceiptRow, ...]
    is_handler: bool

    @property
    def primary(self) -> CaseStep | None:
        """The one next step."""
        return next((step for step in self.steps if step.primary), None)


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened in a case, the newest last."""

    on: dt.date
    at: dt.datetime | None
    label: str
    words: str
    document_no: str
    made_by: str


@dataclass(frozen=True)
class PersonCaseRow:
    """A case on somebody's file, for who may see exits."""

    id: int
    number: str
    state: ExitState
    opened_on: dt.date
    ground: Ground | None
    effective_on: dt.date | None
    watch_until: dt.date | None


@dataclass(frozen=True)
class PostChoice:
    """Somebody of whom a case may be opened, with his post and how he is engaged.

    Without a post (`post_id` None) place and area are those of the last one, None where there was
    none.
    """

    person_id: int
    name: str
    staff_number: str
    post_id: int | None
    place: str
    role: str
    area_id: int | None
    area_path: str
    engagement: Engagement | None
    engagement_id: int | None
    probation_to: dt.date | None
    open_case: str
