"""Pictures of taking away: before, while it is out, bringing back with conflicts, the laptop."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
PACK, HOME = "比武.hrpack", "送回.hrpack"


def populate(data: Path) -> None:
    """An office with a competition that was taken away and scored in both places."""
    from hrgrid.accounts import service
    from hrgrid.accounts.queries import RoleRow
    from hrgrid.accounts.rules import Role
    from hrgrid.accounts.service import FirstOperator, OfficeForm, OperatorForm
    from hrgrid.core.policies import Setting
    from hrgrid.panels import service as marking
    from hrgrid.panels.rules.words import EntrantStatus
    from hrgrid.storage.database import Database
    from tests.training.taken import Place, compete, opened, take

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("姑苏区委政法委", "姑苏区", Setting.SINGLE, people)
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        desk = service.sign_in(database, "陈敏")
        for login, name in (("zhou", "周立军"), ("xu", "徐雪芳")):
            form = OperatorForm(login, name, "科员", "姑苏区", (RoleRow(Role.TRAINER, ""),))
            desk.write(lambda work, form=form: service.add_operator(work, form))
        place = Place(desk, desk.write(lambda work: compete(work, 8, 5)))
        pack = take(place, data.with_name(PACK), (place.contest.event,))
        with opened(pack, place.contest, data.with_name("外带.hrg")) as laptop:
            laptop.key({(d, s, "content"): 80_000 + 100 * (d * s) for d in range(1, 9)
                        for s in range(1, 6)})  # fmt: skip
            gone = laptop.entrant(8)
            laptop.desk.write(
                lambda work: marking.set_status(work, gone, EntrantStatus.DISQUALIFIED, "冒名")
            )
            laptop.send_back(data.with_name(HOME))
        place.key({(3, 2, "content"): 86_000, (5, 4, "content"): 91_500, (1, 1, "manner"): 90_000})
        absent = place.entrant(8)
        desk.write(lambda work: marking.set_status(work, absent, EntrantStatus.ABSENT, "没有到场"))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The dialogs; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.training.queries.taking import packages_of
    from hrgrid.training.service import taking
    from hrgrid.ui.competitions.taking import TakingDialog
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    held: list[Any] = []
    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("姑苏区委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any) -> Any:
            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
            return what

        def away() -> Any:
            while held:
                held.pop().close()
            held.append(TakingDialog(session, 1, window))
            held[-1].show()
            return settled(held[-1])

        def bring() -> Any:
            dialog = away()
            dialog.look_at(data.with_name(HOME))
            settled(dialog)
            held.append(dialog.merge)
            return dialog.merge

        def chosen() -> Any:
            from hrgrid.panels.rules.merging import Side

            merge = bring()
            merge.choose(Side.LAPTOP)
            merge._bring()
            return settled(merge)

        def cancelled() -> Any:
            package = session.desk.read(lambda work: packages_of(work, 1))[0]
            session.desk.write(
                lambda work: taking.cancel_package(work, package.id), reason="电脑落水，没有数据"
            )
            return away()

        def gate() -> Any:
            held.append(_gate(pictures, data))
            return held[-1]

        yield "taking_board", lambda: settled(_board(window, settled))
        yield "taking_away", away
        yield "taking_bring", bring
        yield "taking_chosen", chosen
        yield "taking_gate", gate
        yield "taking_cancelled", cancelled
        window.close()
    yield from _on_the_laptop(pictures, data)


def _on_the_laptop(pictures: Any, data: Path) -> Iterator[Picture]:
    from hrgrid.accounts import queries, service
    from hrgrid.storage.database import Database
    from hrgrid.ui.competitions.taking import TakingDialog
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    laptop_file = data.with_name("外带.hrg")
    with tempfile.TemporaryDirectory() as folder, Database.open(laptop_file) as database:
        login = queries.sign_in_choices(database).operators[0].login
        session = Session(service.sign_in(database, login), Settings(Path(folder) / "screen.ini"))
        standing = Standing("姑苏区委政法委（外带）", r"D:\外带.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def laptop() -> Any:
            dialog = TakingDialog(session, 1, window)
            dialog.show()
            pictures.settle(lambda: bool(session.tasks.running))
            return dialog

        def board_there() -> Any:
            window.show_page("training", "competitions/1")
            for _ in range(12):
                pictures.settle(lambda: bool(session.tasks.running))
            return window

        yield "taking_laptop_board", board_there
        yield "taking_laptop", laptop
        window.close()


def _board(window: Any, settled: Callable[[Any], Any]) -> Any:
    window.show_page("training", "competitions/1")
    for _ in range(3):
        settled(window)
    return window


def _gate(pictures: Any, data: Path) -> Any:
    from hrgrid.ui.first_start import FirstStart
    from hrgrid.ui.gate import Gate
    from hrgrid.ui.tasks import Runner

    runner, shown = Runner(), Gate()
    shown.resize(min(920, pictures.screen.width), min(640, pictures.screen.height))
    page = FirstStart(runner)
    shown.show_content(page, FirstStart.WIDTH)
    shown.show()
    page.look_at_pack(data.with_name(PACK))
    pictures.settle(lambda: page.pack is None)
    return shown
