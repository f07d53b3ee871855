"""Pictures of random inspections, for tests/ui/render.py."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], object]]
_BACK = dt.timedelta(days=40)
_TITLES = {"closed": 8, "late": 9, "running": 10, "sealed": 11, "draft": 12}


def populate(data: Path) -> None:
    """A district that inspects, one inspection at every stage."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.offices import Clock
    from tests.ui.inspections import inspected

    office = OfficeForm(
        "姑苏区委政法委", "姑苏区", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    )
    clock = Clock()
    clock.move(-_BACK)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(inspected.people)
        inspected.offices(desk)
        inspected.at_every_stage(desk, clock)


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The level on such an office; `pictures` takes them."""
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

        yield from _boards(window, settled)
        yield from _dialogs(window, settled)
        window.close()


def _open(window: Any, settled: Callable[..., Any], key: str, part: int | None = None) -> Any:
    from hrgrid.assessment.queries.inspections import PlanFilter, plans

    window.messages.clear()
    rows = window.session.desk.read(lambda work: plans(work, PlanFilter()))
    row = next(row for row in rows if row.number == f"2026-S{_TITLES[key]:02d}")
    window.show_page("assessment", f"inspections/{row.id}")
    settled()
    board = window.page.inspections.board
    if part is not None:
        board.show_part(part)
    return board


def _boards(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def board(key: str, part: int | None = None) -> Callable[[], Any]:
        def show() -> Any:
            _open(window, settled, key, part)
            return settled()

        return show

    def listed() -> Any:
        _open(window, settled, "running")
        window.page.inspections.show_list()
        return settled()

    def covered() -> Any:
        listed()
        window.page.inspections.show_coverage()
        return settled()

    yield "inspect_list", listed
    yield "inspect_coverage", covered
    for key in _TITLES:
        yield f"inspect_{key}", board(key)
    for at, name in enumerate(("plan", "draw", "visits", "findings", "units")):
        yield f"inspect_part_{name}", board("late", at)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from PySide6.QtWidgets import QApplication, QDialog

    def shown(
        key: str, act: Callable[[Any], Any], after: Callable[[Any], Any] | None = None
    ) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            board = _open(window, settled, key)
            kept = QDialog.exec
            found: list[Any] = []

            def instead(box: Any) -> int:
                found.append(box)
                box.setModal(True)
                box.show()
                return 0

            QDialog.exec = instead  # type: ignore[method-assign, assignment]
            try:
                act(board)
                settled()
            finally:
                QDialog.exec = kept  # type: ignore[method-assign]
            box = found[-1] if found else QApplication.activeModalWidget()
            settled(box)
            if after is not None:
                after(box)
            return settled(box)

        return show

    def of_state(board: Any, state: str) -> list[Any]:
        return [row for row in board.read.findings if row.state.value == state]

    def typed(box: Any) -> None:
        from hrgrid.assessment.rules.words import CheckMark

        lines = box.marks.lines
        lines[0].put(CheckMark.FINE)
        lines[1].put(CheckMark.FAULT)

    def people(box: Any) -> None:
        box.people.setPlainText("王兰\t盘门街道\n李强 平江街道\n周立军 区委政法委\n陈志远")

    def unfold(box: Any) -> None:
        box._unfold()

    yield "inspect_new", shown("running", lambda _: window.page.inspections.open_new())
    yield (
        "inspect_new_items",
        shown("running", lambda _: window.page.inspections.open_new(), unfold),
    )
    yield "inspect_change", shown("sealed", lambda board: board.deeds.change_plan())
    yield "inspect_people", shown("draft", lambda board: board.deeds.add_inspectors(), people)
    yield "inspect_sheet", shown("running", lambda board: board.deeds.record_next(), typed)
    yield (
        "inspect_sheet_done",
        shown("running", lambda board: board.deeds.open_visit(board.visits.order[1])),
    )
    yield (
        "inspect_finding",
        shown("late", lambda board: board.deeds.open_finding(board.findings.rows[-1])),
    )
    yield (
        "inspect_rectify",
        shown("late", lambda board: board.deeds.rectify(of_state(board, "open"))),
    )
    yield (
        "inspect_settle",
        shown("late", lambda board: board.deeds.close_findings(of_state(board, "rectified"))),
    )
    yield "inspect_bulletin", shown("late", lambda board: board.deeds.publish())
    yield "inspect_close", shown("late", lambda board: board.deeds.close_plan())
    yield "inspect_open", shown("running", lambda board: board.deeds.show_open())
    yield "inspect_unseal", shown("sealed", lambda board: board.deeds.unseal())
    yield from _screens(window, settled)


def _screens(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.ui.inspections.ceremony import pool_told, result_tables
    from hrgrid.ui.inspections.draw_screen import DrawScreen, Scene

    def screen(key: str, scene: Scene, page: int = 0) -> Callable[[], Any]:
        def show() -> Any:
            read = _open(window, settled, key).read
            made = DrawScreen(pool_told(read.board), result_tables(read.board))
            made.resize(window.size())
            made.show()
            if scene is not Scene.RESULT:
                made.seed.setText("体彩 26322 期 7 3 9 1")
                made.go(scene)
            made.turn(page)
            return settled(made)

        return show

    yield "inspect_draw_pool", screen("sealed", Scene.POOL)
    yield "inspect_draw_seed", screen("sealed", Scene.SEED)
    for at, name in enumerate(("streets", "teams", "repeat")):
        yield f"inspect_draw_{name}", screen("running", Scene.RESULT, at)
