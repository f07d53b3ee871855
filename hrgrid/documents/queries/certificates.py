"""Reads of issued certificates and of the keys that show them to be ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from hrgrid.documents.model import (
    Certificate,
    CertificateFace,
    CertificateFaced,
    NumberSeries,
    SigningKey,
)
from hrgrid.documents.rules import CertificateState, shown_number
from hrgrid.storage.work import UnitOfWork

# As many as one statement may name.
_BLOCK = 900


@dataclass(frozen=True)
class IssuedRow:
    """A certificate as it was issued; `code` is the kind of its series (XF), `serial` from 1.

    `face` is what it shares with the others of its issue, as JSON; empty for what was issued
    before faces were kept.
    """

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
    face: str = ""
    batch: str = ""

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


def _issued() -> Select[tuple[Certificate, str, str]]:
    """Certificates with the codes of their series and their faces."""
    return (
        select(Certificate, NumberSeries.code, CertificateFace.content)
        .join(NumberSeries, NumberSeries.id == Certificate.series_id)
        .outerjoin(CertificateFaced, CertificateFaced.certificate_id == Certificate.id)
        .outerjoin(CertificateFace, CertificateFace.id == CertificateFaced.face_id)
    )


def certificates(work: UnitOfWork, wanted: Wanted) -> list[IssuedRow]:
    """In the order of their numbers, revoked and replaced ones too."""
    query = (
        _issued()
        .where(Certificate.batch == wanted.batch)
        .order_by(Certificate.series_id, Certificate.serial, Certificate.copy_no)
    )
    if wanted.code:
        query = query.where(NumberSeries.code == wanted.code)
    if wanted.first is not None:
        query = query.where(Certificate.serial >= wanted.first)
    if wanted.last is not None:
        query = query.where(Certificate.serial <= wanted.last)
    return [_row(*found) for found in work.session.execute(query).tuples()]


def certificates_by_id(work: UnitOfWork, ids: Sequence[int]) -> list[IssuedRow]:
    """These certificates, in the order of `ids`."""
    rows: dict[int, IssuedRow] = {}
    for begin in range(0, len(ids), _BLOCK):
        query = _issued().where(Certificate.id.in_(ids[begin : begin + _BLOCK]))
        for found in work.session.execute(query).tuples():
            rows[found[0].id] = _row(*found)
    return [rows[one] for one in ids if one in rows]


def certificates_of_sources(work: UnitOfWork, sources: Sequence[str]) -> list[IssuedRow]:
    """What was issued for these, by number; revoked and replaced ones too."""
    query = (
        _issued()
        .where(Certificate.source.in_(list(sources)))
        .order_by(Certificate.series_id, Certificate.serial, Certificate.copy_no)
    )
    return [_row(*found) for found in work.session.execute(query).tuples()]


def first_of_batch(work: UnitOfWork, batch: str) -> IssuedRow | None:
    """The first number of a batch."""
    order = (Certificate.series_id, Certificate.serial, Certificate.copy_no)
    query = _issued().where(Certificate.batch == batch).order_by(*order).limit(1)
    found = work.session.execute(query).tuples().first()
    return _row(*found) if found else None


def certificate_by_number(work: UnitOfWork, number: str) -> IssuedRow | None:
    """The first copy with this number."""
    query = _issued().where(Certificate.number == number.strip(), Certificate.copy_no == 0)
    found = work.session.execute(query).tuples().first()
    return _row(*found) if found else None


def states_by_number(work: UnitOfWork) -> Mapping[str, CertificateState]:
    """What became of every certificate, by its number as it is printed."""
    query = select(Certificate.number, Certificate.copy_no, Certificate.state)
    return {
        shown_number(number, copy_no): state
        for number, copy_no, state in work.session.execute(query).tuples()
    }


def public_keys(work: UnitOfWork) -> dict[str, bytes]:
    """Every public key that the office ever signed with, by its name."""
    return {key.key_id: key.public_key for key in work.session.scalars(select(SigningKey))}


def _row(found: Certificate, code: str, face: str | None) -> IssuedRow:
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
        face or "",
        found.batch,
    )
