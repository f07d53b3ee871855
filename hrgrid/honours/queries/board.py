"""A campaign as its page shows it: places and nominations by tier, nominees, dates, next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.exchange.rules.collect_rows import UnitRow as Returned
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries.campaigns import CampaignRow, campaign, scheme_in
from hrgrid.honours.queries.candidates import CandidateRow, candidates
from hrgrid.honours.queries.last_year import LastUnit, LastYear, last_year
from hrgrid.honours.queries.nominating import CampaignShares, returned_by_district, shares_of
from hrgrid.honours.queries.publicity import (
    PublicList,
    award_key,
    last_day_shown,
    notices_of,
    on_paper,
    public_list,
)
from hrgrid.honours.queries.quotas import Derivation, QuotaRow, derivation, quota_table
from hrgrid.honours.queries.roster import DecisionRow, decisions, grants
from hrgrid.honours.rules.scheme import TOPIC, Scheme, scheme_of
from hrgrid.honours.rules.steps import Standing
from hrgrid.honours.rules.tallies import Tallied, dues, tallied, topped_up
from hrgrid.honours.rules.weights import DistrictCounts, district_weights
from hrgrid.honours.rules.words import (
    CampaignState,
    GrantState,
    Outcome,
    QuotaMethod,
    Tier,
)
from hrgrid.storage.rulebook import rules_in_force
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class UnitRow:
    """A district in one tier; `due` is the exact share, `places` None before they are shared.

    `weight` is the count by which it is weighed, or its part where several counts are mixed.
    `last` is what there was in the campaign before, None without one.
    """

    area_id: int
    code: str
    name: str
    weight: str
    cap: int
    due: Fraction
    places: int | None
    nominated: int
    tally: Tallied | None
    last: LastUnit | None

    @property
    def due_text(self) -> str:
        """What is due with two decimals: 9.83."""
        return fixed_text(round_half_up(self.due, 2), 2)

    @property
    def extra(self) -> int:
        """Places above the whole part of what is due."""
        return 0 if self.places is None else topped_up(self.places, self.due)


@dataclass(frozen=True)
class TierBoard:
    """One tier: its places, how they were shared, its districts in the office's order.

    `weight_sum` is the sum of the counts, "" where several are mixed.
    """

    tier: Tier
    places: int
    derivation: Derivation | None
    units: tuple[UnitRow, ...]
    weight_sum: str

    @property
    def shared(self) -> bool:
        """Whether all places are given to districts."""
        return sum(unit.places or 0 for unit in self.units) == self.places

    @property
    def nominated(self) -> int:
        """How many people are nominated for it."""
        return sum(unit.nominated for unit in self.units)


@dataclass(frozen=True)
class PublicityRow:
    """The newest publicity of the list in force; both days counted."""

    first_day: dt.date
    last_day: dt.date
    workdays: int
    where_shown: str
    calendar_note: str
    round: int = 1


@dataclass(frozen=True)
class Board:
    """All that the page shows at once; `approval` is there while the decision is due.

    `public` says of each name what came of its publicity, `decisions` are those that were made.

    `returned` is by area what became of the district's nomination workbook, if one went out.
    """

    campaign: CampaignRow
    scheme: Scheme
    weight_label: str
    tiers: tuple[TierBoard, ...]
    candidates: tuple[CandidateRow, ...]
    publicity: PublicityRow | None
    approval: ApprovalState | None
    standing: Standing
    shares: CampaignShares
    returned: Mapping[int, Returned]
    public: PublicList
    decisions: tuple[DecisionRow, ...]
    last: LastYear | None

    def tier(self, wanted: Tier) -> TierBoard:
        """The board of a tier."""
        return next(board for board in self.tiers if board.tier is wanted)

    def nominees(self, tier: Tier, area_id: int | None = None) -> list[CandidateRow]:
        """Those of a tier, of one district or of all."""
        return [
            row
            for row in self.candidates
            if row.tier is tier and (area_id is None or row.area_id == area_id)
        ]


@dataclass(frozen=True)
class Plan:
    """The scheme that a campaign with this cut-off date would have; `number` None: the shipped."""

    scheme: Scheme
    number: int | None
    valid_from: dt.date | None


_BEFORE_PUBLIC = (CampaignState.REVIEWING, CampaignState.SELECTED)


def plan_on(work: UnitOfWork, cutoff: dt.date) -> Plan:
    """The scheme in force on a day, or the one that ships."""
    found = rules_in_force(work, TOPIC, cutoff)
    if found is None:
        return Plan(Scheme(), None, None)
    return Plan(scheme_of(found.parameters), found.number, found.valid_from)


def publicity(work: UnitOfWork, campaign_id: int, run_id: int) -> PublicityRow | None:
    """The newest notice of a campaign, else what was noted of this run by hand; None before."""
    shown = notices_of(work, campaign_id)
    row = shown[0] if shown else on_paper(work, run_id)
    if row is None:
        return None
    return PublicityRow(
        row.first_day,
        row.last_day,
        row.workdays,
        row.where_shown,
        row.calendar_note,
        shown[0].round if shown else 1,
    )


def board(work: UnitOfWork, campaign_id: int) -> Board:
    """A campaign with everything that its page shows but the explanations and the ties."""
    found = campaign(work, campaign_id)
    stored = work.session.get_one(Campaign, campaign_id)
    scheme = scheme_in(work, stored.rule_number)
    quotas, last = quota_table(work, campaign_id), last_year(work, campaign_id)
    tiers = tuple(
        _tier(scheme, tier, places, derivation(work, campaign_id, tier), quotas, last)
        for tier, places in found.places.items()
    )
    rows = tuple(candidates(work, campaign_id))
    before_public = found.applied is None or found.state in _BEFORE_PUBLIC
    listed = PublicList(None) if before_public else public_list(work, campaign_id)
    shown = None
    if found.applied is not None and not before_public:
        shown = publicity(work, campaign_id, found.applied.id)
    approval = None
    if found.state is CampaignState.DECIDING and listed.proposed:
        approval = approval_state(work, Deed.AWARD, award_key(listed, found.id))
    return Board(
        found,
        scheme,
        weight_label(scheme),
        tiers,
        tuple(_told(rows, listed)),
        shown,
        approval,
        _standing(work, found, tiers, rows, listed),
        shares_of(work, campaign_id),
        returned_by_district(work, campaign_id),
        listed,
        () if before_public else tuple(decisions(grants(work, campaign_id, as_decided=True))),
        last,
    )


def _told(rows: Sequence[CandidateRow], listed: PublicList) -> Iterator[CandidateRow]:
    """The nominees with what came after the list: an open objection, an honour taken back."""
    waiting = {row.nomination_id for row in listed.waiting}
    gone = {one.row.nomination_id for one in listed.rows if one.grant is GrantState.REVOKED}
    for row in rows:
        key = row.nomination_id
        yield replace(row, objected=key in waiting, revoked=key in gone)


def weight_label(scheme: Scheme) -> str:
    """What districts are weighed by."""
    used = [kind for kind, share in scheme.weights.items() if share]
    if len(used) > 1:
        return "权数"
    return used[0].label


def _tier(  # noqa: PLR0917 - what a tier is made of
    scheme: Scheme,
    tier: Tier,
    places: int,
    told: Derivation | None,
    quotas: Sequence[QuotaRow],
    last: LastYear | None,
) -> TierBoard:
    counts = [
        DistrictCounts(row.code, row.name, row.grids, row.workers, row.eligible, row.honoured)
        for row in quotas
    ]
    weights = district_weights(counts, scheme.weights) if quotas else []
    method = told.method if told else scheme.method
    due = dues([1] * len(weights) if method is QuotaMethod.EQUAL else weights, places)
    return TierBoard(
        tier,
        places,
        told,
        tuple(
            _unit(
                scheme,
                tier,
                row,
                _weight_text(scheme, weight, sum(weights)),
                share,
                last.unit(tier, row.code) if last else None,
            )
            for row, weight, share in zip(quotas, weights, due, strict=True)
        ),
        f"{sum(weights):,}" if weights and _one_kind(scheme) else "",
    )


def _one_kind(scheme: Scheme) -> bool:
    return sum(share > 0 for share in scheme.weights.values()) == 1


def _weight_text(scheme: Scheme, weight: int, total: int) -> str:
    if _one_kind(scheme):
        return f"{weight:,}"
    tenths = round_half_up(Fraction(weight * 100, total), 1) if total else 0
    return f"{fixed_text(tenths, 1)}%"


def _unit(  # noqa: PLR0917 - what a row is made of
    scheme: Scheme, tier: Tier, row: QuotaRow, weight: str, due: Fraction, last: LastUnit | None
) -> UnitRow:
    given, nominated = row.places.get(tier), row.nominated.get(tier, 0)
    return UnitRow(
        row.area_id,
        row.code,
        row.name,
        weight,
        row.eligible,
        due,
        given,
        nominated,
        None if given is None else tallied(given, nominated, scheme.nominate_bp),
        last,
    )


def _standing(
    work: UnitOfWork,
    found: CampaignRow,
    tiers: Sequence[TierBoard],
    rows: Sequence[CandidateRow],
    public: PublicList,
) -> Standing:
    listed = [row for row in rows if row.outcome is Outcome.SELECTED] if found.applied else []
    clear = {row.nomination_id for row in public.clear}
    given = {one.row.nomination_id for one in public.rows if one.given}
    hangs = found.state in (CampaignState.PUBLICISING, CampaignState.DECIDING)
    return Standing(
        state=found.state,
        today=work.today,
        shared=all(tier.shared for tier in tiers),
        nominated=sum(row.removal is None for row in rows),
        applied=found.applied is not None,
        removed=tuple(
            row.name for row in listed if row.removal is not None and row.nomination_id not in given
        ),
        nameless=tuple(
            row.name
            for row in listed
            if row.name_lost and row.name_choice is None and row.nomination_id in clear
        ),
        publicity_ends=last_day_shown(work, found.id) if hangs else None,
        to_show=len(public.to_show),
        clear=len(public.clear),
        proposed=len(public.proposed),
        stale=tuple(row.name for row in public.stale),
        upheld=tuple(row.name for row in public.upheld),
        waiting=tuple(row.name for row in public.waiting),
    )
