"""Conditions that several counts and papers share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Grid, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.scope import seen_paths
from hrgrid.workforce.rules import PostState


def seen_on(work: UnitOfWork, on: dt.date) -> tuple[str, ...] | None:
    """The paths that the actor may look at on a day; None is everything."""
    return seen_paths(work, on)


def grid_of(area_id: Any, on: dt.date) -> ColumnElement[bool]:
    """What only grids have, joined to the id of an area as of a day."""
    return and_(Grid.area_id == area_id, holds_on(Grid, on))


def in_post(on: dt.date) -> ColumnElement[bool]:
    """Posts that are held on a day."""
    return and_(Post.state != PostState.VOIDED, holds_on(Post, on))
