"""Pictures of assessment: the list, a period at every stage, each part, every form."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
_BACK = dt.timedelta(days=30)
_PARTS = ("delivered", "results", "decisions", "shown", "appeals", "analysis")


def populate(data: Path) -> None:
    """An office with a month at every stage, told with a clock that ends near today."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.offices import Clock
    from tests.ui.assessment import terms
    from tests.ui.training import classes

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("盐南高新区政法办", "盐南高新区", Setting.SINGLE, people)
    clock = Clock()
    clock.move(-_BACK)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(classes.settle)
        terms.at_every_stage(desk, clock, "盐南高新区", 2026, 11)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The page on such an office; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
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

        def settled(what: Any = window) -> Any:
            import time

            for _ in range(5):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.09)
            pictures.settle(lambda: bool(session.tasks.running))
            return what

        yield from _boards(window, settled)
        yield from _dialogs(window, settled)
        window.close()


def _ids(window: Any) -> dict[str, int]:
    from hrgrid.assessment.queries.periods import periods

    return {row.state.value: row.id for row in window.session.desk.read(periods)}


def _open(window: Any, settled: Callable[..., Any], state: str, part: str = "") -> Any:
    window.messages.clear()
    key = _ids(window)[state]
    window.show_page("assessment", f"periods/{key}/{part}".rstrip("/"))
    settled()
    return window.page.periods.board


def _boards(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def board(state: str, part: str = "", row: int = 0) -> Callable[[], Any]:
        def show() -> Any:
            view = _open(window, settled, state, part)
            if part == "results":
                view.results.parts.table.selectRow(row)
            elif part == "analysis":
                view.analysis.table.selectRow(row)
            return settled()

        return show

    def listed() -> Any:
        _open(window, settled, "scoring")
        window.page.periods.show_list()
        return settled()

    yield "assess_list", listed
    for state in ("collecting", "scoring", "shown", "appeals", "confirmed", "locked"):
        yield f"assess_{state}", board(state)
    for part in _PARTS:
        state = "appeals" if part in {"shown", "appeals"} else "scoring"
        yield f"assess_part_{part}", board(state, part, 2 if part == "analysis" else 3)
    yield "assess_part_showing", board("shown", "shown")
    yield "assess_part_settled", board("confirmed", "results", 4)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from PySide6.QtWidgets import QApplication, QDialog

    def shown(
        state: str, act: Callable[[Any], Any], part: str = "results", row: int = 3
    ) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            view = _open(window, settled, state, part)
            if part == "results":
                view.results.parts.table.selectRow(row)
            settled()
            kept = QDialog.exec
            found: list[Any] = []

            def instead(box: Any) -> int:
                found.append(box)
                box.setModal(True)
                box.show()
                return 0

            QDialog.exec = instead  # type: ignore[method-assign, assignment]
            try:
                act(view)
                settled()
            finally:
                QDialog.exec = kept  # type: ignore[method-assign]
            box = found[-1] if found else QApplication.activeModalWidget()
            return settled(box)

        return show

    def new(_view: Any) -> None:
        window.page.periods.open_new()

    yield "assess_dialog_new", shown("scoring", new)
    yield "assess_dialog_people", shown("scoring", lambda view: view.deeds.show_people())
    yield "assess_dialog_missing", shown("collecting", lambda view: view.deeds.show_missing(),
                                         "delivered")  # fmt: skip
    yield "assess_dialog_why", shown("scoring", lambda view: view.results.explaining._show_all())
    yield (
        "assess_dialog_adjust",
        shown("scoring", lambda view: view.deeds.propose_change(view.results.current)),
    )
    yield (
        "assess_dialog_approve",
        shown("scoring", lambda view: view.decisions._approve_all(), "decisions"),
    )
    yield (
        "assess_dialog_line",
        shown("scoring", lambda view: view.decisions._decide_first(), "decisions"),
    )
    yield (
        "assess_dialog_show",
        shown("shown", lambda view: view.shown_part._mark_current(), "shown"),
    )
    yield (
        "assess_dialog_showing",
        shown("shown", lambda view: view.shown_part._open_current(), "shown"),
    )
    yield "assess_dialog_appeal", shown("appeals", lambda view: view.deeds.file_appeal(), "appeals")
    yield (
        "assess_dialog_answer",
        shown("appeals", lambda view: view.appeals._decide(view.appeals.model.rows[-1]), "appeals"),
    )
    yield "assess_dialog_open_appeals", shown("shown", lambda view: view.deeds.open_appeals())
    yield "assess_dialog_confirm", shown("appeals", lambda view: view.deeds.confirm())
    yield "assess_dialog_reopen", shown("confirmed", lambda view: view.deeds.reopen())
    yield "assess_dialog_runs", shown("locked", lambda view: view.deeds.show_runs())
    yield "assess_dialog_steps", shown("locked", lambda view: view.deeds.show_steps())
    yield "assess_dialog_open", shown("scoring", lambda view: view.deeds.show_open())
    yield "assess_dialog_change", shown("scoring", lambda view: view.deeds.change())
