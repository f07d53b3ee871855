"""What a room asks for when it has certificates issued."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.documents.rules import Series


@dataclass(frozen=True)
class CertificateRequest:
    """What a certificate shall say; `source` is what it is given for, once ("honour:7").

    `title` is the honour as the code tells it to whoever scans it.
    """

    source: str
    series: Series
    name: str
    unit: str
    with_unit: bool
    honour: str
    title: str
    body: str


@dataclass(frozen=True)
class Decision:
    """What certificates rest on: the number and the day of the document that decided."""

    document_no: str
    day: dt.date | None


@dataclass(frozen=True)
class Asked:
    """All that is issued at once; `kept` are words that no line breaks."""

    batch: str
    requests: tuple[CertificateRequest, ...]
    decision: Decision
    kept: tuple[str, ...] = ()
