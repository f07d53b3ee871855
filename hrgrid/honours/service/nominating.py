"""Nominations by hand while they are taken: entered, changed, put in order, withdrawn, undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, Nomination, NominationForm
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.facts import districts
from hrgrid.honours.queries.nominating import nominee_form
from hrgrid.honours.rules.nominating import (
    BookletConsent,
    NominatedBy,
    deeds_problem,
    way_problem,
)
from hrgrid.honours.rules.words import CampaignState, Tier
from hrgrid.honours.service.campaigns import campaign_of
from hrgrid.honours.service.ordering import put, ranked, renumber
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import PostState


@dataclass(frozen=True)
class NomineeEntry:
    """What a form says of a nominee; `unit_rank` None puts him last."""

    person_id: int
    tier: Tier
    area_id: int
    unit: str = ""
    post: str = ""
    deeds: str = ""
    unit_rank: int | None = None
    nominated_by: NominatedBy = NominatedBy.UNIT
    recommenders: str = ""
    unit_opinion: str = ""
    consent: BookletConsent = BookletConsent.UNASKED


@dataclass(frozen=True)
class Inverse:
    """How a deed is taken back while nobody changed the row since.

    `entry` is what stood there, None where nothing did; without a `nomination_id` it was taken
    away.
    """

    campaign_id: int
    nomination_id: int | None
    version: int
    entry: NomineeEntry | None


def enter_nomination(work: UnitOfWork, campaign_id: int, entry: NomineeEntry) -> Inverse:
    """Name somebody for a tier. Raises UserError for whoever no role of his lets be honoured."""
    found = campaign_of(work, campaign_id, CampaignState.NOMINATING)
    person = _person(work, found, entry.person_id)
    _check(work, found, entry, person.name)
    row = _add(work, found, entry, person)
    work.record("enter_nomination", person.name, after=_told(entry))
    return Inverse(campaign_id, row.id, row.version, None)


def edit_nomination(work: UnitOfWork, nomination_id: int, entry: NomineeEntry) -> Inverse:
    """Write over what a form says; the person stays."""
    row, found = _row(work, nomination_id)
    before = entry_of(work, nomination_id)
    if entry.person_id != row.person_id:
        raise UserError(f"这条推荐是“{row.name_given}”的，不能改成别人。请撤回后重新录入")
    _check(work, found, entry, row.name_given)
    moved = (row.tier, row.area_id) != (entry.tier, entry.area_id)
    left = (row.tier, row.area_id)
    if moved:
        row.unit_rank = None
        work.session.flush()
        renumber(work, ranked(work, found.id, *left))
    row.tier, row.area_id = entry.tier, entry.area_id
    row.unit_given, row.post_given = entry.unit.strip(), entry.post.strip()
    row.deeds = entry.deeds.strip()
    work.session.flush()
    if moved or entry.unit_rank != row.unit_rank:
        put(work, row, entry.unit_rank)
    write_form(work, nomination_id, entry)
    work.record("edit_nomination", row.name_given, before=_told(before), after=_told(entry))
    return Inverse(found.id, row.id, row.version, before)


def move_nominee(work: UnitOfWork, nomination_id: int, by: int) -> Inverse:
    """Up (-1) or down (+1) in the order of his district; at an end it stays as it is."""
    row, found = _row(work, nomination_id)
    before = entry_of(work, nomination_id)
    others = ranked(work, found.id, row.tier, row.area_id)
    at = row.unit_rank if row.unit_rank is not None else len(others) + 1
    to = min(max(at + by, 1), max(len(others), 1))
    if to != row.unit_rank:
        put(work, row, to)
        work.record(
            "move_nomination",
            row.name_given,
            before={"unit_rank": before.unit_rank},
            after={"unit_rank": row.unit_rank},
        )
    return Inverse(found.id, row.id, row.version, before)


def withdraw_nomination(work: UnitOfWork, nomination_id: int) -> Inverse:
    """Take a nomination back while they are taken, with a reason; nothing was decided yet."""
    row, found = _row(work, nomination_id)
    work.require_reason()
    before = entry_of(work, nomination_id)
    name = row.name_given
    _take_away(work, row)
    work.record("withdraw_nomination", name, work.reason, before=_told(before))
    return Inverse(found.id, None, 0, before)


def take_back(work: UnitOfWork, inverse: Inverse) -> None:
    """Undo one of these deeds; UserError where somebody changed the nomination since."""
    entry = inverse.entry
    if inverse.nomination_id is None:
        if entry is not None:
            enter_nomination(work, inverse.campaign_id, entry)
        return
    row, _ = _row(work, inverse.nomination_id)
    if row.version != inverse.version:
        raise UserError(f"“{row.name_given}”的推荐刚又被改过，不能撤销。请刷新后核对")
    if entry is not None:
        edit_nomination(work, row.id, entry)
        return
    name = row.name_given
    _take_away(work, row)
    work.record("withdraw_nomination", name, "撤销刚才的录入")


def set_consent(work: UnitOfWork, nomination_id: int, consent: BookletConsent) -> None:
    """Whether somebody may be shown in the booklet: asked whenever it is made."""
    before = entry_of(work, nomination_id)
    row = work.session.get_one(Nomination, nomination_id)
    campaign_of(work, row.campaign_id)
    write_form(work, nomination_id, replace(before, consent=consent))
    work.record(
        "set_booklet_consent",
        row.name_given,
        before={"booklet_consent": before.consent.value},
        after={"booklet_consent": consent.value},
    )


def entry_of(work: UnitOfWork, nomination_id: int) -> NomineeEntry:
    """What stands in a form now."""
    form = nominee_form(work, nomination_id)
    return NomineeEntry(
        form.person_id,
        form.tier,
        form.area_id,
        form.unit,
        form.post,
        form.deeds,
        form.unit_rank,
        form.nominated_by,
        form.recommenders,
        form.unit_opinion,
        form.consent,
    )


def write_form(work: UnitOfWork, nomination_id: int, entry: NomineeEntry) -> None:
    """Keep who recommends and what was agreed; what says nothing new makes no row."""
    kept = work.session.get(NominationForm, nomination_id)
    values = (
        entry.nominated_by,
        entry.recommenders.strip(),
        entry.unit_opinion.strip(),
        entry.consent,
    )
    if kept is None:
        if values != (NominatedBy.UNIT, "", "", BookletConsent.UNASKED):
            work.session.add(
                NominationForm(
                    nomination_id=nomination_id,
                    nominated_by=values[0],
                    recommenders=values[1],
                    unit_opinion=values[2],
                    booklet_consent=values[3],
                )
            )
    else:
        kept.nominated_by, kept.recommenders, kept.unit_opinion, kept.booklet_consent = values
    work.session.flush()


def drop_forms(work: UnitOfWork, nomination_ids: Sequence[int]) -> None:
    """Take away the forms of nominations that are taken away."""
    for nomination_id in nomination_ids:
        kept = work.session.get(NominationForm, nomination_id)
        if kept is not None:
            work.session.delete(kept)
    work.session.flush()


# --- one nomination -------------------------------------------------------------------------------


def _row(work: UnitOfWork, nomination_id: int) -> tuple[Nomination, Campaign]:
    row = work.session.get(Nomination, nomination_id)
    if row is None or row.removal is not None:
        raise UserError("没有这条推荐，可能刚被撤回。请刷新后再选")
    found = campaign_of(work, row.campaign_id, CampaignState.NOMINATING)
    _require_district(work, found, row.area_id)
    return row, found


def _add(work: UnitOfWork, found: Campaign, entry: NomineeEntry, person: Person) -> Nomination:
    row = Nomination(
        campaign_id=found.id,
        tier=entry.tier,
        area_id=entry.area_id,
        person_id=person.id,
        name_given=person.name,
        unit_given=entry.unit.strip(),
        post_given=entry.post.strip(),
        unit_rank=None,
        merit_milli=None,
        review_milli=None,
        score_milli=None,
        deeds=entry.deeds.strip(),
        removal=None,
        removal_reason="",
        name_choice=None,
        name_choice_reason="",
        # What was brought while nominations are taken may be taken back, by hand as by import.
        import_operation=work.circumstances.operation_id,
    )
    work.session.add(row)
    work.session.flush()
    put(work, row, entry.unit_rank)
    write_form(work, row.id, entry)
    return row


def _take_away(work: UnitOfWork, row: Nomination) -> None:
    place = (row.campaign_id, row.tier, row.area_id)
    drop_forms(work, [row.id])
    work.session.delete(row)
    work.session.flush()
    renumber(work, ranked(work, *place))


def _person(work: UnitOfWork, found: Campaign, person_id: int) -> Person:
    """Whoever holds a post whose role may be honoured, of a grid or of an office."""
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有选人。请输入工号或姓名，再从列表里选")
    allowed = [row.code for row in roles(work) if row.may_be_honoured]
    query = select(Post.id).where(
        Post.person_id == person_id,
        Post.role.in_(allowed),
        Post.state != PostState.VOIDED,
        Post.valid_from <= found.cutoff_date,
        or_(Post.valid_to.is_(None), Post.valid_to > found.cutoff_date),
    )
    if work.session.scalars(query.limit(1)).first() is None:
        raise UserError(
            f"“{person.name}”在截止日 {found.cutoff_date} 没有可参加评选的岗位。"
            "请核对人选，或先登记他的任职"
        )
    return person


def _check(work: UnitOfWork, found: Campaign, entry: NomineeEntry, name: str) -> None:
    _require_district(work, found, entry.area_id)
    scheme = scheme_in(work, found.rule_number)
    if entry.tier not in scheme.places:
        raise UserError(f"这次评选没有“{entry.tier.label}”。请选别的称号")
    problem = deeds_problem(entry.deeds, scheme.deeds_least, scheme.deeds_most) or way_problem(
        entry.nominated_by, entry.recommenders, entry.unit_opinion
    )
    if problem:
        raise UserError(f"“{name}”{problem}")
    if entry.unit_rank is not None and entry.unit_rank < 1:
        raise UserError(f"“{name}”的推荐次序是 {entry.unit_rank}。请填 1 或更大的数")


def _require_district(work: UnitOfWork, found: Campaign, area_id: int) -> None:
    paths = {row.area_id: row.path for row in districts(work, found.cutoff_date)}
    if area_id not in paths:
        raise UserError("推荐单位不在这次分配名额的单位里。请重新选推荐单位")
    work.require(Right.RUN_HONOURS, paths[area_id])


def _told(entry: NomineeEntry) -> dict[str, object]:
    """For the journal: no deeds, which may name others."""
    return {
        "tier": entry.tier.value,
        "unit_rank": entry.unit_rank,
        "nominated_by": entry.nominated_by.value,
        "booklet_consent": entry.consent.value,
    }
