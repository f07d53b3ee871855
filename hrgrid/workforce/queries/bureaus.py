"""Offices that are no area, where people hold posts: 联动中心, 派出所, 街道机关."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Post
from hrgrid.workforce.queries.areas import AreaRow, area_on, find_area, holds_on


@dataclass(frozen=True, slots=True)
class BureauRow:
    """One office, under the area that it belongs to."""

    id: int
    area_id: int
    name: str


def bureaus(work: UnitOfWork) -> list[BureauRow]:
    """Every office, by the area and the order in which they were added."""
    query = select(Bureau.id, Bureau.area_id, Bureau.name).order_by(Bureau.area_id, Bureau.id)
    return [BureauRow(*row) for row in work.session.execute(query)]


def find_place(work: UnitOfWork, typed: str, on: dt.date) -> AreaRow | BureauRow:
    """The office or area that a name, a path of names or a code means; UserError otherwise."""
    text = typed.strip()
    named = [bureau for bureau in bureaus(work) if bureau.name == text]
    return named[0] if len(named) == 1 else find_area(work, text, on)


def place_of_post(work: UnitOfWork, post: Post, on: dt.date) -> AreaRow | BureauRow:
    """The area or office of a post as it stands on a day; UserError where the area is no more."""
    if post.bureau_id is not None:
        row = work.session.get_one(Bureau, post.bureau_id)
        return BureauRow(row.id, row.area_id, row.name)
    return area_on(work, post.area_id or 0, on)


def place_path(work: UnitOfWork, area_id: int | None, bureau_id: int | None) -> str:
    """The path of codes of an area or of an office's area today, for the right to it."""
    if bureau_id is not None:
        area_id = work.session.get_one(Bureau, bureau_id).area_id
    query = select(AreaStand.path).where(
        AreaStand.area_id == area_id, holds_on(AreaStand, work.today)
    )
    return work.session.scalar(query) or ""
