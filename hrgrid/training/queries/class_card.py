"""One class with its sessions, its way so far, the one next step and what blocks it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import ClassStep
from hrgrid.training.queries.blocking import Blocker, blockers_of, proposed
from hrgrid.training.queries.classes import ClassRow, SessionRow
from hrgrid.training.queries.sheets import sheet
from hrgrid.training.rules.words import ClassState


@dataclass(frozen=True)
class StepRow:
    """One arrow that a class went."""

    state: ClassState
    at: dt.datetime
    made_by: str
    reason: str


@dataclass(frozen=True)
class NextStep:
    """The one next step: a code (open_enrolment, start, end, propose, confirm, archive) and its
    button; where it is not enabled, `blockers` of the card say why.
    """

    code: str
    label: str
    enabled: bool


@dataclass(frozen=True)
class ClassCard:
    """One class with its sessions, its way so far, the next step and what blocks it."""

    row: ClassRow
    sessions: tuple[SessionRow, ...]
    steps: tuple[StepRow, ...]
    next_step: NextStep | None
    blockers: tuple[Blocker, ...]


def class_card(work: UnitOfWork, class_id: int) -> ClassCard:
    """One class with all about it but its members; statements do not grow with its size."""
    found = sheet(work, class_id)
    query = select(ClassStep).where(ClassStep.class_id == class_id).order_by(ClassStep.seq)
    steps = tuple(
        StepRow(one.state, one.at, one.made_by, one.reason) for one in work.session.scalars(query)
    )
    blockers = blockers_of(work, found)
    step = _NEXT.get(found.row.state)
    if found.row.state is ClassState.ENDED and not proposed(work, found):
        step = ("propose", "报请审批结果")
        blockers = tuple(one for one in blockers if one.kind != "approval")
    following = None if step is None else NextStep(*step, enabled=not blockers)
    return ClassCard(found.row, found.sessions, steps, following, blockers)


_NEXT = {
    ClassState.PLANNED: ("open_enrolment", "开放报名"),
    ClassState.OPEN: ("start", "开班上课"),
    ClassState.RUNNING: ("end", "结课"),
    ClassState.ENDED: ("confirm", "核定学时"),
    ClassState.CONFIRMED: ("archive", "归档"),
}
