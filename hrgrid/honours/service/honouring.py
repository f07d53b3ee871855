"""Collective honours that count: decided with the campaign, certified, taken back."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.rules import COLLECTIVE, Series, office_mark
from hrgrid.documents.service import CertificateRequest, Decision, issue
from hrgrid.documents.service.issuing import revoke_source
from hrgrid.honours.model import CollectiveNominee
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.rules.certificates import batch_of, prefix_of, source_of
from hrgrid.honours.rules.collectives import CITATION, CODE, DIGITS, CollectiveState
from hrgrid.honours.rules.words import FROZEN
from hrgrid.honours.service.collectives import called, campaign_with, row_in
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_S = CollectiveState


def decide_collectives(work: UnitOfWork, campaign_id: int) -> int:
    """What the meetings chose goes out with the campaign's decision; returns how many.

    Raises UserError before the campaign is decided, and where nothing was chosen.
    """
    work.require(Right.DECIDE_HONOURS)
    found = campaign_with(work, campaign_id)
    if found.state not in FROZEN:
        raise UserError("评选还没有作出决定。请先登记决定，集体荣誉用同一个文号")
    rows = work.session.scalars(
        select(CollectiveNominee).where(
            CollectiveNominee.campaign_id == campaign_id, CollectiveNominee.state == _S.CHOSEN
        )
    ).all()
    if not rows:
        raise UserError("没有会议已定、等待决定的集体荣誉。请先登记会议定下的单位")
    for row in rows:
        row.state = _S.DECIDED
        row.document_no, row.granted_on = found.document_no, found.decided_on
    work.session.flush()
    after = {"document": found.document_no, "collectives": len(rows)}
    work.record("decide_collectives", called(found), after=after)
    return len(rows)


def revoke_collective(work: UnitOfWork, nominee_id: int, document_no: str) -> None:
    """Take a collective honour back, with a reason and its document; so its certificate."""
    work.require(Right.DECIDE_HONOURS)
    reason = work.require_reason()
    row = row_in(work, nominee_id, _S.DECIDED)
    if not document_no.strip():
        raise UserError(f"撤销“{row.honoured_name}”的荣誉没有写文号。请填上撤销决定的文号")
    row.state = _S.REVOKED
    row.revoke_reason, row.revoke_document = reason, document_no.strip()
    work.session.flush()
    work.record("revoke_collective", row.honoured_name, after={"document": document_no.strip()})
    revoke_source(work, collective_source(row.id), reason)


def issue_collective_certificates(work: UnitOfWork, campaign_id: int) -> int:
    """A certificate for every unit and team honoured, beside those of the people.

    Returns how many are new. Raises UserError where nothing is decided yet.
    """
    found = campaign_with(work, campaign_id)
    board = collectives(work, campaign_id)
    rows = [row for row in board.rows if row.state is _S.DECIDED]
    if not rows or found.decided_on is None:
        raise UserError("还没有已决定的集体荣誉，没有证书可签发。请先随决定一并公布")
    city = work.session.get_one(Office, 1).unit
    series = Series(prefix_of(office_mark(found.document_no)), CODE, found.decided_on.year, DIGITS)
    requests = [
        CertificateRequest(
            source=collective_source(row.id),
            series=series,
            name=row.name,
            unit=row.name,
            with_unit=False,
            honour=row.title,
            title=f"{city}“网格化工作{row.title}”",
            body=CITATION.format(year=found.year, title=row.title),
        )
        for row in rows
    ]
    decision = Decision(found.document_no, found.decided_on)
    return issue(work, batch_of(campaign_id), requests, decision)


def collective_source(nominee_id: int) -> str:
    """The key of what a collective certificate is given for."""
    return f"{COLLECTIVE}{source_of(nominee_id)}"
