"""Warnings and exits of the person, for who may see exits; nothing tells others that one is."""

from __future__ import annotations

from hrgrid.exits.queries.person_cases import cases_of_person
from hrgrid.exits.rules.words import ENDED
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard


def exit_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Every case that the actor may see."""
    lines = tuple(
        FileLine(
            f"{row.opened_on:%Y-%m-%d}",
            row.number,
            joined(
                row.state.label,
                row.ground.label if row.ground is not None else "",
                f"最后在岗日 {row.effective_on:%Y-%m-%d}" if row.effective_on else "",
                f"关注到 {row.watch_until:%Y-%m-%d}" if row.watch_until else "",
            ),
            "exits",
            f"cases/{row.id}",
            quiet=row.state in ENDED,
        )
        for row in cases_of_person(work, card.id)
    )
    return FilePart("预警和退出", lines, "") if lines else None
