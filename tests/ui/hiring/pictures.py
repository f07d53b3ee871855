"""Pictures of hiring: each level, a batch at every stage, every form."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
_BACK = dt.timedelta(days=150)


def populate(data: Path) -> None:
    """An office with a batch at every stage, told with a clock that ends today."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.storage.database import Database
    from tests.offices import Clock
    from tests.ui.hiring import batches

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("盐南高新区政法办", "盐南高新区", Setting.SINGLE, people)
    clock = Clock()
    clock.move(-_BACK)
    service.set_up_office(data, office, clock, keep=lambda _: None)
    with Database.open(data, clock=clock) as database:
        desk = service.sign_in(database, "陈敏")
        batches.settle(desk)
        batches.planned(desk)
        batches.at_every_stage(desk, clock)


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

        yield from _levels(window, settled)
        yield from _boards(window, settled)
        yield from _dialogs(window, settled)
        window.close()


def _levels(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def level(key: str, row: int = 2) -> Callable[[], Any]:
        def show() -> Any:
            window.messages.clear()
            window.show_page("hiring", key)
            settled()
            found = window.page.level
            if key == "batches":
                found.show_list()
            found.table.selectRow(row)
            return settled()

        return show

    yield "hiring_vacancies", level("vacancies")
    yield "hiring_plans", level("plans")
    yield "hiring_batches", level("batches")


def _ids(window: Any) -> dict[str, int]:
    from hrgrid.hiring.queries.batches import batches

    rows = window.session.desk.read(batches)
    found: dict[str, int] = {}
    for row in rows:
        found.setdefault(row.state.value, row.id)
    return found


def _boards(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def board(state: str, row: int = 1) -> Callable[[], Any]:
        def show() -> Any:
            window.messages.clear()
            window.show_page("hiring", f"batches/{_ids(window)[state]}")
            settled()
            people = window.page.batches.board.people
            if people.model.rowCount() > row:
                people.table.selectRow(row)
            return settled()

        return show

    for state in (
        "draft", "published", "applying", "examining", "vetting", "publicising", "deciding",
    ):  # fmt: skip
        yield f"hiring_{state}", board(state)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from PySide6.QtWidgets import QApplication, QDialog

    def shown(state: str, act: Callable[[Any], Any]) -> Callable[[], Any]:
        """Run a deed whose dialog would block: it is shown instead of executed."""

        def show() -> Any:
            window.messages.clear()
            window.show_page("hiring", f"batches/{_ids(window)[state]}" if state else "vacancies")
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
            return settled(opened[-1]) if opened else window

        return show

    def deed(name: str) -> Callable[[Any], Any]:
        return lambda page: getattr(page.batches.board.deeds, name)()

    def on_person(does: Callable[..., Any]) -> Callable[[Any], Any]:
        def act(page: Any) -> Any:
            from hrgrid.hiring.queries.candidate_card import candidate_card

            board = page.batches.board
            row = board.people.model.people[0]
            card = window.session.desk.read(lambda work: candidate_card(work, row.id))
            return does(board, card)

        return act

    from hrgrid.ui.hiring import candidate_deeds as about

    yield "hiring_dialog_draft", shown("", lambda page: page.vacancies.draft())
    yield "hiring_dialog_quota", shown("", lambda page: page.vacancies._grant())
    yield "hiring_dialog_seats", shown("", lambda page: page.vacancies._show_grids())
    yield "hiring_dialog_batch", shown("draft", lambda page: page.batches.open_new())
    yield "hiring_dialog_publish", shown("draft", deed("_publish"))
    yield "hiring_dialog_scheme", shown("draft", deed("show_scheme"))
    yield (
        "hiring_dialog_positions",
        shown("draft", lambda page: page.batches.board.show_positions()),
    )
    yield "hiring_dialog_candidate", shown("applying", deed("add_candidate"))
    yield "hiring_dialog_checking", shown("applying", deed("check"))
    yield "hiring_dialog_applyto", shown("applying", deed("change_apply_to"))
    yield (
        "hiring_dialog_paper",
        shown(
            "applying", on_person(lambda board, card: about._paper(window.session, card, window))
        ),
    )
    yield "hiring_dialog_change", shown("applying", on_person(about._change))
    yield "hiring_dialog_exam", shown("examining", deed("plan_exam"))
    yield "hiring_dialog_marks", shown("examining", deed("key_marks"))
    yield "hiring_dialog_rooms", shown("examining", deed("_plan_interviews"))
    yield "hiring_dialog_roomlist", shown("vetting", deed("show_rooms"))
    yield "hiring_dialog_scores", shown("vetting", deed("show_scores"))
    yield "hiring_dialog_passes", shown("vetting", deed("record_passes"))
    yield (
        "hiring_dialog_vet",
        shown("vetting", on_person(lambda board, card: about._vet(window.session, card, window))),
    )
    yield "hiring_dialog_publicity", shown("vetting", deed("_publicise"))
    yield "hiring_dialog_close", shown("publicising", deed("_close_publicity"))
    yield "hiring_dialog_register", shown("publicising", deed("show_publicity"))
    yield (
        "hiring_dialog_move",
        shown(
            "publicising", on_person(lambda board, card: about._move(window.session, card, window))
        ),
    )
    yield "hiring_dialog_decide", shown("deciding", deed("decide"))
    yield "hiring_dialog_steps", shown("deciding", deed("show_steps"))
    yield "hiring_dialog_cancel", shown("deciding", _cancel)
    yield from _afterwards(window, shown, deed)


def _afterwards(
    window: Any, shown: Callable[..., Any], deed: Callable[..., Any]
) -> Iterator[Picture]:
    """Papers, reserves, lots, a void plan, erasing."""
    from hrgrid.hiring.papers import paper_by_code
    from hrgrid.hiring.queries.places import reserves
    from hrgrid.hiring.rules.totals import OpenTie
    from hrgrid.ui.hiring.decision import HireReserveDialog
    from hrgrid.ui.hiring.lots import LotDialog
    from hrgrid.ui.hiring.paper_choices import ASKED, PaperChoices
    from hrgrid.ui.hiring.reserve_list import CallDialog

    session = window.session

    def row(batch_id: int, at: int) -> Any:
        return session.desk.read(lambda work: reserves(work, batch_id))[at]

    def on_reserve(at: int, does: Callable[..., Any]) -> Callable[[Any], Any]:
        return lambda page: does(page, row(page.batches.board.shown.row.id, at))

    def lots(_page: Any) -> Any:
        names = {"0003": "孙安安", "0007": "郑安安", "0012": "欧阳若水"}
        ties = [OpenTie("01", tuple(names), 1), OpenTie("02", tuple(names), 1)]
        return LotDialog(session, 0, ties, names, window).exec()

    def void(page: Any) -> Any:
        page.plans._void()

    def plan(act: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def go(_page: Any) -> Any:
            import time

            from PySide6.QtWidgets import QApplication

            window.show_page("hiring", "plans")
            ends = time.monotonic() + 5
            while window.page.plans.card is None and time.monotonic() < ends:
                QApplication.processEvents()
            return act(window.page)

        return go

    yield "hiring_closed", shown("closed", lambda page: None)
    yield "hiring_dialog_reserves", shown("closed", deed("show_reserves"))
    yield (
        "hiring_dialog_call",
        shown(
            "closed",
            on_reserve(
                1,
                lambda page, one: CallDialog(
                    session, one, page.batches.board.shown.row.area_path, window
                ).exec(),
            ),
        ),
    )
    yield (
        "hiring_dialog_hirereserve",
        shown(
            "closed",
            on_reserve(
                0,
                lambda _, one: HireReserveDialog(session, one.id, one.name, (36, 1), window).exec(),
            ),
        ),
    )
    yield "hiring_dialog_lots", shown("deciding", lots)
    yield "hiring_dialog_void", shown("", plan(void))
    yield "hiring_dialog_purge", shown("closed", deed("purge"))
    for code in ASKED:
        yield (
            f"hiring_dialog_choice_{code}",
            shown(
                "closed",
                lambda _, code=code: PaperChoices(session, paper_by_code(code), window).exec(),
            ),
        )


def _cancel(page: Any) -> Any:
    from hrgrid.ui.hiring.batch_forms import CancelBatchDialog

    board = page.batches.board
    return CancelBatchDialog(board.session, board.shown.row, board.window()).exec()
