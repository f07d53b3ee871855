"""A campaign opened over a scheme, and the arrows that it goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign, CampaignStep, CampaignTier
from hrgrid.honours.queries.campaigns import no_campaign
from hrgrid.honours.rules.scheme import TOPIC, Scheme, check_scheme, scheme_of
from hrgrid.honours.rules.words import ARROWS, FROZEN, CampaignState, Kind
from hrgrid.storage.rulebook import RuleSetRow, add_version, rules_in_force
from hrgrid.storage.work import UnitOfWork

_NAME = "十百千评选方案"
_YEARS = range(1949, 2101)
# Before anything that the office records: a scheme that nobody dated was always there.
_DAWN = dt.date(1949, 10, 1)


@dataclass(frozen=True)
class CampaignForm:
    """What is typed about a campaign; `basis_no` is the document that allows it."""

    year: int
    title: str
    cutoff_date: dt.date
    kind: Kind = Kind.NAMING
    basis_no: str = ""


@dataclass(frozen=True)
class Evidence:
    """What an arrow rests on: a document or meeting number, its day, a scan that may follow."""

    document_no: str = ""
    happened_on: dt.date | None = None
    scan_sha256: str | None = None


def keep_scheme(
    work: UnitOfWork, scheme: Scheme, valid_from: dt.date, document_no: str = ""
) -> RuleSetRow:
    """A new version of the scheme, for campaigns whose cut-off date is not before `valid_from`."""
    work.require(Right.KEEP_RULES)
    check_scheme(scheme)
    return add_version(
        work, TOPIC, _NAME, scheme.parameters(), valid_from=valid_from, document_no=document_no
    )


def open_campaign(work: UnitOfWork, form: CampaignForm) -> int:
    """A campaign under the scheme in force on its cut-off date; returns its id.

    The scheme that ships is written down as the first version where the office has none.
    """
    work.require(Right.RUN_HONOURS)
    title = form.title.strip()
    if not title:
        raise UserError("评选没有名称。请填写，例如“十百千网格员评选”")
    if form.year not in _YEARS:
        raise UserError(f"评定年是 {form.year}，只能填 {_YEARS[0]} 到 {_YEARS[-1]}。请核对年度")
    rules = rules_in_force(work, TOPIC, form.cutoff_date)
    if rules is None:
        rules = add_version(work, TOPIC, _NAME, Scheme().parameters(), valid_from=_DAWN)
    opened = Campaign(
        year=form.year,
        title=title,
        kind=form.kind,
        basis_no=form.basis_no.strip(),
        cutoff_date=form.cutoff_date,
        rule_number=rules.number,
        weights_sha256="",
        freezing=0,
        state=CampaignState.DRAFT,
        proposer_id=None,
        document_no="",
        decided_on=None,
        approval_words="",
    )
    work.session.add(opened)
    work.session.flush()
    work.session.add_all(
        CampaignTier(campaign_id=opened.id, tier=tier, places=count)
        for tier, count in scheme_of(rules.parameters).places.items()
    )
    note_step(work, opened, Evidence())
    work.record(
        "open_campaign",
        named(opened),
        after={"cutoff": form.cutoff_date, "rules": rules.number, "kind": form.kind.value},
    )
    return opened.id


def set_basis(work: UnitOfWork, campaign_id: int, kind: Kind, basis_no: str) -> None:
    """What the campaign is in law and the document that allows it, until the decision."""
    found = campaign_of(work, campaign_id)
    if found.state in FROZEN:
        raise UserError(f"{named(found)}已经决定，类型和批准文号不能再改。请作更正")
    before = {"kind": found.kind.value, "document": found.basis_no}
    found.kind, found.basis_no = kind, basis_no.strip()
    work.session.flush()
    work.record(
        "set_basis",
        named(found),
        before=before,
        after={"kind": kind.value, "document": found.basis_no},
    )


def start_nominating(work: UnitOfWork, campaign_id: int) -> None:
    """Let nominations come in."""
    go(work, campaign_of(work, campaign_id), CampaignState.NOMINATING)


def archive(work: UnitOfWork, campaign_id: int) -> None:
    """Put a campaign away whose certificates are given; it stays to be read."""
    go(work, campaign_of(work, campaign_id, CampaignState.ISSUED), CampaignState.ARCHIVED)


def campaign_of(
    work: UnitOfWork, campaign_id: int, *states: CampaignState, right: Right = Right.RUN_HONOURS
) -> Campaign:
    """The campaign, for somebody who may work on it, in one of `states` (any if none is named)."""
    work.require(right)
    # Two who work on it at once take turns on PostgreSQL; SQLite has one writer anyway.
    found = work.session.get(Campaign, campaign_id, with_for_update=True)
    if found is None:
        raise no_campaign(campaign_id)
    if states and found.state not in states:
        wanted = "、".join(f"“{state.label}”" for state in states)
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{wanted}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def go(
    work: UnitOfWork, found: Campaign, state: CampaignState, evidence: Evidence | None = None
) -> None:
    """Take a campaign along one arrow and note who, when, why and on what."""
    if state not in ARROWS[found.state]:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，不能直接到“{state.label}”。"
            "请先办中间的步骤"
        )
    before = found.state
    found.state = state
    work.session.flush()
    note_step(work, found, evidence or Evidence())
    work.record(
        "step_campaign", named(found), before={"state": before.value}, after={"state": state.value}
    )


def named(found: Campaign) -> str:
    """A campaign in a sentence."""
    return f"{found.year} 年度“{found.title}”"


def note_step(work: UnitOfWork, found: Campaign, evidence: Evidence) -> None:
    """Note where a campaign stands, who brought it there, why and on what."""
    last = select(func.max(CampaignStep.seq)).where(CampaignStep.campaign_id == found.id)
    work.session.add(
        CampaignStep(
            campaign_id=found.id,
            seq=1 + (work.session.scalar(last) or 0),
            state=found.state,
            at=work.now,
            made_by=work.actor.name,
            reason=work.reason,
            document_no=evidence.document_no.strip(),
            happened_on=evidence.happened_on,
            scan_sha256=evidence.scan_sha256,
        )
    )
    work.session.flush()
