"""Pictures of the working papers: each kind, boards to be replaced, and the dialogs of boards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

Picture = tuple[str, Callable[[], Any]]


def pictures(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    """The papers in the window, one after the other."""
    from PySide6.QtCore import QTimer

    from hrgrid.ui.papers.kinds import PaperKind

    session = window.page.session
    _put_up(session.desk)

    def at_rest() -> Any:
        for _ in range(5):
            wait = QTimer(singleShot=True, interval=220)
            wait.start()
            while wait.isActive():
                window.grab()
                settled()
        return window

    def shown(kind: PaperKind) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("documents", f"papers/{kind.value}")
            settled()
            return at_rest()

        return show

    for kind in PaperKind:
        yield f"papers_{kind.value}", shown(kind)

    def folded() -> Any:
        shown(PaperKind.BOARD)()
        view = window.page.working
        if not view._narrow:
            return window
        view._open_options()
        settled()
        return view._drawer

    yield "papers_options", folded
    yield from _dialogs(window, settled, shown(PaperKind.BOARD))
    window.page.show_certificates()


def _put_up(desk: Any) -> None:
    """Boards of a few grids, of which two are out of date since."""
    from hrgrid.workforce.queries.boards import board_grids, boards
    from hrgrid.workforce.rules.boards import BoardSize, BoardText
    from hrgrid.workforce.service.boards import Issue, issue_boards, set_words

    on = desk.read(lambda work: work.today)
    since = on - dt.timedelta(days=30)
    ids = desk.read(lambda work: board_grids(work, on))[:12]
    rows = desk.read(lambda work: boards(work, on, ids))
    printed = [Issue(row.area_id, row.says) for row in rows]
    desk.write(lambda work: issue_boards(work, printed, BoardSize.A4, on, 6))
    for one, phone in ((ids[0], "19900001001"), (ids[3], "19900001004")):
        desk.write(
            lambda work, one=one, phone=phone: set_words(
                work, one, BoardText.DUTY_PHONE, phone, since
            )
        )


def _dialogs(
    window: Any, settled: Callable[..., Any], shown: Callable[[], Any]
) -> Iterator[Picture]:
    from hrgrid.ui.papers.consent_dialog import ConsentDialog
    from hrgrid.ui.papers.hints_dialog import HintsDialog
    from hrgrid.ui.papers.words_dialog import WordsDialog
    from hrgrid.workforce.queries.boards import board_grids, boards

    session = window.page.session

    def rows() -> Any:
        def read(work: Any) -> Any:
            ids = board_grids(work, work.today)[:12]
            return boards(work, work.today, ids)

        return session.desk.read(read)

    def hints() -> Any:
        dialog = HintsDialog(session, rows(), window.page)
        dialog.show()
        settled()
        return dialog

    def words() -> Any:
        row = rows()[0]
        dialog = WordsDialog(session, row.area_id, row.says.title, is_grid=True, parent=window.page)
        dialog.show()
        settled()
        return dialog

    def consent() -> Any:
        row = rows()[1]
        dialog = ConsentDialog(session, row.person_id, row.says.name, window.page)
        dialog.show()
        settled()
        return dialog

    shown()
    yield "papers_hints", hints
    yield "papers_words", words
    yield "papers_consent", consent
