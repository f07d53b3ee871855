"""Nominations as their forms hold them, what is to be looked at in them, and their shares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import Sex
from hrgrid.exchange.queries.collecting import rounds_of
from hrgrid.exchange.rules.collect_rows import UnitRow
from hrgrid.exchange.rules.words import CollectionState, CollectKind
from hrgrid.honours.model import Campaign, Nomination, NominationForm, SelectionLine
from hrgrid.honours.queries.campaigns import campaign, no_campaign, scheme_in
from hrgrid.honours.queries.facts import districts
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.nominating import (
    LEADING_ROLES,
    BookletConsent,
    Bounds,
    Counted,
    NominatedBy,
    Shares,
    deeds_problem,
    order_gaps,
    people_named,
    shares,
    way_problem,
)
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import Outcome, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.names import all_names
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import PersonState, PostState

SUBJECT = "campaign:"
"""What collecting rounds about a campaign are kept under, its id behind."""


@dataclass(frozen=True)
class NomineeForm:
    """The form of a live nominee; `version` is of the nomination."""

    nomination_id: int
    person_id: int
    number: str
    name: str
    tier: Tier
    area_id: int
    district: str
    unit: str
    post: str
    unit_rank: int | None
    deeds: str
    nominated_by: NominatedBy
    recommenders: str
    unit_opinion: str
    consent: BookletConsent
    has_photo: bool
    version: int

    @property
    def recommended(self) -> str:
        """Who recommends, in words: 集体推荐（张三、李四）."""
        way = self.nominated_by.label
        return f"{way}（{self.recommenders}）" if self.recommenders else way


def nominee_forms(
    work: UnitOfWork,
    campaign_id: int,
    area_id: int | None = None,
    nomination_id: int | None = None,
) -> list[NomineeForm]:
    """The live nominees with their forms, by tier, district and order of recommendation."""
    names = {one.area_id: one.counts.name for one in weighed_districts(work, campaign_id)}
    order = {area: at for at, area in enumerate(names)}
    query = (
        select(Nomination, NominationForm, Person.number, Person.photo_sha256)
        .join(Person, Person.id == Nomination.person_id)
        .outerjoin(NominationForm, NominationForm.nomination_id == Nomination.id)
        .where(Nomination.campaign_id == campaign_id, Nomination.removal.is_(None))
    )
    if area_id is not None:
        query = query.where(Nomination.area_id == area_id)
    if nomination_id is not None:
        query = query.where(Nomination.id == nomination_id)
    found = [
        NomineeForm(
            row.id,
            row.person_id,
            number,
            row.name_given,
            row.tier,
            row.area_id,
            names[row.area_id],
            row.unit_given,
            row.post_given,
            row.unit_rank,
            row.deeds,
            form.nominated_by if form else NominatedBy.UNIT,
            form.recommenders if form else "",
            form.unit_opinion if form else "",
            form.booklet_consent if form else BookletConsent.UNASKED,
            photo is not None,
            row.version,
        )
        for row, form, number, photo in work.session.execute(query)
    ]
    return sorted(
        found,
        key=lambda one: (
            one.tier.order,
            order[one.area_id],
            one.unit_rank is None,
            one.unit_rank or 0,
            one.nomination_id,
        ),
    )


def nominee_form(work: UnitOfWork, nomination_id: int) -> NomineeForm:
    """The form of one live nominee; UserError where there is none."""
    row = work.session.get(Nomination, nomination_id)
    if row is not None:
        for form in nominee_forms(work, row.campaign_id, nomination_id=nomination_id):
            return form
    raise UserError("没有这条推荐，可能刚被撤回。请刷新后再选")


# --- whom to name -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nameable:
    """Somebody who may be picked for a form."""

    person_id: int
    number: str
    name: str


_MOST_OFFERED = 20


def nameable(work: UnitOfWork, typed: str) -> list[Nameable]:
    """People whose number or name begins with what was typed; at most 20, by number."""
    text = typed.strip()
    if not text:
        return []
    query = (
        select(Person.id, Person.number, Person.name)
        .where(Person.state == PersonState.PRESENT)
        .where(
            or_(
                Person.number.startswith(text.upper(), autoescape=True),
                Person.name.startswith(text, autoescape=True),
                Person.initials.startswith(text.lower(), autoescape=True),
            )
        )
        .order_by(Person.number)
        .limit(_MOST_OFFERED)
    )
    return [Nameable(*row) for row in work.session.execute(query)]


# --- what is to be looked at --------------------------------------------------------------------


@dataclass(frozen=True)
class ToLookAt:
    """One thing about a nominee, or about a district's order where `nomination_id` is None."""

    tier: Tier
    district: str
    name: str
    sentence: str
    nomination_id: int | None = None


def nomination_hints(work: UnitOfWork, campaign_id: int) -> list[ToLookAt]:
    """Gaps in orders, lengths of deeds, people named in them, photos and consents asked for.

    Hints only: none of them keeps anybody out.
    """
    found = work.session.get(Campaign, campaign_id)
    if found is None:
        raise no_campaign(campaign_id)
    scheme = scheme_in(work, found.rule_number)
    forms = nominee_forms(work, campaign_id)
    names = all_names(work) if any(form.deeds for form in forms) else frozenset()
    told: list[ToLookAt] = []
    for (tier, district), group in groupby(forms, key=lambda one: (one.tier, one.district)):
        rows = list(group)
        gaps = order_gaps(row.unit_rank for row in rows)
        if gaps:
            places = "、".join(str(gap) for gap in gaps[:5])
            told.append(ToLookAt(tier, district, "", f"推荐次序缺第 {places} 位，请重排次序"))
        told += [
            ToLookAt(tier, district, row.name, sentence, row.nomination_id)
            for row in rows
            for sentence in form_hints(row, scheme, names)
        ]
    return told


def form_hints(form: NomineeForm, scheme: Scheme, names: Collection[str]) -> list[str]:
    """What is to be looked at in one form, in sentences."""
    told = [
        deeds_problem(form.deeds, scheme.deeds_least, scheme.deeds_most),
        way_problem(form.nominated_by, form.recommenders, form.unit_opinion),
    ]
    if not form.deeds:
        told.append("没有主要事迹")
    if form.unit_rank is None:
        told.append("没有推荐次序")
    others = people_named(form.deeds, names, form.name)
    if others:
        told.append(f"事迹里写到{'、'.join(others[:5])}，印发前请征得本人同意或略去")
    if form.consent is BookletConsent.UNASKED:
        told.append("没有问过是否同意照片和事迹印入宣传册")
    if form.consent is BookletConsent.GIVEN and not form.has_photo:
        told.append("同意印入宣传册，档案里没有照片")
    return [sentence for sentence in told if sentence]


# --- who has returned ---------------------------------------------------------------------------


def returned_by_district(work: UnitOfWork, campaign_id: int) -> dict[int, UnitRow]:
    """By area the district's workbook in the newest round of a campaign; empty before one."""
    found = rounds_of(work, CollectKind.NOMINATION, f"{SUBJECT}{campaign_id}")
    shown = [one for one in found if one.state is not CollectionState.CANCELLED]
    if not shown:
        return {}
    stored = work.session.get_one(Campaign, campaign_id)
    ids = {row.path: row.area_id for row in districts(work, stored.cutoff_date)}
    return {ids[one.unit_path]: one for one in shown[0].units if one.unit_path in ids}


# --- shares -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CampaignShares:
    """The shares of a list by tier and of the whole, a person counted once there."""

    bounds: Bounds
    by_tier: Mapping[Tier, Shares] = field(default_factory=dict)
    whole: Shares = field(default_factory=lambda: shares(()))

    def warnings(self, tier: Tier | None = None) -> tuple[str, ...]:
        """What is not kept in a tier, or in the whole."""
        counted = self.by_tier.get(tier) if tier is not None else self.whole
        return counted.warnings(self.bounds) if counted is not None and counted.people else ()

    @property
    def told(self) -> tuple[str, ...]:
        """Every bound that is not kept, with the tier it is about."""
        own = [f"“{tier.label}”{each}" for tier in self.by_tier for each in self.warnings(tier)]
        return (*own, *(f"全部{each}" for each in self.warnings()))


def shares_of(work: UnitOfWork, campaign_id: int) -> CampaignShares:
    """The shares of the chosen of the run in force; before there is one, of the nominees."""
    shown = campaign(work, campaign_id)
    stored = work.session.get_one(Campaign, campaign_id)
    scheme = scheme_in(work, stored.rule_number)
    query = select(Nomination.tier, Nomination.person_id).where(
        Nomination.campaign_id == campaign_id, Nomination.removal.is_(None)
    )
    if shown.applied is not None:
        line = (SelectionLine.person_id == Nomination.person_id) & (
            SelectionLine.nomination_id == Nomination.id
        )
        query = query.join(SelectionLine, line).where(
            SelectionLine.run_id == shown.applied.id, SelectionLine.outcome == Outcome.SELECTED
        )
    listed = [(row[0], row[1]) for row in work.session.execute(query)]
    bounds = Bounds(scheme.front_line_bp, scheme.women_bp, scheme.leading_bp)
    if not listed:
        return CampaignShares(bounds)
    count_of = _counting(work, stored)
    return CampaignShares(
        bounds,
        {
            tier: shares([count_of(person) for one, person in listed if one is tier])
            for tier in shown.places
        },
        shares([count_of(person) for person in {person for _, person in listed}]),
    )


def _counting(work: UnitOfWork, found: Campaign) -> Callable[[int], Counted]:
    """How each nominee of a campaign counts, by the posts that he holds on the cut-off date."""
    nominees = select(Nomination.person_id).where(Nomination.campaign_id == found.id)
    flags = {row.code: row.front_line for row in roles(work)}
    held: dict[int, set[str]] = {}
    query = select(Post.person_id, Post.role).where(
        Post.person_id.in_(nominees),
        Post.state != PostState.VOIDED,
        Post.valid_from <= found.cutoff_date,
        or_(Post.valid_to.is_(None), Post.valid_to > found.cutoff_date),
    )
    for person_id, role in work.session.execute(query):
        held.setdefault(person_id, set()).add(role)
    people = select(Person.id, Person.sex).where(Person.id.in_(nominees))
    sexes: dict[int, Sex | None] = {row[0]: row[1] for row in work.session.execute(people)}

    def count(person_id: int) -> Counted:
        own, sex = held.get(person_id, set()), sexes.get(person_id)
        return Counted(
            any(flags.get(role, False) for role in own),
            bool(own & LEADING_ROLES),
            None if sex is None else sex is Sex.FEMALE,
        )

    return count
