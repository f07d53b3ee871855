"""Certificates looked at before they are issued: boxes, texts that run off, what is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.documents.model import NumberSeries
from hrgrid.documents.rules import COLLECTIVE, Series
from hrgrid.documents.service.faces import face_of_issue
from hrgrid.documents.service.requests import CertificateRequest, Decision
from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.paper.certificate import CertificateRow, Face, Note, Template

_NAMED = 20


@dataclass(frozen=True)
class Checked:
    """What was found of so many certificates, what stops first."""

    count: int
    notes: tuple[Note, ...]

    @property
    def stopping(self) -> int:
        """How much must be put right before anything is issued or printed."""
        return sum(note.concern.stops for note in self.notes)


def rows_of(
    requests: Sequence[CertificateRequest],
    face: Face,
    next_serials: Mapping[Series, int] | None = None,
) -> list[CertificateRow]:
    """Requests as they will be drawn; a series that nobody used yet begins with 1."""
    from hrgrid.paper.certificate import CertificateRow

    known, taken = next_serials or {}, Counter[Series]()
    numbers = []
    for asked in requests:
        numbers.append(asked.series.number(known.get(asked.series, 1) + taken[asked.series]))
        taken[asked.series] += 1
    return [
        CertificateRow(
            number,
            asked.name,
            asked.honour,
            asked.body,
            unit=asked.unit,
            with_unit=asked.with_unit,
            closing=face.closing,
            collective=asked.source.startswith(COLLECTIVE),
            face=face,
        )
        for number, asked in zip(numbers, requests, strict=True)
    ]


def examine(
    work: UnitOfWork,
    batch: str,
    requests: Sequence[CertificateRequest],
    decision: Decision,
    kept: Sequence[str] = (),
    *,
    template: Template | None = None,
) -> list[Note]:
    """What would go wrong with these, or should be looked at; nothing is written.

    Looked at on A4, the least roomy of the forms that every office has; printing looks again on
    the form that it prints on.
    """
    from hrgrid.paper.certificate import Concern, Design, Note, preflight

    found: list[Note] = []
    if not decision.document_no.strip() or decision.day is None:
        told = "还没有决定的文号和日期，正文没有依据"
        found = [Note(Concern.UNAPPROVED, None, "", "全部", told, "先登记决定，再签发")]
    face = face_of_issue(work, batch, decision.day or work.today, kept, template=template)
    design = Design(face.signers, face.day, title=face.title, kept=face.kept)
    return found + preflight(rows_of(requests, face, _next_serials(work, requests)), design)


def _next_serials(work: UnitOfWork, requests: Sequence[CertificateRequest]) -> dict[Series, int]:
    found: dict[Series, int] = {}
    for series in {asked.series for asked in requests}:
        query = select(NumberSeries.next_serial).filter_by(
            prefix=series.prefix, code=series.code, year=series.year
        )
        found[series] = work.session.scalar(query) or 1
    return found


def refuse_faulty(notes: Sequence[Note]) -> None:
    """Raise one UserError that names everything that must be put right first."""
    stopping = [note for note in notes if note.concern.stops]
    if not stopping:
        return
    named = [f"“{note.name}”{note.what}" for note in stopping[:_NAMED]]
    rest = f"；等 {len(stopping)} 处" if len(stopping) > _NAMED else ""
    raise UserError(
        f"签发前检查没有通过：{'；'.join(named)}{rest}。一张也没有签发，编号没有用掉。"
        f"{stopping[0].way}"
    )
