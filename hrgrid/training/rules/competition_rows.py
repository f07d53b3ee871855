"""What screens and papers read of competitions: frozen rows, given by the queries of the room.

Marks and points are thousandths of a point, weights basis points, times tenths of a second.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import fixed_text
from hrgrid.panels.rules.words import EntrantStatus, NoMark, PanelState
from hrgrid.training.rules.competing import (
    AwardState,
    ChangeKind,
    CompetitionState,
    EntrantState,
    EventKind,
    Level,
    LotMethod,
    MemberRole,
    ProtestState,
    RescoreState,
    Side,
)
from hrgrid.training.rules.competition import CompetitionRule
from hrgrid.training.rules.standing_rows import ComparedStep, DroppedMark, PartLine


@dataclass(frozen=True)
class CompetitionRow:
    """One competition of the list; `persons` and `teams` count who is still entered."""

    id: int
    number: str
    title: str
    level: Level
    area_path: str
    organiser: str
    place: str
    first_day: dt.date
    last_day: dt.date
    state: CompetitionState
    events: int
    persons: int
    teams: int
    next_id: int | None
    next_title: str


@dataclass(frozen=True)
class CompetitionStepRow:
    """One arrow that a competition went."""

    seq: int
    state: CompetitionState
    at: dt.datetime
    made_by: str
    reason: str
    document_no: str


@dataclass(frozen=True)
class CompetitionCard:
    """One competition with its rule; the list row is in `row`."""

    row: CompetitionRow
    rule: CompetitionRule
    rule_sha256: str
    advancing: int
    protest_minutes: int
    prizes_set: bool
    posted_at: dt.datetime | None
    protests_until: dt.datetime | None
    locked_at: dt.datetime | None
    approval_words: str
    document_no: str
    published_on: dt.date | None
    cancel_reason: str
    note: str
    steps: tuple[CompetitionStepRow, ...]
    version: int


@dataclass(frozen=True)
class EventRow:
    """One event with how far its marks have come.

    `done` of `whole` cells are settled (running events: 0 of 0); `points` counts points given.
    """

    id: int
    competition_id: int
    code: str
    title: str
    kind: EventKind
    side: Side
    order: Order
    sort: int
    person_bp: int
    team_bp: int
    time_limit: int | None
    held_on: dt.date | None
    held_at: str
    place: str
    draw_seed: str
    panel_id: int
    panel_state: PanelState
    entrants: int
    competing: int
    judges: int
    drawn: int
    done: int
    whole: int
    points: int
    running: bool
    version: int


@dataclass(frozen=True)
class EventStatusRow:
    """Where somebody stands in one event; `entrant_id` is the panel's entrant."""

    event_id: int
    code: str
    entrant_id: int
    draw_no: int | None
    status: EntrantStatus
    reason: str


@dataclass(frozen=True)
class CompetitorRow:
    """One entry; members name their team. `came_from` is the competition below."""

    id: int
    competition_id: int
    number: int
    side: Side
    person_id: int | None
    name: str
    unit: str
    area_id: int | None
    guest: bool
    state: EntrantState
    state_reason: str
    team_id: int | None
    team_name: str
    role: MemberRole | None
    members: int
    came_from: str
    events: tuple[EventStatusRow, ...]
    version: int


@dataclass(frozen=True)
class PastedEntry:
    """One pasted line: whom it names, and what is wrong with it ("" where nothing).

    `person_ids` are people of the office who fit; one alone is taken. `known`: he is in already.
    """

    line: int
    name: str
    unit: str
    team: str
    person_ids: tuple[int, ...]
    area_id: int | None
    problem: str
    known: bool = False


@dataclass(frozen=True)
class PointRow:
    """One point of a running event; undone where `undone_reason` is given."""

    id: int
    seq: int
    round: int
    competitor_id: int
    number: int
    name: str
    milli: int
    label: str
    undone_reason: str
    keyed_by: str
    keyed_at: dt.datetime


@dataclass(frozen=True)
class LiveLine:
    """The running score of one entrant; `rounds` are his points by round, undone left out."""

    competitor_id: int
    number: int
    draw_no: int | None
    name: str
    unit: str
    guest: bool
    status: EntrantStatus
    milli: int
    rounds: tuple[tuple[int, int], ...]
    rank: int | None


@dataclass(frozen=True)
class RunningBoard:
    """A quick-fire or risk event as it runs: best first, and the points in their order."""

    event_id: int
    title: str
    closed: bool
    round: int
    lines: tuple[LiveLine, ...]
    points: tuple[PointRow, ...]


@dataclass(frozen=True)
class TimeRow:
    """The time of one entrant in one event, with what the overtime costs (thousandths)."""

    competitor_id: int
    number: int
    name: str
    draw_no: int | None
    tenths: int | None
    deducted: int


@dataclass(frozen=True)
class RankingRow:
    """One entrant in one ranking, for people; `total` exact in points, "" where none.

    `beside` is the place of a guest; `prize` what he holds.
    """

    ranking: str
    competitor_id: int
    number: int
    name: str
    unit: str
    team_name: str
    guest: bool
    total: Fraction | None
    shown: int | None
    decimals: int
    rank: int | None
    tied: bool
    beside: int | None
    note: str
    partial: bool
    parts: tuple[PartLine, ...]
    compared: tuple[ComparedStep, ...]
    dropped: tuple[DroppedMark, ...]
    prize: str = ""

    @property
    def published(self) -> str:
        """The published total, or ""."""
        return "" if self.shown is None else fixed_text(self.shown, self.decimals)

    @property
    def rank_words(self) -> str:
        """What a table says in the column 名次: the rank, （2） for a guest, or the reason."""
        if self.rank is not None:
            return str(self.rank)
        return f"（{self.beside}）" if self.beside is not None else self.note


@dataclass(frozen=True)
class OpenTieRow:
    """Equals whom nothing has parted yet, and what waits for it ("" where nothing does)."""

    ranking: str
    ranking_title: str
    rank: int
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    blocks: str
    places: int


@dataclass(frozen=True)
class RunRow:
    """One computed ranking of the history."""

    id: int
    number: int
    applied: bool
    rule_sha256: str
    input_hash: str
    output_hash: str
    reason: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class RankingTitle:
    """A ranking that a competition has, by its code."""

    ranking: str
    title: str


@dataclass(frozen=True)
class StandingsRow:
    """All rankings: live (`run` None) or as stored, with the ties that are open."""

    competition_id: int
    run: RunRow | None
    titles: tuple[RankingTitle, ...]
    lines: tuple[RankingRow, ...]
    ties: tuple[OpenTieRow, ...]
    input_hash: str

    def of(self, ranking: str) -> tuple[RankingRow, ...]:
        """The lines of one ranking, best first."""
        return tuple(line for line in self.lines if line.ranking == ranking)


@dataclass(frozen=True)
class Blocker:
    """What stands in the way: a sentence, and where to mend it.

    `where`: "events", "entrants", "event" (open the score grid of `event_id`), "running",
    "lots", "protests", "prizes", "approval", "rule", "rescore", "away" (on a laptop),
    "" (only waits).
    """

    sentence: str
    where: str = ""
    event_id: int | None = None
    competitor_id: int | None = None


@dataclass(frozen=True)
class NextStep:
    """The one step that leads on: its code, its label, whether it may be done."""

    code: str
    label: str
    enabled: bool = True


@dataclass(frozen=True)
class StageCount:
    """One stage of the strip on a board."""

    key: str
    label: str
    words: str
    done: bool
    here: bool


@dataclass(frozen=True)
class CompetitionBoard:
    """A competition at a glance; `approvals` is (given, needed), `approvers` who may sign in."""

    card: CompetitionCard
    events: tuple[EventRow, ...]
    stages: tuple[StageCount, ...]
    blockers: tuple[Blocker, ...]
    notes: tuple[str, ...]
    next: NextStep
    approvals: tuple[int, int]
    approvers: tuple[str, ...]
    open_protests: int
    open_rescore: int | None
    stale: bool


@dataclass(frozen=True)
class ProtestRow:
    """One protest; `late`: filed after the window."""

    id: int
    competition_id: int
    number: int
    event_id: int | None
    event_title: str
    competitor_id: int
    competitor: str
    filed_by: str
    filed_at: dt.datetime
    content: str
    state: ProtestState
    finding: str
    decided_by: str
    decided_at: dt.datetime | None
    scan_sha256: str | None
    late: bool


@dataclass(frozen=True)
class LotRow:
    """One lot on record; numbers in the order drawn."""

    id: int
    ranking: str
    ranking_title: str
    numbers: tuple[int, ...]
    names: tuple[str, ...]
    method: LotMethod
    input_hash: str
    seed: str
    witnesses: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class PrizeRow:
    """A prize with how many hold it; ranking "" is given and not won."""

    id: int
    ranking: str
    ranking_title: str
    label: str
    places: int
    sort: int
    held: int


@dataclass(frozen=True)
class PrizeProposal:
    """Numbers of prizes for one ranking that somebody may take over: (label, places)."""

    code: str
    label: str
    ranking: str
    prizes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PrizeHolder:
    """Who would hold a prize by the ranking that stands."""

    prize_id: int
    label: str
    ranking: str
    competitor_id: int
    number: int
    name: str
    unit: str
    rank: int


@dataclass(frozen=True)
class PrizeTie:
    """Equals across a prize line, `places` left for them: all get it, or a lot is drawn."""

    prize_id: int
    label: str
    ranking: str
    rank: int
    places: int
    competitor_ids: tuple[int, ...]
    numbers: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class PrizePlan:
    """Who gets what, and the ties that somebody must decide first."""

    holders: tuple[PrizeHolder, ...]
    ties: tuple[PrizeTie, ...]


@dataclass(frozen=True)
class AwardRow:
    """A prize that somebody holds, or held; a unit where `competitor_id` is None."""

    id: int
    prize_id: int
    label: str
    ranking: str
    competitor_id: int | None
    number: int | None
    area_id: int | None
    name: str
    unit: str
    team_members: tuple[str, ...]
    rank: int | None
    state: AwardState
    reason: str
    withdraw_reason: str


@dataclass(frozen=True)
class RescoreRow:
    """One re-score."""

    id: int
    competition_id: int
    number: int
    reason: str
    protest_id: int | None
    state: RescoreState
    made_at: dt.datetime
    made_by: str
    approval_words: str
    notice_no: str
    cancel_reason: str
    changes: int


@dataclass(frozen=True)
class ChangeRow:
    """One change of a re-score; `before` and `after` are texts, as people read them."""

    id: int
    rescore_id: int
    kind: ChangeKind
    event_id: int
    event_title: str
    competitor_id: int
    number: int
    competitor: str
    seat_no: int | None
    item_code: str
    before: str
    after: str
    value_milli: int | None
    no_mark: NoMark | None
    status: EntrantStatus | None
    adjustment_id: int | None
    label: str
    reason: str


@dataclass(frozen=True)
class MovedLine:
    """One entrant whose place or total a re-score moves; empty texts where there is none."""

    ranking: str
    ranking_title: str
    competitor_id: int
    number: int
    name: str
    unit: str
    old_rank: int | None
    new_rank: int | None
    old_published: str
    new_published: str
    old_prize: str
    new_prize: str


@dataclass(frozen=True)
class TouchedAward:
    """A prize held that the new ranking would not give: keep it or take it back."""

    award_id: int
    label: str
    competitor_id: int
    name: str
    unit: str
    old_rank: int | None
    new_rank: int | None


@dataclass(frozen=True)
class RescorePreview:
    """What a re-score would do; `problems` keep it from being applied."""

    rescore: RescoreRow
    changes: tuple[ChangeRow, ...]
    moved: tuple[MovedLine, ...]
    touched: tuple[TouchedAward, ...]
    newly: tuple[PrizeHolder, ...]
    problems: tuple[str, ...]
    approvals: tuple[int, int]
    needs_notice: bool
    subject: str


@dataclass(frozen=True)
class AdvancePlan:
    """Who would go on from a competition; `ties` stand across the line."""

    competition_id: int
    next_id: int
    side: Side
    competitor_ids: tuple[int, ...]
    names: tuple[str, ...]
    tied: tuple[int, ...]
    tied_names: tuple[str, ...]
    already: int


@dataclass(frozen=True)
class OutsideRow:
    """A result won in a competition held elsewhere."""

    id: int
    person_id: int
    name: str
    title: str
    event_title: str
    level: Level
    side: Side
    organiser: str
    held_on: dt.date
    rank: int | None
    prize: str
    document_no: str
    evidence_sha256: str | None
    from_id: int | None
    version: int


@dataclass(frozen=True)
class PersonCompetitionRow:
    """What somebody has won, ours and elsewhere; `outside` says which.

    Only results that are fixed; `event` is "个人总分", "团体总分" or the event's title.
    """

    person_id: int
    competition_id: int | None
    held_on: dt.date
    title: str
    level: Level
    side: Side
    event: str
    rank: int | None
    contestants: int
    published: str
    prize: str
    state: str
    document_no: str
    outside: bool
