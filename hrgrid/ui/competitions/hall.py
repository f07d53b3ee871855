"""大屏: what the hall may see, on another display where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import FIXED, CompetitionState
from hrgrid.training.rules.competition_rows import EventRow, RunningBoard
from hrgrid.ui.competitions.live_event import hall_table
from hrgrid.ui.competitions.ranking import hall_tables
from hrgrid.ui.competitions.reading import Read
from hrgrid.ui.matters.second_screen import HallTable, SecondScreen
from hrgrid.ui.status import when

if TYPE_CHECKING:
    from hrgrid.ui.competitions.base_deeds import BaseDeeds

_SHOWN = (CompetitionState.CHECKED, *FIXED)


def posted_tables(read: Read) -> list[HallTable]:
    """The rankings that were posted; none before."""
    card = read.board.card
    if card.row.state not in _SHOWN:
        return []
    foot = f"{when(card.posted_at)}张榜" if card.posted_at is not None else ""
    return hall_tables(card.row.title, read.standings, foot)


def open_hall(deeds: BaseDeeds, read: Read, live: Sequence[EventRow]) -> None:
    """Posted rankings; before them the points of running events, which are public as they come."""
    tables = posted_tables(read)
    if tables:
        _show(deeds, tables)
        return
    ids = [one.id for one in live]

    def job(work: UnitOfWork) -> list[RunningBoard]:
        from hrgrid.training.queries.competition_events import running_board

        return [running_board(work, event_id) for event_id in ids]

    deeds.session.tasks.read(job, lambda boards: _show(deeds, [hall_table(b) for b in boards]))


def _show(deeds: BaseDeeds, tables: Sequence[HallTable]) -> None:
    if deeds.hall is not None:
        deeds.hall.close()
    deeds.hall = SecondScreen(tables)
    deeds.hall.destroyed.connect(lambda *_: setattr(deeds, "hall", None))
    deeds.hall.put_beside(deeds.window)
