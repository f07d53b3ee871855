"""The order of recommendation of a district in a tier: 1, 2, 3 … without gaps.

Whoever is put in moves the others down, whoever goes lets them up. Who has no place keeps none.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.honours.model import Nomination
from hrgrid.honours.rules.words import Tier
from hrgrid.storage.work import UnitOfWork


def ranked(work: UnitOfWork, campaign_id: int, tier: Tier, area_id: int) -> list[Nomination]:
    """Those of a district who have a place, in their order."""
    query = (
        select(Nomination)
        .where(
            Nomination.campaign_id == campaign_id,
            Nomination.tier == tier,
            Nomination.area_id == area_id,
            Nomination.removal.is_(None),
            Nomination.unit_rank.is_not(None),
        )
        .order_by(Nomination.unit_rank)
    )
    return list(work.session.scalars(query))


def put(work: UnitOfWork, row: Nomination, to: int | None) -> None:
    """Put somebody at a place, from 1, the others behind him; None or too far is last."""
    others = [
        one for one in ranked(work, row.campaign_id, row.tier, row.area_id) if one.id != row.id
    ]
    at = len(others) if to is None else min(to - 1, len(others))
    renumber(work, [*others[:at], row, *others[at:]])


def renumber(work: UnitOfWork, rows: Sequence[Nomination]) -> None:
    """1, 2, 3 …; first nobody has a changed place, for two may never have the same."""
    changed = [(row, at) for at, row in enumerate(rows, start=1) if row.unit_rank != at]
    for row, _ in changed:
        row.unit_rank = None
    work.session.flush()
    for row, at in changed:
        row.unit_rank = at
    work.session.flush()
