"""What the publicity says of each person: the caller goes on with who is clear."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.publicity.model import Notice, NoticeEntry, Objection
from hrgrid.publicity.rules import NoticeState, ObjectionState, Outcome, outcome_of
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class OutcomeRow:
    """One target under its newest notice that was not withdrawn."""

    target: str
    name: str
    outcome: Outcome
    notice_id: int
    round: int
    last_day: dt.date
    objections: int


def outcome_by_target(work: UnitOfWork, subject: str) -> dict[str, OutcomeRow]:
    """Clear, waiting, removed or still showing, by target, in the order shown.

    Objections of every notice of the subject count, those of a withdrawn one too: publishing a
    list anew loses none. A target whose notices were all withdrawn is not there. Asks for no
    right, since it says nothing of who objected: the caller's room asks its own.
    """
    shown = (
        select(NoticeEntry, Notice)
        .join(Notice, Notice.id == NoticeEntry.notice_id)
        .where(Notice.subject == subject)
        .order_by(Notice.round, NoticeEntry.place)
    )
    drawn: dict[str, list[tuple[ObjectionState, bool | None]]] = {}
    objected = (
        select(NoticeEntry.target, Objection.state, Objection.upheld)
        .join(NoticeEntry, NoticeEntry.id == Objection.entry_id)
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Notice.subject == subject)
    )
    for target, state, upheld in work.session.execute(objected):
        drawn.setdefault(target, []).append((state, upheld))
    found: dict[str, OutcomeRow] = {}
    for entry, notice in work.session.execute(shown):
        if notice.state is NoticeState.WITHDRAWN:
            continue
        about = drawn.get(entry.target, [])
        found[entry.target] = OutcomeRow(
            entry.target,
            entry.name,
            outcome_of(notice.state, about),
            notice.id,
            notice.round,
            notice.last_day,
            len(about),
        )
    return found
