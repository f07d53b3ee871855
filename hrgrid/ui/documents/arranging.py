"""The order in which certificates leave the printer, and the separator sheets between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hrgrid.documents.papers.piles import piles_of, slips_of
from hrgrid.documents.queries import certificates_by_id
from hrgrid.paper.certificate.slips import Slip
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.documents.batches import Order, places


@dataclass(frozen=True)
class Arranged:
    """Certificates in the order wanted; `slips` by the certificate that each lies before."""

    ids: tuple[int, ...]
    slips: Mapping[int, Slip] = field(default_factory=dict)


def arranged(work: UnitOfWork, ids: Sequence[int], order: Order) -> Arranged:
    """These certificates, by number as they come or by district and street."""
    if order is Order.NUMBER:
        return Arranged(tuple(ids))
    piles = piles_of(work, certificates_by_id(work, ids), places)
    by_place = tuple(one for pile in piles for one in pile.ids)
    if order is not Order.SLIPS:
        return Arranged(by_place)
    slips = zip(piles, slips_of(piles), strict=True)
    return Arranged(by_place, {pile.ids[0]: slip for pile, slip in slips})
