"""Pictures of training: each level, a class at every stage, the sheet, every form."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
_BACK = dt.timedelta(days=6)


def populate(data: Path) -> None:
    """An office with a class at every stage, told with a clock that ends today."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.offices import Clock
    from tests.ui.training import classes

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("盐南高新区政法办", "盐南高新区", Setting.SINGLE, people)
    clock = Clock()
    clock.move(-_BACK)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(classes.settle)
        classes.at_every_stage(desk, clock)


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

            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.09)
            pictures.settle(lambda: bool(session.tasks.running))
            return what

        yield from _levels(window, settled)
        yield from _boards(window, settled)
        yield from _dialogs(window, settled)
        window.close()


def _levels(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def rotation() -> Any:
        window.messages.clear()
        window.show_page("training", "rotation")
        settled()
        window.page.rotation.table.selectRow(1)
        return settled()

    def classes() -> Any:
        window.messages.clear()
        window.show_page("training", "classes")
        settled()
        window.page.classes.show_list()
        window.page.classes.table.setFocus()
        return settled()

    yield "training_rotation", rotation
    yield "training_classes", classes


def _ids(window: Any) -> dict[str, int]:
    from hrgrid.training.queries.classes import classes

    found: dict[str, int] = {}
    for row in window.session.desk.read(classes):
        found.setdefault(row.state.value, row.id)
    return found


def _boards(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def board(state: str, row: int = 3) -> Callable[[], Any]:
        def show() -> Any:
            window.messages.clear()
            window.show_page("training", f"classes/{_ids(window)[state]}")
            settled()
            people = window.page.classes.board.people
            if people.model.rowCount() > row:
                people.table.selectRow(row)
            return settled()

        return show

    for state in ("planned", "open", "running", "ended", "confirmed", "cancelled"):
        yield f"training_board_{state}", board(state)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from PySide6.QtWidgets import QApplication, QDialog

    def shown(
        state: str, act: Callable[[Any], Any], then: Callable[[Any], Any] = lambda box: None
    ) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            window.messages.clear()
            window.show_page("training", f"classes/{_ids(window)[state]}" if state else "rotation")
            settled()
            opened: list[Any] = []

            def put(box: Any) -> int:
                opened.append(box)
                box.setModal(True)
                box.show()
                return 0

            before, QDialog.exec = QDialog.exec, put  # type: ignore[method-assign]
            try:
                act(window.page)
                settled()
            finally:
                QDialog.exec = before  # type: ignore[method-assign]
            QApplication.processEvents()
            if not opened:
                return window
            settled()
            then(opened[-1])
            return settled(opened[-1])

        return show

    def deed(name: str) -> Callable[[Any], Any]:
        return lambda page: getattr(page.classes.board.deeds, name)()

    def level(name: str) -> Callable[[Any], Any]:
        return lambda page: getattr(page.classes, name)()

    def late(box: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(box.grid, Qt.Key.Key_2)
        QTest.keyClicks(box.grid, "84")

    def member(name: str) -> Callable[[Any], Any]:
        def act(page: Any) -> Any:
            from hrgrid.ui.training import member_deeds

            board = page.classes.board
            return getattr(member_deeds, name)(board, board.people.rows[0])

        return act

    yield "training_sheet", shown("running", deed("sign_in"), late)
    yield "training_sheet_ended", shown("ended", deed("sign_in"))
    yield "training_sheet_confirmed", shown("confirmed", deed("sign_in"))
    yield "training_dialog_plan", shown("", lambda page: page.rotation.plan_classes())
    yield "training_dialog_new", shown("planned", level("open_new"))
    yield "training_dialog_courses", shown("planned", level("show_courses"))
    yield "training_dialog_hours", shown("planned", level("show_hours"))
    yield "training_dialog_year", shown("planned", level("show_year"))
    yield "training_dialog_earlier", shown("planned", level("add_earlier"))
    yield "training_dialog_enrol", shown("open", deed("enrol"))
    yield "training_dialog_sessions", shown("running", deed("show_sessions"))
    yield (
        "training_dialog_addsessions",
        shown("planned", deed("show_sessions"), lambda box: None),
    )
    yield "training_dialog_tests", shown("ended", deed("key_tests"))
    yield "training_dialog_confirm", shown("confirmed", _confirm(window))
    yield "training_dialog_certify", shown("confirmed", deed("certify"))
    yield "training_dialog_change", shown("running", deed("change"))
    yield "training_dialog_steps", shown("confirmed", deed("show_steps"))
    yield "training_dialog_turn", shown("running", member("_turn"))
    yield "training_dialog_transfer", shown("running", member("_transfer"))
    yield "training_dialog_record", shown("confirmed", member("_record"))
    yield "training_dialog_cancel", shown("open", deed("cancel"))
    yield "training_dialog_addsessions_form", shown("planned", _add_sessions(window))
    yield "training_dialog_course", shown("planned", _course(window))


def _confirm(window: Any) -> Callable[[Any], Any]:
    def act(page: Any) -> Any:
        from hrgrid.ui.training.confirming import ConfirmForm

        return ConfirmForm(window.session, page.classes.board.shown, window).exec()

    return act


def _add_sessions(window: Any) -> Callable[[Any], Any]:
    def act(page: Any) -> Any:
        from hrgrid.ui.training.sessions import AddSessionsDialog

        row = page.classes.board.shown.row
        return AddSessionsDialog(window.session, row, (), window).exec()

    return act


def _course(window: Any) -> Callable[[Any], Any]:
    def act(_page: Any) -> Any:
        from hrgrid.training.queries.courses import courses
        from hrgrid.training.rules.hours import HourRules
        from hrgrid.ui.training.courses import CourseDialog
        from hrgrid.workforce.queries import roles

        [one, *_] = window.session.desk.read(courses)
        known = window.session.desk.read(roles)
        return CourseDialog(window.session, HourRules(), known, one, window).exec()

    return act
