"""Whether certificates are ours and in force: from a file, a picture, or the text of a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.documents.queries import public_keys, states_by_number
from hrgrid.documents.rules import CertificateState
from hrgrid.paper.codes import PageCode, read_codes
from hrgrid.paper.pades import SignatureRow, signatures_of
from hrgrid.paper.seal import LABELS, verify
from hrgrid.storage.work import UnitOfWork

_SUFFIXES = {".pdf", ".png", ".jpg", ".jpeg"}


class Finding(Labelled):
    """What came of looking at one code."""

    UNREADABLE = "unreadable", "没有读到校验码"
    FALSE = "false", "签名不符"
    UNKNOWN = "unknown", "签名相符"
    ISSUED = CertificateState.ISSUED.value, CertificateState.ISSUED.label
    REVOKED = CertificateState.REVOKED.value, CertificateState.REVOKED.label
    REPLACED = CertificateState.REPLACED.value, CertificateState.REPLACED.label

    @property
    def valid(self) -> bool:
        """Whether the certificate can be relied on, as far as is known here."""
        return self in {Finding.UNKNOWN, Finding.ISSUED}


@dataclass(frozen=True)
class Book:
    """Public keys by their names, and what became of certificates, where the data is at hand."""

    keys: Mapping[str, bytes]
    states: Mapping[str, CertificateState]


@dataclass(frozen=True)
class VerifiedRow:
    """What one code says and whether it is true; page from 1, the rest None where unreadable."""

    page: int
    finding: Finding
    number: str | None
    name: str | None
    honour: str | None
    fault: str


def verification_book(work: UnitOfWork) -> Book:
    """What this office knows of its own certificates."""
    return Book(public_keys(work), states_by_number(work))


def codes_of(what: str) -> list[PageCode]:
    """The codes of a file (PDF, PNG, JPEG) by its path, or the text of a code itself.

    Raises UserError where the file cannot be read or holds no page.
    """
    if what.lstrip().startswith(f"{LABELS[0]}：") or "\n" in what:
        return [PageCode(1, what.replace("\r\n", "\n"))]
    path = Path(what)
    if path.suffix.lower() not in _SUFFIXES and not path.is_file():
        return [PageCode(1, what)]
    try:
        found = list(read_codes(path))
    except OSError as error:
        raise UserError(f"读不了“{what}”。请检查路径和权限") from error
    if not found:
        raise UserError(f"“{path.name}”里一页也没有。请选证书的 PDF 或图片")
    return found


def signatures_in(what: str) -> list[SignatureRow]:
    """The PAdES signatures of a file by its path; none in a text, a picture or an unsigned PDF."""
    path = Path(what) if "\n" not in what else None
    return signatures_of(path) if path is not None and path.is_file() else []


def verified(codes: Sequence[PageCode], book: Book) -> list[VerifiedRow]:
    """Every code against the book, in their order."""
    return [_verified(code, book) for code in codes]


def _verified(code: PageCode, book: Book) -> VerifiedRow:
    verdict = verify(code.text or "", book.keys)
    told = verdict.statement
    finding = Finding.FALSE if told else Finding.UNREADABLE
    if verdict.valid and told is not None:
        state = book.states.get(told.number)
        finding = Finding(state.value) if state else Finding.UNKNOWN
    return VerifiedRow(
        code.page,
        finding,
        told.number if told else None,
        told.name if told else None,
        told.honour if told else None,
        verdict.fault if code.text else "",
    )
