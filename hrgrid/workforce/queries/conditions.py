"""Conditions that several counts and papers share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Grid
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.scope import seen_paths


def seen_on(work: UnitOfWork, on: dt.date) -> tuple[str, ...] | None:
    """The paths that the actor may look at on a day; None is everything."""
    return seen_paths(work, on)


def grid_of(area_id: Any, on: dt.date) -> ColumnElement[bool]:
    """What only grids have, joined to the id of an area as of a day."""
    return and_(Grid.area_id == area_id, holds_on(Grid, on))
