"""A place for the level of competitions."""

from __future__ import annotations

from hrgrid.ui.hiring.level import Level


class CompetitionsLevel(Level):
    """Stands in until the level of competitions is here."""

    def choose(self, competition_id: int) -> None:
        """Show one."""

    def open_new(self) -> None:
        """A new one."""
