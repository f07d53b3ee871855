"""Entries in the panels of events: who is entered stands in every open event of his kind."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import EntrantRow
from hrgrid.panels.rules.words import EntrantStatus, PanelState
from hrgrid.panels.service import EntrantForm
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEntrant, CompetitionEvent
from hrgrid.training.queries.competition_inputs import (
    competitor_key,
    competitor_of_key,
    events_in_order,
    panels_of,
)
from hrgrid.training.rules.competing import EntrantState, MemberRole
from hrgrid.training.rules.competition import CompetitionRule, competition_rule_of

STATUS = {
    EntrantState.WITHDRAWN: EntrantStatus.WITHDRAWN,
    EntrantState.DISQUALIFIED: EntrantStatus.DISQUALIFIED,
}


def fill_event(
    work: UnitOfWork, competition: Competition, event: CompetitionEvent, panel_id: int
) -> None:
    """Everybody who competes in a new event."""
    query = select(CompetitionEntrant).where(
        CompetitionEntrant.competition_id == competition.id,
        CompetitionEntrant.side == event.side,
    )
    _add(work, competition, panel_id, list(work.session.scalars(query)))


def enter_events(
    work: UnitOfWork, competition: Competition, entrants: Sequence[CompetitionEntrant]
) -> None:
    """New entries into every event of their kind that is still open."""
    for event, panel_id in _open_events(work, competition):
        _add(work, competition, panel_id, [one for one in entrants if one.side is event.side])


def places_of(
    work: UnitOfWork, competition: Competition, competitor_id: int
) -> list[tuple[CompetitionEvent, EntrantRow, bool, bool]]:
    """Where an entry stands: the event, its row, whether the event is open, whether marked."""
    found = []
    panel_of = panels_of(work, competition.id)
    for event in events_in_order(work, competition.id):
        panel = panel_of[event.code]
        view = panel_view(work, panel.id)
        for row in view.entrants:
            if competitor_of_key(row.key) == competitor_id:
                marked = any(sheet.entrant_id == row.id for sheet in view.sheets)
                found.append((event, row, panel.state is PanelState.OPEN, marked))
    return found


def leave_events(
    work: UnitOfWork,
    competition: Competition,
    entrant: CompetitionEntrant,
    status: EntrantStatus,
    reason: str,
) -> None:
    """Out of every open event: who has marks keeps them and does not compete any more."""
    for _, row, is_open, marked in places_of(work, competition, entrant.id):
        if not is_open:
            continue
        if status is EntrantStatus.ENTERED and not marked:
            panels.remove_entrant(work, row.id)
        elif row.status is EntrantStatus.ENTERED:
            panels.set_status(work, row.id, status, reason)


def come_back(
    work: UnitOfWork,
    competition: Competition,
    entrant: CompetitionEntrant,
    was: EntrantStatus,
) -> None:
    """Back into the open events that he left as `was`, and into those he never was in."""
    there = set()
    for event, row, is_open, _ in places_of(work, competition, entrant.id):
        there.add(event.code)
        if is_open and row.status is was:
            panels.set_status(work, row.id, EntrantStatus.ENTERED)
    for event, panel_id in _open_events(work, competition):
        if event.code not in there and event.side is entrant.side:
            _add(work, competition, panel_id, [entrant])


def rename_in_events(
    work: UnitOfWork, competition: Competition, entrant: CompetitionEntrant
) -> None:
    """What open events call an entry, and whether it is ranked there."""
    for _, row, is_open, _ in places_of(work, competition, entrant.id):
        if is_open:
            panels.change_entrant(work, row.id, entrant.name, entrant.unit, guest=entrant.guest)


def competes(rule: CompetitionRule, entrant: CompetitionEntrant) -> bool:
    """Whether an entry stands in events: substitutes do not where only regular members count."""
    waits = entrant.member_role is MemberRole.SUBSTITUTE and rule.regular_only
    return entrant.state is EntrantState.ENTERED and not waits


def _open_events(work: UnitOfWork, competition: Competition) -> list[tuple[CompetitionEvent, int]]:
    panel_of = panels_of(work, competition.id)
    return [
        (event, panel_of[event.code].id)
        for event in events_in_order(work, competition.id)
        if panel_of[event.code].state is PanelState.OPEN
    ]


def _add(
    work: UnitOfWork,
    competition: Competition,
    panel_id: int,
    entrants: Sequence[CompetitionEntrant],
) -> None:
    rule = competition_rule_of(competition.rule)
    forms = [
        EntrantForm(
            competitor_key(one.id),
            one.name,
            one.unit,
            area_id=one.area_id,
            person_id=one.person_id,
            guest=one.guest,
        )
        for one in sorted(entrants, key=lambda one: one.number)
        if competes(rule, one)
    ]
    if forms:
        panels.add_entrants(work, panel_id, forms)
