"""Who applies in the demonstration's hiring: a list as an office keeps it, made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from hrgrid.demo.furnishing import write_book
from hrgrid.demo.people import Crowd, MadeUpPerson
from hrgrid.demo.places import Row
from hrgrid.hiring.queries.batch_card import PositionRow

HEADINGS = (
    *("报名日期", "岗位代码", "报考岗位", "意向网格", "姓名", "性别", "身份证号", "手机号"),
    *("学历", "政治面貌", "社工证", "退役军人", "志愿服务"),
)
APPLICANTS = 4
"""How many apply for each grid: more than opens a written exam."""
# Far behind everybody on a roster, so that no number of a person comes twice.
_BEHIND = 900_000
_OLDEST = 38
_TOO_OLD_EVERY = 12


def write_applications(
    path: Path, positions: Sequence[PositionRow], first_day: dt.date, seed: str
) -> Path:
    """A workbook with the candidates of every position; one in twelve is too old."""
    write_book(path, "报名表", HEADINGS, _rows(positions, first_day, seed))
    return path


def _rows(positions: Sequence[PositionRow], first_day: dt.date, seed: str) -> Iterator[Row]:
    crowd, count = Crowd(f"hiring {seed}", _BEHIND), 0
    for position in positions:
        for at in range(APPLICANTS * position.places):
            count += 1
            person = _of_age(crowd, first_day, old=count % _TOO_OLD_EVERY == 0)
            grid = position.grids[at % position.places]
            yield {
                "报名日期": (first_day + dt.timedelta(days=count % 5)).isoformat(),
                "岗位代码": position.code,
                "报考岗位": position.title,
                "意向网格": grid.name if count % 3 == 0 else "",
                "姓名": person.name,
                "性别": person.sex,
                "身份证号": person.id_number,
                "手机号": person.phone,
                "学历": person.education,
                "政治面貌": person.party,
                "社工证": "是" if count % 7 == 0 else "否",
                "退役军人": "是" if count % 11 == 0 else "否",
                "志愿服务": "1年6个月" if count % 5 == 0 else "无",
            }


def _of_age(crowd: Crowd, on: dt.date, *, old: bool) -> MadeUpPerson:
    while True:
        person = crowd.next()
        age = on.year - int(person.id_number[6:10])
        if (45 < age < 55) if old else 20 <= age <= _OLDEST:
            return person
