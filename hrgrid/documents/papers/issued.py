"""Issued certificates on paper, and the entry in the journal that a paper carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import (
    IssuedRow,
    SheetRow,
    Wanted,
    certificates,
    first_of_batch,
    sheets,
)
from hrgrid.documents.queries.faces import purpose_of, standard_template
from hrgrid.documents.rules import COLLECTIVE, CertificateState
from hrgrid.paper.certificate import (
    MOST_PAGES,
    CertificateRow,
    Design,
    Face,
    SheetLine,
    write_certificates,
    write_print_register,
    write_register,
)
from hrgrid.paper.pades import SigningCertificate, sign_file
from hrgrid.paper.roster import Trace
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.journal import last_entry_of
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork, new_operation_id


def on_record(desk: Desk, action: str, subject: str, after: dict[str, Any]) -> Trace:
    """Put the making of a paper on record; the trace names that very entry."""
    operation_id = new_operation_id()
    desk.write(lambda work: _record(work, action, subject, after), operation_id=operation_id)
    return desk.read(lambda work: _trace(work, operation_id))


def _record(work: UnitOfWork, action: str, subject: str, after: dict[str, Any]) -> None:
    work.require(Right.PRINT_PAPERS)
    work.record(action, subject, after=after)


def _trace(work: UnitOfWork, operation_id: str) -> Trace:
    entry = last_entry_of(work.session, operation_id)
    return Trace(entry.hash, entry.seq, work.today)


def shared_design(work: UnitOfWork, batch: str, kept: Sequence[str] = ()) -> Design:
    """What the certificates of a batch share where they have no face; `kept` breaks no line."""
    work.require(Right.PRINT_PAPERS)
    office = work.session.get_one(Office, 1)
    first = first_of_batch(work, batch)
    standard = standard_template(purpose_of(batch))
    words = (office.unit, *kept) if office.unit else tuple(kept)
    day = official_day(first.day) if first else ""
    return Design((office.name,), day, title=standard.title, kept=words)


def signed_by(certificate: SigningCertificate | None) -> dict[str, str]:
    """What the record of a paper says of its signature."""
    if certificate is None:
        return {}
    return {
        "signed_by": certificate.holder,
        "serial": certificate.serial,
        "fingerprint": certificate.fingerprint,
    }


def write_issued(
    path: Path,
    rows: Sequence[IssuedRow],
    design: Design,
    tell: Callable[[int], None],
    *,
    progress: Progress | None = None,
    certificate: SigningCertificate | None = None,
) -> Written:
    """The certificates in force, a page each; above 5,000 in volumes, all of them or none.

    `tell` puts their count on record, before a file gets its name. With a `certificate` each
    file is signed; what is stored of the certificates stays as it was issued.
    """
    in_force = [printed_row(row) for row in rows if row.state is CertificateState.ISSUED]
    if not in_force:
        raise UserError("没有可打印的证书：都已撤销或换发，或范围里没有证书。请核对称号和编号范围")
    volumes = list(_volumes(path, in_force))
    with ExitStack() as files:
        for target, part in volumes:
            file = files.enter_context(paper_file(target))
            write_certificates(file, part, design, progress)
            if certificate is not None:
                sign_file(file, certificate, f"{part[0].number} 至 {part[-1].number}")
        tell(len(in_force))
    return Written(volumes[0][0], len(in_force), len(in_force))


def _volumes(
    path: Path, rows: Sequence[CertificateRow]
) -> Iterator[tuple[Path, Sequence[CertificateRow]]]:
    for number, begin in enumerate(range(0, len(rows), MOST_PAGES), start=1):
        several = len(rows) > MOST_PAGES
        target = path.with_name(f"{path.stem}-{number}{path.suffix}") if several else path
        yield target, rows[begin : begin + MOST_PAGES]


def write_issued_register(
    path: Path, rows: Sequence[IssuedRow], tell: Callable[[int], None]
) -> Written:
    """Every certificate with its state, revoked and replaced ones too; `tell` as above."""
    if not rows:
        raise UserError("没有可登记的证书：范围里没有证书。请核对称号和编号范围")
    with paper_file(path) as part:
        count = write_register(part, [printed_row(row) for row in rows])
        tell(count)
    return Written(path, 1, count)


def write_sheets_register(desk: Desk, batch: str, path: Path) -> Written:
    """Every print of the certificates of a batch, and the certificates with their states."""

    def read(work: UnitOfWork) -> tuple[list[IssuedRow], list[SheetRow]]:
        work.require(Right.PRINT_PAPERS)
        return certificates(work, Wanted(batch)), sheets(work, batch)

    rows, printed = desk.read(read)
    if not rows:
        raise UserError("这里还没有证书，没有可导出的登记册。请先签发证书")
    with paper_file(path) as part:
        write_print_register(part, [printed_row(row) for row in rows], [_line(s) for s in printed])
        told = {"certificates": len(rows), "sheets": len(printed)}
        on_record(desk, "write_print_register", f"{rows[0].shown} 至 {rows[-1].shown}", told)
    return Written(path, 2, len(printed))


def _line(row: SheetRow) -> SheetLine:
    reason = row.reason.label if row.reason else ""
    return SheetLine(
        row.number,
        row.name,
        row.honour,
        row.turn,
        f"{reason}（{row.note}）" if row.note else reason,
        row.sent_by,
        _when(row.sent_at),
        row.printer,
        row.state.label,
        row.void_reason.label if row.void_reason else "",
        f"{_when(row.void_at)} {row.void_by}" if row.void_at else "",
        f"{_when(row.taken_back_at)} {row.taken_back_by}"
        if row.taken_back_at
        else "未收回"
        if row.owed
        else "",
    )


def _when(at: dt.datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else ""


def printed_row(row: IssuedRow) -> CertificateRow:
    """A certificate as it is drawn: with the face that it was issued with."""
    face = Face.read(row.face) if row.face else None
    return CertificateRow(
        row.shown,
        row.name,
        row.honour,
        row.body,
        unit=row.unit,
        with_unit=row.with_unit,
        code=row.code_text,
        state=row.state.label,
        closing=face.closing if face else standard_template(purpose_of(row.batch)).closing,
        collective=row.source.startswith(COLLECTIVE),
        face=face,
    )
