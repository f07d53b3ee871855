"""How many households a grid should have, by the rules in force on a day."""

from __future__ import annotations

import datetime as dt

from hrgrid.storage.rulebook import rules_in_force
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import SIZES_TOPIC, GridSizes


def grid_sizes(work: UnitOfWork, on: dt.date) -> GridSizes:
    """The ends in force on a day."""
    found = rules_in_force(work, SIZES_TOPIC, on)
    return GridSizes(**found.parameters) if found else GridSizes()
