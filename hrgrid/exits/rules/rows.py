"""What is read of looks, regulations and years: frozen rows; marks in thousandths."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.exits.rules.words import FlagState, Ground, Trigger
from hrgrid.workforce.rules import Engagement


@dataclass(frozen=True)
class LookAsk:
    """Which results are looked at: a scheme's period, `kind` by the code of assessment."""

    scheme: str
    kind: str
    year: int
    number: int
    area_id: int


@dataclass(frozen=True)
class LookOffer:
    """Confirmed results that may be looked at; `looked` is the look that was kept of them."""

    scheme: str
    scheme_title: str
    kind: str
    year: int
    number: int
    area_id: int
    area: str
    area_path: str
    title: str
    looked: int | None

    @property
    def ask(self) -> LookAsk:
        """What to ask a preview for."""
        return LookAsk(self.scheme, self.kind, self.year, self.number, self.area_id)


@dataclass(frozen=True)
class CauseCount:
    """How many are named for one cause."""

    cause: Trigger
    people: int


@dataclass(frozen=True)
class LookCounts:
    """`people` have a result; `named` should be warned, `in_case` of them have a case already.

    `short` would be named and lack months, `too_few_days` have no result at all;
    `small_units` have too few people for a bottom.
    """

    people: int
    named: int
    in_case: int
    watched: int
    tied: int
    short: int
    too_few_days: int
    small_units: int
    causes: tuple[CauseCount, ...]


@dataclass(frozen=True)
class FlagRow:
    """Somebody whom a look names, or leaves out; `id` 0 in a preview.

    `case_id`, `case_number` tell an open case of him or the one that took this up;
    `watch_until` that a warning of his was lifted and he is still watched.
    """

    id: int
    look_id: int
    look_title: str
    person_id: int
    name: str
    staff_number: str
    place: str
    unit_id: int
    unit: str
    cause: Trigger
    total_milli: int | None
    rank: int | None
    people: int
    tied: bool
    reasons: tuple[str, ...]
    words: str
    state: FlagState
    aside_reason: str
    case_id: int | None
    case_number: str
    watch_until: dt.date | None
    engagement: Engagement | None
    version: int


@dataclass(frozen=True)
class LookRow:
    """A look that was kept; the counts are of its list now, `stale` says results changed since."""

    id: int
    title: str
    scheme: str
    kind: str
    year: int
    number: int
    area: str
    area_path: str
    made_at: dt.datetime
    made_by: str
    rule_number: int
    open: int
    taken_up: int
    put_aside: int
    left_out: int
    stale: bool
    void_reason: str
    version: int


@dataclass(frozen=True)
class LookPreview:
    """What a look would name, before it is kept; `before` is the one that it would replace."""

    title: str
    flags: tuple[FlagRow, ...]
    left_out: tuple[FlagRow, ...]
    counts: LookCounts
    rule_number: int
    results_hash: str
    before: LookRow | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class LookBoard:
    """A look with its list; `paper_words` stand under every print of it."""

    row: LookRow
    counts: LookCounts
    flags: tuple[FlagRow, ...]
    left_out: tuple[FlagRow, ...]
    paper_words: str


PAPER_WORDS = "排名仅作为提醒线索，不构成解除依据。"


@dataclass(frozen=True)
class RegulationForm:
    """办法 as it was made: whom it was talked over with, which meeting took it, when announced."""

    title: str
    document_no: str
    area_id: int
    procedure: str
    adopted_on: dt.date
    announced_on: dt.date
    scan_sha256: str | None = None


@dataclass(frozen=True)
class RegulationRow:
    """A regulation with how many of those in post in its area signed for it."""

    id: int
    title: str
    document_no: str
    area: str
    area_path: str
    procedure: str
    adopted_on: dt.date
    announced_on: dt.date
    scan_sha256: str | None
    signed: int
    people: int
    version: int


@dataclass(frozen=True)
class UnitSigned:
    """How many people in post of a unit signed for a regulation."""

    area_id: int
    unit: str
    people: int
    signed: int


@dataclass(frozen=True)
class RegulationChoice:
    """A regulation that a case may go by; `signed_on` when the person signed for it."""

    id: int
    title: str
    document_no: str
    area: str
    signed_on: dt.date | None


@dataclass(frozen=True)
class SignerFilter:
    """Which people: of an area, only those who signed or did not, by a part of name or number."""

    area_id: int | None = None
    signed: bool | None = None
    text: str = ""
    limit: int = 500


@dataclass(frozen=True)
class SignerRow:
    """Somebody in post, and when he signed."""

    person_id: int
    name: str
    staff_number: str
    place: str
    signed_on: dt.date | None
    scan_sha256: str | None


@dataclass(frozen=True)
class SignForm:
    """These people signed on a day; one scan may hold the signatures of all."""

    person_ids: tuple[int, ...]
    signed_on: dt.date
    scan_sha256: str | None = None


@dataclass(frozen=True)
class RecoveredRow:
    """Somebody whose warning was lifted: what the whole way is for."""

    case_id: int
    number: str
    name: str
    unit: str
    opened_on: dt.date
    lifted_on: dt.date
    days: int


@dataclass(frozen=True)
class YearLine:
    """A count of the year; None is hidden, being too few to go public."""

    code: str
    label: str
    count: int | None


@dataclass(frozen=True)
class GroundCount:
    """How many left on a ground of the law."""

    ground: Ground
    label: str
    count: int | None


@dataclass(frozen=True)
class CauseYear:
    """How many cases a trigger began."""

    cause: Trigger
    label: str
    count: int | None


@dataclass(frozen=True)
class UnitYear:
    """A unit's year, the recovered first."""

    unit: str
    recovered: int | None
    left: int | None
    warned: int | None


@dataclass(frozen=True)
class DaysLine:
    """How many days a part of the way took; `median` rounded half up."""

    label: str
    cases: int
    median: int
    longest: int


@dataclass(frozen=True)
class YearlyReport:
    """A year of warnings and exits, the recovered first; `hidden` says that cells are left out."""

    year: int
    area: str
    area_path: str
    public: bool
    recovered: tuple[RecoveredRow, ...]
    summary: tuple[YearLine, ...]
    grounds: tuple[GroundCount, ...]
    causes: tuple[CauseYear, ...]
    units: tuple[UnitYear, ...]
    days: tuple[DaysLine, ...]
    hidden: bool
