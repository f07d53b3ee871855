"""Slips (工资条): everybody's lines of a month, for papers."""

from __future__ import annotations

from collections.abc import Iterable

from hrgrid.funding.queries.pay_reading import pay_cards
from hrgrid.funding.rules.pay_rows import PayCard
from hrgrid.storage.work import UnitOfWork


def slips(
    work: UnitOfWork, period_id: int, person_ids: Iterable[int] | None = None
) -> list[PayCard]:
    """The cards of a month by unit, in each by strokes of the name; of some people or all."""
    cards = pay_cards(work, period_id, person_ids)
    return sorted(cards, key=lambda card: (card.row.area, card.row.stroke_key))
