"""Pictures of the score grid: being filled, with several items, closed, second typing, empty."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]

# Thirteen who are done and one who is under way, as on look.md's picture.
MARKS: dict[int, tuple[int | None, ...]] = {
    1: (898, 887, 882, 880, 905, 876, 861),
    2: (875, 850, 854, 844, 838, 870, 856),
    3: (925, 901, 898, 909, 917, 915, 911),
    4: (850, 859, 858, 844, 827, 825, 832),
    5: (902, 909, 913, 916, 909, 870, 900),
    6: (910, 911, 937, None, 911, 907, 919),
    7: (893, 916, 894, 921, 887, 939, 931),
    8: (880, 875, 873, 908, 885, 891, 906),
    9: (867, 857, 842, 827, 858, 858, 859),
    10: (874, 881, 851, 858, 880, 828, 840),
    11: (920, 909, 908, 910, 912, 929, 943),
    12: (887, 899, 890, 914, 858, 784, 890),
    13: (822, 820, 836, 812, 801, 840, 834),
    14: (912, 904),
}


def populate(data: Path) -> None:
    """An office with panels in every state."""
    from hrgrid.accounts import service as accounts
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.panels import service
    from hrgrid.panels.queries import panel_view
    from hrgrid.panels.rules.words import EntrantStatus, Ground, NoMark
    from hrgrid.storage.database import Database
    from tests.panels.build import TWO_ITEMS, cells_of, marked, seated

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("苏州市委政法委", "苏州市", Setting.SINGLE, people)
    accounts.set_up_office(data, office, keep=lambda _: None)

    def filling(work: Any) -> None:
        panel_id = seated(work, 7, 60, subject="one", title="2026 年网格员招录 · 面试")
        marked(work, panel_id, MARKS)

    def several(work: Any) -> None:
        panel_id = seated(work, 5, 12, items=TWO_ITEMS, subject="items", title="面试（分项打分）")
        view = panel_view(work, panel_id)
        values: dict[Any, Any] = {
            cell: 82_000 + (at * 37 % 130) * 100 for at, cell in enumerate(cells_of(view)[:74])
        }
        service.key_marks(work, panel_id, values)

    def ended(work: Any) -> None:
        panel_id = seated(work, 7, 13, subject="closed", title="2026 年网格员招录 · 面试")
        view = panel_view(work, panel_id)
        entrants = {entrant.draw_no: entrant for entrant in view.entrants}
        marked(work, panel_id, MARKS)
        item, seat = view.items[0].id, view.seats[3]
        service.key_mark(work, panel_id, (entrants[6].id, 4, item), NoMark.JUDGE_ABSENT)
        service.recuse(work, seat.id, entrants[4].id, Ground.KIN, "表亲")
        service.set_status(work, entrants[13].id, EntrantStatus.WITHDRAWN, "面试当天放弃")
        service.close_panel(work, panel_id)

    with Database.open(data) as database:
        desk = accounts.sign_in(database, "陈敏")
        for make in (filling, several, ended):
            desk.write(make)
        desk.write(lambda work: seated(work, 0, 0, subject="empty", title="面试第二组"))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The grid as a dialog as large as the window; `pictures` takes them."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    from hrgrid.accounts import service
    from hrgrid.panels.queries import panel_by_subject
    from hrgrid.storage.database import Database
    from hrgrid.ui.scoring import ScoringDialog
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        below = QWidget()
        below.resize(pictures.screen.width, pictures.screen.height)

        def settled(what: Any) -> Any:
            import time

            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.05)
            return what

        def opened(subject: str) -> ScoringDialog:
            row = session.desk.read(lambda work: panel_by_subject(work, subject))
            assert row is not None
            dialog = ScoringDialog(session, row.id, below)
            dialog.setModal(True)
            dialog.show()
            return settled(dialog)

        def filling() -> Any:
            dialog = opened("one")
            grid = dialog.view.grid
            view = dialog.view.model.view
            assert view is not None
            grid.go((view.entrants[13].id, 3, view.items[0].id))
            QTest.keyClicks(grid, "90")
            return settled(dialog)

        def refused() -> Any:
            dialog = filling()
            QTest.keyClick(dialog.view.grid, Qt.Key.Key_Escape)
            QGuiApplication.clipboard().setText("105\n91.2")
            QTest.keySequence(dialog.view.grid, QKeySequence(QKeySequence.StandardKey.Paste))
            return settled(dialog)

        yield "scores", filling
        yield "scores_refused", refused
        for subject in ("items", "closed", "empty"):
            yield f"scores_{subject}", lambda subject=subject: opened(subject)
        session.close()
