"""Who would enter and who would leave if a weight, a place or a rule were another: nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from hrgrid.core.apportionment import DrawRequired, apportion
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, Nomination
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.categories import eligible_by_category, places_by_category
from hrgrid.honours.queries.explanation import score_text
from hrgrid.honours.queries.inputs import frozen_inputs
from hrgrid.honours.queries.people import people_of
from hrgrid.honours.queries.quotas import WeighedDistrict, places_by_district, weighed_districts
from hrgrid.honours.rules.categories import split_places
from hrgrid.honours.rules.conditions import facts_read
from hrgrid.honours.rules.eligibility import Rule, first_failed
from hrgrid.honours.rules.rows import Entrant, Inputs, Line, Nominee
from hrgrid.honours.rules.scheme import Scheme, check_scheme
from hrgrid.honours.rules.trial import Mover, movers, tried
from hrgrid.honours.rules.weights import sharing_units
from hrgrid.honours.rules.words import RUNNABLE, CampaignState, Outcome, QuotaMethod, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Change:
    """What is tried: another scheme, places of a tier shared anew, places of one district.

    `totals` by tier, `places` by tier and code of a district; places of districts come last.
    """

    scheme: Scheme
    totals: Mapping[Tier, int] = field(default_factory=dict)
    places: Mapping[tuple[Tier, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class MoverRow:
    """Somebody who would enter or leave; `before` and `after` in words."""

    number: str
    name: str
    tier: Tier
    district: str
    enters: bool
    before: str
    after: str
    undecided: bool


@dataclass(frozen=True)
class TrialRow:
    """A trial: who moves, how many are chosen of each tier before and after, and on what facts.

    `frozen` whether the facts are those that were frozen; `unfrozen` facts that a rule reads and
    that were not, taken as they are now. `left_out` how many nominees fail each rule.
    """

    movers: tuple[MoverRow, ...]
    chosen: Mapping[Tier, tuple[int, int]]
    left_out: Mapping[str, int]
    frozen: bool
    unfrozen: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def entering(self) -> int:
        """How many would enter."""
        return sum(row.enters for row in self.movers)


@dataclass(frozen=True)
class _Base:
    inputs: Inputs
    frozen: bool
    unfrozen: tuple[str, ...]


def trial(work: UnitOfWork, campaign_id: int, change: Change) -> TrialRow:
    """The real selection over the inputs as they are and as they would be.

    While nominations are taken the facts are those of now, afterwards the frozen ones. Raises
    UserError where the scheme makes no sense, or before there are nominees.
    """
    work.require(Right.RUN_HONOURS)
    check_scheme(change.scheme)
    found = work.session.get_one(Campaign, campaign_id)
    base = _base(work, found, change.scheme)
    districts = weighed_districts(work, campaign_id)
    places, notes = _places(base.inputs, change, districts)
    split = _split(work, campaign_id, base.inputs, change.scheme, places)
    changed = replace(base.inputs, scheme=change.scheme, places=places, split=split)
    before, after = tried(base.inputs), tried(changed)
    names = {one.counts.code: one.counts.name for one in districts}
    return TrialRow(
        tuple(_row(base.inputs, change.scheme, one, names) for one in movers(before, after)),
        {
            tier: (_chosen(before.lines, tier), _chosen(after.lines, tier))
            for tier in change.scheme.tiers
        },
        left_out(changed),
        base.frozen,
        base.unfrozen,
        tuple(notes),
    )


def left_out(inputs: Inputs) -> dict[str, int]:
    """By rule how many nominees fail it, whatever else they fail."""
    counts = {rule.key: 0 for rule in inputs.scheme.rules}
    for nominee in inputs.nominees:
        facts = inputs.entrants[nominee.number].facts
        for rule in inputs.scheme.rules:
            counts[rule.key] += not rule.passes(nominee.tier, facts)
    return counts


def rule_effects(
    work: UnitOfWork, campaign_id: int, rules: tuple[Rule, ...]
) -> dict[str, tuple[int, int]]:
    """By rule how many nominees, and how many in post for the last tier, would fail it now."""
    work.require(Right.RUN_HONOURS)
    found = work.session.get_one(Campaign, campaign_id)
    scheme = replace(scheme_in(work, found.rule_number), rules=rules)
    inputs = _present(work, found, scheme)
    last, people = scheme.tiers[-1], inputs.entrants.values()
    nominees = left_out(inputs)
    return {
        rule.key: (
            nominees[rule.key],
            sum(not rule.passes(last, one.facts) for one in people),
        )
        for rule in rules
    }


# --- inputs ---------------------------------------------------------------------------------------


def _base(work: UnitOfWork, found: Campaign, wanted: Scheme) -> _Base:
    if found.state in RUNNABLE:
        frozen = frozen_inputs(work, found).inputs
        known = facts_read(frozen.scheme.rules)
        lacking = tuple(rule.key for rule in wanted.rules if not facts_read([rule]) <= known)
        if lacking:
            frozen = _with_present(work, found, frozen, wanted)
        return _Base(frozen, frozen=True, unfrozen=lacking)
    if found.state is not CampaignState.NOMINATING:
        raise UserError("要在推荐开始以后、决定以前才能试算。请先走到那一步")
    now = scheme_in(work, found.rule_number)
    both = replace(now, rules=_union(now.rules, wanted.rules))
    return _Base(replace(_present(work, found, both), scheme=now), frozen=False, unfrozen=())


def _union(rules: tuple[Rule, ...], others: tuple[Rule, ...]) -> tuple[Rule, ...]:
    keys = {rule.key for rule in rules}
    return (*rules, *(one for one in others if one.key not in keys))


def _with_present(work: UnitOfWork, found: Campaign, frozen: Inputs, wanted: Scheme) -> Inputs:
    """The frozen facts, and of those that nobody froze what holds now."""
    now = _present(work, found, wanted).entrants
    entrants = {
        number: replace(one, facts=dict(now[number].facts) | dict(one.facts))
        if number in now
        else one
        for number, one in frozen.entrants.items()
    }
    return replace(frozen, entrants=entrants)


def _present(work: UnitOfWork, found: Campaign, scheme: Scheme) -> Inputs:
    """Inputs as a freezing of now would make them."""
    rows = list(
        work.session.scalars(
            select(Nomination).where(Nomination.campaign_id == found.id).order_by(Nomination.id)
        )
    )
    people = people_of(work, found, scheme, {row.person_id for row in rows})
    numbers = {one.person_id: one.number for one in people}
    codes = {one.area_id: one.counts.code for one in weighed_districts(work, found.id)}
    entrants = {
        one.number: Entrant(
            one.number, one.name, one.district.code if one.district else "", one.facts
        )
        for one in people
    }
    nominees = [
        Nominee(
            numbers[row.person_id],
            row.tier,
            codes[row.area_id],
            row.unit_rank,
            row.merit_milli,
            row.review_milli,
            row.score_milli,
            row.removal,
        )
        for row in rows
        if row.person_id in numbers
    ]
    places = {
        (tier, codes[area_id]): count
        for (tier, area_id), count in places_by_district(work, found.id).items()
    }
    split = places_by_category(work, found.id, scheme.categories)
    return Inputs(scheme, places, entrants, nominees, split=split)


# --- places ---------------------------------------------------------------------------------------


def _places(
    inputs: Inputs, change: Change, districts: list[WeighedDistrict]
) -> tuple[dict[tuple[Tier, str], int], list[str]]:
    places, notes = dict(inputs.places), []
    names = {one.counts.code: one.counts.name for one in districts}
    for tier, total in change.totals.items():
        try:
            shared = _shared(change.scheme, total, districts)
        except DrawRequired as tie:
            told = "、".join(names[code] for code in tie.names)
            notes.append(f"{tier.label}改成 {total} 个名额时，{told}并列要抽签，这里按原名额算。")
            continue
        places |= {(tier, code): count for code, count in shared.items()}
    return places | dict(change.places), notes


def _split(
    work: UnitOfWork,
    campaign_id: int,
    inputs: Inputs,
    scheme: Scheme,
    places: Mapping[tuple[Tier, str], int],
) -> dict[tuple[Tier, str], tuple[int, ...]]:
    """The places by category: as they are where a district keeps its own, else by share."""
    if scheme.categories != inputs.scheme.categories:
        raise UserError("岗位类别不能试算：人是按冻结时的类别记下的。请退回拟定方案再改")
    eligible = eligible_by_category(work, campaign_id, scheme.categories)
    split = dict(inputs.split)
    for (tier, code), count in places.items():
        if code in eligible and sum(split.get((tier, code), ())) != count:
            split[tier, code] = split_places(scheme.categories, count, eligible[code])
    return split


def _shared(scheme: Scheme, total: int, districts: list[WeighedDistrict]) -> dict[str, int]:
    method = scheme.method
    if method is QuotaMethod.MANUAL:
        method = QuotaMethod.LARGEST_REMAINDER
    counts = [one.counts for one in districts]
    least = min(scheme.floor, total // len(districts))
    units = sharing_units([one.code for one in counts], counts, scheme.weights, least)
    shared = apportion(units, total, Method(method.value))
    return {row.name: row.seats for row in shared.result}


# --- rows -----------------------------------------------------------------------------------------


def _row(inputs: Inputs, scheme: Scheme, one: Mover, names: Mapping[str, str]) -> MoverRow:
    return MoverRow(
        one.number,
        inputs.entrants[one.number].name,
        one.tier,
        names.get(one.district, one.district),
        one.enters,
        _told(inputs.scheme, inputs, one.before),
        _told(scheme, inputs, one.after),
        one.undecided,
    )


def _told(scheme: Scheme, inputs: Inputs, line: Line | None) -> str:
    if line is None:
        return ""
    if line.rank is not None:
        return f"{line.outcome.label}，第 {line.rank} 名，{score_text(scheme, line.shown)}"
    facts = inputs.entrants[line.number].facts
    rule = first_failed(scheme.rules, line.tier, facts)
    if line.outcome is Outcome.INELIGIBLE and rule is not None:
        return f"不符合：{rule.shown_for(line.tier)}"
    return line.code.label if line.code else line.outcome.label


def _chosen(lines: tuple[Line, ...], tier: Tier) -> int:
    return sum(line.tier is tier and line.outcome is Outcome.SELECTED for line in lines)
