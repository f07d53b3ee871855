"""Panels that mark the nominees of a campaign: how far they are, and who should keep out."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.names.surnames import split_surname
from hrgrid.core.rights import Right
from hrgrid.honours.rules.words import Tier
from hrgrid.panels.queries import PanelRow, panel_view, panels_like, proposed_recusals
from hrgrid.panels.rules.checks import ProgressRow, progress
from hrgrid.panels.rules.rows import EntrantRow, PanelView, SeatRow
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.work import UnitOfWork

NOMINATION = "nomination:"
_SUBJECT = "honours:"


def subject_of_review(campaign_id: int) -> str:
    """What the subjects of a campaign's panels begin with."""
    return f"{_SUBJECT}{campaign_id}:"


@dataclass(frozen=True)
class ReviewPanel:
    """One group of judges and those whom they mark; `suspects` share a surname, undecided."""

    id: int
    tier: Tier
    group: int
    title: str
    state: PanelState
    entrants: int
    judges: tuple[SeatRow, ...]
    progress: ProgressRow
    recused: int
    suspects: int


@dataclass(frozen=True)
class Kin:
    """A judge and an entrant of one surname; whether they are kin people decide."""

    seat: SeatRow
    entrant: EntrantRow
    reason: str


def review_panels(work: UnitOfWork, campaign_id: int) -> list[ReviewPanel]:
    """The panels of a campaign by tier and group."""
    found = [_panel(work, row) for row in panels_like(work, subject_of_review(campaign_id))]
    return sorted(found, key=lambda one: (one.tier.order, one.group))


def panels_to_mark(work: UnitOfWork) -> list[ReviewPanel]:
    """The open panels of all campaigns for which the reader may key marks, by title."""
    rows = [
        row
        for row in panels_like(work, _SUBJECT)
        if row.state is PanelState.OPEN and work.actor.may(Right.ENTER_MARKS, row.area_path)
    ]
    return sorted((_panel(work, row) for row in rows), key=lambda one: (one.title, one.group))


def _panel(work: UnitOfWork, row: PanelRow) -> ReviewPanel:
    _, _, tier, group = row.subject.split(":")
    view = panel_view(work, row.id)
    return ReviewPanel(
        row.id,
        Tier(tier),
        int(group),
        row.title,
        row.state,
        len(view.competing),
        tuple(column.judge for column in view.columns if column.active),
        progress(view),
        len(view.recused),
        len(kin_in(view)),
    )


def proposed_kin(work: UnitOfWork, panel_id: int) -> list[Kin]:
    """Judges and entrants who share a surname and are not recused, by seat and entrant.

    Same unit and who is nominated himself are not in it: those are recused without asking.
    """
    view = panel_view(work, panel_id)
    others = {(one.seat.id, one.entrant.id) for one in proposed_recusals(work, panel_id)}
    return [one for one in kin_in(view) if (one.seat.id, one.entrant.id) not in others]


def kin_in(view: PanelView) -> list[Kin]:
    """The pairs of one surname in a panel."""
    there = {(each.seat_id, each.entrant_id) for each in view.recusals}
    surnames = {entrant.id: split_surname(entrant.name)[0] for entrant in view.competing}
    found = []
    for column in view.columns:
        own = split_surname(column.judge.name)[0]
        for entrant in view.competing:
            same = surnames[entrant.id] == own
            if column.active and same and (column.judge.id, entrant.id) not in there:
                reason = f"评委“{column.judge.name}”和“{entrant.name}”同姓“{own}”"
                found.append(Kin(column.judge, entrant, reason))
    return found
