"""From the list to the decision: committee, proposal, approval, decision, revocation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.names import placeholders
from hrgrid.core.rights import Right
from hrgrid.documents.service import revoke_source
from hrgrid.honours.model import Campaign, HonourGrant
from hrgrid.honours.queries.nominating import shares_of
from hrgrid.honours.queries.publicity import PublicList, award_key, last_day_shown, public_list
from hrgrid.honours.queries.roster import ChosenRow
from hrgrid.honours.rules.certificates import source_of
from hrgrid.honours.rules.words import CampaignState, GrantState, Tier, legal_warnings
from hrgrid.honours.service.campaigns import Evidence, campaign_of, go, named, note_step
from hrgrid.honours.service.running import drop_proposed
from hrgrid.publicity.rules import Outcome as Shown
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

__all__ = [
    "Evidence",
    "award_subject",
    "decide",
    "propose",
    "record_committee",
    "revoke",
]

_SHOWN = 8


def record_committee(work: UnitOfWork, campaign_id: int, evidence: Evidence) -> None:
    """The committee has looked at the list; its meeting has a number and a day."""
    found = campaign_of(work, campaign_id, CampaignState.SELECTED)
    _require_evidence(work, evidence, "会议号")
    go(work, found, CampaignState.COMMITTEE, evidence)


def propose(work: UnitOfWork, campaign_id: int) -> int:
    """Put everybody up for decision whose publicity is clear; how many.

    Who hangs out or waits for an objection is left for a later decision. Raises UserError where
    nobody is clear, where an upheld objection was not followed, and where a name lost a character
    and nobody chose what papers do with it.
    """
    found = campaign_of(work, campaign_id, CampaignState.PUBLICISING, CampaignState.DECIDING)
    listed = public_list(work, found.id)
    _refuse_upheld(listed)
    rows = list(listed.clear)
    if not rows:
        raise UserError(_nobody(work, found, listed))
    _require_choices(rows)
    _refuse_second_honour(work, found, rows)
    drop_proposed(work, found.id)
    try:
        # A savepoint, so that after a refusal the other's honours can still be read.
        with work.session.begin_nested():
            _add_proposed(work, found, listed.run_id or 0, rows)
    except IntegrityError:
        _refuse_second_honour(work, found, rows)
        raise
    found.proposer_id = work.actor.operator_id
    if found.state is CampaignState.PUBLICISING:
        go(work, found, CampaignState.DECIDING)
    else:
        work.session.flush()
        work.record("propose_part", named(found), after={"people": len(rows)})
    return len(rows)


def award_subject(work: UnitOfWork, campaign_id: int) -> Subject:
    """What is approved: those who are proposed, by the run that they came from."""
    found = work.session.get_one(Campaign, campaign_id)
    listed = public_list(work, campaign_id)
    deciding = found.state is CampaignState.DECIDING and found.proposer_id is not None
    if not deciding or not listed.proposed:
        raise UserError(f"{named(found)}现在是“{found.state.label}”，还不到审批。请先报请决定")
    people = len(listed.proposed)
    part = "" if people == len(listed.rows) else f"（{people} 人）"
    return Subject(
        Deed.AWARD,
        award_key(listed, found.id),
        f"{named(found)}名单{part}",
        found.proposer_id or 0,
    )


def decide(work: UnitOfWork, campaign_id: int, evidence: Evidence) -> tuple[str, ...]:
    """Decide about those who are proposed, once approved; what speaks against its lawfulness.

    While others wait the campaign stays due for decision; each later one has its own document.
    Raises Refused while approvals are missing, UserError where somebody was objected to since,
    and without a reason where a share is not kept.
    """
    found = campaign_of(work, campaign_id, CampaignState.DECIDING, right=Right.DECIDE_HONOURS)
    _require_evidence(work, evidence, "决定文号")
    listed = public_list(work, found.id)
    if not listed.proposed:
        raise UserError(f"{named(found)}没有报请决定的人。请先报请决定")
    _refuse_stale(listed)
    _refuse_same_document(work, found, evidence)
    approval = require_approved(work, award_subject(work, found.id))
    _require_shares(work, found)
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
    _note_decision(work, found, evidence, approval.words)
    if len(listed.open) == len(grants):
        go(work, found, CampaignState.DECIDED, evidence)
    else:
        note_step(work, found, evidence)
        left = len(listed.open) - len(grants)
        work.record(
            "decide_part",
            named(found),
            after={"people": len(grants), "left": left, "document": evidence.document_no.strip()},
        )
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


def _note_decision(work: UnitOfWork, found: Campaign, evidence: Evidence, approved: str) -> None:
    """The campaign carries its first document; the approvals of each later one stand behind."""
    if not found.document_no:
        found.document_no = evidence.document_no.strip()
        found.decided_on = evidence.happened_on
        found.approval_words = approved
    else:
        later = f"{evidence.document_no.strip()} {approved}"
        found.approval_words = f"{found.approval_words}；{later}"
    work.session.flush()


def _refuse_same_document(work: UnitOfWork, found: Campaign, evidence: Evidence) -> None:
    number = evidence.document_no.strip()
    used = select(HonourGrant.id).where(
        HonourGrant.campaign_id == found.id, HonourGrant.document_no == number
    )
    if work.session.scalar(used.limit(1)) is not None:
        raise UserError(f"决定文号“{number}”已用于前一批决定。请填这一批决定自己的文号")


def _require_shares(work: UnitOfWork, found: Campaign) -> None:
    told = shares_of(work, found.id).told
    if told and not work.reason.strip():
        raise UserError(f"{'；'.join(told)}。要照此决定请写明理由")


def _nobody(work: UnitOfWork, found: Campaign, listed: PublicList) -> str:
    """Why nobody can be put up, and what to do."""
    showing = [one.row for one in listed.rows if one.shown is Shown.SHOWING]
    if showing:
        last = last_day_shown(work, found.id)
        if last is not None and work.today <= last:
            return f"公示到 {last:%Y-%m-%d} 才满。请在这一天之后结束公示，再报请决定"
        return f"{named(found)}的公示还没有结束。请先结束公示，再报请决定"
    if listed.waiting:
        return f"{_listed(listed.waiting)}有异议没有办结，别的人都已决定。请办结异议再报请决定"
    if listed.to_show:
        return f"{_listed(listed.to_show)}还没有公示。请先公示"
    return f"{named(found)}没有可以报请决定的人。请刷新后查看"


def _refuse_upheld(listed: PublicList) -> None:
    if listed.upheld:
        raise UserError(
            f"对{_listed(listed.upheld)}的异议已经成立。请先处理异议结果，由下一名递补，再公示"
        )


def _refuse_stale(listed: PublicList) -> None:
    for one in listed.proposed:
        row = one.row
        if row.removal is not None:
            raise UserError(
                f"“{row.name}”（{row.number}）已登记“{row.removal.label}”，还在名单里。"
                "请重新计算，由下一名递补，再公示"
            )
    if listed.stale:
        raise UserError(
            f"报请决定以后，{_listed(listed.stale)}又有异议。请重新报请决定，有异议的人先等着"
        )


def _listed(rows: Sequence[ChosenRow]) -> str:
    shown = "、".join(f"“{row.name}”" for row in rows[:_SHOWN])
    return f"{shown}等 {len(rows)} 人" if len(rows) > _SHOWN else shown


def _require_choices(rows: list[ChosenRow]) -> None:
    lost = [row for row in rows if placeholders(row.name) and row.name_choice is None]
    if lost:
        raise UserError(
            f"{_listed(lost)}的姓名里有缺字。请按证件补正，或逐个选择“照原样印”还是“先不印”，写明理由"
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


def _add_proposed(work: UnitOfWork, found: Campaign, run_id: int, rows: list[ChosenRow]) -> None:
    # Who was decided earlier keeps his place; the roster goes on behind.
    last = (
        select(HonourGrant.tier, func.max(HonourGrant.roster_place))
        .where(HonourGrant.campaign_id == found.id)
        .group_by(HonourGrant.tier)
    )
    places: Counter[Tier] = Counter(dict(work.session.execute(last).tuples().all()))
    grants = []
    for grant_id, row in zip(reserve_ids(work, HonourGrant, len(rows)), rows, strict=True):
        places[row.tier] += 1
        grants.append(
            {
                "id": grant_id,
                "campaign_id": found.id,
                "run_id": run_id,
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
