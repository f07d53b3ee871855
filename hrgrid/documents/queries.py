"""Reads of issued certificates and of the keys that show them to be ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.documents.model import Certificate, NumberSeries, SigningKey
from hrgrid.documents.rules import CertificateState, shown_number
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class IssuedRow:
    """A certificate as it was issued; `code` is the kind of its series (XF), `serial` from 1."""

    id: int
    number: str
    copy_no: int
    code: str
    serial: int
    source: str
    name: str
    unit: str
    with_unit: bool
    honour: str
    body: str
    document_no: str
    day: dt.date
    code_text: str
    key_id: str
    state: CertificateState
    revoke_reason: str | None

    @property
    def shown(self) -> str:
        """The number as it is printed."""
        return shown_number(self.number, self.copy_no)


@dataclass(frozen=True)
class Wanted:
    """Which certificates of a batch: of one kind, with serials from `first` to `last`."""

    batch: str
    code: str = ""
    first: int | None = None
    last: int | None = None


def certificates(work: UnitOfWork, wanted: Wanted) -> list[IssuedRow]:
    """In the order of their numbers, revoked and replaced ones too."""
    query = (
        select(Certificate, NumberSeries.code)
        .join(NumberSeries, NumberSeries.id == Certificate.series_id)
        .where(Certificate.batch == wanted.batch)
        .order_by(Certificate.series_id, Certificate.serial, Certificate.copy_no)
    )
    if wanted.code:
        query = query.where(NumberSeries.code == wanted.code)
    if wanted.first is not None:
        query = query.where(Certificate.serial >= wanted.first)
    if wanted.last is not None:
        query = query.where(Certificate.serial <= wanted.last)
    return [_row(found, code) for found, code in work.session.execute(query).tuples()]


def count_certificates(work: UnitOfWork) -> int:
    """How many were ever issued, copies too."""
    return work.session.scalar(select(func.count(Certificate.id))) or 0


def newest_certificates(work: UnitOfWork, limit: int) -> list[IssuedRow]:
    """Those of the newest batches first, in each by number; at most `limit`."""
    query = (
        select(Certificate, NumberSeries.code)
        .join(NumberSeries, NumberSeries.id == Certificate.series_id)
        .order_by(Certificate.made_at.desc(), Certificate.id)
        .limit(limit)
    )
    return [_row(found, code) for found, code in work.session.execute(query).tuples()]


def certificate_by_number(work: UnitOfWork, number: str) -> IssuedRow | None:
    """The first copy with this number."""
    query = (
        select(Certificate, NumberSeries.code)
        .join(NumberSeries, NumberSeries.id == Certificate.series_id)
        .where(Certificate.number == number.strip(), Certificate.copy_no == 0)
    )
    found = work.session.execute(query).tuples().first()
    return _row(*found) if found else None


def states_by_number(work: UnitOfWork) -> Mapping[str, CertificateState]:
    """What became of every certificate, by its number."""
    query = select(Certificate.number, Certificate.state).where(Certificate.copy_no == 0)
    return dict(work.session.execute(query).tuples().all())


def public_keys(work: UnitOfWork) -> dict[str, bytes]:
    """Every public key that the office ever signed with, by its name."""
    return {key.key_id: key.public_key for key in work.session.scalars(select(SigningKey))}


def _row(found: Certificate, code: str) -> IssuedRow:
    return IssuedRow(
        found.id,
        found.number,
        found.copy_no,
        code,
        found.serial,
        found.source,
        found.person_name,
        found.unit,
        found.with_unit,
        found.honour,
        found.body_text,
        found.document_no,
        found.granted_on,
        found.code_text,
        found.key_id,
        found.state,
        found.revoke_reason,
    )
