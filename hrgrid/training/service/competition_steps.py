"""The arrows that a competition goes: who, when, why, on what document.

Every use case of competitions begins with `competition_of` or `event_of` (the right, the state),
which hold the competition against everybody else until the commit.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.panels.queries import panel_by_subject
from hrgrid.panels.queries.reading import PanelRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionStep,
)
from hrgrid.training.queries.competition_inputs import panel_subject
from hrgrid.training.rules.competing import (
    COMPETITION_ARROWS,
    FIXED,
    PREPARING,
    CompetitionState,
)

OPEN_STATES = (*PREPARING, CompetitionState.RUNNING)
"""Entries and marks may still come in."""


def competition_of(
    work: UnitOfWork,
    competition_id: int,
    *states: CompetitionState,
    right: Right = Right.RUN_TRAINING,
) -> Competition:
    """The competition, for somebody who may run it, in one of `states` (any if none is named)."""
    work.require_somewhere(right)
    # A reading unit of work may look, and locks nothing.
    found = work.session.get(Competition, competition_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {competition_id} 号比武。请刷新列表后再选")
    work.require(right, found.area_path)
    if states and found.state not in states:
        fixed = "成绩已定，只能复核" if found.state in FIXED else "请刷新后查看办到了哪一步"
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{_listed(states)}时才能办这一步。{fixed}"
        )
    return found


def event_of(
    work: UnitOfWork,
    event_id: int,
    *states: CompetitionState,
    right: Right = Right.RUN_TRAINING,
) -> tuple[Competition, CompetitionEvent, PanelRow]:
    """An event with its competition (in one of `states`) and its panel."""
    event = work.session.get(CompetitionEvent, event_id)
    if event is None:
        raise UserError("这个项目不在了。请刷新后再办")
    competition = competition_of(work, event.competition_id, *states, right=right)
    work.session.refresh(event)
    panel = panel_by_subject(work, panel_subject(competition.id, event.code))
    if panel is None:
        raise UserError(f"项目“{event.title}”没有评分。请删去后重新添加")
    return competition, event, panel


def competitor_of(
    work: UnitOfWork, competitor_id: int, *states: CompetitionState
) -> tuple[Competition, CompetitionEntrant]:
    """An entry with its competition, in one of `states`."""
    found = work.session.get(CompetitionEntrant, competitor_id)
    if found is None:
        raise UserError("这名参赛者不在了。请刷新后再办")
    competition = competition_of(work, found.competition_id, *states)
    work.session.refresh(found)
    return competition, found


def go_competition(
    work: UnitOfWork, competition: Competition, state: CompetitionState, document_no: str = ""
) -> None:
    """Take a competition along one arrow, and note who, when and why."""
    if state not in COMPETITION_ARROWS[competition.state]:
        raise UserError(
            f"{named(competition)}现在是“{competition.state.label}”，不能直接到“{state.label}”。"
            "请先办中间的步骤"
        )
    before, competition.state = competition.state, state
    work.session.flush()
    note_step(work, competition, document_no)
    work.record(
        "step_competition",
        named(competition),
        before={"competition_state": before.value},
        after={"competition_state": state.value}
        | ({"document": document_no} if document_no else {}),
    )


def note_step(work: UnitOfWork, competition: Competition, document_no: str = "") -> None:
    """A row of the way that a competition took, in the state that it has now."""
    last = select(func.max(CompetitionStep.seq)).where(
        CompetitionStep.competition_id == competition.id
    )
    work.session.add(
        CompetitionStep(
            competition_id=competition.id,
            seq=1 + (work.session.scalar(last) or 0),
            state=competition.state,
            at=work.now,
            made_by=work.actor.name,
            reason=work.reason,
            document_no=document_no,
        )
    )
    work.session.flush()


def named(competition: Competition) -> str:
    """A competition in a sentence and in the journal."""
    return f"比武“{competition.number} {competition.title}”"


def told(entrant: CompetitionEntrant) -> str:
    """An entry in a sentence."""
    return f"{entrant.number:02d} 号“{entrant.name}”"


def _listed(states: Sequence[Labelled]) -> str:
    return "、".join(f"“{state.label}”" for state in states)
