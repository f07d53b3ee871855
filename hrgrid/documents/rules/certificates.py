"""The words of certificates, and how their numbers are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hrgrid.core.labelled import Labelled


class CertificateState(Labelled):
    """What became of a certificate; whatever is not in force stays so."""

    ISSUED = "issued", "有效"
    REVOKED = "revoked", "已撤销"
    REPLACED = "replaced", "已换发"


class Algorithm(Labelled):
    """How codes are signed."""

    ED25519 = "ed25519", "Ed25519（RFC 8032）"


@dataclass(frozen=True)
class Series:
    """Where numbers come from: 苏政法网格〔2019〕XF001 has the prefix 苏政法网格 and the code XF.

    `width` is the least count of digits; the year is that of the decision.
    """

    prefix: str
    code: str
    year: int
    width: int

    def number(self, serial: int) -> str:
        """The number with this serial, from 1."""
        return f"{self.prefix}〔{self.year}〕{self.code}{serial:0{self.width}d}"


COLLECTIVE = "unit-"
"""What the source of a certificate begins with that is given to a team or a unit: nobody is
called 同志 on it."""

_OFFICE_MARK = re.compile(r"\s*(.+?)\s*[〔\[［(（]\s*[0-9]{4}")


def office_mark(document_no: str) -> str:
    """The 机关代字 of a document's number, 苏政法 of 苏政法〔2019〕12号; "" where it has none."""
    found = _OFFICE_MARK.match(document_no)
    return found[1] if found else ""


def shown_number(number: str, copy_no: int) -> str:
    """As it is printed: a duplicate says which it is."""
    return f"{number}（补{copy_no}）" if copy_no else number
