"""Certificates by what they were given for, and how often each was printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.documents.model import Certificate, PrintSheet
from hrgrid.documents.rules import CertificateState, shown_number
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class GivenRow:
    """A certificate with the number of sheets that were printed of it."""

    id: int
    batch: str
    number: str
    copy_no: int
    honour: str
    document_no: str
    granted_on: dt.date
    state: CertificateState
    revoke_reason: str | None
    sheets: int

    @property
    def shown(self) -> str:
        """The number as it is printed."""
        return shown_number(self.number, self.copy_no)


def certificates_for(work: UnitOfWork, sources: Sequence[str]) -> list[GivenRow]:
    """What was issued for these sources ("honour:7"), copies after their first."""
    sheets = (
        select(func.count(PrintSheet.id))
        .where(PrintSheet.certificate_id == Certificate.id)
        .scalar_subquery()
    )
    query = (
        select(Certificate, sheets)
        .where(Certificate.source.in_(list(sources)))
        .order_by(Certificate.granted_on.desc(), Certificate.number, Certificate.copy_no)
    )
    return [
        GivenRow(
            row.id,
            row.batch,
            row.number,
            row.copy_no,
            row.honour,
            row.document_no,
            row.granted_on,
            row.state,
            row.revoke_reason,
            count,
        )
        for row, count in work.session.execute(query).tuples()
    ]
