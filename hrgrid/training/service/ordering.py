"""Who comes when in an event: drawn by a seed that is kept, or typed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from hrgrid.core.draws import PoolRow, draw
from hrgrid.core.errors import UserError
from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import CompetitionEntrant
from hrgrid.training.queries.competition_inputs import competitor_of_key
from hrgrid.training.service.competition_steps import OPEN_STATES, event_of, named


def draw_order(work: UnitOfWork, event_id: int, seed: str) -> list[tuple[int, int]]:
    """Draw who comes when by a seed that is kept; (entry id, draw number) in order.

    Anyone can repeat it: core/draws.py, the pool are the numbers of those who compete.
    """
    competition, event, panel = event_of(work, event_id, *OPEN_STATES)
    view = panel_view(work, panel.id)
    if view.sheets:
        raise UserError(f"“{event.title}”已经有分，不能再抽出场顺序")
    numbers = _numbers(work, competition.id)
    pool = {
        str(numbers[competitor_of_key(one.key)]): one
        for one in view.competing
        if competitor_of_key(one.key) in numbers
    }
    if not pool:
        raise UserError(f"“{event.title}”还没有选手，不能抽签。请先报名")
    drawn = draw([PoolRow(key) for key in pool], len(pool), seed.strip())
    order = {pool[row.key].id: at for at, row in enumerate(drawn.drawn, start=1)}
    cleared: dict[int, int | None] = {each.id: None for each in view.entrants}
    panels.draw_numbers(work, panel.id, cleared | order)
    event.draw_seed, event.draw_sha256 = drawn.seed, drawn.pool_sha256
    work.session.flush()
    work.record(
        "draw_event_order",
        f"{named(competition)} {event.title}",
        after={"seed": drawn.seed, "pool": drawn.pool_sha256, "algorithm": drawn.algorithm},
    )
    return [
        (competitor_of_key(pool[row.key].key), at) for at, row in enumerate(drawn.drawn, start=1)
    ]


def set_order(work: UnitOfWork, event_id: int, order: Mapping[int, int | None]) -> None:
    """Draw numbers as typed, by entry id; a seed that was drawn by before counts no more."""
    _, event, panel = event_of(work, event_id, *OPEN_STATES)
    ours = {competitor_of_key(one.key): one.id for one in panel_view(work, panel.id).entrants}
    if order.keys() - ours.keys():
        raise UserError(f"有选手不在“{event.title}”里。请刷新后再办")
    panels.draw_numbers(work, panel.id, {ours[entry]: number for entry, number in order.items()})
    event.draw_seed = event.draw_sha256 = ""
    work.session.flush()


def _numbers(work: UnitOfWork, competition_id: int) -> dict[int, int]:
    query = select(CompetitionEntrant.id, CompetitionEntrant.number).where(
        CompetitionEntrant.competition_id == competition_id
    )
    return dict(work.session.execute(query).tuples().all())
