"""Nominations with their outcomes, honours, and the certificates that go with them."""

from __future__ import annotations

from hrgrid.core.rights import Right
from hrgrid.documents.queries.by_source import certificates_for
from hrgrid.documents.rules import CertificateState
from hrgrid.honours.queries.of_person import honours_of, nominations_of
from hrgrid.honours.rules.certificates import source_of
from hrgrid.honours.rules.words import GrantState
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard

_RUNNING = (Right.RUN_HONOURS, Right.DECIDE_HONOURS)


def nomination_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Of who may run a selection only: what is not decided is nobody else's business."""
    if not any(work.actor.may_somewhere(right) for right in _RUNNING):
        return None
    lines = tuple(
        FileLine(
            f"{row.year} 年度",
            f"{row.title}　推荐为{row.tier.label}",
            joined(
                row.unit,
                row.removal.label if row.removal else "",
                row.outcome.label if row.outcome else "还没有结果",
            ),
            "honours",
            f"campaign/{row.campaign_id}",
            quiet=row.removal is not None,
        )
        for row in nominations_of(work, card.id)
    )
    return FilePart("评选推荐", lines, "没有推荐记录")


def honour_part(work: UnitOfWork, card: PersonCard) -> FilePart:
    """Honours that were decided or revoked; those that are only proposed are not told."""
    runs = any(work.actor.may_somewhere(right) for right in _RUNNING)
    lines = tuple(
        FileLine(
            f"{row.year} 年度",
            row.tier.label,
            joined(
                row.state.label if row.state is GrantState.REVOKED else "",
                row.document_no,
                f"{row.granted_on:%Y-%m-%d} 授予" if row.granted_on else "",
                row.unit,
            ),
            "honours" if row.campaign_id and runs else "",
            f"campaign/{row.campaign_id}" if row.campaign_id and runs else "",
            quiet=row.state is GrantState.REVOKED,
        )
        for row in honours_of(work, card.id)
        if row.state is not GrantState.PROPOSED
    )
    return FilePart("荣誉", lines, "没有荣誉记录")


def certificate_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Certificates with their numbers, copies and reprints, of who may print them."""
    if not work.actor.may_somewhere(Right.PRINT_PAPERS):
        return None
    grants = [row.grant_id for row in honours_of(work, card.id) if row.grant_id is not None]
    found = certificates_for(work, [source_of(grant_id) for grant_id in grants]) if grants else []
    lines = tuple(
        FileLine(
            f"{row.granted_on:%Y-%m-%d}",
            f"{row.shown}　{row.honour}",
            joined(
                "" if row.state is CertificateState.ISSUED else row.state.label,
                row.revoke_reason or "",
                f"打印 {row.sheets} 次" if row.sheets else "还没有打印",
            ),
            "documents",
            f"certificate/{row.batch}/{row.number}",
            quiet=row.state is not CertificateState.ISSUED,
        )
        for row in found
    )
    return FilePart("证书", lines, "没有证书") if lines else None
