"""Which certificates show best whether a template holds: the longest and the rarest of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.paper.certificate.design import CertificateRow
from hrgrid.paper.fonts import Fonts, Role, office_fonts


@dataclass(frozen=True)
class Remarkable:
    """The places of two rows; of several alike the first one is meant."""

    longest: int
    rarest: int


def remarkable(rows: Sequence[CertificateRow], fonts: Fonts | None = None) -> Remarkable:
    """The row that wants most room, and the one whose name has the rarest characters.

    Rare is what the face of names does not hold itself, then what stands far back in Unicode.
    ValueError where there are no rows.
    """
    faces = fonts or office_fonts()
    usual = faces.chain(Role.KAITI)[0]

    def room(row: CertificateRow) -> tuple[int, int]:
        return faces.width(Role.KAITI, row.addressed), len(row.body)

    def rare(row: CertificateRow) -> tuple[int, int]:
        others = sum(faces.face(Role.KAITI, each) is not usual for each in row.name)
        return others, max(map(ord, row.name), default=0)

    at = range(len(rows))
    return Remarkable(
        max(at, key=lambda each: (*room(rows[each]), -each)),
        max(at, key=lambda each: (*rare(rows[each]), -each)),
    )
