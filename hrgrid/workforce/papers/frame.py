"""What every working paper says above its table: whose it is, of which day, made when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.numerals import official_day
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on


@dataclass(frozen=True)
class Frame:
    """The facts of a paper; `place` is the area that it is about, "" for all."""

    office: str
    place: str
    on: dt.date
    made_on: dt.date

    @property
    def left(self) -> str:
        """Below the title at the left."""
        return f"制表单位：{self.office}　　统计截至：{official_day(self.on)}"

    @property
    def made(self) -> str:
        """The day on which it was made."""
        return f"制表日期：{official_day(self.made_on)}"


def read_frame(work: UnitOfWork, on: dt.date, area_id: int | None = None) -> Frame:
    """The frame of a paper on an area as of a day."""
    office = work.session.get_one(Office, 1)
    query = select(AreaStand.name).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    place = (work.session.scalar(query) or "") if area_id is not None else ""
    return Frame(office.name, place, on, work.today)
