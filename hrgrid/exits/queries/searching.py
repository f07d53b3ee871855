"""Cases of exit by what somebody types: a part of the number, or the person's name or number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.cases import called
from hrgrid.exits.queries.scope import may_view, within
from hrgrid.exits.rules.words import ENDED
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class ExitHit:
    """A case that somebody looks for; `part` is where the page of exits shows it."""

    part: str
    title: str
    beside: str
    past: bool


def search_exits(work: UnitOfWork, text: str, limit: int = 4) -> list[ExitHit]:
    """What `text` may mean among the cases that the actor may see; nothing at all for others.

    Running cases first, those due first among them, then the newest: the database counts off
    `limit`, since this is asked at every key.
    """
    typed = text.strip()
    if not typed or not may_view(work):
        return []
    over = ExitCase.state.in_(ENDED)
    query = (
        select(ExitCase.id, ExitCase.number, ExitCase.state, Person.name)
        .join(Person, Person.id == ExitCase.person_id)
        .where(within(work, ExitCase.area_path), called(typed))
        .order_by(over, ExitCase.due_on.is_(None), ExitCase.due_on, ExitCase.id.desc())
        .limit(limit)
    )
    return [
        ExitHit(
            f"cases/{row.id}",
            f"{row.number} {row.name}",
            f"退出事项、{row.state.label}",
            row.state in ENDED,
        )
        for row in work.session.execute(query)
    ]
