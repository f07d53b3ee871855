"""Pictures of a paper before it is kept, and of the page of who only keys the judges' marks."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
TRAINER = "trainer"


def populate(data: Path) -> None:
    """A selection under review, of which one judge's marks are in; a trainer keys the others."""
    from dataclasses import replace

    from hrgrid.accounts import service
    from hrgrid.accounts.queries import RoleRow
    from hrgrid.accounts.rules import Role
    from hrgrid.accounts.service import FirstOperator, OfficeForm, add_operator
    from hrgrid.core.policies import Setting
    from hrgrid.honours.rules.words import Tier
    from hrgrid.honours.service import ReviewForm, open_review
    from hrgrid.panels.queries import panel_view
    from hrgrid.panels.service import SeatForm, key_marks
    from hrgrid.storage.database import Database
    from tests.ui.hands import VIEWER
    from tests.ui.honours import campaigns

    office = OfficeForm(
        "苏州市委政法委", "苏州市", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "科长"),)
    )
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database, tempfile.TemporaryDirectory() as folder:
        desk = service.sign_in(database, "陈敏")
        trainer = replace(VIEWER, login=TRAINER, roles=(RoleRow(Role.TRAINER, ""),))
        desk.write(lambda work: add_operator(work, trainer))
        places = {Tier.PIONEER: 2, Tier.EXCELLENT: 6, Tier.SKILLED: 8}
        city = campaigns.settle_city(desk, Path(folder), {"姑苏区": 12, "虎丘区": 10}, places)
        campaign_id = campaigns.reviewed(city)
        seats = tuple(SeatForm(f"王{sign}", "市直机关") for sign in "甲乙丙丁戊己庚")
        form = ReviewForm(Tier.EXCELLENT, (seats,))
        [panel_id] = desk.write(lambda work: open_review(work, campaign_id, form))
        view = desk.read(lambda work: panel_view(work, panel_id))
        item = view.items[0].id
        marks = {(one.id, 1, item): 88_000 + 500 * at for at, one in enumerate(view.entrants)}
        desk.write(lambda work: key_marks(work, panel_id, marks))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The paper and its list over the window; the page and the covered grid."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings
    from tests.ui.hands import VIEWER

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        settings = Settings(Path(folder) / "screen.ini")
        for login, scenes in (("陈敏", _papers), (TRAINER, _sheets)):
            secret = VIEWER.secret if login == TRAINER else None
            session = Session(service.sign_in(database, login, secret), settings)
            standing = Standing("苏州市委政法委", r"D:\网格员\数据.hrg", shared=False)
            window = MainWindow(session, standing, PAGES)
            window.resize(pictures.screen.width, pictures.screen.height)
            window.show()

            def settled(what: Any, session: Any = session) -> Any:
                for _ in range(6):
                    pictures.settle(lambda: bool(session.tasks.running))
                    time.sleep(0.1)
                return what

            yield from scenes(window, settled, Path(folder))
            window.close()


def _papers(window: Any, settled: Callable[[Any], Any], folder: Path) -> Iterator[Picture]:
    from hrgrid.paper.forms import Form
    from hrgrid.paper.lists import Listed, Row, write_lists
    from hrgrid.paper.notes import noticing
    from hrgrid.ui.papers.findings import NotesDialog
    from hrgrid.ui.papers.looking import PaperDialog
    from hrgrid.ui.saving import PAGES, Made, Writing
    from tests.ui.test_looking import COLUMNS, people

    rows = [*people(120), (121, "张伟", "乙街道"), (122, "张伟", "乙街道")]
    listed = Listed(
        "花名册", "花名册", COLUMNS, tuple(map(Row, rows)), "姑苏区委政法委", "共 122 人"
    )
    path = folder / "花名册.pdf"
    with noticing() as found:
        write_lists(path, [listed], Form.PDF)
    notes = tuple(found)
    made = Made(tempfile.TemporaryDirectory(), path, notes)
    writing = Writing("花名册", lambda *_: None, "", kind=PAGES)

    def shown(box: Any) -> Any:
        box.show()
        return settled(box)

    yield (
        "looking_paper",
        lambda: shown(PaperDialog(window.session, writing, made, window, lambda _: None)),
    )
    yield "looking_notes", lambda: shown(NotesDialog(notes, window, lambda _: None))


def _sheets(window: Any, settled: Callable[[Any], Any], _: Path) -> Iterator[Picture]:
    from hrgrid.ui.scoring import ScoringDialog
    from hrgrid.ui.scoring.model import Headings

    def page() -> Any:
        window.show_page("honours")
        return settled(window)

    def grid() -> Any:
        window.show_page("honours")
        settled(window)
        panel_id = window.page.model.rows[0].id
        named = Headings("推荐对象", "单位")
        box = ScoringDialog(window.session, panel_id, window, closes=False, headings=named)
        box.show()
        return settled(box)

    yield "sheets_page", page
    yield "sheets_grid", grid
