"""Judges of the events of a competition, and the end of marking."""

from __future__ import annotations

from collections.abc import Sequence

from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import PanelState
from hrgrid.panels.service import SeatForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition
from hrgrid.training.queries.competition_inputs import applied_run, events_in_order, panels_of
from hrgrid.training.rules.competing import (
    RUNNING_POINTS,
    CompetitionState,
    EventKind,
    RankingRunState,
)
from hrgrid.training.service.competition_steps import (
    OPEN_STATES,
    competition_of,
    event_of,
    go_competition,
)

_S = CompetitionState


def seat_everywhere(work: UnitOfWork, competition_id: int, forms: Sequence[SeatForm]) -> int:
    """Seat the same judges in every judged event; who sits already stays. How many sat down."""
    competition = competition_of(work, competition_id, *OPEN_STATES)
    panel_of, seated = panels_of(work, competition.id), 0
    for event in events_in_order(work, competition.id):
        panel = panel_of[event.code]
        judged = event.kind is not EventKind.WRITTEN and event.kind not in RUNNING_POINTS
        if not judged or panel.state is PanelState.CLOSED:
            continue
        seats = panel_view(work, panel.id).seats
        there = {(seat.person_id, seat.name, seat.unit) for seat in seats}
        chief = any(seat.chief for seat in seats)
        taken = {seat.seat_no for seat in seats}
        for form in forms:
            if (form.person_id, form.name.strip(), form.unit.strip()) in there:
                continue
            wanted = form.seat_no if form.seat_no not in taken else None
            panels.add_seat(
                work,
                panel.id,
                SeatForm(
                    form.name,
                    form.unit,
                    form.person_id,
                    form.area_id,
                    form.chief and not chief,
                    wanted,
                ),
            )
            chief = chief or form.chief
            seated += 1
    return seated


def propose_recusals(work: UnitOfWork, competition_id: int) -> int:
    """Take every proposal (own unit, competes himself) of the judged events; how many."""
    competition = competition_of(work, competition_id, *OPEN_STATES)
    panel_of = panels_of(work, competition.id)
    ours = [panel_of[event.code] for event in events_in_order(work, competition.id)]
    return sum(
        panels.recuse_proposed(work, panel.id) for panel in ours if panel.state is PanelState.OPEN
    )


def close_event(work: UnitOfWork, event_id: int) -> None:
    """Take no more marks or points of an event; UserError with what is missing."""
    _, event, panel = event_of(work, event_id, _S.RUNNING)
    panels.close_panel(work, panel.id, judged=event.kind not in RUNNING_POINTS)


def reopen_event(work: UnitOfWork, event_id: int) -> None:
    """Let marks in again, with a reason: the competition runs, and its ranking is void."""
    reason = work.require_reason()
    competition, _, panel = event_of(work, event_id, _S.RUNNING, _S.SCORING_CLOSED, _S.CHECKED)
    back_to_running(work, competition)
    panels.reopen_panel(work, panel.id, reason)


def back_to_running(work: UnitOfWork, competition: Competition) -> None:
    """Take what was closed or posted back; a ranking that was made is void."""
    if competition.state is _S.RUNNING:
        return
    run = applied_run(work, competition.id)
    if run is not None:
        run.state = RankingRunState.VOID
    competition.posted_at = competition.proposer_id = None
    work.session.flush()
    go_competition(work, competition, _S.RUNNING)
