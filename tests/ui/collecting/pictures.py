"""Pictures of collecting: before a round, units at every stage, what differs, what files were."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
STREETS = {
    "新都街道": 5,
    "新河街道": 4,
    "黄海街道": 5,
    "新城街道": 4,
    "伍佑街道": 3,
    "步凤镇": 3,
    "便仓镇": 3,
    "高新技术产业园区管理委员会综合治理办公室": 3,
}
NAMES = (
    *("陈志远", "周立军", "徐雪芳", "李丽华", "马永康", "吴海波"),
    *("郑晓梅", "王建国", "冯雅琴", "褚卫东", "蒋秋月", "沈国强"),
)
_LATE = dt.timedelta(days=9)


def populate(data: Path) -> None:
    """An office that checks its roster: half has answered, one is late, one was excused."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.offices import Clock

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("盐南高新区政法办", "盐南高新区", Setting.SINGLE, people)
    clock = Clock()
    clock.move(-_LATE)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(settle)
        with tempfile.TemporaryDirectory() as folder:
            answer(desk, Path(folder), clock)


def settle(work: Any) -> None:
    """People in eight streets."""
    from tests.hiring.build import employ, id_number, plant

    at = 0
    for places in plant(work, STREETS, "盐南高新区").values():
        for place in places:
            name = NAMES[at % len(NAMES)]
            employ(work, place, name, id_number(at), phone=f"138{at:08d}")
            at += 1


def answer(desk: Any, folder: Path, clock: Any) -> None:
    """Workbooks go out and some come back."""
    from hrgrid.exchange.papers.collecting import write_sheets
    from hrgrid.exchange.queries.collecting import round_row
    from hrgrid.exchange.service.returns import open_returns, receive
    from hrgrid.exchange.service.rounds import excuse, open_round, remind
    from hrgrid.workforce.service.collecting import ROSTER_CHECK
    from tests.exchange.filling import fill, table

    due = desk.read(lambda work: work.today) + dt.timedelta(days=7)
    made = desk.write(lambda work: open_round(work, ROSTER_CHECK, "area:", due))
    written = desk.write(lambda work: write_sheets(work, ROSTER_CHECK, made.sheet_ids, folder))
    files = list(written.paths)
    for at, path in enumerate(files[:4]):
        names = [row["姓名"] for row in table(path)]
        cells = {(name, "核对结果"): "核对无误" for name in names}
        if at == 0:
            cells |= {
                (names[0], "手机号"): "13900001111",
                (names[0], "核对结果"): "有更正",
                (names[1], "手机号"): "1380000",
                (names[2], "岗位"): "网格长",
                (names[2], "更正说明"): "2026 年 11 月起任网格长，原网格由社区另行安排人员接替",
                (names[3], "手机号"): "13900003333",
            }
            conflicted = names[3]
        fill(path, cells)
    correct(desk, conflicted)

    def take(work: Any) -> None:
        ids = list(made.sheet_ids)
        opened = open_returns(work, ROSTER_CHECK, made.round_id, files[:4])
        receive(work, ROSTER_CHECK, made.round_id, opened)
        remind(work, ROSTER_CHECK, ids[5:7])

    desk.write(take)
    units = desk.read(lambda work: round_row(work, made.round_id)).units
    desk.write(
        lambda work: excuse(work, ROSTER_CHECK, [units[4].sheet_id]), reason="正在换届，下月补报"
    )
    clock.move(_LATE)


def correct(desk: Any, name: str) -> None:
    """The office corrects a number by itself meanwhile."""
    from sqlalchemy import select

    from hrgrid.workforce.model import Person
    from hrgrid.workforce.service.correcting import correct_person
    from hrgrid.workforce.service.matching import PersonForm

    def write(work: Any) -> None:
        for person in work.session.scalars(select(Person).where(Person.name == name)):
            form = PersonForm(name, phone=f"1370000{person.id:04d}")
            correct_person(work, person.id, person.version, form)

    desk.write(write, reason="本人来电更正")


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The dialog over the page of people; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.exchange.rules.words import CollectKind
    from hrgrid.exchange.service.returns import Came, ReceivedFile
    from hrgrid.storage.database import Database
    from hrgrid.ui.collecting.dialog import CollectingDialog
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("盐南高新区政法办", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()
        window.show_page("workforce")

        def dialog(subject: str = "area:") -> Any:
            made = CollectingDialog(session, CollectKind.ROSTER, subject, window)
            made.open()
            pictures.settle(lambda: bool(session.tasks.running))
            return made

        def units() -> Any:
            made = dialog()
            made.table.selectRow(0)
            return made

        def comparing() -> Any:
            made = dialog()
            made.compare()
            pictures.settle(lambda: bool(session.tasks.running))
            return made

        def all_differences() -> Any:
            made = comparing()
            made.comparing.which.choose("all")
            made.comparing.table.selectRow(1)
            return made

        def received() -> Any:
            made = dialog()
            files = [
                ReceivedFile("步凤镇 花名册核对.xlsx", "步凤镇", Came.TAKEN, "步凤镇 3 行"),
                ReceivedFile(
                    "新都街道 花名册核对(1).et",
                    "新都街道",
                    Came.SAME,
                    "“新都街道 花名册核对(1).et”11-22 09:12 已经收过（新都街道），没有重复收",
                ),
                ReceivedFile(
                    "值班表.xlsx",
                    "",
                    Came.REFUSED,
                    "认不出“值班表.xlsx”是哪一份下发的表：里面没有表号。请用下发的那份填好再交",
                ),
            ]
            made.show_received(files)
            pictures.settle(lambda: bool(session.tasks.running))
            return made

        street = session.desk.read(_a_street)
        yield "collecting_opening", lambda: dialog(f"area:{street}")
        yield "collecting_nothing", lambda: dialog("area:9/")
        yield "collecting_units", units
        yield "collecting_choose", comparing
        yield "collecting_all", all_differences
        yield "collecting_received", received
        window.close()


def _a_street(work: Any) -> str:
    from hrgrid.workforce.queries import tree_index

    return tree_index(work, work.today).named("盐南高新区")[0].path
