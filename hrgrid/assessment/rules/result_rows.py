"""Results as screens and papers show them: frozen rows, points in thousandths on two decimals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.assessment.rules.words import (
    FormulaKind,
    ItemState,
    LeftOut,
    ModerationState,
    PeriodKind,
    PeriodState,
    ReviewPart,
    Source,
)
from hrgrid.core.labelled import Labelled


class ResultState(Labelled):
    """What became of somebody of a period."""

    SCORED = "scored", "有结果"
    BLOCKED = "blocked", "缺数据"
    UNSCORED = "unscored", "没有可算的"
    LEFT_OUT = "left_out", "不参加考核"
    WAITING = "waiting", "还没有计算"


class Problem(Labelled):
    """What somebody has to look at before results are shown."""

    BLOCKED = "blocked", "缺数据"
    AT_LINE = "at_line", "比例线上并列"
    VETOED = "vetoed", "一票否决"
    PROPOSED = "proposed", "调整待批准"
    STALE = "stale", "计算后又有变动"


class ResultOrder(Labelled):
    """What the list may be sorted by."""

    RANK = "rank", "按单位和名次"
    TOTAL = "total", "按得分"
    NAME = "name", "按姓氏笔画"


@dataclass(frozen=True)
class ResultFilter:
    """Which results of a period; empty fields do not narrow. `text`: name, initials, number.

    `problem` narrows to those with any problem where `problems_only`, else to one kind.
    """

    period_id: int
    unit_ids: tuple[int, ...] = ()
    grades: tuple[str, ...] = ()
    states: tuple[ResultState, ...] = ()
    problem: Problem | None = None
    problems_only: bool = False
    text: str = ""


@dataclass(frozen=True)
class ResultRow:
    """One person of a period. `reckoned_milli` is what the items came to, `total_milli` with the
    moderation; `score_grade` is what the total gives, `grade` what stands after the shares.

    Grades are codes with their labels; empty where there is no total.
    """

    assessee_id: int
    person_id: int
    number: str
    name: str
    unit_id: int
    unit: str
    area: str
    served_days: int
    state: ResultState
    left_out: LeftOut | None
    left_out_note: str
    reckoned_milli: int | None
    total_milli: int | None
    score_grade: str
    grade: str
    grade_label: str
    rank: int | None
    tied: bool
    at_line: bool
    vetoed: bool
    blocked: tuple[str, ...]
    """Labels of the items that wait for figures."""
    points: tuple[int | None, ...]
    """Of each item of the scheme in its order; empty where nothing was computed."""
    moderation: ModerationState | None
    delta_milli: int | None
    key: tuple[int | str, ...] = ()
    """The row's place in the order asked for; what a page begins behind, with assessee_id."""
    version: int = 0

    @property
    def id(self) -> int:
        """What a list knows the row by."""
        return self.assessee_id


@dataclass(frozen=True)
class BlockedRow:
    """Somebody without a result, and why in words."""

    assessee_id: int
    number: str
    name: str
    unit: str
    why: str


@dataclass(frozen=True)
class ComputeSummary:
    """What a run came to. `left_out` are not assessed, `unscored` nothing applied to or too few
    shorter periods are there; `units_at_line` are the units where somebody has to decide.
    """

    run_id: int
    number: int
    revision: int
    people: int
    results: int
    blocked: int
    unscored: int
    left_out: int
    vetoed: int
    at_line: int
    moderated: int
    changed: int | None
    """Totals or grades that differ from the run before; None for the first."""
    units_at_line: tuple[str, ...]
    blocked_people: tuple[BlockedRow, ...]
    """The first two hundred; `queries.summary.blocked_people` gives them all."""
    stale_choices: tuple[str, ...]
    """Names of those whose decided grade no longer stands at a line, so that it was not used."""


@dataclass(frozen=True)
class RunRow:
    """One computing of a period."""

    id: int
    number: int
    revision: int
    applied: bool
    reason: str
    made_at: dt.datetime
    made_by: str
    input_hash: str
    output_hash: str
    stale: tuple[str, ...]
    """Sentences: what changed since, so that it should be computed again. Only of the applied."""


@dataclass(frozen=True)
class SourceFact:
    """A figure as delivered; `month` a number such as 202611. Those that count come first.

    `amount_milli` None takes out what was delivered before.
    """

    month: int
    amount_milli: int | None
    base_milli: int | None
    source: str
    kind: Source
    made_at: dt.datetime
    made_by: str
    counts: bool


@dataclass(frozen=True)
class SourceEntry:
    """One thing noted of the person that counts in the figure."""

    id: int
    month: int
    happened_on: dt.date
    amount_milli: int
    note: str
    document_no: str
    evidence_sha256: str | None
    made_by: str
    made_at: dt.datetime


@dataclass(frozen=True)
class SourcePart:
    """A shorter period of the person: its published total, or why it is left out of the mean."""

    period_id: int
    title: str
    number: int
    total_milli: int | None
    grade_label: str
    why_not: str


@dataclass(frozen=True)
class SourceReview:
    """What one assessor gave at a review; `assessor` is empty for whoever may not see it."""

    part: ReviewPart
    assessor: str
    value_milli: int
    made_at: dt.datetime


@dataclass(frozen=True)
class WayIndicator:
    """One indicator with its figure and everything that it came from.

    `kept` is the figure that the run read; `agrees` whether the sources still give it.
    """

    code: str
    label: str
    unit: str
    source: Source
    amount_milli: int | None
    base_milli: int | None
    words: str
    facts: tuple[SourceFact, ...]
    entries: tuple[SourceEntry, ...]
    parts: tuple[SourcePart, ...]
    reviews: tuple[SourceReview, ...]
    agrees: bool


@dataclass(frozen=True)
class WayItem:
    """One line of the scheme: how many points, by which formula, from which indicators.

    `beside` is empty, or how its points stand beside the hundred (加分, 从总分里扣).
    """

    code: str
    label: str
    kind: FormulaKind
    full_milli: int
    state: ItemState
    points_milli: int | None
    rule: str
    how: str
    note: str
    beside: str
    indicators: tuple[WayIndicator, ...]


@dataclass(frozen=True)
class ModerationRow:
    """Points put on or taken off a total by decision."""

    id: int
    assessee_id: int
    name: str
    unit: str
    delta_milli: int
    reason: str
    state: ModerationState
    approval_words: str
    proposer_id: int
    made_at: dt.datetime
    made_by: str
    total_milli: int | None
    """The total that stands, with it once it is approved and computed."""
    version: int


@dataclass(frozen=True)
class ChoiceRow:
    """Who of those equal at a share's line has a grade, decided by people."""

    id: int
    assessee_id: int
    name: str
    unit: str
    grade: str
    grade_label: str
    reason: str
    decided_by: str
    decided_on: dt.date
    made_by: str
    void_reason: str


@dataclass(frozen=True)
class ResultCard:
    """One result with the whole way to it, in the order in which it is told.

    `steps` tell in sentences how the points became the total, `share` how the grade came about;
    `disagreements` are empty, or say what was reckoned anew otherwise than it is stored.
    """

    row: ResultRow
    period_id: int
    period: str
    kind: PeriodKind
    state: PeriodState
    scheme: str
    rule_number: int
    run: RunRow | None
    items: tuple[WayItem, ...]
    steps: tuple[str, ...]
    share: tuple[str, ...]
    of_unit: int
    """How many of the scoring unit are ranked."""
    moderation: ModerationRow | None
    choice: ChoiceRow | None
    disagreements: tuple[str, ...]


@dataclass(frozen=True)
class GradeCount:
    """How many have a grade; `places` is the most by its share, None without one."""

    code: str
    label: str
    count: int
    places: int | None


@dataclass(frozen=True)
class UnitTable:
    """The results of one scoring unit; mean and median are exact, in thousandths.

    `unit_id` is None for all units together.
    """

    unit_id: int | None
    unit: str
    people: int
    results: int
    blocked: int
    left_out: int
    mean_milli: Fraction | None
    median_milli: Fraction | None
    highest_milli: int | None
    lowest_milli: int | None
    grades: tuple[GradeCount, ...]
    pooled: bool
    at_line: int


@dataclass(frozen=True)
class Histogram:
    """How many totals lie in each step of five points; `counts[i]` in [5i, 5i + 5), the last open.

    `unit_id` is None for all units together.
    """

    unit_id: int | None
    unit: str
    counts: tuple[int, ...]
    step_milli: int = 5_000


@dataclass(frozen=True)
class TrendPoint:
    """One period on a line over time; for a unit `total_milli` is its mean, rounded half up."""

    period_id: int
    title: str
    kind: PeriodKind
    year: int
    number: int
    total_milli: int | None
    grade_label: str
    rank: int | None
    of_unit: int
    unit_mean_milli: int | None


@dataclass(frozen=True)
class LeniencyRow:
    """One assessor against the others on the same people and the same thing (exact, thousandths).

    `difference_milli` is his mean less theirs on what both judged; `spread_milli` the standard
    deviation of his marks, rounded half up; `others` how many marks of others stand against his.
    """

    assessor_id: int
    assessor: str
    what: str
    marks: int
    compared: int
    others: int
    mean_milli: Fraction
    others_mean_milli: Fraction | None
    difference_milli: Fraction | None
    spread_milli: int


@dataclass(frozen=True)
class ChangeRow:
    """Somebody whose total, grade or rank differs between two runs; empty where he was in one."""

    assessee_id: int
    number: str
    name: str
    unit: str
    before_milli: int | None
    after_milli: int | None
    before_grade: str
    after_grade: str
    before_rank: int | None
    after_rank: int | None
    why: tuple[str, ...]
    """Labels of the indicators whose figures differ, 调整, or what else is behind it."""


@dataclass(frozen=True)
class LineGroup:
    """Those equal at the line of a share: `places` of them may have the grade."""

    pool: str
    grade: str
    grade_label: str
    places: int
    total_milli: int
    people: tuple[ResultRow, ...]
    words: str
