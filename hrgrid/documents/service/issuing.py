"""Certificates issued in the order of their roster, taken back, and replaced."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.model import Certificate, NumberSeries
from hrgrid.documents.rules import CertificateState, Series
from hrgrid.documents.service.faces import keep_face_of, note_face
from hrgrid.documents.service.preflight import Checked, examine, refuse_faulty
from hrgrid.documents.service.requests import CertificateRequest, Decision
from hrgrid.documents.service.signing import office_signer
from hrgrid.paper.seal import Statement
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork


def issue(
    work: UnitOfWork,
    batch: str,
    requests: Sequence[CertificateRequest],
    decision: Decision,
    kept: Sequence[str] = (),
) -> int:
    """Number, sign and keep a certificate for every request; returns how many are new.

    Numbers follow the order of the requests without a gap; what has a certificate in force keeps
    it. `kept` are words that no line breaks, beside the city's name. Raises UserError without a
    decision, and naming whatever would print a box or run off the paper: no number is taken.
    """
    work.require(Right.PRINT_PAPERS)
    live = _live_sources(work, batch)
    wanted = [request for request in requests if request.source not in live]
    if wanted:
        _issue(work, batch, wanted, decision, kept)
    return len(wanted)


def check_issue(
    work: UnitOfWork,
    batch: str,
    requests: Sequence[CertificateRequest],
    decision: Decision,
    kept: Sequence[str] = (),
) -> Checked:
    """What issuing these would find, without issuing any; what has one in force is left out."""
    work.require(Right.PRINT_PAPERS)
    live = _live_sources(work, batch)
    wanted = [request for request in requests if request.source not in live]
    return Checked(len(wanted), tuple(examine(work, batch, wanted, decision, kept)))


def _issue(
    work: UnitOfWork,
    batch: str,
    wanted: Sequence[CertificateRequest],
    decision: Decision,
    kept: Sequence[str],
) -> None:
    work.progress.begin("签发证书", len(wanted))
    desk = _IssuingDesk(work, batch, decision)
    refuse_faulty(examine(work, batch, wanted, decision, kept))
    ids = reserve_ids(work, Certificate, len(wanted))
    rows = [desk.row(request) | {"id": one} for one, request in zip(ids, wanted, strict=True)]
    desk.numbers.keep()
    insert_rows(work, Certificate, rows)
    desk.keep_face(ids, kept)
    first, last = rows[0]["number"], rows[-1]["number"]
    work.record(
        "issue_certificates",
        f"{first} 至 {last}" if len(rows) > 1 else first,
        after={
            "certificates": len(rows),
            "document": decision.document_no,
            "codes_sha256": digest("\n".join(row["code_text"] for row in rows)),
        },
    )


class _Numbers:
    """Hands out the next numbers of each series, and keeps what comes after them."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._found: dict[Series, NumberSeries] = {}
        self._taken: Counter[Series] = Counter()

    def take(self, series: Series) -> tuple[int, int]:
        """The id of the series and the next serial."""
        if series not in self._found:
            self._found[series] = self._series(series)
        found = self._found[series]
        self._taken[series] += 1
        return found.id, found.next_serial + self._taken[series] - 1

    def keep(self) -> None:
        """What was taken is never taken again."""
        for series, count in self._taken.items():
            self._found[series].next_serial += count
        self._work.session.flush()

    def _series(self, series: Series) -> NumberSeries:
        ours: dict[str, Any] = {"prefix": series.prefix, "code": series.code, "year": series.year}
        # Two who issue at once take turns on PostgreSQL; SQLite has one writer anyway.
        found = self._work.session.scalar(select(NumberSeries).filter_by(**ours).with_for_update())
        if found is None:
            found = NumberSeries(**ours, width=series.width, next_serial=1)
            self._work.session.add(found)
            self._work.session.flush()
        return found


class _IssuingDesk:
    """What all certificates of one issue share."""

    def __init__(self, work: UnitOfWork, batch: str, decision: Decision) -> None:
        if not decision.document_no.strip() or decision.day is None:
            raise UserError("证书要凭决定的文号和日期才能发。请先登记决定，再发证书")
        self.numbers = _Numbers(work)
        self._work = work
        self._signer = office_signer(work)
        self._day, self._batch = decision.day, batch
        self._shared = {
            "copy_no": 0,
            "batch": batch,
            "document_no": decision.document_no.strip(),
            "granted_on": decision.day,
            "key_id": self._signer.key_id,
            "state": CertificateState.ISSUED,
            "replaces_id": None,
            "revoke_reason": None,
            "made_at": work.now,
            "made_by": work.actor.name,
        }

    def keep_face(self, ids: Iterable[int], kept: Sequence[str]) -> None:
        """What was issued keeps its title, signers, day and look."""
        note_face(self._work, self._batch, self._day, kept, ids)

    def row(self, request: CertificateRequest) -> dict[str, Any]:
        """The next certificate, numbered and signed."""
        series_id, serial = self.numbers.take(request.series)
        number = request.series.number(serial)
        told = Statement(number, request.name, request.title, request.unit, self._day)
        code = self._signer.code(told)
        return self._shared | {
            "series_id": series_id,
            "serial": serial,
            "number": number,
            "source": request.source,
            "person_name": request.name,
            "unit": request.unit,
            "with_unit": request.with_unit,
            "honour": request.honour,
            "body_text": request.body,
            "code_text": code,
            "code_sha256": digest(code),
        }


def _live_sources(work: UnitOfWork, batch: str) -> set[str]:
    query = select(Certificate.source).where(
        Certificate.batch == batch, Certificate.state == CertificateState.ISSUED
    )
    return set(work.session.scalars(query))


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# --- afterwards ---------------------------------------------------------------------------------


def revoke(work: UnitOfWork, number: str) -> None:
    """Take a certificate and its duplicates back, with a reason; the number is not used again."""
    work.require(Right.PRINT_PAPERS)
    reason = work.require_reason()
    in_force = _in_force(work, Certificate.number == number.strip())
    if not in_force:
        raise UserError(f"没有编号为“{number}”的有效证书。请核对编号，或查看它是否已撤销")
    _revoke(work, in_force, reason)


def revoke_source(work: UnitOfWork, source: str, reason: str) -> None:
    """Whatever was given is taken back: so are its certificates, where there are any.

    The caller has asked for the right to its own deed.
    """
    _revoke(work, _in_force(work, Certificate.source == source), reason)


def replace(work: UnitOfWork, number: str, request: CertificateRequest) -> str:
    """Another certificate where the text of one was wrong: a new number, the old one void.

    Returns the new number; needs a reason.
    """
    work.require(Right.PRINT_PAPERS)
    work.require_reason()
    in_force = _in_force(work, Certificate.number == number.strip())
    if not in_force or in_force[0].source != request.source:
        raise UserError(f"没有编号为“{number}”的有效证书可以换发。请核对编号")
    for found in in_force:
        found.state = CertificateState.REPLACED
    work.session.flush()
    old = in_force[0]
    desk = _IssuingDesk(work, old.batch, Decision(old.document_no, old.granted_on))
    row = desk.row(request)
    desk.numbers.keep()
    made = Certificate(**(row | {"replaces_id": old.id}))
    work.session.add(made)
    work.session.flush()
    keep_face_of(work, made.id, old.id)
    work.record("replace_certificate", old.number, after={"number": row["number"]})
    return str(row["number"])


def _in_force(work: UnitOfWork, which: Any) -> list[Certificate]:
    query = select(Certificate).where(which, Certificate.state == CertificateState.ISSUED)
    return list(work.session.scalars(query.order_by(Certificate.copy_no)))


def _revoke(work: UnitOfWork, in_force: Sequence[Certificate], reason: str) -> None:
    for found in in_force:
        found.state = CertificateState.REVOKED
        found.revoke_reason = reason
    work.session.flush()
    for number in dict.fromkeys(found.number for found in in_force):
        work.record("revoke_certificate", number, reason)
