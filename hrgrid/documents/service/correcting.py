"""Another certificate in place of one that is lost, or whose text is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import Certificate, NumberSeries
from hrgrid.documents.queries import public_keys
from hrgrid.documents.rules import CertificateState, Series, shown_number
from hrgrid.documents.service.faces import keep_face_of
from hrgrid.documents.service.issuing import digest, replace
from hrgrid.documents.service.requests import CertificateRequest
from hrgrid.documents.service.signing import office_signer
from hrgrid.paper.seal import Statement, verify
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Correction:
    """What the new certificate says where the old one was wrong."""

    name: str
    unit: str
    with_unit: bool
    body: str


def duplicate(work: UnitOfWork, number: str) -> str:
    """A further copy of a certificate, with a reason; returns its number as it is printed.

    Same number with （补1）, （补2）…, same text and day of the decision; its code says which copy
    it is. The day it was made is on record.
    """
    work.require(Right.PRINT_PAPERS)
    reason = work.require_reason()
    first = _first(work, number, "补发")
    query = select(func.max(Certificate.copy_no)).where(Certificate.number == first.number)
    copy_no = (work.session.scalar(query) or 0) + 1
    signer, shown = office_signer(work), shown_number(first.number, copy_no)
    code = signer.code(
        Statement(shown, first.person_name, _title(work, first), first.unit, first.granted_on)
    )
    made = Certificate(
        series_id=first.series_id,
        serial=first.serial,
        number=first.number,
        copy_no=copy_no,
        batch=first.batch,
        source=first.source,
        person_name=first.person_name,
        unit=first.unit,
        with_unit=first.with_unit,
        honour=first.honour,
        body_text=first.body_text,
        document_no=first.document_no,
        granted_on=first.granted_on,
        code_text=code,
        code_sha256=digest(code),
        key_id=signer.key_id,
        state=CertificateState.ISSUED,
        replaces_id=None,
        revoke_reason=None,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    keep_face_of(work, made.id, first.id)
    work.record("duplicate_certificate", first.number, reason, after={"number": shown})
    return shown


def correct(work: UnitOfWork, number: str, correction: Correction) -> str:
    """Another certificate with the right text, with a reason; the old one is void.

    Returns the new number. Raises UserError where nothing differs, or no font has a character.
    """
    work.require(Right.PRINT_PAPERS)
    old = _first(work, number, "换发")
    new = Correction(
        correction.name.strip(),
        correction.unit.strip(),
        correction.with_unit and bool(correction.unit.strip()),
        correction.body.strip(),
    )
    if not new.name or not new.body:
        raise UserError("姓名和正文不能空着。请照证件和决定填写")
    if new == Correction(old.person_name, old.unit, old.with_unit, old.body_text):
        raise UserError("和原来的一字不差，不用换发。纸张坏了请用补打，遗失请用补发")
    _refuse_unprintable(new)
    series = work.session.get_one(NumberSeries, old.series_id)
    request = CertificateRequest(
        source=old.source,
        series=Series(series.prefix, series.code, series.year, series.width),
        name=new.name,
        unit=new.unit,
        with_unit=new.with_unit,
        honour=old.honour,
        title=_title(work, old),
        body=new.body,
    )
    return replace(work, old.number, request)


def _first(work: UnitOfWork, number: str, deed: str) -> Certificate:
    found = work.session.scalar(
        select(Certificate).where(
            Certificate.number == number.strip(),
            Certificate.copy_no == 0,
            Certificate.state == CertificateState.ISSUED,
        )
    )
    if found is None:
        raise UserError(f"没有编号为“{number}”的有效证书可以{deed}。请核对编号，或查看它是否已撤销")
    return found


def _title(work: UnitOfWork, found: Certificate) -> str:
    """The honour as the code of a certificate tells it."""
    statement = verify(found.code_text, public_keys(work)).statement
    return statement.honour if statement is not None else found.honour


def _refuse_unprintable(new: Correction) -> None:
    from hrgrid.paper.fonts import Role, office_fonts, refuse

    owned = [(f"“{new.name}”", f"{new.name}{new.unit}{new.body}")]
    refuse(office_fonts().missing_glyphs(owned, Role.KAITI))
