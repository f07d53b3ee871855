"""From the list to the decision: committee, publicity, proposal, approval, decision, revocation."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.queries import calendar
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.names import placeholders
from hrgrid.core.rights import Right
from hrgrid.documents.service import revoke_source
from hrgrid.honours.model import Campaign, HonourGrant, HonourPublicity, SelectionRun
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.roster import ChosenRow, chosen
from hrgrid.honours.rules.certificates import source_of
from hrgrid.honours.rules.words import (
    CampaignState,
    GrantState,
    RunState,
    Tier,
    legal_warnings,
)
from hrgrid.honours.service.campaigns import Evidence, campaign_of, go, named
from hrgrid.honours.service.running import drop_proposed
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

__all__ = [
    "Evidence",
    "PublicityForm",
    "award_subject",
    "decide",
    "propose",
    "record_committee",
    "record_publicity",
    "revoke",
]


@dataclass(frozen=True)
class PublicityForm:
    """A publicity as it was on paper; without a last day the calendar counts it."""

    first_day: dt.date
    where_shown: str
    last_day: dt.date | None = None
    scan_sha256: str | None = None


def record_committee(work: UnitOfWork, campaign_id: int, evidence: Evidence) -> None:
    """The committee has looked at the list; its meeting has a number and a day."""
    found = campaign_of(work, campaign_id, CampaignState.SELECTED)
    _require_evidence(work, evidence, "会议号")
    go(work, found, CampaignState.COMMITTEE, evidence)


def record_publicity(work: UnitOfWork, campaign_id: int, form: PublicityForm) -> HonourPublicity:
    """The list hangs out, first and last day counted in working days (rules.md 0).

    Raises UserError for a publicity shorter than the scheme asks.
    """
    found = campaign_of(work, campaign_id, CampaignState.COMMITTEE)
    if not form.where_shown.strip():
        raise UserError("没有写明在哪里公示。请填公示栏、网站或文件名称")
    days = scheme_in(work, found.rule_number).publicity_days
    counted = calendar(work).add_workdays(form.first_day, days)
    last = form.last_day or counted.day
    if last < counted.day:
        raise UserError(
            f"公示从 {form.first_day:%Y-%m-%d} 到 {last:%Y-%m-%d} 不满 {days} 个工作日，"
            f"要到 {counted.day:%Y-%m-%d}。请改公示的止日"
        )
    run = _applied(work, found)
    added = HonourPublicity(
        campaign_id=found.id,
        run_id=run.id,
        first_day=form.first_day,
        last_day=last,
        workdays=days,
        calendar_note="；".join(counted.warnings),
        where_shown=form.where_shown.strip(),
        roster_sha256=canonical_hash(_published(chosen(work, run.id))),
        scan_sha256=form.scan_sha256,
        recorded_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(added)
    work.session.flush()
    work.record(
        "publicise_honours",
        named(found),
        after={"from": added.first_day, "to": last, "roster": added.roster_sha256},
    )
    go(work, found, CampaignState.PUBLICISING, Evidence(happened_on=form.first_day))
    return added


def propose(work: UnitOfWork, campaign_id: int) -> int:
    """The publicity is over: propose the list for the decision. Returns how many people.

    Raises UserError before the last day is over, and where a name lost a character and nobody
    chose what papers do with it.
    """
    found = campaign_of(work, campaign_id, CampaignState.PUBLICISING)
    run = _applied(work, found)
    over = work.session.scalars(
        select(HonourPublicity).where(HonourPublicity.run_id == run.id)
    ).one()
    if work.today <= over.last_day:
        raise UserError(f"公示到 {over.last_day:%Y-%m-%d} 才满。请在这一天之后再报请决定")
    rows = chosen(work, run.id)
    _refuse_removed(rows)
    _require_choices(rows)
    _refuse_second_honour(work, found, rows)
    drop_proposed(work, found.id)
    try:
        # A savepoint, so that after a refusal the other's honours can still be read.
        with work.session.begin_nested():
            _add_proposed(work, found, run, rows)
    except IntegrityError:
        _refuse_second_honour(work, found, rows)
        raise
    found.proposer_id = work.actor.operator_id
    go(work, found, CampaignState.DECIDING)
    return len(rows)


def award_subject(work: UnitOfWork, campaign_id: int) -> Subject:
    """What is approved: this campaign's list, by the run that it came from."""
    found = work.session.get_one(Campaign, campaign_id)
    if found.state is not CampaignState.DECIDING or found.proposer_id is None:
        raise UserError(f"{named(found)}现在是“{found.state.label}”，还不到审批。请先报请决定")
    run = _applied(work, found)
    return Subject(
        Deed.AWARD,
        f"campaign:{found.id}:{run.id}",
        f"{named(found)}名单",
        found.proposer_id,
    )


def decide(work: UnitOfWork, campaign_id: int, evidence: Evidence) -> tuple[str, ...]:
    """Decide the list, once it is approved; returns what stands in the way of its lawfulness.

    Raises Refused while approvals are missing.
    """
    found = campaign_of(work, campaign_id, CampaignState.DECIDING, right=Right.DECIDE_HONOURS)
    _require_evidence(work, evidence, "决定文号")
    _refuse_removed(chosen(work, _applied(work, found).id))
    approval = require_approved(work, award_subject(work, campaign_id))
    grants = list(
        work.session.scalars(
            select(HonourGrant).where(
                HonourGrant.campaign_id == found.id, HonourGrant.state == GrantState.PROPOSED
            )
        )
    )
    for grant in grants:
        grant.state = GrantState.DECIDED
        grant.document_no = evidence.document_no.strip()
        grant.granted_on = evidence.happened_on
    work.session.flush()
    found.document_no = evidence.document_no.strip()
    found.decided_on = evidence.happened_on
    found.approval_words = approval.words
    go(work, found, CampaignState.DECIDED, evidence)
    return tuple(legal_warnings(found.kind, found.basis_no, len(grants)))


def revoke(work: UnitOfWork, grant_id: int, document_no: str) -> None:
    """Take an honour back, with a reason and the document that says so; so its certificate."""
    work.require(Right.DECIDE_HONOURS)
    reason = work.require_reason()
    grant = work.session.get(HonourGrant, grant_id)
    if grant is None or grant.state is not GrantState.DECIDED:
        raise UserError("没有这项已命名的荣誉，或已经撤销。请刷新后再选")
    if not document_no.strip():
        raise UserError(f"撤销“{grant.printed_name}”的荣誉没有写文号。请填上撤销决定的文号")
    grant.state = GrantState.REVOKED
    grant.revoke_reason = reason
    grant.revoke_document = document_no.strip()
    work.session.flush()
    work.record("revoke_honour", grant.printed_name, after={"document": document_no.strip()})
    revoke_source(work, source_of(grant.id), reason)


def _require_evidence(work: UnitOfWork, evidence: Evidence, what: str) -> None:
    if not evidence.document_no.strip() or evidence.happened_on is None:
        raise UserError(f"没有写{what}和日期。请补上再办")
    if evidence.happened_on > work.today:
        raise UserError(f"日期 {evidence.happened_on:%Y-%m-%d} 在今天之后。请核对日期")


def _applied(work: UnitOfWork, found: Campaign) -> SelectionRun:
    return work.session.scalars(
        select(SelectionRun).where(
            SelectionRun.campaign_id == found.id, SelectionRun.state == RunState.APPLIED
        )
    ).one()


def _published(rows: list[ChosenRow]) -> list[list[str]]:
    return [[row.tier.value, row.district, row.name, row.unit, row.post] for row in rows]


def _refuse_removed(rows: list[ChosenRow]) -> None:
    for row in rows:
        if row.removal is not None:
            raise UserError(
                f"“{row.name}”（{row.number}）已登记“{row.removal.label}”，还在名单里。"
                "请重新计算，由下一名递补，再公示"
            )


def _require_choices(rows: list[ChosenRow]) -> None:
    open_names = [row.name for row in rows if placeholders(row.name) and row.name_choice is None]
    if open_names:
        shown = "、".join(f"“{name}”" for name in open_names[:8])
        raise UserError(
            f"{shown}的姓名里有缺字。请按证件补正，或逐个选择“照原样印”还是“先不印”，写明理由"
        )


def _refuse_second_honour(work: UnitOfWork, found: Campaign, rows: list[ChosenRow]) -> None:
    # The index refuses it too; asked here, the refusal can say who.
    query = select(HonourGrant).where(
        HonourGrant.year == found.year,
        HonourGrant.campaign_id != found.id,
        HonourGrant.state != GrantState.REVOKED,
    )
    held = {grant.person_id: grant.tier for grant in work.session.scalars(query)}
    for row in rows:
        tier = held.get(row.person_id)
        if tier is not None:
            raise UserError(
                f"“{row.name}”（{row.number}）在 {found.year} 年度已有“{tier.label}”，"
                "一人一年只能有一项。请让他退出这次评选再计算"
            )


def _add_proposed(
    work: UnitOfWork, found: Campaign, run: SelectionRun, rows: list[ChosenRow]
) -> None:
    places: Counter[Tier] = Counter()
    grants = []
    for grant_id, row in zip(reserve_ids(work, HonourGrant, len(rows)), rows, strict=True):
        places[row.tier] += 1
        grants.append(
            {
                "id": grant_id,
                "campaign_id": found.id,
                "run_id": run.id,
                "year": found.year,
                "person_id": row.person_id,
                "tier": row.tier,
                "area_id": row.area_id,
                "roster_place": places[row.tier],
                "printed_name": row.name,
                "printed_unit": row.unit,
                "printed_post": row.post,
                "name_choice": row.name_choice,
                "state": GrantState.PROPOSED,
                "document_no": "",
                "granted_on": None,
                "revoke_reason": "",
                "revoke_document": "",
            }
        )
    insert_rows(work, HonourGrant, grants)
