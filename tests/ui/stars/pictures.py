"""Pictures of stars: the list, a round at each stage, its parts and forms, the rule."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
THEMED = 202607
_BACK = dt.timedelta(days=60)


def populate(data: Path) -> None:
    """An office with a round that counts and one that is decided on."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.offices import Clock
    from tests.ui.stars import rounds
    from tests.ui.training import classes

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("盐南高新区政法办", "盐南高新区", Setting.SINGLE, people)
    clock = Clock()
    clock.move(-_BACK)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(classes.settle)
        for month in (6, 7):
            rounds.confirmed_month(desk, clock, month, where="盐南高新区", alike=5)
        rounds.settled(desk, 6)
        key = rounds.open_over(desk, 7)
        rounds.compute(desk, key)
        _mark_themes(desk)


def _mark_themes(desk: Any) -> None:
    """A month of themes: some have reported, one not at all, a few are broken."""
    from hrgrid.assessment.queries.theme_places import sheet_places
    from hrgrid.assessment.queries.themes import theme_sheet
    from hrgrid.assessment.rules.star_words import ThemeMark
    from hrgrid.assessment.rules.themes import SHIPPED, Typed
    from hrgrid.assessment.service.theme_marks import mark_grids
    from hrgrid.assessment.service.themes import set_focus

    codes = list(SHIPPED)
    places = desk.read(lambda work: sheet_places(work, THEMED))
    for at, place in enumerate(places):
        sheet = desk.read(lambda work, key=place.id: theme_sheet(work, THEMED, key))
        # The first street has half of it, the second nothing, the others everything.
        told = sheet.grids[: {0: 3, 1: 0}.get(at, len(sheet.grids))]
        cells = {(row.id, code): Typed(ThemeMark.MET) for row in told for code in codes}
        for row in told[:1]:
            cells[row.id, "zero_crime"] = Typed(
                ThemeMark.BROKEN, "14 日凌晨电动车被盗 1 起，已破案"
            )
        for row in told[1:2]:
            cells[row.id, "no_drugs"] = Typed(ThemeMark.NOT_APPLICABLE)
            if not at:
                cells.pop((row.id, "zero_hazard"))
        desk.write(lambda work, cells=cells: mark_grids(work, THEMED, cells))
    top = places[0]
    desk.write(lambda work: set_focus(work, THEMED, top.id, "no_fraud", "反诈宣传月"))


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
        yield from _themes(window, settled)
        window.close()


def _open(window: Any, settled: Callable[..., Any], state: str, part: int = 0) -> Any:
    from hrgrid.assessment.queries.star_rounds import rounds

    window.messages.clear()
    found = {row.state.value: row.id for row in window.session.desk.read(rounds)}
    window.show_page("assessment", f"stars/{found[state]}")
    settled()
    board = window.page.stars.board
    board.show_part(part)
    settled()
    return board


def _boards(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def board(state: str, part: int = 0, row: int = 0) -> Callable[[], Any]:
        def show() -> Any:
            view = _open(window, settled, state, part)
            if part == 1:
                view.lines.parts.table.selectRow(row)
            elif part == 0:
                view.distribution.table.selectRow(row)
            return settled()

        return show

    def listed() -> Any:
        _open(window, settled, "draft")
        window.page.stars.show_list()
        return settled()

    yield "stars_list", listed
    yield "stars_spread", board("draft")
    yield "stars_spread_unit", board("draft", 0, 1)
    yield "stars_lines", board("draft", 1, 2)
    yield "stars_decisions", board("draft", 2)
    yield "stars_confirmed", board("confirmed")


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from PySide6.QtWidgets import QApplication, QDialog

    def shown(
        state: str,
        act: Callable[[Any], Any],
        part: int = 0,
        then: Callable[[Any], Any] | None = None,
    ) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            view = _open(window, settled, state, part)
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
            if then is not None:
                then(box)
                settled()
            return settled(box)

        return show

    def move(box: Any) -> None:
        box.lines[5].put(93_000)
        box.shares[5].put(1_500)

    yield "stars_what_if", shown("draft", lambda view: view.distribution.open_what_if(), 0, move)
    yield "stars_new", shown("draft", lambda view: window.page.stars.open_new())
    yield "stars_rule", shown("draft", lambda view: view._open_rule())
    yield "stars_confirm", shown("draft", lambda view: view.deeds.confirm())
    yield "stars_line", shown("draft", lambda view: view.decisions._decide_first(), 2)
    yield "stars_way", shown("draft", lambda view: view.lines._open_way(), 1)
    yield "stars_issue", shown("confirmed", lambda view: view.deeds.issue())
    yield "stars_reopen", shown("confirmed", lambda view: view.deeds.reopen())


def _themes(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    """三无三零: the month at a glance, its sheet, and the forms over it."""
    from hrgrid.ui.stars.themes import ThemesDialog
    from hrgrid.ui.stars.themes_dictionary import ThemeDialog, ThemesDictionary
    from hrgrid.ui.stars.themes_focus import FocusDialog
    from hrgrid.ui.stars.themes_note import NoteDialog
    from hrgrid.ui.stars.themes_waiting import WaitingDialog

    def glance() -> Any:
        window.messages.clear()
        window.show_page("assessment", "stars/themes")
        window.page.stars.overview.month.choose(THEMED)
        window.page.stars.overview.refresh()
        return settled()

    def sheet() -> Any:
        box = ThemesDialog(window.session, THEMED, window)
        box.show()
        settled(box)
        box.grid.go((box.model.grids[0].id, "zero_crime"))
        return settled(box)

    def over(make: Callable[[Any], Any]) -> Callable[[], Any]:
        def show() -> Any:
            made = make(sheet())
            made.show()
            return settled(made)

        return show

    def note(box: Any) -> Any:
        cells = [box.model.named((row.id, "zero_crime")) for row in box.model.grids[:1]]
        return NoteDialog(cells, "14 日凌晨电动车被盗 1 起，已破案", box)

    yield "stars_themes_glance", glance
    yield "stars_themes_sheet", sheet
    yield "stars_themes_note", over(note)
    yield (
        "stars_themes_focus",
        over(lambda box: FocusDialog(window.session, box.read.sheet, box.read.area, box)),
    )
    yield (
        "stars_themes_waiting",
        over(lambda box: WaitingDialog("2026 年 7 月", box.read.reported, box.read.places, box)),
    )
    yield (
        "stars_themes_dictionary",
        lambda: _shown(ThemesDictionary(window.session, window), settled),
    )
    yield "stars_themes_theme", lambda: _shown(ThemeDialog(window.session, None, window), settled)


def _shown(box: Any, settled: Callable[..., Any]) -> Any:
    box.show()
    return settled(box)
