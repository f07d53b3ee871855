"""Pictures of the page of exits, for tests/ui/render.py."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], object]]
EMPTY = "没有退出的机构.hrg"


def populate(data: Path) -> None:
    """An office with cases at several stages, and one without any beside it."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.ui.exits.led import at_many_stages, settle

    office = OfficeForm(
        "姑苏区委政法委", "姑苏区", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    )
    for each in (data, data.with_name(EMPTY)):
        service.set_up_office(each, office, keep=lambda _: None)
        with Database.open(each) as database:
            desk = service.sign_in(database, "陈敏")
            desk.write(settle, reason="如实登记")
            if each is data:
                at_many_stages(desk)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The page on such an office; `pictures` takes them."""
    yield from _on(pictures, data, _cases)
    yield from _on(pictures, data.with_name(EMPTY), _empty)


def _on(
    pictures: Any, data: Path, scenes: Callable[[Any, Any], Iterator[Picture]]
) -> Iterator[Picture]:
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("姑苏区委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            import time

            for _ in range(5):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.09)
            pictures.settle(lambda: bool(session.tasks.running))
            return what

        yield from scenes(window, settled)
        window.close()


def _cases(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.exits.queries.cases import cases

    def board(state: str) -> Callable[[], Any]:
        def show() -> Any:
            rows = window.session.desk.read(cases)
            row = next(row for row in rows if row.state.value == state)
            window.show_page("exits", f"cases/{row.id}")
            return settled()

        return show

    def listed() -> Any:
        window.show_page("exits", "cases")
        settled()
        window.page.cases.show_list()
        return settled()

    yield "exits_list", listed
    for state in ("heard", "warned", "reassessed", "reviewing"):
        yield f"exits_{state}", board(state)

    def part(name: str, which: str = "") -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("exits", name)
            if which:
                window.page.rules.part.choose(which)
            return settled()

        return show

    yield "exits_looks_none", part("warnings")
    yield "exits_regulations", part("rules", "regulations")
    yield "exits_numbers", part("rules", "numbers")
    yield "exits_year", part("year")


def _empty(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def empty() -> Any:
        window.show_page("exits")
        return settled()

    yield "exits_empty", empty
