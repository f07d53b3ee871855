"""Cases of exit by what somebody types: a part of the number, or the person's name or number."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.exits.queries.cases import cases
from hrgrid.exits.queries.scope import may_view
from hrgrid.exits.rules.case_rows import CaseFilter
from hrgrid.exits.rules.words import ENDED
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ExitHit:
    """A case that somebody looks for; `part` is where the page of exits shows it."""

    part: str
    title: str
    beside: str
    past: bool


def search_exits(work: UnitOfWork, text: str, limit: int = 4) -> list[ExitHit]:
    """What `text` may mean among the cases that the actor may see; nothing at all for others."""
    typed = text.strip()
    if not typed or not may_view(work):
        return []
    return [
        ExitHit(
            f"cases/{row.id}",
            f"{row.number} {row.name}",
            f"退出事项、{row.state.label}",
            row.state in ENDED,
        )
        for row in cases(work, CaseFilter(text=typed))[:limit]
    ]
