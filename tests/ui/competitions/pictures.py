"""Pictures of competitions: list, board at every stage, each part, every form, live and hall."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
_BACK = dt.timedelta(hours=6)


def populate(data: Path) -> None:
    """An office with a competition at every stage, told with a clock that ends today."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.hiring.build import plant
    from tests.offices import Clock
    from tests.panels.build import UNITS
    from tests.ui.competitions import contests

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("苏州市委政法委", "苏州市", Setting.SINGLE, people)
    clock = Clock()
    clock.move(-_BACK)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        desk.write(lambda work: plant(work, dict.fromkeys(UNITS[:6], 1), "苏州市区"))
        contests.at_every_stage(desk, clock)


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
        standing = Standing("苏州市委政法委", r"D:\网格员\数据.hrg", shared=False)
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


_STATES = {
    "entry": "entry_open", "running": "running", "checked": "checked", "locked": "locked",
    "published": "published", "awarded": "awarded",
}  # fmt: skip


def _open(window: Any, settled: Callable[..., Any], key: str, part: int = 0) -> Any:
    from hrgrid.training.queries.competitions import competition_list

    window.messages.clear()
    rows = window.session.desk.read(competition_list)
    if key == "teams":
        row = next(row for row in rows if row.teams)
    else:
        wanted = _STATES[key]
        row = next(row for row in rows if row.state.value == wanted and not row.teams)
    window.show_page("training", f"competitions/{row.id}")
    settled()
    board = window.page.competitions.board
    board.show_part(part)
    return board


def _boards(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def board(key: str, part: int = 0, row: int = 1) -> Callable[[], Any]:
        def show() -> Any:
            found = _open(window, settled, key, part)
            if part == 2:
                found.ranking.table.selectRow(row)
            return settled()

        return show

    def listed() -> Any:
        _open(window, settled, "running")
        window.page.competitions.show_list()
        return settled()

    yield "contest_list", listed
    for key in (*_STATES, "teams"):
        yield f"contest_{key}", board(key)
    for part, name in enumerate(("events", "entrants", "ranking", "prizes", "protests")):
        if part:
            yield f"contest_part_{name}", board("teams" if part == 1 else "published", part)
    yield "contest_part_awards", board("awarded", 3)
    yield "contest_part_protest", board("checked", 4)
    yield "contest_part_rescore", board("locked", 4)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from PySide6.QtWidgets import QApplication, QDialog

    def shown(key: str, act: Callable[[Any], Any], part: int = 0) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            board = _open(window, settled, key, part)
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
            return settled(box)

        return show

    def new(board: Any) -> None:
        window.page.competitions.open_new()

    def live(board: Any) -> None:
        board.deeds.open_event(board.shown.events[-1])

    def first(board: Any) -> Any:
        return board.shown.events[0]

    def step_in(board: Any) -> None:
        from hrgrid.training.rules.competing import MemberRole

        rows = board.read.competitors
        board.deeds.step_in(next(one for one in rows if one.role is MemberRole.SUBSTITUTE))

    def prize(board: Any) -> None:
        board.deeds.set_prizes()

    yield "contest_new", shown("running", new)
    yield "contest_live", shown("teams", live)
    yield "contest_score", shown("running", lambda board: board.deeds.open_event(first(board)))
    yield "contest_open", shown("running", lambda board: board.deeds.show_open())
    yield "contest_judges", shown("running", lambda board: board.deeds.show_judges(first(board)))
    yield "contest_times", shown("running", lambda board: board.deeds.show_times(first(board)))
    yield "contest_report", shown("running", lambda board: board.deeds.show_report(first(board)))
    yield "contest_event", shown("entry", lambda board: board.deeds.change_event(first(board)))
    yield "contest_rule", shown("entry", lambda board: board.deeds.change_rule())
    yield "contest_change", shown("entry", lambda board: board.deeds.change_competition())
    yield "contest_add", shown("entry", lambda board: board.deeds.add_entrants())
    yield "contest_prizes", shown("locked", prize)
    yield "contest_award", shown("published", lambda board: board.deeds.do("award"))
    yield "contest_lock", shown("checked", lambda board: board.deeds.do("approve"))
    yield "contest_protest", shown("checked", lambda board: board.deeds.file_protest())
    yield "contest_lots", shown("published", lambda board: board.deeds.draw_lots())
    yield "contest_rescore", shown("locked", lambda board: board.deeds.rescore())
    yield from _changes(shown)
    yield "contest_give", shown("awarded", lambda board: board.deeds.give_prize())
    yield "contest_step_in", shown("teams", step_in)
    yield "contest_outside", shown("running", lambda board: window.page.competitions.show_outside())
    yield "contest_steps", shown("awarded", lambda board: board.deeds.show_steps())

    def hall() -> Any:
        from hrgrid.ui.competitions.hall import posted_tables
        from hrgrid.ui.matters.second_screen import SecondScreen

        board = _open(window, settled, "awarded")
        screen = SecondScreen(posted_tables(board.read))
        screen.turning.stop()
        screen.resize(window.size())
        screen.show()
        return settled(screen)

    yield "contest_hall", hall


def _changes(shown: Callable[..., Callable[[], Any]]) -> Iterator[Picture]:
    """The form of one change as each kind folds it, and the re-score taking effect after prizes."""
    from PySide6.QtWidgets import QApplication

    from hrgrid.training.rules.competing import ChangeKind

    def one(key: str, kind: ChangeKind) -> Callable[[], Any]:
        opened = shown(key, lambda board: board.deeds.rescore())

        def show() -> Any:
            from hrgrid.ui.competitions.rescore_change import ChangeDialog

            above = opened()
            board = above._board
            box = ChangeDialog(
                above.session, above._id, board.events, above._competitors,
                above.preview.changes, above,
            )  # fmt: skip
            box.setModal(True)
            box.show()
            _until(lambda: box.offer is not None)
            box.kind.setCurrentIndex(box.kind.findData(kind))
            if kind is ChangeKind.MARK:
                box.mark.setText("120")
            for _ in range(9):
                QApplication.processEvents()
            return box

        return show

    def disqualified(board: Any) -> None:
        from hrgrid.panels.rules.words import EntrantStatus
        from hrgrid.ui.competitions.services import ChangeGiven, add_change, open_rescore

        read, desk = board.read, board.session.desk
        open_ones = [row.id for row in read.rescores if row.state.value == "open"]
        if not open_ones:
            why = "冒名顶替"
            open_ones = [desk.write(lambda work: open_rescore(work, read.id, why, None))]
            change = ChangeGiven(
                ChangeKind.STATUS, board.shown.events[0].id, read.awards[0].competitor_id, why,
                status=EntrantStatus.DISQUALIFIED,
            )  # fmt: skip
            desk.write(lambda work: add_change(work, open_ones[0], change))
        board.deeds.show_rescore(open_ones[0])

    def apply() -> Any:
        from hrgrid.ui.competitions.rescore_forms import ApplyRescoreDialog

        above = shown("awarded", disqualified)()
        box = ApplyRescoreDialog(above.session, above.preview, above)
        box.setModal(True)
        box.show()
        _until(lambda: not box.session.tasks.running)
        return box

    for kind in (one for one in ChangeKind if one is not ChangeKind.POINT):
        yield f"contest_change_{kind.value}", one("locked", kind)
    yield "contest_rescore_apply", apply


def _until(done: Callable[[], bool]) -> None:
    """Let what is read come, for ten seconds at most."""
    import time

    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + 10
    while not done() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
