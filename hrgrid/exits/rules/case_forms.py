"""What is typed at each step of a case: one frozen form a step, days as days, money as fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from hrgrid.exits.rules.words import (
    ConsentLevel,
    Delivered,
    ExitPaper,
    FaultItem,
    Ground,
    Opinion,
    Protection,
    RemedyKind,
    SettlementKind,
    Trigger,
)


@dataclass(frozen=True)
class OpenForm:
    """立案. `trigger_words` say what made somebody look; `first_assessor` judged it.

    `flag_id` takes up what a look at the results named. `area_id` only for who holds no post;
    `number` "" takes the next one of the year.
    """

    person_id: int
    cause: Trigger
    trigger_words: str
    opened_on: dt.date | None = None
    post_id: int | None = None
    area_id: int | None = None
    first_assessor: str = ""
    first_assessor_id: int | None = None
    regulation_id: int | None = None
    flag_id: int | None = None
    number: str = ""


@dataclass(frozen=True)
class Delivery:
    """送达回证 of a paper: `witness` where he refused to sign."""

    on: dt.date
    how: Delivered = Delivered.SIGNED
    number: str = ""
    witness: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class WarnForm:
    """预警 with the day and place of the talk; `delivery` of the warning, None follows later."""

    on: dt.date
    document_no: str
    talk_on: dt.date | None = None
    talk_place: str = ""
    note: str = ""
    delivery: Delivery | None = None


@dataclass(frozen=True)
class TalkForm:
    """约谈: who was present, what was said; who refuses to sign does so before a witness."""

    held_on: dt.date
    place: str
    present: str
    content: str
    statement: str = ""
    refused: bool = False
    witness: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class RemedyForm:
    """补训或调岗 from its first to its last day, both counted; minutes as training counts them."""

    kind: RemedyKind
    first_day: dt.date
    last_day: dt.date
    content: str
    minutes: int = 0
    enrolment_id: int | None = None
    post_id: int | None = None
    mentor: str = ""
    document_no: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class RemedyResult:
    """What came of a remedy; `minutes` and `post_id` None leave what was planned."""

    done_on: dt.date
    result: str
    minutes: int | None = None
    post_id: int | None = None
    scan_sha256: str | None = None


@dataclass(frozen=True)
class ReassessForm:
    """再考核 by another person than the first; marks in thousandths, `pass_milli` by the rules."""

    remedy_id: int
    held_on: dt.date
    assessor: str
    score_milli: int
    scheme_words: str
    assessor_id: int | None = None
    pass_milli: int | None = None
    note: str = ""
    document_no: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class LiftForm:
    """解除预警, at any stage before a proposal; `delivery` of the paper, None follows later."""

    on: dt.date
    reason: str
    document_no: str = ""
    delivery: Delivery | None = None


@dataclass(frozen=True)
class ProposeForm:
    """拟退出 on a ground of the law with the facts that it stands on, in sentences."""

    ground: Ground
    ground_words: str
    on: dt.date
    fault_item: FaultItem | None = None
    document_no: str = ""


@dataclass(frozen=True)
class ProtectForm:
    """保护情形: item → whether it blocks, as many as are known; the rest follows."""

    answers: Mapping[Protection, bool]
    on: dt.date


@dataclass(frozen=True)
class SealedScan:
    """What proves a protected case: its bytes are encrypted and opened by the handler alone."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class TellForm:
    """告知: the paper of the proposal reached him; from then on he may speak."""

    delivery: Delivery


@dataclass(frozen=True)
class HearForm:
    """陈述申辩: `how` is heard, waived or lapsed; heard needs his words and what came of them."""

    how: str
    on: dt.date
    statement: str = ""
    finding: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class AskForm:
    """A union or a legal adviser is asked; `due_on` None goes by the rules."""

    asked: str
    on: dt.date
    document_no: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True)
class OpinionForm:
    """What was answered; an objection needs its text, and then an answer of ours."""

    opinion: Opinion
    on: dt.date
    text: str = ""
    answered_with: str = ""
    document_no: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class ConsentForm:
    """What a level says, from below."""

    level: ConsentLevel
    agrees: bool
    name: str
    post: str
    on: dt.date
    text: str = ""
    document_no: str = ""
    scan_sha256: str | None = None


@dataclass(frozen=True)
class ApproveForm:
    """批准: signed in by the actor, or (with `name`) recorded from paper.

    `document_no` is that of the decision; on paper also the proof of the approval.
    """

    document_no: str
    name: str = ""
    post: str = ""
    on: dt.date | None = None
    scan_sha256: str | None = None


@dataclass(frozen=True)
class NoticeForm:
    """送达通知 with the last day in the post; `in_lieu_fen` a month's pay for the thirty days."""

    delivery: Delivery
    effective_on: dt.date
    in_lieu_fen: int | None = None


@dataclass(frozen=True)
class AppealForm:
    """申诉 against a notice."""

    filed_on: dt.date
    content: str
    scan_sha256: str | None = None


@dataclass(frozen=True)
class AppealAnswer:
    """How an appeal ended: `upheld` True cancels the exit, False lets it go on, None withdrawn.

    `effective_on` the new last day where the old one passed while the appeal was open.
    """

    upheld: bool | None
    on: dt.date
    finding: str
    decided_by: str = ""
    effective_on: dt.date | None = None
    scan_sha256: str | None = None


@dataclass(frozen=True)
class ExecuteForm:
    """离岗: `last_day` only where no notice told it (short path).

    `delivery` of the release (short path) or of the proof; None follows later.
    """

    on: dt.date
    last_day: dt.date | None = None
    document_no: str = ""
    delivery: Delivery | None = None


@dataclass(frozen=True)
class SeveranceForm:
    """What severance is reckoned from, in fen: the average of a month, or the `months` themselves.

    `local_average_fen` None takes what the rules hold for the last day. `since` None is the first
    day of the engagement, `until` None the last day in the post.
    """

    monthly_fen: int | None = None
    local_average_fen: int | None = None
    months: tuple[int, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class SettleForm:
    """A line is done; `amount_fen` what was paid, None leaves what stands there."""

    done_on: dt.date
    amount_fen: int | None = None
    done_by: str = ""


@dataclass(frozen=True)
class LineForm:
    """One more line of the settlement."""

    kind: SettlementKind
    label: str
    due_on: dt.date | None = None
    amount_fen: int | None = None
    derivation: str = ""


@dataclass(frozen=True)
class ReceiptForm:
    """送达回证 of any paper of a case."""

    paper: ExitPaper
    delivery: Delivery
