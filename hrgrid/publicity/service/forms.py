"""What people fill in, and what they get back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hrgrid.core.rights import Right
from hrgrid.publicity.rules import DEFAULT_REPLY_WORKDAYS, DEFAULT_WORKDAYS, ObjectionHow


@dataclass(frozen=True)
class NoticeForm:
    """A notice to be hung out; `workdays` and `reply_workdays` come from the caller's rules.

    `handling` is the right to publish and to run the register, `deciding` the one to decide on
    objections. `last_day` may be later than the calendar asks, never earlier. `list_maker_id`
    is the operator who made the list; without one it is who publishes.
    """

    subject: str
    title: str
    first_day: dt.date
    where_shown: str
    handling: Right
    deciding: Right
    accepting_office: str
    accepting_phone: str = ""
    accepting_mail: str = ""
    accepting_address: str = ""
    accepting_hours: str = ""
    area_path: str = ""
    basis: str = ""
    opening: str = ""
    remark_heading: str = "备注"
    workdays: int = DEFAULT_WORKDAYS
    reply_workdays: int = DEFAULT_REPLY_WORKDAYS
    last_day: dt.date | None = None
    scan_sha256: str | None = None
    list_maker_id: int | None = None


@dataclass(frozen=True)
class EvidenceFile:
    """A scan that came with an objection; its own name is not kept, it may tell who sent it."""

    suffix: str
    content: bytes = field(repr=False)
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class ObjectionForm:
    """An objection as it came in; `objector` and `contact` are sealed at once.

    `target` is a line of the notice, `content` what is held against the person without saying
    who says so. A letter that came late has its post mark and why it came late.
    """

    target: str
    how: ObjectionHow
    content: str
    filed_on: dt.date
    objector: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    clue: bool = True
    postmark: dt.date | None = None
    late_reason: str = ""
    evidence: EvidenceFile | None = None


@dataclass(frozen=True)
class Finding:
    """What was found; on paper with `by`, `post` and `document_no`, else signed in."""

    upheld: bool
    finding: str
    decided_on: dt.date
    by: str = ""
    post: str = ""
    document_no: str = ""


@dataclass(frozen=True)
class ObjectorRow:
    """Who objected and how to reach him: shown once, never kept."""

    objector: str = field(repr=False)
    contact: str = field(repr=False)


@dataclass(frozen=True)
class Closing:
    """A notice is over: who may go on, who waits, who is out; targets with their names."""

    notice_id: int
    clear: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
