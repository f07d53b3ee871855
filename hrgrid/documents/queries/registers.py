"""Reads of numbers in use, of seals used, and of who took which certificate."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.rights import Right
from hrgrid.documents.model import Certificate, CertificateHandover, NumberSeries, SealUse
from hrgrid.documents.rules import CertificateState, gaps
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class NumbersRow:
    """How the numbers of a series were used: `taken` from 1, of which some are not in force.

    `missing` are serials that were taken and belong to no certificate: there should be none.
    """

    prefix: str
    code: str
    year: int
    taken: int
    in_force: int
    revoked: tuple[str, ...]
    replaced: tuple[str, ...]
    missing: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SealUseRow:
    """A line of the register of seals."""

    id: int
    paper: str
    copies: int
    document_no: str
    approver: str
    used_on: dt.date
    note: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class HandoverRow:
    """Who took a certificate, and when."""

    certificate_id: int
    receiver: str
    handed_on: dt.date
    made_by: str


def numbers_in_use(work: UnitOfWork) -> list[NumbersRow]:
    """Every series of the office, by year, prefix and code."""
    work.require_somewhere(Right.PRINT_PAPERS)
    query = select(NumberSeries).order_by(NumberSeries.year, NumberSeries.prefix, NumberSeries.code)
    held = _held(work)
    return [_numbers(row, held[row.id]) for row in work.session.scalars(query)]


_Held = list[tuple[int, str, CertificateState]]


def _held(work: UnitOfWork) -> dict[int, _Held]:
    found: dict[int, _Held] = defaultdict(list)
    query = (
        select(Certificate.series_id, Certificate.serial, Certificate.number, Certificate.state)
        .where(Certificate.copy_no == 0)
        .order_by(Certificate.series_id, Certificate.serial)
    )
    for series_id, serial, number, state in work.session.execute(query).tuples():
        found[series_id].append((serial, number, state))
    return found


def _numbers(row: NumberSeries, held: _Held) -> NumbersRow:
    def standing(wanted: CertificateState) -> tuple[str, ...]:
        return tuple(number for _, number, state in held if state is wanted)

    taken = row.next_serial - 1
    return NumbersRow(
        row.prefix,
        row.code,
        row.year,
        taken,
        len(standing(CertificateState.ISSUED)),
        standing(CertificateState.REVOKED),
        standing(CertificateState.REPLACED),
        tuple(gaps([serial for serial, _, _ in held], taken)),
    )


def seal_uses(work: UnitOfWork, batch: str = "") -> list[SealUseRow]:
    """Every use of the seal, the newest first; of one batch where it is named."""
    work.require_somewhere(Right.PRINT_PAPERS)
    query = select(SealUse).order_by(SealUse.used_on.desc(), SealUse.id.desc())
    if batch:
        query = query.where(SealUse.batch == batch)
    return [
        SealUseRow(
            row.id,
            row.paper,
            row.copy_count,
            row.document_no,
            row.approver_name,
            row.used_on,
            row.note,
            row.made_at,
            row.made_by,
        )
        for row in work.session.scalars(query)
    ]


def handovers(work: UnitOfWork, batch: str) -> dict[int, HandoverRow]:
    """Who took the certificates of a batch, by certificate."""
    query = (
        select(CertificateHandover)
        .join(Certificate, Certificate.id == CertificateHandover.certificate_id)
        .where(Certificate.batch == batch)
    )
    return {
        row.certificate_id: HandoverRow(
            row.certificate_id, row.receiver, row.handed_on, row.made_by
        )
        for row in work.session.scalars(query)
    }


def document_of(work: UnitOfWork, batch: str) -> str:
    """The number of the document that a batch rests on; "" where there is no such batch."""
    query = select(func.max(Certificate.document_no)).where(Certificate.batch == batch)
    return work.session.scalar(query) or ""


def copies_in_force(work: UnitOfWork, batch: str) -> int:
    """How many certificates of a batch are in force."""
    query = select(func.count(Certificate.id)).where(
        Certificate.batch == batch, Certificate.state == CertificateState.ISSUED
    )
    return work.session.scalar(query) or 0
