"""The office in which a clerk's year is walked: a district of two streets, and what others send.

Last year it chose its honours and last August it assessed its people; this year each street took
on new ones, who are in nobody's register yet.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.demo.people import Crowd, MadeUpPerson
from hrgrid.honours import service
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import Evidence
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.hiring.build import plant
from tests.offices import Clock
from tests.ui.assessment import terms
from tests.ui.honours.campaigns import City, reviewed, scheme

DISTRICT = "示例区"
GRIDS = {"东街道": 14, "西街道": 13}
LETTERS = {"东街道": "E", "西街道": "W"}
OLD, NEW = 9, 3
"""How many of a street are in the register, and how many its roster brings."""
PLACES = {Tier.PIONEER: 2, Tier.EXCELLENT: 4, Tier.SKILLED: 4}
SINCE = dt.date(2020, 3, 2)
_ROSTER = ("姓名", "身份证号", "工号", "网格编码", "岗位", "专兼职", "入职日期")
_FIGURES = ("月份", "姓名", "指标", "数值", "总数")


def crew() -> dict[str, list[MadeUpPerson]]:
    """Everybody of the year by street, those in the register first."""
    crowd = Crowd("一年")
    return {street: [crowd.next() for _ in range(OLD + NEW)] for street in GRIDS}


def number(street: str, at: int) -> str:
    """The staff number of a street's person."""
    return f"{LETTERS[street]}{at + 1:03d}"


def settle(desk: Desk) -> None:
    """The grids, and those who work there since long."""

    def write(work: UnitOfWork) -> None:
        grids = plant(work, GRIDS, DISTRICT)
        enlisting = Enlisting(work, tree_index(work, work.today))
        for street, own in crew().items():
            for at, one in enumerate(own[:OLD]):
                post = PostForm(
                    grids[street][at], enlisting.roles["网格员"], Employment.FULL, SINCE
                )
                form = PersonForm(one.name, one.id_number, number=number(street, at))
                enlisting.take(form, post)
        enlisting.write()

    desk.write(write, reason="如实登记")


def year_before(desk: Desk, clock: Clock, folder: Path) -> City:
    """Last year's campaign, with its forms, and August; returns who may be named this year."""
    people = {
        street: [(number(street, at), one.name) for at, one in enumerate(own)]
        for street, own in crew().items()
    }
    folder.mkdir()
    known = {street: own[:OLD] for street, own in people.items()}
    reviewed(City(desk, known, folder, scheme(PLACES)), year=2025)
    key = terms.begin(desk, DISTRICT, 2026, 8)
    terms.give(desk, key, 202608)
    terms.score(desk, key)
    confirm_month(desk, clock, key)
    return City(desk, people, folder, scheme(PLACES))


# --- what others do between two walks of the clerk ------------------------------------------------


def confirm_month(desk: Desk, clock: Clock, key: int) -> None:
    """From results to a confirmed month: shown, nobody appealed, approved on paper."""
    terms.decide(desk, key)
    terms.show(desk, key)
    desk.write(lambda work: open_appeals(work, key))
    terms.settle(desk, clock, key, lock=False)


def meet(desk: Desk, campaign_id: int, today: dt.date) -> None:
    """The committee takes the list as it was computed."""
    evidence = Evidence("书记办公会纪要〔2026〕21号", today)
    desk.write(lambda work: service.record_committee(work, campaign_id, evidence))


def decide(desk: Desk, clock: Clock, campaign_id: int) -> None:
    """Nobody objects; the secretary signs on paper."""
    clock.move(dt.timedelta(days=14))
    today = desk.read(lambda work: work.today)
    desk.write(lambda work: service.end_publicity(work, campaign_id), reason="现场核对，一直张贴")
    desk.write(lambda work: service.propose(work, campaign_id))
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    paper = PaperApproval("周明", "书记", today, "委务会纪要〔2026〕30号")
    desk.write(lambda work: record_paper_approval(work, subject, paper))
    evidence = Evidence("示政法〔2026〕40号", today)
    desk.write(lambda work: service.decide(work, campaign_id, evidence))


# --- what the streets send ------------------------------------------------------------------------


def rosters(folder: Path) -> list[Path]:
    """A roster a street; a line of the second names a grid that nobody knows."""
    paths = []
    for street, own in crew().items():
        lines = []
        for at, one in enumerate(own[OLD:], start=OLD):
            lost = street == "西街道" and at == OLD + NEW - 1
            grid = "无此网格" if lost else f"{LETTERS[street]}{at:03d}"
            day = "2024-03-04"
            who = (one.name, one.id_number, number(street, at))
            lines.append((*who, grid, "网格员", "专职", day))
        paths.append(_book(folder / f"花名册 {street}.xlsx", _ROSTER, lines))
    return paths


def figures(folder: Path, labels: dict[str, str], month: str = "2026-09") -> list[Path]:
    """What each street sends of a month: a row a figure."""
    paths = []
    for street, own in crew().items():
        lines = [
            (
                month,
                one.name,
                labels[code],
                figure.amount_milli // 1_000,
                None if figure.base_milli is None else figure.base_milli // 1_000,
            )
            for one in own
            if one.name != left_out()
            for code, figure in terms.figures(one.name).items()
        ]
        paths.append(_book(folder / f"{street} 9月考核数据.xlsx", _FIGURES, lines))
    return paths


def left_out() -> str:
    """Whose line could not be imported."""
    return crew()["西街道"][-1].name


def _book(path: Path, headings: tuple[str, ...], lines: list[tuple[object, ...]]) -> Path:
    columns = tuple(SheetColumn(heading, 14) for heading in headings)
    write_workbook(path, [SheetPlan("表", columns, lines)])
    return path
