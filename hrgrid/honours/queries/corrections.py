"""How an honour is named: as it was decided, or as it was corrected last by an act of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.names import placeholders
from hrgrid.honours.model import HonourCorrection, HonourGrant
from hrgrid.honours.rules.words import NameChoice
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Named:
    """What papers and lists say; `choice` is what they do with a name that lost a character."""

    name: str
    unit: str
    post: str
    choice: NameChoice | None


def as_decided(grant: HonourGrant) -> Named:
    """As the decision named somebody."""
    return Named(grant.printed_name, grant.printed_unit, grant.printed_post, grant.name_choice)


def as_corrected(work: UnitOfWork, grants: Collection[HonourGrant]) -> dict[int, Named]:
    """By grant, with what was put right since."""
    named = {grant.id: as_decided(grant) for grant in grants}
    if not named:
        return named
    query = (
        select(HonourCorrection)
        .where(HonourCorrection.grant_id.in_(named))
        .order_by(HonourCorrection.seq)
    )
    for row in work.session.scalars(query):
        before = named[row.grant_id]
        # A name that was put right is printed.
        choice = before.choice if placeholders(row.name_after) else None
        named[row.grant_id] = Named(row.name_after, row.unit_after, row.post_after, choice)
    return named
