"""The rosters of the demonstration, as offices keep them: a row a person, heading -> text.

The city has as many full-time workers and helpers as the mock of its dashboard shows; which grids
are vacant, and who helps where, is made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from hrgrid.demo.people import Crowd
from hrgrid.demo.places import CITY_VACANT, CITY_WORKERS, YANNAN, Row

HEADINGS = (
    "姓名",
    "性别",
    "身份证号",
    "手机号",
    "区县",
    "街道",
    "社区",
    "网格编码",
    "网格名称",
    "岗位",
    "专兼职",
    "入职日期",
    "政治面貌",
    "学历",
)
_HELPERS = ("网格长", "信息员", "联络员")
_FIRST_DAY = dt.date(2016, 1, 4)


def village_roster(grids: Sequence[Row]) -> Iterator[Row]:
    """A worker on most grids and a leader on each."""
    return _roster("village", grids, {at for at in range(len(grids)) if at % 12 == 7}, len(grids))


def district_roster(grids: Sequence[Row]) -> Iterator[Row]:
    """盐南: 科城 has 99 workers for its 107 general grids, the others one for each."""
    vacant = {at for at, grid in enumerate(grids) if grid["网格类型"] != "综合网格"}
    for street in YANNAN:
        general = [
            at
            for at, grid in enumerate(grids)
            if grid["街道"] == street.name and grid["网格类型"] == "综合网格"
        ]
        vacant.update(general[street.workers :])
    return _roster("district", grids, vacant, len(grids))


def city_roster(grids: Sequence[Row]) -> Iterator[Row]:
    """39,946 people on 12,249 grids, of which 219 lack their full-time worker."""
    count = len(grids)
    vacant = {
        at for at in range(count) if (at + 1) * CITY_VACANT // count > at * CITY_VACANT // count
    }
    return _roster("city", grids, vacant, CITY_WORKERS - (count - len(vacant)))


def _roster(seed: str, grids: Sequence[Row], vacant: set[int], helpers: int) -> Iterator[Row]:
    """Everybody of a grid together; `helpers` are spread as leaders first, then the others."""
    crowd, count = Crowd(seed), len(grids)
    rounds, rest = divmod(helpers, count)
    for at, grid in enumerate(grids):
        if at not in vacant:
            yield _row(crowd, grid, "网格员", "专职", at)
        for role in _HELPERS[: rounds + (at < rest)]:
            yield _row(crowd, grid, role, "兼职", at)


def _row(crowd: Crowd, grid: Row, role: str, employment: str, at: int) -> Row:
    person = crowd.next()
    since = _FIRST_DAY + dt.timedelta(days=(at * 37) % 2_900)
    return {
        "姓名": person.name,
        "性别": person.sex,
        "身份证号": person.id_number,
        "手机号": person.phone,
        "区县": grid["区县"],
        "街道": grid["街道"],
        "社区": grid["社区"],
        "网格编码": grid["网格编码"],
        "网格名称": grid["网格名称"],
        "岗位": role,
        "专兼职": employment,
        "入职日期": since.isoformat(),
        "政治面貌": person.party,
        "学历": person.education,
    }
