"""Certificates in piles, a street or unit each: their order, and a separator sheet before each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.documents.papers.registers import Place, Places, in_order_of_places
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.paper.certificate import A4
from hrgrid.paper.certificate.slips import Slip, write_slips
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Pile:
    """What goes to one place, in the order of its numbers."""

    place: Place
    rows: tuple[IssuedRow, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Its certificates."""
        return tuple(row.id for row in self.rows)


def piles_of(work: UnitOfWork, rows: Sequence[IssuedRow], places: Places) -> list[Pile]:
    """Certificates by district and street, as the roster first names them."""
    ordered = in_order_of_places(work, rows, places)
    found = zip(places(work, ordered), ordered, strict=True)
    return [
        Pile(place, tuple(row for _, row in group))
        for place, group in groupby(found, key=lambda pair: pair[0])
    ]


def slips_of(piles: Sequence[Pile]) -> list[Slip]:
    """The separator sheet of each pile."""
    return [
        Slip(
            pile.place.district,
            pile.place.street,
            at,
            len(piles),
            tuple((row.shown.rpartition("〕")[2], row.name) for row in pile.rows),
        )
        for at, pile in enumerate(piles, start=1)
    ]


def write_packing_slips(
    desk: Desk, batch: str, title: str, path: Path, *, places: Places
) -> Written:
    """分隔单: a sheet for every street, to lay between the certificates and to pack by.

    Raises UserError without certificates in force.
    """

    def read(work: UnitOfWork) -> list[Pile]:
        work.require(Right.PRINT_PAPERS)
        rows = certificates(work, Wanted(batch))
        in_force = [row for row in rows if row.state is CertificateState.ISSUED]
        if not in_force:
            raise UserError("这里还没有有效的证书，没有可分装的。请先签发证书")
        return piles_of(work, in_force, places)

    slips = slips_of(desk.read(read))
    with paper_file(path) as part:
        write_slips(part, slips, A4.page)
        on_record(desk, "write_packing_slips", title, {"form": "pdf", "count": len(slips)})
    return Written(path, len(slips), len(slips))
