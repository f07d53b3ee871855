"""A small office to assess: four streets of different size in September 2026, whoever came or went.

September has everybody that a period must get right: one on leave and one lent out the whole
month, one who left with enough days and one with too few, newcomers with and without enough, one
who moved between streets, one away for three days, a part-timer, and a leader whom no scheme of
grid workers assesses. July and August have the twenty-two who were there from the beginning.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.assessment.queries.people import assessees_of
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.assessment.service.periods import PeriodForm, open_period
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import AreaRow, tree_index
from hrgrid.workforce.rules import AbsenceKind, Employment, LeaveKind
from hrgrid.workforce.service.absences import AbsenceForm, begin_absence
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.posting import begin_post, end_post, transfer_person
from tests.hiring.build import area, grid, id_number, plant

__all__ = ["area", "grid", "id_number"]

YEAR, MONTH, AT = 2026, 9, 202609
STREETS = {"东街道": 9, "西街道": 7, "南街道": 4, "北街道": 6}
"""How many general grids each has; the third is the one with fewer than five people."""
EAST = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王平")
WEST = ("冯春", "陈夏", "褚秋", "卫冬", "蒋东", "沈南")
SOUTH = ("韩西", "杨北", "朱中")
NORTH = ("秦天", "尤地", "许山", "何水", "吕风")
NAMES = (*EAST, *WEST, *SOUTH, *NORTH)
"""Full-time workers from the beginning, in the order of their grids E000 …, W000 …"""
PART_TIMER, LEADER = "华兼", "金长"

ASSESSED = {
    "东街道": ("赵一", "钱二", "孙三", "李四", "吴六", "王平"),
    "西街道": ("冯春", "陈夏", "褚秋", "卫冬", "蒋东", "沈南", "严早"),
    "南街道": ("韩西", "杨北", "朱中", "吕风"),
    "北街道": ("秦天", "尤地", "许山"),
}
"""Who has a result of September, by the street that counts."""
ON_LEAVE, TOO_FEW = ("周五", "何水"), ("郑七", "曹新")
EVERYBODY = (*(name for names in ASSESSED.values() for name in names), *ON_LEAVE, *TOO_FEW)


def _day(day: int, month: int = MONTH) -> dt.date:
    return dt.date(YEAR, month, day)


def settle(work: UnitOfWork) -> None:
    """Everybody as of the end of September; today is any later day."""
    grids = plant(work, STREETS)
    at = 0
    for street, names in zip(STREETS, (EAST, WEST, SOUTH, NORTH), strict=True):
        for place, name in zip(grids[street], names, strict=False):
            at += 1
            _employ(work, place, name, at)
    # Who holds a post of another role, or works beside the job.
    _employ(work, grids["东街道"][0], LEADER, 40, role="网格长", employment=Employment.PART)
    _employ(work, grids["北街道"][0], PART_TIMER, 41, employment=Employment.PART)
    away = AbsenceForm(AbsenceKind.LEAVE, _day(10, 8), _day(20, 12), LeaveKind.MATERNITY)
    begin_absence(work, person_of(work, "周五"), away)
    lent = AbsenceForm(AbsenceKind.SECONDMENT, _day(1), _day(31, 12), host="示例区委组织部")
    begin_absence(work, person_of(work, "何水"), lent)
    short = AbsenceForm(AbsenceKind.LEAVE, _day(22), _day(24), LeaveKind.ANNUAL)
    begin_absence(work, person_of(work, "钱二"), short)
    end_post(work, post_of(work, "吴六"), _day(20))
    end_post(work, post_of(work, "郑七"), _day(8))
    _employ(work, grids["东街道"][6], "曹新", 42, since=_day(21))
    _employ(work, grids["西街道"][6], "严早", 43, since=_day(10))
    enlisting = Enlisting(work, tree_index(work, work.today))
    moved = PostForm(grids["南街道"][3], enlisting.roles["网格员"], Employment.FULL, _day(16))
    transfer_person(work, post_of(work, "吕风"), moved)


def _employ(
    work: UnitOfWork,
    place: AreaRow,
    name: str,
    at: int,
    *,
    role: str = "网格员",
    employment: Employment = Employment.FULL,
    since: dt.date = dt.date(2020, 1, 1),
) -> None:
    enlisting = Enlisting(work, tree_index(work, work.today))
    form = PersonForm(name, id_number(at))
    enlisting.take(form, PostForm(place, enlisting.roles[role], employment, since))
    enlisting.write()


def person_of(work: UnitOfWork, name: str) -> int:
    """The id of somebody by his name."""
    found = work.session.scalar(select(Person.id).where(Person.name == name))
    assert found is not None, name
    return found


def post_of(work: UnitOfWork, name: str) -> int:
    """The newest post of somebody."""
    query = select(Post.id).where(Post.person_id == person_of(work, name)).order_by(Post.id.desc())
    found = work.session.scalar(query.limit(1))
    assert found is not None, name
    return found


def person(desk: Desk, name: str) -> int:
    """The id of somebody by his name."""
    return desk.read(lambda work: person_of(work, name))


def people(desk: Desk) -> dict[str, int]:
    """Everybody's id by name."""
    query = select(Person.name, Person.id)
    return desk.read(lambda work: dict(work.session.execute(query).tuples().all()))


def back(desk: Desk, name: str, code: str, since: dt.date) -> None:
    """Somebody begins at the grid with this code from a day on."""
    place = grid(desk, code)

    def write(work: UnitOfWork) -> None:
        role = Enlisting(work, tree_index(work, work.today)).roles["网格员"]
        begin_post(work, person_of(work, name), PostForm(place, role, Employment.FULL, since))

    desk.write(write)


def opened(desk: Desk, month: int = MONTH, **given: object) -> int:
    """A month of the whole district that collects figures, its people taken; returns the id."""
    values: dict[str, object] = {
        "scheme": "monthly",
        "kind": PeriodKind.MONTH,
        "year": YEAR,
        "number": month,
        "area_id": area(desk, "示例区").id,
    }
    form = PeriodForm(**(values | given))  # type: ignore[arg-type]
    return desk.write(lambda work: open_period(work, form))


def assessees(desk: Desk, period_id: int) -> dict[str, int]:
    """The ids of a period's people by name."""
    rows = desk.read(lambda work: assessees_of(work, period_id))
    return {row.name: row.id for row in rows}
